#pragma once

#include "hawk_host/tiling_data.h"
#include "hawk_host/ge_shape.h"
#include "hawk_host/platform.h"
