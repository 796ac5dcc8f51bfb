#pragma once

#include "base/files.h"
#include "chip/chip_catalog.h"
#include "emulator/host/device_calls.h"
#include "emulator/host/machine.h"
#include "emulator/trace/trace_file.h"

#include <algorithm>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace hawk::emulator {

/// One machine with tensors x (input) and z (output), and what is left after a run.
class MachineRun {
public:
    template <class T>
    MachineRun(const std::vector<T>& x, std::size_t outputBytes, std::uint32_t blocks = 1, std::uint64_t seed = 1)
        : m_folder(*TempDir::create("machine"))
        , m_launch(std::make_unique<Launch>())
    {
        linkDeviceEntry();
        const auto file = m_folder.path() / "x.bin";
        const auto written
            = writeFileAtomically(file, { reinterpret_cast<const char*>(x.data()), x.size() * sizeof(T) });
        EXPECT_TRUE(written.has_value());
        static const auto catalog = chip::ChipCatalog::loadDefault(); // read once: it is large
        EXPECT_TRUE(catalog.has_value());
        m_launch->entry = "kernel";
        m_launch->chip = *catalog->find(chip::kDefaultChip);
        m_launch->blockDim = blocks;
        m_launch->seed = seed;
        Argument input;
        input.kind = Argument::Kind::Input;
        input.name = "x";
        input.data = file;
        input.bytes = x.size() * sizeof(T);
        Argument output;
        output.kind = Argument::Kind::Output;
        output.name = "z";
        output.bytes = outputBytes;
        m_launch->arguments = { input, output };
        machine = std::make_unique<Machine>(*m_launch, m_trace, sink);
        EXPECT_TRUE(machine->prepare().has_value());
        EXPECT_TRUE(m_trace.open(traceFile(), blocks, m_launch->chip->name, machine->gm().tensors(), 1'000'000).has_value());
    }

    using Kernel = void (*)(std::uint8_t* x, std::uint8_t* z);
    MachineOutcome run(Kernel kernel)
    {
        auto* x = reinterpret_cast<std::uint8_t*>(machine->gm().argument(0));
        auto* z = reinterpret_cast<std::uint8_t*>(machine->gm().argument(1));
        const MachineOutcome outcome = machine->run([=] { kernel(x, z); });
        machine->checkMemory();
        m_trace.finish();
        return outcome;
    }
    template <class T>
    std::span<const T> output() const
    {
        return { reinterpret_cast<const T*>(machine->gm().argument(1)), machine->gm().argumentBytes(1) / sizeof(T) };
    }
    Trace trace() const { return *readTrace(traceFile()); }
    /// "constraint:line-independent" list of what was found, in order.
    std::vector<std::string> constraints() const
    {
        std::vector<std::string> list;
        for (const Finding& finding : sink.findings())
            list.push_back(finding.constraint);
        return list;
    }
    bool found(std::string_view constraint) const
    {
        return std::ranges::any_of(sink.findings(), [&](const Finding& f) { return f.constraint == constraint; });
    }
    std::filesystem::path traceFile() const { return m_folder.path() / "trace.bin"; }

    FindingSink sink;
    std::unique_ptr<Machine> machine;

private:
    TempDir m_folder;
    TraceWriter m_trace;
    std::unique_ptr<Launch> m_launch;
};

} // namespace hawk::emulator
