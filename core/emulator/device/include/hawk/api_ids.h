#pragma once

/// Names of the API table's rows: their position is Op::api. The rows themselves (class, pipe, operands, rules,
/// source) are in isa/rows_*.cpp, one list and one file per family.
#define HAWK_API_LIST(X) HAWK_BASIC_APIS(X) HAWK_SYNC_APIS(X) HAWK_LIBRARY_APIS(X)

/// Functions of the high-level library.
#define HAWK_LIBRARY_APIS(X) \
    /* mathematics */ \
    X(Acos) X(Acosh) X(Asin) X(Asinh) X(Atan) X(Atanh) X(Ceil) X(Cos) X(Cosh) X(Digamma) X(Erf) X(Erfc) \
    X(Floor) X(Frac) X(Lgamma) X(Log) X(Log2) X(Log10) X(Round) X(Sign) X(Sin) X(Sinh) X(Tan) X(Tanh) X(Trunc) \
    X(ClampMax) X(ClampMin) X(ExpTaylor) X(AxpyLibrary) X(Fmod) X(Xor) X(Power) X(CumSum) \
    /* activation */ \
    X(Sigmoid) X(Swish) X(Silu) X(Gelu) X(FasterGelu) X(FasterGeluV2) X(GeGLU) X(ReGlu) X(SwiGLU) \
    /* softmax */ \
    X(SoftMax) X(SimpleSoftMax) X(LogSoftMax) X(SoftmaxFlash) X(SoftmaxFlashV2) X(SoftmaxFlashV3) \
    X(SoftmaxGrad) X(SoftmaxGradFront) X(AdjustSoftMaxRes) \
    /* normalisation */ \
    X(LayerNorm) X(LayerNormSeparate) X(Normalize) X(RmsNorm) X(DeepNorm) X(BatchNorm) X(GroupNorm) \
    X(LayerNormGrad) X(LayerNormGradBeta) X(WelfordUpdate) X(WelfordFinalize) \
    /* reduction over an axis */ \
    X(Sum) X(Mean) X(ReduceSumPattern) X(ReduceMeanPattern) X(ReduceProdPattern) X(ReduceMaxPattern) \
    X(ReduceMinPattern) X(ReduceAnyPattern) X(ReduceAllPattern) X(ReduceXorSum) \
    /* transformation, filter, quantisation */ \
    X(Broadcast) X(Pad) X(UnPad) X(TransposeLibrary) X(TransData) X(Arange) X(DropOut) X(SelectBytes) X(AscendQuant) X(AscendDequant) X(AscendAntiQuant) \
    /* sorting */ \
    X(SortLibrary) X(Extract) X(TopK)

/// Ordering within and between cores.
#define HAWK_SYNC_APIS(X) X(SetFlag) X(WaitFlag) X(PipeBarrier) X(SyncAll) X(SyncAllSoft) X(DataSyncBarrier) \
    X(IBSet) X(IBWait) X(InitDetermineComputeWorkspace) X(WaitPreBlock) X(NotifyNextBlock) X(CrossCoreSetFlag) \
    X(CrossCoreWaitFlag) X(SetNextTaskStart) X(WaitPreTaskEnd) X(GroupBarrierArrive) X(GroupBarrierWait)

#define HAWK_BASIC_APIS(X) \
    X(None) \
    /* vector, two sources */ \
    X(Add) X(Sub) X(Mul) X(Div) X(Max) X(Min) X(And) X(Or) X(AddRelu) X(SubRelu) X(MulAddDst) X(FusedMulAdd) \
    X(FusedMulAddRelu) X(AddReluCast) X(SubReluCast) X(MulCast) X(AddDeqRelu) \
    /* vector and scalar */ \
    X(Adds) X(Muls) X(Maxs) X(Mins) X(LeakyRelu) X(Axpy) X(ShiftLeft) X(ShiftRight) \
    /* vector, one source */ \
    X(Abs) X(Exp) X(Ln) X(Sqrt) X(Rsqrt) X(Reciprocal) X(Relu) X(Not) \
    X(Cast) X(CastDequant) X(Duplicate) X(Copy) X(Brcb) \
    /* compare and select */ \
    X(Compare) X(CompareScalar) X(Compares) X(CompareRegister) X(GetCmpMask) X(SetCmpMask) X(Select) X(SelectRegister) \
    /* reductions */ \
    X(ReduceSum) X(ReduceMax) X(ReduceMin) X(WholeReduceSum) X(WholeReduceMax) X(WholeReduceMin) \
    X(BlockReduceSum) X(BlockReduceMax) X(BlockReduceMin) X(PairReduceSum) X(RepeatReduceSum) X(AccumulateSum) \
    X(ReadReduceRegister) \
    /* index generation and gather */ \
    X(CreateVecIndex) X(Gather) X(Gatherb) X(GatherMask) X(Scatter) \
    /* sorting */ \
    X(Sort32) X(MrgSort) X(GetMrgSortResult) X(MrgSort4) X(RpSort16) X(ProposalConcat) X(ProposalExtract) \
    /* layout */ \
    X(Transpose) X(TransDataTo5HD) \
    /* mask registers */ \
    X(SetMaskNorm) X(SetMaskCount) X(SetVectorMask) X(ResetMask) \
    /* data movement */ \
    X(DataCopy) X(DataCopyPad) X(DataCopySlice) X(SetPadValue) \
    /* scalar access */ \
    X(LocalGetValue) X(LocalSetValue) X(GlobalGetValue) X(GlobalSetValue) X(DataCacheCleanAndInvalid) \
    X(ReadGmByPassDCache) X(WriteGmByPassDCache) \
    /* resources */ \
    X(PipeInit) X(PipeDestroy) X(PipeReset) X(InitBufferQueue) X(InitBufferTBuf) X(TBufGet) X(AllocTensor) X(EnQue) \
    X(DeQue) X(FreeTensor) X(DeclareTensor) X(InitBufPool) X(BufPoolReset) X(InitStartBufHandle) X(InitBufHandle) X(PopStackBuffer) X(AllocEventID) X(ReleaseEventID) X(FetchEventID) \
    /* atomics, printing, run */ \
    X(SetAtomicAdd) X(SetAtomicMax) X(SetAtomicMin) X(SetAtomicNone) X(SetAtomicType) \
    X(GetStoreAtomicConfig) X(SetSaturationFlag) X(GetSaturationFlag) X(DumpTensor) X(Print) X(Assert) X(KernelBegin) \
    X(KernelEnd) X(InitSocState) X(SetDeqScale)
