#include "cli/command.h"

#include "base/text.h"

#include <algorithm>
#include <ostream>

#ifndef HAWK_VERSION
#define HAWK_VERSION "unknown"
#endif

namespace hawk::cli {
namespace {

void append(std::vector<Command>& all, std::vector<Command> more)
{
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Options a command has beside its own.
std::vector<OptionSpec> optionsOf(const Command& command)
{
    std::vector<OptionSpec> options = command.options;
    if (command.workspace)
        options.push_back({ .name = "workspace",
            .value = "DIR",
            .help = "the workspace (default: $HAWK_WORKSPACE, else the current folder)",
            .letter = 'w' });
    options.push_back({ .name = "json", .value = {}, .help = "one JSON document on standard output" });
    options.push_back({ .name = "help", .value = {}, .help = "this text", .letter = 'h' });
    return options;
}

void printHelp(std::ostream& out)
{
    out << "hawk " << HAWK_VERSION
        << ": from an operator specification to a correct, fast Ascend C kernel\n\n"
        << "Usage: hawk COMMAND [ARGUMENTS]\n\n";
    std::size_t width = 0;
    for (const Command& command : allCommands())
        width = std::max(width, command.name.size());
    for (const Command& command : allCommands())
        out << "  " << command.name << std::string(width - command.name.size() + 2, ' ') << command.summary
            << '\n';
    out << "\n`hawk COMMAND --help` explains one. All take --workspace DIR and --json.\n"
        << "Exit codes: 0 done and all correct, 1 done but something is not correct, 2 bad usage or input,\n"
        << "3 the machine lacks something (`hawk doctor` says what).\n";
}

void printHelp(const Command& command, std::ostream& out)
{
    out << "hawk " << command.name << ": " << command.summary << "\n\nUsage: hawk " << command.name;
    for (const PositionalSpec& each : command.positionals)
        out << ' ' << (each.required ? "" : "[") << each.name << (each.rest ? "..." : "")
            << (each.required ? "" : "]");
    out << " [OPTIONS]\n\n";
    std::vector<std::pair<std::string, std::string>> lines;
    for (const PositionalSpec& each : command.positionals)
        lines.emplace_back(each.name, each.help);
    for (const OptionSpec& each : optionsOf(command)) {
        std::string left = each.letter != 0 ? std::string { '-', each.letter, ',', ' ' } : std::string();
        left += "--" + each.name + (each.value.empty() ? "" : " " + each.value);
        lines.emplace_back(left, each.help + (each.repeatable ? " (may be repeated)" : ""));
    }
    std::size_t width = 0;
    for (const auto& [left, right] : lines)
        width = std::max(width, left.size());
    for (const auto& [left, right] : lines)
        out << "  " << left << std::string(width - left.size() + 2, ' ') << right << '\n';
    if (!command.details.empty())
        out << '\n' << command.details << '\n';
}

/// The command the words begin with, and how many of them name it.
std::pair<const Command*, std::size_t> findCommand(const std::vector<std::string>& words)
{
    for (const std::size_t count : { std::size_t { 2 }, std::size_t { 1 } }) {
        if (words.size() < count)
            continue;
        const std::string name = count == 2 ? words[0] + " " + words[1] : words[0];
        for (const Command& command : allCommands())
            if (command.name == name)
                return { &command, count };
    }
    return { nullptr, 0 };
}

Error unknownCommand(const std::vector<std::string>& words)
{
    std::vector<std::string> group;
    std::vector<std::string> names;
    for (const Command& command : allCommands()) {
        names.push_back(command.name);
        if (command.name.starts_with(words[0] + " "))
            group.push_back(command.name.substr(words[0].size() + 1));
    }
    if (!group.empty()) {
        const std::string list = "`hawk " + words[0] + "` has: " + join(group, ", ");
        if (words.size() < 2 || words[1].starts_with("-"))
            return { Errc::InvalidInput, "hawk " + words[0] + " needs to know what to do", {}, list };
        const std::string near = nearestName(words[1], group);
        return { Errc::InvalidInput, "unknown command " + hawk::quoted(words[0] + " " + words[1]), {},
            near.empty() ? list : "did you mean `hawk " + words[0] + " " + near + "`?" };
    }
    const std::string near = nearestName(words[0], names);
    return { Errc::InvalidInput, "unknown command " + hawk::quoted(words[0]), {},
        near.empty() ? "`hawk help` lists the commands" : "did you mean `hawk " + near + "`?" };
}

int report(const Error& error, Context& context)
{
    if (context.json)
        context.print({ { "error",
            { { "code", hawk::name(error.code) }, { "message", error.message }, { "context", error.context },
                { "hint", error.hint } } } });
    context.err << styled("hawk: ", Style::Red, context.errColour);
    if (!error.context.empty())
        context.err << error.context << ": ";
    context.err << error.message << '\n';
    if (!error.hint.empty())
        context.err << "      " << error.hint << '\n';
    return exitCodeOf(error);
}

} // namespace

const std::vector<Command>& allCommands()
{
    static const std::vector<Command> kAll = [] {
        std::vector<Command> all;
        append(all, workspaceCommands());
        append(all, specCommands());
        append(all, judgeCommands());
        append(all, emulateCommands());
        append(all, runCommands());
        append(all, candidateCommands());
        append(all, knowledgeCommands());
        append(all, modelCommands());
        append(all, priceCommands());
        append(all, promptCommands());
        append(all, exchangeCommands());
        append(all, chipCommands());
        append(all, emulatorCommands());
        append(all, conformanceCommands());
        append(all, doctorCommands());
        return all;
    }();
    return kAll;
}

int runCli(const std::vector<std::string>& words, Context& context)
{
    context.json = std::find(words.begin(), words.end(), "--json") != words.end();
    if (words.empty()) {
        printHelp(context.err);
        return kBadInput;
    }
    if (words[0] == "--version" || words[0] == "version") {
        if (context.json)
            context.print({ { "version", HAWK_VERSION } });
        else
            context.out << "hawk " << HAWK_VERSION << '\n';
        return kDone;
    }
    const bool help = words[0] == "help" || words[0] == "--help" || words[0] == "-h";
    const std::vector<std::string> rest(words.begin() + (help ? 1 : 0), words.end());
    if (help && (rest.empty() || rest[0].starts_with("-"))) {
        printHelp(context.out);
        return kDone;
    }
    const auto [command, used] = findCommand(rest);
    if (command == nullptr)
        return report(unknownCommand(rest), context);
    const std::vector<std::string> own(rest.begin() + static_cast<std::ptrdiff_t>(used), rest.end());
    if (help || std::find(own.begin(), own.end(), "--help") != own.end()
        || std::find(own.begin(), own.end(), "-h") != own.end()) {
        printHelp(*command, context.out);
        return kDone;
    }
    const Result<Arguments> arguments = parseArguments(optionsOf(*command), command->positionals, own);
    if (!arguments) {
        const int code = report(arguments.error(), context);
        context.err << "      `hawk " << command->name << " --help` explains the command\n";
        return code;
    }
    const Result<int> code = command->run(context, *arguments);
    context.out.flush();
    return code ? *code : report(code.error(), context);
}

} // namespace hawk::cli
