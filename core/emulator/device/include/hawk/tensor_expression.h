#pragma once

#include "hawk/compare.h"

/// "dst = src0 + src1": the operators that Add.md, Sub.md, Mul.md, Div.md, Max.md and Compare.md give for whole tensors.
namespace hawkabi {

/// What an operator yields: two tensors, and the API that the assignment calls.
template <class Operation, class T>
struct TensorExpression {
    AscendC::LocalTensor<T> left, right;
    template <class D>
    void storeTo(const AscendC::LocalTensor<D>& dst) const
    {
        Operation::run(dst, left, right);
    }
};

} // namespace hawkabi

namespace AscendC {

#define HAWK_TENSOR_OPERATOR(SYMBOL, TAG, NAME) \
    namespace hawkdetail { \
    struct TAG { \
        template <class T> \
        static void run(const LocalTensor<T>& dst, const LocalTensor<T>& left, const LocalTensor<T>& right) \
        { \
            NAME<T>(dst, left, right, static_cast<int32_t>(dst.GetSize()), hawkabi::kNoPlace); \
        } \
    }; \
    } \
    template <class T> \
    inline hawkabi::TensorExpression<hawkdetail::TAG, T> operator SYMBOL( \
        const LocalTensor<T>& left, const LocalTensor<T>& right) \
    { \
        return { left, right }; \
    }
HAWK_TENSOR_OPERATOR(+, WholeAdd, Add)
HAWK_TENSOR_OPERATOR(-, WholeSub, Sub)
HAWK_TENSOR_OPERATOR(*, WholeMul, Mul)
HAWK_TENSOR_OPERATOR(/, WholeDiv, Div)
HAWK_TENSOR_OPERATOR(&, WholeAnd, And)
HAWK_TENSOR_OPERATOR(|, WholeOr, Or)

#define HAWK_TENSOR_COMPARISON(SYMBOL, MODE) \
    namespace hawkdetail { \
    struct Whole##MODE { \
        template <class D, class T> \
        static void run(const LocalTensor<D>& dst, const LocalTensor<T>& left, const LocalTensor<T>& right) \
        { \
            Compare<T, D>(dst, left, right, CMPMODE::MODE, left.GetSize(), hawkabi::kNoPlace); \
        } \
    }; \
    } \
    template <class T> \
    inline hawkabi::TensorExpression<hawkdetail::Whole##MODE, T> operator SYMBOL( \
        const LocalTensor<T>& left, const LocalTensor<T>& right) \
    { \
        return { left, right }; \
    }
HAWK_TENSOR_COMPARISON(<, LT)
HAWK_TENSOR_COMPARISON(>, GT)
HAWK_TENSOR_COMPARISON(==, EQ)
HAWK_TENSOR_COMPARISON(<=, LE)
HAWK_TENSOR_COMPARISON(>=, GE)
HAWK_TENSOR_COMPARISON(!=, NE)

} // namespace AscendC
