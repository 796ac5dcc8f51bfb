#include "widgets/settings.h"

#include <QSettings>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr int kRecentCount = 8;

} // namespace

Settings::Settings()
    : m_file(std::make_unique<QSettings>(
        QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/hawk/workbench.ini"_s, QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QString Settings::theme() const
{
    return m_file->value("theme", u"system"_s).toString();
}

void Settings::setTheme(const QString& theme)
{
    m_file->setValue("theme", theme);
}

QString Settings::language() const
{
    return m_file->value("language").toString();
}

void Settings::setLanguage(const QString& language)
{
    m_file->setValue("language", language);
}

QStringList Settings::recentWorkspaces() const
{
    return m_file->value("recent").toStringList();
}

void Settings::addRecentWorkspace(const QString& folder)
{
    QStringList recent = recentWorkspaces();
    recent.removeAll(folder);
    recent.prepend(folder);
    m_file->setValue("recent", QStringList(recent.mid(0, kRecentCount)));
}

QByteArray Settings::geometry() const
{
    return m_file->value("window/geometry").toByteArray();
}

QByteArray Settings::layout() const
{
    return m_file->value("window/layout").toByteArray();
}

void Settings::setWindow(const QByteArray& geometry, const QByteArray& layout)
{
    m_file->setValue("window/geometry", geometry);
    m_file->setValue("window/layout", layout);
}

void Settings::forgetLayout()
{
    m_file->remove("window");
}

int Settings::attempts() const
{
    return m_file->value("run/attempts", 30).toInt();
}

QString Settings::chip() const
{
    return m_file->value("run/chip").toString();
}

QString Settings::model() const
{
    return m_file->value("run/model").toString();
}

qint64 Settings::tokenCap() const
{
    return m_file->value("run/tokens", 0).toLongLong();
}

double Settings::moneyCap() const
{
    return m_file->value("run/money", 0).toDouble();
}

void Settings::setRun(const RunSettings& settings)
{
    m_file->setValue("run/chip", settings.chip);
    m_file->setValue("run/attempts", settings.attempts);
    m_file->setValue("run/model", settings.model);
    m_file->setValue("run/tokens", settings.tokenBudget);
    m_file->setValue("run/money", settings.moneyBudget);
}

} // namespace hawk::ui
