#include "knowledge/entry_reader.h"

#include "base/dtype.h"
#include "base/text.h"
#include "spec/operator_spec.h"

#include <algorithm>
#include <optional>

namespace hawk::knowledge {
namespace {

/// Reads fields of one object, keeps the first error, and knows which keys it was asked for.
class Fields {
public:
    Fields(const Json& json, std::string pointer, const ErrorAt& errorAt, std::optional<Error>& error)
        : m_json(json)
        , m_pointer(std::move(pointer))
        , m_errorAt(errorAt)
        , m_error(error)
    {
        if (!json.is_object())
            fail("", "expected an object, found " + std::string(json.type_name()));
    }

    void fail(const std::string& key, std::string message, std::string hint = {})
    {
        if (!m_error)
            m_error = m_errorAt(key.empty() ? m_pointer : m_pointer + "/" + key, std::move(message), std::move(hint));
    }

    const Json* find(const std::string& key)
    {
        m_known.push_back(key);
        const auto it = m_json.is_object() ? m_json.find(key) : m_json.end();
        return m_json.is_object() && it != m_json.end() ? &*it : nullptr;
    }

    std::string text(const std::string& key, bool required)
    {
        const Json* value = find(key);
        if (!value) {
            if (required)
                fail(key, "\"" + key + "\" is missing");
            return {};
        }
        if (value->is_string()) {
            std::string out = value->get<std::string>();
            if (required && out.empty())
                fail(key, "\"" + key + "\" must not be empty");
            return out;
        }
        fail(key, "\"" + key + "\" must be a text");
        return {};
    }

    /// A text, or a list of lines: code is easier to read and to review that way in JSON.
    std::string lines(const std::string& key)
    {
        const Json* value = find(key);
        if (!value || value->is_string())
            return value ? value->get<std::string>() : std::string();
        std::string out;
        for (std::size_t i = 0; value->is_array() && i < value->size(); ++i) {
            if (!(*value)[i].is_string())
                fail(key + "/" + std::to_string(i), "a line must be a text");
            else
                out += (*value)[i].get<std::string>() + "\n";
        }
        if (!value->is_array())
            fail(key, "\"" + key + "\" must be a text or a list of lines");
        return out;
    }

    template <class Check>
    std::vector<std::string> list(const std::string& key, const Check& check)
    {
        const Json* value = find(key);
        std::vector<std::string> out;
        if (!value)
            return out;
        if (!value->is_array())
            fail(key, "\"" + key + "\" must be a list of texts");
        for (std::size_t i = 0; value->is_array() && i < value->size(); ++i) {
            const std::string at = key + "/" + std::to_string(i);
            if (!(*value)[i].is_string()) {
                fail(at, "\"" + key + "\" must be a list of texts");
                continue;
            }
            out.push_back((*value)[i].get<std::string>());
            if (const Status s = check(out.back()); !s)
                fail(at, s.error().message, s.error().hint);
        }
        return out;
    }
    std::vector<std::string> list(const std::string& key)
    {
        return list(key, [](const std::string&) { return Status {}; });
    }

    Json object(const std::string& key)
    {
        const Json* value = find(key);
        if (value && !value->is_object())
            fail(key, "\"" + key + "\" must be an object");
        return value && value->is_object() ? *value : Json::object();
    }

