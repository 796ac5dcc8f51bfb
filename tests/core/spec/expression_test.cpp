#include "spec/expression.h"

#include <gtest/gtest.h>

namespace hawk::spec {
namespace {

struct Good {
    const char* text;
    std::int64_t value;
};
class GoodExpression : public testing::TestWithParam<Good> { };

TEST_P(GoodExpression, HasTheValue)
{
    const Result<std::int64_t> value = evaluate(GetParam().text, { { "N", 1000 }, { "D", 7 }, { "zero", 0 }, { "neg", -7 } });
    ASSERT_TRUE(value) << value.error().text();
    EXPECT_EQ(*value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(All, GoodExpression,
    testing::Values(Good { "1 + 2 * 3", 7 }, Good { "(1 + 2) * 3", 9 }, Good { "N * D", 7000 }, Good { "N / D", 142 },
        Good { "N % D", 6 }, Good { "neg / 2", -3 }, Good { "neg % 2", -1 }, Good { "-N + 1", -999 }, Good { "- -3", 3 },
        Good { "10 - 3 - 2", 5 }, Good { "N > D", 1 }, Good { "N == D", 0 }, Good { "1 < 2 ? N : D", 1000 },
        Good { "0 ? 1 : 0 ? 2 : 3", 3 }, Good { "zero == 0 ? 5 : N / zero", 5 }, Good { "zero ? N / zero : 5", 5 },
        Good { "min(N, D)", 7 }, Good { "max(N, D)", 1000 }, Good { "ceildiv(N, D)", 143 }, Good { "ceildiv(neg, 2)", -3 },
        Good { "alignup(N, 64)", 1024 }, Good { "aligndown(N, 64)", 960 }, Good { "aligndown(neg, 2)", -8 },
        Good { "min(max(D, 3), ceildiv(N, 100))", 7 }, Good { "N != D", 1 }, Good { "N >= 1000", 1 }, Good { "N <= 999", 0 },
        Good { "9223372036854775807", 9223372036854775807 }));

struct Bad {
    const char* text;
    const char* says;
};
class BadExpression : public testing::TestWithParam<Bad> { };

TEST_P(BadExpression, QuotesTheTextAndSaysWhy)
{
    const Result<std::int64_t> value = evaluate(GetParam().text, { { "N", 1000 }, { "zero", 0 } });
    ASSERT_FALSE(value) << *value;
    EXPECT_NE(value.error().message.find(std::string("expression '") + GetParam().text + "'"), std::string::npos);
    EXPECT_NE(value.error().text().find(GetParam().says), std::string::npos) << value.error().text();
}

INSTANTIATE_TEST_SUITE_P(All, BadExpression,
    testing::Values(Bad { "", "value expected before the end" }, Bad { "1 +", "value expected before the end" },
        Bad { "M * 2", "unknown name 'M'" }, Bad { "M * 2", "known names: N, zero" }, Bad { "N / zero", "division by zero" },
        Bad { "N % zero", "division by zero" }, Bad { "9223372036854775807 + 1", "64 bits" },
        Bad { "9223372036854775808", "64 bits" }, Bad { "N * N * N * N * N * N * N", "64 bits" }, Bad { "(1", "')' expected" },
        Bad { "1)", "unexpected ')'" }, Bad { "1 2", "unexpected '2'" }, Bad { "0x10", "not a decimal integer" },
        Bad { "1.5", "unexpected '.'" }, Bad { "N ? 1", "':' expected" }, Bad { "log(2, 3)", "unknown function 'log'" },
        Bad { "min(1)", "takes two values, 1 given" }, Bad { "alignup(N, 0)", "a positive value is needed" },
        Bad { "N = 3", "unexpected '='" }, Bad { "$", "value expected before '$'" }));

TEST(Expression, DeepNestingIsAnErrorAndNotACrash)
{
    const std::string deep = std::string(100000, '(') + "1" + std::string(100000, ')');
    const Result<std::int64_t> value = evaluate(deep, {});
    ASSERT_FALSE(value);
    EXPECT_NE(value.error().message.find("nested too deeply"), std::string::npos);
    EXPECT_FALSE(evaluate(std::string(100000, '-') + "1", {}));
}

} // namespace
} // namespace hawk::spec
