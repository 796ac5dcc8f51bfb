#include "base/files.h"
#include "knowledge/entry_reader.h"
#include "knowledge/knowledge_base.h"

#include <algorithm>
#include <map>

namespace hawk::knowledge {
namespace fs = std::filesystem;
namespace {

Result<std::vector<fs::path>> jsonFilesBelow(const fs::path& folder)
{
    std::error_code ec;
    fs::recursive_directory_iterator it(folder, ec);
    if (ec)
        return Error { Errc::NotFound, "cannot read the knowledge folder: " + ec.message(), folder.string(), {} };
    std::vector<fs::path> files;
    for (const fs::directory_entry& item : it)
        if (item.is_regular_file(ec) && item.path().extension() == ".json")
            files.push_back(item.path());
    std::ranges::sort(files); // ids must not depend on the order of the file system
    return files;
}

/// A file holds one entry, or a list of them.
Result<std::vector<Entry>> entriesOf(const fs::path& file)
{
    const Result<std::string> text = readFile(file);
    if (!text)
        return text.error();
    const Result<LocatedJson> json = LocatedJson::parse(*text, file.string());
    if (!json)
        return json.error();
    const ErrorAt errorAt = [&](const std::string& pointer, std::string message, std::string hint) {
        return json->errorAt(pointer, std::move(message), std::move(hint));
    };
    std::vector<Entry> out;
    const bool list = json->root().is_array();
    const std::size_t count = list ? json->root().size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        Result<Entry> entry = list ? readEntry(json->root()[i], std::string("/").append(std::to_string(i)), errorAt)
                                   : readEntry(json->root(), std::string(), errorAt);
        if (!entry)
            return entry.error();
        entry->state = EntryState::Approved; // reviewed before it came into the repository
        out.push_back(std::move(*entry));
    }
    return out;
}

} // namespace

Result<bool> KnowledgeBase::seedOne(const Entry& entry)
{
    const Result<std::optional<store::EntryRecord>> known = m_workspace.entryByKey(entry.key);
    if (!known)
        return known.error();
    if (!*known) {
        const Result<EntryId> id = insert(entry);
        if (!id)
            return id.error();
        return true;
    }
    if ((*known)->version >= entry.version)
        return false;
    const Result<std::vector<store::DecisionRecord>> decisions = m_workspace.decisions("entry", (*known)->id.value);
    if (!decisions)
        return decisions.error();
    if (!decisions->empty())
        return false; // a person's word about it outlasts an update of the product
    Entry replacement = entry;
    replacement.id = (*known)->id;
    if (Status s = write(replacement); !s)
        return s.error();
    return true;
}

Result<int> KnowledgeBase::seed(const fs::path& folder)
{
    const Result<std::vector<fs::path>> files = jsonFilesBelow(folder);
    if (!files)
        return files.error();
    std::vector<Entry> all;
    std::map<std::string, fs::path> origin;
    for (const fs::path& file : *files) {
        Result<std::vector<Entry>> entries = entriesOf(file);
        if (!entries)
            return entries.error();
        for (Entry& entry : *entries) {
            const auto [it, isNew] = origin.emplace(entry.key, file);
            if (!isNew)
                return Error { Errc::InvalidInput,
                    "the key '" + entry.key + "' is used twice; it is also in " + it->second.string(), file.string(),
                    "give one of the two another key" };
            all.push_back(std::move(entry));
        }
    }
    int changed = 0;
    const Status done = m_workspace.transaction([&]() -> Status {
        for (const Entry& entry : all) {
            const Result<bool> added = seedOne(entry);
            if (!added)
                return added.error();
            changed += *added ? 1 : 0;
        }
        return {};
    });
    if (!done)
        return done.error();
    return changed;
}

} // namespace hawk::knowledge
