#include "synth/emitter_parts.h"
#include "synth/passes.h"

#include <algorithm>

namespace hawk::synth::detail {

namespace {

/// Reductions over a dimension that is not the last: outer x axis x inner. A core takes chunks of the inner
/// dimension, walks along the axis and accumulates element by element; one walk per pass. Values that do not
/// vary along the axis (sums, maxima) are vectors of the chunk's width.
class ColumnsEmitter {
public:
    explicit ColumnsEmitter(const Context& context)
        : m_c(context)
        , m_passes(splitPasses(context.program))
        , m_steps(m_out, context.program, context.plan)
    {
    }

    Result<EmittedKernel> run()
    {
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used && (tensor.extent & kInner) == 0)
                return Error { Errc::InvalidInput,
                    "the built-in synthesizer does not reach operator '" + m_c.request.spec.name
                        + "': input '" + tensor.name
                        + "' has one value for several elements of the innermost dimension",
                    m_c.request.spec.name };
        planBuffers();
        writeLaunch();
        writeHeader(m_out, m_c,
            "Column-wise: each core takes chunks of the innermost dimension and walks along the reduced "
            "one.");
        writeTypes(m_out, m_c);
        writeTiling(m_out, m_launch);
        writeCopyHelpers(m_out, m_c, false);
        writeConversion(m_out, m_c);
        writeClass();
        writeEntry(m_out, m_c);
        return EmittedKernel { m_out.text(), m_launch.json(m_c.request.spec), m_ub };
    }

private:
    const Value& at(int value) const { return m_c.program.values[static_cast<std::size_t>(value)]; }
    bool walked(const Tensor& tensor) const { return isVector(m_c.program, tensor.value); }

    template <class Visit> void eachTensor(Visit&& visit) const
    {
        for (const auto* list : { &m_c.inputs, &m_c.outputs })
            for (const Tensor& tensor : *list)
                if (tensor.used)
                    visit(tensor);
    }

    void planBuffers()
    {
        for (const Pass& pass : m_passes) {
            std::vector<int> steps;
            if (m_c.converts)
                steps = pass.inputs;
            steps.insert(steps.end(), pass.vectors.begin(), pass.vectors.end());
            std::vector<int> live = pass.outputs;
            for (const int reduction : pass.reductions)
                live.push_back(at(reduction).args[0]);
            m_scratch.push_back(
                assignScratch(m_c.program, steps, live, m_c.converts ? std::vector<int> {} : pass.outputs,
                    m_c.plan.scratch == KernelPlan::Scratch::Reused));
            m_buffers = std::max(m_buffers, m_scratch.back().count);
        }
        for (const int op : m_c.ops()) {
            const bool output = std::any_of(
                m_c.outputs.begin(), m_c.outputs.end(), [&](const Tensor& t) { return t.value == op; });
            if (isRowValue(m_c.program, op) && !output)
                m_values.push_back(op);
        }
    }

    void writeLaunch()
    {
        const KernelPlan& plan = m_c.plan;
        const Geometry& g = m_c.request.geometry;
        m_launch.let("outer", g.outer);
        m_launch.let("axis", g.axis);
        m_launch.let("inner", g.inner);
        int compute = m_buffers + static_cast<int>(m_values.size());
        std::string queues;
        eachTensor([&](const Tensor& tensor) {
            queues += " + " + std::to_string(plan.bufferNum) + "*dtypeBytes_" + tensor.name;
            if (!walked(tensor) && m_c.converts)
                ++compute; // converted copy of a value that does not take part in the walk
        });
        m_launch.let("bytesPerElement", std::to_string(compute) + "*" + m_c.computeBytes() + queues);
        const std::string share = plan.tileDivisor == 1 ? "" : " / " + std::to_string(plan.tileDivisor);
        m_launch.let("fits",
            plan.tile == KernelPlan::Tile::Budgeted
                ? "max(128, aligndown(ubBytes / (bytesPerElement)" + share + ", 128))"
                : "ubBytes / dtypeBytes_" + m_c.mainTensor.name);
        // Chunks narrow enough to give every core one, unless that makes transfers tiny.
        m_launch.let("wanted",
            plan.cores == KernelPlan::Cores::All ? "max(512, ceildiv(inner, max(1, coreCount / outer)))"
                                                 : "inner");
        m_launch.let("tile", "min(fits, alignup(min(wanted, inner), 64))");
        m_launch.let("chunks", "ceildiv(inner, tile)");
        m_launch.let("units", "outer * chunks");
        m_launch.let("unitsPerCore",
            plan.cores == KernelPlan::Cores::All ? "max(1, ceildiv(units, coreCount))" : "max(1, units)");
        m_launch.field("outer", "outer", "elements before the reduced dimension");
        m_launch.field("axis", "axis", "elements of the reduced dimension");
        m_launch.field("inner", "inner", "elements after it, contiguous");
        m_launch.field("tile", "tile", "width of a chunk of the inner dimension");
        m_launch.field("chunks", "chunks", "chunks of the inner dimension");
        m_launch.field("unitsPerCore", "unitsPerCore", "chunks of each core, the last one has the rest");
        for (const ScalarField& field : m_c.program.fields)
            m_launch.floatField(field);
        m_launch.blockDim("max(1, ceildiv(units, unitsPerCore))");
        m_ub = "tile * (bytesPerElement)";
    }

