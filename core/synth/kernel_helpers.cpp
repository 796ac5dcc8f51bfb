#include "synth/emitter_parts.h"

#include <algorithm>

/// The small device functions every emitted kernel brings along.
namespace hawk::synth::detail {

void writeTiling(CodeWriter& out, const LaunchPlanWriter& launch)
{
    out.line("// Computed on the host, see the launch plan; field order and types are the same there.");
    out.openInline("struct TilingData");
    for (const auto& [member, comment] : launch.members())
        out.line(member + " // " + comment);
    out.close(";").line();
    out.open("__aicore__ inline void ReadTiling(TilingData& tiling, GM_ADDR address)");
    out.line("auto source = reinterpret_cast<__gm__ uint32_t*>(address);");
    out.line("auto target = reinterpret_cast<uint32_t*>(&tiling);");
    out.openInline("for (uint32_t i = 0; i < sizeof(TilingData) / sizeof(uint32_t); ++i)");
    out.line("target[i] = source[i];");
    out.close().close().line();
    out.open("__aicore__ inline uint32_t Smaller(uint32_t a, uint32_t b)");
    out.line("return a < b ? a : b;");
    out.close().line();
}

void writeCopyHelpers(CodeWriter& out, const Context& context, bool rows)
{
    if (context.plan.copy == KernelPlan::Copy::DataCopy)
        return;
    out.line("// Transfers of any length: DataCopyPad takes bytes, DataCopy only whole 32-byte blocks.");
    out.line("template <typename T>");
    out.open("__aicore__ inline void CopyToUb(const LocalTensor<T>& dst, const GlobalTensor<T>& src, "
             "uint32_t count)");
    out.line("const uint32_t bytes = count * sizeof(T);");
    out.line("DataCopyPad(dst, src, DataCopyExtParams { 1, bytes, 0, 0, 0 }, DataCopyPadExtParams<T> { "
             "false, 0, 0, 0 });");
    out.close().line();
    out.line("template <typename T>");
    out.open("__aicore__ inline void CopyToGm(const GlobalTensor<T>& dst, const LocalTensor<T>& src, "
             "uint32_t count)");
    out.line("const uint32_t bytes = count * sizeof(T);");
    out.line("DataCopyPad(dst, src, DataCopyExtParams { 1, bytes, 0, 0, 0 });");
    out.close().line();
    if (!rows)
        return;
    out.line("// Several rows in one transfer. Rows follow each other in GM and start every `pitch` elements "
             "in UB; the gap on");
    out.line("// the UB side counts 32-byte blocks.");
    out.line("template <typename T>");
    out.open("__aicore__ inline void CopyRowsToUb(const LocalTensor<T>& dst, const GlobalTensor<T>& src, "
             "uint32_t rows, "
             "uint32_t cols, uint32_t pitch)");
    out.openInline("if (pitch == cols)").line("CopyToUb(dst, src, rows * cols);").line("return;").close();
    out.line("const uint32_t bytes = cols * sizeof(T);");
    out.line("const uint32_t gap = (pitch * sizeof(T) - (bytes + 31) / 32 * 32) / 32;");
    out.line("DataCopyPad(dst, src, DataCopyExtParams { static_cast<uint16_t>(rows), bytes, 0, gap, 0 },");
    out.line("    DataCopyPadExtParams<T> { false, 0, 0, 0 });");
    out.close().line();
    out.line("template <typename T>");
    out.open("__aicore__ inline void CopyRowsToGm(const GlobalTensor<T>& dst, const LocalTensor<T>& src, "
             "uint32_t rows, "
             "uint32_t cols, uint32_t pitch)");
    out.openInline("if (pitch == cols)").line("CopyToGm(dst, src, rows * cols);").line("return;").close();
    out.line("const uint32_t bytes = cols * sizeof(T);");
    out.line("const uint32_t gap = (pitch * sizeof(T) - (bytes + 31) / 32 * 32) / 32;");
    out.line("DataCopyPad(dst, src, DataCopyExtParams { static_cast<uint16_t>(rows), bytes, gap, 0, 0 });");
    out.close().line();
}

void writeConversion(CodeWriter& out, const Context& context)
{
    const bool copies = std::any_of(context.outputs.begin(), context.outputs.end(), [&](const Tensor& t) {
        return context.program.values[static_cast<std::size_t>(t.value)].kind == Value::Kind::Input;
    });
    if (!context.converts && !copies)
        return;
    out.line("// Between element types; widening is exact, narrowing rounds to the nearest even value.");
    out.line("template <typename D, typename S>");
    out.open("__aicore__ inline void Convert(const LocalTensor<D>& dst, const LocalTensor<S>& src, uint32_t "
             "count)");
    out.openInline("if constexpr (IsSameType<D, S>::value)");
    out.line("constexpr uint32_t block = 32 / sizeof(D);");
    out.line("DataCopy(dst, src, (count + block - 1) / block * block); // whole blocks, inside UB");
    out.close(" else if constexpr (sizeof(D) > sizeof(S)) {");
    out.line("    Cast(dst, src, RoundMode::CAST_NONE, count);");
    out.line("} else {");
    out.line("    Cast(dst, src, RoundMode::CAST_RINT, count);");
    out.line("}");
    out.close().line();
}

void writeMemberHelpers(CodeWriter& out, const Context& context, bool readsScalars)
{
    if (context.converts) {
        out.line(
            "// A tensor in the arithmetic type: itself when it has that type already, else a widened copy.");
        out.line("template <typename T>");
        out.open("__aicore__ inline LocalTensor<ComputeT> ToCompute(const LocalTensor<T>& raw, "
                 "TBuf<TPosition::VECCALC>& buffer, uint32_t count)");
        out.openInline("if constexpr (IsSameType<T, ComputeT>::value)").line("return raw;");
        out.close(" else {");
        out.line("    LocalTensor<ComputeT> wide = buffer.Get<ComputeT>();");
        out.line("    Convert(wide, raw, count);");
        out.line("    return wide;");
        out.line("}");
        out.close().line();
        out.line("// Where a result is computed: in the output itself, or in a buffer that is narrowed "
                 "afterwards.");
        out.line("template <typename T>");
        out.open("__aicore__ inline LocalTensor<ComputeT> ResultView(const LocalTensor<T>& raw, "
                 "TBuf<TPosition::VECCALC>& buffer)");
        out.openInline("if constexpr (IsSameType<T, ComputeT>::value)").line("return raw;");
        out.close(" else {").line("    return buffer.Get<ComputeT>();").line("}");
        out.close().line();
        out.line("template <typename T>");
        out.open("__aicore__ inline void FromCompute(const LocalTensor<T>& raw, const LocalTensor<ComputeT>& "
                 "value, uint32_t count)");
        out.openInline("if constexpr (!IsSameType<T, ComputeT>::value)")
            .line("Convert(raw, value, count);")
            .close();
        out.close().line();
    }
    if (readsScalars) {
        out.line("// One number from UB into a scalar register.");
        out.open("__aicore__ inline ComputeT ReadScalar(const LocalTensor<ComputeT>& value)");
        if (context.plan.scalarRead == KernelPlan::ScalarRead::Event) {
            out.line("// The scalar unit runs ahead: it has to wait for the vector instruction that writes "
                     "the number.");
            out.line("event_t done = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::V_S));");
            out.line("SetFlag<HardEvent::V_S>(done);");
            out.line("WaitFlag<HardEvent::V_S>(done);");
        }
        out.line("return value.GetValue(0);");
        out.close().line();
    }
}

} // namespace hawk::synth::detail
