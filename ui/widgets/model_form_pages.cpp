// The pages of the form of a model: which fields there are, and which kinds of models have them.
#include "widgets/model_form.h"
#include "widgets/optional_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr unsigned bit(ModelType type) { return 1U << static_cast<unsigned>(type); }
constexpr unsigned kHttp = bit(ModelType::Chat) | bit(ModelType::Completions) | bit(ModelType::Anthropic);
constexpr unsigned kCommand = bit(ModelType::Command);
constexpr unsigned kAll = kHttp | kCommand | bit(ModelType::Manual);

/// A form gives a wrapped text a line's height for the width it asks for, unless it takes the whole row.
void fillRow(QLabel* label)
{
    QSizePolicy policy = label->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Expanding);
    policy.setHeightForWidth(label->hasHeightForWidth());
    label->setSizePolicy(policy);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
}

} // namespace

void ModelForm::addRow(QFormLayout* form, const char* field, const char* title, const char* tip, QWidget* widget,
    unsigned types, const char* placeholder)
{
    auto* label = new QLabel(this);
    label->setBuddy(widget);
    widget->setObjectName(u"model_"_s + QString::fromLatin1(field));
    form->addRow(label, widget);
    m_rows.push_back({ field, title, tip, placeholder, widget, form, label, types });
}

OptionalField* ModelForm::numberRow(QFormLayout* form, const char* field, const char* title, const char* tip,
    bool whole, const char* placeholder, unsigned types)
{
    auto* made = new OptionalField(whole, this);
    addRow(form, field, title, tip, made, types, placeholder);
    return made;
}

QLineEdit* ModelForm::textRow(
    QFormLayout* form, const char* field, const char* title, const char* tip, unsigned types)
{
    auto* made = new QLineEdit(this);
    addRow(form, field, title, tip, made, types);
    return made;
}

QWidget* ModelForm::connectionPage()
{
    auto* page = new QWidget(this);
    auto* form = new QFormLayout(page);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_name = textRow(form, "name", QT_TR_NOOP("&Name"),
        QT_TR_NOOP("How you call the model here and on the command line"), kAll);
    m_type = new QComboBox(this);
    for (int i = 0; i < kModelTypeCount; ++i)
        m_type->addItem(QString());
    addRow(form, "kind", QT_TR_NOOP("&Kind"), QT_TR_NOOP("How the model is spoken to"), m_type, kAll);
    m_url = textRow(form, "baseUrl", QT_TR_NOOP("&Address"),
        QT_TR_NOOP("Where the API's paths begin, for example http://localhost:8000/v1"), kHttp);
    m_id = textRow(
        form, "model", QT_TR_NOOP("&Model"), QT_TR_NOOP("The id by which the server knows the model"), kAll);
    m_command = textRow(form, "command", QT_TR_NOOP("C&ommand"),
        QT_TR_NOOP("A shell command that reads the prompt and prints the reply"), kCommand);
    m_folder = textRow(form, "workingDirectory", QT_TR_NOOP("&Folder"),
        QT_TR_NOOP("Where the command runs; empty: where the workbench runs"), kCommand);
    m_json = new QCheckBox(this);
    addRow(form, "input", QT_TR_NOOP("Input"),
        QT_TR_NOOP("Off: the prompt as one text. On: messages and parameters as JSON"), m_json, kCommand);
    m_keyKind = new QComboBox(this);
    for (int i = 0; i < kKeyKinds; ++i)
        m_keyKind->addItem(QString());
    for (QComboBox* box : { m_type, m_keyKind })
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    addRow(form, "key", QT_TR_NOOP("Key is in"),
        QT_TR_NOOP("Where the key is kept. It is never written into models.json"), m_keyKind,
        kHttp | kCommand);
    m_keyName = textRow(form, "keyName", QT_TR_NOOP("Place"),
        QT_TR_NOOP("Name of the variable, or path of the file; the file must be readable by you alone"),
        kHttp | kCommand);
    m_keyText = textRow(form, "keyText", QT_TR_NOOP("Key"),
        QT_TR_NOOP("Typed in once; empty keeps the key that is there"), kHttp | kCommand);
    m_keyText->setEchoMode(QLineEdit::Password);
    m_keyText->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_keyState = new QLabel(page);
    m_keyState->setObjectName(u"keyState"_s);
    m_keyState->setWordWrap(true);
    m_keyState->setForegroundRole(QPalette::PlaceholderText);
    fillRow(m_keyState);
    form->addRow(QString(), m_keyState);
    return page;
}

