#pragma once

#include <string>
#include <string_view>

namespace hawk::emulator {

struct RewrittenSource {
    std::string text;
    int launches = 0;
    std::string problem; ///< a launch that cannot be read, with its line; then `text` is the source as it was from there
};

/// Turns every `kernel<targs><<<blocks, l2, stream>>>(args)` into a call of hawkprogram::Launcher. The text keeps its
/// number of lines, and everything outside of launches keeps its line. `fileName` is what findings call the file.
RewrittenSource rewriteLaunches(std::string_view source, std::string_view fileName);

} // namespace hawk::emulator
