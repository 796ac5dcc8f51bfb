#include "emulator/program/build_files.h"
#include "emulator/program/run_instructions.h"
#include "emulator/program/sample_program.h"
#include "emulator/program/source_text.h"
#include "emulator/program/unsupported.h"

#include "base/files.h"

#include <algorithm>
#include <set>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxSourceBytes = 4ULL << 20U;

bool isSource(const fs::path& file)
{
    static const std::set<std::string> kExtensions { ".asc", ".cpp", ".cc", ".cxx", ".cce" };
    return kExtensions.contains(file.extension().string());
}

/// Blanked code of a file; empty when it cannot be read or is no text of sensible size.
std::string codeOf(const fs::path& file)
{
    std::error_code ec;
    if (fs::file_size(file, ec) > kMaxSourceBytes || ec)
        return {};
    auto text = readFile(file);
    return text ? blankNonCode(asUtf8(*std::move(text))) : std::string();
}

/// What keeps a source from being read as one, for an error that would else only say that nothing was found.
std::string whyNoText(const fs::path& file)
{
    const auto text = readFile(file);
    if (!text)
        return text.error().message;
    const bool wide = text->starts_with("\xFF\xFE") || text->starts_with("\xFE\xFF");
    return wide ? file.filename().string() + " is UTF-16 text, which no compiler reads: save it as UTF-8" : std::string();
}

std::vector<fs::path> sourcesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.is_regular_file(ec) && isSource(entry.path()))
            files.push_back(entry.path().filename());
    std::ranges::sort(files);
    return files;
}

std::string readmeOf(const fs::path& folder)
{
    for (const char* name : { "README.md", "README_en.md", "readme.md", "Readme.md" }) {
        std::error_code ec;
        if (fs::is_regular_file(folder / name, ec))
            return name;
    }
    return {};
}

std::map<std::string, std::string> definesOfWay(const RunWay& way, const std::map<std::string, std::string>& shell)
{
    std::map<std::string, std::string> variables { { "CMAKE_ASC_ARCHITECTURES", "dav-2201" }, { "CMAKE_ASC_RUN_MODE", "npu" } };
    for (const auto& [name, value] : way.cmake)
        variables[name] = shell.contains(name) ? shell.at(name) : expandShell(value, shell);
    return variables;
}

ProgramStep stepOf(const std::vector<std::string>& command, const std::map<std::string, std::string>& shell)
{
    ProgramStep step;
    step.kind = command[0].starts_with("./") ? ProgramStep::Kind::Program : ProgramStep::Kind::Script;
    for (std::size_t i = 1; i < command.size(); ++i) {
        std::string word = expandShell(command[i], shell);
        if (word.starts_with('>'))
            break;
        step.words.push_back(std::move(word));
    }
    return step;
}

/// The choices of one way: every combination of the build variables for which the README lists values.
std::vector<std::map<std::string, std::string>> choicesOf(const RunWay& way, const RunInstructions& readme)
{
    std::vector<std::map<std::string, std::string>> choices { {} };
    constexpr std::size_t kMost = 64;
    for (const auto& [name, values] : readme.options) {
        const bool used = way.shell.contains(name)
            || std::ranges::any_of(way.cmake, [&name = name](const auto& given) { return given.first == name; });
        if (!used || choices.size() * values.size() > kMost)
            continue;
        std::vector<std::map<std::string, std::string>> more;
        for (const auto& choice : choices)
            for (const std::string& value : values) {
                more.push_back(choice);
                more.back()[name] = value;
            }
        choices = std::move(more);
    }
    return choices;
}

std::string nameOf(const std::map<std::string, std::string>& choice)
{
    std::string text;
    for (const auto& [name, value] : choice)
        text += (text.empty() ? "" : ",") + name + "=" + value;
    return text;
}

class Discovery {
public:
    Discovery(fs::path folder, const chip::ChipFacts& chip)
        : m_chip(chip)
    {
        m_sample.folder = std::move(folder);
        m_sample.name = m_sample.folder.filename().string();
    }

