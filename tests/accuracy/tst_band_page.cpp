#include <QFile>
#include <QTest>

#include "tests/accuracy/band_page.h"

using namespace lockstep;

/// help/band.md says what the residuals say that the product has.
class TestBandPage : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isOfTheseResiduals() {
        QFile page(QStringLiteral(LOCKSTEP_RESOURCES "/help/band.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(page.readAll()),
                 QString::fromStdString(accuracy::band_page(published_residuals(), hardware_residuals())));
    }
};

QTEST_APPLESS_MAIN(TestBandPage)
#include "tst_band_page.moc"
