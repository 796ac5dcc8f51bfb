#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Reading C++ just far enough to find kernels, launches and a main. Private to program/.
namespace hawk::emulator {

/// The text with comments and the contents of string and character literals turned into blanks; every other character,
/// and every line break, keeps its place.
std::string blankNonCode(std::string_view source);

/// The code with what a preprocessor surely removes turned into blanks too: branches of #if that the given macros decide.
/// A condition with an unknown macro keeps its branches. `code` is blanked already.
std::string blankInactive(std::string_view code, const std::map<std::string, std::string>& macros);

int lineAt(std::string_view text, std::size_t at);

/// Positions of `word` as a whole identifier in blanked code.
std::vector<std::size_t> findWord(std::string_view code, std::string_view word);

bool definesMain(std::string_view code);
/// <<<, ACLRT_LAUNCH_KERNEL, aclrtlaunch_ or ICPU_RUN_KF.
bool launchesKernel(std::string_view code);
bool definesKernel(std::string_view code);
/// Names in ACLRT_LAUNCH_KERNEL(name) and aclrtlaunch_name.
std::vector<std::string> aclrtLaunchNames(std::string_view source);

/// Position of the bracket that closes the one at `open`, or npos. Code must be blanked.
std::size_t closingBracket(std::string_view code, std::size_t open);

/// Valid UTF-8 as it is; other text read as GB18030's and Latin-1's common ground: every byte beyond ASCII becomes '?',
/// which only touches comments and texts.
std::string asUtf8(std::string text);

} // namespace hawk::emulator
