#include "core/import/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

#include "core/support/error.h"

namespace lockstep::sandbox {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;  // shadow memory takes terabytes of address space
#else
constexpr bool sanitized = false;
#endif

/// linux/landlock.h of Debian 12 is older than the newest rights; the kernel takes a shorter structure from
/// older programs.
struct LandlockRuleset {
    std::uint64_t handled_access_fs;
    std::uint64_t handled_access_net;
    std::uint64_t scoped;
};

constexpr std::uint64_t access_fs_by_abi(int abi) {
    if (abi >= 5) return (1ULL << 16) - 1;  // ioctl on devices
    if (abi >= 3) return (1ULL << 15) - 1;  // truncate
    if (abi >= 2) return (1ULL << 14) - 1;  // refer
    return (1ULL << 13) - 1;
}

constexpr std::size_t ruleset_bytes_by_abi(int abi) {
    return abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
}

void allow_reading(int ruleset, const char* path) {
    const int file = open(path, O_PATH | O_CLOEXEC);
    if (file < 0) return;  // what is not there needs no rule
    landlock_path_beneath_attr rule = {};
    rule.parent_fd = file;
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    struct stat ignored = {};
    if (fstat(file, &ignored) == 0 && S_ISDIR(ignored.st_mode))
        rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(file);
}

/// The ABI that holds from now on; 0 where the kernel has no Landlock.
int enter_landlock() {
    const long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) return 0;
    const int version = static_cast<int>(abi);
    LandlockRuleset attributes = {};
    attributes.handled_access_fs = access_fs_by_abi(version);
    if (version >= 4) attributes.handled_access_net = 3;  // binding and connecting TCP sockets
    if (version >= 6) attributes.scoped = 3;              // abstract Unix sockets and signals
    const int ruleset =
        static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, ruleset_bytes_by_abi(version), 0));
    if (ruleset < 0) return 0;
    // LibTorch looks at the processor on its first call; libraries may be loaded late.
    for (const char* path :
         {"/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/self", "/sys/devices/system",
          "/sys/fs/cgroup", "/usr/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom"}) {
        allow_reading(ruleset, path);
    }
    const bool done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done ? version : 0;
}

/// A condition on argument `index`. The mask of SCMP_CMP_MASKED_EQ is `a`.
scmp_arg_cmp compare(unsigned index, scmp_compare op, scmp_datum_t a, scmp_datum_t b = 0) {
    return {.arg = index, .op = op, .datum_a = a, .datum_b = b};
}

class Filter {
  public:
    Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(EPERM))) {
        if (context_ != nullptr) seccomp_attr_set(context_, SCMP_FLTATR_CTL_TSYNC, 1);
    }
    ~Filter() {
        if (context_ != nullptr) seccomp_release(context_);
    }
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    void allow(const char* name, std::vector<scmp_arg_cmp> conditions = {}) {
        add(SCMP_ACT_ALLOW, name, conditions);
    }
    void missing(const char* name) { add(SCMP_ACT_ERRNO(ENOSYS), name, {}); }
    bool load() { return context_ != nullptr && good_ && seccomp_load(context_) == 0; }

  private:
    void add(std::uint32_t action, const char* name, const std::vector<scmp_arg_cmp>& conditions) {
        const int call = seccomp_syscall_resolve_name(name);
        if (call == __NR_SCMP_ERROR || context_ == nullptr) return;  // this processor has no such call
        const int result = seccomp_rule_add_array(
            context_, action, call, static_cast<unsigned>(conditions.size()), conditions.data());
        good_ = good_ && result == 0;
    }

    scmp_filter_ctx context_;
    bool good_ = true;
};

