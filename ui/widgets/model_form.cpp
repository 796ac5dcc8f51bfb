#include "widgets/model_form.h"

#include "bridge/model_controller.h"
#include "widgets/optional_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr unsigned bit(ModelType type) { return 1U << static_cast<unsigned>(type); }
constexpr unsigned kHttp = bit(ModelType::Chat) | bit(ModelType::Completions) | bit(ModelType::Anthropic);
constexpr unsigned kCommand = bit(ModelType::Command);
constexpr unsigned kAll = kHttp | kCommand | bit(ModelType::Manual);
constexpr int kKeyKinds = 5;

} // namespace

ModelForm::ModelForm(ModelController& models, QWidget* parent)
    : QWidget(parent)
    , m_models(models)
{
    build();
    retranslateUi();
}

void ModelForm::build()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(u"modelTabs"_s);
    m_tabs->setDocumentMode(true);
    for (QWidget* page : { connectionPage(), samplingPage(), advancedPage() }) {
        auto* scroll = new QScrollArea(m_tabs);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFocusPolicy(Qt::NoFocus);
        scroll->setWidget(page);
        m_tabs->addTab(scroll, QString());
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    for (const Row& row : m_rows) {
        if (auto* line = qobject_cast<QLineEdit*>(row.widget))
            connect(line, &QLineEdit::textChanged, this, [this] {
                if (!m_filling)
                    Q_EMIT changed();
            });
        else if (auto* box = qobject_cast<QCheckBox*>(row.widget))
            connect(box, &QCheckBox::toggled, this, [this] {
                if (!m_filling)
                    Q_EMIT changed();
            });
        else if (auto* text = qobject_cast<QPlainTextEdit*>(row.widget))
            connect(text, &QPlainTextEdit::textChanged, this, [this] {
                if (!m_filling)
                    Q_EMIT changed();
            });
    }
    connect(m_template, &QComboBox::activated, this, &ModelForm::changed);
    connect(m_type, &QComboBox::activated, this, [this] {
        showFields();
        Q_EMIT changed();
    });
    connect(m_keyKind, &QComboBox::activated, this, &ModelForm::chooseKeyKind);
}

void ModelForm::addRow(
    QFormLayout* form, const char* field, const char* title, const char* tip, QWidget* widget, unsigned types)
{
    auto* label = new QLabel(this);
    label->setBuddy(widget);
    widget->setObjectName(u"model_"_s + QString::fromLatin1(field));
    form->addRow(label, widget);
    m_rows.push_back({ field, title, tip, widget, form, label, types });
}

OptionalField* ModelForm::numberRow(QFormLayout* form, const char* field, const char* title, const char* tip,
    bool whole, const QString& placeholder, unsigned types)
{
    auto* made = new OptionalField(whole, this);
    made->setPlaceholderText(placeholder);
    addRow(form, field, title, tip, made, types);
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
    form->addRow(QString(), m_keyState);
    return page;
}

