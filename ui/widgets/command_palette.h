#pragma once

#include <QDialog>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace hawk::ui {

class ActionRegistry;

/// Find any command by typing parts of its name; Enter runs it.
class CommandPalette final : public QDialog {
    Q_OBJECT
public:
    CommandPalette(const ActionRegistry& actions, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void run();
    QLineEdit* m_search;
    QListView* m_list;
    QStandardItemModel* m_items;
    QSortFilterProxyModel* m_found;
};

/// Every command with its shortcut, to read.
class ShortcutList final : public QDialog {
    Q_OBJECT
public:
    ShortcutList(const ActionRegistry& actions, QWidget* parent);
};

} // namespace hawk::ui
