#include "target/handover_check.h"

#include "emulator/program/handover.h"
#include "reference/mapped_file.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace hawk::target {
namespace {

namespace fs = std::filesystem;
using Bytes = std::span<const std::byte>;

/// A shorter part could be found anywhere by chance, and would let host code put a tensor together element by element.
constexpr std::size_t kShortestPart = 32;
constexpr std::size_t kProbe = 16; ///< bytes that are looked for in a tensor
constexpr std::size_t kMostPlaces = 256; ///< of equal bytes in a tensor, tried before giving up

struct Log {
    std::optional<reference::MappedFile> file;
    emulator::HandoverRecords records;
    Bytes contents(const emulator::Handover& one) const { return file->bytes().subspan(one.begin, one.bytes); }
};

/// Without events and not complete when the file is gone or damaged: it stood where the program could write.
Result<Log> openLog(const fs::path& path)
{
    Log log;
    std::error_code ec;
    if (!fs::is_regular_file(fs::symlink_status(path, ec)))
        return log;
    auto file = reference::MappedFile::open(path);
    if (!file)
        return file.error();
    log.file.emplace(*std::move(file));
    if (auto records = emulator::readHandovers(log.file->bytes()))
        log.records = *std::move(records);
    return log;
}

constexpr const char* kNotWhole = "the record of what passed between host and device is not whole";

Result<std::vector<reference::MappedFile>> openAll(const std::vector<fs::path>& paths)
{
    std::vector<reference::MappedFile> files;
    for (const fs::path& path : paths) {
        auto file = reference::MappedFile::open(path);
        if (!file)
            return file.error();
        files.push_back(*std::move(file));
    }
    return files;
}

std::vector<fs::path> pathsOf(const std::vector<reference::TensorFile>& tensors)
{
    std::vector<fs::path> paths;
    for (const reference::TensorFile& each : tensors)
        paths.push_back(each.path);
    return paths;
}

/// Next place at or after `from` where `part` stands in `whole`, as memmem finds it; nothing when there is none.
std::optional<std::size_t> findFrom(Bytes whole, Bytes part, std::size_t from)
{
    if (part.empty() || from > whole.size())
        return {};
    const void* found = ::memmem(whole.data() + from, whole.size() - from, part.data(), part.size());
    if (found == nullptr)
        return {};
    return static_cast<std::size_t>(static_cast<const std::byte*>(found) - whole.data());
}

/// One upload of two runs against the inputs of both.
class Upload {
public:
    Upload(Bytes first, Bytes second, const std::vector<reference::MappedFile>& inputs, const std::vector<reference::MappedFile>& otherInputs)
        : m_first(first)
        , m_second(second)
        , m_inputs(inputs)
        , m_otherInputs(otherInputs)
    {
    }
    /// First byte that differs between the runs and belongs to no copied part; -1 when all is explained.
    std::int64_t unexplained()
    {
        std::size_t at = 0;
        while (true) {
            at = nextDifference(at);
            if (at == m_first.size())
                return -1;
            const std::size_t end = copiedUntil(at);
            if (end == at)
                return static_cast<std::int64_t>(at);
            at = end;
        }
    }

private:
    std::size_t nextDifference(std::size_t from) const
    {
        const auto rest = std::ranges::mismatch(m_first.subspan(from), m_second.subspan(from));
        return static_cast<std::size_t>(rest.in1 - m_first.begin());
    }

    /// End of the part around `at` that is one part of an input in both runs; `at` when there is none.
    std::size_t copiedUntil(std::size_t at)
    {
        for (std::size_t tensor = 0; tensor < m_inputs.size(); ++tensor) // a whole tensor, the usual case
            if (const std::size_t end = partEnd(tensor, at, at); end > at)
                return end;
        for (std::size_t i = 0; i < m_inputs.size(); ++i) { // rows are copied one after the other
            const std::size_t tensor = (m_last + i) % m_inputs.size();
            std::size_t end = searched(tensor, at, i == 0 ? m_lastEnd : 0);
            if (end == at && i == 0)
                end = searched(tensor, at, 0);
            if (end > at)
                return end;
        }
        return at;
    }

