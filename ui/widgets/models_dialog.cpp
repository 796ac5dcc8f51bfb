#include "widgets/models_dialog.h"

#include "bridge/model_controller.h"
#include "format/numbers.h"
#include "widgets/error_dialog.h"
#include "widgets/model_form.h"
#include "widgets/pane.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

ModelsDialog::ModelsDialog(ModelController& models, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_models(models)
    , m_theme(theme)
{
    setObjectName(u"modelsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    connectAll();
    retranslateUi();
    resize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 34);
    m_models.reload();
    updateState();
}

void ModelsDialog::build()
{
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(listSide());
    splitter->addWidget(formSide());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    m_close = new QPushButton(this);
    m_close->setObjectName(u"closeModels"_s);
    m_close->setAutoDefault(false); // Enter in a field must not close the dialog
    auto* bottom = new QHBoxLayout;
    bottom->addStretch(1);
    bottom->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addLayout(bottom);
}

QWidget* ModelsDialog::listSide()
{
    auto* side = new QWidget(this);
    m_list = makeTable(m_theme, side);
    m_list->setObjectName(u"modelsView"_s);
    m_list->setSortingEnabled(false);
    m_list->setModel(&m_models.models());
    m_list->setFrameShape(QFrame::StyledPanel);
    setColumnWidths(m_list, { 20, 24, 20, 30, 26, 30 });
    m_add = new QPushButton(side);
    m_add->setObjectName(u"addModel"_s);
    m_presets = new QMenu(m_add);
    m_add->setMenu(m_presets);
    m_duplicate = new QPushButton(side);
    m_remove = new QPushButton(side);
    m_remove->setObjectName(u"removeModel"_s);
    m_default = new QPushButton(side);
    m_default->setObjectName(u"defaultModel"_s);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* each : { m_add, m_duplicate, m_remove, m_default }) {
        each->setAutoDefault(false);
        buttons->addWidget(each);
    }
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 6, 0);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    return side;
}

QWidget* ModelsDialog::formSide()
{
    auto* outer = new QWidget(this);
    m_side = new QWidget(outer);
    m_heading = new QLabel(m_side);
    QFont bold = m_heading->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.15);
    m_heading->setFont(bold);
    m_form = new ModelForm(m_models, m_side);
    m_problem = new QLabel(m_side);
    m_problem->setObjectName(u"modelProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_outcome = new QLabel(m_side);
    m_outcome->setObjectName(u"testResult"_s);
    m_outcome->setWordWrap(true);
    m_outcome->setTextFormat(Qt::RichText);
    m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_outcome->setFocusPolicy(Qt::NoFocus);
    m_test = new QPushButton(m_side);
    m_test->setObjectName(u"testModel"_s);
    m_save = new QPushButton(m_side);
    m_save->setObjectName(u"saveModel"_s);
    m_revert = new QPushButton(m_side);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_save);
    for (QPushButton* each : { m_test, m_revert, m_save })
        each->setAutoDefault(false);
    auto* layout = new QVBoxLayout(m_side);
    layout->setContentsMargins(6, 0, 0, 0);
    layout->addWidget(m_heading);
    layout->addWidget(m_form, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_outcome);
    layout->addLayout(buttons);
    m_empty = new QLabel(outer);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    auto* both = new QVBoxLayout(outer);
    both->setContentsMargins(0, 0, 0, 0);
    both->addWidget(m_side, 1);
    both->addWidget(m_empty, 1);
    return outer;
}

