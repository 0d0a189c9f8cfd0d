#include <QSignalSpy>
#include <QWidget>
#include <QtTest>
#include <limits>

#include "core/report/palette.h"
#include "widgets/theme.h"
#include "widgets/theme_maps.h"

using namespace lockstep;

class ThemeTest : public QObject {
    Q_OBJECT

  private:
    static void themes() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    static void verifyReadable(const QColor& text, const QColor& ground, const char* what) {
        QVERIFY2(contrast(text, ground) >= 4.5,
                 qPrintable(QStringLiteral("%1: %2 on %3 has %4")
                                .arg(QLatin1String(what), text.name(), ground.name())
                                .arg(contrast(text, ground))));
    }

  private Q_SLOTS:
    void contrastOfKnownPairs() {
        // Values of the WCAG contrast formula: extremes, and the grey that is known to pass just so.
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
        QVERIFY(std::abs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
    }

    void textIsReadable_data() { themes(); }
    void textIsReadable() {
        QFETCH(bool, dark);
        const ThemeColors& c = themeColors(dark);
        for (const QColor& ground : {c.ground, c.surface}) {
            verifyReadable(c.text, ground, "text");
            verifyReadable(c.quietText, ground, "quiet text");
            verifyReadable(c.accent, ground, "accent");
            verifyReadable(c.warning, ground, "warning");
            verifyReadable(c.error, ground, "error");
            verifyReadable(c.added, ground, "added");
            verifyReadable(c.removed, ground, "removed");
            verifyReadable(c.changed, ground, "changed");
        }
    }

    void textIsReadableOnOperators_data() { themes(); }
    void textIsReadableOnOperators() {
        QFETCH(bool, dark);
        for (const palette::Row& row : palette::rows) {
            const QColor fill = opFill(row.op, dark);
            verifyReadable(themeColors(dark).text, fill, row.op.data());
            verifyReadable(themeColors(dark).quietText, fill, row.op.data());
        }
        verifyReadable(themeColors(dark).quietText, opFill("Reshape", dark), "others");
        QCOMPARE(opMark("Lstm", dark), opMark("LstmCell", dark));
        QVERIFY(opMark("Lstm", dark) != opMark("Linear", dark));
    }

    void palettePairsAreReadable_data() { themes(); }
    void palettePairsAreReadable() {
        QFETCH(bool, dark);
        const QPalette p = themePalette(dark);
        using P = QPalette;
        for (const auto& [text, ground] :
             {std::pair{P::WindowText, P::Window}, std::pair{P::Text, P::Base},
              std::pair{P::Text, P::AlternateBase}, std::pair{P::ButtonText, P::Button},
              std::pair{P::ToolTipText, P::ToolTipBase}, std::pair{P::HighlightedText, P::Highlight},
              std::pair{P::PlaceholderText, P::Base}, std::pair{P::Link, P::Base}}) {
            verifyReadable(p.color(text), p.color(ground), "palette");
        }
        QCOMPARE(isDark(p), dark);
        QCOMPARE(themeColors(p).dark, dark);
    }

    void textOnHeatIsReadable() {
        for (int i = 0; i <= 20; ++i) {
            for (const MagnitudeMap map : {MagnitudeMap::cividis, MagnitudeMap::viridis}) {
                const QColor fill = magnitudeColor(map, i / 20.0);
                verifyReadable(textOn(fill), fill, "heat");
            }
        }
    }

    void magnitudesGrowLighter() {
        for (const MagnitudeMap map : {MagnitudeMap::cividis, MagnitudeMap::viridis}) {
            double last = 0;
            for (int i = 0; i <= 50; ++i) {
                const double now = contrast(magnitudeColor(map, i / 50.0), Qt::black);
                QVERIFY(now > last);
                last = now;
            }
        }
    }

    void magnitudesAreClamped() {
        QCOMPARE(magnitudeColor(MagnitudeMap::viridis, -3), QColor(0x44, 0x01, 0x54));
        QCOMPARE(magnitudeColor(MagnitudeMap::viridis, 7), QColor(0xfd, 0xe7, 0x25));
        const QColor none = magnitudeColor(MagnitudeMap::cividis, std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(none.hslSaturation(), 0);
    }

    void divergingIsQuietAtZero_data() { themes(); }
    void divergingIsQuietAtZero() {
        QFETCH(bool, dark);
        const QColor ground = themeColors(dark).surface;
        QVERIFY(contrast(divergingColor(0, dark), ground) < 1.2);
        QVERIFY(contrast(divergingColor(1, dark), ground) > 4.5);
        QVERIFY(contrast(divergingColor(-1, dark), ground) > 4.5);
        QVERIFY(divergingColor(-1, dark).blue() > divergingColor(-1, dark).red());
        QVERIFY(divergingColor(1, dark).red() > divergingColor(1, dark).blue());
    }

    void threeSizesOfType() {
        QFont points;
        points.setPointSizeF(10);
        QCOMPARE(themeFont(points, TextSize::small).pointSizeF(), 8.5);
        QCOMPARE(themeFont(points, TextSize::normal).pointSizeF(), 10.0);
        QCOMPARE(themeFont(points, TextSize::large).pointSizeF(), 12.5);
        QFont pixels;
        pixels.setPixelSize(20);
        QCOMPARE(themeFont(pixels, TextSize::small).pixelSize(), 17);
    }

    void switchChangesTheApplication() {
        ThemeSwitch theme(*qApp);
        QWidget widget;
        widget.show();
        QSignalSpy changes(&theme, &ThemeSwitch::changed);
        theme.setMode(ThemeMode::dark);
        QTRY_VERIFY(isDark(widget.palette()));
        theme.setMode(ThemeMode::light);
        QTRY_VERIFY(!isDark(widget.palette()));
        theme.setMode(ThemeMode::light);
        QCOMPARE(changes.size(), 2);
        // Without a desktop the platform's palette is light.
        theme.setMode(ThemeMode::dark);
        theme.setMode(ThemeMode::system);
        QVERIFY(!theme.dark());
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
