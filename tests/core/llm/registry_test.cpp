#include "llm/connection_test.h"
#include "support/model_fixture.h"

#include "base/files.h"

#include <sys/stat.h>

using namespace hawk;
using namespace hawk::llm;
using namespace hawk::llm::test;

namespace {

Result<ModelRegistry> parsed(const std::string& models)
{
    return ModelRegistry::parse("{\"models\": [\n" + models + "\n]}", "models.json");
}

/// A models.json with one mistake, and what is said about it.
struct Mistake {
    const char* name;
    const char* text;
    const char* context;
    const char* says;
};
void PrintTo(const Mistake& each, std::ostream* out) { *out << each.name; }

const std::vector<Mistake> kMistakes {
    { "no JSON", "{\"models\": [\n {]}", "models.json:2:3", "not valid JSON" },
    { "unknown member", "{\"models\": [\n {\"name\": \"a\", \"kind\": \"manual\",\n  \"parametres\": {}}]}", "models.json:3:17",
        "did you mean 'parameters'?" },
    { "unknown kind", "{\"models\": [\n {\"name\": \"a\", \"kind\": \"openai-caht\", \"model\": \"m\", \"baseUrl\": \"http://x\"}]}",
        "models.json:2:24", "did you mean 'openai-chat'?" },
    { "no name", "{\"models\": [{\"kind\": \"manual\"}]}", "models.json:1:13", "needs a name" },
    { "no model", "{\"models\": [{\"name\": \"a\", \"kind\": \"anthropic\", \"baseUrl\": \"http://x\"}]}", "models.json:1:13",
        "/model: is missing" },
    { "no address", "{\"models\": [{\"name\": \"a\", \"kind\": \"anthropic\", \"model\": \"m\",\n\"baseUrl\": \"x.com\"}]}",
        "models.json:2:12", "begins with http" },
    { "password in the address",
        "{\"models\": [{\"name\": \"a\", \"kind\": \"anthropic\", \"model\": \"m\",\n\"baseUrl\": \"http://u:hunter2hunter2@x\"}]}",
        "models.json:2:12", "must not hold a user name or password" },
    { "temperature", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\", \"parameters\": {\n\"temperature\": 3}}]}",
        "models.json:2:16", "must be a number from 0 to 2" },
    { "timeout", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\", \"timeouts\": {\n\"connect\": \"10s\"}}]}", "models.json:2:12",
        "must be a number" },
    { "key as a text", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\",\n \"key\": \"sk-hunter2hunter2\"}]}", "models.json:2:9",
        "must not stand in this file" },
    { "key as a header",
        "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\", \"headers\": {\n \"api-key\": \"sk-hunter2hunter2\"}}]}",
        "models.json:2:13", "must not stand in this file" },
    { "key's place unknown", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\",\n \"key\": {\"environment\": \"X\"}}]}",
        "models.json:2:25", "unknown member" },
    { "value for a variable", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\",\n \"key\": {\"env\": \"sk-hunter2hunter2\"}}]}",
        "models.json:2:17", "not the name of an environment variable" },
    { "two places", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\",\n \"key\": {\"env\": \"A\", \"file\": \"b\"}}]}",
        "models.json:2:9", "must name one place" },
    { "template", "{\"models\": [{\"name\": \"a\", \"kind\": \"openai-completions\", \"model\": \"m\", \"baseUrl\": \"http://x\",\n"
                  "\"template\": {\"text\": \"no place\"}}]}",
        "models.json:2:22", "must hold {BODY}" },
    { "no command", "{\"models\": [{\"name\": \"a\", \"kind\": \"command\"}]}", "models.json:1:13", "/command: is missing" },
    { "twice", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\"},\n{\"name\": \"a\", \"kind\": \"manual\"}]}",
        "models.json:2:10", "a second model named 'a'" },
    { "fallback to nobody", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\", \"fallbacks\": [\n\"b\"]}]}", "models.json:2:1",
        "no model is named 'b'" },
    { "default to nobody", "{\"default\": \"b\",\n\"models\": []}", "models.json:1:13", "no model is named 'b'" },
    { "newer version", "{\"version\": 2, \"models\": []}", "models.json:1:13", "from 1 to 1" },
    { "price", "{\"models\": [{\"name\": \"a\", \"kind\": \"manual\", \"prices\": {\n\"input\": \"free\", \"output\": 0}}]}",
        "models.json:2:10", "a price is a number" },
};

class Mistakes : public testing::TestWithParam<Mistake> { };

class ModelsFile : public testing::Test {
protected:
    ModelsFile()
        : m_folder(TempDir::create("hawk-models").value())
    {
    }
    std::filesystem::path file() const { return m_folder.path() / "deeper" / "models.json"; }
    std::filesystem::path folder() const { return m_folder.path(); }

private:
    TempDir m_folder;
};

} // namespace

