#pragma once

#include <QRectF>
#include <cstdint>
#include <vector>

namespace lockstep {

/// Finds the rectangles near a place without looking at all of them: a uniform grid over their bounds.
class SpatialGrid {
  public:
    SpatialGrid() = default;
    explicit SpatialGrid(const std::vector<QRectF>& rects);

    /// Indices of all rectangles that touch `area`, ascending, each once.
    std::vector<std::uint32_t> touching(const QRectF& area) const;

  private:
    struct Range {
        int left = 0;
        int top = 0;
        int right = -1;
        int bottom = -1;
    };
    Range cells(const QRectF& area) const;

    std::vector<QRectF> m_rects;
    QRectF m_bounds;
    int m_columns = 0;
    int m_rows = 0;
    double m_cellWidth = 1;
    double m_cellHeight = 1;
    std::vector<std::vector<std::uint32_t>> m_cells;
    std::vector<std::uint32_t> m_large;  ///< those that would fill many cells
};

}  // namespace lockstep