    /// The same, looking for the bytes at `at` in one tensor from `start` on.
    std::size_t searched(std::size_t tensor, std::size_t at, std::size_t start)
    {
        const Bytes input = m_inputs[tensor].bytes();
        const Bytes probe = m_first.subspan(at, std::min<std::size_t>(kProbe, m_first.size() - at));
        auto place = findFrom(input, probe, start);
        for (std::size_t tries = 0; place && tries < kMostPlaces; ++tries) {
            if (const std::size_t end = partEnd(tensor, at, *place); end > at)
                return end;
            place = findFrom(input, probe, *place + 1);
        }
        return at;
    }

    /// The part of both runs around `at` that stands at `place` of the tensor; `at` when it is too short to be a copy.
    std::size_t partEnd(std::size_t tensor, std::size_t at, std::size_t place)
    {
        const Bytes a = m_inputs[tensor].bytes();
        const Bytes b = m_otherInputs[tensor].bytes();
        const auto same = [&](std::size_t i, std::size_t p) { return p < a.size() && p < b.size() && m_first[i] == a[p] && m_second[i] == b[p]; };
        std::size_t end = at;
        while (end < m_first.size() && same(end, place + (end - at)))
            ++end;
        std::size_t before = 0;
        while (before < at && before < place && same(at - before - 1, place - before - 1))
            ++before;
        const std::size_t length = end - at + before;
        if (end == at || (length < kShortestPart && length < a.size()))
            return at;
        m_last = tensor;
        m_lastEnd = place + (end - at);
        return end;
    }

    Bytes m_first, m_second;
    const std::vector<reference::MappedFile>& m_inputs;
    const std::vector<reference::MappedFile>& m_otherInputs;
    std::size_t m_last = 0; ///< tensor of the last part
    std::size_t m_lastEnd = 0;
};

/// An output file put together from what was copied back.
class Download {
public:
    explicit Download(std::vector<Bytes> parts)
        : m_parts(std::move(parts))
        , m_reached(m_parts.size())
    {
    }
    /// First byte of the file that comes from no part; -1 when all does.
    std::int64_t unexplained(Bytes file)
    {
        std::ranges::fill(m_reached, 0);
        for (std::size_t at = 0; at < file.size();) {
            const std::size_t length = longest(file.subspan(at));
            if (length == 0)
                return static_cast<std::int64_t>(at);
            at += length;
        }
        return -1;
    }

private:
    std::size_t longest(Bytes rest)
    {
        std::size_t best = 0;
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            std::size_t length = from(i, rest, m_reached[i]); // files are written in the order of the copies
            if (length == 0 && m_reached[i] > 0)
                length = from(i, rest, 0);
            best = std::max(best, length);
        }
        return best;
    }
    /// How much of `rest` stands in part `i` at or after `start`; 0 when that is too little to be a copy.
    std::size_t from(std::size_t i, Bytes rest, std::size_t start)
    {
        const auto place = findFrom(m_parts[i], rest.first(std::min(kShortestPart, rest.size())), start);
        const std::size_t begin = place.value_or(start);
        const Bytes part = m_parts[i].subspan(std::min(begin, m_parts[i].size()));
        const auto length = static_cast<std::size_t>(std::ranges::mismatch(rest, part).in1 - rest.begin());
        if (length < kShortestPart && length < rest.size() && length < part.size())
            return 0;
        m_reached[i] = begin + length;
        return length;
    }
    std::vector<Bytes> m_parts;
    std::vector<std::size_t> m_reached; ///< end of what was taken from each last
};

