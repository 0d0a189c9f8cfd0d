#include "core/latency/latency_band.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/accel/config_fields.h"
#include "core/latency/quantile.h"
#include "core/latency/row_distance.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr std::size_t nearest_count = 8;
constexpr std::size_t least_rows = 20;
/// Added to a distance, so that a row at distance 0 does not outweigh all others.
constexpr double distance_floor = 0.1;
/// Added to a spread: exact rows all around don't make a figure exact. Half a per cent is half a cycle of the
/// shortest published program.
constexpr double spread_floor = 0.005;
/// Programs this many times as long as the longest published one, or short as the shortest, lie outside.
constexpr double size_margin = 2.0;

/// The user's own constant in any place makes a machine of the user's own.
bool has_given_timing(const MachineTiming& timing) {
    bool given = false;
    config_fields::visit_timing(timing, [&](const char*, const auto& figure, const config_fields::Rule&) {
        given = given || figure.basis == Basis::given;
    });
    return given;
}

bool same_model(const PublishedResidual& a, const PublishedResidual& b) {
    return a.model == b.model && a.index == b.index;
}

}  // namespace

BandModel::BandModel(std::vector<PublishedResidual> rows) : rows_(std::move(rows)) {
    std::erase_if(rows_, [](const PublishedResidual& row) { return !row.compiled; });
    std::set<std::string> models;
    for (const PublishedResidual& row : rows_) models.insert(row.model);
    if (rows_.size() < least_rows || models.size() < 2)
        throw Error(FailureKind::internal, fmt::format("{} published rows of {} families make no band",
                                                       rows_.size(), models.size()));
    distances_.assign(rows_.size(), std::vector<double>(rows_.size()));
    for (std::size_t a = 0; a < rows_.size(); ++a)
        for (std::size_t b = 0; b < a; ++b)
            distances_[a][b] = distances_[b][a] =
                program_distance(rows_[a].program, rows_[b].program) +
                (rows_[a].machine == rows_[b].machine ? 0.0 : machine_distance);
    for (std::size_t row = 0; row < rows_.size(); ++row)
        farthest_ = std::max(farthest_, nearest_of(row, false).front().distance);
    spaced_ = factors(Figure::spaced);
    contiguous_ = factors(Figure::contiguous);
}

double BandModel::residual(std::size_t row, Figure figure) const {
    return std::abs(figure == Figure::spaced ? rows_[row].spaced() : rows_[row].contiguous());
}

std::vector<BandModel::Near> BandModel::nearest_of(std::size_t row, bool without_family) const {
    std::vector<Near> nearest;
    for (std::size_t other = 0; other < rows_.size(); ++other)
        if (without_family ? rows_[other].model != rows_[row].model : !same_model(rows_[other], rows_[row]))
            nearest.push_back({.row = other, .distance = distances_[row][other]});
    std::ranges::stable_sort(nearest, {}, &Near::distance);
    nearest.resize(std::min(nearest.size(), nearest_count));
    return nearest;
}

/// Mean size of the residuals of the nearest rows, each weighted by the inverse square of its distance.
double BandModel::spread(std::span<const Near> nearest, Figure figure) const {
    double sum = 0;
    double weights = 0;
    for (const Near& near : nearest) {
        const double weight = 1 / std::pow(distance_floor + near.distance, 2);
        sum += weight * residual(near.row, figure);
        weights += weight;
    }
    return sum / weights + spread_floor;
}

/// How many spreads the residuals of nine rows in ten are, each spread made without the row's model, or
/// without its whole family.
BandModel::Factors BandModel::factors(Figure figure) const {
    std::vector<double> like;
    std::vector<double> unlike;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        like.push_back(residual(row, figure) / spread(nearest_of(row, false), figure));
        unlike.push_back(residual(row, figure) / spread(nearest_of(row, true), figure));
    }
    const double factor = bounding_quantile(like);
    return {.like = factor,
            .unlike = std::max(factor, bounding_quantile(unlike)),
            .card = card_difference(figure)};
}

