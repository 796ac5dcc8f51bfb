#include "target/second_run.h"

#include "reference/mapped_file.h"

#include <algorithm>
#include <thread>

namespace hawk::target {
namespace {

/// Index of the first differing byte, or the size when all agree.
std::size_t firstDifference(std::span<const std::byte> a, std::span<const std::byte> b)
{
    return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

Result<std::string> compareFiles(
    const emulator::Argument& output, const std::filesystem::path& first, const std::filesystem::path& second)
{
    const auto a = reference::MappedFile::open(first);
    if (!a)
        return a.error();
    const auto b = reference::MappedFile::open(second);
    if (!b)
        return b.error();
    const std::size_t at = firstDifference(a->bytes(), b->bytes());
    if (at == a->bytes().size() && at == b->bytes().size())
        return std::string();
    const std::size_t element = at / std::max<std::size_t>(sizeOf(output.dtype), 1);
    return "output '" + output.name + "' differs between two runs on the same inputs, first at element "
        + std::to_string(element) + ": it depends on addresses, block order or memory that was never written";
}

} // namespace

struct SecondRun::Impl {
    reference::CaseData data;
    CandidateForm::Ran first;
    TempDir firstFolder;
    Result<TempDir> folder = TempDir::create("hawk-again-");
    Result<CandidateForm::Ran> second = Error { Errc::Internal, "the second run did not start", {}, {} };
    std::jthread thread; ///< last: joined before the rest goes away
};

SecondRun::SecondRun(const CandidateForm& form, const spec::Case& which, reference::CaseData data, std::uint64_t seed,
    CandidateForm::Ran first, TempDir firstFolder, std::stop_token stop)
    : m_impl(new Impl {
        .data = std::move(data), .first = std::move(first), .firstFolder = std::move(firstFolder), .thread = {} })
{
    if (!m_impl->folder) {
        m_impl->second = m_impl->folder.error();
        return;
    }
    m_impl->thread = std::jthread([impl = m_impl.get(), &form, &which, seed, stop](const std::stop_token& abandoned) {
        std::stop_source either;
        const std::stop_callback outer(stop, [&] { either.request_stop(); });
        const std::stop_callback own(abandoned, [&] { either.request_stop(); });
        CandidateForm::RunSettings settings { .seed = seed, .limits = {} };
        settings.limits.maxTraceOps = 0; // only the outputs count
        impl->second = form.run(which, impl->data, settings, impl->folder->path(), either.get_token());
    });
}

SecondRun::~SecondRun() = default;
SecondRun::SecondRun(SecondRun&&) noexcept = default;
SecondRun& SecondRun::operator=(SecondRun&&) noexcept = default;

Result<std::string> SecondRun::difference()
{
    if (m_impl->thread.joinable())
        m_impl->thread.join();
    if (!m_impl->second)
        return m_impl->second.error();
    const emulator::RunResult& second = m_impl->second->result;
    if (second.outcome == emulator::RunOutcome::Cancelled)
        return Error { Errc::Cancelled, "the second run was cancelled", {}, {} };
    if (second.outcome != emulator::RunOutcome::Finished)
        return "the first run finished, the second did not (" + std::string(name(second.outcome))
            + "): " + second.detail;
    if (second.outputs.size() != m_impl->first.result.outputs.size())
        return std::string("the second run left fewer outputs than the first");
    std::size_t index = 0;
    for (const emulator::Argument& argument : m_impl->first.launch.arguments) {
        if (argument.kind != emulator::Argument::Kind::Output)
            continue;
        auto difference = compareFiles(argument, m_impl->first.result.outputs[index], second.outputs[index]);
        ++index;
        if (!difference || !difference->empty())
            return difference;
    }
    return std::string();
}

} // namespace hawk::target
