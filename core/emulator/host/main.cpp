// hawk-emu-host: runs one built kernel in a work folder. Started by the workbench inside a sandbox.
#include "emulator/host/run_request.h"

#include <cstdio>

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s WORKDIR\n  runs WORKDIR/launch.json and writes result.json beside it\n", argv[0]);
        return 2;
    }
    const std::filesystem::path workDir = argv[1];
    const auto request = hawk::emulator::readRunRequest(workDir);
    if (!request) {
        std::fprintf(stderr, "%s\n", request.error().text().c_str());
        return 2;
    }
    const hawk::Status done = hawk::emulator::runRequest(*request, workDir);
    if (!done) {
        std::fprintf(stderr, "%s\n", done.error().text().c_str());
        return 3;
    }
    return 0;
}
