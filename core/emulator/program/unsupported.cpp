#include "emulator/program/unsupported.h"

#include "base/files.h"
#include "emulator/program/source_text.h"

#include <algorithm>
#include <array>
#include <set>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

struct Mark {
    std::string_view word; ///< whole identifier in the code
    std::string_view part; ///< what it belongs to
};

constexpr std::string_view kCube = "the cube unit, which is not emulated";
constexpr std::string_view kRegister = "register-based vector programming (generation 3510)";
constexpr std::string_view kSimt = "SIMT programming (generation 3510)";
constexpr std::string_view kRuntimeCompile = "run-time compilation (aclrtc), which needs the vendor's compiler inside the program";
constexpr std::string_view kPackage = "an operator package (aclnn), which is no direct launch";
constexpr std::string_view kTorch = "the vendor's framework adapter";
constexpr std::string_view kModel = "a compiled model or graph of the vendor's framework";
constexpr std::string_view kNews = "an instruction of generation 3510";

constexpr std::array kMarks {
    Mark { "__cube__", kCube }, Mark { "__mix__", kCube }, Mark { "Mmad", kCube }, Mark { "MatmulImpl", kCube },
    Mark { "LoadData", kCube }, Mark { "Fixpipe", kCube }, Mark { "BlockMmad", kCube }, Mark { "REGIST_MATMUL_OBJ", kCube }, Mark { "TCubeTiling", kCube },
    Mark { "__simd_vf__", kRegister }, Mark { "__VEC_SCOPE__", kRegister }, Mark { "MicroAPI", kRegister },
    Mark { "RegTensor", kRegister }, Mark { "asc_vf_call", kRegister }, Mark { "__simt_vf__", kSimt },
    Mark { "__simt_callee__", kSimt }, Mark { "aclrtcCreateProg", kRuntimeCompile }, Mark { "aclCreateTensor", kPackage },
    Mark { "aclopCompile", kPackage }, Mark { "aclopExecuteV2", kPackage }, Mark { "PYBIND11_MODULE", kTorch }, Mark { "TORCH_LIBRARY", kTorch },
    Mark { "MultiCopyConfig", kNews }, Mark { "aclmdlLoadFromFile", kModel }, Mark { "GEInitialize", kModel },
};

std::map<std::string, std::string> macrosOf(std::map<std::string, std::string> macros, const chip::ChipFacts& chip)
{
    macros["__NPU_ARCH__"] = std::to_string(static_cast<int>(chip.generation));
    return macros;
}

/// The source and the local headers it includes, each once.
void collect(const fs::path& folder, const fs::path& file, const ProgramScenario& scenario,
    const std::map<std::string, std::string>& macros, std::set<fs::path>& seen, std::vector<std::pair<fs::path, std::string>>& codes)
{
    constexpr std::size_t kMost = 200;
    if (seen.size() > kMost || !seen.insert(file.lexically_normal()).second)
        return;
    auto text = readFile(folder / file);
    if (!text)
        return;
    const std::string source = asUtf8(*std::move(text));
    const std::string code = blankInactive(blankNonCode(source), macros);
    codes.emplace_back(file, code);
    for (std::size_t at = code.find("#"); at != std::string::npos; at = code.find('#', at + 1)) {
        const std::size_t end = std::min(source.find('\n', at), source.size());
        const std::string line = source.substr(at, end - at);
        const std::size_t open = line.find('"');
        const std::size_t close = open == std::string::npos ? open : line.find('"', open + 1);
        if (line.find("include") == std::string::npos || close == std::string::npos)
            continue;
        const std::string name = line.substr(open + 1, close - open - 1);
        std::vector<fs::path> places { file.parent_path() };
        places.insert(places.end(), scenario.includeFolders.begin(), scenario.includeFolders.end());
        for (const fs::path& place : places) {
            std::error_code ec;
            if (fs::is_regular_file(folder / place / name, ec)) {
                collect(folder, place / name, scenario, macros, seen, codes);
                break;
            }
        }
    }
}

/// __mix__(0, n): no cube core takes part.
bool isVectorMix(const std::string& code, std::size_t at)
{
    const std::size_t open = code.find('(', at);
    const std::size_t first = open == std::string::npos ? open : code.find_first_not_of(" \t", open + 1);
    return first != std::string::npos && code[first] == '0';
}

/// Text of "if constexpr (false-by-macro)" stays: only the preprocessor is followed.
std::string usedPart(const fs::path& file, const std::string& code)
{
    for (const Mark& mark : kMarks) {
        auto places = findWord(code, mark.word);
        if (mark.word == "__mix__")
            std::erase_if(places, [&](std::size_t at) { return isVectorMix(code, at); });
        if (!places.empty())
            return "uses " + std::string(mark.part) + ": " + std::string(mark.word) + " at " + file.string() + ":"
                + std::to_string(lineAt(code, places.front()));
    }
    return {};
}

/// Whether one of the README's product names stands for the chip.
bool namesChip(const std::string& product, const chip::ChipFacts& chip)
{
    const auto has = [&](std::string_view word) { return product.find(word) != std::string::npos; };
    switch (chip.generation) {
    case chip::Generation::V2201:
        return has("Atlas A2") || has("Atlas A3") || has("910B") || has("910C") || has("910_93");
    case chip::Generation::V2002:
        return has("310P") || has("Atlas \xE6\x8E\xA8\xE7\x90\x86"); // "Atlas inference series"
    case chip::Generation::V3510:
        return has("950");
    }
    return false;
}

} // namespace

std::string scenarioProblem(const ProgramSample& sample, const ProgramScenario& scenario, const chip::ChipFacts& chip)
{
    std::set<fs::path> seen;
    std::vector<std::pair<fs::path, std::string>> codes;
    for (const fs::path& source : scenario.sources)
        collect(sample.folder, source, scenario, macrosOf(scenario.defines, chip), seen, codes);
    bool main = scenario.sources.empty();
    for (const auto& [file, code] : codes) {
        main = main || definesMain(code);
        if (std::string used = usedPart(file, code); !used.empty())
            return used;
    }
    return main ? "" : "no source of the program has a main";
}

std::string sourceProblem(const fs::path& name, const std::string& source, const chip::ChipFacts& chip)
{
    return usedPart(name, blankInactive(blankNonCode(asUtf8(source)), macrosOf({}, chip)));
}

std::string unsupportedReason(const ProgramSample& sample, const chip::ChipFacts& chip)
{
    if (!chip.emulated)
        return chip.name + " is not emulated (generation " + std::to_string(static_cast<int>(chip.generation)) + ")";
    if (!sample.products.empty()
        && std::ranges::none_of(sample.products, [&](const std::string& product) { return namesChip(product, chip); })) {
        std::string list;
        for (const std::string& product : sample.products)
            list += (list.empty() ? "" : "; ") + product;
        return "its README supports other chips only (" + list + "), not " + chip.name;
    }
    std::string first;
    for (const ProgramScenario& scenario : sample.scenarios) {
        if (scenario.problem.empty())
            return {};
        if (first.empty())
            first = scenario.problem;
    }
    return first;
}

} // namespace hawk::emulator
