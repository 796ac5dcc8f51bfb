#include "widgets/cell_delegate.h"

#include "models/row_table_model.h"
#include "widgets/icons.h"

namespace hawk::ui {

CellDelegate::CellDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + option.fontMetrics.height() / 2);
    return size;
}

void CellDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    QIcon icon;
    if (const QVariant outcome = index.data(OutcomeRole); outcome.isValid())
        icon = outcomeIcon(m_theme, static_cast<Outcome>(outcome.toInt()));
    else if (const QVariant severity = index.data(SeverityRole); severity.isValid())
        icon = severityIcon(m_theme, static_cast<Severity>(severity.toInt()));
    if (!icon.isNull()) {
        option->icon = icon;
        option->features |= QStyleOptionViewItem::HasDecoration;
        const int side = option->fontMetrics.height();
        option->decorationSize = QSize(side, side);
    }
    if (index.data(EmphasisRole).toBool())
        option->font.setBold(true);
}

} // namespace hawk::ui
