#pragma once

#include "widgets/theme.h"

#include <QStyledItemDelegate>

namespace hawk::ui {

/// Adds what models (which know no icons) leave to the window: the shape of a verdict or severity beside the text,
/// bold for the best of its kind, and rows high enough to read.
class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    CellDelegate(const Theme& theme, QObject* parent);
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

} // namespace hawk::ui
