#include "emulator/project/operator_kernel.h"

#include "base/files.h"
#include "emulator/project/cpp_text.h"
#include "emulator/project/tiling_template.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// "AddLayerNormV2" -> "add_layer_norm_v2", as the vendor's build names kernel files and functions.
std::string snakeCase(const std::string& name)
{
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto c = static_cast<unsigned char>(name[i]);
        const bool boundary = std::isupper(c) != 0 && i > 0
            && (std::isupper(static_cast<unsigned char>(name[i - 1])) == 0
                || (i + 1 < name.size() && std::islower(static_cast<unsigned char>(name[i + 1])) != 0));
        if (boundary)
            out += '_';
        out += static_cast<char>(std::tolower(c));
    }
    return out;
}

std::string letters(std::string name)
{
    std::erase(name, '_');
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name;
}

std::vector<KernelEntry> entriesIn(const fs::path& source, const std::string& text)
{
    // Qualifiers stand in any order around `void`.
    static const std::regex kPattern(R"((template\s*<([^>]*)>\s*)?((?:extern\s*"C"\s*|__global__\s*|__aicore__\s*|__vector__\s*|inline\s*|static\s*|void\s*)+)\b(\w+)\s*\(([^)]*)\))");
    std::vector<KernelEntry> found;
    for (std::sregex_iterator it(text.begin(), text.end(), kPattern), end; it != end; ++it) {
        const std::string qualifiers = (*it)[3];
        if (qualifiers.find("__global__") == std::string::npos || qualifiers.find("void") == std::string::npos)
            continue;
        found.push_back({ source, (*it)[4], parameterNames((*it)[5]), (*it)[2] });
    }
    return found;
}

/// Kernel files may also hold a host function that launches the kernel. The operator's build never calls it: its launch
/// statements become empty ones, every line stays where it is.
std::string withoutLaunches(std::string text)
{
    for (std::size_t at = text.find("<<<"); at != std::string::npos; at = text.find("<<<", at)) {
        std::size_t begin = at;
        while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) != 0 || text[begin - 1] == '_'))
            --begin;
        std::size_t end = text.find(">>>", at);
        const std::size_t open = end == std::string::npos ? end : text.find('(', end);
        if (open == std::string::npos)
            break;
        int depth = 0;
        for (end = open; end < text.size(); ++end) {
            depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
            if (depth == 0)
                break;
        }
        for (std::size_t i = begin; i <= end && i < text.size(); ++i)
            if (text[i] != '\n')
                text[i] = ' ';
        at = begin;
    }
    return text;
}

std::string structText(const OperatorDefinition::TilingStruct& one)
{
    std::string text = "struct " + one.name + " {\n";
    for (const auto& field : one.fields) {
        text += "    " + field.type + " " + field.name;
        text += (field.count > 0 ? "[" + std::to_string(field.count) + "]" : std::string()) + " {};\n";
    }
    return text + "};\n";
}

/// The graph engine's type numbers, for #if ORIG_DTYPE_X == DT_FLOAT16 (public ge::DataType enumeration).
constexpr std::array<std::pair<const char*, int>, 16> kTypeNumbers { { { "DT_FLOAT", 0 }, { "DT_FLOAT16", 1 }, { "DT_INT8", 2 },
    { "DT_INT32", 3 }, { "DT_UINT8", 4 }, { "DT_INT16", 6 }, { "DT_UINT16", 7 }, { "DT_UINT32", 8 }, { "DT_INT64", 9 },
    { "DT_UINT64", 10 }, { "DT_DOUBLE", 11 }, { "DT_BOOL", 12 }, { "DT_COMPLEX64", 16 }, { "DT_BF16", 27 }, { "DT_INT4", 29 },
    { "DT_COMPLEX32", 33 } } };

std::string preludeText(const OperatorDefinition& op, std::uint64_t tilingKey)
{
    std::string text;
    for (const auto& [name, number] : kTypeNumbers)
        text += "#define " + std::string(name) + " " + std::to_string(number) + "\n";
    for (const auto& one : op.tilingStructs)
        text += structText(one);
    auto own = op.tilingClasses.find(op.name + "_" + std::to_string(tilingKey));
    if (own == op.tilingClasses.end())
        own = op.tilingClasses.find(op.name);
    if (own != op.tilingClasses.end())
        text += "#undef HAWK_DEFAULT_TILING\n#define HAWK_DEFAULT_TILING ::" + own->second + "\n";
    return text + "#undef HAWK_TILING_KEY\n#define HAWK_TILING_KEY " + std::to_string(tilingKey) + "UL\n";
}

