#include "tests/core/compiler/work_lists.h"

#include <algorithm>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>

namespace lockstep::test {

using namespace lowering;

namespace {

Epilogue relu_if(bool relu) {
    Epilogue epilogue;
    if (relu) epilogue = {Activation::clamp, 0.0F, std::numeric_limits<float>::infinity()};
    return epilogue;
}

IoTensor io_tensor(const std::string& name, std::int64_t length) {
    IoTensor io;
    io.name = name;
    io.shape = {length};
    io.data_dim = 0;
    return io;
}

}  // namespace

VectorId ListBuilder::new_vector(std::int64_t length, VectorOrigin origin) {
    list.vectors.push_back({length, origin, {}});
    return VectorId{static_cast<std::uint32_t>(list.vectors.size() - 1)};
}

nnir::NodeId ListBuilder::node(const std::string& op) {
    const auto id = static_cast<std::uint32_t>(view.nodes.size());
    ProgramNode entry;
    entry.id = id;
    entry.op = op;
    entry.name = op + std::to_string(id);
    view.nodes.push_back(entry);
    return nnir::NodeId{id};
}

std::vector<float> ListBuilder::values(std::int64_t count) {
    std::vector<float> result;
    for (std::int64_t i = 0; i < count; ++i) {
        seed_ = seed_ * 1664525U + 1013904223U;
        result.push_back((static_cast<float>(seed_ >> 8U) / 16777216.0F - 0.5F) / 8.0F);
    }
    return result;
}

Tensor ListBuilder::weight(std::int64_t rows, std::int64_t columns) {
    return {{rows, columns}, values(rows * columns)};
}

VectorId ListBuilder::input(std::int64_t length) {
    const VectorId vector = new_vector(length, VectorOrigin::input);
    list.inputs.push_back({nnir::ValueId{vector.value}, {vector}});
    view.inputs.push_back(io_tensor("input" + std::to_string(view.inputs.size()), length));
    return vector;
}

VectorId ListBuilder::constant(std::vector<float> constant_values) {
    const VectorId vector =
        new_vector(static_cast<std::int64_t>(constant_values.size()), VectorOrigin::constant);
    list.vectors[vector.value].constant = std::move(constant_values);
    return vector;
}

VectorId ListBuilder::linear(VectorId source, std::int64_t rows, bool relu) {
    const VectorId result = new_vector(rows, VectorOrigin::computed);
    LinearWork work{.result = result,
                    .rows = rows,
                    .start = {values(rows), {}},
                    .products = {{weight(rows, list.vectors[source.value].length), source}},
                    .epilogue = relu_if(relu)};
    list.work.push_back({std::move(work), {node("Linear")}, false});
    return result;
}

VectorId ListBuilder::lstm(VectorId source, std::int64_t hidden) {
    const auto layer = list.cells.size();
    const CellId cell{static_cast<std::uint32_t>(layer)};
    list.cells.push_back({hidden, values(hidden), true, "c" + std::to_string(layer)});
    const PartialSumId gates{static_cast<std::uint32_t>(list.partial_sums.size())};
    list.partial_sums.push_back({4 * hidden, "gates" + std::to_string(layer)});
    const VectorId result = new_vector(hidden, VectorOrigin::computed);
    const nnir::NodeId id = node("LstmCell");
    list.work.push_back(
        {LstmWork{.result = result,
                  .hidden = hidden,
                  .start = {{}, gates},
                  .products = {{weight(4 * hidden, list.vectors[source.value].length), source}},
                  .cell = cell,
                  .first = false},
         {id},
         false});
    const std::vector<float> bias = values(4 * hidden);
    const std::vector<float> h0 = values(hidden);
    const Tensor recurrent = weight(4 * hidden, hidden);
    list.work.push_back({PartialSumWork{.result = gates,
                                        .rows = 4 * hidden,
                                        .start = {bias, {}},
                                        .products = {{recurrent, result}},
                                        .initial_products = {{recurrent, constant(h0)}},
                                        .initial_bias = bias,
                                        .gates = true},
                         {id},
                         true});
    list.states.push_back(
        {nnir::StateId{static_cast<std::uint32_t>(list.states.size())}, {result}, {}, {}, false});
    view.states.push_back({"h" + std::to_string(layer), "hidden", {hidden}, id.value, {h0}});
    list.states.push_back(
        {nnir::StateId{static_cast<std::uint32_t>(list.states.size())}, {}, {}, cell, false});
    view.states.push_back({"c" + std::to_string(layer), "cell", {hidden}, id.value, {}});
    return result;
}

std::vector<VectorId> ListBuilder::lstm_sequence(const std::vector<VectorId>& sources, std::int64_t hidden) {
    const CellId cell{static_cast<std::uint32_t>(list.cells.size())};
    list.cells.push_back({hidden, values(hidden), false, "c"});
    const Tensor input_weight = weight(4 * hidden, list.vectors[sources[0].value].length);
    const Tensor recurrent = weight(4 * hidden, hidden);
    const std::vector<float> bias = values(4 * hidden);
    const nnir::NodeId id = node("Lstm");
    std::vector<VectorId> results;
    VectorId before = constant(values(hidden));
    for (const VectorId source : sources) {
        const VectorId result = new_vector(hidden, VectorOrigin::computed);
        list.work.push_back({LstmWork{.result = result,
                                      .hidden = hidden,
                                      .start = {bias, {}},
                                      .products = {{input_weight, source}, {recurrent, before}},
                                      .cell = cell,
                                      .first = results.empty()},
                             {id},
                             false});
        before = result;
        results.push_back(result);
    }
    return results;
}

VectorId ListBuilder::add(VectorId a, VectorId b, bool relu) {
    const VectorId result = new_vector(list.vectors[a.value].length, VectorOrigin::computed);
    list.work.push_back({PointwiseWork{result, PointwiseOp::add, a, b, relu_if(relu)}, {node("Add")}, false});
    return result;
}

VectorId ListBuilder::new_splat() {
    const VectorId splat = new_vector(1, VectorOrigin::computed);
    list.vectors[splat.value].splat = true;
    return splat;
}

VectorId ListBuilder::row(VectorId source, const Tensor& weight, float bias, Epilogue epilogue) {
    const VectorId result = new_splat();
    list.work.push_back({LinearWork{.result = result,
                                    .rows = 1,
                                    .start = {{bias}, {}},
                                    .products = {{weight, source}},
                                    .epilogue = epilogue},
                         {node("Linear")},
                         false});
    return result;
}

VectorId ListBuilder::reduce(ReduceOp op, VectorId source) {
    const VectorId result = new_splat();
    list.work.push_back({ReduceWork{result, op, source}, {node("Reduce")}, false});
    return result;
}

VectorId ListBuilder::pointwise(PointwiseOp op, const std::vector<VectorId>& operands, Epilogue epilogue) {
    const auto vector = std::ranges::find_if(
        operands, [this](VectorId operand) { return !list.vectors[operand.value].splat; });
    const VectorId result = vector == operands.end()
                                ? new_splat()
                                : new_vector(list.vectors[vector->value].length, VectorOrigin::computed);
    PointwiseWork work{
        .result = result, .op = op, .a = operands.at(0), .b = {}, .epilogue = epilogue, .c = {}};
    if (operands.size() > 1) work.b = operands[1];
    if (operands.size() > 2) work.c = operands[2];
    list.work.push_back({work, {node("Pointwise")}, false});
    return result;
}

VectorId ListBuilder::state(std::vector<float> initial, const std::string& role) {
    const auto length = static_cast<std::int64_t>(initial.size());
    const VectorId read = new_vector(length, VectorOrigin::state);
    list.vectors[read.value].constant = initial;
    const auto index = static_cast<std::uint32_t>(list.states.size());
    list.states.push_back({nnir::StateId{index}, {}, {read}, {}, false});
    view.states.push_back({role + std::to_string(index), role, {length}, 0, {std::move(initial)}});
    return read;
}

void ListBuilder::written(VectorId state, VectorId next) {
    for (StateBinding& binding : list.states)
        if (!binding.read.empty() && binding.read[0] == state) binding.written = {next};
}

void ListBuilder::output(VectorId vector) {
    list.outputs.push_back({nnir::ValueId{vector.value}, {vector}});
    view.outputs.push_back(
        io_tensor("output" + std::to_string(view.outputs.size()), list.vectors[vector.value].length));
}

TestModel benchmark_model(const std::string& family, const std::string& meta) {
    std::map<std::string, int> number;
    std::istringstream stream(meta);
    for (std::string entry; std::getline(stream, entry, ';');) {
        const std::size_t equals = entry.find('=');
        const std::string key = entry.substr(0, equals);
        if (key != "activation") number[key] = std::stoi(entry.substr(equals + 1));
    }
    ListBuilder builder;
    VectorId x;
    if (family == "slp") {
        x = builder.linear(builder.input(number.at("input")), number.at("output"), true);
    } else if (family == "mlp") {
        x = builder.input(number.at("n_features"));
        for (int layer = 0; layer < number.at("layers"); ++layer)
            x = builder.linear(x, number.at("n_features"), true);
    } else if (family == "lstm") {
        x = builder.input(number.at("hidden_size"));
        for (int layer = 0; layer < number.at("layers"); ++layer)
            x = builder.lstm(x, number.at("hidden_size"));
        std::stable_partition(builder.list.work.begin(), builder.list.work.end(),
                              [](const Work& work) { return !work.state_update; });
    } else {
        throw std::invalid_argument("no benchmark family: " + family);
    }
    builder.output(x);
    return {std::move(builder.list), std::move(builder.view)};
}

}  // namespace lockstep::test
