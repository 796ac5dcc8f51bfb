#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

/// The part of the C++ tensor interface that operator bindings use (public libtorch reference): shapes, types, allocation and
/// reading of small host values. Tensors here describe memory that the device will have; contents are read only when the
/// binding asks for a value. It lets a benchmark's binding decide what its operator is called with, without libtorch.
namespace c10 {

enum class ScalarType : std::int8_t {
    Byte, Char, Short, Int, Long, Half, Float, Double, ComplexHalf, ComplexFloat, ComplexDouble, Bool, QInt8, QUInt8, QInt32,
    BFloat16, Undefined
};
inline constexpr std::size_t elementBytes(ScalarType type)
{
    constexpr std::size_t kBytes[] { 1, 1, 2, 4, 8, 2, 4, 8, 4, 8, 16, 1, 1, 1, 4, 2, 0 };
    return kBytes[static_cast<std::size_t>(type)];
}

enum class DeviceType : std::int8_t { CPU, CUDA, PrivateUse1 };
inline constexpr DeviceType kCPU = DeviceType::CPU, kCUDA = DeviceType::CUDA, kPrivateUse1 = DeviceType::PrivateUse1;
using DeviceIndex = std::int8_t;
/// Every tensor here is on the device.
struct Device {
    Device(DeviceType = DeviceType::PrivateUse1, DeviceIndex = 0) { }
    Device(const std::string&) { }
    DeviceType type() const { return DeviceType::PrivateUse1; }
    DeviceIndex index() const { return 0; }
    bool has_index() const { return true; }
    bool is_cpu() const { return false; }
    bool is_cuda() const { return false; }
    bool is_privateuseone() const { return true; }
    bool operator==(const Device&) const { return true; }
    bool operator!=(const Device&) const { return false; }
};
enum class MemoryFormat { Contiguous, Preserve };
enum class Layout { Strided };

template <class T>
using optional = std::optional<T>;
using nullopt_t = std::nullopt_t;
inline constexpr std::nullopt_t nullopt = std::nullopt;

template <class T>
class ArrayRef {
public:
    ArrayRef() = default;
    ArrayRef(const std::vector<T>& items)
        : m_items(items)
    {
    }
    ArrayRef(std::initializer_list<T> items)
        : m_items(items)
    {
    }
    ArrayRef(const T* data, std::size_t size)
        : m_items(data, data + size)
    {
    }
    ArrayRef(const T& one)
        : m_items { one }
    {
    }
    std::size_t size() const { return m_items.size(); }
    bool empty() const { return m_items.empty(); }
    const T& operator[](std::size_t i) const { return m_items[i]; }
    const T& at(std::size_t i) const { return m_items.at(i); }
    const T& front() const { return m_items.front(); }
    const T& back() const { return m_items.back(); }
    auto begin() const { return m_items.begin(); }
    auto end() const { return m_items.end(); }
    const T* data() const { return m_items.data(); }
    std::vector<T> vec() const { return m_items; }
    bool equals(const ArrayRef& other) const { return m_items == other.m_items; }
    ArrayRef slice(std::size_t from, std::size_t count) const { return ArrayRef(m_items.data() + from, count); }
    ArrayRef slice(std::size_t from) const { return slice(from, size() - from); }
    bool operator==(const ArrayRef& other) const { return m_items == other.m_items; }
    bool operator!=(const ArrayRef& other) const { return m_items != other.m_items; }

private:
    std::vector<T> m_items;
};
using IntArrayRef = ArrayRef<std::int64_t>;

class Scalar {
public:
    Scalar() = default;
    Scalar(double value)
        : m_double(value)
        , m_kind(Kind::Double)
    {
    }
    Scalar(float value)
        : Scalar(static_cast<double>(value))
    {
    }
    template <class T, class = std::enable_if_t<std::is_integral_v<T>>>
    Scalar(T value)
        : m_int(static_cast<std::int64_t>(value))
        , m_kind(std::is_same_v<T, bool> ? Kind::Bool : Kind::Int)
    {
    }
    enum class Kind { Int, Double, Bool };
    Kind kind() const { return m_kind; }
    double toDouble() const { return m_kind == Kind::Double ? m_double : static_cast<double>(m_int); }
    float toFloat() const { return static_cast<float>(toDouble()); }
    std::int64_t toLong() const { return m_kind == Kind::Double ? static_cast<std::int64_t>(m_double) : m_int; }
    int toInt() const { return static_cast<int>(toLong()); }
    bool toBool() const { return toDouble() != 0; }
    template <class T>
    T to() const
    {
        if constexpr (std::is_floating_point_v<T>)
            return static_cast<T>(toDouble());
        else
            return static_cast<T>(toLong());
    }
    ScalarType type() const
    {
        return m_kind == Kind::Double ? ScalarType::Double : m_kind == Kind::Bool ? ScalarType::Bool : ScalarType::Long;
    }
    bool isFloatingPoint() const { return m_kind == Kind::Double; }
    bool isIntegral(bool withBool = true) const { return m_kind == Kind::Int || (withBool && m_kind == Kind::Bool); }
    bool isBoolean() const { return m_kind == Kind::Bool; }

private:
    std::int64_t m_int = 0;
    double m_double = 0;
    Kind m_kind = Kind::Int;
};

} // namespace c10

