#include "emulator/binding/operator_binding.h"

#include "base/files.h"
#include "base/float_formats.h"
#include "base/hash.h"
#include "emulator/project/host_call.h"
#include "emulator/runner/folder_hash.h"
#include "emulator/runner/sandbox.h"

#include <algorithm>
#include <cstring>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

using Kind = OperatorDefinition::Kind;
using Tensor = OperatorCall::Tensor;

constexpr std::chrono::seconds kBuildTimeout { 120 };

SandboxJob compileJob(const fs::path& compiler, const fs::path& source, const fs::path& folder, const fs::path& library)
{
    SandboxJob job;
    const fs::path headers = bindingHeaderDir();
    job.argv = { compiler.string(), "-std=c++17", "-O0", "-w", "-fPIC", "-shared", "-fvisibility=hidden", "-I" + headers.string(),
        "-o", library.string(), source.string() };
    job.readOnly = { headers, source };
    job.writable = folder;
    job.environment = { { "PATH", "/usr/bin:/bin" }, { "LC_ALL", "C" }, { "TMPDIR", "/tmp" } };
    job.view = SystemView::Toolchain;
    job.calls = SystemCalls::Compiler;
    job.limits = { .cpuSeconds = 120, .addressSpaceBytes = 3ULL << 30U, .fileSizeBytes = 256ULL << 20U, .processes = 64,
        .openFiles = 256 };
    job.timeout = kBuildTimeout;
    return job;
}

std::string firstError(const std::string& log)
{
    const std::size_t at = log.find("error:");
    return at == std::string::npos ? log.substr(0, 300) : log.substr(at, log.find('\n', at) - at);
}

} // namespace

fs::path bindingHeaderDir()
{
    std::error_code ec;
    const fs::path installed = binaryDir().parent_path() / "share/hawk/binding";
    return fs::is_directory(installed, ec) ? installed : fs::path(HAWK_SOURCE_BINDING_HEADERS);
}

OperatorBinding::OperatorBinding(fs::path library, SandboxPolicy policy)
    : m_library(std::move(library))
    , m_policy(policy)
{
}

Result<OperatorBinding> OperatorBinding::build(const fs::path& source, const OperatorHost::Options& options, std::stop_token stop)
{
    const auto compiler = findProgram(options.compiler);
    if (!compiler)
        return Error { Errc::Environment, "no C++ compiler '" + options.compiler + "'", {}, "apt-get install g++" };
    const auto text = readFile(source);
    if (!text)
        return text.error();
    const auto headers = hashFolder(bindingHeaderDir());
    if (!headers)
        return headers.error();
    const fs::path cache = (options.cacheDir.empty() ? cacheDir() : options.cacheDir) / "bindings";
    const fs::path kept = cache / (HashBuilder().add(*headers).add(*text).add(compiler->string()).hex() + ".so");
    std::error_code ec;
    fs::create_directories(cache, ec);
    if (fs::exists(kept, ec))
        return OperatorBinding(kept, options.sandbox);
    const auto folder = TempDir::create("hawk-binding-");
    if (!folder)
        return folder.error();
    const fs::path library = folder->path() / "binding.so";
    const auto process = runSandboxed(compileJob(*compiler, source, folder->path(), library), options.sandbox, std::move(stop));
    if (!process)
        return process.error();
    if (process->cancelled)
        return Error { Errc::Cancelled, "the build of the binding was cancelled", {}, {} };
    if (!process->ok())
        return Error { Errc::InvalidInput, "the binding does not compile: " + firstError(process->err), source.string(), {} };
    const auto bytes = readFile(library);
    if (!bytes)
        return bytes.error();
    if (const Status written = writeFileAtomically(kept, *bytes); !written)
        return written.error();
    return OperatorBinding(kept, options.sandbox);
}

