#pragma once

#include "emulator/isa/op.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hawk::emulator {

/// One block of memory of a queue, or a TBuf.
struct BufferBlock {
    enum class State : std::uint8_t { Free, Allocated, Enqueued, Dequeued };
    std::uint32_t offset = 0;
    std::uint32_t bytes = 0;
    std::int32_t queue = -1; ///< -1: a TBuf
    std::uint32_t number = 0; ///< within its queue
    State state = State::Free;
    std::uint32_t generation = 0; ///< counts hand-outs, so that a stale tensor is recognised
    // A set event that the next step waits for; token 0: none.
    std::uint32_t enqueToken = 0;
    std::uint32_t freeToken = 0;
    std::pair<Pipe, Pipe> enquePipes { Pipe::S, Pipe::S };
    std::pair<Pipe, Pipe> freePipes { Pipe::S, Pipe::S };
};

struct QueueState {
    std::uint8_t source = 0; ///< TPosition numbers
    std::uint8_t destination = 0;
    std::int32_t depth = 1;
    std::uint32_t bufferBytes = 0;
    std::vector<std::uint32_t> buffers; ///< indices into PipeState::buffers
    std::deque<std::uint32_t> fifo;
    std::size_t nextAlloc = 0; ///< buffers are handed out in turn
};

/// A part of UB that TPipe::InitBufPool set aside; pools hand out memory from their own.
struct BufferPool {
    std::uint32_t offset = 0;
    std::uint32_t bytes = 0;
    std::uint32_t next = 0; ///< first free byte
};

/// What TPipe manages on one core.
struct PipeState {
    void* object = nullptr; ///< the kernel's TPipe
    bool alive = false;
    std::uint32_t nextOffset = 0;
    std::uint32_t nextToken = 1;
    std::vector<BufferBlock> buffers;
    std::vector<QueueState> queues;
    std::vector<BufferPool> pools;
    std::map<std::uint8_t, std::uint8_t> eventIds; ///< HardEvent -> ids in use, one bit each
    /// Objects that were given memory, with the call's line: the same object at the same line means a loop.
    std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> initCalls;
};

} // namespace hawk::emulator
