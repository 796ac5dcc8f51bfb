#include "form_fixtures.h"

#include "base/files.h"
#include "target/part_text.h"

#include <gmock/gmock.h>

namespace hawk::target {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

TEST(CandidateText, AProjectSurvivesItsText)
{
    const ProjectFiles files = scaledAddProject();
    const auto again = projectFiles(projectText(files));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(*again, files);
}

TEST(CandidateText, PathsOutsideTheProjectAreRefused)
{
    for (const char* path : { "../x.cpp", "op_host/../../x.cpp", "/etc/x", "CMakeLists.txt", "op_kernel/" })
        EXPECT_FALSE(projectFiles("//// file: " + std::string(path) + "\nint a;\n")) << path;
    EXPECT_FALSE(projectFiles("int a;\n"));
    EXPECT_FALSE(projectFiles("//// file: op_host/a.h\n1\n//// file: op_host/a.h\n2\n"));
}

TEST(CandidateText, FormsHaveNames)
{
    for (const auto form : { Candidate::Form::KernelAndPlan, Candidate::Form::OperatorProject, Candidate::Form::LaunchProgram })
        EXPECT_EQ(*formFromName(name(form)), form);
    EXPECT_FALSE(formFromName("other"));
}

TEST(PartText, TakesThePartsOfAProject)
{
    const std::string text = "project_json_src='''\n[]\n'''\nhost_tiling_src=\"\"\"\n#pragma once\n\"\"\"\n"
                             "host_operator_src = \"\"\"#include \"add_custom_tiling.h\"\nprintf(\"a\\\\n\");\n\"\"\"\n"
                             "kernel_src=\"\"\"\nextern \"C\" __global__ __aicore__ void add_custom(GM_ADDR x) {}\n\"\"\"\n";
    ASSERT_TRUE(looksLikePartText(text));
    const auto files = projectOfPartText(text);
    ASSERT_TRUE(files) << files.error().text();
    EXPECT_EQ(files->size(), 3U);
    EXPECT_EQ(files->at("op_host/add_custom_tiling.h"), "\n#pragma once\n");
    EXPECT_THAT(files->at("op_host/add_custom.cpp"), HasSubstr("printf(\"a\\n\");"));
    EXPECT_THAT(files->at("op_kernel/add_custom.cpp"), HasSubstr("void add_custom"));
}

TEST(PartText, AMissingPartAndAnOpenStringAreNamed)
{
    EXPECT_THAT(projectOfPartText("kernel_src='''x'''\n").error().text(), HasSubstr("host_operator_src"));
    EXPECT_THAT(projectOfPartText("host_operator_src='''x'''\nkernel_src='''x\n").error().text(), HasSubstr("not closed"));
}

class ReadCandidate : public testing::Test {
protected:
    void put(const std::string& name, const std::string& text)
    {
        fs::create_directories((m_folder.path() / name).parent_path());
        ASSERT_TRUE(writeFileAtomically(m_folder.path() / name, text));
    }
    TempDir m_folder = *TempDir::create("candidate");
};

TEST_F(ReadCandidate, RecognisesEveryForm)
{
    put("kernel/kernel.cpp", "kernel");
    put("kernel/launch.json", "{}");
    put("beside.cpp", "kernel");
    put("beside.json", "{}");
    for (const auto& [path, contents] : scaledAddProject())
        put("project/" + path, contents);
    put("program/add.asc", scaledAddProgram());
    put("parts.txt", "host_operator_src='''h'''\nkernel_src='''k'''\n");
    put("text.txt", projectText(scaledAddProject()));
    const auto form = [&](const char* path) {
        const auto candidate = readCandidate(m_folder.path() / path);
        return candidate ? std::string(name(candidate->form)) : candidate.error().text();
    };
    EXPECT_EQ(form("kernel"), "kernel");
    EXPECT_EQ(form("beside.cpp"), "kernel");
    EXPECT_EQ(form("project"), "project");
    EXPECT_EQ(form("program"), "program");
    EXPECT_EQ(form("program/add.asc"), "program");
    EXPECT_EQ(form("parts.txt"), "project");
    EXPECT_EQ(form("text.txt"), "project");
}

TEST_F(ReadCandidate, SaysWhatWasLookedFor)
{
    put("lonely.cpp", "kernel");
    EXPECT_THAT(readCandidate(m_folder.path() / "lonely.cpp").error().text(), HasSubstr("launch plan"));
    put("empty/readme.md", "");
    EXPECT_THAT(readCandidate(m_folder.path() / "empty").error().text(), HasSubstr("op_host and op_kernel"));
    EXPECT_FALSE(readCandidate(m_folder.path() / "nowhere"));
}

} // namespace
} // namespace hawk::target
