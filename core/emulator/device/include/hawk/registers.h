#pragma once

#include "hawk/sync.h"

/// Special registers: dequantisation scale, saturation, and what the chip offers to read.
namespace AscendC {

/// CastDequant from int16_t: one scale, offset and sign for all elements (SetDeqScale.md).
inline void SetDeqScale(float scale, int16_t offset, bool signMode, HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SetDeqScale, site, static_cast<int64_t>(hawkabi::bitsOf(scale)), 1, offset,
        signMode ? 1 : 0);
}
/// Sixteen of them, packed into `vdeq`: bits 0-31 scale, 37-45 offset, 46 sign.
template <typename T>
__aicore__ inline void SetDeqScale(const LocalTensor<T>& vdeq, const VdeqInfo& vdeqInfo, HAWK_SITE)
{
    static_assert(hawkabi::same<T, uint64_t>, "SetDeqScale keeps its 16 parameters in a uint64_t tensor");
    for (uint32_t i = 0; i < 16; ++i) {
        const uint64_t offset = static_cast<uint64_t>(vdeqInfo.vdeqOffset[i]) & 0x1FFU;
        const uint64_t sign = vdeqInfo.vdeqSignMode[i] ? 1 : 0;
        vdeq.SetValue(i, hawkabi::bitsOf(vdeqInfo.vdeqScale[i]) | offset << 37U | sign << 46U, site);
    }
    hawkdetail::control(
        hawkabi::Api::SetDeqScale, site, 0, 2, static_cast<int64_t>(vdeq.hawkOperand().address));
}

/// Where on, results that overflow become the largest number and NaN becomes 0; off is the state at kernel start.
template <SaturationMode mode>
__aicore__ inline void SetSaturationFlag(bool enableSat, HAWK_SITE)
{
    HAWK_NOT_ON_2002("SetSaturationFlag", (std::integral_constant<SaturationMode, mode> {}), "results never saturate there");
    hawkdetail::control(hawkabi::Api::SetSaturationFlag, site, static_cast<int64_t>(mode), enableSat ? 1 : 0);
}
template <SaturationMode mode>
__aicore__ inline bool GetSaturationFlag(HAWK_SITE)
{
    return hawkdetail::control(hawkabi::Api::GetSaturationFlag, site, static_cast<int64_t>(mode)) != 0;
}
/// Bit 48 is the only one generation 2201 gives to kernels: 0 saturates floating results (SetCtrlSpr.md).
template <int8_t startBit, int8_t endBit>
__aicore__ inline void SetCtrlSpr(int64_t value, HAWK_SITE)
{
    static_assert(startBit == 48 && endBit == 48, "SetCtrlSpr reaches bit 48 only on " HAWK_GENERATION);
    SetSaturationFlag<SaturationMode::FLOAT>(value == 0, site);
}
template <int8_t startBit, int8_t endBit>
__aicore__ inline int64_t GetCtrlSpr(HAWK_SITE)
{
    static_assert(startBit >= 0 && startBit <= endBit && endBit <= 63, "GetCtrlSpr: bits are 0 to 63, the first first");
    const int64_t bit48 = GetSaturationFlag<SaturationMode::FLOAT>(site) ? 0 : 1;
    if constexpr (startBit > 48 || endBit < 48)
        return 0;
    else
        return bit48 << (48 - startBit);
}

/// Prefetch of instructions costs nothing here and changes no value.
inline void ICachePreLoad(const int64_t) { }
inline int64_t GetICachePreloadStatus() { return 0; }
inline int64_t GetProgramCounter() { return 0; }
inline void GetArchVersion(uint32_t& coreVersion) { coreVersion = static_cast<uint32_t>(hawk_core_version()); }
inline void MetricsProfStart() { }
inline void MetricsProfStop() { }
inline void PrintTimeStamp(uint32_t descId)
{
    hawk_print("[PrintTimeStamp] block %u, description %u, cycle %llu\n", hawk_block_index(), descId,
        static_cast<unsigned long long>(hawk_system_cycle()));
}

} // namespace AscendC
