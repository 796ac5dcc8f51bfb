#include "base/hash.h"

#include <array>
#include <openssl/evp.h>

namespace hawk {

std::string sha256Hex(std::span<const std::byte> data)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest {};
    unsigned int length = 0;
    EVP_Digest(data.data(), data.size(), digest.data(), &length, EVP_sha256(), nullptr);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(std::size_t { length } * 2);
    for (unsigned int i = 0; i < length; ++i) {
        out += kDigits[digest[i] >> 4U];
        out += kDigits[digest[i] & 0xFU];
    }
    return out;
}

std::string sha256Hex(std::string_view data) { return sha256Hex(std::as_bytes(std::span(data))); }

HashBuilder& HashBuilder::add(std::string_view part)
{
    m_text += std::to_string(part.size());
    m_text += ':';
    m_text += part;
    return *this;
}

std::string HashBuilder::hex() const { return sha256Hex(m_text); }

} // namespace hawk
