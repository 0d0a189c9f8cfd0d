#include <QCheckBox>
#include <QDateTime>
#include <QDockWidget>
#include <QLabel>
#include <QLocale>

#include "app/variant_links.h"
#include "app/welcome_page.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/variants_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Several models that are dropped at once: compared, or opened each by itself, and what was answered is
/// kept.
class TestSeveralModels : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void dropTwo() {
        drop(*m_window,
             {QUrl::fromLocalFile(model("mlp_float64.pt")), QUrl::fromLocalFile(model("lstm_traced.pt"))});
    }
    QWidget* bar() const { return find<QWidget>("severalModels"); }
    void click(const char* name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    std::size_t open() const { return m_window->controller().documents().size(); }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void oneModelIsNotAskedAbout() {
        drop(*m_window, model("mlp_float64.pt"));
        QVERIFY(bar()->isHidden());
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QCOMPARE(open(), std::size_t(1));
    }

    void eachIsOpenedByItself() {
        dropTwo();
        QVERIFY(bar()->isVisible());
        QVERIFY(bar()->accessibleName().contains(QStringLiteral("2 models")));
        QCOMPARE(open(), std::size_t(0));
        picture(*m_window, "several_models");
        click("severalEach");
        QVERIFY(bar()->isHidden());
        QCOMPARE(open(), std::size_t(2));
        QTRY_VERIFY_WITH_TIMEOUT(ready() && still(), patience);
        QVERIFY(m_window->variants().list().empty());
        // It was not to be kept: the next two are asked about.
        dropTwo();
        QVERIFY(bar()->isVisible());
        click("severalClose");
        QCOMPARE(open(), std::size_t(2));
    }

    void theyAreCompared() {
        dropTwo();
        QVERIFY(find<QWidget>("severalCompare")->hasFocus());
        QTest::mouseClick(find<QCheckBox>("severalAlways"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(find<QCheckBox>("severalAlways")->isChecked());
        QTest::keyClick(find<QWidget>("severalCompare"), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->variants().list().size(), std::size_t(2), patience);
        QCOMPARE(open(), std::size_t(2));
        const auto& list = m_window->variants().list();
        QVERIFY(list[0].made.document.file.endsWith(QLatin1String("mlp_float64.pt")));
        QVERIFY(list[1].made.document.file.endsWith(QLatin1String("lstm_traced.pt")));
        QCOMPARE(m_window->variants().baseline(), 0);
        for (const KeptVariant& variant : list) QVERIFY(variant.compiled != nullptr);
        QTRY_VERIFY(m_window->docks().dockOf(m_window->docks().variants)->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        picture(*m_window, "several_compared");
        // It was to be kept.
        QCOMPARE(settings::severalModels(), settings::SeveralModels::compare);
        dropTwo();
        QVERIFY(bar()->isHidden());
        QTRY_COMPARE_WITH_TIMEOUT(m_window->variants().list().size(), std::size_t(4), patience);
    }

    void whatWasOpenedIsOnTheWelcomePage() {
        QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("my model.pt"));
        QVERIFY(QFile::copy(model("mlp_float64.pt"), copy));
        drop(*m_window, copy);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        m_window->actions()[Command::closeDocument]->trigger();
        QCOMPARE(pageName(), QStringLiteral("welcomePage"));
        auto* recent = find<QLabel>("recent0");
        QVERIFY(recent != nullptr && recent->isVisible());
        QVERIFY(recent->text().contains(QStringLiteral("my model.pt")));
        QVERIFY(recent->text().contains(settings::briefFolder(copy)));
        QVERIFY(recent->text().contains(
            QLocale().toString(QFileInfo(copy).lastModified(), QLocale::ShortFormat)));
        picture(*m_window, "welcome_recent");
        Q_EMIT recent->linkActivated(QStringLiteral("open"));
        QTRY_VERIFY_WITH_TIMEOUT(open() == 1 && ready(), patience);
        QCOMPARE(document().file, copy);
    }
};

QTEST_MAIN(TestSeveralModels)
#include "tst_several_models.moc"
