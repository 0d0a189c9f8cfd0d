#include <algorithm>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/numerics/rounding_guard.h"
#include "core/program/operands.h"
#include "core/program/state_places.h"
#include "core/support/error.h"
#include "core/vm/check_addresses.h"
#include "core/vm/execution_order.h"
#include "core/vm/vm_impl.h"
#include "core/vm/weight_image.h"

namespace lockstep {
namespace {

constexpr std::size_t accumulator_count = 256;
/// Bytes from which on a second thread is worth its waking: they no longer lie in the caches near one core.
constexpr std::size_t many_weights = std::size_t{8} << 20U;

using Blocks = std::set<std::pair<std::size_t, std::size_t>>;  ///< (core, block), sorted

/// Blocks of tensor RAM that hold a state between two inferences.
void note_state_blocks(const Program& program, Blocks& blocks) {
    for (const Descriptor& descriptor : program.descriptors) {
        if (!descriptor.state && !descriptor.kept) continue;
        for (std::size_t core = 0; core < program.cores.size(); ++core) {
            for (std::size_t k = 0; k < descriptor.ram_blocks(); ++k)
                blocks.emplace(core, descriptor.address + k);
        }
    }
    for (const StateEntry& state : program.states) {
        if (state.memory != StateMemory::tensor_ram) continue;
        for (const StateEntry::Block& block : state.blocks)
            for (std::size_t k = 0; k < (state.fp32 ? 2 : 1); ++k)
                blocks.emplace(block.core, block.address + k);
    }
}

/// Blocks of the weight store that a core's instructions load; empty if there are none.
void note_loaded_blocks(const CoreProgram& core, std::size_t blocks, std::vector<bool>& loaded) {
    for (const Instruction& instruction : core.stream) {
        const auto* load = std::get_if<LoadInstruction>(&instruction);
        if (load == nullptr) continue;
        loaded.resize(blocks);
        for (const std::uint32_t block : weights_written_by(*load)) loaded.at(block) = true;
    }
}

/// Places in `order` of loads of state: the weights of the next inference.
std::vector<std::size_t> loads_of_states(const Program& program, const std::vector<InstructionRef>& order) {
    std::vector<std::size_t> places;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const auto* load =
            std::get_if<LoadInstruction>(&program.cores[order[k].core].stream[order[k].instruction]);
        if (load != nullptr && program.descriptors[load->source.descriptor].state) places.push_back(k);
    }
    return places;
}

}  // namespace

void Vm::Impl::load(const std::vector<std::shared_ptr<const Program>>& programs, const VmOptions& options) {
    // The other targets' kernels have the default order only, and weights ordered for it.
    how = {.target = options.sums.is_default() ? options.target : SimdTarget::portable,
           .functions = options.functions,
           .sums = options.sums};
    Blocks blocks;
    for (const auto& program : programs) {
        check_addresses(*program);
        block = static_cast<std::size_t>(program->config.block_size.value);
        ModelCode& code = models.emplace_back();
        code.program = program;
        code.gates = map_gates(*program);
        code.inputs = IoStream(program->inputs, block);
        code.outputs = IoStream(program->outputs, block);
        code.streams.input.resize(code.inputs.blocks() * block);
        code.streams.output.resize(code.outputs.blocks() * block);
        if (!program->reset.empty()) {
            code.reset = reset_program(*program);
            check_addresses(code.reset);
        }
        note_state_blocks(*program, blocks);
    }
    states.assign(blocks.begin(), blocks.end());
    allocate();
    resolve_all();
    fill();
    start_threads(options.threads);
}

