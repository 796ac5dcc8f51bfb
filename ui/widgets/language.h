#pragma once

#include <QObject>
#include <QString>
#include <QTranslator>

namespace hawk::ui {

/// The language of the window: our catalogue, Qt's own, and the locale of numbers; switched while it runs.
class Language final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~Language() override;
    /// "en" or "zh_CN"; anything else takes the system's language, English when there is no catalogue for it.
    void apply(const QString& name);
    const QString& current() const { return m_current; }

private:
    QString m_current;
    QTranslator m_ours;
    QTranslator m_qt;
};

} // namespace hawk::ui
