#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QStatusBar>
#include <QTreeWidget>

#include "app/drop_overlay.h"
#include "app/folder_contents.h"
#include "app/session_file.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/state_plot.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Drags go to the native window, as from a desktop: the window's own search for what lies under the pointer
/// decides who hears of them.
class TestDropWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    QWidget* overlay() const { return find<QWidget>("dropOverlay"); }

    /// Whether the window would take a drop there.
    bool holdOver(QPoint at, const QString& file, QMimeData& mime) {
        mime.setUrls({QUrl::fromLocalFile(file)});
        QWindow* native = m_window->windowHandle();
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(native, &enter);
        QDragMoveEvent move(at + QPoint(1, 1), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(native, &move);
        return move.isAccepted();
    }
    void dropAt(QPoint at, const QString& file) {
        QMimeData mime;
        QVERIFY(holdOver(at, file, mime));
        QVERIFY(overlay()->isVisible());
        QDropEvent letGo(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window->windowHandle(), &letGo);
        QVERIFY(letGo.isAccepted());
        QVERIFY(!overlay()->isVisible());
    }
    void dropFolder(const QString& folder) { dropAt(m_window->rect().center(), folder); }
    QString folderWith(const QStringList& names) {
        const QDir folder(file("dropped"));
        folder.mkpath(QStringLiteral("inner"));
        for (const QString& name : names) {
            QFile out(folder.filePath(name));
            if (name.endsWith(QLatin1String("mlp_float64.pt"))) {
                QFile::copy(model("mlp_float64.pt"), out.fileName());
                continue;
            }
            if (!out.open(QIODevice::WriteOnly)) return {};
            if (name == QLatin1String("card.json")) out.write(R"({"base": "v80_c6b32", "name": "card"})");
            if (name == QLatin1String("other.json")) out.write(R"({"rows": []})");
        }
        return folder.path();
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void anywhere() {
        openStreamed();
        const Docks& docks = m_window->docks();
        const QList<QWidget*> places = {docks.error->plot(),
                                        docks.state->lines(),
                                        docks.timeline->canvas()->viewport(),
                                        m_window->graphs().canonicalView(),
                                        m_window->menuBar(),
                                        find<QWidget>("runLength"),
                                        docks.dockOf(docks.inspector),
                                        m_window->statusBar()};
        for (QWidget* place : places) {
            QVERIFY(place != nullptr);
            QVERIFY2(place->isVisible(), qPrintable(place->objectName()));
            QMimeData mime;
            const QPoint at = place->mapTo(m_window.get(), place->rect().center());
            QVERIFY2(holdOver(at, model("mlp_float64.pt"), mime), place->metaObject()->className());
            QVERIFY(overlay()->isVisible());
            QDragLeaveEvent leave;
            QCoreApplication::sendEvent(m_window->windowHandle(), &leave);
            QVERIFY(!overlay()->isVisible());
        }
        QWidget* plot = docks.error->plot();
        dropAt(plot->mapTo(m_window.get(), plot->rect().center()), model("mlp_float64.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QCOMPARE(document().title(), QStringLiteral("mlp_float64.pt"));
    }

    void whatIsNoFileIsLeftToTheWidgets() {
        openStreamed();
        QMimeData mime;
        mime.setText(QStringLiteral("17"));
        const QPoint middle = m_window->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window->windowHandle(), &enter);
        QVERIFY(!overlay()->isVisible());
    }

    void aFolderWithOneModelOpensIt() {
        dropFolder(folderWith({QStringLiteral("inner/mlp_float64.pt"), QStringLiteral("notes.txt"),
                               QStringLiteral("other.json")}) +
                   QLatin1Char('/'));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().current() != nullptr && ready(), patience);
        QCOMPARE(document().title(), QStringLiteral("mlp_float64.pt"));
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("mlp_float64.pt")));
    }

    void aFolderWithSeveralOffersThem() {
        dropFolder(folderWith({QStringLiteral("mlp_float64.pt"), QStringLiteral("inner/copy_mlp_float64.pt"),
                               QStringLiteral("card.json"), QStringLiteral("other.json")}));
        QTreeWidget* tree = nullptr;
        QTRY_VERIFY((tree = find<QTreeWidget>("folderTree")) != nullptr);
        QCOMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->childCount(), 2);
        QCOMPARE(tree->topLevelItem(1)->childCount(), 1);  // what is no accelerator is not offered
        QVERIFY(find<QLabel>("folderFound")->text().contains(QStringLiteral("2")));
        // Space marks the accelerator, too.
        tree->setCurrentItem(tree->topLevelItem(1)->child(0));
        QTest::keyClick(tree, Qt::Key_Space);
        picture(*find<QDialog>("folderDialog"), "folder_dialog");
        auto* buttons = find<QDialog>("folderDialog")->findChild<QDialogButtonBox*>();
        QTest::mouseClick(buttons->button(QDialogButtonBox::Open), Qt::LeftButton);
        QTest::mouseClick(find<QWidget>("severalEach"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->controller().documents().size(), std::size_t(2), patience);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(document().view.config.endsWith(QStringLiteral("card.json")));
    }

    void anEmptyFolderSaysSo() {
        dropFolder(folderWith({QStringLiteral("notes.txt")}));
        QTRY_VERIFY(m_window->message().contains(QStringLiteral("dropped")));
        QVERIFY(m_window->message().contains(QStringLiteral(".pt")));
        QCOMPARE(m_window->controller().documents().size(), std::size_t(0));
        QCOMPARE(pageName(), QStringLiteral("welcomePage"));
    }

    void aDeepFolderIsCutAndSaysSo() {
        QDir deep(file("dropped"));
        QVERIFY(deep.mkpath(QStringLiteral("a/b/c/d")));
        QVERIFY(QFile::copy(model("mlp_float64.pt"), deep.filePath(QStringLiteral("a/b/c/d/x.pt"))));
        const FolderContents contents = folderContents(deep.path());
        QVERIFY(contents.isCut);
        QVERIFY(contents.all().isEmpty());
        QVERIFY(QFile::copy(model("mlp_float64.pt"), deep.filePath(QStringLiteral("a/b/c/x.pt"))));
        QCOMPARE(folderContents(deep.path()).models.size(), 1);
    }

    void theMessageOfInputsGoesWithThem() {
        openStreamed();
        const QString data = QStringLiteral(LOCKSTEP_TEST_DATA "/models/absent.npy");
        dropAt(m_window->rect().center(), data);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        QVERIFY(document().failures.contains(Stage::run));
        const QString said = m_window->message();
        QVERIFY2(!said.contains(QStringLiteral("come from")), qPrintable(said));
        // The same once more: the same words again, not that all is well.
        dropAt(m_window->rect().center(), data);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        QTRY_COMPARE(m_window->message(), said);
    }

    void aGoodFileIsNamedUntilItIsTakenBack() {
        openStreamed();
        QFile npy(file("x.npy"));
        QVERIFY(npy.open(QIODevice::WriteOnly));
        QByteArray header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 128), }");
        header = header.leftJustified(117, ' ') + '\n';
        npy.write(QByteArray("\x93NUMPY\x01\x00", 8) + char(118) + char(0) + header +
                  QByteArray(3 * 128 * 4, '\0'));
        npy.close();
        dropAt(m_window->rect().center(), npy.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window), patience);
        QVERIFY2(document().failures.empty(), qPrintable(m_window->message()));
        QVERIFY(m_window->message().contains(QStringLiteral("x.npy")));
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(document().view.input.isRandom());
        QCOMPARE(m_window->message(), QString());
    }
};

QTEST_MAIN(TestDropWindow)
#include "tst_drop_window.moc"
