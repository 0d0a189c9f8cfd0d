#include "core/import/torch_memory.h"

#include <algorithm>

namespace lockstep::torch_import {
namespace {

GraphRecord::Argument known_argument(const char* name, c10::IValue value) {
    GraphRecord::Argument argument;
    argument.name = name;
    argument.value = std::move(value);
    return argument;
}

c10::IValue integer(std::int64_t value) {
    return c10::IValue(value);
}

c10::IValue integers(const Shape& values) {
    return c10::IValue(values);
}

}  // namespace

Strided strided(const at::Tensor& tensor) {
    return {tensor.sizes().vec(), tensor.strides().vec(), tensor.storage_offset()};
}

Content Content::of(const at::Tensor& tensor) {
    return {tensor, 0, shape_of(tensor), tensor.scalar_type()};
}

Content Content::of(std::uint32_t value, const at::Tensor& like) {
    return {{}, value, shape_of(like), like.scalar_type()};
}

GraphRecord::Argument ContentOps::operand(const char* name, const Content& of) {
    GraphRecord::Argument argument;
    argument.name = name;
    argument.value = of.value;
    return argument;
}

Content ContentOps::emit(const char* op, std::vector<GraphRecord::Argument> arguments, const Shape& shape,
                         at::ScalarType type) {
    Content result{{}, graph_.add_value(std::string(op).substr(6), shape, type), shape, type};
    graph_.add_node({op, std::move(arguments), {result.value}, source_});
    return result;
}

Content ContentOps::slice(const Content& of, std::size_t axis, std::int64_t first, std::int64_t count,
                          std::int64_t step) {
    if (first == 0 && count == of.shape[axis]) return of;
    const std::int64_t last = std::min(first + count * step, of.shape[axis]);
    const auto dim = static_cast<std::int64_t>(axis);
    if (of.known.defined()) return Content::of(at::slice(of.known, dim, first, last, step));
    Shape shape = of.shape;
    shape[axis] = count;
    return emit(
        "aten::slice",
        {operand("self", of), known_argument("dim", integer(dim)), known_argument("start", integer(first)),
         known_argument("end", integer(last)), known_argument("step", integer(step))},
        shape, of.type);
}

Content ContentOps::select(const Content& of, std::size_t axis, std::int64_t index) {
    const auto dim = static_cast<std::int64_t>(axis);
    if (of.known.defined()) return Content::of(at::select(of.known, dim, index));
    Shape shape = of.shape;
    shape.erase(shape.begin() + dim);
    return emit(
        "aten::select",
        {operand("self", of), known_argument("dim", integer(dim)), known_argument("index", integer(index))},
        shape, of.type);
}

Content ContentOps::permute(const Content& of, const std::vector<std::int64_t>& order) {
    if (std::is_sorted(order.begin(), order.end())) return of;
    if (of.known.defined()) return Content::of(of.known.permute(order));
    Shape shape;
    for (const std::int64_t axis : order) shape.push_back(of.shape[static_cast<std::size_t>(axis)]);
    return emit("aten::permute", {operand("self", of), known_argument("dims", integers(order))}, shape,
                of.type);
}

Content ContentOps::reshape(const Content& of, const Shape& shape) {
    if (of.shape == shape) return of;
    if (of.known.defined()) return Content::of(of.known.reshape(shape));
    return emit("aten::reshape", {operand("self", of), known_argument("shape", integers(shape))}, shape,
                of.type);
}

Content ContentOps::expand(const Content& of, const Shape& shape) {
    if (of.shape == shape) return of;
    if (of.known.defined()) return Content::of(of.known.expand(shape));
    return emit("aten::expand",
                {operand("self", of), known_argument("size", integers(shape)),
                 known_argument("implicit", c10::IValue(false))},
                shape, of.type);
}

Content ContentOps::convert(const Content& of, at::ScalarType type) {
    if (of.type == type) return of;
    if (of.known.defined()) return Content::of(of.known.to(type));
    return emit("aten::to",
                {operand("self", of), known_argument("dtype", integer(static_cast<std::int64_t>(type)))},
                of.shape, type);
}

Content ContentOps::cat(const std::vector<Content>& parts, std::size_t axis) {
    if (parts.size() == 1) return parts.front();
    const auto dim = static_cast<std::int64_t>(axis);
    const bool known =
        std::all_of(parts.begin(), parts.end(), [](const Content& part) { return part.known.defined(); });
    std::vector<at::Tensor> tensors;
    GraphRecord::Argument list;
    list.name = "tensors";
    list.is_list = true;
    Shape shape = parts.front().shape;
    shape[axis] = 0;
    for (const Content& part : parts) {
        shape[axis] += part.shape[axis];
        if (known) {
            tensors.push_back(part.known);
        } else if (part.known.defined()) {
            list.list.emplace_back(graph_.capture(part.known));
        } else {
            list.list.emplace_back(part.value);
        }
    }
    if (known) return Content::of(at::cat(tensors, dim));
    return emit("aten::cat", {std::move(list), known_argument("dim", integer(dim))}, shape,
                parts.front().type);
}

std::uint32_t ContentOps::value_of(const Content& of, const std::string& name) {
    return of.known.defined() ? graph_.add_constant(name, of.known, source_) : of.value;
}

Memory::Memory(GraphRecord& graph, const at::Tensor& base, Content whole)
    : graph_(graph), base_(base), geometry_(strided(base)) {
    const std::int64_t count = base.dim() == 0 ? 1 : base.size(0);
    pieces_.push_back({0, count, std::move(whole), 0});
}

Content Memory::whole(ContentOps& ops) {
    if (pieces_.size() > 1) {
        std::vector<Content> parts;
        for (const Piece& piece : pieces_)
            parts.push_back(ops.slice(piece.content, axis_, piece.inner, piece.count, 1));
        Content joined = ops.cat(parts, axis_);
        const std::int64_t count = geometry_.sizes[axis_];
        pieces_.assign(1, {0, count, std::move(joined), 0});
    }
    return pieces_.front().content;
}

std::optional<Content> Memory::read(const at::Tensor& view, const ImportedSource& source) {
    ContentOps ops(graph_, source);
    const std::optional<ViewPlan> plan = plan_view(geometry_, strided(view));
    if (!plan) return std::nullopt;
    Content content;
    std::int64_t moved = 0;
    const std::vector<std::size_t> cut = cut_axes(*plan);
    // What lies in one piece is read from it.
    const Piece* inside = nullptr;
    if (pieces_.size() > 1 && plan->base == geometry_.sizes) {
        const ViewPlan::Axis& part = plan->axes[axis_];
        const std::int64_t last = part.first + (part.count - 1) * part.step;
        for (const Piece& piece : pieces_) {
            if (piece.first <= part.first && last < piece.first + piece.count) inside = &piece;
        }
    }
    if (inside != nullptr) {
        content = inside->content;
        moved = inside->inner - inside->first;
    } else {
        content = ops.reshape(whole(ops), plan->base);
    }
    std::size_t dropped = 0;
    for (std::size_t i = 0; i < plan->axes.size(); ++i) {
        const ViewPlan::Axis& axis = plan->axes[i];
        const std::int64_t first = axis.first + (inside != nullptr && i == axis_ ? moved : 0);
        if (axis.dropped) {
            content = ops.select(content, i - dropped, first);
            ++dropped;
        } else {
            content = ops.slice(content, i - dropped, first, axis.count, axis.step);
        }
    }
    content = ops.permute(content, plan->order);
    content = ops.reshape(content, plan->dense);
    return ops.expand(content, plan->sizes);
}

void Memory::replace(ContentOps& ops, std::size_t axis, std::int64_t first, const Content& content) {
    if (axis != axis_) {
        whole(ops);
        axis_ = axis;
        pieces_.front().count = geometry_.sizes[axis];
    }
    const std::int64_t count = content.shape[axis];
    std::vector<Piece> after;
    bool placed = false;
    for (const Piece& piece : pieces_) {
        const std::int64_t end = piece.first + piece.count;
        if (piece.first < first) {
            Piece before = piece;
            before.count = std::min(end, first) - piece.first;
            after.push_back(before);
        }
        if (!placed && end > first) {
            after.push_back({first, count, content, 0});
            placed = true;
        }
        if (end > first + count) {
            Piece rest = piece;
            rest.first = std::max(piece.first, first + count);
            rest.inner = piece.inner + rest.first - piece.first;
            rest.count = end - rest.first;
            after.push_back(rest);
        }
    }
    pieces_ = std::move(after);
}

bool Memory::write(const at::Tensor& view, const Content& content, const ImportedSource& source) {
    ContentOps ops(graph_, source);
    const std::optional<ViewPlan> plan = plan_view(geometry_, strided(view));
    if (!plan || plan->dense != plan->sizes) return false;  // one element would be written twice
    ++generation_;
    // Back to the axes of the base.
    Shape turned;
    const Shape left = sliced_shape(*plan, false);
    std::vector<std::int64_t> back(plan->order.size());
    for (std::size_t i = 0; i < plan->order.size(); ++i) {
        turned.push_back(left[static_cast<std::size_t>(plan->order[i])]);
        back[static_cast<std::size_t>(plan->order[i])] = static_cast<std::int64_t>(i);
    }
    Content part = ops.permute(ops.reshape(content, turned), back);
    part = ops.reshape(part, sliced_shape(*plan, true));
    const std::vector<std::size_t> cut = cut_axes(*plan);
    const bool own_axes = plan->base == geometry_.sizes;
    if (cut.empty()) {
        const std::int64_t count = geometry_.sizes.empty() ? 1 : geometry_.sizes[0];
        axis_ = 0;
        pieces_.assign(1, {0, count, ops.reshape(part, geometry_.sizes), 0});
        return true;
    }
    if (own_axes && cut.size() == 1 && plan->axes[cut[0]].step == 1) {
        replace(ops, cut[0], plan->axes[cut[0]].first, part);
        return true;
    }
    // From the innermost cut outwards: a part of each axis is replaced in what the outer cuts leave.
    std::vector<Content> around = {ops.reshape(whole(ops), plan->base)};
    for (std::size_t k = 0; k + 1 < cut.size(); ++k) {
        const ViewPlan::Axis& axis = plan->axes[cut[k]];
        around.push_back(ops.slice(around.back(), cut[k], axis.first, axis.count, axis.step));
    }
    for (std::size_t k = cut.size(); k-- > 0;) {
        const ViewPlan::Axis& axis = plan->axes[cut[k]];
        const std::int64_t size = plan->base[cut[k]];
        std::vector<Content> parts;
        const auto keep = [&](std::int64_t first, std::int64_t last) {
            if (last > first) parts.push_back(ops.slice(around[k], cut[k], first, last - first, 1));
        };
        keep(0, axis.first);
        if (axis.step == 1) {
            parts.push_back(part);
            keep(axis.first + axis.count, size);
        } else {
            for (std::int64_t i = 0; i < axis.count; ++i) {
                const std::int64_t at = axis.first + i * axis.step;
                parts.push_back(ops.slice(part, cut[k], i, 1, 1));
                keep(at + 1, i + 1 < axis.count ? at + axis.step : size);
            }
        }
        part = ops.cat(parts, cut[k]);
    }
    axis_ = 0;
    pieces_.assign(
        1, {0, geometry_.sizes.empty() ? 1 : geometry_.sizes[0], ops.reshape(part, geometry_.sizes), 0});
    return true;
}

}  // namespace lockstep::torch_import
