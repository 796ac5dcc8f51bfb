#pragma once

#include "widgets/icons.h"

#include <QAction>
#include <QHash>
#include <QList>
#include <QObject>
#include <optional>

namespace hawk::ui {

/// One thing a person can do: known by an id, listed in the command palette, reachable by its shortcut.
struct ActionSpec {
    const char* id; ///< "run.start"
    const char* text; ///< source text, context "Actions"
    const char* tip;
    const char* shortcut; ///< portable text; empty: none
    std::optional<Glyph> glyph;
    bool local = false; ///< the shortcut works only inside the pane that owns the action
};

/// Creates the actions of the table once and keeps their texts in the current language. Objects belong to the
/// registry; panes and menus only show them.
class ActionRegistry final : public QObject {
    Q_OBJECT
public:
    ActionRegistry(const Theme& theme, QObject* parent = nullptr);
    QAction* operator[](const char* id) const; ///< asserts that the id exists
    const QList<QAction*>& all() const { return m_actions; }
    void retranslate();
    static QString idOf(const QAction* action);

private:
    QList<QAction*> m_actions;
    QHash<QString, QAction*> m_byId;
};

} // namespace hawk::ui
