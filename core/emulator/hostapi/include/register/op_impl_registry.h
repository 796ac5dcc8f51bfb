#pragma once

#include "hawk_host/op_def.h"
