#include "knowledge/records.h"

#include "knowledge/features.h"
#include "knowledge/knowledge_base.h"

namespace hawk::knowledge {

std::string syntacticText(const Entry& entry)
{
    std::string out;
    const auto add = [&](const std::string& text) { out += text + "\n"; };
    // Triggers are what an entry is about, the artifact only mentions its words: triggers count twice.
    for (int i = 0; i < 2; ++i) {
        for (const std::string& api : entry.triggers.apis)
            add(api);
        for (const std::string& id : entry.triggers.constraints)
            add(id);
    }
    for (const std::string& signature : entry.triggers.errorSignatures)
        add(normaliseError(signature));
    add(entry.artifact.kind == Artifact::Kind::PlanRule ? entry.artifact.rule.dump() : entry.artifact.text);
    return out;
}

store::EntryRecord toRecord(const Entry& entry)
{
    return { .id = entry.id,
        .key = entry.key,
        .version = entry.version,
        .state = std::string(name(entry.state)),
        .title = entry.title,
        .stage = std::string(name(entry.triggers.stage)),
        .body = toJson(entry),
        .syntacticText = syntacticText(entry),
        .vector = featureVector(sourceOf(entry)) };
}

Result<Entry> fromRecord(const store::EntryRecord& record)
{
    Result<Entry> entry = entryFromJson(record.body);
    if (!entry)
        return entry;
    const Result<EntryState> state = entryStateFromName(record.state);
    if (!state)
        return state.error();
    entry->id = record.id;
    entry->state = *state;
    return entry;
}

} // namespace hawk::knowledge