void ModelsDialog::connectAll()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& current) {
            if (current.isValid())
                showModel(current.data(NameRole).toString());
        });
    connect(&m_models, &ModelController::reloaded, this, [this] {
        const QString wanted = m_current;
        if (m_open && wanted.isEmpty())
            return updateState(); // a new one is being written
        m_open = false;
        if (m_models.models().rowOf(wanted) >= 0)
            select(wanted);
        else if (m_models.models().rowCount() > 0)
            select(m_models.defaultName().isEmpty() ? m_models.names().constFirst() : m_models.defaultName());
        updateState();
    });
    connect(&m_models, &ModelController::keysChanged, this, &ModelsDialog::updateState);
    connect(&m_models, &ModelController::saved, this, [this](const QString& name) {
        m_unsaved.remove(m_current);
        m_unsaved.remove(name);
        m_form->clearKey();
        m_open = false;
        select(name);
    });
    connect(&m_models, &ModelController::failed, this,
        [this](const UiError& error) { (new ErrorDialog(error, this))->open(); });
    connect(&m_models, &ModelController::testingChanged, this, &ModelsDialog::updateState);
    connect(&m_models, &ModelController::tested, this, &ModelsDialog::showResult);
    connect(m_form, &ModelForm::changed, this, &ModelsDialog::edited);
    connect(m_duplicate, &QPushButton::clicked, this, &ModelsDialog::duplicate);
    connect(m_remove, &QPushButton::clicked, this, &ModelsDialog::removeCurrent);
    connect(m_default, &QPushButton::clicked, this, [this] { m_models.makeDefault(m_current); });
    connect(m_test, &QPushButton::clicked, this, &ModelsDialog::test);
    connect(m_save, &QPushButton::clicked, this, &ModelsDialog::save);
    connect(m_revert, &QPushButton::clicked, this, &ModelsDialog::revert);
    connect(m_close, &QPushButton::clicked, this, &ModelsDialog::reject);
}

void ModelsDialog::fillPresets()
{
    m_presets->clear();
    for (const ModelPreset& preset : modelPresets())
        connect(m_presets->addAction(preset.title), &QAction::triggered, this,
            [this, draft = preset.draft] { addFrom(draft); });
}

QString ModelsDialog::freshName(const QString& wanted) const
{
    const QStringList taken = m_models.names();
    QString name = wanted;
    for (int i = 2; taken.contains(name); ++i)
        name = wanted + u'-' + QString::number(i);
    return name;
}

void ModelsDialog::addFrom(const ModelDraft& draft)
{
    ModelDraft fresh = draft;
    fresh.name = freshName(draft.name);
    if (fresh.key.kind == KeyPlace::Kind::Keychain || fresh.key.kind == KeyPlace::Kind::Session)
        fresh.key = ModelController::usualPlace(
            m_models.keychainAvailable() ? fresh.key.kind : KeyPlace::Kind::Session, fresh.name);
    m_unsaved[QString()] = { fresh, {} };
    m_list->selectionModel()->clear();
    m_open = false;
    showModel({});
    m_form->focusField(u"name"_s);
}

void ModelsDialog::select(const QString& name)
{
    const int row = m_models.models().rowOf(name);
    if (row < 0)
        return;
    const QModelIndex index = m_models.models().index(row, 0);
    if (m_list->currentIndex().row() != row)
        m_list->setCurrentIndex(index); // shows it
    if (!m_open || m_current != name)
        showModel(name);
}

void ModelsDialog::showModel(const QString& name)
{
    if (m_open && name == m_current)
        return;
    if (m_models.testing())
        m_models.cancelTest();
    m_current = name;
    m_open = true;
    m_result.reset();
    const auto unsaved = m_unsaved.constFind(name);
    if (unsaved != m_unsaved.constEnd())
        m_form->show(unsaved->draft, name.isEmpty(), unsaved->key);
    else
        m_form->show(m_models.draft(name), name.isEmpty());
    const int row = m_models.models().rowOf(name);
    const ModelRow* shown = row >= 0 ? &m_models.models().rows()[static_cast<std::size_t>(row)] : nullptr;
    if (shown && shown->key.kind == KeyPlace::Kind::Keychain && shown->keyState == KeyState::Unknown)
        m_models.fetchKeys(this, [] {});
    updateState();
}

void ModelsDialog::edited()
{
    const ModelDraft now = m_form->draft();
    const bool same
        = !m_current.isEmpty() && now == m_models.draft(m_current) && m_form->typedKey().isEmpty();
    if (same)
        m_unsaved.remove(m_current);
    else
        m_unsaved[m_current] = { now, m_form->typedKey() };
    m_result.reset();
    updateState();
}

