#pragma once

#include "hawk/tensor.h"

/// TPipe, queues and buffers. The state lives in the machine; objects here only hold a number.
namespace AscendC {

namespace hawkdetail {
HAWK_SHARED uint64_t control(hawkabi::Api api, const hawkabi::Site& site, int64_t a = 0, int64_t b = 0, int64_t c = 0,
    int64_t d = 0, int64_t e = 0, int64_t f = 0);
/// A queue's or TBuf's tensor, and one given back to a queue.
HAWK_SHARED LocalPart tensor(hawkabi::Api api, const hawkabi::Site& site, int64_t a, int64_t b = 0, int64_t c = 0);
HAWK_SHARED uint64_t give(hawkabi::Api api, const hawkabi::Site& site, int64_t queue, const LocalPart& tensor, hawkabi::Type type,
    int64_t pipes);
} // namespace hawkdetail

class TPipe;
template <TPosition position, uint32_t bufIDSize>
class TBufPool;
/// Names a block of a pool of the author's own (EXTERN_IMPL_BUFPOOL).
using TBufHandle = uint8_t*;

namespace hawkdetail {
/// A queue or TBuf whose blocks the author's pool places one by one; `positions` -1 for a TBuf.
inline int32_t startBlocks(const void* object, int64_t positions, int32_t depth, uint32_t num, uint32_t len, const hawkabi::Site& site)
{
    return static_cast<int32_t>(control(hawkabi::Api::InitStartBufHandle, site, reinterpret_cast<int64_t>(object), positions, depth,
        num, len));
}
template <class Pool>
inline void placeBlock(const Pool* pool, int32_t owner, bool isQueue, uint32_t index, uint32_t address, uint32_t len,
    const hawkabi::Site& site)
{
    control(hawkabi::Api::InitBufHandle, site, owner, isQueue ? 1 : 0, index, address, len, pool->hawkPool.hawkId());
}
} // namespace hawkdetail

/// Options of a queue, given by address as TQue's third argument.
struct TQueConfig {
    bool nd2nz = false;
    bool nz2nd = false;
    bool scmBlockGroup = false;
    uint32_t bufferLen = 0;
    uint32_t bufferNumber = 0;
    uint32_t consumerSize = 0;
    TPosition consumer[8] = {};
    bool enableStaticEvtId = false;
    bool enableLoopQueue = false;
};
__aicore__ constexpr TQueConfig GetTQueConfig(bool nd2nzIn, bool nz2ndIn, bool scmBlockGroupIn, uint32_t bufferLenIn,
    uint32_t bufferNumberIn, uint32_t consumerSizeIn, const TPosition (&consumerIn)[8], bool enableStaticEvtIdIn = false,
    bool enableLoopQueueIn = false)
{
    TQueConfig config;
    config.nd2nz = nd2nzIn;
    config.nz2nd = nz2ndIn;
    config.scmBlockGroup = scmBlockGroupIn;
    config.bufferLen = bufferLenIn;
    config.bufferNumber = bufferNumberIn;
    config.consumerSize = consumerSizeIn;
    for (int32_t i = 0; i < 8; ++i)
        config.consumer[i] = consumerIn[i];
    config.enableStaticEvtId = enableStaticEvtIdIn;
    config.enableLoopQueue = enableLoopQueueIn;
    return config;
}

/// Memory moves from `src` to `dst`: TQue<VECIN> is bound GM->VECIN, TQue<VECOUT> is bound VECOUT->GM.
template <TPosition src, TPosition dst, int32_t depth = 1, auto mask = 0>
class TQueBind {
public:
    static constexpr TPosition srcPosition = src;
    static constexpr TPosition dstPosition = dst;
    static constexpr TPosition bufferPosition = src == TPosition::GM ? dst : src;
    static_assert(spaceOf(bufferPosition) == hawkabi::Space::Ub,
        "queues in cube memories (A1, B1, A2, B2, CO1, ...) are not emulated; vector kernels use VECIN, VECOUT, VECCALC");

