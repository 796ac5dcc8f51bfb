#pragma once

#include "base/result.h"
#include "llm/secrets.h"

#include <cstdint>
#include <string>

namespace hawk::llm {

/// Where a key is kept. Settings name the place; the key itself is in no file of ours.
struct KeySource {
    enum class Kind : std::uint8_t {
        None,
        Environment, ///< name of a variable
        File, ///< path, readable by its owner only; "~/" is the home folder
        Keychain, ///< entry of the desktop's keychain: the window reads it
        Session ///< typed into the window and gone with it; the name tells one from another
    };
    Kind kind = Kind::None;
    std::string name;
    bool operator==(const KeySource&) const = default;
};
/// "variable GLM_KEY", "file ~/.keys/glm": for messages and tables.
std::string describe(const KeySource& source);

/// Reads keys. The window implements it with the desktop's keychain on top of SystemKeyStore. Thread-safe.
/// Errors: NotFound (not there), InvalidInput (there, but not usable), with what to do. None holds a part of a key.
class KeyStore {
public:
    virtual ~KeyStore() = default;
    virtual Result<Secret> key(const KeySource& source) const = 0;
};

/// Environment variables and files. A file must be a regular one, owned by us, and closed to group and others (0600 or
/// 0400), checked on the open file.
class SystemKeyStore : public KeyStore {
public:
    Result<Secret> key(const KeySource& source) const override;
};

/// A key as it can be sent: surrounding space removed; one line of printable ASCII. `where` names its place.
Result<Secret> usableKey(std::string text, const std::string& where);

/// "~/x" with the home folder in place.
std::string expandedHome(const std::string& path);

} // namespace hawk::llm
