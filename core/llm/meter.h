#pragma once

#include "llm/provider.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace hawk::llm {

/// Hard caps on what a run may use; unset: none.
struct SpendingCaps {
    std::optional<std::int64_t> tokens;
    std::optional<double> money; ///< in `currency`; after a reply without a price in it nothing more is asked
    std::string currency = "USD";
};

/// What was used so far. `unpriced`: replies whose price is not known, so that `money` is a lower bound.
struct Spending {
    std::int64_t requests = 0;
    std::int64_t promptTokens = 0;
    std::int64_t cachedTokens = 0;
    std::int64_t completionTokens = 0;
    std::int64_t unpriced = 0;
    double money = 0;
};

/// Adds up replies. Shared by the models of a run; thread-safe. Replayed replies count nothing.
class Meter {
public:
    explicit Meter(SpendingCaps caps = {}, Spending already = {});
    void add(const Reply& reply);
    Spending spent() const;
    const SpendingCaps& caps() const { return m_caps; }
    /// The failure of a cap that is reached; nothing while there is room.
    std::optional<Failure> exhausted() const;

private:
    SpendingCaps m_caps;
    mutable std::mutex m_mutex;
    Spending m_spent;
};

/// Refuses calls once a cap is reached (Failure: Budget). A call under way is not cut off: the cap can be passed by what is
/// running at that moment. `meter` must outlive it.
std::unique_ptr<Provider> makeMeteredProvider(std::unique_ptr<Provider> inner, Meter& meter);

} // namespace hawk::llm
