// hawk-emu-host: runs one built kernel, or one built program, in a work folder. Started by the workbench inside a sandbox.
#include "emulator/acl/program_runtime.h"
#include "emulator/host/run_request.h"

#include <cstdio>
#include <string_view>

namespace {

using hawk::Status;

Status runKernel(const std::filesystem::path& workDir)
{
    const auto request = hawk::emulator::readRunRequest(workDir);
    return request ? hawk::emulator::runRequest(*request, workDir) : Status(request.error());
}

Status runProgram(const std::filesystem::path& workDir)
{
    const auto request = hawk::emulator::readProgramRequest(workDir);
    return request ? hawk::emulator::runProgramRequest(*request, workDir) : Status(request.error());
}

} // namespace

int main(int argc, char** argv)
{
    const bool program = argc == 3 && std::string_view(argv[1]) == "--program";
    if (argc != 2 && !program) {
        std::fprintf(stderr,
            "usage: %s WORKDIR\n  runs WORKDIR/launch.json and writes result.json beside it\n"
            "       %s --program WORKDIR\n  runs WORKDIR/program.json and writes journal.jsonl beside it\n",
            argv[0], argv[0]);
        return 2;
    }
    const hawk::Status done = program ? runProgram(argv[2]) : runKernel(argv[1]);
    if (!done) {
        std::fprintf(stderr, "%s\n", done.error().text().c_str());
        return done.error().code == hawk::Errc::InvalidInput ? 2 : 3;
    }
    return 0;
}
