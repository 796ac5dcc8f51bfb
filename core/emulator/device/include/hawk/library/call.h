#pragma once

#include "hawk/tensor.h"

/// What every function of the high-level library shares: one LibraryCall, filled operand by operand. The functions
/// themselves are templates only for their element types; everything else is here, once.
namespace AscendC {

namespace hawkdetail {
using LibraryApi = hawkabi::Api;

class Library {
public:
    HAWK_SHARED Library(hawkabi::Api api, const hawkabi::Site& site);
    template <class TensorT>
    Library& out(const TensorT& tensor, uint64_t elements)
    {
        return add(tensor.hawkOperand(), hawkabi::Role::Write, elements);
    }
    template <class TensorT>
    Library& in(const TensorT& tensor, uint64_t elements)
    {
        return add(tensor.hawkOperand(), hawkabi::Role::Read, elements);
    }
    /// A source the function may use as scratch memory (isReuseSource).
    template <class TensorT>
    Library& in(const TensorT& tensor, uint64_t elements, bool reuse)
    {
        return add(tensor.hawkOperand(), hawkabi::Role::Read, elements).reusable(reuse);
    }
    template <class TensorT>
    Library& inOut(const TensorT& tensor, uint64_t elements)
    {
        return add(tensor.hawkOperand(), hawkabi::Role::ReadWrite, elements);
    }
    /// sharedTmpBuffer; always the last operand.
    template <class TensorT>
    Library& scratch(const TensorT& tensor)
    {
        return add(tensor.hawkOperand(), hawkabi::Role::Scratch, tensor.GetSize());
    }
    /// The temporary comes from the pipe's free memory.
    Library& stack()
    {
        m_call.needsStack = true;
        return *this;
    }
    Library& param(uint32_t index, int64_t value)
    {
        m_call.params[index] = value;
        return *this;
    }
    Library& value(uint32_t index, double number)
    {
        m_call.values[index] = number;
        return *this;
    }
    void run() { hawk_library(&m_call); }

private:
    HAWK_SHARED Library& add(const hawkabi::Operand& operand, hawkabi::Role role, uint64_t elements);
    Library& reusable(bool reuse)
    {
        m_call.operands[m_call.operandCount - 1].reserved = reuse ? 1 : 0;
        return *this;
    }
    hawkabi::LibraryCall m_call;
};
} // namespace hawkdetail

/// Element types of a library function on generation 2201.
#define HAWK_LIBRARY_TYPES(name, T, set, text) \
    static_assert(hawkabi::among<T>(set), name " takes " text " on " HAWK_GENERATION " [library-dtype]")

/// Functions that exist on other generations only: a call names the function and the generation.
#define HAWK_NOT_ON_2201(NAME, hint) \
    template <class... Template, class... Args> \
    __aicore__ inline void NAME(const Args&...) \
    { \
        static_assert(sizeof...(Args) > 1000, #NAME " is not available on generation 2201 (Atlas A2/A3); it needs " \
            "Ascend 950. " hint); \
    }

} // namespace AscendC

/// The device language's own min and max of numbers. Two types, so that a template of the author's, or the library's of one
/// type, is the better match.
template <class A, class B>
__aicore__ constexpr auto min(A a, B b) -> decltype(b < a ? b : a)
{
    return b < a ? b : a;
}
template <class A, class B>
__aicore__ constexpr auto max(A a, B b) -> decltype(a < b ? b : a)
{
    return a < b ? b : a;
}
