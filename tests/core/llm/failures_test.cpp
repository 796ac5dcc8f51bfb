#include "support/model_fixture.h"

#include "base/files.h"

#include <future>

using namespace hawk;
using namespace hawk::llm;
using namespace hawk::llm::test;
using namespace std::chrono_literals;

namespace {

Outcome complete(const HttpModel& model, std::stop_token stop = {})
{
    return makeHttpProvider(model, systemClock())->complete(ask(), {}, std::move(stop));
}

/// What a server does, and what we make of it.
struct Case {
    const char* name;
    ScriptedServer::Script script;
    FailureKind kind;
    bool transient;
    const char* says; ///< part of the message
    const char* advises; ///< part of the hint
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

std::string openAiError(const std::string& message, const std::string& type, const Json& code = nullptr)
{
    return Json { { "error", { { "message", message }, { "type", type }, { "code", code } } } }.dump();
}

ScriptedServer::Script answers(int status, std::string body, std::string type = "application/json", std::vector<std::string> headers = {})
{
    return [=](Connection& c, const ReceivedRequest&) { c.answer(status, body, type, headers); };
}

ScriptedServer::Script streams(std::string text, bool reset = false)
{
    return [=](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(text);
        if (reset)
            c.reset();
    };
}

const std::string kFirstHalf = eventText(chatChunk({ { "content", "half an ans" } }));

const std::vector<Case> kCases {
    { "401", answers(401, openAiError("Incorrect API key provided: " + kCanary, "invalid_request_error", "invalid_api_key")),
        FailureKind::KeyRefused, false, "401: Incorrect API key provided: [key]", "the key is refused" },
    { "403", answers(403, R"({"detail":"Forbidden"})"), FailureKind::KeyRefused, false, "403: Forbidden", "key is refused" },
    { "402", answers(402, R"({"error":{"message":"Insufficient Balance"}})"), FailureKind::KeyRefused, false,
        "Insufficient Balance", "no credit" },
    { "404 path", answers(404, R"({"detail":"Not Found"})"), FailureKind::WrongAddress, false, "404: Not Found", "baseUrl" },
    { "404 page", answers(404, "<html><body>nginx</body></html>", "text/html"), FailureKind::WrongAddress, false,
        "the server answered 404", "/v1" },
    { "404 model", answers(404, R"({"object":"error","message":"The model `some-model` does not exist.","code":404})"),
        FailureKind::UnknownModel, false, "does not exist", "does not know the model 'some-model'" },
    { "400 parameter", answers(400, openAiError("Unsupported parameter: 'max_tokens'", "invalid_request_error")),
        FailureKind::BadRequest, false, "Unsupported parameter", "parameters" },
    { "400 length",
        answers(400, openAiError("This model's maximum context length is 4096 tokens.", "x", "context_length_exceeded")),
        FailureKind::PromptTooLong, false, "maximum context length", "token budget" },
    { "422", answers(422, R"({"detail":[{"loc":["body","n"],"msg":"bad"}]})"), FailureKind::BadRequest, false, "bad",
        "parameters" },
    { "429", answers(429, openAiError("Rate limit reached", "requests"), "application/json", { "Retry-After: 7" }),
        FailureKind::Busy, true, "429: Rate limit reached", "requestsPerMinute" },
    { "429 quota", answers(429, openAiError("You exceeded your current quota", "insufficient_quota", "insufficient_quota")),
        FailureKind::KeyRefused, false, "quota", "no credit" },
    { "500", answers(500, "Internal Server Error", "text/plain"), FailureKind::Server, true, "500: Internal Server Error",
        "server has a problem" },
    { "501", answers(501, "{}"), FailureKind::Server, false, "501", "" },
    { "503", answers(503, "{}"), FailureKind::Busy, true, "503", "overloaded or starting" },
    { "529", answers(529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"),
        FailureKind::Busy, true, "529: Overloaded", "overloaded" },
    { "web page", answers(200, "<!DOCTYPE html><html>Sign in</html>", "text/html"), FailureKind::WrongAddress, false,
        "text/html instead of a model's reply: <!DOCTYPE html>", "/v1 is missing" },
    { "plain text", answers(200, "it works", "text/plain"), FailureKind::WrongAddress, false, "it works", "baseUrl" },
    { "JSON list", answers(200, "[1,2]"), FailureKind::WrongAddress, false, "[1,2]", "baseUrl" },
    { "empty", answers(200, ""), FailureKind::Malformed, true, "before it was complete", "try again" },
    { "other JSON", answers(200, R"({"status":"ok"})"), FailureKind::Malformed, true, "holds no reply", "" },
    { "truncated JSON", answers(200, R"({"choices":[{"message":{"content":"ab)"), FailureKind::Malformed, true,
        "not a JSON object (cut off?)", "" },
    { "JSON of odd types",
        answers(200, R"({"model":7,"choices":[{"message":[1],"finish_reason":{}}],"usage":"much"})"),
        FailureKind::Malformed, true, "holds no reply", "" },
    { "truncated stream", streams(kFirstHalf), FailureKind::Malformed, true, "before it was complete", "try again" },
    { "stream cut in an event", streams(kFirstHalf + "data: {\"choices\":[{\"del"), FailureKind::Malformed, true,
        "not a JSON object", "" },
    { "done without an answer", streams("data: [DONE]\n\n"), FailureKind::Malformed, true, "before it was complete", "" },
    { "error in the stream", streams(kFirstHalf + "data: " + openAiError("CUDA out of memory " + kCanary, "server_error") + "\n\n"),
        FailureKind::Server, true, "CUDA out of memory [key]", "try again" },
    { "reset", streams(kFirstHalf, true), FailureKind::Unreachable, true, "closed the connection", "try again" },
    { "closed at once", [](Connection&, const ReceivedRequest&) {}, FailureKind::Unreachable, true, "closed the connection",
        "try again" },
    { "shorter than promised",
        [](Connection& c, const ReceivedRequest&) {
            c.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"choices\":");
        },
        FailureKind::Unreachable, true, "closed the connection", "try again" },
    { "broken chunks",
        [](Connection& c, const ReceivedRequest&) {
            c.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello");
        },
        FailureKind::Unreachable, true, "before its answer was complete: Illegal or missing hexadecimal", "" },
    { "not HTTP", [](Connection& c, const ReceivedRequest&) { c.send("SSH-2.0-OpenSSH_9.2\r\n"); }, FailureKind::WrongAddress,
        false, "does not speak HTTP", "port" },
};

class Failures : public testing::TestWithParam<Case> { };

} // namespace

TEST_P(Failures, AreNamedExplainedAndCostNoAttempt)
{
    const Case& expected = GetParam();
    ScriptedServer server(expected.script);
    const Outcome outcome = complete(modelAt(server.url()));
    ASSERT_FALSE(outcome.replied()) << describe(outcome);
    EXPECT_FALSE(outcome.consumesAttempt());
    const Failure& failure = outcome.failure();
    EXPECT_EQ(name(failure.kind), name(expected.kind)) << failure.error.text();
    EXPECT_EQ(failure.transient, expected.transient);
    EXPECT_THAT(failure.error.message, testing::HasSubstr(expected.says));
    EXPECT_THAT(failure.error.hint, testing::HasSubstr(expected.advises));
    EXPECT_EQ(failure.error.text().find(kCanary), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Servers, Failures, testing::ValuesIn(kCases));

TEST(RetryAfter, SecondsMillisecondsAndDates)
{
    constexpr std::int64_t kNow = 1'784'635'200'000; // 2026-07-21 12:00:00 UTC
    const auto of = [](const std::string& name, const std::string& value) {
        HttpResponse response;
        response.headers[name] = value;
        return retryAfter(response, kNow);
    };
    EXPECT_EQ(of("retry-after", "7"), 7s);
    EXPECT_EQ(of("retry-after", "0.5"), 500ms);
    EXPECT_EQ(of("retry-after-ms", "250"), 250ms);
    EXPECT_EQ(of("retry-after", "Tue, 21 Jul 2026 12:01:30 GMT"), 90s);
    EXPECT_EQ(of("retry-after", "Tue, 21 Jul 2026 11:00:00 GMT"), 0s); // past
    EXPECT_EQ(of("retry-after", "soon"), std::nullopt);
    EXPECT_EQ(of("retry-after", "-5"), std::nullopt);
    EXPECT_EQ(of("retry-after", "1e30"), 24h); // nonsense is bounded
    EXPECT_EQ(of("x", "7"), std::nullopt);
}

TEST(Timeouts, EachPhaseHasItsOwn)
{
    ScriptedServer slow([](Connection& c, const ReceivedRequest&) { c.wait(5s); });
    HttpModel model = modelAt(slow.url());
    model.http.timeouts.firstByte = 100ms;
    Outcome outcome = complete(model);
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(outcome.failure().kind, FailureKind::Timeout);
    EXPECT_TRUE(outcome.failure().transient);
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("sent nothing within 100 ms"));
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("timeouts.firstByte"));

