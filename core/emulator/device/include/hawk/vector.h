#pragma once

// Element-wise vector instructions, one header per family.
#include "hawk/cast.h"
#include "hawk/fill.h"
#include "hawk/gather.h"
#include "hawk/vector_scalar.h"
#include "hawk/vector_unary.h"
