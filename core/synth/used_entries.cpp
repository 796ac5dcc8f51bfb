#include "synth/used_entries.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace hawk::synth {
namespace {

constexpr double kTemplateShare = 0.75;

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The text without blanks and line comments.
std::string squeezed(std::string_view line)
{
    std::string out;
    for (std::size_t i = 0; i < line.size() && !line.substr(i).starts_with("//"); ++i)
        if (std::isspace(static_cast<unsigned char>(line[i])) == 0)
            out += line[i];
    return out;
}

std::vector<std::string> squeezedLines(std::string_view text)
{
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (std::string line = squeezed(text.substr(0, end)); !line.empty())
            out.push_back(std::move(line));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

/// What stands between the holes of a template line, in order.
std::vector<std::string> literals(const std::string& line)
{
    std::vector<std::string> out;
    std::size_t at = 0;
    while (at <= line.size()) {
        const std::size_t hole = line.find("${", at);
        const std::size_t end = hole == std::string::npos ? line.size() : hole;
        if (end > at)
            out.push_back(line.substr(at, end - at));
        const std::size_t close = hole == std::string::npos ? std::string::npos : line.find('}', hole);
        if (close == std::string::npos)
            break;
        at = close + 1;
    }
    return out;
}

/// A call with something to say: a line such as "}" or "return;" is in every kernel.
bool substantial(const std::string& line)
{
    const std::size_t open = line.find('(');
    return open != std::string::npos && open > 0 && (isWord(line[open - 1]) || line[open - 1] == '>')
        && std::count_if(line.begin(), line.end(), isWord) >= 8;
}

bool matches(const std::vector<std::string>& parts, const std::string& line)
{
    std::size_t at = 0;
    for (const std::string& part : parts) {
        const std::size_t found = line.find(part, at);
        if (found == std::string::npos)
            return false;
        at = found + part.size();
    }
    return !parts.empty();
}

std::vector<std::string> wantedLines(const knowledge::Artifact& artifact)
{
    std::vector<std::string> out;
    if (artifact.kind == knowledge::Artifact::Kind::Template)
        out = squeezedLines(artifact.text);
    if (artifact.kind == knowledge::Artifact::Kind::Diff) {
        std::string_view text = artifact.text;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            const std::string_view line = text.substr(0, end);
            if (line.starts_with('+') && !line.starts_with("+++"))
                if (std::string added = squeezed(line.substr(1)); !added.empty())
                    out.push_back(std::move(added));
            text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        }
    }
    std::erase_if(out, [](const std::string& line) { return !substantial(line); });
    return out;
}

} // namespace

bool codeFound(const knowledge::Artifact& artifact, std::string_view source)
{
    const std::vector<std::string> wanted = wantedLines(artifact);
    if (wanted.empty())
        return false;
    const std::vector<std::string> lines = squeezedLines(source);
    const auto found = std::count_if(wanted.begin(), wanted.end(), [&](const std::string& line) {
        const std::vector<std::string> parts = literals(line);
        return std::any_of(lines.begin(), lines.end(), [&](const std::string& each) { return matches(parts, each); });
    });
    const bool diff = artifact.kind == knowledge::Artifact::Kind::Diff;
    return static_cast<double>(found) >= (diff ? 1.0 : kTemplateShare) * static_cast<double>(wanted.size());
}

std::vector<knowledge::Hit> shownIn(const Prompt& prompt, const std::vector<knowledge::Hit>& hits)
{
    std::vector<knowledge::Hit> out;
    for (const PromptSection& section : prompt.sections) {
        if (section.id != "knowledge")
            continue;
        for (const knowledge::Hit& hit : hits) {
            const std::string head = "### K" + std::to_string(hit.entry.id.value) + ":";
            if (std::any_of(section.items.begin(), section.items.end(), [&](const auto& item) { return item.starts_with(head); }))
                out.push_back(hit);
        }
    }
    return out;
}

std::vector<EntryId> usedEntries(const std::vector<knowledge::Hit>& shown, const std::vector<EntryId>& cited,
    std::string_view source, std::string_view before)
{
    std::vector<EntryId> out;
    for (const knowledge::Hit& hit : shown) {
        const bool said = std::find(cited.begin(), cited.end(), hit.entry.id) != cited.end();
        const auto& artifact = hit.entry.artifact;
        if (said || (codeFound(artifact, source) && !codeFound(artifact, before)))
            out.push_back(hit.entry.id);
    }
    return out;
}

} // namespace hawk::synth
