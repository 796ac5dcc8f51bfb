#pragma once

// What a vector kernel includes. Written from the public Ascend C API reference; no vendor header is used.
#include "hawk/compare.h"
#include "hawk/copy.h"
#include "hawk/entry.h"
#include "hawk/library/activation.h"
#include "hawk/library/filter.h"
#include "hawk/library/normalization.h"
#include "hawk/library/quantization.h"
#include "hawk/library/reduction.h"
#include "hawk/library/softmax.h"
#include "hawk/library/sort.h"
#include "hawk/library/transform.h"
#include "hawk/reduce.h"
#include "hawk/system.h"
#include "hawk/tiling.h"
