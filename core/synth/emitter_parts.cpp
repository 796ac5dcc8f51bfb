#include "synth/emitter_parts.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

namespace hawk::synth::detail {

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return text;
}

std::string parameterName(const std::string& tensor)
{
    static const std::set<std::string_view> taken { "tiling", "pipe", "kernel", "first", "auto", "bool",
        "case", "char", "class", "const", "default", "delete", "double", "enum", "explicit", "float", "for",
        "if", "int", "long", "new", "operator", "private", "public", "register", "return", "short", "signed",
        "static", "struct", "switch", "template", "this", "typename", "union", "unsigned", "using", "void",
        "volatile", "while", "half" };
    return taken.contains(tensor) ? tensor + "_" : tensor;
}

std::string Tensor::loader() const
{
    std::string text = name;
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return "Load" + text;
}

std::string Tensor::type() const { return "DTYPE_" + upper(name); }

Context::Context(const EmitRequest& from)
    : request(from)
    , plan(from.plan)
    , program(from.program)
{
    bool mixed = false;
    for (const spec::TensorSpec& tensor : from.spec.inputs) {
        Tensor t { .name = tensor.name, .used = false };
        for (std::size_t i = 0; i < program.values.size(); ++i) {
            const Value& v = program.values[i];
            if (v.kind == Value::Kind::Input && v.text == tensor.name) {
                t.used = true;
                t.extent = v.extent;
                t.value = static_cast<int>(i);
            }
        }
        if (t.used)
            mixed = mixed || tensor.dtype != from.spec.inputs.front().dtype;
        inputs.push_back(t);
    }
    for (const Program::Output& output : program.outputs) {
        outputs.push_back({ .name = output.tensor,
            .output = true,
            .extent = program.values[static_cast<std::size_t>(output.value)].extent,
            .value = output.value });
        for (const spec::TensorSpec& tensor : from.spec.outputs)
            if (tensor.name == output.tensor)
                mixed = mixed || tensor.dtype != from.spec.inputs.front().dtype;
    }
    mainTensor = outputs.front();
    for (const Tensor& tensor : inputs)
        if (tensor.used && tensor.extent == from.geometry.whole) {
            mainTensor = tensor;
            break;
        }
    converts = mixed || plan.bfloat16Compute == KernelPlan::Compute::Float
        || plan.halfCompute == KernelPlan::Compute::Float;
}

bool Context::promotesAll() const
{
    return plan.bfloat16Compute == KernelPlan::Compute::Float
        && plan.halfCompute == KernelPlan::Compute::Float;
}

std::vector<int> Context::ops() const
{
    std::vector<int> result;
    for (std::size_t i = 0; i < program.values.size(); ++i)
        if (program.values[i].kind == Value::Kind::Op)
            result.push_back(static_cast<int>(i));
    return result;
}

const Tensor* Context::inputOf(int value) const
{
    for (const Tensor& tensor : inputs)
        if (tensor.used && tensor.value == value)
            return &tensor;
    return nullptr;
}

std::string Context::smallestElement() const
{
    std::string text = "dtypeBytes_" + mainTensor.name;
    for (const auto* list : { &inputs, &outputs })
        for (const Tensor& tensor : *list)
            if (tensor.used && tensor.name != mainTensor.name && tensor.extent == request.geometry.whole)
                text = "min(" + text + ", dtypeBytes_" + tensor.name + ")";
    return text;
}

std::string Context::computeBytes() const { return converts ? "4" : "dtypeBytes_" + mainTensor.name; }

std::string Context::className() const
{
    std::string name = "Kernel";
    bool start = true;
    for (const char c : request.spec.name) {
        if (c == '_' || c == '-') {
            start = true;
            continue;
        }
        name += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        start = false;
    }
    return name;
}

