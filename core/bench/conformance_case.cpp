#include "bench/conformance_case.h"

#include "base/files.h"
#include "reference/comparison.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;

using emulator::OperatorRun;

namespace {

Result<DType> typeNamed(const Json& json, const char* key) { return dtypeFromName(json.value(key, "")); }

} // namespace

CaseFolder::CaseFolder(fs::path path)
    : m_path(std::move(path))
{
    std::error_code ec;
    fs::remove_all(m_path, ec);
    fs::create_directories(m_path / "run", ec);
}

CaseFolder::~CaseFolder()
{
    std::error_code ec;
    fs::remove_all(m_path, ec);
}

std::string_view stageOf(OperatorRun::Phase phase)
{
    switch (phase) {
    case OperatorRun::Phase::Tiling: return "tiling";
    case OperatorRun::Phase::Build: return "build";
    case OperatorRun::Phase::Run: return "run";
    case OperatorRun::Phase::Done: return "done";
    }
    return "run";
}

std::string whyNotRun(const OperatorRun& run)
{
    const auto& all = run.build.diagnostics;
    if (run.phase != OperatorRun::Phase::Build || all.empty())
        return run.problem;
    const auto error = std::ranges::find(all, emulator::Diagnostic::Level::Error, &emulator::Diagnostic::level);
    const emulator::Diagnostic& first = error == all.end() ? all.front() : *error;
    return run.problem + ": " + first.file + ":" + std::to_string(first.line) + ": " + first.message;
}

void collectFindings(const OperatorRun& run, ConformanceCase& result)
{
    for (const emulator::Finding& finding : run.run.findings)
        addError(finding, result);
    if (run.run.trace.empty())
        return;
    const auto analysis = emulator::analyse(run.run.trace, run.launch);
    if (!analysis)
        return;
    for (const emulator::Finding& finding : analysis->findings)
        addError(finding, result);
    result.modelledUs = analysis->profile.totalUs;
}

Result<std::string> compareOutput(const Json& golden, const Json& result)
{
    const auto goldenType = typeNamed(golden, "goldenType");
    const auto type = typeNamed(result, "type");
    if (!goldenType || !type)
        return std::string("no rule compares the type of the output");
    reference::GoldenFile file;
    const auto shape = golden.value("shape", std::vector<std::int64_t>());
    file.golden = { "output", *goldenType, shape, golden.value("golden", "") };
    file.samePrecision = { "output", *type, shape, golden.value("same", "") };
    file.outputDtype = *type;
    const auto bytes = readFile(result.value("file", ""));
    if (!bytes)
        return bytes.error();
    if (result.value("shape", std::vector<std::int64_t>()) != shape) {
        std::int64_t elements = 1;
        for (const std::int64_t dim : shape)
            elements *= dim;
        if (bytes->size() != static_cast<std::size_t>(elements) * sizeOf(*type))
            return std::string("the output has another shape than the reference's");
    }
    const auto report = reference::compare(std::as_bytes(std::span(bytes->data(), bytes->size())), file, {}, std::byte { 0xFF });
    if (!report)
        return report.error().code == Errc::InvalidInput ? Result<std::string>(report.error().text()) : report.error();
    return report->pass ? std::string() : report->summary;
}

} // namespace hawk::bench
