#include "widgets/code_pane.h"

#include "format/core_text.h"
#include "format/numbers.h"
#include "widgets/code_editor.h"
#include "widgets/diff_view.h"
#include "widgets/elided_label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

enum Tab { SourceTab, ChangesTab, PlanTab };
enum Against { Parent, FirstCorrect, Chosen };

QToolButton* button(QAction* action, QWidget* parent)
{
    auto* made = new QToolButton(parent);
    made->setDefaultAction(action);
    made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    made->setAutoRaise(true);
    return made;
}

} // namespace

CodePane::CodePane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
{
    build();
    connectActions();
    CandidateController& candidate = m_workbench.candidate();
    connect(&candidate, &CandidateController::changed, this, &CodePane::showCandidate);
    connect(&candidate, &CandidateController::comparedChanged, this, &CodePane::showDiff);
    connect(&m_workbench.selection(), &SelectionController::placeChanged, this, [this] {
        const int line = m_workbench.selection().place().line;
        if (line > 0 && m_tabs->currentIndex() != SourceTab && !m_diff->hasFocus())
            m_tabs->setCurrentIndex(SourceTab);
        m_source->showLine(line);
    });
    connect(m_source, &CodeEditor::lineActivated, this, [this](int line) {
        SelectionController::Place place { line, -1, -1 };
        const int row = m_workbench.candidate().findings().firstRowAtLine(line);
        if (row >= 0) {
            const FindingRow& finding = m_workbench.candidate().findings().rows()[static_cast<std::size_t>(row)];
            place = { line, finding.core, finding.seq };
        }
        m_workbench.selection().selectPlace(place);
    });
    connect(&m_workbench.edit(), &EditController::judgingChanged, this, &CodePane::updateActions);
    connect(&m_workbench.edit(), &EditController::judged, this, [this] {
        m_drafts.remove(m_judgingDraftOf);
        m_source->setEditable(false);
        m_plan->setEditable(false);
    });
    connect(&m_workbench.workspace(), &WorkspaceController::closed, this, [this] { m_drafts.clear(); });
    connect(&m_workbench.workspace(), &WorkspaceController::stateChanged, this, &CodePane::updateActions);
    connect(&m_theme, &Theme::changed, this, [this] {
        m_source->applyTheme();
        m_plan->applyTheme();
        m_diff->applyTheme();
        showHeading();
    });
    retranslateUi();
    showCandidate();
}

void CodePane::build()
{
    m_icon = new QLabel(this);
    m_heading = new QLabel(this);
    QFont bold = m_heading->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.15);
    m_heading->setFont(bold);
    m_subheading = new ElidedLabel(this);
    m_subheading->setForegroundRole(QPalette::PlaceholderText);
    m_subheading->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_subheading->setFocusPolicy(Qt::NoFocus); // a text to copy, no stop on the way of the keyboard
    m_editButton = button(m_actions["edit.start"], this);
    m_judgeButton = button(m_actions["edit.judge"], this);
    m_discardButton = button(m_actions["edit.discard"], this);
    auto* header = new QHBoxLayout;
    header->setContentsMargins(10, 6, 6, 6);
    header->setSpacing(8);
    header->addWidget(m_icon);
    header->addWidget(m_heading);
    header->addWidget(m_subheading, 1);
    header->addWidget(m_editButton);
    header->addWidget(m_judgeButton);
    header->addWidget(m_discardButton);

    m_source = new CodeEditor(m_theme, CodeEditor::Language::AscendC, this);
    m_source->setObjectName(u"sourceEditor"_s);
    m_plan = new CodeEditor(m_theme, CodeEditor::Language::Json, this);
    m_plan->setObjectName(u"planEditor"_s);
    m_diff = new DiffView(m_theme, this);
    m_against = new QComboBox(this);
    m_against->setObjectName(u"compareAgainst"_s);
    for (int i = 0; i < 3; ++i)
        m_against->addItem(QString());
    m_againstLabel = new QLabel(this);
    m_againstLabel->setBuddy(m_against);
    auto* changes = new QWidget(this);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(8);
    bar->addWidget(m_againstLabel);
    bar->addWidget(m_against);
    bar->addStretch(1);
    auto* changesLayout = new QVBoxLayout(changes);
    changesLayout->setContentsMargins(0, 0, 0, 0);
    changesLayout->setSpacing(0);
    changesLayout->addLayout(bar);
    changesLayout->addWidget(m_diff, 1);

    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(u"codeTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_source, QString());
    m_tabs->addTab(changes, QString());
    m_tabs->addTab(m_plan, QString());
    m_find = new QLineEdit(this);
    m_find->setObjectName(u"findInCode"_s);
    m_find->setClearButtonEnabled(true);
    m_find->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_find);
}

