#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/nnir/graph_difference.h"
#include "core/report/json_report.h"
#include "core/report/report_document.h"

namespace lockstep {

/// One way to compute something: a model, an accelerator and options, with what came of them.
struct Variant {
    std::string name;                          ///< for people; unique in a list
    std::string model;                         ///< file, as given
    std::string config;                        ///< a preset's name or a file
    std::string options;                       ///< "--optimize --precision lstm=fp8"; may be empty
    std::shared_ptr<const Report> report;      ///< with its run if there was one; null: not made yet, or
    std::optional<Failure> failure;            ///< why it does not go
    std::shared_ptr<const nnir::Graph> graph;  ///< the form that is compiled; null for a program alone
};

/// A row per variant: what it is, whether it fits, cycles, latency with its band, verdict, weight blocks,
/// worst error, and what differs from the variant `baseline` (an index). What is not known is "–"; so is the
/// change of errors of runs that differ in more than the variant.
DocumentTable variants_table(const std::vector<Variant>& variants, std::size_t baseline);

/// A module's cycles on the critical path in two variants, by its path; absent in one of them: 0.
struct ModuleChange {
    std::string name;
    std::int64_t before = 0;
    std::int64_t after = 0;
};

/// Two variants in detail.
struct VariantDifference {
    std::optional<nnir::GraphDifference> graph;  ///< absent if one of the two has no graph
    std::vector<ModuleChange> modules;  ///< adding up to both spaced figures; empty if one is not compiled
};
/// Plays both programs once more for their critical paths where the reports hold no explanation.
VariantDifference variant_difference(const Variant& before, const Variant& after);

/// The table, and for every variant but the baseline its differences from it.
ReportDocument variants_document(const std::vector<Variant>& variants, std::size_t baseline);
/// As a table of a terminal and the differences below it.
std::string variants_text(const std::vector<Variant>& variants, std::size_t baseline);
/// variants_document() as Markdown.
std::string variants_report(const std::vector<Variant>& variants, std::size_t baseline);
/// The same of two, the first being the baseline; `difference` is variant_difference() of them.
std::string variants_report(const Variant& before, const Variant& after, const VariantDifference& difference);
/// The table alone.
std::string variants_csv(const std::vector<Variant>& variants, std::size_t baseline);
std::string variants_markdown(const std::vector<Variant>& variants, std::size_t baseline);
/// {"baseline", "variants" [{"name", "model_file", "config", "options", "ok", and of `compile` and `run` what
/// there is, or "failure"; "delta" {"cycles", "latency_us", "end_to_end_us", "max_abs_error",
/// "weight_blocks"} against the baseline (null where one of the two has no figure, or their runs differ),
/// "graph" {"summary", "changed", "added", "removed", "nodes" [{"kind", "name", "module", "what"}]},
/// "modules" [{"name", "before_cycles", "after_cycles"}]}]}.
Json variants_json(const std::vector<Variant>& variants, std::size_t baseline);

}  // namespace lockstep
