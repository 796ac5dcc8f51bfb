#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "llm/keys.h"
#endif

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hawk::ui {

/// Keys as the window has them: variables and files as everywhere, keychain entries as they were read
/// beforehand, and what was typed in for this session. Reading never waits: the GUI thread fetches keychain
/// entries before a run or a test begins. Keys are in memory only. Thread-safe.
class WindowKeyStore final : public llm::KeyStore {
public:
    Result<llm::Secret> key(const llm::KeySource& source) const override;

    /// What the keychain answered, or what was typed in.
    void set(const llm::KeySource& source, Result<llm::Secret> key);
    void forget(const llm::KeySource& source);
    /// A copy with one key more: for trying a key that is not saved.
    std::shared_ptr<WindowKeyStore> with(const llm::KeySource& source, llm::Secret key) const;

private:
    using Place = std::pair<llm::KeySource::Kind, std::string>;
    mutable std::mutex m_mutex;
    std::map<Place, Result<llm::Secret>> m_keys;
};

} // namespace hawk::ui
