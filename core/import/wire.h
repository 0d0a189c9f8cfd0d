#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

/// The frames between the parent and `lockstep-torch`, over a socketpair. Both ends include this file; it
/// knows no LibTorch. A frame is a fixed header (magic, version, lengths), a JSON text and a binary blob; at
/// most one file descriptor travels with it. Every length is checked against a fixed limit before anything is
/// read.
namespace lockstep::wire {

inline constexpr std::uint32_t magic = 0x4B53434C;  // "LCSK", little endian
inline constexpr std::uint32_t version = 3;
inline constexpr std::uint64_t json_limit = 64ULL << 20;
inline constexpr std::uint64_t blob_limit = 256ULL << 20;
/// Nested arrays and objects a header may have.
inline constexpr int json_depth_limit = 16;

struct FrameHeader {
    std::uint32_t magic = wire::magic;
    std::uint32_t version = wire::version;
    std::uint64_t json_bytes = 0;
    std::uint64_t blob_bytes = 0;
};
static_assert(sizeof(FrameHeader) == 24);

struct Frame {
    nlohmann::json json;
    std::string blob;
    int descriptor = -1;  ///< received or to be sent; the receiver owns it
};

/// Called while an end waits for the other one, at least every 20 ms; may throw to give up.
using Idle = std::function<void()>;

/// Sends a frame. Throws Error(worker_failed) when the other end is gone, Error(internal) when it is beyond
/// the limits.
void send_frame(int socket, const Frame& frame, const Idle& idle = {});

/// Receives a frame. Throws Error(worker_failed) when the other end is gone ("closed") or sends what is no
/// frame.
Frame receive_frame(int socket, const Idle& idle = {});

/// Checks a header against magic, version and limits. Throws Error(worker_failed) naming the field.
void check_header(const FrameHeader& header);
/// Parses a header's JSON: an object of valid UTF-8 and limited depth. Throws Error(worker_failed).
nlohmann::json parse_json(const std::string& text);

}  // namespace lockstep::wire
