#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace hawk {

/// Why an expected operation failed. The process exit code follows from it: Environment -> 3, InvalidInput and
/// NotFound -> 2, everything else -> 2 when it stops a command.
enum class Errc : std::uint8_t {
    InvalidInput, ///< the caller's data is wrong: a spec, a plan, an argument
    NotFound,
    Io,
    Timeout,
    Cancelled,
    Protocol, ///< a peer answered something we do not understand
    Conflict, ///< locked, newer version, changed underneath
    Environment, ///< the machine lacks something: a tool, a package, the sandbox
    Internal
};

/// An expected failure. `message` says what was tried, on what, and why it failed; `hint` says what to do about it.
/// `context` names the place: "file:line:column" or a record id. Any of context and hint may be empty.
struct Error {
    Errc code = Errc::Internal;
    std::string message;
    std::string context;
    std::string hint;

    /// "context: message (hint)" on one line, for logs and terminals.
    std::string text() const;
};

std::string_view name(Errc code);

/// Value or Error. The interface mirrors std::expected so that the swap to C++23 is mechanical.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) // NOLINT(google-explicit-constructor): a Result is returned by returning the value
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() &
    {
        assert(has_value());
        return std::get<0>(m_state);
    }
    const T& value() const&
    {
        assert(has_value());
        return std::get<0>(m_state);
    }
    T&& value() &&
    {
        assert(has_value());
        return std::get<0>(std::move(m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() &
    {
        assert(!has_value());
        return std::get<1>(m_state);
    }
    const Error& error() const&
    {
        assert(!has_value());
        return std::get<1>(m_state);
    }
    Error&& error() &&
    {
        assert(!has_value());
        return std::get<1>(std::move(m_state));
    }

    T value_or(T fallback) const { return has_value() ? value() : std::move(fallback); }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_error(std::move(error))
        , m_ok(false)
    {
    }
    bool has_value() const { return m_ok; }
    explicit operator bool() const { return m_ok; }
    const Error& error() const&
    {
        assert(!m_ok);
        return m_error;
    }
    Error&& error() &&
    {
        assert(!m_ok);
        return std::move(m_error);
    }

private:
    Error m_error;
    bool m_ok = true;
};

using Status = Result<void>;

} // namespace hawk
