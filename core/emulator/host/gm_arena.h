#pragma once

#include "base/result.h"
#include "emulator/launch.h"
#include "emulator/trace/trace_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hawk::emulator {

/// Global memory: buffers in one reserved range, each between guard bands filled with a canary and pages that fault.
/// Tensors keep the 512 B alignment that the device's allocator gives (catalogue: kernel-args-512b); their order and place
/// depend on the seed. Either made for one launch (create) or filled and emptied by a program (reserve, allocate,
/// release). One thread at a time.
class GmArena {
public:
    GmArena() = default;
    ~GmArena();
    GmArena(const GmArena&) = delete;
    GmArena& operator=(const GmArena&) = delete;

    /// How a kernel's store to an input is noticed. Pages: the pages of a large input cannot be written until openInput(), so
    /// that an input nobody stores to need not be read before and after the run; whoever asks for it handles the faults.
    enum class InputWatch : std::uint8_t { Digest, Pages };

    /// Lays out and fills the buffers of `launch`: inputs from their files, tiling from its bytes, the rest with `poison`.
    Status create(const Launch& launch, std::uint8_t poison, InputWatch watch = InputWatch::Digest);
    /// A store to `address` has faulted: lets the input around it be written, having noted what it holds. False when it is no
    /// watched input. For a signal handler.
    bool openInput(std::uintptr_t address) noexcept;

    /// Reserves address space for a program's allocations; nothing is touched.
    Status reserve(std::uint64_t bytes, std::uint64_t seed);
    /// A buffer for a program, filled with `poison`; null when the reserved range is used up or memory is short.
    /// Addresses are not given out again before the range has been used once, so that a freed pointer stays wrong.
    std::byte* allocate(std::string name, std::uint64_t bytes, std::uint8_t poison);
    /// False when `data` is no live buffer's start. Its pages fault from now on.
    bool release(const std::byte* data);
    /// Whether the processor may touch the buffers: only while a kernel runs or a copy is made. A program's host code
    /// that follows a device pointer then faults, as it would beside a real device.
    void setAccessible(bool accessible);
    /// Lets the processor touch one buffer at any time: memory that host and cores share.
    void setAlwaysAccessible(const std::byte* data);
    bool alwaysAccessible(const std::byte* data) const;
    /// How traces and messages call the live buffer that `address` points into; false when there is none.
    bool nameBuffer(std::uintptr_t address, const std::string& name);
    struct Range {
        std::string name;
        std::byte* data = nullptr;
        std::uint64_t bytes = 0;
        bool live = false;
    };
    /// The live buffer that `address` points into, else the freed one, else nothing.
    std::optional<Range> bufferAt(std::uintptr_t address) const;
    std::vector<Range> liveBuffers() const;
    bool contains(std::uintptr_t address) const
    {
        return address >= reinterpret_cast<std::uintptr_t>(m_base) && address < reinterpret_cast<std::uintptr_t>(m_base) + m_bytes;
    }
    /// Fills damaged guard bands anew, so that the next launch answers for itself only.
    void repairGuards();

    std::byte* base() const { return m_base; }
    /// What memory that nothing was stored to is filled with.
    std::byte fresh() const { return m_fresh; }
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
        bool live = true; ///< false: released by the program
        bool shared = false; ///< the processor may always touch it
        bool watched = false; ///< read-only: it holds what it held before the run
        std::uint64_t digest = 0; ///< of the contents before the run, unless watched
    };
    bool place(Slot& slot, std::uint64_t bytes);
    void listTensors();
    Status fill(const Argument& argument, Slot& slot, std::uint8_t poison);
    void beginWatch(Slot& slot, InputWatch watch);
    void describeList(const Launch& launch, const Argument& list, Slot& slot);

    std::byte m_fresh {};
    std::byte* m_base = nullptr;
    std::uint64_t m_bytes = 0;
    std::vector<Slot> m_slots; ///< one per launch argument, or per allocation of a program
    std::uint64_t m_used = 0; ///< of the reserved range
    std::uint64_t m_placement = 0; ///< seed of the places inside the range
    bool m_accessible = true;
    std::vector<TraceTensor> m_tensors;
};

} // namespace hawk::emulator
