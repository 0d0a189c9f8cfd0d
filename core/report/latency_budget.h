#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/json_report.h"
#include "core/report/report.h"
#include "core/report/report_document.h"

namespace lockstep {

/// A part of the latency that a target is held against.
struct BudgetPart {
    enum class Kind : std::uint8_t {
        module,  ///< cycles of the critical path that are nodes' of one module
        stream,  ///< cycles of the critical path that are nobody's: input and output blocks on their way
        host,    ///< from the host to the card and back: the published IO table's mean
    };
    Kind kind = Kind::module;
    std::string name;                  ///< module path; of a node without a module its label
    std::string op;                    ///< of the node with most cycles; empty for stream and host
    std::vector<std::uint32_t> nodes;  ///< ProgramNode::id of those with cycles here, most first
    std::int64_t cycles = 0;           ///< 0 for host
    double us = 0;                     ///< cycles / clock
};
/// "module", "stream", "host": the words of the JSON.
std::string_view name(BudgetPart::Kind kind);
/// The part's name for people: "lstm", "input and output blocks", "host IO".
std::string part_label(const BudgetPart& part);

/// How a latency target is spent. The cycles of the parts add up to the spaced figure, their microseconds to
/// the end-to-end mean (to the compute latency where there is no end-to-end figure).
struct LatencyBudget {
    double target_us = 0;
    double clock_mhz = 0;
    std::vector<BudgetPart> parts;  ///< the modules in the model's order, then stream, then host
    std::int64_t cycles = 0;        ///< of one spaced inference
    double used_us = 0;             ///< what is shown as the latency
    double left_us = 0;             ///< target - used; negative: over
    bool with_host = false;         ///< host IO is in it
    std::string host_note;          ///< the IO's basis, or why there is none in it
    std::int64_t least_cycles = 0;  ///< no schedule of this program's work gets below it (Roofline::combined)
};

/// Either the budget or the reason why there is none.
struct LatencyBudgetResult {
    std::optional<LatencyBudget> value;
    std::string reason;
};

/// `why` is explain(program)'s. `most_modules`: modules are joined by the front of their paths until there
/// are no more parts than this, or one per module of the top level; 0: as deep as they go. None without a
/// clock.
LatencyBudgetResult latency_budget(const Program& program, const Why& why, const LatencyFigures& latency,
                                   double target_us, std::size_t most_modules = 0);

/// "0.48 us left of 2 us" or "0.12 us over 2 us", with "compute alone" where no host IO is in it.
std::string budget_sentence(const LatencyBudget& budget);
/// Lines of at most 100 columns, a blank line first.
std::string budget_text(const LatencyBudgetResult& budget, double target_us);
/// The names are a contract: {"target_us", "clock_mhz", "cycles", "used_us", "left_us", "includes_host_io",
/// "host_io", "least_cycles", "parts" [{"kind", "name", "nodes", "cycles", "us", "share_of_target"}]}; or
/// {"target_us", "reason"}.
Json budget_json(const LatencyBudgetResult& budget, double target_us);
Section budget_section(const LatencyBudgetResult& budget, double target_us);

}  // namespace lockstep
