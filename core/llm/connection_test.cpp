#include "llm/connection_test.h"

#include "base/text.h"

#include <algorithm>

namespace hawk::llm {
namespace {

/// Enough for a model that thinks before it says one word.
constexpr std::int64_t kTestTokens = 2'000;
constexpr std::size_t kShownModels = 8;
constexpr std::size_t kShownAnswer = 60;

double millisSince(const Clock& clock, std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(clock.steady() - begin).count();
}

TestStep failed(std::string name, const Error& error, double ms)
{
    return { std::move(name), TestStep::State::Failed, error.message, error.hint, ms };
}

std::string listed(const std::vector<std::string>& ids)
{
    std::string out;
    for (std::size_t i = 0; i < std::min(ids.size(), kShownModels); ++i)
        out += (i == 0 ? "" : ", ") + ids[i];
    if (ids.size() > kShownModels)
        out += ", and " + std::to_string(ids.size() - kShownModels) + " more";
    return out;
}

TestStep addressStep(const HttpModel& model, const Clock& clock, std::stop_token stop)
{
    const auto begin = clock.steady();
    auto found = listModels(model, clock, std::move(stop));
    const double ms = millisSince(clock, begin);
    if (const auto* failure = std::get_if<Failure>(&found)) {
        // Not every server has the list; whether the address is right then shows in the next step.
        const bool unlisted = failure->kind == FailureKind::WrongAddress || failure->kind == FailureKind::BadRequest
            || failure->kind == FailureKind::UnknownModel;
        if (unlisted)
            return { "address", TestStep::State::Skipped, "the server answers, but has no list of models", {}, ms, TestStep::Found::NoModelList };
        return failed("address", failure->error, ms);
    }
    const auto& ids = std::get<std::vector<std::string>>(found);
    if (std::find(ids.begin(), ids.end(), model.model) != ids.end())
        return { "address", TestStep::State::Passed, "the server has " + model.model, {}, ms, TestStep::Found::ModelListed, model.model };
    const std::string near = nearestName(model.model, ids);
    // An alias may work without being listed: not a failure yet.
    return { "address", TestStep::State::Passed, "the server does not list " + model.model + "; it has: " + listed(ids),
        near.empty() ? "" : "did you mean " + near + "?", ms, TestStep::Found::ModelNotListed, listed(ids), near };
}

} // namespace

std::string_view name(TestStep::State state)
{
    switch (state) {
    case TestStep::State::Passed: return "passed";
    case TestStep::State::Failed: return "failed";
    case TestStep::State::Skipped: return "skipped";
    }
    return "?";
}

bool ConnectionReport::passed() const
{
    return std::none_of(
        steps.begin(), steps.end(), [](const TestStep& step) { return step.state == TestStep::State::Failed; });
}

ConnectionReport testConnection(
    const ModelFactory& factory, const ModelConfig& config, const Clock& clock, std::stop_token stop)
{
    ConnectionReport report;
    Result<std::unique_ptr<Provider>> provider = factory.openBare(config);
    if (!provider) {
        report.steps.push_back(failed("key", provider.error(), 0));
        return report;
    }
    if (config.overHttp()) {
        report.steps.push_back({ "key", TestStep::State::Passed,
            config.key.kind == KeySource::Kind::None    ? "no key is sent"
                : config.key.kind == KeySource::Kind::Session ? describe(config.key)
                                                              : "read from " + describe(config.key), {}, 0,
            config.key.kind == KeySource::Kind::None ? TestStep::Found::NoKeySent : TestStep::Found::KeyRead });
        const Result<HttpModel> model = factory.httpModel(config);
        if (!model) {
            report.steps.push_back(failed("key", model.error(), 0));
            return report;
        }
        report.steps.push_back(addressStep(*model, clock, stop));
        if (!report.passed())
            return report;
    }
    Request request { .messages = { { Message::Role::User, "Reply with the single word: ready" } }, .label = "connection test" };
    if (!config.parameters.maxTokens && !config.parameters.extra.contains("max_completion_tokens"))
        request.parameters.maxTokens = kTestTokens;
    const auto begin = clock.steady();
    Outcome outcome = (*provider)->complete(request, {}, stop);
    const double ms = millisSince(clock, begin);
    if (!outcome.replied()) {
        report.steps.push_back(failed("reply", outcome.failure().error, ms));
        return report;
    }
    std::string said = outcome.reply().answer.substr(0, kShownAnswer);
    std::replace(said.begin(), said.end(), '\n', ' ');
    report.steps.push_back({ "reply", TestStep::State::Passed, outcome.reply().model + " says: " + wellFormedUtf8(said), {}, ms,
        TestStep::Found::Answer, outcome.reply().model, wellFormedUtf8(said) });
    report.reply = std::move(outcome.reply());
    return report;
}

} // namespace hawk::llm
