#pragma once

#include "base/result.h"
#include "emulator/timing/cost_model.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What a call of the high-level library costs: the instructions its documented algorithm consists of, one after another.
/// Each waits for the one before it, because they share temporaries. Data: resources/timing/library.csv.
namespace hawk::emulator {

struct LibraryStep {
    OpClass kind = OpClass::VecSimple;
    double count = 1;
    bool perRow = false; ///< works on one 32 B block per row instead of on all elements
};

struct LibraryRecipe {
    std::vector<LibraryStep> steps;
    bool widens = false; ///< 16-bit operands are cast to float first and back at the end
    std::string source;
};

/// All recipes, by the API's name. Columns: api, steps ("2*VecSimple VecExp VecReduceRepeat VecBrcb@row"), widens (yes, no),
/// source, confidence (always "derived": counted from the algorithm, not measured).
class LibraryRecipes {
public:
    static Result<LibraryRecipes> parse(std::string_view csv, const std::string& origin);
    static Result<LibraryRecipes> load(const std::filesystem::path& file);
    const LibraryRecipe* find(std::string_view api) const;
    std::size_t size() const { return m_recipes.size(); }

private:
    std::map<std::string, LibraryRecipe, std::less<>> m_recipes;
};

/// Cycles of one library call, and how many instructions it issues.
struct LibraryCost {
    VectorCost cycles;
    double instructions = 0;
};
LibraryCost libraryCost(const Op& op, const LibraryRecipe& recipe, const CostModel& model);

/// "VecExp" -> OpClass::VecExp; None for a name that is no vector class.
OpClass vectorClassNamed(std::string_view name);

} // namespace hawk::emulator
