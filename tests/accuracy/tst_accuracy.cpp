#include <algorithm>

#include <QTest>

#include "core/accel/accelerator_config.h"
#include "core/support/error.h"
#include "tests/accuracy/evaluate.h"

using namespace lockstep;
using accuracy::Result;

/// Cycles against the published ones, from the models' TorchScript files on. V80LL and NT400D11 have the
/// cycles of V80 and IA-420f in every published row and are left out.
class TestAccuracy : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        const std::vector<accuracy::PublishedRow> rows = accuracy::published_rows();
        const std::vector<std::string>& known = accuracy::known_families();
        for (const accuracy::ZooModel& model : accuracy::zoo_models(LOCKSTEP_TEST_DATA "/zoo")) {
            if (std::ranges::find(known, model.family) == known.end()) continue;
            const ModelGraphs graphs = accuracy::load(model);
            for (const accuracy::PublishedRow& row : rows)
                if (row.family == model.family && row.index == model.index && row.board != "V80LL" &&
                    row.board != "NT400D11")
                    results_.push_back(accuracy::evaluate(row, *graphs.compiled_form(),
                                                          find_config(accuracy::preset_of(row.board))));
        }
    }

    void everyRowIsThere() { QCOMPARE(results_.size(), std::size_t{84}); }

    void fitsWhereItFits() {
        for (const Result& result : results_)
            if (!agrees_on_fitting(result))
                QFAIL(qPrintable(QString::fromStdString(result.row.family + " " + result.row.board + " " +
                                                        result.row.meta + ": " + result.failure)));
    }

    void spaced() {
        const std::vector<double> errors = accuracy::spaced_errors(results_);
        QVERIFY2(accuracy::quantile(errors, 0.5) <= 1.5,
                 qPrintable(QString::number(accuracy::quantile(errors, 0.5))));
        QVERIFY2(accuracy::quantile(errors, 0.9) <= 5.0,
                 qPrintable(QString::number(accuracy::quantile(errors, 0.9))));
    }

    void contiguous() {
        const std::vector<double> errors = accuracy::contiguous_errors(results_);
        QVERIFY2(accuracy::quantile(errors, 0.5) <= 2.0,
                 qPrintable(QString::number(accuracy::quantile(errors, 0.5))));
        QVERIFY2(accuracy::quantile(errors, 0.9) <= 8.0,
                 qPrintable(QString::number(accuracy::quantile(errors, 0.9))));
    }

  private:
    std::vector<Result> results_;
};

QTEST_APPLESS_MAIN(TestAccuracy)
#include "tst_accuracy.moc"
