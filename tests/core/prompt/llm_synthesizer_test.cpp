#include "synth/llm_synthesizer.h"

#include "chip/chip_catalog.h"
#include "spec/spec_loader.h"
#include "synth/used_entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::synth;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// Says what it is told to say, in order, and keeps what it was asked.
class Sayer final : public llm::Provider {
public:
    explicit Sayer(std::vector<llm::Outcome> outcomes)
        : m_outcomes(std::move(outcomes))
    {
        m_identity = { .name = "sayer", .kind = "manual", .model = "sayer" };
    }
    const llm::ModelIdentity& identity() const override { return m_identity; }
    llm::Outcome complete(const llm::Request& request, const llm::OnStream&, std::stop_token) override
    {
        asked.push_back(request);
        return m_outcomes.at(asked.size() - 1);
    }
    std::vector<llm::Request> asked;
    llm::ModelIdentity m_identity;

private:
    std::vector<llm::Outcome> m_outcomes;
};

llm::Reply say(std::string answer, std::string finish = "stop")
{
    llm::Reply reply;
    reply.answer = std::move(answer);
    reply.finishReason = std::move(finish);
    return reply;
}

const std::string kKernel = "extern \"C\" __global__ __aicore__ void relu_custom(GM_ADDR x, GM_ADDR y) {}\n";

std::string kernelReply(const std::string& notes = "used: none\nchange: first draft")
{
    return "<kernel_impl>\n```cpp\n" + kKernel + "```\n</kernel_impl>\n<launch_plan>\n```json\n{\"entry\": \"relu_custom\"}\n```\n</launch_plan>\n<notes>\n"
        + notes + "\n</notes>\n";
}

knowledge::Hit hit(std::int64_t id, knowledge::Artifact artifact)
{
    knowledge::Hit out;
    out.entry.id = { id };
    out.entry.title = "entry";
    out.entry.rationale.constraint = "a rule";
    out.entry.artifact = std::move(artifact);
    return out;
}

class ModelDraft : public testing::Test {
protected:
    ModelDraft()
    {
        const auto specs = spec::bundledSpecs().value();
        for (const auto& each : specs)
            if (each->name == "relu")
                m_request.spec = each;
        m_request.chip = chip::ChipCatalog::loadDefault().value().find(chip::kDefaultChip).value();
    }
    Result<Draft> write(Sayer& sayer, OutputContract contract = OutputContract::KernelAndPlan)
    {
        return makeLlmSynthesizer(sayer, { .contract = contract })->synthesize(m_request);
    }
    void giveParent(const std::string& source)
    {
        m_request.parent = Prior { .id = { 3 }, .candidate = { .source = source, .launchPlan = "{\"entry\": \"old\"}" } };
        auto verdict = std::make_shared<target::Verdict>();
        verdict->outcome = target::Outcome::Mismatch;
        verdict->summary = "wrong";
        m_request.parent->verdict = std::move(verdict);
    }
    SynthRequest m_request;
};

} // namespace

TEST_F(ModelDraft, AReplyThatKeepsItsContractIsACandidate)
{
    Sayer sayer({ say(kernelReply()) });
    const Result<Draft> draft = write(sayer);
    ASSERT_TRUE(draft) << draft.error().text();
    EXPECT_EQ(draft->candidate.source, kKernel);
    EXPECT_THAT(draft->candidate.launchPlan, HasSubstr("relu_custom"));
    EXPECT_EQ(draft->candidate.fileName, "relu.cpp");
    EXPECT_EQ(draft->note, "first draft");
    EXPECT_EQ(draft->broken, "");
    EXPECT_EQ(sayer.asked.front().label, "relu, attempt 1");
}

