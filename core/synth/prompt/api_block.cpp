#include "synth/prompt/api_block.h"

#include "base/files.h"
#include "base/json.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace hawk::synth {
namespace {

/// Names of the catalog that stand in a text as words, in the order of the catalog.
void mentioned(const emulator::ApiCatalog& catalog, std::string_view text, std::vector<std::string>& out)
{
    std::set<std::string, std::less<>> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
            ++end;
        if (end > at)
            words.emplace(text.substr(at, end - at));
        at = end + 1;
    }
    for (const std::string& name : catalog.names())
        if (words.contains(name))
            out.push_back(name);
}

void append(const Json& list, std::vector<std::string>& out)
{
    for (const Json& name : list)
        out.push_back(name.get<std::string>());
}

Result<std::vector<std::string>> wantedNames(const emulator::ApiCatalog& catalog, const SynthRequest& request)
{
    std::vector<std::string> out;
    if (request.parent && request.parent->verdict) {
        for (const emulator::Diagnostic& each : request.parent->verdict->diagnostics)
            mentioned(catalog, each.message, out);
        for (const emulator::Finding& each : request.parent->verdict->findings)
            out.push_back(each.api);
    }
    for (const knowledge::Hit& hit : request.knowledge)
        out.insert(out.end(), hit.entry.triggers.apis.begin(), hit.entry.triggers.apis.end());
    const std::filesystem::path file = resourceDir() / "prompts" / "api_families.json";
    const Result<std::string> text = readFile(file);
    if (!text)
        return text.error();
    const Result<Json> json = parseJson(*text, file.string());
    if (!json)
        return json.error();
    append(json->at("base"), out);
    append(json->at("families").value(std::string(spec::name(request.spec->family)), Json::array()), out);
    if (request.parent)
        mentioned(catalog, request.parent->candidate.source, out);
    return out;
}

/// Parameter structs a signature names that were not shown yet.
std::string structsOf(const emulator::ApiCatalog& catalog, const std::string& signature, std::set<std::string>& shown)
{
    std::string out;
    for (std::size_t at = 0; at < signature.size();) {
        std::size_t end = at;
        while (end < signature.size() && (std::isalnum(static_cast<unsigned char>(signature[end])) != 0 || signature[end] == '_'))
            ++end;
        const std::string word = signature.substr(at, end - at);
        at = end + 1;
        if (!word.ends_with("Params") || !shown.insert(word).second)
            continue;
        if (const std::string text = catalog.structure(word); !text.empty())
            out += "\n  `" + text + "`";
    }
    return out;
}

} // namespace

Result<PromptSection> apiSection(const emulator::ApiCatalog& catalog, const SynthRequest& request)
{
    const Result<std::vector<std::string>> names = wantedNames(catalog, request);
    if (!names)
        return names.error();
    PromptSection out { .id = "api",
        .title = "API",
        .lead = "Exact signatures (namespace AscendC), those of most use here first. An overload that is not listed for a name does not exist.",
        .items = {},
        .cap = 6'000 };
    std::set<std::string> done;
    std::set<std::string> structs;
    for (const std::string& name : *names) {
        if (!done.insert(name).second)
            continue;
        std::string item;
        std::string note;
        for (const emulator::ApiDeclaration& each : catalog.declarations(name)) {
            const std::size_t owner = name.find("::");
            item += (item.empty() ? "- " : "\n  ") + (owner == std::string::npos ? std::string() : name.substr(0, owner) + ": ") + "`" + each.signature + "`"
                + structsOf(catalog, each.signature, structs);
            note = each.note.empty() ? note : each.note;
        }
        if (!item.empty())
            out.items.push_back(item + (note.empty() ? "" : "\n  " + note));
    }
    return out;
}

} // namespace hawk::synth
