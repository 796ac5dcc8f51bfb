#include "bench/extension_caller.h"

#include "base/files.h"
#include "bench/conformance_case.h"
#include "emulator/binding/operator_binding.h"
#include "emulator/program/program_builder.h"

#include <algorithm>
#include <array>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMain = "hawk_extension_main.cpp";
constexpr const char* kRunFolder = "hawk_run";

/// In the order of at::ScalarType.
constexpr std::array kTypes { "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex32", "complex64",
    "complex128", "bool", "qint8", "quint8", "qint32", "bfloat16" };

Result<std::size_t> typeNumber(const std::string& name)
{
    const auto found = std::ranges::find(kTypes, name);
    if (found == kTypes.end())
        return Error { Errc::InvalidInput, "an operand has the element type " + name + ", which extensions do not have", {}, {} };
    return static_cast<std::size_t>(found - kTypes.begin());
}

/// Writes a call's arguments as words (hawk_binding/device_program.h reads them); the operands' files are copied beside.
class ArgumentsText {
public:
    explicit ArgumentsText(fs::path folder)
        : m_folder(std::move(folder))
    {
    }
    Result<std::string> text(const FunctionCall& call)
    {
        m_text = call.function + " " + std::to_string(call.arguments.size()) + "\n";
        for (const Json& one : call.arguments)
            if (const Status added = value(one); !added)
                return added.error();
        return m_text;
    }

private:
    Status value(const Json& one)
    {
        if (one.is_object() && one.contains("tensor"))
            return tensor(one);
        if (one.is_array()) {
            m_text += "list " + std::to_string(one.size()) + "\n";
            for (const Json& element : one)
                if (const Status added = value(element); !added)
                    return added;
            return {};
        }
        if (one.is_object()) {
            const auto type = typeNumber(one.value("dtype_value", ""));
            if (!type)
                return type.error();
            m_text += "type " + std::to_string(*type) + "\n";
        } else if (one.is_null()) {
            m_text += "none\n";
        } else if (one.is_string()) {
            m_text += "text " + sized(one.get<std::string>()) + "\n";
        } else if (one.is_boolean()) {
            m_text += one.get<bool>() ? "bool 1\n" : "bool 0\n";
        } else {
            m_text += (one.is_number_float() ? "float " : "int ") + one.dump() + "\n";
        }
        return {};
    }
    Status tensor(const Json& one)
    {
        const auto type = typeNumber(one.value("dtype", ""));
        if (!type)
            return type.error();
        const std::string number = std::to_string(one.value("tensor", 0));
        const std::string file = "operand" + number + ".bin";
        std::error_code ec;
        fs::copy_file(one.value("file", ""), m_folder / file, fs::copy_options::overwrite_existing, ec);
        if (ec)
            return Error { Errc::Io, "cannot copy an operand: " + ec.message(), m_folder.string(), {} };
        const auto shape = one.value("shape", std::vector<std::int64_t>());
        m_text += "tensor " + number + " " + std::to_string(*type) + " " + std::to_string(shape.size());
        for (const std::int64_t dim : shape)
            m_text += " " + std::to_string(dim);
        m_text += " " + sized(file) + "\n";
        return {};
    }
    static std::string sized(const std::string& text) { return std::to_string(text.size()) + ":" + text; }
    fs::path m_folder;
    std::string m_text;
};

/// Type numbers of the program's answer as names.
void nameTypes(Json& value)
{
    if (value.is_array())
        for (Json& one : value)
            nameTypes(one);
    if (!value.is_object())
        return;
    for (const auto& [key, name] : { std::pair { "type", "dtype" }, std::pair { "convertTo", "convertTo" } })
        if (value.contains(key) && value.at(key).is_number_unsigned())
            value[name] = kTypes.at(std::min(value.at(key).get<std::size_t>(), kTypes.size() - 1));
}

void collect(const emulator::ProgramReport& report, ConformanceCase& into)
{
    for (const emulator::Finding& finding : report.findings)
        addError(finding, into);
    for (const emulator::LaunchReport& launch : report.launches)
        for (const emulator::Finding& finding : launch.findings)
            addError(finding, into);
    into.modelledUs += report.modelledUs;
}

} // namespace

ExtensionCaller::ExtensionCaller(emulator::ProgramSample sample, const ConformanceOptions& options)
    : m_sample(std::move(sample))
    , m_options(options)
{
}

