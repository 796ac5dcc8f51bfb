#pragma once

#include "widgets/pane.h"

#include <QToolBar>

class QComboBox;
class QLabel;
class QProgressBar;
class QSpinBox;
class QStatusBar;

namespace hawk::ui {

class RunLimits;
class Settings;
class SpendingMeter;

/// The tool bar of the loop (run, pause, stop, resume, who writes, chip, limits, seed), its progress and its spending in the
/// status bar.
class RunBar final : public QToolBar {
    Q_OBJECT
public:
    RunBar(const PaneContext& context, Settings& settings, QStatusBar* status, QWidget* parent);
    RunSettings runSettings() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void build(QStatusBar* status);
    void retranslateUi();
    void updateActions();
    void updateChips();
    void updateWriters();
    void updateSubject(); ///< of the limits: the chosen model
    void showProgress();

    Workbench& m_workbench;
    Theme& m_theme;
    ActionRegistry& m_actions;
    Settings& m_settings;
    QLabel* m_chipLabel = nullptr;
    QComboBox* m_chip = nullptr;
    QLabel* m_writerLabel = nullptr;
    QComboBox* m_writer = nullptr;
    RunLimits* m_limits = nullptr;
    SpendingMeter* m_meter = nullptr;
    QLabel* m_seedLabel = nullptr;
    QSpinBox* m_seed = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_activity = nullptr;
    QLabel* m_counts = nullptr;
    QProgressBar* m_progress = nullptr;
};

} // namespace hawk::ui
