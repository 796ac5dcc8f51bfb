#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

#include <QHash>
#include <QSortFilterProxyModel>

namespace hawk::ui {

/// Every knowledge entry with its effect so far. Rows are added or updated by id.
class EntryModel final : public RowTableModel<EntryRow> {
    Q_OBJECT
public:
    enum Column : int {
        TitleColumn, StateColumn, StageColumn, ShownColumn, HelpedColumn, SpeedupColumn, KeyColumn, ColumnCount
    };
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    void upsert(const std::vector<EntryRow>& rows);
    int rowOf(qint64 id) const;
    const EntryRow* find(qint64 id) const;
    int waiting() const; ///< entries a person has to decide on

private:
    void rowsReplaced() override;
    void rowsAppended(std::size_t first) override;
    QHash<qint64, int> m_rowById;
};

/// Entries that wait for a decision, or all; by words.
class EntryFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum class Show { All, Waiting };
    EntryFilter(Show show, QObject* parent);
    void setWords(const QString& text);
    QModelIndex indexOf(qint64 id) const;

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

private:
    Show m_show;
    QStringList m_words;
};

/// True for the states in which an entry waits for a person.
bool waitsForDecision(const QString& state);

} // namespace hawk::ui
