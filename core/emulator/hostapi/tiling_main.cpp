// hawk-emu-tiling FOLDER: runs an operator's tiling function inside the sandbox.
// Reads FOLDER/request.json, loads the host library it names, describes the registered operators or fills a
// gert::TilingContext and calls the function; writes FOLDER/response.json. Whatever the host code prints goes to standard
// output. After a crash there is no response, but a note (fault_note.h).
#include "base/files.h"
#include "base/json.h"
#include "emulator/hostapi/fault_note.h"
#include "hawk_host/platform.h"
#include "hawk_host/registry.h"

#include <algorithm>
#include <cstdio>
#include <dlfcn.h>
#include <fstream>
#include <iostream>

namespace {

using hawk::Error;
using hawk::Errc;
using hawk::Json;
using hawk::Result;

constexpr std::size_t kTilingCapacity = 64 * 1024; // larger than any struct the public kernels register
constexpr std::size_t kGuardBytes = 4096;
constexpr unsigned char kGuard = 0xA5;

const char* const kKinds[] { "required", "optional", "dynamic" };

Json describe(const hawk_host::Parameter& parameter)
{
    Json types = Json::array();
    for (const ge::DataType type : parameter.types)
        types.push_back(ge::TypeUtils::DataTypeToSerialString(type));
    return { { "name", parameter.name }, { "kind", kKinds[parameter.kind] }, { "types", types }, { "formats", parameter.formats },
        { "valueDepend", parameter.valueDepend }, { "scalar", parameter.scalar } };
}

/// The operator as its definition has it for this chip.
hawk_host::Operator forChip(hawk_host::Operator op, const std::string& soc)
{
    const auto config = op.configs.find(soc);
    if (config == op.configs.end())
        return op;
    const auto override = [](std::vector<hawk_host::Parameter>& all, const std::vector<hawk_host::Parameter>& own) {
        for (const hawk_host::Parameter& one : own) {
            const auto known = std::ranges::find(all, one.name, &hawk_host::Parameter::name);
            if (known == all.end())
                all.push_back(one);
            else
                *known = one;
        }
    };
    override(op.inputs, config->second.inputs);
    override(op.outputs, config->second.outputs);
    return op;
}

Json describe(const hawk_host::Operator& registered, const std::string& soc)
{
    const hawk_host::Operator op = forChip(registered, soc);
    const auto config = op.configs.find(soc);
    Json out { { "name", op.name }, { "socs", op.socs }, { "hasTiling", op.tiling != nullptr }, { "inputs", Json::array() },
        { "outputs", Json::array() }, { "attributes", Json::array() },
        { "kernelFile", config == op.configs.end() ? std::string() : config->second.kernelFile } };
    for (const auto& input : op.inputs)
        out["inputs"].push_back(describe(input));
    for (const auto& output : op.outputs)
        out["outputs"].push_back(describe(output));
    for (const auto& attribute : op.attributes)
        out["attributes"].push_back(
            { { "name", attribute.name }, { "type", attribute.type }, { "required", attribute.required } });
    return out;
}

Result<ge::DataType> typeFromName(const std::string& name)
{
    for (int i = 0; i < ge::DT_MAX; ++i)
        if (ge::TypeUtils::DataTypeToSerialString(static_cast<ge::DataType>(i)) == name)
            return static_cast<ge::DataType>(i);
    return Error { Errc::InvalidInput, "unknown element type " + name, {}, {} };
}

/// Attribute values: the case's where it gives one, else the registered default.
gert::RuntimeAttrs::Value attributeValue(const hawk_host::Attribute& attribute, const Json& given)
{
    if (given.is_null())
        return attribute.value;
    if (attribute.type == "int")
        return given.is_boolean() ? std::int64_t { given.get<bool>() } : given.get<std::int64_t>();
    if (attribute.type == "float")
        return given.get<float>();
    if (attribute.type == "bool")
        return given.is_boolean() ? given.get<bool>() : given.get<int>() != 0;
    if (attribute.type == "str")
        return given.get<std::string>();
    if (attribute.type == "list_float")
        return gert::RuntimeAttrs::ListFloat(given.get<std::vector<float>>());
    if (attribute.type == "list_bool")
        return gert::RuntimeAttrs::ListBool(given.get<std::vector<bool>>());
    return gert::RuntimeAttrs::ListInt(given.get<std::vector<std::int64_t>>());
}

/// Contents of value-dependent inputs, kept alive for the call.
using HostData = std::deque<std::string>;

Result<gert::ExtendedKernelContext::Item> makeItem(const Json& tensor, HostData& keep)
{
    const auto type = typeFromName(tensor.at("dtype").get<std::string>());
    if (!type)
        return type.error();
    gert::Shape shape;
    for (const Json& dim : tensor.at("shape"))
        shape.AppendDim(dim.get<std::int64_t>());
    const void* data = nullptr;
    if (tensor.contains("data")) {
        auto bytes = hawk::readFile(tensor.at("data").get<std::string>());
        if (!bytes)
            return bytes.error();
        data = keep.emplace_back(*std::move(bytes)).data();
    }
    return gert::ExtendedKernelContext::Item { gert::StorageShape(shape), { *type, ge::FORMAT_ND }, { shape, *type, data } };
}

/// Declared parameters, each with its instances: `given` maps a name to a tensor, a list (dynamic) or nothing (optional).
hawk::Status fill(const std::vector<hawk_host::Parameter>& parameters, const Json& given,
    std::deque<gert::ExtendedKernelContext::Item>& items, std::vector<gert::ParameterInstances>& instances, HostData& keep)
{
    for (const hawk_host::Parameter& parameter : parameters) {
        gert::ParameterInstances& mine = instances.emplace_back();
        mine.name = parameter.name;
        const auto found = given.find(parameter.name);
        if (found == given.end()) {
            if (parameter.kind == 0)
                return Error { Errc::InvalidInput, "no tensor given for the required parameter '" + parameter.name + "'", {}, {} };
            continue;
        }
        const Json list = found->is_array() ? *found : Json::array({ *found });
        for (const Json& tensor : list) {
            auto item = makeItem(tensor, keep);
            if (!item)
                return item.error();
            mine.instances.push_back(items.size());
            items.push_back(*std::move(item));
        }
    }
    return {};
}

fe::PlatFormInfos platformFrom(const Json& platform)
{
    fe::PlatFormInfos infos;
    for (const auto& [section, keys] : platform.items())
        for (const auto& [key, value] : keys.items())
            infos.set(section, key, value.is_string() ? value.get<std::string>() : value.dump());
    return infos;
}

std::string hex(const unsigned char* data, std::size_t size)
{
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += kDigits[data[i] >> 4U];
        out += kDigits[data[i] & 15U];
    }
    return out;
}

