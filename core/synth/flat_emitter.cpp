#include "synth/emitter_parts.h"

#include <algorithm>

namespace hawk::synth::detail {

namespace {

/// Elementwise over one contiguous range: CopyIn, Compute, CopyOut per tile.
class FlatEmitter {
public:
    explicit FlatEmitter(const Context& context)
        : m_c(context)
        , m_steps(context, context.ops())
    {
    }

    Result<EmittedKernel> run()
    {
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used && tensor.extent == 0)
                return Error { Errc::InvalidInput,
                    "operator '" + m_c.request.spec.name + "' has the one-element input '" + tensor.name
                        + "', which the built-in synthesizer does not reach",
                    m_c.request.spec.name };
        planScratch();
        writeLaunch();
        writeHeader(m_out, m_c, "Elementwise: each core walks its part of the tensors tile by tile.");
        writeTypes(m_out, m_c);
        writeTiling(m_out, m_launch);
        writeCopyHelpers(m_out, m_c, false);
        writeConversion(m_out, m_c);
        writeClass();
        writeEntry(m_out, m_c);
        return EmittedKernel { m_out.text(), m_launch.json(m_c.request.spec), m_ub };
    }

private:
    struct Steps {
        Steps(const Context& context, std::vector<int> list)
            : ops(std::move(list))
        {
            for (const Tensor& tensor : context.outputs)
                live.push_back(tensor.value);
        }
        std::vector<int> ops, live;
    };

    bool exact() const { return m_c.plan.tail == KernelPlan::Tail::Exact; }

    void planScratch()
    {
        std::vector<int> steps;
        if (m_c.converts)
            for (const Tensor& tensor : m_c.inputs)
                if (tensor.used)
                    steps.push_back(tensor.value);
        steps.insert(steps.end(), m_steps.ops.begin(), m_steps.ops.end());
        // Without conversion a result is computed in its queue tensor and needs no buffer of its own.
        const std::vector<int> none;
        m_scratch = assignScratch(m_c.program, steps, m_steps.live, m_c.converts ? none : m_steps.live,
            m_c.plan.scratch == KernelPlan::Scratch::Reused);
    }

    void writeLaunch()
    {
        const std::string main = m_c.mainTensor.name;
        const KernelPlan& plan = m_c.plan;
        m_launch.let("total", "elements_" + main);
        // Core borders on 512 bytes: whole cache lines, and every copy but the last is aligned.
        if (plan.cores == KernelPlan::Cores::All) {
            std::string share = "ceildiv(total, coreCount)";
            if (plan.minBytesPerCore > 0)
                share = "max(" + share + ", " + std::to_string(plan.minBytesPerCore) + " / "
                    + m_c.smallestElement() + ")";
            m_launch.let("perCore", "alignup(" + share + ", 512 / " + m_c.smallestElement() + ")");
        } else {
            m_launch.let("perCore", "total");
        }
        m_launch.let("cores", "max(1, ceildiv(total, max(1, perCore)))");
        std::string bytes = std::to_string(m_scratch.count) + "*" + m_c.computeBytes();
        for (const auto* list : { &m_c.inputs, &m_c.outputs })
            for (const Tensor& tensor : *list)
                if (tensor.used)
                    bytes += " + " + std::to_string(plan.bufferNum) + "*dtypeBytes_" + tensor.name;
        m_launch.let("bytesPerElement", bytes);
        if (plan.tile == KernelPlan::Tile::Budgeted) {
            // All queues and scratch buffers together fill UB; 256-byte steps keep every buffer on whole
            // repeats.
            const std::string share = plan.tileDivisor == 1 ? "" : " / " + std::to_string(plan.tileDivisor);
            m_launch.let("fits", "max(128, aligndown(ubBytes / bytesPerElement" + share + ", 128))");
            m_launch.let("tile", "min(fits, alignup(perCore, 128))");
        } else {
            m_launch.let("tile", "min(total, ubBytes / dtypeBytes_" + main + ")");
        }
        m_launch.field("total", "total", "elements of the tensors");
        m_launch.field("perCore", "perCore", "elements of each core, the last one has the rest");
        m_launch.field("tile", "tile", "elements of one tile");
        for (const ScalarField& field : m_c.program.fields)
            m_launch.floatField(field);
        m_launch.blockDim("cores");
        m_ub = "tile * (bytesPerElement)";
    }

