#include "bridge/model_check.h"

#include "bridge/error_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct ModelCheckText {
    Q_DECLARE_TR_FUNCTIONS(ModelCheckText)
};

DraftProblem problem(const char* field, const QString& message, const QString& hint = {})
{
    return { QString::fromLatin1(field), message, hint };
}

DraftProblem checkName(const QString& name, const QStringList& otherNames)
{
    static const QRegularExpression allowed(u"^[A-Za-z0-9._][A-Za-z0-9._-]{0,63}$"_s);
    if (name.isEmpty())
        return problem("name", ModelCheckText::tr("Give the model a name."));
    if (!allowed.match(name).hasMatch())
        return problem(
            "name", ModelCheckText::tr("A name has letters, digits, '.', '_' and '-', at most 64."));
    if (otherNames.contains(name))
        return problem("name", ModelCheckText::tr("Another model has this name."));
    return {};
}

DraftProblem checkPlace(const KeyPlace& key)
{
    static const QRegularExpression variable(u"^[A-Za-z_][A-Za-z0-9_]*$"_s);
    if (key.kind == KeyPlace::Kind::Environment && !variable.match(key.name).hasMatch())
        return problem("key", ModelCheckText::tr("Name the environment variable that holds the key."),
            ModelCheckText::tr("The name, not the key itself: letters, digits and '_'."));
    if (key.kind == KeyPlace::Kind::File && key.name.trimmed().isEmpty())
        return problem("key", ModelCheckText::tr("Name the file that holds the key."));
    return {};
}

DraftProblem checkAddress(const ModelDraft& draft)
{
    const QString url = draft.baseUrl.trimmed();
    if (!url.startsWith("http://"_L1) && !url.startsWith("https://"_L1))
        return problem("baseUrl", ModelCheckText::tr("The address begins with http:// or https://."),
            ModelCheckText::tr("For a local vLLM server: http://localhost:8000/v1"));
    if (url.contains(u'@'))
        return problem("baseUrl", ModelCheckText::tr("The address must not hold a user name or password."),
            ModelCheckText::tr("Name under Key where a secret is kept."));
    if (draft.modelId.trimmed().isEmpty())
        return problem("model", ModelCheckText::tr("Give the id by which the server knows the model."));
    return {};
}

} // namespace

DraftProblem checkDraft(const ModelDraft& draft, const Json& base, const QStringList& otherNames)
{
    if (DraftProblem found = checkName(draft.name.trimmed(), otherNames); found.wrong())
        return found;
    if (overHttp(draft.type))
        if (DraftProblem found = checkAddress(draft); found.wrong())
            return found;
    if (draft.type == ModelType::Command && draft.command.trimmed().isEmpty())
        return problem(
            "command", ModelCheckText::tr("Give the command: it reads the prompt and prints the reply."));
    if (draft.type != ModelType::Manual)
        if (DraftProblem found = checkPlace(draft.key); found.wrong())
            return found;
    for (const QString& each : draft.fallbacks)
        if (!otherNames.contains(each))
            return problem("fallbacks", ModelCheckText::tr("No other model is named %1.").arg(each));
    // Everything else is judged where it is read.
    const Result<Json> entry = entryFromDraft(draft, base);
    const Error* wrong = entry ? nullptr : &entry.error();
    const Result<llm::ModelConfig> config
        = entry ? llm::modelFromEntry(*entry) : Result<llm::ModelConfig>(*wrong);
    if (config)
        return {};
    const QString field = toQt(config.error().context);
    // The core's messages begin in the middle of a sentence, after the member's name; ours stand alone.
    return { field,
        wrong || field.isEmpty() ? toQt(config.error().message) : field + u' ' + toQt(config.error().message),
        toQt(config.error().hint) };
}

} // namespace hawk::ui
