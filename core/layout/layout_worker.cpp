// The layout helper: reads one request from file descriptor 3, lays it out with Graphviz's dot, answers,
// ends. A process of its own because a layout can neither be cancelled inside a process nor run in two
// threads, and may assert.
#include <gvc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/layout/layout_codec.h"
#include "core/support/error.h"

extern "C" gvplugin_library_t gvplugin_dot_layout_LTX_library;

namespace lockstep {
namespace {

constexpr int channel = 3;
constexpr double points_per_inch = 72;
/// A source that feeds more boxes than this gets edges without weight: 515 nodes fed by one input take 17.6 s
/// with weights and 1.4 s without.
constexpr std::size_t many_edges = 8;

[[noreturn]] void fail(const std::string& what) {
    throw Error(FailureKind::worker_failed, what);
}

void read_all(char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t n = read(channel, data, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) std::exit(0);  // the client has gone
        data += n;
        size -= static_cast<std::size_t>(n);
    }
}

std::string read_frame() {
    unsigned char head[4];
    read_all(reinterpret_cast<char*>(head), sizeof head);
    const std::uint32_t length = frame_length(head);
    if (length > largest_layout_frame) fail("the request is too long");
    std::string text(length, '\0');
    read_all(text.data(), text.size());
    return text;
}

void write_frame(const std::string& text) {
    const std::string frame = frame_of(text);
    for (std::size_t done = 0; done < frame.size();) {
        const ssize_t n = write(channel, frame.data() + done, frame.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) std::exit(0);
        done += static_cast<std::size_t>(n);
    }
}

/// Decimal with a point, whatever the locale.
std::string decimal(double value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 6).ptr;
    return {buffer, end};
}

/// Owns the context, the graph and its layout, and frees them in the order that Graphviz needs.
class DotGraph {
  public:
    DotGraph() {
        static lt_symlist_t plugins[] = {
            {const_cast<char*>("gvplugin_dot_layout_LTX_library"), &gvplugin_dot_layout_LTX_library},
            {nullptr, nullptr}};
        context_ = gvContextPlugins(plugins, 0);
        graph_ = agopen(const_cast<char*>("g"), Agdirected, nullptr);
        if (context_ == nullptr || graph_ == nullptr) fail("Graphviz cannot be started");
    }
    ~DotGraph() {
        if (laid_out_) gvFreeLayout(context_, graph_);
        agclose(graph_);
        gvFreeContext(context_);
    }
    DotGraph(const DotGraph&) = delete;
    DotGraph& operator=(const DotGraph&) = delete;

    Agraph_t* get() const { return graph_; }

    /// Declares an attribute of graphs, nodes or edges and its default.
    void declare(int kind, const char* name, const std::string& value) {
        agattr(graph_, kind, const_cast<char*>(name), const_cast<char*>(value.c_str()));
    }
    static void set(void* object, const char* name, const std::string& value) {
        agset(object, const_cast<char*>(name), const_cast<char*>(value.c_str()));
    }
    void lay_out() {
        if (gvLayout(context_, graph_, "dot") != 0) fail("Graphviz refuses the graph");
        laid_out_ = true;
    }

  private:
    GVC_t* context_ = nullptr;
    Agraph_t* graph_ = nullptr;
    bool laid_out_ = false;
};

void declare_attributes(DotGraph& dot, const LayoutRequest& request) {
    dot.declare(AGRAPH, "rankdir", request.direction == LayoutDirection::right ? "LR" : "TB");
    dot.declare(AGRAPH, "nodesep", decimal(request.box_gap / points_per_inch));
    dot.declare(AGRAPH, "ranksep", decimal(request.rank_gap / points_per_inch));
    dot.declare(AGRAPH, "splines", "spline");
    // Without these, network simplex has no limit: 5,000 boxes take 34 s instead of 9 s.
    dot.declare(AGRAPH, "nslimit", "2");
    dot.declare(AGRAPH, "nslimit1", "2");
    dot.declare(AGRAPH, "mclimit", "1");
    dot.declare(AGNODE, "shape", "box");
    dot.declare(AGNODE, "fixedsize", "true");
    dot.declare(AGNODE, "label", "");
    dot.declare(AGNODE, "width", "1");
    dot.declare(AGNODE, "height", "1");
    dot.declare(AGNODE, "group", "");
    dot.declare(AGEDGE, "arrowhead", "none");
    dot.declare(AGEDGE, "constraint", "true");
    dot.declare(AGEDGE, "weight", "1");
}