Result<std::unique_ptr<ExtensionCaller>> ExtensionCaller::open(
    const fs::path& folder, std::vector<fs::path> sources, const ConformanceOptions& options)
{
    const std::string main = "// The program around the extension.\n#include \"hawk_binding/device_program.h\"\n";
    if (const Status written = writeFileAtomically(folder / kMain, main); !written)
        return written.error();
    emulator::ProgramSample sample { .name = folder.filename().string(), .folder = folder, .runFolder = kRunFolder };
    emulator::ProgramScenario scenario;
    for (const fs::path& source : sources)
        if (std::ranges::find(scenario.includeFolders, source.parent_path()) == scenario.includeFolders.end())
            scenario.includeFolders.push_back(source.parent_path());
    scenario.sources = std::move(sources);
    scenario.sources.emplace_back(kMain);
    sample.scenarios.push_back(std::move(scenario));
    return std::unique_ptr<ExtensionCaller>(new ExtensionCaller(std::move(sample), options));
}

emulator::ProgramOptions ExtensionCaller::programOptions() const
{
    emulator::ProgramOptions options;
    options.chip = m_options.chip;
    options.seed = m_options.seed;
    options.sandbox = m_options.emulator.sandbox;
    options.compiler = m_options.emulator.compiler;
    options.cacheDir = m_options.emulator.cacheDir;
    options.includeDirs = { emulator::bindingHeaderDir() };
    options.includeDirs.insert(options.includeDirs.end(), m_options.includeDirs.begin(), m_options.includeDirs.end());
    options.defines["TORCH_EXTENSION_NAME"] = "extension";
    return options;
}

Result<std::string> ExtensionCaller::build(std::stop_token stop)
{
    const auto built = emulator::buildProgram(m_sample, m_sample.scenarios.front(), programOptions(), std::move(stop));
    if (!built)
        return built.error();
    return built->ok ? std::string() : "the extension does not build: " + built->reason;
}

Result<FunctionOutcome> ExtensionCaller::call(const FunctionCall& call, ConformanceCase& into, std::stop_token stop)
{
    into.stage = "binding";
    std::error_code ec;
    const fs::path given = m_sample.folder / kRunFolder;
    fs::remove_all(given, ec);
    fs::create_directories(given, ec);
    const auto arguments = ArgumentsText(given).text(call);
    if (!arguments)
        return isOfTheItem(arguments.error()) ? Result<FunctionOutcome>(FunctionOutcome { .problem = arguments.error().text() })
                                              : arguments.error();
    if (const Status written = writeFileAtomically(given / "arguments.txt", *arguments); !written)
        return written.error();
    emulator::ProgramOptions options = programOptions();
    options.workFolder = call.folder / "run";
    options.limits.wallMs = static_cast<std::uint32_t>(std::max<std::int64_t>(call.time.count(), 1000));
    options.limits.cpuSeconds = options.limits.wallMs / 1000 + 1;
    const auto report = emulator::runProgram(m_sample, m_sample.scenarios.front(), options, std::move(stop));
    if (!report)
        return isOfTheItem(report.error()) ? Result<FunctionOutcome>(FunctionOutcome { .problem = report.error().text() }) : report.error();
    collect(*report, into);
    if (!report->ran || report->exitStatus.value_or(1) != 0) {
        into.stage = !report->built ? "build" : report->ran ? "binding" : "run";
        return FunctionOutcome { .problem = report->reason, .timedOut = report->outcome == emulator::RunOutcome::TimedOut };
    }
    into.stage = "run";
    return read(options.workFolder / "sample" / kRunFolder);
}

Result<FunctionOutcome> ExtensionCaller::read(const fs::path& runFolder) const
{
    const auto text = readFile(runFolder / "result.json");
    auto answer = text ? parseJson(*text, "result.json") : Result<Json>(text.error());
    if (!answer || !answer->is_object())
        return FunctionOutcome { .problem = "the extension left no result" };
    FunctionOutcome outcome { .result = answer->value("result", Json()) };
    nameTypes(outcome.result);
    const Json outputs = answer->value("outputs", Json::object());
    for (const auto& [number, file] : outputs.items())
        outcome.outputs[number] = (runFolder / fs::path(file.is_string() ? file.get<std::string>() : "").filename()).string();
    return outcome;
}

} // namespace hawk::bench