TEST_P(Mistakes, AreNamedWithTheirLine)
{
    const auto registry = ModelRegistry::parse(GetParam().text, "models.json");
    ASSERT_FALSE(registry);
    EXPECT_EQ(registry.error().context, GetParam().context) << registry.error().text();
    EXPECT_THAT(registry.error().text(), testing::HasSubstr(GetParam().says));
    EXPECT_THAT(registry.error().text(), testing::Not(testing::HasSubstr("hunter2")));
}

INSTANTIATE_TEST_SUITE_P(Registry, Mistakes, testing::ValuesIn(kMistakes));

TEST(Registry, ReadsEverySetting)
{
    const auto registry = parsed(R"({"name": "glm", "kind": "openai-chat", "baseUrl": "https://x/v1", "model": "glm-5.1",
        "key": {"env": "GLM_KEY"}, "headers": {"X-Team": "kernels", "X-Api-Key": {"file": "k"}}, "proxy": "none",
        "caFile": "/ca.pem", "stream": false, "parameters": {"temperature": 0.5, "topP": 0.9, "maxTokens": 100, "seed": 3,
        "stop": ["END"], "extra": {"thinking": {"type": "enabled"}}},
        "timeouts": {"connect": 1, "firstByte": 2.5, "idle": 3, "total": 4}, "retry": {"max": 1, "first": 0.1, "longest": 2},
        "limits": {"concurrency": 2, "requestsPerMinute": 30, "tokensPerMinute": 1000, "contextTokens": 200000,
        "maxResponseMib": 3}, "prices": {"input": 1, "output": 2}, "fallbacks": ["person"]},
        {"name": "person", "kind": "manual"})");
    ASSERT_TRUE(registry) << registry.error().text();
    const ModelConfig config = *registry->find("glm");
    EXPECT_EQ(config.key, (KeySource { KeySource::Kind::Environment, "GLM_KEY" }));
    EXPECT_EQ(config.headers.size(), 2U);
    EXPECT_EQ(config.timeouts.firstByte, std::chrono::milliseconds(2500));
    EXPECT_EQ(config.retry.first, std::chrono::milliseconds(100));
    EXPECT_EQ(config.limits.tokensPerMinute, 1000);
    EXPECT_EQ(config.maxResponseBytes, 3U << 20U);
    EXPECT_EQ(config.parameters.extra.at("thinking").at("type"), "enabled");
    EXPECT_FALSE(config.wire.stream);
    EXPECT_EQ(config.price->output, 2);
    EXPECT_EQ(registry->find("person")->limits.concurrency, 1);
    EXPECT_EQ(registry->find("glm2").error().hint, "did you mean 'glm'?");
    EXPECT_EQ(registry->find("").error().code, Errc::NotFound);
}

