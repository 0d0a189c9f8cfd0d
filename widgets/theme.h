#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>
#include <cstdint>
#include <string_view>

class QApplication;

namespace lockstep {

/// The named colours of a theme, beside the roles of QPalette. Texts and marks have at least 4.5 : 1 on
/// `ground` and `surface`.
struct ThemeColors {
    bool dark = false;
    QColor ground;   ///< behind panels (QPalette::Window)
    QColor surface;  ///< behind content (QPalette::Base)
    QColor text;
    QColor quietText;  ///< units, second lines, axes
    QColor hairline;   ///< the one line between things
    QColor edge;  ///< lines that carry meaning but are not the subject, at 3 : 1: edges of a graph, frames of
                  ///< fields
    QColor accent;  ///< selection, focus, cursor: the same in every view
    QColor warning;
    QColor error;
    QColor added;  ///< marks of what a pass did; each comes with a badge of its own
    QColor removed;
    QColor changed;
};

const ThemeColors& themeColors(bool dark);
/// The set that fits the palette: dark if its window is darker than its text.
const ThemeColors& themeColors(const QPalette& palette);
bool isDark(const QPalette& palette);

/// Every role of both designed palettes, disabled and inactive states included.
QPalette themePalette(bool dark);

/// The operator's colour (core/report/palette.h): a mark, and a quiet fill that `text` can stand on.
QColor opMark(std::string_view op, bool dark);
QColor opFill(std::string_view op, bool dark);

/// WCAG 2.1 contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b);
/// Black or white, whichever reads better on `fill`.
QColor textOn(const QColor& fill);

/// The three sizes of type: 0.85, 1 and 1.25 of `base`.
enum class TextSize : std::uint8_t { small, normal, large };
QFont themeFont(const QFont& base, TextSize size);

enum class ThemeMode : std::uint8_t { system, light, dark };

/// Puts one of the designed palettes on the application. In `system` mode it follows the desktop: Qt 6.4
/// tells no colour scheme, so the lightness of the platform's own palette decides.
class ThemeSwitch : public QObject {
    Q_OBJECT

  public:
    explicit ThemeSwitch(QApplication& application, QObject* parent = nullptr);

    ThemeMode mode() const { return m_mode; }
    bool dark() const { return m_dark; }
    void setMode(ThemeMode mode);

  Q_SIGNALS:
    void changed(bool dark);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void apply();

    ThemeMode m_mode = ThemeMode::system;
    bool m_dark = false;
    bool m_applying = false;
};

}  // namespace lockstep
