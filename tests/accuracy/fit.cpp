#include "tests/accuracy/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/accel/config_fields.h"
#include "core/compiler/compile.h"
#include "core/support/error.h"

namespace lockstep::accuracy {
namespace {

/// Decides between sets that are equally good; far below what a cycle of any row changes.
constexpr double pull_to_neutral = 1e-6;
constexpr std::array steps{1, -1, 2, -2, 4, -4, 8, -8};
constexpr std::array pair_steps{1, -1};
/// Compiling and fitting settle after two or three turns; rows whose decisions swing are cut off here.
constexpr int most_turns = 5;

std::vector<int> figures_of(const MachineTiming& timing) {
    std::vector<int> all;
    config_fields::visit_timing(timing, [&](const char*, const auto& figure, const auto&) {
        all.push_back(static_cast<int>(figure.value));
    });
    return all;
}

/// Between 0 and 1, one half at an error of 1 %.
double cost_of_figure(std::int64_t ours, std::int64_t published) {
    const double percent =
        100.0 * std::abs(static_cast<double>(ours - published)) / static_cast<double>(published);
    return percent / (percent + 1);
}

double distance_from_neutral(const Values& values) {
    double sum = 0;
    for (std::size_t c = 0; c < values.size(); ++c) sum += std::abs(values[c] - constants()[c].neutral);
    return sum;
}

/// Latencies of one machine can make up for one another.
bool can_trade(const Constant& a, const Constant& b) {
    const auto is_latency = [](const Constant& constant) { return constant.name.ends_with("_latency"); };
    return is_latency(a) && is_latency(b) && std::ranges::any_of(a.families, [&](const std::string& family) {
               return std::ranges::find(b.families, family) != b.families.end();
           });
}

/// The search of fit().
class Descent {
  public:
    Descent(PlayedRows& rows, Values start) : rows_(rows), values_(std::move(start)), cost_(judge(values_)) {}

    Fit run() {
        while (improve_one() || improve_two()) {
        }
        return {values_, rows_.cost(values_)};
    }

  private:
    double judge(const Values& values) {
        return rows_.cost(values) + pull_to_neutral * distance_from_neutral(values);
    }
    static bool allowed(const Values& values) {
        for (std::size_t c = 0; c < values.size(); ++c)
            if (values[c] < constants()[c].least || values[c] > constants()[c].most) return false;
        return true;
    }
    /// Takes the best of the candidates if it is better than what there is.
    bool take_best(const std::vector<Values>& candidates) {
        bool better = false;
        Values best = values_;
        for (const Values& candidate : candidates) {
            if (!allowed(candidate)) continue;
            const double cost = judge(candidate);
            if (cost >= cost_ - 1e-9) continue;
            cost_ = cost;
            best = candidate;
            better = true;
        }
        values_ = std::move(best);
        return better;
    }
    bool improve_one() {
        bool better = false;
        for (std::size_t c = 0; c < values_.size(); ++c) {
            std::vector<Values> candidates;
            for (const int step : steps) {
                candidates.push_back(values_);
                candidates.back()[c] += step;
            }
            better |= take_best(candidates);
        }
        return better;
    }
    bool improve_two() {
        bool better = false;
        for (std::size_t a = 0; a < values_.size(); ++a)
            for (std::size_t b = 0; b < a; ++b) {
                if (!can_trade(constants()[a], constants()[b])) continue;
                std::vector<Values> candidates;
                for (const int step : pair_steps) {
                    candidates.push_back(values_);
                    candidates.back()[a] += step;
                    candidates.back()[b] -= step;
                }
                better |= take_best(candidates);
            }
        return better;
    }

    PlayedRows& rows_;
    Values values_;
    double cost_;
};

}  // namespace

PlayedRows::PlayedRows(const std::vector<FitRow>& rows, const Values& values, const std::string& without) {
    for (const FitRow& row : rows) {
        if (row.row.family == without || !row.row.fits) continue;
        AcceleratorConfig config = find_config(preset_of(row.row.board));
        config.timing = with_values(config.timing, config.family, values);
        try {
            Program program = *compile(*row.graph, config).program;
            for (CoreProgram& core : program.cores) core.weights = {};
            entries_[row.row.family].push_back({row.row, std::move(program), {}});
        } catch (const Error& error) {
            if (error.failure().kind != FailureKind::does_not_fit) throw;
        }
    }
}

double PlayedRows::error(Entry& entry, const Values& values) {
    MachineTiming& timing = entry.program.config.timing;
    timing = with_values(timing, entry.program.config.family, values);
    const auto [found, is_new] = entry.known.try_emplace(figures_of(timing), 0.0);
    if (is_new) {
        const Timeline timeline = play(entry.program);
        found->second = (cost_of_figure(timeline.spaced, entry.row.spaced) +
                         cost_of_figure(timeline.contiguous, entry.row.contiguous)) /
                        2;
    }
    return found->second;
}

double PlayedRows::cost_of(const std::string& family, const Values& values) {
    const auto found = entries_.find(family);
    if (found == entries_.end()) return 0;
    double sum = 0;
    for (Entry& entry : found->second) sum += error(entry, values);
    return sum / static_cast<double>(found->second.size());
}

double PlayedRows::cost(const Values& values) {
    double sum = 0;
    for (const auto& [family, entries] : entries_) sum += cost_of(family, values);
    return entries_.empty() ? 0 : sum / static_cast<double>(entries_.size());
}

std::vector<std::string> PlayedRows::families() const {
    std::vector<std::string> names;
    for (const auto& [family, entries] : entries_) names.push_back(family);
    return names;
}

Fit fit(PlayedRows& rows, const Values& start) {
    return Descent(rows, start).run();
}

Fit fit_with_decisions(const std::vector<FitRow>& rows, const std::string& without,
                       const std::vector<Values>& starts,
                       const std::function<void(const std::string&)>& report) {
    std::optional<Fit> best;
    for (const Values& start : starts) {
        Values values = start;
        std::set<Values> seen;
        for (int turn = 1; turn <= most_turns && seen.insert(values).second; ++turn) {
            PlayedRows played(rows, values, without);
            values = fit(played, values).values;
            // What it costs when the compiler knows the constants.
            const double cost = PlayedRows(rows, values, without).cost(values);
            report(fmt::format("turn {}: cost {:.4f}, values {}", turn, cost, fmt::join(values, " ")));
            if (!best || cost < best->cost - 1e-9) best = {values, cost};
        }
    }
    return best.value();
}

}  // namespace lockstep::accuracy
