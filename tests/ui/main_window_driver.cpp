#include "main_window_driver.h"

#include <QSignalSpy>
#include <QTest>
#include <QTreeView>
#include <ctime>

namespace hawk::ui::test {

MainWindowDriver::MainWindowDriver()
    : m_theme(std::make_unique<Theme>())
    , m_language(std::make_unique<Language>())
{
    m_language->apply(QStringLiteral("en"));
    m_theme->apply(Theme::Choice::Light);
    auto keychain = std::make_unique<FakeKeychain>();
    m_keychain = keychain.get();
    m_workbench = std::make_unique<Workbench>(std::move(keychain));
    m_window = std::make_unique<MainWindow>(*m_workbench, *m_theme, *m_language);
    m_window->show();
}

MainWindowDriver::~MainWindowDriver() = default;

bool MainWindowDriver::waitUntil(const std::function<bool()>& condition, int ms)
{
    return QTest::qWaitFor(condition, ms);
}

bool MainWindowDriver::open(const QString& folder, WorkspaceController::Mode mode)
{
    QSignalSpy loaded(&m_workbench->project(), &ProjectController::loaded);
    m_window->openWorkspace(folder, mode);
    return waitUntil([&] { return m_workbench->workspace().isOpen() && !loaded.isEmpty(); });
}

bool MainWindowDriver::waitLoaded()
{
    return waitUntil([&] { return m_workbench->project().operators().rowCount() > 0; });
}

void MainWindowDriver::trigger(const char* actionId)
{
    m_window->actions()[actionId]->trigger();
}

bool MainWindowDriver::selectCandidate(qint64 id)
{
    m_workbench->selection().selectCandidate(id);
    return waitUntil(
        [&] { return m_workbench->candidate().current() && m_workbench->candidate().current()->row.id == id; });
}

bool MainWindowDriver::selectOperator(const QString& name)
{
    auto* view = find<QTreeView>("operatorsView");
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        const QModelIndex index = view->model()->index(row, 0);
        if (index.data(NameRole).toString() != name)
            continue;
        view->scrollTo(index);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
        return m_workbench->selection().operatorName() == name;
    }
    return false;
}

void MainWindowDriver::close()
{
    m_window->close();
    waitUntil([&] { return !m_window->isVisible(); }, 60'000);
}

StallWatch::StallWatch()
{
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const qint64 cpu = cpuMs();
        m_longest = { std::max(m_longest.wallMs, m_since.restart()), std::max(m_longest.cpuMs, cpu - m_cpuSince) };
        m_cpuSince = cpu;
    });
    m_timer.start(1);
    restart();
}

void StallWatch::restart()
{
    m_longest = {};
    m_since.start();
    m_cpuSince = cpuMs();
}

qint64 StallWatch::cpuMs()
{
    timespec used {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return qint64(used.tv_sec) * 1000 + used.tv_nsec / 1'000'000;
}

} // namespace hawk::ui::test
