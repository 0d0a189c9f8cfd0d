#include "core/import/view_plan.h"

#include <QtTest>
#include <numeric>

using namespace lockstep;

namespace {

using Places = std::vector<std::int64_t>;  ///< addresses in the memory, row-major

Places places_of(const Strided& view) {
    Places places;
    Shape index(view.sizes.size(), 0);
    for (std::int64_t n = element_count(view.sizes); n > 0; --n) {
        std::int64_t at = view.offset;
        for (std::size_t i = 0; i < index.size(); ++i) at += index[i] * view.strides[i];
        places.push_back(at);
        for (std::size_t i = index.size(); i-- > 0;) {
            if (++index[i] < view.sizes[i]) break;
            index[i] = 0;
        }
    }
    return places;
}

/// Element `index` of a row-major array.
std::int64_t at(const Places& array, const Shape& sizes, const Shape& index) {
    std::int64_t flat = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) flat = flat * sizes[i] + index[i];
    return array[static_cast<std::size_t>(flat)];
}

/// What the plan's steps make of the base's addresses, done step by step.
Places carry_out(const ViewPlan& plan, const Places& base) {
    // Slices.
    const Shape cut = sliced_shape(plan, true);
    const Shape left = sliced_shape(plan, false);
    Places sliced;
    for (const std::int64_t flat : places_of({cut,
                                              [&] {
                                                  Shape strides(cut.size(), 1);
                                                  for (std::size_t i = cut.size(); i-- > 1;)
                                                      strides[i - 1] = strides[i] * cut[i];
                                                  return strides;
                                              }(),
                                              0})) {
        Shape index(cut.size());
        std::int64_t rest = flat;
        for (std::size_t i = cut.size(); i-- > 0; rest /= cut[i]) index[i] = rest % cut[i];
        for (std::size_t i = 0; i < cut.size(); ++i)
            index[i] = plan.axes[i].first + index[i] * plan.axes[i].step;
        sliced.push_back(at(base, plan.base, index));
    }
    // Permutation.
    Shape permuted;
    for (const std::int64_t axis : plan.order) permuted.push_back(left[static_cast<std::size_t>(axis)]);
    Places turned;
    for (std::int64_t flat = 0; flat < element_count(permuted); ++flat) {
        Shape index(left.size());
        std::int64_t rest = flat;
        for (std::size_t i = permuted.size(); i-- > 0; rest /= permuted[i])
            index[static_cast<std::size_t>(plan.order[i])] = rest % permuted[i];
        turned.push_back(at(sliced, left, index));
    }
    // Reshape, then expand.
    Places expanded;
    for (std::int64_t flat = 0; flat < element_count(plan.sizes); ++flat) {
        Shape index(plan.sizes.size());
        std::int64_t rest = flat;
        for (std::size_t i = plan.sizes.size(); i-- > 0; rest /= plan.sizes[i])
            index[i] = plan.dense[i] == 1 ? 0 : rest % plan.sizes[i];
        expanded.push_back(at(turned, plan.dense, index));
    }
    return expanded;
}

}  // namespace

class TestViewPlan : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void givesTheElementsOfTheView_data() {
        QTest::addColumn<Strided>("base");
        QTest::addColumn<Strided>("view");
        QTest::addColumn<QString>("cut");  // axes that are cut, then how many are dropped
        const Strided matrix{{4, 6}, {6, 1}, 0};
        const Strided cube{{2, 3, 4}, {12, 4, 1}, 0};
        QTest::newRow("whole") << matrix << matrix << "|0";
        QTest::newRow("x[2]") << matrix << Strided{{6}, {1}, 12} << "0|1";
        QTest::newRow("x[1:3]") << matrix << Strided{{2, 6}, {6, 1}, 6} << "0|0";
        QTest::newRow("x[:, 2:3]") << matrix << Strided{{4, 1}, {6, 1}, 2} << "1|0";
        QTest::newRow("x[:, 2]") << matrix << Strided{{4}, {6}, 2} << "1|1";
        QTest::newRow("x[1:3, ::2]") << matrix << Strided{{2, 3}, {6, 2}, 6} << "01|0";
        QTest::newRow("x.t()") << matrix << Strided{{6, 4}, {1, 6}, 0} << "|0";
        QTest::newRow("x.view(24)") << matrix << Strided{{24}, {1}, 0} << "|0";
        QTest::newRow("x.view(24)[3:9]") << matrix << Strided{{6}, {1}, 3} << "0|0";
        QTest::newRow("x.view(24)[3::5]") << matrix << Strided{{5}, {5}, 3} << "0|0";
        QTest::newRow("x.view(4, 2, 3)[:, :, 0]") << matrix << Strided{{4, 2}, {6, 3}, 0} << "1|0";
        QTest::newRow("x.view(4, 2, 3).permute(0, 2, 1)")
            << matrix << Strided{{4, 3, 2}, {6, 1, 3}, 0} << "|0";
        QTest::newRow("x[:, :, 1].t()") << cube << Strided{{3, 2}, {4, 12}, 1} << "2|1";
        QTest::newRow("x[1].unsqueeze(1)") << cube << Strided{{3, 1, 4}, {4, 4, 1}, 12} << "0|1";
        QTest::newRow("x[0, 0, 0]") << cube << Strided{{}, {}, 0} << "012|3";
        QTest::newRow("x[0].expand(5, 3, 4)") << cube << Strided{{5, 3, 4}, {0, 4, 1}, 0} << "0|0";
        QTest::newRow("a base in Fortran order")
            << Strided{{4, 6}, {1, 4}, 0} << Strided{{6}, {4}, 2} << "0|1";
        QTest::newRow("a base with an offset")
            << Strided{{4, 6}, {6, 1}, 10} << Strided{{2, 6}, {6, 1}, 16} << "0|0";
        QTest::newRow("one step of a batch of one")
            << Strided{{1, 5, 3}, {15, 3, 1}, 0} << Strided{{1, 3}, {15, 1}, 12} << "1|1";
    }
    void givesTheElementsOfTheView() {
        QFETCH(Strided, base);
        QFETCH(Strided, view);
        QFETCH(QString, cut);
        const std::optional<ViewPlan> plan = plan_view(base, view);
        QVERIFY(plan.has_value());
        Places memory = places_of(base);
        QCOMPARE(element_count(plan->base), element_count(base.sizes));
        QVERIFY(carry_out(*plan, memory) == places_of(view));
        QString found;
        for (const std::size_t axis : cut_axes(*plan)) found += QString::number(axis);
        const auto dropped =
            std::count_if(plan->axes.begin(), plan->axes.end(), [](const auto& a) { return a.dropped; });
        QCOMPARE(found + QLatin1Char('|') + QString::number(dropped), cut);
    }

    void refusesWhatIsNoSlice_data() {
        QTest::addColumn<Strided>("view");
        QTest::newRow("overlapping windows") << Strided{{3, 4}, {1, 1}, 0};
        QTest::newRow("a diagonal") << Strided{{4, 4}, {7, 6}, 0};
        QTest::newRow("outside") << Strided{{6}, {1}, 24};
        QTest::newRow("before") << Strided{{6}, {1}, -1};
        QTest::newRow("nothing") << Strided{{0, 6}, {6, 1}, 0};
    }
    void refusesWhatIsNoSlice() {
        QFETCH(Strided, view);
        QVERIFY(!plan_view({{4, 6}, {6, 1}, 0}, view).has_value());
    }
};

QTEST_APPLESS_MAIN(TestViewPlan)
#include "tst_view_plan.moc"
