#include "emulator/program/handover.h"

#include <cstring>
#include <string_view>

namespace hawk::emulator {

Result<HandoverRecords> readHandovers(std::span<const std::byte> file)
{
    HandoverRecords out;
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos)
            return out; // cut off in a line
        auto record = parseJson(text.substr(at, end - at), "handover log");
        if (!record || !record->is_object() || !record->contains("contents") || !(*record)["contents"].is_number_unsigned())
            return Error { Errc::InvalidInput, "the record at byte " + std::to_string(at) + " of the handover log is damaged", {}, {} };
        Handover one { .begin = end + 1, .bytes = (*record)["contents"].get<std::uint64_t>() };
        one.what = *std::move(record);
        if (one.bytes > text.size() - one.begin)
            return out; // cut off in its contents
        at = one.begin + one.bytes;
        if (one.is("end")) {
            out.complete = one.what.value("whole", false);
            return out;
        }
        out.events.push_back(std::move(one));
    }
    return out;
}

} // namespace hawk::emulator
