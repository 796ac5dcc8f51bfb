#include "core/property/elementwise_model.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <functional>

namespace hawk::property {
namespace {

constexpr int kTrials = 60; ///< of every API and type

/// Fills the sources with values, and the destination too: some instructions read it.
void fillOperands(UbImage& ub, Rng& rng, const Trial& t, Number dst, Number src)
{
    const auto fill = [&](const Place& place, Number type) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        t.forEachLane([&](std::uint32_t r, std::uint32_t lane) { ub.set(t.at(place, bytes, r, lane), type, anyValue(rng, type)); });
    };
    fill(t.dst, dst);
    fill(t.src[1], src);
    fill(t.src[0], src); // last: it may be the destination
}

using Lane = std::function<std::uint64_t(const LaneOperands&)>;

/// Applies a lane's formula everywhere, reading the operands as they are when the lane's turn comes.
void apply(UbImage& ub, const Trial& t, Number dst, Number src, const std::uint64_t* scalar, const Lane& lane)
{
    const auto dstBytes = static_cast<std::uint32_t>(bytesOf(dst));
    const auto srcBytes = static_cast<std::uint32_t>(bytesOf(src));
    t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
        const std::uint32_t to = t.at(t.dst, dstBytes, r, l);
        const std::uint64_t second = scalar != nullptr ? *scalar : ub.at(t.at(t.src[1], srcBytes, r, l), src);
        store(ub.expected() + to, dst, lane({ ub.at(to, dst), ub.at(t.at(t.src[0], srcBytes, r, l), src), second }));
    });
}

std::string describe(const char* api, Number type, const Trial& t, std::uint64_t seed)
{
    return std::string(api) + " of " + nameOf(type) + ": " + t.text() + "\n" + again(seed);
}

/// Zeros of either sign are one value for an instruction that picks one of its operands: the reference does not say which.
bool picks(Binary api)
{
    return api == Binary::Max || api == Binary::Min || api == Binary::AddRelu || api == Binary::SubRelu
        || api == Binary::FusedMulAddRelu;
}

constexpr Number kAll[] = { Number::F16, Number::BF16, Number::F32, Number::I16, Number::U16, Number::I32, Number::U32 };

TEST(ElementwiseProperty, TwoTensors)
{
    UbImage ub;
    for (int i = 0; i < static_cast<int>(Binary::Count); ++i) {
        for (const Number type : kAll) {
            const auto api = static_cast<Binary>(i);
            const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
            for (const std::uint64_t seed : seeds(kTrials)) {
                Rng rng(deriveSeed(seed, std::string(nameOf(api)) + nameOf(type)));
                Trial t = anyTrial(rng, { bytes, bytes, 2 });
                ub.begin(seed);
                fillOperands(ub, rng, t, type, type);
                if (!callBinary(api, type, t))
                    break;
                apply(ub, t, type, type, nullptr, [&](const LaneOperands& lane) { return expectedBinary(api, type, lane); });
                if (!ub.holds(type, describe(nameOf(api), type, t, seed), picks(api)))
                    return;
            }
        }
    }
}

TEST(ElementwiseProperty, HalfProductsIntoFloat)
{
    UbImage ub;
    for (const std::uint64_t seed : seeds(2 * kTrials)) {
        Rng rng(deriveSeed(seed, "mixed"));
        Trial t = anyTrial(rng, { 4, 2, 2 });
        ub.begin(seed);
        fillOperands(ub, rng, t, Number::F32, Number::F16);
        const bool axpy = seed % 2 == 0;
        const std::uint64_t scalar = anyValue(rng, Number::F16);
        if (axpy)
            callMixedAxpy(t, scalar);
        else
            callMixedMulAddDst(t);
        apply(ub, t, Number::F32, Number::F16, axpy ? &scalar : nullptr, expectedMixedMulAdd);
        if (!ub.holds(Number::F32, describe(axpy ? "Axpy" : "MulAddDst", Number::F16, t, seed)))
            return;
    }
}

