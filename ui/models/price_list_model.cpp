#include "models/price_list_model.h"

#include "format/numbers.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

QString amount(const std::optional<double>& value)
{
    // Prices are written with the digits they have: 0.028 must not become 0.03.
    return value ? QLocale().toString(*value, 'g', 10) : noValue();
}

bool isAmount(int column)
{
    return column >= PriceListModel::InputColumn && column <= PriceListModel::CacheWriteColumn;
}

} // namespace

QVariant PriceListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && isAmount(section))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ModelColumn:
        return tr("Model");
    case InputColumn:
        return tr("In");
    case OutputColumn:
        return tr("Out");
    case CachedColumn:
        return tr("In, cached");
    case CacheWriteColumn:
        return tr("Cache write");
    case CurrencyColumn:
        return tr("Currency");
    case UseColumn:
        return tr("Counts for");
    case OriginColumn:
        return tr("From");
    default:
        return {};
    }
}

QVariant PriceListModel::data(const QModelIndex& index, int role) const
{
    const PriceRow* row = rowAt(index);
    if (!row)
        return {};
    const auto origin = [row] {
        QStringList parts { row->own ? tr("yours") : tr("bundled") };
        for (const QString& part : { row->source, row->date })
            if (!part.isEmpty())
                parts.append(part);
        return parts.join(u", "_s);
    };
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case ModelColumn:
            return row->model;
        case InputColumn:
            return amount(row->input);
        case OutputColumn:
            return amount(row->output);
        case CachedColumn:
            return amount(row->cachedInput);
        case CacheWriteColumn:
            return amount(row->cacheWrite);
        case CurrencyColumn:
            return row->currency;
        case UseColumn:
            return !row->hiddenBy.isEmpty() ? tr("never used: %1 comes first").arg(row->hiddenBy)
                                            : row->usedBy.join(u", "_s);
        case OriginColumn:
            return origin();
        default:
            return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text();
    case Qt::TextAlignmentRole:
        return isAmount(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case NameRole:
    case FilterRole:
        return row->model;
    case EmphasisRole:
        return row->own && index.column() == ModelColumn;
    default:
        return {};
    }
}

int PriceListModel::rowOf(const QString& model, bool own) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
        [&](const PriceRow& row) { return row.own == own && row.model == model; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

} // namespace hawk::ui
