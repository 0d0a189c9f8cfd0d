#include <QtTest>

#include <cmath>

#include "../passes/imported_graphs.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/passes/canonicalize.h"
#include "core/passes/data_dimension.h"
#include "core/passes/import_nnir.h"
#include "core/passes/streaming_transform.h"
#include "core/support/error.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using B = ImportedBuilder;

namespace {

/// One imported recurrent layer or cell.
struct Case {
    std::string op = {};
    std::int64_t layers = 1;
    bool bidirectional = false;
    bool batch_first = false;
    bool biases = true;
    std::int64_t projection = 0;
    bool computed_states = false;
    std::int64_t steps = 4;
    std::int64_t batch = 1;
    std::size_t output = 0;  ///< which one is looked at: y, h_n or c_n
};

constexpr std::int64_t inputs = 3;
constexpr std::int64_t hidden = 4;

std::int64_t gates_of(const std::string& op) {
    if (op.starts_with("aten::lstm")) return 4;
    return op.starts_with("aten::gru") ? 3 : 1;
}

bool has_c(const Case& c) {
    return c.op.starts_with("aten::lstm");
}

double sigmoid(double v) {
    return 1 / (1 + std::exp(-v));
}

using Vector = std::vector<double>;

Vector product(const Tensor& matrix, const Vector& x) {
    const auto columns = static_cast<std::size_t>(matrix.shape()[1]);
    Vector y(static_cast<std::size_t>(matrix.shape()[0]), 0.0);
    for (std::size_t r = 0; r < y.size(); ++r)
        for (std::size_t k = 0; k < columns; ++k) y[r] += double{matrix.values()[r * columns + k]} * x[k];
    return y;
}

void add(Vector& to, const Tensor& bias) {
    for (std::size_t k = 0; k < to.size(); ++k) to[k] += double{bias.values()[k]};
}

/// The formulas of PyTorch's documentation for one step of one row.
void step(const Case& c, const std::vector<Tensor>& w, const Vector& x, Vector& h, Vector& cell) {
    Vector a = product(w[0], x);
    Vector b = product(w[1], h);
    if (c.biases) {
        add(a, w[2]);
        add(b, w[3]);
    }
    const std::size_t n = hidden;
    Vector next(n);
    for (std::size_t k = 0; k < n; ++k) {
        if (has_c(c)) {
            const double i = sigmoid(a[k] + b[k]);
            const double f = sigmoid(a[n + k] + b[n + k]);
            const double g = std::tanh(a[2 * n + k] + b[2 * n + k]);
            const double o = sigmoid(a[3 * n + k] + b[3 * n + k]);
            cell[k] = f * cell[k] + i * g;
            next[k] = o * std::tanh(cell[k]);
        } else if (gates_of(c.op) == 3) {
            const double r = sigmoid(a[k] + b[k]);
            const double z = sigmoid(a[n + k] + b[n + k]);
            const double candidate = std::tanh(a[2 * n + k] + r * b[2 * n + k]);
            next[k] = (1 - z) * candidate + z * h[k];
        } else {
            next[k] =
                c.op.find("relu") != std::string::npos ? std::max(0.0, a[k] + b[k]) : std::tanh(a[k] + b[k]);
        }
    }
    h = c.projection > 0 ? product(w.back(), next) : next;
}

Vector row_of(const RealTensor& tensor, std::int64_t row) {
    const auto width = tensor.shape.back();
    const auto from = tensor.values.begin() + row * width;
    return {from, from + width};
}

void set_row(RealTensor& tensor, std::int64_t row, const Vector& values) {
    std::copy(values.begin(), values.end(),
              tensor.values.begin() + row * static_cast<std::int64_t>(values.size()));
}

struct Made {
    ImportedGraph imported;
    std::vector<RealTensor> inputs;
    RealTensor expected;
};

Made make(const Case& c) {
    Made made;
    B b;
    const std::int64_t width = c.projection > 0 ? c.projection : hidden;
    const std::int64_t directions = c.bidirectional ? 2 : 1;
    const std::int64_t count = c.layers * directions;
    const std::int64_t rows = gates_of(c.op) * hidden;
    std::vector<std::vector<Tensor>> weights;
    std::vector<Tensor> params;
    std::uint64_t seed = 20;
    for (std::int64_t k = 0; k < count; ++k) {
        const std::int64_t in = k < directions ? inputs : directions * width;
        std::vector<Tensor> w{sample_tensor({rows, in}, seed++), sample_tensor({rows, width}, seed++)};
        if (c.biases) {
            w.push_back(sample_tensor({rows}, seed++));
            w.push_back(sample_tensor({rows}, seed++));
        }
        if (c.projection > 0) w.push_back(sample_tensor({width, hidden}, seed++));
        params.insert(params.end(), w.begin(), w.end());
        weights.push_back(std::move(w));
    }
    const Shape given = c.batch_first ? Shape{c.batch, c.steps, inputs} : Shape{c.steps, c.batch, inputs};
    made.inputs.emplace_back(sample_tensor(given, 10));
    const std::uint32_t x = b.input("x", given);
    std::vector<RealTensor> states;
    std::vector<std::variant<std::uint32_t, Tensor>> entries;
    for (const std::int64_t size : {width, hidden}) {
        if (states.size() == 1 && !has_c(c)) break;
        const Tensor state = sample_tensor({count, c.batch, size}, 12 + states.size());
        states.emplace_back(state);
        if (c.computed_states) {
            entries.emplace_back(b.input("state" + std::to_string(states.size()), state.shape()));
            made.inputs.emplace_back(state);
        } else {
            entries.emplace_back(state);
        }
    }
    if (!has_c(c)) states.push_back(states.front());
    std::vector<ImportedArgument> arguments{B::value("input", x)};
    if (has_c(c)) {
        ImportedArgument list{"hx", ImportedAttribute(std::monostate()), {}};
        list.list = entries;
        arguments.push_back(list);
    } else if (c.computed_states) {
        arguments.push_back(B::value("hx", std::get<std::uint32_t>(entries[0])));
    } else {
        arguments.push_back(B::known("hx", std::get<Tensor>(entries[0])));
    }
    arguments.push_back(B::tensors("params", params));
    for (const auto& [name, value] :
         {std::pair("has_biases", c.biases), std::pair("train", false),
          std::pair("bidirectional", c.bidirectional), std::pair("batch_first", c.batch_first)})
        arguments.push_back(B::known(name, value));
    arguments.push_back(B::known("num_layers", c.layers));
    arguments.push_back(B::known("dropout", 0.5));

    const auto place = [&](std::int64_t t, std::int64_t n) {
        return c.batch_first ? n * c.steps + t : t * c.batch + n;
    };
    RealTensor now = made.inputs[0];
    for (std::int64_t layer = 0; layer < c.layers; ++layer) {
        RealTensor y({given[0], given[1], directions * width});
        for (std::int64_t d = 0; d < directions; ++d) {
            const std::int64_t index = layer * directions + d;
            for (std::int64_t n = 0; n < c.batch; ++n) {
                Vector h = row_of(states[0], index * c.batch + n);
                Vector cell = row_of(states[1], index * c.batch + n);
                for (std::int64_t s = 0; s < c.steps; ++s) {
                    const std::int64_t t = d == 1 ? c.steps - 1 - s : s;
                    step(c, weights[static_cast<std::size_t>(index)], row_of(now, place(t, n)), h, cell);
                    std::copy(h.begin(), h.end(),
                              y.values.begin() + place(t, n) * directions * width + d * width);
                }
                set_row(states[0], index * c.batch + n, h);
                set_row(states[1], index * c.batch + n, cell);
            }
        }
        now = y;
    }
    std::vector<Shape> results{now.shape, states[0].shape};
    if (has_c(c)) results.push_back(states[1].shape);
    made.expected = c.output == 0 ? now : states[c.output - 1];
    made.imported = b.finish({b.add_many(c.op, arguments, results)[c.output]});
    return made;
}

}  // namespace

