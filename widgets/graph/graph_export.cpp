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

constexpr int stripRows = 512;  ///< of a PNG, painted at once

GraphPicture pictureOf(const GraphView& view, const GraphExport& what) {
    GraphPicture picture{view.drawing(), view.look(), QSizeF(view.size())};
    picture.look.focused = false;
    picture.look.hovered.reset();
    picture.look.hoveredEdge.reset();
    picture.look.font = view.font();
    if (what.visibleOnly) return picture;
    const QRectF& bounds = view.drawing()->bounds();
    picture.look.view = {1, QPointF(margin, margin) - bounds.topLeft()};
    picture.size = bounds.size() + QSizeF(2 * margin, 2 * margin + heatLegendHeight(picture.look));
    return picture;
}

/// `part`: of the sheet, in logical pixels.
void paint(QPainter& painter, const GraphPicture& picture, const QRectF& part) {
    const ThemeColors& colors = themeColors(false);
    const double strip = heatLegendHeight(picture.look);
    const QRectF sheet(QPointF(), picture.size);
    painter.fillRect(part, colors.surface);
    painter.save();
    painter.setClipRect(sheet.adjusted(0, 0, 0, -strip), Qt::IntersectClip);
    paintGraph(painter, *picture.drawing, picture.look, colors, part);
    painter.restore();
    paintHeatLegend(painter, picture.look, colors,
                    QRectF(0, picture.size.height() - strip, picture.size.width(), strip));
}

QByteArray toSvg(const GraphPicture& picture) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setTitle(QString::fromStdString(picture.drawing->graph()->name));
    svg.setSize(picture.size.toSize());
    svg.setViewBox(QRectF(QPointF(), picture.size));
    QPainter painter(&svg);
    paint(painter, picture, QRectF(QPointF(), picture.size));
    painter.end();
    return buffer.data();
}

QByteArray toPdf(const GraphPicture& picture) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setTitle(QString::fromStdString(picture.drawing->graph()->name));
    pdf.setCreator(QStringLiteral("Lockstep"));
    // A logical pixel is a 96th of an inch.
    pdf.setResolution(96);
    pdf.setPageSize(QPageSize(picture.size / 96, QPageSize::Inch, QString(), QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF(0, 0, 0, 0));
    QPainter painter(&pdf);
    paint(painter, picture, QRectF(QPointF(), picture.size));
    painter.end();
    return buffer.data();
}

/// Refuses what is written once the job is to stop: the encoder gives up then.
class StoppableBuffer : public QBuffer {
  public:
    explicit StoppableBuffer(const JobControl& job) : m_job(job) {}

  protected:
    qint64 writeData(const char* data, qint64 size) override {
        return m_job.stop.stop_requested() ? -1 : QBuffer::writeData(data, size);
    }

  private:
    const JobControl& m_job;
};

QByteArray toPng(const GraphPicture& picture, const QSize& pixels, double scale, const JobControl& job) {
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
    for (int row = 0; row < pixels.height(); row += stripRows) {
        job.check();
        job.report(0.5 * row / pixels.height(), "painting");
        const QRectF part(0, row / scale, pixels.width() / scale, stripRows / scale);
        painter.save();
        painter.setClipRect(part);
        paint(painter, picture, part);
        painter.restore();
    }
    painter.end();
    job.report(0.5, "writing the PNG");
    StoppableBuffer buffer(job);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    job.check();
    return buffer.data();
}

QSize sizeOf(const GraphPicture& picture, const GraphExport& what) {
    const QSizeF size = picture.size * (what.format == GraphFormat::png ? what.scale : 1);
    return {static_cast<int>(std::ceil(size.width())), static_cast<int>(std::ceil(size.height()))};
}

}  // namespace

QSize exportSize(const GraphView& view, const GraphExport& what) {
    return view.drawing() ? sizeOf(pictureOf(view, what), what) : QSize();
}

GraphPicture graphPicture(const GraphView& view, const GraphExport& what) {
    if (!view.drawing())
        throw Error(FailureKind::usage, "no graph is drawn yet", "Open a model, or wait for its layout.");
    return pictureOf(view, what);
}

QByteArray paintPicture(const GraphPicture& picture, const GraphExport& what, const JobControl& job) {
    switch (what.format) {
        case GraphFormat::svg:
            return toSvg(picture);
        case GraphFormat::pdf:
            return toPdf(picture);
        case GraphFormat::dot:
            return QByteArray::fromStdString(nnir::to_dot(*picture.drawing->graph()));
        case GraphFormat::png:
            break;
    }
    return toPng(picture, sizeOf(picture, what), what.scale, job);
}

QByteArray exportGraph(const GraphView& view, const GraphExport& what) {
    return paintPicture(graphPicture(view, what), what);
}

}  // namespace lockstep
