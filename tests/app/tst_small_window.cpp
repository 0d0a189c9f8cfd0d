#include <QComboBox>
#include <QFrame>
#include <QProcess>
#include <QSpinBox>
#include <QToolBar>
#include <QToolButton>

#include "app/row_fold.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

constexpr auto measureWord = "--measure";

/// A window with the example in it, as on a small screen: how small it can be, and how it looks.
class SmallWindow : public WindowFixture {
  public:
    int measure(const QString& picture, QSize screen) {
        openWindow(screen);
        m_window->openExample(0);
        const auto wait = [](auto&& done) { return QTest::qWaitFor(done, patience); };
        if (!wait([&] { return ready(); })) return 1;
        m_window->controller().runTo(20);
        if (!wait([&] { return still() && document().position() == 20; })) return 1;
        const GraphView* graph = m_window->graphs().streamingView();
        if (!wait([&] { return graph->drawing() && !graph->isLayingOut(); })) return 1;
        m_window->links().selectNode(document().compiled->compiled.program->nodes.front().id);
        m_window->resize(screen);
        QTest::qWait(200);
        const QSize least = m_window->minimumSizeHint();
        std::printf("least %d %d window %d %d\n", least.width(), least.height(), m_window->width(),
                    m_window->height());
        std::fflush(stdout);
        return m_window->grab().save(picture) ? 0 : 1;
    }
};

}  // namespace

class TestSmallWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openAndRun(QSize size) {
        openWindow(size);
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        m_window->resize(size);
        QTest::qWait(50);
    }

  private Q_SLOTS:
    void cleanup() {
        if (m_window) closeWindow();
    }

    void fitsTheScreen_data() {
        QTest::addColumn<int>("percent");  ///< size of the type
        QTest::addColumn<QSize>("screen");
        QTest::addColumn<QSize>("most");
        // Of a screen of 1280 x 800 a title bar and a panel of the desktop take 60.
        QTest::newRow("100 %") << 100 << QSize(1280, 740) << QSize(900, 740);
        QTest::newRow("100 %, narrow") << 100 << QSize(900, 700) << QSize(900, 740);
        QTest::newRow("150 %") << 150 << QSize(1280, 740) << QSize(1280, 740);
    }
    void fitsTheScreen() {
        QFETCH(int, percent);
        QFETCH(QSize, screen);
        QFETCH(QSize, most);
        const QString picture =
            QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/small_%1_%2.png").arg(percent).arg(screen.width());
        QDir().mkpath(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures"));
        QProcess other;
        other.start(QCoreApplication::applicationFilePath(),
                    {QLatin1String(measureWord), picture, QString::number(screen.width()),
                     QString::number(screen.height()), QString::number(percent)});
        QVERIFY(other.waitForFinished(2 * patience));
        const QString said = QString::fromUtf8(other.readAllStandardOutput());
        QVERIFY2(other.exitCode() == 0, qPrintable(said + QString::fromUtf8(other.readAllStandardError())));
        const QStringList words = said.trimmed().split(QLatin1Char(' '));
        QCOMPARE(words.size(), 6);
        const QSize least(words[1].toInt(), words[2].toInt());
        const QSize shown(words[4].toInt(), words[5].toInt());
        QVERIFY2(least.width() > 300 && least.width() <= most.width(), qPrintable(said));
        QVERIFY2(least.height() > 200 && least.height() <= most.height(), qPrintable(said));
        QCOMPARE(shown, screen);
    }

    /// Everything is in the bars where there is room for it.
    void wideBarsFoldNothing() {
        openAndRun({1400, 900});
        for (const char* name : {"topBarMore", "transportBarMore"})
            QVERIFY2(find<QToolButton>(name)->isHidden(), name);
    }

    void foldedFieldsAreReachedByTheKeyboard() {
        openAndRun({1400, 900});
        auto* axis = find<QComboBox>("axisChooser0");
        auto* shape = find<QToolButton>("inputShape");
        auto* reset = find<QSpinBox>("resetEvery");
        const int axisLeft = axis->mapTo(m_window.get(), QPoint()).x();
        m_window->resize(m_window->minimumSizeHint().width(), 800);
        auto* more = find<QToolButton>("topBarMore");
        auto* moreOfRun = find<QToolButton>("transportBarMore");
        QTRY_VERIFY(more->isVisible() && moreOfRun->isVisible());
        for (QWidget* field :
             {static_cast<QWidget*>(axis), static_cast<QWidget*>(shape), static_cast<QWidget*>(reset)})
            QVERIFY2(!field->isVisible(), qPrintable(field->objectName()));
        // What is left is not cut off.
        QVERIFY(more->mapTo(m_window.get(), QPoint(more->width(), 0)).x() <= m_window->width());

        moreOfRun->setFocus();
        QTest::keyClick(moreOfRun, Qt::Key_Space);
        auto* folded = find<QFrame>("transportBarFolded");
        QTRY_VERIFY(folded->isVisible());
        QVERIFY(reset->isVisible());
        QTest::keyClick(reset, Qt::Key_Up);
        QTRY_COMPARE(document().view.resetEvery, qint64(1));
        folded->close();

        m_window->resize(1400, 900);
        QTRY_VERIFY(more->isHidden() && moreOfRun->isHidden());
        for (QWidget* field :
             {static_cast<QWidget*>(axis), static_cast<QWidget*>(shape), static_cast<QWidget*>(reset)})
            QTRY_VERIFY2(field->isVisible(), qPrintable(field->objectName()));
        QCOMPARE(axis->mapTo(m_window.get(), QPoint()).x(), axisLeft);
        QVERIFY(shape->mapTo(m_window.get(), QPoint()).x() < axisLeft);
    }

    /// A field that its bar does not want is not shown by coming back.
    void unwantedFieldsStayAway() {
        openWindow({1400, 900});
        drop(*m_window, model("mlp_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
        QVERIFY(!document().hasState());
        auto* reset = find<QSpinBox>("resetEvery");
        QVERIFY(!reset->isVisible());
        m_window->resize(m_window->minimumSizeHint().width(), 800);
        QTRY_VERIFY(find<QToolButton>("transportBarMore")->isVisible());
        m_window->resize(1400, 900);
        QTRY_VERIFY(find<QToolButton>("transportBarMore")->isHidden());
        QTRY_VERIFY(find<QComboBox>("inputSource")->isVisible());
        QVERIFY(!reset->isVisible());
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() == 6 && words[1] == QLatin1String(measureWord)) {
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * words[5].toInt() / 100);
        QApplication::setFont(font);
        SmallWindow window;
        return window.measure(words[2], {words[3].toInt(), words[4].toInt()});
    }
    TestSmallWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_small_window.moc"
