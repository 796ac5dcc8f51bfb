#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <tuple>
#include <vector>

namespace hawk::target {

/// What judges, by its contents: the emulator's programs beside this one and the reference worker's scripts. A candidate runs
/// where it cannot reach them; that they are the same afterwards is evidence of it.
struct HarnessPrint {
    std::vector<std::string> files; ///< "hawk-emu-host <hash>"; "hawk-emu-host missing"
    bool operator==(const HarnessPrint&) const = default;
};

/// Takes prints. A file is hashed again only when its time of change, size or place on the disk is another one: no program can
/// set that time back. Thread-safe.
class Harness {
public:
    HarnessPrint print();
    HarnessPrint print(const std::vector<std::filesystem::path>& files);

private:
    /// Device, number on it, size, and time of change in seconds and nanoseconds.
    using Identity = std::tuple<dev_t, ino_t, off_t, time_t, long>;
    std::string contentsOf(const std::filesystem::path& file);
    std::mutex m_mutex;
    std::map<Identity, std::string> m_hashes; ///< guarded by m_mutex
};

} // namespace hawk::target
