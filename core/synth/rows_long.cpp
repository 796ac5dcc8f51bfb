#include "synth/rows_emitter.h"

#include <algorithm>

namespace hawk::synth::detail {

/// A row longer than a tile: one walk over its chunks per pass, values per row are carried between passes.
void RowsEmitter::writeLongRow()
{
    m_out.open("__aicore__ inline void ProcessLongRow(uint32_t row)");
    m_out.line("const uint64_t start = static_cast<uint64_t>(row) * m_t.cols;");
    for (const Tensor* tensor : m_rowIn)
        m_out.line(tensor->loader() + "(row, 1);");
    StepScope rowScope;
    nameRowTensors("1", rowScope);
    nameRowValues("m_t.values", rowScope);
    if (reduces()) {
        const std::string stats = m_stat.empty() ? "m_statsBuffer.Get<ComputeT>()" : "stats";
        m_out.line("LocalTensor<ComputeT> part = " + stats + "[" + std::to_string(statCount() - 1)
            + " * m_t.values]; // of one chunk");
    }
    for (std::size_t i = 0; i < m_passes.size(); ++i)
        writePass(m_passes[i], m_passScratch[i], i + 1, rowScope);
    finishRowTensors("1");
    for (const Tensor* tensor : m_rowOut) {
        m_out.line(tensor->local() + " = " + tensor->queue() + ".DeQue<" + tensor->type() + ">();");
        writeCopyToGm(m_out, m_c, *tensor, tensor->local(), "row", "1");
        m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
    }
    m_out.close().line();
}

void RowsEmitter::writePass(
    const Pass& pass, const ScratchMap& scratch, std::size_t number, StepScope& rowScope)
{
    if (pass.inputs.empty()) { // steps on row values that need no walk
        for (const int step : pass.rowSteps)
            m_steps.step(step, rowScope);
        return;
    }
    m_out.line("// Pass " + std::to_string(number) + " of " + std::to_string(m_passes.size()));
    for (const int reduction : pass.reductions)
        m_steps.neutral(at(reduction).prim, rowScope.rowValues.at(reduction), "1");
    StepScope scope = rowScope;
    scope.readRows.clear();
    m_out.open();
    readRowScalars(pass, scope);
    m_out.openInline("for (uint32_t offset = 0; offset < m_t.cols; offset += m_t.tile)");
    m_out.line("const uint32_t count = Smaller(m_t.tile, m_t.cols - offset);");
    for (const int input : pass.inputs) {
        const Tensor& tensor = *m_c.inputOf(input);
        m_out.line(tensor.loader() + (fullExtent(tensor) ? "(start + offset, count);" : "(offset, count);"));
    }
    for (const int input : pass.inputs)
        nameInput(m_out, m_c, *m_c.inputOf(input), scratch, "count", "", scope);
    for (const Tensor* tensor : m_vectorOut)
        if (std::find(pass.outputs.begin(), pass.outputs.end(), tensor->value) != pass.outputs.end())
            nameOutput(m_out, m_c, *tensor, scratch, "", scope);
    nameScratch(m_out, m_c, scratch, "", scope);
    for (const int step : pass.vectors)
        m_steps.step(step, scope);
    for (const int reduction : pass.reductions) {
        m_steps.reduce(reduction, "part", scope);
        m_steps.combine(at(reduction).prim, rowScope.rowValues.at(reduction), "part", "1");
    }
    for (const int input : pass.inputs)
        m_out.line(m_c.inputOf(input)->queue() + ".FreeTensor(" + m_c.inputOf(input)->local() + ");");
    writeChunkOutputs(pass, scope);
    m_out.close();
    StepScope after = rowScope;
    after.readRows = scope.readRows;
    for (const int step : pass.rowSteps)
        m_steps.step(step, after);
    m_out.close();
}

void RowsEmitter::writeChunkOutputs(const Pass& pass, const StepScope& scope)
{
    for (const Tensor* tensor : m_vectorOut) {
        if (std::find(pass.outputs.begin(), pass.outputs.end(), tensor->value) == pass.outputs.end())
            continue;
        finishOutput(m_out, m_c, *tensor, scope, "count");
        m_out.line(tensor->local() + " = " + tensor->queue() + ".DeQue<" + tensor->type() + ">();");
        writeCopyToGm(m_out, m_c, *tensor, tensor->local(), "start + offset", "count");
        m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
    }
}

/// Scalars the walk needs are read once, before it.
void RowsEmitter::readRowScalars(const Pass& pass, StepScope& scope)
{
    for (const int step : pass.vectors)
        for (const int arg : at(step).args)
            if (isRowValue(m_c.program, arg) && scope.readRows.insert(arg).second)
                m_out.line("const ComputeT " + StepWriter::rowScalarName(arg) + " = ReadScalar("
                    + scope.rowValues.at(arg) + ");");
}

} // namespace hawk::synth::detail
