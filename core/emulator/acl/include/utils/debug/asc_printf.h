#pragma once
// Printing from kernels; the names are in the device headers and in <cstdio>.
#include "kernel_operator.h"

#include <cstdio>
