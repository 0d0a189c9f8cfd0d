#include <QDockWidget>
#include <QTextStream>

#include "app/error_microscope.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/error_panel.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/state_plot.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

QString folder;  // where the pictures go

}  // namespace

/// The pictures of README and help, each in both themes: NAME.png and NAME-dark.png.
class HelpPictures : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    /// A part of the window that is `area` large in it.
    void save(const QString& name, bool dark, const QRect& area) {
        QTest::qWait(300);  // plots draw what is new 30 times a second
        const QString file =
            QStringLiteral("%1/%2%3.png").arg(folder, name, dark ? QStringLiteral("-dark") : QString());
        QVERIFY2(m_window->grab(area).toImage().convertToFormat(QImage::Format_RGB888).save(file),
                 qPrintable(file));
    }
    /// What a panel takes of the window, with its tabs.
    QRect around(const QWidget* panel) const {
        const QDockWidget* dock = m_window->docks().dockOf(panel);
        QRect area(dock->mapTo(m_window.get(), QPoint()), dock->size());
        if (!m_window->tabifiedDockWidgets(const_cast<QDockWidget*>(dock)).isEmpty())
            area.setTop(area.top() - dock->fontMetrics().height() - 12);
        return area;
    }
    void raise(const QWidget* panel) { m_window->docks().dockOf(panel)->raise(); }

  private Q_SLOTS:
    void pictures_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures() {
        QFETCH(bool, dark);
        openWindow({1440, 960});
        m_window->actions()[dark ? Command::themeDark : Command::themeLight]->trigger();
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().isStreamed(), patience);
        runTo(60);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->graphs().canonicalView()->isLayingOut() &&
                                     !m_window->graphs().streamingView()->isLayingOut(),
                                 patience);
        const Docks& docks = m_window->docks();
        save(QStringLiteral("window"), dark, m_window->rect());

        m_window->actions()[Command::nextHeat]->trigger();
        const TwinGraphView& graphs = m_window->graphs();
        save(QStringLiteral("graphs"), dark, QRect(graphs.mapTo(m_window.get(), QPoint()), graphs.size()));
        m_window->store().change(QStringLiteral("heat"), ViewStore::Group::single,
                                 [](ViewState& state) { state.heat.clear(); });

        const ProgramNode& second = document().compiled->compiled.program->nodes[1];
        m_window->links().selectNode(second.id);
        save(QStringLiteral("timeline"), dark, around(docks.timeline));
        save(QStringLiteral("state"), dark, around(docks.state).united(around(docks.error)));

        raise(docks.microscope);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->microscope().isBusy() && docks.microscope->account() != nullptr,
                                 patience);
        save(QStringLiteral("microscope"), dark, around(docks.microscope));

        raise(docks.breakpoints);
        m_window->store().change(
            QStringLiteral("breakpoints"), ViewStore::Group::single, [](ViewState& state) {
                state.breakpoints = {{QStringLiteral("error > 3e-4"), true}, {QStringLiteral("nan"), true}};
            });
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        save(QStringLiteral("breakpoints"), dark, around(docks.breakpoints));
        closeWindow();
    }
};

int main(int argc, char** argv) {
    if (argc != 2) {
        QTextStream(stderr) << "usage: make_help_pictures FOLDER\n";
        return 2;
    }
    folder = QString::fromLocal8Bit(argv[1]);
    QApplication application(argc, argv);
    HelpPictures pictures;
    return QTest::qExec(&pictures, QStringList{QStringLiteral("make_help_pictures")});
}

#include "make_help_pictures.moc"
