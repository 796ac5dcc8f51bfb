#pragma once

#include <QSortFilterProxyModel>

namespace hawk::ui {

/// Candidates of one operator that contain every word of a text. Works on the tree (an ancestor of a match stays) and
/// on the table; sorts by the raw number.
class CandidateFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit CandidateFilter(QObject* parent = nullptr);
    void setOperator(const QString& name); ///< empty: all
    void setWords(const QString& text);
    QModelIndex indexOf(qint64 id) const; ///< invalid when it is filtered away

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

private:
    QString m_operator;
    QStringList m_words;
};

} // namespace hawk::ui
