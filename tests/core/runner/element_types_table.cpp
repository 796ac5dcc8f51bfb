#include "element_types_table.h"

namespace hawk::emulator {
namespace {

const std::set<std::string> kArithmetic { "int16_t", "half", "int32_t", "float" };
const std::set<std::string> kFloats { "half", "float" };
const std::set<std::string> kHalfWords { "int16_t", "uint16_t" };
const std::set<std::string> kShifts { "int16_t", "uint16_t", "int32_t", "uint32_t" };
const std::set<std::string> kWide { "int16_t", "uint16_t", "half", "bfloat16_t", "int32_t", "uint32_t",
    "float" };
const std::set<std::string> kAtomic { "int8_t", "int16_t", "half", "bfloat16_t", "int32_t", "float" };
const std::set<std::string> kLayout { "int8_t", "uint8_t", "int16_t", "uint16_t", "half", "int32_t",
    "uint32_t", "float" };
const std::set<std::string> kIntegers { "int8_t", "uint8_t", "int16_t", "uint16_t", "int32_t", "uint32_t",
    "int64_t", "uint64_t" };
const Names kSources { "int8_t", "int16_t", "half", "bfloat16_t", "int32_t", "float" };

/// The three forms of an instruction: count, consecutive mask, mask bits.
Names threeForms(const std::string& api, const std::string& operands, const std::string& params)
{
    return { api + "(" + operands + ", 64)", api + "(" + operands + ", uint64_t { 16 }, 1, " + params + ")",
        api + "(" + operands + ", m, 1, " + params + ")" };
}
Names two(const std::string& api) { return threeForms(api, "a, b, c", "BinaryRepeatParams {}"); }
Names one(const std::string& api) { return threeForms(api, "a, b", "UnaryRepeatParams {}"); }
Names scalar(const std::string& api) { return threeForms(api, "a, b, T(1)", "UnaryRepeatParams {}"); }
Names masked(const Names& forms) { return { forms[1], forms[2] }; }

void addVector(std::vector<ApiTypes>& all)
{
    for (const char* api : { "Add", "Sub", "Mul", "Max", "Min" })
        all.push_back({ api, kArithmetic, two(api) });
    for (const char* api : { "Div", "FusedMulAdd", "MulAddRelu", "FusedMulAddRelu" })
        all.push_back({ api, kFloats, two(api) });
    for (const char* api : { "AddRelu", "SubRelu" })
        all.push_back({ api, { "int16_t", "half", "float" }, two(api) });
    for (const char* api : { "Abs", "Exp", "Ln", "Sqrt", "Rsqrt", "Reciprocal" })
        all.push_back({ api, kFloats, one(api) });
    all.push_back({ "Relu", { "half", "int32_t", "float" }, one("Relu") });
    // With a mask; with a count the library takes 32-bit tensors as pairs of 16-bit elements.
    for (const char* api : { "And", "Or" })
        all.push_back({ api, kHalfWords, masked(two(api)) });
    all.push_back({ "Not", kHalfWords, masked(one("Not")) });
    for (const char* api : { "Adds", "Muls", "Maxs", "Mins" })
        all.push_back({ api, kArithmetic, scalar(api) });
    all.push_back({ "LeakyRelu", kFloats, scalar("LeakyRelu") });
    for (const char* api : { "ShiftLeft", "ShiftRight" })
        all.push_back({ api, kShifts, scalar(api) });
    all.push_back({ "ShiftRight", kShifts,
        { "ShiftRight(a, b, T(1), m, 1, UnaryRepeatParams {}, true)",
            "ShiftRight(a, b, T(1), uint64_t { 16 }, 1, UnaryRepeatParams {}, true)" } });
    all.push_back({ "Duplicate", kWide,
        { "Duplicate(a, T(1), 64)", "Duplicate(a, T(1), uint64_t { 16 }, 1, 1, 8)",
            "Duplicate(a, T(1), m, 1, 1, 8)" } });
    all.push_back({ "Copy", kWide,
        { "Copy(a, b, 16, 1, CopyRepeatParams {})", "Copy(a, b, m, 1, CopyRepeatParams {})" } });
    all.push_back({ "Brcb", kWide, { "Brcb(a, b, 1, BrcbRepeatParams {})" } });
    all.push_back({ "CreateVecIndex", kArithmetic,
        { "CreateVecIndex(a, T(0), 64)", "CreateVecIndex(a, T(0), uint64_t { 16 }, 1, 1, 8)",
            "CreateVecIndex(a, T(0), m, 1, 1, 8)" } });
    all.push_back({ "Compare", kFloats,
        { "Compare(b, c, CMPMODE::EQ, 64, BinaryRepeatParams {})",
            "Compare(b, c, CMPMODE::EQ, m, BinaryRepeatParams {})" } });
    all.push_back(
        { "Select", kFloats, { "Select<T, SELMODE::VSEL_CMPMASK_SPR>(a, b, c, 1, BinaryRepeatParams {})" } });
}

void addReductions(std::vector<ApiTypes>& all)
{
    all.push_back({ "ReduceSum", kFloats,
        { "ReduceSum(a, b, c, 64)", "ReduceSum(a, b, c, 64, 1, 8)", "ReduceSum(a, b, c, m, 1, 8)" } });
    for (const std::string api : { "ReduceMax", "ReduceMin" })
        all.push_back({ api, kFloats,
            { api + "(a, b, c, 64)", api + "(a, b, c, 64, true)", api + "(a, b, c, 64, 1, 8)",
                api + "(a, b, c, 64, 1, 8, true)", api + "(a, b, c, m, 1, 8, true)" } });
    for (const std::string api : { "WholeReduceSum", "WholeReduceMax", "WholeReduceMin" })
        all.push_back({ api, kFloats, { api + "(a, b, 64, 1, 1, 1, 8)", api + "(a, b, m, 1, 1, 1, 8)" } });
    for (const std::string api : { "BlockReduceSum", "BlockReduceMax", "BlockReduceMin", "PairReduceSum" })
        all.push_back({ api, kFloats, { api + "(a, b, 1, 64, 1, 1, 8)", api + "(a, b, 1, m, 1, 1, 8)" } });
    all.push_back({ "RepeatReduceSum", kFloats, { "RepeatReduceSum(a, b, 1, 64, 0, 1, 1, 8)" } });
    for (const std::string api : { "ReduceRepeat", "ReduceDataBlock", "ReducePairElem" })
        all.push_back({ api, kFloats,
            { api + "<ReduceType::SUM>(a, b, 64, 1, 1, 1, 8)",
                api + "<ReduceType::SUM>(a, b, m, 1, 1, 1, 8)" } });
    all.push_back({ "GetReduceRepeatSumSpr", kFloats, { "GetReduceRepeatSumSpr<T>()", "GetAccVal<T>()" } });
    all.push_back({ "GetReduceRepeatMaxMinSpr", kFloats,
        { "T x, y; GetReduceRepeatMaxMinSpr(x, y)", "T x, y; GetReduceMaxMinCount(x, y)" } });
}

void addMovement(std::vector<ApiTypes>& all)
{
    all.push_back({ "Gather", kWide,
        { "Gather(a, b, offsets, 0U, 64U)", "Gather(a, b, offsets, 0U, uint64_t { 16 }, 1, 8)",
            "Gather(a, b, offsets, 0U, m, 1, 8)" } });
    all.push_back(
        { "Gatherb", { "uint16_t", "uint32_t" }, { "Gatherb(a, b, offsets, 1, GatherRepeatParams {})" } });
    all.push_back(
        { "GatherMask", kWide, { "uint64_t n; GatherMask(a, b, 1, false, 0, GatherMaskParams {}, n)" } });
    all.push_back({ "Sort32", kFloats, { "Sort32(a, b, offsets, 1)" } });
    all.push_back({ "MrgSort", kFloats, { "MrgSort(a, MrgSortSrcList<T>(b, b, b, b), MrgSort4Info {})" } });
    all.push_back({ "TransDataTo5HD", kLayout,
        { "TransDataTo5HD<T>(list, list, TransDataTo5HDParams {})",
            "LocalTensor<T> l[16]; TransDataTo5HD<T>(l, l, TransDataTo5HDParams {})",
            "LocalTensor<uint64_t> l; TransDataTo5HD<T>(l, l, TransDataTo5HDParams {})" } });
    all.push_back({ "Transpose", { "int16_t", "uint16_t", "half" }, { "Transpose(a, b)" } });
    all.push_back({ "Transpose", kLayout, { "Transpose(a, b, bits, TransposeParamsExt {})" } });
    const std::set<std::string> every(allElementTypes().begin(), allElementTypes().end());
    all.push_back({ "DataCopy", every,
        { "DataCopy(a, g, 64)", "DataCopy(g, a, 64)", "DataCopy(a, b, 64)",
            "DataCopy(a, g, DataCopyParams {})", "DataCopy(g, a, DataCopyParams {})",
            "DataCopy(a, b, DataCopyParams {})" } });
    all.push_back({ "DataCopyPad", every,
        { "DataCopyPad(a, g, DataCopyParams {}, DataCopyPadParams {})",
            "DataCopyPad(g, a, DataCopyParams {})",
            "DataCopyPad(a, g, DataCopyExtParams {}, DataCopyPadExtParams<T> {})",
            "DataCopyPad(g, a, DataCopyExtParams {})", "SetPadValue(T(0))" } });
    for (const std::string api : { "SetAtomicAdd", "SetAtomicMax", "SetAtomicMin", "SetAtomicType" })
        all.push_back({ api, kAtomic, { api + "<T>()" } });
    all.push_back({ "ReadGmByPassDCache", kIntegers, { "ReadGmByPassDCache(g.GetPhyAddr())" } });
    all.push_back({ "WriteGmByPassDCache", kIntegers, { "WriteGmByPassDCache(g.GetPhyAddr(), T(1))" } });
}

} // namespace

const Names& allElementTypes()
{
    static const Names all { "int8_t", "uint8_t", "int16_t", "uint16_t", "half", "bfloat16_t", "int32_t",
        "uint32_t", "float", "int64_t", "uint64_t", "double" };
    return all;
}

std::vector<ApiTypes> oneTypeApis()
{
    std::vector<ApiTypes> all;
    addVector(all);
    addReductions(all);
    addMovement(all);
    return all;
}

std::vector<ApiTypes> twoTypeApis()
{
    Names castTypes = allElementTypes();
    castTypes.emplace_back("int4b_t");
    const auto params = [](const std::string& api, const char* p) { return threeForms(api, "a, d, e", p); };
    const std::set<std::string> accumulating { "half half", "float float", "float half" };
    const std::set<std::string> reluCast { "int8_t half", "int8_t int16_t", "half float" };
    std::vector<ApiTypes> all;
    all.push_back({ "Cast",
        { "half int4b_t", "half int8_t", "half uint8_t", "half int16_t", "float int16_t", "int4b_t half",
            "int8_t half", "uint8_t half", "int16_t half", "int32_t half", "float half", "int32_t bfloat16_t",
            "float bfloat16_t", "int16_t int32_t", "half int32_t", "float int32_t", "int64_t int32_t",
            "int16_t float", "half float", "bfloat16_t float", "int32_t float", "float float",
            "int64_t float", "int32_t int64_t", "float int64_t" },
        threeForms("Cast", "a, d, RoundMode::CAST_RINT", "UnaryRepeatParams {}"), castTypes, castTypes });
    all.push_back({ "Axpy", accumulating, threeForms("Axpy", "a, d, U(1)", "UnaryRepeatParams {}"), kSources,
        kSources });
    all.push_back(
        { "MulAddDst", accumulating, params("MulAddDst", "BinaryRepeatParams {}"), kSources, kSources });
    all.push_back(
        { "AddReluCast", reluCast, params("AddReluCast", "BinaryRepeatParams {}"), kSources, kSources });
    all.push_back(
        { "SubReluCast", reluCast, params("SubReluCast", "BinaryRepeatParams {}"), kSources, kSources });
    all.push_back({ "MulCast", { "int8_t half", "uint8_t half" }, params("MulCast", "BinaryRepeatParams {}"),
        { "int8_t", "uint8_t", "half", "float" }, kSources });
    all.push_back({ "AddDeqRelu", { "half int32_t" }, params("AddDeqRelu", "BinaryRepeatParams {}"),
        { "half", "float", "int8_t" }, kSources });
    all.push_back({ "CastDequant", { "half int32_t", "int8_t int16_t", "uint8_t int16_t" },
        threeForms("CastDequant", "a, d", "UnaryRepeatParams {}"), { "int8_t", "uint8_t", "half", "float" },
        kSources });
    const Names maskTypes { "int8_t", "uint8_t", "int16_t", "uint16_t", "half", "uint32_t", "uint64_t" };
    all.push_back({ "Compare",
        { "half int8_t", "half uint8_t", "float int8_t", "float uint8_t", "int32_t int8_t",
            "int32_t uint8_t" },
        { "Compare(d, a, b, CMPMODE::EQ, 64)", "Compare(d, a, b, CMPMODE::EQ, 16, 1, BinaryRepeatParams {})",
            "Compare(d, a, b, CMPMODE::EQ, m, 1, BinaryRepeatParams {})" },
        kSources, maskTypes });
    for (const std::string api : { "Compares", "CompareScalar" })
        all.push_back({ api, { "half uint8_t", "float uint8_t", "int32_t uint8_t" },
            { api + "(d, a, T(1), CMPMODE::EQ, 64)",
                api + "(d, a, T(1), CMPMODE::EQ, 16, 1, UnaryRepeatParams {})",
                api + "(d, a, T(1), CMPMODE::EQ, m, 1, UnaryRepeatParams {})" },
            kSources, maskTypes });
    std::set<std::string> selected;
    for (const std::string type : { "half ", "float " })
        for (const char* mask : { "int8_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t" })
            selected.insert(type + mask);
    const std::string mode = "SELMODE::VSEL_TENSOR_TENSOR_MODE, ";
    all.push_back({ "Select", selected,
        { "Select(a, d, b, c, " + mode + "64)", "Select(a, d, b, T(1), " + mode + "64)",
            "Select(a, d, b, c, " + mode + "uint64_t { 16 }, 1, BinaryRepeatParams {})",
            "Select(a, d, b, c, " + mode + "m, 1, BinaryRepeatParams {})",
            "Select(a, d, b, T(1), " + mode + "uint64_t { 16 }, 1, BinaryRepeatParams {})",
            "Select(a, d, b, T(1), " + mode + "m, 1, BinaryRepeatParams {})",
            "Select(a, d, b, 1, BinaryRepeatParams {})" },
        kSources, maskTypes });
    all.push_back({ "GatherMask",
        { "int16_t uint16_t", "uint16_t uint16_t", "half uint16_t", "bfloat16_t uint16_t", "int32_t uint32_t",
            "uint32_t uint32_t", "float uint32_t" },
        { "uint64_t n; GatherMask(a, b, d, false, 0, GatherMaskParams {}, n)" }, allElementTypes(),
        { "uint16_t", "uint32_t" } });
    return all;
}

} // namespace hawk::emulator
