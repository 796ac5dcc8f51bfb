#pragma once

#include "hawk_host/ge_operator.h"