TEST_F(ModelDraft, ABrokenReplyGetsOneTurnWithTheReason)
{
    Sayer sayer({ say("<kernel_impl>\n" + kKernel + "</kernel_impl>\n"), say(kernelReply()) });
    const Result<Draft> draft = write(sayer);
    ASSERT_TRUE(draft) << draft.error().text();
    EXPECT_EQ(draft->candidate.source, kKernel);
    ASSERT_EQ(sayer.asked.size(), 2U);
    EXPECT_THAT(sayer.asked[1].messages.back().text, HasSubstr("<launch_plan>"));
    EXPECT_EQ(sayer.asked[1].messages[sayer.asked[1].messages.size() - 2].role, llm::Message::Role::Assistant);
    EXPECT_NE(sayer.asked[0].occurrence, sayer.asked[1].occurrence);
    EXPECT_THAT(draft->note, HasSubstr("form repaired"));
}

TEST_F(ModelDraft, WhatIsStillBrokenIsNoCandidateAndKeepsTheParentsTexts)
{
    giveParent("// the parent\n");
    Sayer sayer({ say("no"), say("still no") });
    const Result<Draft> draft = write(sayer);
    ASSERT_TRUE(draft) << draft.error().text();
    EXPECT_THAT(draft->broken, HasSubstr("<kernel_impl>"));
    EXPECT_THAT(draft->brokenContract, HasSubstr("<launch_plan>"));
    EXPECT_EQ(draft->candidate.source, "// the parent\n");
    EXPECT_EQ(sayer.asked.size(), 2U) << "one repair turn, not more";
}

TEST_F(ModelDraft, AFailureIsNoReply)
{
    Sayer sayer({ llm::Failure { llm::FailureKind::Timeout, { Errc::Timeout, "too slow", {}, "wait" }, true, {} } });
    const Result<Draft> draft = write(sayer);
    ASSERT_FALSE(draft);
    EXPECT_EQ(draft.error().message, "too slow");
    EXPECT_EQ(draft.error().hint, "wait");

    Sayer later({ say("no"), llm::Failure { llm::FailureKind::Server, { Errc::Protocol, "down", {}, {} }, true, {} } });
    EXPECT_FALSE(write(later)) << "a repair turn that fails is not the model's doing";
}

TEST_F(ModelDraft, WithoutTheMoneyForARepairTurnTheReplyStaysBroken)
{
    Sayer sayer({ say("no"), llm::Failure { llm::FailureKind::Budget, { Errc::Conflict, "spent", {}, {} }, false, {} } });
    const Result<Draft> draft = write(sayer);
    ASSERT_TRUE(draft);
    EXPECT_NE(draft->broken, "");
}

TEST_F(ModelDraft, EditsChangeTheParentAndKeepItsPlan)
{
    giveParent("one\ntwo\nthree\n");
    Sayer sayer({ say("<edit>\n<search>\ntwo\n</search>\n<replace>\n2\n</replace>\n</edit>\n<notes>\nchange: digits\n</notes>") });
    const Result<Draft> draft = write(sayer, OutputContract::Edits);
    ASSERT_TRUE(draft) << draft.error().text();
    EXPECT_EQ(draft->candidate.source, "one\n2\nthree\n");
    EXPECT_EQ(draft->candidate.launchPlan, "{\"entry\": \"old\"}");
}

TEST_F(ModelDraft, WithNothingToEditAWholeKernelIsAskedFor)
{
    Sayer sayer({ say(kernelReply()) });
    const Result<Draft> draft = write(sayer, OutputContract::Edits);
    ASSERT_TRUE(draft) << draft.error().text();
    EXPECT_EQ(draft->candidate.source, kKernel);
    EXPECT_THAT(sayer.asked.front().messages.front().text, HasSubstr("<kernel_impl>"));
}

TEST_F(ModelDraft, AKernelAloneIsCalledByConvention)
{
    Sayer sayer({ say("<kernel_impl>\n" + kKernel + "</kernel_impl>\n") });
    const Result<Draft> draft = write(sayer, OutputContract::KernelOnly);
    ASSERT_TRUE(draft) << draft.error().text();
    EXPECT_EQ(draft->candidate.launchPlan, conventionalPlan(*m_request.spec));
}