    ScriptedServer stalls([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(kFirstHalf);
        c.wait(5s);
    });
    model = modelAt(stalls.url());
    model.http.timeouts.idle = 100ms;
    outcome = complete(model);
    ASSERT_FALSE(outcome.replied());
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("fell silent in the middle of its answer for 100 ms"));

    ScriptedServer drips([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        for (int i = 0; i < 200 && c.wait(20ms); ++i)
            c.send(eventText(chatChunk({ { "content", "x" } })));
    });
    model = modelAt(drips.url());
    model.http.timeouts.total = 300ms;
    outcome = complete(model);
    ASSERT_FALSE(outcome.replied());
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("was not done within 300 ms"));

    // 192.0.2.0/24 is reserved for documentation (RFC 5737): nobody answers, or the network says so at once.
    model = modelAt("http://192.0.2.1:9/v1");
    model.http.timeouts.connect = 150ms;
    const double tookMs = millisecondsOf([&] { outcome = complete(model); });
    ASSERT_FALSE(outcome.replied());
    EXPECT_LT(tookMs, 2000);
}

TEST(Timeouts, KeepAliveCommentsHoldASlowServer)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        for (int i = 0; i < 8; ++i) {
            c.send(": still thinking\n\n");
            c.wait(40ms);
        }
        c.send(chatStream({ "there" }));
    });
    HttpModel model = modelAt(server.url());
    model.http.timeouts.firstByte = 200ms;
    model.http.timeouts.idle = 200ms;
    const Outcome outcome = complete(model);
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().answer, "there");
}

