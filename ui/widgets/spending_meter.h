#pragma once

#include "models/rows.h"

#include <QLabel>

namespace hawk::ui {

class Theme;

/// Tokens and money of a run in the status bar, with their caps: amber from 80 %, red at the cap. Says the
/// same in words and with a sign.
class SpendingMeter final : public QLabel {
    Q_OBJECT
public:
    enum class Level { Fine, Near, Reached };
    SpendingMeter(const Theme& theme, QWidget* parent);
    /// `replayed`: nothing was asked, the figures are those of the recording. `ended`: the run ended because its cap leaves no
    /// room for the next prompt, which the figures alone do not show.
    void show(const RunProgressView& progress, bool replayed, bool ended);
    Level level() const { return m_level; }
    static Level levelOf(const RunProgressView& progress);
    void rebuild(); ///< language or theme changed

private:
    const Theme& m_theme;
    RunProgressView m_progress;
    bool m_replayed = false;
    bool m_ended = false;
    Level m_level = Level::Fine;
};

} // namespace hawk::ui
