// Build-time tool: turns resources/constraints/constraints.json into a C++ table, because the kernel process
// checks rules inside a sandbox that need not see the resource folder.
#include "base/files.h"
#include "base/json.h"

#include <cstdio>
#include <string>
#include <string_view>

namespace {

std::string cLiteral(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + "\"";
}

hawk::Result<std::string> tableText(const hawk::Json& document, const std::string& origin)
{
    std::string out = "// Generated from " + origin + "; edit that file instead.\n";
    if (!document.contains("constraints") || !document["constraints"].is_array())
        return hawk::Error { hawk::Errc::InvalidInput, "the file has no array \"constraints\"", origin, {} };
    for (const hawk::Json& entry : document["constraints"]) {
        std::string row = "    {";
        for (const char* key : { "id", "category", "rule", "fix", "severity" }) {
            if (!entry.contains(key) || !entry[key].is_string())
                return hawk::Error { hawk::Errc::InvalidInput,
                    std::string("a constraint has no text \"") + key + '"', origin,
                    entry.dump().substr(0, 80) };
            row += cLiteral(entry[key].get<std::string>()) + ", ";
        }
        out += row + "},\n";
    }
    return out;
}

int fail(const hawk::Error& error)
{
    std::fprintf(stderr, "%s\n", error.text().c_str());
    return 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s CONSTRAINTS.json OUTPUT.inc\n", argv[0]);
        return 2;
    }
    const std::filesystem::path input = argv[1];
    const auto text = hawk::readFile(input);
    if (!text)
        return fail(text.error());
    const auto document = hawk::parseJson(*text, input.string());
    if (!document)
        return fail(document.error());
    const auto table = tableText(*document, input.filename().string());
    if (!table)
        return fail(table.error());
    const auto written = hawk::writeFileAtomically(argv[2], *table);
    return written ? 0 : fail(written.error());
}
