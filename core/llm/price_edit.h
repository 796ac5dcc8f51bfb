#pragma once

#include "llm/prices.h"

#include <cstddef>
#include <filesystem>
#include <string>

/// The user's prices.json: what is in it, and edits. The rest of the file keeps its order and contents, it is rewritten
/// whole or not at all, and a file that is wrong already is not built upon. An absent file is an empty table. The bundled
/// table is never changed.
namespace hawk::llm {

/// How many of the rows of PriceTable::load(), from the first on, are the user's own.
Result<std::size_t> ownPriceCount(const std::filesystem::path& userFile);
/// The earlier row because of which row `index` is never found; null when there is none.
const Price* hidingRow(const PriceTable& table, std::size_t index);

struct PriceEdit {
    Price price;
    std::string replaces; ///< the row that becomes this one; empty: the row for the same model, else a new row
};
/// What is wrong with a price, before it is written anywhere. The error's context is the member, "input".
Status checkPrice(const Price& price);
/// A new row goes before the first row that would hide it. InvalidInput as checkPrice(); NotFound when there is no row to
/// replace; Conflict when another row is for the same model.
Status setPrice(const std::filesystem::path& file, const PriceEdit& edit);
/// NotFound when the user's table has no row for exactly this text.
Status removePrice(const std::filesystem::path& file, const std::string& model);

} // namespace hawk::llm
