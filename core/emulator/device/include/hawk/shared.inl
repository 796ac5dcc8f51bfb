/// The bodies of everything HAWK_SHARED: what fills the records of the interface. Included by kernel_operator.h, or compiled
/// once for many kernels (shared.cpp).
namespace AscendC::hawkdetail {

/// The tensor that the machine answers with.
HAWK_SHARED LocalPart partOf(const hawkabi::Call& call)
{
    hawkabi::Operand out;
    hawk_tensor(&call, &out);
    return { static_cast<uint32_t>(out.address), static_cast<uint32_t>(out.bytes), out.handle, static_cast<TPosition>(out.position) };
}
HAWK_SHARED hawkabi::Operand localOperand(const LocalPart& part, hawkabi::Type type, uint32_t blockStride, uint32_t repeatStride)
{
    hawkabi::Operand operand;
    operand.address = part.address;
    operand.bytes = part.bytes;
    operand.handle = part.handle;
    operand.space = spaceOf(part.position);
    operand.type = type;
    operand.position = static_cast<uint8_t>(part.position);
    operand.blockStride = blockStride;
    operand.repeatStride = repeatStride;
    return operand;
}
HAWK_SHARED hawkabi::Operand globalOperand(uint64_t address, uint64_t bytes, hawkabi::Type type)
{
    hawkabi::Operand operand;
    operand.address = address;
    operand.bytes = bytes;
    operand.space = hawkabi::Space::Gm;
    operand.type = type;
    return operand;
}
HAWK_SHARED const ShapeInfo* keptShape(const ShapeInfo& info)
{
    ShapeInfo bare;
    __builtin_memset(static_cast<void*>(&bare), 0, sizeof bare); // the gaps too: equal shapes are kept once
    bare.shapeDim = info.shapeDim;
    bare.originalShapeDim = info.originalShapeDim;
    bare.dataFormat = info.dataFormat;
    for (int32_t i = 0; i < K_MAX_DIM; ++i) {
        bare.shape[i] = info.shape[i];
        bare.originalShape[i] = info.originalShape[i];
    }
    return static_cast<const ShapeInfo*>(hawk_keep(&bare, sizeof bare));
}
HAWK_SHARED LocalPart declaredPart(TPosition position, uint32_t address, uint64_t bytes, const hawkabi::Site& site)
{
    hawkabi::Call call(hawkabi::Api::DeclareTensor, site);
    call.mode = static_cast<uint32_t>(position);
    call.params[0] = address;
    call.params[1] = static_cast<int64_t>(bytes);
    call.params[2] = static_cast<int64_t>(spaceOf(position));
    return partOf(call);
}
HAWK_SHARED uint64_t control(hawkabi::Api api, const hawkabi::Site& site, int64_t a, int64_t b, int64_t c,
    int64_t d, int64_t e, int64_t f)
{
    hawkabi::Call call(api, site);
    call.params[0] = a;
    call.params[1] = b;
    call.params[2] = c;
    call.params[3] = d;
    call.params[4] = e;
    call.params[5] = f;
    return hawk_control(&call);
}
HAWK_SHARED LocalPart tensor(hawkabi::Api api, const hawkabi::Site& site, int64_t a, int64_t b, int64_t c)
{
    hawkabi::Call call(api, site);
    call.params[0] = a;
    call.params[1] = b;
    call.params[2] = c;
    return partOf(call);
}
HAWK_SHARED uint64_t give(hawkabi::Api api, const hawkabi::Site& site, int64_t queue, const LocalPart& tensor, hawkabi::Type type,
    int64_t pipes)
{
    hawkabi::Call call(api, site);
    call.params[0] = queue;
    call.params[1] = pipes;
    call.operandCount = 1;
    call.operands[0] = localOperand(tensor, type, 1, 8);
    return hawk_control(&call);
}
HAWK_SHARED void vector(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src0, const hawkabi::Operand& src1, uint32_t mode)
{
    hawkabi::Call call(api, site);
    fill(call, s);
    call.mode = mode;
    call.operandCount = 3;
    call.operands[0] = dst;
    call.operands[1] = src0;
    call.operands[2] = src1;
    hawk_vector(&call);
}
HAWK_SHARED void vector(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, uint32_t mode)
{
    hawkabi::Call call(api, site);
    fill(call, s);
    call.mode = mode;
    call.operandCount = 2;
    call.operands[0] = dst;
    call.operands[1] = src;
    hawk_vector(&call);
}
HAWK_SHARED void vectorScalar(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand* src, hawkabi::Type scalarType, uint64_t scalar, uint32_t mode)
{
    hawkabi::Call call(api, site);
    fill(call, s);
    call.mode = mode;
    call.scalarType = scalarType;
    call.scalar = scalar;
    call.operands[0] = dst;
    call.operandCount = 1;
    if (src != nullptr) {
        call.operandCount = 2;
        call.operands[1] = *src;
    }
    hawk_vector(&call);
}
HAWK_SHARED void counted(Api api, int64_t count, bool setMask, const hawkabi::Site& site, hawkabi::Type type, const LocalPart& dst,
    const LocalPart& src0, const LocalPart& src1)
{
    vector(api, countOf(count, setMask), site, localOperand(dst, type, 1, 8), localOperand(src0, type, 1, 8),
        localOperand(src1, type, 1, 8));
}
HAWK_SHARED void counted(
    Api api, int64_t count, bool setMask, const hawkabi::Site& site, hawkabi::Type type, const LocalPart& dst, const LocalPart& src)
{
    vector(api, countOf(count, setMask), site, localOperand(dst, type, 1, 8), localOperand(src, type, 1, 8));
}
HAWK_SHARED void countedScalar(Api api, int64_t count, bool setMask, const hawkabi::Site& site, hawkabi::Type type,
    const LocalPart& dst, const LocalPart& src, uint64_t scalar)
{
    const hawkabi::Operand from = localOperand(src, type, 1, 8);
    vectorScalar(api, countOf(count, setMask), site, localOperand(dst, type, 1, 8), &from, type, scalar);
}
HAWK_SHARED void oneOperand(Api api, const hawkabi::Site& site, const hawkabi::Operand& operand, uint32_t mode)
{
    hawkabi::Call call(api, site);
    call.mode = mode;
    call.operandCount = 1;
    call.operands[0] = operand;
    hawk_vector(&call);
}
HAWK_SHARED void copy(hawkabi::Api api, CopyUnit unit, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, uint64_t count, int64_t blockCount, int64_t blockLen, int64_t srcStride, int64_t dstStride,
    bool isPad, int64_t left, int64_t right, uint64_t padding)
{
    hawkabi::Call call(api, site);
    call.mode = static_cast<uint32_t>(unit) | (isPad ? 16U : 0U);
    call.count = count;
    call.params[0] = blockCount;
    call.params[1] = blockLen;
    call.params[2] = srcStride;
    call.params[3] = dstStride;
    call.params[4] = left;
    call.params[5] = right;
    call.scalar = padding;
    call.operandCount = 2;
    call.operands[0] = dst;
    call.operands[1] = src;
    hawk_copy(&call);
}
HAWK_SHARED void countedCopy(const hawkabi::Site& site, const hawkabi::Operand& dst, const hawkabi::Operand& src, uint64_t count)
{
    copy(hawkabi::Api::DataCopy, CopyUnit::Count, site, dst, src, count, 1, 0, 0, 0);
}
HAWK_SHARED void select(const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst, const hawkabi::Operand& mask,
    const hawkabi::Operand& src0, const hawkabi::Operand* src1, uint64_t scalar, hawkabi::Type scalarType, SELMODE mode)
{
    hawkabi::Call call(Api::Select, site);
    fill(call, s);
    call.mode = static_cast<uint32_t>(mode);
    call.scalar = scalar;
    call.scalarType = scalarType;
    call.operandCount = src1 != nullptr ? 4 : 3;
    call.operands[0] = dst;
    call.operands[1] = mask;
    call.operands[2] = src0;
    if (src1 != nullptr)
        call.operands[3] = *src1;
    hawk_vector(&call);
}
HAWK_SHARED void selectByRegister(const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand* mask, const hawkabi::Operand& src0, const hawkabi::Operand* src1, SELMODE mode)
{
    hawkabi::Call call(Api::SelectRegister, site);
    fill(call, s);
    call.mode = static_cast<uint32_t>(mode);
    call.operandCount = 3;
    call.operands[0] = dst;
    call.operands[1] = src0;
    call.operands[2] = mask != nullptr ? *mask : *src1;
    hawk_vector(&call);
}
HAWK_SHARED void reduce(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, const hawkabi::Operand* work, int64_t dstRepStride, uint32_t mode)
{
    hawkabi::Call call(api, site);
    fill(call, s);
    call.mode = mode;
    call.params[0] = dstRepStride;
    call.operandCount = work != nullptr ? 3 : 2;
    call.operands[0] = dst;
    call.operands[1] = src;
    if (work != nullptr)
        call.operands[2] = *work;
    hawk_vector(&call);
}
HAWK_SHARED int32_t initQueue(uint32_t pool, const void* que, TPosition src, TPosition dst, int32_t depth, uint32_t num,
    uint32_t len, const hawkabi::Site& site)
{
    hawkabi::Call call(hawkabi::Api::InitBufferQueue, site);
    call.mode = pool;
    call.params[0] = reinterpret_cast<int64_t>(que);
    call.params[1] = static_cast<int64_t>(src) * 32 + static_cast<int64_t>(dst);
    call.params[2] = depth;
    call.params[3] = num;
    call.params[4] = len;
    return static_cast<int32_t>(hawk_control(&call));
}
HAWK_SHARED int32_t initBuffer(uint32_t pool, const void* buf, TPosition position, uint32_t len, const hawkabi::Site& site)
{
    hawkabi::Call call(hawkabi::Api::InitBufferTBuf, site);
    call.mode = pool;
    call.params[0] = reinterpret_cast<int64_t>(buf);
    call.params[1] = static_cast<int64_t>(position);
    call.params[2] = len;
    return static_cast<int32_t>(hawk_control(&call));
}
HAWK_SHARED Library::Library(hawkabi::Api api, const hawkabi::Site& site)
    : m_call(api, site)
{
}
HAWK_SHARED Library& Library::add(const hawkabi::Operand& operand, hawkabi::Role role, uint64_t elements)
{
    const uint32_t i = m_call.operandCount++;
    m_call.operands[i] = operand;
    m_call.roles[i] = role;
    m_call.elements[i] = elements;
    return *this;
}

} // namespace AscendC::hawkdetail
