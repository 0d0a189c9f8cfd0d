#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "core/import/wire.h"
#include "core/support/error.h"

namespace {

/// What the frame announces cannot all be in an input of this length, and a receiver would only wait for it.
bool announces_too_much(const std::uint8_t* data, std::size_t size) {
    lockstep::wire::FrameHeader header;
    if (size < sizeof header) return false;
    std::memcpy(&header, data, sizeof header);
    const auto beyond = [](std::uint64_t bytes, std::uint64_t limit) {
        return bytes > 1 << 20 && bytes <= limit;
    };
    return beyond(header.json_bytes, lockstep::wire::json_limit) ||
           beyond(header.blob_bytes, lockstep::wire::blob_limit);
}

int open_descriptors() {
    int count = 0;
    DIR* const folder = opendir("/proc/self/fd");
    if (folder == nullptr) std::abort();
    while (readdir(folder) != nullptr) ++count;
    closedir(folder);
    return count;
}

/// Sends `size` bytes with `count` descriptors.
void send_with_descriptors(int socket, const std::uint8_t* data, std::size_t size, std::size_t count) {
    iovec part{const_cast<std::uint8_t*>(data), size};
    alignas(cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))] = {};
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (count > 0) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        cmsghdr* const c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(count * sizeof(int));
        const int descriptors[4] = {0, 0, 0, 0};
        std::memcpy(CMSG_DATA(c), descriptors, count * sizeof(int));
    }
    if (sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) != static_cast<ssize_t>(size)) std::abort();
}

}  // namespace

/// Any bytes as what the worker sends; the first one says how many descriptors come with them. They are
/// frames, or the receiver says why not; it keeps no descriptor but the one that it hands over.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 1 << 16 || announces_too_much(data + 1, size - 1)) return 0;
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) std::abort();
    const int before = open_descriptors();
    send_with_descriptors(sockets[0], data + 1, size - 1, data[0] % 5);
    shutdown(sockets[0], SHUT_WR);
    try {
        for (;;) {
            const lockstep::wire::Frame frame = lockstep::wire::receive_frame(sockets[1]);
            if (frame.descriptor >= 0) close(frame.descriptor);
            if (!frame.json.is_object()) std::abort();
            if (frame.json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).empty())
                std::abort();
        }
    } catch (const lockstep::Error& error) {
        if (error.failure().kind != lockstep::FailureKind::worker_failed || error.failure().message.empty())
            std::abort();
    }
    if (open_descriptors() != before) std::abort();
    close(sockets[0]);
    close(sockets[1]);
    return 0;
}
