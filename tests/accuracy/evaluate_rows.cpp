#include "tests/accuracy/evaluate_rows.h"

#include <algorithm>
#include <optional>

#include "core/support/error.h"
#include "tests/accuracy/left_out.h"

namespace lockstep::accuracy {
namespace {

/// The graph of a model, or why there is none.
struct Loaded {
    std::optional<ModelGraphs> graphs;
    std::string failure;
};

Loaded load_or_say(const ZooModel& model) {
    try {
        return {load(model), {}};
    } catch (const Error& error) {
        return {{}, to_text(error.failure())};
    }
}

}  // namespace

Evaluation evaluate_rows(const Request& request) {
    const std::vector<PublishedRow> rows = published_rows();
    const auto config_of = [&](const PublishedRow& row) {
        const std::string preset = preset_of(row.board);
        return request.config ? request.config(preset) : find_config(preset);
    };
    const std::vector<LeftOut> fits =
        request.left_out ? read_left_out(request.folder) : std::vector<LeftOut>{};
    Evaluation evaluation;
    std::vector<std::optional<Result>> results(rows.size());
    const auto wanted = [&](const PublishedRow& row) { return !request.wanted || request.wanted(row); };
    for (const ZooModel& model : zoo_models(request.folder)) {
        std::optional<Loaded> loaded;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const PublishedRow& row = rows[i];
            if (row.family != model.family || row.index != model.index || !wanted(row)) continue;
            if (!loaded) loaded = load_or_say(model);
            Result result{.row = row, .modelled = true, .failure = loaded->failure};
            if (loaded->graphs) {
                const nnir::Graph& graph = *loaded->graphs->compiled_form();
                result = evaluate(row, graph, config_of(row));
                const auto fit = std::ranges::find(fits, row.family, &LeftOut::family);
                if (fit != fits.end() && row.fits && !is_copy(row.board)) {
                    AcceleratorConfig config = config_of(row);
                    config.timing = with_values(config.timing, config.family, fit->values);
                    evaluation.left_out[row.family].push_back(evaluate(row, graph, config));
                }
            }
            if (request.done) request.done(result);
            results[i] = std::move(result);
        }
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (results[i])
            evaluation.results.push_back(std::move(*results[i]));
        else if (wanted(rows[i]))
            evaluation.results.push_back({.row = rows[i], .failure = "the model is not rebuilt"});
    return evaluation;
}

bool is_copy(const std::string& board) {
    return board == "V80LL" || board == "NT400D11";
}

}  // namespace lockstep::accuracy