QWidget* ModelForm::samplingPage()
{
    auto* page = new QWidget(this);
    auto* form = new QFormLayout(page);
    m_temperature = numberRow(form, "parameters/temperature", QT_TR_NOOP("&Temperature"),
        QT_TR_NOOP("0 to 2; sent only when given"), false, tr("the server's"), kHttp);
    m_topP = numberRow(form, "parameters/topP", QT_TR_NOOP("Top &p"),
        QT_TR_NOOP("0 to 1; sent only when given"), false, tr("the server's"), kHttp);
    m_maxTokens = numberRow(form, "parameters/maxTokens", QT_TR_NOOP("&Longest reply"),
        QT_TR_NOOP("In tokens, reasoning included"), true, tr("the server's"), kHttp);
    m_seed = numberRow(form, "parameters/seed", QT_TR_NOOP("&Seed"),
        QT_TR_NOOP("Sent only when given; not every server heeds it"), true, tr("none"), kHttp);
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
    m_priceIn = numberRow(form, "prices/input", QT_TR_NOOP("Price &in"),
        QT_TR_NOOP("Per million tokens of the prompt; empty: the price table's"), false, tr("the table's"),
        kAll);
    m_priceOut = numberRow(form, "prices/output", QT_TR_NOOP("Price &out"),
        QT_TR_NOOP("Per million tokens of the reply; empty: the price table's"), false, tr("the table's"),
        kAll);
    m_priceCached = numberRow(form, "prices/cachedInput", QT_TR_NOOP("Price in, &cached"),
        QT_TR_NOOP("Per million tokens the server had in its cache"), false, tr("as in"), kAll);
    m_currency = textRow(
        form, "prices/currency", QT_TR_NOOP("C&urrency"), QT_TR_NOOP("Three letters; USD when empty"), kAll);
    m_currency->setMaximumWidth(fontMetrics().averageCharWidth() * 18);
    m_currency->setPlaceholderText(u"USD"_s);
    form->addRow(QString(), m_tablePrice);
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
        form, "timeouts/connect", QT_TR_NOOP("Connect within"), QT_TR_NOOP("Seconds"), false, u"10"_s, kHttp);
    m_firstByte = numberRow(form, "timeouts/firstByte", QT_TR_NOOP("&First byte within"),
        QT_TR_NOOP("Seconds; a model may think for minutes"), false, u"300"_s, kHttp);
    m_idle = numberRow(form, "timeouts/idle", QT_TR_NOOP("&Silence of at most"),
        QT_TR_NOOP("Seconds without a byte in the middle of a reply"), false, u"60"_s, kHttp);
    m_total = numberRow(form, "timeouts/total", QT_TR_NOOP("&Whole reply within"), QT_TR_NOOP("Seconds"),
        false, u"1800"_s, kHttp | kCommand);
    m_retries = numberRow(form, "retry/max", QT_TR_NOOP("&Retries"),
        QT_TR_NOOP("After a failure that may pass; none of them costs an attempt"), true, u"4"_s,
        kHttp | kCommand);
    m_concurrency = numberRow(form, "limits/concurrency", QT_TR_NOOP("Side &by side"),
        QT_TR_NOOP("Requests at the same time"), true, u"4"_s, kHttp | kCommand);
    m_requests = numberRow(form, "limits/requestsPerMinute", QT_TR_NOOP("Re&quests per minute"),
        QT_TR_NOOP("At most; empty: no limit"), true, tr("no limit"), kHttp | kCommand);
    m_tokens = numberRow(form, "limits/tokensPerMinute", QT_TR_NOOP("&Tokens per minute"),
        QT_TR_NOOP("Prompt and reply; empty: no limit"), true, tr("no limit"), kHttp | kCommand);
    m_context = numberRow(form, "limits/contextTokens", QT_TR_NOOP("Conte&xt"),
        QT_TR_NOOP("Tokens that prompt and reply may take together"), true, tr("not known"), kAll);
    m_fallbacks = textRow(form, "fallbacks", QT_TR_NOOP("Fa&llbacks"),
        QT_TR_NOOP("Models to ask when this one fails, in order, with commas between"), kAll);
    return page;
}

ModelType ModelForm::type() const { return static_cast<ModelType>(std::max(0, m_type->currentIndex())); }

KeyPlace ModelForm::keyPlace() const
{
    const auto kind = static_cast<KeyPlace::Kind>(std::max(0, m_keyKind->currentIndex()));
    if (kind == KeyPlace::Kind::Environment || kind == KeyPlace::Kind::File)
        return { kind, m_keyName->text().trimmed() };
    // An entry keeps its name; a new one is called like the model.
    if (m_shown.key.kind == kind && !m_shown.key.name.isEmpty())
        return m_shown.key;
    return ModelController::usualPlace(kind, m_name->text().trimmed());
}

void ModelForm::chooseKeyKind()
{
    const auto kind = static_cast<KeyPlace::Kind>(std::max(0, m_keyKind->currentIndex()));
    if (kind == KeyPlace::Kind::Environment || kind == KeyPlace::Kind::File)
        m_keyName->setText(m_shown.key.kind == kind
                ? m_shown.key.name
                : ModelController::usualPlace(kind, m_name->text().trimmed()).name);
    showFields();
    Q_EMIT changed();
}

