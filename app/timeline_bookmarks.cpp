#include "app/timeline_bookmarks.h"

#include <QMainWindow>
#include <QMenu>
#include <algorithm>

#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {

TimelineBookmarks::TimelineBookmarks(ViewStore& store, TimelineView& timeline, QMainWindow& window,
                                     QMenu& menu)
    : QObject(&window), m_store(store), m_timeline(timeline) {
    QMenu* all = menu.addMenu(tr("Timeline &bookmarks"));
    all->setObjectName(QStringLiteral("menuBookmarks"));
    all->setToolTipsVisible(true);
    QMenu* keeping = new QMenu(tr("&Keep as"), all);
    keeping->setToolTipsVisible(true);
    const auto add = [&](QMenu* to, const QString& name, const QString& text, const QString& keys,
                         const QString& tip) {
        QAction* action = to->addAction(text);
        action->setObjectName(name);
        action->setShortcut(QKeySequence(keys, QKeySequence::PortableText));
        action->setToolTip(tr("%1 (%2)").arg(tip, action->shortcut().toString(QKeySequence::NativeText)));
        action->setWhatsThis(action->toolTip());
        window.addAction(action);
        return action;
    };
    for (int digit = 0; digit <= 9; ++digit) {
        QAction* way =
            add(all, QStringLiteral("goToBookmark%1").arg(digit), {}, QStringLiteral("Ctrl+%1").arg(digit),
                tr("Show the cycles of the timeline that were kept under %1").arg(digit));
        connect(way, &QAction::triggered, this, [this, digit] { goTo(digit); });
        m_ways << way;
        QAction* kept = add(keeping, QStringLiteral("keepBookmark%1").arg(digit),
                            tr("Bookmark &%1").arg(digit), QStringLiteral("Ctrl+Shift+%1").arg(digit),
                            tr("Keep position and zoom of the timeline under %1").arg(digit));
        connect(kept, &QAction::triggered, this, [this, digit] { keep(digit); });
    }
    all->addSeparator();
    all->addMenu(keeping);
    connect(&store, &ViewStore::changed, this, [this](const ViewState& before, const ViewState& after) {
        if (before.bookmarks != after.bookmarks) showState();
    });
    showState();
}

const TimelineBookmark* TimelineBookmarks::find(int digit) const {
    const std::vector<TimelineBookmark>& all = m_store.state().bookmarks;
    const auto found = std::ranges::find(all, digit, &TimelineBookmark::digit);
    return found == all.end() ? nullptr : &*found;
}

void TimelineBookmarks::keep(int digit) {
    if (m_timeline.canvas()->geometry().empty()) return;
    const TimelineCanvas::Place place = m_timeline.canvas()->shownPlace();
    const TimelineBookmark kept{.digit = digit,
                                .first = place.first,
                                .cyclesPerPixel = place.cyclesPerPixel,
                                .scrolled = place.scrolled,
                                .inferences = m_timeline.inferences(),
                                .spaced = m_timeline.isSpaced()};
    m_store.change(tr("bookmark"), ViewStore::Group::single, [&](ViewState& state) {
        std::erase_if(state.bookmarks, [&](const TimelineBookmark& old) { return old.digit == digit; });
        const auto behind = std::ranges::find_if(
            state.bookmarks, [&](const TimelineBookmark& each) { return each.digit > digit; });
        state.bookmarks.insert(behind, kept);
    });
}

void TimelineBookmarks::goTo(int digit) {
    const TimelineBookmark* kept = find(digit);
    if (kept == nullptr || m_timeline.canvas()->geometry().empty()) return;
    const TimelineBookmark place = *kept;
    Q_EMIT wentTo();
    m_timeline.setRow(place.inferences, place.spaced);
    m_timeline.canvas()->showPlace({place.first, place.cyclesPerPixel, place.scrolled});
}

void TimelineBookmarks::showState() {
    for (int digit = 0; digit <= 9; ++digit) {
        const TimelineBookmark* kept = find(digit);
        m_ways[digit]->setEnabled(kept != nullptr);
        m_ways[digit]->setText(kept == nullptr
                                   ? tr("&%1 (nothing kept)").arg(digit)
                                   : tr("&%1: from cycle %2")
                                         .arg(digit)
                                         .arg(countText(static_cast<qint64>(std::max(kept->first, 0.0)))));
    }
}

}  // namespace lockstep::app
