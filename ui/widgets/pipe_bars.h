#pragma once

#include "models/rows.h"

#include <QWidget>

namespace hawk::ui {

class Theme;

/// Busy and waiting share of every pipe as labelled bars.
class PipeBars final : public QWidget {
    Q_OBJECT
public:
    PipeBars(const Theme& theme, QWidget* parent);
    void setPipes(std::vector<PipeRow> pipes);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void describe();
    int rowHeight() const;
    const Theme& m_theme;
    std::vector<PipeRow> m_pipes;
};

} // namespace hawk::ui
