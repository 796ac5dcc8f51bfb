#include "core/property/ub_image.h"

#include <cstring>

namespace hawk::property {
namespace {

constexpr std::size_t kImage = 80 * 1024; ///< what the trials use, and some space behind

std::vector<std::uint8_t> randomBytes(std::size_t count)
{
    Rng rng(7);
    std::vector<std::uint8_t> bytes(count);
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(rng.next());
    return bytes;
}

} // namespace

UbImage::UbImage()
    : m_run(randomBytes(kGmBytes), kGmBytes)
    , m_core(std::make_unique<emulator::CoreState>(*m_run.machine, 0))
    , m_scope(std::make_unique<emulator::CurrentCoreScope>(m_core.get()))
{
    EXPECT_TRUE(m_core->ub.create(m_run.machine->chip().ub.value.n, 0xFE));
    m_core->ubWritten.markWritten(0, m_core->ub.bytes());
    m_expected.resize(kImage);
}

void UbImage::begin(std::uint64_t seed)
{
    Rng rng(deriveSeed(seed, "ub"));
    for (std::size_t i = 0; i + 8 <= m_expected.size(); i += 8) {
        const std::uint64_t word = rng.next();
        std::memcpy(m_expected.data() + i, &word, sizeof word);
    }
    std::memcpy(m_core->ub.data(), m_expected.data(), m_expected.size());
    m_core->registers = {};
}

void UbImage::set(std::uint32_t address, Number type, std::uint64_t bits)
{
    store(m_expected.data() + address, type, bits);
    store(m_core->ub.data() + address, type, bits);
}

bool UbImage::holds(Number type, const std::string& what, bool anyZero)
{
    for (const emulator::Finding& finding : m_run.sink.findings()) {
        ADD_FAILURE() << what << "\nfinding " << finding.constraint << ": " << finding.message;
        return false;
    }
    if (std::memcmp(m_expected.data(), actual(), m_expected.size()) == 0)
        return true;
    const auto step = static_cast<std::uint32_t>(bytesOf(type));
    for (std::uint32_t address = 0; address < m_expected.size(); address += step) {
        const std::uint64_t want = at(address, type);
        const std::uint64_t got = load(actual() + address, type);
        if (same(want, got, type, anyZero))
            continue;
        ADD_FAILURE() << what << "\nUB byte " << address << " as " << nameOf(type) << ": expected " << std::hex << want << " ("
                      << static_cast<double>(valueOf(want, type)) << "), is " << got << " ("
                      << static_cast<double>(valueOf(got, type)) << ")";
        return false;
    }
    return true;
}

} // namespace hawk::property