Result<Json> OperatorBinding::record(const std::string& function, const Json& arguments, const std::vector<fs::path>& readable,
    const fs::path& folder, std::stop_token stop) const
{
    HostCall call { .program = "hawk-emu-binding", .subject = "the binding", .folder = folder, .readable = readable };
    call.readable.push_back(m_library);
    call.limits = { .cpuSeconds = 20, .addressSpaceBytes = 4ULL << 30U, .fileSizeBytes = 1ULL << 30U, .processes = 16, .openFiles = 64 };
    auto answer = askHostCode(
        call, { { "library", m_library.string() }, { "function", function }, { "arguments", arguments } }, m_policy, std::move(stop));
    return answer ? Result<Json>(std::move(answer->response)) : answer.error();
}

namespace {

/// Walks an operand list in the order of the operator's definition.
class CommandReader {
public:
    CommandReader(const Json& command, const OperatorDefinition& op, fs::path folder, std::vector<std::int64_t>& outputs)
        : m_operands(command.at("operands"))
        , m_op(op)
        , m_folder(std::move(folder))
        , m_outputs(outputs)
    {
    }

    Result<OperatorCall> read()
    {
        OperatorCall call;
        for (std::size_t i = 0; i < m_op.inputs.size(); ++i) {
            auto tensors = input(m_op.inputs[i]);
            if (!tensors)
                return tensors.error();
            call.inputs.push_back(*std::move(tensors));
        }
        // Values given for inputs take the declared type of the combination that the real tensors select.
        for (const auto& attribute : m_op.attributes)
            readAttribute(attribute, call);
        for (const auto& output : m_op.outputs)
            call.outputs.push_back(this->output(output));
        if (m_op.outputs.empty())
            m_outputs = m_inputIds; // it updates its inputs
        if (m_at < m_operands.size())
            return Error { Errc::InvalidInput, "the binding passes " + std::to_string(m_operands.size()) + " operands, operator "
                    + m_op.name + " takes " + std::to_string(m_at), {}, {} };
        return call;
    }

private:
    std::string kindAt(std::size_t i) const { return i < m_operands.size() ? m_operands[i].value("kind", "") : std::string(); }
    static bool isTensorKind(const std::string& kind) { return kind == "tensor" || kind == "tensors"; }
    /// Operands still to come that are tensors, from position `i`.
    std::size_t tensorsFrom(std::size_t i) const
    {
        std::size_t count = 0;
        for (; i < m_operands.size(); ++i)
            count += isTensorKind(kindAt(i)) ? 1U : 0U;
        return count;
    }

    Result<Tensor> tensorFrom(const Json& json, const OperatorDefinition::Parameter& parameter)
    {
        const auto type = dtypeFromName(json.value("dtype", ""));
        if (!type)
            return Error { Errc::InvalidInput, "tensor '" + parameter.name + "': " + type.error().message, {}, {} };
        Tensor tensor { *type, json.value("shape", std::vector<std::int64_t>()), json.value("file", "") };
        if (tensor.shape.empty())
            tensor.shape = { 1 }; // the device has no tensors of rank 0
        return tensor;
    }

    Result<std::vector<Tensor>> input(const OperatorDefinition::Parameter& parameter)
    {
        std::vector<Tensor> tensors;
        const std::string kind = kindAt(m_at);
        if (kind == "null") {
            ++m_at;
            return tensors;
        }
        if (isTensorKind(kind)) {
            for (const Json& json : m_operands[m_at].at("value")) {
                if (json.is_null())
                    continue;
                auto tensor = tensorFrom(json, parameter);
                if (!tensor)
                    return tensor.error();
                m_inputIds.push_back(json.value("tensor", std::int64_t { -1 }));
                tensors.push_back(*std::move(tensor));
            }
            ++m_at;
            return tensors;
        }
        if (kind.empty() || kind == "text")
            return missing(parameter);
        auto made = tensorFromNumbers(parameter, m_operands[m_at]);
        if (!made)
            return made.error();
        m_inputIds.push_back(-1);
        ++m_at;
        tensors.push_back(*std::move(made));
        return tensors;
    }

