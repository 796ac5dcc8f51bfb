#include "emulator/project/shared_sources.h"

#include "base/files.h"
#include "base/hash.h"
#include "emulator/runner/folder_hash.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>

#include <unistd.h>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

/// Names in a file's #include lines, of both kinds; a line in a comment costs a look-up and no more.
std::vector<std::string> includedNames(const fs::path& file)
{
    std::vector<std::string> names;
    const std::string text = readFile(file).value_or("");
    constexpr std::string_view kBlank = " \t";
    for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1)) {
        const std::size_t word = text.find_first_not_of(kBlank, at + 1);
        if (word == std::string::npos || text.compare(word, 7, "include") != 0)
            continue;
        const std::size_t open = text.find_first_not_of(kBlank, word + 7);
        if (open == std::string::npos || (text[open] != '"' && text[open] != '<'))
            continue;
        const std::size_t close = text.find_first_of(text[open] == '"' ? "\"\n" : ">\n", open + 1);
        if (close != std::string::npos && text[close] != '\n')
            names.push_back(text.substr(open + 1, close - open - 1));
    }
    return names;
}

fs::path repositoryAbove(const fs::path& folder)
{
    std::error_code ec;
    for (fs::path at = folder; at.has_relative_path(); at = at.parent_path())
        if (fs::is_directory(at / "common/inc", ec))
            return at;
    return {};
}

