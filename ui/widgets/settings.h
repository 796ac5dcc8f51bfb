#pragma once

#include "models/rows.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <memory>

class QSettings;

namespace hawk::ui {

/// What the window remembers of its user, in an INI file of the config folder. Nothing about a workspace's contents.
class Settings {
public:
    Settings();
    ~Settings();

    QString theme() const; ///< system, light, dark
    void setTheme(const QString& theme);
    QString language() const; ///< "en", "zh_CN"; empty: the system's
    void setLanguage(const QString& language);
    QStringList recentWorkspaces() const;
    void addRecentWorkspace(const QString& folder);
    QByteArray geometry() const;
    QByteArray layout() const;
    void setWindow(const QByteArray& geometry, const QByteArray& layout);
    void forgetLayout();
    int attempts() const;
    QString chip() const;
    QString model() const; ///< that wrote last; empty: the built-in synthesizer
    qint64 tokenCap() const; ///< 0: none
    double moneyCap() const;
    void setRun(const RunSettings& settings);

private:
    std::unique_ptr<QSettings> m_file;
};

} // namespace hawk::ui
