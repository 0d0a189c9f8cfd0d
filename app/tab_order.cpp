#include "app/tab_order.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QMenuBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <algorithm>
#include <tuple>
#include <vector>

namespace lockstep::app {
namespace {

constexpr int sameRow = 10;  ///< pixels between the middles of what stands in one row

struct Stop {
    QWidget* widget = nullptr;
    std::vector<int> path;  ///< of the blocks it is in, from the outermost: they are gone through whole
    int x = 0;              ///< left edge, in the window
    int y = 0;              ///< middle of its height
    int row = 0;
};

/// Bars first, the status line last, between them bands from top to bottom.
int bandOf(const QMainWindow& window, const QWidget* block) {
    if (qobject_cast<const QMenuBar*>(block) != nullptr) return 0;
    if (qobject_cast<const QToolBar*>(block) != nullptr) return 1;
    if (qobject_cast<const QStatusBar*>(block) != nullptr) return 4;
    const QWidget* centre = window.centralWidget();
    return centre != nullptr && block->geometry().top() > centre->geometry().bottom() ? 3 : 2;
}

/// Between the bars, what stands above each other belongs together: columns, each from top to bottom.
std::vector<int> pathOf(const QMainWindow& window, const QWidget* widget) {
    std::vector<int> inside;
    const QWidget* block = widget;
    for (; block->parentWidget() != &window; block = block->parentWidget()) {
        const auto* splitter = qobject_cast<const QSplitter*>(block->parentWidget());
        if (splitter != nullptr && splitter->indexOf(const_cast<QWidget*>(block)) >= 0)
            inside.push_back(splitter->indexOf(const_cast<QWidget*>(block)));
    }
    const int band = bandOf(window, block);
    const QRect place = block->geometry();
    std::vector<int> path = band == 2 ? std::vector<int>{band, place.left(), place.top()}
                                      : std::vector<int>{band, place.top(), place.left()};
    // The tabs of a group stand a few pixels beside it or above it.
    if (band == 2) path[1] = (place.left() + sameRow) / (2 * sameRow);
    path.insert(path.end(), inside.rbegin(), inside.rend());
    return path;
}

/// Panels behind the tab of another one and parts of splitters that are shut count as visible to Qt. What is
/// scrolled out of its area does not count as away: it comes into sight with the keyboard.
bool isAway(const QMainWindow& window, const QWidget& widget) {
    for (const QWidget* each = &widget; each != &window; each = each->parentWidget()) {
        const bool part = qobject_cast<const QDockWidget*>(each) != nullptr ||
                          qobject_cast<const QSplitter*>(each->parentWidget()) != nullptr;
        if (part && each->visibleRegion().isEmpty()) return true;
    }
    return false;
}

bool takesKeyboard(const QMainWindow& window, const QWidget& widget) {
    return widget.isVisible() && widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus) != 0 &&
           widget.focusProxy() == nullptr && widget.window() == &window && &widget != &window &&
           !widget.size().isEmpty() && !isAway(window, widget);
}

class TabFinder : public QObject {
  public:
    explicit TabFinder(QMainWindow& window) : QObject(&window), m_window(window) { look(); }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::ChildPolished) look();
        return QObject::eventFilter(watched, event);
    }

  private:
    void look() {
        for (QTabBar* bar : m_window.findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
            bar->setFocusPolicy(Qt::TabFocus);
            if (bar->accessibleName().isEmpty()) bar->setAccessibleName(QMainWindow::tr("Panels"));
        }
    }
    QMainWindow& m_window;
};

}  // namespace

QList<QWidget*> tabOrder(const QMainWindow& window) {
    std::vector<Stop> stops;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!takesKeyboard(window, *widget)) continue;
        const QPoint corner = widget->mapTo(&window, QPoint());
        stops.push_back({.widget = widget,
                         .path = pathOf(window, widget),
                         .x = corner.x(),
                         .y = corner.y() + widget->height() / 2});
    }
    std::ranges::stable_sort(
        stops, [](const Stop& a, const Stop& b) { return std::tie(a.path, a.y) < std::tie(b.path, b.y); });
    // Rows of a block: each begins where the next one down stands apart from the row above.
    for (std::size_t i = 1; i < stops.size(); ++i) {
        const bool same = stops[i].path == stops[i - 1].path && stops[i].y - stops[i - 1].y <= sameRow;
        stops[i].row = stops[i - 1].row + (same ? 0 : 1);
    }
    std::ranges::stable_sort(
        stops, [](const Stop& a, const Stop& b) { return std::tie(a.row, a.x) < std::tie(b.row, b.x); });
    QList<QWidget*> order;
    for (const Stop& stop : stops) order << stop.widget;
    return order;
}

bool focusNext(const QMainWindow& window, bool forward) {
    const QList<QWidget*> order = tabOrder(window);
    if (order.isEmpty()) return false;
    qsizetype at = order.indexOf(QApplication::focusWidget());
    if (at < 0) {
        // Something inside of a stop has it, as the field of a spin box.
        for (const QWidget* each = QApplication::focusWidget(); each != nullptr && at < 0;
             each = each->parentWidget())
            at = order.indexOf(each);
    }
    const qsizetype next =
        at < 0 ? (forward ? 0 : order.size() - 1) : (at + (forward ? 1 : -1) + order.size()) % order.size();
    order[next]->window()->setAttribute(Qt::WA_KeyboardFocusChange);
    order[next]->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void keepTabsReachable(QMainWindow& window) {
    window.installEventFilter(new TabFinder(window));
}

}  // namespace lockstep::app
