#include <QtTest>

#include <algorithm>
#include <bit>
#include <map>

#include "core/vm/vm.h"
#include "tests/core/vm/example_models.h"
#include "tests/support/oracle.h"

using namespace lockstep;

/// The accuracy bounds of help/numerics.md hold for every example on every preset, and each fault that a
/// machine could have breaks them.
class TestVmMutations : public QObject {
    Q_OBJECT

    static std::vector<float> run_vm(const examples::Example& example,
                                     const std::shared_ptr<const Program>& program) {
        Vm vm(program);
        return examples::run(example, *program, [&](std::span<const float> inputs) {
            std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
            vm.step(inputs, outputs);
            return outputs;
        });
    }

    static std::vector<float> run_oracle(const examples::Example& example, const Program& program,
                                         oracle::Fault fault) {
        oracle::Machine machine(program, fault);
        return examples::run(example, program,
                             [&](std::span<const float> inputs) { return machine.step(inputs); });
    }

    /// The program of the model with every weight cut off to bf16 before it is compiled: conversion without
    /// rounding.
    static Program with_truncated_weights(const examples::Example& example, const AcceleratorConfig& config) {
        const ModelGraphs& graphs = *example.model.graphs;
        nnir::Graph graph = *graphs.compiled_form();
        for (nnir::Node& node : graph.nodes) {
            const nnir::Attributes original = node.attributes;
            for (const auto& [key, attribute] : original.entries()) {
                const auto* tensor = std::get_if<Tensor>(&attribute);
                if (tensor == nullptr || tensor->shape().size() < 2) continue;
                std::vector<float> values(tensor->values().begin(), tensor->values().end());
                for (float& value : values)
                    value = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & 0xFFFF0000U);
                node.attributes.set(key, Tensor(tensor->shape(), values));
            }
        }
        CompileOptions options;
        options.input_axes = graphs.input_axes;
        options.output_axes = graphs.output_axes;
        return *compile(graph, config, options).program;
    }

    static QByteArray text(const examples::Accuracy& accuracy) {
        return QByteArray("allclose ") + (accuracy.allclose ? "true" : "false") + ", rms " +
               QByteArray::number(accuracy.rms) + ", emulation " + QByteArray::number(accuracy.emulation_rms);
    }

    std::map<std::pair<std::string, bool>, examples::Example> loaded_;

    const examples::Example& example(const std::string& name, bool streaming) {
        const auto found = loaded_.find({name, streaming});
        if (found != loaded_.end()) return found->second;
        return loaded_.emplace(std::pair{name, streaming}, examples::load(name, streaming)).first->second;
    }

  private Q_SLOTS:
    void everyExampleIsAccurateOnEveryPreset_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("streaming");
        for (const char* const name :
             {"lstm_traced", "lstm_scripted", "cnn_traced", "cnn_scripted", "mlp_traced", "mlp_scripted"}) {
            QTest::addRow("%s", name) << name << false;
            if (!QByteArray(name).startsWith("mlp")) QTest::addRow("%s, streaming", name) << name << true;
        }
    }
    void everyExampleIsAccurateOnEveryPreset() {
        QFETCH(QString, name);
        QFETCH(bool, streaming);
        const examples::Example& model = example(name.toStdString(), streaming);
        for (const AcceleratorConfig& config : preset_configs()) {
            const auto program = compile_model(model.model, config).program;
            const examples::Accuracy accuracy = examples::accuracy(model, run_vm(model, program));
            QVERIFY2(accuracy.passes(), config.name.c_str() + QByteArray(": ") + text(accuracy));
            QVERIFY2(accuracy.rms > 0, "an error of zero means that nothing was rounded");
        }
    }

    void everyFaultBreaksTheBounds_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("fault");
        using oracle::Fault;
        QTest::newRow("lstm, input and forget gate swapped")
            << "lstm_traced" << static_cast<int>(Fault::gates_swapped);
        QTest::newRow("lstm, forget gate open") << "lstm_traced" << static_cast<int>(Fault::forget_gate_open);
        QTest::newRow("lstm, truncation") << "lstm_traced" << static_cast<int>(Fault::truncation);
        QTest::newRow("lstm, bias lost") << "lstm_traced" << static_cast<int>(Fault::bias_lost);
        QTest::newRow("lstm, stale state") << "lstm_traced" << static_cast<int>(Fault::state_stale);
        QTest::newRow("cnn, truncation") << "cnn_traced" << static_cast<int>(Fault::truncation);
        QTest::newRow("cnn, bias lost") << "cnn_traced" << static_cast<int>(Fault::bias_lost);
        QTest::newRow("cnn, stale state") << "cnn_traced" << static_cast<int>(Fault::state_stale);
        QTest::newRow("mlp, truncation") << "mlp_traced" << static_cast<int>(Fault::truncation);
        QTest::newRow("mlp, bias lost") << "mlp_traced" << static_cast<int>(Fault::bias_lost);
    }
    void everyFaultBreaksTheBounds() {
        QFETCH(QString, name);
        QFETCH(int, fault);
        const examples::Example& model = example(name.toStdString(), !name.startsWith(QLatin1String("mlp")));
        const Program program = *compile_model(model.model, find_config("v80_c6b32")).program;
        const examples::Accuracy sound =
            examples::accuracy(model, run_oracle(model, program, oracle::Fault::none));
        QVERIFY2(sound.passes(), text(sound));
        const bool truncates = static_cast<oracle::Fault>(fault) == oracle::Fault::truncation;
        const Program mutated = truncates ? with_truncated_weights(model, program.config) : program;
        const examples::Accuracy faulty =
            examples::accuracy(model, run_oracle(model, mutated, static_cast<oracle::Fault>(fault)));
        QVERIFY2(!faulty.passes(), text(faulty));
    }

    void programsWithoutTheirSavesAreInaccurate() {
        const examples::Example& model = example("lstm_traced", true);
        Program program = *compile_model(model.model, find_config("ia_840f_c3b64")).program;
        std::size_t removed = 0;
        for (CoreProgram& core : program.cores) {
            for (std::size_t i = core.stream.size(); i-- > 0;) {
                if (!std::holds_alternative<SaveInstruction>(core.stream[i])) continue;
                core.stream.erase(core.stream.begin() + static_cast<std::ptrdiff_t>(i));
                core.state_update.erase(core.state_update.begin() + static_cast<std::ptrdiff_t>(i));
                core.node_of.erase(core.node_of.begin() + static_cast<std::ptrdiff_t>(i));
                ++removed;
            }
        }
        QVERIFY(removed > 0);
        const examples::Accuracy accuracy =
            examples::accuracy(model, run_vm(model, std::make_shared<const Program>(program)));
        QVERIFY2(!accuracy.passes(), text(accuracy));
    }

    void programsWithoutTheirBiasesAreInaccurate() {
        const examples::Example& model = example("lstm_traced", true);
        Program program = *compile_model(model.model, find_config("ia_840f_c3b64")).program;
        for (CoreProgram& core : program.cores) std::ranges::fill(core.accumulator_store, 0.0F);
        const examples::Accuracy accuracy =
            examples::accuracy(model, run_vm(model, std::make_shared<const Program>(program)));
        QVERIFY2(!accuracy.passes(), text(accuracy));
    }
};

QTEST_APPLESS_MAIN(TestVmMutations)
#include "tst_vm_mutations.moc"