    template <class T>
    LocalTensor<T> AllocTensor(HAWK_SITE)
    {
        static_assert(depth != 0, "a queue of depth 0 hands tensors out in place: AllocTensor<T>(tensor) "
                                  "[inplace-queue-depth-zero]");
        return LocalTensor<T>(hawkdetail::tensor(hawkabi::Api::AllocTensor, site, m_id, 0));
    }
    template <class T>
    void AllocTensor(LocalTensor<T>& tensor, HAWK_SITE)
    {
        static_assert(depth == 0, "AllocTensor(tensor) needs a queue of depth 0 [inplace-queue-depth-zero]");
        tensor = LocalTensor<T>(hawkdetail::tensor(hawkabi::Api::AllocTensor, site, m_id, 0));
    }
    template <class T>
    bool EnQue(const LocalTensor<T>& tensor, HAWK_SITE)
    {
        return hawkdetail::give(hawkabi::Api::EnQue, site, m_id, tensor.hawkPart(), hawkabi::TypeOf<T>::value, 0) != 0;
    }
    template <TPosition from, TPosition to, class T>
    bool EnQue(const LocalTensor<T>& tensor, HAWK_SITE)
    {
        return hawkdetail::give(hawkabi::Api::EnQue, site, m_id, tensor.hawkPart(), hawkabi::TypeOf<T>::value, userPositions(from, to)) != 0;
    }
    template <class T>
    LocalTensor<T> DeQue(HAWK_SITE)
    {
        static_assert(depth != 0, "a queue of depth 0 hands tensors out in place: DeQue<T>(tensor) "
                                  "[inplace-queue-depth-zero]");
        return LocalTensor<T>(hawkdetail::tensor(hawkabi::Api::DeQue, site, m_id, 0));
    }
    template <class T>
    void DeQue(LocalTensor<T>& tensor, HAWK_SITE)
    {
        static_assert(depth == 0, "DeQue(tensor) needs a queue of depth 0 [inplace-queue-depth-zero]");
        tensor = LocalTensor<T>(hawkdetail::tensor(hawkabi::Api::DeQue, site, m_id, 0));
    }
    /// Takes the tensor out without naming its type.
    void DeQue(HAWK_SITE) { hawkdetail::tensor(hawkabi::Api::DeQue, site, m_id, 0); }
    template <TPosition from, TPosition to, class T>
    LocalTensor<T> DeQue(HAWK_SITE)
    {
        return LocalTensor<T>(hawkdetail::tensor(hawkabi::Api::DeQue, site, m_id, userPositions(from, to)));
    }
    template <class T>
    void FreeTensor(const LocalTensor<T>& tensor, HAWK_SITE)
    {
        hawkdetail::give(hawkabi::Api::FreeTensor, site, m_id, tensor.hawkPart(), hawkabi::TypeOf<T>::value, 0);
    }
    bool HasTensorInQue() const { return GetTensorCountInQue() != 0; }
    bool HasIdleBuffer() const { return query(1) != 0; }
    bool VacantInQue() const { return query(2) != 0; }
    int32_t GetTensorCountInQue() const { return static_cast<int32_t>(query(0)); }
    void FreeAllEvent() { }
    /// For a pool of the author's own: how many blocks there will be.
    void InitStartBufHandle(TBufHandle, uint8_t num, uint32_t len, HAWK_SITE)
    {
        m_id = hawkdetail::startBlocks(this, static_cast<int64_t>(src) * 32 + static_cast<int64_t>(dst), depth, num, len, site);
    }
    /// Where block `index` is, in bytes of UB.
    template <class Pool>
    void InitBufHandle(Pool* bufPool, uint32_t index, TBufHandle, uint32_t curPoolAddr, uint32_t len, HAWK_SITE)
    {
        hawkdetail::placeBlock(bufPool, m_id, true, index, curPoolAddr, len, site);
    }

private:
    friend class TPipe;
    template <TPosition, uint32_t>
    friend class TBufPool;
    static constexpr int64_t userPositions(TPosition from, TPosition to)
    {
        return 1 + static_cast<int64_t>(from) * 32 + static_cast<int64_t>(to);
    }
    uint64_t query(int64_t what) const
    {
        return hawkdetail::control(hawkabi::Api::InitBufferQueue, hawkabi::Site("", 0), m_id, what, 0, 0, 0, 1);
    }
    int32_t m_id = -1;
};

namespace hawkdetail {
constexpr TPosition queSource(TPosition p) { return p == TPosition::VECIN || p == TPosition::A1 || p == TPosition::B1 ? TPosition::GM : p; }
constexpr TPosition queTarget(TPosition p) { return p == TPosition::VECOUT || p == TPosition::CO2 ? TPosition::GM : p; }
} // namespace hawkdetail

template <TPosition position, int32_t depth = 1, auto mask = 0>
class TQue : public TQueBind<hawkdetail::queSource(position), hawkdetail::queTarget(position), depth, mask> { };

template <TPosition position = TPosition::VECCALC>
class TBuf {
public:
    static constexpr TPosition bufferPosition = position;
    static_assert(spaceOf(position) == hawkabi::Space::Ub,
        "buffers in cube memories (A1, B1, A2, B2, CO1, ...) are not emulated; vector kernels use VECCALC");
    template <class T>
    LocalTensor<T> Get(HAWK_SITE)
    {
        return LocalTensor<T>(hawkdetail::tensor(hawkabi::Api::TBufGet, site, m_id, 0, -1));
    }
    template <class T>
    LocalTensor<T> Get(uint32_t len, HAWK_SITE)
    {
        return LocalTensor<T>(hawkdetail::tensor(
            hawkabi::Api::TBufGet, site, m_id, 0, static_cast<int64_t>(hawkabi::bytesOf<T>(len))));
    }
    template <class T>
    LocalTensor<T> GetWithOffset(uint32_t size, uint32_t bufOffset, HAWK_SITE)
    {
        return LocalTensor<T>(hawkdetail::tensor(
            hawkabi::Api::TBufGet, site, m_id, bufOffset, static_cast<int64_t>(hawkabi::bytesOf<T>(size))));
    }
    template <class T>
    LocalTensor<T> AllocTensor(HAWK_SITE)
    {
        return Get<T>(site);
    }
    template <class T>
    void FreeTensor(const LocalTensor<T>&)
    {
    }
    void InitStartBufHandle(TBufHandle, uint8_t num, uint32_t len, HAWK_SITE)
    {
        m_id = hawkdetail::startBlocks(this, -1, static_cast<int32_t>(position), num, len, site);
    }
    template <class Pool>
    void InitBufHandle(Pool* bufPool, uint32_t index, TBufHandle, uint32_t curPoolAddr, uint32_t len, HAWK_SITE)
    {
        hawkdetail::placeBlock(bufPool, m_id, false, index, curPoolAddr, len, site);
    }

private:
    friend class TPipe;
    template <TPosition, uint32_t>
    friend class TBufPool;
    int32_t m_id = -1;
};

namespace hawkdetail {
/// `num` blocks of `len` bytes, each rounded up to 32 B. pool: 0 for the pipe's own memory.
HAWK_SHARED int32_t initQueue(uint32_t pool, const void* que, TPosition src, TPosition dst, int32_t depth, uint32_t num,
    uint32_t len, const hawkabi::Site& site);
HAWK_SHARED int32_t initBuffer(uint32_t pool, const void* buf, TPosition position, uint32_t len, const hawkabi::Site& site);
} // namespace hawkdetail

/// A part of UB that hands out buffers by itself; two pools may share one part (TBufPool.md).
template <TPosition position, uint32_t bufIDSize = 4>
class TBufPool {
public:
    static_assert(bufIDSize <= 16, "TBufPool manages at most 16 buffers [tbufpool-rules]");
    template <TPosition src, TPosition dst, int32_t depth, auto mask>
    bool InitBuffer(TQueBind<src, dst, depth, mask>& que, uint32_t num, uint32_t len, HAWK_SITE)
    {
        que.m_id = hawkdetail::initQueue(m_id, &que, src, dst, depth, num, len, site);
        return true;
    }
    template <TPosition where>
    bool InitBuffer(TBuf<where>& buf, uint32_t len, HAWK_SITE)
    {
        buf.m_id = hawkdetail::initBuffer(m_id, &buf, where, len, site);
        return true;
    }
    template <TPosition where, uint32_t size>
    bool InitBufPool(TBufPool<where, size>& bufPool, uint32_t len, HAWK_SITE)
    {
        bufPool.take(len, m_id, 0, site);
        return true;
    }
    template <TPosition where, uint32_t size, TPosition other, uint32_t otherSize>
    bool InitBufPool(TBufPool<where, size>& bufPool, uint32_t len, TBufPool<other, otherSize>& shareBuf, HAWK_SITE)
    {
        bufPool.take(len, m_id, shareBuf.hawkId(), site);
        return true;
    }
    void Reset(HAWK_SITE) { hawkdetail::control(hawkabi::Api::BufPoolReset, site, m_id); }
    uint32_t hawkId() const { return m_id; }

private:
    friend class TPipe;
    template <TPosition, uint32_t>
    friend class TBufPool;
    void take(uint32_t len, uint32_t from, uint32_t shared, const hawkabi::Site& site)
    {
        m_id = static_cast<uint32_t>(hawkdetail::control(hawkabi::Api::InitBufPool, site, len, from, shared));
    }
    uint32_t m_id = 0;
};

namespace hawkdetail {
/// What EXTERN_IMPL_BUFPOOL keeps in the author's class: a part of UB and how much of it is given out.
template <TPosition position, uint32_t bufIDSize>
class CustomPool {
public:
    static_assert(spaceOf(position) == hawkabi::Space::Ub, "pools in cube memories are not emulated; vector kernels use VECCALC");
    void take(uint32_t len, uint32_t from, uint32_t shared, const hawkabi::Site& site)
    {
        const uint64_t made = control(hawkabi::Api::InitBufPool, site, len, from, shared);
        m_id = static_cast<uint32_t>(made);
        m_start = m_next = static_cast<uint32_t>(made >> 32U);
    }
    void reset(const hawkabi::Site& site)
    {
        control(hawkabi::Api::BufPoolReset, site, m_id);
        m_next = m_start;
        m_blocks = 0;
    }
    uint32_t hawkId() const { return m_id; }
    TBufHandle handle(uint8_t offset) { return m_handles + offset; }
    uint32_t next() const { return m_next; }
    void setNext(uint32_t address) { m_next = address; }
    uint8_t blocks() const { return m_blocks; }
    void setBlocks(uint8_t count) { m_blocks = count; }

private:
    uint32_t m_id = 0, m_start = 0, m_next = 0;
    uint8_t m_blocks = 0;
    uint8_t m_handles[bufIDSize] = {};
};
} // namespace hawkdetail

/// Makes the class it stands in a pool of the author's own, set up by TPipe::InitBufPool (page "EXTERN_IMPL_BUFPOOL").
#define EXTERN_IMPL_BUFPOOL(EXT_BUFPOOL, POSITION, BUFID_SIZE) \
public: \
    __aicore__ inline void Init() { hawkPool = {}; } \
    __aicore__ inline void Reset(HAWK_SITE) { hawkPool.reset(site); } \
    __aicore__ inline ::AscendC::TBufHandle GetBufHandle(uint8_t offset) { return hawkPool.handle(offset); } \
    __aicore__ inline void SetCurAddr(uint32_t curAddr) { hawkPool.setNext(curAddr); } \
    __aicore__ inline uint32_t GetCurAddr() { return hawkPool.next(); } \
    __aicore__ inline void SetCurBufSize(uint8_t curBufSize) { hawkPool.setBlocks(curBufSize); } \
    __aicore__ inline uint8_t GetCurBufSize() { return hawkPool.blocks(); } \
    ::AscendC::hawkdetail::CustomPool<POSITION, BUFID_SIZE> hawkPool

class TPipe {
public:
    explicit TPipe(HAWK_SITE) { Init(site); }
    TPipe(const TPipe&) = delete;
    /// What a pipe has handed out is the core's, so the other pipe's buffers are this one's too (hicann/ops-nn,
    /// ada_layer_norm_grad keeps a pipe of its own and assigns the entry's).
    TPipe& operator=(const TPipe&) { return *this; }
    ~TPipe() { Destroy(); }
    void Init(HAWK_SITE)
    {
        hawkdetail::control(hawkabi::Api::PipeInit, site, reinterpret_cast<int64_t>(this), m_alive ? 1 : 0);
        m_alive = true;
    }
    void Destroy(HAWK_SITE)
    {
        if (m_alive)
            hawkdetail::control(hawkabi::Api::PipeDestroy, site, reinterpret_cast<int64_t>(this));
        m_alive = false;
    }
    /// Without waiting for the pipes.
    void DestroyWithoutPipeAll(HAWK_SITE) { Destroy(site); }
    void Reset(HAWK_SITE) { hawkdetail::control(hawkabi::Api::PipeReset, site); }

