#include "app/fuzzy_match.h"

#include <QtTest>

using namespace lockstep::app;

class TestFuzzyMatch : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatMatches_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char* query, const char* text, bool matches) {
            QTest::addRow("%s in %s", query, text)
                << QString::fromUtf8(query) << QString::fromUtf8(text) << matches;
        };
        row("", "Step", true);
        row("stb", "Step back", true);
        row("STB", "Step back", true);
        row("step back", "Step back", true);
        row("bst", "Step back", false);
        row("stepp", "Step", false);
        row("ü", "Über", true);
    }

    void whatMatches() {
        QFETCH(QString, query);
        QFETCH(QString, text);
        QFETCH(bool, matches);
        QCOMPARE(fuzzyScore(query, text).has_value(), matches);
    }

    void whichIsBetter_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("words' beginnings") << "sb"
                                           << "Step back"
                                           << "Visible";
        QTest::newRow("characters beside each other") << "run"
                                                      << "Run"
                                                      << "Roughen";
        QTest::newRow("the shorter text") << "step"
                                          << "Step"
                                          << "Step back";
        QTest::newRow("the later beginning, not the first letter") << "rep"
                                                                   << "Chrome report"
                                                                   << "Chrome paper";
    }

    void whichIsBetter() {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(fuzzyScore(query, better).has_value());
        QVERIFY(fuzzyScore(query, better).value() > fuzzyScore(query, worse).value_or(-1000000));
    }

    void anEmptyTextMatchesOnlyNothing() {
        QVERIFY(!fuzzyScore(QStringLiteral("a"), QString()));
        QCOMPARE(fuzzyScore(QString(), QString()), std::optional<int>(0));
    }
};

QTEST_APPLESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzy_match.moc"
