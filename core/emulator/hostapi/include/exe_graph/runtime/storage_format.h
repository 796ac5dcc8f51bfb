#pragma once

#include "hawk_host/gert_shape.h"
