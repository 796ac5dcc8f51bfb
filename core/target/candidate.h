#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace hawk::target {

/// What a synthesizer or a person hands to the judge. One text holds all of it, so that storing, comparing, showing and
/// editing are the same for every form; what the forms are is described in docs/judge.md.
struct Candidate {
    enum class Form : std::uint8_t {
        KernelAndPlan, ///< kernel source and launch plan
        OperatorProject, ///< op_host and op_kernel files; `source` is projectText() of them
        LaunchProgram ///< kernel and host code with a main; `source` is the program
    };
    Form form = Form::KernelAndPlan;
    std::string source;
    std::string fileName = "kernel.cpp"; ///< how diagnostics call it; a project's files have their own names
    std::string launchPlan; ///< JSON text, launch_plan.h; KernelAndPlan only
};

std::string_view name(Candidate::Form form); ///< "kernel", "project", "program"
Result<Candidate::Form> formFromName(std::string_view text);

/// A project's files: path below its root ("op_kernel/add_custom.cpp") -> contents.
using ProjectFiles = std::map<std::string, std::string>;

/// All files as one text, each after a line "//// file: PATH". Contents that hold such a line themselves are split there when
/// the text is read again: the judge only ever sees what reading gives.
std::string projectText(const ProjectFiles& files);
/// InvalidInput when the text does not begin with a file line, a path is not below op_host or op_kernel, or one comes twice.
Result<ProjectFiles> projectFiles(std::string_view text);
Candidate projectCandidate(const ProjectFiles& files);
Candidate programCandidate(std::string source, std::string fileName = "program.asc");

/// Contents of the file a diagnostic or finding names: the source itself, or a project's file of that name or path. Empty
/// when there is none.
std::string textOfFile(const Candidate& candidate, std::string_view file);

/// Recognises every form on disk: a kernel with its plan beside it (same name, .json) or given as `plan`; a folder with
/// kernel.cpp and launch.json; a folder with op_host and op_kernel; a file or folder with one program that has a main; a text
/// (.txt, .py, .md) that carries a project's parts (part_text.h). NotFound and InvalidInput say what was looked for.
Result<Candidate> readCandidate(const std::filesystem::path& path, const std::filesystem::path& plan = {});

} // namespace hawk::target