bool enter_seccomp() {
    Filter filter;
    for (const char* name : {"read",
                             "readv",
                             "pread64",
                             "preadv",
                             "write",
                             "writev",
                             "close",
                             "fstat",
                             "newfstatat",
                             "statx",
                             "stat",
                             "lstat",
                             "lseek",
                             "access",
                             "faccessat",
                             "faccessat2",
                             "readlink",
                             "readlinkat",
                             "getdents64",
                             "getcwd",
                             "fadvise64",
                             "dup",
                             "mmap",
                             "munmap",
                             "mprotect",
                             "mremap",
                             "madvise",
                             "brk",
                             "mincore",
                             "futex",
                             "set_robust_list",
                             "rseq",
                             "sched_yield",
                             "sched_getaffinity",
                             "sched_getparam",
                             "sched_getscheduler",
                             "sched_get_priority_max",
                             "sched_get_priority_min",
                             "getcpu",
                             "membarrier",
                             "gettimeofday",
                             "clock_gettime",
                             "clock_getres",
                             "clock_nanosleep",
                             "nanosleep",
                             "times",
                             "time",
                             "getrusage",
                             "getrandom",
                             "getpid",
                             "gettid",
                             "getppid",
                             "getuid",
                             "geteuid",
                             "getgid",
                             "getegid",
                             "sysinfo",
                             "uname",
                             "getrlimit",
                             "rt_sigaction",
                             "rt_sigprocmask",
                             "rt_sigreturn",
                             "sigaltstack",
                             "restart_syscall",
                             "exit",
                             "exit_group",
                             "recvmsg",
                             "sendmsg",
                             "poll",
                             "ppoll"}) {
        filter.allow(name);
    }
    if (sanitized) {
        // The sanitizers ask with a pipe whether an address can be read.
        filter.allow("pipe");
        filter.allow("pipe2");
    }
    constexpr std::uint64_t changing =
        O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    filter.allow("openat", {compare(2, SCMP_CMP_MASKED_EQ, changing, 0)});
    filter.allow("open", {compare(1, SCMP_CMP_MASKED_EQ, changing, 0)});
    // Threads, not processes; clone3 hides its flags in memory, so the C library has to fall back to clone.
    filter.allow("clone", {compare(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)});
    filter.missing("clone3");
    filter.missing("openat2");
    // abort() and the like: signals to this process only.
    const auto self = static_cast<scmp_datum_t>(getpid());
    filter.allow("tgkill", {compare(0, SCMP_CMP_EQ, self)});
    filter.allow("prctl", {compare(0, SCMP_CMP_EQ, PR_SET_NAME)});
    filter.allow("prctl", {compare(0, SCMP_CMP_EQ, 0x53564d41)});  // naming a mapping
    filter.allow("prlimit64", {compare(0, SCMP_CMP_EQ, 0), compare(2, SCMP_CMP_EQ, 0)});
    filter.allow("fcntl", {compare(1, SCMP_CMP_EQ, F_GETFL)});
    filter.allow("fcntl", {compare(1, SCMP_CMP_EQ, F_GETFD)});
    filter.allow("fcntl", {compare(1, SCMP_CMP_EQ, F_SETFD)});
    return filter.load();
}

void limit(__rlimit_resource resource, rlim_t value) {
    const rlimit both = {value, value};
    setrlimit(resource, &both);
}

std::int64_t mapped_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t pages = 0;
    file >> pages;
    return pages * sysconf(_SC_PAGESIZE);
}

}  // namespace

std::string enter(const Limits& limits) {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    if (limits.cpu_seconds > 0) limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds));
    if (limits.memory_bytes > 0 && !sanitized) {
        limit(RLIMIT_AS, static_cast<rlim_t>(mapped_bytes() + limits.memory_bytes));
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const int landlock = enter_landlock();
    const bool seccomp = enter_seccomp();
    if (!seccomp && !limits.trust) {
        throw Error(FailureKind::worker_failed,
                    "this kernel refuses seccomp filters, so a model file could do anything that you can do",
                    "Open the file with --trust if you trust it as you trust a program.");
    }
    std::string text = seccomp ? "seccomp" : "no seccomp (trusted)";
    if (landlock > 0) text += ", Landlock ABI " + std::to_string(landlock);
    return text;
}

}  // namespace lockstep::sandbox