    Result<ProgramSample> run(const fs::path& onlySource)
    {
        m_sample.readme = readmeOf(m_sample.folder);
        if (!m_sample.readme.empty())
            m_readme = readRunInstructions(asUtf8(readFile(m_sample.folder / m_sample.readme).value_or({})));
        m_sample.products = m_readme.products;
        m_sample.expected = m_readme.expected;
        if (m_readme.ways.empty())
            m_readme.ways.push_back(defaultWay());
        m_sample.runFolder = m_readme.ways.front().runFolder;
        Error why;
        for (const RunWay& way : m_readme.ways) {
            for (const auto& choice : choicesOf(way, m_readme)) {
                if (Status added = addScenario(way, choice, onlySource); !added)
                    why = added.error();
            }
        }
        if (m_sample.scenarios.empty())
            return why;
        nameWays();
        for (ProgramScenario& scenario : m_sample.scenarios)
            // What the code needs says more than a tool that its build misses.
            if (std::string problem = scenarioProblem(m_sample, scenario, m_chip); !problem.empty())
                scenario.problem = std::move(problem);
        m_sample.unsupported = unsupportedReason(m_sample, m_chip);
        return std::move(m_sample);
    }

private:
    /// Without run instructions: the usual scripts, when they are there.
    RunWay defaultWay() const
    {
        RunWay way;
        std::error_code ec;
        if (fs::is_regular_file(m_sample.folder / "scripts/gen_data.py", ec))
            way.commands.push_back({ "python3", "../scripts/gen_data.py" });
        way.commands.push_back({ "./" });
        if (fs::is_regular_file(m_sample.folder / "scripts/verify_result.py", ec))
            way.commands.push_back({ "python3", "../scripts/verify_result.py", "output/output.bin", "output/golden.bin" });
        return way;
    }

    Status addScenario(const RunWay& way, const std::map<std::string, std::string>& choice, const fs::path& onlySource)
    {
        auto shell = way.shell;
        for (const auto& [name, value] : choice)
            shell[name] = value;
        ProgramScenario scenario;
        scenario.name = nameOf(choice);
        for (const auto& [name, value] : choice)
            if (m_chip.generation != chip::Generation::V3510 && std::ranges::count(m_readme.only3510, value) > 0)
                scenario.problem = "its README gives this scenario to generation 3510 only";
        bool after = false;
        for (const auto& command : way.commands) {
            ProgramStep step = stepOf(command, shell);
            if (step.kind == ProgramStep::Kind::Program) {
                scenario.arguments = step.words;
                after = true;
            } else if (!step.words.empty()) {
                (after ? scenario.verify : scenario.prepare).push_back(std::move(step));
            }
        }
        Status built = onlySource.empty() ? fromBuildFiles(scenario, definesOfWay(way, shell), way) : Status {};
        if (!built)
            return built;
        if (scenario.sources.empty() && scenario.problem.empty()) {
            auto chosen = chooseSources(onlySource);
            if (!chosen)
                return chosen.error();
            scenario.sources = *std::move(chosen);
        }
        m_sample.scenarios.push_back(std::move(scenario));
        return {};
    }

    Status fromBuildFiles(ProgramScenario& scenario, const std::map<std::string, std::string>& variables, const RunWay& way) const
    {
        const BuildFiles files = readBuildFiles(m_sample.folder, variables);
        if (!files.refusal.empty())
            scenario.problem = "CMakeLists.txt refuses it: " + files.refusal;
        if (files.targets.empty())
            return {};
        if (std::ranges::none_of(files.targets, &BuildTarget::executable))
            return Error { Errc::NotFound, "no program: CMakeLists.txt builds only a library, for a program or framework elsewhere",
                m_sample.folder.string(), "run the program that uses it" };
        const auto target = programTarget(files, way.program);
        if (!target)
            return target.error();
        scenario.sources = target->sources;
        scenario.defines = target->defines;
        scenario.includeFolders = target->includeFolders;
        for (const fs::path& source : scenario.sources) {
            std::error_code ec;
            if (!fs::is_regular_file(m_sample.folder / source, ec))
                return Error { Errc::InvalidInput, "CMakeLists.txt names the source " + source.string() + ", which is not there",
                    m_sample.folder.string(), {} };
        }
        return {};
    }