    void writeClass()
    {
        m_out.openInline("class " + m_c.className());
        m_out.label("public:");
        writeInit();
        writeProcess();
        m_out.label("private:");
        writeCopyIn();
        writeCompute();
        writeCopyOut();
        writeMemberHelpers(m_out, m_c, false);
        writeMembers();
        m_out.close(";").line();
    }

    void writeInit()
    {
        writeInitStart(m_out, m_c);
        m_out.line("const uint32_t first = GetBlockIdx() * m_t.perCore;");
        m_out.line("m_length = first < m_t.total ? Smaller(m_t.perCore, m_t.total - first) : 0;");
        for (const auto* list : { &m_c.inputs, &m_c.outputs })
            for (const Tensor& tensor : *list)
                if (tensor.used)
                    writeBinding(m_out, { &tensor, "first", "m_length" });
        for (const auto* list : { &m_c.inputs, &m_c.outputs })
            for (const Tensor& tensor : *list)
                if (tensor.used)
                    m_out.line("pipe->InitBuffer(" + tensor.queue() + ", BUFFER_NUM, m_t.tile * sizeof("
                        + tensor.type() + "));");
        for (int slot = 0; slot < m_scratch.count; ++slot)
            m_out.line(
                "pipe->InitBuffer(m_t" + std::to_string(slot) + "Buffer, m_t.tile * sizeof(ComputeT));");
        m_out.close().line();
    }

    void writeProcess()
    {
        m_out.open("__aicore__ inline void Process()");
        if (exact()) {
            m_out.openInline("for (uint32_t offset = 0; offset < m_length; offset += m_t.tile)");
            m_out.line("const uint32_t count = Smaller(m_t.tile, m_length - offset); // the last tile may be "
                       "shorter");
        } else {
            m_out.line("const uint32_t tiles = m_length / m_t.tile;");
            m_out.openInline("for (uint32_t i = 0; i < tiles; ++i)");
            m_out.line("const uint32_t offset = i * m_t.tile;");
            m_out.line("const uint32_t count = m_t.tile;");
        }
        m_out.line("CopyIn(offset, count);").line("Compute(count);").line("CopyOut(offset, count);");
        m_out.close().close().line();
    }

    void writeCopyIn()
    {
        m_out.open("__aicore__ inline void CopyIn(uint32_t offset, uint32_t count)");
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used)
                writeLoad(m_out, m_c, tensor, "offset", "count");
        m_out.close().line();
    }

    void writeCompute()
    {
        m_out.open("__aicore__ inline void Compute(uint32_t count)");
        StepScope scope;
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used)
                nameInput(m_out, m_c, tensor, m_scratch, "count", "", scope);
        for (const Tensor& tensor : m_c.outputs)
            nameOutput(m_out, m_c, tensor, m_scratch, "", scope);
        nameScratch(m_out, m_c, m_scratch, "", scope);
        StepWriter steps(m_out, m_c.program, m_c.plan);
        for (const int op : m_steps.ops)
            steps.step(op, scope);
        for (const Tensor& tensor : m_c.outputs)
            finishOutput(m_out, m_c, tensor, scope, "count");
        for (const Tensor& tensor : m_c.inputs)
            if (tensor.used)
                m_out.line(tensor.queue() + ".FreeTensor(" + tensor.local() + ");");
        m_out.close().line();
    }

    void writeCopyOut()
    {
        m_out.open("__aicore__ inline void CopyOut(uint32_t offset, uint32_t count)");
        for (const Tensor& tensor : m_c.outputs)
            writeStore(m_out, m_c, tensor, "offset", "count");
        m_out.close().line();
    }

    void writeMembers()
    {
        for (const auto* list : { &m_c.inputs, &m_c.outputs })
            for (const Tensor& tensor : *list)
                if (tensor.used) {
                    m_out.line("GlobalTensor<" + tensor.type() + "> " + tensor.gm() + ";");
                    m_out.line(
                        std::string(tensor.output ? kQueueOut : kQueueIn) + " " + tensor.queue() + ";");
                }
        for (int slot = 0; slot < m_scratch.count; ++slot)
            m_out.line(std::string(kBuffer) + " m_t" + std::to_string(slot) + "Buffer;");
        m_out.line("TilingData m_t;");
        m_out.line("uint32_t m_length = 0; // elements of this core");
    }

    const Context& m_c;
    Steps m_steps;
    ScratchMap m_scratch;
    LaunchPlanWriter m_launch;
    CodeWriter m_out;
    std::string m_ub;
};

} // namespace

Result<EmittedKernel> emitFlat(const Context& context) { return FlatEmitter(context).run(); }

} // namespace hawk::synth::detail
