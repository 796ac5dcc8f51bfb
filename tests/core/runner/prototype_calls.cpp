#include "element_types_table.h"

namespace hawk::emulator {
namespace {

const std::string kBinary = "{ 1, 1, 1, 8, 8, 8 }", kUnary = "{ 1, 1, 8, 8 }";

/// Count form, and the forms with a mask for both values of isSetMask; `types` go before it.
void addForms(Names& all, const std::string& api, const std::string& types, const std::string& operands,
    const std::string& params)
{
    all.push_back(api + "<" + types + ">(" + operands + ", 64)");
    for (const std::string setMask : { "true", "false" })
        for (const std::string mask : { "MASK_PLACEHOLDER", "m" })
            all.push_back(
                api + "<" + types + ", " + setMask + ">(" + operands + ", " + mask + ", 1, " + params + ")");
}

void addVector(Names& all)
{
    for (const char* api :
        { "Add", "Sub", "Mul", "Div", "Max", "Min", "AddRelu", "SubRelu", "FusedMulAdd", "MulAddRelu" })
        addForms(all, api, "T", "a, b, c", kBinary);
    for (const char* api : { "Abs", "Exp", "Ln", "Sqrt", "Rsqrt", "Reciprocal", "Relu" })
        addForms(all, api, "T", "a, b", kUnary);
    for (const std::string api : { "Adds", "Muls", "Maxs", "Mins", "LeakyRelu" }) {
        addForms(all, api, "T", "a, b, T(1)", kUnary);
        addForms(all, api, "T, T", "a, b, T(1)", kUnary); // the second T is the scalar's type
        all.push_back(api + "<T, false>(a, b, T(1), 64)");
        all.push_back(api + "<T, T, false>(a, b, 1, 64)"); // named, so it converts
    }
    addForms(all, "ShiftLeft", "int16_t", "s, s, int16_t(1)", kUnary);
    addForms(all, "ShiftLeft", "int16_t, int16_t", "s, s, int16_t(1)", kUnary);
    addForms(all, "ShiftRight", "int16_t", "s, s, int16_t(1)", kUnary);
    for (const std::string mask : { "m", "MASK_PLACEHOLDER" }) {
        all.push_back("ShiftRight<int16_t, true>(s, s, int16_t(1), " + mask + ", 1, { 1, 1, 8, 8 }, true)");
        all.push_back(
            "ShiftRight<int16_t, int16_t, true>(s, s, int16_t(1), " + mask + ", 1, { 1, 1, 8, 8 }, true)");
    }
    addForms(all, "Axpy", "float, half", "f, b, half(1)", kUnary);
    addForms(all, "MulAddDst", "float, half", "f, b, c", kBinary);
    addForms(all, "AddReluCast", "half, float", "a, f, f", kBinary);
    addForms(all, "MulCast", "uint8_t, half", "bits, a, b", kBinary);
    addForms(all, "AddDeqRelu", "half, int32_t", "a, i, i", kBinary);
    for (const std::string mask : { "m", "MASK_PLACEHOLDER" })
        for (const std::string setMask : { "true", "false" })
            all.push_back("AddDeqRelu<" + setMask + ">(a, i, i, " + mask + ", 1, { 1, 1, 1, 8, 8, 8 })");
    all.emplace_back("AddDeqRelu(a, i, i, 64)");
    addForms(all, "Cast", "float, half", "f, a, RoundMode::CAST_NONE", kUnary);
    for (const std::string api : { "CastDequant", "CastDeq" }) {
        all.push_back(api + "<uint8_t, int16_t, false, true>(bits, s, 64)");
        all.push_back(api + "<uint8_t, int16_t, true, false, true>(bits, s, m, 1, { 1, 1, 4, 8 })");
        all.push_back(api + "<uint8_t, int16_t>(bits, s, 64, 1, { 1, 1, 4, 8, true })");
    }
    for (const char* scale : { "half(1)", "1.0F, int16_t(3), true", "LocalTensor<uint64_t>(), VdeqInfo {}" })
        all.push_back("SetDeqScale(" + std::string(scale) + ")");
    all.insert(all.end(),
        { "Duplicate<T>(a, 1, 64)", "Duplicate<T, false>(a, T(1), MASK_PLACEHOLDER, 1, 1, 8)",
            "Duplicate<T, true>(a, T(1), m, 1, 1, 8)",
            "Copy<T, false>(a, b, MASK_PLACEHOLDER, 1, { 1, 1, 8, 8 })", "Brcb<T>(a, b, 1, { 1, 8 })",
            "CreateVecIndex<T>(a, T(0), m, 1, 1, 8)" });
}

void addSelection(Names& all)
{
    all.insert(all.end(),
        { "Compare<T, uint8_t>(bits, a, b, CMPMODE::LT, 64)",
            "Compare<T, uint8_t, false>(bits, a, b, CMPMODE::GT, m, 1, { 1, 1, 1, 8, 8, 8 })",
            "Compare<T, true>(a, b, CMPMODE::GE, m, { 1, 1, 1, 8, 8, 8 })",
            "Compares<T, uint8_t>(bits, a, T(1), CMPMODE::LE, 64)",
            "Compares<T, uint8_t, false>(bits, a, T(1), CMPMODE::NE, 64, 1, { 1, 1, 8, 8 })",
            "GetCmpMask(bits)", "SetCmpMask(bits)", "bits = b < c", "bits = b > c", "bits = b <= c",
            "bits = b >= c", "bits = b == c", "bits = b != c", "a = b + c", "a = b - c", "a = b * c",
            "a = b / c", "s = s & s", "s = s | s",
            "Select<T, uint8_t>(a, bits, b, c, SELMODE::VSEL_CMPMASK_SPR, 64)",
            "Select<T, uint8_t>(a, bits, b, 1, { 1, 1, 1, 8, 8, 8 })",
            "Select<T, uint8_t, false>(a, bits, b, T(0), SELMODE::VSEL_TENSOR_SCALAR_MODE, MASK_PLACEHOLDER, "
            "1, { 1, 1, 1, 8, 8, 8 })",
            "Select<T, SELMODE::VSEL_TENSOR_TENSOR_MODE>(a, b, c, 1, { 1, 1, 1, 8, 8, 8 })",
            "uint64_t n; GatherMask<T, uint16_t>(a, b, LocalTensor<uint16_t>(), true, 64, { 1, 1, 8, 8 }, n)",
            "uint64_t n; GatherMask<T, GatherMaskMode::VERSION_V2>(a, b, 3, false, 0, { 1, 1, 8, 8 }, n)" });
    for (const std::string type : { "SUM", "MAX", "MIN" })
        for (const std::string api : { "ReduceRepeat", "ReduceDataBlock" })
            all.push_back(api + "<ReduceType::" + type + ", T, T, false>(a, b, m, 1, 1, 1, 8)");
    all.insert(all.end(),
        { "ReduceRepeat<ReduceType::MAX>(a, b, 64, 1, 1, 1, 8, ReduceOrder::ORDER_ONLY_INDEX)",
            "ReducePairElem<ReduceType::SUM, T, T, true>(a, b, 64, 1, 1, 1, 8)",
            "ReduceSum<T, true>(a, b, c, 64)", "T v; GetReduceRepeatMaxMinSpr<T>(v, v)",
            "T v = GetReduceRepeatSumSpr<T>()" });
}

/// Tensors, queues and the numbers of the system.
void addResources(Names& all)
{
    all.insert(all.end(),
        { "a.SetValue<T>(3, 1.5F); T v = a.GetValue(3)",
            "a(3) += 1.0F; a(2) = a(1); a(2) -= T(1); a(2) *= 2; a(2) /= 2",
            "a.SetUserTag(TTagType(3)); TTagType tag = a.GetUserTag()", "a.Print(); a.Print(16)",
            "g.SetL2CacheHint(CacheMode::CACHE_MODE_DISABLE)",
            "g.SetL2CacheHint<CacheRwMode::READ>(CacheMode::CACHE_MODE_NORMAL)", "a.SetAddrWithOffset(f, 3)",
            "uint8_t* base = GetTPipePtr()->GetBaseAddr(int8_t(TPosition::VECIN))",
            "constexpr int16_t bytes = GetDataBlockSizeInBytes()",
            "Async<EngineType::AIV, onVectorCore>(3); Async<EngineType::AIC, onVectorCore>(3)",
            "BinaryRepeatParams p; p.blockNumber = 8; p.repeatStrideMode = p.strideSizeMode = false",
            "DataCacheCleanAndInvalid<T, CacheLine::SINGLE_CACHE_LINE>(g)",
            "DataCacheCleanAndInvalid<T, CacheLine::ENTIRE_DATA_CACHE, DcciDst::CACHELINE_OUT>(g)",
            "DataCopy(g, a, Nz2NdParamsFull { 1, 32, 32, 1, 32, 32, 1 })",
            "SetVectorMask<T>(0, 1); SetVectorMask<T, MaskMode::COUNTER>(64)",
            "SyncAll<true>(LocalGlobal(), i, 8); SyncAll()",
            "CrossCoreSetFlag<0, PIPE_MTE3>(3); CrossCoreWaitFlag(3); CrossCoreWaitFlag<0, PIPE_MTE2>(3)",
            "DataSyncBarrier<MemDsbT::ALL>()",
            "SetStoreAtomicConfig<AtomicDtype::ATOMIC_F16, AtomicOp::ATOMIC_SUM>()",
            "bfloat16_t v = Cast(1.0F); float w = Cast(v); int32_t n = Cast<float, int32_t, "
            "RoundMode::CAST_RINT>(w)",
            "LocalMemAllocator<> from; auto t = from.Alloc<TPosition::VECIN, T, 64>(); t = "
            "from.Alloc<T>(n)" });
}

} // namespace

Names pageCalls()
{
    Names all;
    addVector(all);
    addSelection(all);
    addResources(all);
    return all;
}

std::vector<RefusedCall> callsOfNoPrototype()
{
    std::vector<RefusedCall> all;
    // A count fills the mask itself: the count forms have no isSetMask.
    for (const std::string api : { "Add", "Sub", "Mul", "Div", "Max", "Min" })
        all.push_back({ api + "<T, false>(a, b, c, 64)", api });
    for (const std::string api : { "Exp", "Ln", "Abs", "Sqrt", "Relu" })
        all.push_back({ api + "<T, false>(a, b, 64)", api });
    all.push_back({ "Axpy<T, T, false>(a, b, T(1), 64)", "Axpy" });
    all.push_back({ "Cast<float, T, false>(f, a, RoundMode::CAST_NONE, 64)", "Cast" });
    all.push_back({ "Duplicate<T, false>(a, T(1), 64)", "Duplicate" });
    all.push_back({ "Select<T, uint8_t, false>(a, bits, b, c, SELMODE::VSEL_CMPMASK_SPR, 64)", "Select" });
    all.push_back({ "ReduceSum<T, true>(a, b, c, 64, 1, 8)", "ReduceSum" });
    all.push_back({ "Adds<T, float>(a, b, T(1), 64)", "Adds" }); // the scalar's type is the tensor's
    all.push_back({ "Muls<T, float, true>(a, b, T(1), m, 1, { 1, 1, 8, 8 })", "Muls" });
    all.push_back({ "ShiftRight<int16_t, int16_t, true>(s, s, int16_t(1), m, 1, { 1, 1, 8, 8 })",
        "ShiftRight" }); // needs roundEn
    return all;
}

Names callsOf2002()
{
    Names all { "Duplicate(LocalTensor<bfloat16_t>(), bfloat16_t(1), 64)", "Gather(a, b, offsets, 0U, 64U)",
        "Brcb(a, b, 1, BrcbRepeatParams {})", "Compare(bits, a, b, CMPMODE::EQ, 64)",
        "SetAtomicAdd<int16_t>(); SetAtomicAdd<half>(); SetAtomicAdd<float>()",
        "InitGlobalMemory(g, 64, T(0))",
        "BilinearInterpolation(a, b, offsets, c, uint64_t { 128 }, 1, false, 1, 128, 1, bits)" };
    const auto cast = [&](const std::string& dst, const std::string& src) {
        all.push_back(
            "Cast(LocalTensor<" + dst + ">(), LocalTensor<" + src + ">(), RoundMode::CAST_NONE, 64)");
    };
    for (const char* dst : { "int4b_t", "int8_t", "uint8_t", "int16_t", "int32_t", "float" })
        cast(dst, "half");
    for (const char* src : { "int8_t", "uint8_t", "int16_t", "int32_t", "float" })
        cast("half", src);
    cast("int16_t", "int32_t");
    cast("float", "int32_t");
    cast("int32_t", "float");
    return all;
}

std::vector<RefusedCall> callsNotOf2002()
{
    std::vector<RefusedCall> all {
        { "Gather(LocalTensor<bfloat16_t>(), LocalTensor<bfloat16_t>(), offsets, 0U, 64U)", "Gather" },
        { "Brcb(LocalTensor<bfloat16_t>(), LocalTensor<bfloat16_t>(), 1, BrcbRepeatParams {})", "Brcb" },
        { "Gatherb(offsets, offsets, offsets, 1, GatherRepeatParams {})", "Gatherb" },
        { "Copy(a, b, 64, 1, CopyRepeatParams {})", "Copy" },
        { "Compare(bits, i, i, CMPMODE::EQ, 64)", "Compare" },
        { "ShiftLeft(s, s, int16_t(1), 64)", "ShiftLeft" },
        { "ShiftRight(s, s, int16_t(1), 64)", "ShiftRight" }, { "SetAtomicAdd<int32_t>()", "SetAtomicAdd" },
        { "SetAtomicMax<half>()", "SetAtomicMax" }, { "SetAtomicMin<half>()", "SetAtomicMin" },
        { "SetPadValue(T(0))", "SetPadValue" },
        { "DataCopyPad(a, g, DataCopyExtParams {}, DataCopyPadExtParams<T> {})", "DataCopyPad" },
        { "DataCopyPad(g, a, DataCopyExtParams {})", "DataCopyPad" },
        { "GetReduceRepeatSumSpr<T>()", "GetReduceRepeatSumSpr" },
        { "ReadGmByPassDCache(LocalGlobal().GetPhyAddr())", "ReadGmByPassDCache" },
        { "CastDequant(a, i, 64)", "CastDequant" },
        { "CrossCoreSetFlag<0, PIPE_MTE3>(1)", "CrossCoreSetFlag" },
        { "SetSaturationFlag<SaturationMode::CAST>(true)", "SetSaturationFlag" },
        { "Sort32(a, b, offsets, 1)", "Sort32" }
    };
    const auto cast = [&](const std::string& dst, const std::string& src) {
        all.push_back(
            { "Cast(LocalTensor<" + dst + ">(), LocalTensor<" + src + ">(), RoundMode::CAST_RINT, 64)",
                "Cast" });
    };
    for (const char* dst : { "bfloat16_t", "int16_t", "float", "int64_t" })
        cast(dst, "float");
    cast("half", "int4b_t");
    cast("float", "int16_t");
    cast("float", "bfloat16_t");
    cast("int64_t", "int32_t");
    cast("float", "int64_t");
    return all;
}

} // namespace hawk::emulator
