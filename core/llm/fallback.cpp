#include "llm/fallback.h"

namespace hawk::llm {
namespace {

class FallbackProvider final : public Provider {
public:
    explicit FallbackProvider(std::vector<std::unique_ptr<Provider>> models)
        : m_models(std::move(models))
    {
    }
    const ModelIdentity& identity() const override { return m_models.front()->identity(); }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        Outcome outcome = m_models.front()->complete(request, onStream, stop);
        std::string earlier;
        for (std::size_t i = 1; i < m_models.size() && !outcome.replied(); ++i) {
            if (outcome.failure().kind == FailureKind::Cancelled)
                return outcome;
            earlier += outcome.failure().error.message + "; ";
            if (onStream) {
                const std::string notice = outcome.failure().error.message + "; asking " + m_models[i]->identity().name;
                onStream({ StreamEvent::Kind::Restart, {} });
                onStream({ StreamEvent::Kind::Notice, notice });
            }
            outcome = m_models[i]->complete(request, onStream, stop);
        }
        if (!outcome.replied() && outcome.failure().kind != FailureKind::Cancelled)
            outcome.failure().error.message = earlier + outcome.failure().error.message;
        return outcome;
    }

private:
    std::vector<std::unique_ptr<Provider>> m_models;
};

} // namespace

std::unique_ptr<Provider> makeFallbackProvider(std::vector<std::unique_ptr<Provider>> models)
{
    if (models.size() == 1)
        return std::move(models.front());
    return std::make_unique<FallbackProvider>(std::move(models));
}

} // namespace hawk::llm
