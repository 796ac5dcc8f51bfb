#pragma once

#include "cli/arguments.h"
#include "cli/format.h"
#include "engine/session.h"

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hawk::cli {

/// Exit codes of the program.
inline constexpr int kDone = 0; ///< done and all correct
inline constexpr int kNotCorrect = 1; ///< done, but something is not correct
inline constexpr int kBadInput = 2; ///< bad usage or input
inline constexpr int kEnvironment = 3; ///< the machine lacks something
inline constexpr int kInterrupted = 130; ///< stopped by a signal before there was a result
int exitCodeOf(const Error& error);

/// Where a command writes and what it was asked for. Results go to `out`, everything else to `err`.
class Context {
public:
    Context(std::ostream& out, std::ostream& err, bool outIsTerminal, bool errIsTerminal);

    std::ostream& out;
    std::ostream& err;
    bool json = false;
    bool outColour = false;
    bool errColour = false;
    bool progress = false; ///< err is a terminal

    /// The one JSON document of the command.
    void print(const Json& document);
    /// A remark for people, on `err`.
    void note(std::string_view text);
};

struct Command {
    std::string name; ///< "spec list"
    std::string summary; ///< one line
    std::vector<PositionalSpec> positionals;
    std::vector<OptionSpec> options; ///< beside those every command has
    bool workspace = true; ///< takes --workspace
    Result<int> (*run)(Context&, const Arguments&) = nullptr;
    std::string details; ///< further lines of its help
};

// One function per file commands_*.cpp; command_table.cpp puts them together.
std::vector<Command> workspaceCommands(); ///< new, status, resume-independent views
std::vector<Command> specCommands();
std::vector<Command> judgeCommands();
std::vector<Command> emulateCommands();
std::vector<Command> runCommands();
std::vector<Command> candidateCommands();
std::vector<Command> knowledgeCommands();
std::vector<Command> modelCommands();
std::vector<Command> priceCommands();
std::vector<Command> promptCommands();
std::vector<Command> exchangeCommands();
std::vector<Command> chipCommands();
std::vector<Command> conformanceCommands();
std::vector<Command> emulatorCommands();
std::vector<Command> doctorCommands();
const std::vector<Command>& allCommands();

/// --workspace, else $HAWK_WORKSPACE, else the current folder when it is a workspace.
std::optional<std::filesystem::path> findWorkspace(const Arguments& arguments);
/// Like findWorkspace; NotFound with what to do when there is none.
Result<std::filesystem::path> requireWorkspace(const Arguments& arguments);
Result<std::unique_ptr<engine::Session>> openSession(const Arguments& arguments, store::OpenMode mode);

/// "12" -> candidate 12; InvalidInput otherwise.
Result<CandidateId> candidateArgument(const Arguments& arguments, std::size_t index);

/// The whole program after main: parses, dispatches, prints errors. Returns the exit code.
int runCli(const std::vector<std::string>& words, Context& context);

} // namespace hawk::cli
