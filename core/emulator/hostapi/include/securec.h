#pragma once

#include "hawk_host/securec.h"
