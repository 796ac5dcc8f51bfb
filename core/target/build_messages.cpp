#include "target/build_messages.h"

#include <algorithm>
#include <tuple>

namespace hawk::target {
namespace {

using emulator::Diagnostic;

/// Messages at one place are one mistake, seen with other types: "half" here, "float" there.
bool samePlace(const Diagnostic& a, const Diagnostic& b)
{
    if (a.level != b.level || a.file != b.file || a.line != b.line || a.column != b.column)
        return false;
    return a.line > 0 || a.message == b.message;
}

struct Merged {
    Diagnostic message;
    std::vector<std::string> variants;
};

std::string joined(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : " or ") + name;
    return out;
}

} // namespace

std::string variantName(const std::map<std::string, std::string>& defines)
{
    std::string out;
    for (const auto& [name, value] : defines)
        if (name.starts_with("DTYPE_"))
            out += (out.empty() ? "" : ", ") + name + "=" + value;
    return out;
}

std::vector<Diagnostic> mergedMessages(std::vector<BuildMessages> builds)
{
    std::vector<Merged> merged;
    for (BuildMessages& build : builds)
        for (Diagnostic& one : build.messages) {
            const auto same = std::ranges::find_if(merged, [&](const Merged& other) { return samePlace(other.message, one); });
            if (same == merged.end())
                merged.push_back({ std::move(one), { build.variant } });
            else if (std::ranges::find(same->variants, build.variant) == same->variants.end())
                same->variants.push_back(build.variant);
        }
    std::vector<Diagnostic> out;
    for (Merged& one : merged) {
        if (one.variants.size() < builds.size())
            one.message.variant = joined(one.variants);
        out.push_back(std::move(one.message));
    }
    std::ranges::stable_sort(out, {}, [](const Diagnostic& one) { return std::tuple(one.level, one.line == 0 ? 1 << 30 : one.line); });
    return out;
}

} // namespace hawk::target
