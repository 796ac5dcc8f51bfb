#pragma once

#include "bench/operator_package.h"

#include <chrono>

namespace hawk::bench {

/// Runs a package's caller beside its reference: every call of the operator that the caller makes runs on the emulator, what
/// the caller returns is compared with what the reference returns. With a limit of elements the case runs smaller; an operator
/// that is fixed to the full sizes then runs full where that is possible, else nothing is compared. One thread.
class PackageRun {
public:
    PackageRun(const ConformanceItem& item, const PackageTools& tools);
    Result<ConformanceReport> run(std::stop_token stop);

private:
    enum class End : std::uint8_t { Matched, Mismatch, Refused, NotBuilt, Stopped, TooSlow };
    struct Attempt {
        End end = End::Refused;
        ConformanceCase result;
    };
    Result<ConformanceCase> runCase(const PackageCase& one, std::stop_token stop);
    void add(ConformanceReport& report, ConformanceCase result) const;
    Result<Json> smallerCase(const PackageCase& one, std::stop_token stop);
    Result<Attempt> attempt(const PackageCase& one, const std::string& reference, std::stop_token stop);
    Result<Attempt> callAll(const PackageCase& one, const std::string& reference, Json goldens, const std::filesystem::path& folder,
        ConformanceCase result, std::stop_token stop);
    Result<Attempt> compareAll(const Json& goldens, const Json& finished, ConformanceCase result);
    std::chrono::milliseconds left() const;

    const ConformanceItem& m_item;
    PackageTools m_tools;
    OpenPackage m_package;
    std::chrono::steady_clock::time_point m_end;
};

} // namespace hawk::bench
