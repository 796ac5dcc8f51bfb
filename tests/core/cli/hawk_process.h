#pragma once

#include "base/files.h"
#include "base/json.h"
#include "base/process.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace hawk::cli::test {

/// The built program.
inline std::filesystem::path hawkProgram() { return binaryDir() / "hawk"; }

/// Runs `hawk` with these arguments, without a terminal; HAWK_WORKSPACE is not inherited.
inline ProcessResult hawk(std::vector<std::string> arguments, const std::filesystem::path& folder = {},
    std::map<std::string, std::string> more = {})
{
    std::map<std::string, std::string> environment = std::move(more);
    for (const char* name : { "HOME", "PATH", "HAWK_RESOURCES", "HAWK_BIN", "HAWK_CACHE", "XDG_CACHE_HOME" })
        if (const char* value = std::getenv(name); value != nullptr && !environment.contains(name))
            environment[name] = value;
    arguments.insert(arguments.begin(), hawkProgram().string());
    const Result<ProcessResult> result = runProcess({ .argv = std::move(arguments),
        .environment = std::move(environment),
        .workingDirectory = folder,
        .timeout = std::chrono::seconds(240) });
    if (!result) {
        ADD_FAILURE() << result.error().text();
        return {};
    }
    return *result;
}

/// Standard output as the one JSON document it must be.
inline Json document(const ProcessResult& result)
{
    const Result<Json> json = parseJson(result.out, "standard output");
    EXPECT_TRUE(json) << (json ? "" : json.error().text()) << "\n" << result.out << result.err;
    return json ? *json : Json::object();
}

/// A folder for a test, and a workspace in it once newWorkspace() was called.
class CliTest : public testing::Test {
protected:
    CliTest()
        : m_folder(TempDir::create("hawk-cli-test").value())
    {
    }
    const std::filesystem::path& folder() const { return m_folder.path(); }
    std::filesystem::path workspace() const { return folder() / "workspace"; }
    void newWorkspace()
    {
        const ProcessResult result = hawk({ "new", workspace().string() });
        ASSERT_EQ(result.exitCode, 0) << result.err;
    }
    ProcessResult in(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.end(), { "--workspace", workspace().string() });
        return hawk(std::move(arguments));
    }

private:
    TempDir m_folder;
};

} // namespace hawk::cli::test
