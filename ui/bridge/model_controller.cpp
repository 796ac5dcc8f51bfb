#include "bridge/model_controller.h"

#include "bridge/error_text.h"
#include "bridge/model_check.h"
#include "bridge/model_view.h"
#include "llm/model_factory.h"
#include "llm/price_edit.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

struct ModelController::Files {
    llm::ModelRegistry registry;
    std::map<std::string, Json> entries; ///< as they stand in the file
    std::shared_ptr<const llm::PriceTable> prices = std::make_shared<const llm::PriceTable>();
    std::size_t ownPrices = 0;
};

ModelController::ModelController(std::unique_ptr<Keychain> keychain, QObject* parent)
    : QObject(parent)
    , m_keychain(std::move(keychain))
    , m_files(std::make_shared<Files>())
{
}

ModelController::~ModelController() = default;

Result<ModelController::Files> ModelController::readFiles()
{
    Files files;
    auto registry = llm::ModelRegistry::load(llm::modelsFile());
    if (!registry)
        return registry.error();
    files.registry = *std::move(registry);
    for (const llm::ModelConfig& each : files.registry.models()) {
        auto entry = llm::modelEntry(llm::modelsFile(), each.name);
        if (!entry)
            return entry.error();
        files.entries[each.name] = *std::move(entry);
    }
    auto prices = llm::PriceTable::load(llm::pricesFile());
    if (!prices)
        return prices.error();
    files.prices = std::make_shared<const llm::PriceTable>(*std::move(prices));
    const auto own = llm::ownPriceCount(llm::pricesFile());
    if (!own)
        return own.error();
    files.ownPrices = *own;
    return files;
}

void ModelController::reload()
{
    m_fileWorker.run(
        this, [](std::stop_token) { return readFiles(); },
        [this](Result<Files> result) {
            if (result)
                adopt(*std::move(result));
            else
                Q_EMIT failed(toUiError(result.error(), tr("The models could not be read")));
        });
}

void ModelController::adopt(Files files)
{
    m_files = std::make_shared<const Files>(std::move(files));
    m_default = toQt(m_files->registry.defaultName());
    retranslate();
    Q_EMIT reloaded();
}

void ModelController::retranslate()
{
    std::vector<ModelRow> rows;
    for (const llm::ModelConfig& each : m_files->registry.models())
        rows.push_back(toRow(each, *m_files->prices, toQt(each.name) == m_default));
    // The stand-in comes last, as `hawk model list` has it; a model of the user's with its name takes its place.
    if (isBundled(bundled()))
        if (const auto demo = m_files->registry.find(llm::kDemoModel)) {
            rows.push_back(toRow(*demo, *m_files->prices, false));
            rows.back().bundled = true;
        }
    m_models.setRows(std::move(rows));
    m_models.retranslate();
    updateKeyStates();
}

void ModelController::updateKeyStates()
{
    for (const llm::ModelConfig& each : m_files->registry.models()) {
        using Kind = llm::KeySource::Kind;
        if (each.key.kind == Kind::None)
            continue;
        if (each.key.kind == Kind::Keychain && !m_known.contains(each.key.name)) {
            if (!m_keychain->available())
                m_models.setKeyState(
                    toQt(each.name), KeyState::Unusable, tr("There is no keychain on this desktop."));
            continue;
        }
        const auto key = m_keys->key(each.key);
        const KeyState state = key               ? KeyState::Present
            : key.error().code == Errc::NotFound ? KeyState::Missing
                                                 : KeyState::Unusable;
        m_models.setKeyState(
            toQt(each.name), state, key ? QString() : toQt(key.error().message + "\n" + key.error().hint));
    }
}

QStringList ModelController::names() const
{
    QStringList names;
    for (const llm::ModelConfig& each : m_files->registry.models())
        names.append(toQt(each.name));
    return names;
}

QString ModelController::bundled()
{
    return toQt(llm::kDemoModel);
}

bool ModelController::isBundled(const QString& name) const
{
    return name == bundled() && config(name) == nullptr;
}

QStringList ModelController::runnable() const
{
    QStringList all = names();
    if (!all.contains(bundled()))
        all.append(bundled());
    return all;
}

const llm::ModelConfig* ModelController::config(const QString& name) const
{
    for (const llm::ModelConfig& each : m_files->registry.models())
        if (toQt(each.name) == name)
            return &each;
    return nullptr;
}

Json ModelController::base(const QString& original) const
{
    const auto found = m_files->entries.find(original.toStdString());
    return found == m_files->entries.end() ? Json() : found->second;
}

