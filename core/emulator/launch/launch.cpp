#include "emulator/launch.h"

#include "chip/chip_catalog.h"

#include <array>

namespace hawk::emulator {
namespace {

// In the order of Argument::Kind.
constexpr std::array<std::string_view, 6> kKinds { "input", "output", "workspace", "tiling", "scalar", "list" };

std::string toHex(const std::vector<std::byte>& bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte) >> 4U];
        text += digits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Result<std::vector<std::byte>> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0)
        return Error { Errc::InvalidInput, "odd number of hex digits in an argument's value", {}, {} };
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexDigit(text[i]);
        const int low = hexDigit(text[i + 1]);
        if (high < 0 || low < 0)
            return Error { Errc::InvalidInput, "not hex digits: '" + std::string(text.substr(i, 2)) + "'", {},
                {} };
        bytes.push_back(static_cast<std::byte>(high * 16 + low));
    }
    return bytes;
}

Json argumentToJson(const Argument& argument)
{
    Json json = { { "kind", kKinds.at(static_cast<std::size_t>(argument.kind)) }, { "name", argument.name },
        { "dtype", argument.dtype == DType::None ? std::string_view() : name(argument.dtype) },
        { "shape", argument.shape }, { "bytes", argument.bytes } };
    if (!argument.data.empty())
        json["data"] = argument.data.string();
    if (!argument.value.empty())
        json["value"] = toHex(argument.value);
    if (!argument.members.empty())
        json["members"] = argument.members;
    if (argument.member)
        json["member"] = true;
    if (argument.absent)
        json["absent"] = true;
    if (argument.alias >= 0)
        json["alias"] = argument.alias;
    return json;
}

Result<Argument> argumentFromJson(const Json& json)
{
    Argument argument;
    const auto kind = json.at("kind").get<std::string>();
    std::size_t index = 0;
    while (index < kKinds.size() && kKinds.at(index) != kind)
        ++index;
    if (index == kKinds.size())
        return Error { Errc::InvalidInput, "unknown argument kind '" + kind + "' in a launch", {}, {} };
    argument.kind = static_cast<Argument::Kind>(index);
    argument.name = json.at("name").get<std::string>();
    if (const auto dtype = json.value("dtype", std::string()); !dtype.empty()) {
        const Result<DType> parsed = dtypeFromName(dtype);
        if (!parsed)
            return parsed.error();
        argument.dtype = *parsed;
    }
    argument.shape = json.value("shape", std::vector<std::int64_t>());
    argument.bytes = json.value("bytes", std::uint64_t { 0 });
    argument.data = json.value("data", std::string());
    Result<std::vector<std::byte>> value = fromHex(json.value("value", std::string()));
    if (!value)
        return value.error();
    argument.value = *std::move(value);
    argument.members = json.value("members", std::vector<std::size_t>());
    argument.member = json.value("member", false);
    argument.absent = json.value("absent", false);
    argument.alias = json.value("alias", std::int64_t { -1 });
    return argument;
}

} // namespace

bool isStoredOutput(const Argument& argument)
{
    return argument.kind == Argument::Kind::Output && !argument.absent && argument.alias < 0;
}

Json toJson(const Launch& launch)
{
    Json json = { { "entry", launch.entry }, { "blockDim", launch.blockDim }, { "seed", launch.seed },
        { "arguments", Json::array() } };
    for (const Argument& argument : launch.arguments)
        json["arguments"].push_back(argumentToJson(argument));
    if (launch.chip)
        json["chip"] = chip::toJson(*launch.chip);
    return json;
}

Result<Launch> launchFromJson(const Json& json)
{
    try {
        Launch launch;
        launch.entry = json.at("entry").get<std::string>();
        launch.blockDim = json.at("blockDim").get<std::uint32_t>();
        launch.seed = json.at("seed").get<std::uint64_t>();
        for (const Json& one : json.at("arguments")) {
            Result<Argument> argument = argumentFromJson(one);
            if (!argument)
                return argument.error();
            launch.arguments.push_back(*std::move(argument));
        }
        if (json.contains("chip")) {
            Result<chip::ChipFacts> facts = chip::chipFromJson(json.at("chip"));
            if (!facts)
                return facts.error();
            launch.chip = std::make_shared<const chip::ChipFacts>(*std::move(facts));
        }
        return launch;
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, std::string("not a launch: ") + failure.what(), {}, {} };
    }
}

} // namespace hawk::emulator
