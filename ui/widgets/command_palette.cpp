#include "widgets/command_palette.h"

#include "widgets/action_registry.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

QString plain(QString text)
{
    // "名称(&N)" carries its mnemonic in brackets.
    static const QRegularExpression bracketed(u"\\s*\\(&.\\)"_s);
    return text.remove(bracketed).remove(u'&').remove(u"..."_s);
}

} // namespace

CommandPalette::CommandPalette(const ActionRegistry& actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_items(new QStandardItemModel(this))
    , m_found(new QSortFilterProxyModel(this))
{
    setObjectName(u"commandPalette"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Commands"));
    for (QAction* action : actions.all()) {
        if (!action->isEnabled())
            continue;
        QString text = plain(action->text());
        if (!action->shortcut().isEmpty())
            text += u"    "_s + action->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QStandardItem(action->icon(), text);
        item->setData(QVariant::fromValue<QObject*>(action), Qt::UserRole);
        item->setData(QString(text + u' ' + action->statusTip() + u' ' + ActionRegistry::idOf(action)), Qt::UserRole + 1);
        item->setToolTip(action->statusTip());
        item->setEditable(false);
        m_items->appendRow(item);
    }
    m_found->setSourceModel(m_items);
    m_found->setFilterRole(Qt::UserRole + 1);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_found);
    m_list->setObjectName(u"paletteList"_s);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Matching commands"));
    m_list->setCurrentIndex(m_found->index(0, 0));
    m_search->setObjectName(u"paletteSearch"_s);
    m_search->setPlaceholderText(tr("Type a command"));
    m_search->setAccessibleName(tr("Type a command"));
    m_search->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    const int unit = fontMetrics().averageCharWidth();
    resize(unit * 70, fontMetrics().height() * 22);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        // Words in any order.
        QString pattern;
        for (const QString& word : text.split(u' ', Qt::SkipEmptyParts))
            pattern += u"(?=.*%1)"_s.arg(QRegularExpression::escape(word));
        m_found->setFilterRegularExpression(QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption));
        m_list->setCurrentIndex(m_found->index(0, 0));
    });
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int row = m_list->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1);
            m_list->setCurrentIndex(m_found->index(std::clamp(row, 0, std::max(0, m_found->rowCount() - 1)), 0));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::run()
{
    auto* action = qobject_cast<QAction*>(m_list->currentIndex().data(Qt::UserRole).value<QObject*>());
    if (!action)
        return;
    accept();
    action->trigger();
}

ShortcutList::ShortcutList(const ActionRegistry& actions, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"shortcutList"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* items = new QStandardItemModel(this);
    items->setHorizontalHeaderLabels({ tr("Shortcut"), tr("Command"), tr("What it does") });
    for (const QAction* action : actions.all()) {
        if (action->shortcut().isEmpty())
            continue;
        QList<QStandardItem*> row { new QStandardItem(action->shortcut().toString(QKeySequence::NativeText)),
            new QStandardItem(plain(action->text())), new QStandardItem(action->statusTip()) };
        for (QStandardItem* item : row)
            item->setEditable(false);
        items->appendRow(row);
    }
    auto* table = new QTableView(this);
    table->setModel(items);
    table->setAccessibleName(tr("Keyboard shortcuts"));
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(table, 1);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 30);
}

} // namespace hawk::ui
