#include "emulator/runner/diagnostics.h"

#include "base/text.h"
#include "emulator/runner/author_source.h"
#include "emulator/runner/call_explanation.h"
#include "emulator/runner/first_causes.h"
#include "emulator/runner/type_text.h"
#include "emulator/runner/unknown_name.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace hawk::emulator {
namespace {

constexpr std::string_view kNoMatch = "no matching function for call to '";
constexpr std::string_view kAssertion = "static assertion failed: ";
constexpr std::string_view kNoFile = ": No such file or directory";

/// A constraint id in brackets, "[dtype-bf16-vector-arith] Add: ...", moves from the text to its own field.
void takeConstraint(Diagnostic& diagnostic)
{
    const std::size_t open = diagnostic.message.find('[');
    const std::size_t close = diagnostic.message.find(']', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos)
        return;
    const std::string id = diagnostic.message.substr(open + 1, close - open - 1);
    const bool plain = id.find('-') != std::string::npos && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!plain || id.starts_with('-')) // "[-Wformat]" is the compiler's
        return;
    diagnostic.constraint = id;
    diagnostic.message.erase(open, close - open + 1);
    while (diagnostic.message.starts_with(' '))
        diagnostic.message.erase(0, 1);
    while (diagnostic.message.ends_with(' '))
        diagnostic.message.pop_back();
}

class Translator {
public:
    explicit Translator(const DiagnosticContext& context)
        : m_context(context)
        , m_source(context.source)
        , m_api(context.api ? *context.api : m_noApi)
        , m_corrections(context.corrections ? *context.corrections : m_noCorrections)
    {
    }

    std::vector<Diagnostic> run(std::string_view text)
    {
        std::vector<PlacedMessage> placed;
        for (CompilerMessage& message : readCompilerMessages(text)) {
            SourcePlace place = authorsPlace(message);
            placed.push_back({ std::move(message), std::move(place), {} });
        }
        std::vector<Diagnostic> out;
        for (const PlacedMessage& one : firstCauses(std::move(placed), m_context.userFile, m_source))
            out.push_back(diagnostic(one));
        return out;
    }

private:
    bool isUser(const std::string& file) const { return file == m_context.userFile; }

    /// The author's line that led to a message: its own, that of an instantiation, or that of a macro's use.
    SourcePlace authorsPlace(const CompilerMessage& message) const
    {
        if (isUser(message.place.file))
            return message.place;
        for (const SourcePlace& one : message.chain)
            if (isUser(one.file))
                return one;
        for (const CompilerMessage::Note& note : message.notes)
            if (isUser(note.place.file) && note.text.starts_with("in expansion of macro"))
                return note.place;
        SourcePlace shown = message.place;
        if (!m_context.headerDir.empty() && shown.file.starts_with(m_context.headerDir))
            shown.file.erase(0, std::min(shown.file.size(), m_context.headerDir.size() + 1));
        return shown;
    }

    Diagnostic diagnostic(const PlacedMessage& one) const
    {
        Diagnostic out { .level = one.message.warning ? Diagnostic::Level::Warning : Diagnostic::Level::Error,
            .file = one.place.file,
            .line = one.place.line,
            .column = one.place.column,
            .message = authorsTypes(one.message.text) };
        out.alsoAt = one.alsoAt;
        if (isUser(out.file)) {
            out.excerpt = m_source.line(out.line);
            toNameOfCall(out);
        }
        if (out.message.starts_with(kAssertion))
            assertion(one, out);
        else if (out.message.starts_with(kNoMatch))
            call(one, out);
        else if (out.message.starts_with("no match for 'operator") && out.message.find("LocalTensor<") != std::string::npos)
            out.fix = "tensors are computed by calls: Add, Sub, Mul, Div on two tensors, Adds, Muls, Maxs, Mins with a scalar, each with a count";
        else if (out.message.ends_with(kNoFile))
            out.fix = "kernels need #include \"kernel_operator.h\" alone; put helpers of your own into the source";
        else if (const auto unknown = unknownNameFrom(out.message))
            name(*unknown, out);
        else
            notes(one.message, out);
        return out;
    }

    /// The compiler marks the parenthesis of a call; people look for its name.
    void toNameOfCall(Diagnostic& out) const
    {
        const std::size_t at = m_source.offsetInLine(out.line, out.column);
        if (at >= out.excerpt.size() || out.excerpt[at] != '(' || out.column == 0)
            return;
        std::size_t begin = at;
        int depth = 0;
        while (begin > 0 && (depth > 0 || isNameChar(out.excerpt[begin - 1]) || out.excerpt[begin - 1] == '>')) {
            depth += out.excerpt[begin - 1] == '>' ? 1 : out.excerpt[begin - 1] == '<' ? -1 : 0;
            --begin;
        }
        out.column -= static_cast<int>(at - begin);
    }

    void assertion(const PlacedMessage& one, Diagnostic& out) const
    {
        out.message.erase(0, kAssertion.size());
        takeConstraint(out);
        const std::vector<std::string> types = templateTypes(one.message.instantiation);
        if (out.constraint == "scalar-operand-dtype" && !types.empty()) {
            scalar(one, types.front().substr(types.front().find("= ") + 2), out);
            return;
        }
        std::string list;
        for (const std::string& type : types)
            list += (list.empty() ? "" : ", ") + type;
        if (!list.empty())
            out.message += " (here " + list + ")";
        std::size_t end = 0;
        while (end < out.message.size() && isNameChar(out.message[end]))
            ++end;
        out.fix = m_corrections.forCall(out.message.substr(0, end));
    }