void Vm::Impl::allocate() {
    std::size_t ram = 0;
    std::size_t scratch = 0;
    for (const ModelCode& code : models) {
        ram = std::max(ram, tensor_ram_blocks(*code.program) * block);
        scratch = std::max({scratch, scratch_values(*code.program), scratch_values(code.reset)});
    }
    for (std::size_t c = 0; c < models.front().program->cores.size(); ++c) {
        const CoreProgram& core = models.front().program->cores[c];
        std::vector<bool> loaded;
        for (const ModelCode& code : models)
            note_loaded_blocks(code.program->cores[c], core.weights.size() / (block * block), loaded);
        const std::size_t copied = loaded.empty() ? 0 : core.weights.size();
        memories.cores.push_back(
            {std::vector<std::uint16_t>(ram), std::vector<float>(accumulator_count * block),
             std::vector<float>(core.accumulator_store.size()), std::vector<float>(core.cell_store.size()),
             std::vector<std::uint16_t>(copied), std::move(loaded), std::vector<float>(1)});
    }
    for (std::vector<float>& values : memories.scratch) values.resize(scratch);
}

void Vm::Impl::resolve_all() {
    for (ModelCode& code : models) {
        code.order = execution_order(*code.program);
        const std::size_t decoded = memories.decoded_weights.size();
        code.operations = resolve(*code.program, code.order, memories, code.streams);
        if (order_weights(*code.program, code.operations, memories, how.target))
            memories.decoded_weights.resize(decoded);  // copied into the image
        code.state_loads = loads_of_states(*code.program, code.order);
        if (!code.program->reset.empty())
            code.reset_operations = resolve(code.reset, execution_order(code.reset), memories, code.streams);
    }
}

void Vm::Impl::start_threads(int wanted) {
    std::size_t weights = 0;
    for (const WeightImage& image : memories.images) weights += image.values().size_bytes();
    const bool two =
        wanted == 0 ? weights >= many_weights && std::thread::hardware_concurrency() > 1 : wanted > 1;
    if (!two) return;
    for (ModelCode& code : models) code.shares = deal_out(code.operations, code.order);
    threads = 2;
    helper.emplace([this](std::size_t model) { run_share(model, 1); });
}

/// An error can only be a fault of the VM itself, and the other thread would wait for ever.
void Vm::Impl::run_share(std::size_t model, std::size_t thread) noexcept {
    const RoundingGuard guard;
    const ModelCode& code = models[model];
    std::uint32_t done = 0;
    for (const SharedOperation& next : code.shares.threads[thread]) {
        progress[1 - thread].wait_for(next.after);
        execute(code.operations[next.operation], memories.scratch[thread], how);
        progress[thread].set(++done);
    }
}

void Vm::Impl::run_step(std::size_t model) {
    const ModelCode& code = models[model];
    for (Progress& of_thread : progress) of_thread.restart();
    if (helper && helper->join(model)) {
        run_share(model, 0);
        helper->finish();
        return;
    }
    for (const Operation& operation : code.operations) execute(operation, memories.scratch[0], how);
}

void Vm::Impl::load_states(const ModelCode& code) {
    for (const std::size_t index : code.state_loads)
        execute(code.operations[index], memories.scratch[0], how);
}

void Vm::Impl::fill_image(const Program& program, const TensorImage& image) {
    const std::size_t first = program.descriptors[image.descriptor].address * block;
    for (std::size_t core = 0; core < memories.cores.size(); ++core) {
        if ((image.targets >> core & 1U) == 0) continue;
        const auto ram = std::span(memories.cores[core].tensor_ram).subspan(first, image.values.size());
        if (!program.descriptors[image.descriptor].fp32) {
            std::ranges::transform(image.values, ram.begin(), canonical_bf16);
            continue;
        }
        for (std::size_t k = 0; k + 1 < ram.size(); k += 2) to_words(from_words(&image.values[k]), &ram[k]);
    }
}

void Vm::Impl::fill() {
    for (std::size_t core = 0; core < memories.cores.size(); ++core) {
        CoreMemories& memory = memories.cores[core];
        const CoreProgram& code = models.front().program->cores[core];
        std::ranges::fill(memory.tensor_ram, std::uint16_t{0});
        std::ranges::fill(memory.accumulators, 0.0F);
        std::ranges::fill(memory.kept, 0.0F);
        std::ranges::transform(code.accumulator_store, memory.accumulator_store.begin(), canonical_fp32);
        std::copy_n(code.weights.begin(), memory.weights.size(), memory.weights.begin());
        std::ranges::transform(code.cell_store, memory.cell_store.begin(), canonical_fp32);
    }
    for (ModelCode& code : models) {
        for (const TensorImage& image : code.program->images) fill_image(*code.program, image);
        load_states(code);
        code.inferences = 0;
    }
}

