#include "bridge/model_draft.h"

#include "bridge/error_text.h"
#include "format/shell_line.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct ModelDraftText {
    Q_DECLARE_TR_FUNCTIONS(ModelDraftText)
};

const Json* member(const Json& object, const char* key)
{
    return object.is_object() && object.contains(key) && !object.at(key).is_null() ? &object.at(key)
                                                                                   : nullptr;
}

QString text(const Json& object, const char* key)
{
    const Json* value = member(object, key);
    return value && value->is_string() ? toQt(value->get<std::string>()) : QString();
}

bool flag(const Json& object, const char* key, bool fallback)
{
    const Json* value = member(object, key);
    return value && value->is_boolean() ? value->get<bool>() : fallback;
}

std::optional<double> number(const Json& object, const char* key)
{
    const Json* value = member(object, key);
    return value && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

std::optional<qint64> integer(const Json& object, const char* key)
{
    const Json* value = member(object, key);
    return value && value->is_number_integer() ? std::optional(value->get<qint64>()) : std::nullopt;
}

const Json& part(const Json& object, const char* key)
{
    static const Json kNone;
    const Json* value = member(object, key);
    return value ? *value : kNone;
}

KeyPlace keyPlace(const Json& key)
{
    using Kind = KeyPlace::Kind;
    for (const auto& [kind, name] :
        { std::pair { Kind::Environment, "env" }, std::pair { Kind::File, "file" },
            std::pair { Kind::Keychain, "keychain" }, std::pair { Kind::Session, "session" } })
        if (member(key, name))
            return { kind, text(key, name) };
    return {};
}

Json keyJson(const KeyPlace& place)
{
    switch (place.kind) {
    case KeyPlace::Kind::None:
        return nullptr;
    case KeyPlace::Kind::Environment:
        return { { "env", place.name.toStdString() } };
    case KeyPlace::Kind::File:
        return { { "file", place.name.toStdString() } };
    case KeyPlace::Kind::Keychain:
        return { { "keychain", place.name.toStdString() } };
    case KeyPlace::Kind::Session:
        return { { "session", place.name.toStdString() } };
    }
    return nullptr;
}

QString commandLine(const Json& argv)
{
    QStringList words;
    if (argv.is_array())
        for (const Json& word : argv)
            words.append(word.is_string() ? toQt(word.get<std::string>()) : QString());
    return shellLine(std::move(words));
}

QString headerLines(const Json& headers)
{
    QStringList lines;
    if (headers.is_object())
        for (const auto& [name, value] : headers.items()) {
            const KeyPlace place = keyPlace(value);
            lines.append(toQt(name) + u": "_s
                + (value.is_string()                                ? toQt(value.get<std::string>())
                        : place.kind == KeyPlace::Kind::Environment ? u"env="_s + place.name
                        : place.kind == KeyPlace::Kind::File        ? u"file="_s + place.name
                                                                    : u"keychain="_s + place.name));
        }
    return lines.join(u'\n');
}

Result<Json> headersJson(const QString& lines)
{
    Json headers = Json::object();
    for (const QString& raw : lines.split(u'\n', Qt::SkipEmptyParts)) {
        const QString line = raw.trimmed();
        if (line.isEmpty())
            continue;
        const qsizetype colon = line.indexOf(u':');
        if (colon <= 0)
            return Error { Errc::InvalidInput,
                ModelDraftText::tr("A header is a line \"Name: value\".").toStdString(), "headers",
                ModelDraftText::tr("A secret one is written \"Name: env=VARIABLE\" or \"Name: file=PATH\".")
                    .toStdString() };
        const QString value = line.mid(colon + 1).trimmed();
        Json& place = headers[line.left(colon).trimmed().toStdString()];
        place = value.toStdString();
        for (const char* kind : { "env", "file", "keychain" })
            if (const QString start = QString::fromLatin1(kind) + u'='; value.startsWith(start))
                place = { { kind, value.mid(start.size()).toStdString() } };
    }
    return headers;
}

template <class T> void put(Json& object, const char* key, const std::optional<T>& value)
{
    if (value)
        object[key] = *value;
    else
        object.erase(key);
}

void put(Json& object, const char* key, const QString& value)
{
    if (value.isEmpty())
        object.erase(key);
    else
        object[key] = value.toStdString();
}

/// Writes a sub-object, or takes it away when nothing is in it.
void put(Json& object, const char* key, Json value)
{
    if (value.is_null() || value.empty())
        object.erase(key);
    else
        object[key] = std::move(value);
}

Json objectAt(const Json& base, const char* key)
{
    const Json* value = member(base, key);
    return value && value->is_object() ? *value : Json::object();
}

void putNumbers(Json& entry, const ModelDraft& draft)
{
    Json timeouts = objectAt(entry, "timeouts");
    put(timeouts, "connect", draft.connectSeconds);
    put(timeouts, "firstByte", draft.firstByteSeconds);
    put(timeouts, "idle", draft.idleSeconds);
    put(timeouts, "total", draft.totalSeconds);
    put(entry, "timeouts", std::move(timeouts));
    Json retry = objectAt(entry, "retry");
    put(retry, "max", draft.retries);
    put(entry, "retry", std::move(retry));
    Json limits = objectAt(entry, "limits");
    put(limits, "concurrency", draft.concurrency);
    put(limits, "requestsPerMinute", draft.requestsPerMinute);
    put(limits, "tokensPerMinute", draft.tokensPerMinute);
    put(limits, "contextTokens", draft.contextTokens);
    put(entry, "limits", std::move(limits));
    Json prices = objectAt(entry, "prices");
    if (draft.price) {
        prices["input"] = draft.price->input;
        prices["output"] = draft.price->output;
        put(prices, "cachedInput", draft.price->cachedInput);
        put(prices, "currency", draft.price->currency);
        put(entry, "prices", std::move(prices));
    } else {
        entry.erase("prices");
    }
}

Status putParameters(Json& entry, const ModelDraft& draft)
{
    Json parameters = objectAt(entry, "parameters");
    put(parameters, "temperature", draft.temperature);
    put(parameters, "topP", draft.topP);
    put(parameters, "maxTokens", draft.maxTokens);
    put(parameters, "seed", draft.seed);
    parameters.erase("extra");
    if (const QString extra = draft.extra.trimmed(); !extra.isEmpty()) {
        const Result<Json> json = parseJson(extra.toStdString(), "extra");
        if (!json || !json->is_object())
            return Error { Errc::InvalidInput,
                ModelDraftText::tr("The further members must be a JSON object.").toStdString(),
                "parameters/extra",
                ModelDraftText::tr("For example {\"reasoning_effort\": \"high\"}").toStdString() };
        put(parameters, "extra", *json);
    }
    put(entry, "parameters", std::move(parameters));
    return {};
}

void putCommand(Json& entry, const ModelDraft& draft, const Json& base)
{
    // Unchanged, it stays as it was written; a new line is the shell's to take apart.
    if (draft.command != commandLine(part(base, "command")))
        put(entry, "command",
            draft.command.trimmed().isEmpty() ? Json()
                                              : Json { "sh", "-c", draft.command.trimmed().toStdString() });
    put(entry, "workingDirectory", draft.workingDirectory);
    if (draft.commandTakesJson)
        entry["input"] = "json";
    else
        entry.erase("input");
}

Status putNetwork(Json& entry, const ModelDraft& draft)
{
    put(entry, "baseUrl", draft.baseUrl.trimmed());
    put(entry, "proxy", draft.proxy.trimmed());
    put(entry, "caFile", draft.caFile.trimmed());
    Result<Json> headers = headersJson(draft.headers);
    if (!headers)
        return headers.error();
    put(entry, "headers", *std::move(headers));
    if (draft.stream)
        entry.erase("stream");
    else
        entry["stream"] = false;
    if (draft.type != ModelType::Completions)
        entry.erase("template");
    else if (draft.promptTemplate != "custom"_L1)
        put(entry, "template", draft.promptTemplate);
    return {};
}

} // namespace