Result<Json> callTiling(const hawk_host::Operator& op, const Json& request, const hawk_host::Registry& hostRegistry,
    std::size_t registeredBytes)
{
    if (!op.tiling)
        return Error { Errc::InvalidInput, "operator " + op.name + " registers no tiling function", {},
            "this->AICore().SetTiling(function) in its definition, or IMPL_OP_OPTILING(" + op.name + ").Tiling(function)" };
    HostData keep;
    gert::TilingContext context;
    context.nodeName = op.name;
    context.nodeType = op.name;
    fe::PlatFormInfos infos = platformFrom(request.at("platform"));
    platform_ascendc::PlatformAscendCManager::infos() = &infos;
    context.platform = &infos;
    if (auto status = fill(op.inputs, request.at("inputs"), context.inputs, context.inputParameters, keep); !status)
        return status.error();
    if (auto status = fill(op.outputs, request.at("outputs"), context.outputs, context.outputParameters, keep); !status)
        return status.error();
    const Json attributes = request.value("attributes", Json::object());
    for (const auto& attribute : op.attributes)
        context.attributes.add(attributeValue(attribute, attributes.value(attribute.name, Json())));
    std::vector<unsigned char> buffer(kTilingCapacity + kGuardBytes, kGuard);
    std::fill_n(buffer.begin(), kTilingCapacity, static_cast<unsigned char>(0));
    context.rawTiling = std::make_unique<gert::TilingData>(buffer.data(), kTilingCapacity);
    if (op.makeCompileInfo)
        context.compileInfo = op.makeCompileInfo();
    if (op.parse && op.makeCompileInfo) {
        gert::TilingParseContext parse;
        parse.nodeName = op.name;
        parse.platform = &infos;
        parse.compiledInfo = const_cast<void*>(context.compileInfo);
        if (op.parse(&parse) != ge::GRAPH_SUCCESS)
            return Error { Errc::InvalidInput, "the tiling-parse function of " + op.name + " returned a failure", {}, {} };
    }
    const ge::graphStatus status = op.tiling(&context);
    if (status != ge::GRAPH_SUCCESS)
        return Error { Errc::InvalidInput, "the tiling function of " + op.name + " returned "
                + (status == ge::GRAPH_FAILED ? "GRAPH_FAILED" : std::to_string(status)) + " for this case", {},
            "print inside it what it rejects" };
    if (!hostRegistry.templateProblem.empty())
        return Error { Errc::InvalidInput, hostRegistry.templateProblem, "tiling function of " + op.name, {} };
    for (std::size_t i = kTilingCapacity; i < buffer.size(); ++i)
        if (buffer[i] != kGuard)
            return Error { Errc::InvalidInput, "the tiling function of " + op.name + " wrote past its buffer of "
                    + std::to_string(kTilingCapacity) + " bytes", {}, {} };
    const std::size_t given = context.rawTiling->GetDataSize();
    if (given > kTilingCapacity)
        return Error { Errc::InvalidInput, "the tiling function of " + op.name + " set a data size of " + std::to_string(given)
                + " bytes, its buffer has " + std::to_string(kTilingCapacity), {}, "SetDataSize(tiling.GetDataSize())" };
    const std::size_t size = std::min(std::max(given, registeredBytes), kTilingCapacity);
    const auto at = [&](std::size_t i) { return buffer.begin() + static_cast<std::ptrdiff_t>(i); };
    if (given == 0 && std::any_of(at(0), at(kTilingCapacity), [](auto c) { return c != 0; }))
        return Error { Errc::InvalidInput, "the tiling function of " + op.name
                + " fills its data but never says how much there is: the device gets none of it", {},
            "context->GetRawTilingData()->SetDataSize(tiling.GetDataSize())" };
    // What lies behind the data on the device is not known.
    constexpr unsigned char kUnknown = 0xA5;
    if (given > 0)
        std::fill(at(given), at(size), kUnknown);
    return Json { { "blockDim", context.blockDim }, { "tilingKey", context.tilingKey }, { "workspaces", context.workspaces },
        { "scheduleMode", context.scheduleMode }, { "tilingGiven", given > 0 },
        { "tiling", hex(buffer.data(), size) } };
}

