#include "target/candidate.h"

#include "base/files.h"
#include "emulator/program/sample_program.h"
#include "target/part_text.h"

#include <algorithm>
#include <set>
#include <vector>

namespace hawk::target {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostFiles = 64;
constexpr std::uint64_t kMostBytes = 4ULL << 20U;

/// Adds the code files below root/part to the project.
Status addFiles(const fs::path& root, const char* part, ProjectFiles& files)
{
    static const std::set<std::string> kCode { ".cpp", ".h", ".hpp", ".cc", ".inc", ".cce" };
    std::error_code ec;
    for (fs::recursive_directory_iterator it(root / part, ec), end; it != end && !ec; it.increment(ec)) {
        if (!it->is_regular_file(ec) || !kCode.contains(it->path().extension().string()))
            continue;
        auto text = readFile(it->path());
        if (!text)
            return text.error();
        if (files.size() >= kMostFiles || text->size() > kMostBytes)
            return Error { Errc::InvalidInput, "the project holds more than " + std::to_string(kMostFiles) + " files or one over 4 MiB",
                root.string(), "give the folder of one operator" };
        files[it->path().lexically_relative(root).generic_string()] = *std::move(text);
    }
    return {};
}

Result<Candidate> readProject(const fs::path& root)
{
    ProjectFiles files;
    for (const char* part : { "op_host", "op_kernel" })
        if (const Status added = addFiles(root, part, files); !added)
            return added.error();
    if (files.empty())
        return Error { Errc::InvalidInput, "op_host and op_kernel hold no source", root.string(), {} };
    return projectCandidate(files);
}

Result<Candidate> readKernel(const fs::path& source, const fs::path& plan)
{
    auto text = readFile(source);
    if (!text)
        return text.error();
    auto planText = readFile(plan);
    if (!planText) {
        Error error = planText.error();
        error.hint = "a kernel is judged with its launch plan: a JSON file of the same name beside it, launch.json in the same "
                     "folder, or --plan FILE; a program needs a main, an operator project op_host and op_kernel";
        return error;
    }
    return Candidate { .source = *std::move(text), .fileName = source.filename().string(), .launchPlan = *std::move(planText) };
}

/// The one source with a main in a folder.
Result<Candidate> readProgramFolder(const fs::path& folder)
{
    std::vector<fs::path> programs;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.is_regular_file(ec) && emulator::looksLikeProgram(entry.path()))
            programs.push_back(entry.path());
    if (programs.size() == 1)
        return readCandidate(programs.front());
    return Error { programs.empty() ? Errc::NotFound : Errc::InvalidInput,
        programs.empty() ? "no candidate in " + folder.string() : "several programs in " + folder.string(), {},
        programs.empty() ? "looked for op_host and op_kernel, kernel.cpp with launch.json, or one source with a main that launches a kernel"
                         : "name the file to judge" };
}

} // namespace

Result<Candidate> readCandidate(const fs::path& path, const fs::path& plan)
{
    std::error_code ec;
    if (fs::is_directory(path, ec)) {
        if (fs::is_directory(path / "op_host", ec) && fs::is_directory(path / "op_kernel", ec))
            return readProject(path);
        if (fs::exists(path / "kernel.cpp", ec))
            return readKernel(path / "kernel.cpp", plan.empty() ? path / "launch.json" : plan);
        return readProgramFolder(path);
    }
    auto text = readFile(path);
    if (!text)
        return text.error();
    if (looksLikePartText(*text)) {
        auto files = projectOfPartText(*text);
        return files ? Result<Candidate>(projectCandidate(*files)) : Result<Candidate>(files.error());
    }
    if (text->starts_with("//// file: ")) {
        auto files = projectFiles(*text);
        return files ? Result<Candidate>(projectCandidate(*files)) : Result<Candidate>(files.error());
    }
    if (plan.empty() && emulator::looksLikeProgram(path))
        return programCandidate(*std::move(text), path.filename().string());
    return readKernel(path, plan.empty() ? fs::path(path).replace_extension(".json") : plan);
}

} // namespace hawk::target