TEST_F(ModelsFile, EditsKeepWhatTheUserWrote)
{
    ASSERT_TRUE(addModel(file(), { .entry = { { "name", "a" }, { "kind", "manual" } } }));
    EXPECT_EQ(ModelRegistry::load(file())->defaultName(), "a") << "the first one is the default";
    ASSERT_TRUE(writeFileAtomically(file(), R"({"version": 1, "default": "a", "models": [
        {"name": "a", "kind": "manual", "timeouts": {"total": 7}, "fallbacks": []}]})"));
    ASSERT_TRUE(addModel(file(), { .entry = { { "name", "b" }, { "kind", "command" }, { "command", { "cat" } } } }));
    const std::string text = *readFile(file());
    EXPECT_LT(text.find("\"name\""), text.find("\"kind\"")) << "in the order of the user";
    EXPECT_EQ(ModelRegistry::load(file())->find("a")->timeouts.total, std::chrono::seconds(7));

    const Status again = addModel(file(), { .entry = { { "name", "b" }, { "kind", "manual" } } });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::Conflict);
    ASSERT_TRUE(addModel(file(), { .entry = { { "name", "b" }, { "kind", "manual" }, { "fallbacks", { "a" } } }, .replace = true }));
    EXPECT_EQ(ModelRegistry::load(file())->find("b")->kind, ModelKind::Manual);

    EXPECT_EQ(removeModel(file(), "a").error().code, Errc::Conflict) << "b falls back to it";
    ASSERT_TRUE(removeModel(file(), "b"));
    ASSERT_TRUE(removeModel(file(), "a"));
    EXPECT_EQ(removeModel(file(), "a").error().code, Errc::NotFound);
    EXPECT_TRUE(ModelRegistry::load(file())->models().empty());
}

TEST_F(ModelsFile, AnInvalidEditChangesNothing)
{
    ASSERT_TRUE(addModel(file(), { .entry = { { "name", "a" }, { "kind", "manual" } } }));
    const std::string before = *readFile(file());
    EXPECT_FALSE(addModel(file(), { .entry = { { "name", "b" }, { "kind", "openai-chat" }, { "model", "m" } } }));
    EXPECT_EQ(*readFile(file()), before);
}

