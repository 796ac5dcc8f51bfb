#include "synth/emitter_parts.h"
#include "synth/passes.h"

#include <algorithm>

namespace hawk::synth::detail {

namespace {

/// Row-wise kernels: outer x axis with the axis contiguous. A tile holds whole rows; rows longer than a tile are walked
/// in chunks, once per pass.
class RowsEmitter {
public:
    explicit RowsEmitter(const Context& context)
        : m_c(context)
        , m_passes(splitPasses(context.program))
        , m_steps(m_out, context.program, context.plan)
    {
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used)
                (isVector(m_c.program, tensor.value) ? m_vectorIn : m_rowIn).push_back(&tensor);
        for (const Tensor& tensor : m_c.outputs)
            (isVector(m_c.program, tensor.value) ? m_vectorOut : m_rowOut).push_back(&tensor);
        m_many = m_c.plan.rowsPerTile == KernelPlan::RowsPerTile::Many && m_rowIn.empty() && m_rowOut.empty();
        m_chunked = m_c.plan.rows == KernelPlan::Rows::Chunked;
    }

    Result<EmittedKernel> run()
    {
        for (const Tensor* tensor : m_rowIn)
            if ((tensor->extent & kOuter) == 0)
                return Error { Errc::InvalidInput, "operator '" + m_c.request.spec.name + "' has the one-element input '"
                        + tensor->name + "', which the built-in synthesizer does not reach", m_c.request.spec.name };
        planBuffers();
        writeLaunch();
        writeHeader(m_out, m_c, "Row-wise: each core takes a range of rows.");
        writeTypes(m_out, m_c);
        m_out.line("constexpr uint32_t BLOCK = 32 / sizeof(ComputeT); // elements of one 32-byte block").line();
        writeTiling(m_out, m_launch);
        writeConversion(m_out, m_c);
        writeClass();
        writeEntry(m_out, m_c);
        return EmittedKernel { m_out.text(), m_launch.json(m_c.request.spec), m_ub };
    }

private:
    bool reduces() const { return m_c.request.geometry.reduces; }
    bool fullExtent(const Tensor& tensor) const { return (tensor.extent & kOuter) != 0; }
    bool keepsColumns(const Tensor& tensor) const
    {
        return !fullExtent(tensor) && m_c.plan.broadcast == KernelPlan::Broadcast::Once;
    }

    std::vector<int> outputsInQueues() const
    {
        std::vector<int> result;
        if (!m_c.converts)
            for (const Tensor* tensor : m_vectorOut)
                result.push_back(tensor->value);
        return result;
    }

    std::vector<int> vectorOutputs() const
    {
        std::vector<int> result;
        for (const Tensor* tensor : m_vectorOut)
            result.push_back(tensor->value);
        return result;
    }

