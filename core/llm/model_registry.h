#pragma once

#include "llm/http.h"
#include "llm/keys.h"
#include "llm/limits.h"
#include "llm/prices.h"
#include "llm/retry.h"
#include "llm/wire.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hawk::llm {

enum class ModelKind : std::uint8_t { OpenAiChat, OpenAiCompletions, Anthropic, Command, Manual };
std::string_view name(ModelKind kind);
std::optional<ModelKind> modelKindFromName(std::string_view name);
/// Every name, in the order of the enumeration.
std::vector<std::string> modelKindNames();

/// A header is a text, or a secret that is read when the model is opened.
struct HeaderValue {
    std::string text;
    KeySource source;
};

/// One model as the user set it up. Holds no key, only where it is.
struct ModelConfig {
    std::string name;
    ModelKind kind = ModelKind::OpenAiChat;
    std::string baseUrl;
    std::string model; ///< the id sent to the server; a label for commands and people
    KeySource key;
    std::vector<std::pair<std::string, HeaderValue>> headers;
    std::string proxy;
    KeySource proxyLogin; ///< of a text "user:password"
    std::string caFile;
    std::vector<std::string> command;
    bool commandTakesJson = false;
    std::string workingDirectory;
    Parameters parameters;
    WireOptions wire;
    Timeouts timeouts;
    RetryPolicy retry;
    RateLimits limits;
    std::uint64_t maxResponseBytes = 32ULL << 20U;
    std::int64_t contextTokens = 0; ///< prompt and answer together; 0: not known
    std::optional<Price> price; ///< wins over the price table
    std::vector<std::string> fallbacks;

    bool overHttp() const { return kind != ModelKind::Command && kind != ModelKind::Manual; }
};
/// What a person may see: everything but keys, which it never held.
Json toJson(const ModelConfig& config);

/// A bundled script in the place of a model (resources/models/demo_model.py): works offline, costs nothing. A model of
/// that name in models.json comes first.
inline constexpr std::string_view kDemoModel = "demo-script";

/// models.json of the user, checked. A value.
class ModelRegistry {
public:
    /// Errors name file, line and column, and never quote a value that could be a key.
    static Result<ModelRegistry> parse(std::string_view text, const std::string& origin);
    /// An absent file is an empty registry.
    static Result<ModelRegistry> load(const std::filesystem::path& file);

    const std::vector<ModelConfig>& models() const { return m_models; }
    const std::string& defaultName() const { return m_default; }
    /// The named one, or the default for "". The bundled kDemoModel is found without being set up. NotFound names the
    /// nearest.
    Result<ModelConfig> find(std::string_view name) const;

private:
    std::vector<ModelConfig> m_models;
    std::string m_default;
};

/// $HAWK_CONFIG, else $XDG_CONFIG_HOME/hawk, else ~/.config/hawk. Not created by asking.
std::filesystem::path configDir();
std::filesystem::path modelsFile();
std::filesystem::path pricesFile();

/// Edits of models.json: the rest of the file keeps its order and contents. The file is rewritten whole or not at all, and
/// only when the result is valid.
struct ModelEdit {
    Json entry; ///< the object to add; its "name" decides
    bool replace = false; ///< else a model of that name is a Conflict
    bool makeDefault = false;
};
Status addModel(const std::filesystem::path& file, const ModelEdit& edit);
/// The object of one model as the file has it, members a form does not know included. NotFound when there is none.
Result<Json> modelEntry(const std::filesystem::path& file, const std::string& name);
/// One entry on its own, checked as models.json is; fallbacks are not looked up. For a form that is being filled in: the
/// error's context is the member that is wrong, "baseUrl", "timeouts/connect".
Result<ModelConfig> modelFromEntry(const Json& entry);
Status setDefaultModel(const std::filesystem::path& file, const std::string& name);
/// NotFound when there is none; Conflict when others name it as their fallback.
Status removeModel(const std::filesystem::path& file, const std::string& name);

} // namespace hawk::llm
