#include "cli/command.h"

#include "cli/model_report.h"
#include "llm/connection_test.h"

#include <ostream>
#include <unistd.h>

namespace hawk::cli {
namespace {

/// Sets `entry[key]` when the option is given.
void copyText(const Arguments& arguments, const char* option, Json& entry, const char* key)
{
    if (const auto value = arguments.value(option))
        entry[key] = *value;
}

Status copyInteger(const Arguments& arguments, const char* option, Json& entry, const char* key, std::int64_t low)
{
    if (!arguments.has(option))
        return {};
    const Result<std::int64_t> value = arguments.integer(option, 0, low, 1'000'000'000);
    if (!value)
        return value.error();
    entry[key] = *value;
    return {};
}

Status copyNumber(const Arguments& arguments, const char* option, Json& entry, const char* key)
{
    if (!arguments.has(option))
        return {};
    const Result<double> value = arguments.number(option, 0, 0);
    if (!value)
        return value.error();
    entry[key] = *value;
    return {};
}

Status copyKey(const Arguments& arguments, Json& entry)
{
    const std::vector<std::pair<const char*, const char*>> places { { "key-env", "env" }, { "key-file", "file" },
        { "key-keychain", "keychain" } };
    for (const auto& [option, place] : places) {
        if (!arguments.has(option))
            continue;
        if (entry.contains("key"))
            return Error { Errc::InvalidInput, "a key is kept in one place: give one of --key-env, --key-file, --key-keychain", {}, {} };
        entry["key"] = { { place, *arguments.value(option) } };
    }
    return {};
}

Status copyNumbers(const Arguments& arguments, Json& entry)
{
    Json parameters = Json::object();
    Json limits = Json::object();
    Json prices = Json::object();
    for (const Status& s : { copyNumber(arguments, "temperature", parameters, "temperature"),
             copyNumber(arguments, "top-p", parameters, "topP"), copyInteger(arguments, "max-tokens", parameters, "maxTokens", 1),
             copyInteger(arguments, "concurrency", limits, "concurrency", 1),
             copyInteger(arguments, "requests-per-minute", limits, "requestsPerMinute", 0),
             copyInteger(arguments, "tokens-per-minute", limits, "tokensPerMinute", 0),
             copyInteger(arguments, "context-tokens", limits, "contextTokens", 0),
             copyNumber(arguments, "price-input", prices, "input"), copyNumber(arguments, "price-output", prices, "output"),
             copyNumber(arguments, "price-cached", prices, "cachedInput") })
        if (!s)
            return s;
    if (const auto extra = arguments.value("extra")) {
        const Result<Json> json = parseJson(*extra, "--extra");
        if (!json)
            return json.error();
        parameters["extra"] = *json;
    }
    for (auto& [key, value] : { std::pair { "parameters", parameters }, std::pair { "limits", limits }, std::pair { "prices", prices } })
        if (!value.empty())
            entry[key] = value;
    return {};
}

Status copyHeaders(const Arguments& arguments, Json& entry)
{
    for (const std::string& header : arguments.values("header")) {
        const std::size_t colon = header.find(':');
        if (colon == std::string::npos)
            return Error { Errc::InvalidInput, "a header is written NAME:VALUE, or NAME:env=VARIABLE for a secret one", {}, {} };
        std::string value = header.substr(colon + 1);
        value.erase(0, std::min(value.find_first_not_of(' '), value.size()));
        Json& place = entry["headers"][header.substr(0, colon)];
        if (value.starts_with("env="))
            place = { { "env", value.substr(4) } };
        else if (value.starts_with("file="))
            place = { { "file", value.substr(5) } };
        else
            place = value;
    }
    return {};
}

Result<int> add(Context& context, const Arguments& arguments)
{
    llm::ModelEdit edit;
    edit.entry = { { "name", arguments.positional(0) }, { "kind", arguments.valueOr("kind", "openai-chat") } };
    for (const auto& [option, key] : { std::pair { "base-url", "baseUrl" }, std::pair { "model", "model" },
             std::pair { "proxy", "proxy" }, std::pair { "ca-file", "caFile" }, std::pair { "template", "template" } })
        copyText(arguments, option, edit.entry, key);
    if (const auto line = arguments.value("command")) {
        edit.entry["command"] = { "sh", "-c", *line };
        if (!arguments.has("kind"))
            edit.entry["kind"] = "command";
    }
    if (arguments.has("no-stream"))
        edit.entry["stream"] = false;
    if (arguments.has("fallback"))
        edit.entry["fallbacks"] = arguments.values("fallback");
    for (const Status& s : { copyKey(arguments, edit.entry), copyHeaders(arguments, edit.entry), copyNumbers(arguments, edit.entry) })
        if (!s)
            return s.error();
    edit.replace = arguments.has("replace");
    edit.makeDefault = arguments.has("default");
    if (const Status s = llm::addModel(llm::modelsFile(), edit); !s)
        return s.error();
    const std::string name = arguments.positional(0);
    if (context.json)
        context.print({ { "added", name }, { "file", llm::modelsFile().string() } });
    else
        context.out << "added " << name << " to " << llm::modelsFile().string() << "\n`hawk model test " << name
                    << "` tries it\n";
    return kDone;
}

Result<int> list(Context& context, const Arguments&)
{
    const Result<llm::ModelRegistry> registry = llm::ModelRegistry::load(llm::modelsFile());
    if (!registry)
        return registry.error();
    printModels(*registry, context);
    return kDone;
}

Result<int> show(Context& context, const Arguments& arguments)
{
    const Result<llm::ModelRegistry> registry = llm::ModelRegistry::load(llm::modelsFile());
    if (!registry)
        return registry.error();
    const Result<llm::ModelConfig> config = registry->find(arguments.positional(0));
    if (!config)
        return config.error();
    const Result<llm::PriceTable> prices = llm::PriceTable::load(llm::pricesFile());
    if (!prices)
        return prices.error();
    printModel(*config, *prices, context);
    return kDone;
}

Result<int> test(Context& context, const Arguments& arguments)
{
    const Result<llm::ModelRegistry> registry = llm::ModelRegistry::load(llm::modelsFile());
    if (!registry)
        return registry.error();
    const Result<llm::ModelConfig> config = registry->find(arguments.positional(0));
    if (!config)
        return config.error();
    const Result<llm::PriceTable> prices = llm::PriceTable::load(llm::pricesFile());
    if (!prices)
        return prices.error();
    const llm::SystemKeyStore keys;
    const SystemClock clock;
    llm::TerminalPort terminal(STDIN_FILENO, context.err);
    const llm::ModelFactory factory(*registry, { keys, clock, std::make_shared<llm::PriceTable>(*prices), &terminal });
    const llm::ConnectionReport report = llm::testConnection(factory, *config, clock);
    printConnection(*config, report, *prices, context);
    return report.passed() ? kDone : kNotCorrect;
}

Result<int> remove(Context& context, const Arguments& arguments)
{
    const std::string name = arguments.positional(0);
    if (const Status s = llm::removeModel(llm::modelsFile(), name); !s)
        return s.error();
    if (context.json)
        context.print({ { "removed", name }, { "file", llm::modelsFile().string() } });
    else
        context.out << "removed " << name << '\n';
    return kDone;
}

std::vector<OptionSpec> addOptions()
{
    return { { "kind", "KIND", "openai-chat (default), openai-completions, anthropic, command, manual" },
        { "base-url", "URL", "where the API's paths begin: http://localhost:8000/v1" },
        { "model", "ID", "the id by which the server knows the model" },
        { "key-env", "VARIABLE", "the environment variable that holds the key" },
        { "key-file", "FILE", "a file that holds the key and that only you can read" },
        { "key-keychain", "ENTRY", "the entry of the desktop's keychain (window only)" },
        { "header", "NAME:VALUE", "a further header; NAME:env=VARIABLE or NAME:file=FILE for a secret one", true },
        { "proxy", "URL", "http://host:port, or none" }, { "ca-file", "FILE", "certificates to trust, PEM" },
        { "command", "LINE", "a shell command that reads the prompt and prints the reply (kind command)" },
        { "template", "NAME", "kernelgen-lm or kernelgen-lm-parenthesised (kind openai-completions)" },
        { "temperature", "T", "sent only when given" }, { "top-p", "P", "sent only when given" },
        { "max-tokens", "N", "longest reply" }, { "extra", "JSON", "further members of the request, {\"reasoning_effort\": \"high\"}" },
        { "context-tokens", "N", "what prompt and reply may take together" },
        { "concurrency", "N", "requests side by side (4)" }, { "requests-per-minute", "N", "0: no limit" },
        { "tokens-per-minute", "N", "0: no limit" }, { "price-input", "USD", "per million tokens; else the price table's" },
        { "price-output", "USD", "per million tokens" }, { "price-cached", "USD", "per million tokens" },
        { "fallback", "NAME", "the model to ask when this one fails", true }, { "no-stream", {}, "the server cannot stream" },
        { "default", {}, "make it the default" }, { "replace", {}, "in place of a model of the same name" } };
}

} // namespace

std::vector<Command> modelCommands()
{
    return { { .name = "model add",
                 .summary = "set up a language model",
                 .positionals = { { "NAME", "how you call it" } },
                 .options = addOptions(),
                 .workspace = false,
                 .run = add,
                 .details = "The settings are in models.json in the configuration folder ($HAWK_CONFIG, else ~/.config/hawk) and can\n"
                            "be edited there, timeouts and retries included. Keys are never in it, only where they are kept." },
        { .name = "model list", .summary = "the models that are set up", .workspace = false, .run = list },
        { .name = "model show",
            .summary = "everything about one model but its key",
            .positionals = { { "NAME", "the model; the default when not given", false } },
            .workspace = false,
            .run = show },
        { .name = "model test",
            .summary = "try key, address and a one-word reply",
            .positionals = { { "NAME", "the model; the default when not given", false } },
            .workspace = false,
            .run = test },
        { .name = "model remove",
            .summary = "forget a model",
            .positionals = { { "NAME", "the model" } },
            .workspace = false,
            .run = remove } };
}

} // namespace hawk::cli
