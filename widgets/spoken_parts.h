#pragma once

#include <QAccessible>
#include <QObject>
#include <QRect>
#include <QString>
#include <functional>
#include <optional>

class QWidget;

namespace lockstep {

/// What assistive technology reads of a widget that paints several things itself: a bar, a curve, an
/// instruction each. Parts are counted from 0; places are in the widget's pixels. Functions are asked when
/// somebody looks, and only while the widget lives.
struct SpokenParts {
    QAccessible::Role role = QAccessible::List;          ///< of the widget
    QAccessible::Role partRole = QAccessible::ListItem;  ///< of each part
    std::function<int()> count;
    std::function<QString(int part)> name;
    std::function<QRect(int part)> place = {};         ///< absent: where the widget is
    std::function<std::optional<int>()> current = {};  ///< the part that is selected
    std::function<QString()> value = {};               ///< of the widget as a whole
    std::function<void(int part)> choose = {};         ///< what a click on the part does
};

/// From the widget's constructor.
void speakParts(QWidget* widget, SpokenParts parts);
/// Tells assistive technology that another part is selected, or the value is another one.
void tellCurrentPart(QWidget* widget);

}  // namespace lockstep
