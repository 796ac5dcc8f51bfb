#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "llm/provider.h"
#endif
#include "models/exchange_rows.h"

#include <map>

namespace hawk::ui {

/// Takes a prompt apart at its headings ("## Operator"), outside of fenced code and <data>. `dropped`: title
/// -> items that did not fit.
PromptView outline(const std::vector<llm::Message>& messages, const std::map<QString, int>& dropped = {});
/// The same for a text that knows no roles: what a person is asked.
PromptView outline(const QString& text);
/// Places that name a knowledge entry as prompts do, "K12". In an answer only its "used:" line names entries:
/// elsewhere K8 may be anybody's name.
enum class Mentions { Everywhere, UsedLine };
std::vector<EntrySpan> entryMentions(const QString& text, Mentions where);

} // namespace hawk::ui
