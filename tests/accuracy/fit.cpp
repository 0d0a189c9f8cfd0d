#include "tests/accuracy/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
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
constexpr std::array far_scales{16.0, 4.0};
constexpr int longest_step = 16;
/// Compiling and fitting settle after two or three turns; rows whose decisions swing are cut off here.
constexpr int most_turns = 4;

std::vector<int> figures_of(const MachineTiming& timing) {
    std::vector<int> all;
    config_fields::visit_timing(timing, [&](const char*, const auto& figure, const auto&) {
        all.push_back(static_cast<int>(figure.value));
    });
    return all;
}

/// Between 0 and 1, one half at an error of `scale` per cent.
double cost_of_figure(std::int64_t ours, std::int64_t published, double scale) {
    const double percent =
        100.0 * std::abs(static_cast<double>(ours - published)) / static_cast<double>(published);
    return percent / (percent + scale);
}

double distance_from_neutral(const Values& values) {
    double sum = 0;
    for (std::size_t c = 0; c < values.size(); ++c) sum += std::abs(values[c] - constants()[c].neutral);
    return sum;
}

/// The search of fit(), at one scale.
class Descent {
  public:
    Descent(PlayedRows& rows, const std::string& without, double scale, Values start)
        : rows_(rows), without_(without), scale_(scale), values_(std::move(start)), cost_(judge(values_)) {}

    Values run(bool pairs) {
        while (improve_each() || (pairs && improve_two())) {
        }
        return values_;
    }

  private:
    double judge(const Values& values) {
        return rows_.cost(values, without_, scale_) + pull_to_neutral * distance_from_neutral(values);
    }
    bool take_if_better(const Values& candidate) {
        if (!possible(candidate)) return false;
        const double cost = judge(candidate);
        if (cost >= cost_ - 1e-9) return false;
        cost_ = cost;
        values_ = candidate;
        return true;
    }
    /// Each constant, in steps that grow while they help.
    bool improve_each() {
        bool better = false;
        for (std::size_t c = 0; c < values_.size(); ++c) {
            for (const int direction : {1, -1}) {
                for (int step = 1; step <= longest_step; step *= 2) {
                    Values candidate = values_;
                    candidate[c] += direction * step;
                    if (take_if_better(candidate))
                        better = true;
                    else if (step > 2)  // a step of two may pass over a bump of one
                        break;
                }
            }
        }
        return better;
    }
    bool improve_two() {
        bool better = false;
        for (std::size_t a = 0; a < values_.size(); ++a)
            for (std::size_t b = 0; b < a; ++b) {
                if (!constants()[a].latency || !constants()[b].latency) continue;
                for (const auto& [one, other] : {std::pair{1, -1}, {-1, 1}, {1, 1}, {-1, -1}}) {
                    Values candidate = values_;
                    candidate[a] += one;
                    candidate[b] += other;
                    better |= take_if_better(candidate);
                }
            }
        return better;
    }

    PlayedRows& rows_;
    const std::string& without_;
    double scale_;
    Values values_;
    double cost_;
};

}  // namespace

PlayedRows::PlayedRows(const std::vector<FitRow>& rows) {
    for (const FitRow& row : rows) {
        if (!row.row.fits) continue;
        rows_.push_back({row, {}, nullptr, {}});
        if (std::ranges::find(families_, row.row.family) == families_.end())
            families_.push_back(row.row.family);
    }
}

void PlayedRows::compile(const Values& values) {
    for (Row& row : rows_) {
        AcceleratorConfig config = find_config(preset_of(row.fit.row.board));
        config.timing = with_values(config.timing, config.family, values);
        const auto [found, is_new] = row.programs.try_emplace(figures_of(config.timing));
        row.program = &found->second;
        if (!is_new) continue;
        try {
            found->second = *lockstep::compile(*row.fit.graph, config).program;
            for (CoreProgram& core : found->second->cores) core.weights = {};
        } catch (const Error& error) {
            if (error.failure().kind != FailureKind::does_not_fit) throw;
        }
    }
}

PlayedRows::Cycles PlayedRows::cycles(Row& row, const Values& values) {
    Program& program = row.program->value();
    MachineTiming& timing = program.config.timing;
    timing = with_values(timing, program.config.family, values);
    const auto [found, is_new] = row.known.try_emplace({row.program, figures_of(timing)});
    if (is_new) {
        const Timeline timeline = play(program);
        found->second = {timeline.spaced, timeline.contiguous};
    }
    return found->second;
}

double PlayedRows::cost_of(const std::string& family, const Values& values, double scale) {
    double sum = 0;
    int count = 0;
    for (Row& row : rows_) {
        if (row.fit.row.family != family || !*row.program) continue;
        const Cycles ours = cycles(row, values);
        sum += (cost_of_figure(ours.spaced, row.fit.row.spaced, scale) +
                cost_of_figure(ours.contiguous, row.fit.row.contiguous, scale)) /
               2;
        ++count;
    }
    return count == 0 ? 0 : sum / count;
}

double PlayedRows::cost(const Values& values, const std::string& without, double scale) {
    double sum = 0;
    int count = 0;
    for (const std::string& family : families_) {
        if (family == without) continue;
        sum += cost_of(family, values, scale);
        ++count;
    }
    return sum / count;
}

Values fit(PlayedRows& rows, const Values& start, const std::string& without, bool from_afar) {
    Values values = start;
    if (from_afar)
        for (const double scale : far_scales) values = Descent(rows, without, scale, values).run(false);
    return Descent(rows, without, 1, values).run(true);
}

Fit fit_in_turns(PlayedRows& rows, const Values& start, const std::string& without, bool from_afar,
                 const std::function<void(const std::string&)>& report) {
    std::optional<Fit> best;
    Values values = start;
    std::set<Values> seen;
    for (int turn = 1; turn <= most_turns && seen.insert(values).second; ++turn) {
        rows.compile(values);
        values = fit(rows, values, without, from_afar && turn == 1);
        rows.compile(values);
        const double cost = rows.cost(values, without);
        report(fmt::format("turn {}: cost {:.4f}, values {}", turn, cost, fmt::join(values, " ")));
        if (!best || cost < best->cost - 1e-9) best = {values, cost};
    }
    return best.value();
}

}  // namespace lockstep::accuracy