void ModelForm::showFields()
{
    const auto kind = static_cast<KeyPlace::Kind>(std::max(0, m_keyKind->currentIndex()));
    for (const Row& row : m_rows) {
        bool shown = (row.types & bit(type())) != 0;
        if (row.widget == m_keyName)
            shown = shown && (kind == KeyPlace::Kind::Environment || kind == KeyPlace::Kind::File);
        if (row.widget == m_keyText)
            shown = shown && (kind == KeyPlace::Kind::Keychain || kind == KeyPlace::Kind::Session);
        row.form->setRowVisible(row.widget, shown);
    }
    m_keyState->setVisible(type() != ModelType::Manual);
}

void ModelForm::show(const ModelDraft& draft, bool isNew, const QString& typedKey)
{
    m_filling = true;
    m_shown = draft;
    m_name->setText(draft.name);
    // Another name would be another model to everything that refers to it; Duplicate makes one.
    m_name->setReadOnly(!isNew);
    m_type->setCurrentIndex(static_cast<int>(draft.type));
    m_url->setText(draft.baseUrl);
    m_id->setText(draft.modelId);
    m_keyKind->setCurrentIndex(static_cast<int>(draft.key.kind));
    const bool named
        = draft.key.kind == KeyPlace::Kind::Environment || draft.key.kind == KeyPlace::Kind::File;
    m_keyName->setText(named ? draft.key.name : QString());
    m_keyText->setText(typedKey);
    m_command->setText(draft.command);
    m_folder->setText(draft.workingDirectory);
    m_json->setChecked(draft.commandTakesJson);
    const QStringList templates { QString(), u"kernelgen-lm"_s, u"kernelgen-lm-parenthesised"_s,
        u"custom"_s };
    m_template->setCurrentIndex(
        static_cast<int>(std::max<qsizetype>(0, templates.indexOf(draft.promptTemplate))));
    m_temperature->setNumber(draft.temperature);
    m_topP->setNumber(draft.topP);
    m_maxTokens->setNumber(draft.maxTokens);
    m_seed->setNumber(draft.seed);
    m_extra->setText(draft.extra);
    m_priceIn->setNumber(draft.price ? std::optional(draft.price->input) : std::nullopt);
    m_priceOut->setNumber(draft.price ? std::optional(draft.price->output) : std::nullopt);
    m_priceCached->setNumber(draft.price ? draft.price->cachedInput : std::nullopt);
    m_currency->setText(draft.price ? draft.price->currency : QString());
    m_headers->setPlainText(draft.headers);
    m_proxy->setText(draft.proxy);
    m_ca->setText(draft.caFile);
    m_stream->setChecked(draft.stream);
    m_connect->setNumber(draft.connectSeconds);
    m_firstByte->setNumber(draft.firstByteSeconds);
    m_idle->setNumber(draft.idleSeconds);
    m_total->setNumber(draft.totalSeconds);
    m_retries->setNumber(draft.retries);
    m_concurrency->setNumber(draft.concurrency);
    m_requests->setNumber(draft.requestsPerMinute);
    m_tokens->setNumber(draft.tokensPerMinute);
    m_context->setNumber(draft.contextTokens);
    m_fallbacks->setText(draft.fallbacks.join(u", "_s));
    showFields();
    m_filling = false;
}

