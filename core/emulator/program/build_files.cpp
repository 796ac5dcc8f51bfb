#include "emulator/program/build_files.h"

#include "base/files.h"
#include "emulator/program/source_text.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <regex>
#include <set>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

struct Word {
    std::string text;
    bool quoted = false;
};
struct Command {
    std::string name; ///< lower case
    std::vector<Word> words;
};

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::vector<Word> wordsOf(std::string_view text, std::size_t& at)
{
    std::vector<Word> words;
    int depth = 1;
    std::string bare;
    const auto flush = [&] {
        if (!bare.empty())
            words.push_back({ std::exchange(bare, {}), false });
    };
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '#') {
            flush();
            at = std::min(text.find('\n', at), text.size() - 1);
        } else if (c == '"') {
            flush();
            std::string quoted;
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\' && at + 1 < text.size())
                    ++at;
                quoted += text[at];
            }
            words.push_back({ quoted, true });
        } else if (c == '(' || c == ')') {
            depth += c == '(' ? 1 : -1;
            flush();
            if (depth == 0)
                return words;
            words.push_back({ std::string(1, c), false });
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            flush();
        } else {
            bare += c;
        }
    }
    return words;
}

std::vector<Command> commandsOf(std::string_view text)
{
    std::vector<Command> commands;
    std::string name;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '#') {
            at = std::min(text.find('\n', at), text.size());
        } else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
            name += c;
        } else if (c == '(' && !name.empty()) {
            ++at;
            commands.push_back({ lower(std::exchange(name, {})), wordsOf(text, at) });
        } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            name.clear();
        }
    }
    return commands;
}

/// Splits "-DNAME=VALUE" or "NAME=VALUE" into a definition.
void addDefine(std::map<std::string, std::string>& defines, std::string text)
{
    if (text.starts_with("-D"))
        text.erase(0, 2);
    if (text.empty() || text[0] == '-' || text[0] == '$')
        return;
    const std::size_t equals = text.find('=');
    defines[text.substr(0, equals)] = equals == std::string::npos ? "1" : text.substr(equals + 1);
}

class Evaluator {
public:
    Evaluator(fs::path folder, std::map<std::string, std::string> variables)
        : m_folder(std::move(folder))
        , m_given(variables)
        , m_variables(std::move(variables))
    {
        for (const char* name : { "CMAKE_SOURCE_DIR", "CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR", "PROJECT_SOURCE_DIR" })
            m_variables[name] = ".";
    }

    BuildFiles run(std::string_view text)
    {
        for (const Command& command : commandsOf(text)) {
            if (conditional(command) || !active())
                continue;
            perform(command);
        }
        for (BuildTarget& target : m_files.targets) {
            target.defines.insert(m_defines.begin(), m_defines.end());
            target.includeFolders.insert(target.includeFolders.end(), m_includes.begin(), m_includes.end());
        }
        m_files.variables = m_variables;
        return std::move(m_files);
    }

private:
    bool active() const
    {
        return std::ranges::all_of(m_branches, [](const Branch& b) { return b.taken; });
    }

    bool conditional(const Command& command)
    {
        if (command.name == "if" || command.name == "foreach" || command.name == "function" || command.name == "macro") {
            const bool taken = command.name == "if" && active() && condition(command.words);
            m_branches.push_back({ taken, taken });
        } else if (command.name == "elseif" && !m_branches.empty()) {
            Branch& branch = m_branches.back();
            branch.taken = false;
            if (!branch.done && outerActive()) {
                branch.taken = condition(command.words);
                branch.done = branch.taken;
            }
        } else if (command.name == "else" && !m_branches.empty()) {
            m_branches.back().taken = !m_branches.back().done;
            m_branches.back().done = true;
        } else if ((command.name == "endif" || command.name == "endforeach" || command.name == "endfunction" || command.name == "endmacro")
            && !m_branches.empty()) {
            m_branches.pop_back();
        } else {
            return false;
        }
        return true;
    }
    bool outerActive() const
    {
        return std::all_of(m_branches.begin(), m_branches.end() - 1, [](const Branch& b) { return b.taken; });
    }

