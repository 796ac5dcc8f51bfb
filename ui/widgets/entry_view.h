#pragma once

#include "models/rows.h"

#include <QTextBrowser>

namespace hawk::ui {

class Theme;

/// One knowledge entry as a page: when it applies, why, what to do, its evidence, its effect and its history.
class EntryView final : public QTextBrowser {
    Q_OBJECT
public:
    EntryView(const Theme& theme, QWidget* parent);
    void show(EntryDetailPtr entry);
    void rebuild(); ///< theme or language changed

Q_SIGNALS:
    void candidateLinked(qint64 candidate);

private:
    QString page() const;
    QString section(const QString& title, const QString& body) const;
    QString row(const QString& name, const QString& value) const;
    QString ledgerTable() const;
    QString history() const;

    const Theme& m_theme;
    EntryDetailPtr m_entry;
};

} // namespace hawk::ui
