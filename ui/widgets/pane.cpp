#include "widgets/pane.h"

#include "widgets/cell_delegate.h"

#include <QAbstractItemModel>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QTreeView>

namespace hawk::ui {

Pane::Pane(const PaneContext& context, QWidget* parent)
    : QWidget(parent)
    , m_workbench(context.workbench)
    , m_theme(context.theme)
    , m_actions(context.actions)
{
}

void Pane::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QWidget::changeEvent(event);
}

namespace {

/// The arrow takes its room from the heading: without more of it "Rank" is read as "ank".
void makeRoomForArrow(QHeaderView* header, int section)
{
    if (section >= 0 && section < header->count() && header->sectionSize(section) < header->sectionSizeHint(section))
        header->resizeSection(section, header->sectionSizeHint(section));
}

} // namespace

QTreeView* makeTable(const Theme& theme, QWidget* parent, bool tree)
{
    auto* view = new QTreeView(parent);
    view->setRootIsDecorated(tree);
    view->setUniformRowHeights(true);
    view->setAlternatingRowColors(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setAllColumnsShowFocus(true);
    view->setSortingEnabled(!tree);
    view->setFrameShape(QFrame::NoFrame);
    view->setTextElideMode(Qt::ElideRight);
    view->setItemDelegate(new CellDelegate(theme, view));
    view->header()->setHighlightSections(false);
    QObject::connect(view->header(), &QHeaderView::sortIndicatorChanged, view,
        [header = view->header()](int section) { makeRoomForArrow(header, section); });
    view->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->header()->setMinimumSectionSize(view->fontMetrics().averageCharWidth() * 4);
    return view;
}

void setColumnWidths(QTreeView* view, std::initializer_list<int> characters)
{
    const int unit = view->fontMetrics().averageCharWidth();
    int section = 0;
    for (const int width : characters) {
        if (width > 0)
            // Never narrower than its own heading.
            view->header()->resizeSection(section,
                std::max(width * unit + unit * 2,
                    view->fontMetrics().horizontalAdvance(
                        view->model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString())
                        + unit * 4));
        else
            view->header()->setSectionResizeMode(section, QHeaderView::Stretch);
        ++section;
    }
    view->header()->setStretchLastSection(true);
    if (view->isSortingEnabled())
        makeRoomForArrow(view->header(), view->header()->sortIndicatorSection());
}

EmptyState::EmptyState(QAbstractItemView* view)
    : QObject(view)
    , m_view(view)
    , m_label(new QLabel(view->viewport()))
{
    m_label->setAlignment(Qt::AlignCenter);
    m_label->setWordWrap(true);
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_label->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_label->setMargin(12);
    view->viewport()->installEventFilter(this);
    const auto follow = [this] { update(); };
    connect(view->model(), &QAbstractItemModel::modelReset, this, follow);
    connect(view->model(), &QAbstractItemModel::rowsInserted, this, follow);
    connect(view->model(), &QAbstractItemModel::rowsRemoved, this, follow);
    connect(view->model(), &QAbstractItemModel::layoutChanged, this, follow);
    update();
}

void EmptyState::setText(const QString& text)
{
    m_label->setText(text);
    m_view->setAccessibleDescription(text);
}

bool EmptyState::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        m_label->setGeometry(m_view->viewport()->rect());
    return QObject::eventFilter(watched, event);
}

void EmptyState::update()
{
    m_label->setVisible(m_view->model()->rowCount() == 0);
}

} // namespace hawk::ui
