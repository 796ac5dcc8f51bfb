#include "emulator/isa/rows.h"

namespace hawk::emulator {
namespace {

using hawkabi::Api;

constexpr std::string_view kBinary = "dst,src0,src1";
constexpr std::string_view kUnary = "dst,src";
constexpr std::string_view kReduce = "dst,src,sharedTmpBuffer";
constexpr std::string_view kArithmeticRules = "mask-range-by-dtype,repeat-time-255,repeat-stride-uint8-wrap,"
                                              "operand-partial-overlap,ub-addr-32b";
constexpr std::string_view kReduceRules = "reduce-dst-alignment,reduce-tmp-buffer-size,uninitialised-ub-read";
constexpr std::string_view kQueueRules = "alloc-free-pairing,enque-deque-pairing,use-after-free,enqueue-wrong-tensor";

#define ARITH(text) HAWK_PAGE("Memory矢量计算/基础算术/" text)
#define FUSED(text) HAWK_PAGE("Memory矢量计算/复合计算/" text)
#define LOGIC(text) HAWK_PAGE("Memory矢量计算/逻辑计算/" text)
#define REDUCE(text) HAWK_PAGE("Memory矢量计算/归约计算/" text)
#define COMPARE(text) HAWK_PAGE("Memory矢量计算/比较与选择/" text)
#define MASK(text) HAWK_PAGE("Memory矢量计算/掩码操作/" text)
#define MOVE(text) HAWK_PAGE("Memory矢量计算/数据搬运/" text)
#define RESOURCE(text) HAWK_PAGE("资源管理/" text)
#define ATOMIC(text) HAWK_PAGE("原子操作/" text)

// Classes follow the vendor's rate table (hardware facts, section 5).
constexpr RowEntry kRows[] = {
    { Api::None, "?", OpClass::None, Pipe::S, "", "", HAWK_PAGE("基础API列表"), 1 },
    { Api::Add, "Add", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, ARITH("Add") },
    { Api::Sub, "Sub", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, ARITH("Sub") },
    { Api::Mul, "Mul", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, ARITH("Mul") },
    { Api::Div, "Div", OpClass::VecDiv, Pipe::V, kBinary, kArithmeticRules, ARITH("Div") },
    { Api::Max, "Max", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, ARITH("Max") },
    { Api::Min, "Min", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, ARITH("Min") },
    { Api::And, "And", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, LOGIC("And") },
    { Api::Or, "Or", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, LOGIC("Or") },
    { Api::AddRelu, "AddRelu", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, FUSED("AddRelu") },
    { Api::SubRelu, "SubRelu", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, FUSED("SubRelu") },
    { Api::MulAddDst, "MulAddDst", OpClass::VecMulAddDst, Pipe::V, kBinary, "axpy-mixed-limits", FUSED("MulAddDst") },
    { Api::FusedMulAdd, "FusedMulAdd", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, FUSED("FusedMulAdd") },
    { Api::FusedMulAddRelu, "FusedMulAddRelu", OpClass::VecSimple, Pipe::V, kBinary, kArithmeticRules, FUSED("MulAddRelu") },
    { Api::Adds, "Adds", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, ARITH("Adds") },
    { Api::Muls, "Muls", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, ARITH("Muls") },
    { Api::Maxs, "Maxs", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, ARITH("Maxs") },
    { Api::Mins, "Mins", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, ARITH("Mins") },
    { Api::LeakyRelu, "LeakyRelu", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, ARITH("LeakyRelu") },
    { Api::Axpy, "Axpy", OpClass::VecSimple, Pipe::V, kUnary, "axpy-mixed-limits", FUSED("Axpy") },
    { Api::ShiftLeft, "ShiftLeft", OpClass::VecSimple, Pipe::V, kUnary, "shift-amount-range", LOGIC("ShiftLeft") },
    { Api::ShiftRight, "ShiftRight", OpClass::VecSimple, Pipe::V, kUnary, "shift-amount-range", LOGIC("ShiftRight") },
    { Api::Abs, "Abs", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, ARITH("Abs") },
    { Api::Exp, "Exp", OpClass::VecExp, Pipe::V, kUnary, kArithmeticRules, ARITH("Exp") },
    { Api::Ln, "Ln", OpClass::VecLn, Pipe::V, kUnary, kArithmeticRules, ARITH("Ln") },
    { Api::Sqrt, "Sqrt", OpClass::VecSqrt, Pipe::V, kUnary, kArithmeticRules, ARITH("Sqrt") },
    { Api::Rsqrt, "Rsqrt", OpClass::VecSimple, Pipe::V, kUnary, "approximate-rsqrt-reciprocal", ARITH("Rsqrt") },
    { Api::Reciprocal, "Reciprocal", OpClass::VecSimple, Pipe::V, kUnary, "approximate-rsqrt-reciprocal",
        ARITH("Reciprocal") },
    { Api::Relu, "Relu", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, ARITH("Relu") },
    { Api::Not, "Not", OpClass::VecSimple, Pipe::V, kUnary, kArithmeticRules, LOGIC("Not") },
    { Api::Cast, "Cast", OpClass::VecCast, Pipe::V, kUnary, "cast-widening-overlap,cast-roundmode-valid",
        HAWK_PAGE("Memory矢量计算/类型转换/Cast") },
    { Api::Duplicate, "Duplicate", OpClass::VecDuplicate, Pipe::V, "dst", "block-stride-zero-dst",
        HAWK_PAGE("Memory矢量计算/数据填充/Duplicate") },
    { Api::Copy, "Copy", OpClass::VecCopy, Pipe::V, kUnary, "block-stride-zero-dst",
        MOVE("Copy（UBToUB掩码式高维数据搬运）") },
    { Api::Brcb, "Brcb", OpClass::VecBrcb, Pipe::V, kUnary, "brcb-rules,block-stride-zero-dst",
        HAWK_PAGE("Memory矢量计算/数据填充/Brcb") },
    { Api::Compare, "Compare", OpClass::VecCompare, Pipe::V, kBinary, "compare-count-256b,compare-dtype", COMPARE("Compare") },
    { Api::CompareScalar, "CompareScalar", OpClass::VecCompare, Pipe::V, "dst,src0", "compare-count-256b,compare-dtype",
        COMPARE("Compares") },
    { Api::Compares, "Compares", OpClass::VecCompare, Pipe::V, "dst,src0", "compare-count-256b,compare-dtype",
        COMPARE("Compares") },
    { Api::Select, "Select", OpClass::VecSelect, Pipe::V, "dst,selMask,src0,src1", "select-mode-mask-layout",
        COMPARE("Select") },
    { Api::ReduceSum, "ReduceSum", OpClass::VecReduceRepeat, Pipe::V, kReduce, kReduceRules, REDUCE("ReduceSum"), 2 },
    { Api::ReduceMax, "ReduceMax", OpClass::VecReduceRepeat, Pipe::V, kReduce, kReduceRules, REDUCE("ReduceMax"), 2 },
    { Api::ReduceMin, "ReduceMin", OpClass::VecReduceRepeat, Pipe::V, kReduce, kReduceRules, REDUCE("ReduceMin"), 2 },
    { Api::WholeReduceSum, "WholeReduceSum", OpClass::VecReduceRepeat, Pipe::V, kUnary, "reduce-dst-alignment",
        REDUCE("ReduceRepeat"), 2 },
    { Api::WholeReduceMax, "WholeReduceMax", OpClass::VecReduceRepeat, Pipe::V, kUnary, "reduce-dst-alignment",
        REDUCE("ReduceRepeat"), 2 },
    { Api::WholeReduceMin, "WholeReduceMin", OpClass::VecReduceRepeat, Pipe::V, kUnary, "reduce-dst-alignment",
        REDUCE("ReduceRepeat"), 2 },
    { Api::BlockReduceSum, "BlockReduceSum", OpClass::VecReduceBlock, Pipe::V, kUnary, "block-reduce-dst-alignment",
        REDUCE("ReduceDataBlock"), 2 },
    { Api::BlockReduceMax, "BlockReduceMax", OpClass::VecReduceBlock, Pipe::V, kUnary, "block-reduce-dst-alignment",
        REDUCE("ReduceDataBlock"), 2 },
    { Api::BlockReduceMin, "BlockReduceMin", OpClass::VecReduceBlock, Pipe::V, kUnary, "block-reduce-dst-alignment",
        REDUCE("ReduceDataBlock"), 2 },
    { Api::PairReduceSum, "PairReduceSum", OpClass::VecReducePair, Pipe::V, kUnary, "", REDUCE("ReducePairElem"), 2 },
    { Api::RepeatReduceSum, "RepeatReduceSum", OpClass::VecReduceRepeat, Pipe::V, kUnary, "reduce-dst-alignment",
        REDUCE("ReduceRepeat"), 2 },
    { Api::CreateVecIndex, "CreateVecIndex", OpClass::VecDuplicate, Pipe::V, "dst", "",
        HAWK_PAGE("Memory矢量计算/数据填充/CreateVecIndex"), 2 },
    { Api::Gather, "Gather", OpClass::VecGather, Pipe::V, "dst,src,srcOffset",
        "gather-offset-range,gather-element-offset-alignment", HAWK_PAGE("Memory矢量计算/离散与聚合/Gather"), 2 },
    { Api::SetMaskNorm, "SetMaskNorm", OpClass::VecMaskSet, Pipe::S, "", "mask-state-leak", MASK("SetMaskNorm") },
    { Api::SetMaskCount, "SetMaskCount", OpClass::VecMaskSet, Pipe::S, "", "mask-state-leak", MASK("SetMaskCount") },
    { Api::SetVectorMask, "SetVectorMask", OpClass::VecMaskSet, Pipe::S, "", "setmask-flag-ignored",
        MASK("SetVectorMask") },
    { Api::ResetMask, "ResetMask", OpClass::VecMaskSet, Pipe::S, "", "", MASK("ResetMask") },
    { Api::DataCopy, "DataCopy", OpClass::DmaGmToUb, Pipe::Mte2, kUnary,
        "datacopy-length-32b,datacopy-param-ranges,gm-tensor-overrun", MOVE("DataCopy（GM与UB连续数据搬运）") },
    { Api::DataCopyPad, "DataCopyPad", OpClass::DmaGmToUb, Pipe::Mte2, kUnary,
        "datacopypad-param-ranges,datacopypad-padding-32b,gm-tensor-overrun",
        MOVE("DataCopyPad（GMToUB非对齐数据搬运）") },
    { Api::SetPadValue, "SetPadValue", OpClass::ScalarWork, Pipe::S, "", "",
        HAWK_PAGE("Memory矢量计算/数据搬运辅助配置接口/SetPadValue(ISASI)") },
    { Api::LocalGetValue, "LocalTensor::GetValue", OpClass::ScalarRead, Pipe::S, "tensor",
        "uninitialised-ub-read,l1-l0-not-scalar-accessible", HAWK_PAGE("数据结构/LocalTensor/GetValue") },
    { Api::LocalSetValue, "LocalTensor::SetValue", OpClass::ScalarWrite, Pipe::S, "tensor", "l1-l0-not-scalar-accessible",
        HAWK_PAGE("数据结构/LocalTensor/SetValue") },
    { Api::GlobalGetValue, "GlobalTensor::GetValue", OpClass::ScalarRead, Pipe::S, "tensor", "scalar-address-48bit",
        HAWK_PAGE("数据结构/GlobalTensor/GetValue") },
    { Api::GlobalSetValue, "GlobalTensor::SetValue", OpClass::ScalarWrite, Pipe::S, "tensor", "scalar-address-48bit",
        HAWK_PAGE("数据结构/GlobalTensor/SetValue") },
    { Api::DataCacheCleanAndInvalid, "DataCacheCleanAndInvalid", OpClass::CacheClean, Pipe::S, "tensor",
        "scalar-gm-cache-coherence", HAWK_PAGE("缓存控制/DataCacheCleanAndInvalid"), 2 },
    { Api::PipeInit, "TPipe", OpClass::ScalarWork, Pipe::S, "", "single-tpipe", RESOURCE("TPipe/TPipe构造函数") },
    { Api::PipeDestroy, "TPipe::Destroy", OpClass::Barrier, Pipe::S, "", "tpipe-init-destroy-pairing",
        RESOURCE("TPipe/Destroy") },
    { Api::PipeReset, "TPipe::Reset", OpClass::Barrier, Pipe::S, "", "tpipe-init-destroy-pairing", RESOURCE("TPipe/Reset") },
    { Api::InitBufferQueue, "TPipe::InitBuffer", OpClass::BufferInit, Pipe::S, "buffer",
        "ub-capacity-2201,total-buffers-64,initbuffer-in-loop,initbuffer-roundup-32b", RESOURCE("TPipe/InitBuffer") },
    { Api::InitBufferTBuf, "TPipe::InitBuffer", OpClass::BufferInit, Pipe::S, "buffer",
        "ub-capacity-2201,total-buffers-64,initbuffer-in-loop", RESOURCE("TPipe/InitBuffer") },
    { Api::TBufGet, "TBuf::Get", OpClass::TensorDeclare, Pipe::S, "tensor", "tbuf-get-length,tbuf-getwithoffset-32b",
        RESOURCE("TBuf/Get") },
    { Api::AllocTensor, "TQue::AllocTensor", OpClass::QueueEvent, Pipe::S, "tensor",
        "alloc-beyond-num,queue-buffers-per-position-8", RESOURCE("TQue/AllocTensor") },
    { Api::EnQue, "TQue::EnQue", OpClass::QueueEvent, Pipe::S, "tensor", kQueueRules, RESOURCE("TQue/EnQue") },
    { Api::DeQue, "TQue::DeQue", OpClass::QueueEvent, Pipe::S, "tensor", "deque-empty-queue", RESOURCE("TQue/DeQue") },
    { Api::FreeTensor, "TQue::FreeTensor", OpClass::QueueEvent, Pipe::S, "tensor", "double-free,enqueue-wrong-tensor",
        RESOURCE("TQue/FreeTensor") },
    { Api::DeclareTensor, "LocalTensor", OpClass::TensorDeclare, Pipe::S, "tensor", "ub-capacity-2201",
        HAWK_PAGE("数据结构/LocalTensor/LocalTensor构造函数") },
    { Api::AllocEventID, "TPipe::AllocEventID", OpClass::ScalarWork, Pipe::S, "", "event-id-exhaustion",
        RESOURCE("TPipe/AllocEventID") },
    { Api::ReleaseEventID, "TPipe::ReleaseEventID", OpClass::ScalarWork, Pipe::S, "", "event-id-exhaustion",
        RESOURCE("TPipe/ReleaseEventID") },
    { Api::FetchEventID, "TPipe::FetchEventID", OpClass::ScalarWork, Pipe::S, "", "event-id-exhaustion",
        RESOURCE("TPipe/FetchEventID") },
    { Api::SetAtomicAdd, "SetAtomicAdd", OpClass::ScalarWork, Pipe::S, "", "atomic-mode-not-cleared",
        ATOMIC("SetAtomicAdd"), 2 },
    { Api::SetAtomicMax, "SetAtomicMax", OpClass::ScalarWork, Pipe::S, "", "atomic-mode-not-cleared",
        ATOMIC("SetAtomicMax(ISASI)"), 2 },
    { Api::SetAtomicMin, "SetAtomicMin", OpClass::ScalarWork, Pipe::S, "", "atomic-mode-not-cleared",
        ATOMIC("SetAtomicMin(ISASI)"), 2 },
    { Api::SetAtomicNone, "SetAtomicNone", OpClass::ScalarWork, Pipe::S, "", "", ATOMIC("DisableDmaAtomic"), 2 },
    { Api::DumpTensor, "DumpTensor", OpClass::ScalarWork, Pipe::S, "tensor", "printf-and-debug-code",
        HAWK_PAGE("数据结构/LocalTensor/Print") },
    { Api::Print, "printf", OpClass::ScalarWork, Pipe::S, "", "printf-and-debug-code", HAWK_PAGE("工具接口/工具接口") },
    { Api::Assert, "ASSERT", OpClass::ScalarWork, Pipe::S, "", "printf-and-debug-code", HAWK_PAGE("工具接口/工具接口") },
    { Api::KernelBegin, "kernel begin", OpClass::KernelBegin, Pipe::S, "", "", HAWK_PAGE("基础API") },
    { Api::KernelEnd, "kernel end", OpClass::KernelEnd, Pipe::S, "", "setflag-waitflag-pairing", HAWK_PAGE("基础API") },
    { Api::InitSocState, "InitSocState", OpClass::ScalarWork, Pipe::S, "", "mask-state-leak",
        HAWK_PAGE("工具接口/系统初始化/InitSocState") },
    { Api::SetDeqScale, "SetDeqScale", OpClass::ScalarWork, Pipe::S, "", "cast-int32-half-deqscale",
        HAWK_PAGE("Memory矢量计算/类型转换辅助配置接口/SetDeqScale") },
};

} // namespace

std::span<const RowEntry> basicRows() { return kRows; }

} // namespace hawk::emulator
