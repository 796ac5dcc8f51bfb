#include <torch/all.h>
#include <torch/library.h>

#include "torch_npu/csrc/core/npu/NPUStream.h"
#include "torch_npu/csrc/framework/OpCommand.h"

#include "../op_kernel/lift_launch.h"

namespace sample {

TORCH_LIBRARY_FRAGMENT(sample, m) { m.def("lift(Tensor x, float amount=1.0) -> Tensor"); }

torch::Tensor lift_shape(const torch::Tensor& x, double) { return torch::empty_like(x); }
TORCH_LIBRARY_IMPL(sample, Meta, m) { m.impl("lift", lift_shape); }

torch::Tensor lift(const torch::Tensor& x, double amount)
{
    TORCH_CHECK(x.scalar_type() != torch::kInt32, "lift takes no ", x.scalar_type());
    const c10::OptionalDeviceGuard guard(x.device());
    auto y = lift_shape(x, amount);
    auto stream = c10_npu::getCurrentNPUStream().stream(false);
    const int64_t total = x.numel();
    auto from = (GM_ADDR)x.data_ptr();
    auto to = (GM_ADDR)y.data_ptr();
    at_npu::native::OpCommand::RunOpApi("Lift", [=]() -> int {
        launch_lift(from, to, total, lift_blocks(total), static_cast<float>(amount), x.scalar_type() == torch::kFloat16, stream);
        return 0;
    });
    return y;
}
TORCH_LIBRARY_IMPL(sample, PrivateUse1, m) { m.impl("lift", lift); }

} // namespace sample
