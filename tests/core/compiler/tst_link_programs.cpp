#include <algorithm>
#include <set>

#include <QTest>

#include "core/compiler/link_programs.h"
#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/passes/canonicalize.h"
#include "core/passes/data_dimension.h"
#include "core/passes/precision.h"
#include "core/passes/streaming_transform.h"
#include "core/program/operands.h"
#include "core/program/program_file.h"
#include "core/program/reset_cost.h"
#include "core/program/state_places.h"
#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/carried_graphs.h"
#include "tests/core/compiler/machines.h"

using namespace lockstep;

namespace {

nnir::Graph prepared(const nnir::Graph& graph) {
    const auto results = canonicalize(graph);
    return solve_data_dimensions(results.empty() ? graph : results.back().graph);
}

/// Graphs that keep state: those that carry it, and every sample of an operator that streams with state.
const std::vector<test::CarriedGraph>& stateful_graphs() {
    static const std::vector<test::CarriedGraph> graphs = [] {
        std::vector<test::CarriedGraph> all;
        for (const test::CarriedGraph& carried : test::carried_graphs())
            all.push_back({carried.name, prepared(carried.graph)});
        for (const nnir::Op* op : nnir::all_ops())
            for (const nnir::Sample& sample : op->samples()) {
                if (sample.axes.empty()) continue;
                const StreamingAxes axes(sample.axes.begin(), sample.axes.end());
                nnir::Graph graph =
                    solve_data_dimensions(streaming_transform(prepared(sample.graph), axes).graph);
                if (!graph.states.empty()) all.push_back({op->name() + ": " + sample.name, std::move(graph)});
            }
        return all;
    }();
    return graphs;
}

CompiledProgram compiled(std::size_t index, const AcceleratorConfig& config) {
    const test::CarriedGraph& graph = stateful_graphs()[index % stateful_graphs().size()];
    CompileOptions options;
    options.model_name = graph.name;
    return compile(graph.graph, config, options);
}

std::vector<float> inputs(const Program& program, int seed) {
    std::vector<float> values(static_cast<std::size_t>(program.input_values()));
    for (std::size_t k = 0; k < values.size(); ++k)
        values[k] = static_cast<float>((k * 37 + static_cast<std::size_t>(seed) * 101) % 29) / 16.0F - 0.9F;
    return values;
}

std::vector<float> step(Vm& vm, std::size_t model, int seed) {
    std::vector<float> outputs(static_cast<std::size_t>(vm.program(model).output_values()));
    vm.step_model(model, inputs(vm.program(model), seed), outputs);
    return outputs;
}

std::vector<std::vector<float>> states(const Vm& vm, std::size_t model) {
    std::vector<std::vector<float>> all;
    for (std::size_t s = 0; s < vm.program(model).states.size(); ++s) {
        const StateEntry& entry = vm.program(model).states[s];
        if (entry.memory == StateMemory::partial_sums) continue;
        all.emplace_back(static_cast<std::size_t>(element_count(entry.shape)));
        vm.read_state(s, all.back(), model);
    }
    return all;
}

/// As values that compare equal bit for bit, NaNs too.
std::vector<std::uint32_t> bits(const std::vector<float>& values) {
    std::vector<std::uint32_t> all;
    for (const float value : values) all.push_back(std::bit_cast<std::uint32_t>(value));
    return all;
}

std::int64_t total(const std::vector<MemoryUse>& memory, const std::string& name) {
    std::int64_t sum = 0;
    for (const MemoryUse& use : memory)
        if (use.name == name) sum += use.used;
    return sum;
}

/// Weight blocks that inferences fill, over all cores.
std::int64_t loaded_blocks(const Program& program) {
    std::int64_t count = 0;
    for (const CoreProgram& core : program.cores) {
        std::set<std::uint32_t> blocks;
        for (const Instruction& instruction : core.stream)
            if (const auto* load = std::get_if<LoadInstruction>(&instruction))
                for (const std::uint32_t block : weights_written_by(*load)) blocks.insert(block);
        count += std::ssize(blocks);
    }
    return count;
}

nnir::Graph linear(const std::string& name, float first) {
    nnir::GraphBuilder b(name);
    Tensor weight = Tensor::filled({40, 40}, first);
    b.output(b.linear(b.input("x", {40}), weight, Tensor::filled({40}, 0.5F)));
    return prepared(b.finish());
}

}  // namespace

