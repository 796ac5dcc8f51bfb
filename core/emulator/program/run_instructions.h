#pragma once

#include "emulator/program/sample_program.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// One build-and-run sequence of a README's command block, variables still in place.
struct RunWay {
    std::map<std::string, std::string> shell; ///< NAME=VALUE lines
    std::vector<std::pair<std::string, std::string>> cmake; ///< -DNAME=VALUE
    std::vector<std::vector<std::string>> commands; ///< python3 and ./program lines, first word kept
    std::filesystem::path runFolder = "build";
    std::string program; ///< "./demo" -> "demo"
};

struct RunInstructions {
    std::vector<RunWay> ways;
    std::map<std::string, std::vector<std::string>> options; ///< values of a build variable, from the README's tables
    std::vector<std::string> products; ///< product names of the support table
    std::vector<std::string> expected; ///< lines of the expected result that speak of success
};

RunInstructions readRunInstructions(std::string_view readme);

/// ${NAME} and $NAME replaced.
std::string expandShell(const std::string& word, const std::map<std::string, std::string>& variables);

} // namespace hawk::emulator