/// "the copy of 4096 B into allocation 3" and the like.
std::string eventText(const emulator::Handover& one)
{
    const auto number = [&](const char* key) { return std::to_string(one.what.value(key, std::int64_t { 0 })); };
    if (one.is("launch"))
        return "the launch of " + one.what.value("kernel", std::string());
    if (one.is("allocate"))
        return "an allocation of " + number("bytes") + " B";
    if (one.is("fill"))
        return "filling " + number("bytes") + " B of allocation " + number("buffer");
    if (one.is("move"))
        return "a copy of " + number("bytes") + " B on the device";
    return "a copy of " + std::to_string(one.bytes) + " B " + (one.is("upload") ? "into" : "from") + " allocation " + number("buffer");
}

/// How two records of the same place in the order differ.
std::string difference(const emulator::Handover& a, const emulator::Handover& b)
{
    if (a.is("launch") && b.is("launch") && a.what.value("kernel", "") == b.what.value("kernel", "")) {
        if (a.what.value("blocks", Json()) != b.what.value("blocks", Json()))
            return "its number of blocks differs";
        const Json first = a.what.value("arguments", Json::array());
        const Json second = b.what.value("arguments", Json::array());
        for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i)
            if (first[i] != second[i])
                return "its argument " + std::to_string(i + 1) + " differs";
    }
    return "with other values there is " + eventText(b);
}

constexpr const char* kDepends = "what the host code gives to the device depends on the values of the inputs beyond copying them: ";
constexpr const char* kRule = "; it may follow from shapes and attributes only, the kernel must compute";

} // namespace

Result<std::string> handedBesideInputs(const fs::path& path, const std::vector<reference::TensorFile>& inputs, const fs::path& otherPath,
    const std::vector<reference::TensorFile>& otherInputs)
{
    const auto log = openLog(path);
    const auto other = openLog(otherPath);
    const auto data = openAll(pathsOf(inputs));
    const auto otherData = openAll(pathsOf(otherInputs));
    if (!log || !other)
        return !log ? log.error() : other.error();
    if (!data || !otherData)
        return !data ? data.error() : otherData.error();
    if (!log->records.complete || !other->records.complete)
        return std::string(kNotWhole);
    const auto& first = log->records.events;
    const auto& second = other->records.events;
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
        if (first[i].is("shared"))
            return std::string("the program uses memory that host and device share, which no NPU has: allocate with aclrtMalloc and copy");
        if (first[i].what != second[i].what)
            return kDepends + eventText(first[i]) + ": " + difference(first[i], second[i]) + kRule;
        if (!first[i].is("upload"))
            continue;
        Upload upload(log->contents(first[i]), other->contents(second[i]), *data, *otherData);
        if (const std::int64_t at = upload.unexplained(); at >= 0)
            return kDepends + eventText(first[i]) + ", byte " + std::to_string(at) + ", is no part of an input and changes with the inputs" + kRule;
    }
    if (first.size() != second.size())
        return kDepends + std::to_string(first.size()) + " calls in one run, " + std::to_string(second.size()) + " in another" + kRule;
    return std::string();
}

Result<std::string> outputsNotFromDevice(const fs::path& path, const std::vector<fs::path>& outputs)
{
    const auto log = openLog(path);
    if (!log)
        return log.error();
    if (!log->records.complete)
        return std::string(kNotWhole);
    std::vector<Bytes> downloads;
    for (const emulator::Handover& one : log->records.events)
        if (one.is("download"))
            downloads.push_back(log->contents(one));
    Download download(std::move(downloads));
    for (const fs::path& output : outputs) {
        const auto file = reference::MappedFile::open(output);
        if (!file)
            return file.error();
        if (const std::int64_t at = download.unexplained(file->bytes()); at >= 0)
            return "output/" + output.filename().string() + ", byte " + std::to_string(at)
                + ": what the file holds was not copied back from the device; the kernel must compute the outputs as they are";
    }
    return std::string();
}

} // namespace hawk::target
