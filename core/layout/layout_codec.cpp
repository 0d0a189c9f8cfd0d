#include "core/layout/layout_codec.h"

#include <nlohmann/json.hpp>

#include "core/support/error.h"

namespace lockstep {
namespace {

using nlohmann::json;

constexpr int protocol_version = 1;

[[noreturn]] void malformed(const std::string& what) {
    throw Error(FailureKind::worker_failed, "the layout helper gave a wrong answer: " + what,
                "Check that the installation is complete.");
}

json parse(std::string_view text) {
    json root = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!root.is_object()) malformed("not a JSON object");
    const auto version = root.find("version");
    if (version == root.end() || !version->is_number_unsigned() || *version != protocol_version) {
        malformed("another version of the protocol");
    }
    return root;
}

const json::array_t& array(const json& root, const char* key) {
    const auto found = root.find(key);
    if (found == root.end() || !found->is_array()) malformed(std::string(key) + " is missing");
    return found->get_ref<const json::array_t&>();
}

double number(const json& value) {
    if (!value.is_number()) malformed("not a number");
    return value.get<double>();
}

std::uint32_t index(const json& value) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 0xFFFFFFFFU) malformed("not an index");
    return value.get<std::uint32_t>();
}

const json::array_t& row(const json& value, std::size_t size) {
    if (!value.is_array() || value.size() != size) malformed("a row of another length");
    return value.get_ref<const json::array_t&>();
}

}  // namespace

std::string frame_of(const std::string& text) {
    std::string frame;
    frame.reserve(text.size() + 4);
    for (unsigned shift = 0; shift < 32; shift += 8)
        frame.push_back(static_cast<char>(text.size() >> shift & 0xFFU));
    return frame += text;
}

std::uint32_t frame_length(const unsigned char (&head)[4]) {
    std::uint32_t length = 0;
    for (unsigned i = 0; i < 4; ++i) length |= static_cast<std::uint32_t>(head[i]) << 8U * i;
    return length;
}

std::string encode_request(const LayoutRequest& request) {
    json boxes = json::array();
    for (const LayoutBox& box : request.boxes) boxes.push_back({box.id, box.width, box.height, box.group});
    json edges = json::array();
    for (const LayoutEdge& edge : request.edges)
        edges.push_back({edge.id, edge.from, edge.to, edge.ranks, edge.weight});
    return json{{"version", protocol_version}, {"boxes", std::move(boxes)},
                {"edges", std::move(edges)},   {"right", request.direction == LayoutDirection::right},
                {"box_gap", request.box_gap},  {"rank_gap", request.rank_gap}}
        .dump();
}

LayoutRequest decode_request(std::string_view text) {
    const json root = parse(text);
    LayoutRequest request;
    for (const json& entry : array(root, "boxes")) {
        const json::array_t& r = row(entry, 4);
        request.boxes.push_back({index(r[0]), number(r[1]), number(r[2]), index(r[3])});
    }
    for (const json& entry : array(root, "edges")) {
        const json::array_t& r = row(entry, 5);
        if (!r[3].is_boolean()) malformed("not a truth value");
        request.edges.push_back({index(r[0]), index(r[1]), index(r[2]), r[3].get<bool>(), number(r[4])});
    }
    if (!root.contains("right") || !root["right"].is_boolean()) malformed("right is missing");
    request.direction = root["right"].get<bool>() ? LayoutDirection::right : LayoutDirection::down;
    if (!root.contains("box_gap") || !root.contains("rank_gap")) malformed("gaps are missing");
    request.box_gap = number(root["box_gap"]);
    request.rank_gap = number(root["rank_gap"]);
    check_request(request);
    return request;
}

std::string encode_layout(const GraphLayout& layout) {
    json boxes = json::array();
    for (const LayoutRect& box : layout.boxes) boxes.push_back({box.x, box.y});
    json edges = json::array();
    for (const EdgePath& path : layout.edges) {
        json points = json::array();
        for (const LayoutPoint& point : path) points.push_back({point.x, point.y});
        edges.push_back(std::move(points));
    }
    return json{{"version", protocol_version}, {"boxes", std::move(boxes)}, {"edges", std::move(edges)}}
        .dump();
}

std::string encode_layout_failure(std::string_view message) {
    return json{{"version", protocol_version}, {"failure", message}}.dump(-1, ' ', false,
                                                                          json::error_handler_t::replace);
}

GraphLayout decode_layout(const LayoutRequest& request, std::string_view text) {
    const json root = parse(text);
    if (const auto failure = root.find("failure"); failure != root.end()) {
        if (!failure->is_string()) malformed("failure is no text");
        throw Error(FailureKind::worker_failed, failure->get<std::string>().substr(0, 1000));
    }
    GraphLayout layout;
    layout.engine = LayoutEngine::graphviz;
    const json::array_t& boxes = array(root, "boxes");
    if (boxes.size() != request.boxes.size()) malformed("wrong number of boxes");
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const json::array_t& r = row(boxes[i], 2);
        layout.boxes.push_back({number(r[0]), number(r[1]), request.boxes[i].width, request.boxes[i].height});
    }
    for (const json& entry : array(root, "edges")) {
        if (!entry.is_array()) malformed("a curve is no list");
        EdgePath path;
        for (const json& point : entry) {
            const json::array_t& r = row(point, 2);
            path.push_back({number(r[0]), number(r[1])});
        }
        layout.edges.push_back(std::move(path));
    }
    check_layout(request, layout);
    normalise(layout);
    return layout;
}

}  // namespace lockstep
