#include "llm/model_registry.h"

#include "base/files.h"
#include "base/text.h"
#include "llm/checked_object.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace hawk::llm {
namespace {

constexpr std::array kKinds { std::pair { ModelKind::OpenAiChat, std::string_view("openai-chat") },
    std::pair { ModelKind::OpenAiCompletions, std::string_view("openai-completions") },
    std::pair { ModelKind::Anthropic, std::string_view("anthropic") },
    std::pair { ModelKind::Command, std::string_view("command") },
    std::pair { ModelKind::Manual, std::string_view("manual") } };

constexpr std::int64_t kMany = 1'000'000'000;

std::string joinedNames(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& each : names)
        out += (out.empty() ? "" : ", ") + each;
    return out;
}

bool isModelName(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
    }) && text.front() != '-';
}

bool soundsSecret(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(std::array { "authorization", "key", "token", "secret", "password", "cookie" },
        [&](const char* word) { return name.find(word) != std::string::npos; });
}

bool isHeaderText(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

KeySource keySource(const LocatedJson& document, CheckedObject& owner, const std::string& key, const std::string& what)
{
    if (!owner.has(key))
        return {};
    const std::string pointer = owner.at(key);
    const Json& value = document.root().at(Json::json_pointer(pointer));
    constexpr const char* kForms = R"(write {"env": "VARIABLE"}, {"file": "~/.config/hawk/name.key"} or {"keychain": "entry"})";
    if (!value.is_object()) { // the value itself is not shown: it may well be the key
        owner.fail(pointer, "the " + what + " itself must not stand in this file; name the place where it is kept", kForms);
        return {};
    }
    CheckedObject object(document, pointer);
    const std::array places { std::pair { KeySource::Kind::Environment, "env" }, std::pair { KeySource::Kind::File, "file" },
        std::pair { KeySource::Kind::Keychain, "keychain" }, std::pair { KeySource::Kind::Session, "session" } };
    KeySource source;
    int given = 0;
    for (const auto& [kind, name] : places)
        if (object.has(name)) {
            source = { kind, object.text(name) };
            ++given;
        }
    if (const Status s = object.done(); !s)
        owner.fail(s.error());
    if (given != 1 || source.name.empty())
        owner.fail(pointer, "must name one place where the " + what + " is kept", kForms);
    if (source.kind == KeySource::Kind::Environment && !isIdentifier(source.name))
        owner.fail(pointer + "/env", "is not the name of an environment variable", "name the variable, not its value");
    return source;
}

Parameters parameters(const LocatedJson& document, CheckedObject& owner)
{
    Parameters out;
    if (!owner.has("parameters"))
        return out;
    CheckedObject object(document, owner.at("parameters"));
    out.temperature = object.optionalNumber("temperature", 0, 2);
    out.topP = object.optionalNumber("topP", 0, 1);
    out.maxTokens = object.optionalInteger("maxTokens", 1, kMany);
    out.seed = object.optionalInteger("seed", 0, INT64_MAX);
    out.stop = object.texts("stop");
    out.extra = object.json("extra", true);
    if (const Status s = object.done(); !s)
        owner.fail(s.error());
    return out;
}

PromptTemplate promptTemplate(const LocatedJson& document, CheckedObject& owner)
{
    PromptTemplate out;
    if (!owner.has("template"))
        return out;
    const std::string pointer = owner.at("template");
    const Json& value = document.root().at(Json::json_pointer(pointer));
    if (value.is_string()) {
        const auto named = namedTemplate(value.get<std::string>());
        if (!named)
            owner.fail(pointer, "unknown template", "known: kernelgen-lm, kernelgen-lm-parenthesised; or give {\"text\": ...}");
        return named.value_or(out);
    }
    CheckedObject object(document, pointer);
    out.text = object.text("text", out.text);
    out.reasoningOpen = object.flag("reasoningOpen", out.text.ends_with("<think>") || out.text.ends_with("<think>\n"));
    out.reasoningEnd = object.text("reasoningEnd", out.reasoningEnd);
    if (out.text.find("{BODY}") == std::string::npos)
        object.fail(pointer + "/text", "must hold {BODY}, where the prompt goes");
    if (out.reasoningEnd.empty())
        object.fail(pointer + "/reasoningEnd", "must not be empty");
    if (const Status s = object.done(); !s)
        owner.fail(s.error());
    return out;
}

void headers(const LocatedJson& document, CheckedObject& owner, ModelConfig& config)
{
    const Json all = owner.json("headers", true);
    if (all.empty())
        return;
    const std::string pointer = owner.at("headers");
    CheckedObject object(document, pointer);
    for (const auto& [name, value] : all.items()) {
        if (name.empty() || !std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; })) {
            owner.fail(pointer, "a header's name has letters, digits and dashes only");
            continue;
        }
        HeaderValue header;
        if (value.is_string() && !soundsSecret(name)) {
            header.text = value.get<std::string>();
            if (!isHeaderText(header.text))
                owner.fail(object.at(name), "a header is one line of printable ASCII");
        } else {
            header.source = keySource(document, object, name, "value of this header");
        }
        config.headers.emplace_back(name, std::move(header));
    }
    if (object.failed())
        if (const Status s = object.done(); !s)
            owner.fail(s.error());
}

