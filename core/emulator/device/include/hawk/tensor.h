#pragma once

#include "hawk/params.h"

namespace hawkabi {
template <class Left, class Right>
struct TensorExpression; // hawk/tensor_expression.h
}

/// Tensors: where the elements are, never the elements themselves.
namespace AscendC {

constexpr hawkabi::Space spaceOf(TPosition position)
{
    switch (position) {
    case TPosition::GM:
        return hawkabi::Space::Gm;
    case TPosition::A1:
    case TPosition::B1:
    case TPosition::C1:
    case TPosition::TSCM:
        return hawkabi::Space::L1;
    case TPosition::A2:
        return hawkabi::Space::L0A;
    case TPosition::B2:
        return hawkabi::Space::L0B;
    case TPosition::C2:
        return hawkabi::Space::Bt;
    case TPosition::CO1:
    case TPosition::CO2:
        return hawkabi::Space::L0C;
    default:
        return hawkabi::Space::Ub;
    }
}

/// What operator() of a tensor yields: reads and writes are scalar-unit accesses like GetValue and SetValue.
template <class TensorT, class T>
class ElementRef {
public:
    ElementRef(const TensorT& tensor, uint64_t index, const hawkabi::Site& site)
        : m_tensor(tensor)
        , m_index(index)
        , m_site(site)
    {
    }
    operator T() const { return m_tensor.GetValue(m_index, m_site); }
    const ElementRef& operator=(T value) const
    {
        m_tensor.SetValue(m_index, value, m_site);
        return *this;
    }
    const ElementRef& operator=(const ElementRef& other) const { return *this = static_cast<T>(other); }

private:
    const TensorT& m_tensor;
    uint64_t m_index;
    hawkabi::Site m_site;
};

template <class T>
class GlobalTensor {
public:
    using PrimType = T;
    GlobalTensor() = default;
    void SetGlobalBuffer(__gm__ T* buffer, uint64_t bufferSize = 0)
    {
        m_pointer = buffer;
        m_size = bufferSize;
    }
    __gm__ T* GetPhyAddr() const { return m_pointer; }
    __gm__ T* GetPhyAddr(uint64_t offset) const { return at(offset); }
    uint64_t GetSize() const { return m_size; }
    void SetShapeInfo(const ShapeInfo& info) { m_shape = info; }
    ShapeInfo GetShapeInfo() const { return m_shape; }
    GlobalTensor operator[](uint64_t offset) const
    {
        GlobalTensor part;
        part.SetGlobalBuffer(at(offset), m_size > offset ? m_size - offset : 0);
        return part;
    }
    T GetValue(uint64_t offset, HAWK_SITE) const
    {
        const hawkabi::Operand operand = hawkOperand();
        return hawkabi::fromBits<T>(hawk_scalar_read(&operand, offset, &site));
    }
    void SetValue(uint64_t offset, T value, HAWK_SITE) const
    {
        const hawkabi::Operand operand = hawkOperand();
        hawk_scalar_write(&operand, offset, hawkabi::bitsOf(value), &site);
    }
    ElementRef<GlobalTensor, T> operator()(uint64_t offset, HAWK_SITE) const { return { *this, offset, site }; }
    template <class CacheModeT>
    void SetL2CacheHint(CacheModeT)
    {
    }
    template <CacheRwMode, class CacheModeT>
    void SetL2CacheHint(CacheModeT)
    {
    }
    template <class U>
    GlobalTensor<U> ReinterpretCast() const
    {
        GlobalTensor<U> other;
        other.SetGlobalBuffer(reinterpret_cast<U*>(m_pointer), m_size * hawkabi::bitsPer<T> / hawkabi::bitsPer<U>);
        return other;
    }

