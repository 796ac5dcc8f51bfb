#include "llm/secrets.h"

#include "base/json.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace hawk::llm {
namespace {

constexpr std::string_view kMark = "[key]";

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
    return out;
}

std::string base64(std::string_view text)
{
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8U) | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += i + k <= text.size() ? kDigits[(group >> (18U - 6U * k)) & 63U] : '=';
    }
    return out;
}

std::string jsonEscaped(std::string_view text)
{
    const std::string dumped = Json(std::string(text)).dump(-1, ' ', true, Json::error_handler_t::replace);
    return dumped.substr(1, dumped.size() - 2);
}

} // namespace

void Redactor::add(const Secret& secret)
{
    const std::string& text = secret.reveal();
    if (text.size() < kShortest)
        return;
    for (std::string form : { text, jsonEscaped(text), percentEncoded(text), base64(text) })
        if (std::find(m_forms.begin(), m_forms.end(), form) == m_forms.end())
            m_forms.push_back(std::move(form));
    std::stable_sort(m_forms.begin(), m_forms.end(),
        [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Redactor::clean(std::string_view text) const
{
    std::string out(text);
    for (const std::string& form : m_forms)
        for (std::size_t at = out.find(form); at != std::string::npos; at = out.find(form, at + kMark.size()))
            out.replace(at, form.size(), kMark);
    return out;
}

Error Redactor::clean(Error error) const
{
    error.message = clean(error.message);
    error.context = clean(error.context);
    error.hint = clean(error.hint);
    return error;
}

std::size_t Redactor::undecidedTail(std::string_view text) const
{
    std::size_t longest = 0;
    for (const std::string& form : m_forms) {
        for (std::size_t length = std::min(form.size() - 1, text.size()); length > longest; --length)
            if (text.ends_with(std::string_view(form).substr(0, length))) {
                longest = length;
                break;
            }
    }
    return longest;
}

StreamRedactor::StreamRedactor(const Redactor& redactor, std::function<void(std::string_view)> sink)
    : m_redactor(redactor)
    , m_sink(std::move(sink))
{
}

void StreamRedactor::feed(std::string_view text)
{
    if (m_redactor.empty()) {
        m_sink(text);
        return;
    }
    const std::string all = m_redactor.clean(m_held.append(text));
    const std::size_t hold = m_redactor.undecidedTail(all);
    if (hold < all.size())
        m_sink(std::string_view(all).substr(0, all.size() - hold));
    m_held = all.substr(all.size() - hold);
}

void StreamRedactor::finish()
{
    if (!m_held.empty())
        m_sink(m_held);
    m_held.clear();
}

} // namespace hawk::llm