TEST(Unreachable, NobodyListens)
{
    int port = 0;
    {
        ScriptedServer gone([](Connection&, const ReceivedRequest&) {});
        port = gone.port();
    }
    const Outcome outcome = complete(modelAt("http://127.0.0.1:" + std::to_string(port) + "/v1"));
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(outcome.failure().kind, FailureKind::Unreachable);
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("is the server (or the proxy) running"));
}

TEST(Unreachable, AnAddressThatIsNone)
{
    for (const std::string url : { "ftp://127.0.0.1/v1", "http://[::1/v1", "model-server" }) {
        const Outcome outcome = complete(modelAt(url));
        ASSERT_FALSE(outcome.replied()) << url;
        EXPECT_EQ(outcome.failure().kind, FailureKind::Setup) << url << describe(outcome);
        EXPECT_FALSE(outcome.failure().transient);
    }
}

TEST(HugeReply, IsBounded)
{
    std::atomic<std::uint64_t> sent { 0 };
    ScriptedServer server([&](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        const std::string piece = eventText(chatChunk({ { "content", std::string(60'000, 'x') } }));
        for (int i = 0; i < 2000 && c.send(piece); ++i)
            sent += piece.size();
    });
    HttpModel model = modelAt(server.url());
    model.http.maxResponseBytes = 4 << 20;
    const Outcome outcome = complete(model);
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(outcome.failure().kind, FailureKind::TooLarge);
    EXPECT_FALSE(outcome.failure().transient);
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("more than 4096 KiB"));
    EXPECT_LT(sent, 40U << 20U);
}

TEST(HugeReply, AnEndlessLineIsBoundedToo)
{
    ScriptedServer server([&](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send("data: ");
        const std::string piece(1 << 20, 'x');
        for (int i = 0; i < 64 && c.send(piece); ++i) { }
    });
    HttpModel model = modelAt(server.url());
    model.http.maxResponseBytes = 2 << 20;
    EXPECT_EQ(complete(model).failure().kind, FailureKind::TooLarge);
}

TEST(Redirects, TheKeyGoesNowhereElse)
{
    ScriptedServer other([](Connection& c, const ReceivedRequest&) { c.answer(200, "{}"); });
    for (const int status : { 301, 302, 303, 307, 308 }) {
        ScriptedServer server([&](Connection& c, const ReceivedRequest&) {
            c.answer(status, "", "text/html", { "Location: " + other.url("/v1/chat/completions") + "?token=" + kCanary });
        });
        const Outcome outcome = complete(modelAt(server.url()));
        ASSERT_FALSE(outcome.replied());
        EXPECT_EQ(outcome.failure().kind, FailureKind::WrongAddress);
        EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("has moved to " + other.url("/v1/chat/completions")));
        EXPECT_THAT(outcome.failure().error.text(), testing::Not(testing::HasSubstr("token=")));
    }
    EXPECT_EQ(other.connections(), 0);
}

TEST(Tls, ASelfSignedServerIsRefusedAndTrustedOnRequest)
{
    const Certificate certificate = makeSelfSigned();
    ScriptedServer server(
        [](Connection& c, const ReceivedRequest&) {
            c.beginEvents();
            c.send(chatStream({ "over TLS" }));
        },
        &certificate);
    HttpModel model = modelAt(server.url());
    Outcome outcome = complete(model);
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(outcome.failure().kind, FailureKind::Untrusted);
    EXPECT_FALSE(outcome.failure().transient);
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("put its certificate (or its authority's) into a PEM file and set caFile"));
    EXPECT_TRUE(server.requests().empty()); // the key was not sent

    const auto folder = TempDir::create("hawk-llm-ca");
    ASSERT_TRUE(folder);
    model.http.caFile = (folder->path() / "ca.pem").string();
    ASSERT_TRUE(writeFileAtomically(model.http.caFile, certificate.certificatePem));
    outcome = complete(model);
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().answer, "over TLS");

    model.http.caFile = (folder->path() / "missing.pem").string();
    outcome = complete(model);
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(outcome.failure().kind, FailureKind::Setup) << describe(outcome);
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("missing.pem"));
}

