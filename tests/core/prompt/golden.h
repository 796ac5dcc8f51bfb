#pragma once

#include "base/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace hawk::test {

/// Compares a text with tests/golden/AREA/NAME.expected; HAWK_UPDATE_GOLDEN=1 rewrites the file. The failure names the
/// first line that differs.
inline void expectGolden(const std::string& area, const std::string& name, const std::string& text)
{
    const std::filesystem::path file = std::filesystem::path(HAWK_TEST_SOURCE_DIR) / "golden" / area / (name + ".expected");
    if (std::getenv("HAWK_UPDATE_GOLDEN") != nullptr) {
        ASSERT_TRUE(writeFileAtomically(file, text));
        return;
    }
    const Result<std::string> expected = readFile(file);
    ASSERT_TRUE(expected) << expected.error().text();
    if (*expected == text)
        return;
    std::size_t line = 1;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < std::min(expected->size(), text.size()) && (*expected)[i] == text[i]; ++i)
        if (text[i] == '\n') {
            ++line;
            begin = i + 1;
        }
    ADD_FAILURE() << file.filename() << " line " << line << "\nexpected: " << expected->substr(begin, expected->find('\n', begin) - begin)
                  << "\nactual:   " << text.substr(begin, text.find('\n', begin) - begin) << "\nHAWK_UPDATE_GOLDEN=1 rewrites it";
}

} // namespace hawk::test
