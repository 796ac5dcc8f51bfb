#include "spec/spec_loader.h"

#include "base/files.h"
#include "base/hash.h"
#include "spec/field_reader.h"
#include "spec/spec_checks.h"

#include <algorithm>
#include <array>

namespace hawk::spec {
namespace {

constexpr int kSchemaVersion = 1;
/// A spec is written by hand; anything larger is a mistake, not a specification.
constexpr std::uintmax_t kMaxFileBytes = 8U << 20U;
constexpr std::array<std::string_view, 12> kRegimes { "normal", "uniform", "positive", "tiny", "large", "mixed", "zeros",
    "ones", "integers", "arange", "module", "reference" };

ValueRegime readRegime(FieldReader fields)
{
    fields.allowOnly({ "kind", "low", "high", "mean", "stddev" });
    ValueRegime regime;
    if (fields.has("kind"))
        regime.kind = fields.text("kind");
    if (std::ranges::find(kRegimes, regime.kind) == kRegimes.end()) {
        std::string all;
        for (const std::string_view kind : kRegimes)
            all += (all.empty() ? "" : ", ") + std::string(kind);
        fields.problem(fields.pointerTo("kind"), "unknown kind of values '" + regime.kind + "'", "one of " + all);
    }
    regime.low = fields.number("low").value_or(regime.low);
    regime.high = fields.number("high").value_or(regime.high);
    regime.mean = fields.number("mean").value_or(regime.mean);
    regime.stddev = fields.number("stddev").value_or(regime.stddev);
    if ((regime.kind == "uniform" || regime.kind == "integers") && !(regime.low < regime.high))
        fields.problem(fields.pointer(), "values: low must be less than high");
    if (regime.kind == "normal" && !(regime.stddev >= 0))
        fields.problem(fields.pointerTo("stddev"), "values: stddev must not be negative");
    return regime;
}

TensorSpec readTensor(FieldReader fields, bool input)
{
    if (input)
        fields.allowOnly({ "name", "dtype", "shape", "values", "description", "moduleParameter" });
    else
        fields.allowOnly({ "name", "dtype", "shape", "description" });
    TensorSpec tensor;
    tensor.name = fields.text("name", true);
    tensor.dtype = fields.text("dtype", true);
    if (!fields.has("shape"))
        fields.problem(fields.pointer(), "field 'shape' is missing");
    tensor.shape = fields.texts("shape");
    tensor.description = fields.text("description");
    tensor.moduleParameter = fields.text("moduleParameter");
    if (!tensor.moduleParameter.empty())
        tensor.values.kind = "module";
    if (input && fields.has("values"))
        tensor.values = readRegime(fields.child("values"));
    if (tensor.values.kind == "module" && tensor.moduleParameter.empty())
        fields.problem(fields.pointerTo("values"), "values of kind 'module' need \"moduleParameter\"");
    return tensor;
}

AttributeSpec readAttribute(FieldReader fields)
{
    fields.allowOnly({ "name", "type", "default", "description" });
    AttributeSpec attribute;
    attribute.name = fields.text("name", true);
    attribute.type = fields.text("type", true);
    attribute.description = fields.text("description");
    if (fields.has("default"))
        attribute.defaultValue = fields.json()["default"];
    else
        fields.problem(fields.pointer(), "field 'default' is missing");
    return attribute;
}

void readShapes(FieldReader fields, Case& which)
{
    for (const auto& [tensor, value] : fields.json().items()) {
        std::vector<std::int64_t> shape;
        const bool sizes = value.is_array()
            && std::ranges::all_of(value, [](const Json& dim) { return dim.is_number_integer(); });
        if (!sizes)
            fields.problem(fields.pointerTo(tensor), "the shape of '" + tensor + "' must be a list of integers");
        else
            for (const Json& dim : value)
                shape.push_back(dim.get<std::int64_t>());
        which.shapes[tensor] = std::move(shape);
    }
}

Case readCase(FieldReader fields)
{
    fields.allowOnly({ "name", "visibility", "tags", "symbols", "types", "attributes", "values", "shapes" });
    Case which;
    which.name = fields.text("name", true);
    const std::string visibility = fields.has("visibility") ? fields.text("visibility") : "public";
    if (visibility != "public" && visibility != "hidden")
        fields.problem(fields.pointerTo("visibility"), "visibility is 'public' or 'hidden', found '" + visibility + "'");
    which.visibility = visibility == "hidden" ? Visibility::Hidden : Visibility::Public;
    which.tags = fields.texts("tags");
    which.attributes = fields.object("attributes");
    if (fields.has("symbols") && !fields.object("symbols").empty()) {
        FieldReader symbols = fields.child("symbols");
        for (const auto& [symbol, value] : symbols.json().items())
            which.symbols[symbol] = symbols.integer(symbol).value_or(1);
    }
    if (fields.has("types") && !fields.object("types").empty()) {
        FieldReader types = fields.child("types");
        for (const auto& [variable, value] : types.json().items())
            which.types[variable] = types.text(variable, true);
    }
    if (fields.has("values"))
        for (const auto& [input, value] : fields.object("values").items())
            which.values[input] = readRegime(fields.child("values").child(input));
    if (fields.has("shapes") && !fields.object("shapes").empty())
        readShapes(fields.child("shapes"), which);
    return which;
}

TolerancePolicy readTolerance(FieldReader fields)
{
    fields.allowOnly({ "relax", "reason", "reductionDim", "reductionLength" });
    TolerancePolicy tolerance;
    tolerance.relax = fields.number("relax").value_or(tolerance.relax);
    tolerance.reason = fields.text("reason");
    tolerance.reductionDim = fields.text("reductionDim");
    tolerance.reductionLength = fields.integer("reductionLength").value_or(tolerance.reductionLength);
    return tolerance;
}

MetamorphicRelation readRelation(FieldReader fields)
{
    using Kind = MetamorphicRelation::Kind;
    fields.allowOnly({ "relation", "inputs", "value", "degree", "axis" });
    MetamorphicRelation relation;
    const std::string kind = fields.text("relation", true);
    std::string all;
    bool known = false;
    for (const Kind one : { Kind::Scale, Kind::Shift, Kind::Permute, Kind::Reorder, Kind::Sensitivity }) {
        all += (all.empty() ? "" : ", ") + std::string(name(one));
        if (kind == name(one)) {
            relation.kind = one;
            known = true;
        }
    }
    if (!known)
        fields.problem(fields.pointerTo("relation"), "unknown metamorphic relation '" + kind + "'", "one of " + all);
    relation.inputs = fields.texts("inputs");
    const bool valued = relation.kind == Kind::Scale || relation.kind == Kind::Shift || relation.kind == Kind::Sensitivity;
    if (valued && known && !fields.has("value"))
        fields.problem(fields.pointer(), "the relation '" + kind + "' needs a \"value\"",
            "scale: the factor; shift: what is added; sensitivity: what one element becomes");
    relation.value = fields.number("value").value_or(0);
    relation.degree = static_cast<int>(fields.integer("degree").value_or(1));
    relation.axis = static_cast<int>(fields.integer("axis").value_or(0));
    return relation;
}

Reference readReference(FieldReader fields, const std::filesystem::path& baseDir)
{
    fields.allowOnly({ "file", "source" });
    Reference reference { fields.text("file"), fields.text("source") };
    if (fields.has("source")) {
        if (reference.source.empty())
            fields.problem(fields.pointerTo("source"), "the reference source is empty");
        return reference;
    }
    if (reference.file.empty()) {
        fields.problem(fields.pointer(), "the reference is missing",
            R"(give "file": "reference.py" beside the spec, or the text under "source")");
        return reference;
    }
    Result<std::string> source = readFile(baseDir / reference.file);
    if (!source)
        fields.problem(fields.pointerTo("file"), "the reference cannot be read: " + source.error().message);
    else if (source->empty())
        fields.problem(fields.pointerTo("file"), "the reference file '" + reference.file + "' is empty");
    else
        reference.source = *std::move(source);
    return reference;
}

OperatorSpec readSpec(FieldReader root, const std::filesystem::path& baseDir)
{
    root.allowOnly({ "schemaVersion", "name", "family", "description", "entry", "origin", "inputs", "outputs", "attributes",
        "cases", "tolerance", "metamorphic", "reference" });
    OperatorSpec spec;
    const std::int64_t version = root.integer("schemaVersion").value_or(kSchemaVersion);
    if (version != kSchemaVersion)
        root.problem(root.pointerTo("schemaVersion"), "schema version " + std::to_string(version) + " is not supported",
            "this program reads version " + std::to_string(kSchemaVersion));
    spec.name = root.text("name", true);
    spec.description = root.text("description");
    spec.origin = root.text("origin");
    spec.entry = root.has("entry") ? root.text("entry") : spec.name + "_custom";
    if (const std::string family = root.text("family", true); !family.empty()) {
        const Result<Family> known = familyFromName(family);
        if (known)
            spec.family = *known;
        else
            root.problem(root.pointerTo("family"), known.error().message, known.error().hint);
    }
    for (std::size_t i = 0; i < root.list("inputs").size(); ++i)
        spec.inputs.push_back(readTensor(root.child("inputs", i), true));
    // Ordinary inputs come first everywhere (resolve, the kernel's arguments); keep the one order.
    std::ranges::stable_partition(spec.inputs, [](const TensorSpec& t) { return t.moduleParameter.empty(); });
    for (std::size_t i = 0; i < root.list("outputs").size(); ++i)
        spec.outputs.push_back(readTensor(root.child("outputs", i), false));
    for (std::size_t i = 0; i < root.list("attributes").size(); ++i)
        spec.attributes.push_back(readAttribute(root.child("attributes", i)));
    for (std::size_t i = 0; i < root.list("cases").size(); ++i)
        spec.cases.push_back(readCase(root.child("cases", i)));
    if (root.has("tolerance"))
        spec.tolerance = readTolerance(root.child("tolerance"));
    for (std::size_t i = 0; i < root.list("metamorphic").size(); ++i)
        spec.metamorphic.push_back(readRelation(root.child("metamorphic", i)));
    if (root.has("reference"))
        spec.reference = readReference(root.child("reference"), baseDir);
    else
        root.problem(root.pointer(), "the reference is missing",
            R"(give "reference": {"file": "reference.py"} with a PyTorch Model, get_inputs() and get_init_inputs())");
    return spec;
}

} // namespace

LoadReport loadSpecText(std::string_view text, std::string origin, const std::filesystem::path& baseDir)
{
    LoadReport report;
    const Result<LocatedJson> document = LocatedJson::parse(text, std::move(origin));
    if (!document) {
        report.problems.push_back(document.error());
        return report;
    }
    if (!document->root().is_object()) {
        report.problems.push_back(document->errorAt("", "an operator specification must be a JSON object"));
        return report;
    }
    OperatorSpec spec = readSpec(FieldReader(*document, "", report.problems), baseDir);
    checkSpec(spec, *document, report.problems);
    if (!report.problems.empty())
        return report;
    spec.contentHash = sha256Hex(toJson(spec).dump(-1, ' ', false, Json::error_handler_t::replace));
    report.spec = std::make_shared<const OperatorSpec>(std::move(spec));
    return report;
}

LoadReport loadSpec(const std::filesystem::path& file)
{
    LoadReport report;
    std::error_code failure;
    if (const auto size = std::filesystem::file_size(file, failure); !failure && size > kMaxFileBytes) {
        report.problems.push_back(Error { Errc::InvalidInput,
            "the file has " + std::to_string(size >> 20U) + " MiB; a specification is at most 8 MiB", file.string(), {} });
        return report;
    }
    const Result<std::string> text = readFile(file);
    if (!text) {
        report.problems.push_back(text.error());
        return report;
    }
    return loadSpecText(*text, file.string(), file.parent_path());
}

Result<std::shared_ptr<const OperatorSpec>> requireSpec(LoadReport report)
{
    if (report.spec)
        return report.spec;
    if (report.problems.empty())
        return Error { Errc::Internal, "a specification was refused without a reason", {}, {} };
    return report.problems.front();
}

Result<std::vector<std::shared_ptr<const OperatorSpec>>> bundledSpecs()
{
    namespace fs = std::filesystem;
    const fs::path folder = resourceDir() / "specs";
    std::error_code failure;
    std::vector<fs::path> files;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure))
        if (fs::exists(it->path() / "spec.json"))
            files.push_back(it->path() / "spec.json");
    if (failure || files.empty())
        return Error { Errc::Environment, "no bundled operators found in " + folder.string(), {},
            "set HAWK_RESOURCES to the folder that holds specs/, or reinstall" };
    std::ranges::sort(files);
    std::vector<std::shared_ptr<const OperatorSpec>> specs;
    for (const fs::path& file : files) {
        Result<std::shared_ptr<const OperatorSpec>> spec = requireSpec(loadSpec(file));
        if (!spec)
            return spec.error();
        specs.push_back(*std::move(spec));
    }
    std::ranges::sort(specs, {}, [](const auto& spec) { return spec->name; });
    return specs;
}

} // namespace hawk::spec
