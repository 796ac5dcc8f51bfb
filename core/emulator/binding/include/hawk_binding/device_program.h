#pragma once

#include "acl/acl.h"
#include "hawk_binding/stream.h"

#include <cstdio>
#include <fstream>
#include <sstream>

/// A program around an extension: it calls one of the extension's functions with tensors in device memory and leaves what came of it.
/// Reads arguments.txt in its working directory: the function's name, the number of arguments, then one value after the other (see
/// ArgumentReader). Writes result.json {"result", "outputs": {number: file}} and the files; returns 1 with a message when the
/// extension refuses.
namespace hawk_binding {

inline void* deviceMemory(std::size_t bytes)
{
    void* memory = nullptr;
    if (aclrtMalloc(&memory, bytes == 0 ? 32 : bytes, ACL_MEM_MALLOC_HUGE_FIRST) != ACL_SUCCESS)
        throw std::runtime_error("there is no device memory for " + std::to_string(bytes) + " bytes");
    return memory;
}
inline void toDevice(void* device, const void* host, std::size_t bytes)
{
    if (bytes != 0 && aclrtMemcpy(device, bytes, host, bytes, ACL_MEMCPY_HOST_TO_DEVICE) != ACL_SUCCESS)
        throw std::runtime_error("a tensor cannot be copied to the device");
}

/// Values in the order of the call, as words: `none`, `bool 1`, `int 5`, `float 0.5`, `text 3:abc`, `type 6`, `list N` and N values,
/// `tensor NUMBER TYPE RANK dims... LENGTH:file`.
class ArgumentReader {
public:
    explicit ArgumentReader(std::istream& in)
        : m_in(in)
    {
    }
    Value value()
    {
        const std::string kind = word();
        if (kind == "none")
            return {};
        if (kind == "bool")
            return { integer() != 0 };
        if (kind == "int" || kind == "type")
            return { integer() };
        if (kind == "float")
            return { std::stod(word()) };
        if (kind == "text")
            return { text() };
        if (kind == "tensor")
            return { tensor() };
        if (kind != "list")
            throw std::runtime_error("arguments.txt holds an unknown kind of value");
        Value::List list;
        for (std::int64_t left = integer(); left > 0; --left)
            list.push_back(value());
        return { list };
    }
    std::string word()
    {
        std::string one;
        if (!(m_in >> one))
            throw std::runtime_error("arguments.txt ends too early");
        return one;
    }
    std::int64_t integer() { return std::stoll(word()); }
    std::vector<at::Tensor> tensors;

private:
    std::string text()
    {
        std::size_t length = 0;
        char colon = 0;
        m_in >> length >> colon;
        std::string bytes(length, '\0');
        m_in.read(bytes.data(), static_cast<std::streamsize>(length));
        return bytes;
    }
    at::Tensor tensor()
    {
        const std::int64_t number = integer();
        for (const at::Tensor& known : tensors)
            if (known.storage()->id == number)
                return skip(known);
        const auto type = static_cast<at::ScalarType>(integer());
        std::vector<std::int64_t> shape(static_cast<std::size_t>(integer()));
        for (std::int64_t& one : shape)
            one = integer();
        auto storage = std::make_shared<at::Storage>();
        storage->id = number;
        storage->file = text();
        at::Tensor made(shape, type, storage);
        std::ifstream in(storage->file, std::ios::binary);
        storage->bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        if (storage->bytes.size() != made.nbytes())
            throw std::runtime_error("an operand's file has the wrong size");
        storage->deviceBytes = made.nbytes();
        storage->device = deviceMemory(storage->deviceBytes);
        toDevice(storage->device, storage->bytes.data(), storage->deviceBytes);
        tensors.push_back(made);
        return made;
    }
    /// The rest of the description of a tensor that came before.
    at::Tensor skip(const at::Tensor& known)
    {
        integer();
        for (std::int64_t left = integer(); left > 0; --left)
            integer();
        text();
        return known;
    }
    std::istream& m_in;
};

/// result.json, by hand: the program is linked with nothing of ours.
class ResultWriter {
public:
    std::string json(const Value& value)
    {
        if (const auto* tensor = std::get_if<at::Tensor>(&value.data))
            return json(*tensor);
        if (const auto* list = std::get_if<Value::List>(&value.data)) {
            std::string out = "[";
            for (const Value& one : *list)
                out += (out.size() > 1 ? "," : "") + json(one);
            return out + "]";
        }
        if (const auto* flag = std::get_if<bool>(&value.data))
            return *flag ? "true" : "false";
        if (const auto* number = std::get_if<std::int64_t>(&value.data))
            return std::to_string(*number);
        if (const auto* number = std::get_if<double>(&value.data))
            return c10::str(*number);
        return "null";
    }
    /// The tensor's contents as a file; once per memory.
    void keep(const at::Tensor& tensor)
    {
        const at::Storage& storage = *tensor.storage();
        const std::string number = std::to_string(storage.id);
        if (!storage.device || m_outputs.find("\"" + number + "\":") != std::string::npos)
            return;
        std::vector<char> bytes(storage.deviceBytes);
        if (!bytes.empty() && aclrtMemcpy(bytes.data(), bytes.size(), storage.device, bytes.size(), ACL_MEMCPY_DEVICE_TO_HOST) != ACL_SUCCESS)
            throw std::runtime_error("a result cannot be copied from the device");
        if (!storage.file.empty() && bytes == storage.bytes)
            return; // an argument that did not change
        const std::string file = "out" + number + ".bin";
        std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        m_outputs += (m_outputs.empty() ? "" : ",") + ("\"" + number + "\":\"" + file + "\"");
    }
    std::string outputs() const { return "{" + m_outputs + "}"; }

private:
    std::string json(const at::Tensor& tensor)
    {
        if (!tensor.defined())
            return "null";
        keep(tensor);
        std::string shape;
        for (const std::int64_t one : tensor.sizes())
            shape += (shape.empty() ? "" : ",") + std::to_string(one);
        std::string out = "{\"tensor\":" + std::to_string(tensor.storage()->id) + ",\"type\":"
            + std::to_string(static_cast<int>(tensor.storedType())) + ",\"shape\":[" + shape + "]";
        if (tensor.scalar_type() != tensor.storedType())
            out += ",\"convertTo\":" + std::to_string(static_cast<int>(tensor.scalar_type()));
        return out + "}";
    }
    std::string m_outputs;
};

/// All tensors are gone when it returns.
inline void callExtension()
{
    at::deviceHooks() = { &deviceMemory, &toDevice, [](void* memory) { (void)aclrtFree(memory); } };
    std::ifstream in("arguments.txt");
    ArgumentReader reader(in);
    const std::string name = reader.word();
    std::vector<Value> arguments;
    for (std::int64_t left = reader.integer(); left > 0; --left)
        arguments.push_back(reader.value());
    at::nextStorageId(1000);
    auto& functions = module().functions.empty() ? module().implementations : module().functions;
    const auto function = functions.find(name);
    if (function == functions.end())
        throw std::runtime_error("the extension defines no function " + name);
    const Value result = function->second(arguments);
    if (aclrtSynchronizeDevice() != ACL_SUCCESS)
        throw std::runtime_error("the device reports an error");
    ResultWriter writer;
    const std::string text = writer.json(result);
    for (const at::Tensor& tensor : reader.tensors)
        writer.keep(tensor);
    std::ofstream("result.json") << "{\"result\":" << text << ",\"outputs\":" << writer.outputs() << "}\n";
}

inline int runDeviceProgram()
{
    if (aclInit(nullptr) != ACL_SUCCESS || aclrtSetDevice(0) != ACL_SUCCESS)
        throw std::runtime_error("the device cannot be opened");
    callExtension();
    return aclrtResetDevice(0) == ACL_SUCCESS && aclFinalize() == ACL_SUCCESS ? 0 : 1;
}

} // namespace hawk_binding

int main()
{
    try {
        return hawk_binding::runDeviceProgram();
    } catch (const std::exception& failure) {
        std::printf("%s\n", failure.what());
        return 1;
    }
}
