#include "chip/chip_catalog.h"

#include "base/files.h"
#include "base/text.h"
#include "chip/chip_json.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace hawk::chip {
namespace {

std::string shortLower(std::string_view name)
{
    std::string text;
    for (const char c : name)
        text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    constexpr std::string_view kPrefix = "ascend";
    return text.starts_with(kPrefix) ? text.substr(kPrefix.size()) : text;
}

SourceTable readSources(const Json& root)
{
    SourceTable sources;
    if (root.contains("sources") && root["sources"].is_object())
        for (const auto& [key, text] : root["sources"].items())
            if (text.is_string())
                sources[key] = text.get<std::string>();
    return sources;
}

} // namespace

Result<ChipCatalog> ChipCatalog::load(const std::filesystem::path& file)
{
    const Result<std::string> text = readFile(file);
    if (!text)
        return text.error();
    const Result<LocatedJson> document = LocatedJson::parse(*text, file.string());
    if (!document)
        return document.error();
    const Json& root = document->root();
    if (!root.is_object() || !root.contains("chips") || !root["chips"].is_array() || root["chips"].empty())
        return document->errorAt("", "chip data without a list 'chips'", "restore the file from the installation");
    const SourceTable sources = readSources(root);
    ChipCatalog catalog;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < root["chips"].size(); ++i) {
        const Json& chip = root["chips"][i];
        const std::string pointer = "/chips/" + std::to_string(i);
        const std::string generation = chip.is_object() && chip.contains("generation") ? chip["generation"].dump() : "";
        const bool hasCommon = root.contains("generations") && root["generations"].contains(generation);
        Result<ChipFacts> facts
            = readChip(chip, hasCommon ? root["generations"][generation] : Json::object(), sources);
        if (!facts)
            return document->errorAt(pointer, facts.error().message);
        if (!seen.insert(shortLower(facts->name)).second)
            return document->errorAt(pointer, "chip '" + facts->name + "' is listed twice");
        catalog.m_chips.push_back(std::make_shared<const ChipFacts>(*std::move(facts)));
    }
    return catalog;
}

Result<ChipCatalog> ChipCatalog::loadDefault() { return load(resourceDir() / "chips" / "soc.json"); }

Result<std::shared_ptr<const ChipFacts>> ChipCatalog::find(std::string_view name) const
{
    const std::string wanted = shortLower(name);
    std::vector<std::string> names;
    for (const auto& chip : m_chips) {
        if (shortLower(chip->name) == wanted)
            return chip;
        names.push_back(chip->name);
    }
    // Nearness without the common prefix: "910B9" is one edit from "910B3", not far from everything.
    std::ranges::stable_sort(names, [&](const std::string& a, const std::string& b) {
        return editDistance(shortLower(a), wanted) < editDistance(shortLower(b), wanted);
    });
    std::string nearest;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, names.size()); ++i)
        nearest += (i == 0 ? "" : ", ") + names[i];
    return Error { Errc::NotFound, "no chip is called '" + std::string(name) + "'", {},
        "nearest names: " + nearest + "; 'hawk chip list' shows all" };
}

} // namespace hawk::chip
