#include "target/case_facts.h"

#include "target/launch_plan.h"

#include <algorithm>
#include <set>

namespace hawk::target {
namespace {

bool fails(const CaseVerdict& one) { return one.outcome != Outcome::Correct; }

std::string countOf(std::size_t part, std::size_t all) { return " (" + std::to_string(part) + " of " + std::to_string(all) + ")"; }

using Cases = std::vector<const CaseVerdict*>;

/// A tag that all failing cases have and no other.
std::string commonTag(const Cases& failing, const Cases& passing)
{
    const auto has = [](const CaseVerdict* one, const std::string& tag) { return std::ranges::find(one->tags, tag) != one->tags.end(); };
    for (const std::string& tag : failing.front()->tags)
        if (std::ranges::all_of(failing, [&](const auto* one) { return has(one, tag); })
            && std::ranges::none_of(passing, [&](const auto* one) { return has(one, tag); }))
            return tag;
    return {};
}

/// Element types that all failing cases share and no other has.
std::string commonTypes(const Cases& failing, const Cases& passing)
{
    const std::string& types = failing.front()->types;
    const auto same = [&](const auto* one) { return one->types == types; };
    return !types.empty() && std::ranges::all_of(failing, same) && std::ranges::none_of(passing, same) ? types : std::string();
}

} // namespace

void noteFacts(const spec::OperatorSpec& spec, const spec::Case& which, std::span<const emulator::Finding> findings, CaseVerdict& verdict)
{
    verdict.tags = which.tags;
    if (const auto defines = typeDefines(spec, which)) {
        verdict.types.clear();
        for (const auto& [name, value] : *defines)
            if (name.starts_with("DTYPE_"))
                verdict.types += (verdict.types.empty() ? "" : ", ") + name + "=" + value;
    }
    std::set<std::string> broken;
    for (const emulator::Finding& finding : findings)
        if (finding.severity <= emulator::Severity::Error)
            broken.insert(finding.constraint);
    verdict.broken.assign(broken.begin(), broken.end());
}

std::string casePattern(const Verdict& verdict)
{
    Cases failing;
    Cases passing;
    std::size_t hiddenFailing = 0;
    std::size_t hidden = 0;
    for (const CaseVerdict& one : verdict.cases) {
        hidden += one.hidden ? 1U : 0U;
        hiddenFailing += one.hidden && fails(one) ? 1U : 0U;
        if (!one.hidden)
            (fails(one) ? failing : passing).push_back(&one);
    }
    std::string out;
    if (!failing.empty()) {
        const std::string tag = passing.empty() ? std::string() : commonTag(failing, passing);
        const std::string types = passing.empty() ? std::string() : commonTypes(failing, passing);
        const std::string count = countOf(failing.size(), failing.size() + passing.size());
        if (passing.empty())
            out = failing.size() == 1 ? "the one public case that ran fails" : "all " + std::to_string(failing.size()) + " public cases that ran fail";
        else if (!types.empty())
            out = "of the public cases only those with " + types + " fail" + count;
        else if (!tag.empty())
            out = "of the public cases only those tagged " + tag + " fail" + count;
        else
            out = "some of the public cases fail" + count;
    }
    if (hiddenFailing > 0)
        out += (out.empty() ? "" : "; ") + std::string("hidden cases fail") + countOf(hiddenFailing, hidden);
    const std::size_t left = verdict.casesTotal > verdict.cases.size() ? verdict.casesTotal - verdict.cases.size() : 0;
    if (!out.empty() && left > 0)
        out += "; " + std::to_string(left) + (left == 1 ? " case was" : " cases were") + " not judged after the first failure";
    return out;
}

std::string casesOf(const Verdict& verdict, const std::string& constraint)
{
    std::vector<std::string> names;
    std::size_t hidden = 0;
    for (const CaseVerdict& one : verdict.cases) {
        if (std::ranges::find(one.broken, constraint) == one.broken.end())
            continue;
        hidden += one.hidden ? 1U : 0U;
        if (!one.hidden)
            names.push_back(one.name);
    }
    const std::size_t all = names.size() + hidden;
    if (all == 0 || (all == verdict.cases.size() && all == 1))
        return {};
    if (all == verdict.cases.size())
        return "all " + std::to_string(all) + " cases";
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + name;
    if (hidden > 0)
        out += (out.empty() ? "" : ", ") + (hidden == 1 ? std::string("a hidden case") : std::to_string(hidden) + " hidden cases");
    return (all == 1 ? "case " : "cases ") + out;
}

} // namespace hawk::target