llm::KeySource toSource(const KeyPlace& place)
{
    using Kind = llm::KeySource::Kind;
    const std::string name = place.name.toStdString();
    switch (place.kind) {
    case KeyPlace::Kind::None:
        return {};
    case KeyPlace::Kind::Keychain:
        return { Kind::Keychain, name };
    case KeyPlace::Kind::Environment:
        return { Kind::Environment, name };
    case KeyPlace::Kind::File:
        return { Kind::File, name };
    case KeyPlace::Kind::Session:
        return { Kind::Session, name };
    }
    return {};
}

KeyPlace toPlace(const llm::KeySource& source)
{
    using Kind = llm::KeySource::Kind;
    const QString name = toQt(source.name);
    switch (source.kind) {
    case Kind::None:
        return {};
    case Kind::Keychain:
        return { KeyPlace::Kind::Keychain, name };
    case Kind::Environment:
        return { KeyPlace::Kind::Environment, name };
    case Kind::File:
        return { KeyPlace::Kind::File, name };
    case Kind::Session:
        return { KeyPlace::Kind::Session, name };
    }
    return {};
}

bool overHttp(ModelType type) { return type != ModelType::Command && type != ModelType::Manual; }

ModelType toType(llm::ModelKind kind) { return static_cast<ModelType>(kind); }

