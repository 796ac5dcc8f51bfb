#pragma once

/// Tiling structs, as X lists F(type, name). The reference calls their contents private to the library: host code has them
/// filled and hands them to the kernel. So most hold only what our functions need, the shape and the number of passes. Two
/// are filled by kernels themselves in published samples, field by field or as an aggregate: those have the fields, in the
/// order, that the reference page prints (SoftMax-Tiling使用说明.md, RmsNorm-Tiling.md).
#define HAWK_ROWS_TILING(F) \
    F(uint32_t, srcM) F(uint32_t, srcK) F(uint32_t, srcSize) \
    F(uint32_t, outMaxM) F(uint32_t, outMaxK) F(uint32_t, outMaxSize) \
    F(uint32_t, splitM) F(uint32_t, splitK) F(uint32_t, splitSize) \
    F(uint32_t, reduceM) F(uint32_t, reduceK) F(uint32_t, reduceSize) \
    F(uint32_t, rangeM) F(uint32_t, tailM) F(uint32_t, tailSplitSize) F(uint32_t, tailReduceSize)
#define HAWK_RMS_TILING(F) \
    F(uint32_t, bLength) F(uint32_t, sLength) F(uint32_t, hLength) F(uint32_t, originalHLength) \
    F(float, reciprocalOfHLength) F(uint32_t, mainBshLength) F(uint32_t, mainBsLength) F(uint32_t, mainBsLengthAlign) \
    F(uint32_t, loopRound) F(uint32_t, inputTailPos) F(uint32_t, tailBshLength) F(uint32_t, tailBsLength)
#define HAWK_NORM_TILING(F) \
    F(uint32_t, bLength) F(uint32_t, sLength) F(uint32_t, hLength) F(uint32_t, originalHLength) F(uint32_t, loopRound)
#define HAWK_SEPARATE_TILING(F) F(uint32_t, aLength) F(uint32_t, rLength) F(uint32_t, loopRound)
#define HAWK_BATCH_TILING(F) F(uint32_t, originalBLength) F(uint32_t, meanVarSize) F(uint32_t, loopRound)
#define HAWK_GROUP_TILING(F) F(uint32_t, n) F(uint32_t, c) F(uint32_t, hw) F(uint32_t, hwAlignSize) F(uint32_t, g)
#define HAWK_PAD_TILING(F) F(uint32_t, srcHeight) F(uint32_t, srcWidth) F(uint32_t, srcOriWidth)
#define HAWK_UNPAD_TILING(F) F(uint32_t, srcHeight) F(uint32_t, srcWidth)
#define HAWK_TOPK_TILING(F) \
    F(int32_t, tmpLocalSize) F(int32_t, allDataSize) F(int32_t, innerDataSize) F(int32_t, outerCount) F(int32_t, k)
#define HAWK_TRANSPOSE_TILING(F) F(uint32_t, dim0) F(uint32_t, dim1) F(uint32_t, dim2) F(uint32_t, dim3) F(uint32_t, kind)

/// X(struct, field list)
#define HAWK_LIBRARY_TILINGS(X) \
    X(SoftMaxTiling, HAWK_ROWS_TILING) \
    X(LogSoftMaxTiling, HAWK_ROWS_TILING) \
    X(LayerNormTiling, HAWK_NORM_TILING) \
    X(LayerNormGradTiling, HAWK_NORM_TILING) \
    X(LayerNormGradBetaTiling, HAWK_NORM_TILING) \
    X(DeepNormTiling, HAWK_NORM_TILING) \
    X(RmsNormTiling, HAWK_RMS_TILING) \
    X(LayerNormSeparateTiling, HAWK_SEPARATE_TILING) \
    X(BatchNormTiling, HAWK_BATCH_TILING) \
    X(GroupNormTiling, HAWK_GROUP_TILING) \
    X(PadTiling, HAWK_PAD_TILING) \
    X(UnPadTiling, HAWK_UNPAD_TILING) \
    X(TopkTiling, HAWK_TOPK_TILING) \
    X(ConfusionTransposeTiling, HAWK_TRANSPOSE_TILING)
