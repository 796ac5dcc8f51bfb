#pragma once

#include "hawk/tensor.h"

/// Lists of tensors as the framework lays them out in GM: an offset to the table of data pointers, then per tensor its
/// dimension count (low half) and index (high half), followed by its dimensions (ListTensorDesc.md).
namespace AscendC {

template <class T>
class TensorDesc {
public:
    void SetShapeAddr(uint64_t* shapePtr) { m_shape = shapePtr; }
    uint64_t GetDim() const { return m_dim; }
    uint64_t GetIndex() const { return m_index; }
    uint64_t GetShape(uint32_t offset) const { return m_shape[offset]; }
    T* GetDataPtr() const { return m_data; }
    GlobalTensor<T> GetDataObj() const
    {
        GlobalTensor<T> tensor;
        tensor.SetGlobalBuffer(m_data);
        return tensor;
    }

private:
    friend class ListTensorDesc;
    uint64_t* m_shape = nullptr;
    uint64_t m_dim = 0;
    uint64_t m_index = 0;
    T* m_data = nullptr;
};

class ListTensorDesc {
public:
    ListTensorDesc() = default;
    ListTensorDesc(__gm__ void* data, uint32_t length = 0xffffffff, uint32_t shapeSize = 0xffffffff)
    {
        Init(data, length, shapeSize);
    }
    void Init(__gm__ void* data, uint32_t = 0xffffffff, uint32_t = 0xffffffff)
    {
        m_words = static_cast<uint64_t*>(data);
        m_pointers = m_words + word(0) / sizeof(uint64_t);
        // The list has one shape entry per tensor between the header word and the pointers.
        m_size = 0;
        for (const uint64_t* at = m_words + 1; at < m_pointers; at += 1 + (read(at) & 0xFFFFFFFFU))
            ++m_size;
    }
    template <class T>
    void GetDesc(TensorDesc<T>& desc, uint32_t index) const
    {
        const uint64_t* at = m_words + 1;
        for (uint32_t i = 0; i < index; ++i)
            at += 1 + (read(at) & 0xFFFFFFFFU);
        desc.m_dim = read(at) & 0xFFFFFFFFU;
        desc.m_index = read(at) >> 32U;
        for (uint64_t i = 0; desc.m_shape != nullptr && i < desc.m_dim; ++i)
            desc.m_shape[i] = read(at + 1 + i);
        desc.m_data = GetDataPtr<T>(index);
    }
    template <class T>
    T* GetDataPtr(uint32_t index) const
    {
        return reinterpret_cast<T*>(read(m_pointers + index));
    }
    uint32_t GetSize() const { return m_size; }

private:
    /// Scalar reads of GM, so that they are checked and timed like any other.
    static uint64_t read(const uint64_t* at)
    {
        GlobalTensor<uint64_t> word;
        word.SetGlobalBuffer(const_cast<uint64_t*>(at), 1);
        return word.GetValue(0);
    }
    uint64_t word(uint64_t i) const { return read(m_words + i); }
    uint64_t* m_words = nullptr;
    uint64_t* m_pointers = nullptr;
    uint32_t m_size = 0;
};

} // namespace AscendC

