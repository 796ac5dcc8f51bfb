#include "widgets/ascendc_lexer.h"

#include "widgets/theme.h"

namespace hawk::ui {

namespace {

// C++ words plus the qualifiers and macros that Ascend C adds to the language.
constexpr const char* kWords
    = "alignas alignof asm auto bool break case catch char class const consteval constexpr constinit const_cast continue "
      "decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if "
      "inline int long mutable namespace new noexcept nullptr operator private protected public register "
      "reinterpret_cast return short signed sizeof static static_assert static_cast struct switch template this "
      "thread_local throw true try typedef typeid typename union unsigned using virtual void volatile while "
      "__aicore__ __global__ __gm__ __ubuf__ __cbuf__ __ca__ __cb__ __cc__ __inline__ __kfc_workspace__ GM_ADDR "
      "ASCEND_IS_AIV ASCEND_IS_AIC";

// APIs of the public Ascend C reference, tiers 1 and 2, and the intrinsics kernels call directly.
constexpr const char* kApis
    = "Abs Add AddRelu Adds AllocTensor And Arange ArithProgression AtomicAdd Axpy BlockReduceMax BlockReduceMin "
      "BlockReduceSum Brcb Cast CeilDivision CrossCoreSetFlag CrossCoreWaitFlag Compare CompareScalar Compares Copy "
      "CreateVecIndex DataCacheCleanAndInvalid DataCopy DataCopyPad DataSyncBarrier DeQue Div Divs DumpTensor Duplicate "
      "EnQue Exp FreeTensor FusedMulAdd Gather GatherMask Gatherb Get GetBlockIdx GetBlockNum GetCmpMask GetPhyAddr "
      "GetSize GetSubBlockIdx GetSysWorkSpacePtr GetUserWorkspace GetValue InitBuffer InitGlobalMemory LeakyRelu Ln "
      "Max Maxs Min Mins Mul MulAddDst Muls Neg Not Or PairReduceSum PipeBarrier PRINTF printf Reciprocal ReduceMax "
      "ReduceMin ReduceSum ReinterpretCast Relu RepeatReduceSum ResetMask Rsqrt Select SetAtomicAdd SetAtomicNone "
      "SetFlag SetGlobalBuffer SetMaskCount SetMaskNorm SetValue SetVectorMask ShiftLeft ShiftRight Sort Sort32 Sqrt "
      "Sub Subs SyncAll Transpose WaitFlag WholeReduceMax WholeReduceMin WholeReduceSum AllocEventID FetchEventID "
      "ReleaseEventID GET_TILING_DATA TILING_KEY_IS REGISTER_TILING_DEFAULT KERNEL_TASK_TYPE_DEFAULT pipe_barrier "
      "set_flag wait_flag get_block_idx get_block_num copy_gm_to_ubuf copy_ubuf_to_gm vadd vmul vadds vmuls vcadd "
      "vector_dup set_vector_mask set_mask_norm set_mask_count";

constexpr const char* kTypes
    = "AscendC half bfloat16_t float16_t float32_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t "
      "size_t int4b_t TPipe TQue TBuf TQueBind LocalTensor GlobalTensor TBufPool TPosition QuePosition VECIN VECOUT "
      "VECCALC HardEvent TEventID RoundMode CMPMODE SELMODE MaskMode DataCopyParams DataCopyExtParams DataCopyPadParams "
      "DataCopyPadExtParams UnaryRepeatParams BinaryRepeatParams CopyRepeatParams BrcbRepeatParams SliceInfo ShapeInfo "
      "CacheLine PIPE_ALL PIPE_V PIPE_S PIPE_MTE1 PIPE_MTE2 PIPE_MTE3 CAST_NONE CAST_RINT CAST_FLOOR CAST_CEIL "
      "CAST_ROUND CAST_TRUNC CAST_ODD MTE2_V V_MTE3 MTE3_V V_MTE2 MTE3_MTE2 MTE2_MTE3 S_V V_S MTE2_S S_MTE3";

} // namespace

AscendCLexer::AscendCLexer(const Theme& theme, QObject* parent)
    : QsciLexerCPP(parent)
    , m_theme(theme)
{
    setFoldCompact(false);
    setFoldPreprocessor(true);
    applyTheme();
}

const char* AscendCLexer::keywords(int set) const
{
    switch (set) {
    case 1: return kWords;
    case 2: return kApis;
    case 4: return kTypes;
    default: return nullptr;
    }
}

void AscendCLexer::applyTheme()
{
    const Colors& c = m_theme.colors();
    const QFont font = m_theme.codeFont();
    setDefaultPaper(c.base);
    setDefaultColor(c.text);
    setDefaultFont(font);
    setPaper(c.base, -1);
    setColor(c.text, -1);
    setFont(font, -1);
    for (const int style : { Comment, CommentLine, CommentDoc, CommentLineDoc, CommentDocKeyword })
        setColor(c.comment, style);
    for (const int style : { DoubleQuotedString, SingleQuotedString, RawString, UnclosedString, VerbatimString })
        setColor(c.literal, style);
    setColor(c.number, Number);
    setColor(c.preprocessor, PreProcessor);
    setColor(c.keyword, Keyword);
    setColor(c.api, KeywordSet2);
    setColor(c.type, GlobalClass);
    QFont bold = font;
    bold.setBold(true);
    setFont(bold, Keyword);
    // The comment of inactive preprocessor text keeps the same paper.
    for (int style = 64; style < 96; ++style) {
        setPaper(c.base, style);
        setColor(c.muted, style);
    }
}

} // namespace hawk::ui