/// Makes the entry of a template kernel the instance that the tiling key stands for.
Status instantiate(const OperatorDefinition& op, const KernelEntry& entry, std::uint64_t tilingKey, BuildRequest& request)
{
    if (op.tilingTemplate.parameters.empty())
        return Error { Errc::InvalidInput, "kernel " + entry.function + " is a template (" + entry.templateParameters
                + "), but the host code of " + op.name + " declares no template parameters", entry.source.string(),
            "declare them with ASCENDC_TPL_ARGS_DECL(" + op.name + ", ...) in a header that host code and kernel include" };
    const auto instance = templateInstance(op, tilingKey);
    if (!instance)
        return instance.error();
    request.entry = entry.function + "<" + instance->arguments + ">";
    if (!instance->tilingStruct.empty())
        request.prelude += "#undef HAWK_DEFAULT_TILING\n#define HAWK_DEFAULT_TILING ::" + instance->tilingStruct + "\n";
    if (instance->deterministic)
        request.defines["DETERMINISTIC_MODE"] = "1";
    return {};
}

} // namespace

Result<KernelEntry> findKernelEntry(const OperatorProject& project, const OperatorDefinition& op)
{
    std::vector<KernelEntry> all;
    for (const fs::path& source : project.kernelSources) {
        const auto text = readFile(source);
        if (!text)
            return text.error();
        std::ranges::move(entriesIn(source, withoutComments(*text)), std::back_inserter(all));
    }
    const std::string wanted = snakeCase(op.name);
    const std::string file = op.kernelFile.empty() ? wanted : op.kernelFile;
    // One source may hold two of the name behind #if: a template for chips whose host code declares its parameters.
    std::ranges::stable_partition(all, [&](const KernelEntry& entry) { return entry.templateParameters.empty() == op.tilingTemplate.parameters.empty(); });
    std::ranges::stable_partition(all, [&](const KernelEntry& entry) { return entry.source.stem() == file; });
    const auto named = std::ranges::find(all, wanted, &KernelEntry::function);
    if (named != all.end())
        return *named;
    // Where an underscore goes beside digits is not settled ("Conv2dV2"); everything else is.
    const auto alike = std::ranges::find_if(all, [&](const KernelEntry& entry) { return letters(entry.function) == letters(wanted); });
    if (alike != all.end())
        return *alike;
    std::string list;
    for (const KernelEntry& entry : all)
        list += (list.empty() ? "" : ", ") + entry.function;
    return Error { Errc::InvalidInput, "no kernel function " + wanted + " for operator " + op.name + " in "
            + project.kernelFolder.string() + (list.empty() ? "" : " (there are: " + list + ")"), {},
        "the kernel function has the operator's name in snake case" };
}

Result<BuildRequest> kernelBuild(const OperatorProject& project, const OperatorDefinition& op, const KernelEntry& entry,
    const KernelVariant& variant, std::shared_ptr<const chip::ChipFacts> chip)
{
    auto text = readFile(entry.source);
    if (!text)
        return text.error();
    BuildRequest request;
    request.source = withoutLaunches(*std::move(text));
    request.fileName = entry.source.filename().string();
    request.entry = entry.function;
    request.chip = std::move(chip);
    request.includeDirs = { entry.source.parent_path() };
    for (const fs::path& folder : { project.kernelFolder, project.hostFolder, project.root })
        if (std::ranges::find(request.includeDirs, folder) == request.includeDirs.end())
            request.includeDirs.push_back(folder);
    request.includeDirs.insert(request.includeDirs.end(), project.includeDirs.begin(), project.includeDirs.end());
    request.searchDirs = project.searchDirs;
    for (const auto& [parameter, type] : variant.types) {
        if (type == DType::None)
            continue;
        request.defines["DTYPE_" + upper(parameter)] = ascendName(type);
        request.defines["ORIG_DTYPE_" + upper(parameter)] = geName(type);
        request.defines["FORMAT_" + upper(parameter)] = "FORMAT_ND";
    }
    request.prelude = preludeText(op, variant.tilingKey);
    if (!entry.templateParameters.empty())
        if (Status done = instantiate(op, entry, variant.tilingKey, request); !done)
            return done.error();
    return request;
}

} // namespace hawk::emulator
