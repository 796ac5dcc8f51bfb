#include "spec/shape_fit.h"

#include <algorithm>

namespace hawk::spec {
namespace {

bool explains(const std::string& expression, const std::vector<ShapeSample>& samples)
{
    return std::ranges::all_of(samples, [&](const ShapeSample& sample) {
        const Result<std::int64_t> value = evaluate(expression, sample.symbols);
        return value && *value == sample.size;
    });
}

std::string plus(const std::string& expression, std::int64_t rest)
{
    if (rest == 0)
        return expression;
    std::string text = expression;
    text += rest > 0 ? "+" : "-";
    text += std::to_string(rest > 0 ? rest : -rest);
    return text;
}

/// Forms of one or two symbols whose remaining constant follows from the first sample.
std::vector<std::string> candidates(const std::vector<std::string>& names, const ShapeSample& first)
{
    std::vector<std::string> out;
    const auto value = [&](const std::string& name) { return first.symbols.at(name); };
    for (const std::string& a : names)
        out.push_back(a);
    for (const std::string& a : names)
        for (const std::string& b : names)
            if (a <= b)
                out.push_back(a + "*" + b);
    for (const std::string& a : names) {
        const std::int64_t v = value(a);
        if (v != 0 && first.size % v == 0)
            out.push_back(a + "*" + std::to_string(first.size / v));
        if (first.size != 0 && v % first.size == 0)
            out.push_back(a + "/" + std::to_string(v / first.size));
        out.push_back(plus(a, first.size - v));
    }
    for (const std::string& a : names)
        for (const std::string& b : names) {
            if (a == b)
                continue;
            if (a < b)
                out.push_back(plus(a + "+" + b, first.size - value(a) - value(b)));
            out.push_back(plus(a + "-" + b, first.size - value(a) + value(b)));
            out.push_back(a + "/" + b);
        }
    for (const std::string& a : names)
        for (const std::string& b : names)
            for (const std::string& c : names)
                if (a <= b && b <= c)
                    out.push_back(a + "*" + b + "*" + c);
    return out;
}

} // namespace

std::optional<std::string> fitDimension(const std::vector<ShapeSample>& samples)
{
    if (samples.empty())
        return std::nullopt;
    const ShapeSample& first = samples.front();
    if (std::string number = std::to_string(first.size); explains(number, samples))
        return number;
    // Symbols that never changed explain nothing.
    std::vector<std::string> names;
    for (const auto& [name, value] : first.symbols)
        if (std::ranges::any_of(samples, [&](const ShapeSample& sample) {
                const auto found = sample.symbols.find(name);
                return found != sample.symbols.end() && found->second != value;
            }))
            names.push_back(name);
    for (const std::string& candidate : candidates(names, first))
        if (explains(candidate, samples))
            return candidate;
    return std::nullopt;
}

} // namespace hawk::spec
