#pragma once

#include <QString>

namespace hawk::ui {

/// A sentence the core writes in fixed words ("3 refinements without gain", "the budget of 5000 tokens is spent: ..."), in
/// the user's language. The core knows no translations and stores what it wrote, so the window recognises the sentences.
/// Free text (a compiler's message, what a finding says, a note of a model) comes back as it is.
QString coreText(const QString& text);
/// The engine's reason for an end says that the tokens or the money of the run are used up.
bool saysCapReached(const QString& reason);

} // namespace hawk::ui