ModelDraft ModelForm::draft() const
{
    ModelDraft draft = m_shown;
    draft.name = m_name->text().trimmed();
    draft.type = type();
    draft.baseUrl = m_url->text().trimmed();
    draft.modelId = m_id->text().trimmed();
    draft.key = keyPlace();
    draft.command = m_command->text();
    draft.workingDirectory = m_folder->text().trimmed();
    draft.commandTakesJson = m_json->isChecked();
    const QStringList templates { QString(), u"kernelgen-lm"_s, u"kernelgen-lm-parenthesised"_s,
        u"custom"_s };
    draft.promptTemplate = templates[std::max(0, m_template->currentIndex())];
    draft.temperature = m_temperature->number();
    draft.topP = m_topP->number();
    draft.maxTokens = m_maxTokens->integer();
    draft.seed = m_seed->integer();
    draft.extra = m_extra->text();
    draft.price.reset();
    if (m_priceIn->number() || m_priceOut->number())
        draft.price = PriceValue { m_priceIn->number().value_or(0), m_priceOut->number().value_or(0),
            m_priceCached->number(), m_currency->text().trimmed().toUpper(), {} };
    draft.headers = m_headers->toPlainText();
    draft.proxy = m_proxy->text().trimmed();
    draft.caFile = m_ca->text().trimmed();
    draft.stream = m_stream->isChecked();
    draft.connectSeconds = m_connect->number();
    draft.firstByteSeconds = m_firstByte->number();
    draft.idleSeconds = m_idle->number();
    draft.totalSeconds = m_total->number();
    draft.retries = m_retries->integer();
    draft.concurrency = m_concurrency->integer();
    draft.requestsPerMinute = m_requests->integer();
    draft.tokensPerMinute = m_tokens->integer();
    draft.contextTokens = m_context->integer();
    draft.fallbacks.clear();
    for (const QString& each : m_fallbacks->text().split(u',', Qt::SkipEmptyParts))
        if (!each.trimmed().isEmpty())
            draft.fallbacks.append(each.trimmed());
    return draft;
}

QString ModelForm::typedKey() const
{
    const auto kind = static_cast<KeyPlace::Kind>(std::max(0, m_keyKind->currentIndex()));
    return kind == KeyPlace::Kind::Keychain || kind == KeyPlace::Kind::Session ? m_keyText->text()
                                                                               : QString();
}

void ModelForm::clearKey()
{
    m_filling = true;
    m_keyText->clear();
    m_filling = false;
}

void ModelForm::setKeyState(const QString& text) { m_keyState->setText(text); }

void ModelForm::setTablePrice(const QString& text) { m_tablePrice->setText(text); }

void ModelForm::focusField(const QString& field)
{
    for (const Row& row : m_rows)
        if (field == QLatin1StringView(row.field))
            row.widget->setFocus();
}

QString ModelForm::fieldTitle(const QString& field) const
{
    for (const Row& row : m_rows)
        if (field == QLatin1StringView(row.field))
            return row.label->text().remove(u'&');
    return field;
}

void ModelForm::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QWidget::changeEvent(event);
}

void ModelForm::retranslateUi()
{
    m_tabs->setTabText(0, tr("Connection"));
    m_tabs->setTabText(1, tr("Sampling and price"));
    m_tabs->setTabText(2, tr("Advanced"));
    m_tabs->setAccessibleName(tr("Settings of the model"));
    for (const Row& row : m_rows) {
        row.label->setText(tr(row.title));
        row.widget->setToolTip(tr(row.tip));
        row.widget->setAccessibleName(tr(row.title).remove(u'&'));
        row.widget->setAccessibleDescription(tr(row.tip));
    }
    for (int i = 0; i < kModelTypeCount; ++i)
        m_type->setItemText(i, modelTypeWord(static_cast<ModelType>(i)));
    const QString kinds[kKeyKinds] = { tr("no key"),
        m_models.keychainAvailable() ? tr("the keychain") : tr("the keychain (there is none here)"),
        tr("an environment variable"), tr("a file only I can read"), tr("the window, for this session") };
    for (int i = 0; i < kKeyKinds; ++i)
        m_keyKind->setItemText(i, kinds[i]);
    const QString templates[]
        = { tr("usual"), u"kernelgen-lm"_s, u"kernelgen-lm-parenthesised"_s, tr("own, from models.json") };
    for (int i = 0; i < m_template->count(); ++i)
        m_template->setItemText(i, templates[i]);
    m_json->setText(tr("as JSON"));
    m_stream->setText(tr("streamed as they are written"));
    m_url->setPlaceholderText(u"https://"_s);
    m_extra->setPlaceholderText(u"{}"_s);
}

} // namespace hawk::ui
