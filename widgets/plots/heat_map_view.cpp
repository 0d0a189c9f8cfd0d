#include "widgets/plots/heat_map_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <algorithm>
#include <cmath>

#include "widgets/plots/export_menu.h"
#include "widgets/plots/plot_series.h"
#include "widgets/spoken_parts.h"
#include "widgets/theme.h"
#include "widgets/theme_maps.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr int mostNameWidth = 160;

}  // namespace

HeatMapView::HeatMapView(QWidget* parent) : QWidget(parent), m_limiter(this) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 60);
    setQuantity(tr("Values"));
    connect(&m_limiter, &UpdateLimiter::due, this, &HeatMapView::refresh);
    setRange(new AxisRange(this));
    speakParts(this, {.role = QAccessible::Chart,
                      .count = [this] { return m_data.empty() ? 0 : static_cast<int>(m_data.units); },
                      .name =
                          [this](int unit) {
                              const std::int64_t row = m_current.value_or(m_data.first) - m_data.first;
                              if (row < 0 || row >= m_data.inferences) return unitText(unit);
                              return tr("%1: %2").arg(unitText(unit),
                                                      figureText(static_cast<double>(m_data.at(row, unit))));
                          },
                      .place =
                          [this](int unit) {
                              const QRectF plot = plotRect();
                              return QRectF(plot.left(), yOf(unit), plot.width(), yOf(unit + 1) - yOf(unit))
                                  .toAlignedRect();
                          },
                      .current = [this]() -> std::optional<int> {
                          if (!m_unit) return std::nullopt;
                          return static_cast<int>(*m_unit);
                      },
                      .value = [this] { return m_current ? tr("inference %1").arg(*m_current) : QString(); },
                      .choose = [this](int unit) { choose(unit, m_current.value_or(m_data.first)); }});
}

void HeatMapView::setRange(AxisRange* range) {
    if (this->range()) {
        this->range()->disconnect(&m_limiter);
        this->range()->disconnect(this);
    }
    m_gestures.setRange(range);
    connect(range, &AxisRange::changed, &m_limiter, &UpdateLimiter::request);
    connect(range, &AxisRange::cursorsChanged, this, qOverload<>(&QWidget::update));
    refresh();
}

void HeatMapView::setData(HeatMapData data) {
    m_data = std::move(data);
    m_limiter.request();
}

void HeatMapView::setQuantity(const QString& quantity) {
    m_quantity = quantity;
    setAccessibleName(tr("Heat map: %1").arg(quantity));
    update();
}

void HeatMapView::setEmptyText(const QString& text) {
    m_emptyText = text;
    update();
}

void HeatMapView::setUnitNames(const QStringList& names) {
    if (names == m_names) return;
    m_names = names;
    m_left = leftMargin;
    const QFontMetrics metrics(themeFont(font(), TextSize::small));
    for (const QString& name : m_names)
        m_left = std::max(m_left, std::min(mostNameWidth, metrics.horizontalAdvance(name)) + 16);
    refresh();
}

QString HeatMapView::unitText(std::int64_t unit) const {
    return unit < m_names.size() ? m_names[unit] : tr("unit %1").arg(unit);
}

void HeatMapView::setCurrentInference(std::optional<std::int64_t> inference) {
    m_current = inference;
    update();
}

void HeatMapView::setCurrentUnit(std::optional<std::int64_t> unit) {
    m_unit = unit;
    update();
}

void HeatMapView::setMarkedUnits(std::vector<std::pair<std::int64_t, QColor>> units) {
    m_marked = std::move(units);
    update();
}

QRectF HeatMapView::plotRect() const {
    const double bottom = fontMetrics().height() + 6;
    return {static_cast<double>(m_left), 8,
            std::max(1.0, static_cast<double>(width() - m_left - rightMargin)),
            std::max(1.0, height() - 8 - bottom)};
}

double HeatMapView::yOf(double unit) const {
    const QRectF plot = plotRect();
    return plot.top() + unit / static_cast<double>(std::max<std::int64_t>(m_data.units, 1)) * plot.height();
}

void HeatMapView::refresh() {
    m_fullScale = largestMagnitude(m_data);
    m_nonFinite = countNonFinite(m_data);
    m_image = {};
    const QRectF plot = plotRect();
    const double ratio = devicePixelRatioF();
    const HeatMapGrid grid =
        heatMapGrid(m_data, range()->low(), range()->high(), static_cast<int>(plot.width() * ratio),
                    static_cast<int>(plot.height() * ratio));
    if (grid.columns > 0) {
        const bool dark = isDark(palette());
        const double scale = m_fullScale > 0 ? 1 / m_fullScale : 0;
        m_image = QImage(grid.columns, grid.rows, QImage::Format_RGB32);
        for (int row = 0; row < grid.rows; ++row) {
            auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(row));
            for (int column = 0; column < grid.columns; ++column) {
                const auto value = static_cast<double>(grid.at(column, row));
                line[column] = std::isfinite(value) ? divergingColor(value * scale, dark).rgb() : oddColor;
            }
        }
        m_imageLow = grid.low;
        m_imageHigh = grid.high;
    }
    update();
}

