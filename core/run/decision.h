#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// What a user makes of an output: `--decision [OUTPUT=]argmax|sign|threshold=X|topk=K`.
struct DecisionRule {
    enum class Kind : std::uint8_t {
        argmax,     ///< the largest of the last axis, of equal ones the first
        sign,       ///< of each value: above 0 or not
        threshold,  ///< of each value: above X or not
        topk,       ///< the K largest of the last axis as a set
    };
    std::string text;    ///< as asked for
    std::string output;  ///< empty: the only one
    Kind kind = Kind::argmax;
    double threshold = 0;
    std::int64_t k = 1;
};

/// Throws Error(usage).
DecisionRule decision_rule(std::string_view text);

/// One inference's decision in the VM and in the reference.
struct DecisionOutcome {
    bool differs = false;
    /// How far the reference is from deciding otherwise: the difference between the last value that is taken
    /// and the first that is not, or the distance from the threshold; the smallest one of all places, whether
    /// the decisions differ or not. Infinite where an infinity is held
    /// against a number; 0 between two equal infinities, and where the reference has a NaN.
    double margin = 0;
    /// The row of the last axis, or the value: of those that differ the one that the reference is surest of,
    /// else the one that it is least sure of.
    std::int64_t place = 0;
    std::string vm;  ///< "3" (argmax), "1, 4" (topk), "+" or "-"
    std::string reference;
    bool decided = true;  ///< false: in every place both hold a NaN, and nothing is decided
};

/// A rule with the output of a program that it is about. Throws Error(bad_input) if there is none of its
/// name, several and none named, or the last axis has too few values.
class Decision {
  public:
    Decision(DecisionRule rule, const Program& program);

    const DecisionRule& rule() const { return rule_; }
    const std::string& output() const { return output_; }
    /// Both hold all outputs of the program in order.
    DecisionOutcome judge(std::span<const float> vm, std::span<const float> reference) const;

  private:
    DecisionRule rule_;
    std::string output_;
    std::size_t first_ = 0;
    std::size_t size_ = 0;
    std::size_t row_ = 1;  ///< values that are decided on together
};

}  // namespace lockstep
