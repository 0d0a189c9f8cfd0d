#pragma once

#include <optional>
#include <vector>

#include "core/report/report.h"

namespace lockstep {

/// A card's place among others for one model. Cards are ranked by end-to-end latency and by nothing else.
struct RankedCard {
    std::size_t index = 0;  ///< into the latencies that were given
    /// From 1 on; absent without an end-to-end figure: such a card is not compared with the others.
    std::optional<std::size_t> rank;
    /// The bands of this card and of the one ranked before it overlap, or one of them has none: which is
    /// faster is too close to call.
    bool close_to_previous = false;
};

/// Ranked cards by rising mean (equal ones in the order given), then the others in the order given. Null: a
/// card without any latency, which stands among the others.
std::vector<RankedCard> rank_cards(const std::vector<const LatencyFigures*>& cards);

}  // namespace lockstep
