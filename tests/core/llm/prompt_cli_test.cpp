// `hawk prompt` as a user runs it.
#include "../cli/hawk_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::cli::test;
using testing::HasSubstr;

class PromptCommand : public CliTest { };

TEST_F(PromptCommand, ShowsWhatWouldBeSentWithCounts)
{
    newWorkspace();
    const ProcessResult text = in({ "prompt", "--spec", "softmax" });
    ASSERT_EQ(text.exitCode, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("[system]\nYou write Ascend C kernels"));
    EXPECT_THAT(text.out, HasSubstr("softmax_custom"));
    EXPECT_THAT(text.out, HasSubstr("void DataCopyPad(const LocalTensor<T>& dst"));
    EXPECT_THAT(text.out, HasSubstr("### K"));
    EXPECT_THAT(text.err, HasSubstr("tokens, estimated by length"));
    EXPECT_EQ(in({ "prompt", "--spec", "softmax" }).out, text.out) << "the same prompt again";

    const Json json = document(in({ "prompt", "--spec", "softmax", "--json" }));
    std::int64_t sum = 0;
    for (const Json& section : json.at("sections"))
        sum += section.at("tokens").get<std::int64_t>();
    EXPECT_EQ(json.at("tokens"), sum);
    ASSERT_EQ(json.at("messages").size(), 2U);
    EXPECT_THAT(text.out, HasSubstr(json.at("messages").at(1).at("text").get<std::string>()));
    EXPECT_THAT(json.at("dropRule").get<std::string>(), HasSubstr("items go in this order"));
}

TEST_F(PromptCommand, GoesOnFromACandidate)
{
    newWorkspace();
    ASSERT_TRUE(writeFileAtomically(folder() / "k.cpp",
        "#include \"kernel_operator.h\"\nextern \"C\" __global__ __aicore__ void relu_custom(GM_ADDR x, GM_ADDR y) { DataCopyy(x); }\n"));
    ASSERT_TRUE(writeFileAtomically(folder() / "k.json",
        R"({"entry": "relu_custom", "blockDim": "1", "arguments": [{"input": "x"}, {"output": "y"}]})"));
    const ProcessResult judged = in({ "judge", "--spec", "relu", "--source", (folder() / "k.cpp").string(), "--json" });
    ASSERT_EQ(judged.exitCode, 1) << judged.err;
    const std::string id = document(judged).at("candidate").dump();
    const ProcessResult prompt = in({ "prompt", "--spec", "relu", "--candidate", id });
    ASSERT_EQ(prompt.exitCode, 0) << prompt.err;
    EXPECT_THAT(prompt.out, HasSubstr("## What failed before"));
    EXPECT_THAT(prompt.out, HasSubstr("DataCopyy"));
    EXPECT_THAT(prompt.out, HasSubstr("Repair the newest failure above"));
    EXPECT_EQ(in({ "prompt", "--spec", "add", "--candidate", id }).exitCode, 2) << "another operator's candidate";
}

TEST_F(PromptCommand, MistakesExitWithTwo)
{
    newWorkspace();
    EXPECT_EQ(in({ "prompt" }).exitCode, 2);
    EXPECT_EQ(in({ "prompt", "--spec", "relux" }).exitCode, 2);
    EXPECT_EQ(in({ "prompt", "--spec", "relu", "--contract", "poem" }).exitCode, 2);
    EXPECT_EQ(in({ "prompt", "--spec", "relu", "--candidate", "99" }).exitCode, 2);
    const ProcessResult tight = in({ "prompt", "--spec", "relu", "--budget", "100" });
    EXPECT_EQ(tight.exitCode, 2);
    EXPECT_THAT(tight.err, HasSubstr("does not fit"));
}
