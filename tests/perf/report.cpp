#include "perf/report.h"

#include <algorithm>
#include <cstdio>

namespace hawk::perf {
namespace {

const Measurement* find(const std::vector<Measurement>& all, const std::string& name)
{
    const auto found = std::ranges::find(all, name, &Measurement::name);
    return found == all.end() ? nullptr : &*found;
}

double ratio(const std::vector<Measurement>& all, const Measurement& one)
{
    const Measurement* base = one.baseline.empty() ? nullptr : find(all, one.baseline);
    return base && base->median() > 0 ? one.median() / base->median() : 0;
}

} // namespace

double Measurement::median() const
{
    if (samples.empty())
        return 0;
    std::vector<double> sorted = samples;
    std::ranges::sort(sorted);
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

double Measurement::minimum() const { return samples.empty() ? 0 : *std::ranges::min_element(samples); }
double Measurement::maximum() const { return samples.empty() ? 0 : *std::ranges::max_element(samples); }

Json toJson(const std::vector<Measurement>& all)
{
    Json out = Json::array();
    for (const Measurement& one : all) {
        Json row { { "name", one.name }, { "unit", one.unit }, { "median", one.median() }, { "min", one.minimum() },
            { "max", one.maximum() }, { "samples", one.samples.size() } };
        if (one.bar > 0)
            row["bar"] = one.bar;
        if (!one.baseline.empty())
            row["ratio"] = { { "to", one.baseline }, { "value", ratio(all, one) } };
        if (!one.note.empty())
            row["note"] = one.note;
        out.push_back(std::move(row));
    }
    return { { "measurements", std::move(out) } };
}

std::string table(const std::vector<Measurement>& all)
{
    std::string out = "figure                                        median       min       max unit   n   bar\n";
    char line[256];
    for (const Measurement& one : all) {
        std::snprintf(line, sizeof line, "%-42s %9.2f %9.2f %9.2f %-4s %3zu", one.name.c_str(), one.median(),
            one.minimum(), one.maximum(), one.unit.c_str(), one.samples.size());
        out += line;
        if (one.bar > 0) {
            std::snprintf(line, sizeof line, "  < %.4g", one.bar);
            out += line;
        }
        if (!one.baseline.empty()) {
            std::snprintf(line, sizeof line, "   %.2fx %s", ratio(all, one), one.baseline.c_str());
            out += line;
        }
        out += '\n';
    }
    return out;
}

} // namespace hawk::perf
