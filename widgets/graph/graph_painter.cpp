#include "widgets/graph/graph_painter.h"

#include <QFontMetricsF>
#include <QLinearGradient>
#include <algorithm>
#include <cmath>

namespace lockstep {
namespace {

namespace metrics = scene_metrics;

constexpr double stripe = 4;
constexpr double tipSize = 7;
constexpr double badge = 7;    ///< radius
constexpr double ownSize = 5;  ///< half a diagonal

QPen cosmetic(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine) {
    QPen pen(color, width, style, Qt::RoundCap, Qt::RoundJoin);
    pen.setCosmetic(true);
    return pen;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) {
        return static_cast<int>(std::lround(x * share + y * (1 - share)));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

class Painting {
  public:
    Painting(QPainter& painter, const GraphGeometry& geometry, const GraphLook& look,
             const ThemeColors& colors)
        : m_painter(painter),
          m_geometry(geometry),
          m_look(look),
          m_colors(colors),
          m_level(detailLevel(look.view.zoom)) {
        m_title = look.font;
        m_title.setPixelSize(static_cast<int>(metrics::title_size));
        m_small = look.font;
        m_small.setPixelSize(static_cast<int>(metrics::subtitle_size));
    }

    /// Around unfolded modules: a hairline, and the name in a tab that folds.
    void frames(const QRectF& area) {
        if (m_level == DetailLevel::shapes) return;
        m_painter.setRenderHint(QPainter::Antialiasing, true);
        for (const ModuleFrame& frame : m_geometry.frames()) {
            if (!area.intersects(frame.rect.united(frame.tab))) continue;
            m_painter.setPen(cosmetic(m_colors.hairline, 1));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRoundedRect(frame.rect, 6, 6);
            if (m_level < DetailLevel::titles) continue;
            m_painter.setFont(m_small);
            m_painter.setPen(m_colors.quietText);
            const QFontMetricsF fm(m_small);
            const QString shown =
                fm.elidedText(QStringLiteral("⊟ ") + frame.name, Qt::ElideRight, frame.tab.width());
            m_painter.drawText(QPointF(frame.tab.left() + 2, frame.tab.bottom() - 3), shown);
        }
    }

    void edges(const QRectF& area) {
        const std::vector<std::uint32_t> visible = m_geometry.edgesIn(area);
        m_painter.setRenderHint(QPainter::Antialiasing, m_level != DetailLevel::shapes);
        for (const std::uint32_t e : visible) {
            if (!isLit(e)) edge(e, m_colors.edge, 1);
        }
        m_painter.setRenderHint(QPainter::Antialiasing, true);
        for (const std::uint32_t e : visible) {
            if (isLit(e)) edge(e, m_colors.accent, 2);
        }
    }

    void boxes(const QRectF& area) {
        m_painter.setRenderHint(QPainter::Antialiasing, m_level != DetailLevel::shapes);
        for (const std::uint32_t b : m_geometry.boxesIn(area)) box(b);
    }

    void edgeTexts(const QRectF& area) {
        for (const std::uint32_t e : m_geometry.edgesIn(area)) {
            const bool wanted =
                m_level == DetailLevel::edgeShapes || (isLit(e) && m_level >= DetailLevel::full);
            if (wanted) edgeText(e);
        }
    }

  private:
    bool isLit(std::uint32_t e) const {
        const SceneEdge& drawn = m_geometry.scene().edges[e];
        const auto ends = [&](const std::optional<std::uint32_t>& at) {
            return at.has_value() && (drawn.from == *at || drawn.to == *at);
        };
        return ends(m_look.current) || ends(m_look.hovered) || m_look.hoveredEdge == e;
    }

    void edge(std::uint32_t e, const QColor& color, double width) {
        const SceneEdge& drawn = m_geometry.scene().edges[e];
        const bool back = drawn.back || drawn.against;
        QPen pen = cosmetic(color, width);
        if (back) pen.setDashPattern({5 / width, 4 / width});
        m_painter.setPen(pen);
        m_painter.setBrush(Qt::NoBrush);
        if (m_level == DetailLevel::shapes) {
            m_painter.drawPolyline(m_geometry.polyline(e));
            return;
        }
        m_painter.drawPath(m_geometry.path(e));
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(color);
        m_painter.drawPolygon(m_geometry.tip(e, tipSize));
    }

    void edgeText(std::uint32_t e) {
        const SceneEdge& drawn = m_geometry.scene().edges[e];
        const QString text = QString::fromStdString(drawn.shape);
        // A state says its shape itself.
        const bool ofState = drawn.back || m_geometry.scene().boxes[drawn.from].kind == SceneKind::state;
        if (text.isEmpty() || ofState) return;
        m_painter.setFont(m_small);
        const QFontMetricsF fm(m_small);
        // Beside the line, so that it stays whole.
        const QPointF at = m_geometry.middle(e) + QPointF(6, fm.ascent() / 2 - 1);
        const QRectF ground(at - QPointF(2, fm.ascent()),
                            QSizeF(fm.horizontalAdvance(text) + 4, fm.height()));
        QColor veil = m_colors.surface;
        veil.setAlphaF(0.85F);
        m_painter.fillRect(ground, veil);
        m_painter.setPen(isLit(e) ? m_colors.accent : m_colors.quietText);
        m_painter.drawText(at, text);
    }

    void box(std::uint32_t b) {
        const SceneBox& drawn = m_geometry.scene().boxes[b];
        const QRectF& rect = m_geometry.rect(b);
        const bool module = drawn.kind == SceneKind::module;
        const bool node = drawn.kind == SceneKind::node;
        const QColor mark = node     ? opMark(drawn.op, m_colors.dark)
                            : module ? m_colors.quietText
                                     : m_colors.edge;
        QColor fill = node ? opFill(drawn.op, m_colors.dark) : module ? m_colors.ground : m_colors.surface;
        const std::optional<double> heat = heatOf(drawn);
        const bool heated = heat.has_value();
        if (heated) {
            fill = magnitudeColor(m_look.heat.map, *heat);
        } else if (node && !m_look.heat.values.empty()) {
            fill = m_colors.surface;
        }
        const bool current = m_look.current == b;
        const bool toCome = isToCome(drawn);
        if (toCome) fill = m_colors.surface;
        if (m_level == DetailLevel::shapes) {
            const bool found = holds(m_look.found, drawn);
            m_painter.fillRect(rect, current  ? m_colors.accent
                                     : toCome ? mixed(mark, m_colors.surface, 0.35)
                                     : heated ? fill
                                              : mark);
            if (found) {
                m_painter.setPen(cosmetic(m_colors.warning, 2));
                m_painter.setBrush(Qt::NoBrush);
                m_painter.drawRect(rect);
            }
            return;
        }
        const std::optional<ChangeKind> change = changeOf(drawn);
        const QPainterPath shape = m_geometry.outline(b);
        rings(b, rect, drawn);
        if (module) stack(rect);

        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(fill);
        m_painter.drawPath(shape);
        if (node) {
            m_painter.save();
            m_painter.setClipPath(shape, Qt::IntersectClip);
            m_painter.fillRect(QRectF(rect.topLeft(), QSizeF(stripe, rect.height())),
                               toCome ? mixed(mark, m_colors.surface, 0.35) : mark);
            m_painter.restore();
        }
        QPen border = cosmetic(node ? mixed(mark, m_colors.edge, 0.7) : m_colors.edge, 1);
        if (toCome) border = cosmetic(m_colors.edge, 1, Qt::DotLine);
        if (m_look.hovered == b) border = cosmetic(m_colors.text, 1.5);
        if (change) {
            border = cosmetic(markColor(*change), 1.5,
                              *change == ChangeKind::removed ? Qt::DashLine : Qt::SolidLine);
        }
        if (current) border = cosmetic(m_colors.accent, 2);
        m_painter.setPen(border);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPath(shape);
        if (m_level >= DetailLevel::titles)
            texts(drawn, rect, toCome ? m_colors.quietText : heated ? textOn(fill) : QColor());
        if (change) drawBadge(*change, rect.topLeft() + QPointF(2, 2));
        if (node && m_level != DetailLevel::outlines) ownMark(drawn.node, rect.topRight());
    }

    std::optional<double> heatOf(const SceneBox& drawn) const {
        if (drawn.kind == SceneKind::module) {
            const auto found = m_look.heat.modules.find(drawn.module);
            if (found != m_look.heat.modules.end()) return found->second;
        } else if (drawn.kind == SceneKind::node) {
            const auto found = m_look.heat.values.find(drawn.node);
            if (found != m_look.heat.values.end()) return found->second;
        }
        return std::nullopt;
    }

    /// Of a folded module: what all its marks say, or that something in it is changed.
    std::optional<ChangeKind> changeOf(const SceneBox& drawn) const {
        if (drawn.kind == SceneKind::node) {
            const auto found = m_look.marks.find(drawn.node);
            if (found != m_look.marks.end()) return found->second.kind;
            return std::nullopt;
        }
        std::optional<ChangeKind> kind;
        std::size_t marked = 0;
        for (const nnir::NodeId member : drawn.members) {
            const auto found = m_look.marks.find(member);
            if (found == m_look.marks.end()) continue;
            ++marked;
            kind = !kind || *kind == found->second.kind ? found->second.kind : ChangeKind::changed;
        }
        return kind && marked < drawn.members.size() ? ChangeKind::changed : kind;
    }

    /// A folded module is when everything in it is.
    bool isToCome(const SceneBox& drawn) const {
        if (m_look.toCome.empty()) return false;
        if (drawn.kind == SceneKind::node) return m_look.toCome.contains(drawn.node);
        return drawn.kind == SceneKind::module && !drawn.members.empty() &&
               std::ranges::all_of(drawn.members,
                                   [&](nnir::NodeId node) { return m_look.toCome.contains(node); });
    }

    static bool holds(const std::set<nnir::NodeId>& nodes, const SceneBox& drawn) {
        if (drawn.kind == SceneKind::node) return nodes.contains(drawn.node);
        return !nodes.empty() && std::any_of(drawn.members.begin(), drawn.members.end(),
                                             [&](nnir::NodeId node) { return nodes.contains(node); });
    }

    /// A second outline behind the box: there is more in it.
    void stack(const QRectF& rect) {
        m_painter.setPen(cosmetic(m_colors.edge, 1));
        m_painter.setBrush(m_colors.ground);
        m_painter.drawRoundedRect(rect.translated(4, 4), 6, 6);
    }

    /// A hollow diamond on the corner: no published accelerator is known to run the operator.
    void ownMark(nnir::NodeId node, const QPointF& corner) {
        const auto own = m_geometry.unpublished().find(node);
        if (own == m_geometry.unpublished().end() || own->second.level != nnir::SupportLevel::lockstep_only)
            return;
        const QPointF center = corner + QPointF(-4, 2);
        m_painter.setPen(cosmetic(m_colors.warning, 1.5));
        m_painter.setBrush(m_colors.surface);
        m_painter.drawPolygon(QPolygonF{center + QPointF(0, -ownSize), center + QPointF(ownSize, 0),
                                        center + QPointF(0, ownSize), center + QPointF(-ownSize, 0)});
    }

    /// Around the box: what other views point at, and the keyboard's focus.
    void rings(std::uint32_t b, const QRectF& rect, const SceneBox& drawn) {
        const bool highlighted = holds(m_look.highlighted, drawn);
        const bool found = holds(m_look.found, drawn);
        const bool shown = holds(m_look.shown, drawn);
        const bool focus = m_look.focused && m_look.current == b;
        const auto ring = [&](double distance, const QPen& pen) {
            const double radius = GraphGeometry::cornerRadius(drawn.kind, rect) + distance;
            m_painter.setPen(pen);
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRoundedRect(rect.adjusted(-distance, -distance, distance, distance), radius,
                                      radius);
        };
        if (highlighted) {
            QColor soft = m_colors.accent;
            soft.setAlphaF(0.4F);
            QPen wide(soft, 5);
            ring(2.5, wide);
        }
        // Dashes say it without the colour.
        if (found) {
            QPen dashes = cosmetic(m_colors.warning, shown ? 3 : 2, shown ? Qt::SolidLine : Qt::DashLine);
            if (!shown) dashes.setDashPattern({2.5, 2});
            ring(3, dashes);
        }
        if (focus) ring(4, cosmetic(m_colors.accent, 1));
    }

    void texts(const SceneBox& drawn, const QRectF& rect, const QColor& forced) {
        const double inset = drawn.kind == SceneKind::state ? 1.5 * metrics::padding : metrics::padding;
        const double inside = rect.width() - 2 * inset;
        const QColor quiet = forced.isValid() ? forced : m_colors.quietText;
        if (m_level == DetailLevel::titles) {
            m_painter.setPen(forced.isValid() ? forced : m_colors.text);
            titleAlone(QString::fromStdString(drawn.title), QString::fromStdString(drawn.subtitle), rect);
            return;
        }
        const double titleBase = rect.top() + metrics::title_baseline;
        const QString detail = QString::fromStdString(drawn.detail);
        const double detailWidth =
            detail.isEmpty() ? 0 : QFontMetricsF(m_small).horizontalAdvance(detail) + 8;

        m_painter.setPen(forced.isValid() ? forced : m_colors.text);
        line(m_title, QPointF(rect.left() + inset, titleBase), QString::fromStdString(drawn.title),
             inside - detailWidth);
        m_painter.setPen(quiet);
        line(m_small, QPointF(rect.right() - inset - detailWidth + 8, titleBase), detail, detailWidth);
        line(m_small, QPointF(rect.left() + inset, rect.top() + metrics::subtitle_baseline),
             QString::fromStdString(drawn.subtitle), inside);
    }

    /// In a small picture the title has the box to itself and is as large as the box lets it be, up to 10
    /// pixels of the view. Where the box lies in the model stands behind it if both have room.
    void titleAlone(const QString& word, const QString& place, const QRectF& rect) {
        QString title = word;
        constexpr double readable = 10;
        const double inside = rect.width() - metrics::padding;
        QFont font = m_title;
        double size = std::min(std::max(readable / m_look.view.zoom, double{metrics::title_size}),
                               rect.height() * 0.62);
        font.setPixelSize(static_cast<int>(size));
        const QString both = word + QStringLiteral(" · ") + place;
        if (!place.isEmpty() && QFontMetricsF(font).horizontalAdvance(both) <= inside) title = both;
        const double width = QFontMetricsF(font).horizontalAdvance(title);
        if (width > inside) size = std::max(size * inside / width, double{metrics::title_size});
        font.setPixelSize(static_cast<int>(size));
        const double drawn = std::min(QFontMetricsF(font).horizontalAdvance(title), inside);
        line(font, QPointF(rect.center().x() - drawn / 2, rect.center().y() + size * 0.36), title, inside);
    }

    /// The scene has cut texts by estimated widths; a wider font cuts further.
    void line(const QFont& font, const QPointF& at, const QString& text, double width) {
        m_painter.setFont(font);
        const QFontMetricsF fm(font);
        const bool fits = fm.horizontalAdvance(text) <= width + 1;
        m_painter.drawText(at, fits ? text : fm.elidedText(text, Qt::ElideMiddle, width));
    }

    QColor markColor(ChangeKind kind) const {
        return kind == ChangeKind::added     ? m_colors.added
               : kind == ChangeKind::removed ? m_colors.removed
                                             : m_colors.changed;
    }

    void drawBadge(ChangeKind kind, const QPointF& center) {
        const QColor color = markColor(kind);
        m_painter.setPen(cosmetic(m_colors.surface, 1.5));
        m_painter.setBrush(color);
        m_painter.drawEllipse(center, badge, badge);
        if (m_level == DetailLevel::outlines) return;
        m_painter.setPen(QPen(textOn(color), 1.6, Qt::SolidLine, Qt::RoundCap));
        m_painter.setBrush(Qt::NoBrush);
        if (kind == ChangeKind::changed) {
            QPainterPath wave(center + QPointF(-3.5, 0.8));
            wave.cubicTo(center + QPointF(-1.5, -4), center + QPointF(1.5, 4), center + QPointF(3.5, -0.8));
            m_painter.drawPath(wave);
            return;
        }
        m_painter.drawLine(center + QPointF(-3.2, 0), center + QPointF(3.2, 0));
        if (kind == ChangeKind::added)
            m_painter.drawLine(center + QPointF(0, -3.2), center + QPointF(0, 3.2));
    }

    QPainter& m_painter;
    const GraphGeometry& m_geometry;
    const GraphLook& m_look;
    const ThemeColors& m_colors;
    DetailLevel m_level;
    QFont m_title;
    QFont m_small;
};

}  // namespace

DetailLevel detailLevel(double zoom) {
    if (zoom < 0.22) return DetailLevel::shapes;
    if (zoom < 0.3) return DetailLevel::outlines;
    if (zoom < 0.7) return DetailLevel::titles;
    if (zoom < 1.35) return DetailLevel::full;
    return DetailLevel::edgeShapes;
}

void paintGraph(QPainter& painter, const GraphGeometry& geometry, const GraphLook& look,
                const ThemeColors& colors, const QRectF& exposed) {
    painter.save();
    // Whole pixels keep lines and text crisp.
    ViewTransform view = look.view;
    view.offset = QPointF(std::round(view.offset.x()), std::round(view.offset.y()));
    painter.setTransform(view.matrix(), true);
    // Rings and badges reach beyond their box.
    const double reach = 12 / view.zoom + 12;
    const QRectF area = view.toScene(exposed).adjusted(-reach, -reach, reach, reach);
    Painting painting(painter, geometry, look, colors);
    painting.frames(area);
    painting.edges(area);
    painting.boxes(area);
    painting.edgeTexts(area);
    painter.restore();
}

double heatLegendHeight(const GraphLook& look) {
    if (look.heat.title.isEmpty()) return 0;
    return std::ceil(QFontMetricsF(themeFont(look.font, TextSize::small)).height()) + 10;
}

void paintHeatLegend(QPainter& painter, const GraphLook& look, const ThemeColors& colors,
                     const QRectF& strip) {
    if (heatLegendHeight(look) == 0) return;
    painter.save();
    const QFont font = themeFont(look.font, TextSize::small);
    const QFontMetricsF fm(font);
    constexpr double gap = 8;
    painter.fillRect(strip, colors.surface);
    painter.fillRect(QRectF(strip.left(), strip.top(), strip.width(), 1), colors.hairline);
    painter.setFont(font);
    painter.setPen(colors.quietText);
    const double base = strip.center().y() + fm.ascent() / 2 - 1;
    if (look.heat.low.isEmpty()) {
        painter.drawText(QPointF(strip.left() + gap, base),
                         fm.elidedText(look.heat.title, Qt::ElideRight, strip.width() - 2 * gap));
        painter.restore();
        return;
    }
    const double low = fm.horizontalAdvance(look.heat.low);
    const double high = fm.horizontalAdvance(look.heat.high);
    const double title = fm.horizontalAdvance(look.heat.title);
    const double room = strip.width() - 5 * gap - low - high;
    const double bar = std::clamp(room - title, 40.0, 128.0);
    const QString shown = fm.elidedText(look.heat.title, Qt::ElideRight, std::max(room - bar, 0.0));
    double x = strip.left() + gap;
    painter.drawText(QPointF(x, base), shown);
    x += fm.horizontalAdvance(shown) + gap;
    painter.drawText(QPointF(x, base), look.heat.low);
    x += low + gap;
    const QRectF scale(x, strip.center().y() - 4, bar, 9);
    QLinearGradient gradient(scale.topLeft(), scale.topRight());
    for (int i = 0; i <= 16; ++i) gradient.setColorAt(i / 16.0, magnitudeColor(look.heat.map, i / 16.0));
    painter.fillRect(scale, gradient);
    painter.drawText(QPointF(scale.right() + gap, base), look.heat.high);
    x = scale.right() + gap + high + 2 * gap;
    const double left = strip.right() - gap - x - 14;
    if (!look.heat.plain.isEmpty() && left > fm.horizontalAdvance(QLatin1Char('x')) * 8) {
        painter.setPen(QPen(colors.edge, 1));
        painter.setBrush(colors.ground);
        painter.drawRoundedRect(QRectF(x, strip.center().y() - 4, 9, 9), 2, 2);
        painter.setPen(colors.quietText);
        painter.drawText(QPointF(x + 14, base), fm.elidedText(look.heat.plain, Qt::ElideRight, left));
    }
    painter.restore();
}

}  // namespace lockstep
