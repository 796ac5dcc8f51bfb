#pragma once

#include "base/result.h"
#include "chip/chip_facts.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace hawk::emulator {

/// One number of the timing data.
struct Cost {
    double value = 0;
    std::string unit;
    std::string source;
    chip::Confidence confidence = chip::Confidence::Guess;
};

std::string_view name(chip::Confidence confidence);

/// The cost numbers of one chip generation: resources/timing/<generation>.csv with the columns key, value,
/// unit, source, confidence (measured, document, source, fitted, guess). Immutable after loading.
class CostTable {
public:
    static Result<CostTable> parse(std::string_view csv, const std::string& origin);
    static Result<CostTable> load(const std::filesystem::path& file);
    /// resourceDir()/timing/<generation>.csv
    static Result<CostTable> forGeneration(chip::Generation generation);

    const Cost* find(std::string_view key) const;
    /// NotFound naming key and file: a table without a key it needs is refused, never guessed.
    Result<double> value(std::string_view key) const;
    const std::map<std::string, Cost, std::less<>>& all() const { return m_costs; }

private:
    std::map<std::string, Cost, std::less<>> m_costs;
    std::string m_origin;
};

} // namespace hawk::emulator
