#include "widgets/price_form.h"

#include "widgets/optional_field.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace hawk::ui {

PriceForm::PriceForm(QWidget* parent)
    : QWidget(parent)
    , m_model(new QLineEdit(this))
    , m_currency(new QLineEdit(this))
    , m_source(new QLineEdit(this))
    , m_date(new QLineEdit(this))
    , m_input(new OptionalField(false, this))
    , m_output(new OptionalField(false, this))
    , m_cached(new OptionalField(false, this))
    , m_cacheWrite(new OptionalField(false, this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    add(m_model, "model", QT_TR_NOOP("&Model"),
        QT_TR_NOOP("The id by which the server knows the model; * stands for any text"), 0, 0);
    add(m_currency, "currency", QT_TR_NOOP("C&urrency"), QT_TR_NOOP("Three capital letters; USD when empty"), 0, 1);
    add(m_input, "input", QT_TR_NOOP("&In"), QT_TR_NOOP("Per million tokens of the prompt"), 1, 0);
    add(m_output, "output", QT_TR_NOOP("&Out"), QT_TR_NOOP("Per million tokens of the reply"), 1, 1);
    add(m_cached, "cachedInput", QT_TR_NOOP("In, &cached"),
        QT_TR_NOOP("Per million tokens of the prompt that the server had in its cache"), 2, 0);
    add(m_cacheWrite, "cacheWrite", QT_TR_NOOP("Cache &write"),
        QT_TR_NOOP("Per million tokens of the prompt that are written to the server's cache"), 2, 1);
    add(m_source, "source", QT_TR_NOOP("Sour&ce"), QT_TR_NOOP("Where the figures come from"), 3, 0);
    add(m_date, "date", QT_TR_NOOP("Da&te"), QT_TR_NOOP("Of the source"), 3, 1);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 2);
    m_currency->setPlaceholderText(u"USD"_s);
    retranslateUi();
}

QLineEdit* PriceForm::add(
    QLineEdit* edit, const char* member, const char* title, const char* tip, int row, int column)
{
    auto* label = new QLabel(this);
    label->setBuddy(edit);
    edit->setObjectName(u"price_"_s + QString::fromLatin1(member));
    edit->setMaximumWidth(QWIDGETSIZE_MAX);
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->addWidget(label, row, column * 2);
    grid->addWidget(edit, row, column * 2 + 1);
    setTabOrder(m_fields.empty() ? this : static_cast<QWidget*>(m_fields.back().edit), edit);
    m_fields.push_back({ member, title, tip, edit, label });
    connect(edit, &QLineEdit::textChanged, this, [this] {
        if (!m_filling)
            Q_EMIT changed();
    });
    return edit;
}

void PriceForm::show(const PriceRow& price)
{
    m_filling = true;
    m_shown = price;
    m_model->setText(price.model);
    m_currency->setText(price.currency);
    m_input->setNumber(price.input);
    m_output->setNumber(price.output);
    m_cached->setNumber(price.cachedInput);
    m_cacheWrite->setNumber(price.cacheWrite);
    m_source->setText(price.source);
    m_date->setText(price.date);
    for (const Field& field : m_fields)
        field.edit->setCursorPosition(0); // a long source is read from its beginning
    m_filling = false;
}

PriceRow PriceForm::price() const
{
    PriceRow price = m_shown;
    price.model = m_model->text().trimmed();
    price.currency = m_currency->text().trimmed().toUpper();
    price.input = m_input->number();
    price.output = m_output->number();
    price.cachedInput = m_cached->number();
    price.cacheWrite = m_cacheWrite->number();
    price.source = m_source->text().trimmed();
    price.date = m_date->text().trimmed();
    return price;
}

void PriceForm::focusModel()
{
    m_model->setFocus();
    m_model->selectAll();
}

QString PriceForm::fieldTitle(const QString& field) const
{
    for (const Field& each : m_fields)
        if (field == QLatin1StringView(each.member))
            return each.label->text().remove(u'&');
    return field;
}

void PriceForm::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QWidget::changeEvent(event);
}

void PriceForm::retranslateUi()
{
    for (const Field& field : m_fields) {
        field.label->setText(tr(field.title));
        field.edit->setToolTip(tr(field.tip));
        field.edit->setAccessibleName(tr(field.title).remove(u'&'));
        field.edit->setAccessibleDescription(tr(field.tip));
    }
    for (OptionalField* field : { m_cached, m_cacheWrite })
        field->setPlaceholderText(tr("as in"));
}

} // namespace hawk::ui