std::optional<std::pair<std::int64_t, std::int64_t>> HeatMapView::cellAt(QPointF point) const {
    const QRectF plot = plotRect();
    if (m_data.empty() || !plot.contains(point)) return std::nullopt;
    const auto unit = static_cast<std::int64_t>((point.y() - plot.top()) / plot.height() *
                                                static_cast<double>(m_data.units));
    const auto inference =
        static_cast<std::int64_t>(std::floor(m_gestures.inferenceAt(point.x(), plot) + 0.5));
    if (inference < m_data.first || inference >= m_data.first + m_data.inferences) return std::nullopt;
    return std::pair{std::clamp<std::int64_t>(unit, 0, m_data.units - 1), inference};
}

void HeatMapView::choose(std::int64_t unit, std::int64_t inference) {
    const bool newInference = m_current != inference;
    m_current = inference;
    m_unit = unit;
    range()->reveal(static_cast<double>(inference));
    update();
    Q_EMIT unitChosen(unit);
    if (newInference) Q_EMIT inferenceChosen(inference);
    tellCurrentPart(this);
}

bool HeatMapView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isPlotKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void HeatMapView::resizeEvent(QResizeEvent*) {
    refresh();
}

void HeatMapView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) refresh();
    QWidget::changeEvent(event);
}

void HeatMapView::wheelEvent(QWheelEvent* event) {
    if (!m_gestures.wheel(*event, plotRect())) event->ignore();
}

void HeatMapView::mousePressEvent(QMouseEvent* event) {
    m_gestures.press(*event, plotRect());
}

void HeatMapView::mouseMoveEvent(QMouseEvent* event) {
    m_gestures.move(*event, plotRect());
    m_pointer = event->position();
    update();
}

void HeatMapView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_gestures.release(*event)) return;
    if (const auto cell = cellAt(event->position())) choose(cell->first, cell->second);
}

void HeatMapView::mouseDoubleClickEvent(QMouseEvent* event) {
    m_gestures.doubleClick(*event);
}

void HeatMapView::leaveEvent(QEvent*) {
    m_pointer.reset();
    update();
}

void HeatMapView::keyPressEvent(QKeyEvent* event) {
    if (m_data.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const std::int64_t last = m_data.first + m_data.inferences - 1;
    const auto show = [&](std::int64_t units, std::int64_t inference) {
        choose(std::clamp<std::int64_t>(m_unit.value_or(0) + units, 0, m_data.units - 1), inference);
    };
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        show(event->key() == Qt::Key_Up ? -1 : 1,
             std::clamp(m_current.value_or(m_data.first), m_data.first, last));
        event->accept();
        return;
    }
    const auto cell = m_pointer ? cellAt(*m_pointer) : std::nullopt;
    const RangeGestures::KeyTarget target{.first = m_data.first,
                                          .last = last,
                                          .current = m_current,
                                          .pointed = cell ? std::optional(cell->second) : std::nullopt,
                                          .choose = [&](std::int64_t inference) { show(0, inference); }};
    if (m_gestures.key(*event, target)) {
        event->accept();
    } else {
        QWidget::keyPressEvent(event);
    }
}

QStringList HeatMapView::differenceLines() const {
    const auto a = range()->cursor(0);
    const auto b = range()->cursor(1);
    if (!a || !b || !m_unit || m_data.empty() || *m_unit >= m_data.units) return {};
    const auto inside = [&](std::int64_t i) {
        return i >= m_data.first && i < m_data.first + m_data.inferences;
    };
    if (!inside(*a) || !inside(*b)) return {};
    const auto from = static_cast<double>(m_data.at(*a - m_data.first, *m_unit));
    const auto to = static_cast<double>(m_data.at(*b - m_data.first, *m_unit));
    return {tr("B − A: %1 inferences").arg(countText(*b - *a)),
            tr("%1: %2 → %3, Δ %4")
                    .arg(unitText(*m_unit), figureText(from), figureText(to), figureText(to - from)) +
                (*a == *b
                     ? QString()
                     : tr(", %1 per inference").arg(figureText((to - from) / static_cast<double>(*b - *a))))};
}

QByteArray HeatMapView::csv(bool visibleOnly) const {
    QByteArray text("inference");
    for (std::int64_t unit = 0; unit < m_data.units; ++unit) text += ',' + csvText(unitText(unit));
    text += '\n';
    for (std::int64_t row = 0; row < m_data.inferences; ++row) {
        const auto inference = static_cast<double>(m_data.first + row);
        if (visibleOnly && (inference < range()->low() || inference > range()->high())) continue;
        text += QByteArray::number(static_cast<qlonglong>(m_data.first + row));
        for (std::int64_t unit = 0; unit < m_data.units; ++unit) {
            text += ',' + csvNumber(static_cast<double>(m_data.at(row, unit)));
        }
        text += '\n';
    }
    return text;
}

void HeatMapView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show a&ll inferences"), this, [this] { range()->fit(); });
    if (const auto place = cellAt(QPointF(event->pos()))) {
        menu->addAction(tr("&Watch %1").arg(unitText(place->first)), this,
                        [this, unit = place->first] { Q_EMIT watchWanted(unit); })
            ->setObjectName(QStringLiteral("watchUnit"));
    }
    menu->addSeparator();
    addExportActions(*menu, *this, m_quantity, !m_data.empty(),
                     {.image = [this] { return grabImage(*this, 2); },
                      .paint = [this](QPainter& painter) { paintWidget(*this, painter); },
                      .csv = [this](bool visibleOnly) { return csv(visibleOnly); }});
    menu->popup(event->globalPos());
}

}  // namespace lockstep
