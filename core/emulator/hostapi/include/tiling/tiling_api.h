#pragma once

#include "hawk_host/ge_shape.h"
#include "hawk_host/library_tiling_shapes.h"
#include "hawk_host/platform.h"
#include "hawk_host/tiling_data.h"
#include "hawk_host/trans_data.h"
