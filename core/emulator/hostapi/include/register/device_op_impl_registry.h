#pragma once

#include "hawk_host/op_def.h"

/// Tiling functions that run on the device's own processor beside the kernel (tiling sink): the function is the same.
#define DEVICE_IMPL_OP_OPTILING(type) IMPL_OP_OPTILING(type)
