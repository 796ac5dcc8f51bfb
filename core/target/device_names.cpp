#include "target/device_names.h"

#include "base/files.h"
#include "emulator/runner/diagnostics.h"
#include "emulator/runner/toolchain.h"

namespace hawk::target {
namespace fs = std::filesystem;
namespace {

DeviceNames readNames()
{
    DeviceNames all;
    const fs::path folder = emulator::deviceHeaderDir();
    std::error_code ec;
    for (fs::recursive_directory_iterator it(folder, ec), end; it != end && !ec; it.increment(ec)) {
        if (!it->is_regular_file(ec))
            continue;
        all.headers.insert(it->path().lexically_relative(folder).generic_string());
        if (const auto text = readFile(it->path()))
            for (std::string& name : emulator::identifiersIn(*text))
                all.identifiers.insert(std::move(name));
    }
    return all;
}

ApiVocabulary readVocabulary()
{
    ApiVocabulary all;
    if (auto api = emulator::ApiCatalog::load(emulator::deviceHeaderDir()))
        all.api = *std::move(api);
    if (auto corrections = emulator::Corrections::loadDefault())
        all.corrections = *std::move(corrections);
    all.names = { deviceNames().identifiers.begin(), deviceNames().identifiers.end() };
    return all;
}

} // namespace

const ApiVocabulary& apiVocabulary()
{
    static const ApiVocabulary vocabulary = readVocabulary();
    return vocabulary;
}

const DeviceNames& deviceNames()
{
    static const DeviceNames names = readNames();
    return names;
}

} // namespace hawk::target
