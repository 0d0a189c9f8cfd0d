#include "core/compiler/state_reset.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/program/state_places.h"
#include "core/support/error.h"

namespace lockstep::compiler {
namespace {

/// The bits of one block.
using SumBlock = std::vector<std::uint32_t>;
using TensorBlock = std::vector<std::uint16_t>;

SumBlock sum_block(const std::vector<float>& store, std::uint32_t address, std::size_t block) {
    SumBlock bits;
    for (const float value : std::span(store).subspan(address * block, block))
        bits.push_back(std::bit_cast<std::uint32_t>(canonical_fp32(value)));
    return bits;
}

bool is_zero(const SumBlock& bits) {
    return std::ranges::all_of(bits, [](std::uint32_t value) { return value == 0; });
}

/// What one core can put back without more memory, and what is added to it.
class CoreSums {
  public:
    CoreSums(const std::vector<float>& image, const std::set<std::uint32_t>& written, std::size_t block)
        : image_(image), block_(block) {
        for (std::uint32_t place = 0; place < image.size() / block; ++place)
            if (!written.contains(place)) places_[sum_block(image, place, block)].push_back(place);
    }

    /// Where `blocks` lie one after another; nullopt: all are zero, which needs no memory.
    std::optional<std::uint32_t> find(const std::vector<SumBlock>& blocks) {
        if (std::ranges::all_of(blocks, is_zero)) return std::nullopt;
        for (const std::uint32_t first : places_[blocks.front()])
            if (lies_at(first, blocks)) return first;
        const auto first = static_cast<std::uint32_t>(image_.size() / block_);
        for (const SumBlock& bits : blocks) {
            places_[bits].push_back(static_cast<std::uint32_t>(image_.size() / block_));
            for (const std::uint32_t value : bits) image_.push_back(std::bit_cast<float>(value));
        }
        return first;
    }
    const std::vector<float>& image() const { return image_; }

  private:
    bool lies_at(std::uint32_t first, const std::vector<SumBlock>& blocks) {
        for (std::uint32_t k = 0; k < blocks.size(); ++k)
            if (std::ranges::find(places_[blocks[k]], first + k) == places_[blocks[k]].end()) return false;
        return true;
    }

    std::vector<float> image_;
    std::size_t block_;
    std::map<SumBlock, std::vector<std::uint32_t>> places_;
};

/// Calls visit(first, count) for runs of neighbouring places of at most `most`.
template <class Visit>
void in_runs(const std::set<std::uint32_t>& places, std::uint32_t most, Visit visit) {
    for (auto at = places.begin(); at != places.end();) {
        const std::uint32_t first = *at;
        std::uint32_t count = 0;
        while (at != places.end() && *at == first + count && count < most) ++at, ++count;
        visit(first, count);
    }
}

class Resetter {
  public:
    explicit Resetter(std::vector<Program>& models)
        : models_(models), block_(static_cast<std::size_t>(models.front().config.block_size.value)) {
        std::vector<std::set<std::uint32_t>> written(models.front().cores.size());
        for (const Program& model : models) {
            const std::vector<CorePlaces> places = written_places(model);
            for (std::size_t core = 0; core < written.size(); ++core)
                written[core].insert(places[core].sums.begin(), places[core].sums.end());
            for (const Descriptor& descriptor : model.descriptors)
                end_ =
                    std::max(end_, static_cast<std::uint32_t>(descriptor.address + descriptor.ram_blocks()));
        }
        for (std::size_t core = 0; core < written.size(); ++core)
            sums_.emplace_back(models.front().cores[core].accumulator_store, written[core], block_);
    }

    void run() {
        for (Program& model : models_) {
            const std::vector<CorePlaces> state = state_places(model);
            if (std::ranges::all_of(state, [](const CorePlaces& core) {
                    return core.sums.empty() && core.cells.empty() && core.tensors.empty();
                }))
                continue;
            model.reset.assign(model.cores.size(), {});
            put_tensors_back(model);
            for (std::size_t core = 0; core < state.size(); ++core) {
                put_sums_back(model, core, state[core].sums, false);
                put_sums_back(model, core, state[core].cells, true);
                load_weights(model, core);
            }
        }
        for (Program& model : models_)
            for (std::size_t core = 0; core < model.cores.size(); ++core)
                model.cores[core].accumulator_store = sums_[core].image();
    }

  private:
    static void add(Program& model, std::size_t core, const Instruction& instruction, std::uint32_t node) {
        model.reset[core].stream.push_back(instruction);
        model.reset[core].node_of.push_back(node);
    }

    /// Weights that an inference loads from states for the next one.
    static void load_weights(Program& model, std::size_t core) {
        const CoreProgram& code = model.cores[core];
        for (std::size_t i = 0; i < code.stream.size(); ++i)
            if (const auto* load = std::get_if<LoadInstruction>(&code.stream[i]);
                load != nullptr && model.descriptors[load->source.descriptor].state)
                add(model, core, *load, code.node_of[i]);
    }

    /// The node that writes the place in an inference.
    static std::uint32_t writer_of(const Program& model, std::size_t core, std::uint32_t place, bool cells) {
        const CoreProgram& code = model.cores[core];
        for (std::size_t i = 0; i < code.stream.size(); ++i) {
            const auto* save = std::get_if<SaveInstruction>(&code.stream[i]);
            const auto* cell = std::get_if<LstmCellInstruction>(&code.stream[i]);
            if (!cells && save != nullptr && place >= save->address &&
                place < save->address + save->accumulators)
                return code.node_of[i];
            if (cells && cell != nullptr && place >= cell->cell_destination &&
                place < cell->cell_destination + cell->blocks)
                return code.node_of[i];
        }
        return 0;
    }

