#pragma once

#include "models/model_rows.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QTreeView;

namespace hawk::ui {

class ModelController;
class Theme;

/// The left side of the models dialog: the models, and what can be done with the list.
class ModelListPanel final : public QWidget {
    Q_OBJECT
public:
    ModelListPanel(ModelController& models, const Theme& theme, QWidget* parent);

    void select(const QString& name); ///< says so by chosen()
    void clearSelection();
    void setCurrent(bool saved, bool isDefault, bool bundled); ///< what the buttons are about

Q_SIGNALS:
    void chosen(const QString& name);
    void addWanted(const hawk::ui::ModelDraft& draft);
    void duplicateWanted();
    void removeWanted();
    void defaultWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build(const Theme& theme);
    void retranslateUi();

    ModelController& m_models;
    QTreeView* m_list = nullptr;
    QPushButton *m_add = nullptr, *m_duplicate = nullptr, *m_remove = nullptr, *m_default = nullptr;
    QMenu* m_presets = nullptr;
};

} // namespace hawk::ui
