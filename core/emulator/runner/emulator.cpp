#include "emulator/emulator.h"

#include "base/files.h"
#include "emulator/runner/kernel_builder.h"
#include "emulator/runner/kernel_run.h"

namespace hawk::emulator {

struct Emulator::Impl {
    explicit Impl(const Options& given)
        : options(given)
        , builder(given.cacheDir, given.compiler, given.sandbox)
    {
    }
    Options options;
    KernelBuilder builder;
};

Emulator::Emulator(Options options)
{
    if (options.cacheDir.empty())
        options.cacheDir = cacheDir();
    m_impl = std::make_unique<Impl>(options);
}

Emulator::~Emulator() = default;

const Emulator::Options& Emulator::options() const { return m_impl->options; }

Result<BuildResult> Emulator::build(const BuildRequest& request, std::stop_token stop)
{
    return m_impl->builder.build(request, std::move(stop));
}

Result<std::string> Emulator::preprocess(const BuildRequest& request, std::stop_token stop)
{
    return m_impl->builder.preprocess(request, std::move(stop));
}

Result<RunResult> Emulator::run(const BuildResult& built, const Launch& launch, const RunLimits& limits,
    const std::filesystem::path& workDir, std::stop_token stop)
{
    return runKernel(built, launch, limits, workDir, m_impl->options.sandbox, std::move(stop));
}

Result<Json> Emulator::environment()
{
    const auto tools = m_impl->builder.toolchain();
    if (!tools)
        return tools.error();
    return Json { { "compiler", tools->version }, { "deviceHeaders", tools->headerHash.substr(0, 16) },
        { "sandbox", probeSandbox().version } };
}

} // namespace hawk::emulator
