#pragma once

#include "base/files.h"
#include "knowledge/knowledge_base.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

namespace hawk::knowledge {

template <class T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().text());
    return std::move(*result);
}
inline void must(Status status)
{
    if (!status)
        throw std::runtime_error(status.error().text());
}

class FixedClock final : public Clock {
public:
    std::int64_t nowMs() const override { return now; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }
    std::int64_t now = 1000;
};

/// A small valid entry; tests change what they are about.
inline Entry sample(const std::string& key)
{
    Entry entry;
    entry.key = key;
    entry.title = "title of " + key;
    entry.triggers.stage = Stage::Runtime;
    entry.rationale = { .symptom = "a symptom", .cause = "a cause" };
    entry.artifact.text = "Add(y, x, x, count);";
    return entry;
}

/// A knowledge base in a private workspace.
class KnowledgeTest : public testing::Test {
protected:
    void SetUp() override
    {
        m_dir = std::make_unique<TempDir>(must(TempDir::create("hawk-knowledge-")));
        m_workspace = must(store::Workspace::open(m_dir->path() / "ws", store::OpenMode::Create));
        m_base = std::make_unique<KnowledgeBase>(*m_workspace, m_clock);
    }
    /// Writes a file below the private folder's "seed" and returns that folder.
    std::filesystem::path seedFile(const std::string& name, const std::string& text)
    {
        const std::filesystem::path folder = m_dir->path() / "seed";
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
        return folder;
    }
    void seedResources() { must(m_base->seed(resourceDir() / "knowledge")); }
    std::vector<Hit> retrieve(const Query& query, RetrieveOptions options = {}, std::uint64_t seed = 1)
    {
        Rng rng(seed);
        return must(m_base->retrieve(query, options, rng));
    }
    static std::vector<std::string> keys(const std::vector<Hit>& hits)
    {
        std::vector<std::string> out;
        for (const Hit& hit : hits)
            out.push_back(hit.entry.key);
        return out;
    }

    FixedClock m_clock;
    std::unique_ptr<TempDir> m_dir;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<KnowledgeBase> m_base;
};

} // namespace hawk::knowledge
