#include "engine/recordings_file.h"

#include "base/files.h"
#include "engine/exchange_log.h"

#include <algorithm>

namespace hawk::engine {
namespace {

constexpr int kVersion = 1;

std::string line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Error notRecordings(const std::filesystem::path& file, std::size_t number, const std::string& why)
{
    return { Errc::InvalidInput, "not a file of recordings: " + why, file.string() + ":" + std::to_string(number),
        "`hawk exchange export RUN -o FILE` writes one" };
}

Result<RecordingsFile> headOf(const Json& json)
{
    if (json.value("hawk", std::string()) != "recordings" || json.value("version", 0) != kVersion)
        return Error { Errc::InvalidInput, "the first line names another kind or version", {}, {} };
    Result<RunOptions> options = runOptionsFromJson(json.value("options", Json()));
    if (!options)
        return options.error();
    Result<ModelSetup> setup = modelSetupFromJson(json.value("setup", Json()));
    if (!setup)
        return setup.error();
    return RecordingsFile { *std::move(options), *std::move(setup), std::make_unique<llm::MemoryLog>() };
}

Status addLine(const Json& json, llm::MemoryLog& log)
{
    llm::Recording recording;
    try {
        recording.key = json.at("key").get<std::string>();
        recording.occurrence = json.at("occurrence").get<int>();
        recording.modelName = json.at("model").get<std::string>();
        recording.label = json.at("label").get<std::string>();
        recording.request = json.at("request");
        Result<llm::Reply> reply = llm::replyFromJson(json.at("reply"));
        if (!reply)
            return reply.error();
        recording.reply = *std::move(reply);
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, failure.what(), {}, {} };
    }
    if (llm::recordingKey(recording.request) != recording.key)
        return Error { Errc::InvalidInput, "the request does not fit its key: the file was changed", {}, {} };
    return log.add(recording);
}

} // namespace

Result<RunOptions> recordedOptions(const store::Workspace& workspace, const store::RunRecord& run)
{
    Result<RunOptions> options = runOptionsFromJson(run.options);
    if (!options)
        return options;
    Result<std::vector<store::TaskRecord>> tasks = workspace.tasks(run.id);
    if (!tasks)
        return tasks.error();
    std::sort(tasks->begin(), tasks->end(), [](const auto& a, const auto& b) { return a.position < b.position; });
    options->specs.clear();
    for (const store::TaskRecord& task : *tasks)
        options->specs.push_back(task.specName);
    options->secondsBudget = 0; // wall time is not reproducible
    options->replay = {};
    options->replayFile.clear();
    return options;
}

Result<std::size_t> writeRecordings(const store::Workspace& workspace, RunId run, const std::filesystem::path& file)
{
    const Result<store::RunRecord> record = workspace.run(run);
    if (!record)
        return record.error();
    const Result<ModelSetup> setup = loadModelSetup(workspace, run);
    if (!setup)
        return setup.error();
    const Result<RunOptions> options = recordedOptions(workspace, *record);
    if (!options)
        return options.error();
    const auto rows = workspace.exchanges({ .run = run, .repliesOnly = true });
    if (!rows)
        return rows.error();
    std::string text = line({ { "hawk", "recordings" }, { "version", kVersion }, { "options", toJson(*options) },
        { "setup", toJson(*setup) } });
    for (const store::ExchangeRecord& row : *rows) {
        const Result<StoredExchange> each = loadExchange(workspace, row.id);
        if (!each)
            return each.error();
        text += line({ { "key", row.key }, { "occurrence", row.occurrence }, { "model", row.model },
            { "label", row.label }, { "request", each->request }, { "reply", llm::toJson(*each->reply) } });
    }
    if (Status written = writeFileAtomically(file, text); !written)
        return written.error();
    return rows->size();
}

Result<RecordingsFile> readRecordings(const std::filesystem::path& file)
{
    const Result<std::string> text = readFile(file);
    if (!text)
        return text.error();
    std::optional<RecordingsFile> out;
    std::string_view rest = *text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = rest.find('\n');
        const std::string_view one = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const Result<Json> json = parseJson(one, "a recording");
        if (!json)
            return notRecordings(file, number, json.error().text());
        if (out) {
            if (const Status added = addLine(*json, *out->log); !added)
                return notRecordings(file, number, added.error().message);
            continue;
        }
        Result<RecordingsFile> head = headOf(*json);
        if (!head)
            return notRecordings(file, number, head.error().message);
        out = *std::move(head);
    }
    if (!out)
        return notRecordings(file, 1, "it is empty");
    return *std::move(out);
}

} // namespace hawk::engine
