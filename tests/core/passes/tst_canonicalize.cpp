#include <QtTest>

#include <algorithm>
#include <set>

#include "core/nnir/builder.h"
#include "core/nnir/text.h"
#include "core/passes/canonicalize.h"
#include "core/passes/streaming_transform.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

Q_DECLARE_METATYPE(Graph)

namespace {

const Tensor first_weight = sample_tensor({4, 3, 3}, 1);
const Tensor first_bias = sample_tensor({4}, 2);
const Tensor second_weight = sample_tensor({2, 4, 3}, 3);
const Tensor second_bias = sample_tensor({2}, 4);

/// What the first convolution and a relu make of zeros, `count` times.
Tensor relu_of_bias(std::int64_t count) {
    std::vector<float> values;
    for (const float bias : first_bias.values())
        for (std::int64_t k = 0; k < count; ++k) values.push_back(std::max(bias, 0.0F));
    return {{1, 4, count}, values};
}

template <class Body>
Graph graph(Shape input, Body&& body) {
    GraphBuilder b;
    const ValueId x = b.input("x", std::move(input));
    b.output(body(b, x));
    return b.finish();
}

Graph canonical(const Graph& source) {
    const auto results = canonicalize(source);
    return results.empty() ? source : results.back().graph;
}

Graph causal_pair() {
    return graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
        const ValueId y = b.relu(b.conv1d(x, first_weight, first_bias, {.pad_left = 2}));
        return b.conv1d(y, second_weight, second_bias, {.pad_left = 2});
    });
}

void add_row(const char* name, const Graph& from, const Graph& to) {
    QTest::newRow(name) << from << to;
}

}  // namespace

class TestCanonicalize : public QObject {
    Q_OBJECT

    static Graph cell_on_state(bool wrapped) {
        const LstmWeights weights = sample_lstm(3, 4, 70);
        GraphBuilder b;
        const ValueId x = b.input("x", {1, 3});
        const Shape shape = wrapped ? Shape{1, 1, 4} : Shape{1, 4};
        const ValueId h = b.state("hidden_state", wrapped ? "carried" : "hidden", sample_tensor(shape, 71));
        const ValueId c = b.state("cell_state", wrapped ? "carried" : "cell", sample_tensor(shape, 72));
        const auto to = [&](ValueId value, const Shape& s) { return wrapped ? b.reshape(value, s) : value; };
        const ValueId out = b.add("LstmCell",
                                  {{"weight_ih", weights.input},
                                   {"weight_hh", weights.recurrent},
                                   {"bias_ih", *weights.input_bias},
                                   {"bias_hh", *weights.recurrent_bias}},
                                  {x, to(h, {1, 4}), to(c, {1, 4})});
        const ValueId cell = b.graph().nodes.back().outputs[1];
        b.output(b.relu(out));
        b.write(h, to(out, shape));
        b.write(c, to(cell, shape));
        return b.finish();
    }