    Error missing(const OperatorDefinition::Parameter& parameter) const
    {
        return { Errc::InvalidInput, "the binding passes no tensor for input '" + parameter.name + "' of " + m_op.name, {}, {} };
    }

    DType declaredType(const OperatorDefinition::Parameter& parameter, bool floating) const
    {
        for (const std::string& type : parameter.types)
            if (const DType found = dtypeFromGe(type); found != DType::None && isFloating(found) == floating)
                return found;
        return parameter.types.empty() ? (floating ? DType::Float32 : DType::Int64) : dtypeFromGe(parameter.types.front());
    }

    /// The combination in which every tensor of the call fits, for a value whose type follows the tensors'.
    DType typeFollowing(const OperatorDefinition::Parameter& parameter, const Json& operand) const
    {
        for (std::size_t i = 0; i < parameter.types.size(); ++i)
            if (fitsTensors(i))
                return dtypeFromGe(parameter.types[i]);
        return declaredType(parameter, operand.at("value").front().is_number_float());
    }
    bool fitsTensors(std::size_t combination) const
    {
        bool any = false;
        const auto fits = [&](std::size_t operand, const OperatorDefinition::Parameter& parameter) {
            if (!isTensorKind(kindAt(operand)) || m_operands[operand].at("value").empty()
                || m_operands[operand].at("value").front().is_null())
                return true;
            const auto given = dtypeFromName(m_operands[operand].at("value").front().value("dtype", ""));
            if (parameter.types.empty() || !given)
                return true;
            any = true;
            return parameter.types[std::min(combination, parameter.types.size() - 1)] == geName(*given);
        };
        const std::size_t inputs = m_op.inputs.size(), outputs = m_op.outputs.size();
        for (std::size_t o = 0; o < m_operands.size() && o < inputs; ++o)
            if (!fits(o, m_op.inputs[o]))
                return false;
        // Outputs come last; fewer operands than that are an operator's that updates its inputs.
        for (std::size_t o = 0; m_operands.size() >= inputs + outputs && o < outputs; ++o)
            if (!fits(m_operands.size() - outputs + o, m_op.outputs[o]))
                return false;
        return any;
    }

    Result<Tensor> tensorFromNumbers(const OperatorDefinition::Parameter& parameter, const Json& operand)
    {
        const Json values = operand.value("value", Json::array());
        if (values.empty())
            return missing(parameter);
        const DType type = typeFollowing(parameter, operand);
        std::string bytes;
        for (const Json& value : values)
            append(bytes, type, value);
        const fs::path file = m_folder / ("value-" + parameter.name + ".bin");
        if (const Status written = writeFileAtomically(file, bytes); !written)
            return written.error();
        return Tensor { type, { static_cast<std::int64_t>(values.size()) }, file };
    }

    static void append(std::string& bytes, DType type, const Json& value)
    {
        const double number = value.is_boolean() ? (value.get<bool>() ? 1 : 0) : value.get<double>();
        const auto put = [&](auto typed) { bytes.append(reinterpret_cast<const char*>(&typed), sizeof typed); };
        switch (type) {
        case DType::Float16: return put(floatToHalf(static_cast<float>(number)));
        case DType::BFloat16: return put(floatToBfloat16(static_cast<float>(number)));
        case DType::Float32: return put(static_cast<float>(number));
        case DType::Float64: return put(number);
        case DType::Int64:
        case DType::UInt64: return put(value.is_number_integer() ? value.get<std::int64_t>() : static_cast<std::int64_t>(number));
        case DType::Int32:
        case DType::UInt32: return put(static_cast<std::int32_t>(number));
        case DType::Int16:
        case DType::UInt16: return put(static_cast<std::int16_t>(number));
        default: return put(static_cast<std::int8_t>(number));
        }
    }

