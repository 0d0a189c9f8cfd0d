#include "core/tensor/tensor.h"

#include <QtTest>

#include "core/support/error.h"

using lockstep::Shape;
using lockstep::Tensor;

class TestTensor : public QObject {
    Q_OBJECT

    static std::vector<float> values(const Tensor& tensor) {
        return {tensor.values().begin(), tensor.values().end()};
    }

  private Q_SLOTS:
    void permutedMovesAxes() {
        const Tensor tensor(Shape{2, 3}, {1, 2, 3, 4, 5, 6});
        const Tensor turned = tensor.permuted({1, 0});
        QCOMPARE(turned.shape(), (Shape{3, 2}));
        QCOMPARE(values(turned), (std::vector<float>{1, 4, 2, 5, 3, 6}));
        const Tensor cube(Shape{2, 1, 3}, {1, 2, 3, 4, 5, 6});
        QCOMPARE(values(cube.permuted({2, 0, 1})), (std::vector<float>{1, 4, 2, 5, 3, 6}));
        QCOMPARE(cube.permuted({2, 0, 1}).shape(), (Shape{3, 2, 1}));
    }

    void rowsAndReshapesShareStorage() {
        const Tensor tensor(Shape{3, 2}, {1, 2, 3, 4, 5, 6});
        QCOMPARE(values(tensor.rows(1, 2)), (std::vector<float>{3, 4, 5, 6}));
        QCOMPARE(tensor.rows(1, 2).values().data(), tensor.values().data() + 2);
        QCOMPARE(tensor.reshaped({6}).values().data(), tensor.values().data());
    }

    void equalityIsByBits() {
        const Tensor zero(Shape{1}, {0.0F});
        const Tensor negative(Shape{1}, {-0.0F});
        QVERIFY(!(zero == negative));
        QVERIFY(zero == Tensor(Shape{1}, {0.0F}));
        QVERIFY(!(zero == zero.reshaped({1, 1})));
        QVERIFY(!(Tensor() == zero));
    }

    void extentZeroIsATensor() {
        const Tensor none(Shape{0, 4}, std::vector<float>{});
        QVERIFY(!none.empty());
        QCOMPARE(none.size(), std::int64_t{0});
    }

    void wrongCountsAreRefused() {
        QVERIFY_THROWS_EXCEPTION(lockstep::Error, Tensor(Shape{2}, {1.0F}));
        QVERIFY_THROWS_EXCEPTION(lockstep::Error, Tensor(Shape{2}, {1.0F, 2.0F}).reshaped({3}));
        QVERIFY_THROWS_EXCEPTION(lockstep::Error, Tensor(Shape{2}, {1.0F, 2.0F}).rows(1, 2));
    }
};

QTEST_APPLESS_MAIN(TestTensor)
#include "tst_tensor.moc"