    HAWK_SHARED hawkabi::Operand hawkOperand() const
    {
        hawkabi::Operand operand;
        operand.address = reinterpret_cast<uint64_t>(m_pointer);
        operand.bytes = hawkabi::bytesOf<T>(m_size);
        operand.space = hawkabi::Space::Gm;
        operand.type = hawkabi::TypeOf<T>::value;
        return operand;
    }

private:
    __gm__ T* at(uint64_t offset) const
    {
        return reinterpret_cast<T*>(reinterpret_cast<uint64_t>(m_pointer) + hawkabi::bytesOf<T>(offset));
    }
    __gm__ T* m_pointer = nullptr;
    uint64_t m_size = 0;
    ShapeInfo m_shape;
};

template <class T>
class LocalTensor {
public:
    using PrimType = T;
    LocalTensor() = default;
    LocalTensor(const LocalTensor&) = default;
    LocalTensor& operator=(const LocalTensor&) = default;
    explicit LocalTensor(const hawkabi::Operand& operand)
        : m_address(static_cast<uint32_t>(operand.address))
        , m_bytes(static_cast<uint32_t>(operand.bytes))
        , m_handle(operand.handle)
        , m_position(static_cast<TPosition>(operand.position))
    {
    }
    LocalTensor(TPosition position, uint32_t addr, uint32_t tileSize, HAWK_SITE)
    {
        hawkabi::Call call(hawkabi::Api::DeclareTensor, site);
        call.mode = static_cast<uint32_t>(position);
        call.params[0] = addr;
        call.params[1] = static_cast<int64_t>(hawkabi::bytesOf<T>(tileSize));
        call.params[2] = static_cast<int64_t>(spaceOf(position));
        hawkabi::Operand out;
        hawk_tensor(&call, &out);
        *this = LocalTensor(out);
    }
    LocalTensor operator[](uint32_t offset) const
    {
        LocalTensor part = *this;
        const auto bytes = static_cast<uint32_t>(hawkabi::bytesOf<T>(offset));
        part.m_address += bytes;
        part.m_bytes = m_bytes > bytes ? m_bytes - bytes : 0;
        return part;
    }
    T GetValue(uint32_t index, HAWK_SITE) const
    {
        const hawkabi::Operand operand = hawkOperand();
        return hawkabi::fromBits<T>(hawk_scalar_read(&operand, index, &site));
    }
    void SetValue(uint32_t index, T value, HAWK_SITE) const
    {
        const hawkabi::Operand operand = hawkOperand();
        hawk_scalar_write(&operand, index, hawkabi::bitsOf(value), &site);
    }
    ElementRef<LocalTensor, T> operator()(uint32_t index, HAWK_SITE) const { return { *this, index, site }; }
    template <class U>
    LocalTensor<U> ReinterpretCast() const
    {
        return LocalTensor<U>(hawkOperand());
    }
    uint32_t GetSize() const { return static_cast<uint32_t>(m_bytes * uint64_t { 8 } / hawkabi::bitsPer<T>); }
    void SetSize(uint32_t size) { m_bytes = static_cast<uint32_t>(hawkabi::bytesOf<T>(size)); }
    uint32_t GetLength() const { return m_bytes; }
    void SetBufferLen(uint32_t bytes) { m_bytes = bytes; }
    template <class U>
    void SetAddrWithOffset(const LocalTensor<U>& source, uint32_t offset)
    {
        *this = source[offset].template ReinterpretCast<T>();
    }
    void SetShapeInfo(const ShapeInfo& info) { m_shape = info; }
    ShapeInfo GetShapeInfo() const { return m_shape; }
    /// "dst = src0 + src1" and its kin: one vector instruction over the whole destination.
    template <class Left, class Right>
    LocalTensor& operator=(const hawkabi::TensorExpression<Left, Right>& expression)
    {
        expression.storeTo(*this);
        return *this;
    }
    int32_t GetPosition() const { return static_cast<int32_t>(m_position); }
    /// A number as on the device; here the address of the byte in the emulated memory, so that a cast pointer works.
    uint64_t GetPhyAddr() const { return GetPhyAddr(0); }
    uint64_t GetPhyAddr(uint32_t offset) const
    {
        return reinterpret_cast<uint64_t>(
            hawk_local_pointer(static_cast<uint32_t>(spaceOf(m_position)), m_address + hawkabi::bytesOf<T>(offset)));
    }
    void SetUserTag(int32_t tag) { m_tag = tag; }
    int32_t GetUserTag() const { return m_tag; }

    HAWK_SHARED hawkabi::Operand hawkOperand(uint32_t blockStride = 1, uint32_t repeatStride = 8) const
    {
        hawkabi::Operand operand;
        operand.address = m_address;
        operand.bytes = m_bytes;
        operand.handle = m_handle;
        operand.space = spaceOf(m_position);
        operand.type = hawkabi::TypeOf<T>::value;
        operand.position = static_cast<uint8_t>(m_position);
        operand.blockStride = blockStride;
        operand.repeatStride = repeatStride;
        return operand;
    }

private:
    uint32_t m_address = 0;
    uint32_t m_bytes = 0;
    uint32_t m_handle = 0;
    int32_t m_tag = -1;
    TPosition m_position = TPosition::VECCALC;
    ShapeInfo m_shape;
};

} // namespace AscendC