    /// Call last: any key nobody asked for is a misspelling.
    void rejectUnknown()
    {
        if (!m_json.is_object())
            return;
        for (const auto& [key, value] : m_json.items()) {
            if (std::ranges::find(m_known, key) != m_known.end())
                continue;
            const std::string near = nearestName(key, m_known);
            fail(key, "unknown key \"" + key + "\"", near.empty() ? "" : "did you mean \"" + near + "\"?");
        }
    }

private:
    const Json& m_json;
    std::string m_pointer;
    const ErrorAt& m_errorAt;
    std::optional<Error>& m_error;
    std::vector<std::string> m_known;
};

const Json& part(Fields& entry, const std::string& key)
{
    static const Json none = Json::object();
    const Json* value = entry.find(key);
    if (!value)
        entry.fail(key, "\"" + key + "\" is missing");
    return value ? *value : none;
}

Status knownTag(const std::string& tag)
{
    if (std::ranges::find(bottleneckTags(), tag) != bottleneckTags().end())
        return {};
    const std::vector<std::string> known(bottleneckTags().begin(), bottleneckTags().end());
    const std::string near = nearestName(tag, known);
    return Error { Errc::InvalidInput, "'" + tag + "' is no bottleneck tag", {},
        near.empty() ? "see the list of tags in the documentation" : "did you mean '" + near + "'?" };
}

Triggers readTriggers(const Json& json, const std::string& pointer, const ErrorAt& errorAt, std::optional<Error>& error)
{
    Fields f(json, pointer, errorAt, error);
    Triggers out;
    const Result<Stage> stage = stageFromName(f.text("stage", true));
    if (stage)
        out.stage = *stage;
    else
        f.fail("stage", stage.error().message, stage.error().hint);
    out.families = f.list("families", [](const std::string& text) -> Status {
        const Result<spec::Family> family = spec::familyFromName(text);
        return family ? Status {} : Status { family.error() };
    });
    out.apis = f.list("apis");
    out.constraints = f.list("constraints");
    out.errorSignatures = f.list("errors");
    out.bottlenecks = f.list("bottlenecks", knownTag);
    out.dtypes = f.list("dtypes", [](const std::string& text) -> Status {
        const Result<DType> type = dtypeFromName(text);
        return type ? Status {} : Status { type.error() };
    });
    out.chips = f.list("chips");
    f.rejectUnknown();
    return out;
}

Rationale readRationale(const Json& json, const std::string& pointer, const ErrorAt& errorAt, std::optional<Error>& error)
{
    Fields f(json, pointer, errorAt, error);
    Rationale out { .symptom = f.text("symptom", true),
        .cause = f.text("cause", true),
        .constraint = f.text("constraint", false),
        .consequence = f.text("consequence", false),
        .whenNotToApply = f.text("whenNotToApply", false) };
    f.rejectUnknown();
    return out;
}

Artifact readArtifact(const Json& json, const std::string& pointer, const ErrorAt& errorAt, std::optional<Error>& error)
{
    Fields f(json, pointer, errorAt, error);
    Artifact out;
    const Result<Artifact::Kind> kind = artifactKindFromName(f.text("kind", true));
    if (kind)
        out.kind = *kind;
    else
        f.fail("kind", kind.error().message, kind.error().hint);
    out.text = f.lines("text");
    out.holes = f.object("holes");
    out.rule = f.object("rule");
    if (out.kind == Artifact::Kind::PlanRule) {
        if (!out.rule.contains("set") || !out.rule.at("set").is_object() || out.rule.at("set").empty())
            f.fail("rule", "a plan rule needs a \"set\" object with at least one field");
    } else {
        out.rule = Json();
        if (out.text.empty())
            f.fail("text", "\"text\" is missing or empty");
    }
    for (const auto& [hole, description] : out.holes.items()) {
        const bool complete = description.is_object() && description.contains("example")
            && description.at("example").is_string();
        if (!complete)
            f.fail("holes/" + hole, "a hole needs an \"example\" text");
        if (out.text.find("${" + hole + "}") == std::string::npos)
            f.fail("holes/" + hole, "the text has no ${" + hole + "}");
    }
    if (!error && filledTemplate(out).find("${") != std::string::npos)
        f.fail("text", "the text has a hole that \"holes\" does not describe");
    f.rejectUnknown();
    return out;
}

} // namespace

Result<Entry> readEntry(const Json& json, const std::string& pointer, const ErrorAt& errorAt)
{
    std::optional<Error> error;
    Fields f(json, pointer, errorAt, error);
    Entry out;
    out.key = f.text("key", true);
    if (const Json* version = f.find("version")) {
        if (version->is_number_integer() && *version >= 1 && *version <= 1'000'000)
            out.version = version->get<int>();
        else
            f.fail("version", "\"version\" must be a whole number from 1");
    }
    out.title = f.text("title", true);
    out.triggers = readTriggers(part(f, "triggers"), pointer + "/triggers", errorAt, error);
    out.rationale = readRationale(part(f, "rationale"), pointer + "/rationale", errorAt, error);
    out.artifact = readArtifact(part(f, "artifact"), pointer + "/artifact", errorAt, error);
    out.source = f.object("source");
    out.verification = f.object("verification");
    f.rejectUnknown();
    if (error)
        return *error;
    return out;
}

} // namespace hawk::knowledge