    /// Attributes stand between inputs and outputs. One that the binding leaves out (nothing but tensors follow) keeps its default.
    void readAttribute(const OperatorDefinition::Attribute& attribute, OperatorCall& call)
    {
        const std::string kind = kindAt(m_at);
        if (kind.empty() || isTensorKind(kind))
            return;
        const Json value = m_operands[m_at].value("value", Json());
        ++m_at;
        if (kind == "null")
            return;
        const bool list = attribute.type.starts_with("list");
        Json one = kind == "text" || list || !value.is_array() || value.empty() ? value : value.front();
        if (attribute.type == "str" && one.is_number_integer())
            one = reductionName(one.get<std::int64_t>());
        call.attributes[attribute.name] = one;
    }

    /// aclnn interfaces of losses take the reduction as a number (public aclnn reference: 0 none, 1 mean, 2 sum), their operators
    /// as a word.
    static std::string reductionName(std::int64_t number)
    {
        constexpr const char* kNames[] { "none", "mean", "sum" };
        return number >= 0 && number < 3 ? kNames[number] : std::to_string(number);
    }

    std::vector<Tensor> output(const OperatorDefinition::Parameter& parameter)
    {
        std::vector<Tensor> tensors;
        const std::string kind = kindAt(m_at);
        if (kind.empty() || updatesAnInput(parameter))
            return inPlace(parameter);
        if (isTensorKind(kind))
            for (const Json& json : m_operands[m_at].at("value"))
                if (!json.is_null())
                    if (auto tensor = tensorFrom(json, parameter)) {
                        const auto id = json.value("tensor", std::int64_t { -1 });
                        tensor->sameAs = inputWith(id);
                        if (tensor->sameAs >= 0)
                            tensor->data.clear();
                        m_outputs.push_back(id);
                        tensors.push_back(*std::move(tensor));
                    }
        ++m_at;
        return tensors;
    }

    std::int64_t inputWith(std::int64_t id) const
    {
        for (std::size_t i = 0; i < m_inputIds.size(); ++i)
            if (id >= 0 && m_inputIds[i] == id)
                return static_cast<std::int64_t>(i);
        return -1;
    }

    /// An output named like an input is no operand of its own where there are fewer tensors left than outputs.
    bool updatesAnInput(const OperatorDefinition::Parameter& parameter) const
    {
        const auto named = [&](const OperatorDefinition::Parameter& input) { return input.name == parameter.name; };
        if (std::ranges::none_of(m_op.inputs, named))
            return false;
        const auto at = static_cast<std::size_t>(&parameter - m_op.outputs.data());
        return tensorsFrom(m_at) < m_op.outputs.size() - at;
    }

    /// An output that is no operand of its own updates the input of the same name, or the first one.
    std::vector<Tensor> inPlace(const OperatorDefinition::Parameter& parameter)
    {
        std::size_t operand = 0;
        for (std::size_t i = 0; i < m_op.inputs.size(); ++i)
            if (m_op.inputs[i].name == parameter.name)
                operand = i;
        std::vector<Tensor> tensors;
        if (operand < m_operands.size() && isTensorKind(kindAt(operand)))
            for (const Json& json : m_operands[operand].at("value"))
                if (auto tensor = tensorFrom(json, parameter)) {
                    const auto id = json.value("tensor", std::int64_t { -1 });
                    tensor->sameAs = inputWith(id);
                    tensor->data.clear();
                    m_outputs.push_back(id);
                    tensors.push_back(*std::move(tensor));
                }
        return tensors;
    }

    const Json& m_operands;
    const OperatorDefinition& m_op;
    fs::path m_folder;
    std::vector<std::int64_t>& m_outputs;
    std::vector<std::int64_t> m_inputIds; ///< the binding's number of every input tensor of the call, in order
    std::size_t m_at = 0;
};

} // namespace

Result<OperatorCall> callFromCommand(
    const Json& command, const OperatorDefinition& op, const fs::path& folder, std::vector<std::int64_t>& tensorOfOutput)
{
    try {
        return CommandReader(command, op, folder, tensorOfOutput).read();
    } catch (const Json::exception& failure) {
        return Error { Errc::Protocol, std::string("the record of the binding cannot be read: ") + failure.what(), {}, {} };
    }
}

} // namespace hawk::emulator
