#include <algorithm>
#include <functional>

#include "core/import/torch_evaluator.h"
#include "core/import/torch_model.h"

/// State that the first call makes ("if self.h is None: self.h = zeros"): which value of it makes the later
/// form of a call answer as the first one does.
namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

constexpr std::size_t combination_limit = 64;
constexpr int calls_compared = 3;

/// The same part of a copy of the module.
jit::Module part_of(const jit::Module& module, const std::string& path) {
    jit::Module part = module;
    for (std::size_t start = 0; start < path.size();) {
        const std::size_t end = std::min(path.find('.', start), path.size());
        part = part.attr(path.substr(start, end - start)).toModule();
        start = end + 1;
    }
    return part;
}

bool alike(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const at::Tensor& x, const at::Tensor& y) {
        return x.sizes() == y.sizes() &&
               at::allclose(x.to(at::kDouble), y.to(at::kDouble), 1e-4, 1e-5, /*equal_nan=*/true);
    });
}

}  // namespace

std::string Model::find_initial(StatePlan& plan, const std::vector<at::Tensor>& candidates,
                                const Request& request, const std::vector<at::Tensor>& inputs) {
    const std::string kept_method = method_;
    const std::map<std::string, double> kept_values = values_;
    const std::vector<Parameter> kept_parameters = parameters_;
    method_ = request.method;
    values_ = request.values;
    parameters_ = named_parameters(method(method_), request.given);
    GraphRecord unused;
    const Evaluator names(module_, unused);
    std::vector<std::vector<at::Tensor>> sequence;
    for (int i = 0; i < calls_compared; ++i) {
        std::vector<at::Tensor> call_inputs;
        for (const at::Tensor& input : inputs) call_inputs.push_back(at::randn(input.sizes()));
        sequence.push_back(std::move(call_inputs));
    }
    const auto run = [&](const jit::Module& module) {
        std::vector<at::Tensor> outputs;
        for (const std::vector<at::Tensor>& call_inputs : sequence) {
            for (at::Tensor& output : call(module, call_inputs)) outputs.push_back(output.clone());
        }
        return outputs;
    };
    const auto answers_alike = [&](const std::vector<at::Tensor>& expected) {
        try {
            const jit::Module started = module_.deepcopy();
            for (const auto& [key, kept] : plan.attributes) {
                const std::optional<std::string> path = names.module_path(key.first);
                if (!path) return false;
                part_of(started, *path)._ivalue()->setAttr(key.second, initial_value(kept));
            }
            return alike(run(started), expected);
        } catch (const c10::Error&) {
            return false;
        }
    };
    std::vector<KeptValue*> open = plan.without_initial();
    std::vector<std::vector<at::Tensor>> choices;
    std::size_t combinations = 1;
    for (const KeptValue* kept : open) {
        std::vector<at::Tensor> choice = {at::zeros(kept->shape, kept->type)};
        for (const at::Tensor& candidate : candidates) {
            const bool fits = shape_of(candidate) == kept->shape && candidate.scalar_type() == kept->type;
            const bool fresh =
                fits && std::none_of(choice.begin(), choice.end(),
                                     [&](const at::Tensor& other) { return at::equal(other, candidate); });
            if (fresh && combinations * (choice.size() + 1) <= combination_limit) choice.push_back(candidate);
        }
        combinations *= choice.size();
        choices.push_back(std::move(choice));
    }
    std::string reason =
        "keeps state that the first call makes from its input data, or in a way that no fixed initial value "
        "stands for: give the state an initial value in __init__";
    try {
        const std::vector<at::Tensor> expected = run(module_.deepcopy());
        for (std::size_t n = 0; n < combinations; ++n) {
            std::size_t rest = n;
            for (std::size_t i = 0; i < open.size(); ++i) {
                open[i]->initial = choices[i][rest % choices[i].size()];
                rest /= choices[i].size();
            }
            if (!answers_alike(expected)) continue;
            reason.clear();
            break;
        }
    } catch (const c10::Error& error) {
        reason = "fails when it is called several times: " + first_line(error.what_without_backtrace());
    } catch (const jit::JITException& error) {
        reason = "fails when it is called several times: " + first_line(error.what());
    }
    method_ = kept_method;
    values_ = kept_values;
    parameters_ = kept_parameters;
    return reason;
}

}  // namespace lockstep::torch_import
