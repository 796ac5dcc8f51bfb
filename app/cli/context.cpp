#include "cli/command.h"

#include "base/text.h"

#include <cstdlib>
#include <ostream>

namespace hawk::cli {
namespace {

constexpr std::string_view kWorkspaceFile
    = "workspace.db"; // what makes a folder a workspace (store/workspace.h)

bool isWorkspace(const std::filesystem::path& folder)
{
    std::error_code ignored;
    return std::filesystem::exists(folder / kWorkspaceFile, ignored);
}

std::string suggestedFolder()
{
    const char* data = std::getenv("XDG_DATA_HOME");
    return data != nullptr && *data != '\0' ? std::string(data) + "/hawk/default"
                                            : "~/.local/share/hawk/default";
}

bool colourWanted(bool terminal)
{
    const char* no = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return terminal && (no == nullptr || *no == '\0')
        && (term == nullptr || std::string_view(term) != "dumb");
}

} // namespace

int exitCodeOf(const Error& error)
{
    if (error.code == Errc::Environment)
        return kEnvironment;
    return error.code == Errc::Cancelled ? kInterrupted : kBadInput;
}

Context::Context(std::ostream& aOut, std::ostream& aErr, bool outIsTerminal, bool errIsTerminal)
    : out(aOut)
    , err(aErr)
    , outColour(colourWanted(outIsTerminal))
    , errColour(colourWanted(errIsTerminal))
    , progress(errIsTerminal)
{
}

void Context::print(const Json& document)
{
    out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void Context::note(std::string_view text) { err << text << '\n'; }

std::optional<std::filesystem::path> findWorkspace(const Arguments& arguments)
{
    if (const std::optional<std::string> given = arguments.value("workspace"))
        return std::filesystem::path(*given);
    if (const char* named = std::getenv("HAWK_WORKSPACE"); named != nullptr && *named != '\0')
        return std::filesystem::path(named);
    std::error_code failure;
    const std::filesystem::path here = std::filesystem::current_path(failure);
    if (!failure && isWorkspace(here))
        return here;
    return {};
}

Result<std::filesystem::path> requireWorkspace(const Arguments& arguments)
{
    std::optional<std::filesystem::path> folder = findWorkspace(arguments);
    if (!folder) {
        const std::string fallback = suggestedFolder();
        return Error { Errc::NotFound,
            "no workspace: neither --workspace nor HAWK_WORKSPACE is given, and the current folder is none",
            {}, "make one with `hawk new " + fallback + "`, then add `--workspace " + fallback + "`" };
    }
    return *std::move(folder);
}

Result<std::unique_ptr<engine::Session>> openSession(const Arguments& arguments, store::OpenMode mode)
{
    Result<std::filesystem::path> folder = requireWorkspace(arguments);
    if (!folder)
        return folder.error();
    return engine::Session::open(
        { .workspace = *std::move(folder), .mode = mode, .allowUnsafe = arguments.has("no-sandbox") });
}

Result<CandidateId> candidateArgument(const Arguments& arguments, std::size_t index)
{
    const Result<std::int64_t> number = parseInteger(arguments.positional(index), "CANDIDATE");
    if (!number)
        return number.error();
    return CandidateId { *number };
}

} // namespace hawk::cli