/// By how much the published cycles of nine in ten models differ between two cards of as many cores and the
/// same block size.
double BandModel::card_difference(Figure figure) const {
    std::vector<double> differences;
    for (std::size_t a = 0; a < rows_.size(); ++a) {
        for (std::size_t b = 0; b < rows_.size(); ++b) {
            if (!same_model(rows_[a], rows_[b]) || rows_[a].machine == rows_[b].machine ||
                rows_[a].cores != rows_[b].cores || rows_[a].block_size != rows_[b].block_size)
                continue;
            const auto cycles = [&](const PublishedResidual& row) {
                return static_cast<double>(figure == Figure::spaced ? row.published_spaced
                                                                    : row.published_contiguous);
            };
            differences.push_back(std::abs(cycles(rows_[a]) / cycles(rows_[b]) - 1));
        }
    }
    return differences.empty() ? 0.0 : bounding_quantile(differences);
}

std::vector<std::string> BandModel::outside(const BandSubject& subject, double nearest, bool own_card) const {
    std::set<std::string> operators;
    std::set<std::string> kinds;
    double shortest = std::numeric_limits<double>::infinity();
    double longest = 0;
    for (const PublishedResidual& row : rows_) {
        operators.insert(row.program.operators.begin(), row.program.operators.end());
        kinds.insert(row.program.instructions.begin(), row.program.instructions.end());
        shortest = std::min(shortest, static_cast<double>(row.program.spaced));
        longest = std::max(longest, static_cast<double>(row.program.spaced));
    }
    std::vector<std::string> reasons;
    const std::vector<std::string> new_operators =
        missing_from(subject.features.operators, {operators.begin(), operators.end()});
    if (!new_operators.empty())
        reasons.push_back(fmt::format("no published row has the operator{} {}",
                                      new_operators.size() > 1 ? "s" : "", fmt::join(new_operators, ", ")));
    const std::vector<std::string> new_kinds =
        missing_from(subject.features.instructions, {kinds.begin(), kinds.end()});
    if (!new_kinds.empty())
        reasons.push_back(fmt::format("no published row has instructions of the kind{} {}",
                                      new_kinds.size() > 1 ? "s" : "", fmt::join(new_kinds, ", ")));
    const auto cycles = static_cast<double>(subject.features.spaced);
    if (cycles > size_margin * longest)
        reasons.push_back(
            fmt::format("it takes {:.1f} times the cycles of the longest published row", cycles / longest));
    if (cycles * size_margin < shortest)
        reasons.push_back(
            fmt::format("it takes {:.2f} times the cycles of the shortest published row", cycles / shortest));
    if (nearest > farthest_)
        reasons.push_back(
            fmt::format("no published row is like it: the nearest is {:.2f} away, between "
                        "published models it is at most {:.2f}",
                        nearest, farthest_));
    if (!own_card)
        reasons.push_back(fmt::format("no cycles are published for {} ({} cores, block size {})",
                                      subject.config, subject.cores, subject.block_size));
    return reasons;
}

