#pragma once

#include "hawk_binding/stream.h"

/// Calls an operator by the name of its aclnn interface, as extensions that wrap it themselves spell it (cann-bench examples,
/// csrc/ops/_common). Here it notes what would be called; the emulator runs it.
#define ACLNN_CMD(command, ...) ::hawk_binding::record(#command, __VA_ARGS__)
