#include "synth/prompt/contract.h"

#include "base/json.h"
#include "base/text.h"
#include "synth/prompt/edits.h"
#include "target/candidate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace hawk::synth {
namespace {

struct Row {
    OutputContract contract;
    std::string_view name;
    std::string_view file;
};
constexpr std::array kRows { Row { OutputContract::KernelAndPlan, "kernel", "contract_kernel_and_plan" },
    Row { OutputContract::OperatorProject, "project", "contract_project" },
    Row { OutputContract::LaunchProgram, "program", "contract_program" }, Row { OutputContract::Edits, "edits", "contract_edits" },
    Row { OutputContract::KernelOnly, "kernel-only", "contract_kernel_only" } };

Error broken(std::string reason) { return { Errc::InvalidInput, std::move(reason), {}, {} }; }

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// The text between the last <tag> that is closed and its end; an open one at the end only when `openAllowed`.
std::optional<std::string_view> lastBlock(std::string_view text, std::string_view tag, bool openAllowed)
{
    const std::string open = "<" + std::string(tag) + ">";
    const std::string close = "</" + std::string(tag) + ">";
    const std::size_t end = text.rfind(close);
    const std::size_t lastOpen = text.rfind(open);
    if (end != std::string_view::npos) {
        const std::size_t begin = text.substr(0, end).rfind(open);
        if (begin != std::string_view::npos)
            return text.substr(begin + open.size(), end - begin - open.size());
    }
    if (lastOpen != std::string_view::npos && openAllowed && (end == std::string_view::npos || lastOpen > end))
        return text.substr(lastOpen + open.size());
    return std::nullopt;
}

/// Contents of the last fenced block in `text` whose language is one of `languages`; the closing fence may be missing at
/// the end when `openAllowed`.
std::optional<std::string> lastFence(
    std::string_view text, std::initializer_list<std::string_view> languages, bool openAllowed)
{
    std::optional<std::string> found;
    std::size_t at = 0;
    while ((at = text.find("```", at)) != std::string_view::npos) {
        const std::size_t line = text.find('\n', at);
        if (line == std::string_view::npos)
            break;
        std::string language(trimmed(text.substr(at + 3, line - at - 3)));
        std::ranges::transform(language, language.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const std::size_t end = text.find("\n```", line);
        const bool wanted = std::ranges::find(languages, language) != languages.end();
        if (end == std::string_view::npos) {
            // An empty block closes on the very next line.
            const bool emptyBlock = text.substr(line + 1).starts_with("```");
            if (wanted && openAllowed && !emptyBlock)
                found = std::string(text.substr(line + 1));
            break;
        }
        if (wanted)
            found = std::string(text.substr(line + 1, end - line));
        at = end + 4;
    }
    return found;
}

/// A block's code: what stands in its fence, or all of it when there is none.
std::string codeOf(std::string_view block, std::initializer_list<std::string_view> languages, bool openAllowed)
{
    if (auto fenced = lastFence(block, languages, openAllowed))
        return *std::move(fenced);
    std::string text(trimmed(block));
    return text.empty() ? text : text + "\n";
}

void readNotes(std::string_view answer, ParsedReply& out)
{
    const auto notes = lastBlock(answer, "notes", true);
    if (!notes)
        return;
    std::string_view rest = *notes;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (line.starts_with("change:"))
            out.change = trimmed(line.substr(7));
        if (!line.starts_with("used:"))
            continue;
        for (std::size_t i = 5; i < line.size(); ++i) {
            const bool startsId = line[i] == 'K' && std::isalnum(static_cast<unsigned char>(line[i - 1])) == 0;
            std::int64_t id = 0;
            for (std::size_t k = i + 1; startsId && k < line.size() && std::isdigit(static_cast<unsigned char>(line[k])) != 0 && id < 1'000'000'000; ++k)
                id = id * 10 + (line[k] - '0');
            if (id > 0 && std::find(out.used.begin(), out.used.end(), EntryId { id }) == out.used.end())
                out.used.push_back({ id });
        }
    }
}

Status readPlan(std::string_view answer, bool openAllowed, bool required, ParsedReply& out)
{
    const auto block = lastBlock(answer, "launch_plan", openAllowed);
    if (block)
        out.launchPlan = codeOf(*block, { "json", "" }, true);
    else if (auto fenced = lastFence(answer, { "json" }, openAllowed))
        out.launchPlan = *std::move(fenced);
    if (out.launchPlan.empty())
        return required ? Status(broken("there is no <launch_plan> block with the launch plan as JSON")) : Status();
    if (const auto json = parseJson(out.launchPlan, "the launch plan"); !json)
        return broken("the launch plan is not valid JSON (" + json.error().text() + ")");
    return {};
}

Result<ParsedReply> readKernel(std::string_view answer, bool openAllowed, bool withPlan)
{
    ParsedReply out;
    if (const auto block = lastBlock(answer, "kernel_impl", openAllowed))
        out.kernel = codeOf(*block, { "cpp", "c++", "c", "ascendc", "" }, true);
    else if (auto fenced = lastFence(answer, { "cpp", "c++", "ascendc" }, openAllowed)) // the tags are often forgotten
        out.kernel = *std::move(fenced);
    if (trimmed(out.kernel).empty())
        return broken("there is no complete <kernel_impl> block with the kernel's source");
    if (out.kernel.find("__aicore__") == std::string::npos)
        return broken("the <kernel_impl> block holds no kernel: there is no __aicore__ function in it");
    if (!withPlan)
        return out;
    if (const Status s = readPlan(answer, openAllowed, true, out); !s)
        return s.error();
    return out;
}

/// A relative path of plain names below op_host or op_kernel.
bool projectPath(std::string_view path)
{
    const bool folder = path.starts_with("op_host/") || path.starts_with("op_kernel/");
    const bool plain = std::ranges::all_of(path, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '/' || c == '-'; });
    return folder && plain && path.find("..") == std::string_view::npos && path.find("//") == std::string_view::npos && path.back() != '/';
}

/// Edits where whole files or a whole program may stand: what little changes need not be sent again.
bool holdsEdits(std::string_view answer, std::string_view parent)
{
    return !parent.empty() && answer.find("<edit>") != std::string_view::npos;
}

Result<ParsedReply> editedProject(std::string_view answer, std::string_view parent)
{
    const Result<std::string> edited = applyEdits(parent, answer);
    if (!edited)
        return edited.error();
    const Result<target::ProjectFiles> files = target::projectFiles(*edited);
    if (!files)
        return broken("after the edits this is no project any more: " + files.error().text());
    ParsedReply out;
    out.files = { files->begin(), files->end() };
    return out;
}

Result<ParsedReply> readProject(std::string_view answer, std::string_view parent)
{
    ParsedReply out;
    constexpr std::string_view kOpen = "<file path=\"";
    if (answer.find(kOpen) == std::string_view::npos && holdsEdits(answer, parent))
        return editedProject(answer, parent);
    for (std::size_t at = answer.find(kOpen); at != std::string_view::npos; at = answer.find(kOpen, at + 1)) {
        const std::size_t nameEnd = answer.find("\">", at);
        const std::size_t end = answer.find("</file>", at);
        if (nameEnd == std::string_view::npos || end == std::string_view::npos || nameEnd > end)
            return broken("a <file> block is not complete");
        const std::string path(answer.substr(at + kOpen.size(), nameEnd - at - kOpen.size()));
        if (!projectPath(path))
            return broken("the path " + hawk::quoted(path) + " is not below op_host/ or op_kernel/");
        std::string text = codeOf(answer.substr(nameEnd + 2, end - nameEnd - 2), { "cpp", "c++", "c", "" }, true);
        const auto same = std::ranges::find(out.files, path, &std::pair<std::string, std::string>::first);
        if (same == out.files.end())
            out.files.emplace_back(path, std::move(text));
        else
            same->second = std::move(text); // the later one counts
    }
    for (const std::string_view folder : { "op_host/", "op_kernel/" })
        if (std::ranges::none_of(out.files, [&](const auto& file) { return file.first.starts_with(folder); }))
            return broken("there is no <file path=\"" + std::string(folder) + "...\"> block");
    return out;
}

Result<ParsedReply> readProgram(std::string_view answer, bool openAllowed, std::string_view parent)
{
    ParsedReply out;
    const auto block = lastBlock(answer, "program", openAllowed);
    if (!block && holdsEdits(answer, parent)) {
        Result<std::string> edited = applyEdits(parent, answer);
        if (!edited)
            return edited.error();
        out.program = *std::move(edited);
    } else if (!block) {
        return broken("there is no complete <program> block");
    } else {
        out.program = codeOf(*block, { "cpp", "c++", "c", "" }, true);
    }
    if (out.program.find("main") == std::string::npos)
        return broken("the <program> block has no main function");
    return out;
}

Result<ParsedReply> readEdits(std::string_view answer, bool openAllowed, std::string_view parent)
{
    ParsedReply out;
    Result<std::string> edited = applyEdits(parent, answer);
    if (!edited)
        return edited.error();
    out.kernel = *std::move(edited);
    if (lastBlock(answer, "launch_plan", openAllowed))
        if (const Status s = readPlan(answer, openAllowed, false, out); !s)
            return s.error();
    return out;
}

} // namespace

