// Streams, events and captured work of the acl interface. Work is done when it is given to a stream, in program order: one
// of the orders a device may choose, as long as the program waits where it must.
#include "emulator/acl/acl_call.h"

#include "acl/acl_mdl.h"
#include "acl/acl_rt.h"

#include <fstream>
#include <memory>

namespace {

using hawk::emulator::AclCall;
using hawk::emulator::ProgramRuntime;

struct Event {
    bool recorded = false;
    std::uint64_t order = 0;
};

aclError synchronise(const char* name, void* stream)
{
    const AclCall call(name);
    if (const int bad = call.badStream(stream); bad != 0)
        return bad;
    const int failed = call.runtime().deviceError();
    if (failed != 0)
        call.runtime().lastError = failed;
    return failed;
}

aclError makeStream(const char* name, aclrtStream* stream)
{
    const AclCall call(name);
    if (stream == nullptr)
        return call.invalid("the pointer to fill is null");
    *stream = ::operator new(1);
    call.runtime().streams.insert(*stream);
    return ACL_SUCCESS;
}

aclError dropStream(const char* name, aclrtStream stream)
{
    const AclCall call(name);
    if (stream == nullptr)
        return call.invalid("the stream is null");
    if (const int bad = call.badStream(stream); bad != 0)
        return bad;
    call.runtime().streams.erase(stream);
    ::operator delete(stream);
    return ACL_SUCCESS;
}

aclError makeEvent(const char* name, aclrtEvent* event)
{
    const AclCall call(name);
    if (event == nullptr)
        return call.invalid("the pointer to fill is null");
    *event = new Event;
    call.runtime().events.insert(*event);
    return ACL_SUCCESS;
}

Event* eventOf(const AclCall& call, aclrtEvent event)
{
    return call.runtime().events.contains(event) ? static_cast<Event*>(event) : nullptr;
}

} // namespace

void hawk::emulator::linkAclStreams() { }