std::optional<PriceValue> ModelController::price(const QString& name) const
{
    const llm::ModelConfig* model = config(name);
    const llm::Price* price = model ? priceOf(*model, *m_files->prices) : nullptr;
    if (!price)
        return {};
    return PriceValue { price->input, price->output, price->cachedInput, toQt(price->currency),
        toQt(price->source) };
}

QString ModelController::tablePrice(const QString& modelId) const
{
    return priceText(priceTable().find(modelId.toStdString()));
}

const std::vector<llm::ModelConfig>& ModelController::configs() const { return m_files->registry.models(); }

const llm::PriceTable& ModelController::priceTable() const { return *m_files->prices; }

std::size_t ModelController::ownPrices() const { return m_files->ownPrices; }

ModelDraft ModelController::draft(const QString& name) const
{
    if (isBundled(name))
        if (const auto demo = m_files->registry.find(llm::kDemoModel))
            return draftFromEntry({ { "name", demo->name }, { "kind", std::string(llm::name(demo->kind)) }, { "model", demo->model },
                { "command", demo->command }, { "input", demo->commandTakesJson ? "json" : "text" } });
    return draftFromEntry(base(name));
}

DraftProblem ModelController::check(const ModelDraft& draft, const QString& original) const
{
    QStringList others = names();
    others.removeAll(original);
    return checkDraft(draft, base(original), others);
}

KeyPlace ModelController::usualPlace(KeyPlace::Kind kind, const QString& modelName)
{
    switch (kind) {
    case KeyPlace::Kind::Keychain:
    case KeyPlace::Kind::Session:
        return { kind, modelName };
    case KeyPlace::Kind::File:
        return { kind, u"~/.config/hawk/%1.key"_s.arg(modelName) };
    case KeyPlace::Kind::Environment:
        return { kind, QString(modelName).toUpper().replace(u'-', u'_').replace(u'.', u'_') + u"_API_KEY"_s };
    case KeyPlace::Kind::None:
        break;
    }
    return {};
}

template <class Edit>
void ModelController::edit(Edit edit, const QString& symptom, std::function<void()> then)
{
    m_fileWorker.run(
        this,
        [edit = std::move(edit)](std::stop_token) -> Result<Files> {
            if (const Status s = edit(); !s)
                return s.error();
            return readFiles();
        },
        [this, symptom, then = std::move(then)](Result<Files> result) {
            if (!result) {
                Q_EMIT failed(toUiError(result.error(), symptom));
                return;
            }
            adopt(*std::move(result));
            if (then)
                then();
        });
}

void ModelController::storeKey(const KeyPlace& place, const QString& key, std::function<void()> then)
{
    if (key.isEmpty() || (place.kind != KeyPlace::Kind::Keychain && place.kind != KeyPlace::Kind::Session)) {
        then();
        return;
    }
    Result<llm::Secret> usable = llm::usableKey(key.toStdString(), "the field");
    if (!usable) {
        Q_EMIT failed(toUiError(usable.error(), tr("The key could not be kept")));
        return;
    }
    const llm::KeySource source = toSource(place);
    if (place.kind == KeyPlace::Kind::Session) {
        m_keys->set(source, *std::move(usable));
        then();
        return;
    }
    m_keychain->write(
        place.name, *usable, [this, source, usable, then = std::move(then)](const Status& stored) {
            if (!stored) {
                Q_EMIT failed(toUiError(stored.error(), tr("The key could not be kept")));
                return;
            }
            m_known.insert(source.name);
            m_keys->set(source, usable);
            then();
        });
}

void ModelController::save(const ModelDraft& draft, const QString& original, const QString& key)
{
    Result<Json> entry = entryFromDraft(draft, base(original));
    if (!entry) {
        Q_EMIT failed(toUiError(entry.error(), tr("The model could not be saved")));
        return;
    }
    // The key first: settings that name a key that is not there would be worse than a key nobody names.
    storeKey(draft.key, key, [this, entry = *std::move(entry), original, name = draft.name.trimmed()] {
        edit(
            [entry, replace = !original.isEmpty()] {
                return llm::addModel(llm::modelsFile(), { .entry = entry, .replace = replace });
            },
            tr("The model could not be saved"), [this, name] { Q_EMIT saved(name); });
    });
}

