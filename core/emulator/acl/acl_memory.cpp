// Memory calls of the acl interface.
#include "emulator/acl/acl_call.h"

#include "acl/acl_rt.h"

#include <cstdlib>

using hawk::emulator::AclCall;
using hawk::emulator::ProgramRuntime;

namespace {

aclError allocateDevice(const char* name, void** pointer, size_t size)
{
    AclCall call(name);
    if (pointer == nullptr || size == 0)
        return call.invalid(pointer == nullptr ? "the pointer to fill is null" : "the size is 0");
    *pointer = call.runtime().allocate(size, false);
    if (*pointer != nullptr)
        return ACL_SUCCESS;
    return call.fail(ACL_ERROR_RT_MEMORY_ALLOCATION,
        std::to_string(size) + " B are not there: " + std::to_string(call.runtime().freeBytes()) + " B of emulated device memory are free");
}

} // namespace

void hawk::emulator::linkAclMemory() { }

extern "C" {

aclError aclrtMalloc(void** devPtr, size_t size, aclrtMemMallocPolicy) { return allocateDevice("aclrtMalloc", devPtr, size); }
aclError aclrtMallocAlign32(void** devPtr, size_t size, aclrtMemMallocPolicy)
{
    return allocateDevice("aclrtMallocAlign32", devPtr, size);
}
aclError aclrtMallocCached(void** devPtr, size_t size, aclrtMemMallocPolicy)
{
    return allocateDevice("aclrtMallocCached", devPtr, size);
}

aclError aclrtFree(void* devPtr)
{
    AclCall call("aclrtFree");
    if (devPtr == nullptr)
        return call.invalid("the pointer is null");
    return call.runtime().release(devPtr);
}

aclError aclrtMallocHost(void** hostPtr, size_t size)
{
    AclCall call("aclrtMallocHost");
    if (hostPtr == nullptr || size == 0)
        return call.invalid(hostPtr == nullptr ? "the pointer to fill is null" : "the size is 0");
    // Page-locked memory comes from the operating system in whole pages, which are zero; programs that fill it only in part
    // must not depend on what the heap held before.
    *hostPtr = std::calloc(1, size);
    if (*hostPtr == nullptr)
        return call.fail(ACL_ERROR_RT_MEMORY_ALLOCATION, std::to_string(size) + " B of host memory are not there");
    call.runtime().hostBuffers[*hostPtr] = size;
    return ACL_SUCCESS;
}

aclError aclrtFreeHost(void* hostPtr)
{
    AclCall call("aclrtFreeHost");
    if (call.runtime().hostBuffers.erase(hostPtr) == 0) {
        call.runtime().report("device-memory-misuse", hawk::emulator::Severity::Error, "aclrtFreeHost",
            "aclrtFreeHost: the pointer was not given by aclrtMallocHost, or has been freed before");
        return call.invalid("the pointer was not given by aclrtMallocHost");
    }
    std::free(hostPtr);
    return ACL_SUCCESS;
}

aclError aclrtMemcpy(void* dst, size_t destMax, const void* src, size_t count, aclrtMemcpyKind kind)
{
    AclCall call("aclrtMemcpy");
    if (const int failed = call.runtime().deviceError(); failed != 0)
        return call.fail(failed, "the device has failed in an earlier kernel");
    return call.runtime().copy(dst, destMax, src, count, kind, "aclrtMemcpy");
}

aclError aclrtMemcpyAsync(void* dst, size_t destMax, const void* src, size_t count, aclrtMemcpyKind kind, aclrtStream stream)
{
    AclCall call("aclrtMemcpyAsync");
    if (const int bad = call.badStream(stream); bad != 0)
        return bad;
    ProgramRuntime& runtime = call.runtime();
    return runtime.submit([&runtime, dst, destMax, src, count, kind] {
        return runtime.deviceError() != 0 ? runtime.deviceError() : runtime.copy(dst, destMax, src, count, kind, "aclrtMemcpyAsync");
    });
}

aclError aclrtMemcpy2d(void* dst, size_t dpitch, const void* src, size_t spitch, size_t width, size_t height, aclrtMemcpyKind kind)
{
    AclCall call("aclrtMemcpy2d");
    if (width > dpitch || width > spitch)
        return call.invalid("a row is wider than its pitch");
    for (size_t row = 0; row < height; ++row) {
        const int failed = call.runtime().copy(static_cast<char*>(dst) + row * dpitch, width,
            static_cast<const char*>(src) + row * spitch, width, kind, "aclrtMemcpy2d");
        if (failed != 0)
            return failed;
    }
    return ACL_SUCCESS;
}

aclError aclrtMemset(void* devPtr, size_t maxCount, int32_t value, size_t count)
{
    AclCall call("aclrtMemset");
    return call.runtime().fill(devPtr, maxCount, value, count, "aclrtMemset");
}

aclError aclrtMemsetAsync(void* devPtr, size_t maxCount, int32_t value, size_t count, aclrtStream stream)
{
    AclCall call("aclrtMemsetAsync");
    if (const int bad = call.badStream(stream); bad != 0)
        return bad;
    ProgramRuntime& runtime = call.runtime();
    return runtime.submit([&runtime, devPtr, maxCount, value, count] {
        return runtime.fill(devPtr, maxCount, value, count, "aclrtMemsetAsync");
    });
}

aclError aclrtMemFlush(void*, size_t) { return ACL_SUCCESS; }
aclError aclrtMemInvalidate(void*, size_t) { return ACL_SUCCESS; }

aclError aclrtGetMemInfo(aclrtMemAttr, size_t* free, size_t* total)
{
    AclCall call("aclrtGetMemInfo");
    if (free == nullptr || total == nullptr)
        return call.invalid("a pointer to fill is null");
    *total = static_cast<size_t>(call.runtime().chip().hbmGib.value * static_cast<double>(1ULL << 30U));
    *free = *total;
    return ACL_SUCCESS;
}

void* hawk_program_gm_alloc(size_t bytes)
{
    AclCall call("GmAlloc");
    return call.runtime().allocate(bytes, true);
}
void hawk_program_gm_free(void* memory)
{
    AclCall call("GmFree");
    if (memory != nullptr)
        call.runtime().release(memory);
}

} // extern "C"
