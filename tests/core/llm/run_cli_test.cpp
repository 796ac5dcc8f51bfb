// `hawk run --model` as a user runs it, with a key that must appear nowhere.
#include "../cli/hawk_process.h"
#include "support/scripted_server.h"
#include "support/wire_replies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::llm::test;
using testing::HasSubstr;

namespace {

const std::string kKey = "sk-canary-9a8b7c6d5e4f";

/// A correct kernel of `relu`, written on one core.
const std::string kRelu = R"(#include "kernel_operator.h"
using namespace AscendC;
template <typename T> class Kernel {
public:
    __aicore__ inline void Run(GM_ADDR x, GM_ADDR y, uint32_t total, TPipe* pipe)
    {
        constexpr uint32_t kTile = 4096;
        GlobalTensor<T> from, to;
        from.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(x), total);
        to.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(y), total);
        pipe->InitBuffer(m_in, 1, kTile * sizeof(T));
        pipe->InitBuffer(m_out, 1, kTile * sizeof(T));
        pipe->InitBuffer(m_wide, kTile * sizeof(float));
        for (uint32_t at = 0; at < total; at += kTile) {
            const uint32_t n = total - at < kTile ? total - at : kTile;
            const DataCopyExtParams bytes { 1, static_cast<uint32_t>(n * sizeof(T)), 0, 0, 0 };
            LocalTensor<T> in = m_in.template AllocTensor<T>();
            DataCopyPad(in, from[at], bytes, DataCopyPadExtParams<T> { false, 0, 0, static_cast<T>(0) });
            m_in.EnQue(in);
            in = m_in.template DeQue<T>();
            LocalTensor<T> out = m_out.template AllocTensor<T>();
            if constexpr (sizeof(T) == sizeof(float)) {
                Relu(out, in, n);
            } else {
                LocalTensor<float> wide = m_wide.Get<float>();
                Cast(wide, in, RoundMode::CAST_NONE, n);
                Relu(wide, wide, n);
                Cast(out, wide, RoundMode::CAST_RINT, n);
            }
            m_in.FreeTensor(in);
            m_out.EnQue(out);
            out = m_out.template DeQue<T>();
            DataCopyPad(to[at], out, bytes);
            m_out.FreeTensor(out);
        }
    }

private:
    TQue<QuePosition::VECIN, 1> m_in;
    TQue<QuePosition::VECOUT, 1> m_out;
    TBuf<TPosition::VECCALC> m_wide;
};
extern "C" __global__ __aicore__ void relu_custom(GM_ADDR x, GM_ADDR y, uint32_t total)
{
    TPipe pipe;
    Kernel<DTYPE_X> kernel;
    kernel.Run(x, y, total, &pipe);
}
)";

class RunWithAModel : public cli::test::CliTest {
protected:
    ProcessResult run(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.end(), { "--workspace", workspace().string() });
        return plain(std::move(arguments));
    }
    ProcessResult plain(std::vector<std::string> arguments)
    {
        ProcessResult result = cli::test::hawk(std::move(arguments), folder(),
            { { "HAWK_CONFIG", (folder() / "config").string() }, { "CANARY_KEY", kKey }, { "no_proxy", "*" } });
        m_everything += result.out + result.err;
        return result;
    }
    void TearDown() override
    {
        for (const auto& each : std::filesystem::recursive_directory_iterator(folder()))
            if (each.is_regular_file())
                m_everything += *readFile(each.path());
        EXPECT_EQ(m_everything.find("canary-9a8b"), std::string::npos);
    }

private:
    std::string m_everything; ///< all that was printed or written
};

std::string answer(const std::string& authorization)
{
    return "I was called with " + authorization + "\n<kernel_impl>\n```cpp\n" + kRelu
        + "```\n</kernel_impl>\n<launch_plan>\n```json\n"
          R"({"entry": "relu_custom", "blockDim": "1", "arguments": [{"input": "x"}, {"output": "y"},
              {"scalar": "total", "type": "uint32_t", "value": "elements_x"}]})"
        + "\n```\n</launch_plan>\n<notes>\nused: none\nchange: one core, exact tails\n</notes>\n";
}

} // namespace

TEST_F(RunWithAModel, ShowsWhatItTookAndTellsNoKey)
{
    newWorkspace();
    ScriptedServer server([](Connection& c, const ReceivedRequest& request) {
        c.beginEvents();
        c.send(chatStream({ answer(request.headers.at("authorization")) }));
    });
    ASSERT_EQ(plain({ "model", "add", "mine", "--base-url", server.url(), "--model", "m1", "--key-env", "CANARY_KEY",
                        "--price-input", "1", "--price-output", "2" })
                  .exitCode,
        0);
    const ProcessResult ran = run({ "run", "--model", "mine", "--spec", "relu", "--attempts", "1", "--tokens", "100000" });
    EXPECT_EQ(ran.exitCode, 0) << ran.out << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("model mine: 1 replies, 150 tokens (120 sent, 30 received), 0.0002 USD"));
    EXPECT_THAT(run({ "show", "1" }).out, HasSubstr("hawk exchange show 1"));

    const Json list = cli::test::document(run({ "exchange", "list", "--json" }));
    ASSERT_EQ(list.at("exchanges").size(), 1U);
    EXPECT_EQ(list.at("exchanges").at(0).at("candidate"), 1);
    EXPECT_EQ(list.at("exchanges").at(0).at("label"), "relu, attempt 1");
    const ProcessResult shown = run({ "exchange", "show", "1" });
    EXPECT_THAT(shown.out, HasSubstr("## Answer format"));
    EXPECT_THAT(shown.out, HasSubstr("I was called with Bearer [key]"));
    EXPECT_THAT(run({ "exchange", "show", "1", "--reply" }).out, testing::Not(HasSubstr("## Answer format")));
    EXPECT_EQ(run({ "exchange", "show", "7" }).exitCode, 2);

    const std::string file = (folder() / "run.jsonl").string();
    EXPECT_EQ(run({ "exchange", "export", "1", "-o", file }).exitCode, 0);
    const Json again = cli::test::document(run({ "run", "--replay", "1", "--json" }));
    EXPECT_EQ(again.at("allCorrect"), true);
    EXPECT_EQ(again.at("model").at("replayed"), true);
    EXPECT_EQ(server.requests().size(), 1U) << "a replay asks nobody";
    EXPECT_EQ(run({ "run", "--replay", file }).exitCode, 0);
}

TEST_F(RunWithAModel, SaysWhatIsWrongWithItsOptions)
{
    newWorkspace();
    const auto says = [this](std::vector<std::string> arguments, const char* what) {
        const ProcessResult result = run(std::move(arguments));
        EXPECT_EQ(result.exitCode, 2) << result.err;
        EXPECT_THAT(result.err, HasSubstr(what));
    };
    says({ "run", "--model", "nobody" }, "no model is named");
    says({ "run", "--tokens", "5" }, "add --model");
    says({ "run", "--replay", "99" }, "99");
    says({ "run", "--replay", "no-such-file" }, "neither the number of a run nor a file");
    says({ "run", "--replay", "1", "--seed", "3" }, "leave out --seed");
    says({ "run", "--model", "demo-script", "--contract", "poem" }, "unknown output contract");
}
