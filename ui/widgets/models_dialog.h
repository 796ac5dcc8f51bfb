#pragma once

#include "models/model_rows.h"

#include <QDialog>
#include <QMap>

class QLabel;
class QMenu;
class QPushButton;
class QTreeView;

namespace hawk::ui {

class ModelController;
class ModelForm;
class Theme;

/// Tools > Models: the list of language models, one of them in the form, and the test of its connection. What
/// was changed and not saved is kept while the person looks at another model.
class ModelsDialog final : public QDialog {
    Q_OBJECT
public:
    ModelsDialog(ModelController& models, const Theme& theme, QWidget* parent);

    void select(const QString& name);
    void addFrom(const ModelDraft& draft); ///< shows it as a new model
    bool hasUnsaved() const { return !m_unsaved.isEmpty(); }

    void reject() override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    QWidget* listSide();
    QWidget* formSide();
    void connectAll();
    void fillPresets();
    void showModel(const QString& name);
    void edited();
    void updateState();
    void save();
    void revert();
    void duplicate();
    void removeCurrent();
    void test();
    void showResult(const ConnectionView& result);
    QString resultText(const ConnectionView& result) const;
    QString freshName(const QString& wanted) const;
    void retranslateUi();

    struct Unsaved {
        ModelDraft draft;
        QString key; ///< as typed; gone with the dialog
    };

    ModelController& m_models;
    const Theme& m_theme;
    QString m_current; ///< name in the list; empty: a new model, or none
    bool m_open = false; ///< the form shows a model
    QMap<QString, Unsaved> m_unsaved; ///< by name; "" is the new one
    std::optional<ConnectionView> m_result;
    QTreeView* m_list = nullptr;
    QPushButton *m_add = nullptr, *m_duplicate = nullptr, *m_remove = nullptr, *m_default = nullptr;
    QMenu* m_presets = nullptr;
    QLabel* m_heading = nullptr;
    ModelForm* m_form = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton *m_test = nullptr, *m_save = nullptr, *m_revert = nullptr, *m_close = nullptr;
    QLabel* m_outcome = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_side = nullptr;
};

} // namespace hawk::ui
