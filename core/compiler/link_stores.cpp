#include "core/compiler/link_stores.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <variant>

#include "core/program/operands.h"
#include "core/support/error.h"
#include "core/support/overloaded.h"

namespace lockstep::compiler {
namespace {

/// Neighbouring places of a store that instructions use together.
struct Segment {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    bool written = false;     ///< by an inference
    std::uint8_t format = 0;  ///< how the contents are read: of weights, MatvecInstruction::fp8_scale
    std::uint32_t moved_to = 0;
};

/// The segments of one store: ranges that overlap belong together.
class Segments {
  public:
    void add(std::uint32_t first, std::uint32_t count, bool written = false, std::uint8_t format = 0) {
        if (count > 0) all_.push_back({first, count, written, format, first});
    }
    void merge() {
        std::ranges::sort(all_, {}, [](const Segment& s) { return std::pair(s.first, s.count); });
        std::vector<Segment> merged;
        for (const Segment& next : all_) {
            if (merged.empty() || next.first >= merged.back().first + merged.back().count) {
                merged.push_back(next);
                continue;
            }
            Segment& last = merged.back();
            last.count = std::max(last.first + last.count, next.first + next.count) - last.first;
            last.written |= next.written;
        }
        all_ = std::move(merged);
    }
    std::vector<Segment>& all() { return all_; }
    const std::vector<Segment>& all() const { return all_; }
    std::uint32_t moved(std::uint32_t address) const {
        const auto behind = std::ranges::upper_bound(all_, address, {}, &Segment::first);
        if (behind == all_.begin())
            throw Error(FailureKind::internal, "link_stores: an address that no instruction was seen to use");
        const Segment& segment = *std::prev(behind);
        return segment.moved_to + (address - segment.first);
    }

  private:
    std::vector<Segment> all_;
};

/// A store of values, `per_place` for each address, and where equal contents lie in it already.
template <class Value>
class CommonStore {
  public:
    CommonStore(std::vector<Value>& values, std::size_t per_place) : values_(values), per_place_(per_place) {}

    /// Knows the segments of the model whose image the store began as.
    void know(const Segments& segments) {
        for (const Segment& segment : segments.all())
            if (!segment.written) remember(segment.first, segment);
    }
    /// Gives every segment of `image` its place.
    void take(Segments& segments, const std::vector<Value>& image) {
        for (Segment& segment : segments.all()) {
            const auto wanted =
                std::span(image).subspan(segment.first * per_place_, segment.count * per_place_);
            const auto known = places_.find(key(wanted, segment.format));
            if (!segment.written && known != places_.end()) {
                const auto same = std::ranges::find_if(
                    known->second, [&](std::uint32_t place) { return equal(place, wanted); });
                if (same != known->second.end()) {
                    segment.moved_to = *same;
                    continue;
                }
            }
            segment.moved_to = static_cast<std::uint32_t>(values_.size() / per_place_);
            values_.insert(values_.end(), wanted.begin(), wanted.end());
            if (!segment.written) remember(segment.moved_to, segment);
        }
    }

  private:
    static std::string_view bytes(std::span<const Value> values) {
        return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
    }
    /// Format, length and a hash; contents are compared as well.
    using Key = std::tuple<std::uint8_t, std::size_t, std::size_t>;
    static Key key(std::span<const Value> values, std::uint8_t format) {
        return {format, values.size(), std::hash<std::string_view>{}(bytes(values))};
    }
    std::span<const Value> at(std::uint32_t place, std::size_t count) const {
        return std::span(values_).subspan(place * per_place_, count);
    }
    bool equal(std::uint32_t place, std::span<const Value> wanted) const {
        return place * per_place_ + wanted.size() <= values_.size() &&
               bytes(at(place, wanted.size())) == bytes(wanted);
    }
    void remember(std::uint32_t place, const Segment& segment) {
        places_[key(at(place, segment.count * per_place_), segment.format)].push_back(place);
    }

    std::vector<Value>& values_;
    std::size_t per_place_;
    std::map<Key, std::vector<std::uint32_t>> places_;
};

/// What one core's instructions use of the stores.
struct CoreSegments {
    Segments weights, sums, cells, clamps;

