#include "target/metamorphic.h"

#include "base/files.h"
#include "base/float_formats.h"
#include "base/rng.h"
#include "reference/element_values.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hawk::target {
namespace fs = std::filesystem;
namespace {

using Relation = spec::MetamorphicRelation;
using reference::TensorFile;

/// Stores a value in a floating element; false for other types.
bool store(DType type, double value, char* to)
{
    if (type == DType::Float64) {
        std::memcpy(to, &value, sizeof value);
        return true;
    }
    const auto single = static_cast<float>(value);
    if (type == DType::Float32) {
        std::memcpy(to, &single, sizeof single);
        return true;
    }
    if (type != DType::Float16 && type != DType::BFloat16)
        return false;
    const std::uint16_t bits = type == DType::Float16 ? floatToHalf(single) : floatToBfloat16(single);
    std::memcpy(to, &bits, sizeof bits);
    return true;
}

double load(DType type, const std::string& bytes, std::size_t index)
{
    double value = 0;
    reference::loadAsDouble({ reinterpret_cast<const std::byte*>(bytes.data()), bytes.size() }, type, index, { &value, 1 });
    return value;
}

template <class Change> void eachElement(DType type, std::string& bytes, Change change)
{
    const std::size_t size = sizeOf(type);
    for (std::size_t i = 0; i * size < bytes.size(); ++i)
        store(type, change(load(type, bytes, i)), bytes.data() + i * size);
}

/// The tensor's slices along `axis` in the opposite order.
void reverse(const TensorFile& tensor, int axis, std::string& bytes)
{
    std::size_t inner = sizeOf(tensor.dtype);
    for (std::size_t d = static_cast<std::size_t>(axis) + 1; d < tensor.shape.size(); ++d)
        inner *= static_cast<std::size_t>(tensor.shape[d]);
    const auto length = static_cast<std::size_t>(tensor.shape[static_cast<std::size_t>(axis)]);
    const std::string before = bytes;
    for (std::size_t first = 0; first < bytes.size(); first += inner * length)
        for (std::size_t i = 0; i < length; ++i)
            std::copy_n(before.data() + first + (length - 1 - i) * inner, inner, bytes.data() + first + i * inner);
}

/// Rewrites a tensor's file in the folder; later changes build on earlier ones.
template <class Change> Status change(TensorFile& tensor, const fs::path& file, Change apply)
{
    auto bytes = readFile(tensor.path);
    if (!bytes)
        return bytes.error();
    apply(tensor, *bytes);
    if (Status written = writeFileAtomically(file, *bytes); !written)
        return written;
    tensor.path = file;
    return {};
}

class Follow {
public:
    Follow(reference::CaseData& data, const fs::path& folder)
        : m_data(data)
        , m_folder(folder)
    {
    }

    Status apply(const Relation& relation)
    {
        for (const std::string& name : relation.inputs)
            for (TensorFile& input : m_data.inputs)
                if (input.name == name)
                    if (Status done = changeInput(relation, input); !done)
                        return done;
        for (reference::GoldenFile& output : m_data.outputs)
            for (TensorFile* file : { &output.golden, &output.samePrecision })
                if (Status done = changeOutput(relation, *file, file == &output.golden ? "golden" : "same"); !done)
                    return done;
        return {};
    }

private:
    Status changeInput(const Relation& relation, TensorFile& input)
    {
        return change(input, m_folder / ("in-" + input.name + ".bin"), [&](const TensorFile& tensor, std::string& bytes) {
            switch (relation.kind) {
            case Relation::Kind::Scale:
                eachElement(tensor.dtype, bytes, [&](double value) { return value * relation.value; });
                break;
            case Relation::Kind::Shift:
                eachElement(tensor.dtype, bytes, [&](double value) { return value + relation.value; });
                break;
            default:
                reverse(tensor, relation.axis, bytes);
            }
        });
    }

