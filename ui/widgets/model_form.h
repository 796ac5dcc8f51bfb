#pragma once

#include "models/model_rows.h"

#include <QWidget>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTabWidget;

namespace hawk::ui {

class ModelController;
class OptionalField;

/// The fields of one language model; shows those its kind has. Holds no key but the one being typed.
class ModelForm final : public QWidget {
    Q_OBJECT
public:
    ModelForm(ModelController& models, QWidget* parent);

    void show(const ModelDraft& draft, bool isNew, const QString& typedKey = {});
    void setReadOnly(bool readOnly); ///< its fields can be read, not changed; the pages still turn
    ModelDraft draft() const;
    QString typedKey() const;
    void clearKey();
    void setKeyState(const QString& text);
    void setTablePrice(const QString& text);
    void focusField(const QString& field); ///< a member's name; unknown ones do nothing
    QString fieldTitle(const QString& field) const; ///< its label, else the member's name

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        const char* field; ///< member of models.json
        const char* title; ///< source text
        const char* tip;
        const char* placeholder; ///< of a number: what holds when nothing is given; null: none
        QWidget* widget;
        QFormLayout* form;
        QLabel* label;
        unsigned types; ///< bit per ModelType
    };
    static constexpr int kKeyKinds = 5;

    void build();
    QWidget* connectionPage();
    QWidget* samplingPage();
    QWidget* advancedPage();
    void addRow(QFormLayout* form, const char* field, const char* title, const char* tip, QWidget* widget,
        unsigned types, const char* placeholder = nullptr);
    OptionalField* numberRow(QFormLayout* form, const char* field, const char* title, const char* tip,
        bool whole, const char* placeholder, unsigned types);
    QLineEdit* textRow(
        QFormLayout* form, const char* field, const char* title, const char* tip, unsigned types);
    void showFields();
    void chooseKeyKind();
    void retranslateUi();
    KeyPlace keyPlace() const;
    ModelType type() const;

    ModelController& m_models;
    ModelDraft m_shown; ///< what was shown last: keeps what has no field
    bool m_isNew = false;
    bool m_filling = false;
    std::vector<Row> m_rows;
    QTabWidget* m_tabs = nullptr;
    QLineEdit* m_name = nullptr;
    QComboBox* m_type = nullptr;
    QLineEdit* m_url = nullptr;
    QLineEdit* m_id = nullptr;
    QComboBox* m_keyKind = nullptr;
    QLineEdit* m_keyName = nullptr;
    QLineEdit* m_keyText = nullptr;
    QLabel* m_keyState = nullptr;
    QLineEdit* m_command = nullptr;
    QLineEdit* m_folder = nullptr;
    QCheckBox* m_json = nullptr;
    QComboBox* m_template = nullptr;
    OptionalField *m_temperature = nullptr, *m_topP = nullptr, *m_maxTokens = nullptr, *m_seed = nullptr;
    QLineEdit* m_extra = nullptr;
    OptionalField *m_priceIn = nullptr, *m_priceOut = nullptr, *m_priceCached = nullptr;
    QLineEdit* m_currency = nullptr;
    QLabel* m_tablePrice = nullptr;
    QPlainTextEdit* m_headers = nullptr;
    QLineEdit *m_proxy = nullptr, *m_ca = nullptr, *m_fallbacks = nullptr;
    QCheckBox* m_stream = nullptr;
    OptionalField *m_connect = nullptr, *m_firstByte = nullptr, *m_idle = nullptr, *m_total = nullptr;
    OptionalField *m_retries = nullptr, *m_concurrency = nullptr, *m_requests = nullptr, *m_tokens = nullptr,
                  *m_context = nullptr;
};

} // namespace hawk::ui
