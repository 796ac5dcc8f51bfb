#include "emulator/isa/table.h"
#include "emulator/report/profile_builder.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <vector>

/// The timeline in the event format of chrome://tracing and Perfetto: one process per core, one thread per
/// pipe, an arrow from the op that ended a wait to the op that waited. Written as text, because a trace holds
/// many small events.
namespace hawk::emulator {
namespace {

constexpr std::size_t kMaxCores = 48;
constexpr std::size_t kMaxSegments = 200'000;

/// Lane order of the vendor's simulator trace.
int laneOf(Pipe pipe)
{
    switch (pipe) {
    case Pipe::S:
        return 1;
    case Pipe::Mte1:
        return 3;
    case Pipe::M:
        return 4;
    case Pipe::Fix:
        return 5;
    case Pipe::Mte2:
        return 6;
    case Pipe::V:
        return 7;
    case Pipe::Mte3:
        return 8;
    default:
        return 11;
    }
}

std::string_view laneName(Pipe pipe)
{
    switch (pipe) {
    case Pipe::S:
        return "SCALAR";
    case Pipe::Mte1:
        return "MTE1";
    case Pipe::M:
        return "CUBE";
    case Pipe::Fix:
        return "FIXP";
    case Pipe::Mte2:
        return "MTE2";
    case Pipe::V:
        return "VECTOR";
    case Pipe::Mte3:
        return "MTE3";
    default:
        return "ALL";
    }
}

std::string_view colourOf(Pipe pipe)
{
    switch (pipe) {
    case Pipe::S:
        return "startup";
    case Pipe::V:
        return "cq_build_failed";
    case Pipe::M:
        return "background_memory_dump";
    case Pipe::Mte1:
        return "thread_state_running";
    case Pipe::Mte2:
        return "thread_state_iowait";
    case Pipe::Mte3:
        return "rail_response";
    default:
        return "good";
    }
}

void appendNumber(std::string& out, double value)
{
    std::array<char, 40> text {};
    const auto end
        = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 4);
    out.append(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
}

void appendNumber(std::string& out, std::uint64_t value)
{
    std::array<char, 24> text {};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
}

class Writer {
public:
    explicit Writer(double clockMhz)
        : m_clock(clockMhz > 0 ? clockMhz : 1)
    {
    }
    void metadata(
        std::string_view kind, std::uint64_t pid, int tid, std::string_view key, const std::string& value)
    {
        begin();
        m_out += R"({"ph":"M","name":")";
        m_out += kind;
        place(pid, tid);
        m_out += R"(,"args":{")";
        m_out += key;
        m_out += "\":" + value + "}}";
    }
    void segment(const Segment& s)
    {
        begin();
        m_out += R"({"ph":"X","name":)";
        m_out += Json(std::string(apiRow(s.api).name)).dump();
        m_out.resize(m_out.size() - 1); // place() closes the name's quote
        place(s.core, laneOf(s.pipe));
        m_out += R"(,"cname":")";
        m_out += colourOf(s.pipe);
        m_out += R"(","ts":)";
        appendNumber(m_out, s.start / m_clock);
        m_out += R"(,"dur":)";
        appendNumber(m_out, (s.end - s.start) / m_clock);
        m_out += R"(,"args":{"line":)";
        appendNumber(m_out, std::uint64_t { s.line });
        m_out += R"(,"seq":)";
        appendNumber(m_out, s.seq);
        m_out += R"(,"bytes":)";
        appendNumber(m_out, s.bytes);
        m_out += R"(,"stall_us":)";
        appendNumber(m_out, s.stall / m_clock);
        m_out += "}}";
    }
    void flow(const Segment& from, const Segment& to)
    {
        const std::string category = std::string(laneName(from.pipe)) + "To" + std::string(laneName(to.pipe));
        ++m_flows;
        arrow("s", category, from.core, laneOf(from.pipe), from.end);
        arrow("t", category, to.core, laneOf(to.pipe), to.start);
    }
    std::string finish(const std::string& header) { return header + m_out + "]}\n"; }

private:
    void begin()
    {
        if (!m_out.empty())
            m_out += ",\n";
    }
    void place(std::uint64_t pid, int tid)
    {
        m_out += R"(","pid":)";
        appendNumber(m_out, pid);
        m_out += R"(,"tid":)";
        appendNumber(m_out, static_cast<std::uint64_t>(tid));
    }
    void arrow(std::string_view phase, const std::string& category, std::uint64_t pid, int tid, double at)
    {
        begin();
        m_out += R"({"ph":")";
        m_out += phase;
        m_out += R"(","cat":")" + category + R"(","id":)";
        appendNumber(m_out, m_flows);
        m_out += R"(,"name":"flow)";
        place(pid, tid);
        m_out += R"(,"ts":)";
        appendNumber(m_out, at / m_clock);
        m_out += "}";
    }

    double m_clock;
    std::string m_out;
    std::uint64_t m_flows = 0;
};

