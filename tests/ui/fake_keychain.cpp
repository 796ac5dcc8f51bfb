#include "fake_keychain.h"

#include <QTimer>

namespace hawk::ui::test {

namespace {

Error refused(const QString& entry)
{
    return { Errc::Io, "the keychain did not give access to " + entry.toStdString() + ": locked", {},
        "unlock the keychain and try again" };
}

} // namespace

void FakeKeychain::read(const QString& entry, std::function<void(Result<llm::Secret>)> done)
{
    ++reads;
    QTimer::singleShot(5, this, [this, entry, done = std::move(done)] {
        if (locked)
            done(refused(entry));
        else if (!entries.contains(entry))
            done(Error { Errc::NotFound, "the keychain has no entry " + entry.toStdString(), {},
                "type the key in again" });
        else
            done(llm::usableKey(entries[entry].toStdString(), "the keychain entry"));
    });
}

void FakeKeychain::write(const QString& entry, const llm::Secret& key, std::function<void(Status)> done)
{
    QTimer::singleShot(5, this, [this, entry, key, done = std::move(done)] {
        if (locked) {
            done(refused(entry));
            return;
        }
        entries[entry] = QString::fromStdString(key.reveal());
        done({});
    });
}

void FakeKeychain::remove(const QString& entry, std::function<void(Status)> done)
{
    QTimer::singleShot(5, this, [this, entry, done = std::move(done)] {
        entries.remove(entry);
        done({});
    });
}

} // namespace hawk::ui::test
