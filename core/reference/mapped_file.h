#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace hawk::reference {

/// A file's contents as read-only memory for as long as this object lives. Movable.
class MappedFile {
public:
    static Result<MappedFile> open(const std::filesystem::path& path);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();
    std::span<const std::byte> bytes() const { return { m_data, m_size }; }

private:
    MappedFile() = default;
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace hawk::reference