void writeHeader(CodeWriter& out, const Context& context, const std::string& how)
{
    const spec::OperatorSpec& spec = context.request.spec;
    out.line("// " + spec.entry + ": "
        + (spec.description.empty() ? spec.name : spec.description.substr(0, spec.description.find('\n'))));
    out.line("// " + how);
    out.line("// Written by the built-in synthesizer of Hawk Workbench. Lengths come from the launch plan, "
             "element types");
    out.line("// from DTYPE_<TENSOR>, so this one text serves every shape and type of the operator.");
    out.line("#include \"kernel_operator.h\"");
    out.line();
    out.line("using namespace AscendC;");
    out.line();
    out.line("namespace {");
    out.line();
}

void writeTypes(CodeWriter& out, const Context& context)
{
    const std::string main = context.mainTensor.type();
    if (!context.converts) {
        out.line("using ComputeT = " + main + "; // arithmetic runs in the storage type");
    } else {
        out.line("// Arithmetic type: storage types that the vector unit lacks, or that are too narrow, are "
                 "widened.");
        out.line("template <typename T> struct ComputeTypeOf { using Type = T; };");
        if (context.plan.bfloat16Compute == KernelPlan::Compute::Float)
            out.line("template <> struct ComputeTypeOf<bfloat16_t> { using Type = float; };");
        if (context.plan.halfCompute == KernelPlan::Compute::Float)
            out.line("template <> struct ComputeTypeOf<half> { using Type = float; };");
        out.line("using ComputeT = ComputeTypeOf<" + main + ">::Type;");
    }
    out.line("constexpr int32_t BUFFER_NUM = " + std::to_string(context.plan.bufferNum) + "; // "
        + (context.plan.bufferNum == 2 ? "double buffering: copies run while the vector unit computes"
                                       : "per queue"));
    out.line();
}

void writeInitStart(CodeWriter& out, const Context& context)
{
    std::string parameters;
    for (const auto* list : { &context.inputs, &context.outputs })
        for (const Tensor& tensor : *list)
            if (tensor.used)
                parameters += "GM_ADDR " + parameterName(tensor.name) + ", ";
    out.open("__aicore__ inline void Init(" + parameters + "GM_ADDR tiling, TPipe* pipe)");
    out.line("ReadTiling(m_t, tiling);");
}

void writeBinding(CodeWriter& out, const Binding& binding)
{
    const Tensor& t = *binding.tensor;
    const std::string offset = binding.offset.empty() ? "" : " + " + binding.offset;
    out.line(t.gm() + ".SetGlobalBuffer(reinterpret_cast<__gm__ " + t.type() + "*>(" + parameterName(t.name)
        + ")" + offset + ", " + binding.length + ");");
}

void writeEntry(CodeWriter& out, const Context& context)
{
    out.line("} // namespace");
    out.line();
    std::string parameters, used;
    for (const auto* list : { &context.inputs, &context.outputs })
        for (const Tensor& tensor : *list) {
            parameters += "GM_ADDR " + parameterName(tensor.name) + ", ";
            if (tensor.used)
                used += parameterName(tensor.name) + ", ";
        }
    out.open("extern \"C\" __global__ __aicore__ void " + context.request.spec.entry + "(" + parameters
        + "GM_ADDR tiling)");
    out.line("TPipe pipe;");
    out.line(context.className() + " kernel;");
    out.line("kernel.Init(" + used + "tiling, &pipe);");
    out.line("kernel.Process();");
    out.close();
}

void writeCopyToUb(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& local,
    const std::string& offset, const std::string& count)
{
    const char* copy = context.plan.copy == KernelPlan::Copy::DataCopy ? "DataCopy(" : "CopyToUb(";
    out.line(copy + local + ", " + tensor.gm() + "[" + offset + "], " + count + ");");
}

void writeCopyToGm(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& local,
    const std::string& offset, const std::string& count)
{
    const char* copy = context.plan.copy == KernelPlan::Copy::DataCopy ? "DataCopy(" : "CopyToGm(";
    out.line(copy + tensor.gm() + "[" + offset + "], " + local + ", " + count + ");");
}

