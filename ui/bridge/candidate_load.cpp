#include "bridge/candidate_load.h"

#include "base/files.h"
#include "bridge/convert.h"
#include "bridge/verdict_view.h"
#include "emulator/isa/table.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

std::vector<HitRow> loadHits(store::Workspace& workspace, CandidateId id)
{
    std::vector<HitRow> rows;
    const auto retrievals = workspace.retrievals(id);
    if (!retrievals)
        return rows;
    for (const store::RetrievalRecord& retrieval : *retrievals)
        for (const store::RetrievalRecord::Hit& hit : retrieval.hits) {
            HitRow row;
            row.entry = hit.entry.value;
            if (const auto entry = workspace.entry(hit.entry)) {
                row.key = toQt(entry->key);
                row.title = toQt(entry->title);
                row.state = toQt(entry->state);
            }
            row.rank = hit.rank;
            row.syntacticRank = hit.syntacticRank;
            row.denseRank = hit.denseRank;
            row.syntacticScore = hit.syntacticScore;
            row.denseScore = hit.denseScore;
            row.fusedScore = hit.fusedScore;
            row.shown = hit.shown;
            row.used = hit.used;
            row.explanation = toQt(hit.explanation);
            rows.push_back(std::move(row));
        }
    return rows;
}

} // namespace

Result<CandidateDetail> loadCandidate(store::Workspace& workspace, CandidateId id)
{
    const auto record = workspace.candidate(id);
    if (!record)
        return record.error();
    CandidateDetail detail;
    detail.row = toRow(*record);
    if (const auto spec = workspace.spec(record->spec))
        detail.row.specName = toQt(spec->name);
    const auto source = workspace.artifact(record->sourceHash);
    if (!source)
        return source.error();
    detail.source = toQt(*source);
    if (!record->launchPlanHash.empty()) {
        const auto plan = workspace.artifact(record->launchPlanHash);
        if (!plan)
            return plan.error();
        detail.launchPlan = toQt(*plan);
    }
    const auto verdict = workspace.verdict(id);
    if (!verdict)
        return verdict.error();
    if (verdict->has_value()) {
        const auto parsed = target::verdictFromJson((*verdict)->body);
        if (!parsed)
            return parsed.error();
        fillVerdict(detail, *parsed);
    }
    detail.hits = loadHits(workspace, id);
    if (record->parent) {
        if (const auto parent = workspace.candidate(record->parent))
            if (const auto text = workspace.artifact(parent->sourceHash))
                detail.parentSource = toQt(*text);
    }
    return detail;
}

Result<Timeline> loadTimeline(
    store::Workspace& workspace, const chip::ChipCatalog& chips, CandidateId id, const std::string& caseName)
{
    const auto verdict = workspace.verdict(id);
    if (!verdict)
        return verdict.error();
    if (!verdict->has_value())
        return Error { Errc::NotFound, "the candidate has not been judged" };
    const auto parsed = target::verdictFromJson((*verdict)->body);
    if (!parsed)
        return parsed.error();
    const auto found = std::find_if(parsed->cases.begin(), parsed->cases.end(),
        [&caseName](const target::CaseVerdict& one) { return one.name == caseName; });
    if (found == parsed->cases.end() || found->traceHash.empty())
        return Error { Errc::NotFound, "no trace was kept for case " + caseName };
    const auto bytes = workspace.artifact(found->traceHash);
    if (!bytes)
        return bytes.error();
    const auto folder = TempDir::create("hawk-timeline");
    if (!folder)
        return folder.error();
    const auto file = folder->path() / "trace.bin";
    if (const auto written = writeFileAtomically(file, *bytes); !written)
        return written.error();
    emulator::Launch launch;
    const auto chip = chips.find(parsed->chip);
    if (!chip)
        return chip.error();
    launch.chip = *chip;
    const auto analysis = emulator::analyse(file, launch);
    if (!analysis)
        return analysis.error();
    Timeline timeline;
    timeline.candidate = id.value;
    timeline.caseName = toQt(caseName);
    timeline.totalCycles = analysis->profile.totalCycles;
    timeline.clockMhz = analysis->profile.clockMhz;
    timeline.trusted = found->profile ? found->profile->trusted : analysis->profile.trusted;
    timeline.note = toQt(found->profile ? found->profile->untrustedReason : analysis->profile.untrustedReason);
    timeline.segments.reserve(analysis->timeline.size());
    for (const emulator::Segment& segment : analysis->timeline) {
        const auto api = emulator::apiRow(segment.api).name;
        timeline.cores = std::max(timeline.cores, segment.core + 1);
        timeline.segments.push_back({ segment.core, pipeName(static_cast<std::size_t>(segment.pipe)), toQt(api),
            static_cast<int>(segment.line), static_cast<qint64>(segment.seq), segment.start, segment.end, segment.stall,
            segment.bytes });
    }
    std::stable_sort(timeline.segments.begin(), timeline.segments.end(), [](const SegmentRow& a, const SegmentRow& b) {
        return std::tie(a.core, a.pipe, a.start) < std::tie(b.core, b.pipe, b.start);
    });
    return timeline;
}

} // namespace hawk::ui
