#include "base/json.h"
#include "synth/prompt/contract.h"
#include "synth/prompt/edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::synth;
using testing::HasSubstr;

namespace {

const std::string kKernel = "#include \"kernel_operator.h\"\nextern \"C\" __global__ __aicore__ void k() {}\n";
const std::string kPlan = "{\"entry\": \"k\"}\n";

std::string block(const std::string& tag, const std::string& language, const std::string& text)
{
    return "<" + tag + ">\n```" + language + "\n" + text + "```\n</" + tag + ">\n";
}

std::string good() { return block("kernel_impl", "cpp", kKernel) + block("launch_plan", "json", kPlan); }

Result<ParsedReply> kernel(const std::string& answer, const std::string& finish = "stop")
{
    return parseReply(OutputContract::KernelAndPlan, answer, finish);
}

std::string reason(const Result<ParsedReply>& reply) { return reply ? "accepted" : reply.error().message; }

} // namespace

TEST(KernelReply, IsReadWithItsNotes)
{
    const auto reply = kernel("Some words.\n" + good() + "<notes>\nused: K3, K12 and K3; not OK7\nchange: two buffers\n</notes>");
    ASSERT_TRUE(reply) << reason(reply);
    EXPECT_EQ(reply->kernel, kKernel);
    EXPECT_EQ(reply->launchPlan, kPlan);
    EXPECT_EQ(reply->used, (std::vector<EntryId> { { 3 }, { 12 } }));
    EXPECT_EQ(reply->change, "two buffers");
}

TEST(KernelReply, TheLastCompleteBlockCounts)
{
    const std::string draft = block("kernel_impl", "cpp", "__aicore__ draft\n");
    EXPECT_EQ(kernel(draft + good())->kernel, kKernel);
    EXPECT_EQ(kernel(good() + "and <kernel_impl>\n```cpp\n__aicore__ cut", "length")->kernel, kKernel);
    EXPECT_EQ(kernel(good() + "I put it into <kernel_impl> as asked.", "length")->kernel, kKernel);
}

TEST(KernelReply, AnOpenBlockIsTakenOnlyWhenTheModelStopped)
{
    const std::string open = block("launch_plan", "json", kPlan) + "<kernel_impl>\n```cpp\n" + kKernel;
    EXPECT_EQ(kernel(open, "stop")->kernel, kKernel);
    EXPECT_THAT(reason(kernel(open, "length")), HasSubstr("cut off at the length limit"));
}

TEST(KernelReply, FencesAloneWillDo)
{
    const auto reply = kernel("```cpp\n" + kKernel + "```\nand\n```json\n" + kPlan + "```\n");
    ASSERT_TRUE(reply) << reason(reply);
    EXPECT_EQ(reply->kernel, kKernel);
    EXPECT_EQ(reply->launchPlan, kPlan);
    EXPECT_EQ(kernel("<kernel_impl>\n" + kKernel + "</kernel_impl><launch_plan>" + kPlan + "</launch_plan>")->kernel, kKernel);
}

TEST(KernelReply, ReasonsForARepairTurn)
{
    EXPECT_THAT(reason(kernel("")), HasSubstr("the answer is empty"));
    EXPECT_THAT(reason(kernel(" ", "length")), HasSubstr("think less"));
    EXPECT_THAT(reason(kernel("I cannot do that.")), HasSubstr("no complete <kernel_impl>"));
    EXPECT_THAT(reason(kernel(block("kernel_impl", "cpp", kKernel))), HasSubstr("no <launch_plan>"));
    EXPECT_THAT(reason(kernel(block("kernel_impl", "cpp", kKernel) + block("launch_plan", "json", "{entry}"))), HasSubstr("not valid JSON"));
    EXPECT_THAT(reason(kernel(block("kernel_impl", "cpp", "int main() {}\n") + block("launch_plan", "json", kPlan))), HasSubstr("no __aicore__"));
}

TEST(KernelOnlyReply, NeedsNoPlanAndIsCalledByConvention)
{
    const auto reply = parseReply(OutputContract::KernelOnly, "<kernel_impl>draft</kernel_impl>" + block("kernel_impl", "cpp", kKernel), "stop");
    ASSERT_TRUE(reply) << reason(reply);
    EXPECT_EQ(reply->kernel, kKernel);
    EXPECT_EQ(reply->launchPlan, "");
    spec::OperatorSpec spec;
    spec.entry = "add_custom";
    spec.inputs = { { .name = "x" }, { .name = "y" } };
    spec.outputs = { { .name = "z" } };
    EXPECT_EQ(parseJson(conventionalPlan(spec), "plan").value(),
        parseJson(R"({"entry": "add_custom", "blockDim": "coreCount",
            "arguments": [{"input": "x"}, {"input": "y"}, {"output": "z"}, {"workspace": "0"}]})", "expected").value());
}

TEST(ProjectReply, FilesArePlainPathsBelowTheTwoFolders)
{
    const auto file = [](const std::string& path) { return "<file path=\"" + path + "\">\n```cpp\nint x;\n```\n</file>\n"; };
    const auto parse = [](const std::string& answer) { return parseReply(OutputContract::OperatorProject, answer, "stop"); };
    const auto reply = parse(file("op_host/a_tiling.h") + file("op_host/a.cpp") + file("op_kernel/a.cpp"));
    ASSERT_TRUE(reply) << reason(reply);
    ASSERT_EQ(reply->files.size(), 3U);
    EXPECT_EQ(reply->files[2], (std::pair<std::string, std::string> { "op_kernel/a.cpp", "int x;\n" }));
    for (const std::string path : { "../op_host/a.cpp", "op_host/../../x", "/etc/passwd", "op_host/", "op_host//a", "op_host/a b", "Makefile" })
        EXPECT_THAT(reason(parse(file(path) + file("op_host/a.cpp") + file("op_kernel/a.cpp"))), HasSubstr("is not below")) << path;
    EXPECT_THAT(reason(parse(file("op_host/a.cpp"))), HasSubstr("op_kernel/"));
    EXPECT_THAT(reason(parse("<file path=\"op_host/a.cpp\">x")), HasSubstr("not complete"));
}

