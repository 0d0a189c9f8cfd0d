#include "imported_graphs.h"

using namespace lockstep;

std::uint32_t ImportedBuilder::new_value(Shape shape, const std::string& name, const std::string& dtype) {
    graph_.values.push_back({name, std::move(shape), dtype});
    return static_cast<std::uint32_t>(graph_.values.size() - 1);
}

std::uint32_t ImportedBuilder::input(const std::string& name, Shape shape, const std::string& dtype) {
    graph_.inputs.push_back(new_value(std::move(shape), name, dtype));
    return graph_.inputs.back();
}

ImportedArgument ImportedBuilder::tensors(const std::string& name, const std::vector<Tensor>& list) {
    ImportedArgument argument{name, ImportedAttribute(std::monostate()), {}};
    for (const Tensor& tensor : list) argument.list.emplace_back(tensor);
    return argument;
}

std::uint32_t ImportedBuilder::add(const std::string& op, std::vector<ImportedArgument> arguments,
                                   Shape shape) {
    return add_many(op, std::move(arguments), {std::move(shape)}).front();
}

std::vector<std::uint32_t> ImportedBuilder::add_many(const std::string& op,
                                                     std::vector<ImportedArgument> arguments,
                                                     const std::vector<Shape>& shapes) {
    ImportedNode node;
    node.id = static_cast<std::uint32_t>(graph_.nodes.size());
    node.op = op;
    node.arguments = std::move(arguments);
    node.source = {module_, "model.py", static_cast<int>(node.id) + 10, "y = " + op + "(x)"};
    for (const Shape& shape : shapes)
        node.outputs.push_back(new_value(shape, op + std::to_string(graph_.values.size()), "float32"));
    graph_.nodes.push_back(node);
    return graph_.nodes.back().outputs;
}

std::uint32_t ImportedBuilder::state(const std::string& name, Tensor initial) {
    const std::uint32_t read = new_value(initial.shape(), name, "float32");
    graph_.states.push_back({name, std::move(initial), read, read, {module_, "model.py", 5, "self." + name}});
    return read;
}

void ImportedBuilder::write(std::uint32_t read, std::uint32_t written) {
    for (ImportedState& state : graph_.states)
        if (state.read == read) state.written = written;
}

ImportedGraph ImportedBuilder::finish(const std::vector<std::uint32_t>& outputs) {
    graph_.outputs = outputs;
    return graph_;
}