TEST_F(ModelsFile, KeysComeFromPlacesOnlyTheUserCanRead)
{
    const SystemKeyStore keys;
    const std::string path = (folder() / "key").string();
    const KeySource source { KeySource::Kind::File, path };
    EXPECT_EQ(keys.key(source).error().code, Errc::NotFound);
    ASSERT_TRUE(writeFileAtomically(path, "  sk-hunter2hunter2 \n"));
    for (const mode_t open : { 0640, 0604, 0660, 0644, 0610 }) {
        ::chmod(path.c_str(), open);
        const auto refused = keys.key(source);
        ASSERT_FALSE(refused);
        EXPECT_THAT(refused.error().text(), testing::HasSubstr("chmod 600"));
        EXPECT_THAT(refused.error().text(), testing::Not(testing::HasSubstr("hunter2")));
    }
    for (const mode_t closed : { 0600, 0400 }) {
        ::chmod(path.c_str(), closed);
        const auto key = keys.key(source);
        ASSERT_TRUE(key) << key.error().text();
        EXPECT_EQ(key->reveal(), "sk-hunter2hunter2");
    }
    ::chmod(path.c_str(), 0600);
    for (const std::string& bad : { std::string(" \n"), std::string("sk-hunter2\nX-Evil: 1"), std::string("sk-hünter2"), std::string(20'000, 'k') }) {
        ASSERT_TRUE(writeFileAtomically(path, bad));
        ::chmod(path.c_str(), 0600);
        const auto refused = keys.key(source);
        ASSERT_FALSE(refused) << bad.substr(0, 20);
        EXPECT_THAT(refused.error().text(), testing::Not(testing::HasSubstr("unter2")));
    }
    EXPECT_FALSE(keys.key({ KeySource::Kind::File, folder().string() })) << "a folder";
    EXPECT_FALSE(keys.key({ KeySource::Kind::File, "/dev/zero" })) << "a device";

    ::setenv("HAWK_TEST_KEY", "sk-from-env-123", 1);
    EXPECT_EQ(keys.key({ KeySource::Kind::Environment, "HAWK_TEST_KEY" })->reveal(), "sk-from-env-123");
    ::unsetenv("HAWK_TEST_KEY");
    EXPECT_EQ(keys.key({ KeySource::Kind::Environment, "HAWK_TEST_KEY" }).error().code, Errc::NotFound);
    EXPECT_THAT(keys.key({ KeySource::Kind::Keychain, "x" }).error().text(), testing::HasSubstr("only the window"));
}

TEST(Prices, TheBundledTableIsSoundAndEveryRowHasASource)
{
    const auto table = PriceTable::load({});
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_GE(table->rows().size(), 10U);
    for (const Price& row : table->rows()) {
        EXPECT_FALSE(row.source.empty()) << row.model;
        EXPECT_FALSE(row.date.empty()) << row.model;
        EXPECT_GE(row.output, row.input) << row.model;
    }
    EXPECT_EQ(table->find("claude-opus-4-20250514")->output, 75);
    EXPECT_EQ(table->find("claude-opus-4-5-20251101")->output, 25);
    EXPECT_EQ(table->find("my-own-model"), nullptr);
}

TEST_F(ModelsFile, TheUsersPricesAreLookedAtFirst)
{
    ASSERT_TRUE(writeFileAtomically(folder() / "prices.json", R"({"prices":[{"model":"claude-opus-4-5*","input":1,"output":2}]})"));
    const auto table = PriceTable::load(folder() / "prices.json");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->find("claude-opus-4-5-20251101")->output, 2);
    EXPECT_EQ(table->find("claude-opus-4-20250514")->output, 75);
}

TEST(Factory, OpensAModelWithItsFallbackAndPrice)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest& request) {
        if (request.path == "/broken/chat/completions") {
            c.answer(401, "{}");
            return;
        }
        c.beginEvents();
        c.send(chatStream({ "hello" }));
    });
    ::setenv("HAWK_TEST_KEY", kCanary.c_str(), 1);
    const auto registry = parsed(R"({"name": "main", "kind": "openai-chat", "model": "m", "proxy": "none", "baseUrl": ")"
        + server.url("/broken") + R"(", "fallbacks": ["second"]},
        {"name": "second", "kind": "openai-chat", "model": "m2", "proxy": "none", "key": {"env": "HAWK_TEST_KEY"},
         "headers": {"X-Team": "k", "X-Token": {"env": "HAWK_TEST_KEY"}}, "prices": {"input": 1, "output": 10}, "baseUrl": ")"
        + server.url() + R"("})");
    ASSERT_TRUE(registry) << registry.error().text();
    const SystemKeyStore keys;
    ModelFactory factory(*registry, { keys, systemClock(), nullptr });
    auto provider = factory.open("main");
    ASSERT_TRUE(provider) << provider.error().text();
    const Outcome outcome = (*provider)->complete(ask());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_DOUBLE_EQ(outcome.reply().cost->amount, (120 + 300) / 1e6);
    EXPECT_EQ(server.requests().back().headers.at("x-token"), kCanary);
    EXPECT_EQ(server.requests().back().headers.at("x-team"), "k");
    ::unsetenv("HAWK_TEST_KEY");
    EXPECT_THAT(factory.open("main").error().text(), testing::HasSubstr("model second: the key is to come from the variable"));
}

