#include "core/support/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "core/support/error.h"

extern char** environ;

namespace lockstep {
namespace {

constexpr std::size_t kept_error_bytes = 16 * 1024;

[[noreturn]] void fail(const std::filesystem::path& executable, const char* what) {
    throw Error(FailureKind::worker_failed,
                "cannot start " + executable.string() + ": " + what + ": " + std::strerror(errno),
                "Check that the installation is complete.");
}

/// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void become(const char* executable, char* const* argv, int socket, int error_pipe,
                         const int* inherited, int count) {
    // Move everything above the numbers that are being handed out, then into place.
    const int base = 64;
    const int moved_socket = fcntl(socket, F_DUPFD, base);
    const int moved_error = fcntl(error_pipe, F_DUPFD, base);
    int moved[16];
    for (int i = 0; i < count; ++i) moved[i] = fcntl(inherited[i], F_DUPFD, base);
    dup2(moved_error, STDERR_FILENO);
    dup2(moved_error, STDOUT_FILENO);
    const int null = open("/dev/null", O_RDONLY);
    if (null >= 0) dup2(null, STDIN_FILENO);
    dup2(moved_socket, 3);
    for (int i = 0; i < count; ++i) dup2(moved[i], 4 + i);
    closefrom(4 + count);
    execve(executable, argv, environ);
    _exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                           const std::vector<int>& inherited) {
    if (inherited.size() > 16)
        throw Error(FailureKind::internal, "too many descriptors for a helper process");
    int sockets[2];
    int errors[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) fail(executable, "socketpair");
    if (pipe2(errors, O_CLOEXEC | O_NONBLOCK) != 0) {
        close(sockets[0]);
        close(sockets[1]);
        fail(executable, "pipe");
    }
    std::vector<std::string> words = {executable.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);

    pid_ = fork();
    if (pid_ == 0) {
        become(words[0].c_str(), argv.data(), sockets[1], errors[1], inherited.data(),
               static_cast<int>(inherited.size()));
    }
    close(sockets[1]);
    close(errors[1]);
    if (pid_ < 0) {
        close(sockets[0]);
        close(errors[0]);
        fail(executable, "fork");
    }
    socket_ = sockets[0];
    error_pipe_ = errors[0];
}

ChildProcess::~ChildProcess() {
    kill();
    close(socket_);
    close(error_pipe_);
}

bool ChildProcess::running() {
    if (reaped_) return false;
    if (waitpid(pid_, &status_, WNOHANG) == pid_) reaped_ = true;
    return !reaped_;
}

void ChildProcess::kill() {
    if (!running()) return;
    ::kill(pid_, SIGKILL);
    while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    reaped_ = true;
}

std::string ChildProcess::end_text() {
    if (running()) return {};
    if (WIFSIGNALED(status_)) return "killed by signal " + std::to_string(WTERMSIG(status_));
    return "exit status " + std::to_string(WEXITSTATUS(status_));
}

std::string ChildProcess::error_text() {
    char buffer[4096];
    for (ssize_t n = 0; (n = read(error_pipe_, buffer, sizeof buffer)) > 0;) {
        errors_.append(buffer, static_cast<std::size_t>(n));
    }
    if (errors_.size() > kept_error_bytes) errors_.erase(0, errors_.size() - kept_error_bytes);
    return errors_;
}

std::filesystem::path helper_executable(const std::string& name) {
    std::vector<std::filesystem::path> folders;
    if (const char* folder = std::getenv("LOCKSTEP_LIBEXEC"); folder != nullptr && *folder != '\0') {
        folders.emplace_back(folder);
    }
    std::error_code ignored;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    folders.push_back(self);
    folders.push_back(self.parent_path() / "libexec" / "lockstep");
    for (const std::filesystem::path& folder : folders) {
        if (std::filesystem::exists(folder / name, ignored)) return folder / name;
    }
    throw Error(FailureKind::worker_failed,
                "the helper program " + name + " is missing (looked in " +
                    folders[folders.size() > 2 ? 1 : 0].string() + ")",
                "Check that the installation is complete.");
}

}  // namespace lockstep
