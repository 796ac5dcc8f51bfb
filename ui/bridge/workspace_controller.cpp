#include "bridge/workspace_controller.h"

#include "bridge/error_text.h"
#include "engine/session.h"

#include <filesystem>

using namespace Qt::StringLiterals;

namespace hawk::ui {

struct WorkspaceController::Opened {
    std::shared_ptr<engine::Session> session;
    std::shared_ptr<store::Workspace> reader;
};

namespace {

using Mode = WorkspaceController::Mode;

Result<std::unique_ptr<engine::Session>> openSession(engine::SessionOptions options, Mode mode)
{
    const std::filesystem::path& folder = options.workspace;
    std::error_code ignored;
    const bool exists = std::filesystem::exists(folder / "workspace.db", ignored);
    if (mode == Mode::Create || (mode == Mode::OpenOrCreate && !exists)) {
        options.mode = store::OpenMode::Create;
        return engine::Session::create(options);
    }
    options.mode = mode == Mode::ReadOnly ? store::OpenMode::ReadOnly : store::OpenMode::ReadWrite;
    return engine::Session::open(options);
}

QStringList chipNames(const chip::ChipCatalog& catalog)
{
    QStringList names;
    for (const auto& chip : catalog.chips())
        if (chip->emulated)
            names.append(toQt(chip->name));
    const QString standard = WorkspaceController::defaultChip();
    if (names.removeOne(standard))
        names.prepend(standard);
    return names;
}

} // namespace

WorkspaceController::WorkspaceController(QObject* parent)
    : QObject(parent)
{
}

WorkspaceController::~WorkspaceController() = default;

QString WorkspaceController::defaultChip()
{
    return toQt(chip::kDefaultChip);
}

QStringList WorkspaceController::chips() const
{
    return m_chips;
}

void WorkspaceController::setModelAccess(
    std::shared_ptr<const llm::KeyStore> keys, std::shared_ptr<llm::ManualPort> manual)
{
    m_keys = std::move(keys);
    m_manual = std::move(manual);
}

void WorkspaceController::open(const QString& folder, Mode mode)
{
    if (m_state == State::Opening)
        return;
    close();
    m_state = State::Opening;
    Q_EMIT stateChanged();
    const std::filesystem::path path = folder.toStdString();
    m_openWorker.run(
        this,
        [path, mode, keys = m_keys, manual = m_manual](std::stop_token) -> Result<Opened> {
            auto session = openSession({ .workspace = path, .keys = keys, .manual = manual }, mode);
            if (!session)
                return session.error();
            auto reader = store::Workspace::open(path, store::OpenMode::ReadOnly);
            if (!reader)
                return reader.error();
            return Opened { std::move(*session), std::move(*reader) };
        },
        [this, folder](Result<Opened> result) {
            if (result) {
                adopt(std::move(*result), folder);
                return;
            }
            m_state = State::Closed;
            Q_EMIT stateChanged();
            Q_EMIT failed(toUiError(result.error(), tr("The workspace %1 could not be opened").arg(folder)), folder);
        });
}

void WorkspaceController::adopt(Opened fresh, const QString& folder)
{
    m_session = std::move(fresh.session);
    m_reader = std::move(fresh.reader);
    m_writable = m_session->workspace().writable();
    m_chips = chipNames(m_session->chips());
    m_folder = folder;
    ++m_life;
    m_state = State::Open;
    Q_EMIT stateChanged();
    Q_EMIT opened();
}

void WorkspaceController::close()
{
    if (m_state != State::Open)
        return;
    ++m_life;
    m_readWorker.dropWaiting();
    // The last owner lets go on a worker: closing a database can take a moment.
    m_openWorker.post([session = std::move(m_session), reader = std::move(m_reader)](std::stop_token) mutable {
        reader.reset();
        session.reset();
    });
    m_session.reset();
    m_reader.reset();
    m_folder.clear();
    m_writable = false;
    m_state = State::Closed;
    Q_EMIT stateChanged();
    Q_EMIT closed();
}

} // namespace hawk::ui
