#include "core/vm/counted_lanes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/numerics/function.h"
#include "core/numerics/function_style.h"
#include "core/support/error.h"
#include "core/support/overloaded.h"
#include "core/vm/io_stream.h"

namespace lockstep {
namespace {

using Mark = std::uint8_t;
constexpr Mark infinities = may_be_minus | may_be_infinite;

/// A mark for each word of the memories and streams.
class Shadow {
  public:
    Shadow(const Memories& memories, const Streams& streams) {
        for (const CoreMemories& core : memories.cores) {
            add(core.tensor_ram);
            add(core.accumulators);
            add(core.accumulator_store);
            add(core.cell_store);
            add(core.kept);
        }
        add(streams.input);
        add(streams.output);
        std::ranges::sort(regions_, {}, &Region::begin);
        marks_.resize(size_);
    }
    /// The mark of the word at `word`; those of the words behind it follow.
    template <class Word>
    Mark* at(const Word* word) {
        const auto address = reinterpret_cast<std::uintptr_t>(word);
        const auto behind = std::ranges::upper_bound(regions_, address, {}, &Region::begin);
        if (behind == regions_.begin())
            throw Error(FailureKind::internal, "mark_lanes: an address outside the memories");
        const Region& region = *std::prev(behind);
        return marks_.data() + region.first + (address - region.begin) / sizeof(Word);
    }
    std::vector<Mark>& all() { return marks_; }

  private:
    struct Region {
        std::uintptr_t begin = 0;
        std::size_t first = 0;  ///< index into marks_
    };
    template <class Word>
    void add(const std::vector<Word>& words) {
        if (words.empty()) return;
        regions_.push_back({reinterpret_cast<std::uintptr_t>(words.data()), size_});
        size_ += words.size();
    }
    std::vector<Region> regions_;
    std::size_t size_ = 0;
    std::vector<Mark> marks_;
};

std::size_t words_each(bool fp32) {
    return fp32 ? 2 : 1;
}

/// What a lane of a vector operation is made from.
const std::uint16_t* lane_of(const VectorSource& source, std::size_t block, std::size_t lane) {
    return source.data + block * source.step + lane * words_each(source.fp32);
}

/// From the readers to what they read, the last operation first.
class Backwards {
  public:
    Backwards(Shadow& shadow, LaneMarks* marks) : shadow_(shadow), marks_(marks) {}

    void operator()(const MatvecOperation& o) {
        Mark* const sums = shadow_.at(o.accumulators.data());
        const std::size_t count = o.accumulators.size();
        if (std::ranges::any_of(std::span(sums, count), [](Mark m) { return m != 0; }))
            for (std::size_t k = 0; k < o.valid; ++k) *shadow_.at(o.source.data() + k) = lane_counts;
        if (o.start == AccumulatorStart::store) {
            Mark* const stored = shadow_.at(o.stored);
            for (std::size_t k = 0; k < count; ++k) stored[k] |= sums[k];
        }
        if (o.start != AccumulatorStart::chain) std::fill_n(sums, count, Mark{0});
    }
    void operator()(const StoreOperation& o) {
        const std::vector<Mark> results = take(o.destinations, o.accumulators.size());
        raise(o.accumulators.data(), results);
        note(&LaneMarks::sums, results);
        note(&LaneMarks::results, results);
    }
    void operator()(const SaveOperation& o) {
        const std::vector<Mark> results = take(o.stored, o.accumulators.size());
        raise(o.accumulators.data(), results);
        note(&LaneMarks::results, results);
    }
    void operator()(const LstmCellOperation& o) {
        const std::size_t size = o.gates.size() / 4;
        const std::vector<Mark> hidden = take(o.destinations, size);
        const std::vector<Mark> cells = take(o.new_cell, size);
        std::vector<Mark> either = cells;
        for (std::size_t k = 0; k < size; ++k) either[k] |= hidden[k];
        raise(o.cell, either);
        std::vector<Mark> gates(4 * size);
        for (std::size_t k = 0; k < size; ++k)
            for (std::size_t gate = 0; gate < 4; ++gate)
                gates[(4 * (k / o.block_size) + gate) * o.block_size + k % o.block_size] = either[k];
        raise(o.gates.data(), gates);
        note(&LaneMarks::sums, gates);
        note(&LaneMarks::results, hidden);
        note(&LaneMarks::cells, cells);
    }
    void operator()(const VectorOperation& o) {
        const std::vector<Mark> results = take(o.destinations, o.blocks * o.block_size);
        for (std::size_t k = 0; k < results.size(); ++k) {
            if (results[k] == 0) continue;
            for (const VectorSource* source : {&o.a, &o.b, &o.c})
                *shadow_.at(lane_of(*source, k / o.block_size, k % o.block_size)) = lane_counts;
        }
        note(&LaneMarks::sums, results);
        note(&LaneMarks::results, results);
    }
    void operator()(const ReduceOperation& o) {
        Mark* const kept = shadow_.at(o.kept);
        if (o.last) {
            const std::vector<Mark> results = take(o.destinations, o.block_size);
            *kept = *std::ranges::max_element(results);
            note(&LaneMarks::results, results);
        }
        for (std::size_t k = 0; k < o.source.size(); ++k) *shadow_.at(o.source.data() + k) |= *kept;
        if (o.first) *kept = 0;
    }
    /// A computed weight is always multiplied with.
    void operator()(const LoadOperation& o) {
        const std::size_t lanes = o.source.size() / words_each(o.fp32);
        for (std::size_t k = 0; k < lanes; ++k)
            *shadow_.at(o.source.data() + k * words_each(o.fp32)) = lane_counts;
        note(&LaneMarks::results, std::vector<Mark>(lanes, lane_counts));
    }
    void operator()(const MoveOperation& o) {
        // The words are moved: in an fp32 tensor the first of two has the mark.
        Mark* const sources = shadow_.at(o.source.data());
        for (std::size_t core = 0; core < o.destinations.count; ++core) {
            Mark* const moved = shadow_.at(o.destinations.cores[core]);
            for (std::size_t k = 0; k < o.source.size(); ++k) sources[k] |= std::exchange(moved[k], Mark{0});
        }
    }

