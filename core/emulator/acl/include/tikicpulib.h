#pragma once

#include "hawk_program/launch.h"

/// The processor-side launch of older programs (public reference, CPU-side debugging): memory that host and kernel share,
/// and ICPU_RUN_KF(kernel, blocks, args...).
extern "C" {
void* hawk_program_gm_alloc(size_t bytes);
void hawk_program_gm_free(void* memory);
}

enum class KernelMode { MIX_MODE = 0, AIC_MODE, AIV_MODE, MIX_AIC_1_1, MIX_VECTOR_CORE };

namespace AscendC {
inline void* GmAlloc(size_t size) { return hawk_program_gm_alloc(size); }
inline void GmFree(void* memory) { hawk_program_gm_free(memory); }
inline void SetKernelMode(KernelMode) { }
} // namespace AscendC

#define ICPU_SET_TILING_KEY(key) static_cast<void>(key)
#define ICPU_RUN_KF(kernelFunction, blocks, ...) \
    ::hawkprogram::Launcher(#kernelFunction, #__VA_ARGS__, __FILE__, __LINE__, blocks)( \
        [](auto... hawkArguments) { kernelFunction(hawkArguments...); }, ##__VA_ARGS__)
