#include "emulator/timing/library_costs.h"

#include "base/files.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace hawk::emulator {
namespace {

constexpr std::size_t kColumns = 5;
constexpr double kRowElements = 8; // floats in one 32 B block
constexpr std::string_view kRowMark = "@row";

/// Fields hold no quotes and no commas: steps are separated by blanks.
std::vector<std::string_view> fieldsOf(std::string_view line)
{
    std::vector<std::string_view> fields;
    while (true) {
        const std::size_t comma = line.find(',');
        fields.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos)
            return fields;
        line.remove_prefix(comma + 1);
    }
}

Result<LibraryStep> parseStep(std::string_view text, const std::string& where)
{
    LibraryStep step;
    const std::string whole(text);
    if (const std::size_t star = text.find('*'); star != std::string_view::npos) {
        const std::string_view number = text.substr(0, star);
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), step.count);
        if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size())
            return Error { Errc::InvalidInput, "\"" + whole + "\" does not start with a number", where, {} };
        text.remove_prefix(star + 1);
    }
    if (text.ends_with(kRowMark)) {
        step.perRow = true;
        text.remove_suffix(kRowMark.size());
    }
    step.kind = vectorClassNamed(text);
    if (step.kind == OpClass::None)
        return Error { Errc::InvalidInput, "\"" + whole + "\" names no vector class", where, {} };
    return step;
}

Result<LibraryRecipe> parseRecipe(const std::vector<std::string_view>& fields, const std::string& where)
{
    if (fields.size() != kColumns)
        return Error { Errc::InvalidInput, "a recipe needs api, steps, widens, source and confidence", where, {} };
    LibraryRecipe recipe;
    recipe.widens = fields[2] == "yes";
    recipe.source = std::string(fields[3]);
    if (recipe.source.empty())
        return Error { Errc::InvalidInput, "\"" + std::string(fields[0]) + "\" has no source", where, {} };
    if (fields[4] != "derived")
        return Error { Errc::InvalidInput, "a recipe's confidence is \"derived\"", where, {} };
    for (std::string_view rest = fields[1]; !rest.empty();) {
        const std::size_t blank = rest.find(' ');
        auto step = parseStep(rest.substr(0, blank), where);
        if (!step)
            return step.error();
        recipe.steps.push_back(*step);
        rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
    }
    if (recipe.steps.empty())
        return Error { Errc::InvalidInput, "a recipe needs at least one step", where, {} };
    return recipe;
}

/// Cycles of one instruction over `elements` floats, its latency included: the next one waits for it.
double stepCycles(OpClass kind, double elements, const CostModel& model)
{
    const CostModel::Vector& rates = model.vector[static_cast<std::size_t>(kind)];
    const double perRepeat = model.repeatBytes / sizeof(float);
    const double repeats = std::max(1.0, std::ceil(elements / perRepeat));
    return repeats * perRepeat / std::max(rates.elementsPerCycle4, 1e-6) + rates.latency;
}

} // namespace

Result<LibraryRecipes> LibraryRecipes::parse(std::string_view csv, const std::string& origin)
{
    LibraryRecipes recipes;
    int number = 0;
    while (!csv.empty()) {
        const std::size_t end = csv.find('\n');
        const std::string_view line = csv.substr(0, end);
        csv = end == std::string_view::npos ? std::string_view() : csv.substr(end + 1);
        if (++number == 1 || line.empty())
            continue; // column names
        const auto fields = fieldsOf(line);
        auto recipe = parseRecipe(fields, origin + ":" + std::to_string(number));
        if (!recipe)
            return recipe.error();
        recipes.m_recipes.insert_or_assign(std::string(fields[0]), *std::move(recipe));
    }
    return recipes;
}

Result<LibraryRecipes> LibraryRecipes::load(const std::filesystem::path& file)
{
    const auto text = readFile(file);
    if (!text)
        return text.error();
    return parse(*text, file.string());
}

const LibraryRecipe* LibraryRecipes::find(std::string_view api) const
{
    const auto it = m_recipes.find(api);
    return it == m_recipes.end() ? nullptr : &it->second;
}

LibraryCost libraryCost(const Op& op, const LibraryRecipe& recipe, const CostModel& model)
{
    LibraryCost cost;
    if (op.elements == 0) // a continuation: the first record of the call has its cost
        return cost;
    const double elements = op.elements;
    const double perPass = op.aux[1] != 0 ? std::min<double>(op.aux[1], elements) : elements;
    const double passes = std::ceil(elements / perPass);
    const double rowsPerPass = std::max(1.0, std::ceil(op.aux[0] / passes));
    double onePass = 0;
    double steps = 0;
    for (const LibraryStep& step : recipe.steps) {
        onePass += step.count * stepCycles(step.kind, step.perRow ? rowsPerPass * kRowElements : perPass, model);
        steps += step.count;
    }
    if (recipe.widens && sizeOf(op.dtype) == 2) {
        onePass += 2 * stepCycles(OpClass::VecCast, perPass, model);
        steps += 2;
    }
    cost.instructions = steps * passes;
    cost.cycles.latency = model.vector[static_cast<std::size_t>(recipe.steps.back().kind)].latency;
    cost.cycles.occupancy = std::max(0.0, onePass * passes - cost.cycles.latency);
    return cost;
}

} // namespace hawk::emulator
