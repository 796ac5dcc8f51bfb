#pragma once

#include "emulator/acl/program_runtime.h"

#include <mutex>
#include <string>

namespace hawk::emulator {

/// Begins every acl function: takes the runtime's lock and knows the function's name for messages.
class AclCall {
public:
    explicit AclCall(const char* name);
    ProgramRuntime& runtime() const { return m_runtime; }
    int fail(int code, const std::string& why) const { return m_runtime.fail(code, m_name, why); }
    /// Invalid parameter of a runtime call.
    int invalid(const std::string& why) const;
    /// 0, or the error for a stream that does not exist.
    int badStream(void* stream) const;

private:
    const char* m_name;
    ProgramRuntime& m_runtime;
    std::scoped_lock<std::recursive_mutex> m_lock;
};

// One per file of C functions, so that a static library's members are linked.
void linkAclMemory();
void linkAclStreams();
void linkAclDevice();
void linkProgramLaunch();

} // namespace hawk::emulator
