#include "models/line_diff.h"

#include <algorithm>

namespace hawk::ui {

namespace {

enum class Step { Keep, Remove, Add };

std::size_t at(int i)
{
    return static_cast<std::size_t>(i);
}

// Myers' greedy algorithm; the frontier of every distance is kept for the way back.
std::vector<Step> editScript(const QStringList& a, const QStringList& b)
{
    const int n = static_cast<int>(a.size());
    const int m = static_cast<int>(b.size());
    const int limit = std::min(n + m, kMaxDistance);
    const int offset = limit + 1;
    std::vector<int> frontier(at(2 * offset + 1), 0);
    std::vector<std::vector<int>> history;
    bool found = n + m == 0;
    for (int d = 0; d <= limit && !found; ++d) {
        history.emplace_back(frontier.begin() + (offset - d - 1), frontier.begin() + (offset + d + 2));
        for (int k = -d; k <= d && !found; k += 2) {
            const bool down = k == -d || (k != d && frontier[at(offset + k - 1)] < frontier[at(offset + k + 1)]);
            int x = down ? frontier[at(offset + k + 1)] : frontier[at(offset + k - 1)] + 1;
            while (x < n && x - k < m && x - k >= 0 && a[x] == b[x - k])
                ++x;
            frontier[at(offset + k)] = x;
            found = x >= n && x - k >= m;
        }
    }
    std::vector<Step> steps;
    if (!found) {
        steps.assign(at(n), Step::Remove);
        steps.insert(steps.end(), at(m), Step::Add);
        return steps;
    }
    int x = n;
    int y = m;
    for (int d = static_cast<int>(history.size()) - 1; d >= 0; --d) {
        const std::vector<int>& before = history[at(d)]; // index of diagonal k is k + d + 1
        const int k = x - y;
        const bool down = k == -d || (k != d && before[at(k - 1 + d + 1)] < before[at(k + 1 + d + 1)]);
        const int fromK = down ? k + 1 : k - 1;
        const int fromX = d == 0 ? 0 : before[at(fromK + d + 1)];
        const int fromY = d == 0 ? 0 : fromX - fromK;
        while (x > fromX && y > fromY) {
            steps.push_back(Step::Keep);
            --x;
            --y;
        }
        if (d > 0) {
            steps.push_back(down ? Step::Add : Step::Remove);
            (down ? y : x) -= 1;
        }
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

void flush(std::vector<DiffRow>& rows, std::vector<int>& removed, std::vector<int>& added)
{
    const std::size_t both = std::min(removed.size(), added.size());
    for (std::size_t i = 0; i < both; ++i)
        rows.push_back({ DiffRow::Kind::Changed, removed[i], added[i] });
    for (std::size_t i = both; i < removed.size(); ++i)
        rows.push_back({ DiffRow::Kind::Removed, removed[i], 0 });
    for (std::size_t i = both; i < added.size(); ++i)
        rows.push_back({ DiffRow::Kind::Added, 0, added[i] });
    removed.clear();
    added.clear();
}

} // namespace

std::vector<DiffRow> diffLines(const QStringList& left, const QStringList& right)
{
    std::vector<DiffRow> rows;
    std::vector<int> removed;
    std::vector<int> added;
    int x = 0;
    int y = 0;
    for (const Step step : editScript(left, right)) {
        switch (step) {
        case Step::Keep:
            flush(rows, removed, added);
            rows.push_back({ DiffRow::Kind::Same, ++x, ++y });
            break;
        case Step::Remove: removed.push_back(++x); break;
        case Step::Add: added.push_back(++y); break;
        }
    }
    flush(rows, removed, added);
    return rows;
}

DiffCount countDifferences(const std::vector<DiffRow>& rows)
{
    DiffCount count;
    for (const DiffRow& row : rows) {
        count.changed += row.kind == DiffRow::Kind::Changed ? 1 : 0;
        count.added += row.kind == DiffRow::Kind::Added ? 1 : 0;
        count.removed += row.kind == DiffRow::Kind::Removed ? 1 : 0;
    }
    return count;
}

} // namespace hawk::ui
