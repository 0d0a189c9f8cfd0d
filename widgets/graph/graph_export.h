#pragma once

#include <QByteArray>
#include <QSize>
#include <cstdint>
#include <memory>

#include "core/support/job_control.h"
#include "widgets/graph/graph_look.h"

namespace lockstep {

class GraphGeometry;
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

/// What a view draws, as a value that can be painted in any thread.
struct GraphPicture {
    std::shared_ptr<const GraphGeometry> drawing;
    GraphLook look;
    QSizeF size;  ///< logical pixels
};
/// Throws Error(usage) if nothing is drawn.
GraphPicture graphPicture(const GraphView& view, const GraphExport& what);
/// The file's contents; the painting of a PNG can be watched and stopped. Throws Error(usage) for a PNG
/// beyond mostPixels, with what to do instead, and Error(cancelled).
QByteArray paintPicture(const GraphPicture& picture, const GraphExport& what, const JobControl& job = {});

/// The file's contents at once. Throws Error(usage) if nothing is drawn, and for a PNG beyond mostPixels,
/// with what to do instead.
QByteArray exportGraph(const GraphView& view, const GraphExport& what);

}  // namespace lockstep
