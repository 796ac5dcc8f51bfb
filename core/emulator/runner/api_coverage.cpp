#include "emulator/runner/api_coverage.h"

#include "base/files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <set>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

bool isWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Every word of the code; comments do not count.
void collectWords(std::string_view text, std::set<std::string, std::less<>>& words)
{
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, 2) == "//") {
            at = std::min(text.find('\n', at), text.size());
        } else if (isWordChar(text[at])) {
            const std::size_t begin = at;
            while (at < text.size() && isWordChar(text[at]))
                ++at;
            words.emplace(text.substr(begin, at - begin));
        } else {
            ++at;
        }
    }
}

/// First arguments of a macro: the names it declares.
void collectArguments(std::string_view text, std::string_view macro, std::set<std::string, std::less<>>& names)
{
    for (std::size_t at = text.find(macro); at != std::string_view::npos; at = text.find(macro, at + 1)) {
        std::size_t begin = at + macro.size();
        std::size_t end = begin;
        while (end < text.size() && isWordChar(text[end]))
            ++end;
        names.emplace(text.substr(begin, end - begin));
    }
}

struct HeaderNames {
    std::set<std::string, std::less<>> words;
    std::set<std::string, std::less<>> otherGeneration;
};

Result<HeaderNames> readHeaderNames(const fs::path& folder)
{
    constexpr std::string_view kMacro = "HAWK_OTHER_GENERATION(";
    HeaderNames names;
    std::error_code ec;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, ec)) {
        if (!entry.is_regular_file())
            continue;
        const auto text = readFile(entry.path());
        if (!text)
            return text.error();
        if (entry.path().filename() == "api_ids.h")
            continue; // a number is no declaration
        if (entry.path().filename() == "unsupported.h")
            collectArguments(*text, kMacro, names.otherGeneration);
        else
            collectWords(*text, names.words);
    }
    if (names.words.empty())
        return Error { Errc::NotFound, "no device headers below " + folder.string(), {}, {} };
    return names;
}

/// "TQue::EnQue" -> "EnQue"
std::string_view lastPart(std::string_view name)
{
    const std::size_t colons = name.rfind("::");
    return colons == std::string_view::npos ? name : name.substr(colons + 2);
}

const ApiRow* rowOf(std::string_view name)
{
    const auto rows = apiTable().subspan(1);
    auto found = std::ranges::find(rows, name, &ApiRow::name);
    if (found == rows.end() && name.find("::") == std::string_view::npos) // members are written with their class in the table
        found = std::ranges::find_if(rows, [&](const ApiRow& row) { return lastPart(row.name) == name; });
    if (found == rows.end() && name.starts_with("Tensor::"))
        found = std::ranges::find_if(rows, [&](const ApiRow& row) { return lastPart(row.name) == lastPart(name); });
    return found == rows.end() ? nullptr : &*found;
}

void classify(ApiCoverage& entry, const HeaderNames& headers)
{
    entry.row = rowOf(entry.name);
    const bool declared = headers.words.contains(lastPart(entry.name));
    if (entry.row != nullptr && declared)
        entry.support = ApiSupport::Row;
    else if (declared)
        entry.support = ApiSupport::Header;
    else if (headers.otherGeneration.contains(entry.name))
        entry.support = ApiSupport::OtherGeneration;
    if (entry.support != ApiSupport::Row)
        entry.row = nullptr;
}

std::vector<std::string> split(std::string_view list)
{
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        parts.emplace_back(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return parts;
}

} // namespace

std::string_view name(ApiSupport support)
{
    constexpr std::array<std::string_view, 4> kNames { "row", "header", "other-generation", "missing" };
    return kNames.at(static_cast<std::size_t>(support));
}

