// Whole programs: discovered, built, run in the sandbox. Each source is one an author could have written.
#include "emulator/program/sample_program.h"

#include "base/files.h"
#include "chip/chip_catalog.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kHead = R"(
#include <cstdio>
#include <vector>
#include "acl/acl.h"
#include "kernel_operator.h"

struct Shift { float by; int32_t unused[3]; };

template <uint32_t count>
__global__ __vector__ void addShift(__gm__ float* x, __gm__ float* z, Shift shift)
{
    AscendC::TPipe pipe;
    AscendC::TQue<AscendC::TPosition::VECIN, 1> in;
    AscendC::TQue<AscendC::TPosition::VECOUT, 1> out;
    pipe.InitBuffer(in, 1, count * sizeof(float));
    pipe.InitBuffer(out, 1, count * sizeof(float));
    AscendC::GlobalTensor<float> xGm, zGm;
    xGm.SetGlobalBuffer(x + AscendC::GetBlockIdx() * count, count);
    zGm.SetGlobalBuffer(z + AscendC::GetBlockIdx() * count, count);
    auto a = in.AllocTensor<float>();
    AscendC::DataCopy(a, xGm, count);
    in.EnQue(a);
    a = in.DeQue<float>();
    auto b = out.AllocTensor<float>();
    AscendC::Adds(b, a, shift.by, count);
    out.EnQue(b);
    in.FreeTensor(a);
    b = out.DeQue<float>();
    AscendC::DataCopy(zGm, b, count);
    out.FreeTensor(b);
}
)";

class ProgramRun : public testing::Test {
protected:
    ProgramReport run(const std::string& body, bool head = true)
    {
        EXPECT_TRUE(writeFileAtomically(m_folder.path() / "main.asc", (head ? kHead : "") + body));
        static const auto catalog = chip::ChipCatalog::loadDefault();
        ProgramOptions options = m_options;
        options.chip = *catalog->find(chip::kDefaultChip);
        options.cacheDir = m_cache.path();
        const auto sample = discoverProgram(m_folder.path() / "main.asc", *options.chip);
        EXPECT_TRUE(sample) << sample.error().text();
        auto report = runProgram(*sample, sample->scenarios.front(), options);
        EXPECT_TRUE(report) << report.error().text();
        return report ? *report : ProgramReport {};
    }
    static bool found(const std::vector<Finding>& findings, std::string_view constraint, std::string_view text = {})
    {
        return std::ranges::any_of(findings,
            [&](const Finding& f) { return f.constraint == constraint && f.message.find(text) != std::string::npos; });
    }
    ProgramOptions m_options;
    TempDir m_folder = *TempDir::create("program");
    TempDir m_cache = *TempDir::create("program-cache");
};

