#include "bench/conformance.h"

#include "base/files.h"
#include "bench/benchmark_task.h"
#include "bench/item_runs.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

std::map<std::string, ConformanceReport> readJournal(const fs::path& file)
{
    std::map<std::string, ConformanceReport> done;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) { // a line cut by a crash is no report: its item runs again
        const Json json = Json::parse(line, nullptr, false);
        if (auto report = conformanceFromJson(json))
            done[report->item.name] = *std::move(report);
    }
    return done;
}

class Batch {
public:
    Batch(const std::vector<ConformanceItem>& items, const ConformanceOptions& options,
        const std::function<void(const ConformanceReport&)>& finished, std::stop_token stop)
        : m_items(items)
        , m_options(options)
        , m_finished(finished)
        , m_stop(std::move(stop))
        , m_emulator(options.emulator)
    {
    }

    Result<std::vector<ConformanceReport>> run()
    {
        m_reports.resize(m_items.size());
        const auto done = m_options.journal.empty() ? std::map<std::string, ConformanceReport>() : readJournal(m_options.journal);
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            const auto found = done.find(m_items[i].name);
            if (found == done.end()) {
                m_open.push_back(i);
                continue;
            }
            m_reports[i] = found->second;
            m_finished(m_reports[i]);
        }
        const std::size_t lanes = std::max<std::size_t>(1, std::min<std::size_t>(m_options.jobs, m_open.size()));
        {
            std::vector<std::jthread> threads;
            for (std::size_t t = 0; t < lanes; ++t)
                threads.emplace_back([this] { lane(); });
        }
        if (m_error)
            return *m_error;
        return std::move(m_reports);
    }

private:
    void lane()
    {
        auto scratch = TempDir::create("hawk-conformance-");
        if (!scratch)
            return fail(scratch.error());
        const fs::path folder = scratch->path();
        reference::Worker worker({ .python = "/usr/bin/python3", .scripts = fs::absolute(resourceDir() / "python"),
            .writable = folder, .timeout = std::chrono::seconds(300) });
        for (;;) {
            const std::size_t next = m_next++;
            if (next >= m_open.size() || failed() || m_stop.stop_requested())
                return;
            const std::size_t i = m_open[next];
            const auto begin = std::chrono::steady_clock::now();
            auto report = runItem(m_items[i], worker, folder);
            if (!report)
                return fail(report.error());
            report->wallMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
            store(i, *std::move(report));
        }
    }

    Result<ConformanceReport> runItem(const ConformanceItem& item, reference::Worker& worker, const fs::path& scratch)
    {
        switch (item.kind) {
        case ConformanceItem::Kind::BenchmarkTask:
            return BenchmarkTaskRun(item, m_options, m_emulator, worker, scratch).run(m_stop);
        case ConformanceItem::Kind::Program:
            return runProgramItem(item, m_options, m_stop);
        case ConformanceItem::Kind::OperatorProject:
            return runOperatorProjectItem(item, m_options, m_emulator, m_stop);
        }
        return Error { Errc::Internal, "an item of unknown kind", item.name, {} };
    }

    void store(std::size_t i, ConformanceReport report)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_options.journal.empty()) {
            std::ofstream out(m_options.journal, std::ios::app);
            out << toJson(report).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
            if (!out)
                m_error = Error { Errc::Io, "cannot write " + m_options.journal.string(), {}, "free space or name another journal" };
        }
        m_reports[i] = std::move(report);
        m_finished(m_reports[i]);
    }

    void fail(const Error& error)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_error)
            m_error = error;
    }
    bool failed()
    {
        const std::scoped_lock lock(m_mutex);
        return m_error.has_value();
    }

    const std::vector<ConformanceItem>& m_items;
    const ConformanceOptions& m_options;
    const std::function<void(const ConformanceReport&)>& m_finished;
    std::stop_token m_stop;
    emulator::Emulator m_emulator;
    std::vector<std::size_t> m_open;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    std::vector<ConformanceReport> m_reports;
    std::optional<Error> m_error;
};

} // namespace

Result<std::vector<ConformanceReport>> runConformance(const std::vector<ConformanceItem>& items, const ConformanceOptions& options,
    const std::function<void(const ConformanceReport&)>& finished, std::stop_token stop)
{
    return Batch(items, options, finished, std::move(stop)).run();
}

} // namespace hawk::bench
