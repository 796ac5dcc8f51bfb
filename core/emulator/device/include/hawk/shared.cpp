// The shared bodies as an object of their own. Compiled with HAWK_PREBUILT, as are the kernels it is linked to.
#include "kernel_operator.h"

#include "hawk/shared.inl"
