#include "bench/text_encoding.h"

#include "base/files.h"

#include <cstdint>

namespace hawk::bench {

std::size_t invalidUtf8At(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3
            : lead >= 0xF0 && lead < 0xF5                                                                       ? 4
                                                                                                                : 0;
        if (length == 0 || i + length > text.size())
            return i;
        std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto byte = static_cast<std::uint8_t>(text[i + k]);
            if ((byte & 0xC0U) != 0x80)
                return i;
            point = (point << 6U) | (byte & 0x3FU);
        }
        const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
            return i;
        i += length;
    }
    return std::string_view::npos;
}

Result<std::string> readUtf8(const std::filesystem::path& file)
{
    auto text = readFile(file);
    if (!text)
        return text.error();
    if (const std::size_t at = invalidUtf8At(*text); at != std::string::npos)
        return Error { Errc::InvalidInput, file.filename().string() + " is not UTF-8 text: byte " + std::to_string(at)
                + " begins no character", {}, "save it as UTF-8" };
    return text;
}

} // namespace hawk::bench
