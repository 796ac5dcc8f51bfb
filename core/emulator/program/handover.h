#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace hawk::emulator {

/// One thing that passed between a program's host code and the device (acl/handover_log.h writes it).
struct Handover {
    Json what; ///< {"event": "upload", "buffer": 2, "at": 0, ...}; the same in every run that hands over the same
    std::uint64_t begin = 0; ///< of its contents in the file
    std::uint64_t bytes = 0;
    bool is(std::string_view event) const { return what.value("event", "") == event; }
};

/// The records of a run, in order. Events: "allocate" {bytes}, "shared" {bytes}, "upload" and "download" {buffer, at} with
/// contents, "fill" {buffer, at, bytes, value}, "move" {buffer, at, from, fromAt, bytes}, "launch" {kernel, blocks, arguments},
/// and at last "end". Contents are offsets into `file`, which the caller maps. `complete` is false for a log without its end.
struct HandoverRecords {
    std::vector<Handover> events;
    bool complete = false;
};
/// InvalidInput for a file that is no such log.
Result<HandoverRecords> readHandovers(std::span<const std::byte> file);

} // namespace hawk::emulator
