#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "base/ids.h"
#include "base/result.h"
#include "llm/provider.h"
#include "store/workspace.h"
#endif
#include "models/exchange_rows.h"

/// Exchanges from the workspace to what the window shows. Pure functions over an open workspace; called on
/// worker threads.
namespace hawk::ui {

/// The exchanges a candidate came of, oldest first: those that made it, and what was tried for it before (a
/// reply that broke its contract, a failure). Without their texts.
Result<std::vector<store::ExchangeRecord>> exchangesOf(store::Workspace& workspace, CandidateId candidate);
/// One exchange with its texts; a reply is held against the contract of its run.
Result<ExchangeView> loadExchangeView(store::Workspace& workspace, qint64 id);

/// The part of an answer that a contract error is about, as it stands there; empty when it names none that is
/// there.
QString rejectedPart(const QString& answer, const QString& reason);

} // namespace hawk::ui
