#pragma once

#include <QByteArray>
#include <QSize>
#include <cstdint>

namespace lockstep {

class GraphView;

enum class GraphFormat : std::uint8_t { svg, png, pdf, dot };

/// What is written of a graph: always on a light ground, with its heat, marks and what the search found.
struct GraphExport {
    GraphFormat format = GraphFormat::svg;
    bool visibleOnly = false;  ///< what the view shows, at its zoom; else all at the zoom of 1
    double scale = 1;          ///< of a PNG: pixels per logical pixel
};

/// Logical pixels; of a PNG real ones.
QSize exportSize(const GraphView& view, const GraphExport& what);

/// A PNG of more pixels is refused: it would not fit into memory of most programs that open it.
inline constexpr qint64 mostPixels = 256LL * 1024 * 1024;

/// The file's contents. Throws Error(usage) if nothing is drawn, and for a PNG beyond mostPixels, with what
/// to do instead.
QByteArray exportGraph(const GraphView& view, const GraphExport& what);

}  // namespace lockstep
