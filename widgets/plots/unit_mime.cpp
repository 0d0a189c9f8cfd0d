#include "widgets/plots/unit_mime.h"

namespace lockstep {
namespace {

constexpr const char* kind = "application/x-lockstep-unit";

}  // namespace

QMimeData* unitMime(const DraggedUnit& unit) {
    auto* mime = new QMimeData;
    mime->setData(QLatin1String(kind), QStringLiteral("%1\n%2").arg(unit.state).arg(unit.unit).toUtf8());
    return mime;
}

std::optional<DraggedUnit> draggedUnit(const QMimeData& mime) {
    const QStringList parts = QString::fromUtf8(mime.data(QLatin1String(kind))).split(QLatin1Char('\n'));
    if (parts.size() != 2 || parts[0].isEmpty()) return std::nullopt;
    bool ok = false;
    const qint64 unit = parts[1].toLongLong(&ok);
    if (!ok || unit < -1) return std::nullopt;
    return DraggedUnit{parts[0], unit};
}

}  // namespace lockstep
