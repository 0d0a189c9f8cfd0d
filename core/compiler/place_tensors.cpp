#include "core/compiler/place_tensors.h"

#include <algorithm>
#include <map>
#include <queue>
#include <utility>

namespace lockstep::compiler {
namespace {

constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

/// The tensor RAM of one core: the parts where whatever lay there may be over.
class CoreRam {
  public:
    /// The tensors that end at this step or before leave their places.
    void advance(std::uint32_t step) {
        for (; !ending_.empty() && ending_.top().step <= step; ending_.pop()) {
            const Ending& ended = ending_.top();
            holes_[ended.begin] = {ended.end, ended.tensor};
        }
    }

    /// The lowest address, `from` or above, of `blocks` blocks for which over(tensor that lay there) holds.
    template <class Over>
    std::uint32_t first_fit(std::uint32_t from, std::uint32_t blocks, const Over& over) const {
        std::uint32_t address = from;
        std::uint32_t reached = from;  // [address, reached) will do
        auto hole = holes_.upper_bound(from);
        if (hole != holes_.begin() && std::prev(hole)->second.end > from) --hole;
        for (; hole != holes_.end() && reached < address + blocks && reached < top_; ++hole) {
            if (hole->first > reached) address = hole->first;  // something lies in between
            reached = hole->second.end;
            if (hole->second.tensor != nobody && !over(hole->second.tensor)) address = reached;
        }
        return reached < address + blocks && reached < top_ ? top_ : address;
    }

    void place(std::size_t tensor, std::uint32_t begin, std::uint32_t end, std::uint32_t ends_at) {
        cut(begin, end);
        if (begin > top_) holes_[top_] = {begin, nobody};
        top_ = std::max(top_, end);
        if (ends_at != TensorLife::never) ending_.push({ends_at, begin, end, tensor});
    }

  private:
    struct Hole {
        std::uint32_t end = 0;
        std::size_t tensor = nobody;  ///< that lay there last
    };
    struct Ending {
        std::uint32_t step, begin, end;
        std::size_t tensor;
        friend bool operator>(const Ending& a, const Ending& b) {
            return std::pair(a.step, a.begin) > std::pair(b.step, b.begin);
        }
    };

    /// Takes [begin, end) out of the holes.
    void cut(std::uint32_t begin, std::uint32_t end) {
        auto hole = holes_.upper_bound(begin);
        if (hole != holes_.begin() && std::prev(hole)->second.end > begin) --hole;
        while (hole != holes_.end() && hole->first < end) {
            const auto [first, old] = *hole;
            hole = holes_.erase(hole);
            if (first < begin) holes_[first] = {begin, old.tensor};
            if (old.end > end) holes_[end] = old;
        }
    }

    std::map<std::uint32_t, Hole> holes_;  ///< by their first address; they do not overlap
    std::uint32_t top_ = 0;                ///< nothing lay here or above
    std::priority_queue<Ending, std::vector<Ending>, std::greater<>> ending_;
};

}  // namespace

std::vector<std::uint32_t> place_tensors(std::span<const TensorLife> tensors, const IsOver& is_over) {
    std::map<std::uint16_t, CoreRam> cores;
    std::vector<std::uint32_t> addresses;
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        const TensorLife& tensor = tensors[t];
        for (const TensorLife::InCore& in : tensor.cores) cores[in.core].advance(tensor.begins);
        std::uint32_t address = 0;
        for (std::uint32_t tried = TensorLife::never; tried != address;) {
            tried = address;
            for (const TensorLife::InCore& in : tensor.cores)
                address = cores[in.core].first_fit(address, tensor.blocks, [&](std::size_t earlier) {
                    return is_over(earlier, t, in.core);
                });
        }
        for (const TensorLife::InCore& in : tensor.cores)
            cores[in.core].place(t, address, address + tensor.blocks, in.ends);
        addresses.push_back(address);
    }
    return addresses;
}

}  // namespace lockstep::compiler
