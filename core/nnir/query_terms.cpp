#include "core/nnir/query_terms.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/nnir/node_pattern.h"
#include "core/nnir/node_query.h"
#include "core/nnir/node_words.h"
#include "core/nnir/op.h"
#include "core/support/error.h"

namespace lockstep::nnir {
namespace {

constexpr std::string_view advice =
    "Write words, or name:, op:, module:, shape: and attr: with a word; a > b for operators in a row.";
/// A count in braces multiplies the expression: with one of them its machine stays small.
constexpr int most_count = 64;

[[noreturn]] void refuse(const std::string& message) {
    throw Error(FailureKind::usage, "search: " + message, std::string(advice));
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

struct Token {
    std::string text;
    std::size_t colon = std::string::npos;  ///< the first one outside quotes
    bool quoted = false;
};

/// Words of the query by steps.
std::vector<std::vector<Token>> split(std::string_view text) {
    std::vector<std::vector<Token>> steps(1);
    std::optional<Token> token;
    bool quotes = false;
    const auto finish = [&] {
        if (token) steps.back().push_back(*std::move(token));
        token.reset();
    };
    for (const char c : text) {
        if (!quotes && (c == ' ' || c == '\t' || c == '>')) {
            finish();
            if (c == '>') steps.emplace_back();
            continue;
        }
        if (!token) token.emplace();
        if (c == '"') {
            quotes = !quotes;
            token->quoted = true;
        } else {
            if (c == ':' && !quotes && token->colon == std::string::npos) token->colon = token->text.size();
            token->text += c;
        }
    }
    if (quotes) refuse("a quote is not closed");
    finish();
    return steps;
}

/// Each group that looks ahead runs a machine of its own at every place of the text: nested ones never end.
bool looks_ahead(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text.substr(i).starts_with("(?=") || text.substr(i).starts_with("(?!")) {
            return true;
        }
    }
    return false;
}

std::regex to_regex(const std::string& text) {
    if (looks_ahead(text)) refuse("regular expressions do not look ahead: no (?= and (?! here");
    const std::size_t brace = text.find('{');
    if (brace != std::string::npos) {
        if (text.find('{', brace + 1) != std::string::npos)
            refuse("a regular expression may count with {} once");
        int digits = 0;
        for (std::size_t i = brace + 1; i < text.size() && text[i] != '}'; ++i) {
            digits = text[i] >= '0' && text[i] <= '9' ? digits * 10 + (text[i] - '0') : 0;
            if (digits > most_count) refuse(fmt::format("counts in {{}} go up to {}", most_count));
        }
    }
    try {
        // The polynomial machine takes no expression that would try for ever.
        return std::regex(text, std::regex::ECMAScript | std::regex::icase | std::regex::nosubs |
                                    std::regex_constants::__polynomial);
    } catch (const std::regex_error& error) {
        refuse(fmt::format("\"{}\" is no regular expression: {}", text, error.what()));
    }
}

QueryKey key_of(std::string_view word) {
    if (word == "name") return QueryKey::name;
    if (word == "op") return QueryKey::op;
    if (word == "module") return QueryKey::module;
    if (word == "shape") return QueryKey::shape;
    if (word == "attr") return QueryKey::attribute;
    refuse(fmt::format("there is no \"{}:\"; there are name:, op:, module:, shape: and attr:", word));
}

std::vector<std::int64_t> extents_of(const std::string& text) {
    std::vector<std::int64_t> extents;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == 'x' || text[at] == ',') {
            ++at;
        } else if (text[at] == '*') {
            extents.push_back(-1);
            ++at;
        } else if (text.compare(at, 2, "\u00D7") == 0) {
            at += 2;
        } else {
            std::int64_t extent = 0;
            const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), extent);
            if (error != std::errc{} || extent < 0)
                refuse("a shape is written 20x128, with * for any extent");
            at = static_cast<std::size_t>(end - text.data());
            extents.push_back(extent);
        }
    }
    if (extents.empty()) refuse("a shape is written 20x128, with * for any extent");
    return extents;
}

QueryTerm term_of(Token token, bool chain, bool regular) {
    QueryTerm term;
    if (token.text.size() > 1 && token.text[0] == '-') {
        term.negated = true;
        token.text.erase(0, 1);
        if (token.colon != std::string::npos) --token.colon;
    }
    term.key = chain ? QueryKey::whole_op : QueryKey::any;
    if (token.colon != std::string::npos) {
        term.key = key_of(lower(token.text.substr(0, token.colon)));
        token.text.erase(0, token.colon + 1);
        if (token.text.empty()) refuse("a word is missing behind the colon");
    }
    if (term.key == QueryKey::shape && !regular) {
        term.extents = extents_of(lower(token.text));
    } else if (regular) {
        term.regex = to_regex(token.text);
    } else {
        term.text = lower(token.text);
    }
    return term;
}