    Status changeOutput(const Relation& relation, TensorFile& output, const std::string& role)
    {
        const bool scaled = relation.kind == Relation::Kind::Scale && relation.degree != 0;
        if (!scaled && relation.kind != Relation::Kind::Permute)
            return {};
        return change(output, m_folder / (role + "-" + output.name + ".bin"), [&](const TensorFile& tensor, std::string& bytes) {
            if (scaled)
                eachElement(tensor.dtype, bytes, [&](double value) { return value * std::pow(relation.value, relation.degree); });
            else
                reverse(tensor, relation.axis, bytes);
        });
    }

    reference::CaseData& m_data;
    const fs::path& m_folder;
};

std::string joinedNames(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string inWords(const Relation& relation)
{
    const std::string inputs = joinedNames(relation.inputs);
    switch (relation.kind) {
    case Relation::Kind::Scale:
        return inputs + " times " + Json(relation.value).dump();
    case Relation::Kind::Shift:
        return inputs + " plus " + Json(relation.value).dump();
    case Relation::Kind::Permute:
        return inputs + " and the outputs reversed along axis " + std::to_string(relation.axis);
    default:
        return inputs + " reversed along axis " + std::to_string(relation.axis);
    }
}

bool arithmetic(const Relation& relation) { return relation.kind == Relation::Kind::Scale || relation.kind == Relation::Kind::Shift; }

/// Arithmetic on values is exact enough in floating types only.
bool applies(const Relation& relation, const reference::CaseData& data)
{
    if (!arithmetic(relation))
        return true;
    return std::ranges::all_of(data.inputs, [&](const TensorFile& input) {
        return std::ranges::find(relation.inputs, input.name) == relation.inputs.end() || isFloating(input.dtype);
    }) && std::ranges::all_of(data.outputs, [](const reference::GoldenFile& output) { return isFloating(output.outputDtype); });
}

} // namespace

Result<std::optional<ChangedCase>> followed(const spec::OperatorSpec& spec, const reference::CaseData& data, const fs::path& folder)
{
    ChangedCase changed { .data = data, .what = {}, .mustMatch = true };
    Follow follow(changed.data, folder);
    for (const Relation& relation : spec.metamorphic) {
        if (relation.kind == Relation::Kind::Sensitivity || !applies(relation, data))
            continue;
        if (const Status done = follow.apply(relation); !done)
            return done.error();
        changed.what += (changed.what.empty() ? "" : "; ") + inWords(relation);
    }
    return changed.what.empty() ? std::optional<ChangedCase>() : std::optional(std::move(changed));
}

Result<std::optional<ChangedCase>> perturbed(
    const spec::OperatorSpec& spec, const reference::CaseData& data, std::uint64_t seed, const fs::path& folder)
{
    std::vector<const Relation*> declared;
    for (const Relation& relation : spec.metamorphic)
        if (relation.kind == Relation::Kind::Sensitivity)
            declared.push_back(&relation);
    if (declared.empty())
        return std::optional<ChangedCase>();
    Rng rng(seed);
    const Relation& relation = *declared[rng.below(declared.size())];
    ChangedCase changed { .data = data, .what = {}, .mustMatch = false };
    for (TensorFile& input : changed.data.inputs) {
        if (input.name != relation.inputs.front() || !isFloating(input.dtype))
            continue;
        std::size_t index = 0;
        const Status done = change(input, folder / ("in-" + input.name + ".bin"), [&](const TensorFile& tensor, std::string& bytes) {
            const std::size_t size = sizeOf(tensor.dtype);
            index = static_cast<std::size_t>(rng.below(std::max<std::uint64_t>(bytes.size() / size, 1)));
            if ((index + 1) * size <= bytes.size())
                store(tensor.dtype, relation.value, bytes.data() + index * size);
        });
        if (!done)
            return done.error();
        changed.what = "element " + std::to_string(index) + " of " + input.name + " set to " + Json(relation.value).dump();
    }
    return changed.what.empty() ? std::optional<ChangedCase>() : std::optional(std::move(changed));
}

} // namespace hawk::target
