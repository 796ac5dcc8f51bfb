#pragma once

#include "base/json.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>

namespace hawk::emulator {

/// What passes between a program's host code and the device, in order, for whoever has to know that the host code only hands
/// on (the judge of a candidate). A record is a line of JSON, a line break, and as many bytes of contents as its "contents"
/// says; program/handover.h reads them. Buffers are numbered by allocation, so that two runs of a program say the same
/// wherever their memory lies.
class HandoverLog {
public:
    HandoverLog() = default;
    ~HandoverLog();
    HandoverLog(const HandoverLog&) = delete;
    HandoverLog& operator=(const HandoverLog&) = delete;
    bool open(const std::filesystem::path& file);
    bool isOpen() const { return m_file != nullptr; }
    /// Does nothing while no file is open. `contents` may be null when `bytes` is 0.
    void write(Json record, const void* contents = nullptr, std::uint64_t bytes = 0);
    /// Everything is in the file; false when some of it could not be written.
    bool flush();

private:
    std::FILE* m_file = nullptr;
    bool m_failed = false;
};

} // namespace hawk::emulator
