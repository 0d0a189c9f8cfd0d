#include "widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>
#include <algorithm>
#include <cmath>

#include "core/report/palette.h"

namespace lockstep {
namespace {

ThemeColors lightColors() {
    ThemeColors c;
    c.dark = false;
    c.ground = QColor(0xf4, 0xf5, 0xf7);
    c.surface = QColor(0xff, 0xff, 0xff);
    c.text = QColor(0x1c, 0x1f, 0x24);
    c.quietText = QColor(0x59, 0x62, 0x6e);
    c.hairline = QColor(0xd8, 0xdc, 0xe1);
    c.edge = QColor(0x85, 0x8e, 0x99);
    c.accent = QColor(0x5b, 0x3f, 0xd0);
    c.warning = QColor(0x8a, 0x5a, 0x00);
    c.error = QColor(0xb3, 0x26, 0x1e);
    c.added = QColor(0x0b, 0x75, 0x46);
    c.removed = QColor(0xb3, 0x26, 0x1e);
    c.changed = QColor(0x8a, 0x5a, 0x00);
    return c;
}

ThemeColors darkColors() {
    ThemeColors c;
    c.dark = true;
    c.ground = QColor(0x1a, 0x1c, 0x20);
    c.surface = QColor(0x20, 0x23, 0x28);
    c.text = QColor(0xe4, 0xe7, 0xeb);
    c.quietText = QColor(0xa8, 0xb1, 0xbc);
    c.hairline = QColor(0x38, 0x3d, 0x45);
    c.edge = QColor(0x7b, 0x85, 0x92);
    c.accent = QColor(0xb0, 0xa3, 0xff);
    c.warning = QColor(0xf0, 0xb8, 0x3c);
    c.error = QColor(0xff, 0x8a, 0x80);
    c.added = QColor(0x5f, 0xd0, 0x9a);
    c.removed = QColor(0xff, 0x8a, 0x80);
    c.changed = QColor(0xf0, 0xb8, 0x3c);
    return c;
}

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

/// Relative luminance by WCAG 2.1.
double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QColor toColor(const Rgb& rgb) {
    return {rgb.r, rgb.g, rgb.b};
}

QColor mix(const QColor& a, const QColor& b, double share) {
    const auto channel = [&](int x, int y) {
        return static_cast<int>(std::lround(x * share + y * (1 - share)));
    };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

}  // namespace

const ThemeColors& themeColors(bool dark) {
    static const ThemeColors lightSet = lightColors();
    static const ThemeColors darkSet = darkColors();
    return dark ? darkSet : lightSet;
}

bool isDark(const QPalette& palette) {
    return luminance(palette.color(QPalette::Window)) < luminance(palette.color(QPalette::WindowText));
}

const ThemeColors& themeColors(const QPalette& palette) {
    return themeColors(isDark(palette));
}

QPalette themePalette(bool dark) {
    const ThemeColors& c = themeColors(dark);
    const QColor button = dark ? QColor(0x2a, 0x2e, 0x34) : QColor(0xfb, 0xfb, 0xfc);
    QPalette palette;
    palette.setColor(QPalette::Window, c.ground);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.surface);
    palette.setColor(QPalette::AlternateBase, mix(c.text, c.surface, 0.04));
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.quietText);
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.error);
    palette.setColor(QPalette::ToolTipBase, dark ? QColor(0x2f, 0x34, 0x3b) : QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, textOn(c.accent));
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, mix(c.accent, c.quietText, 0.5));
    // What frames and bevels are made of.
    palette.setColor(QPalette::Light, dark ? mix(c.text, button, 0.12) : QColor(Qt::white));
    palette.setColor(QPalette::Midlight, mix(c.text, button, dark ? 0.06 : 0.03));
    palette.setColor(QPalette::Mid, mix(c.text, c.ground, 0.20));
    palette.setColor(QPalette::Dark, dark ? QColor(0x12, 0x13, 0x16) : mix(c.text, c.ground, 0.36));
    palette.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : mix(c.text, c.ground, 0.62));
    const QColor disabled = mix(c.text, c.ground, 0.42);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mix(c.text, c.ground, 0.18));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, disabled);
    return palette;
}

QColor opMark(std::string_view op, bool dark) {
    return toColor(dark ? op_colour(op).dark_mark : op_colour(op).light_mark);
}

QColor opFill(std::string_view op, bool dark) {
    return toColor(dark ? op_colour(op).dark_fill : op_colour(op).light_fill);
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor textOn(const QColor& fill) {
    const QColor black(0x00, 0x00, 0x00);
    const QColor white(0xff, 0xff, 0xff);
    return contrast(fill, black) >= contrast(fill, white) ? black : white;
}

QFont themeFont(const QFont& base, TextSize size) {
    const double factor = size == TextSize::small ? 0.85 : size == TextSize::large ? 1.25 : 1.0;
    QFont font = base;
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() * factor);
    } else {
        font.setPixelSize(std::max(1, static_cast<int>(std::lround(font.pixelSize() * factor))));
    }
    return font;
}

ThemeSwitch::ThemeSwitch(QApplication& application, QObject* parent) : QObject(parent) {
    application.installEventFilter(this);
    apply();
}

void ThemeSwitch::setMode(ThemeMode mode) {
    m_mode = mode;
    apply();
}

void ThemeSwitch::apply() {
    const QScopedValueRollback<bool> applying(m_applying, true);
    bool dark = m_mode == ThemeMode::dark;
    if (m_mode == ThemeMode::system) {
        // An empty palette gives the platform's own back.
        QApplication::setPalette(QPalette());
        dark = isDark(QApplication::palette());
    }
    const bool different = dark != m_dark;
    m_dark = dark;
    QApplication::setPalette(themePalette(dark));
    if (different) Q_EMIT changed(dark);
}

bool ThemeSwitch::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ThemeChange && m_mode == ThemeMode::system && !m_applying) apply();
    return QObject::eventFilter(watched, event);
}

}  // namespace lockstep
