#pragma once

#include "hawk_binding/check.h"
#include "hawk_binding/functions.h"

#include <functional>
#include <map>
#include <tuple>
#include <variant>

/// Functions a binding module defines, and the operator call that EXEC_NPU_CMD makes. One module per shared object.
namespace hawk_binding {

/// A value that comes from or goes to the benchmark's Python side.
struct Value {
    using List = std::vector<Value>;
    std::variant<std::monostate, bool, std::int64_t, double, std::string, at::Tensor, List> data;
};

/// One operand of EXEC_NPU_CMD, in its order.
struct Operand {
    enum class Kind { Tensor, TensorList, Scalar, ScalarList, Ints, Floats, Bools, Text, Null };
    Kind kind = Kind::Null;
    std::vector<at::Tensor> tensors;
    std::vector<at::Scalar> scalars;
    std::string text;
};
struct Command {
    std::string name; ///< "aclnnAddLayerNorm"
    std::vector<Operand> operands;
};

struct Module {
    using Function = std::function<Value(const std::vector<Value>&)>;
    std::map<std::string, Function> functions; ///< of PYBIND11_MODULE
    std::map<std::string, Function> implementations; ///< of TORCH_LIBRARY
    std::vector<Command> commands; ///< of the call under way
};
inline Module& module()
{
    static Module instance;
    return instance;
}

template <class T>
struct From;
[[noreturn]] inline void mismatch(const char* wanted) { throw std::runtime_error(std::string("the binding wants ") + wanted); }
inline double numberOf(const Value& v)
{
    if (const auto* d = std::get_if<double>(&v.data))
        return *d;
    if (const auto* i = std::get_if<std::int64_t>(&v.data))
        return static_cast<double>(*i);
    if (const auto* b = std::get_if<bool>(&v.data))
        return *b ? 1 : 0;
    if (const auto* t = std::get_if<at::Tensor>(&v.data); t && t->defined() && t->numel() == 1)
        return t->value(0);
    mismatch("a number");
}
template <class T>
T valueFrom(const Value& v)
{
    using U = std::remove_cv_t<std::remove_reference_t<T>>;
    if constexpr (std::is_same_v<U, at::Tensor>) {
        if (const auto* t = std::get_if<at::Tensor>(&v.data))
            return *t;
        if (std::holds_alternative<std::monostate>(v.data))
            return at::Tensor();
        mismatch("a tensor");
    } else if constexpr (std::is_same_v<U, at::Scalar>) {
        if (const auto* i = std::get_if<std::int64_t>(&v.data))
            return at::Scalar(*i);
        if (const auto* b = std::get_if<bool>(&v.data))
            return at::Scalar(*b);
        return at::Scalar(numberOf(v));
    } else if constexpr (std::is_same_v<U, std::string>) {
        if (const auto* s = std::get_if<std::string>(&v.data))
            return *s;
        mismatch("a text");
    } else if constexpr (std::is_same_v<U, at::ScalarType>) {
        return static_cast<at::ScalarType>(static_cast<int>(numberOf(v)));
    } else if constexpr (std::is_arithmetic_v<U>) {
        return static_cast<U>(numberOf(v));
    } else {
        return From<U>::value(v);
    }
}
template <class T>
struct From<std::optional<T>> {
    static std::optional<T> value(const Value& v)
    {
        if (std::holds_alternative<std::monostate>(v.data))
            return std::nullopt;
        return valueFrom<T>(v);
    }
};
template <class T>
std::vector<T> listFrom(const Value& v)
{
    std::vector<T> out;
    if (const auto* list = std::get_if<Value::List>(&v.data)) {
        for (const Value& one : *list)
            out.push_back(valueFrom<T>(one));
        return out;
    }
    if (const auto* t = std::get_if<at::Tensor>(&v.data); t && std::is_arithmetic_v<T>) {
        if constexpr (std::is_arithmetic_v<T>)
            for (std::int64_t i = 0; i < t->numel(); ++i)
                out.push_back(static_cast<T>(t->value(i)));
        return out;
    }
    mismatch("a list");
}
template <class T>
struct From<std::vector<T>> {
    static std::vector<T> value(const Value& v) { return listFrom<T>(v); }
};
template <class T>
struct From<c10::ArrayRef<T>> {
    static c10::ArrayRef<T> value(const Value& v) { return listFrom<T>(v); }
};

inline Value toValue(const at::Tensor& tensor) { return { tensor }; }
inline Value toValue(bool value) { return { value }; }
inline Value toValue(double value) { return { value }; }
inline Value toValue(std::int64_t value) { return { value }; }
template <class T>
Value toValue(const std::vector<T>& list)
{
    Value::List out;
    for (const T& one : list)
        out.push_back(toValue(one));
    return { out };
}
template <class... T>
Value toValue(const std::tuple<T...>& tuple)
{
    Value::List out;
    std::apply([&](const auto&... one) { (out.push_back(toValue(one)), ...); }, tuple);
    return { out };
}
template <class A, class B>
Value toValue(const std::pair<A, B>& pair)
{
    return { Value::List { toValue(pair.first), toValue(pair.second) } };
}

template <class R, class... A, std::size_t... I>
Value invoke(R (*function)(A...), const std::vector<Value>& arguments, std::index_sequence<I...>)
{
    if (arguments.size() != sizeof...(A))
        throw std::runtime_error("the binding takes " + std::to_string(sizeof...(A)) + " arguments, it was called with "
            + std::to_string(arguments.size()));
    std::tuple<std::remove_cv_t<std::remove_reference_t<A>>...> values {
        valueFrom<std::remove_cv_t<std::remove_reference_t<A>>>(arguments[I])...
    };
    if constexpr (std::is_void_v<R>) {
        function(std::get<I>(values)...);
        return {};
    } else {
        return toValue(function(std::get<I>(values)...));
    }
}

template <class R, class... A>
Module::Function callable(R (*function)(A...))
{
    return [function](const std::vector<Value>& arguments) { return invoke(function, arguments, std::index_sequence_for<A...> {}); };
}

/// What PYBIND11_MODULE's `m` is.
class ModuleWriter {
public:
    /// m.doc() = "text"
    const char*& doc() { return m_doc; }
    template <class R, class... A, class... Rest>
    ModuleWriter& def(const char* name, R (*function)(A...), Rest&&...)
    {
        module().functions[name] = callable(function);
        return *this;
    }
    /// A lambda that captures nothing.
    template <class F, class... Rest, class = decltype(+std::declval<F>())>
    ModuleWriter& def(const char* name, F function, Rest&&...)
    {
        module().functions[name] = callable(+function);
        return *this;
    }

private:
    const char* m_doc = "";
};

inline Operand operand(const at::Tensor& tensor)
{
    Operand out;
    out.kind = tensor.defined() ? Operand::Kind::Tensor : Operand::Kind::Null;
    out.tensors = { tensor };
    return out;
}
inline Operand operand(const std::optional<at::Tensor>& tensor) { return operand(tensor ? *tensor : at::Tensor()); }
inline Operand operand(const at::TensorList& list)
{
    Operand out;
    out.kind = Operand::Kind::TensorList;
    out.tensors = list.vec();
    return out;
}
inline Operand operand(const std::vector<at::Tensor>& list) { return operand(at::TensorList(list)); }
inline Operand operand(const at::Scalar& scalar)
{
    Operand out;
    out.kind = Operand::Kind::Scalar;
    out.scalars = { scalar };
    return out;
}
inline Operand operand(const at::ArrayRef<at::Scalar>& list)
{
    Operand out;
    out.kind = Operand::Kind::ScalarList;
    out.scalars = list.vec();
    return out;
}
inline Operand operand(const std::vector<at::Scalar>& list) { return operand(at::ArrayRef<at::Scalar>(list)); }
inline Operand numbers(Operand::Kind kind, std::vector<at::Scalar> scalars)
{
    Operand out;
    out.kind = kind;
    out.scalars = std::move(scalars);
    return out;
}
inline Operand operand(const at::IntArrayRef& list)
{
    std::vector<at::Scalar> scalars;
    for (const std::int64_t one : list)
        scalars.emplace_back(one);
    return numbers(Operand::Kind::Ints, std::move(scalars));
}
inline Operand operand(const std::vector<std::int64_t>& list) { return operand(at::IntArrayRef(list)); }
inline Operand operand(const at::ArrayRef<double>& list)
{
    std::vector<at::Scalar> scalars;
    for (const double one : list)
        scalars.emplace_back(one);
    return numbers(Operand::Kind::Floats, std::move(scalars));
}
inline Operand operand(const char* text)
{
    Operand out;
    out.kind = text ? Operand::Kind::Text : Operand::Kind::Null;
    out.text = text ? text : "";
    return out;
}
inline Operand operand(char* text) { return operand(static_cast<const char*>(text)); }
inline Operand operand(const std::string& text) { return operand(text.c_str()); }
inline Operand operand(std::nullptr_t) { return {}; }
inline Operand operand(std::nullopt_t) { return {}; }
inline Operand operand(at::ScalarType type)
{
    // The graph engine's number of the type (public ge::DataType enumeration), as aclnn interfaces take it.
    constexpr int kGe[] { 4, 2, 6, 3, 9, 1, 0, 11, 33, 16, 17, 12, 0, 0, 0, 27, 28 };
    return operand(at::Scalar(kGe[static_cast<int>(type)]));
}
template <class T, class = std::enable_if_t<std::is_arithmetic_v<T>>>
Operand operand(T value)
{
    return operand(at::Scalar(value));
}
template <class T, class = std::enable_if_t<!std::is_same_v<T, at::Tensor>>>
Operand operand(const std::optional<T>& value)
{
    return value ? operand(*value) : Operand {};
}
/// Objects that the acl conversion functions hand out are the operands themselves.
inline Operand operand(const Operand* value) { return value ? *value : Operand {}; }
inline Operand operand(const std::shared_ptr<Operand>& value) { return value ? *value : Operand {}; }

template <class... A>
void record(const char* name, const A&... operands)
{
    module().commands.push_back({ name, { operand(operands)... } });
}

} // namespace hawk_binding

/// The module's entry, for the program that loads it.
extern "C" __attribute__((visibility("default"), weak)) hawk_binding::Module* hawk_binding_module()
{
    return &hawk_binding::module();
}
/// Allocations of the binding are numbered from here, after the arguments of the call.
extern "C" __attribute__((visibility("default"), weak)) std::int64_t hawk_binding_first_id(std::int64_t first)
{
    return at::nextStorageId(first);
}

#define PYBIND11_MODULE(name, m) \
    static void hawkBindingInit(hawk_binding::ModuleWriter& m); \
    [[maybe_unused]] static const bool hawkBindingDone = [] { \
        hawk_binding::ModuleWriter writer; \
        hawkBindingInit(writer); \
        return true; \
    }(); \
    static void hawkBindingInit(hawk_binding::ModuleWriter& m)

namespace pybind11 {
using module_ = hawk_binding::ModuleWriter;
struct arg {
    explicit arg(const char*) { }
    template <class T>
    arg& operator=(const T&)
    {
        return *this;
    }
};
namespace literals {
inline arg operator""_a(const char* text, std::size_t) { return arg(text); }
} // namespace literals
} // namespace pybind11
namespace py = pybind11;
