// hawk-emu-binding FOLDER: calls a function of a benchmark's operator binding inside the sandbox and notes which operator it
// would run with which operands. Reads FOLDER/request.json {"library", "function", "arguments"}; writes
// FOLDER/response.json {"commands", "result"} or {"error"}. Tensors are {"tensor": id, "dtype", "shape", "file"}.
#include "base/files.h"
#include "base/json.h"
#include "emulator/hostapi/fault_note.h"
#include "hawk_binding/library.h"

#include <array>
#include <cstdio>
#include <dlfcn.h>

namespace {

namespace fs = std::filesystem;
using hawk::Errc;
using hawk::Error;
using hawk::Json;
using hawk::Result;
using hawk_binding::Operand;
using hawk_binding::Value;

// In the order of at::ScalarType.
constexpr std::array kTypes { "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex32", "complex64",
    "complex128", "bool", "qint8", "quint8", "qint32", "bfloat16" };
// In the order of Operand::Kind.
constexpr std::array kKinds { "tensor", "tensors", "scalar", "scalars", "ints", "floats", "bools", "text", "null" };

at::ScalarType typeFrom(const std::string& name)
{
    for (std::size_t i = 0; i < kTypes.size(); ++i)
        if (name == kTypes[i])
            return static_cast<at::ScalarType>(i);
    throw std::runtime_error("unknown element type " + name);
}
std::string nameOf(at::ScalarType type)
{
    const auto i = static_cast<std::size_t>(type);
    return i < kTypes.size() ? kTypes[i] : "";
}

Value valueFrom(const Json& json)
{
    if (json.is_null())
        return {};
    if (json.is_boolean())
        return { json.get<bool>() };
    if (json.is_number_integer())
        return { json.get<std::int64_t>() };
    if (json.is_number())
        return { json.get<double>() };
    if (json.is_string())
        return { json.get<std::string>() };
    if (json.is_array()) {
        Value::List list;
        for (const Json& one : json)
            list.push_back(valueFrom(one));
        return { std::move(list) };
    }
    if (json.contains("dtype_value")) // a torch.dtype
        return { static_cast<std::int64_t>(typeFrom(json.at("dtype_value").get<std::string>())) };
    auto storage = std::make_shared<at::Storage>();
    storage->id = json.at("tensor").get<std::int64_t>();
    storage->file = json.at("file").get<std::string>();
    return { at::Tensor(json.at("shape").get<std::vector<std::int64_t>>(), typeFrom(json.at("dtype").get<std::string>()), storage) };
}

/// Allocations that the binding filled before the call go into a file each.
class TensorWriter {
public:
    explicit TensorWriter(fs::path folder)
        : m_folder(std::move(folder))
    {
    }
    Json json(const at::Tensor& tensor) const
    {
        if (!tensor.defined())
            return nullptr;
        Json out { { "tensor", tensor.storage()->id }, { "dtype", nameOf(tensor.storedType()) }, { "shape", tensor.sizes().vec() } };
        if (tensor.scalar_type() != tensor.storedType())
            out["convertTo"] = nameOf(tensor.scalar_type());
        if (!tensor.storage()->file.empty())
            out["file"] = tensor.storage()->file;
        if (tensor.storage()->filled) {
            const fs::path file = m_folder / ("fill" + std::to_string(tensor.storage()->id) + ".bin");
            const auto& bytes = tensor.storage()->bytes;
            if (const auto written = hawk::writeFileAtomically(file, { bytes.data(), bytes.size() }); !written)
                throw std::runtime_error(written.error().text());
            out["file"] = file.string();
        }
        return out;
    }
    Json json(const Value& value) const
    {
        if (const auto* b = std::get_if<bool>(&value.data))
            return *b;
        if (const auto* i = std::get_if<std::int64_t>(&value.data))
            return *i;
        if (const auto* d = std::get_if<double>(&value.data))
            return *d;
        if (const auto* s = std::get_if<std::string>(&value.data))
            return *s;
        if (const auto* t = std::get_if<at::Tensor>(&value.data))
            return json(*t);
        if (const auto* list = std::get_if<Value::List>(&value.data)) {
            Json out = Json::array();
            for (const Value& one : *list)
                out.push_back(json(one));
            return out;
        }
        return nullptr;
    }
    Json json(const Operand& operand) const
    {
        Json out { { "kind", kKinds[static_cast<std::size_t>(operand.kind)] } };
        if (operand.kind == Operand::Kind::Text)
            out["value"] = operand.text;
        if (operand.kind == Operand::Kind::Tensor || operand.kind == Operand::Kind::TensorList) {
            out["value"] = Json::array();
            for (const at::Tensor& tensor : operand.tensors)
                out["value"].push_back(json(tensor));
        }
        const bool numbers = operand.kind >= Operand::Kind::Scalar && operand.kind <= Operand::Kind::Bools;
        if (numbers) {
            out["value"] = Json::array();
            for (const at::Scalar& scalar : operand.scalars)
                out["value"].push_back(scalar.isBoolean() ? Json(scalar.toBool())
                        : scalar.isFloatingPoint()        ? Json(scalar.toDouble())
                                                          : Json(scalar.toLong()));
        }
        return out;
    }

private:
    fs::path m_folder;
};

Result<Json> serve(const Json& request, const fs::path& folder)
{
    const std::string library = request.at("library").get<std::string>();
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return Error { Errc::InvalidInput, std::string("cannot load the binding: ") + ::dlerror(), {}, {} };
    using ModuleFunction = hawk_binding::Module* (*)();
    const auto find = reinterpret_cast<ModuleFunction>(::dlsym(handle, "hawk_binding_module"));
    if (!find)
        return Error { Errc::InvalidInput, "the binding defines no module", {}, "it needs PYBIND11_MODULE(name, m)" };
    hawk_binding::Module& module = *find();
    if (module.functions.empty())
        module.functions = module.implementations; // torch.ops calls those
    auto function = module.functions.find(request.at("function").get<std::string>());
    if (function == module.functions.end() && module.functions.size() == 1)
        function = module.functions.begin(); // bindings and modules of one benchmark disagree about the name
    if (function == module.functions.end())
        return Error { Errc::NotFound, "the binding defines no function " + request.at("function").get<std::string>(), {}, {} };
    using CounterFunction = std::int64_t (*)(std::int64_t);
    if (const auto counter = reinterpret_cast<CounterFunction>(::dlsym(handle, "hawk_binding_first_id")))
        counter(request.value("firstId", std::int64_t { 1000 }));
    std::vector<Value> arguments;
    for (const Json& one : request.at("arguments"))
        arguments.push_back(valueFrom(one));
    const Value result = function->second(arguments);
    const TensorWriter writer(folder);
    Json commands = Json::array();
    for (const hawk_binding::Command& command : module.commands) {
        Json operands = Json::array();
        for (const Operand& operand : command.operands)
            operands.push_back(writer.json(operand));
        commands.push_back({ { "name", command.name }, { "operands", operands } });
    }
    return Json { { "commands", commands }, { "result", writer.json(result) } };
}

Result<Json> serveGuarded(const Json& request, const fs::path& folder)
{
    try {
        return serve(request, folder);
    } catch (const std::exception& failure) {
        return Error { Errc::InvalidInput, std::string("the binding threw: ") + failure.what(), {}, {} };
    } catch (...) {
        return Error { Errc::InvalidInput, "the binding threw something that is no std::exception", {}, {} };
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
        std::fprintf(stderr, "usage: hawk-emu-binding FOLDER\n");
        return 2;
    }
    const fs::path folder = argv[1];
    hawk::noteFaults(folder);
    const auto text = hawk::readFile(folder / "request.json");
    const auto request = text ? hawk::parseJson(*text, "request.json") : Result<Json>(text.error());
    const Result<Json> answer = request ? serveGuarded(*request, folder) : request;
    const Json response = answer ? *answer : Json { { "error", errorJson(answer.error()) } };
    std::fflush(stdout);
    const auto written
        = hawk::writeFileAtomically(folder / "response.json", response.dump(-1, ' ', false, Json::error_handler_t::replace));
    return written ? 0 : 1;
}