/// Several models in one program and the state reset, on machines of many shapes; judged by the models alone,
/// by fresh machines and by verify_programs.
class TestLinkPrograms : public QObject {
    Q_OBJECT

    static void everyGraph() {
        QTest::addColumn<int>("index");
        for (std::size_t k = 0; k < stateful_graphs().size(); ++k)
            QTest::newRow(stateful_graphs()[k].name.c_str()) << static_cast<int>(k);
    }

  private Q_SLOTS:
    void linkingOneChangesNothing() {
        const CompiledProgram alone = compiled(0, find_config("v80_c6b32"));
        const CompiledPrograms linked = link_programs({alone});
        QVERIFY(*linked.set->models.front() == *alone.program);
        QVERIFY(linked.set->memory == alone.program->memory);
    }

    /// The reset puts every bit back that a fresh machine has, and costs the inference nothing.
    void reset_data() { everyGraph(); }
    void reset() {
        QFETCH(int, index);
        for (const AcceleratorConfig& config : test::machines()) {
            const CompiledProgram alone = compiled(static_cast<std::size_t>(index), config);
            const CompiledPrograms linked = link_programs({alone}, {.state_reset = true});
            const auto& program = linked.set->models.front();
            for (std::size_t core = 0; core < program->cores.size(); ++core)
                QVERIFY(program->cores[core].stream == alone.program->cores[core].stream);
            QCOMPARE(linked.timelines.front()->spaced, alone.timeline->spaced);
            QCOMPARE(linked.timelines.front()->contiguous, alone.timeline->contiguous);
            QVERIFY(!program->reset.empty());
            const ResetCost cost = reset_cost(*program).value();
            QVERIFY(cost.cycles > 0);
            QVERIFY(cost.instructions > 0);
            QVERIFY(!reset_cost(*alone.program));
            for (const char* name : {"weight_store", "cell_store", "clamp_store"})
                QCOMPARE(total(program->memory, name), total(alone.program->memory, name));
            for (const char* name : {"accumulator_store", "descriptors"}) {
                std::int64_t extra = 0;
                for (const ResetCost::Extra& more : cost.memory)
                    if (more.name == name) extra += more.blocks;
                QCOMPARE(total(program->memory, name), total(alone.program->memory, name) + extra);
            }

            const auto again = std::make_shared<const ProgramSet>(
                programs_from_bytes(programs_to_bytes(*linked.set), "file"));
            QVERIFY(*again == *linked.set);
            Vm vm(again);
            const VmSnapshot fresh = vm.snapshot();
            std::vector<std::vector<std::uint32_t>> first;
            for (int k = 0; k < 3; ++k) first.push_back(bits(step(vm, 0, k)));
            QVERIFY(vm.snapshot().tensor_state != fresh.tensor_state ||
                    vm.snapshot().accumulator_store != fresh.accumulator_store ||
                    vm.snapshot().cell_store != fresh.cell_store);
            vm.reset_model();
            const VmSnapshot back = vm.snapshot();
            QCOMPARE(back.tensor_state, fresh.tensor_state);
            QCOMPARE(bits(back.accumulator_store), bits(fresh.accumulator_store));
            QCOMPARE(bits(back.cell_store), bits(fresh.cell_store));
            for (int k = 0; k < 3; ++k) QCOMPARE(bits(step(vm, 0, k)), first[static_cast<std::size_t>(k)]);
        }
    }

