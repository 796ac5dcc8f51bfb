#include "cli/item_report.h"

#include "cli/format.h"

namespace hawk::cli {

std::string resultOf(const bench::ConformanceReport& report)
{
    if (report.leftOut)
        return "left out";
    if (report.badInput)
        return "bad input";
    if (report.clean())
        return "matched";
    if (report.matched)
        return "matched, findings";
    if (report.unchecked())
        return report.ran ? "ran, unchecked" : report.built ? "built, unchecked" : "unchecked";
    return report.ran ? "mismatch" : report.built ? "did not run" : "did not build";
}

std::string reasonOf(const bench::ConformanceReport& report)
{
    if (!report.reason.empty())
        return report.reason;
    for (const bench::ConformanceCase& c : report.cases)
        if (!c.errors.empty())
            return "case " + c.name + ": " + join(c.errors, ", ");
    for (const bench::ConformanceCase& c : report.cases)
        if (!c.unchecked.empty())
            return c.unchecked;
    return {};
}

} // namespace hawk::cli
