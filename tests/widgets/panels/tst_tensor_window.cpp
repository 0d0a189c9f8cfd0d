#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/numerics/bf16.h"
#include "core/run/stored_array.h"
#include "widgets/panels/tensor_map.h"
#include "widgets/panels/tensor_npy.h"
#include "widgets/panels/tensor_window.h"
#include "widgets/theme_maps.h"

using namespace lockstep;

namespace {

Tensor ramp(Shape shape) {
    std::vector<float> values(static_cast<std::size_t>(element_count(shape)));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(i) / 3.0F - static_cast<float>(values.size()) / 6.0F;
    return {std::move(shape), std::move(values)};
}

}  // namespace

class TestTensorWindow : public QObject {
    Q_OBJECT

  private:
    static InputArray fromFile(const QByteArray& npy) {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a.npy")));
        if (!file.open(QIODevice::WriteOnly) || file.write(npy) != npy.size()) qFatal("no file");
        file.close();
        return read_whole(*open_npy(file.fileName().toStdString()));
    }

  private Q_SLOTS:
    void npyHoldsTheValues_data() {
        QTest::addColumn<int>("rank");
        for (int rank = 0; rank <= 3; ++rank) QTest::addRow("%d axes", rank) << rank;
    }
    void npyHoldsTheValues() {
        QFETCH(int, rank);
        const Shape shapes[] = {{}, {5}, {3, 7}, {2, 3, 4}};
        const Tensor tensor = ramp(shapes[rank]);
        const QByteArray whole = tensorNpy(tensor, NpyKind::float32);
        const InputArray read = fromFile(whole);
        QCOMPARE(read.shape, tensor.shape());
        QVERIFY(std::equal(read.values.begin(), read.values.end(), tensor.values().begin()));
        const QByteArray half = tensorNpy(tensor, NpyKind::bf16_bits);
        QVERIFY(half.contains("'descr': '<u2'"));
        const InputArray bits = fromFile(half);
        QCOMPARE(bits.shape, tensor.shape());
        for (std::size_t i = 0; i < bits.values.size(); ++i)
            QCOMPARE(bits.values[i], static_cast<float>(to_bf16(tensor.values()[i])));
    }

    void theMapShowsEveryValueWhereThereIsRoom() {
        TensorMap map;
        map.resize(80, 120);
        const float odd = std::numeric_limits<float>::quiet_NaN();
        map.setTensor(Tensor({2, 4}, {-1, 0, 1, 0.5F, 0, odd, -0.5F, 1}), QStringLiteral("w"));
        map.show();
        QTRY_VERIFY(map.isReady());
        const QImage picture = map.grab().toImage();
        const auto at = [&](int row, int column) {
            return picture.pixel(20 * column + 10, row == 0 ? 10 : 70);
        };
        QCOMPARE(QColor(at(0, 0)), divergingColor(-1, false));
        QCOMPARE(QColor(at(0, 2)), divergingColor(1, false));
        QCOMPARE(QColor(at(1, 2)), divergingColor(-0.5, false));
        QCOMPARE(at(1, 1), TensorMap::oddColor);
        QVERIFY(map.reading({70, 70}).startsWith(QStringLiteral("[1, 3]")));
        QVERIFY(map.reading({70, 119}).isEmpty());  // the bar
    }

    void aSpikeOfALargeTensorIsSeen() {
        std::vector<float> values(4'000'000, 0.0F);
        values[1234 * 2000 + 777] = 5.0F;
        TensorMap map;
        map.resize(100, 120);
        map.setTensor(Tensor({2000, 2000}, std::move(values)), QStringLiteral("w"));
        map.show();
        QTRY_VERIFY(map.isReady());
        const QImage picture = map.grab().toImage();
        bool seen = false;
        for (int y = 50; y < 70; ++y)
            for (int x = 30; x < 48; ++x)
                seen = seen || QColor(picture.pixel(x, y)) == divergingColor(1, false);
        QVERIFY(seen);
    }

    void theWindowShowsNumbersAndSaves() {
        const QTemporaryDir folder;
        TensorWindow* window = new TensorWindow(ramp({2, 3, 4}), QStringLiteral("lstm.weight"), nullptr);
        window->show();
        const QAbstractItemModel* table =
            window->findChild<QTableView*>(QStringLiteral("tensorTable"))->model();
        QCOMPARE(table->rowCount(), 6);
        QCOMPARE(table->columnCount(), 4);
        QCOMPARE(table->headerData(4, Qt::Vertical).toString(), QStringLiteral("1, 1"));
        QCOMPARE(table->index(4, 2).data(Qt::ToolTipRole).toString(),
                 QString::number(static_cast<double>(18.0F / 3.0F - 24.0F / 6.0F), 'g', 9));
        QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("tensorSaveBits")), Qt::LeftButton);
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = window->findChild<QFileDialog*>(QStringLiteral("tensorFile"))) != nullptr);
        const QString file = folder.filePath(QStringLiteral("w.npy"));
        dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(file);
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(QFileInfo::exists(file));
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QVERIFY(saved.readAll().contains("'descr': '<u2'"));
        delete window;
    }
};

QTEST_MAIN(TestTensorWindow)
#include "tst_tensor_window.moc"
