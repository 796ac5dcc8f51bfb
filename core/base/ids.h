#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace hawk {

/// Row id of one kind of record; ids of different kinds do not mix. 0 means "none".
template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;
    explicit operator bool() const { return value != 0; }
};

using SpecId = Id<struct SpecTag>; ///< one version of one operator specification
using RunId = Id<struct RunTag>;
using TaskId = Id<struct TaskTag>; ///< one operator inside one run
using CandidateId = Id<struct CandidateTag>;
using VerdictId = Id<struct VerdictTag>;
using EntryId = Id<struct EntryTag>; ///< knowledge entry
using RetrievalId = Id<struct RetrievalTag>;

} // namespace hawk

template <class Tag>
struct std::hash<hawk::Id<Tag>> {
    std::size_t operator()(hawk::Id<Tag> id) const noexcept { return std::hash<std::int64_t> {}(id.value); }
};
