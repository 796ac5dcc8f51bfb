#include "widgets/confirm.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace hawk::ui {

namespace {

struct ConfirmText {
    Q_DECLARE_TR_FUNCTIONS(ConfirmText)
};

} // namespace

void confirm(QWidget* parent, const QString& question, const QString& detail, const QString& action,
    std::function<void()> yes)
{
    auto* box = new QMessageBox(
        QMessageBox::Question, parent->windowTitle(), question, QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(detail);
    QPushButton* button = box->addButton(action, QMessageBox::DestructiveRole);
    QObject::connect(button, &QPushButton::clicked, parent, std::move(yes));
    box->open();
}

void confirmDiscard(QWidget* parent, std::function<void()> discard)
{
    confirm(parent, ConfirmText::tr("There are changes that are not saved."), {},
        ConfirmText::tr("&Discard Changes"), std::move(discard));
}

} // namespace hawk::ui
