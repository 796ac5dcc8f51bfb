#include "element_types_table.h"

// The high-level library: element types and forms of its pages for Atlas A2.
namespace hawk::emulator {
namespace {

const std::set<std::string> kFloats { "half", "float" };
const std::set<std::string> kNumbers { "int16_t", "uint16_t", "half", "int32_t", "uint32_t", "float" };

/// With a temporary or without, of so many elements or of all.
Names fourForms(const std::string& api, const std::string& operands)
{
    return { api + "(" + operands + ", bits, 64)", api + "(" + operands + ", bits)",
        api + "(" + operands + ", 64)", api + "(" + operands + ")" };
}
Names countedForms(const std::string& api, const std::string& operands)
{
    return { api + "(" + operands + ", bits, 64)", api + "(" + operands + ", 64)" };
}
/// Functions whose last operands before the tiling may be a temporary.
Names tiledForms(const std::string& call, const std::string& rest)
{
    return { call + ", bits, " + rest, call + ", " + rest };
}

void addMath(std::vector<ApiTypes>& all)
{
    for (const std::string api : { "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cos", "Cosh", "Erf",
             "Erfc", "Frac", "Sign", "Sin", "Sinh", "Tan", "Tanh", "Trunc", "Sigmoid" })
        all.push_back({ api, kFloats, fourForms(api, "a, b") });
    for (const std::string api :
        { "Ceil", "Floor", "Round", "Digamma", "Lgamma", "Gelu", "FasterGelu", "FasterGeluV2" })
        all.push_back({ api, kFloats, countedForms(api, "a, b") });
    for (const std::string api : { "Log", "Log10" })
        all.push_back({ api, kFloats, { api + "(a, b, 64)", api + "(a, b)" } });
    all.push_back({ "Log2", kFloats, fourForms("Log2", "a, b") });
    all.push_back({ "Fmod", kFloats, fourForms("Fmod", "a, b, c") });
    all.push_back({ "Xor", { "int16_t", "uint16_t" }, fourForms("Xor", "a, b, c") });
    all.push_back({ "Power", { "half", "float", "int32_t" }, fourForms("Power", "a, b, c") });
    all.push_back({ "GeGLU", kFloats, fourForms("GeGLU", "a, b, c") });
    all.push_back(
        { "ReGlu", { "half", "bfloat16_t", "float" }, { "ReGlu(a, b, c, bits, 64)", "ReGlu(a, b, c, 64)" } });
    all.push_back({ "SwiGLU", kFloats,
        { "SwiGLU(a, b, c, 1.0F, bits, 64)", "SwiGLU(a, b, c, 1.0F, bits)", "SwiGLU(a, b, c, 1.0F, 64)",
            "SwiGLU(a, b, c, 1.0F)" } });
    all.push_back({ "Swish", kFloats, { "Swish(a, b, 64, T(1))" } });
    all.push_back({ "Silu", kFloats, { "Silu(a, b, 64)" } });
    for (const std::string api : { "ClampMax", "ClampMin" })
        all.push_back({ api, kFloats, { api + "(a, b, bits, T(1), 64)", api + "(a, b, T(1), 64)" } });
    all.push_back({ "Arange", { "int16_t", "half", "int32_t", "float" },
        { "Arange(a, T(0), T(1), 64)", "ArithProgression(a, T(0), T(1), 64)" } });
}

void addReductions(std::vector<ApiTypes>& all)
{
    const auto overAxis = [&](const std::string& api, const std::set<std::string>& types) {
        const std::string call = api + "<T, Pattern::Reduce::AR>(a, b";
        all.push_back({ api, types,
            { call + ", bits, shape, true)", call + ", shape, true)",
                api + "<T, Pattern::Reduce::RA, true>(a, b, shape, true)" } });
    };
    overAxis("ReduceSum", { "float" });
    overAxis("ReduceMean", { "float" });
    overAxis("ReduceProd", { "float" });
    overAxis("ReduceMax", kFloats);
    overAxis("ReduceMin", kFloats);
    overAxis("ReduceAny", { "uint8_t", "float" });
    overAxis("ReduceAll", { "uint8_t", "float" });
    all.push_back({ "ReduceXorSum", { "int16_t" },
        { "ReduceXorSum(a, b, c, bits, 64)", "ReduceXorSum(a, b, c, 64)" } });
    all.push_back({ "Sum", kFloats, { "Sum(a, b, bits, SumParams {})", "Sum(a, b, SumParams {})" } });
    all.push_back({ "Mean", kFloats,
        { "Mean(a, b, bits, MeanParams {})", "Mean(a, b, MeanParams {})",
            "Mean<T, float>(a, b, MeanParams {})" } });
    // Broadcast repeats types of 8, 16 and 32 bits in the library; its page lists four of them.
    all.push_back({ "Broadcast",
        { "int8_t", "uint8_t", "int16_t", "uint16_t", "half", "bfloat16_t", "int32_t", "uint32_t", "float" },
        { "Broadcast<T, 2, 0>(a, b, shape, shape, bits)", "Broadcast<T, 2, 1>(a, b, shape, shape)" } });
    all.push_back({ "Pad", kNumbers,
        { "Pad(a, b, PadParams {}, bits, PadTiling {})", "Pad(a, b, PadParams {}, PadTiling {})" } });
    all.push_back({ "UnPad", kNumbers,
        { "UnPad(a, b, UnPadParams {}, bits, UnPadTiling {})",
            "UnPad(a, b, UnPadParams {}, UnPadTiling {})" } });
    all.push_back({ "Transpose", kNumbers,
        { "Transpose(a, b, bits, TransposeType::TRANSPOSE_ND2ND_ONLY, ConfusionTransposeTiling {})",
            "Transpose(a, b, TransposeType::TRANSPOSE_ND2ND_ONLY, ConfusionTransposeTiling {})" } });
    all.push_back({ "DropOut", kFloats,
        { "DropOut(a, b, bits, bits, 0.5F, DropOutShapeInfo {})",
            "DropOut(a, b, bits, 0.5F, DropOutShapeInfo {})" } });
    for (const std::string api : { "Sort", "Concat", "Extract" })
        all.push_back({ api, kFloats,
            { api == "Sort"           ? "Sort<T, true>(a, b, offsets, c, 1)"
                    : api == "Concat" ? "Concat(a, b, c, 1)"
                                      : "Extract(a, offsets, b, 1)" } });
}

void addRows(std::vector<ApiTypes>& all)
{
    const std::string norm = "(a, b, c, a, b, c";
    all.push_back({ "LayerNorm", kFloats,
        { "LayerNormTiling t; LayerNorm" + norm + ", bits, T(1), t)",
            "LayerNormTiling t; LayerNorm" + norm + ", T(1), t)" } });
    all.push_back({ "GroupNorm", kFloats,
        { "GroupNormTiling t; GroupNorm" + norm + ", bits, T(1), t)",
            "GroupNormTiling t; GroupNorm" + norm + ", T(1), t)" } });
    all.push_back({ "RmsNorm", kFloats,
        { "RmsNorm(a, b, c, bits, T(1), RmsNormTiling {})",
            "RmsNorm<T, true>(a, b, c, T(1), RmsNormTiling {})" } });
    all.push_back({ "SoftMax", kFloats,
        { "SoftMax<T>(a, b, c, a, bits, SoftMaxTiling {})",
            "SoftMax(a, b, c, a, SoftMaxTiling {}, SoftMaxShapeInfo {})",
            "SoftMax<T>(a, b, SoftMaxTiling {})" } });
    all.push_back({ "SimpleSoftMax", kFloats,
        { "SimpleSoftMax<T>(a, b, c, a, bits, SoftMaxTiling {})",
            "SimpleSoftMax(a, b, c, a, SoftMaxTiling {})" } });
    all.push_back({ "LogSoftMax", kFloats, { "LogSoftMax(a, b, c, a, bits, LogSoftMaxTiling {})" } });
    all.push_back({ "SoftmaxFlash", kFloats,
        { "SoftmaxFlash<T>(a, b, c, a, b, b, c, bits, SoftMaxTiling {})",
            "SoftmaxFlash(a, b, c, a, b, b, c, SoftMaxTiling {}, true)" } });
    all.push_back({ "SoftmaxFlashV2", kFloats,
        { "SoftmaxFlashV2<T, true>(a, b, c, a, b, b, c, bits, SoftMaxTiling {})",
            "SoftmaxFlashV2(a, b, c, a, b, b, c, SoftMaxTiling {})" } });
    for (const std::string api : { "SoftmaxGrad", "SoftmaxGradFront" })
        all.push_back({ api, kFloats, tiledForms(api + "(a, b, c", "SoftMaxTiling {})") });
    all.push_back({ "AscendQuant", kFloats,
        { "LocalTensor<int8_t> q; AscendQuant(q, a, bits, 1.0F, 0.0F, 64)",
            "LocalTensor<int8_t> q; AscendQuant(q, a, 1.0F, 0.0F)",
            "LocalTensor<int8_t> q; AscendQuant(q, a, bits, b, c, 8, 8, 64)",
            "LocalTensor<int8_t> q; AscendQuant(q, a, b, T(0))" } });
}

} // namespace

std::vector<ApiTypes> libraryApis()
{
    std::vector<ApiTypes> all;
    addMath(all);
    addReductions(all);
    addRows(all);
    return all;
}

std::vector<ApiTypes> libraryPairs()
{
    const Names floating { "int8_t", "half", "bfloat16_t", "float", "int32_t" },
        scales { "half", "bfloat16_t", "float", "uint64_t", "int32_t" };
    const std::set<std::string> noNarrower { "half half", "half float", "float float" };
    const std::string statistics = "LocalTensor<float> r, s; ",
                      para = "LayerNormPara {}, LayerNormSeparateTiling {})";
    std::vector<ApiTypes> all;
    all.push_back({ "LayerNorm", noNarrower,
        { statistics + "LayerNorm<U, T>(a, r, s, b, d, e, 1.0F, bits, " + para,
            statistics + "LayerNorm<U, T>(a, r, s, b, d, e, 1.0F, " + para },
        floating, floating });
    all.push_back({ "Normalize", noNarrower,
        { statistics + "Normalize<U, T>(a, r, s, r, b, d, e, bits, 1.0F, NormalizePara {})",
            statistics + "Normalize<U, T>(a, r, s, r, b, d, e, 1.0F, NormalizePara {})" },
        floating, floating });
    all.push_back({ "AscendDequant",
        { "half uint64_t", "float float", "float bfloat16_t", "bfloat16_t bfloat16_t", "bfloat16_t float" },
        { "AscendDequant(a, i, d, bits, DequantParams {})", "AscendDequant(a, i, d, DequantParams {})",
            "AscendDequant(a, i, d, bits, 64)", "AscendDequant(a, i, d, 64)", "AscendDequant(a, i, d, bits)",
            "AscendDequant(a, i, d)" },
        floating, scales });
    all.push_back(
        { "AscendDequant", { "float float", "float bfloat16_t", "bfloat16_t bfloat16_t", "bfloat16_t float" },
            { "AscendDequant(a, i, U(1), bits, DequantParams {})",
                "AscendDequant(a, i, U(1), DequantParams {})" },
            floating, scales });
    all.push_back(
        { "AscendAntiQuant", { "half int8_t", "half int4b_t", "bfloat16_t int8_t", "bfloat16_t int4b_t" },
            { "AscendAntiQuant<U, T, true>(a, d, b, c, bits, 64)",
                "AscendAntiQuant<U, T, false>(a, d, b, c, 64, AntiQuantShapeInfo {})",
                "AscendAntiQuant<U, T, false>(a, d, T(0), T(1), bits, 64)",
                "AscendAntiQuant<U, T, false>(a, d, T(0), T(1), 64)",
                "AscendAntiQuant<U, T, false>(a, d, b, bits, 64)",
                "AscendAntiQuant<U, T, false>(a, d, T(1), bits, 64)" },
            floating, { "int8_t", "uint8_t", "int4b_t", "half" } });
    const std::string mask = "bits, SelectWithBytesMaskShapeInfo {})";
    all.push_back({ "Select",
        { "half bool", "half int8_t", "half uint16_t", "half int32_t", "float bool", "float int8_t",
            "float uint16_t", "float int32_t" },
        { "Select(a, b, T(1), d, " + mask, "Select(a, T(1), b, d, " + mask }, floating,
        { "bool", "int8_t", "uint16_t", "int32_t", "half", "float", "int64_t" } });
    all.push_back({ "AdjustSoftMaxRes", { "half half", "half float", "float half", "float float" },
        { "AdjustSoftMaxRes(a, d, 0U, T(0), SoftMaxShapeInfo {})" }, floating, floating });
    all.push_back({ "SoftMax", noNarrower, { "SoftMax<half>(a, d, e, b, bits, SoftMaxTiling {})" },
        { "half" }, { "half", "float", "bfloat16_t", "int32_t" } });
    all.push_back({ "WelfordUpdate", { "half float", "float float" },
        { "WelfordUpdate<T, U>(d, e, d, e, a, bits, WelfordUpdateParam {})",
            "WelfordUpdate<T, U>(d, e, d, e, a, WelfordUpdateParam {})" },
        floating, { "half", "float" } });
    return all;
}

} // namespace hawk::emulator
