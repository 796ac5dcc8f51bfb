#include "emulator/runner/corrections.h"

#include "base/files.h"
#include "base/json.h"

#include <cctype>

namespace hawk::emulator {

std::string foldedName(std::string_view name)
{
    std::string out;
    for (const char c : name)
        if (c != '_')
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

Result<Corrections> Corrections::load(const std::filesystem::path& file)
{
    const auto text = readFile(file);
    if (!text)
        return text.error();
    const auto json = parseJson(*text, file.string());
    if (!json)
        return json.error();
    Corrections out;
    try {
        for (const Json& one : json->at("names")) {
            Correction correction { .apis = one.value("apis", std::vector<std::string>()),
                .advice = one.at("advice").get<std::string>(),
                .constraint = one.value("constraint", "") };
            for (const Json& name : one.at("write")) {
                out.m_folded.emplace(foldedName(name.get<std::string>()), name.get<std::string>());
                out.m_names.emplace(name.get<std::string>(), correction);
            }
        }
        for (const auto& [api, advice] : json->at("calls").items())
            out.m_calls.emplace(api, advice.get<std::string>());
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, std::string("not a table of corrections: ") + failure.what(), file.string(), {} };
    }
    return out;
}

Result<Corrections> Corrections::loadDefault() { return load(resourceDir() / "apis" / "corrections.json"); }

const Correction* Corrections::find(const std::string& name, bool exact) const
{
    if (const auto same = m_names.find(name); same != m_names.end())
        return &same->second;
    if (exact)
        return nullptr;
    const auto folded = m_folded.find(foldedName(name));
    return folded == m_folded.end() ? nullptr : &m_names.find(folded->second)->second;
}

const Correction* Corrections::forName(std::string_view owner, std::string_view name, bool exact) const
{
    if (!owner.empty())
        if (const Correction* member = find(std::string(owner) + "::" + std::string(name), exact))
            return member;
    return find(std::string(name), exact);
}

std::string Corrections::forCall(std::string_view api) const
{
    const auto found = m_calls.find(api);
    return found == m_calls.end() ? std::string() : found->second;
}

} // namespace hawk::emulator
