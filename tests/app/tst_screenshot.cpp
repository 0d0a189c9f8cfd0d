#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

/// `lockstep screenshot`, in a process of its own.
class TestScreenshot : public QObject {
    Q_OBJECT

  private:
    static int lockstep(const QStringList& words, QByteArray* errors = nullptr) {
        QProcess process;
        process.start(QStringLiteral(LOCKSTEP_BINARY_DIR "/lockstep"), words);
        if (!process.waitForFinished(600'000)) return -1;
        if (errors != nullptr) *errors = process.readAllStandardError();
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    }
    static QString model(const char* name) {
        return QStringLiteral(LOCKSTEP_TEST_DATA "/models/") + QLatin1String(name);
    }

  private Q_SLOTS:
    void picture_data() {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("light") << "light" << false << QStringList();
        QTest::newRow("dark") << "dark" << true << QStringList();
        // What is said of such figures fits into the window.
        QTest::newRow("not comparable")
            << "light" << false << QStringList{QStringLiteral("--optimize"),  QStringLiteral("--state-reset"),
                                               QStringLiteral("--cores"),     QStringLiteral("lstm=0,1,2"),
                                               QStringLiteral("--target-us"), QStringLiteral("1.7")};
    }

    void picture() {
        QFETCH(QString, theme);
        QFETCH(bool, dark);
        QFETCH(QStringList, options);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("window.png"));
        const QStringList words{QStringLiteral("screenshot"),
                                model("lstm_traced.pt"),
                                QStringLiteral("--streaming-axis"),
                                QStringLiteral("0"),
                                QStringLiteral("--config"),
                                QStringLiteral("v80_c6b32"),
                                QStringLiteral("--inferences"),
                                QStringLiteral("5"),
                                QStringLiteral("--size"),
                                QStringLiteral("1280x800"),
                                QStringLiteral("--theme"),
                                theme,
                                QStringLiteral("-o"),
                                file};
        QCOMPARE(lockstep(words + options), 0);
        const QImage image(file);
        QCOMPARE(image.size(), QSize(1280, 800));
        QCOMPARE(image.pixelColor(640, 150).lightness() < 128, dark);
        QSet<QRgb> colours;
        for (int x = 0; x < image.width(); x += 3) {
            for (int y = 0; y < image.height(); y += 3) colours << image.pixel(x, y);
        }
        QVERIFY2(colours.size() > 200, "the window is nearly empty");
    }

    void failures_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no TorchScript")
            << QStringList{model("not_a_zip.pt")} << 1 << QByteArray("not_a_zip.pt");
        QTest::newRow("does not stream")
            << QStringList{model("lstm_traced.pt"), QStringLiteral("--streaming-axis"), QStringLiteral("1")}
            << 1 << QByteArray("axis 1");
        QTest::newRow("unknown config")
            << QStringList{model("lstm_traced.pt"), QStringLiteral("--config"), QStringLiteral("v80_c6b3")}
            << 1 << QByteArray("v80_c6b32");
        QTest::newRow("wrong size") << QStringList{model("lstm_traced.pt"), QStringLiteral("--size"),
                                                   QStringLiteral("big")}
                                    << 2 << QByteArray("--size");
    }

    void failures() {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QByteArray, says);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("window.png"));
        QByteArray errors;
        QCOMPARE(lockstep(QStringList{QStringLiteral("screenshot")} + words +
                              QStringList{QStringLiteral("-o"), file},
                          &errors),
                 status);
        QVERIFY2(errors.contains(says), errors.constData());
        QVERIFY(!QFileInfo::exists(file));
    }

    void folderThatIsNotThere() {
        QByteArray errors;
        QCOMPARE(lockstep({QStringLiteral("screenshot"), model("mlp_traced.pt"), QStringLiteral("-o"),
                           QStringLiteral("/nowhere/at/all.png")},
                          &errors),
                 1);
        QVERIFY(errors.contains("/nowhere/at"));
    }
};

QTEST_GUILESS_MAIN(TestScreenshot)
#include "tst_screenshot.moc"
