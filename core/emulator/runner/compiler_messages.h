#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

struct SourcePlace {
    std::string file;
    int line = 0; ///< 1-based; 0 unknown
    int column = 0; ///< 1-based, in columns of a display with tab stops every 8; 0 unknown
};

/// One error or warning of g++ with everything it said about it.
struct CompilerMessage {
    struct Note {
        SourcePlace place;
        std::string text;
    };
    bool warning = false;
    bool fatal = false; ///< "fatal error": nothing was read after it
    SourcePlace place; ///< where the compiler stood; no file for linker messages
    std::vector<SourcePlace> chain; ///< instantiations that led there, innermost first
    std::string instantiation; ///< "void AscendC::Adds(...) [with T = _Float16; ...]" of the innermost, or ""
    std::string text;
    std::vector<Note> notes;
};

/// Reads g++'s classic text (LC_ALL=C, no colour, no caret lines needed), in its order.
std::vector<CompilerMessage> readCompilerMessages(std::string_view text);

} // namespace hawk::emulator
