#include "core/import/wire.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/support/error.h"

namespace lockstep::wire {
namespace {

constexpr int idle_ms = 20;

[[noreturn]] void fail(const std::string& what) {
    throw Error(FailureKind::worker_failed, "import worker: " + what);
}

/// Waits until the socket is ready for `events`.
void wait_for(int socket, short events, const Idle& idle) {
    for (;;) {
        if (idle) idle();
        pollfd entry = {socket, events, 0};
        const int ready = poll(&entry, 1, idle ? idle_ms : -1);
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) fail(std::string("poll: ") + std::strerror(errno));
    }
}

/// Receives exactly `size` bytes; a descriptor that comes with them goes to `descriptor`.
void receive_bytes(int socket, char* data, std::size_t size, int* descriptor, const Idle& idle) {
    while (size > 0) {
        wait_for(socket, POLLIN, idle);
        iovec part = {data, size};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
        msghdr message = {};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        const ssize_t n = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (n == 0) fail("closed the connection");
        if (n < 0) {
            if (errno == EAGAIN || errno == EINTR) continue;
            fail(std::string("receive: ") + std::strerror(errno));
        }
        for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
            if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
            // As many as fit into `control`, which its alignment makes larger than one.
            const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            for (std::size_t k = 0; k < count; ++k) {
                int received = -1;
                std::memcpy(&received, CMSG_DATA(c) + k * sizeof received, sizeof received);
                if (descriptor != nullptr && *descriptor < 0) {
                    *descriptor = received;
                } else {
                    close(received);
                }
            }
        }
        data += n;
        size -= static_cast<std::size_t>(n);
    }
}

void send_bytes(int socket, const char* data, std::size_t size, int descriptor, const Idle& idle) {
    while (size > 0) {
        wait_for(socket, POLLOUT, idle);
        iovec part = {const_cast<char*>(data), size};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
        msghdr message = {};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        if (descriptor >= 0) {
            message.msg_control = control;
            message.msg_controllen = sizeof control;
            cmsghdr* c = CMSG_FIRSTHDR(&message);
            c->cmsg_level = SOL_SOCKET;
            c->cmsg_type = SCM_RIGHTS;
            c->cmsg_len = CMSG_LEN(sizeof(int));
            std::memcpy(CMSG_DATA(c), &descriptor, sizeof descriptor);
        }
        const ssize_t n = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0) {
            if (errno == EAGAIN || errno == EINTR) continue;
            if (errno == EPIPE || errno == ECONNRESET) fail("closed the connection");
            fail(std::string("send: ") + std::strerror(errno));
        }
        descriptor = -1;
        data += n;
        size -= static_cast<std::size_t>(n);
    }
}

}  // namespace

void check_header(const FrameHeader& header) {
    if (header.magic != magic) fail("sent something that is no frame");
    if (header.version != version) {
        fail("speaks protocol version " + std::to_string(header.version) + ", not " +
             std::to_string(version));
    }
    if (header.json_bytes > json_limit)
        fail("sent a header of " + std::to_string(header.json_bytes) + " bytes");
    if (header.blob_bytes > blob_limit) fail("sent data of " + std::to_string(header.blob_bytes) + " bytes");
}

nlohmann::json parse_json(const std::string& text) {
    int deepest = 0;
    const auto watch = [&deepest](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        deepest = std::max(deepest, depth);
        if (deepest > json_depth_limit) fail("sent a header that is nested too deeply");
        return true;
    };
    try {
        nlohmann::json json = nlohmann::json::parse(text, watch);
        if (!json.is_object()) fail("sent a header that is no JSON object");
        return json;
    } catch (const nlohmann::json::exception& error) {
        fail(std::string("sent a header that is no JSON: ") + error.what());
    }
}

void send_frame(int socket, const Frame& frame, const Idle& idle) {
    // Names and messages of a file may hold any bytes; what is no UTF-8 is replaced.
    const std::string text = frame.json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() > json_limit || frame.blob.size() > blob_limit) {
        throw Error(FailureKind::internal, "a message to or from the import worker is too large (" +
                                               std::to_string(text.size()) + " + " +
                                               std::to_string(frame.blob.size()) + " bytes)");
    }
    FrameHeader header;
    header.json_bytes = text.size();
    header.blob_bytes = frame.blob.size();
    send_bytes(socket, reinterpret_cast<const char*>(&header), sizeof header, frame.descriptor, idle);
    send_bytes(socket, text.data(), text.size(), -1, idle);
    send_bytes(socket, frame.blob.data(), frame.blob.size(), -1, idle);
}

Frame receive_frame(int socket, const Idle& idle) {
    Frame frame;
    try {
        FrameHeader header;
        receive_bytes(socket, reinterpret_cast<char*>(&header), sizeof header, &frame.descriptor, idle);
        check_header(header);
        std::string text(header.json_bytes, '\0');
        receive_bytes(socket, text.data(), text.size(), nullptr, idle);
        frame.blob.resize(header.blob_bytes);
        receive_bytes(socket, frame.blob.data(), frame.blob.size(), nullptr, idle);
        frame.json = parse_json(text);
    } catch (...) {
        if (frame.descriptor >= 0) close(frame.descriptor);
        throw;
    }
    return frame;
}

}  // namespace lockstep::wire
