#include "widgets/prices_dialog.h"

#include "bridge/price_controller.h"
#include "widgets/confirm.h"
#include "widgets/error_dialog.h"
#include "widgets/pane.h"
#include "widgets/price_form.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

PricesDialog::PricesDialog(PriceController& prices, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_prices(prices)
    , m_theme(theme)
{
    setObjectName(u"pricesDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    connectAll();
    retranslateUi();
    resize(fontMetrics().averageCharWidth() * 140, fontMetrics().height() * 36);
    if (m_prices.prices().rowCount() > 0)
        select(0);
    updateState();
}

void PricesDialog::build()
{
    m_find = new QLineEdit(this);
    m_find->setObjectName(u"priceFind"_s);
    m_find->setClearButtonEnabled(true);
    m_filter = new QSortFilterProxyModel(this);
    m_filter->setSourceModel(&m_prices.prices());
    m_filter->setFilterRole(FilterRole);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list = makeTable(m_theme, this);
    m_list->setObjectName(u"pricesView"_s);
    m_list->setSortingEnabled(false); // their order says which one counts
    m_list->setModel(m_filter);
    m_list->setFrameShape(QFrame::StyledPanel);
    setColumnWidths(m_list, { 22, 8, 8, 10, 11, 9, 22, 30 });
    m_close = new QPushButton(this);
    m_close->setObjectName(u"closePrices"_s);
    m_close->setAutoDefault(false); // Enter in a field must not close the dialog
    auto* bottom = new QHBoxLayout;
    bottom->addStretch(1);
    bottom->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_find);
    layout->addWidget(m_list, 1);
    layout->addWidget(editor());
    layout->addLayout(bottom);
}

QWidget* PricesDialog::editor()
{
    auto* editor = new QWidget(this);
    m_heading = new QLabel(editor);
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_note = new QLabel(editor);
    m_note->setObjectName(u"priceNote"_s);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_form = new PriceForm(editor);
    m_problem = new QLabel(editor);
    m_problem->setObjectName(u"priceProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_add = new QPushButton(editor);
    m_add->setObjectName(u"addPrice"_s);
    m_remove = new QPushButton(editor);
    m_remove->setObjectName(u"removePrice"_s);
    m_revert = new QPushButton(editor);
    m_revert->setObjectName(u"revertPrice"_s);
    m_save = new QPushButton(editor);
    m_save->setObjectName(u"savePrice"_s);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* each : { m_add, m_remove, m_revert, m_save }) {
        each->setAutoDefault(false);
        if (each == m_revert)
            buttons->addStretch(1);
        buttons->addWidget(each);
    }
    auto* layout = new QVBoxLayout(editor);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(m_heading);
    layout->addWidget(m_note);
    layout->addWidget(m_form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    return editor;
}

void PricesDialog::connectAll()
{
    connect(m_find, &QLineEdit::textChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (const PriceRow* row = m_prices.prices().rowAt(m_filter->mapToSource(current)))
            showLine(row->model, row->own);
    });
    connect(&m_prices, &PriceController::reloaded, this, &PricesDialog::reselect);
    connect(&m_prices, &PriceController::saved, this, [this](const QString& model) {
        m_unsaved.remove(m_saving);
        m_find->clear(); // the new line must be seen
        select(m_prices.prices().rowOf(model, true));
        updateState();
    });
    connect(&m_prices, &PriceController::failed, this,
        [this](const UiError& error) { (new ErrorDialog(error, this))->open(); });
    connect(m_form, &PriceForm::changed, this, &PricesDialog::edited);
    connect(m_add, &QPushButton::clicked, this, [this] { startNew({}); });
    connect(m_remove, &QPushButton::clicked, this, &PricesDialog::removeCurrent);
    connect(m_revert, &QPushButton::clicked, this, &PricesDialog::revert);
    connect(m_save, &QPushButton::clicked, this, [this] {
        m_saving = key();
        m_prices.save(m_form->price(), m_own ? m_model : QString());
    });
    connect(m_close, &QPushButton::clicked, this, &PricesDialog::reject);
}

QString PricesDialog::key() const { return m_model.isEmpty() ? QString() : (m_own ? u'+' : u'-') + m_model; }

const PriceRow* PricesDialog::line() const
{
    const int row = m_model.isEmpty() ? -1 : m_prices.prices().rowOf(m_model, m_own);
    return row < 0 ? nullptr : &m_prices.prices().rows()[static_cast<std::size_t>(row)];
}

void PricesDialog::showLine(const QString& model, bool own)
{
    m_model = model;
    m_own = own;
    m_writing = m_writing && model.isEmpty();
    const auto unsaved = m_unsaved.constFind(key());
    if (unsaved != m_unsaved.constEnd())
        m_form->show(*unsaved);
    else if (const PriceRow* row = line())
        m_form->show(*row);
    else
        m_form->show({});
    updateState();
}

void PricesDialog::startNew(const QString& modelId)
{
    m_list->selectionModel()->clear();
    m_writing = true;
    if (!modelId.isEmpty())
        m_unsaved[QString()].model = modelId;
    showLine({}, false);
    m_form->focusModel();
}

void PricesDialog::select(int row)
{
    const QModelIndex index = m_filter->mapFromSource(m_prices.prices().index(row, 0));
    if (!index.isValid())
        return;
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
    if (const PriceRow* shown = m_prices.prices().rowAt(m_prices.prices().index(row, 0)))
        showLine(shown->model, shown->own); // also when it was the current one already
}

void PricesDialog::reselect()
{
    const int row = m_model.isEmpty() ? -1 : m_prices.prices().rowOf(m_model, m_own);
    if (row >= 0)
        select(row);
    else if ((!m_model.isEmpty() || !m_writing) && m_prices.prices().rowCount() > 0)
        select(0); // it was removed, or the table is here only now
    updateState();
}

void PricesDialog::showFor(const QString& modelId)
{
    const int row = m_prices.rowFor(modelId);
    if (row >= 0)
        select(row);
    else
        startNew(modelId);
}

void PricesDialog::edited()
{
    const PriceRow now = m_form->price();
    const PriceRow* before = line();
    if (now.samePrice(before ? *before : PriceRow {}))
        m_unsaved.remove(key());
    else
        m_unsaved[key()] = now;
    updateState();
}

void PricesDialog::revert()
{
    m_unsaved.remove(key());
    showLine(m_model, m_own);
}

void PricesDialog::removeCurrent()
{
    confirm(this, tr("Remove your price for %1?").arg(m_model),
        tr("The bundled price counts again, if there is one."), tr("&Remove"), [this, model = m_model, gone = key()] {
            m_unsaved.remove(gone);
            m_prices.remove(model);
        });
}

QString PricesDialog::note() const
{
    const PriceRow* row = line();
    if (!row)
        return tr("Per million tokens. The first price that fits a model counts; yours come before the bundled ones.");
    if (!row->hiddenBy.isEmpty())
        return tr("Never used: the price for %1 comes first.").arg(row->hiddenBy);
    return row->own ? tr("Yours. Removing it brings back the bundled price, if there is one.")
                    : tr("Bundled. What you change is kept as a price of yours, which comes first.");
}

void PricesDialog::updateState()
{
    const bool unsaved = m_unsaved.contains(key());
    const PriceRow* row = line();
    m_heading->setText(!row ? tr("New price") : unsaved ? tr("%1, changed").arg(m_model) : m_model);
    m_note->setText(note());
    const DraftProblem problem = unsaved ? m_prices.check(m_form->price(), m_own ? m_model : QString()) : DraftProblem {};
    m_problem->setText(!problem.wrong() ? QString()
                                        : m_form->fieldTitle(problem.field) + u": "_s + problem.message
                + (problem.hint.isEmpty() ? QString() : u' ' + problem.hint));
    m_problem->setVisible(problem.wrong());
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, m_theme.colors().bad);
    m_problem->setPalette(palette);
    m_save->setEnabled(unsaved && !problem.wrong());
    m_revert->setEnabled(unsaved);
    m_remove->setEnabled(row && row->own);
}

void PricesDialog::reject()
{
    if (!hasUnsaved()) {
        QDialog::reject();
        return;
    }
    confirmDiscard(this, [this] {
        m_unsaved.clear();
        reject();
    });
}

void PricesDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QDialog::changeEvent(event);
}

void PricesDialog::retranslateUi()
{
    setWindowTitle(tr("Prices of Language Models"));
    m_find->setPlaceholderText(tr("Filter by model"));
    m_find->setAccessibleName(tr("Filter by model"));
    m_list->setAccessibleName(tr("Price table"));
    m_add->setText(tr("&Add"));
    m_remove->setText(tr("R&emove"));
    m_revert->setText(tr("Re&vert"));
    m_save->setText(tr("&Save"));
    m_close->setText(tr("C&lose"));
    updateState();
}

} // namespace hawk::ui
