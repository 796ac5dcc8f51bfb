#include "widgets/action_registry.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

#define HAWK_TEXT(text) QT_TRANSLATE_NOOP("Actions", text)

const ActionSpec kActions[] = {
    { "workspace.new", HAWK_TEXT("&New Workspace..."), HAWK_TEXT("Create a workspace in an empty folder"), "Ctrl+N", Glyph::New },
    { "workspace.open", HAWK_TEXT("&Open Workspace..."), HAWK_TEXT("Open a workspace folder"), "Ctrl+O", Glyph::Open },
    { "workspace.demo", HAWK_TEXT("Open &Demo"), HAWK_TEXT("Open the demo workspace and start its loop"), "", {} },
    { "workspace.close", HAWK_TEXT("&Close Workspace"), HAWK_TEXT("Close the workspace"), "Ctrl+W", {} },
    { "app.quit", HAWK_TEXT("&Quit"), HAWK_TEXT("Stop the run and leave; it can be resumed"), "Ctrl+Q", {} },

    { "run.start", HAWK_TEXT("&Run"), HAWK_TEXT("Start a new run over all operators"), "F5", Glyph::Run },
    { "run.operator", HAWK_TEXT("Run This &Operator"), HAWK_TEXT("Start a new run over the selected operator"), "Ctrl+F5", {} },
    { "run.pause", HAWK_TEXT("&Pause"), HAWK_TEXT("Finish the step in flight, then pause"), "F6", Glyph::Pause },
    { "run.stop", HAWK_TEXT("&Stop"), HAWK_TEXT("Stop now; the run can be resumed"), "Shift+F5", Glyph::Stop },
    { "run.resume", HAWK_TEXT("R&esume"), HAWK_TEXT("Continue the newest unfinished run"), "F7", Glyph::Resume },

    { "edit.start", HAWK_TEXT("&Edit Candidate"), HAWK_TEXT("Change a copy of this kernel by hand"), "Ctrl+E", Glyph::Edit },
    { "edit.judge", HAWK_TEXT("&Judge Edit"), HAWK_TEXT("Judge the edited kernel; it becomes a candidate"), "Ctrl+Return", Glyph::Judge },
    { "edit.discard", HAWK_TEXT("D&iscard Edit"), HAWK_TEXT("Forget the changes to this kernel"), "", Glyph::Reject },
    { "edit.find", HAWK_TEXT("&Find..."), HAWK_TEXT("Find text in the kernel"), "Ctrl+F", {} },
    { "edit.undo", HAWK_TEXT("&Undo Decision"), HAWK_TEXT("Undo the newest decision about knowledge"), "Ctrl+Shift+Z", Glyph::Undo },
    { "edit.redo", HAWK_TEXT("&Redo Decision"), HAWK_TEXT("Decide again what was undone"), "Ctrl+Shift+Y", Glyph::Redo },

    { "candidate.compare", HAWK_TEXT("&Compare With This"), HAWK_TEXT("Show the selected candidate's changes against this one"), "Ctrl+D", Glyph::Compare },
    { "candidate.first", HAWK_TEXT("Compare With &First Correct"), HAWK_TEXT("Show the changes against the first correct candidate"), "Ctrl+Shift+D", {} },
    { "candidate.best", HAWK_TEXT("Go to &Best"), HAWK_TEXT("Select the fastest correct candidate of the operator"), "Ctrl+B", {} },
    { "candidate.parent", HAWK_TEXT("Go to &Parent"), HAWK_TEXT("Select the candidate this one was made from"), "Ctrl+Up", {} },

    { "finding.next", HAWK_TEXT("&Next Finding"), HAWK_TEXT("Go to the next finding"), "F8", {} },
    { "finding.previous", HAWK_TEXT("&Previous Finding"), HAWK_TEXT("Go to the previous finding"), "Shift+F8", {} },

    { "knowledge.approve", HAWK_TEXT("&Approve"), HAWK_TEXT("Approve the entry: it may be retrieved"), "A", Glyph::Approve, true },
    { "knowledge.reject", HAWK_TEXT("&Reject"), HAWK_TEXT("Reject the entry: it is never retrieved"), "R", Glyph::Reject, true },
    { "knowledge.undo", HAWK_TEXT("&Undo"), HAWK_TEXT("Undo the newest decision"), "U", Glyph::Undo, true },
    { "knowledge.next", HAWK_TEXT("Ne&xt Entry"), HAWK_TEXT("Select the next entry of the list"), "J", {}, true },
    { "knowledge.previous", HAWK_TEXT("Pre&vious Entry"), HAWK_TEXT("Select the previous entry of the list"), "K", {}, true },

    { "timeline.zoomIn", HAWK_TEXT("Zoom &In"), HAWK_TEXT("Show a shorter time"), "Ctrl+=", Glyph::ZoomIn },
    { "timeline.zoomOut", HAWK_TEXT("Zoom &Out"), HAWK_TEXT("Show a longer time"), "Ctrl+-", Glyph::ZoomOut },
    { "timeline.fit", HAWK_TEXT("Show &Whole Timeline"), HAWK_TEXT("Show the kernel from start to end"), "Ctrl+9", Glyph::ZoomFit },

    { "view.resetLayout", HAWK_TEXT("&Reset Layout"), HAWK_TEXT("Put every pane back where it was"), "Ctrl+0", {} },
    { "view.palette", HAWK_TEXT("&Command Palette..."), HAWK_TEXT("Find and run any command"), "Ctrl+Shift+P", Glyph::Palette },
    { "view.themeSystem", HAWK_TEXT("&System"), HAWK_TEXT("Use the system's light or dark theme"), "", {} },
    { "view.themeLight", HAWK_TEXT("&Light"), HAWK_TEXT("Use the light theme"), "", {} },
    { "view.themeDark", HAWK_TEXT("&Dark"), HAWK_TEXT("Use the dark theme"), "", {} },
    { "view.english", HAWK_TEXT("&English"), HAWK_TEXT("Show all texts in English"), "", {} },
    { "view.chinese", HAWK_TEXT("&Chinese"), HAWK_TEXT("Show all texts in Simplified Chinese"), "", {} },

    { "help.shortcuts", HAWK_TEXT("&Keyboard Shortcuts"), HAWK_TEXT("List every shortcut"), "F1", {} },
    { "help.about", HAWK_TEXT("&About Hawk Workbench"), HAWK_TEXT("Version and licence"), "", {} },
};

