#include "base/result.h"

namespace hawk {

std::string_view name(Errc code)
{
    switch (code) {
    case Errc::InvalidInput: return "invalid-input";
    case Errc::NotFound: return "not-found";
    case Errc::Io: return "io";
    case Errc::Timeout: return "timeout";
    case Errc::Cancelled: return "cancelled";
    case Errc::Protocol: return "protocol";
    case Errc::Conflict: return "conflict";
    case Errc::Environment: return "environment";
    case Errc::Internal: return "internal";
    }
    return "unknown";
}

std::string Error::text() const
{
    std::string out;
    if (!context.empty())
        out += context + ": ";
    out += message;
    if (!hint.empty())
        out += " (" + hint + ")";
    return out;
}

} // namespace hawk
