#pragma once

#include "widgets/pane.h"

class QComboBox;
class QFormLayout;
class QScrollArea;

namespace hawk::ui {

class PipeBars;

/// The judgement of the selected candidate: outcome, gates with their evidence, times, pipes, bottleneck, cases.
class VerdictPane final : public Pane {
    Q_OBJECT
public:
    VerdictPane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Verdict"); }

protected:
    void retranslateUi() override;

private:
    void build();
    void showCandidate();
    void showFigures();
    void showProfile();
    QLabel* addFigure();

    QLabel* m_icon = nullptr;
    QLabel* m_outcome = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_gatesTitle = nullptr;
    QLabel* m_casesTitle = nullptr;
    QLabel* m_profileTitle = nullptr;
    QComboBox* m_profileCase = nullptr;
    QLabel* m_bottleneck = nullptr;
    QLabel* m_profileFigures = nullptr;
    PipeBars* m_pipes = nullptr;
    QTreeView* m_gates = nullptr;
    QTreeView* m_cases = nullptr;
    QWidget* m_profileBox = nullptr;
    QScrollArea* m_scroll = nullptr;
    QFormLayout* m_form = nullptr;
    struct Figure {
        QLabel* name;
        QLabel* value;
    };
    std::vector<Figure> m_figures;
};

} // namespace hawk::ui
