#include "emulator/runner/call_explanation.h"

#include "emulator/runner/overload.h"
#include "emulator/runner/type_text.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace hawk::emulator {
namespace {

constexpr std::size_t kSignatures = 2;
constexpr std::size_t kForms = 3; ///< numbers of arguments that are told

/// How near an overload comes to the call.
struct Candidate {
    Overload overload;
    Fit fit;
    bool countFits = false;
    std::size_t missing = 0; ///< arguments too many or too few
};

std::string ordinalList(const std::vector<Candidate>& candidates)
{
    std::vector<std::string> seen;
    std::string out;
    for (const Candidate& one : candidates) {
        if (one.fit.argument < candidates.front().fit.argument)
            continue; // meant for other operands
        std::string names;
        for (const Parameter& parameter : one.overload.parameters)
            names += (names.empty() ? "" : ", ") + (parameter.name.empty() ? plainType(parameter.type) : parameter.name)
                + (parameter.optional ? " (optional)" : "");
        std::string form = std::to_string(one.overload.required());
        if (one.overload.parameters.size() > one.overload.required())
            form += " to " + std::to_string(one.overload.parameters.size());
        if (std::ranges::find(seen, form) != seen.end() || seen.size() == kForms)
            continue;
        seen.push_back(form);
        out += (out.empty() ? "" : " or ") + form + " (" + names + ")";
    }
    return out;
}

std::vector<Candidate> rankedCandidates(const FailedCall& call, const ApiCatalog& api)
{
    std::vector<Candidate> out;
    for (const ApiDeclaration& declaration : api.declarations(call.name)) {
        Candidate one;
        one.overload = overloadFrom(declaration.signature);
        one.fit = fitOf(one.overload, call.templateArguments, call.types);
        const std::size_t given = call.types.size();
        const std::size_t most = one.overload.parameters.size();
        one.countFits = given >= one.overload.required() && given <= most;
        one.missing = given > most ? given - most : one.overload.required() > given ? one.overload.required() - given : 0;
        out.push_back(std::move(one));
    }
    std::ranges::stable_sort(out, [](const Candidate& a, const Candidate& b) {
        if (a.fit.argument != b.fit.argument)
            return a.fit.argument > b.fit.argument;
        if (a.countFits != b.countFits)
            return a.countFits;
        const std::size_t aWritten = a.overload.undeduced().size();
        const std::size_t bWritten = b.overload.undeduced().size();
        return aWritten != bWritten ? aWritten < bWritten : a.missing < b.missing;
    });
    return out;
}

std::string argumentText(const FailedCall& call, const Candidate& best)
{
    const std::size_t i = best.fit.argument;
    const std::string& name = best.overload.parameters[i].name;
    std::string text = "argument " + std::to_string(i + 1) + (name.empty() ? "" : " (" + name + ")") + " is ";
    const std::string type = plainType(call.types[i]);
    const std::string written = call.written.empty() ? std::string() : call.written[i];
    return text + (written.empty() || written.size() > 40 ? type : written + ", of type " + type);
}

/// A tensor where a scalar is wanted, or the other way round: the API for the other is one letter away.
std::string otherForm(const FailedCall& call, const Candidate& best, const ApiCatalog& api)
{
    const std::string given = plainType(call.types[best.fit.argument]);
    const bool tensorWanted = best.fit.wanted.starts_with("LocalTensor");
    if (tensorWanted && isArithmetic(given) && !api.declarations(call.name + "s").empty())
        return "with a scalar use " + call.name + "s(dst, src, scalar, count)";
    const std::string shorter = call.name.substr(0, call.name.size() - 1);
    if (call.name.ends_with('s') && given.starts_with("LocalTensor") && !tensorWanted && !api.declarations(shorter).empty())
        return "with a second tensor use " + shorter + "(dst, src0, src1, count)";
    return {};
}

/// The nearest overload; when the number of arguments is wrong, also the next that takes another number.
void addSignatures(const std::vector<Candidate>& candidates, Explanation& out)
{
    const Candidate& best = candidates.front();
    for (const Candidate& one : candidates) {
        const bool first = &one == &best;
        const bool other = !best.countFits && one.fit.argument == best.fit.argument && one.overload.required() != best.overload.required();
        if ((first || other) && out.signatures.size() < kSignatures)
            out.signatures.push_back(callForm(one.overload));
    }
}

std::string elementOf(std::string_view type)
{
    const std::size_t open = type.find('<');
    return open == std::string_view::npos ? std::string(type) : std::string(type.substr(open + 1, type.rfind('>') - open - 1));
}

void explainMismatch(const FailedCall& call, const Candidate& best, const ApiCatalog& api, Explanation& out)
{
    const std::string given = plainType(call.types[best.fit.argument]);
    const std::string written = call.written.empty() ? std::string() : call.written[best.fit.argument];
    out.text = argumentText(call, best);
    if (best.fit.conflict && isArithmetic(given) && isArithmetic(best.fit.wanted)) {
        out.text += "; " + best.fit.wanted + " is needed, the element type of " + (best.fit.decidedBy.empty() ? "the tensor" : best.fit.decidedBy);
        out.fix = scalarCast(best.fit.wanted, written);
        out.constraint = "scalar-operand-dtype";
        return;
    }
    const bool tensorForScalar = given.starts_with("LocalTensor") && isArithmetic(elementOf(best.fit.wanted)) && best.fit.wanted.find('<') == std::string::npos
        && plainType(best.overload.parameters[best.fit.argument].type).find('<') == std::string::npos;
    if (best.fit.conflict && !tensorForScalar && given.find('<') != std::string::npos) {
        const std::string by = best.fit.decidedBy.empty() ? "an earlier argument" : best.fit.decidedBy;
        out.text += ", but " + by + " has elements of type " + elementOf(best.fit.wanted) + ": all of them need one element type";
        out.fix = "Cast one of them first, or use buffers of one type";
        return;
    }
    out.text += "; " + best.fit.wanted + " is needed";
    out.fix = otherForm(call, best, api);
}

} // namespace

