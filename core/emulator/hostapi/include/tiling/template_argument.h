#pragma once

#include "hawk_host/tiling_template.h"
