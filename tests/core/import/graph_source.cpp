#include "tests/core/import/graph_source.h"

#include <cmath>
#include <set>
#include <sstream>

#include "core/support/overloaded.h"

using namespace lockstep;

namespace {

std::string number(double value) {
    if (std::isnan(value)) return "float('nan')";
    if (std::isinf(value)) return value > 0 ? "float('inf')" : "float('-inf')";
    std::ostringstream text;
    text.precision(17);
    text << std::showpoint << value;
    return text.str();
}

class Writer {
  public:
    SteppedReference write(const ImportedGraph& graph) {
        std::ostringstream body;
        for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
            body << "  v" << graph.inputs[i] << " = inputs[" << i << "]\n";
            reference_.input_shapes.push_back(graph.values[graph.inputs[i]].shape);
        }
        for (std::size_t i = 0; i < graph.states.size(); ++i) {
            body << "  v" << graph.states[i].read << " = states[" << i << "]\n";
            reference_.initial_states.push_back(graph.states[i].initial);
        }
        for (const ImportedNode& node : graph.nodes) write(node, body);
        std::string outputs;
        for (const std::uint32_t output : graph.outputs) {
            outputs += (outputs.empty() ? "v" : ", v") + std::to_string(output);
            reference_.output_shapes.push_back(graph.values[output].shape);
        }
        std::string states;
        for (const ImportedState& state : graph.states)
            states += (states.empty() ? "v" : ", v") + std::to_string(state.written);
        if (states.empty()) {
            body << "  none: List[Tensor] = []\n";
            states = "none";
        } else {
            states = "[" + states + "]";
        }
        reference_.source =
            "def step(inputs: List[Tensor], states: List[Tensor], weights: List[Tensor]) -> "
            "Tuple[List[Tensor], List[Tensor]]:\n" +
            body.str() + "  return [" + outputs + "], " + states + "\n";
        return std::move(reference_);
    }

  private:
    std::string weight(const Tensor& tensor) {
        reference_.weights.push_back(tensor);
        return "weights[" + std::to_string(reference_.weights.size() - 1) + "]";
    }

    std::string text(const ImportedAttribute& attribute) {
        return std::visit(Overloaded{[](std::monostate) -> std::string { return "None"; },
                                     [](bool value) -> std::string { return value ? "True" : "False"; },
                                     [](std::int64_t value) { return std::to_string(value); },
                                     [](double value) { return number(value); },
                                     [](const std::string& value) -> std::string {
                                         return value == "cpu" ? "torch.device('cpu')" : "'" + value + "'";
                                     },
                                     [](const std::vector<std::int64_t>& values) {
                                         std::string list;
                                         for (const std::int64_t value : values)
                                             list += (list.empty() ? "" : ", ") + std::to_string(value);
                                         return "[" + list + "]";
                                     },
                                     [](const std::vector<double>& values) {
                                         std::string list;
                                         for (const double value : values)
                                             list += (list.empty() ? "" : ", ") + number(value);
                                         return "[" + list + "]";
                                     },
                                     [&](const Tensor& tensor) { return weight(tensor); }},
                          attribute);
    }

    std::string text(const ImportedNode& node, const ImportedArgument& argument) {
        if (const auto* value = std::get_if<std::uint32_t>(&argument.value))
            return "v" + std::to_string(*value);
        const bool is_list = !argument.list.empty();
        if (!is_list) return text(std::get<ImportedAttribute>(argument.value));
        const bool index = node.op == "aten::index";
        std::string list;
        for (const auto& item : argument.list) {
            list += list.empty() ? "" : ", ";
            if (const auto* value = std::get_if<std::uint32_t>(&item)) {
                list += "v" + std::to_string(*value);
            } else if (std::get<Tensor>(item).empty()) {
                list += "None";
            } else {
                list += weight(std::get<Tensor>(item)) + (index ? ".to(4)" : "");
            }
        }
        if (!index) return "[" + list + "]";
        before_ = "  i" + std::to_string(node.id) + ": List[Optional[Tensor]] = [" + list + "]\n";
        return "i" + std::to_string(node.id);
    }

    void write(const ImportedNode& node, std::ostringstream& body) {
        static const std::set<std::string> lists = {"aten::unbind", "aten::chunk", "aten::split",
                                                    "aten::split_with_sizes", "aten::tensor_split"};
        std::string arguments;
        for (const ImportedArgument& argument : node.arguments)
            arguments += (arguments.empty() ? "" : ", " + argument.name + "=") + text(node, argument);
        body << before_;
        before_.clear();
        const std::string call =
            node.op == constant_op ? arguments : "torch." + node.op.substr(6) + "(" + arguments + ")";
        const bool list = lists.count(node.op) != 0;
        std::string outputs;
        for (const std::uint32_t output : node.outputs)
            outputs += (outputs.empty() ? "v" : ", v") + std::to_string(output);
        if (!list) {
            body << "  " << outputs << " = " << call << "\n";
            return;
        }
        body << "  l" << node.id << " = " << call << "\n";
        for (std::size_t i = 0; i < node.outputs.size(); ++i)
            body << "  v" << node.outputs[i] << " = l" << node.id << "[" << i << "]\n";
    }

    SteppedReference reference_;
    std::string before_;  ///< a line that the call needs
};

}  // namespace

SteppedReference reference_of(const ImportedGraph& graph) {
    return Writer().write(graph);
}
