#pragma once

#include "hawk_host/op_def.h"
#include "hawk_host/platform.h"
#include "hawk_host/tiling_data.h"
#include <iostream>
