#pragma once

#include "hawk_host/ge_types.h"
#include "hawk_host/registry.h"

#include <algorithm>
#include <cstdio>
#include <initializer_list>

/// Tiling templates on the host side (public reference "Tiling template programming"): a header that both halves include
/// declares the kernel's template parameters and the combinations to build; the tiling function turns values into a tiling key.
/// Each value takes its parameter's bits of the key, first parameter lowest: the value itself, for UINT its place in the
/// declared list.
namespace hawk_host {

using TemplateParameter = Registry::TemplateParameter;

inline constexpr std::uint64_t kInvalidTilingKey = ~std::uint64_t { 0 };
inline constexpr unsigned kTilingKeyBits = 64;
/// Values from here on stand for "the type of input or output number n".
inline constexpr std::uint64_t kTensorReference = 100'000'000;

enum TemplateRange : std::uint64_t { TemplateUiRange = 0, TemplateUiList = 1, TemplateUiMix = 2 };

/// The values that a UINT declaration's numbers stand for: mode, then ranges and single values.
inline TemplateParameter uintParameter(const char* name, unsigned bits, const std::vector<std::uint64_t>& given)
{
    constexpr std::uint64_t kMostValues = 65536;
    TemplateParameter parameter { name, "uint", bits, {} };
    const std::uint64_t mode = given.empty() ? std::uint64_t { TemplateUiList } : given[0];
    std::size_t at = 1;
    if (mode != TemplateUiList && given.size() > 1) {
        const std::uint64_t ranges = given[1];
        at = 2;
        for (std::uint64_t i = 0; i < ranges && at + 1 < given.size(); ++i, at += 2)
            for (std::uint64_t value = given[at]; value <= given[at + 1] && parameter.values.size() < kMostValues; ++value)
                parameter.values.push_back(value);
    }
    if (mode != TemplateUiRange)
        parameter.values.insert(parameter.values.end(), given.begin() + static_cast<std::ptrdiff_t>(std::min(at, given.size())), given.end());
    return parameter;
}

struct TemplateDeclaration {
    TemplateDeclaration(const char* name, std::initializer_list<TemplateParameter> parameters)
        : op(name)
    {
        registry().templates[op].parameters = parameters;
    }
    std::string op;
};

struct TemplateSelection {
    TemplateSelection(const TemplateDeclaration& declaration, std::initializer_list<std::vector<TemplateParameter>> selections)
    {
        registry().templates[declaration.op].selections = selections;
    }
};

/// Whether `value` is among a parameter's values, which may be a reference to a tensor's type.
inline bool allows(const TemplateParameter& parameter, std::uint64_t value)
{
    return std::any_of(parameter.values.begin(), parameter.values.end(),
        [&](std::uint64_t one) { return one == value || one >= kTensorReference; });
}

inline std::uint64_t noKey(const std::string& why)
{
    registry().templateProblem = why;
    std::fprintf(stderr, "[ERROR] %s\n", why.c_str());
    return kInvalidTilingKey;
}

inline bool isSelected(const Registry::TilingTemplate& known, const std::vector<std::uint64_t>& values)
{
    const auto allowed = [&](const std::vector<TemplateParameter>& selection) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto own = std::find_if(selection.begin(), selection.end(),
                [&](const TemplateParameter& one) { return one.name == known.parameters[i].name; });
            if (own == selection.end() || !allows(*own, values[i]))
                return false;
        }
        return true;
    };
    return std::any_of(known.selections.begin(), known.selections.end(), allowed);
}

inline std::uint64_t encodeTilingKey(const TemplateDeclaration& declaration, std::initializer_list<std::uint64_t> given)
{
    const Registry::TilingTemplate& known = registry().templates[declaration.op];
    const std::vector<std::uint64_t> values(given);
    std::string text;
    for (const std::uint64_t value : values)
        text += (text.empty() ? "" : ", ") + std::to_string(value);
    if (values.size() != known.parameters.size())
        return noKey("GET_TPL_TILING_KEY(" + text + ") gives " + std::to_string(values.size()) + " values; ASCENDC_TPL_ARGS_DECL("
            + declaration.op + ") declares " + std::to_string(known.parameters.size()) + " parameters");
    std::uint64_t key = 0;
    unsigned bits = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const TemplateParameter& parameter = known.parameters[i];
        std::uint64_t part = values[i];
        if (!allows(parameter, part))
            return noKey("value " + std::to_string(part) + " of template parameter " + parameter.name + " is not among those that "
                "ASCENDC_TPL_ARGS_DECL(" + declaration.op + ") declares");
        if (parameter.kind == "uint")
            part = static_cast<std::uint64_t>(
                std::find(parameter.values.begin(), parameter.values.end(), part) - parameter.values.begin());
        if (bits + parameter.bits > kTilingKeyBits)
            return noKey("the template parameters of " + declaration.op + " need more than 64 bits of tiling key");
        if (parameter.bits < kTilingKeyBits && (part >> parameter.bits) != 0)
            return noKey("template parameter " + parameter.name + " has " + std::to_string(parameter.bits)
                + " bits of the tiling key; value number " + std::to_string(part) + " does not fit");
        key |= part << bits;
        bits += parameter.bits;
    }
    if (!known.selections.empty() && !isSelected(known, values))
        return noKey("GET_TPL_TILING_KEY(" + text + "): no ASCENDC_TPL_ARGS_SEL of " + declaration.op + " covers this combination");
    registry().templateProblem.clear();
    return key;
}

} // namespace hawk_host

