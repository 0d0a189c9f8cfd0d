#include "core/run/imported_picture.h"

#include <algorithm>
#include <map>
#include <variant>

namespace lockstep {
namespace {

std::string plain_name(const std::string& op) {
    const std::size_t colons = op.rfind("::");
    return colons == std::string::npos ? op : op.substr(colons + 2);
}

/// As import_nnir writes a place of a failure.
std::string source_text(const ImportedSource& source) {
    if (source.file.empty()) return {};
    return source.file + ":" + std::to_string(source.line) + ": " + source.text;
}

class PictureMaker {
  public:
    PictureMaker(const ImportedGraph& imported, const Failure& failure)
        : imported_(imported), failure_(failure) {}

    ImportedPicture make() {
        picture_.graph.name = imported_.name;
        picture_.places.resize(failure_.nodes.size());
        for (const std::uint32_t input : imported_.inputs) picture_.graph.inputs.push_back(value(input));
        for (const ImportedState& state : imported_.states) value(state.read);
        for (const ImportedNode& node : imported_.nodes) add(node);
        for (const std::uint32_t output : imported_.outputs)
            if (made_.contains(output)) picture_.graph.outputs.push_back(value(output));
        for (const ImportedState& state : imported_.states) add(state);
        picture_.graph.next_node = static_cast<std::uint32_t>(imported_.nodes.size());
        return std::move(picture_);
    }

  private:
    nnir::ValueId value(std::uint32_t index) {
        const auto found = made_.find(index);
        if (found != made_.end()) return found->second;
        const ImportedValue& imported = imported_.values.at(index);
        return made_[index] = picture_.graph.add_value(imported.name, {.shape = imported.shape});
    }

    void read(nnir::Node& node, std::uint32_t index) {
        if (made_.contains(index)) node.inputs.push_back(made_.at(index));
    }

    void add(const ImportedNode& imported) {
        nnir::Node node;
        node.id = nnir::NodeId{imported.id};
        node.origins = {imported.id};
        node.provenance = {imported_.front_end, imported.source.module, imported.source.file,
                           imported.source.line, imported.source.text};
        for (const ImportedArgument& argument : imported.arguments) {
            if (const auto* index = std::get_if<std::uint32_t>(&argument.value)) read(node, *index);
            for (const auto& item : argument.list)
                if (const auto* index = std::get_if<std::uint32_t>(&item)) read(node, *index);
        }
        node.attributes.set("op", plain_name(place(imported)));
        for (const std::uint32_t output : imported.outputs) node.outputs.push_back(value(output));
        picture_.graph.nodes.push_back(std::move(node));
    }

    /// Notes where the failure's nodes stand. Returns the operator that the node is.
    std::string place(const ImportedNode& imported) {
        if (imported.op == unsupported_op) {
            const ImportedArgument* which = imported.find("failure");
            const auto* known = which == nullptr ? nullptr : std::get_if<ImportedAttribute>(&which->value);
            const auto* index = known == nullptr ? nullptr : std::get_if<std::int64_t>(known);
            if (index == nullptr || *index < 0 || *index >= std::ssize(failure_.nodes)) return imported.op;
            const auto at = static_cast<std::size_t>(*index);
            picture_.places[at] = nnir::NodeId{imported.id};
            return failure_.nodes[at].op;
        }
        // Nodes that read alike take the failure's places in order.
        const std::string source = source_text(imported.source);
        for (std::size_t i = 0; i < failure_.nodes.size(); ++i) {
            const FailureNode& failed = failure_.nodes[i];
            if (picture_.places[i] || failed.op != imported.op || failed.module != imported.source.module ||
                failed.source != source)
                continue;
            picture_.places[i] = nnir::NodeId{imported.id};
            break;
        }
        return imported.op;
    }

    void add(const ImportedState& imported) {
        if (!made_.contains(imported.written)) return;
        picture_.graph.states.push_back({.id = picture_.graph.new_state_id(),
                                         .name = imported.name,
                                         .role = "carried",
                                         .initial = imported.initial,
                                         .read = value(imported.read),
                                         .written = value(imported.written),
                                         .origins = {},
                                         .provenance = {}});
    }

    const ImportedGraph& imported_;
    const Failure& failure_;
    ImportedPicture picture_;
    std::map<std::uint32_t, nnir::ValueId> made_;
};

}  // namespace

ImportedPicture picture_of(const ImportedGraph& imported, const Failure& failure) {
    return PictureMaker(imported, failure).make();
}

}  // namespace lockstep
