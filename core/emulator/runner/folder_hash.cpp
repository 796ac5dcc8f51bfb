#include "emulator/runner/folder_hash.h"

#include "base/files.h"
#include "base/hash.h"

#include <algorithm>
#include <vector>

namespace hawk::emulator {
namespace fs = std::filesystem;

Result<std::string> hashFolder(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(folder, ec))
        if (entry.is_regular_file(ec))
            files.push_back(entry.path());
    std::ranges::sort(files);
    HashBuilder hash;
    for (const fs::path& file : files) {
        const auto text = readFile(file);
        if (!text)
            return text.error();
        hash.add(file.lexically_relative(folder).string()).add(*text);
    }
    return hash.hex();
}

} // namespace hawk::emulator