TEST(ProgramReply, NeedsAMain)
{
    EXPECT_EQ(parseReply(OutputContract::LaunchProgram, block("program", "cpp", "int main() {}\n"), "stop")->program, "int main() {}\n");
    EXPECT_THAT(reason(parseReply(OutputContract::LaunchProgram, block("program", "cpp", "int x;\n"), "stop")), HasSubstr("no main"));
    EXPECT_THAT(reason(parseReply(OutputContract::LaunchProgram, "```cpp\nint main() {}\n```", "stop")), HasSubstr("<program>"));
}

namespace {

std::string edit(const std::string& search, const std::string& replace)
{
    return "<edit>\n<search>\n" + search + "</search>\n<replace>\n" + replace + "</replace>\n</edit>\n";
}

} // namespace

TEST(Edits, ApplyInOrderAllOrNone)
{
    const std::string parent = "a\n    b;\nc\nb;\n";
    EXPECT_EQ(applyEdits(parent, edit("a\n", "A\nA2\n") + edit("A2\n", "")).value(), "A\n    b;\nc\nb;\n");
    EXPECT_EQ(applyEdits(parent, edit("c\nb;\n", "d\n")).value(), "a\n    b;\nd\n");
    EXPECT_THAT(applyEdits(parent, edit("a\n", "x\n") + edit("zzz\n", "y\n")).error().message, HasSubstr("edit 2: its search text is not in the parent"));
    EXPECT_THAT(applyEdits(parent, edit("b;", "x")).error().message, HasSubstr("occurs 2 times"));
    EXPECT_THAT(applyEdits(parent, edit("\n", "x")).error().message, HasSubstr("searches for nothing"));
    EXPECT_THAT(applyEdits(parent, "no edit").error().message, HasSubstr("no <edit>"));
    EXPECT_THAT(applyEdits(parent, "<edit><search>a</search></edit>").error().message, HasSubstr("no complete <replace>"));
    EXPECT_THAT(applyEdits(parent, "<edit><search>a</search>").error().message, HasSubstr("not closed"));
}

TEST(Edits, IndentationThatIsOffIsForgivenWhereItIsUnambiguous)
{
    const std::string parent = "{\n        DataCopy(x);\n        Add(y);  \n}\n";
    EXPECT_EQ(applyEdits(parent, edit("DataCopy(x);\nAdd(y);\n", "        DataCopyPad(x);\n")).value(), "{\n        DataCopyPad(x);\n}\n");
    EXPECT_THAT(applyEdits("  a \n b\n a\n  b\n", edit("a\nb\n", "c\n")).error().message, HasSubstr("occurs 2 times"));
}

TEST(Edits, AReplyKeepsThePlanUnlessItGivesOne)
{
    const auto reply = parseReply(OutputContract::Edits, edit("a\n", "b\n"), "stop", "a\n");
    ASSERT_TRUE(reply) << reason(reply);
    EXPECT_EQ(reply->kernel, "b\n");
    EXPECT_EQ(reply->launchPlan, "");
    EXPECT_EQ(parseReply(OutputContract::Edits, edit("a\n", "b\n") + block("launch_plan", "json", kPlan), "stop", "a\n")->launchPlan, kPlan);
}

TEST(Contract, NamesRoundTrip)
{
    for (const OutputContract each : { OutputContract::KernelAndPlan, OutputContract::OperatorProject, OutputContract::LaunchProgram, OutputContract::Edits, OutputContract::KernelOnly })
        EXPECT_EQ(contractFromName(name(each)).value(), each);
    EXPECT_FALSE(contractFromName("poem"));
}

TEST(Edits, TakeThePlaceOfWholeFilesWhereThereIsAParent)
{
    const std::string project = "//// file: op_host/a.cpp\nhost\n//// file: op_kernel/a.cpp\nkernel\n";
    const auto reply = parseReply(OutputContract::OperatorProject, edit("host\n", "host 2\n"), "stop", project);
    ASSERT_TRUE(reply) << reason(reply);
    ASSERT_EQ(reply->files.size(), 2U);
    EXPECT_EQ(reply->files[0], (std::pair<std::string, std::string> { "op_host/a.cpp", "host 2\n" }));
    EXPECT_EQ(reply->files[1].second, "kernel\n");
    EXPECT_THAT(reason(parseReply(OutputContract::OperatorProject, edit("//// file: op_host/a.cpp\n", "//// file: /etc/a\n"), "stop", project)),
        HasSubstr("no project any more"));
    EXPECT_THAT(reason(parseReply(OutputContract::OperatorProject, edit("host\n", "x\n"), "stop")), HasSubstr("op_host/"));

    const auto program = parseReply(OutputContract::LaunchProgram, edit("return 1", "return 0"), "stop", "int main() { return 1; }\n");
    ASSERT_TRUE(program) << reason(program);
    EXPECT_EQ(program->program, "int main() { return 0; }\n");
    EXPECT_THAT(reason(parseReply(OutputContract::LaunchProgram, edit("int main", "int other"), "stop", "int main() {}\n")), HasSubstr("no main"));
    EXPECT_THAT(reason(parseReply(OutputContract::LaunchProgram, edit("x", "y"), "stop")), HasSubstr("<program>"));
}
