#include "app/icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

namespace lockstep::app {
namespace {

/// Draws one SVG whose black is replaced by a colour of the palette at the moment of painting.
class LineIconEngine : public QIconEngine {
  public:
    explicit LineIconEngine(QByteArray svg) : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        QByteArray svg = m_svg;
        svg.replace("#000", colour(mode).name().toLatin1());
        QSvgRenderer renderer(svg);
        // Square, centred: the icons are drawn on a 24 grid.
        const int side = qMin(rect.width(), rect.height());
        renderer.render(painter, QRectF(rect.x() + (rect.width() - side) / 2.0,
                                        rect.y() + (rect.height() - side) / 2.0, side, side));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new LineIconEngine(m_svg); }

  private:
    static QColor colour(QIcon::Mode mode) {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
            case QIcon::Disabled:
                return palette.color(QPalette::Disabled, QPalette::ButtonText);
            case QIcon::Selected:
                return palette.color(QPalette::HighlightedText);
            case QIcon::Normal:
            case QIcon::Active:
                break;
        }
        return palette.color(QPalette::Active, QPalette::ButtonText);
    }

    QByteArray m_svg;
};

}  // namespace

QIcon icon(const QString& name) {
    if (name.isEmpty()) return {};
    QFile file(QStringLiteral(":/lockstep/icons/%1.svg").arg(name));
    const bool found = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(found, "icon", qPrintable(name));
    if (!found) return {};
    return QIcon(new LineIconEngine(file.readAll()));
}

QIcon applicationIcon() {
    return QIcon(QStringLiteral(":/lockstep/icons/lockstep.svg"));
}

}  // namespace lockstep::app
