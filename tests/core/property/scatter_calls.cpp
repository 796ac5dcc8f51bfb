// Scatter is an instruction of generation 2002 alone: this file is compiled for it.
#include "core/property/collect_calls.h"

#include "core/property/device_tensor.h"

namespace hawk::property {

using namespace AscendC;

void callScatter(Number type, const Trial& t, std::uint32_t base)
{
    withType(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (oneOf<T, half, float, uint16_t, uint32_t>) {
            const auto d = tensorAt<T>(t.dst);
            const auto a = tensorAt<T>(t.src[0]);
            const auto offsets = tensorAt<uint32_t>(t.src[1]);
            const uint64_t mask[2] = { t.mask[0], t.mask[1] };
            const auto repeats = static_cast<int32_t>(t.repeats);
            if (t.form == Form::Count)
                Scatter(d, a, offsets, base, static_cast<uint32_t>(t.count));
            else if (t.form == Form::MaskCount)
                Scatter(d, a, offsets, base, uint64_t { t.count }, repeats, t.src[0].repeatStride);
            else
                Scatter(d, a, offsets, base, static_cast<const uint64_t*>(mask), repeats, t.src[0].repeatStride);
        }
        return true;
    });
}

} // namespace hawk::property
