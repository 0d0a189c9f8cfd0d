#include <QtTest>

#include "core/report/gate.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

Json sample() {
    return Json::parse(
        R"({"a": {"b": 2.5, "none": null}, "list": [{"x": 1}, {"x": 7}], "yes": true, "word": "v80",
                           "bad": "nan", "huge": "inf", "target": {"us": 2, "verdict": "over"},
                           "open": {"us": 2, "verdict": null, "reason": "because"}})");
}

}  // namespace

class TestGate : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void comparisons_data() {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<bool>("hit");
        const auto row = [](const char* expression, bool hit) {
            QTest::newRow(expression) << QByteArray(expression) << hit;
        };
        row("a.b > 2.5", false);
        row("a.b >= 2.5", true);
        row("a.b<2.5", false);
        row("a.b<=2.5", true);
        row("a.b == 2.5", true);
        row("a.b != 2.5", false);
        row("  a.b > -1e3 ", true);
        row("list[1].x == 7", true);
        row("list[0].x == 7", false);
        row("yes == true", true);
        row("yes != true", false);
        row("word == 'v80'", true);
        row("word != \"v80\"", false);
        row("word == v80", true);
        row("word != v81", true);
        row("target == over", true);
        row("target != over", false);
        row("target.verdict == 'over'", true);
        row("bad > 1", true);
        row("bad < 1", true);
        row("bad == 1", true);
        row("huge > 1e300", true);
        row("huge < 1e300", false);
    }
    void comparisons() {
        QFETCH(QByteArray, expression);
        QFETCH(bool, hit);
        QCOMPARE(Gate(expression.toStdString()).check(sample()).hit, hit);
    }

    void faults_data() {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* expression, const char* part) {
            QTest::newRow(expression) << QByteArray(expression) << QString::fromLatin1(part);
        };
        row("", "no comparison");
        row("a.b", "no comparison");
        row("a.b = 2", "\"=\" is no comparison");
        row("a.b > two", "\"two\" is not a number");
        row("a.b > nan", "\"nan\" is not a number");
        row("> 2", "no path");
        row("yes > true", "only numbers");
        row("a.c > 1", "there is no \"c\" in a; there are: b, none");
        row("c > 1", "there is no \"c\" in the result");
        row("a.b.c > 1", "a.b has no parts");
        row("a.none > 1", "a.none is not known");
        row("a > 1", "cannot be compared");
        row("word > 1", "cannot be compared");
        row("list[2].x > 1", "list has 2 entries");
        row("list[x].x > 1", "is no [index]");
        row("list[ > 1", "is no [index]");
        row("a[0] > 1", "a is no list");
        row("open == over", "the target has no verdict: because");
        row("target > 1", "cannot be compared");
        row("word == a-b", "\"a-b\" is not a number");
    }
    void faults() {
        QFETCH(QByteArray, expression);
        QFETCH(QString, part);
        try {
            Gate(expression.toStdString()).check(sample());
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::usage);
            QVERIFY2(QString::fromStdString(error.what()).contains(part), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestGate)
#include "tst_gate.moc"
