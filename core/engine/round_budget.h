#pragma once

#include "llm/meter.h"
#include "llm/provider.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::engine {

/// Adds a reply's tokens and money to what was used; replayed replies count as they did when they were asked, so that a
/// replay ends where the run ended. `currency` is that of `spent.money`; a price in another one counts as unknown.
void addSpending(llm::Spending& spent, std::string& currency, const llm::Reply& reply);

/// The caps of a run while one round is at work. Who may ask is decided step by step in the order of the round, by what
/// earlier steps really used, so that the decision does not depend on which judge was faster; that is why a request
/// waits, while there are caps, until the steps before it have their replies. Thread-safe.
class RoundBudget {
public:
    struct Caps {
        std::int64_t tokens = 0; ///< 0: none
        double money = 0; ///< 0: none
        bool any() const { return tokens > 0 || money > 0; }
    };
    /// `spent` by committed steps; `steps` of the round.
    RoundBudget(Caps caps, llm::Spending spent, std::string currency, std::size_t steps);

    /// Whether step `step` may send a request of this size; a Failure (Budget or Cancelled) when not. Once refused,
    /// everything later is.
    std::optional<llm::Failure> admit(
        std::size_t step, std::int64_t promptTokens, std::optional<double> promptMoney, const std::stop_token& stop);
    void add(const llm::Reply& reply);
    /// The step asks nothing more. Every step must come here, also one that failed.
    void settle(std::size_t step);

    llm::Spending spent() const; ///< with this round's
    std::string currency() const;

private:
    std::optional<std::string> lacking(std::int64_t promptTokens, std::optional<double> promptMoney) const;

    Caps m_caps;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    llm::Spending m_spent;
    std::string m_currency;
    std::vector<bool> m_settled;
    bool m_refused = false;
};

} // namespace hawk::engine