    std::string expand(std::string text) const
    {
        for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at)) {
            const std::size_t end = text.find('}', at);
            if (end == std::string::npos)
                break;
            const auto found = m_variables.find(text.substr(at + 2, end - at - 2));
            text.replace(at, end - at + 1, found == m_variables.end() ? "" : found->second);
        }
        return text;
    }
    /// Expanded words; unquoted lists fall apart at semicolons.
    std::vector<std::string> values(const std::vector<Word>& words) const
    {
        std::vector<std::string> out;
        for (const Word& word : words) {
            std::string text = expand(word.text);
            if (word.quoted) {
                out.push_back(text);
                continue;
            }
            for (std::size_t at = 0; at <= text.size();) {
                const std::size_t end = std::min(text.find(';', at), text.size());
                if (end > at)
                    out.push_back(text.substr(at, end - at));
                at = end + 1;
            }
        }
        return out;
    }

    // Conditions: OR of ANDs of [NOT] terms; brackets are rare and read as if absent.
    bool condition(const std::vector<Word>& words) const
    {
        std::vector<Word> rest;
        bool any = false;
        bool all = true;
        const auto close = [&] {
            all = all && term(rest);
            rest.clear();
        };
        for (const Word& word : words) {
            if (!word.quoted && (word.text == "(" || word.text == ")"))
                continue;
            if (!word.quoted && word.text == "AND") {
                close();
            } else if (!word.quoted && word.text == "OR") {
                close();
                any = any || all;
                all = true;
            } else {
                rest.push_back(word);
            }
        }
        close();
        return any || all;
    }
    std::string operandOf(const Word& word) const
    {
        const std::string text = expand(word.text);
        const auto found = m_variables.find(text);
        return !word.quoted && found != m_variables.end() ? found->second : text;
    }
    bool term(std::vector<Word> words) const
    {
        if (words.empty())
            return true;
        if (!words[0].quoted && words[0].text == "NOT")
            return !term({ words.begin() + 1, words.end() });
        if (words.size() == 2 && words[0].text == "DEFINED")
            return m_variables.contains(words[1].text);
        if (words.size() == 2 && words[0].text == "EXISTS")
            return fs::exists(m_folder / expand(words[1].text));
        if (words.size() == 3 && words[1].text == "IN_LIST") {
            const auto list = m_variables.find(expand(words[2].text));
            return list != m_variables.end() && (";" + list->second + ";").find(";" + operandOf(words[0]) + ";") != std::string::npos;
        }
        if (words.size() == 3)
            return compare(operandOf(words[0]), words[1].text, words[1].text == "MATCHES" ? expand(words[2].text) : operandOf(words[2]));
        const std::string value = operandOf(words[0]);
        static const std::set<std::string> kFalse { "", "0", "off", "no", "false", "n", "ignore", "notfound" };
        const bool variable = words[0].quoted || m_variables.contains(expand(words[0].text));
        const bool number = !value.empty() && std::ranges::all_of(value, [](unsigned char c) { return std::isdigit(c) != 0; });
        const bool truth = lower(value) == "on" || lower(value) == "true" || lower(value) == "yes";
        return (variable || number || truth) && !kFalse.contains(lower(value));
    }
    static bool compare(const std::string& left, const std::string& op, const std::string& right)
    {
        if (op == "STREQUAL")
            return left == right;
        if (op == "MATCHES") {
            try {
                return std::regex_search(left, std::regex(right));
            } catch (const std::regex_error&) {
                return false;
            }
        }
        char* endLeft = nullptr;
        char* endRight = nullptr;
        const double a = std::strtod(left.c_str(), &endLeft);
        const double b = std::strtod(right.c_str(), &endRight);
        if (left.empty() || right.empty() || *endLeft != '\0' || *endRight != '\0')
            return false;
        if (op == "EQUAL" || op == "VERSION_EQUAL")
            return a == b;
        if (op == "LESS" || op == "VERSION_LESS")
            return a < b;
        if (op == "GREATER" || op == "VERSION_GREATER")
            return a > b;
        if (op == "LESS_EQUAL")
            return a <= b;
        return op == "GREATER_EQUAL" && a >= b;
    }

    void perform(const Command& command)
    {
        const std::vector<std::string> words = values(command.words);
        if (words.empty())
            return;
        if (command.name == "set")
            setVariable(words, command.words);
        else if (command.name == "option")
            m_variables.emplace(words[0], words.size() > 2 ? words[2] : "OFF");
        else if (command.name == "message" && words[0] == "FATAL_ERROR" && m_files.refusal.empty())
            m_files.refusal = words.size() > 1 ? words[1] : "refused"; // the rest still says what it would have built
        else if (command.name == "file" && words.size() > 2 && words[0].starts_with("GLOB"))
            glob(words);
        else if (command.name == "add_definitions" || command.name == "add_compile_definitions" || command.name == "add_compile_options")
            for (const std::string& word : words)
                defineFrom(m_defines, word, command.name == "add_compile_definitions");
        else if (command.name == "include_directories")
            m_includes.insert(m_includes.end(), words.begin(), words.end());
        else if (command.name == "add_executable" || command.name == "add_library" || command.name == "ascendc_library"
            || command.name == "ascendc_fatbin_library")
            addTarget(words, command.name == "add_executable");
        else if (command.name.starts_with("target_") || command.name == "ascendc_compile_definitions"
            || command.name == "ascendc_include_directories")
            changeTarget(command.name.substr(command.name.find('_') + 1), words);
    }
    static void defineFrom(std::map<std::string, std::string>& defines, const std::string& word, bool plain)
    {
        if (plain || word.starts_with("-D"))
            addDefine(defines, word);
    }

    void setVariable(const std::vector<std::string>& words, const std::vector<Word>& raw)
    {
        std::string value;
        bool cache = false;
        for (std::size_t i = 1; i < words.size(); ++i) {
            if (words[i] == "CACHE") {
                cache = true;
                break;
            }
            if (words[i] == "PARENT_SCOPE")
                break;
            value += (i > 1 ? ";" : "") + words[i];
        }
        if (cache && (m_given.contains(words[0]) || m_variables.contains(words[0])))
            return; // the command line wins
        if (raw.size() == 1)
            m_variables.erase(words[0]);
        else
            m_variables[words[0]] = value;
    }
    void glob(const std::vector<std::string>& words)
    {
        std::string found;
        for (std::size_t i = 2; i < words.size(); ++i) {
            const fs::path pattern = words[i];
            std::error_code ec;
            std::vector<std::string> names;
            for (const auto& entry : fs::directory_iterator(m_folder / pattern.parent_path(), ec))
                if (entry.is_regular_file(ec) && entry.path().extension() == pattern.extension())
                    names.push_back((pattern.parent_path() / entry.path().filename()).lexically_normal().string());
            std::ranges::sort(names);
            for (const std::string& name : names)
                found += (found.empty() ? "" : ";") + name;
        }
        m_variables[words[1]] = found;
    }
    void addSources(BuildTarget& target, const std::vector<std::string>& words, std::size_t from)
    {
        static const std::set<std::string> kCode { ".asc", ".cpp", ".cc", ".cxx", ".cce" };
        for (std::size_t i = from; i < words.size(); ++i)
            if (kCode.contains(fs::path(words[i]).extension().string()))
                target.sources.push_back(fs::path(words[i]).lexically_normal());
    }
    void addTarget(const std::vector<std::string>& words, bool executable)
    {
        BuildTarget target;
        target.name = words[0];
        target.executable = executable;
        addSources(target, words, 1);
        m_files.targets.push_back(std::move(target));
    }
    void changeTarget(const std::string& what, const std::vector<std::string>& words)
    {
        const auto target = std::ranges::find(m_files.targets, words[0], &BuildTarget::name);
        if (target == m_files.targets.end())
            return;
        for (std::size_t i = 1; i < words.size(); ++i) {
            const std::string& word = words[i];
            if (word == "PRIVATE" || word == "PUBLIC" || word == "INTERFACE" || word == "SYSTEM" || word == "BEFORE")
                continue;
            if (what == "compile_definitions")
                addDefine(target->defines, word);
            else if (what == "compile_options")
                defineFrom(target->defines, word, false);
            else if (what == "include_directories" && word[0] != '$' && word[0] != '/')
                target->includeFolders.push_back(fs::path(word).lexically_normal());
            else if (what == "link_libraries")
                target->links.push_back(word);
        }
        if (what == "sources")
            addSources(*target, words, 1);
    }

    struct Branch {
        bool taken = false;
        bool done = false;
    };
    fs::path m_folder;
    std::map<std::string, std::string> m_given;
    std::map<std::string, std::string> m_variables;
    std::map<std::string, std::string> m_defines;
    std::vector<fs::path> m_includes;
    std::vector<Branch> m_branches;
    BuildFiles m_files;
};

} // namespace