    /// `num` blocks of `len` bytes, each rounded up to 32 B.
    template <TPosition src, TPosition dst, int32_t depth, auto mask>
    bool InitBuffer(TQueBind<src, dst, depth, mask>& que, uint32_t num, uint32_t len, HAWK_SITE)
    {
        que.m_id = hawkdetail::initQueue(0, &que, src, dst, depth, num, len, site);
        return true;
    }
    template <TPosition position>
    bool InitBuffer(TBuf<position>& buf, uint32_t len, HAWK_SITE)
    {
        buf.m_id = hawkdetail::initBuffer(0, &buf, position, len, site);
        return true;
    }
    template <TPosition position, uint32_t size>
    bool InitBufPool(TBufPool<position, size>& bufPool, uint32_t len, HAWK_SITE)
    {
        bufPool.take(len, 0, 0, site);
        return true;
    }
    template <TPosition position, uint32_t size, TPosition other, uint32_t otherSize>
    bool InitBufPool(TBufPool<position, size>& bufPool, uint32_t len, TBufPool<other, otherSize>& shareBuf, HAWK_SITE)
    {
        bufPool.take(len, 0, shareBuf.hawkId(), site);
        return true;
    }
    /// A pool of the author's own.
    template <class Pool>
    bool InitBufPool(Pool& bufPool, uint32_t len, HAWK_SITE)
    {
        bufPool.hawkPool.take(len, 0, 0, site);
        return true;
    }
    template <class Pool, class Other>
    bool InitBufPool(Pool& bufPool, uint32_t len, Other& shareBuf, HAWK_SITE)
    {
        bufPool.hawkPool.take(len, 0, shareBuf.hawkPool.hawkId(), site);
        return true;
    }

