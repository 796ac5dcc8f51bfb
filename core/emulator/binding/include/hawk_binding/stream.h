#pragma once

#include "hawk_binding/library.h"

#include <functional>
#include <tuple>

/// What an extension uses to get its launches into the device's order (public torch_npu and c10 headers). There is one device and one
/// stream here, and a launch runs when it is made.
namespace c10 {
struct OptionalDeviceGuard {
    OptionalDeviceGuard() = default;
    explicit OptionalDeviceGuard(const Device&) { }
    explicit OptionalDeviceGuard(const std::optional<Device>&) { }
};
struct DeviceGuard {
    explicit DeviceGuard(const Device&) { }
};
} // namespace c10

namespace at {
using c10::DeviceGuard;
using c10::OptionalDeviceGuard;
inline std::optional<Device> device_of(const Tensor& tensor) { return tensor.device(); }
} // namespace at

namespace c10_npu {
struct NPUStream {
    void* stream() const { return nullptr; }
    void* stream(bool) const { return nullptr; }
    operator void*() const { return nullptr; }
};
inline NPUStream getCurrentNPUStream(c10::DeviceIndex = -1) { return {}; }
struct NPUGuard {
    explicit NPUGuard(const c10::Device&) { }
};
struct OptionalNPUGuard {
    explicit OptionalNPUGuard(const c10::Device&) { }
};
} // namespace c10_npu

namespace at_npu::native {
class OpCommand {
public:
    OpCommand& Name(const std::string&) { return *this; }
    OpCommand& SetCustomHandler(std::function<int()> handler)
    {
        m_handler = std::move(handler);
        return *this;
    }
    void Run() { check(m_handler ? m_handler() : 0); }
    static void RunOpApi(const std::string&, const std::function<int()>& handler, bool = false) { check(handler()); }
    static void RunOpApiV2(const std::string&, const std::function<int()>& handler, bool = false) { check(handler()); }

private:
    static void check(int status)
    {
        if (status != 0)
            throw std::runtime_error("the operator's launch returned " + std::to_string(status));
    }
    std::function<int()> m_handler;
};
} // namespace at_npu::native