TEST_F(ModelDraft, AProjectAndAProgramAreCandidatesOfTheirForm)
{
    Sayer project({ say("<file path=\"op_host/relu.cpp\">\nhost\n</file>\n<file path=\"op_kernel/relu.cpp\">\nkernel\n</file>\n") });
    const Result<Draft> files = write(project, OutputContract::OperatorProject);
    ASSERT_TRUE(files) << files.error().text();
    EXPECT_EQ(files->candidate.form, target::Candidate::Form::OperatorProject);
    const auto read = target::projectFiles(files->candidate.source);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->at("op_kernel/relu.cpp"), "kernel\n");
    EXPECT_EQ(read->at("op_host/relu.cpp"), "host\n");

    Sayer program({ say("<program>\nint main() {}\n</program>\n") });
    const Result<Draft> one = write(program, OutputContract::LaunchProgram);
    ASSERT_TRUE(one) << one.error().text();
    EXPECT_EQ(one->candidate.form, target::Candidate::Form::LaunchProgram);
    EXPECT_EQ(one->candidate.source, "int main() {}\n");

    // Edits keep the form of what they edit.
    giveParent(files->candidate.source);
    m_request.parent->candidate = files->candidate;
    Sayer edits({ say("<edit>\n<search>\nkernel\n</search>\n<replace>\nkernel 2\n</replace>\n</edit>\n") });
    const Result<Draft> edited = write(edits, OutputContract::Edits);
    ASSERT_TRUE(edited) << edited.error().text();
    EXPECT_EQ(edited->candidate.form, target::Candidate::Form::OperatorProject);
    EXPECT_EQ(target::projectFiles(edited->candidate.source)->at("op_kernel/relu.cpp"), "kernel 2\n");
    // And stand for whole files in the contract of the form, unless the parent has another.
    const std::string change = "<edit>\n<search>\nkernel\n</search>\n<replace>\nkernel 3\n</replace>\n</edit>\n";
    Sayer shorter({ say(change) });
    const Result<Draft> third = write(shorter, OutputContract::OperatorProject);
    ASSERT_TRUE(third) << third.error().text();
    EXPECT_EQ(target::projectFiles(third->candidate.source)->at("op_kernel/relu.cpp"), "kernel 3\n");
    EXPECT_THAT(shorter.asked[0].messages.back().text, HasSubstr("Its files:"));
    m_request.parent->candidate = { .source = "kernel\n", .launchPlan = "{}" };
    Sayer other({ say(change), say(change) });
    const Result<Draft> none = write(other, OutputContract::OperatorProject);
    ASSERT_TRUE(none) << none.error().text();
    EXPECT_THAT(none->broken, HasSubstr("op_host/"));
}

TEST_F(ModelDraft, RequestsOfStepsSamplesAndTurnsNeverShareANumber)
{
    std::set<int> seen;
    for (int step = 0; step < 5; ++step)
        for (int sample = 0; sample < 2; ++sample) {
            m_request.step = step;
            m_request.sample = sample;
            Sayer sayer({ say("no"), say("no") });
            ASSERT_TRUE(write(sayer));
            for (const llm::Request& each : sayer.asked)
                EXPECT_TRUE(seen.insert(each.occurrence.value()).second);
        }
    EXPECT_EQ(seen.size(), 20U);
}

TEST_F(ModelDraft, ASecondSampleSaysThatTheFirstRepeatedSomething)
{
    Sayer first({ say(kernelReply()) });
    ASSERT_TRUE(write(first));
    m_request.sample = 1;
    Sayer second({ say(kernelReply()) });
    ASSERT_TRUE(write(second));
    EXPECT_NE(first.asked[0].messages.back().text, second.asked[0].messages.back().text);
    EXPECT_THAT(second.asked[0].messages.back().text, HasSubstr("different"));
}