BuildFiles readBuildFiles(const fs::path& folder, const std::map<std::string, std::string>& variables)
{
    const auto text = readFile(folder / "CMakeLists.txt");
    if (!text)
        return {};
    return Evaluator(folder, variables).run(asUtf8(*text));
}

Result<BuildTarget> programTarget(const BuildFiles& files, const std::string& program)
{
    std::vector<const BuildTarget*> programs;
    for (const BuildTarget& target : files.targets)
        if (target.executable && (program.empty() || target.name == program))
            programs.push_back(&target);
    if (programs.empty())
        for (const BuildTarget& target : files.targets)
            if (target.executable)
                programs.push_back(&target);
    if (programs.empty())
        return Error { Errc::NotFound, "CMakeLists.txt builds no program", {}, {} };
    if (programs.size() > 1) {
        std::string names;
        for (const BuildTarget* target : programs)
            names += (names.empty() ? "" : ", ") + target->name;
        return Error { Errc::InvalidInput, "CMakeLists.txt builds several programs (" + names + ") and the README runs none of them by name",
            {}, "give the source file of the one to run" };
    }
    BuildTarget whole = *programs.front();
    std::vector<std::string> open = whole.links;
    std::set<std::string> seen { whole.name };
    while (!open.empty()) {
        const std::string name = open.back();
        open.pop_back();
        const auto library = std::ranges::find(files.targets, name, &BuildTarget::name);
        if (library == files.targets.end() || !seen.insert(name).second)
            continue;
        whole.sources.insert(whole.sources.end(), library->sources.begin(), library->sources.end());
        whole.defines.insert(library->defines.begin(), library->defines.end());
        whole.includeFolders.insert(whole.includeFolders.end(), library->includeFolders.begin(), library->includeFolders.end());
        open.insert(open.end(), library->links.begin(), library->links.end());
    }
    return whole;
}

} // namespace hawk::emulator