namespace caffe2 {
using TypeMeta = c10::ScalarType;
}

namespace at {

using c10::ArrayRef;
using c10::Device;
using c10::DeviceType;
using c10::IntArrayRef;
using c10::optional;
using c10::Scalar;
using c10::ScalarType;
using c10::MemoryFormat;
inline constexpr ScalarType kByte = ScalarType::Byte, kChar = ScalarType::Char, kShort = ScalarType::Short, kInt = ScalarType::Int,
                            kLong = ScalarType::Long, kHalf = ScalarType::Half, kFloat = ScalarType::Float,
                            kDouble = ScalarType::Double, kBool = ScalarType::Bool, kBFloat16 = ScalarType::BFloat16,
                            kInt8 = ScalarType::Char, kUInt8 = ScalarType::Byte, kInt16 = ScalarType::Short,
                            kInt32 = ScalarType::Int, kInt64 = ScalarType::Long, kFloat16 = ScalarType::Half,
                            kFloat32 = ScalarType::Float, kFloat64 = ScalarType::Double, kComplexFloat = ScalarType::ComplexFloat;
using c10::kCPU;
using c10::kCUDA;
using c10::kPrivateUse1;

struct TensorOptions {
    ScalarType type = ScalarType::Float;
    TensorOptions() = default;
    TensorOptions(ScalarType given)
        : type(given)
    {
    }
    TensorOptions dtype(ScalarType given) const { return TensorOptions(given); }
    ScalarType dtype() const { return type; }
    template <class D>
    TensorOptions device(const D&) const
    {
        return *this;
    }
    template <class D, class I>
    TensorOptions device(const D&, const I&) const
    {
        return *this;
    }
    template <class L>
    TensorOptions layout(const L&) const
    {
        return *this;
    }
    TensorOptions requires_grad(bool) const { return *this; }
    TensorOptions pinned_memory(bool) const { return *this; }
};

/// How a program that runs kernels itself gets device memory. All are null where operands are only noted.
struct DeviceHooks {
    void* (*allocate)(std::size_t bytes) = nullptr;
    void (*write)(void* device, const void* host, std::size_t bytes) = nullptr;
    void (*release)(void* device) = nullptr;
};
inline DeviceHooks& deviceHooks()
{
    static DeviceHooks hooks;
    return hooks;
}

/// Memory behind tensors: an argument of the call (file), or an allocation of the binding.
struct Storage {
    Storage() = default;
    ~Storage()
    {
        if (device)
            deviceHooks().release(device);
    }
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    std::int64_t id = -1;
    std::string file; ///< contents of an argument
    std::vector<char> bytes; ///< contents once read, or a fill of the binding
    bool filled = false;
    void* device = nullptr; ///< where the device has it
    std::size_t deviceBytes = 0;
    /// The bytes are the contents from now on.
    void publish()
    {
        filled = true;
        if (device)
            deviceHooks().write(device, bytes.data(), bytes.size());
    }
};

class Tensor {
public:
    Tensor() = default;
    Tensor(std::vector<std::int64_t> shape, ScalarType type, std::shared_ptr<Storage> storage)
        : m_shape(std::move(shape))
        , m_type(type)
        , m_storage(std::move(storage))
    {
    }
    bool defined() const { return m_storage != nullptr; }
    /// Of this object until its shape changes: bindings take begin() and end() from two calls.
    const IntArrayRef& sizes() const
    {
        if (m_sizes.size() != m_shape.size() || !std::equal(m_sizes.begin(), m_sizes.end(), m_shape.begin()))
            m_sizes = IntArrayRef(m_shape);
        return m_sizes;
    }
    std::int64_t size(std::int64_t dim) const
    {
        const auto rank = static_cast<std::int64_t>(m_shape.size());
        return m_shape.at(static_cast<std::size_t>(dim < 0 ? dim + rank : dim));
    }
    std::int64_t dim() const { return static_cast<std::int64_t>(m_shape.size()); }
    std::int64_t ndimension() const { return dim(); }
    std::int64_t numel() const
    {
        std::int64_t count = 1;
        for (const std::int64_t one : m_shape)
            count *= one;
        return count;
    }
    std::size_t element_size() const { return c10::elementBytes(m_type); }
    std::size_t itemsize() const { return element_size(); }
    ScalarType scalar_type() const { return m_type; }
    ScalarType dtype() const { return m_type; }
    TensorOptions options() const { return TensorOptions(m_type); }
    Device device() const { return {}; }
    bool is_contiguous() const { return true; }
    bool is_cpu() const { return false; }
    bool is_cuda() const { return false; }
    bool is_privateuseone() const { return true; }
    bool is_floating_point() const { return m_type == ScalarType::Half || m_type == ScalarType::Float || m_type == ScalarType::Double || m_type == ScalarType::BFloat16; }
    bool is_same(const Tensor& other) const { return m_storage == other.m_storage; }
    std::vector<std::int64_t> strides() const
    {
        std::vector<std::int64_t> steps(m_shape.size(), 1);
        for (std::size_t i = steps.size(); i > 1; --i)
            steps[i - 2] = steps[i - 1] * m_shape[i - 1];
        return steps;
    }
    std::int64_t stride(std::int64_t dim) const { return strides().at(static_cast<std::size_t>(dim < 0 ? dim + this->dim() : dim)); }
    std::size_t nbytes() const { return static_cast<std::size_t>(numel()) * element_size(); }
    Tensor contiguous() const { return *this; }
    Tensor cpu() const { return *this; }
    Tensor clone() const { return *this; }
    Tensor detach() const { return *this; }
    template <class D, class = std::enable_if_t<!std::is_convertible_v<D, ScalarType> && !std::is_convertible_v<D, TensorOptions>>>
    Tensor to(const D&, bool = false, bool = false) const
    {
        return *this;
    }
    Tensor to(const TensorOptions& options) const { return to(options.type); }
    /// Contents that are known are converted; those that the operator will write are, once it has.
    Tensor to(ScalarType type, bool = false, bool = false) const
    {
        if (type != m_type && hasContents())
            return convertedTo(type);
        Tensor converted = *this;
        converted.m_origin = m_origin == ScalarType::Undefined ? m_type : m_origin;
        converted.m_type = type;
        return converted;
    }
    Tensor reshape(IntArrayRef shape) const
    {
        std::vector<std::int64_t> wanted = shape.vec();
        std::int64_t known = 1;
        for (const std::int64_t one : wanted)
            known *= one < 0 ? 1 : one;
        for (std::int64_t& one : wanted)
            if (one < 0)
                one = known == 0 ? 0 : numel() / known;
        Tensor other = *this;
        other.m_shape = std::move(wanted);
        return other;
    }
    Tensor view(IntArrayRef shape) const { return reshape(shape); }
    Tensor flatten() const { return reshape({ numel() }); }
    Tensor unsqueeze(std::int64_t dim) const
    {
        std::vector<std::int64_t> shape = m_shape;
        shape.insert(shape.begin() + (dim < 0 ? dim + this->dim() + 1 : dim), 1);
        return reshape(shape);
    }
    Tensor squeeze(std::int64_t dim) const
    {
        std::vector<std::int64_t> shape = m_shape;
        const auto at = shape.begin() + (dim < 0 ? dim + this->dim() : dim);
        if (at != shape.end() && *at == 1)
            shape.erase(at);
        return reshape(shape);
    }
    Tensor view_as(const Tensor& other) const { return reshape(other.sizes()); }
    // Other orders of the elements are copied out: operators get contiguous memory.
    Tensor permute(IntArrayRef order) const;
    Tensor transpose(std::int64_t a, std::int64_t b) const;
    Tensor t() const { return dim() < 2 ? *this : transpose(0, 1); }
    Tensor expand(IntArrayRef shape) const;
    Tensor expand_as(const Tensor& other) const { return expand(other.sizes()); }
    Tensor new_empty(IntArrayRef shape) const;
    Tensor new_zeros(IntArrayRef shape) const;
    Tensor& fill_(const Scalar& value)
    {
        m_storage->bytes.assign(static_cast<std::size_t>(numel()) * element_size(), 0);
        for (std::int64_t i = 0; i < numel(); ++i)
            store(i, value.toDouble());
        m_storage->publish();
        return *this;
    }
    Tensor& zero_() { return fill_(Scalar(0)); }

