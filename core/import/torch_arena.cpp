#include "core/import/torch_arena.h"

#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "core/support/error.h"

namespace lockstep::torch_import {
namespace {

constexpr std::uint64_t page = 4096;
constexpr std::size_t smallest = 4 * page;  ///< what is smaller is copied in no time

LoadArena* open_arena = nullptr;  ///< the one that a Scope has opened

/// LibTorch's allocator from the first Scope on. It stays: what was allocated by it is given back to it, also
/// long after the file was loaded.
class ArenaAllocator final : public at::Allocator {
  public:
    static void install() {
        if (usual_ != nullptr) return;
        static ArenaAllocator allocator;
        usual_ = c10::GetCPUAllocator();
        c10::SetCPUAllocator(&allocator);
    }

    at::DataPtr allocate(std::size_t bytes) const override {
        void* address = open_arena == nullptr ? nullptr : open_arena->take(bytes);
        if (address == nullptr) return usual_->allocate(bytes);
        const std::lock_guard lock(mutex_);
        taken_[address] = bytes;
        return {address, address, give_back, at::Device(at::kCPU)};
    }
    at::DeleterFnPtr raw_deleter() const override { return give_back; }

  private:
    static void give_back(void* address) {
        std::unique_lock lock(mutex_);
        const auto found = taken_.find(address);
        if (found == taken_.end()) {
            lock.unlock();
            usual_->raw_deleter()(address);
            return;
        }
        if (open_arena != nullptr) open_arena->release(address, found->second);
        taken_.erase(found);
    }

    static inline at::Allocator* usual_ = nullptr;
    static inline std::mutex mutex_;
    static inline std::unordered_map<void*, std::size_t> taken_;
};

}  // namespace

LoadArena::LoadArena(int descriptor) : descriptor_(descriptor) {
    struct stat status = {};
    if (descriptor < 0 || fstat(descriptor, &status) != 0)
        throw Error(FailureKind::internal, "no memory file came with the request to load");
    size_ = static_cast<std::uint64_t>(status.st_size);
    if (size_ == 0) return;
    void* address = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (address == MAP_FAILED)
        throw Error(FailureKind::worker_failed,
                    std::string("mapping the memory for the weights: ") + std::strerror(errno));
    base_ = static_cast<std::byte*>(address);
}

LoadArena::Scope::Scope(LoadArena& arena) : arena_(arena) {
    ArenaAllocator::install();
    open_arena = &arena;
}

LoadArena::Scope::~Scope() {
    open_arena = nullptr;
    if (arena_.base_ == nullptr) return;
    // At the same place, so that the tensors don't notice.
    if (mmap(arena_.base_, arena_.size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, arena_.descriptor_,
             0) == MAP_FAILED) {
        std::abort();  // the tensors would lie nowhere
    }
}

std::optional<std::uint64_t> LoadArena::offset_of(const at::Tensor& tensor) const {
    if (base_ == nullptr || tensor.scalar_type() != at::kFloat || !tensor.is_contiguous()) return {};
    const auto begin = reinterpret_cast<std::uintptr_t>(base_);
    const auto address = reinterpret_cast<std::uintptr_t>(tensor.data_ptr());
    const auto bytes = static_cast<std::uint64_t>(tensor.numel()) * sizeof(float);
    if (address < begin || address - begin > used_ || bytes > used_ - (address - begin)) return {};
    if (address % sizeof(float) != 0) return {};
    return address - begin;
}

void* LoadArena::take(std::size_t bytes) {
    if (bytes < smallest || bytes > size_) return nullptr;
    const std::uint64_t room = (bytes + page - 1) / page * page;
    if (room > size_ - used_) return nullptr;
    std::byte* address = base_ + used_;
    used_ += room;
    // All pages at once: one by one they cost as much as reading the file. Kernels before 5.14 don't know it.
    madvise(address, room, MADV_POPULATE_WRITE);
    return address;
}

void LoadArena::release(void* address, std::size_t bytes) const {
    madvise(address, (bytes + page - 1) / page * page, MADV_REMOVE);
}

}  // namespace lockstep::torch_import
