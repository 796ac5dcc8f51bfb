#include "synth/rows_emitter.h"

#include <algorithm>

namespace hawk::synth::detail {

RowsEmitter::RowsEmitter(const Context& context)
    : m_c(context)
    , m_passes(splitPasses(context.program))
    , m_steps(m_out, context.program, context.plan)
{
    for (const Tensor& tensor : m_c.inputs)
        if (tensor.used)
            (isVector(m_c.program, tensor.value) ? m_vectorIn : m_rowIn).push_back(&tensor);
    for (const Tensor& tensor : m_c.outputs)
        (isVector(m_c.program, tensor.value) ? m_vectorOut : m_rowOut).push_back(&tensor);
    m_many = m_c.plan.rowsPerTile == KernelPlan::RowsPerTile::Many;
    m_chunked = m_c.plan.rows == KernelPlan::Rows::Chunked;
}

Result<EmittedKernel> RowsEmitter::run()
{
    for (const Tensor* tensor : m_rowIn)
        if ((tensor->extent & kOuter) == 0)
            return Error { Errc::InvalidInput,
                "operator '" + m_c.request.spec.name + "' has the one-element input '" + tensor->name
                    + "', which the built-in synthesizer does not reach",
                m_c.request.spec.name };
    planBuffers();
    writeLaunch();
    writeHeader(m_out, m_c, "Row-wise: each core takes a range of rows.");
    writeTypes(m_out, m_c);
    m_out.line("constexpr uint32_t BLOCK = 32 / sizeof(ComputeT); // elements of one 32-byte block");
    if (m_many)
        m_out.line("constexpr uint32_t LANES = 256 / sizeof(ComputeT); // elements one repeat handles");
    m_out.line();
    writeTiling(m_out, m_launch);
    writeCopyHelpers(m_out, m_c, m_many);
    writeConversion(m_out, m_c);
    writeClass();
    writeEntry(m_out, m_c);
    return EmittedKernel { m_out.text(), m_launch.json(m_c.request.spec), m_ub };
}

bool RowsEmitter::isColumn(int value) const
{
    return isVector(m_c.program, value) && (at(value).extent & kOuter) == 0;
}

std::vector<int> RowsEmitter::vectorOutputs() const
{
    std::vector<int> result;
    for (const Tensor* tensor : m_vectorOut)
        result.push_back(tensor->value);
    return result;
}

/// Without conversion a result is computed in its queue tensor and needs no buffer of its own.
std::vector<int> RowsEmitter::outputsInQueues() const
{
    return m_c.converts ? std::vector<int> {} : vectorOutputs();
}

void RowsEmitter::planBuffers()
{
    const bool reuse = m_c.plan.scratch == KernelPlan::Scratch::Reused;
    std::vector<int> whole;
    if (m_c.converts)
        for (const Tensor* tensor : m_vectorIn)
            whole.push_back(tensor->value);
    for (const int op : m_c.ops())
        whole.push_back(op);
    m_wholeScratch = assignScratch(m_c.program, whole, vectorOutputs(), outputsInQueues(), reuse);
    m_buffers = m_wholeScratch.count;
    if (m_chunked)
        for (const Pass& pass : m_passes) {
            std::vector<int> steps;
            if (m_c.converts)
                steps = pass.inputs;
            steps.insert(steps.end(), pass.vectors.begin(), pass.vectors.end());
            std::vector<int> read = pass.outputs;
            for (const int reduction : pass.reductions)
                read.push_back(at(reduction).args[0]);
            m_passScratch.push_back(assignScratch(m_c.program, steps, read, outputsInQueues(), reuse));
            m_buffers = std::max(m_buffers, m_passScratch.back().count);
        }
    for (const int op : m_c.ops()) {
        const bool output
            = std::any_of(m_rowOut.begin(), m_rowOut.end(), [&](const Tensor* t) { return t->value == op; });
        if (isRowValue(m_c.program, op) && !output)
            m_stat.emplace(op, static_cast<int>(m_stat.size()));
    }
}

void RowsEmitter::writeLaunch()
{
    m_launch.let("rows", m_c.request.geometry.outer);
    m_launch.let("cols", m_c.request.geometry.axis);
    m_launch.let("pitch", "alignup(cols, 32 / " + m_c.smallestElement() + ")");
    writeCoreSplit();
    writeBudget();
    const bool sized = m_c.plan.reduceScratch == KernelPlan::ReduceScratch::Sized;
    m_launch.let("work", sized ? "alignup(min(tile, pitch) / 16 + 64, 64)" : "8");
    m_launch.let("values", "alignup(rowsPerTile, 16)");
    m_launch.field("rows", "rows", "rows of the tensors");
    m_launch.field("rowsPerCore", "rowsPerCore", "rows of each core, the last one has the rest");
    m_launch.field("cols", "cols", "elements of a row");
    m_launch.field("pitch", "pitch", "distance of rows in UB, whole 32-byte blocks");
    if (m_many)
        m_launch.field("rowsPerTile", "rowsPerTile", "rows moved by one transfer");
    m_launch.field("tile", "tile", "elements of one buffer");
    if (reduces())
        m_launch.field("work", "work", "elements of the work buffer of reductions");
    m_launch.field("values", "values", "room for one value per row of a tile, whole blocks");
    for (const ScalarField& field : m_c.program.fields)
        m_launch.floatField(field);
    m_launch.blockDim("cores");
    m_ub = "tile * (bytesPerElement) + work * 4 + values * " + std::to_string(bytesOfRowValues() / 8);
    if (m_many)
        m_ub += " + rowsPerTile * 288";
}

/// Values per row take a block each, their queues one per buffer and one for conversion.
int RowsEmitter::bytesOfRowValues() const
{
    const int rowTensors = static_cast<int>(m_rowIn.size() + m_rowOut.size());
    return 32 * (statCount() + (static_cast<int>(m_c.plan.bufferNum) + 1) * rowTensors);
}

/// How much of a row, or how many rows, fit into UB together with everything else.
void RowsEmitter::writeBudget()
{
    const KernelPlan& plan = m_c.plan;
    const std::string divisor = plan.tileDivisor == 1 ? "" : " / " + std::to_string(plan.tileDivisor);
    std::string bytes = std::to_string(m_buffers) + "*" + m_c.computeBytes();
    for (const auto* list : { &m_vectorIn, &m_vectorOut })
        for (const Tensor* tensor : *list)
            bytes += " + " + std::to_string(keepsColumns(*tensor) ? 1 : plan.bufferNum) + "*dtypeBytes_"
                + tensor->name;
    m_launch.let("bytesPerElement", bytes);
    // A reduction of n elements needs n / 16 work elements of 4 bytes: a quarter byte more per element.
    const std::string fixed = std::to_string(bytesOfRowValues() + 512);
    m_launch.let("fits",
        plan.tile == KernelPlan::Tile::Budgeted ? "max(128, aligndown((ubBytes - " + fixed
                + ") * 4 / (4 * (bytesPerElement) + 1)" + divisor + ", 128))"
                                                : "ubBytes / dtypeBytes_" + m_c.mainTensor.name);
    if (m_many) {
        // Besides its elements a row needs a repeat's width for folding, a block for spreading, and its
        // values.
        m_launch.let(
            "bytesPerRow", "pitch * (bytesPerElement) + " + std::to_string(288 + bytesOfRowValues() / 4));
        m_launch.let("rowsFit", "(ubBytes" + divisor + " - 4096 - pitch / 4) / bytesPerRow");
        // Repeat strides end at 255 blocks of 32 bytes, repeats at 255.
        m_launch.let("rowsPerTile", "pitch <= 2040 ? max(1, min(min(rowsFit, rowsPerCore), 255)) : 1");
    } else {
        m_launch.let("rowsPerTile", "1");
    }
    m_launch.let("tile",
        m_chunked ? "rowsPerTile > 1 ? rowsPerTile * pitch : min(fits, pitch)" : "rowsPerTile * pitch");
}

void RowsEmitter::writeCoreSplit()
{
    const KernelPlan& plan = m_c.plan;
    std::string share = "rows";
    if (plan.cores == KernelPlan::Cores::All) {
        share = "ceildiv(rows, coreCount)";
        if (plan.minBytesPerCore > 0)
            share = "max(" + share + ", ceildiv(" + std::to_string(plan.minBytesPerCore)
                + ", cols * dtypeBytes_" + m_c.mainTensor.name + "))";
    }
    m_launch.let("rowsPerCore", "max(1, " + share + ")");
    m_launch.let("cores", "max(1, ceildiv(rows, rowsPerCore))");
}

void RowsEmitter::writeClass()
{
    m_out.openInline("class " + m_c.className());
    m_out.label("public:");
    writeInit();
    writeProcess();
    m_out.label("private:");
    writeLoads();
    writeSingleRow();
    if (m_many)
        writeTileOfRows();
    if (m_chunked)
        writeLongRow();
    const bool readsScalars
        = std::any_of(m_c.program.values.begin(), m_c.program.values.end(), [&](const Value& v) {
              return v.kind == Value::Kind::Op && (v.extent & kAxis) != 0
                  && std::any_of(
                      v.args.begin(), v.args.end(), [&](int arg) { return isRowValue(m_c.program, arg); });
          });
    writeMemberHelpers(m_out, m_c, readsScalars);
    writeMembers();
    m_out.close(";").line();
}

std::string RowsEmitter::lengthOf(const Tensor& tensor) const
{
    if (isVector(m_c.program, tensor.value))
        return fullExtent(tensor) ? "static_cast<uint64_t>(m_t.rows) * m_t.cols" : "m_t.cols";
    return "m_t.rows";
}

void RowsEmitter::writeInit()
{
    writeInitStart(m_out, m_c);
    m_out.line("m_firstRow = Smaller(GetBlockIdx() * m_t.rowsPerCore, m_t.rows);");
    m_out.line("m_lastRow = Smaller(m_firstRow + m_t.rowsPerCore, m_t.rows);");
    if (m_c.program.usesAxisLength)
        m_out.line(std::string(kAxisLength) + " = static_cast<float>(static_cast<int32_t>(m_t.cols));");
    for (const auto* list : { &m_c.inputs, &m_c.outputs })
        for (const Tensor& tensor : *list)
            if (tensor.used)
                writeBinding(m_out, { &tensor, "", lengthOf(tensor) });
    for (const auto* list : { &m_vectorIn, &m_vectorOut })
        for (const Tensor* tensor : *list)
            m_out.line("pipe->InitBuffer(" + tensor->queue() + ", "
                + (keepsColumns(*tensor) ? "1" : "BUFFER_NUM") + ", m_t.tile * sizeof(" + tensor->type()
                + "));");
    for (const auto* list : { &m_rowIn, &m_rowOut })
        for (const Tensor* tensor : *list) {
            m_out.line("pipe->InitBuffer(" + tensor->queue() + ", BUFFER_NUM, m_t.values * sizeof("
                + tensor->type() + "));");
            if (m_c.converts)
                m_out.line("pipe->InitBuffer(" + rowBuffer(*tensor) + ", m_t.values * sizeof(ComputeT));");
        }
    for (int slot = 0; slot < m_buffers; ++slot)
        m_out.line("pipe->InitBuffer(m_t" + std::to_string(slot) + "Buffer, m_t.tile * sizeof(ComputeT));");
    if (usesStats())
        m_out.line("pipe->InitBuffer(m_statsBuffer, " + std::to_string(statCount())
            + " * m_t.values * sizeof(ComputeT));");
    if (reduces()) {
        m_out.line("pipe->InitBuffer(m_workBuffer, m_t.work * sizeof(ComputeT));");
        m_out.line("m_work = m_workBuffer.Get<ComputeT>();");
    }
    if (m_many) {
        if (reduces())
            m_out.line("pipe->InitBuffer(m_foldBuffer, m_t.rowsPerTile * 256);");
        m_out.line("pipe->InitBuffer(m_spreadBuffer, m_t.values * 32);");
        if (usesStats()) {
            m_out.line(
                "// Brcb reads eight values at a time: what lies behind the last row must be defined.");
            m_out.line("Duplicate(m_statsBuffer.Get<ComputeT>(), static_cast<ComputeT>(0.0f), "
                + std::to_string(statCount()) + " * m_t.values);");
        }
    }
    m_out.close().line();
}

void RowsEmitter::writeProcess()
{
    m_out.open("__aicore__ inline void Process()");
    if (m_chunked) {
        m_out.openInline("if (m_t.cols > m_t.tile)");
        m_out.openInline("for (uint32_t row = m_firstRow; row < m_lastRow; ++row)");
        m_out.line("ProcessLongRow(row);");
        m_out.close().line("return;").close();
    }
    for (const Tensor* tensor : m_vectorIn)
        if (keepsColumns(*tensor)) {
            m_out.line(tensor->loader() + "(0, m_t.cols); // the same for every row: loaded once");
            m_out.line(
                "m_" + tensor->name + "Kept = " + tensor->queue() + ".DeQue<" + tensor->type() + ">();");
        }
    if (m_many) {
        m_out.openInline("if (m_t.rowsPerTile > 1)");
        m_out.openInline("for (uint32_t row = m_firstRow; row < m_lastRow; row += m_t.rowsPerTile)");
        m_out.line("const uint32_t rows = Smaller(m_t.rowsPerTile, m_lastRow - row);");
        m_out.line("CopyRowsIn(row, rows);").line("ComputeRows(rows);").line("CopyRowsOut(row, rows);");
        m_out.close().close(" else {");
        m_out.line("    for (uint32_t row = m_firstRow; row < m_lastRow; ++row) {");
        m_out.line("        CopyIn(row);")
            .line("        Compute();")
            .line("        CopyOut(row);")
            .line("    }")
            .line("}");
    } else {
        m_out.openInline("for (uint32_t row = m_firstRow; row < m_lastRow; ++row)");
        m_out.line("CopyIn(row);").line("Compute();").line("CopyOut(row);");
        m_out.close();
    }
    for (const Tensor* tensor : m_vectorIn)
        if (keepsColumns(*tensor))
            m_out.line(tensor->queue() + ".FreeTensor(m_" + tensor->name + "Kept);");
    m_out.close().line();
}

void RowsEmitter::writeMembers()
{
    for (const auto* list : { &m_c.inputs, &m_c.outputs })
        for (const Tensor& tensor : *list)
            if (tensor.used) {
                m_out.line("GlobalTensor<" + tensor.type() + "> " + tensor.gm() + ";");
                m_out.line(std::string(tensor.output ? kQueueOut : kQueueIn) + " " + tensor.queue() + ";");
            }
    for (const Tensor* tensor : m_vectorIn)
        if (keepsColumns(*tensor))
            m_out.line("LocalTensor<" + tensor->type() + "> m_" + tensor->name + "Kept;");
    if (m_c.converts)
        for (const auto* list : { &m_rowIn, &m_rowOut })
            for (const Tensor* tensor : *list)
                m_out.line(std::string(kBuffer) + " " + rowBuffer(*tensor) + ";");
    for (int slot = 0; slot < m_buffers; ++slot)
        m_out.line(std::string(kBuffer) + " m_t" + std::to_string(slot) + "Buffer;");
    if (usesStats())
        m_out.line(std::string(kBuffer) + " m_statsBuffer; // values per row");
    if (reduces()) {
        m_out.line(std::string(kBuffer) + " m_workBuffer;");
        m_out.line("LocalTensor<ComputeT> m_work; // of reductions");
    }
    if (m_many) {
        if (reduces())
            m_out.line(std::string(kBuffer) + " m_foldBuffer; // one repeat per row");
        m_out.line(std::string(kBuffer) + " m_spreadBuffer; // one block per row");
    }
    m_out.line("TilingData m_t;");
    m_out.line("uint32_t m_firstRow = 0;");
    m_out.line("uint32_t m_lastRow = 0; // one past");
    if (m_c.program.usesAxisLength)
        m_out.line("float " + std::string(kAxisLength) + " = 1.0f;");
}

Result<EmittedKernel> emitRows(const Context& context) { return RowsEmitter(context).run(); }

} // namespace hawk::synth::detail
