#include "tests/accuracy/evaluate_rows.h"

#include <algorithm>
#include <optional>

#include "core/support/error.h"
#include "tests/accuracy/left_out.h"

namespace lockstep::accuracy {
namespace {

/// The graphs of the program that a model is part of, or why there are none.
struct Loaded {
    std::vector<nnir::Graph> graphs;
    std::size_t which = 0;  ///< the model's own
    std::string failure;
};

Loaded load_or_say(const std::vector<ZooModel>& all, const ZooModel& model) {
    Loaded loaded;
    try {
        for (const ZooModel& part : program_of(all, model)) {
            if (part.index == model.index) loaded.which = loaded.graphs.size();
            loaded.graphs.push_back(*load(part).compiled_form());
        }
    } catch (const Error& error) {
        loaded.failure = to_text(error.failure());
    }
    return loaded;
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
    const std::vector<ZooModel> models = zoo_models(request.folder);
    for (const ZooModel& model : models) {
        std::optional<Loaded> loaded;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const PublishedRow& row = rows[i];
            if (row.family != model.family || row.index != model.index || !wanted(row)) continue;
            if (!loaded) loaded = load_or_say(models, model);
            Result result{.row = row, .modelled = true, .failure = loaded->failure};
            if (loaded->failure.empty()) {
                result = evaluate_program(row, loaded->graphs, loaded->which, config_of(row));
                const auto fit = std::ranges::find(fits, row.family, &LeftOut::family);
                if (fit != fits.end() && row.fits && !is_copy(row.board)) {
                    AcceleratorConfig config = config_of(row);
                    config.timing = with_values(config.timing, config.family, fit->values);
                    evaluation.left_out[row.family].push_back(
                        evaluate_program(row, loaded->graphs, loaded->which, config));
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
