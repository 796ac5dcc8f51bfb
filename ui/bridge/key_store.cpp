#include "bridge/key_store.h"

namespace hawk::ui {

Result<llm::Secret> WindowKeyStore::key(const llm::KeySource& source) const
{
    using Kind = llm::KeySource::Kind;
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto found = m_keys.find({ source.kind, source.name }); found != m_keys.end())
            return found->second;
    }
    if (source.kind == Kind::Session)
        return Error { Errc::NotFound, "the key was not typed in since the window was opened", {},
            "Tools > Models: type it in, or choose a place where it is kept" };
    if (source.kind == Kind::Keychain)
        return Error { Errc::NotFound, "the keychain entry " + source.name + " was not read", {},
            "Tools > Models: store the key there again, or choose another place" };
    return llm::SystemKeyStore().key(source);
}

void WindowKeyStore::set(const llm::KeySource& source, Result<llm::Secret> key)
{
    const std::scoped_lock lock(m_mutex);
    m_keys.insert_or_assign({ source.kind, source.name }, std::move(key));
}

void WindowKeyStore::forget(const llm::KeySource& source)
{
    const std::scoped_lock lock(m_mutex);
    m_keys.erase({ source.kind, source.name });
}

std::shared_ptr<WindowKeyStore> WindowKeyStore::with(const llm::KeySource& source, llm::Secret key) const
{
    auto copy = std::make_shared<WindowKeyStore>();
    {
        const std::scoped_lock lock(m_mutex);
        copy->m_keys = m_keys;
    }
    copy->set(source, std::move(key));
    return copy;
}

} // namespace hawk::ui
