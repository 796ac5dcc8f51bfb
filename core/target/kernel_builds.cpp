#include "target/kernel_builds.h"

#include "base/parallel.h"
#include "target/build_messages.h"

#include <algorithm>

namespace hawk::target {

std::size_t KernelBuilds::add(emulator::BuildRequest request)
{
    const auto same = std::ranges::find_if(m_requests, [&](const emulator::BuildRequest& one) {
        return one.defines == request.defines && one.prelude == request.prelude && one.entry == request.entry;
    });
    if (same == m_requests.end()) {
        m_requests.push_back(std::move(request));
        return m_requests.size() - 1;
    }
    return static_cast<std::size_t>(same - m_requests.begin());
}

Result<CandidateForm::Built> KernelBuilds::build(emulator::Emulator& emulator, std::stop_token stop)
{
    std::vector<Result<emulator::BuildResult>> results(m_requests.size(), Error {});
    parallelFor(results.size(), [&](std::size_t i) { results[i] = emulator.build(m_requests[i], stop); });
    CandidateForm::Built built;
    built.count = results.size();
    std::vector<BuildMessages> messages;
    for (std::size_t i = 0; i < results.size(); ++i) {
        auto& result = results[i];
        if (!result)
            return result.error();
        built.ok = built.ok && result->ok;
        built.cached = built.cached && result->cached;
        if (!result->ok && built.log.empty())
            built.log = result->log;
        messages.push_back({ variantName(m_requests[i].defines), result->diagnostics });
        m_results.push_back(*std::move(result));
    }
    built.diagnostics = mergedMessages(std::move(messages));
    return built;
}

} // namespace hawk::target
