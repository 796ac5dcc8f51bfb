#pragma once

#include "models/model_rows.h"

#include <QLabel>

namespace hawk::ui {

class Theme;

/// What a connection test found out, step by step; empty and hidden while there is nothing to say.
class ConnectionResult final : public QLabel {
    Q_OBJECT
public:
    ConnectionResult(const Theme& theme, QWidget* parent);

    void clear();
    void setTesting();
    void setResult(const ConnectionView& result);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    QString stepText(const TestStepView& step) const;
    QString figuresText(const ConnectionView& result) const;

    const Theme& m_theme;
    bool m_testing = false;
    std::optional<ConnectionView> m_result;
};

} // namespace hawk::ui
