#include "core/property/seeds.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace hawk::property {

std::vector<std::uint64_t> seeds(int count)
{
    if (const char* one = std::getenv("HAWK_PROPERTY_SEED"); one != nullptr && *one != '\0')
        return { std::strtoull(one, nullptr, 10) };
    std::vector<std::uint64_t> list;
    for (int i = 0; i < count; ++i)
        list.push_back(static_cast<std::uint64_t>(i) + 1);
    return list;
}

std::string again(std::uint64_t seed)
{
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return "again: HAWK_PROPERTY_SEED=" + std::to_string(seed) + " test_property --gtest_filter=" + test->test_suite_name() + "."
        + test->name();
}

} // namespace hawk::property