    void writeClass()
    {
        m_out.openInline("class " + m_c.className());
        m_out.label("public:");
        writeInit();
        m_out.open("__aicore__ inline void Process()");
        m_out.line("const uint32_t units = m_t.outer * m_t.chunks;");
        m_out.line("const uint32_t first = GetBlockIdx() * m_t.unitsPerCore;");
        m_out.line("const uint32_t last = Smaller(first + m_t.unitsPerCore, units);");
        m_out.openInline("for (uint32_t unit = first; unit < last; ++unit)");
        m_out.line("const uint32_t column = unit % m_t.chunks * m_t.tile;");
        m_out.line("ProcessChunk(unit / m_t.chunks, column, Smaller(m_t.tile, m_t.inner - column));");
        m_out.close().close().line();
        m_out.label("private:");
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used) {
                m_out.open("__aicore__ inline void " + tensor.loader() + "(uint64_t offset, uint32_t count)");
                writeLoad(m_out, m_c, tensor, "offset", "count");
                m_out.close().line();
            }
        writeChunk();
        writeMemberHelpers(m_out, m_c, false);
        writeMembers();
        m_out.close(";").line();
    }

    std::string lengthOf(const Tensor& tensor) const
    {
        std::string text = "static_cast<uint64_t>(m_t.inner)";
        if ((tensor.extent & kAxis) != 0)
            text += " * m_t.axis";
        if ((tensor.extent & kOuter) != 0)
            text += " * m_t.outer";
        return text;
    }

    /// Where the chunk of a tensor starts; `a` is the position along the axis.
    static std::string offsetOf(const Tensor& tensor)
    {
        const bool outer = (tensor.extent & kOuter) != 0;
        if ((tensor.extent & kAxis) != 0)
            return std::string(
                       outer ? "(static_cast<uint64_t>(row) * m_t.axis + a)" : "static_cast<uint64_t>(a)")
                + " * m_t.inner + column";
        return outer ? "static_cast<uint64_t>(row) * m_t.inner + column" : "column";
    }

    std::string valueBuffer(const Tensor& tensor) const { return "m_" + tensor.name + "ValueBuffer"; }

    void writeInit()
    {
        writeInitStart(m_out, m_c);
        if (m_c.program.usesAxisLength)
            m_out.line(std::string(kAxisLength) + " = static_cast<float>(static_cast<int32_t>(m_t.axis));");
        eachTensor([&](const Tensor& tensor) { writeBinding(m_out, { &tensor, "", lengthOf(tensor) }); });
        eachTensor([&](const Tensor& tensor) {
            m_out.line("pipe->InitBuffer(" + tensor.queue() + ", BUFFER_NUM, m_t.tile * sizeof("
                + tensor.type() + "));");
            if (!walked(tensor) && m_c.converts)
                m_out.line("pipe->InitBuffer(" + valueBuffer(tensor) + ", m_t.tile * sizeof(ComputeT));");
        });
        for (int slot = 0; slot < m_buffers; ++slot)
            m_out.line(
                "pipe->InitBuffer(m_t" + std::to_string(slot) + "Buffer, m_t.tile * sizeof(ComputeT));");
        for (const int value : m_values)
            m_out.line(
                "pipe->InitBuffer(m_r" + std::to_string(value) + "Buffer, m_t.tile * sizeof(ComputeT));");
        m_out.close().line();
    }

