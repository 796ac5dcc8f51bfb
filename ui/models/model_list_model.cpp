#include "models/model_list_model.h"

#include "format/numbers.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct ModelWords {
    Q_DECLARE_TR_FUNCTIONS(ModelWords)
};

QString stateWord(KeyState state)
{
    switch (state) {
    case KeyState::NotNeeded:
        return {};
    case KeyState::Present:
        return ModelWords::tr("set");
    case KeyState::Missing:
        return ModelWords::tr("not set");
    case KeyState::Unusable:
        return ModelWords::tr("not usable");
    case KeyState::Unknown:
        return ModelWords::tr("not read yet");
    }
    return {};
}

} // namespace

QString modelTypeWord(ModelType type)
{
    switch (type) {
    case ModelType::Chat:
        return ModelWords::tr("OpenAI-compatible chat");
    case ModelType::Completions:
        return ModelWords::tr("OpenAI-compatible raw completions");
    case ModelType::Anthropic:
        return ModelWords::tr("Anthropic messages");
    case ModelType::Command:
        return ModelWords::tr("Command");
    case ModelType::Manual:
        return ModelWords::tr("By hand: copy and paste");
    }
    return {};
}

QString keyWord(const KeyPlace& place, KeyState state)
{
    switch (place.kind) {
    case KeyPlace::Kind::None:
        return ModelWords::tr("none");
    case KeyPlace::Kind::Keychain:
        return state == KeyState::Present ? ModelWords::tr("in the keychain")
                                          : ModelWords::tr("keychain: %1").arg(stateWord(state));
    case KeyPlace::Kind::Environment:
        return ModelWords::tr("variable %1: %2").arg(place.name, stateWord(state));
    case KeyPlace::Kind::File:
        return ModelWords::tr("file %1: %2").arg(place.name, stateWord(state));
    case KeyPlace::Kind::Session:
        return state == KeyState::Present ? ModelWords::tr("typed in, for this session")
                                          : ModelWords::tr("to be typed in each session");
    }
    return {};
}

QVariant ModelListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case TypeColumn:
        return tr("Kind");
    case IdColumn:
        return tr("Model");
    case AddressColumn:
        return tr("Address");
    case KeyColumn:
        return tr("Key");
    case PriceColumn:
        return tr("Price");
    default:
        return {};
    }
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const
{
    const ModelRow* row = rowAt(index);
    if (!row)
        return {};
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case NameColumn:
            return row->isDefault ? tr("%1 (default)").arg(row->name)
                : row->bundled    ? tr("%1 (bundled)").arg(row->name)
                                  : row->name;
        case TypeColumn:
            return modelTypeWord(row->type);
        case IdColumn:
            return row->modelId;
        case AddressColumn:
            return row->address.isEmpty() ? noValue() : row->address;
        case KeyColumn:
            return keyWord(row->key, row->keyState);
        case PriceColumn:
            return row->bundled      ? tr("costs nothing")
                : row->price.isEmpty() ? tr("not known")
                                       : row->price;
        default:
            return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        return text();
    case Qt::ToolTipRole:
        return index.column() == KeyColumn && !row->keyProblem.isEmpty() ? row->keyProblem : text();
    case NameRole:
        return row->name;
    case EmphasisRole:
        return row->isDefault && index.column() == NameColumn;
    default:
        return {};
    }
}

int ModelListModel::rowOf(const QString& name) const
{
    const auto found
        = std::find_if(m_rows.begin(), m_rows.end(), [&](const ModelRow& row) { return row.name == name; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ModelListModel::setKeyState(const QString& name, KeyState state, const QString& problem)
{
    const int at = rowOf(name);
    if (at < 0)
        return;
    ModelRow row = m_rows[static_cast<std::size_t>(at)];
    row.keyState = state;
    row.keyProblem = problem;
    replace(at, std::move(row));
}

} // namespace hawk::ui