std::string_view className(OpClass kind)
{
    switch (kind) {
#define HAWK_CLASS_NAME(name) \
    case OpClass::name: \
        return #name;
        HAWK_CLASS_NAME(None)
        HAWK_CLASS_NAME(VecSimple)
        HAWK_CLASS_NAME(VecDiv)
        HAWK_CLASS_NAME(VecExp)
        HAWK_CLASS_NAME(VecLn)
        HAWK_CLASS_NAME(VecSqrt)
        HAWK_CLASS_NAME(VecMulAddDst)
        HAWK_CLASS_NAME(VecCast)
        HAWK_CLASS_NAME(VecCompare)
        HAWK_CLASS_NAME(VecSelect)
        HAWK_CLASS_NAME(VecDuplicate)
        HAWK_CLASS_NAME(VecCopy)
        HAWK_CLASS_NAME(VecReduceRepeat)
        HAWK_CLASS_NAME(VecReduceBlock)
        HAWK_CLASS_NAME(VecReducePair)
        HAWK_CLASS_NAME(VecBrcb)
        HAWK_CLASS_NAME(VecGather)
        HAWK_CLASS_NAME(VecGatherMask)
        HAWK_CLASS_NAME(VecTranspose)
        HAWK_CLASS_NAME(VecSort)
        HAWK_CLASS_NAME(VecLibrary)
        HAWK_CLASS_NAME(VecMaskSet)
        HAWK_CLASS_NAME(DmaGmToUb)
        HAWK_CLASS_NAME(DmaUbToGm)
        HAWK_CLASS_NAME(DmaGmToL1)
        HAWK_CLASS_NAME(DmaL1ToGm)
        HAWK_CLASS_NAME(DmaUbToUb)
        HAWK_CLASS_NAME(DmaL1ToUb)
        HAWK_CLASS_NAME(DmaUbToL1)
        HAWK_CLASS_NAME(CubeMmad)
        HAWK_CLASS_NAME(CubeLoad)
        HAWK_CLASS_NAME(CubeFixpipe)
        HAWK_CLASS_NAME(ScalarRead)
        HAWK_CLASS_NAME(ScalarWrite)
        HAWK_CLASS_NAME(ScalarWork)
        HAWK_CLASS_NAME(CacheClean)
        HAWK_CLASS_NAME(SyncSet)
        HAWK_CLASS_NAME(SyncWait)
        HAWK_CLASS_NAME(Barrier)
        HAWK_CLASS_NAME(CrossSet)
        HAWK_CLASS_NAME(CrossWait)
        HAWK_CLASS_NAME(SyncAllArrive)
        HAWK_CLASS_NAME(SyncAllLeave)
        HAWK_CLASS_NAME(QueueEvent)
        HAWK_CLASS_NAME(BufferInit)
        HAWK_CLASS_NAME(TensorDeclare)
        HAWK_CLASS_NAME(KernelBegin)
        HAWK_CLASS_NAME(KernelEnd)
#undef HAWK_CLASS_NAME
    default:
        return "?";
    }
}

std::vector<ApiRowFacts> apiRowFacts(std::span<const std::string> timingKeys)
{
    std::vector<ApiRowFacts> all;
    for (const ApiRow& row : apiTable().subspan(1)) {
        ApiRowFacts facts { &row, className(row.kind), split(row.rules), std::string(className(row.kind)) };
        for (const std::string_view width : { "rate4.", "rate2.", "rate8." }) {
            const std::string key = std::string(width) + facts.timing;
            if (std::ranges::find(timingKeys, key) != timingKeys.end()) {
                facts.timing = key;
                break;
            }
        }
        all.push_back(std::move(facts));
    }
    return all;
}

Result<std::vector<ApiCoverage>> apiCoverage(const fs::path& tiers, const fs::path& headers)
{
    const auto text = readFile(tiers);
    if (!text)
        return text.error();
    const auto names = readHeaderNames(headers);
    if (!names)
        return names.error();
    std::vector<ApiCoverage> all;
    std::string_view rest = *text;
    for (std::size_t line = 1; !rest.empty(); ++line) {
        const std::size_t end = rest.find('\n');
        const std::string_view each = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (each.empty() || each.starts_with('#') || each.starts_with("tier,"))
            continue;
        const std::vector<std::string> fields = split(each);
        ApiCoverage entry;
        if (fields.size() != 3
            || std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), entry.tier).ec != std::errc {})
            return Error { Errc::InvalidInput,
                tiers.string() + ":" + std::to_string(line) + ": expected tier,category,name, found '" + std::string(each) + "'", {},
                {} };
        entry.category = fields[1];
        entry.name = fields[2];
        classify(entry, *names);
        all.push_back(std::move(entry));
    }
    return all;
}

} // namespace hawk::emulator
