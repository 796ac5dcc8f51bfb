#include "synth/emitter.h"

#include "synth/emitter_parts.h"

namespace hawk::synth {

Result<EmittedKernel> emitKernel(const EmitRequest& request)
{
    const detail::Context context(request);
    switch (request.geometry.schedule) {
    case Schedule::Flat:
        return detail::emitFlat(context);
    case Schedule::Rows:
        return detail::emitRows(context);
    case Schedule::Columns:
        return detail::emitColumns(context);
    }
    return Error { Errc::Internal, "unknown schedule", request.spec.name };
}

} // namespace hawk::synth
