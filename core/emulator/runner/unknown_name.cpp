#include "emulator/runner/unknown_name.h"

#include "base/text.h"
#include "emulator/runner/overload.h"
#include "emulator/runner/type_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace hawk::emulator {
namespace {

constexpr std::size_t kSuggestions = 3;
constexpr std::size_t kSignatures = 2;
constexpr std::size_t kShortest = 3; ///< shorter names are near to everything

/// Text between the n-th pair of single quotes, "" when there is none.
std::string quotedPart(const std::string& text, std::size_t n)
{
    std::size_t begin = text.find('\'');
    for (; n > 0 && begin != std::string::npos; --n) {
        const std::size_t end = text.find('\'', begin + 1);
        begin = end == std::string::npos ? end : text.find('\'', end + 1);
    }
    if (begin == std::string::npos)
        return {};
    const std::size_t end = text.find('\'', begin + 1);
    return end == std::string::npos ? std::string() : text.substr(begin + 1, end - begin - 1);
}

/// "class TQue<VECIN, 2>" and "const LocalTensor<half>" give "TQue" and "LocalTensor"; "AscendC" and "std" give "".
std::string ownerName(std::string text)
{
    for (const std::string_view word : { "class ", "struct ", "union ", "enum ", "const " })
        while (text.starts_with(word))
            text.erase(0, word.size());
    text = text.substr(0, text.find('<'));
    if (const std::size_t colons = text.rfind("::"); colons != std::string::npos)
        text = text.substr(colons + 2);
    return text == "AscendC" || text == "std" ? std::string() : text;
}

std::string baseName(std::string text)
{
    std::size_t end = 0;
    while (end < text.size() && (isNameChar(text[end]) || text[end] == ':'))
        ++end;
    text.resize(end);
    const std::size_t colons = text.rfind("::");
    return colons == std::string::npos ? text : text.substr(colons + 2);
}

/// "ReduceSumAxis" gives "reduce", "sum", "axis".
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> out;
    std::string word;
    const auto finish = [&] {
        if (!word.empty())
            out.push_back(word);
        word.clear();
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto c = static_cast<unsigned char>(name[i]);
        const bool upper = std::isupper(c) != 0;
        const bool afterLower = i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
        const bool beforeLower = i + 1 < name.size() && std::islower(static_cast<unsigned char>(name[i + 1])) != 0;
        if (c == '_' || (upper && (afterLower || (beforeLower && !word.empty()))))
            finish();
        if (std::isalpha(c) != 0)
            word += static_cast<char>(std::tolower(c));
    }
    finish();
    return out;
}

using Ranked = std::vector<std::pair<std::size_t, std::string>>;

std::vector<std::string> firstOf(Ranked ranked)
{
    std::ranges::sort(ranked);
    std::vector<std::string> out;
    for (const auto& [distance, name] : ranked)
        if (out.size() < kSuggestions)
            out.push_back(name);
    return out;
}

/// By spelling: equal but for case and underscores first, then few letters away.
std::vector<std::string> nearSpellings(const std::string& wanted, const std::vector<std::string>& known)
{
    Ranked ranked;
    const std::string folded = foldedName(wanted);
    const std::size_t limit = std::max<std::size_t>(wanted.size() / 3, 1);
    for (const std::string& name : known) {
        const bool begins = name.size() >= kShortest && wanted.starts_with(name);
        const std::size_t distance = foldedName(name) == folded ? 0 : begins ? 1 : editDistance(wanted, name);
        if (name != wanted && distance <= limit)
            ranked.emplace_back(distance, name);
    }
    return firstOf(std::move(ranked));
}

/// By meaning: names made of the same words, most of them shared.
std::vector<std::string> sharedWords(const std::string& wanted, const std::vector<std::string>& known)
{
    const std::vector<std::string> words = wordsOf(wanted);
    Ranked ranked;
    for (const std::string& name : known) {
        const std::vector<std::string> theirs = wordsOf(name);
        const auto shared = static_cast<std::size_t>(
            std::ranges::count_if(theirs, [&](const std::string& word) { return word.size() > 2 && std::ranges::find(words, word) != words.end(); }));
        if (shared > 0 && shared * 2 >= std::max(words.size(), theirs.size()))
            ranked.emplace_back(words.size() + theirs.size() - 2 * shared, name);
    }
    return firstOf(std::move(ranked));
}

std::vector<std::string> nearNames(const std::string& wanted, const std::vector<std::string>& known)
{
    std::vector<std::string> out = nearSpellings(wanted, known);
    if (out.empty())
        out = sharedWords(wanted, known);
    return out;
}

std::string quotedList(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + hawk::quoted(name);
    return out;
}

