#include "core/passes/canonicalize.h"

#include <utility>

#include "core/support/error.h"

namespace lockstep {
namespace {

std::vector<PassResult> run_rounds(const nnir::Graph& graph, const std::vector<NamedPass>& passes,
                                   const JobControl& job) {
    std::vector<PassResult> results;
    // Each pass moves nodes one way only, so rounds end; the bound turns a bug into a message.
    constexpr int most_rounds = 100;
    for (int round = 0; round < most_rounds; ++round) {
        const std::size_t before = results.size();
        for (const NamedPass& pass : passes) {
            job.check();
            PassResult result = pass.run(results.empty() ? graph : results.back().graph);
            if (!result.record.changes.empty()) results.push_back(std::move(result));
        }
        if (results.size() == before) return results;
    }
    throw Error(FailureKind::internal, "the passes do not come to an end");
}

}  // namespace

const std::vector<NamedPass>& canonical_passes() {
    static const std::vector<NamedPass> passes = {{"remove_identities", remove_identities},
                                                  {"merge_reshapes", merge_reshapes},
                                                  {"unwrap_lstm", unwrap_lstm},
                                                  {"unwrap_states", unwrap_states},
                                                  {"fold_bias", fold_bias},
                                                  {"fold_negation", fold_negation},
                                                  {"restore_cells", restore_cells},
                                                  {"cut_to_causal", cut_to_causal},
                                                  {"pad_to_causal", pad_to_causal},
                                                  // Behind those: they look for the cuts of single slices.
                                                  {"merge_moves", merge_moves},
                                                  {"remove_dead_nodes", remove_dead_nodes}};
    return passes;
}

std::vector<PassResult> canonicalize(const nnir::Graph& graph, const JobControl& job) {
    return run_rounds(graph, canonical_passes(), job);
}

std::vector<PassResult> tidy_streaming_form(const nnir::Graph& graph) {
    return run_rounds(graph,
                      {{"remove_identities", remove_identities},
                       {"merge_reshapes", merge_reshapes},
                       {"remove_dead_nodes", remove_dead_nodes}},
                      {});
}

}  // namespace lockstep
