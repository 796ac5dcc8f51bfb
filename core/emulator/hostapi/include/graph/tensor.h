#pragma once

#include "hawk_host/ge_shape.h"
#include "hawk_host/ge_types.h"