  private:
    void note(std::vector<Mark> LaneMarks::*part, const std::vector<Mark>& found) {
        if (marks_ != nullptr) marks_->*part = found;
    }
    std::vector<Mark> take(const Destinations& destinations, std::size_t lanes) {
        std::vector<Mark> found(lanes);
        for (std::size_t core = 0; core < destinations.count; ++core) {
            Mark* const words = shadow_.at(destinations.cores[core]);
            for (std::size_t k = 0; k < lanes; ++k)
                found[k] |= std::exchange(words[k * words_each(destinations.fp32)], Mark{0});
        }
        return found;
    }
    std::vector<Mark> take(const float* stored, std::size_t lanes) {
        Mark* const words = shadow_.at(stored);
        std::vector<Mark> found(words, words + lanes);
        std::fill_n(words, lanes, Mark{0});
        return found;
    }
    void raise(const float* read, const std::vector<Mark>& marks) {
        Mark* const words = shadow_.at(read);
        for (std::size_t k = 0; k < marks.size(); ++k) words[k] |= marks[k];
    }

    Shadow& shadow_;
    LaneMarks* marks_;
};

Mark infinity_of(float value) {
    return !std::isinf(value) ? Mark{0} : value < 0 ? may_be_minus : may_be_infinite;
}

/// What the infinities of `mark` become behind an activation.
Mark behind(const ResultPath& path, Mark mark) {
    if (mark == 0) return 0;
    constexpr float infinity = std::numeric_limits<float>::infinity();
    Mark found = 0;
    for (const float value : {-infinity, infinity}) {
        if ((infinity_of(value) & mark) == 0) continue;
        std::array<float, 1> result = {value};
        if (path.activation == ActivationCode::clamp)
            result[0] = std::min(std::max(value, path.minimum), path.maximum);
        else if (const auto function = function_of(path.activation))
            apply_function(*function, result, SimdTarget::portable, FunctionStyle::exact);
        found |= infinity_of(result[0]);
    }
    return found;
}

Mark combined(VectorOpcode op, Mark a, Mark b) {
    const auto turned = [](Mark m) {
        return static_cast<Mark>(((m & may_be_minus) != 0 ? may_be_infinite : 0) |
                                 ((m & may_be_infinite) != 0 ? may_be_minus : 0));
    };
    switch (op) {
        case VectorOpcode::copy:
            return a;
        case VectorOpcode::subtract:
            return a | turned(b);
        case VectorOpcode::add:
        case VectorOpcode::minimum:
        case VectorOpcode::maximum:
        case VectorOpcode::select:
            return a | b;
        case VectorOpcode::multiply:
        case VectorOpcode::divide:
            return (a | b) == 0 ? Mark{0} : infinities;
        case VectorOpcode::equal:
        case VectorOpcode::not_equal:
        case VectorOpcode::less:
        case VectorOpcode::less_equal:
            return 0;
    }
    return 0;
}

/// Where infinities of constants go, in the order of execution.
class Forwards {
  public:
    Forwards(Shadow& shadow, LaneMarks* marks) : shadow_(shadow), marks_(marks) {}

