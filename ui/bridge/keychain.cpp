#include "bridge/keychain.h"

#ifdef HAWK_QTKEYCHAIN
#include <qt6keychain/keychain.h>
#endif

#include <QFileInfo>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr const char* kElsewhere
    = "keep the key in an environment variable or an owner-only file, or for this session only";

/// For builds and desktops without a keychain.
class NoKeychain final : public Keychain {
public:
    bool available() const override { return false; }
    void read(const QString&, std::function<void(Result<llm::Secret>)> done) override
    {
        answer(std::move(done));
    }
    void write(const QString&, const llm::Secret&, std::function<void(Status)> done) override
    {
        answer(std::move(done));
    }
    void remove(const QString&, std::function<void(Status)> done) override { answer(std::move(done)); }

private:
    template <class Done> void answer(Done done)
    {
        QTimer::singleShot(0, this, [done = std::move(done)] {
            done(Error {
                Errc::Environment, "keys cannot be kept in a keychain here: there is none", {}, kElsewhere });
        });
    }
};

#ifdef HAWK_QTKEYCHAIN

class DesktopKeychain final : public Keychain {
public:
    bool available() const override { return m_available; }

    void read(const QString& entry, std::function<void(Result<llm::Secret>)> done) override
    {
        auto* job = new QKeychain::ReadPasswordJob(service(), this);
        start(job, entry, [job, entry, done = std::move(done)] {
            if (job->error() != QKeychain::NoError) {
                done(errorOf(*job, entry));
                return;
            }
            done(llm::usableKey(job->textData().toStdString(), "the keychain entry " + entry.toStdString()));
        });
    }
    void write(const QString& entry, const llm::Secret& key, std::function<void(Status)> done) override
    {
        auto* job = new QKeychain::WritePasswordJob(service(), this);
        job->setTextData(QString::fromStdString(key.reveal()));
        start(job, entry, [job, entry, done = std::move(done)] { done(statusOf(*job, entry)); });
    }
    void remove(const QString& entry, std::function<void(Status)> done) override
    {
        auto* job = new QKeychain::DeletePasswordJob(service(), this);
        start(job, entry, [job, entry, done = std::move(done)] {
            // Gone is what was wanted.
            done(job->error() == QKeychain::EntryNotFound ? Status() : statusOf(*job, entry));
        });
    }

private:
    // Every keychain of a desktop is behind the session bus. One that is not there after all shows at the
    // first call.
    bool m_available = hasSessionBus();

    static bool hasSessionBus()
    {
        return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
            || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s);
    }
    static QString service() { return u"Hawk Workbench"_s; }

    template <class Ended> void start(QKeychain::Job* job, const QString& entry, Ended ended)
    {
        job->setKey(entry);
        job->setAutoDelete(true);
        job->setInsecureFallback(false); // a plain text file is no keychain
        connect(job, &QKeychain::Job::finished, this, [this](const QKeychain::Job* done) {
            if (done->error() == QKeychain::NoBackendAvailable)
                m_available = false;
        });
        connect(job, &QKeychain::Job::finished, this, std::move(ended));
        job->start();
    }
    static Error errorOf(const QKeychain::Job& job, const QString& entry)
    {
        const std::string name = entry.toStdString();
        switch (job.error()) {
        case QKeychain::EntryNotFound:
            return { Errc::NotFound, "the keychain has no entry " + name, {},
                "Tools > Models: type the key in again" };
        case QKeychain::NoBackendAvailable:
            return { Errc::Environment, "keys cannot be kept in a keychain here: no keychain service answers",
                {}, kElsewhere };
        default:
            return { Errc::Io,
                "the keychain did not give access to " + name + ": " + job.errorString().toStdString(), {},
                "unlock the keychain and try again" };
        }
    }
    static Status statusOf(const QKeychain::Job& job, const QString& entry)
    {
        return job.error() == QKeychain::NoError ? Status() : Status(errorOf(job, entry));
    }
};

#endif

} // namespace

std::unique_ptr<Keychain> systemKeychain()
{
#ifdef HAWK_QTKEYCHAIN
    auto desktop = std::make_unique<DesktopKeychain>();
    if (desktop->available())
        return desktop;
#endif
    return std::make_unique<NoKeychain>();
}

} // namespace hawk::ui