#define ASCENDC_TPL_AIV_ONLY 0
#define ASCENDC_TPL_AIC_ONLY 1
#define ASCENDC_TPL_MIX_AIV_1_0 4
#define ASCENDC_TPL_MIX_AIC_1_0 5
#define ASCENDC_TPL_MIX_AIC_1_1 6
#define ASCENDC_TPL_MIX_AIC_1_2 7
#define ASCENDC_TPL_AICORE 8
#define ASCENDC_TPL_VECTORCORE 9
#define ASCENDC_TPL_MIX_AICORE 10
#define ASCENDC_TPL_MIX_VECTOR_CORE 11
#define ASCENDC_TPL_1_BW 1
#define ASCENDC_TPL_2_BW 2
#define ASCENDC_TPL_4_BW 4
#define ASCENDC_TPL_8_BW 8
#define ASCENDC_TPL_INPUT(x) (::hawk_host::kTensorReference + (x))
#define ASCENDC_TPL_OUTPUT(x) (9 * ::hawk_host::kTensorReference + (x))
#define ASCENDC_TPL_UI_RANGE ::hawk_host::TemplateUiRange
#define ASCENDC_TPL_UI_LIST ::hawk_host::TemplateUiList
#define ASCENDC_TPL_UI_MIX ::hawk_host::TemplateUiMix

#define HAWK_TEMPLATE_PARAMETER(x, kind, bits, ...) ::hawk_host::TemplateParameter { x, kind, bits, { __VA_ARGS__ } }
#define ASCENDC_TPL_DTYPE_DECL(x, ...) HAWK_TEMPLATE_PARAMETER(#x, "dtype", 8, __VA_ARGS__)
#define ASCENDC_TPL_DATATYPE_DECL(x, ...) HAWK_TEMPLATE_PARAMETER(#x, "datatype", 8, __VA_ARGS__)
#define ASCENDC_TPL_FORMAT_DECL(x, ...) HAWK_TEMPLATE_PARAMETER(#x, "format", 8, __VA_ARGS__)
#define ASCENDC_TPL_UINT_DECL(x, bits, ...) ::hawk_host::uintParameter(#x, bits, { __VA_ARGS__ })
#define ASCENDC_TPL_BOOL_DECL(x, ...) HAWK_TEMPLATE_PARAMETER(#x, "bool", 1, __VA_ARGS__)
#define ASCENDC_TPL_KERNEL_TYPE_DECL(x, ...) HAWK_TEMPLATE_PARAMETER(#x, "shared-kernel-type", 8, __VA_ARGS__)

#define ASCENDC_TPL_DTYPE_SEL(x, ...) ASCENDC_TPL_DTYPE_DECL(x, __VA_ARGS__)
#define ASCENDC_TPL_DATATYPE_SEL(x, ...) ASCENDC_TPL_DATATYPE_DECL(x, __VA_ARGS__)
#define ASCENDC_TPL_FORMAT_SEL(x, ...) ASCENDC_TPL_FORMAT_DECL(x, __VA_ARGS__)
#define ASCENDC_TPL_UINT_SEL(x, ...) ::hawk_host::uintParameter(#x, 0, { __VA_ARGS__ })
#define ASCENDC_TPL_BOOL_SEL(x, ...) ASCENDC_TPL_BOOL_DECL(x, __VA_ARGS__)
#define ASCENDC_TPL_SHARED_KERNEL_TYPE_SEL(x, ...) ASCENDC_TPL_KERNEL_TYPE_DECL(x, __VA_ARGS__)
#define ASCENDC_TPL_KERNEL_TYPE_SEL(...) HAWK_TEMPLATE_PARAMETER("kernel_type", "kernel-type", 0, __VA_ARGS__)
#define ASCENDC_TPL_DETERMINISTIC_SEL(...) HAWK_TEMPLATE_PARAMETER("deterministic", "deterministic", 0, __VA_ARGS__)
#define ASCENDC_TPL_TILING_STRUCT_SEL(x, ...) HAWK_TEMPLATE_PARAMETER(#x, "struct", 0)

#define ASCENDC_TPL_ARGS_DECL(x, ...) static const ::hawk_host::TemplateDeclaration g_tilingDeclareParams(#x, { __VA_ARGS__ })
#define ASCENDC_TPL_ARGS_SEL(...) { __VA_ARGS__ }
#define ASCENDC_TPL_SEL(...) \
    [[maybe_unused]] static const ::hawk_host::TemplateSelection g_tilingSelectParams(g_tilingDeclareParams, { __VA_ARGS__ })

#define GET_TPL_TILING_KEY(...) ::hawk_host::encodeTilingKey(g_tilingDeclareParams, { __VA_ARGS__ })
#define ASCENDC_TPL_SEL_PARAM(context, ...) \
    do { \
        const uint64_t hawkTilingKey = GET_TPL_TILING_KEY(__VA_ARGS__); \
        (context)->SetTilingKey(hawkTilingKey); \
    } while (0)