    template <HardEvent event>
    TEventID AllocEventID(HAWK_SITE)
    {
        return static_cast<TEventID>(
            hawkdetail::control(hawkabi::Api::AllocEventID, site, static_cast<int64_t>(event)));
    }
    template <HardEvent event>
    void ReleaseEventID(TEventID id, HAWK_SITE)
    {
        hawkdetail::control(hawkabi::Api::ReleaseEventID, site, static_cast<int64_t>(event), id);
    }
    TEventID FetchEventID(HardEvent event, HAWK_SITE)
    {
        return static_cast<TEventID>(
            hawkdetail::control(hawkabi::Api::FetchEventID, site, static_cast<int64_t>(event)));
    }
    template <HardEvent event>
    TEventID FetchEventID(HAWK_SITE)
    {
        return FetchEventID(event, site);
    }
    uint8_t* GetBaseAddr(int8_t = 0) const { return static_cast<uint8_t*>(hawk_local_pointer(2, 0)); }

private:
    bool m_alive = false;
};

/// Everything in UB behind the buffers; nothing is taken, so it must not be nested.
template <typename T, TPosition pos>
__aicore__ inline bool PopStackBuffer(LocalTensor<T>& popLocal, HAWK_SITE)
{
    popLocal = LocalTensor<T>(hawkdetail::tensor(hawkabi::Api::PopStackBuffer, site, static_cast<int64_t>(pos)));
    return popLocal.GetSize() != 0;
}

inline TPipe* GetTPipePtr() { return static_cast<TPipe*>(hawk_pipe_object()); }

/// Hands out UB linearly without queues or automatic order.
template <Hardware hardware = Hardware::UB>
class LocalMemAllocator {
public:
    static_assert(hardware == Hardware::UB, "only UB is emulated for vector kernels");
    template <TPosition position, class T, uint32_t tileSize>
    LocalTensor<T> Alloc(HAWK_SITE)
    {
        return take<T>(position, tileSize, site);
    }
    template <class T, uint32_t tileSize>
    LocalTensor<T> Alloc(HAWK_SITE)
    {
        return take<T>(TPosition::VECCALC, tileSize, site);
    }
    template <TPosition position, class T>
    LocalTensor<T> Alloc(uint32_t tileSize, HAWK_SITE)
    {
        return take<T>(position, tileSize, site);
    }
    template <class T>
    LocalTensor<T> Alloc(uint32_t tileSize, HAWK_SITE)
    {
        return take<T>(TPosition::VECCALC, tileSize, site);
    }
    uint32_t GetCurAddr() const { return m_next; }

private:
    template <class T>
    LocalTensor<T> take(TPosition position, uint32_t tileSize, const hawkabi::Site& site)
    {
        const LocalTensor<T> tensor(position, m_next, tileSize, site);
        m_next += (static_cast<uint32_t>(hawkabi::bytesOf<T>(tileSize)) + 31) / 32 * 32;
        return tensor;
    }
    uint32_t m_next = 0;
};

} // namespace AscendC

using AscendC::GetTPipePtr; // kernels call it unqualified
