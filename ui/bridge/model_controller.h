#pragma once

#include "bridge/key_store.h"
#include "bridge/keychain.h"
#include "bridge/model_draft.h"
#include "bridge/worker.h"
#include "models/model_list_model.h"

#include <QPointer>
#include <functional>
#include <memory>
#include <set>

namespace hawk::ui {

/// The language models of models.json, the same file the command line reads and writes; their keys, and the
/// test of a connection. Files and network are on worker threads.
class ModelController final : public QObject {
    Q_OBJECT
public:
    explicit ModelController(std::unique_ptr<Keychain> keychain, QObject* parent = nullptr);
    ~ModelController() override;

    ModelListModel& models() { return m_models; }
    QStringList names() const; ///< of the user's own models
    QStringList runnable() const; ///< names, and the bundled stand-in that needs no service
    static QString bundled(); ///< its name
    bool isBundled(const QString& name) const; ///< the stand-in itself, not a model of the user's that has its name
    QString defaultName() const { return m_default; }
    bool keychainAvailable() const { return m_keychain->available(); }
    std::shared_ptr<const llm::KeyStore> keys() const { return m_keys; }
    /// The price replies of a model are counted with; nothing when it is not known.
    std::optional<PriceValue> price(const QString& name) const;
    QString tablePrice(const QString& modelId) const; ///< what the price table says of an id, in words; empty: nothing
    const std::vector<llm::ModelConfig>& configs() const;
    const llm::PriceTable& priceTable() const; ///< valid until the next reload
    std::size_t ownPrices() const; ///< rows of the table, from the first on, that are the user's
    ModelDraft draft(const QString& name) const; ///< of a model in the list
    DraftProblem check(const ModelDraft& draft, const QString& original) const;
    /// Where a key of this kind goes by itself: the entry is called like the model.
    static KeyPlace usualPlace(KeyPlace::Kind kind, const QString& modelName);

    void reload(); ///< models.json and prices, as they are now
    /// Adds (`original` empty) or replaces. `key` is a key that was typed in, for the keychain or this
    /// session; empty keeps the one that is there.
    void save(const ModelDraft& draft, const QString& original, const QString& key);
    void remove(const QString& name);
    void makeDefault(const QString& name);
    /// Reads the keychain entries that models name, then calls `ready` in the GUI thread. A key that cannot
    /// be had is no failure here: whoever opens the model is told.
    void fetchKeys(QObject* receiver, std::function<void()> ready);
    /// Tries what is in the form, saved or not.
    void test(const ModelDraft& draft, const QString& original, const QString& key);
    void cancelTest();
    bool testing() const { return m_testing; }
    void retranslate();

Q_SIGNALS:
    void reloaded(); ///< the list is new
    void saved(const QString& name);
    void keysChanged();
    void testingChanged(bool testing);
    void tested(const hawk::ui::ConnectionView& result);
    void failed(const hawk::ui::UiError& error);

private:
    struct Files;
    static Result<Files> readFiles();
    void adopt(Files files);
    void updateKeyStates();
    const llm::ModelConfig* config(const QString& name) const;
    Json base(const QString& original) const;
    template <class Edit> void edit(Edit edit, const QString& symptom, std::function<void()> then = {});
    void storeKey(const KeyPlace& place, const QString& key, std::function<void()> then);

    std::unique_ptr<Keychain> m_keychain;
    std::shared_ptr<WindowKeyStore> m_keys = std::make_shared<WindowKeyStore>();
    ModelListModel m_models;
    std::shared_ptr<const Files> m_files;
    QString m_default;
    std::set<std::string> m_known; ///< keychain entries that were asked for
    bool m_testing = false;
    quint64 m_testLife = 0;
    Worker m_fileWorker;
    Worker m_testWorker;
};

} // namespace hawk::ui
