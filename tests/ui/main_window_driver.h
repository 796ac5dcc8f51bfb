#pragma once

#include "bridge/workbench.h"
#include "fake_keychain.h"
#include "widgets/language.h"
#include "widgets/main_window.h"
#include "widgets/theme.h"

#include <QElapsedTimer>
#include <QTimer>
#include <memory>

class QAbstractItemView;

namespace hawk::ui::test {

/// The window as a person uses it: opens, clicks, types, waits for what becomes visible. Tests read as stories.
class MainWindowDriver {
public:
    MainWindowDriver();
    ~MainWindowDriver();

    Workbench& workbench() { return *m_workbench; }
    MainWindow& window() { return *m_window; }
    Theme& theme() { return *m_theme; }
    Language& language() { return *m_language; }
    FakeKeychain& keychain() { return *m_keychain; }

    bool open(const QString& folder, WorkspaceController::Mode mode = WorkspaceController::Mode::ReadWrite);
    bool waitLoaded();
    void trigger(const char* actionId);
    bool selectCandidate(qint64 id); ///< and waits until its details are shown
    bool selectOperator(const QString& name); ///< by clicking its row
    template <class T>
    T* find(const char* objectName)
    {
        return m_window->findChild<T*>(QString::fromLatin1(objectName));
    }
    bool waitUntil(const std::function<bool()>& condition, int ms = 10'000);
    void close(); ///< closes the window and waits until a run has ended

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Language> m_language;
    FakeKeychain* m_keychain = nullptr; ///< the workbench owns it
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

/// Longest time the event loop did not come round while it lives: on the wall, and in processor time of the GUI
/// thread. The second does not depend on what else the machine does; the first also sees waiting for a lock.
class StallWatch : public QObject {
    Q_OBJECT
public:
    struct Stall {
        qint64 wallMs = 0;
        qint64 cpuMs = 0;
    };
    StallWatch();
    Stall longest() const { return m_longest; }
    void restart();

private:
    static qint64 cpuMs();
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_cpuSince = 0;
    Stall m_longest;
};

} // namespace hawk::ui::test