TEST(Tls, HttpsToAPlainServerSaysSo)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) { c.answer(200, "{}"); });
    const Outcome outcome = complete(modelAt("https://127.0.0.1:" + std::to_string(server.port()) + "/v1"));
    ASSERT_FALSE(outcome.replied());
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("wants http://"));
}

TEST(Proxy, IsAskedInsteadOfTheServer)
{
    ScriptedServer proxy([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(chatStream({ "through the proxy" }));
    });
    HttpModel model = modelAt("http://model.example:8000/v1");
    model.http.proxy = proxy.url("");
    model.http.proxyLogin = Secret("someone:proxy-canary-1");
    const Outcome outcome = complete(model);
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().answer, "through the proxy");
    EXPECT_EQ(proxy.requests().at(0).path, "http://model.example:8000/v1/chat/completions");
    EXPECT_EQ(proxy.requests().at(0).headers.at("proxy-authorization"), "Basic c29tZW9uZTpwcm94eS1jYW5hcnktMQ==");
}

TEST(Proxy, ATunnelNeverSeesTheKey)
{
    ScriptedServer proxy([](Connection& c, const ReceivedRequest&) {
        c.answer(407, "denied", "text/plain", { "Proxy-Authenticate: Basic realm=\"x\"" });
    });
    HttpModel model = modelAt("https://model.example/v1");
    model.http.proxy = proxy.url("");
    const Outcome outcome = complete(model);
    ASSERT_FALSE(outcome.replied());
    EXPECT_THAT(outcome.failure().error.text(), testing::HasSubstr("407"));
    ASSERT_EQ(proxy.requests().size(), 1U);
    EXPECT_EQ(proxy.requests().at(0).method, "CONNECT");
    EXPECT_EQ(proxy.requests().at(0).raw.find("canary"), std::string::npos);
}

