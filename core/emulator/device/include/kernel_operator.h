#pragma once

// What a vector kernel includes. Written from the public Ascend C API reference; no vendor header is used.
#include "hawk/compare.h"
#include "hawk/copy.h"
#include "hawk/entry.h"
#include "hawk/reduce.h"
#include "hawk/system.h"
#include "hawk/tiling.h"