    void operator()(const MatvecOperation& o) {
        Mark* const sums = shadow_.at(o.accumulators.data());
        const std::size_t count = o.accumulators.size();
        if (o.start == AccumulatorStart::zero) std::fill_n(sums, count, Mark{0});
        if (o.start == AccumulatorStart::store) std::copy_n(shadow_.at(o.stored), count, sums);
        if (o.valid == 0) return;
        const Mark* const sources = shadow_.at(o.source.data());
        if (std::ranges::all_of(std::span(sources, o.valid), [](Mark m) { return m == 0; })) return;
        std::fill_n(sums, count, infinities);
    }
    void operator()(const StoreOperation& o) {
        finish(read(o.accumulators.data(), o.accumulators.size()), o.path, o.destinations);
    }
    void operator()(const SaveOperation& o) {
        const std::vector<Mark> sums = read(o.accumulators.data(), o.accumulators.size());
        std::ranges::copy(sums, shadow_.at(o.stored));
        note(&LaneMarks::results, sums);
    }
    void operator()(const LstmCellOperation& o) {
        const std::size_t size = o.gates.size() / 4;
        const std::vector<Mark> cells = read(o.cell, size);
        note(&LaneMarks::sums, read(o.gates.data(), o.gates.size()));
        note(&LaneMarks::cells, cells);
        std::ranges::copy(cells, shadow_.at(o.new_cell));
        write(o.destinations, std::vector<Mark>(size));
    }
    void operator()(const VectorOperation& o) {
        std::vector<Mark> values(o.blocks * o.block_size);
        for (std::size_t k = 0; k < values.size(); ++k) {
            const auto mark = [&](const VectorSource& source) {
                return *shadow_.at(lane_of(source, k / o.block_size, k % o.block_size));
            };
            values[k] = combined(o.op, mark(o.a), mark(o.b));
        }
        finish(std::move(values), o.path, o.destinations);
    }
    void operator()(const ReduceOperation& o) {
        Mark* const kept = shadow_.at(o.kept);
        if (o.first) *kept = 0;
        for (std::size_t k = 0; k < o.source.size(); ++k) *kept |= *shadow_.at(o.source.data() + k);
        if (!o.last) return;
        const std::vector<Mark> results(o.block_size, *kept);
        note(&LaneMarks::results, results);
        write(o.destinations, results);
    }
    void operator()(const LoadOperation& o) {
        const std::size_t lanes = o.source.size() / words_each(o.fp32);
        std::vector<Mark> loaded(lanes);
        for (std::size_t k = 0; k < lanes; ++k)
            loaded[k] = *shadow_.at(o.source.data() + k * words_each(o.fp32));
        note(&LaneMarks::results, loaded);
    }
    void operator()(const MoveOperation& o) {
        const Mark* const sources = shadow_.at(o.source.data());
        for (std::size_t core = 0; core < o.destinations.count; ++core)
            std::copy_n(sources, o.source.size(), shadow_.at(o.destinations.cores[core]));
    }

  private:
    void note(std::vector<Mark> LaneMarks::*part, const std::vector<Mark>& found) {
        if (marks_ == nullptr) return;
        std::vector<Mark>& marks = marks_->*part;
        for (std::size_t k = 0; k < std::min(found.size(), marks.size()); ++k) marks[k] |= found[k];
    }
    std::vector<Mark> read(const float* words, std::size_t count) {
        const Mark* const marks = shadow_.at(words);
        return {marks, marks + count};
    }
    void write(const Destinations& destinations, const std::vector<Mark>& results) {
        for (std::size_t core = 0; core < destinations.count; ++core) {
            Mark* const words = shadow_.at(destinations.cores[core]);
            for (std::size_t k = 0; k < results.size(); ++k)
                words[k * words_each(destinations.fp32)] = results[k];
        }
    }
    void finish(std::vector<Mark> values, const ResultPath& path, const Destinations& destinations) {
        note(&LaneMarks::sums, values);
        for (Mark& mark : values) mark = behind(path, mark);
        note(&LaneMarks::results, values);
        write(destinations, values);
    }

