#pragma once

/// The matrix library itself runs on the cube unit, which is not emulated. Many vector kernels include it for what it brings along.
#include "kernel_operator.h"
