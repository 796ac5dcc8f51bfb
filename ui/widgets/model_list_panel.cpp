#include "widgets/model_list_panel.h"

#include "bridge/model_controller.h"
#include "bridge/model_presets.h"
#include "widgets/pane.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

ModelListPanel::ModelListPanel(ModelController& models, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_models(models)
{
    build(theme);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& current) {
            if (current.isValid())
                Q_EMIT chosen(current.data(NameRole).toString());
        });
    connect(m_duplicate, &QPushButton::clicked, this, &ModelListPanel::duplicateWanted);
    connect(m_remove, &QPushButton::clicked, this, &ModelListPanel::removeWanted);
    connect(m_default, &QPushButton::clicked, this, &ModelListPanel::defaultWanted);
    retranslateUi();
}

void ModelListPanel::build(const Theme& theme)
{
    m_list = makeTable(theme, this);
    m_list->setObjectName(u"modelsView"_s);
    m_list->setSortingEnabled(false);
    m_list->setModel(&m_models.models());
    m_list->setFrameShape(QFrame::StyledPanel);
    setColumnWidths(m_list, { 24, 22, 22, 20, 30, 30 });
    m_add = new QPushButton(this);
    m_add->setObjectName(u"addModel"_s);
    m_presets = new QMenu(m_add);
    m_add->setMenu(m_presets);
    m_duplicate = new QPushButton(this);
    m_duplicate->setObjectName(u"duplicateModel"_s);
    m_remove = new QPushButton(this);
    m_remove->setObjectName(u"removeModel"_s);
    m_default = new QPushButton(this);
    m_default->setObjectName(u"defaultModel"_s);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* each : { m_add, m_duplicate, m_remove, m_default }) {
        each->setAutoDefault(false);
        buttons->addWidget(each);
    }
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 6, 0);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
}

void ModelListPanel::select(const QString& name)
{
    const int row = m_models.models().rowOf(name);
    if (row >= 0 && m_list->currentIndex().row() != row)
        m_list->setCurrentIndex(m_models.models().index(row, 0));
}

void ModelListPanel::clearSelection() { m_list->selectionModel()->clear(); }

void ModelListPanel::setCurrent(bool saved, bool isDefault, bool bundled)
{
    m_duplicate->setEnabled(saved);
    m_remove->setEnabled(saved && !bundled);
    m_default->setEnabled(saved && !isDefault && !bundled);
}

void ModelListPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QWidget::changeEvent(event);
}

void ModelListPanel::retranslateUi()
{
    m_list->setAccessibleName(tr("Language models"));
    m_add->setText(tr("&Add"));
    m_duplicate->setText(tr("D&uplicate"));
    m_remove->setText(tr("R&emove"));
    m_default->setText(tr("Make &Default"));
    m_presets->clear();
    for (const ModelPreset& preset : modelPresets())
        connect(m_presets->addAction(preset.title), &QAction::triggered, this,
            [this, draft = preset.draft] { Q_EMIT addWanted(draft); });
}

} // namespace hawk::ui
