#include "widgets/error_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace hawk::ui {

ErrorDialog::ErrorDialog(const UiError& error, QWidget* parent)
    : QMessageBox(parent)
    , m_details(error.details)
{
    setObjectName(u"errorDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setIcon(error.kind == UiError::Kind::Locked ? QMessageBox::Warning : QMessageBox::Critical);
    setWindowTitle(tr("Hawk Workbench"));
    setTextFormat(Qt::PlainText);
    setText(error.symptom + u'.');
    setInformativeText(error.cause + u"\n\n"_s + error.action);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    // ActionRole keeps the dialog open after the click only when nobody closes it: copy and stay.
    QPushButton* copy = addButton(tr("&Copy Details"), QMessageBox::ActionRole);
    copy->disconnect(this);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_details); });
    addButton(QMessageBox::Close);
    setDefaultButton(QMessageBox::Close);
    setEscapeButton(QMessageBox::Close);
}

} // namespace hawk::ui
