#include "widgets/pane.h"

#include "widgets/cell_delegate.h"

#include <QAbstractItemModel>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QStyleOptionHeader>
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

int missingHeadingWidth(const QHeaderView& header, int section)
{
    const QString text = header.model()->headerData(section, Qt::Horizontal).toString();
    QStyleOptionHeader option;
    option.initFrom(&header);
    option.state |= QStyle::State_Horizontal;
    option.rect = QRect(0, 0, header.sectionSize(section), header.sizeHint().height());
    option.text = text;
    option.section = section;
    // sectionSizeHint() leaves room for an arrow in every section; only one has it.
    if (header.isSortIndicatorShown() && header.sortIndicatorSection() == section)
        option.sortIndicator = QStyleOptionHeader::SortDown;
    return header.fontMetrics().horizontalAdvance(text)
        - header.style()->subElementRect(QStyle::SE_HeaderLabel, &option, &header).width();
}

namespace {

/// Keeps headings whole: in every language, with the sort arrow (which takes its room from the heading, so that "Rank" is read
/// as "ank"), and in the last column, which takes what is left of the width but does not shrink to nothing when little is.
class HeadingRoom final : public QObject {
public:
    HeadingRoom(QHeaderView* header, int lastWidth)
        : QObject(header)
        , m_header(header)
        , m_lastWidth(lastWidth)
    {
        header->installEventFilter(this);
        QObject::connect(header, &QHeaderView::sortIndicatorChanged, this, [this] { fit(); });
        QObject::connect(header, &QHeaderView::sectionResized, this, [this] { fit(); });
        QObject::connect(header->model(), &QAbstractItemModel::headerDataChanged, this, [this] { fit(); });
        fit();
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange)
            fit();
        return QObject::eventFilter(watched, event);
    }

private:
    void fit()
    {
        const int last = m_header->logicalIndex(m_header->count() - 1);
        if (m_fitting || last < 0)
            return;
        m_fitting = true;
        int others = 0;
        for (int section = 0; section < m_header->count(); ++section) {
            if (section == last)
                continue;
            if (const int missing = missingHeadingWidth(*m_header, section); missing > 0)
                m_header->resizeSection(section, m_header->sectionSize(section) + missing);
            others += m_header->sectionSize(section);
        }
        const int wanted = std::max(m_lastWidth, m_header->sectionSize(last) + missingHeadingWidth(*m_header, last));
        const bool room = m_header->width() - others >= wanted;
        m_header->setStretchLastSection(room);
        if (!room && m_header->sectionSize(last) < wanted)
            m_header->resizeSection(last, wanted);
        m_fitting = false;
    }

    QHeaderView* m_header;
    int m_lastWidth;
    bool m_fitting = false;
};

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
    view->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->header()->setMinimumSectionSize(view->fontMetrics().averageCharWidth() * 4);
    return view;
}

void setColumnWidths(QTreeView* view, std::initializer_list<int> characters)
{
    const int unit = view->fontMetrics().averageCharWidth();
    int section = 0;
    int last = 0;
    for (const int width : characters) {
        last = width * unit + unit * 2;
        view->header()->resizeSection(section++, last);
    }
    new HeadingRoom(view->header(), last);
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
