#include "engine/round_budget.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hawk::engine {
namespace {

std::string amount(double value)
{
    std::array<char, 48> text {};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

} // namespace

void addSpending(llm::Spending& spent, std::string& currency, const llm::Reply& reply)
{
    ++spent.requests;
    spent.promptTokens += reply.usage.promptTokens;
    spent.cachedTokens += reply.usage.cachedTokens;
    spent.completionTokens += reply.usage.completionTokens;
    if (reply.cost && currency.empty())
        currency = reply.cost->currency;
    if (reply.cost && reply.cost->currency == currency)
        spent.money += reply.cost->amount;
    else
        ++spent.unpriced;
}

RoundBudget::RoundBudget(Caps caps, llm::Spending spent, std::string currency, std::size_t steps)
    : m_caps(caps)
    , m_spent(spent)
    , m_currency(std::move(currency))
    , m_settled(steps, false)
{
}

std::optional<std::string> RoundBudget::lacking(std::int64_t promptTokens, std::optional<double> promptMoney) const
{
    const std::int64_t tokens = m_spent.promptTokens + m_spent.completionTokens;
    if (m_caps.tokens > 0 && tokens + promptTokens > m_caps.tokens)
        return "the budget of " + std::to_string(m_caps.tokens) + " tokens is spent: " + std::to_string(tokens)
            + " used, the next prompt takes about " + std::to_string(promptTokens);
    if (m_caps.money <= 0)
        return {};
    if (m_spent.unpriced > 0)
        return "the budget of " + amount(m_caps.money)
            + " in money cannot be held: a reply came without a known price (prices.json can give it)";
    const double next = m_spent.money + promptMoney.value_or(0);
    if (next > m_caps.money || m_spent.money >= m_caps.money)
        return "the budget of " + amount(m_caps.money) + " " + m_currency + " is spent: " + amount(m_spent.money)
            + " used, the next prompt takes about " + amount(promptMoney.value_or(0));
    return {};
}

std::optional<llm::Failure> RoundBudget::admit(
    std::size_t step, std::int64_t promptTokens, std::optional<double> promptMoney, const std::stop_token& stop)
{
    if (!m_caps.any())
        return {};
    std::unique_lock lock(m_mutex);
    const auto before = m_settled.begin() + static_cast<std::ptrdiff_t>(step);
    const bool turn = m_changed.wait(
        lock, stop, [&] { return std::all_of(m_settled.begin(), before, [](bool settled) { return settled; }); });
    if (!turn)
        return llm::Failure { llm::FailureKind::Cancelled, { Errc::Cancelled, "stopped", {}, {} }, false, {} };
    std::optional<std::string> why = m_refused ? std::string("the budget is spent") : lacking(promptTokens, promptMoney);
    if (!why)
        return {};
    m_refused = true;
    return llm::Failure { llm::FailureKind::Budget, { Errc::Conflict, *std::move(why), {}, {} }, false, {} };
}

void RoundBudget::add(const llm::Reply& reply)
{
    const std::scoped_lock lock(m_mutex);
    addSpending(m_spent, m_currency, reply);
}

void RoundBudget::settle(std::size_t step)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_settled.at(step) = true;
    }
    m_changed.notify_all();
}

llm::Spending RoundBudget::spent() const
{
    const std::scoped_lock lock(m_mutex);
    return m_spent;
}

std::string RoundBudget::currency() const
{
    const std::scoped_lock lock(m_mutex);
    return m_currency;
}

} // namespace hawk::engine