void network(const LocatedJson& document, CheckedObject& object, ModelConfig& config)
{
    config.baseUrl = object.text("baseUrl");
    config.proxy = object.text("proxy");
    config.caFile = expandedHome(object.text("caFile"));
    config.proxyLogin = keySource(document, object, "proxyLogin", "proxy login");
    config.key = keySource(document, object, "key", "key");
    headers(document, object, config);
    config.wire.stream = object.flag("stream", true);
    config.wire.streamUsage = object.flag("streamUsage", true);
    config.wire.prompt = promptTemplate(document, object);
    const bool http = config.baseUrl.starts_with("http://") || config.baseUrl.starts_with("https://");
    if (config.overHttp() && !http)
        object.fail(object.at("baseUrl"), "must be an address that begins with http:// or https://",
            "for a local vLLM server: \"http://localhost:8000/v1\"");
    if (config.baseUrl.find('@') != std::string::npos || config.proxy.find('@') != std::string::npos)
        object.fail(object.at(config.proxy.find('@') != std::string::npos ? "proxy" : "baseUrl"),
            "must not hold a user name or password", "use `key`, `headers` or `proxyLogin`, which name where a secret is kept");
    if (config.baseUrl.find_first_of("?#") != std::string::npos)
        object.fail(object.at("baseUrl"), "must not have a query: paths such as /chat/completions are added to it");
    if (config.kind != ModelKind::OpenAiCompletions && object.has("template"))
        object.fail(object.at("template"), "only openai-completions has a prompt template");
}

void limits(const LocatedJson& document, CheckedObject& owner, ModelConfig& config)
{
    if (owner.has("timeouts")) {
        CheckedObject object(document, owner.at("timeouts"));
        config.timeouts.connect = object.seconds("connect", config.timeouts.connect);
        config.timeouts.firstByte = object.seconds("firstByte", config.timeouts.firstByte);
        config.timeouts.idle = object.seconds("idle", config.timeouts.idle);
        config.timeouts.total = object.seconds("total", config.timeouts.total);
        if (const Status s = object.done(); !s)
            owner.fail(s.error());
    }
    if (owner.has("retry")) {
        CheckedObject object(document, owner.at("retry"));
        config.retry.maxRetries = static_cast<int>(object.integer("max", config.retry.maxRetries, 0, 100));
        config.retry.first = object.seconds("first", config.retry.first);
        config.retry.longest = object.seconds("longest", config.retry.longest);
        config.retry.longestRetryAfter = object.seconds("longestRetryAfter", config.retry.longestRetryAfter);
        if (const Status s = object.done(); !s)
            owner.fail(s.error());
    }
    if (owner.has("limits")) {
        CheckedObject object(document, owner.at("limits"));
        config.limits.concurrency = static_cast<int>(object.integer("concurrency", config.limits.concurrency, 1, 1000));
        config.limits.requestsPerMinute = object.integer("requestsPerMinute", 0, 0, kMany);
        config.limits.tokensPerMinute = object.integer("tokensPerMinute", 0, 0, kMany);
        config.contextTokens = object.integer("contextTokens", 0, 0, kMany);
        config.maxResponseBytes = static_cast<std::uint64_t>(object.integer("maxResponseMib", 32, 1, 1024)) << 20U;
        if (const Status s = object.done(); !s)
            owner.fail(s.error());
    }
}

Result<ModelConfig> modelAt(const LocatedJson& document, const std::string& pointer)
{
    CheckedObject object(document, pointer);
    ModelConfig config;
    config.name = object.text("name");
    const std::string kind = object.text("kind");
    if (object.failed())
        return object.done().error();
    if (!isModelName(config.name))
        object.fail(object.at("name"), "a model needs a name of letters, digits, '.', '_' and '-', at most 64");
    if (const auto known = modelKindFromName(kind)) {
        config.kind = *known;
    } else {
        const std::string near = nearestName(kind, modelKindNames());
        object.fail(object.at("kind"), kind.empty() ? "is missing" : "unknown kind " + hawk::quoted(kind),
            near.empty() ? "known: " + joinedNames(modelKindNames()) : "did you mean " + hawk::quoted(near) + "?");
    }
    config.model = object.text("model");
    config.command = object.texts("command");
    config.workingDirectory = expandedHome(object.text("workingDirectory"));
    const std::string input = object.text("input", "text");
    config.commandTakesJson = input == "json";
    config.parameters = parameters(document, object);
    network(document, object, config);
    limits(document, object, config);
    config.fallbacks = object.texts("fallbacks");
    if (object.has("prices")) {
        Result<Price> price = priceFromJson(document, object.at("prices"));
        if (price)
            config.price = *std::move(price);
        else
            object.fail(price.error());
    }
    if (input != "text" && input != "json")
        object.fail(object.at("input"), "must be \"text\" or \"json\"");
    if (config.overHttp() && config.model.empty())
        object.fail(object.at("model"), "is missing: the id by which the server knows the model");
    if (config.kind == ModelKind::Command && config.command.empty())
        object.fail(object.at("command"), "is missing: program and arguments, [\"my-tool\", \"--flag\"]",
            "it is run without a shell; for one write [\"sh\", \"-c\", \"...\"]");
    if (config.model.empty())
        config.model = config.name;
    if (config.kind == ModelKind::Manual)
        config.limits.concurrency = 1;
    if (const Status s = object.done(); !s)
        return s.error();
    return config;
}

