#pragma once

#include <cstdint>
#include <string>

/// What the worker gives up before it touches a stranger's file. Knows no LibTorch.
namespace lockstep::sandbox {

struct Limits {
    std::int64_t memory_bytes = 0;  ///< address space beyond what is mapped already; 0: no limit
    std::int64_t cpu_seconds = 0;   ///< over the life of the process; 0: no limit
    bool trust = false;             ///< go on where the kernel has no seccomp
};

/// Applies resource limits, Landlock (by the ABI of the running kernel) and a seccomp allow-list to all
/// threads of the process, for good. After it: files can be opened for reading only, nothing can be created,
/// changed or removed, there are no sockets, no new processes and no signals to others. Returns what holds,
/// for people ("seccomp, Landlock ABI 7"). Throws Error(worker_failed) when seccomp is missing and `trust` is
/// not set.
std::string enter(const Limits& limits);

}  // namespace lockstep::sandbox
