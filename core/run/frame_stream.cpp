#include "core/run/frame_stream.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "core/program/byte_stream.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr int poll_ms = 100;

class Channel {
  public:
    Channel(int input, int output, const JobControl& job) : input_(input), output_(output), job_(job) {}

    /// Bytes that were read before the end of the input.
    std::size_t read(std::span<std::uint8_t> bytes) {
        std::size_t done = 0;
        while (done < bytes.size()) {
            job_.check();
            pollfd wait{.fd = input_, .events = POLLIN, .revents = 0};
            const int ready = ::poll(&wait, 1, poll_ms);
            if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
            const ssize_t got = ::read(input_, bytes.data() + done, bytes.size() - done);
            if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
            if (got < 0) {
                throw Error(FailureKind::bad_input,
                            std::string("cannot read frames from standard input: ") + std::strerror(errno),
                            "Connect it to the program that sends them.");
            }
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

    void write(std::span<const std::uint8_t> bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(output_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0 && errno == EAGAIN) {
                job_.check();
                pollfd wait{.fd = output_, .events = POLLOUT, .revents = 0};
                ::poll(&wait, 1, poll_ms);
                continue;
            }
            if (written < 0) {
                throw Error(FailureKind::cannot_write,
                            std::string("cannot write frames to standard output: ") + std::strerror(errno),
                            "The program that reads them has gone.");
            }
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }

    void send(FrameKind kind, std::span<const std::uint8_t> payload) {
        ByteWriter head;
        head.put(static_cast<std::uint32_t>(kind));
        head.put(static_cast<std::uint32_t>(payload.size()));
        frame_.assign(head.bytes().begin(), head.bytes().end());
        frame_.insert(frame_.end(), payload.begin(), payload.end());
        write(frame_);
    }

    [[noreturn]] void refuse(const std::string& reason) {
        send(FrameKind::error, {reinterpret_cast<const std::uint8_t*>(reason.data()), reason.size()});
        throw Error(FailureKind::bad_input, "standard input: " + reason,
                    "The format of frames stands in the help page on recordings.");
    }

  private:
    int input_;
    int output_;
    const JobControl& job_;
    std::vector<std::uint8_t> frame_;
};

void greet(Channel& channel, const Program& program, std::int64_t cycles) {
    ByteWriter greeting;
    greeting.put_text("LOCKSTEP");
    greeting.put(frame_format_version);
    greeting.put(static_cast<std::uint32_t>(program.input_values()));
    greeting.put(static_cast<std::uint32_t>(program.output_values()));
    greeting.put(static_cast<std::uint32_t>(cycles));
    greeting.put(std::uint32_t{program.states.empty() ? 0U : 1U});
    greeting.put(std::uint32_t{0});
    channel.write(greeting.bytes());
}

}  // namespace

std::int64_t serve_frames(Vm& vm, std::int64_t spaced_cycles, int input, int output, const JobControl& job) {
    Channel channel(input, output, job);
    greet(channel, vm.program(), spaced_cycles);
    const auto inputs = static_cast<std::size_t>(vm.program().input_values());
    std::vector<float> values(inputs);
    std::vector<float> outputs(static_cast<std::size_t>(vm.program().output_values()));
    std::vector<std::uint8_t> bytes(inputs * sizeof(float));
    std::array<std::uint8_t, 8> head{};
    std::int64_t steps = 0;
    for (;;) {
        const std::size_t got = channel.read(head);
        if (got == 0) return steps;
        if (got < head.size())
            channel.refuse(fmt::format("the input ended inside the head of frame {}", steps + 1));
        ByteReader reader(head, "a frame");
        const auto kind = reader.get<std::uint32_t>();
        const auto size = reader.get<std::uint32_t>();
        const bool is_step = kind == static_cast<std::uint32_t>(FrameKind::step);
        if (!is_step && kind != static_cast<std::uint32_t>(FrameKind::reset) &&
            kind != static_cast<std::uint32_t>(FrameKind::end))
            channel.refuse(fmt::format("frame kind {} is not known (1 step, 2 reset, 3 end)", kind));
        const std::size_t expected = is_step ? bytes.size() : 0;
        if (size != expected) {
            channel.refuse(fmt::format("a frame of kind {} with {} bytes; it takes {}{}", kind, size,
                                       expected,
                                       is_step ? fmt::format(" ({} fp32 values)", inputs) : std::string()));
        }
        if (kind == static_cast<std::uint32_t>(FrameKind::end)) return steps;
        if (!is_step) {
            vm.reset_model();
            channel.send(FrameKind::reset, {});
            continue;
        }
        if (channel.read(bytes) < bytes.size())
            channel.refuse(fmt::format("the input ended inside the values of step {}", steps + 1));
        ByteReader payload(bytes, "a frame");
        for (float& value : values) value = payload.get<float>();
        vm.step(values, outputs);
        ByteWriter answer;
        for (const float value : outputs) answer.put(value);
        channel.send(FrameKind::step, answer.bytes());
        ++steps;
    }
}

}  // namespace lockstep