struct Selection {
    std::vector<Segment> segments;
    std::size_t coresShown = 0;
    std::size_t coresTotal = 0;
    std::size_t segmentsTotal = 0;
    std::size_t perCore = 0; ///< segments kept of each core, from its start; 0 = all
};

/// The first kMaxCores cores, and of each the first segments when all would be too many.
Selection select(const std::vector<Segment>& segments)
{
    Selection selection;
    selection.segmentsTotal = segments.size();
    std::set<std::uint16_t> cores;
    for (const Segment& segment : segments)
        cores.insert(segment.core);
    selection.coresTotal = cores.size();
    while (cores.size() > kMaxCores)
        cores.erase(std::prev(cores.end()));
    selection.coresShown = cores.size();
    std::ranges::copy_if(segments, std::back_inserter(selection.segments),
        [&](const Segment& segment) { return cores.contains(segment.core); });
    if (selection.segments.size() <= kMaxSegments)
        return selection;
    selection.perCore = kMaxSegments / std::max<std::size_t>(cores.size(), 1);
    std::map<std::uint16_t, std::size_t> kept;
    std::erase_if(
        selection.segments, [&](const Segment& segment) { return ++kept[segment.core] > selection.perCore; });
    return selection;
}

std::string noteOf(const Selection& selection)
{
    std::string note;
    if (selection.coresShown < selection.coresTotal)
        note = "first " + std::to_string(selection.coresShown) + " of " + std::to_string(selection.coresTotal)
            + " cores";
    if (selection.perCore != 0)
        note += (note.empty() ? "" : ", ") + std::string("first ") + std::to_string(selection.perCore)
            + " operations of each core, " + std::to_string(selection.segmentsTotal) + " in all";
    return note;
}

/// Of the same core's other pipes, the segment whose result ended the wait: the last to end before this one
/// starts.
void writeFlows(Writer& writer, const std::vector<Segment>& segments)
{
    std::map<std::pair<std::uint16_t, Pipe>, const Segment*> last;
    for (const Segment& segment : segments) {
        const Segment* cause = nullptr;
        for (const Pipe pipe : { Pipe::Mte2, Pipe::V, Pipe::Mte3, Pipe::S }) {
            const auto it = last.find({ segment.core, pipe });
            if (pipe != segment.pipe && it != last.end() && it->second->end <= segment.start
                && (cause == nullptr || it->second->end > cause->end))
                cause = it->second;
        }
        if (segment.stall > 0 && cause != nullptr)
            writer.flow(*cause, segment);
        last[{ segment.core, segment.pipe }] = &segment;
    }
}

} // namespace

std::string chromeTrace(const std::vector<Segment>& segments, const Profile& profile)
{
    const Selection selection = select(segments);
    Writer writer(profile.clockMhz);
    std::set<std::pair<std::uint16_t, Pipe>> lanes;
    for (const Segment& segment : selection.segments)
        lanes.insert({ segment.core, segment.pipe });
    std::set<std::uint16_t> cores;
    for (const auto& [core, pipe] : lanes) {
        const int tid = laneOf(pipe);
        if (cores.insert(core).second) {
            writer.metadata("process_name", core, 0, "name", "\"block " + std::to_string(core) + "\"");
            writer.metadata("process_sort_index", core, 0, "sort_index", std::to_string(core));
        }
        writer.metadata("thread_name", core, tid, "name", '"' + std::string(laneName(pipe)) + '"');
        writer.metadata("thread_sort_index", core, tid, "sort_index", std::to_string(tid));
    }
    for (const Segment& segment : selection.segments)
        writer.segment(segment);
    writeFlows(writer, selection.segments);

    Json other { { "basis", "modelled" }, { "chip", profile.chip }, { "clockMhz", profile.clockMhz },
        { "totalUs", profile.totalUs }, { "trusted", profile.trusted } };
    if (const std::string note = noteOf(selection); !note.empty())
        other["shown"] = note;
    if (!profile.trusted)
        other["untrustedReason"] = profile.untrustedReason;
    return writer.finish(R"({"schemaVersion":2,"displayTimeUnit":"ns","profilingType":"op","otherData":)"
        + other.dump() + ",\n\"traceEvents\":[\n");
}

} // namespace hawk::emulator
