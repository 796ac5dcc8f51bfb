#include "models/hit_model.h"

#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

bool isNumber(int column)
{
    return column == HitModel::RankColumn || column == HitModel::SyntacticColumn || column == HitModel::DenseColumn
        || column == HitModel::FusedColumn;
}

// Rank first (what decides), score behind it: "2 (7.41)".
QString rankAndScore(int rank, double score, int digits)
{
    return rank > 0 ? QString(u"%1 (%2)"_s.arg(rank).arg(decimal(score, digits))) : noValue();
}

} // namespace

QVariant HitModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && isNumber(section))
        return numberAlignment();
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case SyntacticColumn: return tr("Rank and BM25 score over API names, error signatures and code");
        case DenseColumn: return tr("Rank and similarity of bottleneck, resources, operator family and situation");
        case FusedColumn: return tr("Reciprocal rank fusion of both ranks");
        default: break;
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RankColumn: return tr("Rank");
    case TitleColumn: return tr("Entry");
    case UsedColumn: return tr("Use");
    case SyntacticColumn: return tr("Syntax");
    case DenseColumn: return tr("Hardware");
    case FusedColumn: return tr("Fused");
    case ExplanationColumn: return tr("Why");
    default: return {};
    }
}

QVariant HitModel::data(const QModelIndex& index, int role) const
{
    const HitRow* row = rowAt(index);
    if (!row)
        return {};
    const auto text = [&]() -> QVariant {
        switch (index.column()) {
        case RankColumn: return wholeNumber(row->rank);
        case TitleColumn: return row->title;
        case UsedColumn: return row->used ? tr("used") : row->shown ? tr("shown") : tr("not shown");
        case SyntacticColumn: return rankAndScore(row->syntacticRank, row->syntacticScore, 2);
        case DenseColumn: return rankAndScore(row->denseRank, row->denseScore, 3);
        case FusedColumn: return decimal(row->fusedScore, 4);
        case ExplanationColumn: return row->explanation.simplified();
        default: return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole: return text();
    case SortRole:
        switch (index.column()) {
        case RankColumn: return row->rank;
        case SyntacticColumn: return row->syntacticScore;
        case DenseColumn: return row->denseScore;
        case FusedColumn: return row->fusedScore;
        default: return text();
        }
    case Qt::TextAlignmentRole: return isNumber(index.column()) ? QVariant(numberAlignment()) : QVariant();
    case Qt::ToolTipRole: return row->explanation;
    case IdRole: return row->entry;
    case NameRole: return row->key;
    case StateRole: return row->state;
    case EmphasisRole: return row->used;
    default: return {};
    }
}

} // namespace hawk::ui
