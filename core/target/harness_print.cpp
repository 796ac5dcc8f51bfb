#include "target/harness_print.h"

#include "base/files.h"
#include "base/hash.h"

#include <algorithm>
#include <sys/stat.h>

namespace hawk::target {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> judgingFiles()
{
    std::vector<fs::path> files { binaryDir() / "hawk-emu-host", binaryDir() / "hawk-emu-tiling" };
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(resourceDir() / "python", ec))
        if (entry.path().extension() == ".py")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace

std::string Harness::contentsOf(const fs::path& file)
{
    struct stat info { };
    if (::stat(file.c_str(), &info) != 0)
        return "missing";
    const Identity identity { info.st_dev, info.st_ino, info.st_size, info.st_ctim.tv_sec, info.st_ctim.tv_nsec };
    const std::scoped_lock lock(m_mutex);
    if (const auto known = m_hashes.find(identity); known != m_hashes.end())
        return known->second;
    const auto data = readFile(file);
    return data ? m_hashes[identity] = sha256Hex(*data) : "unreadable";
}

HarnessPrint Harness::print(const std::vector<fs::path>& files)
{
    HarnessPrint print;
    for (const fs::path& file : files)
        print.files.push_back(file.filename().string() + " " + contentsOf(file));
    return print;
}

HarnessPrint Harness::print() { return print(judgingFiles()); }

} // namespace hawk::target
