#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/import/imported_graph.h"
#include "core/support/error.h"
#include "operator_case.h"

namespace operator_fixtures {

/// What the import of one case gave: the graph or the failure.
struct ImportedCase {
    std::optional<lockstep::ImportedGraph> graph;
    lockstep::Failure failure;
};

/// Makes states of (input, output) pairs, which begin at zero, as the user of `--state IN=OUT` asks for: they
/// are inputs and outputs no longer.
void bind_states(lockstep::ImportedGraph& graph,
                 const std::vector<std::pair<std::size_t, std::size_t>>& pairs);

/// Imports cases, all methods of one file by one worker, each once.
class Imports {
  public:
    explicit Imports(std::vector<OperatorCase> cases) : cases_(std::move(cases)) {}
    const std::vector<OperatorCase>& cases() const { return cases_; }
    const ImportedCase& get(const OperatorCase& wanted, const std::string& form);

  private:
    std::vector<OperatorCase> cases_;
    std::map<std::pair<std::string, std::string>, ImportedCase> imported_;  ///< by case and form
};

}  // namespace operator_fixtures