    void writeChunk()
    {
        m_out.open("__aicore__ inline void ProcessChunk(uint32_t row, uint32_t column, uint32_t width)");
        StepScope scope;
        scope.count = scope.rowCount = "width";
        scope.rowsAreVectors = true;
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used && !walked(tensor))
                nameKeptInput(tensor, scope);
        for (const Tensor& tensor : m_c.outputs)
            if (!walked(tensor))
                nameKeptOutput(tensor, scope);
        for (const int value : m_values) {
            const std::string name = "r" + std::to_string(value);
            m_out.line("LocalTensor<ComputeT> " + name + " = m_" + name + "Buffer.Get<ComputeT>();");
            scope.rowValues[value] = name;
        }
        for (std::size_t i = 0; i < m_passes.size(); ++i)
            writePass(m_passes[i], m_scratch[i], i + 1, scope);
        for (const Tensor& tensor : m_c.outputs)
            if (!walked(tensor)) {
                if (m_c.converts)
                    m_out.line("FromCompute(" + tensor.local() + ", " + tensor.view() + ", width);");
                m_out.line(tensor.queue() + ".EnQue<" + tensor.type() + ">(" + tensor.local() + ");");
                store(tensor);
            }
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used && !walked(tensor))
                m_out.line(tensor.queue() + ".FreeTensor(" + tensor.local() + ");");
        m_out.close().line();
    }

    void nameKeptInput(const Tensor& tensor, StepScope& scope)
    {
        m_out.line(tensor.loader() + "(" + offsetOf(tensor) + ", width);");
        m_out.line("LocalTensor<" + tensor.type() + "> " + tensor.local() + " = " + tensor.queue() + ".DeQue<"
            + tensor.type() + ">();");
        if (m_c.converts)
            m_out.line("LocalTensor<ComputeT> " + tensor.view() + " = ToCompute(" + tensor.local() + ", "
                + valueBuffer(tensor) + ", width);");
        scope.rowValues[tensor.value] = m_c.converts ? tensor.view() : tensor.local();
    }

    void nameKeptOutput(const Tensor& tensor, StepScope& scope)
    {
        m_out.line("LocalTensor<" + tensor.type() + "> " + tensor.local() + " = " + tensor.queue()
            + ".AllocTensor<" + tensor.type() + ">();");
        if (m_c.converts)
            m_out.line("LocalTensor<ComputeT> " + tensor.view() + " = ResultView(" + tensor.local() + ", "
                + valueBuffer(tensor) + ");");
        scope.rowValues[tensor.value] = m_c.converts ? tensor.view() : tensor.local();
    }

    void store(const Tensor& tensor)
    {
        m_out.line(tensor.local() + " = " + tensor.queue() + ".DeQue<" + tensor.type() + ">();");
        writeCopyToGm(m_out, m_c, tensor, tensor.local(), offsetOf(tensor), "width");
        m_out.line(tensor.queue() + ".FreeTensor(" + tensor.local() + ");");
    }

    void writePass(const Pass& pass, const ScratchMap& scratch, std::size_t number, StepScope& outside)
    {
        if (!pass.inputs.empty()) {
            m_out.line("// Pass " + std::to_string(number) + " of " + std::to_string(m_passes.size()));
            for (const int reduction : pass.reductions)
                m_steps.neutral(at(reduction).prim, outside.rowValues.at(reduction), "width");
            StepScope scope = outside;
            m_out.openInline("for (uint32_t a = 0; a < m_t.axis; ++a)");
            for (const int input : pass.inputs)
                m_out.line(m_c.inputOf(input)->loader() + "(" + offsetOf(*m_c.inputOf(input)) + ", width);");
            for (const int input : pass.inputs)
                nameInput(m_out, m_c, *m_c.inputOf(input), scratch, "width", "", scope);
            for (const Tensor& tensor : m_c.outputs)
                if (produces(pass, tensor))
                    nameOutput(m_out, m_c, tensor, scratch, "", scope);
            nameScratch(m_out, m_c, scratch, "", scope);
            for (const int step : pass.vectors)
                m_steps.step(step, scope);
            for (const int reduction : pass.reductions)
                m_steps.combine(at(reduction).prim, scope.rowValues.at(reduction),
                    scope.vectors.at(at(reduction).args[0]), "width");
            for (const int input : pass.inputs)
                m_out.line(m_c.inputOf(input)->queue() + ".FreeTensor(" + m_c.inputOf(input)->local() + ");");
            for (const Tensor& tensor : m_c.outputs)
                if (produces(pass, tensor)) {
                    finishOutput(m_out, m_c, tensor, scope, "width");
                    store(tensor);
                }
            m_out.close();
        }
        for (const int step : pass.rowSteps)
            m_steps.step(step, outside);
    }

    static bool produces(const Pass& pass, const Tensor& tensor)
    {
        return std::find(pass.outputs.begin(), pass.outputs.end(), tensor.value) != pass.outputs.end();
    }

    void writeMembers()
    {
        eachTensor([&](const Tensor& tensor) {
            m_out.line("GlobalTensor<" + tensor.type() + "> " + tensor.gm() + ";");
            m_out.line(std::string(tensor.output ? kQueueOut : kQueueIn) + " " + tensor.queue() + ";");
            if (!walked(tensor) && m_c.converts)
                m_out.line(std::string(kBuffer) + " " + valueBuffer(tensor) + ";");
        });
        for (int slot = 0; slot < m_buffers; ++slot)
            m_out.line(std::string(kBuffer) + " m_t" + std::to_string(slot) + "Buffer;");
        for (const int value : m_values)
            m_out.line(
                std::string(kBuffer) + " m_r" + std::to_string(value) + "Buffer; // one value per column");
        m_out.line("TilingData m_t;");
        if (m_c.program.usesAxisLength)
            m_out.line("float " + std::string(kAxisLength) + " = 1.0f;");
    }

    const Context& m_c;
    CodeWriter m_out;
    std::vector<Pass> m_passes;
    StepWriter m_steps;
    std::vector<ScratchMap> m_scratch;
    int m_buffers = 0;
    std::vector<int> m_values; ///< steps that do not vary along the axis, each in a buffer of its own
    LaunchPlanWriter m_launch;
    std::string m_ub;
};

} // namespace

Result<EmittedKernel> emitColumns(const Context& context) { return ColumnsEmitter(context).run(); }

} // namespace hawk::synth::detail
