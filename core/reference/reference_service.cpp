#include "reference/reference_service.h"

#include "base/files.h"
#include "base/hash.h"
#include "reference/data_cache.h"
#include "reference/worker.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace hawk::reference {
namespace {

namespace fs = std::filesystem;

/// Everything that decides what a reference computes; a change of any of them makes new cache keys.
constexpr const char* kScripts[] = { "worker.py", "commands.py", "reference_module.py", "values.py", "low_precision.py",
    "golden.py", "benchmark.py", "graph.py", "graph_names.py", "inspection.py" };

std::string scriptsVersion(const fs::path& folder)
{
    HashBuilder hash;
    for (const char* const file : kScripts)
        hash.add(readFile(folder / file).value_or(std::string()));
    return hash.hex();
}

Json regimeJson(const spec::ValueRegime& regime)
{
    return { { "kind", regime.kind }, { "low", regime.low }, { "high", regime.high }, { "mean", regime.mean },
        { "stddev", regime.stddev } };
}

const spec::TensorSpec* findInput(const spec::OperatorSpec& spec, const std::string& name)
{
    const auto found = std::ranges::find(spec.inputs, name, &spec::TensorSpec::name);
    return found == spec.inputs.end() ? nullptr : &*found;
}

/// What the worker needs to know of a case; also what its cache key is made of.
Result<Json> describe(const spec::OperatorSpec& spec, const spec::Case& which)
{
    const Result<spec::ResolvedCase> resolved = spec::resolve(spec, which);
    if (!resolved)
        return resolved.error();
    Json request = { { "source", spec.reference.source }, { "constants", Json::object() }, { "types", which.types },
        { "inputs", Json::array() }, { "outputs", Json::array() } };
    for (const auto& [symbol, value] : which.symbols)
        request["constants"][symbol] = value;
    request["constants"].update(resolved->attributes);
    for (const spec::ResolvedTensor& tensor : resolved->inputs) {
        const spec::TensorSpec* declared = findInput(spec, tensor.name);
        const auto own = which.values.find(tensor.name);
        request["inputs"].push_back({ { "name", tensor.name }, { "dtype", name(tensor.dtype) }, { "shape", tensor.shape },
            { "values", regimeJson(own != which.values.end() ? own->second : declared->values) },
            { "parameter", declared->moduleParameter } });
    }
    for (const spec::ResolvedTensor& tensor : resolved->outputs)
        request["outputs"].push_back(
            { { "name", tensor.name }, { "dtype", name(tensor.dtype) }, { "shape", tensor.shape } });
    return request;
}

/// In fp64 for every floating type; integers and bool as they are.
DType goldenType(DType output) { return isFloating(output) ? DType::Float64 : output; }

Error inCase(Error error, const spec::OperatorSpec& spec, const spec::Case& which)
{
    if (error.code == Errc::InvalidInput || error.code == Errc::Timeout)
        error.message = "reference of operator '" + spec.name + "', case '" + which.name + "': " + error.message;
    return error;
}

struct Layout {
    CaseData data; ///< paths relative to the entry's folder
    std::vector<DataCache::File> files;
};

TensorFile place(Layout& layout, const spec::ResolvedTensor& tensor, DType type, const std::string& file)
{
    layout.files.push_back({ file, static_cast<std::uint64_t>(tensor.elements()) * sizeOf(type) });
    return { tensor.name, type, tensor.shape, file };
}

Layout layoutOf(const spec::ResolvedCase& resolved)
{
    Layout layout;
    for (std::size_t i = 0; i < resolved.inputs.size(); ++i)
        layout.data.inputs.push_back(
            place(layout, resolved.inputs[i], resolved.inputs[i].dtype, "input" + std::to_string(i) + ".bin"));
    for (std::size_t i = 0; i < resolved.outputs.size(); ++i) {
        const spec::ResolvedTensor& tensor = resolved.outputs[i];
        const std::string number = std::to_string(i) + ".bin";
        GoldenFile output;
        output.golden = place(layout, tensor, goldenType(tensor.dtype), "golden" + number);
        output.samePrecision = place(layout, tensor, tensor.dtype, "same" + number);
        output.outputDtype = tensor.dtype;
        layout.data.outputs.push_back(std::move(output));
    }
    return layout;
}

CaseData at(CaseData data, const DataCache::Entry& entry)
{
    for (TensorFile& input : data.inputs)
        input.path = entry.folder / input.path;
    for (GoldenFile& output : data.outputs) {
        output.golden.path = entry.folder / output.golden.path;
        output.samePrecision.path = entry.folder / output.samePrecision.path;
    }
    data.notes = entry.info;
    return data;
}

fs::path absoluteFolder(const fs::path& folder)
{
    std::error_code failure;
    const fs::path path = fs::absolute(folder, failure);
    return failure ? folder : path.lexically_normal();
}

} // namespace