    Shadow& shadow_;
    LaneMarks* marks_;
};

/// Marks what the host reads of the output stream.
void mark_outputs(const Program& program, const Streams& streams, std::size_t block, Shadow& shadow) {
    const IoStream io(program.outputs, block);
    std::vector<std::uint16_t> stream(streams.output.size());
    // 1 is no zero in the upper half of its words, and fp32's are marked by the first.
    io.pack(std::vector<float>(io.values(), 1.0F), stream);
    for (const IoTensor& output : program.outputs) {
        const std::size_t first = output.first_block * block;
        const std::size_t each = words_each(output.fp32);
        const std::size_t per_vector = (output.vector_length + block - 1) / block * block * each;
        for (std::size_t k = first; k < first + output.vectors * per_vector; k += each)
            if (stream[k + each - 1] != 0) *shadow.at(&streams.output[k]) = lane_counts;
    }
}

/// Marks the states that can be read.
void mark_states(const Program& program, const Memories& memories, std::size_t block, Shadow& shadow) {
    for (const StateEntry& state : program.states) {
        if (state.memory == StateMemory::partial_sums || state.vector_length == 0) continue;
        const std::size_t per_vector = (state.vector_length + block - 1) / block;
        for (std::size_t k = 0; k < state.blocks.size(); ++k) {
            const CoreMemories& core = memories.cores[state.blocks[k].core];
            const std::size_t lanes = std::min(block, state.vector_length - k % per_vector * block);
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const std::size_t word = state.blocks[k].address * block + lane * words_each(state.fp32);
                *(state.memory == StateMemory::cell_store ? shadow.at(&core.cell_store[word])
                                                          : shadow.at(&core.tensor_ram[word])) = lane_counts;
            }
        }
    }
}

/// Marks infinities of constants and initial states; true if there are any.
bool mark_constants(const Program& program, const Memories& memories, std::size_t block, Shadow& shadow) {
    bool any = false;
    const auto mark = [&](auto* word, float value) {
        if (!std::isinf(value)) return;
        *shadow.at(word) = infinity_of(value);
        any = true;
    };
    for (std::size_t c = 0; c < program.cores.size(); ++c) {
        const CoreMemories& core = memories.cores[c];
        for (std::size_t k = 0; k < core.accumulator_store.size(); ++k)
            mark(&core.accumulator_store[k], program.cores[c].accumulator_store[k]);
        for (std::size_t k = 0; k < core.cell_store.size(); ++k)
            mark(&core.cell_store[k], program.cores[c].cell_store[k]);
        for (const TensorImage& image : program.images) {
            if ((image.targets >> c & 1U) == 0) continue;
            const Descriptor& tensor = program.descriptors[image.descriptor];
            const std::uint16_t* const ram = &core.tensor_ram[tensor.address * block];
            const std::size_t each = words_each(tensor.fp32);
            for (std::size_t k = 0; k + each <= image.values.size(); k += each)
                mark(ram + k, tensor.fp32 ? from_words(&image.values[k]) : from_bf16(image.values[k]));
        }
    }
    return any;
}

}  // namespace

std::vector<LaneMarks> mark_lanes(const Program& program, const std::vector<Operation>& operations,
                                  const Memories& memories, const Streams& streams) {
    const auto block = static_cast<std::size_t>(program.config.block_size.value);
    std::vector<LaneMarks> marks(operations.size());
    Shadow counted(memories, streams);
    std::vector<Mark> behind_all;  // what counts when an inference has ended
    mark_states(program, memories, block, counted);
    do {
        behind_all = counted.all();
        mark_outputs(program, streams, block, counted);
        for (std::size_t k = operations.size(); k-- > 0;)
            std::visit(Backwards(counted, &marks[k]), operations[k]);
        for (std::size_t k = 0; k < behind_all.size(); ++k) counted.all()[k] |= behind_all[k];
    } while (counted.all() != behind_all);

    Shadow infinite(memories, streams);
    if (!mark_constants(program, memories, block, infinite)) return marks;
    std::vector<Mark> before_all;
    do {
        before_all = infinite.all();
        for (std::size_t k = 0; k < operations.size(); ++k)
            std::visit(Forwards(infinite, &marks[k]), operations[k]);
        for (std::size_t k = 0; k < before_all.size(); ++k) infinite.all()[k] |= before_all[k];
    } while (infinite.all() != before_all);
    return marks;
}

}  // namespace lockstep
