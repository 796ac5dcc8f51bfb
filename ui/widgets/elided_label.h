#pragma once

#include <QLabel>

namespace hawk::ui {

/// One line of plain text that takes what room there is, and ends in an ellipsis when that is too little. The whole text
/// belongs into the tooltip.
class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace hawk::ui
