// hawk-perf [--json] [--runs N] [--only GROUP]...: the speed the project promises, as figures. Exit 0 when everything was
// measured, 3 when the machine lacks something; a figure above its bar is printed, not judged.
#include "perf/benchmarks.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

struct Group {
    std::string_view name;
    hawk::Result<std::vector<hawk::perf::Measurement>> (*measure)(int runs);
    bool chosen = false;
};

int usage()
{
    std::fprintf(stderr, "usage: hawk-perf [--json] [--runs N] [--only compile|judge|execution]...\n");
    return 2;
}

} // namespace

int main(int argc, char** argv)
{
    std::array<Group, 3> groups { { { "compile", hawk::perf::compileBenchmark }, { "judge", hawk::perf::judgeBenchmark },
        { "execution", hawk::perf::executionBenchmark } } };
    bool json = false;
    bool someOnly = false;
    int runs = 9;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--json") {
            json = true;
        } else if (argument == "--runs" && i + 1 < argc && std::atoi(argv[i + 1]) > 0) {
            runs = std::atoi(argv[++i]);
        } else if (argument == "--only" && i + 1 < argc) {
            const std::string_view name = argv[++i];
            const auto group = std::ranges::find(groups, name, &Group::name);
            if (group == groups.end())
                return usage();
            group->chosen = someOnly = true;
        } else {
            return usage();
        }
    }
    std::vector<hawk::perf::Measurement> all;
    for (const Group& group : groups) {
        if (someOnly && !group.chosen)
            continue;
        auto some = group.measure(runs);
        if (!some) {
            std::fprintf(stderr, "error: %s\n", some.error().text().c_str());
            return 3;
        }
        all.insert(all.end(), some->begin(), some->end());
    }
    const std::string out = json ? hawk::perf::toJson(all).dump(2) + "\n" : hawk::perf::table(all);
    std::fputs(out.c_str(), stdout);
    return 0;
}