extern "C" {

aclError aclrtCreateStream(aclrtStream* stream) { return makeStream("aclrtCreateStream", stream); }
aclError aclrtCreateStreamWithConfig(aclrtStream* stream, uint32_t, uint32_t)
{
    return makeStream("aclrtCreateStreamWithConfig", stream);
}
aclError aclrtDestroyStream(aclrtStream stream) { return dropStream("aclrtDestroyStream", stream); }
aclError aclrtDestroyStreamForce(aclrtStream stream) { return dropStream("aclrtDestroyStreamForce", stream); }
aclError aclrtSynchronizeStream(aclrtStream stream) { return synchronise("aclrtSynchronizeStream", stream); }
aclError aclrtSynchronizeStreamWithTimeout(aclrtStream stream, int32_t) { return synchronise("aclrtSynchronizeStreamWithTimeout", stream); }
aclError aclrtSynchronizeDevice() { return synchronise("aclrtSynchronizeDevice", nullptr); }
aclError aclrtSynchronizeDeviceWithTimeout(int32_t) { return synchronise("aclrtSynchronizeDeviceWithTimeout", nullptr); }
aclError aclrtStreamQuery(aclrtStream stream, aclrtStreamStatus* status)
{
    const AclCall call("aclrtStreamQuery");
    if (status == nullptr)
        return call.invalid("the pointer to fill is null");
    *status = ACL_STREAM_STATUS_COMPLETE;
    return call.badStream(stream);
}
aclError aclrtCtxGetCurrentDefaultStream(aclrtStream* stream)
{
    const AclCall call("aclrtCtxGetCurrentDefaultStream");
    if (stream == nullptr)
        return call.invalid("the pointer to fill is null");
    *stream = nullptr;
    return ACL_SUCCESS;
}

aclError aclrtCreateEvent(aclrtEvent* event) { return makeEvent("aclrtCreateEvent", event); }
aclError aclrtCreateEventWithFlag(aclrtEvent* event, uint32_t) { return makeEvent("aclrtCreateEventWithFlag", event); }
aclError aclrtCreateEventExWithFlag(aclrtEvent* event, uint32_t) { return makeEvent("aclrtCreateEventExWithFlag", event); }
aclError aclrtDestroyEvent(aclrtEvent event)
{
    const AclCall call("aclrtDestroyEvent");
    Event* const known = eventOf(call, event);
    if (known == nullptr)
        return call.invalid("the event does not exist");
    call.runtime().events.erase(event);
    delete known;
    return ACL_SUCCESS;
}
aclError aclrtRecordEvent(aclrtEvent event, aclrtStream stream)
{
    const AclCall call("aclrtRecordEvent");
    Event* const known = eventOf(call, event);
    if (known == nullptr)
        return call.invalid("the event does not exist");
    known->recorded = true;
    return call.badStream(stream);
}
aclError aclrtResetEvent(aclrtEvent event, aclrtStream stream)
{
    const AclCall call("aclrtResetEvent");
    Event* const known = eventOf(call, event);
    if (known == nullptr)
        return call.invalid("the event does not exist");
    known->recorded = false;
    return call.badStream(stream);
}
aclError aclrtStreamWaitEvent(aclrtStream stream, aclrtEvent event)
{
    const AclCall call("aclrtStreamWaitEvent");
    if (eventOf(call, event) == nullptr)
        return call.invalid("the event does not exist");
    return call.badStream(stream);
}
aclError aclrtSynchronizeEvent(aclrtEvent event)
{
    const AclCall call("aclrtSynchronizeEvent");
    if (eventOf(call, event) == nullptr)
        return call.invalid("the event does not exist");
    return call.runtime().deviceError();
}
aclError aclrtQueryEventStatus(aclrtEvent event, aclrtEventRecordedStatus* status)
{
    const AclCall call("aclrtQueryEventStatus");
    const Event* const known = eventOf(call, event);
    if (known == nullptr || status == nullptr)
        return call.invalid("the event does not exist, or the pointer to fill is null");
    *status = known->recorded ? ACL_EVENT_RECORDED_STATUS_COMPLETE : ACL_EVENT_RECORDED_STATUS_NOT_READY;
    return ACL_SUCCESS;
}
/// The emulator has no clock while the program runs: modelled times come with the report.
aclError aclrtEventElapsedTime(float* ms, aclrtEvent startEvent, aclrtEvent endEvent)
{
    const AclCall call("aclrtEventElapsedTime");
    const Event* const start = eventOf(call, startEvent);
    const Event* const end = eventOf(call, endEvent);
    if (ms == nullptr || start == nullptr || end == nullptr || !start->recorded || !end->recorded)
        return call.fail(ACL_ERROR_RT_EVENT_TIMESTAMP_INVALID, "both events must have been recorded");
    *ms = 0;
    return ACL_SUCCESS;
}

aclError aclmdlRICaptureBegin(aclrtStream stream, aclmdlRICaptureMode)
{
    const AclCall call("aclmdlRICaptureBegin");
    if (call.runtime().capturing != nullptr)
        return call.invalid("a capture is in progress");
    if (const int bad = call.badStream(stream); bad != 0)
        return bad;
    call.runtime().capturing = new ProgramRuntime::Capture;
    return ACL_SUCCESS;
}
aclError aclmdlRICaptureEnd(aclrtStream stream, aclmdlRI* modelRI)
{
    const AclCall call("aclmdlRICaptureEnd");
    if (call.runtime().capturing == nullptr || modelRI == nullptr)
        return call.invalid(modelRI == nullptr ? "the pointer to fill is null" : "no capture is in progress");
    *modelRI = std::exchange(call.runtime().capturing, nullptr);
    return call.badStream(stream);
}
aclError aclmdlRIExecute(aclmdlRI modelRI, int32_t) { return aclmdlRIExecuteAsync(modelRI, nullptr); }
aclError aclmdlRIExecuteAsync(aclmdlRI modelRI, aclrtStream stream)
{
    const AclCall call("aclmdlRIExecuteAsync");
    if (modelRI == nullptr)
        return call.invalid("the captured work is null");
    if (const int bad = call.badStream(stream); bad != 0)
        return bad;
    for (const auto& work : static_cast<ProgramRuntime::Capture*>(modelRI)->work) {
        if (const int failed = work(); failed != 0)
            return failed;
    }
    return ACL_SUCCESS;
}
aclError aclmdlRIDestroy(aclmdlRI modelRI)
{
    const AclCall call("aclmdlRIDestroy");
    delete static_cast<ProgramRuntime::Capture*>(modelRI);
    return ACL_SUCCESS;
}
aclError aclmdlRIDebugJsonPrint(aclmdlRI modelRI, const char* path, uint32_t)
{
    const AclCall call("aclmdlRIDebugJsonPrint");
    if (modelRI == nullptr || path == nullptr)
        return call.invalid("the captured work or the path is null");
    std::ofstream out(path);
    out << "{\"steps\": " << static_cast<ProgramRuntime::Capture*>(modelRI)->work.size() << "}\n";
    return out ? ACL_SUCCESS : call.invalid("the file cannot be written");
}

} // extern "C"
