#include "tests/core/analysis/many_programs.h"

#include <algorithm>
#include <random>
#include <set>

#include <QTest>

#include "tests/core/compiler/machines.h"
#include "tests/core/compiler/work_lists.h"
#include "tests/core/program/streams.h"

namespace lockstep::test {

using namespace lowering;

namespace {

/// Layers behind and beside one another, sums over vectors, choices, states.
class ListGrower {
  public:
    explicit ListGrower(unsigned seed) : random_(seed) {}

    ListBuilder grow() {
        vectors_.push_back(builder_.input(pick(1, 300)));
        if (pick(0, 2) == 0) vectors_.push_back(builder_.input(pick(1, 90)));
        for (int step = pick(2, 7); step > 0; --step) add();
        // What nothing reads would be no part of a program.
        for (std::size_t i = 0; i < vectors_.size(); ++i)
            if (!read_.contains(i)) builder_.output(builder_.linear(vectors_[i], pick(1, 100), false));
        std::ranges::stable_partition(builder_.list.work,
                                      [](const Work& work) { return !work.state_update; });
        return std::move(builder_);
    }

  private:
    int pick(int low, int high) {
        return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1));
    }
    VectorId any() {
        const auto index = static_cast<std::size_t>(pick(0, static_cast<int>(vectors_.size()) - 1));
        read_.insert(index);
        return vectors_[index];
    }
    std::int64_t length(VectorId vector) const { return builder_.list.vectors[vector.value].length; }

    void add() {
        const VectorId x = any();
        switch (pick(0, 6)) {
            case 0:
            case 1:
                vectors_.push_back(builder_.linear(x, pick(1, 260), pick(0, 1) == 0));
                break;
            case 2:
                vectors_.push_back(builder_.lstm(x, pick(1, 80)));
                break;
            case 3: {
                const VectorId y = builder_.linear(x, length(x), true);
                vectors_.push_back(builder_.add(x, y, false));
                break;
            }
            case 4: {
                const VectorId sum =
                    builder_.row(x, builder_.weight(1, length(x)), 0.5F, {.activation = Activation::rsqrt});
                vectors_.push_back(builder_.pointwise(PointwiseOp::multiply, {x, sum}));
                break;
            }
            case 5: {
                const VectorId largest = builder_.reduce(ReduceOp::maximum, x);
                vectors_.push_back(
                    builder_.pointwise(PointwiseOp::subtract, {x, largest}, {.activation = Activation::exp}));
                break;
            }
            default: {
                const VectorId state = builder_.state(builder_.values(length(x)), "history");
                const VectorId next = builder_.add(x, state, false);
                builder_.written(state, x);
                vectors_.push_back(next);
                break;
            }
        }
    }

    std::mt19937 random_;
    ListBuilder builder_;
    std::vector<VectorId> vectors_;
    std::set<std::size_t> read_;
};

Program compiled(const WorkList& list, const compiler::GraphView& view, const AcceleratorConfig& config) {
    return *compiler::compile_work(list, view, config).program;
}

std::vector<NamedProgram> make_programs() {
    std::vector<NamedProgram> programs = {
        {"sample", sample_program()}, {"vectors", vector_program()}, {"one lstm block", lstm_program()}};
    for (const char* config : {"v80_c6b32", "ia_420f_c6b32", "ia_840f_c3b64"}) {
        for (const auto& [family, meta] :
             {std::pair{"slp", "input=256;output=256"}, std::pair{"mlp", "layers=3;n_features=384"},
              std::pair{"lstm", "layers=2;hidden_size=160"}}) {
            const TestModel model = benchmark_model(family, meta);
            programs.push_back({std::string(family) + " on " + config,
                                compiled(model.list, model.view, find_config(config))});
        }
    }
    const std::vector<AcceleratorConfig> configs = machines();
    for (unsigned seed = 1; seed <= 24; ++seed) {
        const ListBuilder grown = ListGrower(seed).grow();
        const AcceleratorConfig& config = configs[seed % configs.size()];
        programs.push_back({"random " + std::to_string(seed) + " on " + config.name,
                            compiled(grown.list, grown.view, config)});
    }
    return programs;
}

}  // namespace

const std::vector<NamedProgram>& many_programs() {
    static const std::vector<NamedProgram> programs = make_programs();
    return programs;
}

void many_programs_rows() {
    QTest::addColumn<int>("program");
    for (std::size_t i = 0; i < many_programs().size(); ++i)
        QTest::newRow(many_programs()[i].name.c_str()) << static_cast<int>(i);
}

}  // namespace lockstep::test
