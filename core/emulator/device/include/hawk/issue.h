#pragma once

#include "hawk/tensor.h"

/// How a vector call reaches the machine. Every API has three forms: the first n elements, a mask of leading elements
/// per repeat, and a mask of single bits per repeat; isSetMask = false takes the mask from the registers.
namespace AscendC {

namespace hawkdetail {

using hawkabi::Api;
using hawkabi::Form;

/// Which elements take part, as given by one of the three forms.
struct Selection {
    Form form = Form::Count;
    uint64_t count = 0;
    uint32_t repeat = 0;
    uint64_t low = 0, high = 0;
};
inline Selection countOf(int64_t count, bool setMask)
{
    return { setMask ? Form::Count : Form::CountRegisters, count > 0 ? static_cast<uint64_t>(count) : 0, 0, 0, 0 };
}
inline Selection maskOf(uint64_t mask, int64_t repeat, bool setMask)
{
    return { setMask ? Form::MaskCount : Form::Registers, 0, static_cast<uint32_t>(repeat), mask, 0 };
}
/// Elements of 4 bytes and more have at most 64 lanes: the second word of the mask is not read.
inline Selection maskOf(const uint64_t* mask, int64_t repeat, bool setMask, uint64_t elementBytes)
{
    if (!setMask)
        return { Form::Registers, 0, static_cast<uint32_t>(repeat), 0, 0 };
    return { Form::MaskBits, 0, static_cast<uint32_t>(repeat), mask[0], elementBytes <= 2 ? mask[1] : 0 };
}

inline void fill(hawkabi::Call& call, const Selection& s)
{
    call.form = s.form;
    call.count = s.count;
    call.repeat = s.repeat;
    call.mask[0] = s.low;
    call.mask[1] = s.high;
}
HAWK_SHARED void vector(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src0, const hawkabi::Operand& src1, uint32_t mode = 0);
HAWK_SHARED void vector(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, uint32_t mode = 0);
HAWK_SHARED void vectorScalar(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand* src, hawkabi::Type scalarType, uint64_t scalar, uint32_t mode = 0);
/// The first `count` elements of operands of one type.
HAWK_SHARED void counted(Api api, int64_t count, bool setMask, const hawkabi::Site& site, hawkabi::Type type, const LocalPart& dst,
    const LocalPart& src0, const LocalPart& src1);
HAWK_SHARED void counted(
    Api api, int64_t count, bool setMask, const hawkabi::Site& site, hawkabi::Type type, const LocalPart& dst, const LocalPart& src);
HAWK_SHARED void countedScalar(Api api, int64_t count, bool setMask, const hawkabi::Site& site, hawkabi::Type type,
    const LocalPart& dst, const LocalPart& src, uint64_t scalar);
HAWK_SHARED void oneOperand(Api api, const hawkabi::Site& site, const hawkabi::Operand& operand, uint32_t mode = 0);

} // namespace hawkdetail

/// The documented signatures without the place: for taking the address of an API, because operators keep tables of function
/// pointers. The return type can only be deduced from a pointer's type, so no call ever means these.
#define HAWK_POINTER_FORM(NAME, PARAMETERS, ...) \
    template <typename T, bool isSetMask = true, typename V> \
    __aicore__ inline V NAME PARAMETERS \
    { \
        return static_cast<V>(NAME<T, isSetMask>(__VA_ARGS__, ::hawkabi::kNoPlace)); \
    }
/// The count forms of most APIs have no isSetMask.
#define HAWK_COUNT_POINTER(NAME, PARAMETERS, ...) \
    template <typename T, typename V> \
    __aicore__ inline V NAME PARAMETERS \
    { \
        return static_cast<V>(NAME<T>(__VA_ARGS__, ::hawkabi::kNoPlace)); \
    }

} // namespace AscendC