    /// Three models in turn, two of them alike: each gives what it gives alone, whatever the others do.
    void interleaved_data() { everyGraph(); }
    void interleaved() {
        QFETCH(int, index);
        for (const AcceleratorConfig& config : test::machines()) {
            const auto at = static_cast<std::size_t>(index);
            const std::vector<CompiledProgram> models = {compiled(at, config), compiled(at + 1, config),
                                                         compiled(at, config)};
            const CompiledPrograms linked = link_programs(models, {.state_reset = index % 2 == 0});
            const auto set = std::make_shared<const ProgramSet>(
                programs_from_bytes(programs_to_bytes(*linked.set), "file"));
            QVERIFY(*set == *linked.set);
            // What the third needs lies there already for the first, but for what it loads itself.
            const CompiledPrograms two = link_programs({models[0], models[1]});
            QCOMPARE(total(set->memory, "weight_store"),
                     total(two.set->memory, "weight_store") + loaded_blocks(*models[2].program));
            for (std::size_t m = 0; m < 3; ++m)
                QVERIFY(total(set->model(m).memory, "weight_store") <=
                        total(models[m].program->memory, "weight_store"));
            Vm together(set);
            std::vector<Vm> alone;
            for (const CompiledProgram& model : models) alone.emplace_back(model.program);
            int seed = 0;
            for (const std::size_t m : {0U, 1U, 1U, 2U, 0U, 2U, 1U, 0U, 0U, 2U}) {
                if (seed == 5) {
                    together.reset_model(1);
                    alone[1].reset();
                }
                ++seed;
                QCOMPARE(bits(step(together, m, seed)), bits(step(alone[m], 0, seed)));
                for (std::size_t k = 0; k < 3; ++k) {
                    const auto ours = states(together, k);
                    const auto theirs = states(alone[k], 0);
                    QCOMPARE(ours.size(), theirs.size());
                    for (std::size_t s = 0; s < ours.size(); ++s) QCOMPARE(bits(ours[s]), bits(theirs[s]));
                }
            }
            QCOMPARE(together.inferences(0), std::int64_t{4});
            QCOMPARE(together.inferences(2), std::int64_t{3});
        }
    }

    void snapshotsHoldAllModels() {
        const AcceleratorConfig config = find_config("ip_core_c2b8");
        Vm vm(link_programs({compiled(0, config), compiled(1, config)}).set);
        step(vm, 0, 1);
        step(vm, 1, 2);
        const VmSnapshot here = vm.snapshot();
        const auto a = bits(step(vm, 0, 3));
        const auto b = bits(step(vm, 1, 4));
        vm.restore(here);
        QCOMPARE(vm.inferences(1), std::int64_t{1});
        QCOMPARE(bits(step(vm, 1, 4)), b);
        QCOMPARE(bits(step(vm, 0, 3)), a);
        QVERIFY_THROWS_EXCEPTION(Error, step(vm, 2, 0));
    }

    /// What keeps nothing shares the tensor RAM; what has other values lies apart.
    void memoryIsShared() {
        const AcceleratorConfig config = find_config("ip_core_c1b8");
        const CompiledProgram one = compile(linear("one", 0.25F), config);
        const CompiledProgram same = compile(linear("same", 0.25F), config);
        const CompiledProgram other = compile(linear("other", 0.75F), config);
        const auto shared = link_programs({one, same}).set;
        const auto apart = link_programs({one, other}).set;
        QCOMPARE(total(shared->memory, "weight_store"), std::int64_t{25});
        QCOMPARE(total(apart->memory, "weight_store"), std::int64_t{50});
        QCOMPARE(total(apart->memory, "accumulator_store"), std::int64_t{5});
        QCOMPARE(total(apart->memory, "tensor_ram"), total(one.program->memory, "tensor_ram"));
    }

