#include "bridge/workbench.h"
#include "widgets/icons.h"
#include "widgets/language.h"
#include "widgets/main_window.h"
#include "widgets/run_bar.h"
#include "widgets/settings.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QPainter>
#include <QPixmap>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace {

using hawk::ui::Theme;

Theme::Choice themeNamed(const QString& name)
{
    return name == "dark"_L1 ? Theme::Choice::Dark : name == "light"_L1 ? Theme::Choice::Light : Theme::Choice::System;
}

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(u"From an operator specification to a correct, fast Ascend C kernel."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        { u"workspace"_s, u"Open the workspace in this folder."_s, u"folder"_s },
        { u"demo"_s, u"Open the demo workspace, creating it if needed, and start its loop."_s },
        { u"run"_s, u"Start a run (or continue an unfinished one) once the workspace is open."_s },
        { u"theme"_s, u"light or dark."_s, u"name"_s },
        { u"language"_s, u"en or zh_CN."_s, u"name"_s },
        { u"reset-layout"_s, u"Forget the saved window layout."_s },
        { u"show"_s,
            u"Bring this pane to the front: verdict, knowledge, findings, timeline, prompt, log; or open this dialog: models, "
            "prices. May be repeated."_s,
            u"pane"_s },
        { u"select"_s, u"Select this candidate once the workspace is open."_s, u"id"_s },
        { u"screenshot"_s, u"Save a picture of the window to this file and leave."_s, u"file"_s },
        { u"after-ms"_s, u"When to take the picture, milliseconds after the start."_s, u"ms"_s, u"3000"_s },
    });
}

void show(hawk::ui::MainWindow& window, const QString& what)
{
    if (what == "models"_L1 || what == "prices"_L1)
        window.actions()[("tools." + what.toLatin1()).constData()]->trigger();
    else
        window.showPane(what);
}

/// The window with the dialogs that stand on it, as no window manager is there to draw them when nobody looks.
QPixmap picture(hawk::ui::MainWindow& window)
{
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (QDialog* dialog : window.findChildren<QDialog*>(Qt::FindDirectChildrenOnly)) {
        if (!dialog->isVisible())
            continue;
        const QRect place(QPoint((window.width() - dialog->width()) / 2, (window.height() - dialog->height()) / 2), dialog->size());
        painter.drawPixmap(place, dialog->grab());
        painter.setPen(window.palette().color(QPalette::Shadow));
        painter.drawRect(place);
    }
    return picture;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"hawk-workbench"_s);
    QApplication::setApplicationDisplayName(u"Hawk Workbench"_s);
    QApplication::setApplicationVersion(QStringLiteral(HAWK_VERSION));
    QGuiApplication::setDesktopFileName(u"io.github.hawk_workbench.HawkWorkbench"_s);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);

    hawk::ui::Settings settings;
    if (parser.isSet(u"reset-layout"_s))
        settings.forgetLayout();
    hawk::ui::Language language;
    language.apply(parser.isSet(u"language"_s) ? parser.value(u"language"_s) : settings.language());
    Theme theme;
    theme.apply(themeNamed(parser.isSet(u"theme"_s) ? parser.value(u"theme"_s) : settings.theme()));
    QApplication::setWindowIcon(hawk::ui::applicationIcon());

    hawk::ui::Workbench workbench;
    hawk::ui::MainWindow window(workbench, theme, language);
    window.show();

    const QString folder = parser.value(u"workspace"_s);
    if (parser.isSet(u"run"_s))
        workbench.runWhenOpen(window.runBar().runSettings(), true);
    if (!folder.isEmpty())
        window.openWorkspace(folder, hawk::ui::WorkspaceController::Mode::ReadWrite);
    else if (parser.isSet(u"demo"_s))
        workbench.openDemo(window.runBar().runSettings());

    for (const QString& pane : parser.values(u"show"_s))
        show(window, pane);
    if (parser.isSet(u"select"_s))
        QObject::connect(&workbench.project(), &hawk::ui::ProjectController::loaded, &window,
            [&, id = parser.value(u"select"_s).toLongLong()] { workbench.selection().selectCandidate(id); });
    if (parser.isSet(u"screenshot"_s))
        QTimer::singleShot(parser.value(u"after-ms"_s).toInt(), &window, [&] {
            const bool saved = picture(window).save(parser.value(u"screenshot"_s));
            QApplication::exit(saved ? 0 : 2);
        });
    return QApplication::exec();
}
