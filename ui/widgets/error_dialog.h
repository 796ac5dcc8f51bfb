#pragma once

#include "models/rows.h"

#include <QMessageBox>

namespace hawk::ui {

/// What did not work, why, and what to do, with the details one click away from the clipboard. Opens without
/// blocking; further buttons can be added before show().
class ErrorDialog final : public QMessageBox {
    Q_OBJECT
public:
    ErrorDialog(const UiError& error, QWidget* parent);

private:
    QString m_details;
};

} // namespace hawk::ui
