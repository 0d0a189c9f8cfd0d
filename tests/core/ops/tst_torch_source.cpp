#include <QtTest>

#include <algorithm>
#include <cmath>

#include "core/import/model_session.h"
#include "core/nnir/op.h"
#include "core/nnir/torch_source.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

Q_DECLARE_METATYPE(Sample)

namespace {

constexpr std::uint64_t seed = 11;

/// One worker for all: any model will do, since only the stepped reference is used.
ModelSession& session() {
    static ModelSession one(std::filesystem::path(LOCKSTEP_TEST_DATA) / "models" / "buffered.pt");
    return one;
}

std::vector<float> flat(const std::vector<RealTensor>& tensors) {
    std::vector<float> values;
    for (const RealTensor& tensor : tensors)
        for (const double v : tensor.values) values.push_back(static_cast<float>(v));
    return values;
}

}  // namespace

/// The TorchScript that each operator writes for the stepped reference, run by LibTorch, against the
/// operator's float64 reference.
class TestTorchSource : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void libTorchComputesTheSample_data() {
        QTest::addColumn<Sample>("sample");
        for (const Op* op : all_ops())
            for (const Sample& sample : op->samples())
                QTest::newRow((op->name() + ": " + sample.name).c_str()) << sample;
    }
    void libTorchComputesTheSample() {
        QFETCH(Sample, sample);
        const auto inputs = sample_inputs(sample.graph, seed);
        const Evaluation expected = evaluate(sample.graph, inputs);
        const SteppedReference reference = stepped_reference(sample.graph);
        try {
            session().load_stepped(reference);
            const ModelSession::SteppedResult result = session().step(flat(inputs), 1);
            compare(result.outputs, flat(expected.outputs));
            if (QTest::currentTestFailed()) return;
            compare(result.states, flat(expected.states));
        } catch (const Error& error) {
            QFAIL((to_text(error.failure()) + "\n" + reference.source).c_str());
        }
    }

  private:
    static void compare(const std::vector<float>& actual, const std::vector<float>& expected) {
        QCOMPARE(actual.size(), expected.size());
        for (std::size_t k = 0; k < actual.size(); ++k) {
            const float allowed = 1e-4F * std::max(1.0F, std::abs(expected[k]));
            QVERIFY2(std::abs(actual[k] - expected[k]) <= allowed || actual[k] == expected[k],
                     qPrintable(QStringLiteral("value %1 is %2, not %3")
                                    .arg(k)
                                    .arg(static_cast<double>(actual[k]))
                                    .arg(static_cast<double>(expected[k]))));
        }
    }
};

QTEST_APPLESS_MAIN(TestTorchSource)
#include "tst_torch_source.moc"
