#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace hawk::ui {

/// A question before something is lost. `action` names what the button does, `yes` does it; Cancel is the way out. Returns
/// at once.
void confirm(QWidget* parent, const QString& question, const QString& detail, const QString& action,
    std::function<void()> yes);
/// The same for unsaved changes.
void confirmDiscard(QWidget* parent, std::function<void()> discard);

} // namespace hawk::ui
