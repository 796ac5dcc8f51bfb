#pragma once

#include "hawk_host/op_errors.h"
