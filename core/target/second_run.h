#pragma once

#include "base/files.h"
#include "target/candidate_form.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::target {

/// Runs a case a second time with other addresses, block order and poison, beside the caller's work, and
/// compares the outputs bit by bit with those of the first run. Reads of memory that was never written, races
/// and dependence on addresses show as differences. Destruction cancels a run that is still going.
class SecondRun {
public:
    /// `firstFolder` holds the first run's outputs and is kept until the comparison. `form` and `which` must outlive it.
    SecondRun(const CandidateForm& form, const spec::Case& which, reference::CaseData data, std::uint64_t seed,
        CandidateForm::Ran first, TempDir firstFolder, std::stop_token stop);
    ~SecondRun();
    SecondRun(SecondRun&&) noexcept;
    SecondRun& operator=(SecondRun&&) noexcept;
    SecondRun(const SecondRun&) = delete;
    SecondRun& operator=(const SecondRun&) = delete;

    /// Waits for the run. Empty when both runs agree, else the first difference in words.
    Result<std::string> difference();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hawk::target
