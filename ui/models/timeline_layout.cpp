#include "models/timeline_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

// Order in which data flows: in, compute, out.
int laneRank(const QString& pipe)
{
    static const std::array kOrder { u"S"_s, u"MTE2"_s, u"MTE1"_s, u"M"_s, u"V"_s, u"FIX"_s, u"MTE3"_s };
    const auto found = std::find(kOrder.begin(), kOrder.end(), pipe);
    return static_cast<int>(found - kOrder.begin());
}

} // namespace

void TimelineLayout::setTimeline(TimelinePtr timeline, int core)
{
    m_timeline = std::move(timeline);
    m_core = core;
    m_laneNames.clear();
    m_lanes.clear();
    m_full = 1;
    if (m_timeline) {
        m_full = std::max(1.0, m_timeline->totalCycles);
        for (const SegmentRow& segment : m_timeline->segments) {
            m_full = std::max(m_full, segment.end);
            if (segment.core == core && !m_laneNames.contains(segment.pipe))
                m_laneNames.append(segment.pipe);
        }
        std::sort(m_laneNames.begin(), m_laneNames.end(),
            [](const QString& a, const QString& b) { return laneRank(a) < laneRank(b); });
        m_lanes.resize(static_cast<std::size_t>(m_laneNames.size()));
        for (std::size_t i = 0; i < m_timeline->segments.size(); ++i)
            if (m_timeline->segments[i].core == core)
                m_lanes[static_cast<std::size_t>(laneOf(m_timeline->segments[i].pipe))].push_back(i);
        for (auto& lane : m_lanes)
            std::stable_sort(lane.begin(), lane.end(), [this](std::size_t a, std::size_t b) {
                return m_timeline->segments[a].start < m_timeline->segments[b].start;
            });
    }
    showAll();
}

int TimelineLayout::laneOf(const QString& pipe) const
{
    return static_cast<int>(m_laneNames.indexOf(pipe));
}

void TimelineLayout::setWidth(double pixels)
{
    m_width = std::max(1.0, pixels);
}

void TimelineLayout::setFullSpan(double cycles)
{
    m_full = std::max(1.0, cycles);
    setView(m_start, m_span);
}

void TimelineLayout::setView(double start, double span)
{
    m_span = std::clamp(span, std::min(kMinSpan, m_full), m_full);
    m_start = std::clamp(start, 0.0, m_full - m_span);
}

void TimelineLayout::zoom(double factor, double atX)
{
    const double anchor = timeAt(atX);
    const double span = std::clamp(m_span / factor, std::min(kMinSpan, m_full), m_full);
    setView(anchor - atX / m_width * span, span);
}

void TimelineLayout::pan(double pixels)
{
    setView(m_start + pixels / m_width * m_span, m_span);
}

void TimelineLayout::showAll()
{
    setView(0, m_full);
}

void TimelineLayout::reveal(const SegmentRow& segment)
{
    if (segment.end < m_start || segment.start > m_start + m_span)
        setView((segment.start + segment.end - m_span) / 2, m_span);
}

double TimelineLayout::xOf(double cycles) const
{
    return (cycles - m_start) / m_span * m_width;
}

double TimelineLayout::timeAt(double x) const
{
    return m_start + x / m_width * m_span;
}

std::vector<TimelineLayout::Block> TimelineLayout::visibleBlocks(int lane) const
{
    std::vector<Block> blocks;
    if (lane < 0 || lane >= static_cast<int>(m_lanes.size()))
        return blocks;
    const auto& indices = m_lanes[static_cast<std::size_t>(lane)];
    // Segments of one pipe do not overlap, so they are ordered by end as well.
    auto it = std::partition_point(indices.begin(), indices.end(),
        [this](std::size_t i) { return m_timeline->segments[i].end < m_start; });
    for (; it != indices.end(); ++it) {
        const SegmentRow& segment = m_timeline->segments[*it];
        if (segment.start > m_start + m_span)
            break;
        const double x = xOf(segment.start);
        const double width = xOf(segment.end) - x;
        if (!blocks.empty()) {
            Block& last = blocks.back();
            const double lastEnd = last.x + last.width;
            // Two things less than a pixel wide side by side: one block with its share of busy time.
            if (width < 1 && last.width < 3 && x - lastEnd < 1) {
                const double covered = last.busyShare * last.width + width;
                last.width = std::max(lastEnd, x + width) - last.x;
                last.busyShare = last.width > 0 ? std::min(1.0, covered / last.width) : 1;
                last.stall = std::max(last.stall, segment.stall);
                ++last.count;
                continue;
            }
        }
        blocks.push_back({ x, width, *it, 1, 1, segment.stall });
    }
    return blocks;
}

const SegmentRow* TimelineLayout::hit(int lane, double x) const
{
    if (lane < 0 || lane >= static_cast<int>(m_lanes.size()))
        return nullptr;
    constexpr double kReach = 2; // px a narrow segment may be missed by
    const SegmentRow* best = nullptr;
    double bestDistance = kReach;
    for (const Block& block : visibleBlocks(lane)) {
        const double distance = x < block.x ? block.x - x : x > block.x + block.width ? x - block.x - block.width : 0;
        if (distance <= bestDistance) {
            best = &m_timeline->segments[block.first];
            bestDistance = distance;
            if (distance == 0)
                break;
        }
    }
    return best;
}

const SegmentRow* TimelineLayout::bySeq(qint64 seq) const
{
    for (const auto& lane : m_lanes)
        for (const std::size_t i : lane)
            if (m_timeline->segments[i].seq == seq)
                return &m_timeline->segments[i];
    return nullptr;
}

const SegmentRow* TimelineLayout::neighbour(qint64 seq, int direction) const
{
    for (const auto& lane : m_lanes)
        for (std::size_t i = 0; i < lane.size(); ++i)
            if (m_timeline->segments[lane[i]].seq == seq) {
                const auto next = static_cast<std::ptrdiff_t>(i) + direction;
                if (next < 0 || next >= static_cast<std::ptrdiff_t>(lane.size()))
                    return nullptr;
                return &m_timeline->segments[lane[static_cast<std::size_t>(next)]];
            }
    const SegmentRow* first = nullptr;
    for (const auto& lane : m_lanes)
        if (!lane.empty()) {
            const SegmentRow& segment = m_timeline->segments[direction > 0 ? lane.front() : lane.back()];
            if (!first || (direction > 0 ? segment.start < first->start : segment.start > first->start))
                first = &segment;
        }
    return first;
}

} // namespace hawk::ui
