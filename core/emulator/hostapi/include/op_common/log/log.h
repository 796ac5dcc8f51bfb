#pragma once

#include "hawk_host/op_log.h"
#include "hawk_host/op_errors.h"