void writeLoad(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& offset,
    const std::string& count)
{
    out.line("LocalTensor<" + tensor.type() + "> " + tensor.local() + " = " + tensor.queue() + ".AllocTensor<"
        + tensor.type() + ">();");
    writeCopyToUb(out, context, tensor, tensor.local(), offset, count);
    out.line(tensor.queue() + ".EnQue(" + tensor.local() + ");");
}

void writeStore(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& offset,
    const std::string& count)
{
    out.line("LocalTensor<" + tensor.type() + "> " + tensor.local() + " = " + tensor.queue() + ".DeQue<"
        + tensor.type() + ">();");
    writeCopyToGm(out, context, tensor, tensor.local(), offset, count);
    out.line(tensor.queue() + ".FreeTensor(" + tensor.local() + ");");
}

namespace {

std::string bufferName(int slot) { return "m_t" + std::to_string(slot) + "Buffer"; }

} // namespace

void nameInput(CodeWriter& out, const Context& context, const Tensor& tensor, const ScratchMap& scratch,
    const std::string& count, const std::string& index, StepScope& scope)
{
    out.line("LocalTensor<" + tensor.type() + "> " + tensor.local() + " = " + tensor.queue() + ".DeQue<"
        + tensor.type() + ">();");
    std::string name = tensor.local();
    if (context.converts && scratch.slot.contains(tensor.value)) {
        name = tensor.view();
        out.line("LocalTensor<ComputeT> " + name + " = ToCompute(" + tensor.local() + ", "
            + bufferName(scratch.slot.at(tensor.value)) + ", " + count + ");");
    }
    scope.vectors[tensor.value] = name + index;
}

void nameOutput(CodeWriter& out, const Context& context, const Tensor& tensor, const ScratchMap& scratch,
    const std::string& index, StepScope& scope)
{
    out.line("LocalTensor<" + tensor.type() + "> " + tensor.local() + " = " + tensor.queue() + ".AllocTensor<"
        + tensor.type() + ">();");
    if (context.program.values[static_cast<std::size_t>(tensor.value)].kind == Value::Kind::Input)
        return;
    std::string name = tensor.local();
    if (context.converts) {
        name = tensor.view();
        out.line("LocalTensor<ComputeT> " + name + " = ResultView(" + tensor.local() + ", "
            + bufferName(scratch.slot.at(tensor.value)) + ");");
    }
    scope.vectors[tensor.value] = name + index;
}

void nameScratch(CodeWriter& out, const Context& context, const ScratchMap& scratch, const std::string& index,
    StepScope& scope)
{
    std::set<int> declared;
    for (const auto& [value, slot] : scratch.slot) {
        if (scope.vectors.contains(value)
            || context.program.values[static_cast<std::size_t>(value)].kind != Value::Kind::Op)
            continue;
        const std::string name = "t" + std::to_string(slot);
        if (declared.insert(slot).second)
            out.line("LocalTensor<ComputeT> " + name + " = " + bufferName(slot) + ".Get<ComputeT>();");
        scope.vectors[value] = name + index;
    }
}

void finishOutput(CodeWriter& out, const Context& context, const Tensor& tensor, const StepScope& scope,
    const std::string& count)
{
    const Value& value = context.program.values[static_cast<std::size_t>(tensor.value)];
    if (value.kind == Value::Kind::Input) {
        std::string source = scope.vectors.at(tensor.value);
        source = source.substr(0, source.find('['));
        out.line("Convert(" + tensor.local() + ", " + source + ", " + count + ");");
    } else if (context.converts) {
        out.line("FromCompute(" + tensor.local() + ", " + tensor.view() + ", " + count + ");");
    }
    out.line(tensor.queue() + ".EnQue<" + tensor.type() + ">(" + tensor.local() + ");");
}

} // namespace hawk::synth::detail
