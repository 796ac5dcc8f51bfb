#include "target/harness_print.h"

#include "base/files.h"

#include <sys/stat.h>

namespace hawk::target {

HarnessPrint HarnessPrint::take()
{
    HarnessPrint print;
    for (const char* name : { "hawk-emu-host", "hawk-emu-tiling" }) {
        struct stat info { };
        // The time of change is the kernel's own: no program can set it back.
        if (::stat((binaryDir() / name).c_str(), &info) == 0)
            print.files.push_back(std::string(name) + " " + std::to_string(info.st_size) + " " + std::to_string(info.st_ino) + " "
                + std::to_string(info.st_ctim.tv_sec) + "." + std::to_string(info.st_ctim.tv_nsec));
    }
    return print;
}

} // namespace hawk::target
