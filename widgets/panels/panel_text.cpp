#include "widgets/panels/panel_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace lockstep {

QString shapeText(const Shape& shape) {
    if (shape.empty()) return QCoreApplication::translate("PanelText", "scalar");
    QStringList parts;
    for (const std::int64_t extent : shape) parts << QString::number(extent);
    return parts.join(QStringLiteral(" × "));
}

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

}  // namespace lockstep
