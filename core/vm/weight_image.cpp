#include "core/vm/weight_image.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <new>
#include <tuple>

#include "core/numerics/product.h"

namespace lockstep {
namespace {

/// Images from this size on lie on pages of it, where the kernel gives them: a stream through small pages
/// stops the processor's prefetching at each of them.
constexpr std::size_t huge_page = std::size_t{2} << 20U;  // bytes
constexpr std::size_t cache_line = 64;

/// Weights and what decides about their order.
using Key = std::tuple<const std::uint16_t*, std::size_t, std::size_t>;

bool is_loaded(const MatvecOperation& matvec, const Memories& memories) {
    return std::ranges::any_of(memories.cores, [&matvec](const CoreMemories& core) {
        return !core.weights.empty() && matvec.weights.data() >= core.weights.data() &&
               matvec.weights.data() < core.weights.data() + core.weights.size();
    });
}

}  // namespace

void WeightImage::Free::operator()(std::uint16_t* values) const {
    std::free(values);
}

WeightImage::WeightImage(std::size_t size) : size_(size) {
    if (size == 0) return;
    const std::size_t alignment = size * sizeof(std::uint16_t) >= huge_page ? huge_page : cache_line;
    const std::size_t bytes = (size * sizeof(std::uint16_t) + alignment - 1) / alignment * alignment;
    values_.reset(static_cast<std::uint16_t*>(std::aligned_alloc(alignment, bytes)));
    if (!values_) throw std::bad_alloc();
    if (alignment == huge_page) madvise(values_.get(), bytes, MADV_HUGEPAGE);  // or stay with small ones
}

bool order_weights(const Program& program, std::span<Operation> operations, Memories& memories,
                   SimdTarget target) {
    const int block_size = program.config.block_size.value;
    const WeightOrder order = weight_order(target, block_size);
    if (order.rows == 0) return false;
    std::size_t most = 0;
    for (const CoreProgram& core : program.cores)
        most += 4 * core.weights.size();  // fp8 becomes twice as wide
    std::map<Key, std::size_t> places;
    std::vector<std::pair<MatvecOperation*, std::size_t>> ordered;
    std::size_t size = 0;
    bool all = true;
    for (Operation& operation : operations) {
        auto* const matvec = std::get_if<MatvecOperation>(&operation);
        if (matvec == nullptr || matvec->weights.empty() || is_loaded(*matvec, memories)) continue;
        const std::size_t accumulators = matvec->accumulators.size() / matvec->block_size;
        const Key key{matvec->weights.data(), matvec->weights.size(), accumulators};
        const auto found = places.find(key);
        if (found == places.end() && size + matvec->weights.size() > most) {
            all = false;
            continue;
        }
        const std::size_t place = found == places.end() ? size : found->second;
        ordered.emplace_back(matvec, place);
        if (found != places.end()) continue;
        places.emplace(key, size);
        size += matvec->weights.size();
    }
    WeightImage& image = memories.images.emplace_back(size);
    for (const auto& [key, place] : places)
        reorder_weights({std::get<0>(key), std::get<1>(key)}, image.values().subspan(place, std::get<1>(key)),
                        block_size, std::get<2>(key), order);
    for (const auto& [matvec, place] : ordered) {
        matvec->weights = image.values().subspan(place, matvec->weights.size());
        matvec->ordered = true;
    }
    return all;
}

}  // namespace lockstep
