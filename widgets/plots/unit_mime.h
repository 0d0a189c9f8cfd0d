#pragma once

#include <QMimeData>
#include <QString>
#include <optional>

namespace lockstep {

/// A unit of a state that is dragged onto a plot.
struct DraggedUnit {
    QString state;
    qint64 unit = -1;  ///< -1: none in particular
};

/// The drag system owns it.
QMimeData* unitMime(const DraggedUnit& unit);
std::optional<DraggedUnit> draggedUnit(const QMimeData& mime);

}  // namespace lockstep
