#include "llm/model_registry.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace hawk::llm {
namespace {

using Ordered = nlohmann::ordered_json; // keeps the order of what the user wrote

Result<Ordered> readOrdered(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return Ordered { { "version", 1 }, { "models", Ordered::array() } };
    const Result<std::string> text = readFile(file);
    if (!text)
        return text.error();
    // Checked first: an edit must not build on a file that is wrong already.
    if (const auto valid = ModelRegistry::parse(*text, file.string()); !valid)
        return valid.error();
    Ordered document = Ordered::parse(*text, nullptr, false);
    if (!document.contains("models") || document.at("models").is_null())
        document["models"] = Ordered::array();
    return document;
}

Status write(const std::filesystem::path& file, const Ordered& document)
{
    const std::string text = document.dump(2) + "\n";
    // The new text is checked as a reader will check it. Its lines are not the user's, so the place is left out.
    if (const auto valid = ModelRegistry::parse(text, "the new " + file.filename().string()); !valid)
        return Error { valid.error().code, valid.error().message, {}, valid.error().hint };
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    if (failure)
        return Error { Errc::Io, "cannot make the folder " + file.parent_path().string() + ": " + failure.message(), {}, {} };
    return writeFileAtomically(file, text);
}

auto findByName(Ordered& models, const std::string& name)
{
    return std::find_if(models.begin(), models.end(), [&](const Ordered& each) { return each.value("name", "") == name; });
}

} // namespace

Status addModel(const std::filesystem::path& file, const ModelEdit& edit)
{
    Result<Ordered> document = readOrdered(file);
    if (!document)
        return document.error();
    const std::string name = edit.entry.value("name", std::string());
    Ordered& models = (*document)["models"];
    const Ordered entry = Ordered::parse(edit.entry.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (const auto found = findByName(models, name); found == models.end())
        models.push_back(entry);
    else if (edit.replace)
        *found = entry;
    else
        return Error { Errc::Conflict, "a model named " + hawk::quoted(name) + " is set up already", file.string(),
            "add --replace to put this one in its place" };
    if (edit.makeDefault || models.size() == 1)
        (*document)["default"] = name;
    return write(file, *document);
}

Result<Json> modelEntry(const std::filesystem::path& file, const std::string& name)
{
    Result<Ordered> document = readOrdered(file);
    if (!document)
        return document.error();
    Ordered& models = (*document)["models"];
    const auto found = findByName(models, name);
    if (found == models.end())
        return Error { Errc::NotFound, "no model is named " + hawk::quoted(name), file.string(), "it may have been removed meanwhile" };
    return Json::parse(found->dump());
}

Result<ModelConfig> modelFromEntry(const Json& entry)
{
    Json alone = entry;
    if (alone.is_object())
        alone.erase("fallbacks");
    const Json document { { "models", Json::array({ std::move(alone) }) } };
    const auto registry = ModelRegistry::parse(document.dump(-1, ' ', false, Json::error_handler_t::replace), "the model");
    if (!registry) {
        // A line in a text nobody wrote helps nobody; the member does: "/models/0/baseUrl: must be" -> "baseUrl".
        Error error = registry.error();
        error.context.clear();
        constexpr std::string_view kPlace = "/models/0";
        if (const std::size_t colon = error.message.find(": "); error.message.starts_with(kPlace) && colon != std::string::npos) {
            error.context = error.message.substr(kPlace.size(), colon - kPlace.size());
            error.context.erase(0, error.context.starts_with('/') ? 1 : 0);
            error.message.erase(0, colon + 2);
        }
        return error;
    }
    ModelConfig config = registry->models().front();
    if (entry.contains("fallbacks") && entry.at("fallbacks").is_array())
        for (const Json& each : entry.at("fallbacks"))
            config.fallbacks.push_back(each.is_string() ? each.get<std::string>() : std::string());
    return config;
}

Status setDefaultModel(const std::filesystem::path& file, const std::string& name)
{
    Result<Ordered> document = readOrdered(file);
    if (!document)
        return document.error();
    (*document)["default"] = name;
    return write(file, *document);
}

Status removeModel(const std::filesystem::path& file, const std::string& name)
{
    const Result<ModelRegistry> registry = ModelRegistry::load(file);
    if (!registry)
        return registry.error();
    if (const auto found = registry->find(name); !found)
        return found.error();
    const auto named = [&](const ModelConfig& each) { return each.name == name; };
    if (std::none_of(registry->models().begin(), registry->models().end(), named))
        return Error { Errc::InvalidInput, hawk::quoted(name) + " is bundled: it is not in models.json and stays", {}, {} };
    for (const ModelConfig& each : registry->models())
        if (std::find(each.fallbacks.begin(), each.fallbacks.end(), name) != each.fallbacks.end())
            return Error { Errc::Conflict, hawk::quoted(name) + " is a fallback of " + hawk::quoted(each.name), file.string(),
                "take it out of that model's fallbacks first" };
    Result<Ordered> document = readOrdered(file);
    if (!document)
        return document.error();
    Ordered& models = (*document)["models"];
    models.erase(findByName(models, name));
    if (document->value("default", "") == name)
        document->erase("default");
    return write(file, *document);
}

} // namespace hawk::llm