#undef HAWK_TEXT

QString translated(const char* source)
{
    return QCoreApplication::translate("Actions", source);
}

} // namespace

ActionRegistry::ActionRegistry(const Theme& theme, QObject* parent)
    : QObject(parent)
{
    for (const ActionSpec& spec : kActions) {
        auto* action = new QAction(this);
        action->setObjectName(QString::fromLatin1(spec.id));
        if (*spec.shortcut != '\0')
            action->setShortcut(QKeySequence::fromString(QString::fromLatin1(spec.shortcut), QKeySequence::PortableText));
        if (spec.local)
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        if (spec.glyph)
            action->setIcon(glyphIcon(theme, *spec.glyph));
        m_actions.append(action);
        m_byId.insert(action->objectName(), action);
    }
    retranslate();
}

QAction* ActionRegistry::operator[](const char* id) const
{
    QAction* action = m_byId.value(QString::fromLatin1(id));
    Q_ASSERT_X(action, "ActionRegistry", id);
    return action;
}

void ActionRegistry::retranslate()
{
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const ActionSpec& spec = kActions[i];
        m_actions[i]->setText(translated(spec.text));
        QString tip = translated(spec.tip);
        m_actions[i]->setStatusTip(tip);
        if (!m_actions[i]->shortcut().isEmpty())
            tip += u" ("_s + m_actions[i]->shortcut().toString(QKeySequence::NativeText) + u')';
        m_actions[i]->setToolTip(tip);
    }
}

QString ActionRegistry::idOf(const QAction* action)
{
    return action->objectName();
}

} // namespace hawk::ui
