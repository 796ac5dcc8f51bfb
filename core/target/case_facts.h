#pragma once

#include "spec/operator_spec.h"
#include "target/verdict.h"

#include <span>
#include <string>

namespace hawk::target {

/// Notes in a case's verdict what tells it from the others: tags, element types, and the rules broken in it.
void noteFacts(const spec::OperatorSpec& spec, const spec::Case& which, std::span<const emulator::Finding> findings, CaseVerdict& verdict);

/// Which of the public cases fail, when that says something: "only the cases tagged tail fail (2 of 2)", "only with
/// DTYPE_X=half". Hidden cases are counted, never described. "" when nothing fails.
std::string casePattern(const Verdict& verdict);

/// "case fp16_tail" or "all 5 cases" in which a rule was broken; a hidden one is "a hidden case". "" when it is not known.
std::string casesOf(const Verdict& verdict, const std::string& constraint);

} // namespace hawk::target
