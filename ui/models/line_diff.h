#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace hawk::ui {

/// One row of a side-by-side view. Line numbers are 1-based, 0 stands for a gap.
struct DiffRow {
    enum class Kind { Same, Changed, Removed, Added };
    Kind kind = Kind::Same;
    int left = 0;
    int right = 0;
    bool operator==(const DiffRow&) const = default;
};

/// Shortest edit script over lines (Myers 1986), runs of removals and additions paired as changes. Above
/// kMaxDistance differences the rest is shown as one replaced block: a diff that large is not readable anyway.
std::vector<DiffRow> diffLines(const QStringList& left, const QStringList& right);
inline constexpr int kMaxDistance = 2000;

struct DiffCount {
    int added = 0;
    int removed = 0;
    int changed = 0;
};
DiffCount countDifferences(const std::vector<DiffRow>& rows);

} // namespace hawk::ui
