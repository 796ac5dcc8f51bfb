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
template <class TensorT, class T, class Index>
class ElementRef {
public:
    ElementRef(const TensorT& tensor, Index index, const hawkabi::Site& site)
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
    template <class V>
    const ElementRef& operator+=(V value) const
    {
        return *this = static_cast<T>(static_cast<T>(*this) + value);
    }
    template <class V>
    const ElementRef& operator-=(V value) const
    {
        return *this = static_cast<T>(static_cast<T>(*this) - value);
    }
    template <class V>
    const ElementRef& operator*=(V value) const
    {
        return *this = static_cast<T>(static_cast<T>(*this) * value);
    }
    template <class V>
    const ElementRef& operator/=(V value) const
    {
        return *this = static_cast<T>(static_cast<T>(*this) / value);
    }

private:
    const TensorT& m_tensor;
    Index m_index;
    hawkabi::Site m_site;
};

namespace hawkdetail {
/// Where a local tensor is; the queue's buffer it came from is named by `handle`.
struct LocalPart {
    uint32_t address = 0;
    uint32_t bytes = 0;
    uint32_t handle = 0;
    TPosition position = TPosition::VECCALC;
};
HAWK_SHARED hawkabi::Operand localOperand(const LocalPart& part, hawkabi::Type type, uint32_t blockStride, uint32_t repeatStride);
HAWK_SHARED hawkabi::Operand globalOperand(uint64_t address, uint64_t bytes, hawkabi::Type type);
HAWK_SHARED const ShapeInfo* keptShape(const ShapeInfo& info);
HAWK_SHARED LocalPart declaredPart(TPosition position, uint32_t address, uint64_t bytes, const hawkabi::Site& site);
} // namespace hawkdetail

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
    void SetShapeInfo(const ShapeInfo& info) { m_shape = hawkdetail::keptShape(info); }
    ShapeInfo GetShapeInfo() const { return m_shape != nullptr ? *m_shape : ShapeInfo(); }
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
    ElementRef<GlobalTensor, T, uint64_t> operator()(uint64_t offset, HAWK_SITE) const { return { *this, offset, site }; }
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

    hawkabi::Operand hawkOperand() const
    {
        return hawkdetail::globalOperand(reinterpret_cast<uint64_t>(m_pointer), hawkabi::bytesOf<T>(m_size), hawkabi::TypeOf<T>::value);
    }

private:
    __gm__ T* at(uint64_t offset) const
    {
        return reinterpret_cast<T*>(reinterpret_cast<uint64_t>(m_pointer) + hawkabi::bytesOf<T>(offset));
    }
    __gm__ T* m_pointer = nullptr;
    uint64_t m_size = 0;
    const ShapeInfo* m_shape = nullptr; ///< kept by the machine: few tensors have one, all are copied
};

template <class T>
class LocalTensor {
public:
    using PrimType = T;
    LocalTensor() = default;
    LocalTensor(const LocalTensor&) = default;
    LocalTensor& operator=(const LocalTensor&) = default;
    explicit LocalTensor(const hawkdetail::LocalPart& part)
        : m_part(part)
    {
    }
    LocalTensor(TPosition position, uint32_t addr, uint32_t tileSize, HAWK_SITE)
        : m_part(hawkdetail::declaredPart(position, addr, hawkabi::bytesOf<T>(tileSize), site))
    {
    }
    LocalTensor operator[](uint32_t offset) const
    {
        LocalTensor part = *this;
        const auto bytes = static_cast<uint32_t>(hawkabi::bytesOf<T>(offset));
        part.m_part.address += bytes;
        part.m_part.bytes = m_part.bytes > bytes ? m_part.bytes - bytes : 0;
        return part;
    }
    T GetValue(uint32_t index, HAWK_SITE) const
    {
        const hawkabi::Operand operand = hawkOperand();
        return hawkabi::fromBits<T>(hawk_scalar_read(&operand, index, &site));
    }
    /// T1 is what the caller writes: SetValue<half>(0, 1.5F).
    template <class T1>
    void SetValue(uint32_t index, const T1 value, HAWK_SITE) const
    {
        const hawkabi::Operand operand = hawkOperand();
        hawk_scalar_write(&operand, index, hawkabi::bitsOf(static_cast<T>(value)), &site);
    }
    ElementRef<LocalTensor, T, uint32_t> operator()(uint32_t index, HAWK_SITE) const { return { *this, index, site }; }
    template <class U>
    LocalTensor<U> ReinterpretCast() const
    {
        return LocalTensor<U>(m_part);
    }
    uint32_t GetSize() const { return static_cast<uint32_t>(m_part.bytes * uint64_t { 8 } / hawkabi::bitsPer<T>); }
    void SetSize(uint32_t size) { m_part.bytes = static_cast<uint32_t>(hawkabi::bytesOf<T>(size)); }
    uint32_t GetLength() const { return m_part.bytes; }
    void SetBufferLen(uint32_t bytes) { m_part.bytes = bytes; }
    template <class U>
    void SetAddrWithOffset(const LocalTensor<U>& source, uint32_t offset)
    {
        *this = source[offset].template ReinterpretCast<T>();
    }
    void SetShapeInfo(const ShapeInfo& info) { m_shape = hawkdetail::keptShape(info); }
    ShapeInfo GetShapeInfo() const { return m_shape != nullptr ? *m_shape : ShapeInfo(); }
    /// "dst = src0 + src1" and its kin: one vector instruction over the whole destination.
    template <class Left, class Right>
    LocalTensor& operator=(const hawkabi::TensorExpression<Left, Right>& expression)
    {
        expression.storeTo(*this);
        return *this;
    }
    int32_t GetPosition() const { return static_cast<int32_t>(m_part.position); }
    /// A number as on the device; here the address of the byte in the emulated memory, so that a cast pointer works.
    uint64_t GetPhyAddr() const { return GetPhyAddr(0); }
    uint64_t GetPhyAddr(uint32_t offset) const
    {
        return reinterpret_cast<uint64_t>(
            hawk_local_pointer(static_cast<uint32_t>(spaceOf(m_part.position)), m_part.address + hawkabi::bytesOf<T>(offset)));
    }
    void SetUserTag(const TTagType tag) { m_tag = tag; }
    TTagType GetUserTag() const { return m_tag; }
    /// To the log, like DumpTensor.
    void Print(uint32_t len, HAWK_SITE) const
    {
        const hawkabi::Operand operand = hawkOperand();
        hawk_dump(&operand, 0, len, &site);
    }
    void Print(HAWK_SITE) const { Print(GetSize(), site); }

    hawkabi::Operand hawkOperand(uint32_t blockStride = 1, uint32_t repeatStride = 8) const
    {
        return hawkdetail::localOperand(m_part, hawkabi::TypeOf<T>::value, blockStride, repeatStride);
    }
    /// For calls without strides: the shared bodies make the operand.
    const hawkdetail::LocalPart& hawkPart() const { return m_part; }

private:
    hawkdetail::LocalPart m_part;
    TTagType m_tag = -1;
    const ShapeInfo* m_shape = nullptr; ///< kept by the machine: few tensors have one, all are copied
};

} // namespace AscendC
