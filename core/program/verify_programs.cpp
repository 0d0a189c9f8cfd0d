#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <variant>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/program/program_file.h"
#include "core/program/program_set.h"
#include "core/program/state_places.h"
#include "core/program/verify_parts.h"

namespace lockstep {
namespace {

using verify::Findings;

/// What one model does with the memories.
struct Places {
    std::vector<CorePlaces> kept;  ///< state, and constants of the tensor RAM
    std::vector<CorePlaces> written;
    std::vector<CorePlaces> touched;
    std::vector<std::set<std::uint32_t>> loaded;   ///< weight blocks that it fills, by core
    std::vector<std::set<std::uint32_t>> weights;  ///< weight blocks that it uses, by core
};

void note_weights(const Program& program, Places& places) {
    places.loaded.resize(program.cores.size());
    places.weights.resize(program.cores.size());
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        for (const Instruction& instruction : program.cores[core].stream) {
            if (const auto* matvec = std::get_if<MatvecInstruction>(&instruction)) {
                const WeightRun run = weights_of(*matvec);
                for (std::uint32_t k = 0; k < run.count; ++k) places.weights[core].insert(run.first + k);
            }
            if (const auto* load = std::get_if<LoadInstruction>(&instruction))
                for (const std::uint32_t block : weights_written_by(*load)) places.loaded[core].insert(block);
        }
}

Places places_of(const Program& program) {
    Places places{state_places(program), written_places(program), touched_places(program), {}, {}};
    note_weights(program, places);
    for (const TensorImage& image : program.images) {
        const Descriptor& descriptor = program.descriptors[image.descriptor];
        for (std::size_t core = 0; core < places.kept.size(); ++core)
            for (std::uint32_t k = 0; (image.targets >> core & 1U) != 0 && k < descriptor.ram_blocks(); ++k)
                places.kept[core].tensors.insert(descriptor.address + k);
    }
    return places;
}

std::optional<std::uint32_t> common(const std::set<std::uint32_t>& a, const std::set<std::uint32_t>& b) {
    std::vector<std::uint32_t> both;
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    return both.empty() ? std::nullopt : std::optional(both.front());
}

/// What `writer` writes is nothing that `keeper` keeps; and what a model does not keep, it reads only behind
/// its own writes (verify_program). Constants of the accumulator store are what nobody writes.
void judge_pair(const ProgramSet& set, const std::vector<Places>& all, std::size_t keeper, std::size_t writer,
                Findings& findings) {
    const auto judge = [&](std::size_t core, const char* memory, const std::set<std::uint32_t>& kept,
                           const std::set<std::uint32_t>& written) {
        if (const auto block = common(kept, written))
            findings.push_back(
                fmt::format("model {} ({}) writes {} block {} of core {}, which model {} keeps", writer,
                            set.model(writer).model_name, memory, *block, core, keeper));
    };
    for (std::size_t core = 0; core < all[keeper].kept.size(); ++core) {
        judge(core, "tensor RAM", all[keeper].kept[core].tensors, all[writer].written[core].tensors);
        judge(core, "accumulator store", all[keeper].touched[core].sums, all[writer].written[core].sums);
        judge(core, "weight store", all[keeper].weights[core], all[writer].loaded[core]);
        judge(core, "cell store", all[keeper].touched[core].cells, all[writer].written[core].cells);
    }
}

const TensorImage* image_at(const Program& program, std::uint32_t block, std::size_t core) {
    for (const TensorImage& image : program.images) {
        const Descriptor& descriptor = program.descriptors[image.descriptor];
        if ((image.targets >> core & 1U) != 0 && block >= descriptor.address &&
            block < descriptor.address + descriptor.ram_blocks())
            return &image;
    }
    return nullptr;
}

/// Two models may hold the same constant; then it has the same values.
void judge_images(const ProgramSet& set, std::size_t a, std::size_t b, Findings& findings) {
    const auto block = static_cast<std::size_t>(set.model(a).config.block_size.value);
    const auto values = [&](const Program& program, const TensorImage& image, std::uint32_t place) {
        return std::span(image.values)
            .subspan((place - program.descriptors[image.descriptor].address) * block, block);
    };
    for (const TensorImage& image : set.model(a).images) {
        const Descriptor& descriptor = set.model(a).descriptors[image.descriptor];
        for (std::size_t core = 0; core < set.model(a).cores.size(); ++core)
            for (std::uint32_t k = descriptor.address;
                 (image.targets >> core & 1U) != 0 && k < descriptor.address + descriptor.ram_blocks(); ++k) {
                const TensorImage* other = image_at(set.model(b), k, core);
                if (other == nullptr ||
                    std::ranges::equal(values(set.model(a), image, k), values(set.model(b), *other, k)))
                    continue;
                findings.push_back(
                    fmt::format("models {} and {} fill tensor RAM block {} of core {} with different values",
                                a, b, k, core));
                return;
            }
    }
}

bool equal_memories(const Program& a, const Program& b) {
    return std::ranges::equal(a.cores, b.cores, [](const CoreProgram& x, const CoreProgram& y) {
        const auto bits = [](float u, float v) {
            return std::bit_cast<std::uint32_t>(u) == std::bit_cast<std::uint32_t>(v);
        };
        return x.weights == y.weights && std::ranges::equal(x.accumulator_store, y.accumulator_store, bits) &&
               std::ranges::equal(x.cell_store, y.cell_store, bits) && x.clamp_store == y.clamp_store;
    });
}

}  // namespace

std::vector<std::string> verify_programs(const ProgramSet& set) {
    Findings findings;
    if (set.models.empty()) return {"the program has no model"};
    const auto count = static_cast<std::int64_t>(set.models.size());
    for (std::size_t i = 0; i < set.models.size(); ++i) {
        const Program& program = set.model(i);
        for (const std::string& finding : verify_program(program))
            findings.push_back(count == 1 ? finding
                                          : fmt::format("model {} ({}): {}", i, program.model_name, finding));
        if (program.models != count)
            findings.push_back(
                fmt::format("model {} is one of {}, but there are {}", i, program.models, count));
        if (program.config != set.model(0).config)
            findings.push_back(fmt::format("model {} is compiled for another config than model 0", i));
    }
    if (!findings.empty()) return findings;
    for (std::size_t i = 1; i < set.models.size(); ++i)
        if (!equal_memories(set.model(0), set.model(i)))
            findings.push_back(
                fmt::format("models 0 and {} hold different images of the common memories", i));
    if (count == 1) return findings;
    std::vector<Places> places;
    for (const auto& model : set.models) places.push_back(places_of(*model));
    for (std::size_t a = 0; a < places.size(); ++a)
        for (std::size_t b = 0; b < places.size(); ++b)
            if (a != b) judge_pair(set, places, a, b, findings);
    for (std::size_t a = 0; a < places.size(); ++a)
        for (std::size_t b = a + 1; b < places.size(); ++b) judge_images(set, a, b, findings);
    for (const MemoryUse& use : set.memory)
        if (use.core >= set.model(0).cores.size())
            findings.push_back(
                fmt::format("a memory of core {}, but there are {}", use.core, set.model(0).cores.size()));
    return findings;
}

}  // namespace lockstep