TEST(Proxy, EnvironmentIsHonouredUnlessSwitchedOff)
{
    ScriptedServer proxy([](Connection& c, const ReceivedRequest&) { c.answer(502, "proxy"); });
    ScriptedServer server([](Connection& c, const ReceivedRequest&) { c.answer(500, "direct"); });
    ::setenv("http_proxy", proxy.url("").c_str(), 1);
    HttpModel model = modelAt(server.url());
    EXPECT_THAT(describe(complete(model)), testing::HasSubstr("direct"));
    model.http.proxy.clear();
    EXPECT_THAT(describe(complete(model)), testing::HasSubstr("502: proxy"));
    ::unsetenv("http_proxy");
}

TEST(Keys, AnAnswerThatEchoesTheKeyIsCleanedInStreamAndReply)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest& request) {
        const std::string header = request.headers.at("authorization"); // a debugging gateway quotes what it got
        c.beginEvents();
        c.send(chatStream({ "you sent " + header.substr(0, 12), header.substr(12, 9), header.substr(21) + " to me" }));
    });
    Shown shown;
    const Outcome outcome = makeHttpProvider(modelAt(server.url()), systemClock())->complete(ask(), shown.handler());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().answer, "you sent Bearer [key] to me");
    EXPECT_EQ(shown.text, "you sent Bearer [key] to me");
}

namespace {

/// Starts a call, waits until the server has it, cancels, and gives the milliseconds until the call is back.
double cancellationMs(const HttpModel& model, const ScriptedServer& server, std::chrono::milliseconds settle)
{
    std::stop_source stop;
    auto call = std::async(std::launch::async, [&] { return complete(model, stop.get_token()); });
    while (server.requests().empty())
        std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(settle);
    double tookMs = 0;
    tookMs = millisecondsOf([&] {
        stop.request_stop();
        call.wait();
    });
    const Outcome outcome = call.get();
    EXPECT_FALSE(outcome.replied());
    EXPECT_TRUE(outcome.replied() || outcome.failure().kind == FailureKind::Cancelled) << describe(outcome);
    return tookMs;
}

} // namespace

TEST(Cancellation, EndsACallAtOnceInEveryPhase)
{
    ScriptedServer silent([](Connection& c, const ReceivedRequest&) { c.wait(20s); });
    ScriptedServer stalled([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(kFirstHalf);
        c.wait(20s);
    });
    const double beforeMs = cancellationMs(modelAt(silent.url()), silent, 20ms);
    const double midMs = cancellationMs(modelAt(stalled.url()), stalled, 20ms);
    EXPECT_LT(beforeMs, 50);
    EXPECT_LT(midMs, 50);
    RecordProperty("beforeFirstByteMs", std::to_string(beforeMs));
    RecordProperty("midStreamMs", std::to_string(midMs));
    std::cout << "cancelled before the first byte in " << beforeMs << " ms, mid-stream in " << midMs << " ms\n";
}

TEST(Cancellation, ARequestThatIsAlreadyCancelledSendsNothing)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) { c.answer(200, "{}"); });
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(complete(modelAt(server.url()), stop.get_token()).failure().kind, FailureKind::Cancelled);
    EXPECT_TRUE(server.requests().empty());
}