std::string_view name(OutputContract contract) { return kRows.at(static_cast<std::size_t>(contract)).name; }

std::string_view templateName(OutputContract contract) { return kRows.at(static_cast<std::size_t>(contract)).file; }

Result<OutputContract> contractFromName(std::string_view wanted)
{
    for (const Row& row : kRows)
        if (row.name == wanted)
            return row.contract;
    return Error { Errc::InvalidInput, "unknown output contract " + hawk::quoted(wanted), {}, "known: kernel, project, program, edits, kernel-only" };
}

std::string conventionalPlan(const spec::OperatorSpec& spec)
{
    Json arguments = Json::array();
    for (const spec::TensorSpec& each : spec.inputs)
        arguments.push_back({ { "input", each.name } });
    for (const spec::TensorSpec& each : spec.outputs)
        arguments.push_back({ { "output", each.name } });
    arguments.push_back({ { "workspace", "0" } });
    return Json { { "entry", spec.entry }, { "blockDim", "coreCount" }, { "arguments", std::move(arguments) } }.dump(2);
}

Result<ParsedReply> parseReply(
    OutputContract contract, std::string_view answer, std::string_view finishReason, std::string_view parent)
{
    if (trimmed(answer).empty())
        return broken(finishReason == "length" ? "the answer was cut off before it began: think less" : "the answer is empty");
    const bool openAllowed = finishReason == "stop";
    Result<ParsedReply> out = [&]() -> Result<ParsedReply> {
        switch (contract) {
        case OutputContract::KernelAndPlan: return readKernel(answer, openAllowed, true);
        case OutputContract::KernelOnly: return readKernel(answer, openAllowed, false);
        case OutputContract::OperatorProject: return readProject(answer, parent);
        case OutputContract::LaunchProgram: return readProgram(answer, openAllowed, parent);
        case OutputContract::Edits: return readEdits(answer, openAllowed, parent);
        }
        return broken("unknown contract");
    }();
    if (!out && finishReason == "length") {
        Error error = out.error();
        error.message += " (the answer was cut off at the length limit: write less around it)";
        return error;
    }
    if (out)
        readNotes(answer, *out);
    return out;
}

} // namespace hawk::synth
