#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/report/json_report.h"

namespace lockstep {

/// One `--fail-if`: PATH OPERATOR VALUE, e.g. `end_to_end_us.mean > 2.0`, `memory[0].used >= 400`,
/// `error.allclose == false`, `target == over`. PATH leads into the JSON of the command; operators are < <= >
/// >= == !=; VALUE is a number, true, false or a word, in quotes if it is not letters, digits and "_" only. A
/// target stands for its verdict.
class Gate {
  public:
    /// Throws Error(usage) with what is wrong with the expression.
    explicit Gate(std::string_view expression);

    /// Throws Error(usage) if the path leads nowhere, to null, or to something that cannot be compared so. A
    /// value that is not a number ("nan") hits every gate: it must not let a build pass.
    GateResult check(const Json& json) const;
    const std::string& expression() const { return expression_; }

  private:
    using Operand = std::variant<double, bool, std::string>;

    const Json& find(const Json& json) const;
    Operand operand_of(const Json& found) const;
    bool compare(const Operand& found) const;
    [[noreturn]] void fail(const std::string& reason) const;

    std::string expression_;
    std::string path_;
    std::string operator_;
    Operand limit_;
};

}  // namespace lockstep
