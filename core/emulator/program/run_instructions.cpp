#include "emulator/program/run_instructions.h"

#include <algorithm>
#include <cctype>

namespace hawk::emulator {
namespace {

bool isName(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        at = end + 1;
    }
    return lines;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
        text.remove_suffix(1);
    return text;
}

/// Simple commands of a shell line, without comments.
std::vector<std::vector<std::string>> commandsOf(std::string_view line)
{
    std::vector<std::vector<std::string>> commands(1);
    std::string word;
    bool inWord = false;
    char quote = 0;
    const auto flush = [&] {
        if (inWord)
            commands.back().push_back(std::exchange(word, {}));
        inWord = false;
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != 0) {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '"' || c == '\'') {
            quote = c;
            inWord = true;
        } else if (c == '#' && !inWord) {
            break;
        } else if (c == ';' || c == '&' || c == '|') {
            flush();
            if (!commands.back().empty())
                commands.emplace_back();
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            flush();
        } else {
            word += c;
            inWord = true;
        }
    }
    flush();
    if (commands.back().empty())
        commands.pop_back();
    return commands;
}

bool isPython(const std::string& word) { return word == "python3" || word == "python"; }
bool isAssignment(const std::string& word)
{
    const std::size_t equals = word.find('=');
    return equals != std::string::npos && equals > 0 && std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), isName);
}

/// Reads the command blocks one after the other.
class BlockReader {
public:
    void line(std::string_view text)
    {
        for (std::vector<std::string>& words : commandsOf(text))
            command(words);
    }
    void endBlock()
    {
        m_folder.clear();
        m_way.shell.clear();
        m_open = false;
    }
    std::vector<RunWay> ways;

private:
    void command(std::vector<std::string>& words)
    {
        if (isAssignment(words[0])) {
            const std::size_t equals = words[0].find('=');
            m_way.shell[words[0].substr(0, equals)] = words[0].substr(equals + 1);
        } else if (words[0] == "cd" && words.size() > 1) {
            m_folder = (m_folder / words[1]).lexically_normal();
        } else if (words[0] == "cmake") {
            configure(words);
        } else if (isPython(words[0]) && words.size() > 1) {
            add(words, false);
        } else if (const auto program = std::ranges::find_if(words, [](const std::string& w) { return w.starts_with("./"); });
                   program != words.end() && program - words.begin() <= 2 && words[0] != "bash" && words[0] != "gdb" && words[0] != "cat") {
            words.erase(words.begin(), program); // a profiler's or checker's name in front
            add(words, true);
        }
    }
    void configure(const std::vector<std::string>& words)
    {
        RunWay way;
        way.shell = m_way.shell;
        m_skip = false;
        for (std::size_t i = 1; i < words.size(); ++i) {
            std::string word = words[i] == "-D" && i + 1 < words.size() ? words[++i] : words[i];
            if (word.starts_with("-D"))
                word.erase(0, 2);
            else if (word[0] == '-' || !isAssignment(word))
                continue;
            const std::size_t equals = word.find('=');
            if (equals == std::string::npos)
                continue;
            const std::string name = word.substr(0, equals);
            m_skip = m_skip || name == "CMAKE_ASC_RUN_MODE"; // another way of running the same
            if (!name.starts_with("CMAKE_"))
                way.cmake.emplace_back(name, word.substr(equals + 1));
        }
        way.runFolder = m_folder.empty() ? "build" : m_folder;
        const auto shell = m_way.shell;
        m_way = way;
        m_way.shell = shell;
        m_open = true;
        m_started = false;
    }
    void add(const std::vector<std::string>& words, bool program)
    {
        if (!m_open || (m_skip && program && !ways.empty()))
            return;
        if (!m_started) {
            ways.push_back(m_way);
            ways.back().shell = m_way.shell;
            m_started = true;
        }
        RunWay& way = ways.back();
        if (program && !way.program.empty())
            return; // the same program under another tool
        if (program) {
            way.program = words[0].substr(2);
            if (!m_folder.empty())
                way.runFolder = m_folder;
        }
        way.commands.push_back(words);
    }

    std::filesystem::path m_folder;
    RunWay m_way;
    bool m_open = false; ///< a cmake line was seen in this block
    bool m_started = false;
    bool m_skip = false;
};

std::vector<std::string_view> cellsOf(std::string_view row)
{
    std::vector<std::string_view> cells;
    row = trimmed(row);
    if (!row.starts_with('|'))
        return cells;
    row.remove_prefix(1);
    while (!row.empty()) {
        const std::size_t end = std::min(row.find('|'), row.size());
        cells.push_back(trimmed(row.substr(0, end)));
        row.remove_prefix(std::min(end + 1, row.size()));
    }
    return cells;
}

