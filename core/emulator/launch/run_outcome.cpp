#include "emulator/emulator.h"

#include <array>

namespace hawk::emulator {
namespace {

// In the order of RunOutcome.
constexpr std::array<std::string_view, 8> kOutcomes { "finished", "fatal", "crashed", "timed-out",
    "out-of-memory", "output-overflow", "deadlock", "cancelled" };

} // namespace

std::string_view name(RunOutcome outcome) { return kOutcomes.at(static_cast<std::size_t>(outcome)); }

Result<RunOutcome> runOutcomeFromName(std::string_view text)
{
    for (std::size_t i = 0; i < kOutcomes.size(); ++i)
        if (kOutcomes.at(i) == text)
            return static_cast<RunOutcome>(i);
    return Error { Errc::Protocol, "unknown run outcome '" + std::string(text) + "'", {}, {} };
}

} // namespace hawk::emulator
