#include "core/compiler/link_tensors.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/program/operands.h"

namespace lockstep::compiler {
namespace {

struct Tensor {
    std::size_t model = 0;
    std::size_t descriptor = 0;
    std::uint32_t old_address = 0;
    std::uint32_t blocks = 0;
    bool pinned = false;
    CoreMask holders = 0;
    std::vector<std::pair<std::size_t, std::size_t>> same;  ///< (model, descriptor) with equal constants
};

/// Whether the tensor stands for one of the model's: those of one model lie apart, also if they are equal.
bool is_of(const Tensor& tensor, std::size_t model) {
    return tensor.model == model ||
           std::ranges::any_of(tensor.same, [model](const auto& other) { return other.first == model; });
}

std::vector<Tensor> tensors_of(const std::vector<Program>& models) {
    std::vector<Tensor> all;
    /// By format and values.
    std::map<std::pair<bool, std::vector<std::uint16_t>>, std::vector<std::size_t>> constants;
    for (std::size_t m = 0; m < models.size(); ++m) {
        const std::vector<CoreMask> holders = descriptor_holders(models[m]);
        std::vector<const TensorImage*> images(models[m].descriptors.size());
        for (const TensorImage& image : models[m].images) images[image.descriptor] = &image;
        for (std::size_t d = 0; d < models[m].descriptors.size(); ++d) {
            const Descriptor& descriptor = models[m].descriptors[d];
            if (descriptor.constant) {
                std::vector<std::size_t>& equal = constants[{descriptor.fp32, images[d]->values}];
                const auto other =
                    std::ranges::find_if(equal, [&](std::size_t t) { return !is_of(all[t], m); });
                if (other != equal.end()) {
                    all[*other].same.emplace_back(m, d);
                    all[*other].holders |= holders[d];
                    continue;
                }
                equal.push_back(all.size());
            }
            all.push_back({m,
                           d,
                           descriptor.address,
                           static_cast<std::uint32_t>(descriptor.ram_blocks()),
                           descriptor.constant || descriptor.state || descriptor.kept,
                           holders[d],
                           {}});
        }
    }
    std::ranges::stable_sort(all, {}, [](const Tensor& tensor) {
        return std::tuple(!tensor.pinned, tensor.model, tensor.old_address);
    });
    return all;
}

bool may_share(const Tensor& a, const Tensor& b) {
    if ((a.holders & b.holders) == 0) return true;
    if (a.pinned || b.pinned) return false;
    return a.model != b.model ||
           (a.old_address < b.old_address + b.blocks && b.old_address < a.old_address + a.blocks);
}

/// First fit in the order given: every tensor takes the lowest address at which each one placed before it
/// either leaves room or may share.
std::vector<std::uint32_t> place(const std::vector<Tensor>& tensors) {
    std::vector<std::uint32_t> addresses;
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> taken;  // [begin, end) of those in the way
        for (std::size_t other = 0; other < t; ++other)
            if (!may_share(tensors[other], tensors[t]))
                taken.emplace_back(addresses[other], addresses[other] + tensors[other].blocks);
        std::ranges::sort(taken);
        std::uint32_t address = 0;
        for (const auto& [begin, end] : taken) {
            if (begin >= address + tensors[t].blocks) break;
            address = std::max(address, end);
        }
        addresses.push_back(address);
    }
    return addresses;
}

}  // namespace

std::vector<CoreMask> descriptor_holders(const Program& program) {
    std::vector<CoreMask> holders(program.descriptors.size());
    for (const TensorImage& image : program.images) holders[image.descriptor] |= image.targets;
    for (const CoreProgram& core : program.cores)
        for (const Instruction& instruction : core.stream)
            if (const auto run = write_of(instruction)) holders[run->operand.descriptor] |= run->targets;
    return holders;
}

void link_tensors(std::vector<Program>& models) {
    const std::vector<Tensor> tensors = tensors_of(models);
    const std::vector<std::uint32_t> addresses = place(tensors);
    // By (core, block): where what states name has gone.
    std::vector<std::map<std::pair<std::size_t, std::uint32_t>, std::uint32_t>> moved(models.size());
    std::vector<std::vector<CoreMask>> holders;
    for (const Program& model : models) holders.push_back(descriptor_holders(model));
    const auto move = [&](std::size_t model, std::size_t d, std::uint32_t address) {
        Descriptor& descriptor = models[model].descriptors[d];
        const bool pinned = descriptor.constant || descriptor.state || descriptor.kept;
        for (std::size_t core = 0; pinned && core < models[model].cores.size(); ++core)
            for (std::uint32_t k = 0; (holders[model][d] >> core & 1U) != 0 && k < descriptor.ram_blocks();
                 ++k)
                moved[model][{core, descriptor.address + k}] = address + k;
        descriptor.address = address;
    };
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        move(tensors[t].model, tensors[t].descriptor, addresses[t]);
        for (const auto& [model, descriptor] : tensors[t].same) move(model, descriptor, addresses[t]);
    }
    for (std::size_t m = 0; m < models.size(); ++m)
        for (StateEntry& state : models[m].states)
            for (StateEntry::Block& block : state.blocks)
                if (state.memory == StateMemory::tensor_ram)
                    block.address = moved[m].at({block.core, block.address});
}

}  // namespace lockstep::compiler
