#include "engine/records.h"

#include "base/text.h"
#include "spec/spec_loader.h"

#include <algorithm>
#include <set>

namespace hawk::engine {
namespace {

/// What a synthesizer must not learn: the contents of hidden cases and the seed of the inputs.
void redact(target::Verdict& verdict)
{
    verdict.seed = 0;
    for (target::CaseVerdict& each : verdict.cases) {
        if (!each.hidden)
            continue;
        each.printed.clear();
        if (each.comparison) {
            each.comparison->worst.clear();
            each.comparison->summary = each.comparison->pattern;
        }
        if (each.outcome != target::Outcome::Correct)
            each.detail = "hidden case: " + std::string(target::name(each.outcome));
    }
}

} // namespace

VerdictRows toRows(const target::Verdict& verdict, CandidateId candidate, std::int64_t judgedAt)
{
    VerdictRows rows;
    rows.verdict = { .candidate = candidate,
        .outcome = std::string(target::name(verdict.outcome)),
        .summary = verdict.summary,
        .target = verdict.target,
        .chip = verdict.chip,
        .modelledUs = verdict.modelledUs,
        .judgeMs = verdict.judgeMs,
        .body = target::toJson(verdict),
        .judgedAt = judgedAt };
    for (const emulator::Finding& finding : verdict.findings)
        rows.findings.push_back({ .candidate = candidate,
            .constraint = finding.constraint,
            .severity = std::string(emulator::name(finding.severity)),
            .line = finding.line,
            .body = emulator::toJson(finding) });
    for (const target::CaseVerdict& each : verdict.cases) {
        if (!each.profile)
            continue;
        rows.profiles.push_back({ .candidate = candidate,
            .caseName = each.name,
            .totalUs = each.profile->totalUs,
            .trusted = each.profile->trusted,
            .traceHash = each.traceHash,
            .body = emulator::toJson(*each.profile) });
    }
    return rows;
}

Status keepTexts(store::Workspace& workspace, const target::Candidate& candidate, store::CandidateRecord& row)
{
    Result<std::string> source = workspace.putArtifact(candidate.source, kSourceKind);
    if (!source)
        return source.error();
    Result<std::string> plan = workspace.putArtifact(candidate.launchPlan, kLaunchPlanKind);
    if (!plan)
        return plan.error();
    row.sourceHash = *std::move(source);
    row.launchPlanHash = *std::move(plan);
    row.form = target::name(candidate.form);
    row.fileName = candidate.fileName;
    return {};
}

Result<target::Candidate> loadCandidate(const store::Workspace& workspace, const store::CandidateRecord& row)
{
    target::Candidate candidate;
    Result<std::string> source = workspace.artifact(row.sourceHash);
    if (!source)
        return source.error();
    Result<std::string> plan = workspace.artifact(row.launchPlanHash);
    if (!plan)
        return plan.error();
    candidate.source = *std::move(source);
    candidate.launchPlan = *std::move(plan);
    const auto form = target::formFromName(row.form);
    if (!form)
        return form.error();
    candidate.form = *form;
    candidate.fileName = row.fileName;
    return candidate;
}

Result<target::Verdict> loadVerdict(const store::Workspace& workspace, CandidateId id)
{
    const Result<std::optional<store::VerdictRecord>> row = workspace.verdict(id);
    if (!row)
        return row.error();
    if (!*row)
        return Error { Errc::NotFound, "candidate " + std::to_string(id.value) + " was never judged", {},
            {} };
    return target::verdictFromJson((*row)->body);
}

Result<std::shared_ptr<const synth::Prior>> loadPrior(const store::Workspace& workspace, CandidateId id)
{
    const Result<store::CandidateRecord> row = workspace.candidate(id);
    if (!row)
        return row.error();
    Result<target::Candidate> texts = loadCandidate(workspace, *row);
    if (!texts)
        return texts.error();
    Result<target::Verdict> verdict = loadVerdict(workspace, id);
    if (!verdict)
        return verdict.error();
    redact(*verdict);
    auto prior = std::make_shared<synth::Prior>();
    prior->id = id;
    prior->candidate = *std::move(texts);
    prior->plan = row->plan;
    prior->verdict = std::make_shared<const target::Verdict>(*std::move(verdict));
    if (row->run) // a row's number differs between runs that do the same, its place in the task does not
        prior->label = "attempt " + std::to_string(row->attempt + 1);
    return std::shared_ptr<const synth::Prior>(std::move(prior));
}

Result<std::shared_ptr<const spec::OperatorSpec>> loadSpec(const store::SpecRecord& row)
{
    return spec::requireSpec(spec::loadSpecText(row.body.dump(), "workspace spec " + row.name, {}));
}

std::vector<std::string> elementTypes(const spec::OperatorSpec& spec)
{
    std::set<std::string> names;
    for (const spec::Case& each : spec.cases)
        if (const Result<spec::ResolvedCase> resolved = spec::resolve(spec, each))
            for (const spec::ResolvedTensor& input : resolved->inputs)
                names.insert(std::string(name(input.dtype)));
    return { names.begin(), names.end() };
}

Error unknownSpec(const store::Workspace& workspace, std::string_view name)
{
    std::vector<std::string> names;
    if (const auto rows = workspace.specs())
        for (const store::SpecRecord& row : *rows)
            names.push_back(row.name);
    const std::string nearest = nearestName(name, names);
    return { Errc::NotFound, "no operator " + hawk::quoted(name) + " in the workspace", {},
        (nearest.empty() ? std::string() : "did you mean " + hawk::quoted(nearest) + "? ")
            + "`hawk spec list` shows what is there, `hawk spec import FILE` adds one" };
}

store::SpecRecord toRow(const spec::OperatorSpec& spec, std::int64_t addedAt)
{
    return { .name = spec.name,
        .contentHash = spec.contentHash,
        .family = std::string(spec::name(spec.family)),
        .origin = spec.origin,
        .body = spec::toJson(spec),
        .addedAt = addedAt };
}

Json toJson(const knowledge::Query& query)
{
    return { { "stage", query.stage }, { "spec", query.specName }, { "family", query.family },
        { "dtypes", query.dtypes }, { "chip", query.chip }, { "apis", query.apis },
        { "constraints", query.constraints }, { "errorText", query.errorText },
        { "bottlenecks", query.bottlenecks }, { "situation", query.situation } };
}

Json toJson(const std::vector<knowledge::Hit>& hits)
{
    Json list = Json::array();
    for (const knowledge::Hit& hit : hits)
        list.push_back({ { "entry", hit.entry.id.value }, { "rank", hit.rank },
            { "syntacticRank", hit.syntacticRank }, { "denseRank", hit.denseRank },
            { "syntacticScore", hit.syntacticScore }, { "denseScore", hit.denseScore },
            { "fusedScore", hit.fusedScore }, { "value", hit.value }, { "matchedTerms", hit.matchedTerms },
            { "matchedFeatures", hit.matchedFeatures }, { "explanation", hit.explanation } });
    return list;
}

Result<std::vector<knowledge::Hit>> hitsFromJson(const Json& json, const knowledge::KnowledgeBase& knowledge)
{
    std::vector<knowledge::Hit> hits;
    try {
        for (const Json& item : json) {
            Result<knowledge::Entry> entry = knowledge.entry({ item.at("entry").get<std::int64_t>() });
            if (!entry)
                return entry.error();
            knowledge::Hit hit;
            hit.entry = *std::move(entry);
            item.at("rank").get_to(hit.rank);
            item.at("syntacticRank").get_to(hit.syntacticRank);
            item.at("denseRank").get_to(hit.denseRank);
            item.at("syntacticScore").get_to(hit.syntacticScore);
            item.at("denseScore").get_to(hit.denseScore);
            item.at("fusedScore").get_to(hit.fusedScore);
            item.at("value").get_to(hit.value);
            item.at("matchedTerms").get_to(hit.matchedTerms);
            item.at("matchedFeatures").get_to(hit.matchedFeatures);
            item.at("explanation").get_to(hit.explanation);
            hits.push_back(std::move(hit));
        }
    } catch (const Json::exception& failure) {
        return Error { Errc::Internal, std::string("a stored retrieval is not readable: ") + failure.what(),
            {}, {} };
    }
    return hits;
}

store::RetrievalRecord toRow(
    const Json& query, const std::vector<knowledge::Hit>& hits, const std::vector<EntryId>& used)
{
    store::RetrievalRecord row;
    row.query = query;
    for (const knowledge::Hit& hit : hits)
        row.hits.push_back({ .entry = hit.entry.id,
            .rank = hit.rank,
            .syntacticRank = hit.syntacticRank,
            .denseRank = hit.denseRank,
            .syntacticScore = hit.syntacticScore,
            .denseScore = hit.denseScore,
            .fusedScore = hit.fusedScore,
            .shown = true,
            .used = std::find(used.begin(), used.end(), hit.entry.id) != used.end(),
            .explanation = hit.explanation });
    return row;
}

} // namespace hawk::engine