void Vm::Impl::reset_by_host(const Program& program) {
    const std::vector<CorePlaces> places = state_places(program);
    const auto put_back = [this](const std::set<std::uint32_t>& blocks, const std::vector<float>& image,
                                 std::vector<float>& store) {
        for (const std::uint32_t place : blocks)
            std::ranges::transform(std::span(image).subspan(place * block, block),
                                   store.begin() + static_cast<std::ptrdiff_t>(place * block),
                                   canonical_fp32);
    };
    for (std::size_t core = 0; core < places.size(); ++core) {
        put_back(places[core].sums, program.cores[core].accumulator_store,
                 memories.cores[core].accumulator_store);
        put_back(places[core].cells, program.cores[core].cell_store, memories.cores[core].cell_store);
    }
    for (const TensorImage& image : program.images)
        if (!program.descriptors[image.descriptor].constant) fill_image(program, image);
}

Vm::Vm(std::shared_ptr<const ProgramSet> set, const VmOptions& options) : impl_(std::make_unique<Impl>()) {
    if (set->models.empty()) throw Error(FailureKind::bad_program, "the program has no model");
    for (const auto& model : set->models) {
        const auto sizes_agree = [](const CoreProgram& a, const CoreProgram& b) {
            return a.accumulator_store.size() == b.accumulator_store.size() &&
                   a.cell_store.size() == b.cell_store.size() && a.weights.size() == b.weights.size();
        };
        if (model->config.block_size.value != set->model(0).config.block_size.value ||
            !std::ranges::equal(model->cores, set->model(0).cores, sizes_agree))
            throw Error(FailureKind::bad_program, "the models lie on different memories");
    }
    impl_->load(set->models, options);
}

Vm::Vm(std::shared_ptr<const Program> program, const VmOptions& options) : impl_(std::make_unique<Impl>()) {
    impl_->load({std::move(program)}, options);
}

Vm::Vm(std::shared_ptr<const Program> program, SimdTarget target)
    : Vm(std::move(program), VmOptions{.target = target, .threads = 1}) {}

Vm::~Vm() = default;
Vm::Vm(Vm&&) noexcept = default;
Vm& Vm::operator=(Vm&&) noexcept = default;

std::size_t Vm::models() const {
    return impl_->models.size();
}

const Program& Vm::program(std::size_t model) const {
    return *impl_->model(model).program;
}

void Vm::reset() {
    impl_->fill();
}

void Vm::reset_model(std::size_t model) {
    const ModelCode& code = impl_->model(model);
    if (code.reset_operations.empty()) {
        impl_->reset_by_host(*code.program);
        return impl_->load_states(code);
    }
    const RoundingGuard guard;
    for (const Operation& operation : code.reset_operations)
        execute(operation, impl_->memories.scratch[0], impl_->how);
}

void Vm::step_model(std::size_t model, std::span<const float> inputs, std::span<float> outputs) {
    ModelCode& code = impl_->model(model);
    if (inputs.size() != code.inputs.values() || outputs.size() != code.outputs.values()) {
        throw Error(FailureKind::bad_input,
                    fmt::format("an inference takes {} values and gives {}; it was called with {} and {}",
                                code.inputs.values(), code.outputs.values(), inputs.size(), outputs.size()));
    }
    const RoundingGuard guard;
    code.inputs.pack(inputs, code.streams.input);
    if (impl_->watches_values)
        impl_->run_watched(code);
    else
        impl_->run_step(model);
    code.outputs.unpack(code.streams.output, outputs);
    ++code.inferences;
}

std::int64_t Vm::inferences(std::size_t model) const {
    return impl_->model(model).inferences;
}

int Vm::threads() const {
    return impl_->threads;
}

}  // namespace lockstep
