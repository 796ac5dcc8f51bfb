#pragma once

#include "../host/machine_fixture.h"

#include "base/float_formats.h"
#include "hawk/abi.h"

#include <bit>
#include <cmath>
#include <cstring>

/// Calls library functions on a core without a kernel: operands are placed in UB one after another.
namespace hawk::emulator {

class LibraryBench {
public:
    explicit LibraryBench(hawkabi::Api api)
        : m_run(std::vector<float>(8, 0.0F), 64)
        , core(*m_run.machine, 0)
        , call(api, hawkabi::Site("library", 1))
    {
        EXPECT_TRUE(core.ub.create(m_run.machine->chip().ub.value.n, 0xFF));
    }

    /// A source with these values, rounded to `type`.
    LibraryBench& in(const std::vector<double>& values, hawkabi::Type type)
    {
        const hawkabi::Operand operand = place(values.size() * bytesOf(type), type);
        for (std::size_t i = 0; i < values.size(); ++i)
            write(operand, i, values[i]);
        core.ubWritten.markWritten(operand.address, values.size() * bytesOf(type));
        return add(operand, hawkabi::Role::Read, values.size());
    }
    /// A destination the function reads first.
    LibraryBench& inOut(const std::vector<double>& values, hawkabi::Type type)
    {
        in(values, type);
        call.roles[call.operandCount - 1] = hawkabi::Role::ReadWrite;
        return *this;
    }
    LibraryBench& out(std::size_t count, hawkabi::Type type)
    {
        return add(place(count * bytesOf(type), type), hawkabi::Role::Write, count);
    }
    LibraryBench& scratch(std::size_t bytes)
    {
        return add(place(bytes, hawkabi::Type::UInt8), hawkabi::Role::Scratch, bytes);
    }
    LibraryBench& param(std::size_t i, std::int64_t value)
    {
        call.params[i] = value;
        return *this;
    }
    LibraryBench& value(std::size_t i, double number)
    {
        call.values[i] = number;
        return *this;
    }
    LibraryBench& run()
    {
        callLibrary(core, call);
        return *this;
    }
    std::vector<double> result(std::size_t operand) const
    {
        std::vector<double> values(call.elements[operand]);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = read(call.operands[operand], i);
        return values;
    }
    bool found(std::string_view constraint) const { return m_run.found(constraint); }
    std::string findings() const
    {
        std::string text;
        for (const Finding& finding : m_run.sink.findings())
            text += finding.constraint + " " + finding.operand + ": " + finding.message + "\n";
        return text;
    }

    static std::size_t bytesOf(hawkabi::Type type) { return sizeOf(static_cast<DType>(type)); }
    /// `value` as the type stores it.
    static double rounded(double value, hawkabi::Type type)
    {
        const auto single = static_cast<float>(value);
        if (type == hawkabi::Type::Float16)
            return double { halfToFloat(floatToHalf(single)) };
        if (type == hawkabi::Type::BFloat16)
            return double { bfloat16ToFloat(floatToBfloat16(single)) };
        return type == hawkabi::Type::Float32 ? double { single } : value;
    }

private:
    MachineRun m_run;

public:
    CoreState core;
    hawkabi::LibraryCall call;

private:
    hawkabi::Operand place(std::size_t bytes, hawkabi::Type type)
    {
        hawkabi::Operand operand;
        operand.address = m_next;
        operand.bytes = bytes;
        operand.space = hawkabi::Space::Ub;
        operand.type = type;
        m_next += (bytes + 31) / 32 * 32;
        return operand;
    }
    LibraryBench& add(const hawkabi::Operand& operand, hawkabi::Role role, std::size_t elements)
    {
        const std::uint32_t i = call.operandCount++;
        call.operands[i] = operand;
        call.roles[i] = role;
        call.elements[i] = elements;
        return *this;
    }
    template <class T>
    void put(const hawkabi::Operand& operand, std::size_t i, T value)
    {
        std::memcpy(core.ub.data() + operand.address + i * sizeof(T), &value, sizeof value);
    }
    template <class T>
    T get(const hawkabi::Operand& operand, std::size_t i) const
    {
        T value;
        std::memcpy(&value, core.ub.data() + operand.address + i * sizeof(T), sizeof value);
        return value;
    }
    void write(const hawkabi::Operand& operand, std::size_t i, double value)
    {
        const auto single = static_cast<float>(value);
        switch (operand.type) {
        case hawkabi::Type::Float32: put(operand, i, single); break;
        case hawkabi::Type::Float16: put(operand, i, floatToHalf(single)); break;
        case hawkabi::Type::BFloat16: put(operand, i, floatToBfloat16(single)); break;
        case hawkabi::Type::Int8: put(operand, i, static_cast<std::int8_t>(value)); break;
        case hawkabi::Type::Bool:
        case hawkabi::Type::UInt8: put(operand, i, static_cast<std::uint8_t>(value)); break;
        case hawkabi::Type::Int16: put(operand, i, static_cast<std::int16_t>(value)); break;
        case hawkabi::Type::UInt16: put(operand, i, static_cast<std::uint16_t>(value)); break;
        case hawkabi::Type::UInt32: put(operand, i, static_cast<std::uint32_t>(value)); break;
        case hawkabi::Type::UInt64: put(operand, i, static_cast<std::uint64_t>(value)); break;
        default: put(operand, i, static_cast<std::int32_t>(value)); break;
        }
    }
    double read(const hawkabi::Operand& operand, std::size_t i) const
    {
        switch (operand.type) {
        case hawkabi::Type::Float32: return double { get<float>(operand, i) };
        case hawkabi::Type::Float16: return double { halfToFloat(get<std::uint16_t>(operand, i)) };
        case hawkabi::Type::BFloat16: return double { bfloat16ToFloat(get<std::uint16_t>(operand, i)) };
        case hawkabi::Type::Int8: return get<std::int8_t>(operand, i);
        case hawkabi::Type::Bool:
        case hawkabi::Type::UInt8: return get<std::uint8_t>(operand, i);
        case hawkabi::Type::Int16: return get<std::int16_t>(operand, i);
        case hawkabi::Type::UInt16: return get<std::uint16_t>(operand, i);
        case hawkabi::Type::UInt32: return get<std::uint32_t>(operand, i);
        default: return get<std::int32_t>(operand, i);
        }
    }
    std::uint64_t m_next = 0;
};

/// |got - want| within `ulps` units of the type's last place at `want`, plus `absolute` for formulas with cancellation.
inline void expectClose(double got, double want, hawkabi::Type type, double ulps, double absolute, const std::string& what)
{
    const double stored = LibraryBench::rounded(want, type);
    if (std::isnan(stored)) {
        EXPECT_TRUE(std::isnan(got)) << what << ": got " << got;
        return;
    }
    if (std::isinf(stored)) {
        EXPECT_EQ(got, stored) << what;
        return;
    }
    const double epsilon = type == hawkabi::Type::Float16 ? 0x1p-10 : (type == hawkabi::Type::BFloat16 ? 0x1p-7 : 0x1p-23);
    EXPECT_LE(std::fabs(got - stored), std::fabs(want) * epsilon * ulps + absolute) << what << ": got " << got << ", want " << want;
}

} // namespace hawk::emulator
