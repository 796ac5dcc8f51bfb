#pragma once

#include "hawk/params.h"

/// Names of the reference that other generations have: calling one here says so instead of "not declared".
namespace AscendC {

#define HAWK_OTHER_GENERATION(NAME, INSTEAD) \
    template <class... Template, class... Args> \
    __aicore__ inline void NAME(Args&&...) \
    { \
        static_assert(hawkabi::never<void(Template..., Args...)>, \
            #NAME " does not exist on this chip's generation; " INSTEAD); \
    }
#if !defined(__NPU_ARCH__) || __NPU_ARCH__ != 2002
HAWK_OTHER_GENERATION(Scatter, "store single elements with SetValue, or gather into the wanted order")
HAWK_OTHER_GENERATION(MrgSort4, "use Sort32 and MrgSort")
HAWK_OTHER_GENERATION(RpSort16, "use Sort32")
HAWK_OTHER_GENERATION(ProposalConcat, "use Sort32, which takes scores and indices as two tensors")
HAWK_OTHER_GENERATION(ProposalExtract, "use GatherMask with a built-in pattern")
HAWK_OTHER_GENERATION(VectorPadding, "only generation 2002 has it")
#else
HAWK_OTHER_GENERATION(Sort32, "use ProposalConcat and RpSort16")
HAWK_OTHER_GENERATION(MrgSort, "use MrgSort4")
#endif
HAWK_OTHER_GENERATION(Neg, "use Muls with -1")
HAWK_OTHER_GENERATION(Divs, "use Muls with the reciprocal, or Duplicate and Div")
HAWK_OTHER_GENERATION(Subs, "use Adds with the negated scalar")
HAWK_OTHER_GENERATION(Ands, "use Duplicate and And")
HAWK_OTHER_GENERATION(Ors, "use Duplicate and Or")
HAWK_OTHER_GENERATION(AbsSub, "use Sub and Abs")
HAWK_OTHER_GENERATION(ExpSub, "use Sub and Exp")
HAWK_OTHER_GENERATION(FusedExpSub, "use Sub and Exp")
HAWK_OTHER_GENERATION(FusedAbsSub, "use Sub and Abs")
HAWK_OTHER_GENERATION(Mull, "generation 2201 has no widening multiplication")
HAWK_OTHER_GENERATION(Prelu, "use Mul, Compare and Select")
HAWK_OTHER_GENERATION(MulsCast, "use Muls and Cast")
HAWK_OTHER_GENERATION(Truncate, "use Cast with RoundMode::CAST_TRUNC")
HAWK_OTHER_GENERATION(Interleave, "use Gather with an index tensor")
HAWK_OTHER_GENERATION(DeInterleave, "use GatherMask with the patterns 1 and 2")
HAWK_OTHER_GENERATION(AtomicAdd, "use SetAtomicAdd and DataCopy")
HAWK_OTHER_GENERATION(AtomicMax, "use SetAtomicMax and DataCopy")
HAWK_OTHER_GENERATION(AtomicMin, "use SetAtomicMin and DataCopy")
HAWK_OTHER_GENERATION(AtomicCas, "generation 2201 has no scalar atomics")
HAWK_OTHER_GENERATION(AtomicExch, "generation 2201 has no scalar atomics")
HAWK_OTHER_GENERATION(SetLoopModePara, "describe the loops with several DataCopyPad calls")
HAWK_OTHER_GENERATION(ResetLoopModePara, "describe the loops with several DataCopyPad calls")
HAWK_OTHER_GENERATION(NdDmaDci, "generation 2201 has no NDDMA")
HAWK_OTHER_GENERATION(GetRuntimeUBSize, "ask PlatformAscendC::GetCoreMemSize on the host and pass it in the tiling data")
HAWK_OTHER_GENERATION(GetUBSizeInBytes, "ask PlatformAscendC::GetCoreMemSize on the host and pass it in the tiling data")
HAWK_OTHER_GENERATION(Nop, "generation 2201 needs no empty instructions")
HAWK_OTHER_GENERATION(GetSpr, "read results with GetReduceRepeatSumSpr, GetCmpMask or GatherMask's rsvdCnt")
HAWK_OTHER_GENERATION(ClearSpr, "generation 2201 has no AR register to clear")
HAWK_OTHER_GENERATION(GetVecLen, "a vector instruction processes 256 B per repeat")

/// Names that kernels give to classes of their own, beside "using namespace AscendC": here they are out of the way. A call is
/// explained as one of an unknown name (resources/apis/corrections.json).
namespace other_generation {
HAWK_OTHER_GENERATION(IsFinite, "use Compare of the absolute value with the largest finite number")
HAWK_OTHER_GENERATION(IsNan, "use Compare of the tensor with itself: NaN is unequal to itself")
HAWK_OTHER_GENERATION(IsInf, "use Abs and Compare with infinity")
} // namespace other_generation

} // namespace AscendC