void ModelsDialog::updateState()
{
    m_side->setVisible(m_open);
    m_empty->setVisible(!m_open);
    const bool saved = m_open && !m_current.isEmpty();
    const bool testing = m_models.testing();
    m_duplicate->setEnabled(saved);
    m_remove->setEnabled(saved);
    m_default->setEnabled(saved && m_current != m_models.defaultName());
    if (!m_open)
        return;
    const ModelDraft draft = m_form->draft();
    const DraftProblem problem = m_models.check(draft, m_current);
    const bool unsaved = m_unsaved.contains(m_current);
    m_heading->setText(m_current.isEmpty() ? tr("New model")
            : unsaved                      ? tr("%1, changed").arg(m_current)
                                           : m_current);
    QString text;
    if (problem.wrong())
        text = (problem.field.isEmpty() ? QString() : m_form->fieldTitle(problem.field) + u": "_s)
            + problem.message + (problem.hint.isEmpty() ? QString() : u' ' + problem.hint);
    m_problem->setText(text);
    m_problem->setVisible(problem.wrong());
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, m_theme.colors().bad);
    m_problem->setPalette(palette);
    m_save->setEnabled(unsaved && !problem.wrong());
    m_revert->setEnabled(unsaved);
    const bool person = draft.type == ModelType::Manual;
    m_test->setEnabled(testing || (!problem.wrong() && !person));
    m_test->setText(testing ? tr("&Cancel Test") : tr("&Test Connection"));
    m_test->setToolTip(person
            ? tr("There is nothing to test: you are the model")
            : tr("Reads the key, asks the server for its models, and asks the model for one word"));
    const int row = m_models.models().rowOf(m_current);
    const ModelRow* shown = row >= 0 ? &m_models.models().rows()[static_cast<std::size_t>(row)] : nullptr;
    const bool asSaved = shown && shown->key == draft.key;
    m_form->setKeyState(draft.key.kind == KeyPlace::Kind::None ? QString()
            : !m_form->typedKey().isEmpty()
            ? tr("The key that is typed in is used for the test, and kept when you save.")
            : asSaved ? keyWord(shown->key, shown->keyState)
                + (shown->keyProblem.isEmpty() ? QString() : u'\n' + shown->keyProblem)
                      : QString());
    m_form->setTablePrice(shown && !shown->price.isEmpty()
            ? tr("Costs are counted with: %1.").arg(shown->price)
            : tr("No price is known for this model: its costs are not counted."));
    m_outcome->setText(testing ? tr("Testing...") : m_result ? resultText(*m_result) : QString());
    m_outcome->setVisible(!m_outcome->text().isEmpty());
}

void ModelsDialog::save() { m_models.save(m_form->draft(), m_current, m_form->typedKey()); }

void ModelsDialog::revert()
{
    m_unsaved.remove(m_current);
    const QString name = m_current;
    m_open = false;
    if (name.isEmpty()) {
        m_current.clear();
        if (m_models.models().rowCount() > 0)
            select(m_models.defaultName().isEmpty() ? m_models.names().constFirst() : m_models.defaultName());
        updateState();
        return;
    }
    showModel(name);
}

void ModelsDialog::duplicate()
{
    ModelDraft copy = m_form->draft();
    // The copy shares the key's place: it is the same account.
    const KeyPlace key = copy.key;
    addFrom(copy);
    ModelDraft shown = m_unsaved[QString()].draft;
    shown.key = key;
    m_unsaved[QString()].draft = shown;
    m_form->show(shown, true);
    updateState();
}

