#include "synth/rows_emitter.h"

namespace hawk::synth::detail {

/// LoadX(offset, count) for every input.
void RowsEmitter::writeLoads()
{
    for (const auto* list : { &m_vectorIn, &m_rowIn })
        for (const Tensor* tensor : *list) {
            m_out.open("__aicore__ inline void " + tensor->loader() + "(uint64_t offset, uint32_t count)");
            writeLoad(m_out, m_c, *tensor, "offset", "count");
            m_out.close().line();
        }
}

void RowsEmitter::writeSingleRow()
{
    m_out.open("__aicore__ inline void CopyIn(uint32_t row)");
    for (const Tensor* tensor : m_vectorIn)
        if (!keepsColumns(*tensor))
            m_out.line(tensor->loader()
                + (fullExtent(*tensor) ? "(static_cast<uint64_t>(row) * m_t.cols, m_t.cols);"
                                       : "(0, m_t.cols);"));
    for (const Tensor* tensor : m_rowIn)
        m_out.line(tensor->loader() + "(row, 1);");
    m_out.close().line();

    m_out.open("__aicore__ inline void Compute()");
    StepScope scope;
    scope.count = "m_t.cols";
    scope.reduceCount = m_c.plan.reduceCount == KernelPlan::ReduceCount::Exact ? "m_t.cols" : "m_t.pitch";
    for (const Tensor* tensor : m_vectorIn)
        nameVectorInput(*tensor, m_wholeScratch, "m_t.cols", scope);
    for (const Tensor* tensor : m_vectorOut)
        nameOutput(m_out, m_c, *tensor, m_wholeScratch, "", scope);
    nameRowTensors("1", scope);
    nameScratch(m_out, m_c, m_wholeScratch, "", scope);
    nameRowValues("m_t.values", scope);
    for (const int op : m_c.ops())
        m_steps.step(op, scope);
    for (const Tensor* tensor : m_vectorOut)
        finishOutput(m_out, m_c, *tensor, scope, "m_t.cols");
    finishRowTensors("1");
    releaseInputs();
    m_out.close().line();

    m_out.open("__aicore__ inline void CopyOut(uint32_t row)");
    for (const Tensor* tensor : m_vectorOut)
        writeStore(m_out, m_c, *tensor, "static_cast<uint64_t>(row) * m_t.cols", "m_t.cols");
    for (const Tensor* tensor : m_rowOut)
        writeStore(m_out, m_c, *tensor, "row", "1");
    m_out.close().line();
}

void RowsEmitter::nameVectorInput(
    const Tensor& tensor, const ScratchMap& scratch, const std::string& count, StepScope& scope)
{
    // Repeats cover whole blocks: for tiles of rows the padding of a row vector must be defined as well.
    const std::string columns = count == "all" ? "m_t.pitch" : "m_t.cols";
    if (!keepsColumns(tensor)) {
        nameInput(m_out, m_c, tensor, scratch, fullExtent(tensor) ? count : columns, "", scope);
        return;
    }
    std::string name = "m_" + tensor.name + "Kept";
    if (m_c.converts) {
        m_out.line("LocalTensor<ComputeT> " + tensor.view() + " = ToCompute(" + name + ", m_t"
            + std::to_string(scratch.slot.at(tensor.value)) + "Buffer, " + columns + ");");
        name = tensor.view();
    }
    scope.vectors[tensor.value] = name;
}

void RowsEmitter::nameRowTensors(const std::string& count, StepScope& scope)
{
    for (const Tensor* tensor : m_rowIn) {
        m_out.line("LocalTensor<" + tensor->type() + "> " + tensor->local() + " = " + tensor->queue()
            + ".DeQue<" + tensor->type() + ">();");
        if (m_c.converts)
            m_out.line("LocalTensor<ComputeT> " + tensor->view() + " = ToCompute(" + tensor->local() + ", "
                + rowBuffer(*tensor) + ", " + count + ");");
        scope.rowValues[tensor->value] = m_c.converts ? tensor->view() : tensor->local();
    }
    for (const Tensor* tensor : m_rowOut) {
        m_out.line("LocalTensor<" + tensor->type() + "> " + tensor->local() + " = " + tensor->queue()
            + ".AllocTensor<" + tensor->type() + ">();");
        if (m_c.converts)
            m_out.line("LocalTensor<ComputeT> " + tensor->view() + " = ResultView(" + tensor->local() + ", "
                + rowBuffer(*tensor) + ");");
        scope.rowValues[tensor->value] = m_c.converts ? tensor->view() : tensor->local();
    }
}

void RowsEmitter::nameRowValues(const std::string& pitch, StepScope& scope)
{
    if (m_stat.empty())
        return;
    m_out.line("LocalTensor<ComputeT> stats = m_statsBuffer.Get<ComputeT>();");
    for (const auto& [value, index] : m_stat) {
        const std::string name = "r" + std::to_string(value);
        m_out.line(
            "LocalTensor<ComputeT> " + name + " = stats[" + std::to_string(index) + " * " + pitch + "];");
        scope.rowValues[value] = name;
    }
}

void RowsEmitter::finishRowTensors(const std::string& count)
{
    for (const Tensor* tensor : m_rowOut) {
        if (m_c.converts)
            m_out.line("FromCompute(" + tensor->local() + ", " + tensor->view() + ", " + count + ");");
        m_out.line(tensor->queue() + ".EnQue<" + tensor->type() + ">(" + tensor->local() + ");");
    }
    for (const Tensor* tensor : m_rowIn)
        m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
}

void RowsEmitter::releaseInputs()
{
    for (const Tensor* tensor : m_vectorIn)
        if (!keepsColumns(*tensor))
            m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
}

} // namespace hawk::synth::detail
