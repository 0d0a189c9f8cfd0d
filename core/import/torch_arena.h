#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/import/torch_headers.h"

namespace lockstep::torch_import {

/// Memory that the tensors of a file are read into: a memory file that the parent made, which so has the
/// weights without another copy. One at a time; nothing unmaps it, since tensors may outlive their model.
class LoadArena {
  public:
    /// Maps the memory file whole. Throws Error(worker_failed).
    explicit LoadArena(int descriptor);
    LoadArena(const LoadArena&) = delete;
    LoadArena& operator=(const LoadArena&) = delete;

    /// While it lives, the larger tensors that LibTorch makes lie in the arena, as far as there is room. At
    /// its end the mapping becomes private: the parent may seal the file, and what is written to the tensors
    /// from then on stays in this process.
    class Scope {
      public:
        explicit Scope(LoadArena& arena);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

      private:
        LoadArena& arena_;
    };

    /// Bytes of the memory file.
    std::uint64_t size() const { return size_; }
    /// Of them, those that tensors were placed in.
    std::uint64_t used() const { return used_; }
    /// Where the numbers of a contiguous fp32 tensor lie in it; nothing for other tensors.
    std::optional<std::uint64_t> offset_of(const at::Tensor& tensor) const;

    /// Room for a tensor; null when there is none, or when it is not worth a page.
    void* take(std::size_t bytes);
    /// Gives pages back to the system; their room is not used again.
    void release(void* address, std::size_t bytes) const;

  private:
    int descriptor_;
    std::byte* base_ = nullptr;
    std::uint64_t size_ = 0;
    std::uint64_t used_ = 0;
};

}  // namespace lockstep::torch_import
