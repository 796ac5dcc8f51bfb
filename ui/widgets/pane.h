#pragma once

#include "bridge/workbench.h"
#include "widgets/action_registry.h"

#include <QWidget>

class QHeaderView;
class QTreeView;
class QAbstractItemView;
class QLabel;

namespace hawk::ui {

/// What every pane is built from. Everything outlives the panes.
struct PaneContext {
    Workbench& workbench;
    Theme& theme;
    ActionRegistry& actions;
};

/// One dockable part of the window: shows models, follows the selection, holds no logic. Texts are set in
/// retranslateUi(), which runs again when the language changes.
class Pane : public QWidget {
    Q_OBJECT
public:
    Pane(const PaneContext& context, QWidget* parent);
    virtual QString title() const = 0;

protected:
    virtual void retranslateUi() = 0;
    void changeEvent(QEvent* event) override;

    Workbench& m_workbench;
    Theme& m_theme;
    ActionRegistry& m_actions;
};

/// A table as all panes use it: whole rows, one selection, sortable, sized for reading.
QTreeView* makeTable(const Theme& theme, QWidget* parent, bool tree = false);
/// Widths in characters of the view's font. Sections keep what the user dragged, but none becomes narrower than its heading;
/// the last one takes what is left. Once for a view, when it has its model.
void setColumnWidths(QTreeView* view, std::initializer_list<int> characters);
/// Pixels that a heading lacks to be drawn whole, with its sort arrow when it has one; 0 or less when it fits.
int missingHeadingWidth(const QHeaderView& header, int section);

/// A sentence in the middle of a view while its model is empty: what to do next.
class EmptyState final : public QObject {
    Q_OBJECT
public:
    explicit EmptyState(QAbstractItemView* view);
    void setText(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void update();
    QAbstractItemView* m_view;
    QLabel* m_label;
};

} // namespace hawk::ui
