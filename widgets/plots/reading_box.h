#pragma once

#include <QColor>
#include <QPainter>
#include <QPalette>
#include <QString>
#include <vector>

namespace lockstep {

/// A line of a reading; a valid colour puts a swatch before it.
struct ReadingLine {
    QString text;
    QColor swatch;
};

/// A box of readings at `corner`, moved to stay inside `bounds`: to the left of the corner where it has no
/// room to the right.
void paintReading(QPainter& painter, const std::vector<ReadingLine>& lines, QPointF corner,
                  const QRectF& bounds, const QPalette& palette);

/// A small label on a cursor line, centred under `top` and kept between the sides of `bounds`.
void paintChip(QPainter& painter, QPointF top, const QString& text, const QColor& colour,
               const QRectF& bounds);

}  // namespace lockstep
