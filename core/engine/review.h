#pragma once

#include "base/json.h"
#include "spec/operator_spec.h"
#include "store/workspace.h"
#include "target/target.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

/// The last gate is a reader: everything a person needs to say whether a candidate is what its verdict claims. It shows hidden
/// cases and seeds, so it is never for a synthesizer.
namespace hawk::engine {

/// A figure that was observed more than once.
struct Sample {
    std::size_t count = 0;
    double least = 0;
    double median = 0;
    double most = 0;
};
Sample sampleOf(std::vector<double> values);

struct Review {
    store::CandidateRecord row;
    std::string specName;
    std::shared_ptr<const spec::OperatorSpec> spec;
    target::Candidate candidate;
    std::string stripped; ///< the source without comments: words in it persuade nobody, lines stay where they are
    target::Verdict verdict;
    std::int64_t judgedAt = 0;
    std::uint64_t runSeed = 0; ///< 0 outside a run
    double firstCorrectUs = 0; ///< of the operator on this chip in the workspace, oldest first; 0 when there is none
    Sample othersUs; ///< modelled times of the operator's other correct candidates on this chip
    Sample judgeMs; ///< wall time of all judgements of the operator's candidates on this chip
};

/// NotFound for a candidate that does not exist or was never judged.
Result<Review> reviewOf(const store::Workspace& workspace, CandidateId candidate);

/// What deserves a look before the verdict is believed, most telling first: failed and undecided gates, notes "to be reviewed",
/// excused elements, untrusted times, cases that did not run. Never empty of reasons when there are some; empty otherwise.
std::vector<std::string> reviewPoints(const Review& review);

Json toJson(const Review& review);
/// One document that stands alone.
std::string toMarkdown(const Review& review);

} // namespace hawk::engine
