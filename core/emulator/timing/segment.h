#pragma once

#include "emulator/isa/op.h"

#include <cstdint>

namespace hawk::emulator {

/// One busy interval of one pipe, for the timeline. Times in core cycles from kernel start.
struct Segment {
    std::uint16_t core = 0;
    Pipe pipe = Pipe::S;
    OpClass kind = OpClass::None;
    std::uint16_t api = 0;
    std::uint32_t line = 0;
    std::uint64_t seq = 0;
    double start = 0;
    double end = 0;
    double stall = 0; ///< cycles the op waited for its inputs although its pipe was free
    std::uint64_t bytes = 0;
};

} // namespace hawk::emulator
