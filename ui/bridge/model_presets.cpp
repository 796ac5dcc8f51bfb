#include "bridge/model_presets.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct ModelPresetText {
    Q_DECLARE_TR_FUNCTIONS(ModelPresetText)
};

ModelDraft localServer(const QString& name, const QString& url)
{
    ModelDraft draft;
    draft.name = name;
    draft.baseUrl = url;
    return draft;
}

} // namespace

std::vector<ModelPreset> modelPresets()
{
    ModelDraft kernelGen = localServer(u"kernelgen"_s, u"http://localhost:8000/v1"_s);
    kernelGen.type = ModelType::Completions;
    kernelGen.promptTemplate = u"kernelgen-lm"_s;
    ModelDraft anthropic = localServer(u"claude"_s, u"https://api.anthropic.com/v1"_s);
    anthropic.type = ModelType::Anthropic;
    anthropic.key = { KeyPlace::Kind::Keychain, u"claude"_s };
    ModelDraft service = localServer(u"service"_s, u"https://"_s);
    service.key = { KeyPlace::Kind::Keychain, u"service"_s };
    ModelDraft command;
    command.name = u"command"_s;
    command.type = ModelType::Command;
    ModelDraft person;
    person.name = u"by-hand"_s;
    person.type = ModelType::Manual;
    return { { ModelPresetText::tr("vLLM on this machine"),
                 localServer(u"vllm"_s, u"http://localhost:8000/v1"_s) },
        { ModelPresetText::tr("llama.cpp server on this machine"),
            localServer(u"llama-cpp"_s, u"http://localhost:8080/v1"_s) },
        { ModelPresetText::tr("Ollama on this machine"),
            localServer(u"ollama"_s, u"http://localhost:11434/v1"_s) },
        { ModelPresetText::tr("KernelGen-LM, raw completions"), kernelGen },
        { ModelPresetText::tr("OpenAI-compatible service"), service },
        { ModelPresetText::tr("Anthropic service"), anthropic },
        { ModelPresetText::tr("Command on this machine"), command },
        { ModelPresetText::tr("By hand: copy and paste"), person } };
}

} // namespace hawk::ui