    explicit CoreSegments(const CoreProgram& core) {
        for (const Instruction& instruction : core.stream) {
            std::visit(Overloaded{[&](const MatvecInstruction& x) {
                                      const WeightRun run = weights_of(x);
                                      weights.add(run.first, run.count, false, x.fp8_scale);
                                      if (x.start == AccumulatorStart::store)
                                          sums.add(x.start_address, x.accumulators);
                                  },
                                  [&](const LoadInstruction& x) {
                                      for (const std::uint32_t block : weights_written_by(x))
                                          weights.add(block, 1, true);
                                  },
                                  [&](const SaveInstruction& x) {
                                      (x.to_cells ? cells : sums).add(x.address, x.accumulators, true);
                                  },
                                  [&](const LstmCellInstruction& x) {
                                      cells.add(x.cell_source, x.blocks);
                                      cells.add(x.cell_destination, x.blocks, true);
                                  },
                                  [&](const StoreInstruction& x) {
                                      if (x.activation == ActivationCode::clamp)
                                          clamps.add(x.clamp_setting, 1);
                                  },
                                  [&](const VectorInstruction& x) {
                                      if (x.activation == ActivationCode::clamp)
                                          clamps.add(x.clamp_setting, 1);
                                  },
                                  [](const auto&) {}},
                       instruction);
        }
        for (Segments* segments : {&weights, &sums, &cells, &clamps}) segments->merge();
    }

    void move(Instruction& instruction) const {
        const auto clamp = [&](auto& x) {
            if (x.activation == ActivationCode::clamp)
                x.clamp_setting = static_cast<std::uint16_t>(clamps.moved(x.clamp_setting));
        };
        std::visit(
            Overloaded{[&](MatvecInstruction& x) {
                           const std::uint32_t each = x.fp8_scale != 0 ? 2 : 1;
                           if (x.input_blocks > 0)
                               x.weights = weights.moved(x.weights / each) * each + x.weights % each;
                           if (x.start == AccumulatorStart::store)
                               x.start_address = sums.moved(x.start_address);
                       },
                       [&](LoadInstruction& x) { x.weights = weights.moved(x.weights); },
                       [&](SaveInstruction& x) { x.address = (x.to_cells ? cells : sums).moved(x.address); },
                       [&](LstmCellInstruction& x) {
                           x.cell_source = cells.moved(x.cell_source);
                           x.cell_destination = cells.moved(x.cell_destination);
                       },
                       [&](StoreInstruction& x) { clamp(x); }, [&](VectorInstruction& x) { clamp(x); },
                       [](auto&) {}},
            instruction);
    }
};

}  // namespace

void link_stores(std::vector<Program>& models) {
    const auto block = static_cast<std::size_t>(models.front().config.block_size.value);
    for (std::size_t c = 0; c < models.front().cores.size(); ++c) {
        CoreProgram common = models.front().cores[c];
        CommonStore<std::uint16_t> weights(common.weights, block * block);
        CommonStore<float> sums(common.accumulator_store, block);
        CommonStore<float> cells(common.cell_store, block);
        CommonStore<ClampSetting> clamps(common.clamp_store, 1);
        const CoreSegments first(common);
        weights.know(first.weights);
        sums.know(first.sums);
        cells.know(first.cells);
        clamps.know(first.clamps);
        for (std::size_t m = 1; m < models.size(); ++m) {
            CoreProgram& core = models[m].cores[c];
            CoreSegments used(core);
            weights.take(used.weights, core.weights);
            sums.take(used.sums, core.accumulator_store);
            cells.take(used.cells, core.cell_store);
            clamps.take(used.clamps, core.clamp_store);
            for (Instruction& instruction : core.stream) used.move(instruction);
            for (StateEntry& state : models[m].states)
                for (StateEntry::Block& place : state.blocks)
                    if (state.memory == StateMemory::cell_store && place.core == c)
                        place.address = used.cells.moved(place.address);
        }
        if (common.clamp_store.size() > 65536)
            throw Error(FailureKind::does_not_fit,
                        "the models need more clamp settings together than instructions can name (65536)");
        for (Program& model : models) {
            model.cores[c].weights = common.weights;
            model.cores[c].accumulator_store = common.accumulator_store;
            model.cores[c].cell_store = common.cell_store;
            model.cores[c].clamp_store = common.clamp_store;
        }
    }
}

}  // namespace lockstep::compiler
