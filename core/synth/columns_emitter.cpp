#include "synth/emitter_parts.h"

namespace hawk::synth::detail {

Result<EmittedKernel> emitColumns(const Context& context)
{
    return Error { Errc::InvalidInput,
        "the built-in synthesizer does not reach operator '" + context.request.spec.name
            + "': it works over a dimension that is not the last one",
        context.request.spec.name };
}

} // namespace hawk::synth::detail
