#pragma once

#include "base/result.h"
#include "emulator/finding.h"
#include "emulator/trace/access_geometry.h"
#include "emulator/trace/op_list.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hawk::emulator {

/// Version of the record layout and of the API numbers in it; a reader refuses other versions.
std::uint32_t traceVersion();

/// A GM buffer of the launch, at its place in the arena.
struct TraceTensor {
    std::string name;
    std::uint64_t offset = 0; ///< in the GM arena
    std::uint64_t bytes = 0;
    DType dtype = DType::None;
    bool output = false;
};

/// What a kernel process leaves behind. Ops are per core in issue order. A truncated file (crash, kill) is
/// legal: `complete` is false and everything flushed before is here.
struct Trace {
    std::uint32_t blockDim = 0;
    std::string chip;
    std::vector<std::string> files; ///< interned source file names; Op::file indexes it
    std::vector<TraceTensor> tensors;
    std::vector<OpList> cores; ///< index = block
    std::vector<Interval> rawStores; ///< parts of the GM arena that a kernel changed through a pointer, without an operation
    bool complete = false;
    bool capped = false; ///< maxTraceOps reached
    std::uint64_t totalOps() const;
};

/// Appends records from inside the kernel process. One writer per process, used by one thread; buffered, flushed on KernelEnd,
/// on fatal findings and from the crash handler (flushing uses only write(2)).
class TraceWriter {
public:
    TraceWriter();
    ~TraceWriter();
    TraceWriter(const TraceWriter&) = delete;
    TraceWriter& operator=(const TraceWriter&) = delete;
    Status open(const std::filesystem::path& file, std::uint32_t blockDim, const std::string& chip,
        const std::vector<TraceTensor>& tensors, std::uint64_t maxOps);
    std::uint16_t internFile(const char* name);
    void append(const Op& op);
    void appendRawStores(const Interval& changed);
    bool capped() const;
    void flush() noexcept;
    void finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

Result<Trace> readTrace(const std::filesystem::path& file);

} // namespace hawk::emulator
