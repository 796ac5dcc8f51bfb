#pragma once

#include <QObject>
#include <QString>

namespace hawk::ui {

/// The one selection of the window. Panes set it and follow it; nobody talks to another pane. Setting what is already
/// selected does nothing, so that followers cannot loop.
class SelectionController final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// A place in the selected candidate: a source line, and where the trace knows it, the op behind it.
    struct Place {
        int line = 0; ///< 0: none
        int core = -1;
        qint64 seq = -1;
        bool operator==(const Place&) const = default;
    };

    const QString& operatorName() const { return m_operator; }
    qint64 candidate() const { return m_candidate; }
    qint64 compareWith() const { return m_compare; } ///< 0: the parent
    const Place& place() const { return m_place; }
    qint64 entry() const { return m_entry; }

    void selectOperator(const QString& name); ///< empty: all
    void selectCandidate(qint64 id); ///< clears the place and the comparison
    void compareCandidate(qint64 id);
    void selectPlace(const Place& place);
    void selectEntry(qint64 id);
    void clear();

Q_SIGNALS:
    void operatorChanged(const QString& name);
    void candidateChanged(qint64 id);
    void compareChanged(qint64 id);
    void placeChanged();
    void entryChanged(qint64 id);

private:
    QString m_operator;
    qint64 m_candidate = 0;
    qint64 m_compare = 0;
    Place m_place;
    qint64 m_entry = 0;
};

} // namespace hawk::ui
