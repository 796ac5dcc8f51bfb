#pragma once

/// Names of the API table's rows: their position is Op::api. The rows themselves (class, pipe, operands, rules,
/// source) are in isa/rows_*.cpp, one list and one file per family.
#define HAWK_API_LIST(X) HAWK_BASIC_APIS(X) HAWK_SYNC_APIS(X) HAWK_LIBRARY_APIS(X)

/// Functions of the high-level library.
#define HAWK_LIBRARY_APIS(X)

/// Ordering within and between cores.
#define HAWK_SYNC_APIS(X) X(SetFlag) X(WaitFlag) X(PipeBarrier) X(SyncAll) X(SyncAllSoft) X(DataSyncBarrier) \
    X(IBSet) X(IBWait) X(InitDetermineComputeWorkspace) X(WaitPreBlock) X(NotifyNextBlock) X(CrossCoreSetFlag) \
    X(CrossCoreWaitFlag) X(SetNextTaskStart) X(WaitPreTaskEnd) X(GroupBarrierArrive) X(GroupBarrierWait)

#define HAWK_BASIC_APIS(X) \
    X(None) \
    /* vector, two sources */ \
    X(Add) X(Sub) X(Mul) X(Div) X(Max) X(Min) X(And) X(Or) X(AddRelu) X(SubRelu) X(MulAddDst) X(FusedMulAdd) \
    X(FusedMulAddRelu) \
    /* vector and scalar */ \
    X(Adds) X(Muls) X(Maxs) X(Mins) X(LeakyRelu) X(Axpy) X(ShiftLeft) X(ShiftRight) \
    /* vector, one source */ \
    X(Abs) X(Exp) X(Ln) X(Sqrt) X(Rsqrt) X(Reciprocal) X(Relu) X(Not) \
    X(Cast) X(Duplicate) X(Copy) X(Brcb) \
    /* compare and select */ \
    X(Compare) X(CompareScalar) X(Compares) X(Select) \
    /* reductions */ \
    X(ReduceSum) X(ReduceMax) X(ReduceMin) X(WholeReduceSum) X(WholeReduceMax) X(WholeReduceMin) \
    X(BlockReduceSum) X(BlockReduceMax) X(BlockReduceMin) X(PairReduceSum) X(RepeatReduceSum) \
    /* index generation and gather */ \
    X(CreateVecIndex) X(Gather) \
    /* mask registers */ \
    X(SetMaskNorm) X(SetMaskCount) X(SetVectorMask) X(ResetMask) \
    /* data movement */ \
    X(DataCopy) X(DataCopyPad) X(SetPadValue) \
    /* scalar access */ \
    X(LocalGetValue) X(LocalSetValue) X(GlobalGetValue) X(GlobalSetValue) X(DataCacheCleanAndInvalid) \
    /* resources */ \
    X(PipeInit) X(PipeDestroy) X(PipeReset) X(InitBufferQueue) X(InitBufferTBuf) X(TBufGet) X(AllocTensor) X(EnQue) \
    X(DeQue) X(FreeTensor) X(DeclareTensor) X(AllocEventID) X(ReleaseEventID) X(FetchEventID) \
    /* atomics, printing, run */ \
    X(SetAtomicAdd) X(SetAtomicMax) X(SetAtomicMin) X(SetAtomicNone) X(DumpTensor) X(Print) X(Assert) X(KernelBegin) \
    X(KernelEnd) X(InitSocState) X(SetDeqScale)