Q_DECLARE_METATYPE(Case)

/// Recurrent layers and cells as PyTorch's documentation defines them.
class TestImportedRecurrent : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void followsTheFormulas_data() {
        QTest::addColumn<Case>("test");
        for (const char* op : {"aten::lstm", "aten::gru", "aten::rnn_tanh", "aten::rnn_relu"}) {
            const auto row = [&](const char* name, Case test) {
                test.op = op;
                QTest::newRow((std::string(op) + ", " + name).c_str()) << test;
            };
            row("one layer", {});
            row("two layers, batch first, no biases",
                {.layers = 2, .batch_first = true, .biases = false, .batch = 2});
            row("both directions", {.layers = 2, .bidirectional = true, .batch_first = true, .steps = 3});
            row("last h", {.layers = 2, .batch_first = true, .batch = 2, .output = 1});
            row("last h of both directions", {.bidirectional = true, .output = 1});
            row("computed states", {.layers = 2, .computed_states = true, .steps = 2});
            row("computed states, last h",
                {.batch_first = true, .computed_states = true, .steps = 3, .batch = 2, .output = 1});
            row("one step", {.computed_states = true, .steps = 1, .output = 1});
        }
        const auto row = [](const char* name, const Case& test) { QTest::newRow(name) << test; };
        row("last c", {.op = "aten::lstm", .layers = 2, .output = 2});
        row("last c, both directions",
            {.op = "aten::lstm", .bidirectional = true, .batch_first = true, .output = 2});
        row("last c, computed states",
            {.op = "aten::lstm", .layers = 2, .computed_states = true, .output = 2});
        row("projection", {.op = "aten::lstm", .layers = 2, .projection = 2});
        row("projection, both directions, last c",
            {.op = "aten::lstm", .bidirectional = true, .projection = 3, .output = 2});
    }
    void followsTheFormulas() {
        QFETCH(Case, test);
        const Made made = make(test);
        const Graph graph = import_nnir(made.imported);
        graph_checks::check_sound(graph);
        const double off = graph_checks::difference(evaluate(graph, made.inputs).outputs, {made.expected});
        QVERIFY2(off <= 1e-12, qPrintable(QString::number(off)));
        const std::vector<PassResult> passes = canonicalize(graph);
        graph_checks::check_lowering(passes.empty() ? graph : passes.back().graph, 3);
    }

    void streamsAlongTheSequence_data() {
        QTest::addColumn<Case>("test");
        for (const char* op : {"aten::lstm", "aten::gru", "aten::rnn_tanh"}) {
            QTest::newRow((std::string(op) + ", two layers").c_str()) << Case{.op = op, .layers = 2};
            QTest::newRow((std::string(op) + ", batch first").c_str())
                << Case{.op = op, .batch_first = true, .batch = 2};
        }
    }
    void streamsAlongTheSequence() {
        QFETCH(Case, test);
        const Graph graph = import_nnir(make(test).imported);
        const std::vector<PassResult> passes = canonicalize(graph);
        graph_checks::check_streaming(passes.empty() ? graph : passes.back().graph,
                                      {test.batch_first ? 1 : 0}, 3);
    }

    void bothDirectionsDoNotStream() {
        const Graph graph = import_nnir(make({.op = "aten::gru", .bidirectional = true}).imported);
        try {
            streaming_transform(graph, {0});
            QFAIL("streamed");
        } catch (const Error& error) {
            const Failure& failure = error.failure();
            QCOMPARE(failure.kind, FailureKind::cannot_stream);
            QCOMPARE(QString::fromStdString(failure.nodes.at(0).op), QStringLiteral("Gru"));
            QVERIFY(QString::fromStdString(failure.nodes.at(0).reason)
                        .contains(QStringLiteral("runs backwards")));
            QVERIFY(QString::fromStdString(failure.advice).contains(QStringLiteral("one direction")));
        }
    }

    /// The layers of a stack can be told apart in the streaming form.
    void cellsKeepTheirLayer() {
        const Graph graph = import_nnir(make({.op = "aten::lstm", .layers = 2}).imported);
        const Graph streamed = streaming_transform(graph, {0}).graph;
        std::vector<std::int64_t> layers;
        for (const Node& node : streamed.nodes)
            if (node.op->name() == "LstmCell") layers.push_back(node.attributes.integer("layer"));
        QCOMPARE(layers, (std::vector<std::int64_t>{0, 1}));
    }

    void refusesPackedSequences() {
        B b;
        const std::uint32_t x = b.input("x", {4, 3});
        ImportedArgument hx{"hx", ImportedAttribute(std::monostate()), {}};
        const auto outputs =
            b.add_many("aten::lstm", {B::value("data", x), hx}, {{4, 3}, {1, 1, 3}, {1, 1, 3}});
        try {
            import_nnir(b.finish({outputs[0]}));
            QFAIL("imported");
        } catch (const Error& error) {
            QVERIFY(QString::fromStdString(error.failure().nodes.at(0).reason)
                        .contains(QStringLiteral("packed sequences")));
        }
    }
};

QTEST_APPLESS_MAIN(TestImportedRecurrent)
#include "tst_imported_recurrent.moc"