    /// The scalar is the third argument, of Duplicate the second.
    void scalar(const PlacedMessage& one, const std::string& tensor, Diagnostic& out) const
    {
        const std::string api = out.message.substr(0, out.message.find(':'));
        const std::size_t at = api == "Duplicate" ? 1 : 2;
        const auto written = isUser(one.place.file) ? m_source.argumentsAt(one.place.line, one.place.column) : std::nullopt;
        const std::string argument = written && written->size() > at ? (*written)[at] : std::string();
        const std::string type = typeOfWritten(argument);
        out.message = api + ": argument " + std::to_string(at + 1) + (argument.empty() ? "" : ", " + argument + ",") + " is "
            + (type.empty() ? "not of type " + tensor : "of type " + type) + ", but the tensors hold " + tensor;
        out.fix = scalarCast(tensor, argument);
    }

    void call(const PlacedMessage& one, Diagnostic& out) const
    {
        const std::size_t end = out.message.rfind('\'');
        FailedCall failed = failedCallFrom(std::string_view(out.message).substr(kNoMatch.size(), end - kNoMatch.size()));
        if (isUser(one.place.file))
            if (auto written = m_source.argumentsAt(one.place.line, one.place.column); written && written->size() == failed.types.size())
                failed.written = *std::move(written);
        const Explanation explanation = explainCall(failed, m_api, m_corrections);
        if (explanation.signatures.empty())
            notes(one.message, out);
        apply(explanation, out);
        // "Params::Params(int, int)": what the struct holds.
        const std::string type = failed.name.substr(0, failed.name.find("::"));
        if (const std::string fields = m_api.structure(type); !fields.empty() && failed.name == type + "::" + type)
            out.signatures = { fields };
    }

    void name(const UnknownName& unknown, Diagnostic& out) const
    {
        // The compiler's own guess looks at every name in scope, also at ours.
        if (const std::size_t own = out.message.find("; did you mean"); own != std::string::npos)
            out.message.resize(own);
        apply(explainUnknown(unknown, out.line, { m_api, m_corrections, m_context.knownNames, m_source }), out);
    }

    static void apply(const Explanation& explanation, Diagnostic& out)
    {
        const bool call = out.message.starts_with(kNoMatch);
        if (!explanation.text.empty())
            out.message += (call ? ": " : "; ") + explanation.text;
        if (!explanation.fix.empty())
            out.fix = explanation.fix;
        if (!explanation.signatures.empty())
            out.signatures = explanation.signatures;
        if (!explanation.constraint.empty())
            out.constraint = explanation.constraint;
    }

    /// Of the author's own functions: what they take, and why that does not fit; places of earlier declarations.
    void notes(const CompilerMessage& message, Diagnostic& out) const
    {
        constexpr std::string_view kCandidate = "candidate: '";
        constexpr std::size_t kMost = 3;
        out.fix = adviceForCallIn(out.excerpt);
        for (const CompilerMessage::Note& note : message.notes) {
            const std::string text = authorsTypes(note.text);
            if (text.starts_with(kCandidate) && out.signatures.size() < kMost) {
                const bool ours = text.find("hawk") != std::string::npos;
                if (!ours)
                    out.signatures.push_back(text.substr(kCandidate.size(), text.rfind('\'') - kCandidate.size()));
            } else if (isUser(note.place.file) && text.find("declared here") != std::string::npos) {
                out.message += " (see line " + std::to_string(note.place.line) + ")";
            }
        }
    }

    /// How a call on the line is written, when it is one that is often got wrong.
    std::string adviceForCallIn(const std::string& line) const
    {
        for (const auto& [api, advice] : m_corrections.calls()) {
            const std::string name = api.substr(api.rfind(':') == std::string::npos ? 0 : api.rfind(':') + 1);
            if (!wordPlaces(line, name).empty())
                return advice;
        }
        return {};
    }

    const DiagnosticContext& m_context;
    AuthorSource m_source;
    ApiCatalog m_noApi;
    Corrections m_noCorrections;
    const ApiCatalog& m_api;
    const Corrections& m_corrections;
};

} // namespace

std::vector<Diagnostic> parseDiagnostics(std::string_view text, const DiagnosticContext& context)
{
    return Translator(context).run(text);
}

std::vector<std::string> identifiersIn(std::string_view headerText)
{
    std::set<std::string> names;
    for (std::size_t at = 0; at < headerText.size();) {
        if (headerText.substr(at, 2) == "//") { // prose is no name
            at = std::min(headerText.find('\n', at), headerText.size());
            continue;
        }
        if (!isNameChar(headerText[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < headerText.size() && isNameChar(headerText[at]))
            ++at;
        const std::string_view word = headerText.substr(begin, at - begin);
        // API functions and types begin with a capital; names with a leading underscore are our own
        // machinery.
        if (word.size() > 2 && std::isupper(static_cast<unsigned char>(word.front())) != 0 && !word.starts_with("HAWK_")
            && !word.starts_with("Hawk"))
            names.emplace(word);
    }
    return { names.begin(), names.end() };
}

} // namespace hawk::emulator