llm::ModelKind toKind(ModelType type) { return static_cast<llm::ModelKind>(type); }

static_assert(
    static_cast<int>(ModelType::Completions) == static_cast<int>(llm::ModelKind::OpenAiCompletions));
static_assert(static_cast<int>(ModelType::Manual) == static_cast<int>(llm::ModelKind::Manual));

ModelDraft draftFromEntry(const Json& entry)
{
    ModelDraft draft;
    draft.name = text(entry, "name");
    if (const auto kind = llm::modelKindFromName(text(entry, "kind").toStdString()))
        draft.type = toType(*kind);
    draft.baseUrl = text(entry, "baseUrl");
    draft.modelId = text(entry, "model");
    draft.key = keyPlace(part(entry, "key"));
    draft.headers = headerLines(part(entry, "headers"));
    draft.proxy = text(entry, "proxy");
    draft.caFile = text(entry, "caFile");
    draft.command = commandLine(part(entry, "command"));
    draft.commandTakesJson = text(entry, "input") == "json"_L1;
    draft.workingDirectory = text(entry, "workingDirectory");
    draft.promptTemplate = part(entry, "template").is_object() ? u"custom"_s : text(entry, "template");
    draft.stream = flag(entry, "stream", true);
    const Json& parameters = part(entry, "parameters");
    draft.temperature = number(parameters, "temperature");
    draft.topP = number(parameters, "topP");
    draft.maxTokens = integer(parameters, "maxTokens");
    draft.seed = integer(parameters, "seed");
    if (const Json* extra = member(parameters, "extra"))
        draft.extra = toQt(extra->dump());
    const Json& timeouts = part(entry, "timeouts");
    draft.connectSeconds = number(timeouts, "connect");
    draft.firstByteSeconds = number(timeouts, "firstByte");
    draft.idleSeconds = number(timeouts, "idle");
    draft.totalSeconds = number(timeouts, "total");
    draft.retries = integer(part(entry, "retry"), "max");
    const Json& limits = part(entry, "limits");
    draft.concurrency = integer(limits, "concurrency");
    draft.requestsPerMinute = integer(limits, "requestsPerMinute");
    draft.tokensPerMinute = integer(limits, "tokensPerMinute");
    draft.contextTokens = integer(limits, "contextTokens");
    if (const Json* prices = member(entry, "prices"))
        draft.price
            = PriceValue { number(*prices, "input").value_or(0), number(*prices, "output").value_or(0),
                  number(*prices, "cachedInput"), text(*prices, "currency"), {} };
    if (const Json* fallbacks = member(entry, "fallbacks"); fallbacks && fallbacks->is_array())
        for (const Json& each : *fallbacks)
            if (each.is_string())
                draft.fallbacks.append(toQt(each.get<std::string>()));
    return draft;
}

Result<Json> entryFromDraft(const ModelDraft& draft, const Json& base)
{
    Json entry = base.is_object() ? base : Json::object();
    entry["name"] = draft.name.trimmed().toStdString();
    entry["kind"] = llm::name(toKind(draft.type));
    put(entry, "model", draft.modelId.trimmed());
    put(entry, "key", draft.type == ModelType::Manual ? Json() : keyJson(draft.key));
    if (const Status s = putParameters(entry, draft); !s)
        return s.error();
    putNumbers(entry, draft);
    if (overHttp(draft.type)) {
        if (const Status s = putNetwork(entry, draft); !s)
            return s.error();
    } else {
        for (const char* key :
            { "baseUrl", "proxy", "proxyLogin", "caFile", "headers", "stream", "streamUsage", "template" })
            entry.erase(key);
    }
    if (draft.type == ModelType::Command) {
        putCommand(entry, draft, base);
    } else {
        for (const char* key : { "command", "workingDirectory", "input" })
            entry.erase(key);
    }
    Json fallbacks = Json::array();
    for (const QString& each : draft.fallbacks)
        fallbacks.push_back(each.toStdString());
    put(entry, "fallbacks", std::move(fallbacks));
    return entry;
}

} // namespace hawk::ui