TEST_F(ModelDraft, AFixedSamplingSeedIsReplacedByTheAttempts)
{
    m_request.seed = 0x123456789ABCDEFULL;
    Sayer plain({ say(kernelReply()) });
    ASSERT_TRUE(write(plain));
    EXPECT_FALSE(plain.asked[0].parameters.seed) << "some servers refuse a seed: none is sent unasked";
    Sayer seeded({ say(kernelReply()) });
    seeded.m_identity.parameters.seed = 1;
    ASSERT_TRUE(write(seeded));
    EXPECT_TRUE(seeded.asked[0].parameters.seed);
    EXPECT_NE(seeded.asked[0].parameters.seed, 1);
}

TEST_F(ModelDraft, CandidatesOfARunAreCalledByTheirAttempt)
{
    giveParent("// the parent\n");
    m_request.parent->label = "attempt 3";
    m_request.stage = SynthRequest::Stage::Refine;
    m_request.tried = { *m_request.parent };
    m_request.tried[0].label = "attempt 4";
    Sayer sayer({ say(kernelReply()) });
    ASSERT_TRUE(write(sayer));
    const std::string prompt = sayer.asked[0].messages.back().text;
    EXPECT_THAT(prompt, HasSubstr("Attempt 3, correct on all cases."));
    EXPECT_THAT(prompt, HasSubstr("- attempt 4: mismatch"));
    EXPECT_THAT(prompt, testing::Not(HasSubstr("andidate 3"))) << "a row number differs between equal runs";
}

TEST_F(ModelDraft, OnlyEntriesThatWereShownCountAsUsed)
{
    m_request.knowledge = { hit(4, { .kind = knowledge::Artifact::Kind::Template, .text = "Nothing(of, this);" }) };
    Sayer sayer({ say(kernelReply("used: K4, K99\nchange: as K4 says")) });
    const Result<Draft> draft = write(sayer);
    ASSERT_TRUE(draft);
    EXPECT_THAT(draft->usedEntries, ElementsAre(EntryId { 4 }));
}

TEST(UsedEntries, CodeIsFoundWhateverStandsInItsHoles)
{
    const knowledge::Artifact entry { .kind = knowledge::Artifact::Kind::Template,
        .text = "DataCopyPad(${DST}, ${SRC}, DataCopyExtParams { 1, ${BYTES}, 0, 0, 0 });\n}\n" };
    EXPECT_TRUE(codeFound(entry, "  DataCopyPad( y , gm[o], DataCopyExtParams{1, n * 2, 0, 0, 0}); // tail\n"));
    EXPECT_FALSE(codeFound(entry, "DataCopy(y, gm[o], n);\n}\n"));
    EXPECT_FALSE(codeFound({ .kind = knowledge::Artifact::Kind::Template, .text = "}\nreturn;\n" }, "}\nreturn;\n"))
        << "what every kernel has is no evidence";
}

TEST(UsedEntries, OfADiffEveryAddedCallMustBeThere)
{
    const knowledge::Artifact diff { .kind = knowledge::Artifact::Kind::Diff,
        .text = "--- a/k.cpp\n+++ b/k.cpp\n@@ -1,2 +1,2 @@\n-DataCopy(x, gm, n);\n+queue.EnQue(x);\n+x = queue.DeQue<T>();\n" };
    EXPECT_TRUE(codeFound(diff, "queue.EnQue(x);\nx = queue.DeQue<T>();\n"));
    EXPECT_FALSE(codeFound(diff, "queue.EnQue(x);\n"));
}

TEST(UsedEntries, WhatTheParentHadAlreadyIsNotUsedAgain)
{
    const std::vector<knowledge::Hit> shown { hit(7, { .kind = knowledge::Artifact::Kind::Template, .text = "PipeBarrier<PIPE_V>();" }) };
    EXPECT_THAT(usedEntries(shown, {}, "PipeBarrier<PIPE_V>();", ""), ElementsAre(EntryId { 7 }));
    EXPECT_TRUE(usedEntries(shown, {}, "PipeBarrier<PIPE_V>();", "PipeBarrier<PIPE_V>();").empty());
    EXPECT_THAT(usedEntries(shown, { EntryId { 7 } }, "", ""), ElementsAre(EntryId { 7 }));
}