struct ReferenceService::Impl {
    explicit Impl(ReferenceOptions options)
        : scripts(absoluteFolder(resourceDir() / "python"))
        , version(scriptsVersion(scripts))
        , cache(absoluteFolder(options.cacheDir.empty() ? cacheDir() / "reference" : options.cacheDir))
        , worker({ options.python.empty() ? "/usr/bin/python3" : options.python, scripts, cache.stagingRoot(),
              options.timeout })
    {
    }

    /// The worker's writable folder must be there before the sandbox binds it.
    Result<Json> ask(Json request, std::stop_token stop)
    {
        std::error_code failure;
        fs::create_directories(cache.stagingRoot(), failure);
        if (failure)
            return Error { Errc::Io, "cannot create " + cache.stagingRoot().string() + ": " + failure.message(), {},
                "set HAWK_CACHE to a writable folder" };
        return worker.request(std::move(request), stop);
    }

    std::string keyOf(const Json& request) const
    {
        return HashBuilder().add(version).add(request.dump(-1, ' ', true, Json::error_handler_t::replace)).hex();
    }

    fs::path scripts;
    std::string version;
    DataCache cache;
    Worker worker;
    std::mutex traceMutex;
    std::map<std::string, Json> traces; ///< graphs are small and asked for once per draft
};

ReferenceService::ReferenceService(ReferenceOptions options)
    : m_impl(std::make_unique<Impl>(std::move(options)))
{
}
ReferenceService::~ReferenceService() = default;

Result<CaseData> ReferenceService::caseData(
    const spec::OperatorSpec& spec, const spec::Case& which, std::uint64_t seed, std::stop_token stop)
{
    const Result<spec::ResolvedCase> resolved = spec::resolve(spec, which);
    if (!resolved)
        return resolved.error();
    Result<Json> request = describe(spec, which);
    if (!request)
        return request.error();
    (*request)["seed"] = seed;
    const std::string key = m_impl->keyOf(*request);
    Layout layout = layoutOf(*resolved);
    if (const std::optional<DataCache::Entry> entry = m_impl->cache.find(key)) {
        CaseData data = at(std::move(layout.data), *entry);
        data.fromCache = true;
        return data;
    }
    const Result<fs::path> folder = m_impl->cache.stage();
    if (!folder)
        return folder.error();
    (*request)["command"] = "golden";
    (*request)["folder"] = folder->string();
    const auto begin = std::chrono::steady_clock::now();
    const Result<Json> answer = m_impl->ask(*std::move(request), stop);
    std::error_code ignored;
    if (!answer) {
        fs::remove_all(*folder, ignored);
        return inCase(answer.error(), spec, which);
    }
    const Result<DataCache::Entry> entry = m_impl->cache.publish(*folder, key, layout.files, *answer);
    if (!entry) {
        fs::remove_all(*folder, ignored);
        return entry.error();
    }
    CaseData data = at(std::move(layout.data), *entry);
    data.referenceMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return data;
}

Result<Json> ReferenceService::traceGraph(
    const spec::OperatorSpec& spec, const spec::Case& which, std::stop_token stop)
{
    Result<Json> request = describe(spec, which);
    if (!request)
        return request.error();
    (*request)["command"] = "trace";
    (*request)["seed"] = 0;
    const std::string key = m_impl->keyOf(*request);
    {
        const std::scoped_lock lock(m_impl->traceMutex);
        if (const auto found = m_impl->traces.find(key); found != m_impl->traces.end())
            return found->second;
    }
    Result<Json> graph = m_impl->ask(*std::move(request), stop);
    if (!graph)
        return inCase(graph.error(), spec, which);
    const std::scoped_lock lock(m_impl->traceMutex);
    return m_impl->traces[key] = *std::move(graph);
}

Result<Json> ReferenceService::inspect(const std::string& source, const Json& overrides, std::stop_token stop)
{
    return m_impl->ask({ { "command", "inspect" }, { "source", source },
                           { "constants", overrides.is_object() ? overrides : Json::object() } },
        stop);
}

Result<Json> ReferenceService::inspectShapes(const std::string& source, const Json& overrides, std::stop_token stop)
{
    return m_impl->ask({ { "command", "inspect" }, { "source", source }, { "shapesOnly", true },
                           { "constants", overrides.is_object() ? overrides : Json::object() } },
        stop);
}

Result<Json> ReferenceService::versions(std::stop_token stop)
{
    Result<Json> versions = m_impl->ask({ { "command", "versions" } }, stop);
    if (versions)
        (*versions)["sandbox"] = m_impl->worker.sandbox();
    return versions;
}

} // namespace hawk::reference
