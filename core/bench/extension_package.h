#pragma once

#include "bench/operator_package.h"

namespace hawk::bench {

/// Text of a submission whose sources are listed in JSON ("build": {"type": "ascendc_direct_launch"}).
bool isDirectLaunchPackage(const std::string& text);

/// See openPackage.
Result<OpenPackage> openExtensionOperator(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop);
Result<OpenPackage> openDirectLaunchPackage(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop);

/// The package's one case, or why there is none; shared by the forms that are compared with a KernelBench reference.
Result<PackageCase> caseWithReference(
    const std::filesystem::path& file, const ConformanceOptions& options, std::string caller, std::string& nothingToJudge);

} // namespace hawk::bench
