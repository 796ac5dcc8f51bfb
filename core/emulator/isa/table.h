#pragma once

#include "emulator/isa/op.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace hawk::emulator {

/// One row per Ascend C API: what it is, not what it does. Behaviour is in exec/, rules in check/, cost in the timing
/// data; each finds its part by the row. The row's index is Op::api.
struct ApiRow {
    std::uint16_t id = 0;
    std::string_view name; ///< as the author writes it: "DataCopyPad", "TQue::EnQue"
    OpClass kind = OpClass::None;
    Pipe pipe = Pipe::S;
    std::string_view operands; ///< names in Access order: "dst,src0,src1"
    std::string_view rules; ///< comma-separated constraint ids checked at issue
    std::string_view source; ///< page of the public API reference the row follows
    int tier = 1;
};

std::span<const ApiRow> apiTable();
/// Row 0 ("?") for an id out of range.
const ApiRow& apiRow(std::uint16_t id);
/// Name of the i-th operand, "" when the row has fewer.
std::string_view operandName(const ApiRow& row, std::size_t i);
/// Number in its row of the op's first access.
inline std::size_t firstOperand(const Op& op) { return op.kind == OpClass::VecLibrary ? op.aux[3] : 0; }

} // namespace hawk::emulator
