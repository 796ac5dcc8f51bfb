#include "emulator/isa/rows.h"

namespace hawk::emulator {

std::span<const RowEntry> libraryRows() { return {}; }

} // namespace hawk::emulator
