#include "emulator/runner/first_causes.h"

#include "emulator/runner/type_text.h"
#include "emulator/runner/unknown_name.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace hawk::emulator {
namespace {

bool saysErroneous(const std::string& text)
{
    constexpr std::array<std::string_view, 4> kMarks { "<expression error>", "<type error>", "erroneous-expression", "<declaration error>" };
    const bool marked = std::ranges::any_of(kMarks, [&](std::string_view mark) { return text.find(mark) != std::string::npos; });
    return marked || (text.starts_with("template argument ") && text.ends_with(" is invalid"));
}

bool isSyntax(const std::string& text)
{
    return text.starts_with("expected ") || text.find("before '") != std::string::npos || text.find("parse error") != std::string::npos
        || text.find("template argument deduction/substitution failed") != std::string::npos;
}

/// What a message is about when it says that a name is not there: an unknown name, or a call of the author's own function.
std::string missingName(const PlacedMessage& one)
{
    if (const auto unknown = unknownNameFrom(one.message.text))
        return unknown->name;
    constexpr std::string_view kCall = "no matching function for call to '";
    if (one.message.text.starts_with(kCall)) {
        const std::string name = failedCallFrom(one.message.text.substr(kCall.size())).name;
        const std::size_t colons = name.rfind("::");
        return colons == std::string::npos ? name : name.substr(colons + 2);
    }
    return {};
}

class Reducer {
public:
    Reducer(std::vector<PlacedMessage> messages, const std::string& file, const AuthorSource& source)
        : m_messages(std::move(messages))
        , m_file(file)
        , m_source(source)
    {
    }

    std::vector<PlacedMessage> run()
    {
        std::ranges::stable_sort(m_messages, {}, [this](const PlacedMessage& one) {
            return std::tuple(one.message.warning, !one.message.fatal, one.place.file == m_file ? one.place.line : 1 << 30);
        });
        dropWhere([this](const PlacedMessage& one) { return saysErroneous(one.message.text) && others(one); });
        dropWhere([this](const PlacedMessage& one) { return followsFromDeclaration(one); });
        noteUnknown();
        dropWhere([this](const PlacedMessage& one) { return isSyntax(one.message.text) && m_unknownAt.contains(one.place.line); });
        merge();
        return std::move(m_messages);
    }

private:
    template <class Test> void dropWhere(Test test)
    {
        std::vector<bool> drop;
        for (const PlacedMessage& one : m_messages)
            drop.push_back(!one.message.warning && test(one));
        std::size_t i = 0;
        std::erase_if(m_messages, [&](const PlacedMessage&) { return static_cast<bool>(drop[i++]); });
    }

    /// Another error that can be the cause.
    bool others(const PlacedMessage& one) const
    {
        return std::ranges::any_of(m_messages, [&](const PlacedMessage& other) {
            return !other.message.warning && &other != &one && !saysErroneous(other.message.text);
        });
    }

    void noteUnknown()
    {
        for (const PlacedMessage& one : m_messages)
            if (one.place.file == m_file && unknownNameFrom(one.message.text))
                m_unknownAt.insert(one.place.line);
    }

    /// Its name would be known if another erroneous line had declared it.
    bool followsFromDeclaration(const PlacedMessage& one) const
    {
        const std::string name = missingName(one);
        if (name.empty())
            return false;
        return std::ranges::any_of(m_messages, [&](const PlacedMessage& other) {
            return !other.message.warning && other.place.file == m_file && other.place.line != one.place.line
                && missingName(other) != name && declares(m_source.line(other.place.line), name);
        });
    }

    /// The same name or the same words at several places are one message.
    void merge()
    {
        std::map<std::tuple<bool, std::string, std::string>, std::size_t> first;
        std::vector<PlacedMessage> out;
        for (PlacedMessage& one : m_messages) {
            const auto unknown = unknownNameFrom(one.message.text);
            const std::string key = unknown ? unknown->owner + "::" + unknown->name : authorsTypes(one.message.text + one.message.instantiation);
            const auto [at, fresh] = first.emplace(std::tuple(one.message.warning, one.place.file, key), out.size());
            if (fresh) {
                out.push_back(std::move(one));
                continue;
            }
            PlacedMessage& kept = out[at->second];
            const bool known = one.place.line == kept.place.line || std::ranges::find(kept.alsoAt, one.place.line) != kept.alsoAt.end();
            if (!known && one.place.line > 0)
                kept.alsoAt.push_back(one.place.line);
        }
        m_messages = std::move(out);
    }

    std::vector<PlacedMessage> m_messages;
    const std::string& m_file;
    const AuthorSource& m_source;
    std::set<int> m_unknownAt;
};

} // namespace

std::vector<PlacedMessage> firstCauses(std::vector<PlacedMessage> messages, const std::string& authorsFile, const AuthorSource& source)
{
    return Reducer(std::move(messages), authorsFile, source).run();
}

} // namespace hawk::emulator
