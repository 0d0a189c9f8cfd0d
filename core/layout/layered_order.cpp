#include <algorithm>
#include <utility>

#include "core/layout/layered_parts.h"

namespace lockstep::layered {
namespace {

/// Sweeps over all ranks: few for large graphs, whose last per cent of crossings nobody sees.
constexpr std::size_t large_graph = 5'000;
constexpr int many_sweeps = 12;
constexpr int few_sweeps = 4;

using Positions = std::vector<std::uint32_t>;

void number_rank(const std::vector<std::uint32_t>& rank, Positions& position) {
    for (std::uint32_t i = 0; i < rank.size(); ++i) position[rank[i]] = i;
}

/// Crossings between a rank and the one below: inversions among the lower ends, counted with a binary indexed
/// tree.
std::uint64_t crossings_below(const Layers& layers, std::size_t rank, const Positions& position) {
    const std::size_t size = layers.ranks[rank + 1].size();
    std::vector<std::uint64_t> tree(size + 1);
    std::uint64_t crossings = 0;
    std::uint64_t seen = 0;
    std::vector<std::uint32_t> ends;
    for (const std::uint32_t item : layers.ranks[rank]) {
        ends.clear();
        for (const Link& link : layers.down[item]) ends.push_back(position[link.item]);
        for (const std::uint32_t end : ends) {
            std::uint64_t not_right = 0;
            for (std::size_t i = end + 1; i > 0; i -= i & (~i + 1)) not_right += tree[i];
            crossings += seen - not_right;
        }
        for (const std::uint32_t end : ends) {
            for (std::size_t i = end + 1; i <= size; i += i & (~i + 1)) ++tree[i];
        }
        seen += ends.size();
    }
    return crossings;
}

std::uint64_t crossings(const Layers& layers, const Positions& position) {
    std::uint64_t sum = 0;
    for (std::size_t rank = 0; rank + 1 < layers.ranks.size(); ++rank)
        sum += crossings_below(layers, rank, position);
    return sum;
}

/// Sorts a rank by the mean position of its neighbours; items without any stay where they are.
void sort_rank(std::vector<std::uint32_t>& rank, const std::vector<std::vector<Link>>& neighbours,
               Positions& position, std::vector<double>& mean) {
    for (const std::uint32_t item : rank) {
        double sum = 0;
        for (const Link& link : neighbours[item]) sum += position[link.item];
        mean[item] =
            neighbours[item].empty() ? position[item] : sum / static_cast<double>(neighbours[item].size());
    }
    std::stable_sort(rank.begin(), rank.end(), [&](auto a, auto b) { return mean[a] < mean[b]; });
    number_rank(rank, position);
}

}  // namespace

void order_ranks(Layers& layers) {
    Positions position(layers.items.size());
    std::vector<double> mean(layers.items.size());
    for (const auto& rank : layers.ranks) number_rank(rank, position);
    auto best = layers.ranks;
    std::uint64_t fewest = crossings(layers, position);
    const int sweeps = layers.items.size() > large_graph ? few_sweeps : many_sweeps;
    for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
        if (sweep % 2 == 0) {
            for (std::size_t r = 1; r < layers.ranks.size(); ++r)
                sort_rank(layers.ranks[r], layers.up, position, mean);
        } else {
            for (std::size_t r = layers.ranks.size() - 1; r-- > 0;) {
                sort_rank(layers.ranks[r], layers.down, position, mean);
            }
        }
        const std::uint64_t now = crossings(layers, position);
        if (now < fewest) {
            fewest = now;
            best = layers.ranks;
        }
    }
    layers.ranks = std::move(best);
}

namespace {

/// A run of items that stand shoulder to shoulder.
struct Block {
    double sum = 0;  ///< of weight * (wish - offset)
    double weight = 0;
    std::size_t count = 0;
    double at() const { return sum / weight; }
};

/// The positions nearest to the wishes (weighted least squares) that keep order and distances: pool adjacent
/// violators on positions from which the distances are taken off.
void settle(Layers& layers, const std::vector<std::uint32_t>& rank, const std::vector<double>& wish,
            const std::vector<double>& weight, double gap) {
    std::vector<Block> blocks;
    std::vector<double> offset(rank.size());
    for (std::size_t i = 0; i < rank.size(); ++i) {
        if (i > 0) {
            const Item& left = layers.items[rank[i - 1]];
            const Item& right = layers.items[rank[i]];
            const double distance = left.bend && right.bend ? gap / 2 : gap;
            offset[i] = offset[i - 1] + (left.width + right.width) / 2 + distance;
        }
        blocks.push_back({weight[i] * (wish[i] - offset[i]), weight[i], 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].at() >= blocks.back().at()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().weight += last.weight;
            blocks.back().count += last.count;
        }
    }
    std::size_t i = 0;
    for (const Block& block : blocks) {
        for (std::size_t k = 0; k < block.count; ++k, ++i) layers.items[rank[i]].x = block.at() + offset[i];
    }
}

constexpr int placing_rounds = 8;
constexpr double lone_weight = 0.05;

/// Where most of the weight lies; the middle of the two where it is even. Keeps a heavy line exactly
/// straight, which a mean would not.
double weighted_median(std::vector<std::pair<double, double>>& positions, double total) {
    std::sort(positions.begin(), positions.end());
    double seen = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        seen += positions[i].second;
        if (seen * 2 < total) continue;
        const bool even = seen * 2 == total && i + 1 < positions.size();
        return even ? (positions[i].first + positions[i + 1].first) / 2 : positions[i].first;
    }
    return positions.back().first;
}

}  // namespace

void place_items(Layers& layers, double gap) {
    std::vector<double> wish;
    std::vector<double> weight;
    std::vector<std::pair<double, double>> neighbours;
    const auto place = [&](std::size_t r, bool look_up, bool look_down) {
        const std::vector<std::uint32_t>& rank = layers.ranks[r];
        wish.assign(rank.size(), 0);
        weight.assign(rank.size(), lone_weight);
        for (std::size_t i = 0; i < rank.size(); ++i) {
            neighbours.clear();
            double total = 0;
            const auto pull = [&](const std::vector<Link>& links) {
                for (const Link& link : links) {
                    neighbours.emplace_back(layers.items[link.item].x, link.weight);
                    total += link.weight;
                }
            };
            if (look_up) pull(layers.up[rank[i]]);
            if (look_down) pull(layers.down[rank[i]]);
            wish[i] = neighbours.empty() ? layers.items[rank[i]].x : weighted_median(neighbours, total);
            weight[i] += total;
        }
        settle(layers, rank, wish, weight, gap);
    };
    for (std::size_t r = 0; r < layers.ranks.size(); ++r) place(r, true, false);
    for (int round = 0; round < placing_rounds; ++round) {
        const bool last = round + 1 == placing_rounds;
        for (std::size_t r = layers.ranks.size(); r-- > 0;) place(r, last, true);
        for (std::size_t r = 0; r < layers.ranks.size(); ++r) place(r, true, last || round % 2 == 1);
    }
}

}  // namespace lockstep::layered
