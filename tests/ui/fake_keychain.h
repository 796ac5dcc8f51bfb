#pragma once

#include "bridge/keychain.h"

#include <QMap>

namespace hawk::ui::test {

/// A keychain in memory that answers later, as a desktop's does.
class FakeKeychain final : public Keychain {
    Q_OBJECT
public:
    bool available() const override { return present; }
    void read(const QString& entry, std::function<void(Result<llm::Secret>)> done) override;
    void write(const QString& entry, const llm::Secret& key, std::function<void(Status)> done) override;
    void remove(const QString& entry, std::function<void(Status)> done) override;

    bool present = true;
    bool locked = false;
    int reads = 0;
    QMap<QString, QString> entries;
};

} // namespace hawk::ui::test
