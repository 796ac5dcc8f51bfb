#include "target/candidate.h"

#include <algorithm>
#include <array>

namespace hawk::target {
namespace {

constexpr std::array<std::string_view, 3> kForms { "kernel", "project", "program" };
constexpr std::string_view kFileLine = "//// file: ";

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t'))
        text.remove_suffix(1);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    return text;
}

/// Only these folders are built; a path that leaves them would be a file of the machine.
Status acceptPath(std::string_view path)
{
    const bool below = path.starts_with("op_host/") || path.starts_with("op_kernel/");
    if (below && path.find("..") == std::string_view::npos && path.find("//") == std::string_view::npos && !path.ends_with('/')
        && path.find('\\') == std::string_view::npos && path.size() < 200)
        return {};
    return Error { Errc::InvalidInput, "a project's file cannot be called '" + std::string(path.substr(0, 200)) + "'", {},
        "name files below op_host/ or op_kernel/" };
}

} // namespace

std::string_view name(Candidate::Form form) { return kForms.at(static_cast<std::size_t>(form)); }

Result<Candidate::Form> formFromName(std::string_view text)
{
    const auto found = std::ranges::find(kForms, text);
    if (found == kForms.end())
        return Error { Errc::InvalidInput, "unknown form of a candidate '" + std::string(text) + "'", {}, "one of kernel, project, program" };
    return static_cast<Candidate::Form>(found - kForms.begin());
}

std::string projectText(const ProjectFiles& files)
{
    std::string text;
    for (const auto& [path, contents] : files) {
        text.append(kFileLine).append(path).append("\n").append(contents);
        if (!contents.ends_with('\n'))
            text += '\n';
    }
    return text;
}

Result<ProjectFiles> projectFiles(std::string_view text)
{
    ProjectFiles files;
    std::string* current = nullptr;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end);
        if (line.starts_with(kFileLine)) {
            const std::string path(trimmed(line.substr(kFileLine.size(), line.size() - kFileLine.size() - (line.ends_with('\n') ? 1 : 0))));
            if (const Status accepted = acceptPath(path); !accepted)
                return accepted.error();
            const auto [file, added] = files.try_emplace(path);
            if (!added)
                return Error { Errc::InvalidInput, "the project has two files called '" + path + "'", {}, {} };
            current = &file->second;
        } else if (current != nullptr) {
            current->append(line);
        } else if (!trimmed(line.substr(0, line.size() - 1)).empty()) {
            break;
        }
    }
    if (files.empty())
        return Error { Errc::InvalidInput, "the text of an operator project begins with no '" + std::string(kFileLine) + "PATH' line", {},
            "put such a line before the contents of every file" };
    return files;
}

Candidate projectCandidate(const ProjectFiles& files)
{
    return { .form = Candidate::Form::OperatorProject, .source = projectText(files), .fileName = "project", .launchPlan = {} };
}

Candidate programCandidate(std::string source, std::string fileName)
{
    // The name becomes a file of the run's folder.
    const std::filesystem::path given(fileName);
    static constexpr std::array<std::string_view, 4> kExtensions { ".asc", ".cpp", ".cc", ".cxx" };
    if (given.has_parent_path() || std::ranges::find(kExtensions, given.extension().string()) == kExtensions.end())
        fileName = "program.asc";
    return { .form = Candidate::Form::LaunchProgram, .source = std::move(source), .fileName = std::move(fileName), .launchPlan = {} };
}

std::string textOfFile(const Candidate& candidate, std::string_view file)
{
    if (candidate.form != Candidate::Form::OperatorProject)
        return file == "launch plan" ? candidate.launchPlan : candidate.source;
    const auto files = projectFiles(candidate.source);
    if (!files || file.empty())
        return {};
    std::string found; // a bare name is a kernel's before a host file's: messages about host code give the path
    for (const auto& [path, contents] : *files)
        if (path == file || path.ends_with("/" + std::string(file)))
            found = contents;
    return found;
}

} // namespace hawk::target
