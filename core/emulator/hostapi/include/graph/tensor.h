#pragma once

#include "hawk_host/ge_shape.h"
