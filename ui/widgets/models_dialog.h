#pragma once

#include "models/model_rows.h"

#include <QDialog>
#include <QMap>

class QLabel;
class QPushButton;

namespace hawk::ui {

class ConnectionResult;
class ModelController;
class ModelForm;
class ModelListPanel;
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

Q_SIGNALS:
    void pricesWanted(const QString& modelId); ///< empty: of no model in particular

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    QWidget* formSide();
    void connectAll();
    void selectUsual();
    void showModel(const QString& name);
    void edited();
    void updateState();
    void save();
    void revert();
    void duplicate();
    void removeCurrent();
    void test();
    QString freshName(const QString& wanted) const;
    QString priceNote(const ModelDraft& draft) const;
    void retranslateUi();

    struct Unsaved {
        ModelDraft draft;
        QString key; ///< as typed; gone with the dialog
    };

    ModelController& m_models;
    const Theme& m_theme;
    QString m_current; ///< name in the list; empty: a new model, or none
    bool m_open = false; ///< the form shows a model
    bool m_touched = false; ///< it is a saved one, or something was typed
    QMap<QString, Unsaved> m_unsaved; ///< by name; "" is the new one
    ModelListPanel* m_list = nullptr;
    QPushButton* m_prices = nullptr;
    QLabel* m_heading = nullptr;
    ModelForm* m_form = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton *m_test = nullptr, *m_save = nullptr, *m_revert = nullptr, *m_close = nullptr;
    ConnectionResult* m_outcome = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_side = nullptr;
};

} // namespace hawk::ui
