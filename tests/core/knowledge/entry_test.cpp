#include "fixture.h"

namespace hawk::knowledge {
namespace {

using testing::HasSubstr;

Entry fullEntry()
{
    Entry e = sample("seed/full");
    e.version = 3;
    e.triggers = { .stage = Stage::Accuracy,
        .families = { "softmax" },
        .apis = { "DataCopyPad" },
        .constraints = { "datacopy-length-32b" },
        .errorSignatures = { "no matching function" },
        .bottlenecks = { "TAIL_HANDLING" },
        .dtypes = { "float16" },
        .chips = { "2201" } };
    e.rationale = { "s", "c", "r", "q", "w" };
    e.artifact = { .kind = Artifact::Kind::Template,
        .text = "Muls(y, x, static_cast<${T}>(${A}), count);\n",
        .holes = { { "T", { { "means", "type" }, { "example", "half" } } },
            { "A", { { "means", "factor" }, { "example", "2.0f" } } } } };
    e.source = { { "kind", "document" }, { "uri", "u" } };
    e.verification = { { "state", "compiled" } };
    return e;
}

TEST(Entry, JsonRoundTripKeepsEverything)
{
    const Entry e = fullEntry();
    const Entry got = must(entryFromJson(toJson(e)));
    EXPECT_EQ(toJson(got), toJson(e));
    EXPECT_EQ(got.triggers.stage, Stage::Accuracy);
    EXPECT_EQ(got.triggers.chips, e.triggers.chips);
    EXPECT_EQ(got.rationale.whenNotToApply, "w");
    EXPECT_EQ(got.version, 3);
}

TEST(Entry, PlanRuleRoundTrip)
{
    Entry e = sample("plan/x");
    e.artifact = { .kind = Artifact::Kind::PlanRule, .rule = { { "set", { { "copy", "data-copy-pad" } } } } };
    const Entry got = must(entryFromJson(toJson(e)));
    EXPECT_EQ(got.artifact.kind, Artifact::Kind::PlanRule);
    EXPECT_EQ(got.artifact.rule, e.artifact.rule);
}

TEST(Entry, TextMayBeAListOfLines)
{
    Json json = toJson(sample("a"));
    json["artifact"]["text"] = { "one", "two" };
    EXPECT_EQ(must(entryFromJson(json)).artifact.text, "one\ntwo\n");
}

TEST(Entry, FilledTemplateHasNoHoles)
{
    EXPECT_EQ(filledTemplate(fullEntry().artifact), "Muls(y, x, static_cast<half>(2.0f), count);\n");
}

struct BadCase {
    const char* name;
    Json patch; ///< merged into a valid entry
    const char* says;
};
class BadEntry : public testing::TestWithParam<BadCase> { };

TEST_P(BadEntry, IsRefusedWithTheReason)
{
    Json json = toJson(fullEntry());
    json.merge_patch(GetParam().patch);
    const Result<Entry> got = entryFromJson(json);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, Errc::InvalidInput);
    EXPECT_THAT(got.error().text(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(All, BadEntry,
    testing::Values(BadCase { "NoKey", { { "key", nullptr } }, "\"key\" is missing" },
        BadCase { "EmptyTitle", { { "title", "" } }, "\"title\" must not be empty" },
        BadCase { "Misspelt", { { "trigers", 1 } }, "did you mean \"triggers\"?" },
        BadCase { "Version", { { "version", 0 } }, "whole number from 1" },
        BadCase { "Stage", { { "triggers", { { "stage", "link" } } } }, "compile, runtime, accuracy, performance" },
        BadCase { "Family", { { "triggers", { { "families", { "softmaxx" } } } } }, "softmaxx" },
        BadCase { "Tag", { { "triggers", { { "bottlenecks", { "UB_OVERFLOWS" } } } } }, "did you mean 'UB_OVERFLOW'?" },
        BadCase { "Type", { { "triggers", { { "dtypes", { "float17" } } } } }, "float17" },
        BadCase { "ListOfTexts", { { "triggers", { { "apis", { 1 } } } } }, "list of texts" },
        BadCase { "NoSymptom", { { "rationale", { { "symptom", nullptr } } } }, "\"symptom\" is missing" },
        BadCase { "Kind", { { "artifact", { { "kind", "poem" } } } }, "template, diff, plan-rule" },
        BadCase { "NoText", { { "artifact", { { "text", nullptr }, { "holes", nullptr } } } }, "\"text\" is missing" },
        BadCase { "HoleUnused", { { "artifact", { { "holes", { { "B", { { "example", "1" } } } } } } } }, "no ${B}" },
        BadCase { "HoleUndescribed", { { "artifact", { { "holes", { { "A", nullptr } } } } } }, "does not describe" },
        BadCase { "RuleWithoutSet", { { "artifact", { { "kind", "plan-rule" } } } }, "\"set\"" }),
    [](const auto& param) { return param.param.name; });

} // namespace
} // namespace hawk::knowledge
