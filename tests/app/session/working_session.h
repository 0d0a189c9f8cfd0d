#pragma once

#include <functional>

#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"

namespace lockstep::app::test {

/// A day's work in one window, by mouse and keyboard, chapter after chapter: each goes on where the one
/// before ended. Leaves a picture of each in the build folder's pictures/session.
class WorkingSession : public QObject, private WindowFixture {
    Q_OBJECT

  public:
    /// `began` hears of each chapter's name before it begins.
    explicit WorkingSession(std::function<void(const QString&)> began = {}) : m_began(std::move(began)) {}

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

    // chapters_graph.cpp
    void welcome();
    void dropTheExample();
    void lookAround();
    void walkWithTheArrows();
    void search();
    void heatAndPasses();
    void foldAndUnfold();
    void timeline();
    void panels();

    // chapters_run.cpp
    void chooseConfigAndTarget();
    void step();
    void runAndScrub();
    void play();
    void breakpoint();
    void editTheState();
    void errorMicroscope();
    void plots();

    // chapters_keep.cpp
    void fileChangesOnDisk();
    void undoAndRedo();
    void exportReports();
    void palette();
    void helpAndThemes();
    void otherSizes();
    void secondModel();
    void closeAndComeBack();

  private:
    /// The example's file as the user's own copy, which he may change.
    QString ownModel() const { return file("mine.pt"); }
    GraphView* left() const { return m_window->graphs().canonicalView(); }
    GraphView* right() const { return m_window->graphs().streamingView(); }
    static bool drawn(const GraphView* view) { return view->drawing() && !view->isLayingOut(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(m_window.get(), key, modifiers);
    }
    /// The panel in front of its group, as a click on its tab puts it.
    void raise(const QWidget* panel);
    /// Middle of the box of a node on the screen of its view.
    QPoint placeOf(const GraphView* view, nnir::NodeId node) const;
    /// Turns the wheel over a widget as a mouse does.
    static void wheel(QWidget* target, QPoint at, int notches, Qt::KeyboardModifiers modifiers);
    static void drag(QWidget* target, QPoint from, QPoint to);
    void allStill() { QTRY_VERIFY_WITH_TIMEOUT(still() && drawn(left()) && drawn(right()), patience); }

    std::function<void(const QString&)> m_began;
};

}  // namespace lockstep::app::test