    void put_sums_back(Program& model, std::size_t core, const std::set<std::uint32_t>& places, bool cells) {
        const auto most = static_cast<std::uint32_t>(model.config.timing.accumulators.value);
        const std::vector<float>& image =
            cells ? model.cores[core].cell_store : model.cores[core].accumulator_store;
        in_runs(places, most, [&](std::uint32_t first, std::uint32_t count) {
            std::vector<SumBlock> blocks;
            for (std::uint32_t k = 0; k < count; ++k) blocks.push_back(sum_block(image, first + k, block_));
            const std::optional<std::uint32_t> from = sums_[core].find(blocks);
            const std::uint32_t node = writer_of(model, core, first, cells);
            MatvecInstruction begin;
            begin.accumulators = static_cast<std::uint8_t>(count);
            begin.start = from ? AccumulatorStart::store : AccumulatorStart::zero;
            begin.start_address = from.value_or(0);
            add(model, core, begin, node);
            add(model, core, SaveInstruction{0, static_cast<std::uint8_t>(count), first, cells}, node);
        });
    }

    /// A constant with these values, fp32 or not, for the core, in the model's descriptors.
    Operand constant(Program& model, std::size_t core, const TensorBlock& values) {
        const CoreMask bit = CoreMask{1} << core;
        const std::size_t words = values.size();
        const bool fp32 = words > block_;
        for (TensorImage& image : model.images) {
            if (!model.descriptors[image.descriptor].constant ||
                model.descriptors[image.descriptor].fp32 != fp32)
                continue;
            for (std::uint16_t k = 0; k < model.descriptors[image.descriptor].blocks; ++k) {
                if (!std::ranges::equal(std::span(image.values).subspan(k * words, words), values)) continue;
                if ((image.targets & bit) != 0) return {image.descriptor, k};
                if (!made_.contains(image.descriptor)) continue;
                image.targets |= bit;
                return {image.descriptor, 0};
            }
        }
        if (model.descriptors.size() > 65535)
            throw Error(
                FailureKind::does_not_fit,
                "the program with its state reset needs more tensors than instructions can name (65536)",
                "Leave the state reset out.");
        const auto [place, is_new] = made_places_.try_emplace(values, end_);
        if (is_new) end_ += fp32 ? 2 : 1;
        const auto descriptor = static_cast<std::uint16_t>(model.descriptors.size());
        model.descriptors.push_back({.address = place->second,
                                     .blocks = 1,
                                     .constant = true,
                                     .state = false,
                                     .kept = false,
                                     .fp32 = fp32});
        model.images.push_back({descriptor, bit, values});
        made_.insert(descriptor);
        return {descriptor, 0};
    }

    void put_tensors_back(Program& model) {
        made_.clear();
        const std::vector<TensorImage> images = model.images;
        for (const TensorImage& image : images) {
            if (model.descriptors[image.descriptor].constant) continue;
            for (std::size_t core = 0; core < model.cores.size(); ++core)
                if ((image.targets >> core & 1U) != 0) put_tensor_back(model, core, image);
        }
    }

    void put_tensor_back(Program& model, std::size_t core, const TensorImage& image) {
        const bool fp32 = model.descriptors[image.descriptor].fp32;
        const auto block = [&](std::uint32_t k) {
            TensorBlock values(block_ * (fp32 ? 2 : 1));
            const auto given = std::span(image.values).subspan(k * values.size(), values.size());
            if (!fp32) {
                std::ranges::transform(given, values.begin(), canonical_bf16);
                return values;
            }
            for (std::size_t word = 0; word < values.size(); word += 2)
                to_words(from_words(&given[word]), &values[word]);
            return values;
        };
        const std::uint16_t all = model.descriptors[image.descriptor].blocks;
        const auto most = static_cast<std::uint16_t>(model.config.max_read_size.value / (fp32 ? 2 : 1));
        for (std::uint16_t first = 0; first < all;) {
            const TensorBlock values = block(first);
            std::uint16_t count = 1;
            while (first + count < all && count < most &&
                   block(static_cast<std::uint32_t>(first) + count) == values)
                ++count;
            VectorInstruction copy;
            copy.blocks = count;
            copy.a = constant(model, core, values);
            copy.destination = {image.descriptor, first};
            copy.targets = CoreMask{1} << core;
            copy.repeat_a = count > 1;
            add(model, core, copy, node_of(model, core, image.descriptor));
            first = static_cast<std::uint16_t>(first + count);
        }
    }

    /// The node whose state lies in the descriptor.
    static std::uint32_t node_of(const Program& model, std::size_t core, std::uint16_t d) {
        const Descriptor& descriptor = model.descriptors[d];
        for (const StateEntry& state : model.states) {
            if (state.memory != StateMemory::tensor_ram) continue;
            for (const StateEntry::Block& block : state.blocks)
                if (block.address >= descriptor.address &&
                    block.address < descriptor.address + descriptor.ram_blocks() &&
                    (block.core == core || descriptor.state))
                    return state.node;
        }
        return 0;
    }

    std::vector<Program>& models_;
    std::size_t block_;
    std::uint32_t end_ = 0;  ///< of all tensors in the tensor RAM
    std::vector<CoreSums> sums_;
    std::map<TensorBlock, std::uint32_t> made_places_;  ///< constants that were added, common to the models
    std::set<std::uint16_t> made_;                      ///< their descriptors in the present model
};

}  // namespace

void add_state_reset(std::vector<Program>& models) {
    Resetter(models).run();
}

}  // namespace lockstep::compiler