QWidget* ModelForm::samplingPage()
{
    auto* page = new QWidget(this);
    auto* form = new QFormLayout(page);
    m_temperature = numberRow(form, "parameters/temperature", QT_TR_NOOP("Temp&erature"),
        QT_TR_NOOP("0 to 2; sent only when given"), false, QT_TR_NOOP("the server's"), kHttp);
    m_topP = numberRow(form, "parameters/topP", QT_TR_NOOP("Top &p"),
        QT_TR_NOOP("0 to 1; sent only when given"), false, QT_TR_NOOP("the server's"), kHttp);
    m_maxTokens = numberRow(form, "parameters/maxTokens", QT_TR_NOOP("&Longest reply"),
        QT_TR_NOOP("In tokens, reasoning included"), true, QT_TR_NOOP("the server's"), kHttp);
    m_seed = numberRow(form, "parameters/seed", QT_TR_NOOP("&Seed"),
        QT_TR_NOOP("Sent only when given; not every server heeds it"), true, QT_TR_NOOP("none"), kHttp);
    m_extra = textRow(form, "parameters/extra", QT_TR_NOOP("Further &members"),
        QT_TR_NOOP("A JSON object put into the request, for example {\"reasoning_effort\": \"high\"}"),
        kHttp);
    m_template = new QComboBox(this);
    for (int i = 0; i < 4; ++i)
        m_template->addItem(QString());
    addRow(form, "template", QT_TR_NOOP("P&rompt template"),
        QT_TR_NOOP("What stands around the prompt of a raw completion"), m_template,
        bit(ModelType::Completions));
    m_tablePrice = new QLabel(page);
    m_tablePrice->setObjectName(u"tablePrice"_s);
    m_tablePrice->setWordWrap(true);
    m_tablePrice->setForegroundRole(QPalette::PlaceholderText);
    fillRow(m_tablePrice);
    form->addRow(QString(), m_tablePrice);
    m_priceIn = numberRow(form, "prices/input", QT_TR_NOOP("Price &in"),
        QT_TR_NOOP("Per million tokens of the prompt; empty: the price table's"), false, QT_TR_NOOP("the table's"),
        kAll);
    m_priceOut = numberRow(form, "prices/output", QT_TR_NOOP("Price &out"),
        QT_TR_NOOP("Per million tokens of the reply; empty: the price table's"), false, QT_TR_NOOP("the table's"),
        kAll);
    m_priceCached = numberRow(form, "prices/cachedInput", QT_TR_NOOP("Price in, &cached"),
        QT_TR_NOOP("Per million tokens the server had in its cache"), false, QT_TR_NOOP("as in"), kAll);
    m_currency = textRow(
        form, "prices/currency", QT_TR_NOOP("C&urrency"), QT_TR_NOOP("Three letters; USD when empty"), kAll);
    m_currency->setMaximumWidth(fontMetrics().averageCharWidth() * 18);
    m_currency->setPlaceholderText(u"USD"_s);
    return page;
}

QWidget* ModelForm::advancedPage()
{
    auto* page = new QWidget(this);
    auto* form = new QFormLayout(page);
    m_headers = new QPlainTextEdit(this);
    m_headers->setTabChangesFocus(true);
    m_headers->setMaximumHeight(fontMetrics().height() * 4);
    addRow(form, "headers", QT_TR_NOOP("&Headers"),
        QT_TR_NOOP(
            "One a line, \"Name: value\"; a secret one is \"Name: env=VARIABLE\" or \"Name: file=PATH\""),
        m_headers, kHttp);
    m_proxy = textRow(form, "proxy", QT_TR_NOOP("&Proxy"),
        QT_TR_NOOP("http://host:port, or none; empty: the system's"), kHttp);
    m_ca = textRow(form, "caFile", QT_TR_NOOP("&CA file"),
        QT_TR_NOOP("Certificates to trust, PEM; empty: the system's"), kHttp);
    m_stream = new QCheckBox(this);
    addRow(form, "stream", QT_TR_NOOP("Replies"), QT_TR_NOOP("Off for a server that cannot stream"), m_stream,
        kHttp);
    m_connect = numberRow(
        form, "timeouts/connect", QT_TR_NOOP("Connect within (s)"), QT_TR_NOOP("Seconds"), false, "10", kHttp);
    m_firstByte = numberRow(form, "timeouts/firstByte", QT_TR_NOOP("&First byte within (s)"),
        QT_TR_NOOP("Seconds; a model may think for minutes"), false, "300", kHttp);
    m_idle = numberRow(form, "timeouts/idle", QT_TR_NOOP("&Silence of at most (s)"),
        QT_TR_NOOP("Seconds without a byte in the middle of a reply"), false, "60", kHttp);
    m_total = numberRow(form, "timeouts/total", QT_TR_NOOP("&Whole reply within (s)"), QT_TR_NOOP("Seconds"),
        false, "1800", kHttp | kCommand);
    m_retries = numberRow(form, "retry/max", QT_TR_NOOP("&Retries"),
        QT_TR_NOOP("After a failure that may pass; none of them costs an attempt"), true, "4",
        kHttp | kCommand);
    m_concurrency = numberRow(form, "limits/concurrency", QT_TR_NOOP("Side &by side"),
        QT_TR_NOOP("Requests at the same time"), true, "4", kHttp | kCommand);
    m_requests = numberRow(form, "limits/requestsPerMinute", QT_TR_NOOP("Re&quests per minute"),
        QT_TR_NOOP("At most; empty: no limit"), true, QT_TR_NOOP("no limit"), kHttp | kCommand);
    m_tokens = numberRow(form, "limits/tokensPerMinute", QT_TR_NOOP("Tokens per m&inute"),
        QT_TR_NOOP("Prompt and reply; empty: no limit"), true, QT_TR_NOOP("no limit"), kHttp | kCommand);
    m_context = numberRow(form, "limits/contextTokens", QT_TR_NOOP("Conte&xt"),
        QT_TR_NOOP("Tokens that prompt and reply may take together"), true, QT_TR_NOOP("not known"), kAll);
    m_fallbacks = textRow(form, "fallbacks", QT_TR_NOOP("Fa&llbacks"),
        QT_TR_NOOP("Models to ask when this one fails, in order, with commas between"), kAll);
    return page;
}

} // namespace hawk::ui
