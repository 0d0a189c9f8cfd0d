#pragma once

#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "core/nnir/graph.h"

/// The parts of a NodeQuery.
namespace lockstep::nnir {

enum class QueryKey : std::uint8_t { any, name, op, whole_op, module, shape, attribute };

struct QueryTerm {
    QueryKey key = QueryKey::any;
    bool negated = false;
    std::string text = {};                   ///< in lower case
    std::optional<std::regex> regex{};       ///< instead of the text
    std::vector<std::int64_t> extents = {};  ///< of a shape; -1: any
};

/// One place of a chain.
struct QueryTerms {
    bool gap = false;                   ///< "...": any number of nodes
    std::vector<QueryTerm> terms = {};  ///< none: any node
};

/// Throws Error(usage).
std::vector<QueryTerms> parse_query(std::string_view text, bool regular_expressions);

bool holds(const QueryTerms& terms, const Graph& graph, const Node& node);

}  // namespace lockstep::nnir
