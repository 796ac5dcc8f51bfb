#pragma once

#include "emulator/host/core_state.h"

namespace hawk::emulator {

/// A buffer that AllocTensor hands out: nothing counts as written in it, but what an earlier tensor left there stays, as on the
/// chip. Kernels that free a tensor and allocate the queue's only buffer again rely on it (hicann/ops-nn norm/add_rms_norm,
/// AllocTensor in Compute).
void handOut(CoreState& core, const BufferBlock& block);

/// Before the rules ask whether what is read was ever written: an operand that lies wholly in what earlier tensors left is reported
/// as a warning, once, and counts as written from then on. Rests beside data of the tensor's own are no operand: they stay
/// garbage.
void seeLeftOvers(CoreState& core, const Op& op);

} // namespace hawk::emulator
