#include "synth/prompt/edits.h"

#include <vector>

namespace hawk::synth {
namespace {

struct Edit {
    std::string search;
    std::string replace;
};

Error broken(std::string reason) { return { Errc::InvalidInput, std::move(reason), {}, {} }; }

/// Between the tags, without the line breaks that belong to them.
Result<std::string> inner(std::string_view block, const std::string& tag, std::size_t number)
{
    const std::size_t open = block.find("<" + tag + ">");
    const std::size_t close = block.rfind("</" + tag + ">");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return broken("edit " + std::to_string(number) + " has no complete <" + tag + "> part");
    std::string_view text = block.substr(open + tag.size() + 2, close - open - tag.size() - 2);
    if (text.starts_with("\r\n"))
        text.remove_prefix(2);
    else if (text.starts_with('\n'))
        text.remove_prefix(1);
    return std::string(text);
}

Result<std::vector<Edit>> editsOf(std::string_view reply)
{
    std::vector<Edit> out;
    for (std::size_t at = reply.find("<edit>"); at != std::string_view::npos; at = reply.find("<edit>", at + 1)) {
        const std::size_t end = reply.find("</edit>", at);
        if (end == std::string_view::npos)
            return broken("edit " + std::to_string(out.size() + 1) + " is not closed with </edit>");
        const std::string_view block = reply.substr(at, end - at);
        Result<std::string> search = inner(block, "search", out.size() + 1);
        if (!search)
            return search.error();
        Result<std::string> replace = inner(block, "replace", out.size() + 1);
        if (!replace)
            return replace.error();
        out.push_back({ *std::move(search), *std::move(replace) });
    }
    if (out.empty())
        return broken("there is no <edit> block");
    return out;
}

std::size_t occurrences(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

struct Line {
    std::size_t begin;
    std::size_t end; ///< after the line break
    std::string_view words; ///< without space around
};

std::vector<Line> linesOf(std::string_view text)
{
    std::vector<Line> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t found = text.find('\n', at);
        const std::size_t end = found == std::string_view::npos ? text.size() : found + 1;
        std::string_view words = text.substr(at, end - at);
        const std::size_t first = words.find_first_not_of(" \t\r\n");
        words = first == std::string_view::npos ? std::string_view() : words.substr(first, words.find_last_not_of(" \t\r\n") - first + 1);
        out.push_back({ at, end, words });
        at = end;
    }
    return out;
}

/// The whole lines of `text` that equal those of `search` but for space around them, when there is exactly one such place.
std::size_t looseMatches(std::string_view text, std::string_view search, std::size_t& begin, std::size_t& end)
{
    const std::vector<Line> all = linesOf(text);
    std::vector<Line> wanted = linesOf(search);
    while (!wanted.empty() && wanted.back().words.empty())
        wanted.pop_back();
    std::size_t count = 0;
    for (std::size_t i = 0; !wanted.empty() && i + wanted.size() <= all.size(); ++i) {
        std::size_t same = 0;
        while (same < wanted.size() && all[i + same].words == wanted[same].words)
            ++same;
        if (same < wanted.size())
            continue;
        ++count;
        begin = all[i].begin;
        end = all[i + same - 1].end;
    }
    return count;
}

Status applyOne(std::string& text, const Edit& edit, std::size_t number)
{
    const std::string which = "edit " + std::to_string(number);
    if (edit.search.find_first_not_of(" \t\r\n") == std::string::npos)
        return broken(which + " searches for nothing");
    const std::size_t exact = occurrences(text, edit.search);
    if (exact == 1) {
        text.replace(text.find(edit.search), edit.search.size(), edit.replace);
        return {};
    }
    if (exact > 1)
        return broken(which + ": its search text occurs " + std::to_string(exact) + " times; take more lines around it");
    std::size_t begin = 0;
    std::size_t end = 0;
    const std::size_t loose = looseMatches(text, edit.search, begin, end);
    if (loose > 1)
        return broken(which + ": its search text occurs " + std::to_string(loose) + " times; take more lines around it");
    if (loose == 0)
        return broken(which + ": its search text is not in the parent: \"" + edit.search.substr(0, 120) + "\"");
    const bool needsBreak = end > 0 && text[end - 1] == '\n' && !edit.replace.empty() && !edit.replace.ends_with('\n');
    text.replace(begin, end - begin, edit.replace + (needsBreak ? "\n" : ""));
    return {};
}

} // namespace

Result<std::string> applyEdits(std::string_view text, std::string_view reply)
{
    const Result<std::vector<Edit>> edits = editsOf(reply);
    if (!edits)
        return edits.error();
    std::string out(text);
    for (std::size_t i = 0; i < edits->size(); ++i)
        if (const Status s = applyOne(out, (*edits)[i], i + 1); !s)
            return s.error();
    return out;
}

} // namespace hawk::synth