TEST(ConnectionTest, TellsWhatWorksAndWhatDoesNot)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest& request) {
        if (request.method == "GET") {
            c.answer(200, R"({"data":[{"id":"qwen3-coder"},{"id":"other"}]})");
        } else {
            c.beginEvents();
            c.send(chatStream({ "ready" }));
        }
    });
    const SystemKeyStore keys;
    const auto registry = parsed(R"({"name": "a", "kind": "openai-chat", "model": "qwen3-coder", "proxy": "none", "baseUrl": ")"
        + server.url() + R"("}, {"name": "b", "kind": "openai-chat", "model": "qwen3-codre", "proxy": "none", "baseUrl": ")"
        + server.url() + R"("}, {"name": "c", "kind": "openai-chat", "model": "m", "key": {"env": "HAWK_NOT_SET"}, "baseUrl": ")"
        + server.url() + R"("})");
    ASSERT_TRUE(registry) << registry.error().text();
    const ModelFactory factory(*registry, { keys, systemClock(), nullptr });
    const auto a = testConnection(factory, *registry->find("a"), systemClock());
    EXPECT_TRUE(a.passed());
    EXPECT_EQ(a.steps.size(), 3U);
    EXPECT_EQ(a.steps[2].detail, "served-model says: ready");
    using Found = TestStep::Found;
    EXPECT_EQ(a.steps[0].found, Found::NoKeySent);
    EXPECT_EQ(a.steps[1].found, Found::ModelListed);
    EXPECT_EQ(a.steps[2].found, Found::Answer);
    EXPECT_EQ(a.steps[2].subject + "/" + a.steps[2].answer, "served-model/ready");
    const auto b = testConnection(factory, *registry->find("b"), systemClock());
    EXPECT_EQ(b.steps[1].hint, "did you mean qwen3-coder?");
    EXPECT_EQ(b.steps[1].found, Found::ModelNotListed);
    EXPECT_EQ(b.steps[1].subject + "/" + b.steps[1].answer, "qwen3-coder, other/qwen3-coder");
    const auto c = testConnection(factory, *registry->find("c"), systemClock());
    EXPECT_FALSE(c.passed());
    EXPECT_EQ(c.steps.size(), 1U);
    EXPECT_EQ(c.steps[0].found, Found::Failure);
}

TEST(ConnectionTest, TheBundledModelAnswers)
{
    const SystemKeyStore keys;
    const ModelRegistry none;
    const ModelFactory factory(none, { keys, systemClock(), nullptr });
    const auto report = testConnection(factory, *none.find(kDemoModel), systemClock());
    ASSERT_TRUE(report.passed()) << report.steps.back().detail;
    EXPECT_EQ(report.steps.back().answer, "ready");
}

TEST_F(ModelsFile, AnEntryIsReadAsItIsAndAnotherBecomesTheDefault)
{
    const auto file = folder() / "models.json";
    ASSERT_TRUE(writeFileAtomically(file, R"({"default": "b", "models": [
        {"name": "a", "kind": "manual", "retry": {"first": 2.5}}, {"name": "b", "kind": "manual"}]})"));
    EXPECT_EQ(modelEntry(file, "a")->at("retry").at("first"), 2.5);
    EXPECT_EQ(modelEntry(file, "c").error().code, Errc::NotFound);
    ASSERT_TRUE(setDefaultModel(file, "a"));
    EXPECT_EQ(ModelRegistry::load(file)->defaultName(), "a");
    EXPECT_FALSE(setDefaultModel(file, "c"));
    EXPECT_EQ(ModelRegistry::load(file)->defaultName(), "a");
}

TEST(ModelEntry, IsCheckedAloneAndNamesTheMember)
{
    const auto fine = modelFromEntry({ { "name", "a" }, { "kind", "manual" }, { "fallbacks", { "elsewhere" } } });
    ASSERT_TRUE(fine) << fine.error().text();
    EXPECT_EQ(fine->fallbacks, std::vector<std::string> { "elsewhere" });
    const auto wrong = modelFromEntry({ { "name", "a" }, { "kind", "anthropic" }, { "model", "m" }, { "baseUrl", "x.com" } });
    EXPECT_EQ(wrong.error().context, "baseUrl");
    EXPECT_THAT(wrong.error().message, testing::StartsWith("must be an address"));
    const auto deep = modelFromEntry({ { "name", "a" }, { "kind", "manual" }, { "timeouts", { { "connect", -1 } } } });
    EXPECT_EQ(deep.error().context, "timeouts/connect");
}

TEST(Keys, OneTypedIntoTheWindowIsNotTheCommandLines)
{
    const auto model = modelFromEntry({ { "name", "a" }, { "kind", "manual" }, { "key", { { "session", "a" } } } });
    ASSERT_TRUE(model) << model.error().text();
    EXPECT_EQ(model->key.kind, KeySource::Kind::Session);
    const auto key = SystemKeyStore().key(model->key);
    EXPECT_EQ(key.error().code, Errc::NotFound);
    EXPECT_THAT(key.error().text(), testing::HasSubstr("--key-env"));
}
