#include "widgets/action_registry.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {


const ActionSpec kActions[] = {
    { "workspace.new", QT_TRANSLATE_NOOP("Actions", "&New Workspace..."), QT_TRANSLATE_NOOP("Actions", "Create a workspace in an empty folder"), "Ctrl+N", Glyph::New },
    { "workspace.open", QT_TRANSLATE_NOOP("Actions", "&Open Workspace..."), QT_TRANSLATE_NOOP("Actions", "Open a workspace folder"), "Ctrl+O", Glyph::Open },
    { "workspace.demo", QT_TRANSLATE_NOOP("Actions", "Open &Demo"), QT_TRANSLATE_NOOP("Actions", "Open the demo workspace and start its loop"), "", {} },
    { "workspace.close", QT_TRANSLATE_NOOP("Actions", "&Close Workspace"), QT_TRANSLATE_NOOP("Actions", "Close the workspace"), "Ctrl+W", {} },
    { "app.quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), QT_TRANSLATE_NOOP("Actions", "Stop the run and leave; it can be resumed"), "Ctrl+Q", {} },

    { "run.start", QT_TRANSLATE_NOOP("Actions", "&Run"), QT_TRANSLATE_NOOP("Actions", "Start a new run over all operators"), "F5", Glyph::Run },
    { "run.operator", QT_TRANSLATE_NOOP("Actions", "Run This &Operator"), QT_TRANSLATE_NOOP("Actions", "Start a new run over the selected operator"), "Ctrl+F5", {} },
    { "run.pause", QT_TRANSLATE_NOOP("Actions", "&Pause"), QT_TRANSLATE_NOOP("Actions", "Finish the step in flight, then pause"), "F6", Glyph::Pause },
    { "run.stop", QT_TRANSLATE_NOOP("Actions", "&Stop"), QT_TRANSLATE_NOOP("Actions", "Stop now; the run can be resumed"), "Shift+F5", Glyph::Stop },
    { "run.resume", QT_TRANSLATE_NOOP("Actions", "R&esume"), QT_TRANSLATE_NOOP("Actions", "Continue the newest unfinished run"), "F7", Glyph::Resume },

    { "edit.start", QT_TRANSLATE_NOOP("Actions", "&Edit Candidate"), QT_TRANSLATE_NOOP("Actions", "Change a copy of this kernel by hand"), "Ctrl+E", Glyph::Edit },
    { "edit.judge", QT_TRANSLATE_NOOP("Actions", "&Judge Edit"), QT_TRANSLATE_NOOP("Actions", "Judge the edited kernel; it becomes a candidate"), "Ctrl+Return", Glyph::Judge },
    { "edit.discard", QT_TRANSLATE_NOOP("Actions", "D&iscard Edit"), QT_TRANSLATE_NOOP("Actions", "Forget the changes to this kernel"), "", Glyph::Reject },
    { "edit.find", QT_TRANSLATE_NOOP("Actions", "&Find..."), QT_TRANSLATE_NOOP("Actions", "Find text in the kernel"), "Ctrl+F", {} },
    { "edit.undo", QT_TRANSLATE_NOOP("Actions", "&Undo Decision"), QT_TRANSLATE_NOOP("Actions", "Undo the newest decision about knowledge"), "Ctrl+Shift+Z", Glyph::Undo },
    { "edit.redo", QT_TRANSLATE_NOOP("Actions", "&Redo Decision"), QT_TRANSLATE_NOOP("Actions", "Decide again what was undone"), "Ctrl+Shift+Y", Glyph::Redo },

    { "candidate.compare", QT_TRANSLATE_NOOP("Actions", "&Compare With This"), QT_TRANSLATE_NOOP("Actions", "Show the selected candidate's changes against this one"), "Ctrl+D", Glyph::Compare },
    { "candidate.first", QT_TRANSLATE_NOOP("Actions", "Compare With &First Correct"), QT_TRANSLATE_NOOP("Actions", "Show the changes against the first correct candidate"), "Ctrl+Shift+D", {} },
    { "candidate.best", QT_TRANSLATE_NOOP("Actions", "Go to &Best"), QT_TRANSLATE_NOOP("Actions", "Select the fastest correct candidate of the operator"), "Ctrl+B", {} },
    { "candidate.parent", QT_TRANSLATE_NOOP("Actions", "Go to &Parent"), QT_TRANSLATE_NOOP("Actions", "Select the candidate this one was made from"), "Ctrl+Up", {} },

    { "finding.next", QT_TRANSLATE_NOOP("Actions", "&Next Finding"), QT_TRANSLATE_NOOP("Actions", "Go to the next finding"), "F8", {} },
    { "finding.previous", QT_TRANSLATE_NOOP("Actions", "Pre&vious Finding"), QT_TRANSLATE_NOOP("Actions", "Go to the previous finding"), "Shift+F8", {} },

    { "knowledge.approve", QT_TRANSLATE_NOOP("Actions", "&Approve"), QT_TRANSLATE_NOOP("Actions", "Approve the entry: it may be retrieved"), "A", Glyph::Approve, true },
    { "knowledge.reject", QT_TRANSLATE_NOOP("Actions", "&Reject"), QT_TRANSLATE_NOOP("Actions", "Reject the entry: it is never retrieved"), "R", Glyph::Reject, true },
    { "knowledge.undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), QT_TRANSLATE_NOOP("Actions", "Undo the newest decision"), "U", Glyph::Undo, true },
    { "knowledge.next", QT_TRANSLATE_NOOP("Actions", "Ne&xt Entry"), QT_TRANSLATE_NOOP("Actions", "Select the next entry of the list"), "J", {}, true },
    { "knowledge.previous", QT_TRANSLATE_NOOP("Actions", "Pre&vious Entry"), QT_TRANSLATE_NOOP("Actions", "Select the previous entry of the list"), "K", {}, true },

    { "timeline.zoomIn", QT_TRANSLATE_NOOP("Actions", "Zoom &In"), QT_TRANSLATE_NOOP("Actions", "Show a shorter time"), "Ctrl+=", Glyph::ZoomIn },
    { "timeline.zoomOut", QT_TRANSLATE_NOOP("Actions", "Zoom &Out"), QT_TRANSLATE_NOOP("Actions", "Show a longer time"), "Ctrl+-", Glyph::ZoomOut },
    { "timeline.fit", QT_TRANSLATE_NOOP("Actions", "Show &Whole Timeline"), QT_TRANSLATE_NOOP("Actions", "Show the kernel from start to end"), "Ctrl+9", Glyph::ZoomFit },

    { "prompt.copy", QT_TRANSLATE_NOOP("Actions", "Copy &Prompt"), QT_TRANSLATE_NOOP("Actions", "Copy the whole prompt as it is sent"), "Ctrl+Shift+C", {} },
    { "prompt.find", QT_TRANSLATE_NOOP("Actions", "Find in Prompt &and Reply..."), QT_TRANSLATE_NOOP("Actions", "Find text in what a model was asked and said"), "Ctrl+Shift+F", {} },
    { "prompt.fold", QT_TRANSLATE_NOOP("Actions", "Fold"), QT_TRANSLATE_NOOP("Actions", "Fold every part of prompt and reply"), "", {} },
    { "prompt.unfold", QT_TRANSLATE_NOOP("Actions", "Unfold"), QT_TRANSLATE_NOOP("Actions", "Unfold every part of prompt and reply"), "", {} },
    { "prompt.follow", QT_TRANSLATE_NOOP("Actions", "Follow"), QT_TRANSLATE_NOOP("Actions", "Show each new prompt as it goes out"), "", {} },

    { "tools.models", QT_TRANSLATE_NOOP("Actions", "&Models..."), QT_TRANSLATE_NOOP("Actions", "Set up language models and test their connection"), "Ctrl+Shift+M", {} },
    { "tools.prices", QT_TRANSLATE_NOOP("Actions", "P&rice Table..."), QT_TRANSLATE_NOOP("Actions", "See and change what language models cost"), "", {} },

    { "view.resetLayout", QT_TRANSLATE_NOOP("Actions", "&Reset Layout"), QT_TRANSLATE_NOOP("Actions", "Put every pane back where it was"), "Ctrl+0", {} },
    { "view.palette", QT_TRANSLATE_NOOP("Actions", "&Command Palette..."), QT_TRANSLATE_NOOP("Actions", "Find and run any command"), "Ctrl+Shift+P", Glyph::Palette },
    { "view.themeSystem", QT_TRANSLATE_NOOP("Actions", "&System"), QT_TRANSLATE_NOOP("Actions", "Use the system's light or dark theme"), "", {} },
    { "view.themeLight", QT_TRANSLATE_NOOP("Actions", "&Light"), QT_TRANSLATE_NOOP("Actions", "Use the light theme"), "", {} },
    { "view.themeDark", QT_TRANSLATE_NOOP("Actions", "&Dark"), QT_TRANSLATE_NOOP("Actions", "Use the dark theme"), "", {} },
    { "view.english", QT_TRANSLATE_NOOP("Actions", "&English"), QT_TRANSLATE_NOOP("Actions", "Show all texts in English"), "", {} },
    { "view.chinese", QT_TRANSLATE_NOOP("Actions", "&Chinese"), QT_TRANSLATE_NOOP("Actions", "Show all texts in Simplified Chinese"), "", {} },

    { "help.shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard Shortcuts"), QT_TRANSLATE_NOOP("Actions", "List every shortcut"), "F1", {} },
    { "help.about", QT_TRANSLATE_NOOP("Actions", "&About Hawk Workbench"), QT_TRANSLATE_NOOP("Actions", "Version and licence"), "", {} },
};


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