void CodePane::connectActions()
{
    connect(m_actions["edit.start"], &QAction::triggered, this, &CodePane::startEdit);
    connect(m_actions["edit.judge"], &QAction::triggered, this, &CodePane::judgeEdit);
    connect(m_actions["edit.discard"], &QAction::triggered, this, &CodePane::discardEdit);
    connect(m_actions["edit.find"], &QAction::triggered, this, [this] {
        m_tabs->setCurrentIndex(SourceTab);
        m_find->show();
        m_find->setFocus();
        m_find->selectAll();
    });
    connect(m_find, &QLineEdit::textEdited, this, [this](const QString& text) { m_source->findNext(text, true); });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { m_source->findNext(m_find->text(), false); });
    auto* leave = new QShortcut(Qt::Key_Escape, m_find);
    leave->setContext(Qt::WidgetShortcut);
    connect(leave, &QShortcut::activated, this, [this] {
        m_find->hide();
        m_source->setFocus();
    });
    connect(m_actions["candidate.first"], &QAction::triggered, this, [this] {
        m_tabs->setCurrentIndex(ChangesTab);
        m_against->setCurrentIndex(FirstCorrect);
        chooseComparison(FirstCorrect);
    });
    connect(m_against, &QComboBox::activated, this, &CodePane::chooseComparison);
    connect(&m_workbench.selection(), &SelectionController::compareChanged, this, [this](qint64 id) {
        if (id != 0)
            m_tabs->setCurrentIndex(ChangesTab);
    });
}

bool CodePane::editing() const
{
    return m_shown && !m_source->isReadOnly();
}

void CodePane::showCandidate()
{
    keepDraft();
    const CandidateDetailPtr before = m_shown;
    m_shown = m_workbench.candidate().current();
    if (!m_shown) {
        m_source->setCode({});
        m_plan->setCode({});
    } else {
        const bool same = before && before->row.id == m_shown->row.id;
        const auto draft = m_drafts.constFind(m_shown->row.id);
        const bool edited = draft != m_drafts.constEnd();
        if (!same || !edited) {
            m_source->setCode(edited ? draft->source : m_shown->source);
            m_plan->setCode(edited ? draft->plan : m_shown->launchPlan);
        }
        m_source->setEditable(edited);
        m_plan->setEditable(edited);
        if (!edited)
            m_source->setFindings(m_shown->findings);
        const int line = m_workbench.selection().place().line;
        if (line > 0)
            m_source->showLine(line);
        else if (!m_shown->findings.empty() && m_shown->findings.front().line > 0 && !edited)
            m_source->showLine(m_shown->findings.front().line);
    }
    showHeading();
    showDiff();
    updateActions();
}

void CodePane::showHeading()
{
    const int side = fontMetrics().height() + 4;
    if (!m_shown) {
        m_icon->clear();
        m_heading->setText(tr("No candidate selected"));
        m_subheading->setText(tr("Choose one in the list of candidates."));
        return;
    }
    const CandidateRow& row = m_shown->row;
    m_icon->setPixmap(outcomeIcon(m_theme, row.outcome).pixmap(QSize(side, side), devicePixelRatioF()));
    m_icon->setToolTip(outcomeMeaning(row.outcome));
    m_heading->setText(editing() ? tr("Editing a copy of #%1 %2").arg(row.id).arg(row.specName)
                                 : u"#%1 %2"_s.arg(row.id).arg(row.specName));
    QStringList parts { outcomeWord(row.outcome) };
    if (row.modelledUs > 0)
        parts.append(withBadge(microseconds(row.modelledUs), m_shown->badge));
    if (row.speedup > 0 && row.id != m_shown->firstCorrect)
        parts.append(tr("%1 against the first correct").arg(speedup(row.speedup)));
    if (!row.note.isEmpty())
        parts.append(coreText(row.note));
    m_subheading->setText(parts.join(u"  \u00b7  "_s));
    m_subheading->setToolTip(parts.join(u'\n'));
}