LatencyBandResult BandModel::band(const BandSubject& subject) const {
    if (!subject.departures.empty())
        return {.value = std::nullopt,
                .reason = fmt::format(
                    "the program was compiled with {}: published figures are of the published toolchain's "
                    "own schedules and say nothing of it",
                    subject.departures)};
    if (subject.given)
        return {.value = std::nullopt,
                .reason =
                    "the machine's constants are given in the user's own config: no published row is "
                    "of such a machine"};
    if (subject.features.spaced <= 0) return {.value = std::nullopt, .reason = "the program takes no cycles"};

    const auto own_card = [&](const PublishedResidual& row) {
        return !subject.assumed && row.machine == subject.machine && row.cores == subject.cores &&
               row.block_size == subject.block_size;
    };
    std::vector<Near> nearest;
    for (std::size_t row = 0; row < rows_.size(); ++row)
        nearest.push_back({.row = row,
                           .distance = program_distance(subject.features, rows_[row].program) +
                                       (rows_[row].machine == subject.machine ? 0.0 : machine_distance)});
    std::ranges::stable_sort(nearest, {}, &Near::distance);
    nearest.resize(nearest_count);
    const bool own = std::ranges::any_of(rows_, own_card);

    LatencyBand band{.spaced = 0, .contiguous = 0, .nearest = {}, .outside = {}, .basis = {}};
    band.outside = outside(subject, nearest.front().distance, own);
    const bool unlike = band.outside.size() > (own ? 0U : 1U);
    const auto width = [&](Figure figure) {
        const Factors& factors = figure == Figure::spaced ? spaced_ : contiguous_;
        const double rows = (unlike ? factors.unlike : factors.like) * spread(nearest, figure);
        return own ? rows : std::hypot(rows, factors.card);
    };
    band.spaced = width(Figure::spaced);
    band.contiguous = width(Figure::contiguous);
    std::set<std::string> boards;
    for (const Near& near : nearest) {
        const PublishedResidual& row = rows_[near.row];
        boards.insert(row.board);
        band.nearest.push_back({.name = row.name(),
                                .distance = near.distance,
                                .spaced = row.spaced(),
                                .contiguous = row.contiguous()});
    }
    if (!(band.spaced < 1))
        return {.value = std::nullopt,
                .reason = fmt::format("the nearest published rows are predicted too badly to tell: {}, "
                                      "published {:+.0f} % of what is predicted",
                                      band.nearest.front().name, 100 * band.nearest.front().spaced)};
    band.basis = fmt::format("residuals of the {} nearest published rows ({})", nearest.size(),
                             fmt::join(boards, ", "));
    if (unlike) band.basis += ", widened as for models of a family that no row has";
    if (!own) band.basis += ", widened by the difference between published cards";
    return {.value = std::move(band), .reason = {}};
}

BandSubject band_subject(const Program& program, const Timeline& timeline) {
    const AcceleratorConfig& config = program.config;
    // Every published row goes through the product pipeline: its basis tells whose constants these are.
    BandSubject subject{.features = program_features(program, timeline),
                        .machine = config.family,
                        .cores = config.cores.value,
                        .block_size = config.block_size.value,
                        .config = config.name,
                        .assumed = config.timing.product_latency.basis == Basis::assumed,
                        .given = has_given_timing(config.timing),
                        .departures = program.departures()};
    return subject;
}

BandSubject band_subject(const PublishedResidual& row) {
    return {.features = row.program,
            .machine = row.machine,
            .cores = row.cores,
            .block_size = row.block_size,
            .config = row.board,
            .assumed = false,
            .given = false,
            .departures = {}};
}

LatencyBandResult latency_band(const Program& program, const Timeline& timeline) {
    static const BandModel model(published_residuals());
    return model.band(band_subject(program, timeline));
}

BandCoverage band_coverage(const std::vector<PublishedResidual>& rows, LeaveOut leave_out) {
    BandCoverage coverage;
    std::vector<double> widths;
    for (const PublishedResidual& row : rows) {
        if (!row.compiled) continue;
        std::vector<PublishedResidual> others;
        for (const PublishedResidual& other : rows) {
            const bool left_out = leave_out == LeaveOut::row     ? &other == &row
                                  : leave_out == LeaveOut::model ? same_model(other, row)
                                                                 : other.model == row.model;
            if (!left_out) others.push_back(other);
        }
        ++coverage.rows;
        const LatencyBandResult band = BandModel(std::move(others)).band(band_subject(row));
        if (!band.value) {
            ++coverage.without_band;
            continue;
        }
        if (std::abs(row.spaced()) <= band.value->spaced) ++coverage.spaced;
        if (std::abs(row.contiguous()) <= band.value->contiguous) ++coverage.contiguous;
        widths.push_back(band.value->spaced);
    }
    std::ranges::sort(widths);
    coverage.median_width = widths.empty() ? 0.0 : widths[widths.size() / 2];
    return coverage;
}

}  // namespace lockstep
