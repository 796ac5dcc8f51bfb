#pragma once

#include "emulator/isa/op.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// Ops of one core, in issue order, each stored without the accesses it does not use: most have none or one, and every
/// history rule walks over all of them. Reads like a vector of Op; of an element only the accesses below accessCount may be
/// looked at, what follows them is the next element. References stay good until the list changes.
class OpList {
public:
    OpList() = default;
    OpList(const std::vector<Op>& ops) // lists are written as vectors
    {
        reserve(ops.size());
        for (const Op& op : ops)
            push_back(op);
    }

    void reserve(std::size_t ops)
    {
        m_begins.reserve(ops);
        m_bytes.reserve(ops * kTypical + sizeof(Op));
    }
    void push_back(const Op& op) { append({ reinterpret_cast<const char*>(&op), storedBytes(op) }); }
    /// An op's image as it is stored here and in the trace file: storedBytes() of it.
    void append(std::string_view image)
    {
        m_begins.push_back(static_cast<std::uint32_t>(m_end / kAlign));
        const std::size_t wanted = m_end + image.size() + sizeof(Op); // a whole Op can be copied from any element
        if (m_bytes.size() < wanted)
            m_bytes.resize(wanted <= m_bytes.capacity() ? m_bytes.capacity() : 2 * wanted);
        std::memcpy(m_bytes.data() + m_end, image.data(), image.size());
        m_end += image.size();
    }

    std::size_t size() const { return m_begins.size(); }
    bool empty() const { return m_begins.empty(); }
    const Op& operator[](std::size_t i) const { return *reinterpret_cast<const Op*>(m_bytes.data() + std::size_t { m_begins[i] } * kAlign); }
    const Op& front() const { return (*this)[0]; }
    const Op& back() const { return (*this)[size() - 1]; }

    class Iterator {
    public:
        using value_type = Op;
        using difference_type = std::ptrdiff_t;
        using reference = const Op&;
        using pointer = const Op*;
        using iterator_category = std::forward_iterator_tag;
        Iterator() = default;
        explicit Iterator(const std::byte* at)
            : m_at(at)
        {
        }
        const Op& operator*() const { return *reinterpret_cast<const Op*>(m_at); }
        const Op* operator->() const { return &**this; }
        Iterator& operator++()
        {
            m_at += storedBytes(**this);
            return *this;
        }
        Iterator operator++(int)
        {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator&) const = default;

    private:
        const std::byte* m_at = nullptr;
    };
    Iterator begin() const { return Iterator(m_bytes.data()); }
    Iterator end() const { return Iterator(m_bytes.data() + m_end); }

    /// Everything in front of the accesses, and the accesses in use.
    static std::size_t storedBytes(const Op& op) { return offsetof(Op, accesses) + op.accessCount * sizeof(Access); }

private:
    /// Leaves what resize() adds as it is: it is written at once, and zeros would cost as much as the ops.
    template <class T> struct NoFill : std::allocator<T> {
        template <class U> struct rebind {
            using other = NoFill<U>;
        };
        void construct(T*) const noexcept { }
    };
    static constexpr std::size_t kAlign = alignof(Op);
    static constexpr std::size_t kTypical = offsetof(Op, accesses) + sizeof(Access);
    static_assert(offsetof(Op, accesses) % kAlign == 0 && sizeof(Access) % kAlign == 0);

    std::vector<std::byte, NoFill<std::byte>> m_bytes;
    std::size_t m_end = 0;
    std::vector<std::uint32_t> m_begins; ///< in units of kAlign: 32 GiB of ops
};

} // namespace hawk::emulator