void CodePane::showDiff()
{
    if (!m_shown) {
        m_diff->showMessage(tr("Select a candidate to see what it changed."));
        return;
    }
    const QString mine = editing() ? m_source->text() : m_shown->source;
    const QString title = editing() ? tr("Your edit") : u"#%1"_s.arg(m_shown->row.id);
    if (const CandidateDetailPtr& other = m_workbench.candidate().compared()) {
        m_against->setCurrentIndex(other->row.id == m_shown->firstCorrect ? FirstCorrect : Chosen);
        m_diff->setTexts(u"#%1 %2"_s.arg(other->row.id).arg(outcomeWord(other->row.outcome)), other->source, title, mine);
        return;
    }
    m_against->setCurrentIndex(Parent);
    if (editing())
        m_diff->setTexts(tr("#%1 as stored").arg(m_shown->row.id), m_shown->source, title, mine);
    else if (m_shown->row.parent == 0)
        m_diff->showMessage(tr("This is a first draft: it has no parent. Compare it with another candidate with Ctrl+D in "
                               "the list of candidates."));
    else
        m_diff->setTexts(tr("#%1 (parent)").arg(m_shown->row.parent), m_shown->parentSource, title, mine);
}

void CodePane::chooseComparison(int index)
{
    SelectionController& selection = m_workbench.selection();
    if (index == Parent)
        selection.compareCandidate(0);
    else if (index == FirstCorrect && m_shown)
        selection.compareCandidate(m_shown->firstCorrect);
    showDiff();
}

void CodePane::startEdit()
{
    if (!m_shown || editing() || !m_workbench.workspace().writable())
        return;
    m_drafts.insert(m_shown->row.id, { m_shown->source, m_shown->launchPlan });
    m_source->setEditable(true);
    m_plan->setEditable(true);
    m_tabs->setCurrentIndex(SourceTab);
    m_source->setFocus();
    showHeading();
    updateActions();
}

void CodePane::judgeEdit()
{
    if (!editing() || m_workbench.edit().judging())
        return;
    keepDraft();
    m_judgingDraftOf = m_shown->row.id;
    m_workbench.edit().judge({ m_shown->row.specName,
        m_shown->chip.isEmpty() ? WorkspaceController::defaultChip() : m_shown->chip, m_source->text(), m_plan->text(),
        m_shown->row.id });
}

void CodePane::discardEdit()
{
    if (!editing())
        return;
    m_drafts.remove(m_shown->row.id);
    m_source->setEditable(false);
    m_plan->setEditable(false);
    showCandidate();
}

void CodePane::keepDraft()
{
    if (editing() && m_drafts.contains(m_shown->row.id))
        m_drafts[m_shown->row.id] = { m_source->text(), m_plan->text() };
}

void CodePane::updateActions()
{
    const bool judging = m_workbench.edit().judging();
    const bool edit = editing();
    m_actions["edit.start"]->setEnabled(m_shown && !edit && !judging && m_workbench.workspace().writable());
    m_actions["edit.judge"]->setEnabled(edit && !judging);
    m_actions["edit.discard"]->setEnabled(edit && !judging);
    m_actions["edit.find"]->setEnabled(m_shown != nullptr);
    m_actions["candidate.first"]->setEnabled(m_shown && m_shown->firstCorrect != 0);
    m_editButton->setVisible(!edit);
    m_judgeButton->setVisible(edit);
    m_discardButton->setVisible(edit);
    m_against->setEnabled(m_shown != nullptr);
}

void CodePane::retranslateUi()
{
    m_tabs->setTabText(SourceTab, tr("Source"));
    m_tabs->setTabText(ChangesTab, tr("Changes"));
    m_tabs->setTabText(PlanTab, tr("Launch plan"));
    m_tabs->setAccessibleName(tr("Views of the kernel"));
    m_source->setAccessibleName(tr("Kernel source"));
    m_plan->setAccessibleName(tr("Launch plan"));
    m_againstLabel->setText(tr("Compare &with"));
    m_against->setAccessibleName(m_againstLabel->text().remove(u'&'));
    m_against->setItemText(Parent, tr("its parent"));
    m_against->setItemText(FirstCorrect, tr("the first correct candidate"));
    m_against->setItemText(Chosen, tr("a chosen candidate"));
    m_find->setPlaceholderText(tr("Find in the kernel; Enter for the next, Esc to leave"));
    m_find->setAccessibleName(tr("Find in the kernel"));
    m_diff->retranslate();
    showHeading();
    showDiff();
}

} // namespace hawk::ui
