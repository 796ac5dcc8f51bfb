#pragma once

#include <stddef.h>
#include <stdint.h>

#include <type_traits>
#include <utility>

/// How a program's host code starts a kernel: what `kernel<<<blocks, l2, stream>>>(args)` is rewritten to, and what
/// ACLRT_LAUNCH_KERNEL and ICPU_RUN_KF mean. Everything goes through one C function of the program that loaded us.
namespace hawkprogram {

struct LaunchArgument {
    const void* value;
    uint32_t bytes;
    uint32_t pointer; ///< 1: the value is an address
};

/// One launch. The callee takes over `closure`: it calls `body` once per block and `destroy` once.
struct LaunchRequest {
    uint32_t layout = 1;
    uint32_t line = 0;
    const char* file = nullptr;
    const char* kernel = nullptr;
    const char* argumentText = nullptr; ///< as written, to name the arguments
    int64_t blocks = 0;
    void* stream = nullptr;
    void* closure = nullptr;
    void (*body)(void*) = nullptr;
    void (*destroy)(void*) = nullptr;
    const LaunchArgument* arguments = nullptr; ///< inside the closure
    uint32_t argumentCount = 0;
};

} // namespace hawkprogram

extern "C" uint32_t hawk_program_launch(const hawkprogram::LaunchRequest* request);

namespace hawkprogram {

template <class T>
LaunchArgument describe(const T& value)
{
    return { &value, static_cast<uint32_t>(sizeof value), std::is_pointer_v<T> ? 1U : 0U };
}

/// A kernel call with its arguments, evaluated on the host when the launch was made.
template <class Call, class... A>
struct Closure;
template <class Call>
struct Closure<Call> {
    Call call;
    LaunchArgument list[1] {};
    static constexpr uint32_t count = 0;
    explicit Closure(Call c)
        : call(std::move(c))
    {
    }
    template <class... Done>
    void apply(const Done&... done) const
    {
        call(done...);
    }
    void fill(LaunchArgument*) { }
};
template <class Call, class First, class... Rest>
struct Closure<Call, First, Rest...> {
    First first;
    Closure<Call, Rest...> rest;
    explicit Closure(Call c, First f, Rest... r)
        : first(f)
        , rest(std::move(c), r...)
    {
    }
    template <class... Done>
    void apply(const Done&... done) const
    {
        rest.apply(done..., first);
    }
    void fill(LaunchArgument* at)
    {
        *at = describe(first);
        rest.fill(at + 1);
    }
};

template <class Call, class... A>
struct Package {
    Closure<Call, A...> closure;
    LaunchArgument list[sizeof...(A) + 1] {};
    explicit Package(Call call, A... arguments)
        : closure(std::move(call), arguments...)
    {
        closure.fill(list);
    }
    static void run(void* self) { static_cast<const Package*>(self)->closure.apply(); }
    static void destroy(void* self) { delete static_cast<Package*>(self); }
};

/// Where and with what a kernel is started; then called with the kernel and its arguments.
class Launcher {
public:
    template <class Blocks, class L2 = int, class Stream = decltype(nullptr)>
    Launcher(const char* kernel, const char* argumentText, const char* file, uint32_t line, Blocks blocks, L2 = {}, Stream stream = {})
    {
        m_request.kernel = kernel;
        m_request.argumentText = argumentText;
        m_request.file = file;
        m_request.line = line;
        m_request.blocks = static_cast<int64_t>(blocks);
        if constexpr (std::is_pointer_v<Stream>)
            m_request.stream = const_cast<void*>(static_cast<const void*>(stream));
    }
    template <class Call, class... A>
    uint32_t operator()(Call call, A... arguments)
    {
        using P = Package<Call, A...>;
        P* package = new P(std::move(call), arguments...);
        m_request.closure = package;
        m_request.body = &P::run;
        m_request.destroy = &P::destroy;
        m_request.arguments = package->list;
        m_request.argumentCount = static_cast<uint32_t>(sizeof...(A));
        return hawk_program_launch(&m_request);
    }

private:
    LaunchRequest m_request;
};

} // namespace hawkprogram

/// ACLRT_LAUNCH_KERNEL(name)(blocks, stream, args): the declaration is in the generated aclrtlaunch_name.h.
#ifndef ACLRT_LAUNCH_KERNEL
#define ACLRT_LAUNCH_KERNEL(kernelName) aclrtlaunch_##kernelName
#endif
