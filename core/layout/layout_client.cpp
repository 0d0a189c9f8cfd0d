#include "core/layout/layout_client.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "core/layout/layered_layout.h"
#include "core/layout/layout_codec.h"
#include "core/support/child_process.h"

namespace lockstep {
namespace {

using Clock = std::chrono::steady_clock;

/// The socket of a helper, with a deadline and a stop token.
class Channel {
  public:
    Channel(ChildProcess& child, const JobControl& job, Clock::time_point deadline)
        : child_(child), job_(job), deadline_(deadline) {}

    void write(const std::string& bytes) {
        for (std::size_t done = 0; done < bytes.size();) {
            wait(POLLOUT);
            const ssize_t n =
                send(child_.socket(), bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (n <= 0) died();
            done += static_cast<std::size_t>(n);
        }
    }

    void read(char* data, std::size_t size) {
        while (size > 0) {
            wait(POLLIN);
            const ssize_t n = recv(child_.socket(), data, size, MSG_DONTWAIT);
            if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (n <= 0) died();
            data += n;
            size -= static_cast<std::size_t>(n);
        }
    }

  private:
    void wait(short events) {
        constexpr int slice_ms = 20;
        for (;;) {
            job_.check();
            if (Clock::now() >= deadline_) {
                throw Error(FailureKind::worker_failed, "the layout helper took too long");
            }
            pollfd descriptor = {child_.socket(), events, 0};
            if (poll(&descriptor, 1, slice_ms) > 0) return;
        }
    }

    [[noreturn]] void died() {
        child_.kill();
        const std::string words = child_.error_text();
        const std::string line = words.substr(0, std::min<std::size_t>(words.find('\n'), 200));
        throw Error(FailureKind::worker_failed, "the layout helper ended early (" + child_.end_text() + ")" +
                                                    (line.empty() ? "" : ": " + line));
    }

    ChildProcess& child_;
    const JobControl& job_;
    Clock::time_point deadline_;
};

GraphLayout ask_helper(const LayoutRequest& request, const JobControl& job, const LayoutOptions& options) {
    const std::string text = encode_request(request);
    if (text.size() > largest_layout_frame)
        throw Error(FailureKind::worker_failed, "the graph is too large for the layout helper");

    ChildProcess child(options.helper.empty() ? helper_executable("lockstep-layout") : options.helper, {});
    Channel channel(child, job, Clock::now() + options.time_limit);
    channel.write(frame_of(text));
    unsigned char head[4];
    channel.read(reinterpret_cast<char*>(head), sizeof head);
    const std::uint32_t length = frame_length(head);
    if (length > largest_layout_frame)
        throw Error(FailureKind::worker_failed, "the answer of the layout helper is too long");
    std::string reply(length, '\0');
    channel.read(reply.data(), reply.size());
    return decode_layout(request, reply);
}

}  // namespace

GraphLayout layout_graph(const LayoutRequest& request, const JobControl& job, const LayoutOptions& options) {
    check_request(request);
    job.check();
    std::string note;
    if (request.boxes.size() > options.graphviz_box_limit) {
        note = "more than " + std::to_string(options.graphviz_box_limit) + " boxes";
    } else {
        try {
            return ask_helper(request, job, options);
        } catch (const Error& error) {
            if (error.failure().kind == FailureKind::cancelled) throw;
            note = error.failure().message;
        }
    }
    GraphLayout layout = layered_layout(request, job);
    layout.note = std::move(note);
    return layout;
}

std::optional<GraphLayout> LayoutCache::find(const LayoutRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.first == request; });
    if (found == entries_.end()) return std::nullopt;
    entries_.splice(entries_.begin(), entries_, found);
    return found->second;
}

void LayoutCache::keep(const LayoutRequest& request, const GraphLayout& layout) {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [&](const auto& entry) { return entry.first == request; });
    entries_.emplace_front(request, layout);
    if (entries_.size() > capacity_) entries_.pop_back();
}

}  // namespace lockstep
