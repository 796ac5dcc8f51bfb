#pragma once

#include "models/model_rows.h"
#include "models/row_table_model.h"

namespace hawk::ui {

QString modelTypeWord(ModelType type); ///< "OpenAI-compatible chat"
/// "in the keychain", "variable GLM_KEY: not set"
QString keyWord(const KeyPlace& place, KeyState state);

/// The models of models.json, one a row.
class ModelListModel final : public RowTableModel<ModelRow> {
    Q_OBJECT
public:
    enum Column : int {
        NameColumn,
        TypeColumn,
        KeyColumn,
        IdColumn,
        AddressColumn,
        PriceColumn,
        ColumnCount
    };
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    int rowOf(const QString& name) const; ///< -1: none
    void setKeyState(const QString& name, KeyState state, const QString& problem);
};

} // namespace hawk::ui
