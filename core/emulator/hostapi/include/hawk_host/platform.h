#pragma once

#include "hawk_host/gert_context.h"
#include "hawk_host/npu_arch.h"
#include "hawk_host/securec.h"

#include <algorithm>
#include <cstdint>
#include <string>

/// The platform query of tiling functions (public tiling/platform reference), answered from the chip facts that the
/// front door put into the platform infos.
namespace platform_ascendc {

enum class CoreMemType : std::uint32_t { L0_A = 0, L0_B = 1, L0_C = 2, L1 = 3, L2 = 4, UB = 5, HBM = 6, FB = 7, BT = 8, RESERVED };
/// The numbers are ours; host code names the chips.
enum class SocVersion : std::uint32_t {
    ASCEND910 = 0, ASCEND910B = 1, ASCEND310P = 2, ASCEND310B = 3, ASCEND950 = 4, ASCEND910_95 = ASCEND950, ASCEND910_55 = 5,
    ASCEND910_93 = 6, AS31XM1 = 7, ASCEND031, ASCEND035, ASCEND310, ASCEND610, ASCEND610Lite, BS9SX1A, BS9SX2A, HI3796CV300CS,
    HI3796CV300ES, MC61AM21A, MC62, MC62CM12A, SD3403, KIRINX90, KIRIN9030, MC32DM11A, ASCEND350, ASCEND910E, ASCEND310C, ASCEND610LITE,
    RESERVED_VERSION = 99999
};
enum class ReservedSize : std::uint32_t { RESERVED_SIZE_8K, RESERVED_SIZE_16K, RESERVED_SIZE_32K };

class PlatformAscendC {
public:
    explicit PlatformAscendC(const fe::PlatFormInfos* infos)
        : m_infos(infos)
    {
    }
    void GetCoreMemSize(const CoreMemType& type, std::uint64_t& size) const
    {
        static constexpr const char* kKeys[] { "l0_a_size", "l0_b_size", "l0_c_size", "l1_size", "l2_size", "ub_size",
            "hbm_size", "fb_size", "bt_size" };
        const auto index = static_cast<std::size_t>(type);
        size = index < std::size(kKeys) ? number("AICoreSpec", kKeys[index]) : 0;
        // 256 B of UB and of L1 stay with the library there (asc-devkit impl/utils/tiling/platform/platform_ascendc.cpp).
        constexpr std::uint64_t kReserved = 256;
        if ((type == CoreMemType::UB || type == CoreMemType::L1) && GetSocVersion() == SocVersion::ASCEND910B)
            size -= std::min(size, kReserved);
    }
    void GetCoreMemBw(const CoreMemType& type, std::uint64_t& bandwidth) const
    {
        bandwidth = number("AICoreMemoryRates", type == CoreMemType::L2 ? "l2_rate" : "ddr_rate");
    }
    /// Cores a kernel of this kind is launched on: vector cores for vector kernels on split chips.
    std::uint32_t GetCoreNum() const { return GetCoreNumAiv(); }
    std::uint32_t GetCoreNumAic() const { return static_cast<std::uint32_t>(number("SoCInfo", "cube_core_cnt")); }
    std::uint32_t GetCoreNumAiv() const { return static_cast<std::uint32_t>(number("SoCInfo", "vector_core_cnt")); }
    std::uint32_t GetCoreNumVector() const { return static_cast<std::uint32_t>(number("SoCInfo", "extra_vector_core_cnt")); }
    std::uint32_t CalcTschBlockDim(std::uint32_t slices, std::uint32_t aicCores, std::uint32_t aivCores) const
    {
        if (aicCores == 0 || aivCores == 0 || aicCores > aivCores)
            return slices;
        const std::uint32_t ratio = aivCores / aicCores;
        return (slices + ratio - 1) / ratio;
    }
    std::uint32_t CalcTschNumBlocks(std::uint32_t slices, std::uint32_t aicCores, std::uint32_t aivCores) const
    {
        return CalcTschBlockDim(slices, aicCores, aivCores);
    }
    std::uint32_t GetLibApiWorkSpaceSize() const
    {
        return static_cast<std::uint32_t>(number("SoftwareSpec", "lib_api_workspace"));
    }
    std::uint32_t GetResCubeGroupWorkSpaceSize() const { return 0; }
    std::uint32_t GetResGroupBarrierWorkSpaceSize() const { return 0; }
    SocVersion GetSocVersion() const { return static_cast<SocVersion>(number("version", "soc_enum")); }
    NpuArch GetCurNpuArch() const
    {
        switch (GetSocVersion()) {
        case SocVersion::ASCEND910B:
        case SocVersion::ASCEND910_93:
            return NpuArch::DAV_2201;
        case SocVersion::ASCEND310P:
            return NpuArch::DAV_2002;
        case SocVersion::ASCEND950:
            return NpuArch::DAV_3510;
        default:
            return NpuArch::DAV_RESV;
        }
    }
    /// Bytes of a vector register; there is none before register-based code (generation 3510).
    std::uint32_t GetVecRegLen() const { return GetCurNpuArch() == NpuArch::DAV_3510 ? 256 : 0; }
    /// What the kernel keeps for itself at the end of UB, for register-based code only.
    void ReserveLocalMemory(ReservedSize) { }

private:
    std::uint64_t number(const char* section, const char* key) const
    {
        std::string text;
        return m_infos && m_infos->GetPlatformRes(section, key, text) && !text.empty() ? std::stoull(text) : 0;
    }
    const fe::PlatFormInfos* m_infos;
};

/// The platform of this process, for host code without a context. The front door sets it before anything runs.
class PlatformAscendCManager {
public:
    static PlatformAscendC* GetInstance() { return GetInstance(nullptr); }
    static PlatformAscendC* GetInstance(const char*)
    {
        static PlatformAscendC instance(infos());
        return &instance;
    }
    static fe::PlatFormInfos*& infos()
    {
        static fe::PlatFormInfos* current = nullptr;
        return current;
    }
};

} // namespace platform_ascendc