/// "`1`（默认）、`2`" -> 1, 2; "1-4" -> 1, 2, 3, 4.
std::vector<std::string> optionValues(std::string_view cell)
{
    std::vector<std::string> values;
    for (std::size_t open = cell.find('`'); open != std::string_view::npos;) {
        const std::size_t close = cell.find('`', open + 1);
        if (close == std::string_view::npos)
            break;
        values.emplace_back(cell.substr(open + 1, close - open - 1));
        open = cell.find('`', close + 1);
    }
    if (values.size() == 1 || values.empty()) {
        const std::string text(values.empty() ? cell : std::string_view(values[0]));
        const std::size_t dash = text.find_first_of("-~");
        const auto number = [](const std::string& t) {
            return !t.empty() && t.size() < 4 && std::ranges::all_of(t, [](unsigned char c) { return std::isdigit(c) != 0; });
        };
        if (dash != std::string::npos && number(text.substr(0, dash)) && number(text.substr(dash + 1))) {
            values.clear();
            for (int i = std::stoi(text.substr(0, dash)); i <= std::stoi(text.substr(dash + 1)); ++i)
                values.push_back(std::to_string(i));
        }
    }
    return values;
}

/// "<td>2</td>... only on dav-3510": the scenario's number, else nothing.
std::string restrictedScenario(std::string_view line)
{
    const std::size_t only = std::min({ line.find("\xE4\xBB\x85\xE6\x94\xAF\xE6\x8C\x81"), line.find("only support"), // "only supports"
        line.find("\xE4\xBB\x85\xE5\x9C\xA8") }); // "only on"
    const auto names = [&](std::string_view product) { return only != std::string_view::npos && line.find(product, only) != std::string_view::npos; };
    if ((!names("3510") && !names("950")) || names("2201") || names("Atlas"))
        return {};
    for (const std::string_view mark : { std::string_view("<td>"), std::string_view("| "), std::string_view("\xE5\x9C\xBA\xE6\x99\xAF") }) { // "scenario"
        const std::size_t at = line.find(mark);
        if (at == std::string_view::npos)
            continue;
        std::size_t end = at + mark.size();
        while (end < line.size() && std::isdigit(static_cast<unsigned char>(line[end])) != 0)
            ++end;
        if (end > at + mark.size() && end - at - mark.size() < 4)
            return std::string(line.substr(at + mark.size(), end - at - mark.size()));
    }
    return {};
}

bool speaksOfSuccess(std::string_view line)
{
    std::string text(line);
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool good = text.find("pass") != std::string::npos || text.find("success") != std::string::npos;
    return good && text.size() < 120 && text.find('|') == std::string::npos && text.find("python") == std::string::npos;
}

} // namespace

RunInstructions readRunInstructions(std::string_view readme)
{
    RunInstructions result;
    BlockReader blocks;
    bool inFence = false;
    for (const std::string_view line : linesOf(readme)) {
        const std::string_view text = trimmed(line);
        if (text.starts_with("```")) {
            if (inFence)
                blocks.endBlock();
            inFence = !inFence;
            continue;
        }
        if (inFence) {
            blocks.line(text);
            if (speaksOfSuccess(text))
                result.expected.emplace_back(text);
            continue;
        }
        if (std::string number = restrictedScenario(text); !number.empty())
            result.only3510.push_back(std::move(number));
        const auto cells = cellsOf(text);
        if (cells.size() < 2)
            continue;
        std::string name(cells[0]);
        std::erase(name, '`');
        if (name.starts_with("-D"))
            name.erase(0, 2);
        const bool variable = cells[0].starts_with('`') && std::ranges::all_of(name, isName) && !name.starts_with("CMAKE_");
        if (variable && !result.options.contains(name)) {
            if (auto values = optionValues(cells[1]); values.size() > 1)
                result.options[name] = std::move(values);
        } else if (name.find("Atlas") != std::string::npos || name.find("Ascend") != std::string::npos) {
            const bool refused = cells[1].find("\xE4\xB8\x8D\xE6\x94\xAF\xE6\x8C\x81") != std::string_view::npos // "not supported"
                || cells[1] == "x" || cells[1] == "\xC3\x97";
            if (!refused)
                result.products.push_back(name);
        }
    }
    result.ways = std::move(blocks.ways);
    std::erase_if(result.ways, [](const RunWay& way) { return way.program.empty(); });
    return result;
}

std::string expandShell(const std::string& word, const std::map<std::string, std::string>& variables)
{
    std::string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] != '$') {
            out += word[i];
            continue;
        }
        const bool braces = i + 1 < word.size() && word[i + 1] == '{';
        const std::size_t begin = i + (braces ? 2 : 1);
        std::size_t end = begin;
        while (end < word.size() && isName(word[end]))
            ++end;
        const auto value = variables.find(word.substr(begin, end - begin));
        out += value == variables.end() ? "" : value->second;
        i = braces ? end : end - 1;
    }
    return out;
}

} // namespace hawk::emulator
