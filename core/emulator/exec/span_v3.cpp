// The span operations for x86-64-v3 (AVX2, F16C); same text, same results.
#define HAWK_EXEC_VARIANT v3
#define HAWK_EXEC_TABLE v3Table
#include "emulator/exec/span_variant.inl"
