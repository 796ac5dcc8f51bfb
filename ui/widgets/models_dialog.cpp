#include "widgets/models_dialog.h"

#include "bridge/model_controller.h"
#include "widgets/confirm.h"
#include "widgets/connection_result.h"
#include "widgets/error_dialog.h"
#include "widgets/model_form.h"
#include "widgets/model_list_panel.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
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
    resize(fontMetrics().averageCharWidth() * 172, fontMetrics().height() * 38);
    m_models.reload();
    updateState();
}

void ModelsDialog::build()
{
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    m_list = new ModelListPanel(m_models, m_theme, this);
    splitter->addWidget(m_list);
    splitter->addWidget(formSide());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    m_close = new QPushButton(this);
    m_close->setObjectName(u"closeModels"_s);
    m_close->setAutoDefault(false); // Enter in a field must not close the dialog
    m_prices = new QPushButton(this);
    m_prices->setObjectName(u"showPrices"_s);
    m_prices->setAutoDefault(false);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_prices);
    bottom->addStretch(1);
    bottom->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addLayout(bottom);
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
    m_outcome = new ConnectionResult(m_theme, m_side);
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
    connect(m_list, &ModelListPanel::chosen, this, &ModelsDialog::showModel);
    connect(m_list, &ModelListPanel::addWanted, this, &ModelsDialog::addFrom);
    connect(m_list, &ModelListPanel::duplicateWanted, this, &ModelsDialog::duplicate);
    connect(m_list, &ModelListPanel::removeWanted, this, &ModelsDialog::removeCurrent);
    connect(m_list, &ModelListPanel::defaultWanted, this, [this] { m_models.makeDefault(m_current); });
    connect(&m_models, &ModelController::reloaded, this, [this] {
        const QString wanted = m_current;
        if (m_open && wanted.isEmpty())
            return updateState(); // a new one is being written
        if (m_open && m_models.models().rowOf(wanted) >= 0 && m_form->draft() == m_models.draft(wanted)) {
            m_list->select(wanted); // the same as before: a test that is under way goes on
            return updateState();
        }
        m_open = false;
        if (m_models.models().rowOf(wanted) >= 0)
            select(wanted);
        else
            selectUsual();
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
    connect(&m_models, &ModelController::testingChanged, this, [this](bool testing) {
        if (testing)
            m_outcome->setTesting();
        updateState();
    });
    connect(&m_models, &ModelController::tested, m_outcome, &ConnectionResult::setResult);
    connect(m_form, &ModelForm::changed, this, &ModelsDialog::edited);
    connect(m_prices, &QPushButton::clicked, this, [this] { Q_EMIT pricesWanted(m_open ? m_form->draft().modelId : QString()); });
    connect(m_test, &QPushButton::clicked, this, &ModelsDialog::test);
    connect(m_save, &QPushButton::clicked, this, &ModelsDialog::save);
    connect(m_revert, &QPushButton::clicked, this, &ModelsDialog::revert);
    connect(m_close, &QPushButton::clicked, this, &ModelsDialog::reject);
}

QString ModelsDialog::freshName(const QString& wanted) const
{
    const QStringList taken = m_models.runnable();
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
    m_list->clearSelection();
    m_open = false;
    showModel({});
    m_form->focusField(u"name"_s);
}

void ModelsDialog::select(const QString& name)
{
    if (m_models.models().rowOf(name) < 0)
        return;
    m_list->select(name); // shows it
    if (!m_open || m_current != name)
        showModel(name);
}

/// The default, else the first of the user's own; with none, the way to one is shown.
void ModelsDialog::selectUsual()
{
    const QStringList names = m_models.names();
    if (!names.isEmpty())
        select(m_models.defaultName().isEmpty() ? names.constFirst() : m_models.defaultName());
}

void ModelsDialog::showModel(const QString& name)
{
    if (m_open && name == m_current)
        return;
    if (m_models.testing())
        m_models.cancelTest();
    m_current = name;
    m_open = true;
    m_touched = !name.isEmpty();
    m_outcome->clear();
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
    m_touched = true;
    const ModelDraft now = m_form->draft();
    const bool same
        = !m_current.isEmpty() && now == m_models.draft(m_current) && m_form->typedKey().isEmpty();
    if (same)
        m_unsaved.remove(m_current);
    else
        m_unsaved[m_current] = { now, m_form->typedKey() };
    m_models.cancelTest(); // what it found out would be about something else
    m_outcome->clear();
    updateState();
}

void ModelsDialog::updateState()
{
    m_side->setVisible(m_open);
    m_empty->setVisible(!m_open);
    const bool saved = m_open && !m_current.isEmpty();
    const bool testing = m_models.testing();
    const bool bundled = saved && m_models.isBundled(m_current);
    m_list->setCurrent(saved, m_current == m_models.defaultName(), bundled);
    m_form->setReadOnly(bundled);
    if (!m_open)
        return;
    const ModelDraft draft = m_form->draft();
    const DraftProblem problem = m_models.check(draft, m_current);
    const bool unsaved = m_unsaved.contains(m_current);
    m_heading->setText(m_current.isEmpty() ? tr("New model")
            : unsaved                      ? tr("%1, changed").arg(m_current)
            : bundled                      ? tr("%1, bundled").arg(m_current)
                                           : m_current);
    QString text;
    if (bundled)
        text = tr("Comes with the program and needs no service: a script that makes the mistakes models make, and repairs what it is "
                  "told. Duplicate it to change it.");
    else if (problem.wrong())
        text = (problem.field.isEmpty() ? QString() : m_form->fieldTitle(problem.field) + u": "_s)
            + problem.message + (problem.hint.isEmpty() ? QString() : u' ' + problem.hint);
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    QPalette palette = m_problem->palette();
    // What is still to be filled in is no mistake yet.
    palette.setColor(QPalette::WindowText, m_touched && !bundled ? m_theme.colors().bad : m_theme.colors().muted);
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
    m_form->setTablePrice(priceNote(draft));
}

QString ModelsDialog::priceNote(const ModelDraft& draft) const
{
    if (m_models.isBundled(m_current))
        return tr("It costs nothing.");
    if (draft.price)
        return tr("This model's own price, per million tokens; it comes before the price table.");
    const QString known = m_models.tablePrice(draft.modelId.isEmpty() ? draft.name : draft.modelId);
    return known.isEmpty() ? tr("No price is known for this model: its costs are not counted. Give one here, per million "
                                "tokens, or in the price table.")
                           : tr("Counted with the price table: %1.").arg(known);
}

void ModelsDialog::save() { m_models.save(m_form->draft(), m_current, m_form->typedKey()); }

void ModelsDialog::revert()
{
    m_unsaved.remove(m_current);
    const QString name = m_current;
    m_open = false;
    if (name.isEmpty()) {
        m_current.clear();
        selectUsual();
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
    confirm(this, tr("Remove the model %1?").arg(m_current),
        tr("Its settings go, and its key in the keychain when no other model uses it."), tr("&Remove"),
        [this, name = m_current] {
            m_unsaved.remove(name);
            m_open = false;
            m_models.remove(name);
        });
}

void ModelsDialog::test()
{
    if (m_models.testing())
        m_models.cancelTest();
    else
        m_models.test(m_form->draft(), m_current, m_form->typedKey());
}

void ModelsDialog::reject()
{
    if (!hasUnsaved()) {
        m_models.cancelTest();
        QDialog::reject();
        return;
    }
    confirmDiscard(this, [this] {
        m_unsaved.clear();
        reject();
    });
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
    m_prices->setText(tr("&Price Table..."));
    m_prices->setToolTip(tr("What a million tokens of each model costs; yours to change"));
    m_save->setText(tr("&Save"));
    m_revert->setText(tr("Re&vert"));
    m_close->setText(tr("C&lose"));
    m_empty->setText(
        tr("No model is set up.\nAdd a server, a command, or yourself: the loop then asks it for kernels.\n\n"
           "To see it at work without one, choose %1 under \"Written by\".")
            .arg(ModelController::bundled()));
    updateState();
}

} // namespace hawk::ui
