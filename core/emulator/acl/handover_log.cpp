#include "emulator/acl/handover_log.h"

namespace hawk::emulator {

HandoverLog::~HandoverLog()
{
    if (m_file != nullptr)
        std::fclose(m_file);
}

bool HandoverLog::open(const std::filesystem::path& file)
{
    m_file = std::fopen(file.c_str(), "wbe");
    return m_file != nullptr;
}

void HandoverLog::write(Json record, const void* contents, std::uint64_t bytes)
{
    if (m_file == nullptr || m_failed)
        return;
    record["contents"] = bytes;
    const std::string line = record.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    m_failed = std::fwrite(line.data(), 1, line.size(), m_file) != line.size()
        || (bytes > 0 && std::fwrite(contents, 1, bytes, m_file) != bytes);
}

bool HandoverLog::flush()
{
    return m_file != nullptr && std::fflush(m_file) == 0 && !m_failed;
}

} // namespace hawk::emulator
