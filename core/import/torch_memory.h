#pragma once

#include <vector>

#include "core/import/torch_graph.h"
#include "core/import/view_plan.h"

namespace lockstep::torch_import {

/// A tensor by value, whatever memory it lies in: known, or a value of the graph.
struct Content {
    at::Tensor known;  ///< undefined: a value of the graph
    std::uint32_t value = 0;
    Shape shape;
    at::ScalarType type = at::kFloat;

    static Content of(const at::Tensor& tensor);
    static Content of(std::uint32_t value, const at::Tensor& like);
};

/// Emits the operators that slice, turn and join contents; known contents are computed at once.
class ContentOps {
  public:
    ContentOps(GraphRecord& graph, const ImportedSource& source) : graph_(graph), source_(source) {}
    Content slice(const Content& of, std::size_t axis, std::int64_t first, std::int64_t count,
                  std::int64_t step);
    Content select(const Content& of, std::size_t axis, std::int64_t index);
    Content permute(const Content& of, const std::vector<std::int64_t>& order);
    Content reshape(const Content& of, const Shape& shape);
    Content expand(const Content& of, const Shape& shape);
    Content convert(const Content& of, at::ScalarType type);
    Content cat(const std::vector<Content>& parts, std::size_t axis);
    std::uint32_t value_of(const Content& of, const std::string& name);

  private:
    GraphRecord::Argument operand(const char* name, const Content& of);
    Content emit(const char* op, std::vector<GraphRecord::Argument> arguments, const Shape& shape,
                 at::ScalarType type);
    GraphRecord& graph_;
    const ImportedSource& source_;
};

/// What a memory that is written while it has several views holds, as a value: reads and writes of views are
/// slices and joins of it. Neighbouring writes along one axis are kept as pieces and joined once, when the
/// whole is read: a loop that fills a tensor row by row becomes one concatenation.
class Memory {
  public:
    /// `base` covers the memory without gaps; `whole` is what it holds.
    Memory(GraphRecord& graph, const at::Tensor& base, Content whole);

    /// Number of writes so far.
    std::int64_t generation() const { return generation_; }
    /// Nothing when the view is not made of slices.
    std::optional<Content> read(const at::Tensor& view, const ImportedSource& source);
    bool write(const at::Tensor& view, const Content& content, const ImportedSource& source);
    const at::Tensor& base() const { return base_; }

  private:
    struct Piece {
        std::int64_t first = 0;
        std::int64_t count = 0;
        Content content;         ///< of the base's sizes but along the axis
        std::int64_t inner = 0;  ///< where the piece begins in it
    };
    Content whole(ContentOps& ops);
    void replace(ContentOps& ops, std::size_t axis, std::int64_t first, const Content& content);

    GraphRecord& graph_;
    at::Tensor base_;
    Strided geometry_;
    std::size_t axis_ = 0;       ///< that the pieces lie along
    std::vector<Piece> pieces_;  ///< in order, without gaps
    std::int64_t generation_ = 0;
};

Strided strided(const at::Tensor& tensor);

}  // namespace lockstep::torch_import