EdgePath path_of(Agedge_t* edge, double height) {
    EdgePath path;
    const splines* curve = ED_spl(edge);
    if (curve == nullptr) return path;
    for (int piece = 0; piece < curve->size; ++piece) {
        const bezier& part = curve->list[piece];
        // Pieces of one edge meet: the first point of the next is the last of this one.
        for (int i = path.empty() ? 0 : 1; i < part.size; ++i)
            path.push_back({part.list[i].x, height - part.list[i].y});
    }
    return path;
}

LayoutPoint between(const LayoutPoint& a, const LayoutPoint& b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

GraphLayout lay_out(const LayoutRequest& request) {
    GraphLayout layout;
    layout.engine = LayoutEngine::graphviz;
    if (request.boxes.empty()) return layout;

    DotGraph dot;
    declare_attributes(dot, request);
    std::unordered_map<std::uint32_t, std::size_t> index_of;
    std::vector<Agnode_t*> nodes;
    for (const LayoutBox& box : request.boxes) {
        index_of[box.id] = nodes.size();
        Agnode_t* node = agnode(dot.get(), const_cast<char*>(std::to_string(box.id).c_str()), 1);
        DotGraph::set(node, "width", decimal(box.width / points_per_inch));
        DotGraph::set(node, "height", decimal(box.height / points_per_inch));
        if (box.group != no_group) DotGraph::set(node, "group", std::to_string(box.group));
        nodes.push_back(node);
    }
    std::vector<std::size_t> edges_from(nodes.size());
    for (const LayoutEdge& edge : request.edges) ++edges_from[index_of[edge.from]];
    std::vector<Agedge_t*> edges;
    for (const LayoutEdge& edge : request.edges) {
        const std::size_t from = index_of[edge.from];
        Agedge_t* made = agedge(dot.get(), nodes[from], nodes[index_of[edge.to]],
                                const_cast<char*>(std::to_string(edge.id).c_str()), 1);
        if (!edge.ranks) DotGraph::set(made, "constraint", "false");
        const double weight = edges_from[from] > many_edges ? 0 : edge.weight;
        DotGraph::set(made, "weight", std::to_string(std::lround(weight)));
        edges.push_back(made);
    }
    dot.lay_out();

    const double height = GD_bb(dot.get()).UR.y;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const pointf center = ND_coord(nodes[i]);
        const LayoutBox& box = request.boxes[i];
        layout.boxes.push_back(
            {center.x - box.width / 2, height - center.y - box.height / 2, box.width, box.height});
    }
    for (std::size_t i = 0; i < edges.size(); ++i) {
        EdgePath path = path_of(edges[i], height);
        if (path.size() < 4) {
            const LayoutPoint a = layout.boxes[index_of[request.edges[i].from]].center();
            const LayoutPoint b = layout.boxes[index_of[request.edges[i].to]].center();
            path = {a, between(a, b, 1.0 / 3), between(a, b, 2.0 / 3), b};
        }
        layout.edges.push_back(std::move(path));
    }
    return layout;
}

/// A helper whose client is gone, or a layout that explodes, ends by itself.
void set_limits() {
    const rlimit cpu = {60, 60};
    setrlimit(RLIMIT_CPU, &cpu);
#ifndef __SANITIZE_ADDRESS__  // which maps terabytes
    const rlimit memory = {4ULL << 30U, 4ULL << 30U};
    setrlimit(RLIMIT_AS, &memory);
#endif
    const rlimit core = {0, 0};
    setrlimit(RLIMIT_CORE, &core);
}

}  // namespace
}  // namespace lockstep

int main() {
    using namespace lockstep;
    set_limits();
    try {
        const LayoutRequest request = decode_request(read_frame());
        write_frame(encode_layout(lay_out(request)));
    } catch (const std::exception& error) {
        write_frame(encode_layout_failure(error.what()));
        return 1;
    }
    return 0;
}