    /// Reads a value of an argument's contents.
    template <class T>
    T item() const
    {
        return static_cast<T>(value(0));
    }
    Scalar item() const
    {
        const ScalarType stored = m_origin == ScalarType::Undefined ? m_type : m_origin;
        const bool real = stored == ScalarType::Half || stored == ScalarType::Float || stored == ScalarType::Double
            || stored == ScalarType::BFloat16;
        return real ? Scalar(value(0)) : Scalar(static_cast<std::int64_t>(value(0)));
    }
    template <class T>
    T* data_ptr() const
    {
        if (m_storage && m_storage->device)
            return static_cast<T*>(m_storage->device);
        const auto& bytes = contents();
        return reinterpret_cast<T*>(const_cast<char*>(bytes.data()));
    }
    void* data_ptr() const { return data_ptr<char>(); }
    template <class T>
    T* mutable_data_ptr() const
    {
        return data_ptr<T>();
    }
    template <class T>
    const T* const_data_ptr() const
    {
        return data_ptr<T>();
    }
    template <class T, std::size_t N>
    struct Accessor {
        const Tensor* tensor;
        T operator[](std::int64_t i) const { return static_cast<T>(tensor->value(i)); }
    };
    template <class T, std::size_t N>
    Accessor<T, N> accessor() const
    {
        return { this };
    }
    double value(std::int64_t i) const;
    bool hasContents() const { return m_storage && (m_storage->filled || !m_storage->file.empty()); }

