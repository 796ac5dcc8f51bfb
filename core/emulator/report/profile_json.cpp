#include "emulator/report/profile_builder.h"

namespace hawk::emulator {
namespace {

Json pipeJson(const PipeUse& use)
{
    return { { "busyCycles", use.busyCycles }, { "waitCycles", use.waitCycles }, { "ratio", use.ratio },
        { "instructions", use.instructions }, { "bytes", use.bytes } };
}

PipeUse pipeFromJson(const Json& json)
{
    PipeUse use;
    use.busyCycles = json.at("busyCycles").get<double>();
    use.waitCycles = json.at("waitCycles").get<double>();
    use.ratio = json.at("ratio").get<double>();
    use.instructions = json.at("instructions").get<std::uint64_t>();
    use.bytes = json.at("bytes").get<std::uint64_t>();
    return use;
}

Profile parseProfile(const Json& json)
{
    Profile profile;
    profile.chip = json.at("chip").get<std::string>();
    profile.blockDim = json.at("blockDim").get<std::uint32_t>();
    profile.clockMhz = json.at("clockMhz").get<double>();
    profile.totalCycles = json.at("totalCycles").get<double>();
    profile.totalUs = json.at("totalUs").get<double>();
    profile.trusted = json.at("trusted").get<bool>();
    profile.untrustedReason = json.value("untrustedReason", std::string());
    for (std::size_t i = 0; i < profile.pipes.size(); ++i)
        profile.pipes[i] = pipeFromJson(json.at("pipes").at(std::string(name(static_cast<Pipe>(i)))));
    profile.gmReadBytes = json.at("gmReadBytes").get<std::uint64_t>();
    profile.gmWriteBytes = json.at("gmWriteBytes").get<std::uint64_t>();
    profile.meanDmaBytes = json.at("meanDmaBytes").get<double>();
    profile.ubPeakBytes = json.at("ubPeakBytes").get<std::uint64_t>();
    profile.coresUsed = json.at("coresUsed").get<int>();
    profile.coresAvailable = json.at("coresAvailable").get<int>();
    profile.loadImbalance = json.at("loadImbalance").get<double>();
    profile.tHwUs = json.at("tHwUs").get<double>();
    profile.bound = json.at("bound").get<std::string>();
    profile.bottlenecks = json.at("bottlenecks").get<std::vector<std::string>>();
    profile.bottleneckText = json.at("bottleneckText").get<std::string>();
    profile.confidence = json.at("confidence").get<std::string>();
    profile.metrics = json.value("metrics", Json::object());
    return profile;
}

} // namespace

Json toJson(const Profile& profile)
{
    Json pipes = Json::object();
    for (std::size_t i = 0; i < profile.pipes.size(); ++i)
        pipes[std::string(name(static_cast<Pipe>(i)))] = pipeJson(profile.pipes[i]);
    return { { "basis", "modelled" }, { "chip", profile.chip }, { "blockDim", profile.blockDim },
        { "clockMhz", profile.clockMhz }, { "totalCycles", profile.totalCycles },
        { "totalUs", profile.totalUs }, { "trusted", profile.trusted },
        { "untrustedReason", profile.untrustedReason }, { "pipes", std::move(pipes) },
        { "gmReadBytes", profile.gmReadBytes }, { "gmWriteBytes", profile.gmWriteBytes },
        { "meanDmaBytes", profile.meanDmaBytes }, { "ubPeakBytes", profile.ubPeakBytes },
        { "coresUsed", profile.coresUsed }, { "coresAvailable", profile.coresAvailable },
        { "loadImbalance", profile.loadImbalance }, { "tHwUs", profile.tHwUs }, { "bound", profile.bound },
        { "bottlenecks", profile.bottlenecks }, { "bottleneckText", profile.bottleneckText },
        { "confidence", profile.confidence }, { "metrics", profile.metrics } };
}

Result<Profile> profileFromJson(const Json& json)
{
    try {
        return parseProfile(json);
    } catch (const Json::exception& e) {
        return Error { Errc::InvalidInput, std::string("cannot read a profile: ") + e.what(), {}, {} };
    }
}

} // namespace hawk::emulator
