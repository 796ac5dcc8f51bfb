#pragma once

#include "hawk_binding/tensor.h"

/// Allocation and layout of the tensors that bindings handle, and the names of all of it in namespace torch. What a binding
/// computes on the host is done on the contents of the call's arguments; results of the operator are not there yet.
namespace at {

inline std::int64_t nextStorageId(std::int64_t set = -1)
{
    static std::int64_t next = 0;
    if (set >= 0)
        next = set;
    return next++;
}
inline Tensor allocate(std::vector<std::int64_t> shape, ScalarType type)
{
    auto storage = std::make_shared<Storage>();
    storage->id = nextStorageId();
    Tensor tensor(std::move(shape), type, storage);
    if (deviceHooks().allocate) {
        storage->deviceBytes = tensor.nbytes();
        storage->device = deviceHooks().allocate(storage->deviceBytes);
    }
    return tensor;
}
inline Tensor empty(IntArrayRef shape, const TensorOptions& options = {}) { return allocate(shape.vec(), options.type); }
inline Tensor zeros(IntArrayRef shape, const TensorOptions& options = {})
{
    Tensor tensor = empty(shape, options);
    tensor.zero_();
    return tensor;
}
inline Tensor ones(IntArrayRef shape, const TensorOptions& options = {})
{
    Tensor tensor = empty(shape, options);
    tensor.fill_(1);
    return tensor;
}
inline Tensor empty_like(const Tensor& other) { return allocate(other.sizes().vec(), other.scalar_type()); }
inline Tensor empty_like(const Tensor& other, const TensorOptions& options) { return allocate(other.sizes().vec(), options.type); }
inline Tensor zeros_like(const Tensor& other) { return zeros(other.sizes(), other.options()); }
inline Tensor zeros_like(const Tensor& other, const TensorOptions& options) { return zeros(other.sizes(), options); }
inline Tensor full(IntArrayRef shape, const Scalar& value, const TensorOptions& options = {})
{
    Tensor tensor = empty(shape, options);
    tensor.fill_(value);
    return tensor;
}
inline Tensor full_like(const Tensor& other, const Scalar& value) { return full(other.sizes(), value, other.options()); }
inline Tensor ones_like(const Tensor& other) { return ones(other.sizes(), other.options()); }
inline Tensor scalar_tensor(const Scalar& value, const TensorOptions& options = {}) { return full({}, value, options); }
inline Tensor clone(const Tensor& other) { return other.clone(); }
/// The shape of an elementwise result of two shapes.
inline std::vector<std::int64_t> infer_size(IntArrayRef a, IntArrayRef b)
{
    const std::size_t rank = a.size() > b.size() ? a.size() : b.size();
    std::vector<std::int64_t> shape(rank, 1);
    for (std::size_t i = 0; i < rank; ++i) {
        const std::int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1;
        const std::int64_t y = i < b.size() ? b[b.size() - 1 - i] : 1;
        if (x != y && x != 1 && y != 1)
            throw std::runtime_error("the binding combines shapes that do not broadcast");
        shape[rank - 1 - i] = x == 1 ? y : x;
    }
    return shape;
}
inline TensorOptions dtype(ScalarType type) { return TensorOptions(type); }
inline TensorOptions device(const Device&) { return {}; }

inline Tensor Tensor::gathered(std::vector<std::int64_t> shape, const std::vector<std::int64_t>& steps) const
{
    Tensor out = allocate(std::move(shape), storedType());
    const std::size_t width = c10::elementBytes(storedType());
    const std::vector<char>& from = contents();
    std::vector<char>& bytes = out.m_storage->bytes;
    bytes.resize(static_cast<std::size_t>(out.numel()) * width);
    std::vector<std::int64_t> place(out.m_shape.size(), 0);
    std::int64_t source = 0;
    for (std::int64_t i = 0; i < out.numel(); ++i) {
        std::memcpy(bytes.data() + static_cast<std::size_t>(i) * width, from.data() + static_cast<std::size_t>(source) * width, width);
        for (std::size_t d = place.size(); d > 0; --d) {
            source += steps[d - 1];
            if (++place[d - 1] < out.m_shape[d - 1])
                break;
            source -= steps[d - 1] * out.m_shape[d - 1];
            place[d - 1] = 0;
        }
    }
    out.m_storage->publish();
    return out;
}
inline Tensor Tensor::convertedTo(ScalarType type) const
{
    Tensor out = allocate(m_shape, type);
    out.m_storage->bytes.assign(out.nbytes(), 0);
    for (std::int64_t i = 0; i < numel(); ++i)
        out.store(i, value(i));
    out.m_storage->publish();
    return out;
}
inline Tensor Tensor::permute(IntArrayRef order) const
{
    const std::vector<std::int64_t> own = strides();
    std::vector<std::int64_t> shape, steps;
    for (const std::int64_t one : order) {
        const auto at = static_cast<std::size_t>(one < 0 ? one + dim() : one);
        shape.push_back(m_shape.at(at));
        steps.push_back(own.at(at));
    }
    return gathered(std::move(shape), steps);
}
inline Tensor Tensor::transpose(std::int64_t a, std::int64_t b) const
{
    std::vector<std::int64_t> order(m_shape.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<std::int64_t>(i);
    std::swap(order.at(static_cast<std::size_t>(a < 0 ? a + dim() : a)), order.at(static_cast<std::size_t>(b < 0 ? b + dim() : b)));
    return permute(order);
}
inline Tensor Tensor::expand(IntArrayRef wanted) const
{
    std::vector<std::int64_t> shape = wanted.vec();
    const std::vector<std::int64_t> own = strides();
    std::vector<std::int64_t> steps(shape.size(), 0);
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const std::size_t back = shape.size() - i; // counted from the end, where both shapes meet
        const bool has = back <= m_shape.size();
        const std::size_t at = has ? m_shape.size() - back : 0;
        if (shape[i] < 0)
            shape[i] = has ? m_shape[at] : 1;
        if (has && m_shape[at] != 1 && m_shape[at] != shape[i])
            throw std::runtime_error("the binding expands a tensor to a shape that it does not broadcast to");
        steps[i] = has && m_shape[at] != 1 ? own[at] : 0;
    }
    return gathered(std::move(shape), steps);
}
inline Tensor Tensor::new_empty(IntArrayRef shape) const { return empty(shape, options()); }
inline Tensor Tensor::new_zeros(IntArrayRef shape) const { return zeros(shape, options()); }

} // namespace at

namespace torch {
using at::Device;
using at::DeviceType;
using at::IntArrayRef;
using at::Scalar;
using at::ScalarType;
using at::Storage;
using at::Tensor;
using at::TensorList;
using at::TensorOptions;
using at::ArrayRef;
using at::MemoryFormat;
using at::device;
using at::dtype;
using at::empty;
using at::empty_like;
using at::full;
using at::full_like;
using at::kCUDA;
using at::kPrivateUse1;
using at::ones_like;
using at::ones;
using at::optional;
using at::zeros;
using at::zeros_like;
using at::kBFloat16;
using at::kBool;
using at::kByte;
using at::kChar;
using at::kComplexFloat;
using at::kCPU;
using at::kDouble;
using at::kFloat;
using at::kFloat16;
using at::kFloat32;
using at::kFloat64;
using at::kHalf;
using at::kInt;
using at::kInt16;
using at::kInt32;
using at::kInt64;
using at::kInt8;
using at::kLong;
using at::kShort;
using at::kUInt8;
using c10::nullopt;
using Dtype = at::ScalarType;
namespace autograd { }
} // namespace torch
