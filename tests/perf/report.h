#pragma once

#include "base/json.h"

#include <string>
#include <vector>

namespace hawk::perf {

/// Samples of one figure. Quoted as median with minimum and maximum: the machine may be noisy.
struct Measurement {
    std::string name;
    std::string unit; ///< "ms", "MB"
    std::vector<double> samples;
    double bar = 0; ///< what the project promises, 0 for none; printed, never enforced here
    std::string baseline; ///< name of the measurement in the same run this one is compared with
    std::string note;

    double median() const;
    double minimum() const;
    double maximum() const;
};

Json toJson(const std::vector<Measurement>& all);
std::string table(const std::vector<Measurement>& all);

} // namespace hawk::perf
