#pragma once

#include <string>
#include <vector>

namespace hawk::target {

/// Identity of the programs that judge: file, size and times of change of the emulator's executables beside this one. A
/// candidate runs where it cannot reach them; that they are the same afterwards is evidence of it.
struct HarnessPrint {
    std::vector<std::string> files; ///< "hawk-emu-host 123456 <inode> <changed>"
    static HarnessPrint take();
    bool operator==(const HarnessPrint&) const = default;
};

} // namespace hawk::target