    void planBuffers()
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
                std::vector<int> live = pass.outputs;
                for (const int reduction : pass.reductions)
                    live.push_back(m_c.program.values[static_cast<std::size_t>(reduction)].args[0]);
                m_passScratch.push_back(assignScratch(m_c.program, steps, live, outputsInQueues(), reuse));
                m_buffers = std::max(m_buffers, m_passScratch.back().count);
            }
        for (const int op : m_c.ops())
            if (isRowValue(m_c.program, op))
                m_stat.emplace(op, static_cast<int>(m_stat.size()));
        for (const Tensor* tensor : m_rowIn)
            m_stat.emplace(tensor->value, static_cast<int>(m_stat.size()));
    }

    int statCount() const { return static_cast<int>(m_stat.size()) + 1; } // one more for a chunk's partial result

    void writeLaunch()
    {
        const KernelPlan& plan = m_c.plan;
        const std::string main = m_c.mainTensor.name;
        m_launch.let("rows", m_c.request.geometry.outer);
        m_launch.let("cols", m_c.request.geometry.axis);
        m_launch.let("pitch", "alignup(cols, 32 / " + m_c.smallestElement() + ")");
        writeCoreSplit();
        std::string bytes = std::to_string(m_buffers) + "*" + m_c.computeBytes();
        for (const auto* list : { &m_vectorIn, &m_vectorOut })
            for (const Tensor* tensor : *list)
                bytes += " + " + std::to_string(keepsColumns(*tensor) ? 1 : plan.bufferNum) + "*dtypeBytes_" + tensor->name;
        m_launch.let("bytesPerElement", bytes);
        // Values per row, one block each, and what is left of the reduction's work buffer after its share per element.
        const int fixed = 32 * (statCount() + 2 * static_cast<int>(plan.bufferNum) * static_cast<int>(m_rowIn.size() + m_rowOut.size())) + 512;
        if (plan.tile == KernelPlan::Tile::Budgeted) {
            const std::string share = plan.tileDivisor == 1 ? "" : " / " + std::to_string(plan.tileDivisor);
            // A reduction of n elements needs n / 16 work elements of 4 bytes: a quarter byte more per element.
            m_launch.let("fits", "max(128, aligndown((ubBytes - " + std::to_string(fixed)
                    + ") * 4 / (4 * (bytesPerElement) + 1)" + share + ", 128))");
        } else {
            m_launch.let("fits", "ubBytes / dtypeBytes_" + main);
        }
        m_launch.let("rowsPerTile", m_many ? "max(1, min(min(fits / pitch, rowsPerCore), 255))" : "1");
        m_launch.let("tile", m_chunked ? "min(max(fits, 128), rowsPerTile * pitch)" : "rowsPerTile * pitch");
        const bool sized = plan.reduceScratch == KernelPlan::ReduceScratch::Sized;
        m_launch.let("work", sized ? "alignup(min(tile, pitch) / 16 + 64, 64)" : "8");
        m_launch.field("rows", "rows", "rows of the tensors");
        m_launch.field("rowsPerCore", "rowsPerCore", "rows of each core, the last one has the rest");
        m_launch.field("cols", "cols", "elements of a row");
        m_launch.field("pitch", "pitch", "distance of rows in UB, whole 32-byte blocks");
        m_launch.field("rowsPerTile", "rowsPerTile", "rows moved by one transfer");
        m_launch.field("tile", "tile", "elements of one buffer");
        m_launch.field("work", "work", "elements of the work buffer of reductions");
        for (const ScalarField& field : m_c.program.fields)
            m_launch.floatField(field);
        m_launch.blockDim("cores");
        m_ub = "tile * (bytesPerElement) + work * 4 + " + std::to_string(fixed - 512);
    }

    void writeCoreSplit()
    {
        const KernelPlan& plan = m_c.plan;
        if (plan.cores == KernelPlan::Cores::One) {
            m_launch.let("rowsPerCore", "rows");
        } else {
            std::string share = "ceildiv(rows, coreCount)";
            if (plan.minBytesPerCore > 0)
                share = "max(" + share + ", ceildiv(" + std::to_string(plan.minBytesPerCore) + ", cols * dtypeBytes_"
                    + m_c.mainTensor.name + "))";
            m_launch.let("rowsPerCore", share);
        }
        m_launch.let("cores", "max(1, ceildiv(rows, max(1, rowsPerCore)))");
    }

    void writeClass()
    {
        m_out.openInline("class " + m_c.className());
        m_out.label("public:");
        writeInit();
        writeProcess();
        m_out.label("private:");
        writeLoads();
        writeCompute();
        writeStoreRows();
        if (m_chunked)
            writeLongRow();
        writeMemberHelpers(m_out, m_c, true);
        writeMembers();
        m_out.close(";").line();
    }

    void writeInit()
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
                m_out.line("pipe->InitBuffer(" + tensor->queue() + ", " + (keepsColumns(*tensor) ? "1" : "BUFFER_NUM")
                    + ", m_t.tile * sizeof(" + tensor->type() + "));");
        for (const auto* list : { &m_rowIn, &m_rowOut })
            for (const Tensor* tensor : *list) {
                m_out.line("pipe->InitBuffer(" + tensor->queue() + ", BUFFER_NUM, 32); // one value");
                if (m_c.converts)
                    m_out.line("pipe->InitBuffer(" + rowBuffer(*tensor) + ", 32);");
            }
        for (int slot = 0; slot < m_buffers; ++slot)
            m_out.line("pipe->InitBuffer(m_t" + std::to_string(slot) + "Buffer, m_t.tile * sizeof(ComputeT));");
        m_out.line("pipe->InitBuffer(m_statsBuffer, " + std::to_string(statCount()) + " * 32); // values per row, one block each");
        if (reduces()) {
            m_out.line("pipe->InitBuffer(m_workBuffer, m_t.work * sizeof(ComputeT));");
            m_out.line("m_work = m_workBuffer.Get<ComputeT>();");
        }
        m_out.close().line();
    }

    std::string lengthOf(const Tensor& tensor) const
    {
        if (isVector(m_c.program, tensor.value))
            return fullExtent(tensor) ? "static_cast<uint64_t>(m_t.rows) * m_t.cols" : "m_t.cols";
        return "m_t.rows";
    }

    static std::string rowBuffer(const Tensor& tensor) { return "m_" + tensor.name + "RowBuffer"; }

    void writeProcess()
    {
        m_out.open("__aicore__ inline void Process()");
        if (m_chunked) {
            m_out.openInline("if (m_t.cols > m_t.tile)");
            m_out.openInline("for (uint32_t row = m_firstRow; row < m_lastRow; ++row)");
            m_out.line("ProcessLongRow(row);");
            m_out.close().line("return;").close();
        }
        for (const Tensor* tensor : m_vectorIn)
            if (keepsColumns(*tensor))
                m_out.line("Load" + tensor->name + "(0, m_t.cols); // the same for every row: loaded once");
        for (const Tensor* tensor : m_vectorIn)
            if (keepsColumns(*tensor))
                m_out.line("m_" + tensor->name + "Kept = " + tensor->queue() + ".DeQue<" + tensor->type() + ">();");
        m_out.openInline("for (uint32_t row = m_firstRow; row < m_lastRow; row += m_t.rowsPerTile)");
        m_out.line("const uint32_t rows = Smaller(m_t.rowsPerTile, m_lastRow - row);");
        m_out.line("CopyIn(row, rows);").line("Compute(rows);").line("CopyOut(row, rows);");
        m_out.close();
        for (const Tensor* tensor : m_vectorIn)
            if (keepsColumns(*tensor))
                m_out.line(tensor->queue() + ".FreeTensor(m_" + tensor->name + "Kept);");
        m_out.close().line();
    }

    /// Load<tensor>(offset, count) for every input, and CopyIn for a tile of whole rows.
    void writeLoads()
    {
        for (const auto* list : { &m_vectorIn, &m_rowIn })
            for (const Tensor* tensor : *list) {
                m_out.open("__aicore__ inline void Load" + tensor->name + "(uint64_t offset, uint32_t count)");
                writeLoad(m_out, m_c, *tensor, "offset", "count");
                m_out.close().line();
            }
        m_out.open("__aicore__ inline void CopyIn(uint32_t row, uint32_t rows)");
        for (const Tensor* tensor : m_vectorIn) {
            if (keepsColumns(*tensor))
                continue;
            if (!fullExtent(*tensor))
                m_out.line("Load" + tensor->name + "(0, m_t.cols);");
            else if (!m_many)
                m_out.line("Load" + tensor->name + "(static_cast<uint64_t>(row) * m_t.cols, m_t.cols);");
            else
                writeRowsIn(*tensor);
        }
        for (const Tensor* tensor : m_rowIn)
            m_out.line("Load" + tensor->name + "(row, 1);");
        m_out.close().line();
    }

    /// Several rows in one transfer; rows are padded to whole blocks in UB.
    void writeRowsIn(const Tensor& tensor)
    {
        m_out.line("LocalTensor<" + tensor.type() + "> " + tensor.local() + " = " + tensor.queue() + ".AllocTensor<"
            + tensor.type() + ">();");
        const std::string source = tensor.gm() + "[static_cast<uint64_t>(row) * m_t.cols]";
        if (m_c.plan.copy == KernelPlan::Copy::DataCopy)
            m_out.line("DataCopy(" + tensor.local() + ", " + source + ", rows * m_t.pitch);");
        else {
            m_out.openInline("if (m_t.pitch == m_t.cols)");
            writeCopyToUb(m_out, m_c, tensor, tensor.local(), "static_cast<uint64_t>(row) * m_t.cols", "rows * m_t.cols");
            m_out.close(" else {");
            m_out.line("    DataCopyPad(" + tensor.local() + ", " + source + ", " + rowsParameters(tensor, false) + ",");
            m_out.line("        DataCopyPadExtParams<" + tensor.type() + "> { false, 0, 0, 0 });");
            m_out.line("}");
        }
        m_out.line(tensor.queue() + ".EnQue(" + tensor.local() + ");");
    }

    /// blockCount, bytes of a row, and the gap on the UB side in blocks; GM rows follow each other without gap.
    std::string rowsParameters(const Tensor& tensor, bool store) const
    {
        const std::string bytes = "m_t.cols * sizeof(" + tensor.type() + ")";
        const std::string gap = "static_cast<uint32_t>((m_t.pitch * sizeof(" + tensor.type() + ") - (" + bytes
            + " + 31) / 32 * 32) / 32)";
        return "DataCopyExtParams { static_cast<uint16_t>(rows), static_cast<uint32_t>(" + bytes + "), "
            + (store ? gap + ", 0, 0 }" : "0, " + gap + ", 0 }");
    }

    void writeStoreRows()
    {
        m_out.open("__aicore__ inline void CopyOut(uint32_t row, uint32_t rows)");
        for (const Tensor* tensor : m_vectorOut) {
            if (!m_many) {
                writeStore(m_out, m_c, *tensor, "static_cast<uint64_t>(row) * m_t.cols", "m_t.cols");
                continue;
            }
            m_out.line("LocalTensor<" + tensor->type() + "> " + tensor->local() + " = " + tensor->queue() + ".DeQue<"
                + tensor->type() + ">();");
            const std::string target = tensor->gm() + "[static_cast<uint64_t>(row) * m_t.cols]";
            if (m_c.plan.copy == KernelPlan::Copy::DataCopy) {
                m_out.line("DataCopy(" + target + ", " + tensor->local() + ", rows * m_t.pitch);");
            } else {
                m_out.openInline("if (m_t.pitch == m_t.cols)");
                writeCopyToGm(m_out, m_c, *tensor, tensor->local(), "static_cast<uint64_t>(row) * m_t.cols", "rows * m_t.cols");
                m_out.close(" else {");
                m_out.line("    DataCopyPad(" + target + ", " + tensor->local() + ", " + rowsParameters(*tensor, true) + ");");
                m_out.line("}");
            }
            m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
        }
        for (const Tensor* tensor : m_rowOut)
            writeStore(m_out, m_c, *tensor, "row", "1");
        m_out.close().line();
    }

    void nameRowValues(StepScope& scope)
    {
        if (!m_stat.empty())
            m_out.line("LocalTensor<ComputeT> stats = m_statsBuffer.Get<ComputeT>();");
        for (const auto& [value, index] : m_stat)
            if (m_c.program.values[static_cast<std::size_t>(value)].kind == Value::Kind::Op && !scope.rowValues.contains(value)) {
                const std::string name = "r" + std::to_string(value);
                m_out.line("LocalTensor<ComputeT> " + name + " = stats[" + std::to_string(index) + " * BLOCK];");
                scope.rowValues[value] = name;
            }
    }

    void nameRowTensors(StepScope& scope)
    {
        for (const Tensor* tensor : m_rowIn) {
            m_out.line("LocalTensor<" + tensor->type() + "> " + tensor->local() + " = " + tensor->queue() + ".DeQue<"
                + tensor->type() + ">();");
            if (m_c.converts)
                m_out.line("LocalTensor<ComputeT> " + tensor->view() + " = ToCompute(" + tensor->local() + ", "
                    + rowBuffer(*tensor) + ", 1);");
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

    void finishRowTensors()
    {
        for (const Tensor* tensor : m_rowOut) {
            if (m_c.converts)
                m_out.line("FromCompute(" + tensor->local() + ", " + tensor->view() + ", 1);");
            m_out.line(tensor->queue() + ".EnQue<" + tensor->type() + ">(" + tensor->local() + ");");
        }
        for (const Tensor* tensor : m_rowIn)
            m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
    }

    void writeCompute()
    {
        m_out.open("__aicore__ inline void Compute(uint32_t rows)");
        StepScope scope;
        scope.count = "m_t.cols";
        scope.reduceCount = m_c.plan.reduceCount == KernelPlan::ReduceCount::Exact ? "m_t.cols" : "m_t.pitch";
        const std::string all = m_many ? "rows * m_t.pitch" : "m_t.cols";
        const std::string index = m_many ? "[at]" : "";
        for (const Tensor* tensor : m_vectorIn)
            nameVectorInput(*tensor, all, index, scope);
        for (const Tensor* tensor : m_vectorOut)
            nameOutput(m_out, m_c, *tensor, m_wholeScratch, index, scope);
        nameRowTensors(scope);
        nameScratch(m_out, m_c, m_wholeScratch, index, scope);
        nameRowValues(scope);
        if (m_many) {
            m_out.openInline("for (uint32_t r = 0; r < rows; ++r)");
            m_out.line("const uint32_t at = r * m_t.pitch;");
        }
        for (const int op : m_c.ops())
            m_steps.step(op, scope);
        if (m_many)
            m_out.close();
        for (const Tensor* tensor : m_vectorOut)
            finishOutput(m_out, m_c, *tensor, scope, all);
        finishRowTensors();
        for (const Tensor* tensor : m_vectorIn)
            if (!keepsColumns(*tensor))
                m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
        m_out.close().line();
    }

    void nameVectorInput(const Tensor& tensor, const std::string& all, const std::string& index, StepScope& scope)
    {
        if (fullExtent(tensor)) {
            nameInput(m_out, m_c, tensor, m_wholeScratch, all, index, scope);
        } else if (!keepsColumns(tensor)) {
            nameInput(m_out, m_c, tensor, m_wholeScratch, "m_t.cols", "", scope);
        } else {
            std::string name = "m_" + tensor.name + "Kept";
            if (m_c.converts) {
                m_out.line("LocalTensor<ComputeT> " + tensor.view() + " = ToCompute(" + name + ", m_t"
                    + std::to_string(m_wholeScratch.slot.at(tensor.value)) + "Buffer, m_t.cols);");
                name = tensor.view();
            }
            scope.vectors[tensor.value] = name;
        }
    }

    /// A row longer than a tile: one walk over its chunks per pass, values per row are carried between passes.
    void writeLongRow()
    {
        m_out.open("__aicore__ inline void ProcessLongRow(uint32_t row)");
        m_out.line("const uint64_t start = static_cast<uint64_t>(row) * m_t.cols;");
        for (const Tensor* tensor : m_rowIn)
            m_out.line("Load" + tensor->name + "(row, 1);");
        StepScope rowScope;
        nameRowTensors(rowScope);
        nameRowValues(rowScope);
        if (reduces())
            m_out.line("LocalTensor<ComputeT> part = stats[" + std::to_string(statCount() - 1) + " * BLOCK]; // of one chunk");
        for (std::size_t i = 0; i < m_passes.size(); ++i)
            writePass(m_passes[i], m_passScratch[i], i + 1, rowScope);
        finishRowTensors();
        for (const Tensor* tensor : m_rowOut)
            m_out.openInline("").line("// value of this row"), writeStore(m_out, m_c, *tensor, "row", "1"), m_out.close();
        m_out.close().line();
    }

    void writePass(const Pass& pass, const ScratchMap& scratch, std::size_t number, StepScope& rowScope)
    {
        m_out.line("// Pass " + std::to_string(number) + " of " + std::to_string(m_passes.size()));
        for (const int reduction : pass.reductions)
            m_steps.neutral(primOf(reduction), rowScope.rowValues.at(reduction), "1");
        // Scalars the walk needs are read once, outside it.
        StepScope scope = rowScope;
        scope.readRows.clear();
        m_out.openInline("");
        readRowScalars(pass, scope);
        m_out.openInline("for (uint32_t offset = 0; offset < m_t.cols; offset += m_t.tile)");
        m_out.line("const uint32_t count = Smaller(m_t.tile, m_t.cols - offset);");
        for (const int input : pass.inputs) {
            const Tensor& tensor = *m_c.inputOf(input);
            m_out.line("Load" + tensor.name + "(" + (fullExtent(tensor) ? "start + offset" : "offset") + ", count);");
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
            m_steps.combine(primOf(reduction), rowScope.rowValues.at(reduction), "part", "1");
        }
        for (const int input : pass.inputs)
            m_out.line(m_c.inputOf(input)->queue() + ".FreeTensor(" + m_c.inputOf(input)->local() + ");");
        for (const Tensor* tensor : m_vectorOut)
            if (std::find(pass.outputs.begin(), pass.outputs.end(), tensor->value) != pass.outputs.end()) {
                finishOutput(m_out, m_c, *tensor, scope, "count");
                m_out.line(tensor->local() + " = " + tensor->queue() + ".DeQue<" + tensor->type() + ">();");
                writeCopyToGm(m_out, m_c, *tensor, tensor->local(), "start + offset", "count");
                m_out.line(tensor->queue() + ".FreeTensor(" + tensor->local() + ");");
            }
        m_out.close();
        StepScope after = rowScope;
        after.readRows = scope.readRows;
        for (const int step : pass.rowSteps)
            m_steps.step(step, after);
        m_out.close();
    }

    void readRowScalars(const Pass& pass, StepScope& scope)
    {
        for (const int step : pass.vectors)
            for (const int arg : m_c.program.values[static_cast<std::size_t>(step)].args)
                if (isRowValue(m_c.program, arg) && scope.readRows.insert(arg).second)
                    m_out.line("const ComputeT " + StepWriter::rowScalarName(arg) + " = ReadScalar("
                        + scope.rowValues.at(arg) + ");");
    }

    Prim primOf(int value) const { return m_c.program.values[static_cast<std::size_t>(value)].prim; }

    void writeMembers()
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
        m_out.line(std::string(kBuffer) + " m_statsBuffer;");
        if (reduces()) {
            m_out.line(std::string(kBuffer) + " m_workBuffer;");
            m_out.line("LocalTensor<ComputeT> m_work; // of reductions");
        }
        m_out.line("TilingData m_t;");
        m_out.line("uint32_t m_firstRow = 0;");
        m_out.line("uint32_t m_lastRow = 0; // one past");
        if (m_c.program.usesAxisLength)
            m_out.line("float " + std::string(kAxisLength) + " = 1.0f;");
    }

    const Context& m_c;
    CodeWriter m_out;
    std::vector<Pass> m_passes;
    StepWriter m_steps;
    std::vector<const Tensor*> m_vectorIn, m_rowIn, m_vectorOut, m_rowOut;
    bool m_many = false;
    bool m_chunked = false;
    ScratchMap m_wholeScratch;
    std::vector<ScratchMap> m_passScratch;
    int m_buffers = 0;
    std::map<int, int> m_stat; ///< value per row -> block of the stats buffer
    LaunchPlanWriter m_launch;
    std::string m_ub;
};

} // namespace

Result<EmittedKernel> emitRows(const Context& context) { return RowsEmitter(context).run(); }

} // namespace hawk::synth::detail
