#pragma once

#include <memory>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/passes/pipeline.h"
#include "core/passes/streaming_transform.h"

/// Graphs that the views are tried on; made by the passes themselves.
namespace lockstep {

inline nnir::Graph lstmGraph() {
    nnir::GraphBuilder b("lstm");
    nnir::ValueId x = b.input("input", {20, 128});
    b.module("lstm");
    x = b.lstm(x, nnir::sample_lstm(128, 256, 1), 0, 0);
    x = b.lstm(x, nnir::sample_lstm(256, 256, 2), 0, 1);
    b.module("linear");
    x = b.linear(x, nnir::sample_tensor({16, 256}, 3));
    b.output(x);
    return b.finish();
}

inline nnir::Graph convGraph() {
    nnir::GraphBuilder b("cnn");
    nnir::ValueId x = b.input("input", {1, 32, 5});
    b.module("blocks.0.conv");
    x = b.conv1d(x, nnir::sample_tensor({128, 32, 3}, 1), {}, {.pad_left = 2});
    b.module("blocks.0.relu");
    x = b.relu(x);
    b.module("blocks.1.conv");
    x = b.conv1d(x, nnir::sample_tensor({1, 128, 3}, 2), {}, {.pad_left = 2});
    b.output(b.relu(x));
    return b.finish();
}

/// A chain of blocks with a residual each; no sequence.
inline nnir::Graph residualGraph(int blocks) {
    nnir::GraphBuilder b("residual");
    nnir::ValueId x = b.input("input", {64});
    for (int i = 0; i < blocks; ++i) {
        const std::string block = "blocks." + std::to_string(i);
        b.module(block + ".linear");
        const nnir::ValueId y =
            b.relu(b.linear(x, nnir::sample_tensor({64, 64}, static_cast<std::uint64_t>(i))));
        b.module(block);
        x = b.pointwise("add", x, y);
    }
    b.output(x);
    return b.finish();
}

/// Filled in directly: GraphBuilder makes names unique, which takes long for thousands of nodes.
inline nnir::Graph longChain(std::uint32_t nodes) {
    nnir::Graph graph;
    graph.name = "chain";
    const auto add = [&](const std::string& name) {
        const nnir::ValueId id{graph.next_value++};
        graph.values[id] = {id, name, {.shape = {64}}};
        return id;
    };
    nnir::ValueId last = add("input");
    graph.inputs = {last};
    for (std::uint32_t i = 0; i < nodes; ++i) {
        nnir::Node node;
        node.id = graph.new_node_id();
        node.op = nnir::find_op("Clamp");
        node.attributes = {{"min", 0.0}, {"max", 1.0}};
        node.inputs = {last};
        last = add("clamp_" + std::to_string(i));
        node.outputs = {last};
        graph.nodes.push_back(std::move(node));
    }
    graph.outputs = {last};
    return graph;
}

/// The same in modules "layers.0", "layers.1", … of `each` nodes, each with a way around it.
inline nnir::Graph moduleChain(std::uint32_t modules, std::uint32_t each) {
    nnir::Graph graph = longChain(modules * each);
    for (std::uint32_t i = 0; i < modules * each; ++i) {
        graph.nodes[i].provenance.module = "layers." + std::to_string(i / each);
        if (i % each != each - 1 || i / each == 0) continue;
        graph.nodes[i].op = nnir::find_op("Pointwise");
        graph.nodes[i].attributes = {{"op", std::string("add")}};
        graph.nodes[i].inputs.push_back(graph.nodes[i - each].outputs[0]);
    }
    return graph;
}

inline std::shared_ptr<const ModelGraphs> graphsOf(nnir::Graph canonical, std::optional<int> axis) {
    auto graphs = std::make_shared<ModelGraphs>();
    graphs->stages.push_back({std::make_shared<const nnir::Graph>(canonical), {}});
    if (axis) {
        StreamedGraph streamed = streaming_transform(canonical, {axis});
        graphs->stages.push_back(
            {std::make_shared<const nnir::Graph>(std::move(streamed.graph)), streamed.record});
        graphs->streaming = 1;
        for (const int a : streamed.input_axes) graphs->input_axes.emplace_back(a);
        for (const int a : streamed.output_axes) graphs->output_axes.emplace_back(a);
    }
    return graphs;
}

}  // namespace lockstep
