#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace lockstep {

/// A helper executable that talks over one end of a socketpair (its file descriptor 3). Killed and reaped
/// when destroyed; a helper ends by itself when the socket closes (no parent-death signal: that follows the
/// starting thread, not the process).
class ChildProcess {
  public:
    /// Starts `executable` with `arguments`; `inherited` file descriptors appear in the child as 4, 5, … in
    /// order. Its standard error is kept (see error_text). Throws Error(worker_failed) if it cannot be
    /// started.
    ChildProcess(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                 const std::vector<int>& inherited = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    int socket() const { return socket_; }
    pid_t pid() const { return pid_; }
    bool running();
    /// Kills it and reaps it; what it was doing is lost. Safe to call twice.
    void kill();
    /// "killed by signal 9", "exit status 1"; empty while it runs.
    std::string end_text();
    /// The newest 16 KiB of what it wrote to standard error.
    std::string error_text();

  private:
    int socket_ = -1;
    int error_pipe_ = -1;
    pid_t pid_ = -1;
    int status_ = 0;
    bool reaped_ = false;
    std::string errors_;
};

/// Where a helper executable of the project lies: $LOCKSTEP_LIBEXEC, beside the running binary, or
/// ../libexec/lockstep.
std::filesystem::path helper_executable(const std::string& name);

}  // namespace lockstep