/// The names behind DEPENDENCIES in a CMakeLists.txt, up to the bracket or the next keyword.
std::vector<std::string> dependenciesIn(const fs::path& file)
{
    std::vector<std::string> names;
    const std::string text = readFile(file).value_or("");
    constexpr std::string_view kKeyword = "DEPENDENCIES";
    for (std::size_t at = text.find(kKeyword); at != std::string::npos; at = text.find(kKeyword, at + 1)) {
        const std::size_t begin = at + kKeyword.size();
        std::istringstream words(text.substr(begin, text.find(')', begin) - begin));
        const auto isName = [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0 || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_'; };
        for (std::string word; words >> word && std::ranges::all_of(word, isName);)
            names.push_back(word);
    }
    return names;
}

bool isBelow(const fs::path& file, const fs::path& folder)
{
    return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

/// Walks from a project's sources along their include lines.
class IncludeWalk {
public:
    explicit IncludeWalk(const OperatorProject& project)
        : m_root(canonical(project.root))
        , m_kernelFolder(canonical(project.kernelFolder))
        , m_repository(repositoryAbove(m_root))
    {
        if (!m_repository.empty())
            addSearchDirs(canonical(project.hostFolder));
        m_own = { m_kernelFolder, canonical(project.hostFolder), m_root };
        m_own.insert(m_own.end(), m_searchDirs.begin(), m_searchDirs.end());
        for (const auto* sources : { &project.hostSources, &project.helperSources, &project.kernelSources })
            for (const fs::path& source : *sources)
                visit(canonical(source));
        for (const fs::path& source : m_lent)
            visit(source);
        while (!m_waiting.empty()) {
            const fs::path file = m_waiting.back();
            m_waiting.pop_back();
            for (const std::string& name : includedNames(file))
                follow(name, file.parent_path());
        }
    }
    const std::vector<fs::path>& searchDirs() const { return m_searchDirs; }
    const std::vector<fs::path>& lentSources() const { return m_lent; }
    bool lendersServeOtherChips() const { return m_otherChips; }
    const std::set<fs::path>& foldersOutside() const { return m_outside; }
    /// Operator -> its op_kernel folder, for the operators that are named as siblings; with our own when there are any.
    const std::map<std::string, fs::path>& siblings() const { return m_siblings; }

private:
    void addSearchDirs(const fs::path& hostFolder)
    {
        std::vector<fs::path> wanted { m_root.parent_path(), m_repository };
        for (const char* folder : { "common/inc", "common/inc/op_host", "common/inc/op_kernel" })
            wanted.push_back(m_repository / folder);
        for (const fs::path& list : { m_root / "CMakeLists.txt", hostFolder / "CMakeLists.txt" })
            for (const std::string& name : dependenciesIn(list))
                if (const fs::path folder = operatorFolder(name); !folder.empty() && folder != m_root) {
                    wanted.push_back(folder / "op_host");
                    addLent(folder / "op_host");
                }
        for (const fs::path& folder : wanted)
            if (std::error_code ec; fs::is_directory(folder, ec) && std::ranges::find(m_searchDirs, folder) == m_searchDirs.end())
                m_searchDirs.push_back(folder);
    }
    void addLent(const fs::path& hostFolder)
    {
        std::vector<fs::path> sources;
        std::error_code ec;
        for (const auto& entry : fs::directory_iterator(hostFolder, ec))
            if (isForOtherChips(entry.path()))
                m_otherChips = true;
            else if (entry.path().extension() == ".cpp" && readFile(entry.path()).value_or("OP_ADD").find("OP_ADD") == std::string::npos)
                sources.push_back(entry.path());
        std::ranges::sort(sources);
        for (const fs::path& source : sources)
            if (std::ranges::find(m_lent, source) == m_lent.end())
                m_lent.push_back(source);
    }
    static fs::path canonical(const fs::path& path)
    {
        std::error_code ec;
        fs::path real = fs::canonical(path, ec);
        return ec ? path.lexically_normal() : real;
    }
    void visit(const fs::path& file)
    {
        if (!m_seen.insert(file).second)
            return;
        m_waiting.push_back(file);
        if (!isBelow(file, m_root))
            m_outside.insert(file.parent_path());
    }
    void follow(const std::string& name, const fs::path& from)
    {
        std::error_code ec;
        for (std::size_t i = 0; i <= m_own.size(); ++i) {
            const fs::path file = (i == 0 ? from : m_own[i - 1]) / name;
            if (fs::is_regular_file(file, ec))
                return visit(canonical(file));
        }
        if (name.starts_with("../"))
            followSibling(fs::path(name).lexically_normal());
    }
    /// "../X/rest", where X is an operator of the repository with rest in its op_kernel folder.
    void followSibling(const fs::path& name)
    {
        auto part = std::ranges::find_if(name, [](const fs::path& one) { return one != ".."; });
        if (m_repository.empty() || part == name.end() || std::next(part) == name.end())
            return;
        const std::string sibling = part->string();
        fs::path rest;
        for (++part; part != name.end(); ++part)
            rest /= *part;
        const fs::path folder = operatorFolder(sibling) / "op_kernel";
        std::error_code ec;
        if (!fs::is_regular_file(folder / rest, ec))
            return;
        m_siblings[sibling] = folder;
        m_siblings[m_root.filename().string()] = m_kernelFolder;
        visit(canonical(folder / rest));
    }
    /// Operators lie in folders of their kind: beside ours, or up to two folders below the repository. Empty when there is none.
    fs::path operatorFolder(const std::string& name)
    {
        if (const auto known = m_operators.find(name); known != m_operators.end())
            return known->second;
        std::error_code ec;
        std::vector<fs::path> kinds { m_root.parent_path(), m_repository };
        for (std::size_t begin = 1, depth = 0; depth < 2; ++depth) {
            const std::size_t end = kinds.size();
            for (; begin < end; ++begin)
                for (const auto& entry : fs::directory_iterator(kinds[begin], ec))
                    if (entry.is_directory(ec) && !entry.path().filename().string().starts_with("."))
                        kinds.push_back(entry.path());
        }
        std::sort(kinds.begin() + 1, kinds.end());
        const auto isOperator = [&](const fs::path& folder) { return fs::is_directory(folder / "op_kernel", ec) || fs::is_directory(folder / "op_host", ec); };
        const auto found = std::ranges::find_if(kinds, [&](const fs::path& kind) { return isOperator(kind / name); });
        return m_operators[name] = found == kinds.end() ? fs::path() : *found / name;
    }

    fs::path m_root, m_kernelFolder, m_repository;
    std::vector<fs::path> m_searchDirs, m_own, m_waiting, m_lent;
    std::set<fs::path> m_seen, m_outside;
    std::map<std::string, fs::path> m_siblings, m_operators;
    bool m_otherChips = false;
};

/// The folders side by side, under the names the vendor's build gives them.
Result<std::vector<fs::path>> laidOut(const std::map<std::string, fs::path>& siblings)
{
    HashBuilder key;
    for (const auto& [name, folder] : siblings) {
        const auto contents = hashFolder(folder);
        if (!contents)
            return contents.error();
        key.add(name).add(*contents);
    }
    const fs::path kept = cacheDir() / "operators" / ("siblings-" + key.hex());
    std::error_code ec;
    if (!fs::is_directory(kept, ec)) {
        fs::create_directories(kept.parent_path(), ec);
        const fs::path made = kept.string() + "." + std::to_string(::getpid()) + ".new";
        for (const auto& [name, folder] : siblings) {
            fs::create_directories(made / name, ec);
            if (!ec)
                fs::copy(folder, made / name, fs::copy_options::recursive | fs::copy_options::overwrite_existing, ec);
            if (ec)
                return Error { Errc::Environment, "cannot copy kernel sources to " + made.string() + ": " + ec.message(), {}, {} };
        }
        fs::rename(made, kept, ec);
        if (ec)
            fs::remove_all(made, ec); // another process was first, with the same contents
    }
    std::vector<fs::path> folders;
    for (const auto& [name, folder] : siblings)
        folders.push_back(kept / name);
    return folders;
}

} // namespace

Status addSharedSources(OperatorProject& project)
{
    const IncludeWalk walk(project);
    project.searchDirs.insert(project.searchDirs.end(), walk.searchDirs().begin(), walk.searchDirs().end());
    project.servesOtherChips = project.servesOtherChips || walk.lendersServeOtherChips();
    project.helperSources.insert(project.helperSources.end(), walk.lentSources().begin(), walk.lentSources().end());
    if (!walk.siblings().empty()) {
        const auto folders = laidOut(walk.siblings());
        if (!folders)
            return folders.error();
        project.includeDirs.insert(project.includeDirs.end(), folders->begin(), folders->end());
    }
    project.includeDirs.insert(project.includeDirs.end(), walk.foldersOutside().begin(), walk.foldersOutside().end());
    return {};
}

} // namespace hawk::emulator
