#include "synth/rows_emitter.h"

#include <algorithm>

namespace hawk::synth::detail {

void RowsEmitter::writeTileOfRows()
{
    m_out.open("__aicore__ inline void CopyRowsIn(uint32_t row, uint32_t rows)");
    for (const Tensor* tensor : m_vectorIn) {
        if (keepsColumns(*tensor))
            continue;
        if (!fullExtent(*tensor)) {
            m_out.line(tensor->loader() + "(0, m_t.cols);");
            continue;
        }
        m_out.line("LocalTensor<" + tensor->type() + "> " + tensor->local() + " = " + tensor->queue()
            + ".AllocTensor<" + tensor->type() + ">();");
        const std::string source = tensor->gm() + "[static_cast<uint64_t>(row) * m_t.cols]";
        m_out.line(m_c.plan.copy == KernelPlan::Copy::DataCopy
                ? "DataCopy(" + tensor->local() + ", " + source + ", rows * m_t.pitch);"
                : "CopyRowsToUb(" + tensor->local() + ", " + source + ", rows, m_t.cols, m_t.pitch);");
        m_out.line(tensor->queue() + ".EnQue(" + tensor->local() + ");");
    }
    for (const Tensor* tensor : m_rowIn)
        m_out.line(tensor->loader() + "(row, rows);");
    m_out.close().line();

    m_out.line("// All rows of a tile at once: elementwise steps run over the padded tile, steps with one "
               "value per row or");
    m_out.line("// one row for all use repeat strides, one repeat per row.");
    m_out.open("__aicore__ inline void ComputeRows(uint32_t rows)");
    m_out.line("const uint32_t all = rows * m_t.pitch;");
    StepScope scope;
    scope.count = "all";
    scope.rowCount = "rows";
    for (const Tensor* tensor : m_vectorIn)
        nameVectorInput(*tensor, m_wholeScratch, "all", scope);
    for (const Tensor* tensor : m_vectorOut)
        nameOutput(m_out, m_c, *tensor, m_wholeScratch, "", scope);
    nameRowTensors("rows", scope);
    nameScratch(m_out, m_c, m_wholeScratch, "", scope);
    nameRowValues("m_t.values", scope);
    for (const int op : m_c.ops())
        writeStridedStep(op, scope);
    for (const Tensor* tensor : m_vectorOut)
        finishOutput(m_out, m_c, *tensor, scope, "all");
    finishRowTensors("rows");
    releaseInputs();
    m_out.close().line();

    m_out.open("__aicore__ inline void CopyRowsOut(uint32_t row, uint32_t rows)");
    for (const Tensor* tensor : m_vectorOut) {
        m_out.line("LocalTensor<" + tensor->type() + "> " + tensor->local() + " = " + tensor->queue()
            + ".DeQue<" + tensor->type() + ">();");
        const std::string target = tensor->gm() + "[static_cast<uint64_t>(row) * m_t.cols]";
        m_out.line(m_c.plan.copy == KernelPlan::Copy::DataCopy
                ? "DataCopy(" + target + ", " + tensor->local() + ", rows * m_t.pitch);"
                : "CopyRowsToGm(" + target + ", " + tensor->local() + ", rows, m_t.cols, m_t.pitch);");
        m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
    }
    for (const Tensor* tensor : m_rowOut)
        writeStore(m_out, m_c, *tensor, "row", "rows");
    m_out.close().line();
    if (reduces())
        writeRowReductions();
}

/// RowSum, RowMax, RowMin: one result per row of a tile.
void RowsEmitter::writeRowReductions()
{
    const std::pair<Prim, std::pair<const char*, const char*>> kinds[]
        = { { Prim::SumAxis, { "Sum", "Add" } }, { Prim::MaxAxis, { "Max", "Max" } },
              { Prim::MinAxis, { "Min", "Min" } } };
    for (const auto& [prim, names] : kinds) {
        const auto uses = [p = prim](const Value& v) { return v.kind == Value::Kind::Op && v.prim == p; };
        if (std::none_of(m_c.program.values.begin(), m_c.program.values.end(), uses))
            continue;
        const std::string name = names.first;
        const std::string order = prim == Prim::SumAxis ? "" : ", ReduceOrder::ORDER_ONLY_VALUE";
        m_out.line("// One result per row: columns are folded into one repeat per row, which one instruction "
                   "reduces.");
        m_out.open("__aicore__ inline void Row" + name
            + "(const LocalTensor<ComputeT>& dst, const LocalTensor<ComputeT>& src, uint32_t rows)");
        m_out.line("const uint8_t stride = static_cast<uint8_t>(m_t.pitch / BLOCK);");
        m_out.line("const uint8_t repeats = static_cast<uint8_t>(rows);");
        m_out.openInline("if (m_t.cols <= LANES)");
        m_out.line("WholeReduce" + name + "(dst, src, m_t.cols, rows, 1, 1, stride" + order + ");");
        m_out.line("return;");
        m_out.close();
        m_out.line("LocalTensor<ComputeT> fold = m_foldBuffer.Get<ComputeT>();");
        m_out.line("Adds(fold, src, static_cast<ComputeT>(0.0f), static_cast<uint64_t>(LANES), repeats, "
                   "UnaryRepeatParams { 1, 1, 8, stride });");
        m_out.openInline("for (uint32_t c = LANES; c < m_t.cols; c += LANES)");
        m_out.line("const uint64_t width = Smaller(LANES, m_t.cols - c);");
        m_out.line(std::string(names.second)
            + "(fold, fold, src[c], width, repeats, BinaryRepeatParams { 1, 1, 1, 8, 8, stride });");
        m_out.close();
        m_out.line("WholeReduce" + name + "(dst, fold, LANES, rows, 1, 1, 8" + order + ");");
        m_out.close().line();
    }
}

void RowsEmitter::writeStridedStep(int value, StepScope& scope)
{
    const Value& v = at(value);
    if (isReduction(v.prim)) {
        if (!v.note.empty())
            m_out.line("// " + v.note);
        const char* name = v.prim == Prim::SumAxis ? "RowSum("
            : v.prim == Prim::MaxAxis              ? "RowMax("
                                                   : "RowMin(";
        m_out.line(name + scope.rowValues.at(value) + ", " + scope.vectors.at(v.args[0]) + ", rows);");
        return;
    }
    const bool mixed = v.args.size() == 2 && isVector(m_c.program, value) && !isColumn(value)
        && std::any_of(v.args.begin(), v.args.end(),
            [&](int arg) { return isRowValue(m_c.program, arg) || isColumn(arg); });
    if (mixed) {
        writeStridedBinary(value, scope);
        return;
    }
    if (isColumn(value)) {
        StepScope columns = scope;
        columns.count = "m_t.pitch";
        m_steps.step(value, columns);
        return;
    }
    m_steps.step(value, scope);
}

/// Tile with a value per row (block stride 0 over its block) or with one row for all (repeat stride 0).
void RowsEmitter::writeStridedBinary(int value, StepScope& scope)
{
    const Value& v = at(value);
    if (!v.note.empty())
        m_out.line("// " + v.note);
    m_out.open();
    std::string operands, blocks, repeats;
    bool column = false;
    for (const int arg : v.args) {
        if (isRowValue(m_c.program, arg)) {
            m_out.line("LocalTensor<ComputeT> spread = m_spreadBuffer.Get<ComputeT>();");
            m_out.line("Brcb(spread, " + scope.rowValues.at(arg)
                + ", static_cast<uint8_t>((rows + 7) / 8), BrcbRepeatParams { 1, 8 });");
            operands += ", spread";
            blocks += ", 0";
            repeats += ", 1";
        } else {
            column = column || isColumn(arg);
            operands += ", " + scope.vectors.at(arg) + "[c]";
            blocks += ", 1";
            repeats += isColumn(arg) ? ", 0" : ", stride";
        }
    }
    m_out.line("const uint8_t stride = static_cast<uint8_t>(m_t.pitch / BLOCK);");
    m_out.openInline("for (uint32_t c = 0; c < m_t.pitch; c += LANES)");
    m_out.line("const uint64_t width = Smaller(LANES, m_t.pitch - c);");
    m_out.line(std::string(apiName(v.prim)) + "(" + scope.vectors.at(value) + "[c]" + operands
        + ", width, static_cast<uint8_t>(rows), BinaryRepeatParams { 1" + blocks + ", stride" + repeats
        + " });");
    m_out.close();
    m_out.close();
}

} // namespace hawk::synth::detail