    void doesNotFit() {
        AcceleratorConfig config = find_config("ip_core_c1b8");
        config.weight_store_depth = {49, "blocks", Basis::given, "a test"};
        const CompiledProgram one = compile(linear("one", 0.25F), config);
        const CompiledProgram other = compile(linear("other", 0.75F), config);
        QCOMPARE(link_programs({one, one}).set->models.size(), std::size_t{2});
        try {
            link_programs({one, other});
            QFAIL("they fit");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::does_not_fit);
            const std::string& message = error.failure().message;
            QVERIFY2(message.find("weight_store: core 0 needs 50 of 49 blocks") != std::string::npos,
                     message.c_str());
            QCOMPARE(error.failure().nodes.size(), std::size_t{2});
            QCOMPARE(error.failure().nodes[1].reason, std::string("uses 25 blocks"));
        }
    }

    /// Five blocks over two cores are three and two: where they do not fit so, the larger shares take turns.
    void largerSharesTakeTurns() {
        AcceleratorConfig config = find_config("ip_core_c2b8");
        config.weight_store_depth = {26, "blocks", Basis::given, "a test"};
        const auto make = [&](std::size_t index, const std::vector<std::int64_t>& taken) {
            CompileOptions options;
            options.search.weights_taken = taken;
            return compile(linear("l", index == 0 ? 0.25F : 0.75F), config, options);
        };
        QVERIFY_THROWS_EXCEPTION(Error, link_programs({make(0, {}), make(1, {})}));
        const CompiledTogether two = compile_together(2, make);
        for (const MemoryUse& use : two.programs.set->memory)
            if (use.name == "weight_store") QCOMPARE(use.used, std::int64_t{25});
        QVERIFY_THROWS_EXCEPTION(Error, compile_together(2, [&](std::size_t index, const auto& taken) {
                                     return make(index == 0 ? 0 : 1,
                                                 index == 0 ? taken : std::vector<std::int64_t>{});
                                 }));

        nnir::GraphBuilder b("chain");
        const nnir::ValueId x = b.input("x", {40});
        const nnir::ValueId y = b.linear(x, Tensor::filled({40, 40}, 0.25F), Tensor::filled({40}, 0.5F));
        b.output(b.linear(b.add("Activation", {{"function", std::string("tanh")}}, {y}),
                          Tensor::filled({40, 40}, 0.5F), Tensor::filled({40}, 0.5F)));
        const CompiledProgram chain = compile(prepared(b.finish()), config);
        for (const MemoryUse& use : chain.program->memory)
            if (use.name == "weight_store") QCOMPARE(use.used, std::int64_t{25});
    }

    /// Where the larger shares lie changes no bit of any output.
    void sharesChangeNoBit_data() { everyGraph(); }
    void sharesChangeNoBit() {
        QFETCH(int, index);
        const test::CarriedGraph& graph = stateful_graphs()[static_cast<std::size_t>(index)];
        const AcceleratorConfig config = find_config("ip_core_c5b8");
        CompileOptions beside;
        beside.search.weights_taken = {40, 9, 0, 0, 3};
        Vm plain(compile(graph.graph, config).program);
        Vm moved(compile(graph.graph, config, beside).program);
        for (int seed = 0; seed < 4; ++seed) QCOMPARE(bits(step(moved, 0, seed)), bits(step(plain, 0, seed)));
    }

    /// fp8 codes that are equal and stand for other values, as their scales differ, lie apart.
    void equalCodesOfOtherScales() {
        AcceleratorConfig config = find_config("ip_core_c1b8");
        config.fp8_weights.value = true;
        const std::vector<PrecisionRule> fp8{{"*", nnir::Precision::fp8}};
        const CompiledProgram one = compile(with_precision(linear("one", 0.25F), fp8), config);
        const CompiledProgram other = compile(with_precision(linear("other", 0.5F), fp8), config);
        const auto set = link_programs({one, other, one}).set;
        QCOMPARE(total(set->memory, "weight_store"), std::int64_t{26});  // 25 blocks of half the size, twice
        Vm linked(set);
        Vm first(one.program);
        Vm second(other.program);
        QCOMPARE(bits(step(linked, 0, 1)), bits(step(first, 0, 1)));
        QCOMPARE(bits(step(linked, 1, 1)), bits(step(second, 0, 1)));
        QCOMPARE(bits(step(linked, 2, 1)), bits(step(first, 0, 1)));
    }

    void aModelWithoutStateHasNoReset() {
        const CompiledProgram one = compile(linear("one", 0.25F), find_config("ip_core_c1b8"));
        QVERIFY(link_programs({one}, {.state_reset = true}).set->model(0).reset.empty());
    }
};

QTEST_APPLESS_MAIN(TestLinkPrograms)
#include "tst_link_programs.moc"