    /// Without build files: the one source with a main, and those with kernels it may need.
    Result<std::vector<fs::path>> chooseSources(const fs::path& onlySource) const
    {
        if (!onlySource.empty())
            return std::vector { onlySource };
        std::vector<fs::path> mains, kernels;
        for (const fs::path& file : sourcesIn(m_sample.folder)) {
            const std::string code = codeOf(m_sample.folder / file);
            if (definesMain(code))
                mains.push_back(file);
            else if (definesKernel(code))
                kernels.push_back(file);
        }
        if (mains.size() > 1)
            return Error { Errc::InvalidInput,
                "two programs in one folder: " + mains[0].string() + " and " + mains[1].string() + " both have a main",
                m_sample.folder.string(), "give the source file to run instead of the folder" };
        if (mains.empty()) {
            const auto sources = sourcesIn(m_sample.folder);
            if (sources.empty())
                return Error { Errc::NotFound, "no program: the folder holds no source (.asc, .cpp, .cc, .cxx, .cce)",
                    m_sample.folder.string(), {} };
            for (const fs::path& file : sources)
                if (const std::string why = whyNoText(m_sample.folder / file); !why.empty())
                    return Error { Errc::InvalidInput, "no program: " + why, m_sample.folder.string(), {} };
            return Error { Errc::NotFound, "no program: no source in the folder has a main", m_sample.folder.string(),
                "a direct-launch program has a main that starts kernels with <<<>>>, ACLRT_LAUNCH_KERNEL or ICPU_RUN_KF" };
        }
        mains.insert(mains.end(), kernels.begin(), kernels.end());
        return mains;
    }

    /// Ways that differ in cmake's switches get these as their names.
    void nameWays()
    {
        if (m_readme.ways.size() < 2)
            return;
        std::set<std::string> names, used;
        for (ProgramScenario& scenario : m_sample.scenarios) {
            if (scenario.name.empty() || !names.insert(scenario.name).second) {
                for (const auto& [name, value] : scenario.defines)
                    scenario.name += (scenario.name.empty() ? "" : ",") + name + "=" + value;
            }
            const std::string base = scenario.name;
            for (int i = 2; scenario.name.empty() ? false : !used.insert(scenario.name).second && i < 100; ++i)
                scenario.name = base + "#" + std::to_string(i);
            if (scenario.name.empty())
                scenario.name = "default";
        }
    }

    const chip::ChipFacts& m_chip;
    ProgramSample m_sample;
    RunInstructions m_readme;
};

} // namespace

bool looksLikeProgram(const fs::path& path)
{
    std::error_code ec;
    if (fs::is_regular_file(path, ec)) {
        const std::string code = isSource(path) ? codeOf(path) : std::string();
        return definesMain(code) && launchesKernel(code);
    }
    bool main = false;
    bool launch = false;
    for (const fs::path& file : sourcesIn(path)) {
        const std::string code = codeOf(path / file);
        main = main || definesMain(code);
        launch = launch || launchesKernel(code);
    }
    return main && launch;
}

Result<ProgramSample> discoverProgram(const fs::path& path, const chip::ChipFacts& chip)
{
    std::error_code ec;
    const fs::path absolute = fs::absolute(path, ec).lexically_normal();
    if (fs::is_regular_file(absolute, ec)) {
        if (!isSource(absolute))
            return Error { Errc::InvalidInput, "not a source file (.asc, .cpp, .cc, .cxx, .cce)", absolute.string(), {} };
        const std::string code = codeOf(absolute);
        if (const std::string why = whyNoText(absolute); !why.empty())
            return Error { Errc::InvalidInput, "no program: " + why, absolute.string(), {} };
        if (!definesMain(code))
            return Error { Errc::NotFound, "no program: the file has no main", absolute.string(),
                "give the file or folder with the main that launches the kernel" };
        // With build files beside it the file may need definitions and other sources.
        const fs::path folder = absolute.parent_path();
        auto whole = fs::exists(folder / "CMakeLists.txt", ec) ? Discovery(folder, chip).run({}) : Result<ProgramSample>(Error {});
        const bool member = whole && !whole->scenarios.empty()
            && std::ranges::count(whole->scenarios.front().sources, absolute.filename()) > 0;
        return member ? whole : Discovery(folder, chip).run(absolute.filename());
    }
    if (!fs::is_directory(absolute, ec))
        return Error { Errc::NotFound, ec && ec != std::errc::no_such_file_or_directory ? "cannot be read: " + ec.message() : "no such file or folder", absolute.string(), {} };
    if (fs::directory_iterator(absolute, ec); ec)
        return Error { Errc::InvalidInput, "the folder cannot be read: " + ec.message(), absolute.string(), {} };
    const fs::path folder = absolute.has_filename() ? absolute : absolute.parent_path();
    return Discovery(folder, chip).run({});
}

} // namespace hawk::emulator
