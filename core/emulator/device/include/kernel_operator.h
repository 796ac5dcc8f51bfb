#pragma once

// What a vector kernel includes. Written from the public Ascend C API reference; no vendor header is used.
#include "hawk/atomic.h"
#include "hawk/bilinear.h"
#include "hawk/compare.h"
#include "hawk/copy.h"
#include "hawk/entry.h"
#include "hawk/fill_global.h"
#include "hawk/layout.h"
#include "hawk/library/activation.h"
#include "hawk/library/filter.h"
#include "hawk/library/normalization.h"
#include "hawk/library/quantization.h"
#include "hawk/library/reduction.h"
#include "hawk/library/softmax.h"
#include "hawk/library/sort.h"
#include "hawk/library/trans_data.h"
#include "hawk/library/transform.h"
#include "hawk/raw.h"
#include "hawk/reduce.h"
#include "hawk/sort.h"
#include "hawk/std.h"
#include "hawk/system.h"
#include "hawk/tensor_expression.h"
#include "hawk/tensor_layout.h"
#include "hawk/tensor_list.h"
#include "hawk/tiling.h"
#include "hawk/unsupported.h"

#if !defined(HAWK_PREBUILT)
#include "hawk/shared.inl"
#endif
