#pragma once

#include "emulator/host/core_ops.h"
#include "hawk/library/temporary_sizes.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

/// One call of a high-level library function on its way through the machine.
namespace hawk::emulator {

/// The call's operands as numbers. Reading widens to float (or int64), writing rounds to the operand's type.
class LibraryJob {
public:
    LibraryJob(CoreState& owner, const hawkabi::LibraryCall& what)
        : core(owner)
        , call(what)
    {
    }
    DType type(std::size_t i) const { return dtypeOf(call.operands[i].type); }
    std::uint64_t elements(std::size_t i) const { return call.elements[i]; }
    std::byte* bytes(std::size_t i) const { return memoryOf(core, call.operands[i]); }
    std::int64_t param(std::size_t i) const { return call.params[i]; }
    float value(std::size_t i) const { return static_cast<float>(call.values[i]); }

    std::vector<float> floats(std::size_t i) const { return floats(i, call.elements[i]); }
    std::vector<float> floats(std::size_t i, std::uint64_t count) const;
    void store(std::size_t i, std::span<const float> values) const;
    std::vector<std::int64_t> integers(std::size_t i) const;
    void store(std::size_t i, std::span<const std::int64_t> values) const;

    CoreState& core;
    const hawkabi::LibraryCall& call;
};

/// A family of functions: `execute` computes, `temporary` says what the call needs at least and can use at most.
struct LibraryFunction {
    hawkabi::Api api;
    void (*execute)(LibraryJob& job);
    hawklib::TemporarySize (*temporary)(const hawkabi::LibraryCall& call);
    /// Rows and element count for timing; null: no rows, all elements of the first operand.
    void (*extent)(const hawkabi::LibraryCall& call, std::uint32_t& rows, std::uint64_t& elements) = nullptr;
    /// Source and destination may share memory (same start).
    bool inPlace = false;
};

std::span<const LibraryFunction> elementwiseLibrary(); ///< library_elementwise.cpp

inline constexpr std::size_t kLibraryFamilies = 1;
std::array<std::span<const LibraryFunction>, kLibraryFamilies> libraryFamilies();

hawklib::TemporarySize noTemporary(const hawkabi::LibraryCall& call);

} // namespace hawk::emulator
