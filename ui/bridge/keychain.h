#pragma once

#include "bridge/key_store.h"

#include <QObject>
#include <QString>
#include <functional>
#include <memory>

namespace hawk::ui {

/// The desktop's keychain. Lives in the GUI thread; answers come later in that thread, never before the call
/// returns, and never after the object is gone. Nothing here runs an event loop of its own.
class Keychain : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual bool available() const = 0;
    /// Errors: NotFound (no such entry), Environment (no keychain), Io (locked, refused).
    virtual void read(const QString& entry, std::function<void(Result<llm::Secret>)> done) = 0;
    virtual void write(const QString& entry, const llm::Secret& key, std::function<void(Status)> done) = 0;
    virtual void remove(const QString& entry, std::function<void(Status)> done) = 0;
};

/// QtKeychain where it was there at build time; else one that is not available and says so.
std::unique_ptr<Keychain> systemKeychain();

} // namespace hawk::ui
