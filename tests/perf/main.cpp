// hawk-perf [--json] [--runs N]: the speed the project promises, as figures. Exit 0 when everything was measured, 3 when
// the machine lacks something; a figure above its bar is printed, not judged.
#include "perf/benchmarks.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

int main(int argc, char** argv)
{
    bool json = false;
    int runs = 9;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--json") {
            json = true;
        } else if (argument == "--runs" && i + 1 < argc && std::atoi(argv[i + 1]) > 0) {
            runs = std::atoi(argv[++i]);
        } else {
            std::fprintf(stderr, "usage: hawk-perf [--json] [--runs N]\n");
            return 2;
        }
    }
    std::vector<hawk::perf::Measurement> all;
    for (const auto benchmark : { hawk::perf::compileBenchmark, hawk::perf::judgeBenchmark }) {
        auto some = benchmark(runs);
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