/// Names must be unique, references must exist, and fallbacks must not go round in circles: they are one level deep.
Status crossCheck(const LocatedJson& document, const std::vector<ModelConfig>& models)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < models.size(); ++i) {
        if (std::find(names.begin(), names.end(), models[i].name) != names.end())
            return document.errorAt("/models/" + std::to_string(i) + "/name", "a second model named " + hawk::quoted(models[i].name));
        names.push_back(models[i].name);
    }
    for (std::size_t i = 0; i < models.size(); ++i)
        for (std::size_t k = 0; k < models[i].fallbacks.size(); ++k) {
            const std::string& wanted = models[i].fallbacks[k];
            const std::string pointer = "/models/" + std::to_string(i) + "/fallbacks/" + std::to_string(k);
            if (wanted == models[i].name)
                return document.errorAt(pointer, "a model cannot be its own fallback");
            if (std::find(names.begin(), names.end(), wanted) == names.end())
                return document.errorAt(pointer, "no model is named " + hawk::quoted(wanted));
        }
    return {};
}

} // namespace

std::string_view name(ModelKind kind) { return kKinds.at(static_cast<std::size_t>(kind)).second; }

std::optional<ModelKind> modelKindFromName(std::string_view wanted)
{
    for (const auto& [kind, text] : kKinds)
        if (text == wanted)
            return kind;
    return {};
}

std::vector<std::string> modelKindNames()
{
    std::vector<std::string> out;
    for (const auto& [kind, text] : kKinds)
        out.emplace_back(text);
    return out;
}

Result<ModelRegistry> ModelRegistry::parse(std::string_view text, const std::string& origin)
{
    const Result<LocatedJson> document = LocatedJson::parse(text, origin);
    if (!document)
        return document.error();
    CheckedObject root(*document, "");
    ModelRegistry out;
    root.integer("version", 1, 1, 1);
    out.m_default = root.text("default");
    const Json models = root.json("models", false);
    if (const Status s = root.done(); !s)
        return s.error();
    if (!models.is_array() && !models.is_null())
        return document->errorAt("/models", "must be a list of models [...]");
    for (std::size_t i = 0; i < models.size(); ++i) {
        Result<ModelConfig> model = modelAt(*document, "/models/" + std::to_string(i));
        if (!model)
            return model.error();
        out.m_models.push_back(*std::move(model));
    }
    if (const Status s = crossCheck(*document, out.m_models); !s)
        return s.error();
    if (!out.m_default.empty() && !out.find(out.m_default))
        return document->errorAt("/default", "no model is named " + hawk::quoted(out.m_default));
    return out;
}

Result<ModelRegistry> ModelRegistry::load(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return ModelRegistry();
    const Result<std::string> text = readFile(file);
    return text ? parse(*text, file.string()) : Result<ModelRegistry>(text.error());
}

namespace {

ModelConfig demoModel()
{
    ModelConfig out;
    out.name = kDemoModel;
    out.kind = ModelKind::Command;
    out.model = kDemoModel;
    out.command = { "python3", (resourceDir() / "models" / "demo_model.py").string() };
    out.commandTakesJson = true;
    return out;
}

} // namespace

Result<ModelConfig> ModelRegistry::find(std::string_view wanted) const
{
    const std::string name = wanted.empty() ? m_default : std::string(wanted);
    if (name.empty())
        return Error { Errc::NotFound, m_models.empty() ? "no model is set up" : "no model is named, and none is the default", {},
            "`hawk model add` sets one up, `hawk model list` shows them" };
    std::vector<std::string> names;
    for (const ModelConfig& each : m_models) {
        if (each.name == name)
            return each;
        names.push_back(each.name);
    }
    if (name == kDemoModel)
        return demoModel();
    const std::string near = nearestName(name, names);
    return Error { Errc::NotFound, "no model is named " + hawk::quoted(name), {},
        near.empty() ? "`hawk model list` shows those that are set up" : "did you mean " + hawk::quoted(near) + "?" };
}

std::filesystem::path configDir()
{
    if (const char* own = std::getenv("HAWK_CONFIG"); own != nullptr && *own != '\0')
        return own;
    if (const char* base = std::getenv("XDG_CONFIG_HOME"); base != nullptr && *base != '\0')
        return std::filesystem::path(base) / "hawk";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : ".") / ".config" / "hawk";
}

std::filesystem::path modelsFile() { return configDir() / "models.json"; }

std::filesystem::path pricesFile() { return configDir() / "prices.json"; }

} // namespace hawk::llm
