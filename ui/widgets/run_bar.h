#pragma once

#include "widgets/pane.h"

#include <QToolBar>

class QComboBox;
class QLabel;
class QProgressBar;
class QSpinBox;
class QStatusBar;

namespace hawk::ui {

class Settings;

/// The tool bar of the loop (run, pause, stop, resume, chip, attempts, seed) and its progress in the status bar.
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
    void showProgress();

    Workbench& m_workbench;
    Theme& m_theme;
    ActionRegistry& m_actions;
    Settings& m_settings;
    QLabel* m_chipLabel = nullptr;
    QComboBox* m_chip = nullptr;
    QLabel* m_attemptsLabel = nullptr;
    QSpinBox* m_attempts = nullptr;
    QLabel* m_seedLabel = nullptr;
    QSpinBox* m_seed = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_activity = nullptr;
    QLabel* m_counts = nullptr;
    QProgressBar* m_progress = nullptr;
};

} // namespace hawk::ui
