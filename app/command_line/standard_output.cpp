#include "app/command_line/standard_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "core/support/error.h"

namespace lockstep::cli {

void write_standard_output(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            throw Error(FailureKind::cannot_write,
                        std::string("cannot write to standard output: ") + std::strerror(errno),
                        "Send it to a file or a program that takes it.");
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void guard_standard_streams() {
    for (int descriptor = 0; descriptor <= 2; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        // The lowest free descriptor is taken: this one. Standard input reads nothing, the others can't be
        // written to.
        if (::open("/dev/null", O_RDONLY) != descriptor) return;
    }
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace lockstep::cli
