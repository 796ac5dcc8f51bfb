#pragma once

#include "base/files.h"
#include "store/workspace.h"

#include <gtest/gtest.h>

namespace hawk::store {

/// A workspace in a private folder.
class WorkspaceTest : public testing::Test {
protected:
    void SetUp() override
    {
        Result<TempDir> dir = TempDir::create("hawk-store-");
        ASSERT_TRUE(dir) << dir.error().text();
        m_dir = std::make_unique<TempDir>(std::move(*dir));
    }
    std::filesystem::path folder() const { return m_dir->path() / "ws"; }
    std::unique_ptr<Workspace> open(OpenMode mode)
    {
        Result<std::unique_ptr<Workspace>> workspace = Workspace::open(folder(), mode);
        EXPECT_TRUE(workspace) << workspace.error().text();
        return workspace ? std::move(*workspace) : nullptr;
    }
    Error openError(OpenMode mode)
    {
        Result<std::unique_ptr<Workspace>> workspace = Workspace::open(folder(), mode);
        EXPECT_FALSE(workspace) << "opened, and should not have";
        return workspace ? Error {} : workspace.error();
    }

    std::unique_ptr<TempDir> m_dir;
};

/// Fails the test with the error's text.
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

/// A run with one task, as the engine makes them.
struct Frame {
    SpecId spec;
    RunId run;
    TaskId task;
};
inline Frame addFrame(Workspace& ws)
{
    Frame f;
    f.spec = must(ws.addSpec({ .name = "relu", .contentHash = "c1", .family = "activation" }));
    f.run = must(ws.addRun({ .state = "running", .chip = "Ascend910B2" }));
    f.task = must(ws.addTask({ .run = f.run, .spec = f.spec, .specName = "relu", .state = "pending" }));
    return f;
}

} // namespace hawk::store
