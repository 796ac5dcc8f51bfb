#pragma once

#include "hawk_host/ge_types.h"
