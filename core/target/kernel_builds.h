#pragma once

#include "emulator/emulator.h"
#include "target/candidate_form.h"

#include <cstddef>
#include <stop_token>
#include <vector>

namespace hawk::target {

/// The kernel builds that the cases of one candidate need, each made once: cases of equal element types share one.
class KernelBuilds {
public:
    /// Position of the build with these settings. The source text is taken to be the same for all.
    std::size_t add(emulator::BuildRequest request);
    /// Compiles all, as many at once as there are processors. Errors are of the environment.
    Result<CandidateForm::Built> build(emulator::Emulator& emulator, std::stop_token stop);
    const emulator::BuildResult& at(std::size_t index) const { return m_results.at(index); }

private:
    std::vector<emulator::BuildRequest> m_requests;
    std::vector<emulator::BuildResult> m_results;
};

} // namespace hawk::target
