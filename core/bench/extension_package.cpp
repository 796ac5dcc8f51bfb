#include "bench/extension_package.h"

#include "base/files.h"
#include "bench/extension_caller.h"
#include "bench/project_caller.h"
#include "bench/reference_lookup.h"
#include "bench/text_encoding.h"

#include <algorithm>
#include <regex>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kBuildType = "ascendc_direct_launch";

std::vector<fs::path> codeIn(const fs::path& folder, bool onlySources)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(folder, ec)) {
        const std::string extension = entry.path().extension().string();
        const bool source = extension == ".cpp" || extension == ".asc" || extension == ".cc";
        if (entry.is_regular_file(ec) && (source || (!onlySources && (extension == ".h" || extension == ".hpp"))))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

/// The task called `name` in a folder tasks/ (with levels) at or above `folder`: golden.py and cases.csv.
fs::path findTask(const fs::path& folder, const std::string& name)
{
    constexpr int kAncestors = 8;
    fs::path at = folder.parent_path();
    for (int i = 0; i < kAncestors && at.has_relative_path(); ++i, at = at.parent_path()) {
        std::vector<fs::path> found;
        std::error_code ec;
        for (const auto& level : fs::directory_iterator(at / "tasks", ec))
            if (fs::exists(level.path() / name / "golden.py", ec) && fs::exists(level.path() / name / "cases.csv", ec))
                found.push_back(level.path() / name);
        std::ranges::sort(found);
        if (!found.empty())
            return found.front();
    }
    return {};
}

Status addCases(const ConformanceItem& item, const PackageTools& tools, OpenPackage& package, std::stop_token stop)
{
    const std::string name = item.folder.filename().string();
    const fs::path task = findTask(item.folder, name);
    if (task.empty()) {
        package.nothingToJudge = "there is nothing to judge it by: no task called " + name + " was found in a folder tasks above it";
        return {};
    }
    const auto golden = readUtf8(task / "golden.py");
    const auto table = readUtf8(task / "cases.csv");
    if (!golden)
        return golden.error();
    if (!table)
        return table.error();
    const auto answer = tools.worker.request(
        { { "command", "task_cases" }, { "golden", *golden }, { "table", *table }, { "function", name } }, std::move(stop));
    if (!answer)
        return answer.error();
    for (const Json& one : answer->at("cases"))
        package.cases.push_back({ one.value("name", ""), one.value("reference", ""), one.value("caller", "") });
    return {};
}

/// The plugin with includes from elsewhere in its repository looked up by their names among our headers, where we have them:
/// they wrap the vendor's runtime, and so do ours.
std::string withOwnHeaders(const std::string& text)
{
    static const std::regex kInclude(R"re((#include\s+)"\.\.[^"]*/(\w+\.h(?:pp)?)")re");
    std::string out;
    auto from = text.cbegin();
    for (std::sregex_iterator it(text.begin(), text.end(), kInclude), end; it != end; ++it) {
        std::error_code ec;
        const std::string name = (*it)[2];
        out.append(from, (*it)[0].first);
        out += fs::exists(emulator::bindingHeaderDir() / name, ec) ? (*it)[1].str() + '"' + name + '"' : (*it)[0].str();
        from = (*it)[0].second;
    }
    return out.append(from, text.cend());
}

Result<OpenPackage> openProjectWithPlugin(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop)
{
    auto project = emulator::findOperatorProject(item.folder);
    if (!project)
        return project.error();
    project->addIncludeDirs(tools.options.includeDirs);
    OpenPackage package;
    std::string plugin;
    for (const fs::path& source : codeIn(item.folder / "op_plugin", true))
        plugin += readFile(source).value_or("") + "\n"; // for the compiler alone, which takes any bytes
    const fs::path binding = tools.scratch / "plugin" / "plugin.cpp";
    std::error_code ec;
    fs::create_directories(binding.parent_path(), ec);
    if (const Status written = writeFileAtomically(binding, withOwnHeaders(plugin)); !written)
        return written.error();
    auto caller = ProjectCaller::open(*project, binding, tools.emulator, tools.options, package.problem, std::move(stop));
    if (!caller)
        return caller.error();
    package.operatorCaller = *std::move(caller);
    return package;
}

Result<OpenPackage> openFolder(const ConformanceItem& item, const PackageTools& tools)
{
    const fs::path folder = tools.scratch / "extension";
    std::error_code ec;
    fs::remove_all(folder, ec);
    OpenPackage package;
    std::vector<fs::path> sources;
    for (const char* part : { "op_kernel", "op_plugin" }) {
        for (const fs::path& file : codeIn(item.folder / part, false)) {
            const fs::path name = file.lexically_relative(item.folder);
            auto text = readUtf8(file);
            if (!text)
                return text.error();
            fs::create_directories((folder / name).parent_path(), ec);
            if (const Status written = writeFileAtomically(folder / name, *text); !written)
                return written.error();
            if (!name.extension().string().starts_with(".h"))
                sources.push_back(name);
            package.sources.push_back(*std::move(text));
        }
    }
    auto caller = ExtensionCaller::open(folder, std::move(sources), tools.options);
    if (!caller)
        return caller.error();
    package.operatorCaller = *std::move(caller);
    return package;
}

/// Whether a path of a listed source stays below its folder.
bool staysBelow(const fs::path& path)
{
    return !path.empty() && path.is_relative() && std::ranges::none_of(path, [](const fs::path& part) { return part == ".."; });
}

} // namespace

std::optional<ConformanceItem> extensionOperatorAt(const fs::path& folder)
{
    std::error_code ec;
    if (!fs::is_directory(folder / "op_plugin", ec) || !fs::is_directory(folder / "op_kernel", ec))
        return std::nullopt;
    return ConformanceItem { ConformanceItem::Kind::ExtensionOperator, {}, folder };
}

bool isDirectLaunchPackage(const std::string& text) { return text.find(kBuildType) != std::string::npos && text.find("\"sources\"") != std::string::npos; }

Result<PackageCase> caseWithReference(const fs::path& file, const ConformanceOptions& options, std::string caller, std::string& nothingToJudge)
{
    PackageCase one { "reference", {}, std::move(caller) };
    const fs::path reference = findReference(file, options.referenceDirs);
    if (one.caller.empty())
        nothingToJudge = "there is nothing to judge it by: the package has no caller (model_src)";
    else if (reference.empty())
        nothingToJudge = "there is nothing to judge it by: no reference called " + benchmarkName(file)
            + ".py was found; name its folder with --references";
    if (!nothingToJudge.empty())
        return one;
    auto text = readUtf8(reference);
    if (!text)
        return text.error();
    one.reference = *std::move(text);
    return one;
}

Result<OpenPackage> openExtensionOperator(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop)
{
    std::error_code ec;
    auto package = fs::is_directory(item.folder / "op_host", ec) ? openProjectWithPlugin(item, tools, stop) : openFolder(item, tools);
    if (!package)
        return package.error();
    if (const Status added = addCases(item, tools, *package, std::move(stop)); !added)
        return added.error();
    return package;
}

Result<OpenPackage> openDirectLaunchPackage(const ConformanceItem& item, const PackageTools& tools, std::stop_token)
{
    const auto text = readUtf8(item.folder);
    if (!text)
        return text.error();
    const auto json = parseJson(*text, item.folder.filename().string());
    if (!json)
        return json.error();
    const fs::path folder = tools.scratch / "extension";
    std::error_code ec;
    fs::remove_all(folder, ec);
    OpenPackage package;
    std::vector<fs::path> sources;
    std::string model;
    for (const Json& source : json->value("sources", Json::array())) {
        const fs::path path = source.is_object() ? source.value("path", "") : "";
        const std::string content = source.is_object() ? source.value("content", "") : "";
        if (!staysBelow(path))
            return Error { Errc::InvalidInput, "the package lists a source at '" + path.string() + "'", {}, "paths are relative and stay below the package" };
        if (path.extension() == ".py") {
            model += path.stem() == "ModelNew" ? content : "";
            continue;
        }
        fs::create_directories((folder / path).parent_path(), ec);
        if (const Status written = writeFileAtomically(folder / path, content); !written)
            return written.error();
        if (path.extension() == ".cpp" || path.extension() == ".asc")
            sources.push_back(path);
        package.sources.push_back(content);
    }
    if (sources.empty())
        return Error { Errc::InvalidInput, "the package lists no source to compile", {}, "its \"sources\" have \"path\" and \"content\"" };
    auto caller = ExtensionCaller::open(folder, std::move(sources), tools.options);
    if (!caller)
        return caller.error();
    package.operatorCaller = *std::move(caller);
    auto one = caseWithReference(item.folder, tools.options, model, package.nothingToJudge);
    if (!one)
        return one.error();
    if (package.nothingToJudge.empty())
        package.cases.push_back(*std::move(one));
    return package;
}

} // namespace hawk::bench