TEST_F(ProgramRun, LaunchesShareDeviceMemory)
{
    const ProgramReport report = run(R"(
int main()
{
    constexpr uint32_t kCount = 64;
    std::vector<float> host(2 * kCount, 1.0f), back(2 * kCount);
    float *x = nullptr, *z = nullptr;
    aclrtStream stream = nullptr;
    if (aclInit(nullptr) != ACL_SUCCESS || aclrtSetDevice(0) != ACL_SUCCESS || aclrtCreateStream(&stream) != ACL_SUCCESS)
        return 2;
    aclrtMalloc((void**)&x, host.size() * 4, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc((void**)&z, host.size() * 4, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(x, host.size() * 4, host.data(), host.size() * 4, ACL_MEMCPY_HOST_TO_DEVICE);
    addShift<kCount><<<2, nullptr, stream>>>(x, z, Shift { 2.5f });
    addShift<kCount><<<2, nullptr, stream>>>(z, x, Shift { 1.0f });
    if (aclrtSynchronizeStream(stream) != ACL_SUCCESS)
        return 3;
    aclrtMemcpy(back.data(), back.size() * 4, x, back.size() * 4, ACL_MEMCPY_DEVICE_TO_HOST);
    aclrtFree(x);
    aclrtFree(z);
    aclrtDestroyStream(stream);
    std::printf("last %.1f\n", back[127]);
    return back[0] == 4.5f && back[127] == 4.5f ? 0 : 1;
}
)");
    EXPECT_TRUE(report.correct()) << report.reason;
    EXPECT_EQ(report.exitStatus, 0);
    EXPECT_THAT(report.printed, HasSubstr("last 4.5"));
    ASSERT_EQ(report.launches.size(), 2U);
    EXPECT_EQ(report.launches[0].blocks, 2U);
    EXPECT_EQ(report.launches[0].kernel, "addShift<kCount>");
    EXPECT_EQ(report.launches[0].file, "main.asc");
    ASSERT_TRUE(report.launches[1].profile);
    EXPECT_GT(report.launches[1].profile->totalUs, 0);
    EXPECT_GT(report.launches[1].profile->tHwUs, 0);
}

TEST_F(ProgramRun, PointersThatTheCoresCannotUseAreNamed)
{
    const ProgramReport report = run(R"(
int main()
{
    static float host[64];
    float* z = nullptr;
    aclrtMalloc((void**)&z, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    addShift<64><<<1, nullptr, nullptr>>>(host, z, Shift {});
    return aclrtSynchronizeStream(nullptr) == 0 ? 0 : 1;
}
)");
    EXPECT_FALSE(report.correct());
    ASSERT_EQ(report.launches.size(), 1U);
    EXPECT_TRUE(found(report.launches[0].findings, "host-pointer-to-kernel", "(host) is a host pointer"));
    EXPECT_EQ(report.launches[0].findings[0].operand, "host");
    const std::string source = *readFile(m_folder.path() / "main.asc");
    const auto before = static_cast<std::ptrdiff_t>(source.find("addShift<64><<<"));
    EXPECT_EQ(report.launches[0].findings[0].line, 1 + std::count(source.begin(), source.begin() + before, '\n'));
}

TEST_F(ProgramRun, FreedMemoryAndWrongKindsAreFound)
{
    const ProgramReport report = run(R"(
int main()
{
    float host[64] = {};
    float *x = nullptr, *z = nullptr;
    aclrtMalloc((void**)&x, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc((void**)&z, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    std::printf("%d\n", aclrtMemcpy(x, 256, host, 256, ACL_MEMCPY_DEVICE_TO_HOST) != ACL_SUCCESS);
    std::printf("%d\n", aclrtMemcpy(x, 512, host, 512, ACL_MEMCPY_HOST_TO_DEVICE) != ACL_SUCCESS);
    aclrtFree(x);
    std::printf("%d\n", aclrtFree(x) != ACL_SUCCESS);
    addShift<64><<<1, nullptr, nullptr>>>(x, z, Shift {});
    return 0;
}
)");
    EXPECT_EQ(report.printed, "1\n1\n1\n");
    EXPECT_TRUE(found(report.findings, "device-memory-misuse", "the kind says host"));
    EXPECT_TRUE(found(report.findings, "device-memory-misuse", "freed before"));
    ASSERT_EQ(report.launches.size(), 1U);
    EXPECT_TRUE(found(report.launches[0].findings, "host-pointer-to-kernel", "freed"));
    EXPECT_FALSE(report.correct());
}

TEST_F(ProgramRun, HostCodeCannotFollowADevicePointer)
{
    const ProgramReport report = run(R"(
int main()
{
    float* x = nullptr;
    aclrtMalloc((void**)&x, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    x[3] = 1.0f;
    return 0;
}
)");
    EXPECT_EQ(report.outcome, RunOutcome::Crashed);
    EXPECT_THAT(report.reason, testing::AllOf(HasSubstr("device memory"), HasSubstr("aclrtMemcpy")));
}

TEST_F(ProgramRun, AStackThatIsUsedUpIsSaidSo)
{
    const std::string launch = "__global__ __vector__ void idle(__gm__ float* x) { }\n";
    const std::string recursion = "int deeper(volatile char* p)\n{\n    volatile char part[512] = { p[0] };\n    return deeper(part) + part[p[0]];\n}\n";
    const std::string call = "    char c = 1;\n    return deeper(&c);\n}\n";
    const std::pair<const char*, std::string> cases[] { { "recursion", recursion + "int main()\n{\n" + call },
        { "recursion after a launch, which has a signal stack of its own",
            launch + recursion + "int main()\n{\n    idle<<<1, nullptr, nullptr>>>(nullptr);\n" + call },
        { "a large array", "int main(int n, char**)\n{\n    volatile char big[16 << 20];\n    big[n] = 1;\n    return big[n];\n}\n" } };
    for (const auto& [name, body] : cases) {
        const ProgramReport report = run(body);
        EXPECT_EQ(report.outcome, RunOutcome::Crashed) << name;
        EXPECT_THAT(report.reason, HasSubstr("a stack overflow")) << name;
    }
    const ProgramReport wild = run("int main(int n, char**) { *(volatile int*)(0x4000000000ULL * static_cast<unsigned>(n)) = 1; return 0; }\n");
    EXPECT_THAT(wild.reason, testing::AllOf(HasSubstr("invalid memory access"), testing::Not(HasSubstr("stack"))));
    const ProgramReport kernel = run("__aicore__ int deeper(volatile char* p)\n{\n    volatile char part[512] = { p[0] };\n    return deeper(part) + part[p[0]];\n}\n"
        "__global__ __vector__ void endless(__gm__ int* x) { char c = 1; *x = deeper(&c); }\n"
        "int main() { endless<<<1, nullptr, nullptr>>>(nullptr); return 0; }\n");
    ASSERT_EQ(kernel.launches.size(), 1U) << kernel.reason;
    EXPECT_EQ(kernel.launches[0].outcome, RunOutcome::Crashed);
    EXPECT_THAT(kernel.launches[0].detail, HasSubstr("below its stack"));
}

TEST_F(ProgramRun, WhatAKernelStoresThroughAPointerIsNoGarbage)
{
    const auto warned = [&](int stored) {
        const ProgramReport report = run("__global__ __vector__ void count(__gm__ int* x, int n) { for (int i = 0; i < n; ++i) x[i] = i + 1; }\n"
            "int main()\n{\n    int* x = nullptr;\n    std::vector<int> host(64);\n"
            "    aclrtMalloc((void**)&x, 256, ACL_MEM_MALLOC_HUGE_FIRST);\n    count<<<1, nullptr, nullptr>>>(x, " + std::to_string(stored)
            + ");\n    aclrtSynchronizeStream(nullptr);\n    aclrtMemcpy(host.data(), 256, x, 256, ACL_MEMCPY_DEVICE_TO_HOST);\n"
              "    std::printf(\"%d %d\\n\", host[0], host[15]);\n    aclrtFree(x);\n    return 0;\n}\n");
        EXPECT_THAT(report.printed, HasSubstr("1 16"));
        std::string text;
        for (const Finding& finding : report.findings)
            text += finding.constraint + ": " + finding.message + "\n";
        return text;
    };
    EXPECT_EQ(warned(64), "");
    EXPECT_THAT(warned(16), testing::AllOf(HasSubstr("uninitialised-gm-output"), HasSubstr("byte 64")));
}

TEST_F(ProgramRun, AKernelThatReadsWhatNothingWroteIsTold)
{
    const ProgramReport report = run(R"(
int main()
{
    float *x = nullptr, *z = nullptr;
    aclrtMalloc((void**)&x, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc((void**)&z, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    addShift<64><<<1, nullptr, nullptr>>>(x, z, Shift { 1.0f });
    aclrtFree(x);
    aclrtFree(z);
    return 0;
}
)");
    ASSERT_EQ(report.launches.size(), 1U);
    EXPECT_TRUE(found(report.launches[0].findings, "workspace-read-before-write", "byte 0 was never written"));
}

TEST_F(ProgramRun, ElementsReachAnotherBlockOnlyWhenTheirLineWasCleaned)
{
    m_options.defines["CLEAN"] = "0";
    const std::string body = R"(
using namespace AscendC;
__global__ __vector__ void pass(__gm__ float* x, __gm__ float* z, int clean)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    pipe.InitBuffer(buffer, 64);
    GlobalTensor<float> xGm, zGm;
    xGm.SetGlobalBuffer(x, 16);
    zGm.SetGlobalBuffer(z, 16);
    if (GetBlockIdx() == 0) {
        for (int i = 0; i < 16; ++i)
            xGm.SetValue(i, i + 1.0f);
        if (clean)
            DataCacheCleanAndInvalid<float, CacheLine::SINGLE_CACHE_LINE, DcciDst::CACHELINE_OUT>(xGm);
    }
    SyncAll();
    if (GetBlockIdx() == 1) {
        auto a = buffer.Get<float>();
        DataCopy(a, xGm, 16);
        SetFlag<HardEvent::MTE2_MTE3>(EVENT_ID0);
        WaitFlag<HardEvent::MTE2_MTE3>(EVENT_ID0);
        DataCopy(zGm, a, 16);
    }
}
int main()
{
    float *x = nullptr, *z = nullptr;
    aclrtMalloc((void**)&x, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc((void**)&z, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    pass<<<2, nullptr, nullptr>>>(x, z, CLEAN);
    aclrtFree(x);
    aclrtFree(z);
    return 0;
}
)";
    const ProgramReport dirty = run(body);
    ASSERT_EQ(dirty.launches.size(), 1U) << dirty.reason;
    EXPECT_TRUE(found(dirty.launches[0].findings, "scalar-gm-cache-coherence", "did not write back before the synchronisation"));
    m_options.defines["CLEAN"] = "1";
    const ProgramReport clean = run(body);
    ASSERT_EQ(clean.launches.size(), 1U) << clean.reason;
    EXPECT_TRUE(clean.correct()) << clean.reason;
    EXPECT_FALSE(found(clean.launches[0].findings, "scalar-gm-cache-coherence"));
}

TEST_F(ProgramRun, AFailedKernelFailsTheStreamAndWhatFollows)
{
    const ProgramReport report = run(R"(
__global__ __vector__ void wild(__gm__ float* x) { *(volatile __gm__ float*)nullptr = 1; }
int main()
{
    float* x = nullptr;
    aclrtMalloc((void**)&x, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    wild<<<1, nullptr, nullptr>>>(x);
    std::printf("sync %d\n", aclrtSynchronizeStream(nullptr));
    wild<<<1, nullptr, nullptr>>>(x);
    return 0;
}
)");
    EXPECT_THAT(report.printed, HasSubstr("sync 507035"));
    EXPECT_FALSE(report.ran);
    ASSERT_EQ(report.launches.size(), 2U);
    EXPECT_EQ(report.launches[0].outcome, RunOutcome::Crashed);
    EXPECT_THAT(report.launches[1].detail, HasSubstr("not started"));
}

TEST_F(ProgramRun, NamedAndProcessorSideLaunches)
{
    const ProgramReport report = run(R"(
#include "aclrtlaunch_twice.h"
#include "tikicpulib.h"
extern "C" __global__ __aicore__ void twice(GM_ADDR x, uint32_t count)
{
    AscendC::GlobalTensor<float> gm;
    gm.SetGlobalBuffer((__gm__ float*)x, count);
    for (uint32_t i = 0; i < count; ++i)
        gm.SetValue(i, gm.GetValue(i) * 2);
    AscendC::DataCacheCleanAndInvalid<float, AscendC::CacheLine::ENTIRE_DATA_CACHE, AscendC::DcciDst::CACHELINE_OUT>(gm);
}
int main()
{
    float* shared = (float*)AscendC::GmAlloc(64);
    shared[0] = 3;
    for (int i = 1; i < 16; ++i)
        shared[i] = 0;
    AscendC::SetKernelMode(KernelMode::AIV_MODE);
    ICPU_RUN_KF(twice, 1, (uint8_t*)shared, 16u);
    float back = 0;
    void* x = nullptr;
    aclrtMalloc(&x, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(x, 64, shared, 64, ACL_MEMCPY_HOST_TO_DEVICE);
    ACLRT_LAUNCH_KERNEL(twice)(1, nullptr, x, 16);
    aclrtMemcpy(&back, 4, x, 4, ACL_MEMCPY_DEVICE_TO_HOST);
    AscendC::GmFree(shared);
    std::printf("%.0f\n", back);
    return 0;
}
)");
    EXPECT_TRUE(report.ran) << report.reason;
    EXPECT_EQ(report.printed, "12\n");
    EXPECT_EQ(report.launches.size(), 2U);
}

TEST_F(ProgramRun, CompileErrorsNameTheAuthorsLine)
{
    const ProgramReport report = run("int main() {\n  return AscendC::Ad;\n}\n", false);
    EXPECT_FALSE(report.built);
    EXPECT_THAT(report.reason, HasSubstr("main.asc:2"));
}

TEST_F(ProgramRun, EndlessProgramsAreStopped)
{
    m_options.limits.wallMs = 1500;
    const ProgramReport hang = run("int main() { for (volatile int i = 0;; i = i + 1) { } }\n", false);
    EXPECT_EQ(hang.outcome, RunOutcome::TimedOut);
    const ProgramReport flood = run("#include <cstdio>\nint main() { for (;;) std::puts(\"again and again\"); }\n", false);
    EXPECT_EQ(flood.outcome, RunOutcome::OutputOverflow);
}

TEST_F(ProgramRun, TheExitStatusIsTheAuthorsVerdict)
{
    const ProgramReport report = run("#include <cstdlib>\nint main() { std::exit(3); }\n", false);
    EXPECT_EQ(report.exitStatus, 3);
    EXPECT_EQ(report.verified, false);
    EXPECT_FALSE(report.correct());
}

} // namespace
} // namespace hawk::emulator
