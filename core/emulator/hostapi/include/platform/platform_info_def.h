#pragma once

#include "hawk_host/platform.h"
