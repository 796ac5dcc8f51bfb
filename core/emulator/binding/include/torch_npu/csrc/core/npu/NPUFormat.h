#pragma once

#include "hawk_binding/stream.h"
