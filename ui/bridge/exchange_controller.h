#pragma once

#include "bridge/project_controller.h"
#include "bridge/selection_controller.h"
#include "models/exchange_rows.h"

#include <map>

namespace hawk::ui {

/// What language models were asked and said: the kept exchanges of the selected candidate, and those under
/// way. One of them is shown.
class ExchangeController final : public QObject {
    Q_OBJECT
public:
    ExchangeController(
        WorkspaceController& workspace, SelectionController& selection, QObject* parent = nullptr);

    /// One line of the chooser.
    struct Item {
        qint64 exchange = 0; ///< 0: under way
        qint64 task = 0;
        QString title;
        bool operator==(const Item&) const = default;
    };
    const std::vector<Item>& items() const
    {
        return m_items;
    } ///< under way first, then the candidate's, newest first
    int shownItem() const; ///< -1: none
    const ExchangeView& shown() const { return m_shown; } ///< an empty one when nothing is shown
    bool following() const { return m_follow; }

    /// How long the exchanges of a model were in this workspace; nothing until they were counted.
    struct Usage {
        qint64 replies = 0;
        double meanPrompt = 0; ///< tokens
        double meanReply = 0;
    };
    Usage usage(const QString& model) const { return m_usage.value(model); }

    void show(const Item& item);
    /// Each new prompt is shown as it goes out.
    void setFollowing(bool follow);
    void apply(const std::vector<engine::Event>& events);
    /// Nothing is under way any more; `message`: why the run ended, empty when there is nothing to say.
    void endRun(const QString& message);

Q_SIGNALS:
    void itemsChanged();
    void shownChanged(); ///< another exchange, or another text
    void usageKnown();
    void streamed(bool reasoning, const QString& text); ///< a piece more of the shown one
    void noticed(); ///< notice of the shown one
    void failed(const hawk::ui::UiError& error);

private:
    void selectCandidate(qint64 id);
    void load(qint64 exchange);
    void countUsage();
    void rebuildItems();
    void adopt(ExchangeView view);
    void sent(const engine::PromptSent& event);
    void piece(const engine::ModelStreamed& event);
    void received(const engine::ReplyReceived& event);

    WorkspaceController& m_workspace;
    SelectionController& m_selection;
    std::map<qint64, ExchangeView> m_live; ///< by task
    std::vector<Item> m_kept; ///< of the selected candidate, newest first
    std::vector<Item> m_items;
    ExchangeView m_shown;
    QHash<QString, Usage> m_usage;
    bool m_follow = true;
    quint64 m_life = 0;
    quint64 m_listLife = 0;
};

} // namespace hawk::ui
