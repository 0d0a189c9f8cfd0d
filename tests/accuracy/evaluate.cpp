#include "tests/accuracy/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/compiler/compile.h"
#include "core/compiler/link_programs.h"
#include "core/support/error.h"

namespace lockstep::accuracy {
namespace {

double error_percent(std::int64_t ours, std::int64_t published) {
    return 100.0 * static_cast<double>(ours - published) / static_cast<double>(published);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

double Result::spaced_error() const {
    return error_percent(spaced, row.spaced);
}

double Result::contiguous_error() const {
    return error_percent(contiguous, row.contiguous);
}

Result evaluate(const PublishedRow& row, const nnir::Graph& graph, const AcceleratorConfig& config) {
    return evaluate_program(row, {graph}, 0, config);
}

Result evaluate_program(const PublishedRow& row, const std::vector<nnir::Graph>& graphs, std::size_t which,
                        const AcceleratorConfig& config) {
    Result result{.row = row, .modelled = true, .failure = {}};
    const auto start = std::chrono::steady_clock::now();
    try {
        const auto compile_one = [&](std::size_t index, const std::vector<std::int64_t>& weights_taken) {
            CompileOptions options;
            options.search.weights_taken = weights_taken;
            return compile(graphs[index], config, options);
        };
        const CompiledProgram compiled =
            graphs.size() == 1 ? compile_one(0, {})
                               : compile_together(graphs.size(), compile_one).programs.model(which);
        result.compiled = true;
        result.spaced = compiled.timeline->spaced;
        result.contiguous = compiled.timeline->contiguous;
        result.features = program_features(*compiled.program, *compiled.timeline);
        result.seconds = seconds_since(start);
        result.queues = queue_use(*compiled.program);
    } catch (const Error& error) {
        result.refused = error.failure().kind == FailureKind::does_not_fit;
        result.failure = error.failure().message;
        result.seconds = seconds_since(start);
    }
    return result;
}

bool agrees_on_fitting(const Result& result) {
    return result.row.fits ? result.compiled : result.refused;
}

double quantile(std::vector<double> values, double q) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const double place = q * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (values[high] - values[low]) * (place - static_cast<double>(low));
}

std::vector<double> spaced_errors(const std::vector<Result>& results) {
    std::vector<double> errors;
    for (const Result& result : results)
        if (result.compiled && result.row.fits) errors.push_back(std::abs(result.spaced_error()));
    return errors;
}

std::vector<double> contiguous_errors(const std::vector<Result>& results) {
    std::vector<double> errors;
    for (const Result& result : results)
        if (result.compiled && result.row.fits) errors.push_back(std::abs(result.contiguous_error()));
    return errors;
}

bool is_known(const Result& result) {
    return std::ranges::find(known_families(), result.row.family) != known_families().end();
}

const std::vector<std::string>& known_families() {
    static const std::vector<std::string> families{"slp", "mlp",     "lstm",       "cnn",
                                                   "tcn", "wavenet", "ffn-swiglu", "mlp-res-rms",
                                                   "ssm", "gru",     "moe",        "mobilenet"};
    return families;
}

}  // namespace lockstep::accuracy
