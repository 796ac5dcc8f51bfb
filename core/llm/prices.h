#pragma once

#include "base/json.h"
#include "llm/provider.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hawk::llm {

/// What a model costs, per million tokens.
struct Price {
    std::string model; ///< id, "*" stands for any text
    double input = 0;
    std::optional<double> cachedInput; ///< unset: as input
    std::optional<double> cacheWrite; ///< unset: as input
    double output = 0;
    std::string currency = "USD";
    std::string source;
    std::string date; ///< of the source, "2026-06-21"
};

/// Cost of an exchange at a price.
Cost costOf(const Usage& usage, const Price& price);

/// resources/models/prices.json, and before it the user's own prices.json: the first row that fits wins. A value.
class PriceTable {
public:
    PriceTable() = default;
    static Result<PriceTable> parse(std::string_view text, const std::string& origin);
    /// The bundled table with the user's on top, when `userFile` exists.
    static Result<PriceTable> load(const std::filesystem::path& userFile);
    const Price* find(std::string_view model) const;
    const std::vector<Price>& rows() const { return m_rows; }

private:
    std::vector<Price> m_rows;
};

/// Checked value of one price object (models.json has them too).
Result<Price> priceFromJson(const LocatedJson& document, const std::string& pointer);
/// "claude-sonnet-4*" against "claude-sonnet-4-5".
bool matchesPattern(std::string_view pattern, std::string_view text);

/// Adds the cost to replies: the model's own price, else the table's row for the model that answered. Neither: no cost.
std::unique_ptr<Provider> makePricedProvider(
    std::unique_ptr<Provider> inner, std::optional<Price> own, std::shared_ptr<const PriceTable> table);

} // namespace hawk::llm