    static void rows() {
        QTest::addColumn<Graph>("source");
        QTest::addColumn<Graph>("expected");
        add_row("a state that is reshaped for its cell", cell_on_state(true), cell_on_state(false));
        const Tensor opposite = Tensor::filled({}, -1.0F);
        const Tensor one = Tensor::filled({}, 1.0F);
        add_row("one and the opposite of a value",
                graph({5, 3},
                      [&](GraphBuilder& b, ValueId x) {
                          const ValueId y = b.pointwise("multiply", b.relu(x), opposite);
                          return b.pointwise("add", y, one);
                      }),
                graph({5, 3}, [&](GraphBuilder& b, ValueId x) {
                    const Attributes attributes{
                        {"op", std::string("subtract")}, {"constant", one}, {"constant_first", true}};
                    return b.add("Pointwise", attributes, {b.relu(x)});
                }));
        add_row(
            "the opposite and a value",
            graph({5, 3},
                  [&](GraphBuilder& b, ValueId x) {
                      const ValueId y = b.pointwise("multiply", b.relu(x), opposite);
                      return b.pointwise("add", y, x);
                  }),
            graph({5, 3}, [](GraphBuilder& b, ValueId x) { return b.pointwise("subtract", x, b.relu(x)); }));
        add_row("less the opposite",
                graph({5, 3},
                      [&](GraphBuilder& b, ValueId x) {
                          const ValueId y = b.pointwise("multiply", b.relu(x), opposite);
                          return b.pointwise("subtract", x, y);
                      }),
                graph({5, 3}, [](GraphBuilder& b, ValueId x) { return b.pointwise("add", x, b.relu(x)); }));
        add_row("a pad before each convolution",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          const ValueId y = b.relu(b.conv1d(b.pad(x, 2, 2, 0), first_weight, first_bias));
                          return b.conv1d(b.pad(y, 2, 2, 0), second_weight, second_bias);
                      }),
                causal_pair());
        add_row("padding on both sides, cut at the end",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          ValueId y = b.conv1d(x, first_weight, first_bias, {.pad_left = 2, .pad_right = 2});
                          y = b.relu(b.slice(y, 2, 0, 6));
                          y = b.conv1d(y, second_weight, second_bias, {.pad_left = 2, .pad_right = 2});
                          return b.slice(y, 2, 0, 6);
                      }),
                causal_pair());
        add_row("cut behind the relu",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          ValueId y = b.conv1d(x, first_weight, first_bias, {.pad_left = 2, .pad_right = 2});
                          y = b.slice(b.relu(y), 2, 0, 6);
                          y = b.conv1d(y, second_weight, second_bias, {.pad_left = 2, .pad_right = 2});
                          return b.slice(y, 2, 0, 6);
                      }),
                causal_pair());
        add_row("both cut at the very end",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          const ValueId y =
                              b.relu(b.conv1d(x, first_weight, first_bias, {.pad_left = 2, .pad_right = 2}));
                          return b.slice(
                              b.conv1d(y, second_weight, second_bias, {.pad_left = 2, .pad_right = 2}), 2, 0,
                              6);
                      }),
                causal_pair());
        add_row("one pad before two convolutions",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          const ValueId y = b.relu(b.conv1d(b.pad(x, 2, 4, 0), first_weight, first_bias));
                          return b.conv1d(y, second_weight, second_bias);
                      }),
                graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                    const ValueId y = b.relu(b.conv1d(x, first_weight, first_bias, {.pad_left = 2}));
                    return b.conv1d(y, second_weight, second_bias,
                                    {.pad_left = 2, .history = relu_of_bias(2)});
                }));
        add_row("padding of the first convolution for both",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          const ValueId y =
                              b.relu(b.conv1d(x, first_weight, first_bias, {.pad_left = 4, .pad_right = 0}));
                          return b.conv1d(y, second_weight, second_bias);
                      }),
                graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                    const ValueId y = b.relu(b.conv1d(x, first_weight, first_bias, {.pad_left = 2}));
                    return b.conv1d(y, second_weight, second_bias,
                                    {.pad_left = 2, .history = relu_of_bias(2)});
                }));
        add_row("one pad, other operators between",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          ValueId y = b.conv1d(b.pad(x, 2, 4, 0), first_weight, first_bias);
                          y = b.transpose(b.relu(b.transpose(y, {0, 2, 1})), {0, 2, 1});
                          y = b.pointwise("add", y, Tensor::filled({4, 1}, 0.5F));
                          return b.conv1d(b.pointwise("subtract", y, y), second_weight, second_bias);
                      }),
                graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                    ValueId y = b.conv1d(x, first_weight, first_bias, {.pad_left = 2});
                    y = b.transpose(b.relu(b.transpose(y, {0, 2, 1})), {0, 2, 1});
                    y = b.pointwise("add", y, Tensor::filled({4, 1}, 0.5F));
                    return b.conv1d(b.pointwise("subtract", y, y), second_weight, second_bias,
                                    {.pad_left = 2});
                }));
        add_row("a pad of another value",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          return b.conv1d(b.pad(x, 2, 2, 0, 1.5), first_weight, first_bias);
                      }),
                graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                    return b.conv1d(x, first_weight, first_bias,
                                    {.pad_left = 2, .history = Tensor::filled({1, 3, 2}, 1.5F)});
                }));
        // The second convolution sees zeros, then what the first one makes of its padding: it needs the last
        // of them only.
        const Tensor pair_weight = sample_tensor({2, 4, 2}, 6);
        const RealTensor seen = concatenate({RealTensor({1, 4, 1}), RealTensor(relu_of_bias(2))}, 2);
        const Graph valid =
            graph({1, 4, 3}, [&](GraphBuilder& b, ValueId x) { return b.conv1d(x, pair_weight); });
        const Tensor first_outputs = to_tensor(evaluate(valid, {seen}).outputs[0]);
        add_row("padding that is not all alike",
                graph({1, 3, 6},
                      [&](GraphBuilder& b, ValueId x) {
                          const ValueId y = b.relu(b.conv1d(x, first_weight, first_bias, {.pad_left = 4}));
                          return b.conv1d(y, pair_weight, {}, {.pad_left = 1});
                      }),
                graph({1, 3, 6}, [&](GraphBuilder& b, ValueId x) {
                    const ValueId y = b.relu(b.conv1d(x, first_weight, first_bias, {.pad_left = 2}));
                    const ValueId z =
                        b.conv1d(y, pair_weight, {}, {.pad_left = 1, .history = relu_of_bias(1)});
                    return b.add("Pad",
                                 {{"axis", std::int64_t{2}},
                                  {"left", std::int64_t{2}},
                                  {"right", std::int64_t{0}},
                                  {"value", 0.0},
                                  {"columns", first_outputs}},
                                 {z});
                }));
        add_row("a pad for a skip connection too",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          const ValueId p = b.pad(x, 2, 2, 0);
                          const ValueId y = b.conv1d(p, sample_tensor({3, 3, 3}, 5), {});
                          return b.pointwise("add", y, b.slice(p, 2, 2, 6));
                      }),
                graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                    const ValueId y = b.conv1d(x, sample_tensor({3, 3, 3}, 5), {}, {.pad_left = 2});
                    return b.pointwise("add", y, x);
                }));
        const auto joined = [](std::int64_t count) {
            return graph({2, 6}, [count](GraphBuilder& b, ValueId x) {
                std::vector<ValueId> parts;
                for (std::int64_t k = 0; k < count; ++k)
                    parts.push_back(b.linear(x, sample_tensor({4, 6}, 10 + static_cast<std::uint64_t>(k))));
                return b.add("Concat", {{"axis", std::int64_t{0}}}, parts);
            });
        };
        add_row("a slice of a slice",
                graph({1, 3, 9},
                      [](GraphBuilder& b, ValueId x) { return b.slice(b.slice(x, 2, 2, 6), 2, 1, 3); }),
                graph({1, 3, 9}, [](GraphBuilder& b, ValueId x) { return b.slice(x, 2, 3, 3); }));
        add_row("a slice of one joined part",
                graph({2, 6},
                      [](GraphBuilder& b, ValueId x) {
                          const ValueId first = b.linear(x, sample_tensor({4, 6}, 10));
                          const ValueId y = b.linear(x, sample_tensor({4, 6}, 11));
                          return b.slice(b.add("Concat", {{"axis", std::int64_t{1}}}, {first, y}), 1, 5, 2);
                      }),
                graph({2, 6}, [](GraphBuilder& b, ValueId x) {
                    return b.slice(b.linear(x, sample_tensor({4, 6}, 11)), 1, 1, 2);
                }));
        add_row("the parts of a value joined again",
                graph({4, 6},
                      [](GraphBuilder& b, ValueId x) {
                          const ValueId y = b.relu(x);
                          std::vector<ValueId> parts;
                          for (std::int64_t k = 0; k < 4; ++k) parts.push_back(b.slice(y, 0, k, 1));
                          return b.add("Concat", {{"axis", std::int64_t{0}}}, parts);
                      }),
                graph({4, 6}, [](GraphBuilder& b, ValueId x) { return b.relu(x); }));
        add_row("a join that grows",
                graph({2, 6},
                      [](GraphBuilder& b, ValueId x) {
                          ValueId all = b.linear(x, sample_tensor({4, 6}, 10));
                          for (std::uint64_t k = 1; k < 4; ++k)
                              all = b.add("Concat", {{"axis", std::int64_t{0}}},
                                          {all, b.linear(x, sample_tensor({4, 6}, 10 + k))});
                          return all;
                      }),
                joined(4));
        add_row("rows that are written in place",
                graph({2, 6},
                      [](GraphBuilder& b, ValueId x) {
                          ValueId all = b.pad(b.linear(x, sample_tensor({4, 6}, 10)), 0, 0, 4);
                          for (std::int64_t k = 1; k < 3; ++k) {
                              std::vector<ValueId> parts{
                                  b.slice(all, 0, 0, 2 * k),
                                  b.linear(x, sample_tensor({4, 6}, 10 + static_cast<std::uint64_t>(k)))};
                              if (k < 2) parts.push_back(b.slice(all, 0, 2 * k + 2, 4 - 2 * k));
                              all = b.add("Concat", {{"axis", std::int64_t{0}}}, parts);
                          }
                          return all;
                      }),
                joined(3));
        add_row(
            "padding on the right stays",
            graph({1, 3, 6}, [](GraphBuilder& b,
                                ValueId x) { return b.conv1d(b.pad(x, 2, 1, 1), first_weight, first_bias); }),
            graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                return b.conv1d(x, first_weight, first_bias, {.pad_left = 1, .pad_right = 1});
            }));
        add_row("the front is cut off the padding",
                graph({1, 3, 6},
                      [](GraphBuilder& b, ValueId x) {
                          return b.slice(
                              b.conv1d(x, first_weight, first_bias, {.pad_left = 3, .pad_right = 2}), 2, 1,
                              6);
                      }),
                graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                    return b.conv1d(x, first_weight, first_bias, {.pad_left = 2});
                }));
        add_row("an LSTM without a batch",
                graph({5, 3},
                      [](GraphBuilder& b, ValueId x) {
                          ValueId y = b.lstm(b.reshape(x, {5, 1, 3}), sample_lstm(3, 4, 10), 0, 0);
                          y = b.lstm(y, sample_lstm(4, 2, 20), 0, 1);
                          return b.reshape(y, {5, 2});
                      }),
                graph({5, 3}, [](GraphBuilder& b, ValueId x) {
                    return b.lstm(b.lstm(x, sample_lstm(3, 4, 10), 0, 0), sample_lstm(4, 2, 20), 0, 1);
                }));
        LstmWeights wrapped = sample_lstm(3, 4, 30);
        wrapped.initial_hidden = sample_tensor({1, 4}, 31);
        wrapped.initial_cell = sample_tensor({1, 4}, 32);
        LstmWeights unwrapped = wrapped;
        unwrapped.initial_hidden = wrapped.initial_hidden->reshaped({4});
        unwrapped.initial_cell = wrapped.initial_cell->reshaped({4});
        add_row("batch first without a batch, initial state",
                graph({5, 3},
                      [&](GraphBuilder& b, ValueId x) {
                          return b.reshape(b.lstm(b.reshape(x, {1, 5, 3}), wrapped, 1), {5, 4});
                      }),
                graph({5, 3}, [&](GraphBuilder& b, ValueId x) { return b.lstm(x, unwrapped, 0); }));
        add_row(
            "a product and a sum",
            graph(
                {2, 3},
                [](GraphBuilder& b, ValueId x) {
                    return b.pointwise("add", b.linear(x, sample_tensor({4, 3}, 40)), sample_tensor({4}, 41));
                }),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) {
                return b.linear(x, sample_tensor({4, 3}, 40), sample_tensor({4}, 41));
            }));
        add_row(
            "a sum per row is no bias",
            graph({2, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.pointwise("add", b.linear(x, sample_tensor({4, 3}, 40)),
                                         sample_tensor({2, 1}, 41));
                  }),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) {
                return b.pointwise("add", b.linear(x, sample_tensor({4, 3}, 40)), sample_tensor({2, 1}, 41));
            }));
        add_row("transposes that cancel",
                graph({2, 3, 4},
                      [](GraphBuilder& b, ValueId x) {
                          return b.relu(b.transpose(b.transpose(x, {2, 0, 1}), {1, 2, 0}));
                      }),
                graph({2, 3, 4}, [](GraphBuilder& b, ValueId x) { return b.relu(x); }));
        add_row("nothing is left",
                graph({2, 3},
                      [](GraphBuilder& b, ValueId x) {
                          return b.reshape(b.slice(b.reshape(x, {6}), 0, 0, 6), {2, 3});
                      }),
                graph({2, 3}, [](GraphBuilder&, ValueId x) { return x; }));
        add_row("what no output needs",
                graph({2, 3},
                      [](GraphBuilder& b, ValueId x) {
                          b.relu(b.clamp(x, -1, 1));
                          return b.relu(x);
                      }),
                graph({2, 3}, [](GraphBuilder& b, ValueId x) { return b.relu(x); }));
    }

  private Q_SLOTS:
    void givesTheExpectedForm_data() { rows(); }
    void givesTheExpectedForm() {
        QFETCH(Graph, source);
        QFETCH(Graph, expected);
        QCOMPARE(canonical_text(canonical(source)), canonical_text(expected));
    }

    void keepsTheResultInEveryPass_data() { rows(); }
    void keepsTheResultInEveryPass() {
        QFETCH(Graph, source);
        const auto inputs = sample_inputs(source, 3);
        const auto expected = evaluate(source, inputs).outputs;
        for (const PassResult& result : canonicalize(source)) {
            check_sound(result.graph);
            QVERIFY2(difference(evaluate(result.graph, inputs).outputs, expected) <= 1e-9,
                     result.record.pass.c_str());
        }
    }

    void isIdempotent_data() { rows(); }
    void isIdempotent() {
        QFETCH(Graph, source);
        QVERIFY(canonicalize(canonical(source)).empty());
    }

    /// What a record does not mention is untouched; what it mentions exists; ids are not reused.
    void recordsWhatItChanges_data() { rows(); }
    void recordsWhatItChanges() {
        QFETCH(Graph, source);
        const Graph* before = &source;
        const std::vector<PassResult> results = canonicalize(source);
        for (const PassResult& result : results) {
            std::set<NodeId> mentioned;
            for (const Change& change : result.record.changes) {
                QVERIFY(!change.reason.empty());
                QCOMPARE(change.kind == ChangeKind::removed, change.after.empty());
                QCOMPARE(change.kind == ChangeKind::added, change.before.empty());
                for (const NodeId id : change.before) QVERIFY(before->find_node(id) != nullptr);
                for (const NodeId id : change.after) QVERIFY(result.graph.find_node(id) != nullptr);
                mentioned.insert(change.before.begin(), change.before.end());
                mentioned.insert(change.after.begin(), change.after.end());
            }
            for (const Node& node : result.graph.nodes) {
                const Node* old = before->find_node(node.id);
                QVERIFY(old != nullptr || node.id.value >= before->next_node);
                QVERIFY(old != nullptr || mentioned.contains(node.id));
                if (old != nullptr) QVERIFY(old->op == node.op && old->attributes == node.attributes);
            }
            for (const Node& node : before->nodes)
                if (result.graph.find_node(node.id) == nullptr)
                    QVERIFY2(mentioned.contains(node.id), result.record.pass.c_str());
            before = &result.graph;
        }
    }

    void onePadStreamsWithTheRightFirstSteps() {
        const Graph source = graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
            const ValueId y = b.relu(b.conv1d(b.pad(x, 2, 4, 0), first_weight, first_bias));
            return b.conv1d(y, second_weight, second_bias);
        });
        const Graph form = canonical(source);
        check_streaming(form, {2}, 5);
        if (QTest::currentTestFailed()) return;
        // Against the graph as it was written, and not equal to a start from zeros.
        const auto inputs = sample_inputs(source, 5);
        const auto expected = evaluate(source, inputs).outputs;
        const StreamedGraph streamed = streaming_transform(form, {2});
        QVERIFY(difference(evaluate_steps(streamed.graph, inputs, {2}, {2}), expected) <= 1e-9);
        const auto from_zeros = evaluate(causal_pair(), inputs).outputs;
        QVERIFY(difference({slice(from_zeros[0], 2, 0, 1)}, {slice(expected[0], 2, 0, 1)}) > 0.01);
    }

    void aWrittenStateIsNotCutAway() {
        GraphBuilder b;
        const ValueId x = b.input("x", {3});
        const ValueId before = b.state("sum", "hidden", Tensor::filled({3}, 0.0F));
        const ValueId after = b.pointwise("add", x, before);
        b.write(before, b.reshape(after, {3}));
        b.output(x);
        const Graph form = canonical(b.finish());
        check_sound(form);
        QCOMPARE(form.nodes.size(), 1U);
        QCOMPARE(form.states[0].written, form.nodes[0].outputs[0]);
    }
};

QTEST_APPLESS_MAIN(TestCanonicalize)
#include "tst_canonicalize.moc"
