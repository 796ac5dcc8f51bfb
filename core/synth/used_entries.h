#pragma once

#include "base/ids.h"
#include "knowledge/knowledge_base.h"
#include "synth/prompt/prompt.h"

#include <string_view>
#include <vector>

namespace hawk::synth {

/// Entries whose text stands in a prompt: those of `hits` that were not dropped.
std::vector<knowledge::Hit> shownIn(const Prompt& prompt, const std::vector<knowledge::Hit>& hits);

/// Entries of `shown` behind a candidate, by rank: those it cites, and those whose code is found in `source` and not in
/// `before` (the parent's source; may be empty), cited or not. A cited id that was not shown counts nothing.
std::vector<EntryId> usedEntries(const std::vector<knowledge::Hit>& shown, const std::vector<EntryId>& cited,
    std::string_view source, std::string_view before);

/// Whether the entry's code is in a source: every substantial line of a diff's additions, or three quarters of a
/// template's, whatever stands in its holes. A line is substantial when it holds a call.
bool codeFound(const knowledge::Artifact& artifact, std::string_view source);

} // namespace hawk::synth
