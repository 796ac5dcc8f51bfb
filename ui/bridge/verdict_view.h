#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "target/verdict.h"
#endif
#include "models/rows.h"

/// A verdict as the window shows it. Pure functions.
namespace hawk::ui {

Outcome outcomeFromName(const std::string& stored); ///< NotJudged for "" and for what this version does not know
QString pipeName(std::size_t pipe); ///< "MTE2"
/// Findings, gates, cases and profiles of the verdict, into a candidate that has its row.
void fillVerdict(CandidateDetail& detail, const target::Verdict& verdict);

} // namespace hawk::ui
