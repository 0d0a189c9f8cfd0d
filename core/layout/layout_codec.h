#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/layout/graph_layout.h"

/// What the layout helper and its client say to each other: one frame there, one frame back. A frame is a
/// length (four bytes, little endian) and that many bytes of JSON.
namespace lockstep {

inline constexpr std::uint32_t largest_layout_frame = 64U << 20;

std::string encode_request(const LayoutRequest& request);
/// Throws Error(worker_failed) if the text is no request; the result has passed check_request.
LayoutRequest decode_request(std::string_view text);

std::string encode_layout(const GraphLayout& layout);
/// Boxes and edges as the helper placed them; sizes are taken from the request. Throws Error(worker_failed)
/// if the text is no layout of `request`, and with the helper's own words if it reports a failure. The result
/// has passed check_layout.
GraphLayout decode_layout(const LayoutRequest& request, std::string_view text);

/// The text with its length before it; and the length that four such bytes say, which may be hostile.
std::string frame_of(const std::string& text);
std::uint32_t frame_length(const unsigned char (&head)[4]);

/// A reply that says why there is no layout.
std::string encode_layout_failure(std::string_view message);

}  // namespace lockstep
