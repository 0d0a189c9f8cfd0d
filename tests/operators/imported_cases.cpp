#include "imported_cases.h"

#include <algorithm>

#include "core/import/model_session.h"
#include "core/nnir/op.h"
#include "core/passes/pipeline.h"

using namespace lockstep;

namespace operator_fixtures {
namespace {

ImportedCase import(ModelSession& session, const OperatorCase& c) {
    ImportedCase result;
    ImportOptions options;
    for (const nnir::Op* op : nnir::all_ops())
        for (const nnir::ImportRule& rule : op->imports()) options.operators.push_back(rule.op);
    options.method = c.method;
    options.input_values = c.values;
    for (const Shape& shape : c.shapes) options.input_shapes.emplace_back(shape);
    try {
        result.graph = session.import(options);
        bind_states(*result.graph, c.state);
    } catch (const Error& error) {
        result.failure = error.failure();
    }
    return result;
}

}  // namespace

void bind_states(ImportedGraph& graph, const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
    std::vector<std::uint32_t> read;
    std::vector<std::uint32_t> written;
    for (const auto& [input, output] : pairs) {
        read.push_back(graph.inputs.at(input));
        written.push_back(graph.outputs.at(output));
        const ImportedValue& value = graph.values[read.back()];
        std::vector<float> zeros(static_cast<std::size_t>(element_count(value.shape)));
        graph.states.push_back(
            {value.name, Tensor(value.shape, std::move(zeros)), read.back(), written.back(), {}});
    }
    const auto among = [](const std::vector<std::uint32_t>& list) {
        return [&list](std::uint32_t value) { return std::count(list.begin(), list.end(), value) > 0; };
    };
    std::erase_if(graph.inputs, among(read));
    std::erase_if(graph.outputs, among(written));
}

const ImportedCase& Imports::get(const OperatorCase& wanted, const std::string& form) {
    const auto known = imported_.find({wanted.name, form});
    if (known != imported_.end()) return known->second;
    std::optional<ModelSession> session;
    Failure failure;
    try {
        session.emplace(wanted.path(form));
    } catch (const Error& error) {
        failure = error.failure();
    }
    for (const OperatorCase& c : cases_) {
        if (c.file != wanted.file || std::find(c.forms.begin(), c.forms.end(), form) == c.forms.end())
            continue;
        imported_[{c.name, form}] = session ? import(*session, c) : ImportedCase{std::nullopt, failure};
    }
    return imported_.at({wanted.name, form});
}

}  // namespace operator_fixtures
