#pragma once

#include "hawk/tiling_template.h"
