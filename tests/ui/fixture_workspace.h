#pragma once

#include <QString>
#include <string>

namespace hawk::ui::test {

/// A workspace made through the core's own interfaces: bundled specs and seed knowledge, one finished run of two
/// operators with failing, correct and faster candidates, a retrieval and two entries that wait for a decision. The judge
/// left something open about the faster one: the gates "precision" and, behind its own row, "build".
struct FixtureOptions {
    int extraCandidates = 0;
    int extraEvents = 0;
    /// The repaired candidate of "add" was written by the model "glm": a reply without a launch plan, then its repair.
    bool exchanges = false;
    /// Why the run ended, in the engine's words; "relu" is then left where it was, without a correct candidate.
    std::string endMessage {};
};
void makeWorkspace(const QString& folder, const FixtureOptions& options = {});

} // namespace hawk::ui::test