FailedCall failedCallFrom(std::string_view call)
{
    FailedCall out;
    int angle = 0;
    std::size_t open = std::string_view::npos;
    for (std::size_t i = 0; i < call.size() && open == std::string_view::npos; ++i) {
        angle += call[i] == '<' ? 1 : call[i] == '>' ? -1 : 0;
        if (call[i] == '(' && angle == 0)
            open = i;
    }
    if (open == std::string_view::npos)
        return out;
    const std::size_t close = call.rfind(')');
    out.types = splitArguments(call.substr(open + 1, close - open - 1));
    std::string plain;
    int depth = 0;
    for (const char c : call.substr(0, open)) {
        depth += c == '<' ? 1 : 0;
        if (depth == 0)
            plain += c;
        depth -= c == '>' ? 1 : 0;
    }
    out.name = plain;
    if (open > 0 && call[open - 1] == '>') {
        const std::size_t colons = call.substr(0, open).rfind(plain.substr(plain.rfind(':') == std::string::npos ? 0 : plain.rfind(':') + 1));
        const std::size_t begin = call.find('<', colons == std::string_view::npos ? 0 : colons);
        if (begin < open)
            out.templateArguments = splitArguments(call.substr(begin + 1, open - begin - 2));
    }
    return out;
}

std::string scalarCast(const std::string& type, const std::string& written)
{
    return "write static_cast<" + type + ">(" + (written.empty() || written.size() > 40 ? "value" : written) + ")";
}

std::string typeOfWritten(std::string_view written)
{
    if (written.empty())
        return {};
    if (written.starts_with("static_cast<"))
        return std::string(written.substr(12, written.find('>') - 12));
    if (written.front() == '-' || written.front() == '+')
        written.remove_prefix(1);
    if (written == "true" || written == "false")
        return "bool";
    if (written.empty() || (std::isdigit(static_cast<unsigned char>(written.front())) == 0 && written.front() != '.'))
        return {};
    const bool plain = std::ranges::all_of(written, [](char c) { return isNameChar(c) || c == '.' || c == '-' || c == '+'; });
    if (!plain)
        return {};
    if (written.starts_with("0x"))
        return "int";
    if (written.ends_with('f') || written.ends_with('F'))
        return "float";
    return written.find_first_of(".eE") != std::string_view::npos ? "double" : "int";
}

Explanation explainCall(const FailedCall& call, const ApiCatalog& api, const Corrections& corrections)
{
    Explanation out;
    const std::vector<Candidate> candidates = rankedCandidates(call, api);
    if (candidates.empty())
        return out;
    const Candidate& best = candidates.front();
    const std::vector<std::string> undeduced = best.overload.undeduced();
    if (best.countFits && best.fit.fits && !undeduced.empty() && call.templateArguments.empty()) {
        const std::string name = call.name.substr(call.name.rfind(':') == std::string::npos ? 0 : call.name.rfind(':') + 1);
        out.text = "its template argument " + undeduced.front() + " has to be written";
        out.fix = corrections.forCall(call.name);
        if (out.fix.empty())
            out.fix = "write " + name + "<float>(...), with the element type of your tensor";
    } else if (best.countFits && !best.fit.fits) {
        explainMismatch(call, best, api, out);
    } else if (!best.countFits) {
        const std::size_t given = call.types.size();
        if (!best.fit.fits)
            explainMismatch(call, best, api, out);
        out.text += (out.text.empty() ? "" : "; ") + std::to_string(given) + (given == 1 ? " argument is" : " arguments are") + " given, "
            + call.name + " takes " + ordinalList(candidates);
    }
    if (out.fix.empty())
        out.fix = corrections.forCall(call.name);
    addSignatures(candidates, out);
    // A parameter struct is only of use with its fields.
    for (const Parameter& parameter : best.overload.parameters)
        if (const std::string fields = api.structure(plainType(parameter.type)); !fields.empty())
            out.signatures.push_back(fields);
    return out;
}

} // namespace hawk::emulator