TEST(ElementwiseProperty, TensorAndScalar)
{
    UbImage ub;
    for (int i = 0; i < static_cast<int>(Scalar::Count); ++i) {
        for (const Number type : kAll) {
            const auto api = static_cast<Scalar>(i);
            const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
            const bool shift = api == Scalar::ShiftLeft || api == Scalar::ShiftRight;
            for (const std::uint64_t seed : seeds(kTrials)) {
                Rng rng(deriveSeed(seed, std::string(nameOf(api)) + nameOf(type)));
                Trial t = anyTrial(rng, { bytes, bytes, 1 });
                ub.begin(seed);
                fillOperands(ub, rng, t, type, type);
                const std::uint64_t scalar = shift ? rng.below(bytes * 8 + 1) : anyValue(rng, type);
                if (!callScalar(api, type, t, scalar))
                    break;
                apply(ub, t, type, type, &scalar, [&](const LaneOperands& lane) { return expectedScalar(api, type, lane); });
                const bool anyZero = api == Scalar::Maxs || api == Scalar::Mins;
                if (!ub.holds(type, describe(nameOf(api), type, t, seed), anyZero))
                    return;
            }
        }
    }
}

/// Replaces what an approximating instruction wrote by the exact value where it is near enough, so that every other byte can
/// be compared as usual.
void acceptApproximation(UbImage& ub, const Trial& t, Unary api, Number type, const std::vector<std::uint64_t>& sources)
{
    const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
    std::size_t next = 0;
    t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
        const std::uint32_t to = t.at(t.dst, bytes, r, l);
        const std::uint64_t got = load(ub.actual() + to, type);
        if (nearEnough(api, type, sources[next++], got))
            store(ub.expected() + to, type, got);
    });
}

TEST(ElementwiseProperty, OneTensor)
{
    UbImage ub;
    for (int i = 0; i < static_cast<int>(Unary::Count); ++i) {
        for (const Number type : kAll) {
            const auto api = static_cast<Unary>(i);
            const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
            for (const std::uint64_t seed : seeds(kTrials)) {
                Rng rng(deriveSeed(seed, std::string(nameOf(api)) + nameOf(type)));
                Trial t = anyTrial(rng, { bytes, bytes, 1 });
                if (api == Unary::Copy && (t.form == Form::Count || t.form == Form::Counter))
                    t.form = Form::MaskBits;
                ub.begin(seed);
                fillOperands(ub, rng, t, type, type);
                std::vector<std::uint64_t> sources;
                t.forEachLane([&](std::uint32_t r, std::uint32_t l) { sources.push_back(ub.at(t.at(t.src[0], bytes, r, l), type)); });
                if (!callUnary(api, type, t))
                    break;
                apply(ub, t, type, type, nullptr, [&](const LaneOperands& lane) { return expectedUnary(api, type, lane.a); });
                if (api == Unary::Rsqrt || api == Unary::Reciprocal)
                    acceptApproximation(ub, t, api, type, sources);
                if (!ub.holds(type, describe(nameOf(api), type, t, seed), api == Unary::Relu))
                    return;
            }
        }
    }
}

TEST(ElementwiseProperty, Filling)
{
    UbImage ub;
    for (const Number type : kAll) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(kTrials)) {
            Rng rng(deriveSeed(seed, std::string("Duplicate") + nameOf(type)));
            const Trial t = anyTrial(rng, { bytes, bytes, 1 });
            const std::uint64_t scalar = anyValue(rng, type);
            ub.begin(seed);
            ASSERT_TRUE(callDuplicate(type, t, scalar));
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) { store(ub.expected() + t.at(t.dst, bytes, r, l), type, scalar); });
            if (!ub.holds(type, describe("Duplicate", type, t, seed)))
                return;
            // Lane i of repeat r is first + r * lanes + i, masked or not (CreateVecIndex.md).
            const std::uint64_t first = bitsOf(static_cast<long double>(rng.below(100)) - 50, type);
            ub.begin(seed);
            if (!callIndex(type, t, first))
                continue;
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                const long double v = valueOf(first, type) + r * t.perRepeat + l;
                store(ub.expected() + t.at(t.dst, bytes, r, l), type, bitsOf(v, type));
            });
            if (!ub.holds(type, describe("CreateVecIndex", type, t, seed)))
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
