#include "synth/plan.h"

#include <algorithm>
#include <functional>

namespace hawk::synth {

namespace {

// A field with its accessors. Enumerators are stored as their index in `values`, so the order of both must
// agree.
struct Row {
    PlanField field;
    std::function<Json(const KernelPlan&, const PlanField&)> read;
    std::function<void(KernelPlan&, const PlanField&, std::size_t)> write; ///< index into values
};

template <class Enum>
Row choice(std::string_view name, Enum KernelPlan::*member, std::vector<Json> values, bool speedOnly,
    std::string_view what)
{
    return { { name, what, std::move(values), speedOnly },
        [member](const KernelPlan& plan, const PlanField& field) {
            return field.values[static_cast<std::size_t>(plan.*member)];
        },
        [member](KernelPlan& plan, const PlanField&, std::size_t index) {
            plan.*member = static_cast<Enum>(index);
        } };
}

Row number(
    std::string_view name, std::int64_t KernelPlan::*member, std::vector<Json> values, std::string_view what)
{
    return { { name, what, std::move(values), true },
        [member](const KernelPlan& plan, const PlanField&) { return Json(plan.*member); },
        [member](KernelPlan& plan, const PlanField& field, std::size_t index) {
            plan.*member = field.values[index].get<std::int64_t>();
        } };
}

const std::vector<Row>& rows()
{
    using P = KernelPlan;
    static const std::vector<Row> table {
        choice("scalarOperands", &P::scalarOperands, { "literal", "typed" }, false,
            "scalar operands: float literals, or cast to the element type"),
        choice("bfloat16Compute", &P::bfloat16Compute, { "native", "float" }, false,
            "arithmetic type of bfloat16 data"),
        choice("halfCompute", &P::halfCompute, { "native", "float" }, false, "arithmetic type of half data"),
        choice("copy", &P::copy, { "data-copy", "data-copy-pad" }, false, "GM <-> UB transfers"),
        choice("tail", &P::tail, { "dropped", "exact" }, false, "what is left after whole tiles"),
        choice(
            "tile", &P::tile, { "one-tensor-fills-ub", "budgeted" }, false, "how the tile length is chosen"),
        choice("rows", &P::rows, { "whole", "chunked" }, false, "rows longer than UB"),
        choice("scratch", &P::scratch, { "per-step", "reused" }, true, "buffers of intermediates"),
        choice("planCheck", &P::planCheck, { "off", "on" }, true,
            "check UB sum and instruction limits before emitting"),
        choice("reduceCount", &P::reduceCount, { "padded", "exact" }, false, "elements a reduction covers"),
        choice(
            "reduceScratch", &P::reduceScratch, { "one-block", "sized" }, false, "work buffer of reductions"),
        choice("scalarRead", &P::scalarRead, { "unguarded", "event" }, false,
            "GetValue after a vector instruction"),
        choice("softmax", &P::softmax, { "direct", "max-subtracted" }, false, "softmax form"),
        choice("variance", &P::variance, { "moments", "two-pass", "corrected" }, false,
            "mean and variance form"),
        choice("formula", &P::formula, { "textbook", "safe" }, false, "form of tanh, gelu and relatives"),
        choice("division", &P::division, { "approximate", "exact" }, false,
            "Reciprocal and Rsqrt, or Div and Sqrt"),
        choice("cores", &P::cores, { "one", "all" }, true, "blocks launched"),
        number("bufferNum", &P::bufferNum, { 1, 2 }, "buffers per queue"),
        number("tileDivisor", &P::tileDivisor, { 1, 2, 4, 8 }, "tile length as a share of what fits"),
        number("minBytesPerCore", &P::minBytesPerCore, { 0, 16384, 65536, 262144 },
            "least work that justifies a core"),
        choice("rowsPerTile", &P::rowsPerTile, { "one", "many" }, true,
            "rows moved by one transfer and handled by one strided instruction"),
        choice("broadcast", &P::broadcast, { "per-tile", "once" }, true, "loading of row vectors"),
    };
    return table;
}

const Row* row(std::string_view name)
{
    const auto it
        = std::find_if(rows().begin(), rows().end(), [&](const Row& r) { return r.field.name == name; });
    return it == rows().end() ? nullptr : &*it;
}

std::string plain(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

} // namespace

std::span<const PlanField> planFields()
{
    static const std::vector<PlanField> fields = [] {
        std::vector<PlanField> result;
        for (const Row& r : rows())
            result.push_back(r.field);
        return result;
    }();
    return fields;
}

const PlanField* planField(std::string_view name)
{
    const Row* r = row(name);
    return r == nullptr ? nullptr : &r->field;
}

Json fieldValue(const KernelPlan& plan, std::string_view name)
{
    const Row* r = row(name);
    return r == nullptr ? Json() : r->read(plan, r->field);
}

Status setField(KernelPlan& plan, std::string_view name, const Json& value)
{
    const Row* r = row(name);
    if (r == nullptr) {
        std::string known;
        for (const Row& other : rows())
            known += (known.empty() ? "" : ", ") + std::string(other.field.name);
        return Error { Errc::InvalidInput, "a kernel plan has no field '" + std::string(name) + "'",
            "kernel plan", "fields are: " + known };
    }
    const auto it = std::find(r->field.values.begin(), r->field.values.end(), value);
    if (it == r->field.values.end()) {
        std::string allowed;
        for (const Json& v : r->field.values)
            allowed += (allowed.empty() ? "" : ", ") + plain(v);
        return Error { Errc::InvalidInput, "plan field '" + std::string(name) + "' cannot be " + value.dump(),
            "kernel plan", "allowed: " + allowed };
    }
    r->write(plan, r->field, static_cast<std::size_t>(it - r->field.values.begin()));
    return {};
}

Json toJson(const KernelPlan& plan)
{
    Json json = Json::object();
    for (const Row& r : rows())
        json[std::string(r.field.name)] = r.read(plan, r.field);
    return json;
}

Result<KernelPlan> planFromJson(const Json& json)
{
    if (!json.is_object())
        return Error { Errc::InvalidInput, "a kernel plan must be a JSON object", "kernel plan", {} };
    KernelPlan plan;
    for (const auto& [name, value] : json.items())
        if (auto status = setField(plan, name, value); !status)
            return status.error();
    return plan;
}

std::string describeDifference(const KernelPlan& before, const KernelPlan& after)
{
    std::string text;
    for (const Row& r : rows()) {
        const Json from = r.read(before, r.field);
        const Json to = r.read(after, r.field);
        if (from != to)
            text += (text.empty() ? "" : ", ") + std::string(r.field.name) + ": " + plain(from) + " -> "
                + plain(to);
    }
    return text;
}

} // namespace hawk::synth
