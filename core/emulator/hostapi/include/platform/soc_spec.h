#pragma once

#include "hawk_host/npu_arch.h"
