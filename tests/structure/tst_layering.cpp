#include <QtTest>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

/// The direction of dependences is app -> widgets -> core: judged on the includes themselves.
class TestLayering : public QObject {
    Q_OBJECT

  private:
    /// The sources below `folder` with a line that matches `pattern`, relative to the source tree.
    static QStringList matching(const QString& folder, const QString& pattern) {
        const QString root = QStringLiteral(LOCKSTEP_SOURCE_DIR);
        const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
        QStringList found;
        QDirIterator files(root + QLatin1Char('/') + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) continue;
            if (expression.match(QString::fromUtf8(file.readAll())).hasMatch()) {
                found << QDir(root).relativeFilePath(file.fileName());
            }
        }
        found.sort();
        return found;
    }

  private Q_SLOTS:
    void includes_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("allowed");  // a regular expression over paths; empty: none
        QTest::newRow("core sees no Qt") << "core"
                                         << "^#include <Q"
                                         << "";
        QTest::newRow("core sees no widgets or app") << "core"
                                                     << "^#include \"(widgets|app)/"
                                                     << "";
        QTest::newRow("widgets see no app") << "widgets"
                                            << "^#include \"app/"
                                            << "";
        QTest::newRow("LibTorch is seen by the worker only") << "core"
                                                             << "^#include <(torch|ATen|c10)/"
                                                             << "^core/import/torch_";
        QTest::newRow("no LibTorch in widgets") << "widgets"
                                                << "^#include <(torch|ATen|c10)/"
                                                << "";
        QTest::newRow("no LibTorch in app") << "app"
                                            << "^#include <(torch|ATen|c10)/"
                                            << "";
        QTest::newRow("Graphviz is seen by one file") << "core"
                                                      << "^#include <(graphviz/)?(gvc|cgraph)\\.h>"
                                                      << "^core/layout/layout_worker\\.cpp$";
        QTest::newRow("no Graphviz in widgets") << "widgets"
                                                << "^#include <(graphviz/)?(gvc|cgraph)\\.h>"
                                                << "";
    }

    void includes() {
        QFETCH(QString, folder);
        QFETCH(QString, pattern);
        QFETCH(QString, allowed);
        QStringList found = matching(folder, pattern);
        if (!allowed.isEmpty()) {
            QVERIFY2(!found.isEmpty(), "the pattern matches nothing at all");
            found = found.filter(QRegularExpression(QStringLiteral("^(?!%1)").arg(allowed.mid(1))));
        }
        QCOMPARE(found.join(QLatin1Char(' ')), QString());
    }

    void sourcesAreFound() {
        // Guards the rows above: a wrong folder would pass them all.
        QVERIFY(matching(QStringLiteral("core"), QStringLiteral("^#include")).size() > 20);
        QVERIFY(!matching(QStringLiteral("widgets"), QStringLiteral("^#include <Q")).isEmpty());
        QVERIFY(!matching(QStringLiteral("app"), QStringLiteral("^#include <Q")).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestLayering)
#include "tst_layering.moc"