bool is_glob(std::string_view text) {
    return text.find_first_of("*?") != std::string_view::npos;
}

bool fits(const QueryTerm& term, const std::string& text, bool whole) {
    if (term.regex) return std::regex_search(text, *term.regex);
    const std::string own = lower(text);
    if (is_glob(term.text)) return glob_matches(term.text, own);
    return whole ? own == term.text : own.find(term.text) != std::string::npos;
}

bool op_fits(const QueryTerm& term, const Node& node, bool whole) {
    if (node.op != nullptr && fits(term, node.op->name(), whole)) return true;
    if (fits(term, operator_word(node), whole)) return true;
    const auto member = node.attributes.entries().find("op");
    if (member == node.attributes.entries().end()) return false;
    const auto* word = std::get_if<std::string>(&member->second);
    return word != nullptr && fits(term, *word, whole);
}

bool name_fits(const QueryTerm& term, const Graph& graph, const Node& node) {
    return std::ranges::any_of(node.outputs,
                               [&](ValueId id) { return fits(term, graph.value(id).name, false); });
}

std::string shape_text(const Shape& shape) {
    return fmt::format("{}", fmt::join(shape, "x"));
}

bool shape_fits(const QueryTerm& term, const Graph& graph, const Node& node) {
    const auto one = [&](ValueId id) {
        const Shape& shape = graph.value(id).type.shape;
        if (term.regex) return std::regex_search(shape_text(shape), *term.regex);
        return std::search(shape.begin(), shape.end(), term.extents.begin(), term.extents.end(),
                           [](std::int64_t own, std::int64_t asked) { return asked < 0 || own == asked; }) !=
               shape.end();
    };
    return std::ranges::any_of(node.outputs, one) || std::ranges::any_of(node.inputs, one);
}

std::string attribute_text(const Attribute& attribute) {
    if (const auto* flag = std::get_if<bool>(&attribute)) return *flag ? "true" : "false";
    if (const auto* integer = std::get_if<std::int64_t>(&attribute)) return std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&attribute)) return fmt::format("{}", *number);
    if (const auto* text = std::get_if<std::string>(&attribute)) return *text;
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&attribute))
        return fmt::format("{}", fmt::join(*list, ","));
    return shape_text(std::get<Tensor>(attribute).shape());
}

/// "key" or "key=value" as written; a regular expression reads the same line.
bool attribute_fits(const QueryTerm& term, const Node& node) {
    return std::ranges::any_of(node.attributes.entries(), [&](const auto& entry) {
        const std::string line = entry.first + "=" + attribute_text(entry.second);
        if (term.regex) return std::regex_search(line, *term.regex);
        const std::string own = lower(term.text.find('=') == std::string::npos ? entry.first : line);
        return is_glob(term.text) ? glob_matches(term.text, own) : own == term.text;
    });
}

bool holds(const QueryTerm& term, const Graph& graph, const Node& node) {
    switch (term.key) {
        case QueryKey::any:
            return op_fits(term, node, false) || fits(term, node.provenance.module, false) ||
                   name_fits(term, graph, node);
        case QueryKey::name:
            return name_fits(term, graph, node);
        case QueryKey::op:
            return op_fits(term, node, false);
        case QueryKey::whole_op:
            return op_fits(term, node, true);
        case QueryKey::module:
            return fits(term, node.provenance.module, false);
        case QueryKey::shape:
            return shape_fits(term, graph, node);
        case QueryKey::attribute:
            return attribute_fits(term, node);
    }
    return false;
}

}  // namespace

std::vector<QueryTerms> parse_query(std::string_view text, bool regular_expressions) {
    if (text.size() > NodeQuery::longest)
        refuse(fmt::format("at most {} characters are read", NodeQuery::longest));
    std::vector<std::vector<Token>> words = split(text);
    const bool chain = words.size() > 1;
    if (!chain && words[0].empty()) return {};
    std::vector<QueryTerms> steps;
    for (std::vector<Token>& step : words) {
        QueryTerms terms;
        if (step.empty()) refuse("an operator is missing beside >; * stands for any");
        const bool alone = step.size() == 1 && !step[0].quoted;
        if (chain && alone && (step[0].text == "..." || step[0].text == "\u2026")) {
            terms.gap = true;
        } else if (!(chain && alone && step[0].text == "*")) {
            for (Token& token : step)
                terms.terms.push_back(term_of(std::move(token), chain, regular_expressions));
        }
        if (terms.gap && !steps.empty() && steps.back().gap) continue;
        steps.push_back(std::move(terms));
    }
    if (steps.front().gap || steps.back().gap) refuse("... stands between two operators");
    return steps;
}

bool holds(const QueryTerms& terms, const Graph& graph, const Node& node) {
    return std::ranges::all_of(
        terms.terms, [&](const QueryTerm& term) { return holds(term, graph, node) != term.negated; });
}

}  // namespace lockstep::nnir
