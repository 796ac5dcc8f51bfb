#pragma once

#include "base/json.h"
#include "base/result.h"
#include "chip/chip_facts.h"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace hawk::chip {

inline constexpr std::string_view kDefaultChip = "Ascend910B2";

/// All SoCs of resources/chips/soc.json. Immutable after load, so it may be shared between threads.
class ChipCatalog {
public:
    static Result<ChipCatalog> load(const std::filesystem::path& file);
    /// resourceDir()/chips/soc.json
    static Result<ChipCatalog> loadDefault();

    const std::vector<std::shared_ptr<const ChipFacts>>& chips() const { return m_chips; }
    /// Case-insensitive; the short form without "Ascend" is accepted. NotFound names the nearest.
    Result<std::shared_ptr<const ChipFacts>> find(std::string_view name) const;

private:
    std::vector<std::shared_ptr<const ChipFacts>> m_chips;
};

/// Every number with its source, for --json and the window.
Json toJson(const ChipFacts& facts);
/// Inverse of toJson: the facts travel into the kernel process this way.
Result<ChipFacts> chipFromJson(const Json& json);

} // namespace hawk::chip
