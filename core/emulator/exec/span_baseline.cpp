// The span operations for any x86-64, or any other CPU.
#define HAWK_EXEC_VARIANT baseline
#define HAWK_EXEC_TABLE baselineTable
#include "emulator/exec/span_variant.inl"
