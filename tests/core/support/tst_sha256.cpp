#include "core/support/sha256.h"

#include <QtTest>

/// Expected digests are the examples of FIPS 180-4.
class TestSha256 : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void digests_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("digest");
        QTest::newRow("nothing") << QByteArray()
                                 << QByteArray(
                                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << QByteArray("abc")
                             << QByteArray(
                                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("a million a")
            << QByteArray(1'000'000, 'a')
            << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    void digests() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, digest);
        const std::span<const std::uint8_t> view(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                                                 static_cast<std::size_t>(bytes.size()));
        QCOMPARE(QByteArray::fromStdString(lockstep::to_hex(lockstep::sha256(view))), digest);
    }
};

QTEST_APPLESS_MAIN(TestSha256)
#include "tst_sha256.moc"
