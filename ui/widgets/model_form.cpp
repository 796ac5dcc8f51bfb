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

ModelType ModelForm::type() const { return static_cast<ModelType>(std::max(0, m_type->currentIndex())); }

KeyPlace ModelForm::keyPlace() const
{
    const auto kind = static_cast<KeyPlace::Kind>(std::max(0, m_keyKind->currentIndex()));
    if (kind == KeyPlace::Kind::Environment || kind == KeyPlace::Kind::File)
        return { kind, m_keyName->text().trimmed() };
    // An entry keeps its name, and a copy shares its original's. That of a new model is called like the model, whatever
    // becomes of the name: two models begun from the same preset must not write over each other's key.
    const bool follows = m_isNew && m_shown.key.name == m_shown.name;
    if (m_shown.key.kind == kind && !m_shown.key.name.isEmpty() && !follows)
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
        bool shown = (row.types >> static_cast<unsigned>(type()) & 1U) != 0;
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
    m_isNew = isNew;
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

void ModelForm::setReadOnly(bool readOnly)
{
    for (int i = 0; i < m_tabs->count(); ++i)
        static_cast<QScrollArea*>(m_tabs->widget(i))->widget()->setEnabled(!readOnly);
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
        if (row.placeholder)
            static_cast<QLineEdit*>(row.widget)->setPlaceholderText(tr(row.placeholder));
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
