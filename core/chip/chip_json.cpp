#include "chip/chip_json.h"

#include "chip/chip_catalog.h"

#include <cmath>
#include <functional>

namespace hawk::chip {
namespace {

/// One pass over all typed facts, so that reading, writing and checking can never disagree about the list.
template <class Facts, class Visit>
void forEachFact(Facts& facts, Visit&& visit)
{
    visit("cubeCores", facts.cubeCores);
    visit("vectorCores", facts.vectorCores);
    visit("clockMhz", facts.clockMhz);
    visit("hbmGib", facts.hbmGib);
    visit("l2", facts.l2);
    visit("ub", facts.ub);
    visit("ubUsable", facts.ubUsable);
    visit("l1", facts.l1);
    visit("l0a", facts.l0a);
    visit("l0b", facts.l0b);
    visit("l0c", facts.l0c);
    visit("bt", facts.bt);
    visit("fb", facts.fb);
    visit("ubAlign", facts.ubAlign);
    visit("gmBestAlign", facts.gmBestAlign);
    visit("hbmTbPerS", facts.hbmTbPerS);
    visit("l2TbPerS", facts.l2TbPerS);
    visit("gmToUbBytesPerCycle", facts.gmToUbBytesPerCycle);
    visit("ubToGmBytesPerCycle", facts.ubToGmBytesPerCycle);
    visit("vectorBytesPerCycle", facts.vectorBytesPerCycle);
}

Json plain(int value) { return value; }
Json plain(double value) { return value; }
Json plain(Bytes value) { return value.n; }

/// Null stands for "no public figure" and becomes 0; a negative or fractional count is a mistake in the data.
bool assign(const Json& json, double& value)
{
    value = json.is_number() ? json.get<double>() : 0;
    return (json.is_number() || json.is_null()) && std::isfinite(value) && value >= 0;
}
bool assign(const Json& json, int& value)
{
    double number = 0;
    if (!assign(json, number) || number != std::floor(number) || number > 1e6)
        return false;
    value = static_cast<int>(number);
    return true;
}
bool assign(const Json& json, Bytes& value)
{
    double number = 0;
    if (!assign(json, number) || number != std::floor(number) || number > 1e15)
        return false;
    value.n = static_cast<std::uint64_t>(number);
    return true;
}

/// Reads [value, source] pairs or {"value","source"} objects; `sourceText` turns a key into words.
using SourceText = std::function<std::string(const std::string&)>;

struct Pair {
    Json value;
    std::string source;
    bool ok = false;
};

Pair pairOf(const Json& json, const SourceText& sourceText)
{
    Pair pair;
    if (json.is_array() && json.size() == 2 && json[1].is_string()) {
        pair = { json[0], sourceText(json[1].get<std::string>()), true };
    } else if (json.is_object() && json.contains("value") && json.contains("source") && json["source"].is_string()) {
        pair = { json["value"], sourceText(json["source"].get<std::string>()), true };
    }
    pair.ok = pair.ok && !pair.source.empty();
    return pair;
}

Error wrong(const std::string& chip, const std::string& what)
{
    return Error { Errc::InvalidInput, "chip facts of '" + chip + "': " + what, {}, {} };
}

Status readOther(const Json& block, const SourceText& sourceText, ChipFacts& facts)
{
    for (const auto& [key, entry] : block.items()) {
        const Pair pair = pairOf(entry, sourceText);
        if (!pair.ok)
            return wrong(facts.name, "'" + key + "' is not a [value, source] pair with a known source");
        facts.other[key] = { pair.value.is_string() ? pair.value.get<std::string>() : pair.value.dump(), pair.source };
    }
    return {};
}

Result<ChipFacts> read(const Json& chip, const Json& common, const SourceText& sourceText)
{
    ChipFacts facts;
    if (!chip.is_object() || !chip.contains("name") || !chip["name"].is_string())
        return Error { Errc::InvalidInput, "chip facts without a name", {}, {} };
    facts.name = chip["name"].get<std::string>();
    const int generation = chip.contains("generation") && chip["generation"].is_number_integer()
        ? chip["generation"].get<int>()
        : 0;
    if (generation != 2002 && generation != 2201 && generation != 3510)
        return wrong(facts.name, "generation must be 2002, 2201 or 3510");
    facts.generation = static_cast<Generation>(generation);
    facts.emulated = chip.contains("emulated") && chip["emulated"].is_boolean() && chip["emulated"].get<bool>();
    const Json block = chip.contains("facts") ? chip["facts"] : Json::object();
    std::string problem;
    forEachFact(facts, [&](const char* key, auto& fact) {
        const Pair pair = block.contains(key) ? pairOf(block[key], sourceText) : Pair {};
        if (!pair.ok || !assign(pair.value, fact.value)) {
            if (problem.empty())
                problem = std::string("'") + key + "' is missing, has no source or is not a sensible number";
            return;
        }
        fact.source = pair.source;
    });
    if (!problem.empty())
        return wrong(facts.name, problem);
    for (const Json& other : { common, chip.contains("other") ? chip["other"] : Json::object() })
        if (const Status done = readOther(other, sourceText, facts); !done)
            return done.error();
    if (chip.contains("conflicts") && chip["conflicts"].is_array())
        for (const Json& text : chip["conflicts"])
            if (text.is_string())
                facts.conflicts.push_back(text.get<std::string>());
    return facts;
}

} // namespace

Result<ChipFacts> readChip(const Json& chip, const Json& common, const SourceTable& sources)
{
    return read(chip, common, [&](const std::string& key) {
        const auto found = sources.find(key);
        return found == sources.end() ? std::string() : found->second;
    });
}

Json toJson(const ChipFacts& facts)
{
    Json json = { { "name", facts.name }, { "generation", static_cast<int>(facts.generation) },
        { "emulated", facts.emulated }, { "facts", Json::object() }, { "other", Json::object() },
        { "conflicts", facts.conflicts } };
    forEachFact(facts, [&](const char* key, const auto& fact) {
        json["facts"][key] = { { "value", plain(fact.value) }, { "source", fact.source } };
    });
    for (const auto& [key, fact] : facts.other)
        json["other"][key] = { { "value", fact.value }, { "source", fact.source } };
    return json;
}

Result<ChipFacts> chipFromJson(const Json& json)
{
    return read(json, Json::object(), [](const std::string& text) { return text; });
}

} // namespace hawk::chip
