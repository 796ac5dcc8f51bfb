#pragma once

#include "../trace/op_builder.h"

#include <vector>

/// Traces of well-known kernel shapes, as a correct kernel leaves them.
namespace hawk::emulator::test {

inline constexpr std::uint32_t kTile = 8192; // bytes
inline constexpr std::uint32_t kUbX = 0, kUbY = 2 * kTile, kUbZ = 4 * kTile; // two buffers each

/// z = x + y with TQue: `tiles` tiles, `buffers` 1 or 2 per queue. Every hand-over has its own token, as TQue
/// does.
inline std::vector<Op> queueKernel(std::uint32_t tiles, std::uint32_t buffers, std::uint64_t gmBase = 0)
{
    const std::uint64_t step = 1U << 20U;
    constexpr auto kQueue = SyncKind::Queue;
    std::vector<Op> ops;
    const auto token = [](std::uint32_t queue, std::uint32_t tile) { return 1000 * queue + tile; };
    const auto line = [&ops](Op op, std::uint32_t number) {
        op.line = number;
        ops.push_back(op);
    };
    for (std::uint32_t i = 0; i < tiles; ++i) {
        const std::uint64_t buffer = std::uint64_t { i % buffers } * kTile;
        const std::uint64_t gm = gmBase + std::uint64_t { i } * kTile;
        for (std::uint32_t input = 0; input < 2; ++input) {
            if (i >= buffers) // AllocTensor waits for the buffer's last FreeTensor
                line(waitOp(Pipe::V, Pipe::Mte2, token(input, i - buffers), kQueue), 20 + input);
            line(loadOp((input == 0 ? kUbX : kUbY) + buffer, input * step + gm, kTile), 22 + input);
            line(setOp(Pipe::Mte2, Pipe::V, token(10 + input, i), kQueue), 24 + input); // EnQue
        }
        for (std::uint32_t input = 0; input < 2; ++input)
            line(waitOp(Pipe::Mte2, Pipe::V, token(10 + input, i), kQueue), 30 + input); // DeQue
        if (i >= buffers)
            line(waitOp(Pipe::Mte3, Pipe::V, token(2, i - buffers), kQueue), 32);
        line(addOp(kUbZ + buffer, kUbX + buffer, kUbY + buffer, kTile), 33);
        line(setOp(Pipe::V, Pipe::Mte3, token(12, i), kQueue), 34);
        for (std::uint32_t input = 0; input < 2; ++input)
            line(setOp(Pipe::V, Pipe::Mte2, token(input, i), kQueue), 35 + input); // FreeTensor
        line(waitOp(Pipe::V, Pipe::Mte3, token(12, i), kQueue), 40);
        line(storeOp(2 * step + gm, kUbZ + buffer, kTile), 41);
        line(setOp(Pipe::Mte3, Pipe::V, token(2, i), kQueue), 42);
    }
    return ops;
}

/// The three tensors of these kernels. `z` is no output here, so that a test need not fill it.
inline std::vector<TraceTensor> queueTensors()
{
    constexpr std::uint64_t kBytes = 1U << 20U;
    return { { "x", 0, kBytes, DType::Float32, false }, { "y", kBytes, kBytes, DType::Float32, false },
        { "z", 2 * kBytes, kBytes, DType::Float32, false } };
}

/// One buffer each, manual flags, primed and drained reverse edges.
inline std::vector<Op> flagKernel(std::uint32_t tiles)
{
    const std::uint64_t step = 1U << 20U;
    std::vector<Op> ops { setOp(Pipe::V, Pipe::Mte2, 0), setOp(Pipe::Mte3, Pipe::V, 0) };
    for (std::uint32_t i = 0; i < tiles; ++i) {
        const std::uint64_t gm = std::uint64_t { i } * kTile;
        ops.push_back(waitOp(Pipe::V, Pipe::Mte2, 0));
        ops.push_back(loadOp(kUbX, gm, kTile));
        ops.push_back(loadOp(kUbY, step + gm, kTile));
        ops.push_back(setOp(Pipe::Mte2, Pipe::V, 0));
        ops.push_back(waitOp(Pipe::Mte2, Pipe::V, 0));
        ops.push_back(waitOp(Pipe::Mte3, Pipe::V, 0));
        ops.push_back(addOp(kUbZ, kUbX, kUbY, kTile));
        ops.push_back(setOp(Pipe::V, Pipe::Mte2, 0));
        ops.push_back(setOp(Pipe::V, Pipe::Mte3, 0));
        ops.push_back(waitOp(Pipe::V, Pipe::Mte3, 0));
        ops.push_back(storeOp(2 * step + gm, kUbZ, kTile));
        ops.push_back(setOp(Pipe::Mte3, Pipe::V, 0));
    }
    ops.push_back(waitOp(Pipe::V, Pipe::Mte2, 0));
    ops.push_back(waitOp(Pipe::Mte3, Pipe::V, 0));
    return ops;
}

} // namespace hawk::emulator::test
