// Initialisation, devices, contexts and queries of the acl interface.
#include "emulator/acl/acl_call.h"

#include "base/float_formats.h"

#include "acl/acl_rt.h"

#include <cstdio>
#include <cstdlib>

namespace hawk::emulator {

AclCall::AclCall(const char* name)
    : m_name(name)
    , m_runtime([&]() -> ProgramRuntime& {
        if (programRuntime() == nullptr) {
            std::fprintf(stderr, "%s was called outside of a program\n", name);
            std::abort();
        }
        return *programRuntime();
    }())
    , m_lock(m_runtime.lock())
{
}

int AclCall::invalid(const std::string& why) const { return fail(ACL_ERROR_RT_PARAM_INVALID, why); }

int AclCall::badStream(void* stream) const
{
    if (stream == nullptr || m_runtime.streams.contains(stream))
        return 0;
    m_runtime.report("device-memory-misuse", Severity::Error, m_name,
        std::string(m_name) + ": the stream does not exist (never created, or destroyed before)");
    return fail(ACL_ERROR_RT_STREAM_CONTEXT, "the stream does not exist");
}

void linkAcl()
{
    linkAclMemory();
    linkAclStreams();
    linkAclDevice();
    linkProgramLaunch();
}
void linkAclDevice() { }

} // namespace hawk::emulator

using hawk::emulator::AclCall;

extern "C" {

aclError aclInit(const char*) { return ACL_SUCCESS; }
aclError aclFinalize() { return ACL_SUCCESS; }
const char* aclGetRecentErrMsg()
{
    const AclCall call("aclGetRecentErrMsg");
    return call.runtime().errorText.c_str();
}
float aclFloat16ToFloat(aclFloat16 value) { return hawk::halfToFloat(value); }
aclFloat16 aclFloatToFloat16(float value) { return hawk::floatToHalf(value); }
size_t aclDataTypeSize(aclDataType dataType)
{
    switch (dataType) {
    case ACL_INT8:
    case ACL_UINT8:
    case ACL_BOOL:
        return 1;
    case ACL_FLOAT16:
    case ACL_BF16:
    case ACL_INT16:
    case ACL_UINT16:
        return 2;
    case ACL_FLOAT:
    case ACL_INT32:
    case ACL_UINT32:
    case ACL_COMPLEX32:
        return 4;
    case ACL_INT64:
    case ACL_UINT64:
    case ACL_DOUBLE:
    case ACL_COMPLEX64:
        return 8;
    case ACL_COMPLEX128:
        return 16;
    default:
        return 0;
    }
}
aclError aclrtGetVersion(int32_t* majorVersion, int32_t* minorVersion, int32_t* patchVersion)
{
    *majorVersion = 1;
    *minorVersion = 0;
    *patchVersion = 0;
    return ACL_SUCCESS;
}

aclError aclrtSetDevice(int32_t deviceId)
{
    const AclCall call("aclrtSetDevice");
    if (deviceId != 0)
        return call.fail(ACL_ERROR_RT_INVALID_DEVICEID, "device " + std::to_string(deviceId) + " does not exist; there is device 0");
    return ACL_SUCCESS;
}
aclError aclrtResetDevice(int32_t deviceId) { return aclrtSetDevice(deviceId); }
aclError aclrtResetDeviceForce(int32_t deviceId) { return aclrtSetDevice(deviceId); }
aclError aclrtGetDevice(int32_t* deviceId)
{
    const AclCall call("aclrtGetDevice");
    if (deviceId == nullptr)
        return call.invalid("the pointer to fill is null");
    *deviceId = 0;
    return ACL_SUCCESS;
}
aclError aclrtGetDeviceCount(uint32_t* count)
{
    const AclCall call("aclrtGetDeviceCount");
    if (count == nullptr)
        return call.invalid("the pointer to fill is null");
    *count = 1;
    return ACL_SUCCESS;
}
aclError aclrtGetRunMode(aclrtRunMode* runMode)
{
    const AclCall call("aclrtGetRunMode");
    if (runMode == nullptr)
        return call.invalid("the pointer to fill is null");
    *runMode = ACL_HOST;
    return ACL_SUCCESS;
}
aclError aclrtGetDeviceInfo(uint32_t deviceId, aclrtDevAttr attr, int64_t* value)
{
    const AclCall call("aclrtGetDeviceInfo");
    if (deviceId != 0 || value == nullptr)
        return call.invalid(value == nullptr ? "the pointer to fill is null" : "there is only device 0");
    const auto& chip = call.runtime().chip();
    switch (attr) {
    case ACL_DEV_ATTR_AICORE_CORE_NUM:
    case ACL_DEV_ATTR_CUBE_CORE_NUM:
        *value = chip.cubeCores.value;
        return ACL_SUCCESS;
    case ACL_DEV_ATTR_VECTOR_CORE_NUM:
        *value = chip.vectorCores.value;
        return ACL_SUCCESS;
    case ACL_DEV_ATTR_UBUF_PER_VECTOR_CORE:
        *value = static_cast<int64_t>(chip.ub.value.n);
        return ACL_SUCCESS;
    case ACL_DEV_ATTR_TOTAL_GLOBAL_MEM_SIZE:
        *value = static_cast<int64_t>(chip.hbmGib.value * static_cast<double>(1ULL << 30U));
        return ACL_SUCCESS;
    case ACL_DEV_ATTR_L2_CACHE_SIZE:
        *value = static_cast<int64_t>(chip.l2.value.n);
        return ACL_SUCCESS;
    default:
        return call.fail(ACL_ERROR_RT_FEATURE_NOT_SUPPORT, "the attribute " + std::to_string(attr) + " is not known here");
    }
}
const char* aclrtGetSocName()
{
    const AclCall call("aclrtGetSocName");
    return call.runtime().chip().name.c_str();
}
aclError aclrtGetLastError(aclrtLastErrLevel)
{
    const AclCall call("aclrtGetLastError");
    return std::exchange(call.runtime().lastError, 0);
}
aclError aclrtPeekAtLastError(aclrtLastErrLevel)
{
    const AclCall call("aclrtPeekAtLastError");
    return call.runtime().lastError;
}

aclError aclrtCreateContext(aclrtContext* context, int32_t deviceId)
{
    const AclCall call("aclrtCreateContext");
    if (context == nullptr || deviceId != 0)
        return call.invalid(context == nullptr ? "the pointer to fill is null" : "there is only device 0");
    *context = &call.runtime();
    return ACL_SUCCESS;
}
aclError aclrtDestroyContext(aclrtContext) { return ACL_SUCCESS; }
aclError aclrtSetCurrentContext(aclrtContext) { return ACL_SUCCESS; }
aclError aclrtGetCurrentContext(aclrtContext* context) { return aclrtCreateContext(context, 0); }

} // extern "C"
