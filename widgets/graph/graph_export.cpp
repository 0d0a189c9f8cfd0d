#include "widgets/graph/graph_export.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <cmath>

#include "core/nnir/dot.h"
#include "core/support/error.h"
#include "widgets/graph/graph_painter.h"
#include "widgets/graph/graph_view.h"

namespace lockstep {
namespace {

constexpr double margin = 24;
constexpr int longestSide = 32'000;  ///< of what QImage's painter reaches

struct Sheet {
    GraphLook look;
    QSizeF size;  ///< logical pixels
};

Sheet sheetOf(const GraphView& view, const GraphExport& what) {
    Sheet sheet{view.look(), QSizeF(view.size())};
    sheet.look.focused = false;
    sheet.look.hovered.reset();
    sheet.look.hoveredEdge.reset();
    sheet.look.font = view.font();
    if (what.visibleOnly) return sheet;
    const QRectF& bounds = view.drawing()->bounds();
    sheet.look.view = {1, QPointF(margin, margin) - bounds.topLeft()};
    sheet.size = bounds.size() + QSizeF(2 * margin, 2 * margin);
    return sheet;
}

void paint(QPainter& painter, const GraphView& view, const Sheet& sheet) {
    const ThemeColors& colors = themeColors(false);
    painter.fillRect(QRectF(QPointF(), sheet.size), colors.surface);
    paintGraph(painter, *view.drawing(), sheet.look, colors, QRectF(QPointF(), sheet.size));
    paintHeatLegend(painter, sheet.look, colors, QPointF(8, sheet.size.height() - 8));
}

QByteArray toSvg(const GraphView& view, const Sheet& sheet) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setTitle(QString::fromStdString(view.drawing()->graph()->name));
    svg.setSize(sheet.size.toSize());
    svg.setViewBox(QRectF(QPointF(), sheet.size));
    QPainter painter(&svg);
    paint(painter, view, sheet);
    painter.end();
    return buffer.data();
}

QByteArray toPdf(const GraphView& view, const Sheet& sheet) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setTitle(QString::fromStdString(view.drawing()->graph()->name));
    pdf.setCreator(QStringLiteral("Lockstep"));
    // A logical pixel is a 96th of an inch.
    pdf.setResolution(96);
    pdf.setPageSize(QPageSize(sheet.size / 96, QPageSize::Inch, QString(), QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF(0, 0, 0, 0));
    QPainter painter(&pdf);
    paint(painter, view, sheet);
    painter.end();
    return buffer.data();
}

QByteArray toPng(const GraphView& view, const Sheet& sheet, const QSize& pixels, double scale) {
    const qint64 count = qint64{pixels.width()} * pixels.height();
    if (count > mostPixels || std::max(pixels.width(), pixels.height()) > longestSide) {
        throw Error(FailureKind::usage,
                    "the picture would have " + std::to_string(pixels.width()) + " x " +
                        std::to_string(pixels.height()) + " pixels, more than a PNG can hold here",
                    "Choose a smaller scale, the visible area, or SVG or PDF.");
    }
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull())
        throw Error(FailureKind::usage, "there is no memory for the picture",
                    "Choose a smaller scale, or SVG.");
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(painter, view, sheet);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

}  // namespace

QSize exportSize(const GraphView& view, const GraphExport& what) {
    if (!view.drawing()) return {};
    const QSizeF size = sheetOf(view, what).size * (what.format == GraphFormat::png ? what.scale : 1);
    return {static_cast<int>(std::ceil(size.width())), static_cast<int>(std::ceil(size.height()))};
}

QByteArray exportGraph(const GraphView& view, const GraphExport& what) {
    if (!view.drawing())
        throw Error(FailureKind::usage, "no graph is drawn yet", "Open a model, or wait for its layout.");
    const Sheet sheet = sheetOf(view, what);
    switch (what.format) {
        case GraphFormat::svg:
            return toSvg(view, sheet);
        case GraphFormat::pdf:
            return toPdf(view, sheet);
        case GraphFormat::dot:
            return QByteArray::fromStdString(nnir::to_dot(*view.drawing()->graph()));
        case GraphFormat::png:
            break;
    }
    return toPng(view, sheet, exportSize(view, what), what.scale);
}

}  // namespace lockstep
