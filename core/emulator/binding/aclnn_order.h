#pragma once

#include "base/json.h"
#include "emulator/project/operator_project.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hawk::emulator {

/// The generated aclnn interface of an operator takes the operands in the order of its definition. A project may bring an
/// interface of its own: a function aclnn<Name>GetWorkspaceSize that calls l0op::<Operator>, which launches the operator with
/// OP_INPUT(...). Per input of the launch, the operand of `command` ("aclnnMseLossBackward") that it comes from; nothing when the
/// project has no such interface, or one that makes its inputs otherwise than by passing operands on.
std::optional<std::vector<std::size_t>> operandOfInput(
    const OperatorProject& project, const std::string& command, const std::string& operatorName);

/// `operands` of a recorded command with those of the inputs first, in the order of the launch; the others keep theirs.
Json inOrderOfInputs(const Json& operands, const std::vector<std::size_t>& operandOfInput);

} // namespace hawk::emulator
