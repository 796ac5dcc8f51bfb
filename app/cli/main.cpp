#include "cli/command.h"

#include <csignal>
#include <iostream>
#include <unistd.h>

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN); // `hawk status | head` ends quietly, and a dead child is an error value
    hawk::cli::Context context(std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1);
    return hawk::cli::runCli({ argv + 1, argv + argc }, context);
}