bool isMacroLike(std::string_view name)
{
    return std::ranges::none_of(name, [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
}

/// Free functions and classes of the API, its enumerations and macros.
std::vector<std::string> publicNames(const Vocabulary& vocabulary)
{
    std::set<std::string> names;
    for (const std::string& name : vocabulary.api.names())
        names.insert(name.substr(0, name.find("::")));
    const bool known = !names.empty();
    for (const std::string& name : vocabulary.headerNames)
        if (!known || isMacroLike(name) || !vocabulary.api.structure(name).empty() || !vocabulary.api.enumerators(name).empty())
            names.insert(name);
    return { names.begin(), names.end() };
}

/// Identifiers of the author's own text.
std::vector<std::string> ownNames(const AuthorSource& source)
{
    std::set<std::string> names;
    for (int i = 1; i <= source.lines(); ++i) {
        const std::string_view line = source.line(i);
        for (std::size_t at = 0; at < line.size();) {
            std::size_t end = at;
            while (end < line.size() && isNameChar(line[end]))
                ++end;
            if (end > at && std::isdigit(static_cast<unsigned char>(line[at])) == 0)
                names.emplace(line.substr(at, end - at));
            at = end + 1;
        }
    }
    return { names.begin(), names.end() };
}

/// Whether it stands like a call, a template or a type: then it is meant as an API, not as a variable.
bool usedAsApi(const UnknownName& unknown, std::string_view line)
{
    for (const std::size_t at : wordPlaces(line, unknown.name)) {
        const std::size_t next = line.find_first_not_of(' ', at + unknown.name.size());
        const bool called = next != std::string_view::npos && (line[next] == '(' || line[next] == '<');
        const bool qualified = at >= 9 && line.substr(at - 9, 9) == "AscendC::";
        if (called || qualified)
            return true;
    }
    return std::isupper(static_cast<unsigned char>(unknown.name.front())) != 0;
}

void addSignatures(const std::vector<std::string>& apis, const ApiCatalog& api, Explanation& out)
{
    for (const std::string& name : apis)
        if (const auto declarations = api.declarations(name); !declarations.empty() && out.signatures.size() < kSignatures)
            out.signatures.push_back(callForm(overloadFrom(declarations.front().signature)));
}

Explanation explainMember(const UnknownName& unknown, const Vocabulary& vocabulary)
{
    Explanation out;
    const std::vector<std::string> enumerators = vocabulary.api.enumerators(unknown.owner);
    const std::vector<std::string> members = enumerators.empty() ? vocabulary.api.members(unknown.owner) : enumerators;
    if (members.empty()) { // a class of the author
        const std::vector<std::string> near = nearSpellings(unknown.name, ownNames(vocabulary.source));
        if (!near.empty())
            out.text = "nearest known: " + quotedList(near);
        return out;
    }
    const std::vector<std::string> near = nearNames(unknown.name, members);
    if (!near.empty()) {
        out.text = "nearest known: " + quotedList(near);
        if (enumerators.empty())
            addSignatures({ unknown.owner + "::" + near.front() }, vocabulary.api, out);
    }
    constexpr std::size_t kListed = 24;
    std::vector<std::string> listed(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(std::min(members.size(), kListed)));
    out.fix = unknown.owner + " has ";
    for (std::size_t i = 0; i < listed.size(); ++i)
        out.fix += (i == 0 ? "" : ", ") + listed[i];
    if (members.size() > kListed)
        out.fix += ", ...";
    return out;
}

} // namespace

std::optional<UnknownName> unknownNameFrom(const std::string& message)
{
    const auto has = [&](std::string_view part) { return message.find(part) != std::string::npos; };
    UnknownName out;
    if (const std::size_t mean = message.find("did you mean '"); mean != std::string::npos)
        out.suggested = quotedPart(message.substr(mean), 0);
    if (has("has no member named '")) {
        out.owner = ownerName(quotedPart(message, 0));
        out.name = baseName(quotedPart(message, 1));
    } else if (has("is not a member of '") || has("does not name a type") || has("does not name a template type")) {
        out.name = baseName(quotedPart(message, 0));
        if (has("is not a member of '") || has("' in '") || has("' in namespace '"))
            out.owner = ownerName(quotedPart(message, 1));
    } else if (has("was not declared in this scope") || has("has not been declared") || has("is not a class template")
        || message.ends_with("is not a template") || has("undefined symbol: ") || has("there are no arguments to '")) {
        const std::size_t symbol = message.find("undefined symbol: ");
        out.name = symbol == std::string::npos ? baseName(quotedPart(message, 0)) : baseName(message.substr(symbol + 18));
    }
    if (out.name.empty())
        return std::nullopt;
    return out;
}

Explanation explainUnknown(const UnknownName& unknown, int line, const Vocabulary& vocabulary)
{
    Explanation out;
    // A variable of the author may be called like an invention but for its case.
    const bool api = usedAsApi(unknown, vocabulary.source.line(line));
    if (const Correction* noted = vocabulary.corrections.forName(unknown.owner, unknown.name, !api && unknown.owner.empty())) {
        out.fix = noted->advice;
        out.constraint = noted->constraint;
        std::vector<std::string> near;
        for (const std::string& one : noted->apis)
            if (near.size() < kSuggestions && !vocabulary.api.declarations(one).empty())
                near.push_back(one);
        if (!near.empty())
            out.text = "nearest known: " + quotedList(near);
        addSignatures(near, vocabulary.api, out);
        return out;
    }
    if (!unknown.owner.empty())
        return explainMember(unknown, vocabulary);
    if (unknown.name.size() < kShortest)
        return out;
    const std::vector<std::string> own = nearSpellings(unknown.name, ownNames(vocabulary.source));
    std::vector<std::string> near = api ? nearNames(unknown.name, publicNames(vocabulary)) : own;
    if (near.empty())
        near = own;
    const int elsewhere = vocabulary.source.declarationOf(unknown.name);
    if (elsewhere > 0 && elsewhere != line) {
        out.text = "it is declared in line " + std::to_string(elsewhere) + ", in another scope";
        out.fix = "keep it in a member, or pass it on as an argument";
    } else if (!near.empty()) {
        out.text = "nearest known: " + quotedList(near);
        addSignatures({ near.front() }, vocabulary.api, out);
    } else if (api && !isMacroLike(unknown.name)) {
        out.text = "no such name in the Ascend C API that is emulated";
    }
    return out;
}

} // namespace hawk::emulator
