#include "bench/operator_package.h"

#include "base/files.h"
#include "bench/extension_package.h"
#include "bench/project_caller.h"
#include "bench/text_encoding.h"
#include "emulator/program/unsupported.h"

#include <algorithm>
#include <array>

namespace hawk::bench {
namespace fs = std::filesystem;

using Kind = ConformanceItem::Kind;

namespace {

constexpr std::uintmax_t kMostBytes = 2U << 20U; ///< of a package

/// The file's text when it may hold a package.
std::string textOf(const fs::path& file)
{
    std::error_code ec;
    const std::string extension = file.extension().string();
    if (extension != ".txt" && extension != ".py" && extension != ".json")
        return {};
    const auto bytes = fs::file_size(file, ec);
    return ec || bytes > kMostBytes ? std::string() : readFile(file).value_or("");
}

/// Whether a line begins with `name` and an equals sign.
bool assigns(const std::string& text, std::string_view name)
{
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        std::size_t end = at + name.size();
        while (end < text.size() && text[end] == ' ')
            ++end;
        if ((at == 0 || text[at - 1] == '\n') && end < text.size() && text[end] == '=')
            return true;
    }
    return false;
}

bool isSixParts(const std::string& text)
{
    constexpr std::array<std::string_view, 5> kParts { "project_json_src", "host_tiling_src", "host_operator_src", "kernel_src",
        "python_bind_src" };
    // A damaged package is one too, as long as most of it is there.
    return std::ranges::count_if(kParts, [&](std::string_view part) { return assigns(text, part); }) >= 3;
}

/// The kernel language of a caller that brings its kernels in one that is not Ascend C; empty for anything else.
std::string_view otherLanguage(const std::string& text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kMarks { { { "@triton.jit", "Triton" },
        { "import tilelang", "TileLang" }, { "import pypto", "PyPTO" }, { "pallas", "Pallas" }, { "sycl::", "SYCL" },
        { "musa_runtime", "MUSA" }, { "load_inline(", "CUDA" } } };
    for (const auto& [mark, language] : kMarks)
        if (text.find(mark) != std::string::npos)
            return language;
    return {};
}

Status writeFiles(const Json& files, const fs::path& folder)
{
    for (const auto& [name, text] : files.items()) {
        std::error_code ec;
        fs::create_directories((folder / name).parent_path(), ec);
        if (const Status written = writeFileAtomically(folder / name, text.get<std::string>()); !written)
            return written;
    }
    return {};
}

Result<OpenPackage> openSixParts(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop)
{
    const auto text = readUtf8(item.folder);
    if (!text)
        return text.error();
    const auto parts = tools.worker.request({ { "command", "package_read" }, { "text", *text } }, stop);
    if (!parts)
        return parts.error();
    for (const auto& [name, source] : parts->at("files").items())
        if (std::string problem = emulator::sourceProblem(name, source.get<std::string>(), *tools.options.chip); !problem.empty()) {
            OpenPackage package;
            package.leftOut = std::move(problem);
            return package;
        }
    const fs::path folder = tools.scratch / "project";
    std::error_code ec;
    fs::remove_all(folder, ec);
    if (const Status written = writeFiles(parts->at("files"), folder); !written)
        return written.error();
    const fs::path binding = folder / "binding" / "binding.cpp";
    if (const Status written = writeFiles({ { "binding/binding.cpp", parts->at("binding") } }, folder); !written)
        return written.error();
    auto project = emulator::findOperatorProject(folder);
    if (!project)
        return project.error();
    project->addIncludeDirs(tools.options.includeDirs);
    OpenPackage package;
    auto caller = ProjectCaller::open(*project, binding, tools.emulator, tools.options, package.problem, stop);
    if (!caller)
        return caller.error();
    package.operatorCaller = *std::move(caller);
    package.sources.push_back(parts->at("binding").get<std::string>());
    for (const auto& [name, source] : parts->at("files").items())
        package.sources.push_back(source.get<std::string>());
    auto one = caseWithReference(item.folder, tools.options, parts->value("caller", ""), package.nothingToJudge);
    if (!one)
        return one.error();
    if (package.nothingToJudge.empty())
        package.cases.push_back(*std::move(one));
    return package;
}

} // namespace

std::vector<ConformanceItem> packagesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.is_regular_file(ec))
            files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<ConformanceItem> items;
    for (const fs::path& file : files) {
        const std::string text = textOf(file);
        const bool json = file.extension() == ".json";
        if (json && isDirectLaunchPackage(text))
            items.push_back({ Kind::DirectLaunchPackage, {}, file });
        else if (!json && isSixParts(text))
            items.push_back({ Kind::SixPartPackage, {}, file });
        else if (!json && text.find("class ModelNew") != std::string::npos && !otherLanguage(text).empty())
            items.push_back({ Kind::OtherLanguage, {}, file });
    }
    return items;
}

ConformanceReport listedOnly(const ConformanceItem& item)
{
    ConformanceReport report { .item = item };
    report.leftOut = true;
    report.reason = "not Ascend C: its kernels are written in " + std::string(otherLanguage(textOf(item.folder)));
    return report;
}

Result<OpenPackage> openPackage(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop)
{
    switch (item.kind) {
    case Kind::SixPartPackage: return openSixParts(item, tools, std::move(stop));
    case Kind::DirectLaunchPackage: return openDirectLaunchPackage(item, tools, std::move(stop));
    case Kind::ExtensionOperator: return openExtensionOperator(item, tools, std::move(stop));
    default: break;
    }
    return Error { Errc::InvalidInput, "not a package", item.folder.string(), {} };
}

} // namespace hawk::bench