Json describeStructs(const hawk_host::Registry& registry)
{
    Json structs = Json::array();
    for (const auto& one : registry.tilingStructs) {
        Json fields = Json::array();
        for (const auto& field : one.fields)
            fields.push_back({ { "type", field.type }, { "name", field.name }, { "count", field.count }, { "struct", field.isStruct } });
        structs.push_back({ { "name", one.name }, { "bytes", one.bytes }, { "fields", fields } });
    }
    return structs;
}

Json describe(const std::vector<hawk_host::Registry::TemplateParameter>& parameters)
{
    Json out = Json::array();
    for (const auto& one : parameters)
        out.push_back({ { "name", one.name }, { "kind", one.kind }, { "bits", one.bits }, { "values", one.values } });
    return out;
}

Json describeTemplates(const hawk_host::Registry& registry)
{
    Json out = Json::object();
    for (const auto& [op, known] : registry.templates) {
        Json selections = Json::array();
        for (const auto& selection : known.selections)
            selections.push_back(describe(selection));
        out[op] = { { "parameters", describe(known.parameters) }, { "selections", selections } };
    }
    return out;
}

std::size_t registeredBytes(const hawk_host::Registry& registry, const std::string& op)
{
    const auto found = registry.tilingClasses.find(op);
    if (found == registry.tilingClasses.end())
        return 0;
    for (const auto& one : registry.tilingStructs)
        if (one.name == found->second)
            return one.bytes;
    return 0;
}

Result<Json> serve(const Json& request)
{
    const std::string library = request.at("library").get<std::string>();
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return Error { Errc::InvalidInput, std::string("cannot load the operator's host code: ") + ::dlerror(), {}, {} };
    using RegistryFunction = hawk_host::Registry* (*)();
    const auto find = reinterpret_cast<RegistryFunction>(::dlsym(handle, "hawk_host_registry"));
    if (!find)
        return Error { Errc::InvalidInput, "the host code registers no operator", {}, "it needs OP_ADD(Name)" };
    const hawk_host::Registry& registry = *find();
    const std::string soc = request.value("soc", std::string());
    if (request.value("action", "describe") == "describe") {
        Json operators = Json::array();
        for (const auto& [name, op] : registry.operators)
            operators.push_back(describe(op, soc));
        return Json { { "operators", operators }, { "tilingClasses", registry.tilingClasses }, { "tilingStructs", describeStructs(registry) },
            { "templates", describeTemplates(registry) } };
    }
    const std::string name = request.at("operator").get<std::string>();
    const auto op = registry.operators.find(name);
    if (op == registry.operators.end())
        return Error { Errc::NotFound, "no operator " + name + " is registered", {}, {} };
    return callTiling(forChip(op->second, soc), request, registry, registeredBytes(registry, name));
}

Result<Json> serveGuarded(const Json& request)
{
    try {
        return serve(request);
    } catch (const std::bad_alloc&) {
        return Error { Errc::InvalidInput, "the host code ran out of memory; it may use 1 GiB", {}, {} };
    } catch (const std::exception& failure) {
        return Error { Errc::InvalidInput, std::string("the host code threw: ") + failure.what(), {}, {} };
    } catch (...) {
        return Error { Errc::InvalidInput, "the host code threw something that is no std::exception", {}, {} };
    }
}

Json errorJson(const Error& error)
{
    return { { "message", error.message }, { "context", error.context }, { "hint", error.hint } };
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: hawk-emu-tiling FOLDER\n");
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    hawk::noteFaults(folder);
    const auto text = hawk::readFile(folder / "request.json");
    const auto request = text ? hawk::parseJson(*text, "request.json") : Result<Json>(text.error());
    const Result<Json> answer = request ? serveGuarded(*request) : request;
    const Json response = answer ? *answer : Json { { "error", errorJson(answer.error()) } };
    std::cout.flush();
    std::fflush(stdout);
    // What host code throws or names need be no UTF-8.
    const auto written
        = hawk::writeFileAtomically(folder / "response.json", response.dump(-1, ' ', false, Json::error_handler_t::replace));
    return written ? 0 : 1;
}
