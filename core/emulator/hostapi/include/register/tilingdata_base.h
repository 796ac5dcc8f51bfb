#pragma once

#include "hawk_host/tiling_data.h"
#include <iostream>
#include <vector>