void ModelsDialog::removeCurrent()
{
    auto* question = new QMessageBox(QMessageBox::Question, tr("Hawk Workbench"),
        tr("Remove the model %1?").arg(m_current), QMessageBox::Cancel, this);
    question->setInformativeText(
        tr("Its settings go, and its key in the keychain when no other model uses it."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = question->addButton(tr("&Remove"), QMessageBox::DestructiveRole);
    connect(yes, &QPushButton::clicked, this, [this, name = m_current] {
        m_unsaved.remove(name);
        m_open = false;
        m_models.remove(name);
    });
    question->open();
}

void ModelsDialog::test()
{
    if (m_models.testing())
        m_models.cancelTest();
    else
        m_models.test(m_form->draft(), m_current, m_form->typedKey());
}

void ModelsDialog::showResult(const ConnectionView& result)
{
    m_result = result;
    updateState();
}

QString ModelsDialog::resultText(const ConnectionView& result) const
{
    if (result.cancelled)
        return tr("The test was cancelled.");
    const auto stepWord = [](const QString& name) {
        return name == "key"_L1    ? tr("Key")
            : name == "address"_L1 ? tr("Address")
            : name == "reply"_L1   ? tr("Reply")
                                   : name;
    };
    QString text;
    double ms = 0;
    for (const TestStepView& step : result.steps) {
        const bool bad = step.state == TestStepView::State::Failed;
        const QString mark = bad                        ? u"\u2717"_s
            : step.state == TestStepView::State::Passed ? u"\u2713"_s
                                                        : u"\u2013"_s;
        const QColor color = bad                        ? m_theme.colors().bad
            : step.state == TestStepView::State::Passed ? m_theme.colors().good
                                                        : m_theme.colors().muted;
        text += u"<p style='margin:2px 0'><span style='color:%1'>%2 <b>%3</b></span> &nbsp;%4"_s.arg(
            color.name(), mark, stepWord(step.name).toHtmlEscaped(), step.detail.toHtmlEscaped());
        if (step.ms > 0)
            text += u" <span style='color:%1'>(%2)</span>"_s.arg(
                m_theme.colors().muted.name(), duration(step.ms / 1000));
        if (!step.hint.isEmpty())
            text += u"<br>%1"_s.arg((bad ? tr("What to do: %1").arg(step.hint) : step.hint).toHtmlEscaped());
        text += u"</p>"_s;
        ms = step.ms;
    }
    if (result.passed && !result.reportedModel.isEmpty()) {
        QStringList figures { tr("answered in %1").arg(duration(ms / 1000)),
            tr("calls itself %1").arg(result.reportedModel),
            (result.tokensEstimated ? tr("about %1 tokens in, %2 out") : tr("%1 tokens in, %2 out"))
                .arg(wholeNumber(result.promptTokens), wholeNumber(result.completionTokens)) };
        if (!result.cost.isEmpty())
            figures.append(result.cost);
        text += u"<p style='margin:2px 0'>%1</p>"_s.arg(figures.join(u"  \u00b7  "_s).toHtmlEscaped());
    }
    return text;
}

void ModelsDialog::reject()
{
    if (!hasUnsaved()) {
        m_models.cancelTest();
        QDialog::reject();
        return;
    }
    auto* question = new QMessageBox(QMessageBox::Question, tr("Hawk Workbench"),
        tr("There are changes that are not saved."), QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* discard = question->addButton(tr("&Discard Changes"), QMessageBox::DestructiveRole);
    connect(discard, &QPushButton::clicked, this, [this] {
        m_unsaved.clear();
        reject();
    });
    question->open();
}

void ModelsDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QDialog::changeEvent(event);
}

void ModelsDialog::retranslateUi()
{
    setWindowTitle(tr("Language Models"));
    m_list->setAccessibleName(tr("Language models"));
    m_add->setText(tr("&Add"));
    m_duplicate->setText(tr("D&uplicate"));
    m_remove->setText(tr("R&emove"));
    m_default->setText(tr("Make &Default"));
    m_save->setText(tr("&Save"));
    m_revert->setText(tr("Re&vert"));
    m_close->setText(tr("C&lose"));
    m_empty->setText(
        tr("No model is set up.\nAdd a server, a command, or yourself: the loop then asks it for kernels."));
    fillPresets();
    updateState();
}

} // namespace hawk::ui
