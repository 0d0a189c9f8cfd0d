#include "widgets/panels/tensor_map.h"

#include <QHelpEvent>
#include <QLinearGradient>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/plots/heat_map_grid.h"
#include "widgets/spoken_parts.h"
#include "widgets/theme.h"
#include "widgets/theme_maps.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

TensorMap::TensorMap(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("tensorMap"));
    setAccessibleName(tr("Values as colours"));
    speakParts(this, {.role = QAccessible::Graphic, .count = [] { return 0; }, .name = {}});
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

void TensorMap::setTensor(const Tensor& tensor, const QString& name) {
    m_tensor = tensor;
    setAccessibleDescription(name);
    m_picture.reset();
    request();
    update();
}

std::int64_t TensorMap::columns() const {
    return m_tensor.shape().empty() ? 1 : std::max<std::int64_t>(m_tensor.shape().back(), 1);
}

std::int64_t TensorMap::rows() const {
    return m_tensor.size() / columns();
}

TensorMap::Picture TensorMap::paint(const Tensor& tensor, QSize most, bool dark,
                                    const std::stop_token& stop) {
    const std::int64_t columns =
        std::max<std::int64_t>(tensor.shape().empty() ? 1 : tensor.shape().back(), 1);
    const std::int64_t rows = tensor.size() / columns;
    // The grid's columns are what it calls inferences: rows of the tensor. The picture is turned.
    const HeatMapData data{.owner = tensor.storage(),
                           .values = tensor.values().data(),
                           .subtract = nullptr,
                           .first = 0,
                           .inferences = rows,
                           .units = columns};
    Picture picture;
    picture.largest = largestMagnitude(data);
    if (stop.stop_requested()) return picture;
    const HeatMapGrid grid = heatMapGrid(data, -0.5, static_cast<double>(rows) - 0.5,
                                         static_cast<int>(std::min<std::int64_t>(rows, most.height())),
                                         static_cast<int>(std::min<std::int64_t>(columns, most.width())));
    picture.grouped = grid.rows < columns || grid.columns < rows;
    picture.image = QImage(grid.rows, grid.columns, QImage::Format_RGB32);
    for (int row = 0; row < grid.columns && !stop.stop_requested(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(picture.image.scanLine(row));
        for (int column = 0; column < grid.rows; ++column) {
            const double value = grid.at(row, column);
            const double share = picture.largest > 0 ? value / picture.largest : 0;
            line[column] = std::isfinite(value) ? divergingColor(share, dark).rgb() : oddColor;
        }
    }
    return picture;
}

void TensorMap::request() {
    if (m_tensor.size() == 0 || width() < 8 || height() < 32) {
        m_job.cancel();
        return;
    }
    const QSize most = mapRect().size().toSize() * devicePixelRatioF();
    m_job.request([tensor = m_tensor, most, dark = isDark(palette())](
                      const std::stop_token& stop) { return paint(tensor, most, dark, stop); },
                  [this](Picture picture) {
                      m_picture = std::move(picture);
                      update();
                  });
}

QRectF TensorMap::mapRect() const {
    const double bar = QFontMetricsF(themeFont(font(), TextSize::small)).height() + 6;
    return {0, 0, static_cast<double>(width()), std::max(height() - bar, 8.0)};
}

QString TensorMap::reading(QPointF point) const {
    const QRectF map = mapRect();
    if (m_tensor.size() == 0 || !map.contains(point)) return {};
    const auto place = [](double share, std::int64_t count) {
        return std::clamp(static_cast<std::int64_t>(share * static_cast<double>(count)), std::int64_t{0},
                          count - 1);
    };
    const std::int64_t index = place((point.y() - map.top()) / map.height(), rows()) * columns() +
                               place((point.x() - map.left()) / map.width(), columns());
    QStringList places;
    std::int64_t rest = index;
    for (std::size_t axis = m_tensor.shape().size(); axis-- > 0;) {
        places.prepend(QString::number(rest % m_tensor.shape()[axis]));
        rest /= m_tensor.shape()[axis];
    }
    return QStringLiteral("[%1] = %2")
        .arg(places.join(QStringLiteral(", ")),
             figureText(static_cast<double>(m_tensor.values()[static_cast<std::size_t>(index)])));
}

bool TensorMap::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString text = reading(QPointF(help->pos()));
    if (!text.isEmpty() && m_picture && m_picture->grouped)
        text += QLatin1Char('\n') + tr("A pixel shows the extreme of several values");
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

void TensorMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColors& style = themeColors(palette());
    const QRectF map = mapRect();
    painter.fillRect(map, palette().color(QPalette::AlternateBase));
    if (!m_picture) return;
    painter.drawImage(map, m_picture->image);
    painter.setFont(themeFont(font(), TextSize::small));
    const QFontMetricsF metrics(painter.font());
    const QString low = figureText(-m_picture->largest), high = figureText(m_picture->largest);
    const double left = metrics.horizontalAdvance(low) + 6, right = metrics.horizontalAdvance(high) + 6;
    const double base = map.bottom() + 4;
    painter.setPen(style.quietText);
    painter.drawText(QRectF(0, base, left, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, low);
    painter.drawText(QRectF(width() - right, base, right, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, high);
    const QRectF bar(left, base + metrics.height() / 2 - 3, std::max(width() - left - right, 1.0), 6);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i <= 16; ++i) gradient.setColorAt(i / 16.0, divergingColor(i / 8.0 - 1, style.dark));
    painter.fillRect(bar, gradient);
}

void TensorMap::resizeEvent(QResizeEvent*) {
    request();
}

void TensorMap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) request();
}

}  // namespace lockstep