void ModelController::remove(const QString& name)
{
    const llm::ModelConfig* model = config(name);
    const llm::KeySource key = model ? model->key : llm::KeySource {};
    edit([name = name.toStdString()] { return llm::removeModel(llm::modelsFile(), name); },
        tr("The model could not be removed"),
        [this, key] {
            const auto& rest = m_files->registry.models();
            const bool shared
                = std::any_of(rest.begin(), rest.end(), [&](const auto& each) { return each.key == key; });
            if (shared
                || (key.kind != llm::KeySource::Kind::Keychain && key.kind != llm::KeySource::Kind::Session))
                return;
            // A key nobody names any more must not stay behind.
            m_keys->forget(key);
            m_known.erase(key.name);
            if (key.kind == llm::KeySource::Kind::Keychain && m_keychain->available())
                m_keychain->remove(toQt(key.name), [this](const Status& removed) {
                    if (!removed)
                        Q_EMIT failed(
                            toUiError(removed.error(), tr("The key could not be taken out of the keychain")));
                });
        });
}

void ModelController::makeDefault(const QString& name)
{
    edit([name = name.toStdString()] { return llm::setDefaultModel(llm::modelsFile(), name); },
        tr("The default could not be changed"));
}

void ModelController::fetchKeys(QObject* receiver, std::function<void()> ready)
{
    std::set<std::string> wanted;
    for (const llm::ModelConfig& each : m_files->registry.models()) {
        std::vector<const llm::KeySource*> sources { &each.key, &each.proxyLogin };
        for (const auto& [name, value] : each.headers)
            sources.push_back(&value.source);
        for (const llm::KeySource* source : sources)
            if (source->kind == llm::KeySource::Kind::Keychain && !m_known.contains(source->name))
                wanted.insert(source->name);
    }
    auto waiting = std::make_shared<std::size_t>(wanted.size());
    const auto done = [this, guard = QPointer<QObject>(receiver), ready = std::move(ready)] {
        updateKeyStates();
        Q_EMIT keysChanged();
        if (guard)
            ready();
    };
    if (wanted.empty()) {
        QMetaObject::invokeMethod(this, done, Qt::QueuedConnection);
        return;
    }
    for (const std::string& entry : wanted)
        m_keychain->read(toQt(entry), [this, entry, waiting, done](Result<llm::Secret> key) {
            // What failed is asked again the next time: the keychain may be unlocked by then.
            if (key)
                m_known.insert(entry);
            m_keys->set({ llm::KeySource::Kind::Keychain, entry }, std::move(key));
            if (--*waiting == 0)
                done();
        });
}

void ModelController::test(const ModelDraft& draft, const QString& original, const QString& key)
{
    if (m_testing)
        return;
    const Result<Json> entry = entryFromDraft(draft, base(original));
    const Result<llm::ModelConfig> config
        = entry ? llm::modelFromEntry(*entry) : Result<llm::ModelConfig>(entry.error());
    if (!config) {
        Q_EMIT failed(toUiError(config.error(), tr("The connection could not be tested")));
        return;
    }
    std::shared_ptr<const llm::KeyStore> keys = m_keys;
    if (!key.isEmpty()) {
        Result<llm::Secret> typed = llm::usableKey(key.toStdString(), "the field");
        if (!typed) {
            Q_EMIT failed(toUiError(typed.error(), tr("The connection could not be tested")));
            return;
        }
        keys = m_keys->with(config->key, *std::move(typed));
    }
    m_testing = true;
    Q_EMIT testingChanged(true);
    const quint64 life = ++m_testLife;
    const auto run = [this, config = *config, keys, prices = m_files->prices, life] {
        m_testWorker.run(
            this,
            [config, keys, prices](std::stop_token stop) {
                const SystemClock clock;
                const llm::ModelFactory factory(llm::ModelRegistry {}, { *keys, clock, prices });
                ConnectionView view
                    = toView(llm::testConnection(factory, config, clock, stop), config, priceOf(config, *prices));
                view.cancelled = stop.stop_requested();
                return view;
            },
            [this, life](const ConnectionView& view) {
                if (life != m_testLife)
                    return;
                m_testing = false;
                Q_EMIT testingChanged(false);
                Q_EMIT tested(view);
            });
    };
    // The model of the form may name a keychain entry that no saved one does.
    if (key.isEmpty() && config->key.kind == llm::KeySource::Kind::Keychain
        && !m_known.contains(config->key.name))
        m_keychain->read(
            toQt(config->key.name), [this, source = config->key, run, life](Result<llm::Secret> read) {
                if (read)
                    m_known.insert(source.name);
                m_keys->set(source, std::move(read));
                updateKeyStates();
                if (life == m_testLife)
                    run();
            });
    else
        run();
}

void ModelController::cancelTest()
{
    if (!m_testing)
        return;
    m_testWorker.cancelCurrent();
    ++m_testLife; // the answer is not waited for
    m_testing = false;
    Q_EMIT testingChanged(false);
    ConnectionView view;
    view.cancelled = true;
    Q_EMIT tested(view);
}

} // namespace hawk::ui
