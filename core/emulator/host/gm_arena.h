#pragma once

#include "base/result.h"
#include "emulator/launch.h"
#include "emulator/trace/trace_file.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hawk::emulator {

/// Global memory of one launch: every buffer of the launch in one reserved range, each between guard bands filled with a
/// canary and pages that fault. Tensors keep the 512 B alignment that the device's allocator gives
/// (catalogue: kernel-args-512b); their order and place depend on the seed. One thread.
class GmArena {
public:
    GmArena() = default;
    ~GmArena();
    GmArena(const GmArena&) = delete;
    GmArena& operator=(const GmArena&) = delete;

    /// Lays out and fills the buffers of `launch`: inputs from their files, tiling from its bytes, the rest with `poison`.
    Status create(const Launch& launch, std::uint8_t poison);

    std::byte* base() const { return m_base; }
    std::uint64_t bytes() const { return m_bytes; }
    /// Buffer of the i-th launch argument; null for scalars and absent tensors.
    std::byte* argument(std::size_t i) const { return m_slots[i].data; }
    /// Sorted by offset.
    const std::vector<TraceTensor>& tensors() const { return m_tensors; }
    /// Arguments whose contents exist before the kernel runs.
    std::vector<std::size_t> initialised() const;
    std::uint64_t argumentBytes(std::size_t i) const { return m_slots[i].bytes; }

    /// A guard band that no longer holds its canary.
    struct Damage {
        std::string tensor;
        bool before = false; ///< in front of the tensor, else behind it
        std::uint64_t distance = 0; ///< bytes between the tensor and the first damaged byte
    };
    std::vector<Damage> damages() const;
    bool inputsChanged() const;

    /// Where an address lies, in words: "17 B past the end of tensor y (4096 B)"; empty when far from this memory.
    std::string explain(std::uintptr_t address) const;

private:
    struct Slot {
        std::string name;
        std::byte* data = nullptr;
        std::uint64_t bytes = 0;
        std::byte* guardBegin = nullptr; ///< writable range around the data
        std::byte* guardEnd = nullptr;
        bool input = false;
        bool initialised = false;
        std::uint64_t digest = 0; ///< of the contents before the run
    };
    Status fill(const Argument& argument, Slot& slot, std::uint8_t poison);
    void describeList(const Launch& launch, const Argument& list, Slot& slot);

    std::byte* m_base = nullptr;
    std::uint64_t m_bytes = 0;
    std::vector<Slot> m_slots; ///< one per launch argument
    std::vector<TraceTensor> m_tensors;
};

} // namespace hawk::emulator
