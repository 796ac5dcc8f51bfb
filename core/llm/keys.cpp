#include "llm/keys.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hawk::llm {
namespace {

constexpr std::size_t kLargestKeyFile = 16 * 1024;

class Descriptor {
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

std::string octal(mode_t mode)
{
    std::string out = "0";
    for (const unsigned shift : { 6U, 3U, 0U })
        out += static_cast<char>('0' + ((mode >> shift) & 7U));
    return out;
}

Status checkOwnerOnly(int fd, const std::string& path)
{
    struct stat facts {};
    if (::fstat(fd, &facts) != 0)
        return Error { Errc::Io, "cannot examine the key file " + path + ": " + std::strerror(errno), path, {} };
    if (!S_ISREG(facts.st_mode))
        return Error { Errc::InvalidInput, "the key file " + path + " is not a regular file", path, {} };
    if (facts.st_uid != ::geteuid())
        return Error { Errc::InvalidInput, "the key file " + path + " belongs to another user", path,
            "a key file must be yours alone" };
    if ((facts.st_mode & 077U) != 0)
        return Error { Errc::InvalidInput,
            "the key file " + path + " is open to others (mode " + octal(facts.st_mode) + "): the key was not read", path,
            "close it with `chmod 600 " + path + "`, and replace the key if others could have read it" };
    return {};
}

Result<Secret> fromFile(const std::string& given)
{
    const std::string path = expandedHome(given);
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd.get() < 0)
        return Error { errno == ENOENT ? Errc::NotFound : Errc::Io,
            "cannot read the key file " + path + ": " + std::strerror(errno), path,
            "put the key, alone, into that file and close it with `chmod 600 " + path + "`" };
    if (Status s = checkOwnerOnly(fd.get(), path); !s)
        return s.error();
    std::string text;
    std::array<char, 4096> chunk {};
    for (ssize_t n = 0; (n = ::read(fd.get(), chunk.data(), chunk.size())) > 0;) {
        text.append(chunk.data(), static_cast<std::size_t>(n));
        if (text.size() > kLargestKeyFile)
            return Error { Errc::InvalidInput, "the key file " + path + " is too long to hold just a key", path, {} };
    }
    return usableKey(std::move(text), "the key file " + path);
}

} // namespace

std::string describe(const KeySource& source)
{
    switch (source.kind) {
    case KeySource::Kind::None: return "none";
    case KeySource::Kind::Environment: return "variable " + source.name;
    case KeySource::Kind::File: return "file " + source.name;
    case KeySource::Kind::Keychain: return "keychain entry " + source.name;
    case KeySource::Kind::Session: return "typed into the window";
    }
    return "?";
}

std::string expandedHome(const std::string& path)
{
    const char* home = std::getenv("HOME");
    return path.starts_with("~/") && home != nullptr ? std::string(home) + path.substr(1) : path;
}

Result<Secret> usableKey(std::string text, const std::string& where)
{
    constexpr const char* kSpace = " \t\r\n";
    text.erase(text.find_last_not_of(kSpace) + 1);
    text.erase(0, std::min(text.find_first_not_of(kSpace), text.size()));
    if (text.empty())
        return Error { Errc::InvalidInput, where + " holds no key: it is empty", {}, "put the key there, alone" };
    // Anything else would end the header line early, and send what follows as a header of its own.
    if (std::any_of(text.begin(), text.end(), [](char c) { return c < 0x20 || c > 0x7E; }))
        return Error { Errc::InvalidInput, where + " holds more than a key: several lines, or characters no key has", {},
            "put the key there, alone, on one line" };
    return Secret(std::move(text));
}

Result<Secret> SystemKeyStore::key(const KeySource& source) const
{
    switch (source.kind) {
    case KeySource::Kind::None: return Secret();
    case KeySource::Kind::Environment: {
        const char* value = std::getenv(source.name.c_str());
        if (value == nullptr)
            return Error { Errc::NotFound, "the key is to come from the variable " + source.name + ", which is not set", {},
                "set it for this command only: " + source.name + "=... hawk ..., or keep the key in an owner-only file" };
        return usableKey(value, "the variable " + source.name);
    }
    case KeySource::Kind::File: return fromFile(source.name);
    case KeySource::Kind::Session:
        return Error { Errc::NotFound, "the key is typed into the window for as long as it is open; it is kept nowhere", {},
            "for the command line name a variable or an owner-only file: hawk model add NAME --replace --key-env VARIABLE" };
    case KeySource::Kind::Keychain: break;
    }
    return Error { Errc::InvalidInput,
        "the key is in the desktop's keychain (entry " + source.name + "), which only the window can read", {},
        "for the command line name a variable or an owner-only file: hawk model add NAME --replace --key-env VARIABLE" };
}

} // namespace hawk::llm
