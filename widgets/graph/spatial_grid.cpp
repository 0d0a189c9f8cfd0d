#include "widgets/graph/spatial_grid.h"

#include <algorithm>
#include <cmath>

namespace lockstep {
namespace {

/// Cells that one rectangle may fill; long edges beyond it are kept apart and tested one by one.
constexpr int mostCells = 64;

/// QRectF::intersects() is false for rectangles without area, which straight edges have.
bool touch(const QRectF& a, const QRectF& b) {
    return a.left() <= b.right() && b.left() <= a.right() && a.top() <= b.bottom() && b.top() <= a.bottom();
}

}  // namespace

SpatialGrid::SpatialGrid(const std::vector<QRectF>& rects) : m_rects(rects) {
    if (rects.empty()) return;
    double left = rects[0].left(), top = rects[0].top(), right = rects[0].right(), bottom = rects[0].bottom();
    for (const QRectF& rect : rects) {
        left = std::min(left, rect.left());
        top = std::min(top, rect.top());
        right = std::max(right, rect.right());
        bottom = std::max(bottom, rect.bottom());
    }
    m_bounds = QRectF(QPointF(left, top), QPointF(right, bottom));
    // About one cell a rectangle, of the shape of the drawing.
    const double width = std::max(m_bounds.width(), 1.0);
    const double height = std::max(m_bounds.height(), 1.0);
    const double side = std::sqrt(width * height / static_cast<double>(rects.size()));
    m_columns = std::clamp(static_cast<int>(width / side), 1, 512);
    m_rows = std::clamp(static_cast<int>(height / side), 1, 512);
    m_cellWidth = width / m_columns;
    m_cellHeight = height / m_rows;
    m_cells.resize(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows));
    for (std::uint32_t i = 0; i < rects.size(); ++i) {
        const Range range = cells(rects[i]);
        if ((range.right - range.left + 1) * (range.bottom - range.top + 1) > mostCells) {
            m_large.push_back(i);
            continue;
        }
        for (int row = range.top; row <= range.bottom; ++row) {
            for (int column = range.left; column <= range.right; ++column) {
                m_cells[static_cast<std::size_t>(row * m_columns + column)].push_back(i);
            }
        }
    }
}

SpatialGrid::Range SpatialGrid::cells(const QRectF& area) const {
    const auto cell = [](double at, double size, int count) {
        return static_cast<int>(std::clamp(std::floor(at / size), 0.0, static_cast<double>(count - 1)));
    };
    return {cell(area.left() - m_bounds.left(), m_cellWidth, m_columns),
            cell(area.top() - m_bounds.top(), m_cellHeight, m_rows),
            cell(area.right() - m_bounds.left(), m_cellWidth, m_columns),
            cell(area.bottom() - m_bounds.top(), m_cellHeight, m_rows)};
}

std::vector<std::uint32_t> SpatialGrid::touching(const QRectF& area) const {
    std::vector<std::uint32_t> found;
    if (m_cells.empty() || !touch(area, m_bounds)) return found;
    const Range range = cells(area);
    for (int row = range.top; row <= range.bottom; ++row) {
        for (int column = range.left; column <= range.right; ++column) {
            for (const std::uint32_t i : m_cells[static_cast<std::size_t>(row * m_columns + column)]) {
                if (touch(m_rects[i], area)) found.push_back(i);
            }
        }
    }
    for (const std::uint32_t i : m_large) {
        if (touch(m_rects[i], area)) found.push_back(i);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace lockstep
