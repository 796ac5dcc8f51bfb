#pragma once

#include "models/rows.h"

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

/// Language models as the window shows and edits them. No value here holds a key, only the place of one.
namespace hawk::ui {

enum class ModelType { Chat, Completions, Anthropic, Command, Manual };
constexpr int kModelTypeCount = 5;

struct KeyPlace {
    enum class Kind { None, Keychain, Environment, File, Session };
    Kind kind = Kind::None;
    QString name; ///< keychain entry, variable, path
    bool operator==(const KeyPlace&) const = default;
};

/// Whether the key is where it should be.
enum class KeyState { NotNeeded, Present, Missing, Unusable, Unknown };

/// One line of the list of models.
struct ModelRow {
    QString name;
    ModelType type = ModelType::Chat;
    QString modelId;
    QString address; ///< URL, command line; empty for a person
    KeyPlace key;
    KeyState keyState = KeyState::Unknown;
    QString keyProblem; ///< why it is missing or unusable
    QString price; ///< in words
    bool isDefault = false;
    bool bundled = false; ///< comes with the program: to be run and copied, not changed or removed
};

/// A price per million tokens.
struct PriceValue {
    double input = 0;
    double output = 0;
    std::optional<double> cachedInput;
    QString currency;
    QString source; ///< empty for the model's own price
    bool operator==(const PriceValue&) const = default;
};

/// A model while it is edited. Numbers that are unset are not written, so that the server's or our default
/// holds.
struct ModelDraft {
    QString name;
    ModelType type = ModelType::Chat;
    QString baseUrl;
    QString modelId;
    KeyPlace key;
    QString headers; ///< lines "Name: value", "Name: env=VARIABLE", "Name: file=PATH"
    QString proxy;
    QString caFile;
    QString command; ///< program and arguments as a shell line
    bool commandTakesJson = false;
    QString workingDirectory;
    QString
        promptTemplate; ///< name of a bundled one; empty: plain. A text of the user's own is kept as it is
    bool stream = true;
    std::optional<double> temperature, topP;
    std::optional<qint64> maxTokens, seed;
    QString extra; ///< JSON object with further members of the request
    std::optional<double> connectSeconds, firstByteSeconds, idleSeconds, totalSeconds;
    std::optional<qint64> retries, concurrency, requestsPerMinute, tokensPerMinute, contextTokens;
    std::optional<PriceValue> price;
    QStringList fallbacks;
    bool operator==(const ModelDraft&) const = default;
};

/// What is wrong with a draft. `field` is the member's name in models.json; empty when nothing is wrong.
struct DraftProblem {
    QString field;
    QString message;
    QString hint;
    bool wrong() const { return !message.isEmpty(); }
};

/// A step of a connection test.
struct TestStepView {
    enum class State { Passed, Failed, Skipped };
    enum class Found { Failure, NoKeySent, KeyRead, ModelListed, ModelNotListed, NoModelList, Answer };
    QString name; ///< "key", "address", "reply"
    State state = State::Passed;
    QString detail; ///< in the core's words; the window has its own for all but a failure
    QString hint;
    double ms = 0;
    Found found = Found::Failure;
    QString subject; ///< of `found`: the models that are there, the model that answered
    QString answer; ///< what it said, or the name that is nearest to a model that is not listed
    KeyPlace key; ///< of the model
};

struct ConnectionView {
    bool passed = false;
    bool cancelled = false;
    std::vector<TestStepView> steps;
    QString reportedModel; ///< as the server names it; empty without a reply
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    bool tokensEstimated = false;
    QString cost; ///< in words; empty when no price is known
};

} // namespace hawk::ui

Q_DECLARE_METATYPE(hawk::ui::ConnectionView)
