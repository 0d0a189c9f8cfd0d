#include "core/report/ranking.h"

#include <algorithm>

namespace lockstep {

std::vector<RankedCard> rank_cards(const std::vector<const LatencyFigures*>& cards) {
    std::vector<RankedCard> order(cards.size());
    for (std::size_t i = 0; i < cards.size(); ++i) order[i].index = i;
    const auto end_to_end = [&](const RankedCard& card) -> const EndToEnd* {
        const LatencyFigures* latency = cards[card.index];
        return latency != nullptr && latency->end_to_end.value ? &*latency->end_to_end.value : nullptr;
    };
    std::ranges::stable_sort(order, [&](const RankedCard& a, const RankedCard& b) {
        const EndToEnd* first = end_to_end(a);
        const EndToEnd* second = end_to_end(b);
        if (first == nullptr || second == nullptr) return first != nullptr && second == nullptr;
        return first->mean < second->mean;
    });
    for (std::size_t i = 0; i < order.size() && end_to_end(order[i]) != nullptr; ++i) {
        order[i].rank = i + 1;
        if (i == 0) continue;
        const auto& band = cards[order[i].index]->end_to_end_band.value;
        const auto& before = cards[order[i - 1].index]->end_to_end_band.value;
        order[i].close_to_previous =
            !band || !before ||
            end_to_end(order[i])->mean - band->mean <= end_to_end(order[i - 1])->mean + before->mean;
    }
    return order;
}

}  // namespace lockstep
