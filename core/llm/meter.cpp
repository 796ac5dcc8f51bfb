#include "llm/meter.h"

#include <array>
#include <cstdio>

namespace hawk::llm {
namespace {

std::string money(double amount, const std::string& currency)
{
    std::array<char, 64> text {};
    std::snprintf(text.data(), text.size(), "%.4f", amount);
    return std::string(text.data()) + " " + currency;
}

Failure budgetFailure(std::string message)
{
    return { FailureKind::Budget,
        { Errc::Conflict, std::move(message), {}, "raise the cap, or give the model's price (prices.json), to go on" }, false, {} };
}

class MeteredProvider final : public Provider {
public:
    MeteredProvider(std::unique_ptr<Provider> inner, Meter& meter)
        : m_inner(std::move(inner))
        , m_meter(meter)
    {
    }
    const ModelIdentity& identity() const override { return m_inner->identity(); }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        if (auto failure = m_meter.exhausted())
            return *std::move(failure);
        Outcome outcome = m_inner->complete(request, onStream, std::move(stop));
        if (outcome.replied())
            m_meter.add(outcome.reply());
        return outcome;
    }

private:
    std::unique_ptr<Provider> m_inner;
    Meter& m_meter;
};

} // namespace

Meter::Meter(SpendingCaps caps, Spending already)
    : m_caps(std::move(caps))
    , m_spent(already)
{
}

void Meter::add(const Reply& reply)
{
    if (reply.replayed)
        return;
    const std::scoped_lock lock(m_mutex);
    ++m_spent.requests;
    m_spent.promptTokens += reply.usage.promptTokens;
    m_spent.cachedTokens += reply.usage.cachedTokens;
    m_spent.completionTokens += reply.usage.completionTokens;
    if (reply.cost && reply.cost->currency == m_caps.currency)
        m_spent.money += reply.cost->amount;
    else
        ++m_spent.unpriced;
}

Spending Meter::spent() const
{
    const std::scoped_lock lock(m_mutex);
    return m_spent;
}

std::optional<Failure> Meter::exhausted() const
{
    const Spending now = spent();
    const std::int64_t tokens = now.promptTokens + now.completionTokens;
    if (m_caps.tokens && tokens >= *m_caps.tokens)
        return budgetFailure("the token cap is reached: " + std::to_string(tokens) + " of " + std::to_string(*m_caps.tokens));
    if (m_caps.money && now.unpriced > 0)
        return budgetFailure("the money cap cannot be held: the price of a model that answered is not known in "
            + m_caps.currency);
    if (m_caps.money && now.money >= *m_caps.money)
        return budgetFailure("the money cap is reached: " + money(now.money, m_caps.currency) + " of "
            + money(*m_caps.money, m_caps.currency));
    return {};
}

std::unique_ptr<Provider> makeMeteredProvider(std::unique_ptr<Provider> inner, Meter& meter)
{
    return std::make_unique<MeteredProvider>(std::move(inner), meter);
}

} // namespace hawk::llm