    const std::shared_ptr<Storage>& storage() const { return m_storage; }
    /// Type of the stored elements where this tensor is a conversion of them.
    ScalarType storedType() const { return m_origin == ScalarType::Undefined ? m_type : m_origin; }

private:
    const std::vector<char>& contents() const;
    void store(std::int64_t i, double value);
    Tensor gathered(std::vector<std::int64_t> shape, const std::vector<std::int64_t>& steps) const;
    Tensor convertedTo(ScalarType type) const;
    std::vector<std::int64_t> m_shape;
    mutable IntArrayRef m_sizes; ///< m_shape as sizes() hands it out
    ScalarType m_type = ScalarType::Undefined;
    ScalarType m_origin = ScalarType::Undefined;
    std::shared_ptr<Storage> m_storage;
};
using TensorList = ArrayRef<Tensor>;

inline const std::vector<char>& Tensor::contents() const
{
    if (!m_storage)
        throw std::runtime_error("the binding reads an undefined tensor");
    if (m_storage->bytes.empty() && !m_storage->file.empty()) {
        std::ifstream in(m_storage->file, std::ios::binary);
        m_storage->bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    if (m_storage->bytes.empty())
        throw std::runtime_error("the binding reads a tensor on the host before the operator has written it");
    return m_storage->bytes;
}

namespace hawkdetail {
inline float fromHalf(std::uint16_t h)
{
    const int exponent = (h >> 10) & 31;
    const double mantissa = h & 1023;
    double value = exponent == 0 ? mantissa / 16777216.0 : exponent == 31 ? (mantissa == 0 ? 1e300 * 1e300 : 0.0 / 0.0)
                                                                           : (1 + mantissa / 1024) * std::ldexp(1.0, exponent - 15);
    return static_cast<float>((h & 0x8000) != 0 ? -value : value);
}
/// To nearest, ties to even; what is too large becomes infinite.
inline std::uint16_t toHalf(float value)
{
    std::uint32_t bits;
    std::memcpy(&bits, &value, 4);
    const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000);
    const double magnitude = std::fabs(static_cast<double>(value));
    if (magnitude != magnitude)
        return static_cast<std::uint16_t>(sign | 0x7E00);
    if (magnitude >= 65520)
        return static_cast<std::uint16_t>(sign | 0x7C00);
    const int exponent = magnitude < std::ldexp(1.0, -14) ? -14 : std::ilogb(magnitude);
    const double steps = std::nearbyint(std::ldexp(magnitude, 10 - exponent)); // in units of the last place
    const int base = magnitude < std::ldexp(1.0, -14) ? 0 : (exponent + 14) * 1024;
    return static_cast<std::uint16_t>(sign | (base + static_cast<int>(steps)));
}
inline std::uint16_t toBfloat16(float value)
{
    std::uint32_t bits;
    std::memcpy(&bits, &value, 4);
    if (value != value)
        return static_cast<std::uint16_t>(bits >> 16 | 0x40);
    return static_cast<std::uint16_t>((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}
template <class T>
double read(const char* at)
{
    T value;
    std::memcpy(&value, at, sizeof value);
    return static_cast<double>(value);
}
template <class T>
void write(char* at, double value)
{
    const T typed = static_cast<T>(value);
    std::memcpy(at, &typed, sizeof typed);
}
} // namespace hawkdetail

inline double Tensor::value(std::int64_t i) const
{
    const ScalarType type = storedType();
    const std::size_t width = c10::elementBytes(type);
    const std::vector<char>& bytes = contents();
    if (static_cast<std::size_t>(i + 1) * width > bytes.size())
        throw std::runtime_error("the binding reads past the end of a tensor");
    const char* at = bytes.data() + static_cast<std::size_t>(i) * width;
    std::uint16_t raw = 0;
    switch (type) {
    case ScalarType::Half: std::memcpy(&raw, at, 2); return hawkdetail::fromHalf(raw);
    case ScalarType::BFloat16: {
        std::memcpy(&raw, at, 2);
        const std::uint32_t bits = static_cast<std::uint32_t>(raw) << 16;
        float value;
        std::memcpy(&value, &bits, 4);
        return value;
    }
    case ScalarType::Float: return hawkdetail::read<float>(at);
    case ScalarType::Double: return hawkdetail::read<double>(at);
    case ScalarType::Long: return hawkdetail::read<std::int64_t>(at);
    case ScalarType::Int: return hawkdetail::read<std::int32_t>(at);
    case ScalarType::Short: return hawkdetail::read<std::int16_t>(at);
    case ScalarType::Char: return hawkdetail::read<std::int8_t>(at);
    default: return hawkdetail::read<std::uint8_t>(at);
    }
}

inline void Tensor::store(std::int64_t i, double value)
{
    char* at = m_storage->bytes.data() + static_cast<std::size_t>(i) * element_size();
    switch (m_type) {
    case ScalarType::Float: return hawkdetail::write<float>(at, value);
    case ScalarType::Double: return hawkdetail::write<double>(at, value);
    case ScalarType::Long: return hawkdetail::write<std::int64_t>(at, value);
    case ScalarType::Int: return hawkdetail::write<std::int32_t>(at, value);
    case ScalarType::Short: return hawkdetail::write<std::int16_t>(at, value);
    case ScalarType::Half: return hawkdetail::write<std::uint16_t>(at, hawkdetail::toHalf(static_cast<float>(value)));
    case ScalarType::BFloat16: return hawkdetail::write<std::uint16_t>(at, hawkdetail::toBfloat16(static_cast<float>(value)));
    case ScalarType::Bool: return hawkdetail::write<std::uint8_t>(at, value != 0 ? 1 : 0);
    default: return hawkdetail::write<std::uint8_t>(at, value);
    }
}

} // namespace at
