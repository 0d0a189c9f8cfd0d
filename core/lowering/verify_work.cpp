#include "core/lowering/verify_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/lowering/reads.h"
#include "core/lowering/vectors.h"
#include "core/support/overloaded.h"

namespace lockstep::lowering {
namespace {

class Verifier {
  public:
    Verifier(const WorkList& list, const nnir::Graph& graph)
        : list_(list),
          graph_(graph),
          made_(list.vectors.size(), false),
          written_(list.partial_sums.size(), 0) {}

    std::vector<std::string> run() {
        for (std::size_t k = 0; k < list_.vectors.size(); ++k) {
            const Vector& vector = list_.vectors[k];
            const bool constant =
                vector.origin == VectorOrigin::constant || vector.origin == VectorOrigin::state;
            made_[k] = vector.origin != VectorOrigin::computed;
            if (vector.length < 1) find("vector {} has length {}", k, vector.length);
            if (vector.splat && (vector.length != 1 || vector.origin != VectorOrigin::computed))
                find("vector {} is a splat of {} values, or is not computed", k, vector.length);
            if (constant && std::cmp_not_equal(vector.constant.size(), vector.length))
                find("vector {} has {} values", k, vector.constant.size());
        }
        bool updating = false;
        for (std::size_t k = 0; k < list_.work.size(); ++k) {
            where_ = fmt::format("work {}", k);
            const Work& work = list_.work[k];
            if (updating && !work.state_update) find("{} comes behind a state update", where_);
            updating = updating || work.state_update;
            if (work.nodes.empty()) find("{} stands for no node", where_);
            for (const nnir::NodeId node : work.nodes)
                if (graph_.find_node(node) == nullptr)
                    find("{} names node {}, which does not exist", where_, node.value);
            check(work.body);
        }
        for (std::size_t k = 0; k < written_.size(); ++k)
            if (written_[k] != 1)
                find("partial sum {} ({}) is written {} times", k, list_.partial_sums[k].name, written_[k]);
        where_ = "the list";
        check_io(list_.inputs, graph_.inputs, "input");
        check_io(list_.outputs, graph_.outputs, "output");
        check_states();
        return std::move(findings_);
    }

  private:
    template <class... Arguments>
    void find(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        findings_.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
    }

    bool exists(VectorId id) {
        if (id.value < list_.vectors.size()) return true;
        find("{} names vector {}, which does not exist", where_, id.value);
        return false;
    }

    std::int64_t length(VectorId id) const { return list_.vectors[id.value].length; }
    bool is_splat(VectorId id) const {
        return id.value < list_.vectors.size() && list_.vectors[id.value].splat;
    }

    void read(VectorId id) {
        if (exists(id) && !made_[id.value]) find("{} reads vector {} before it is made", where_, id.value);
    }

    void make(VectorId id, std::int64_t rows) {
        if (!exists(id)) return;
        if (made_[id.value]) find("{} makes vector {} a second time", where_, id.value);
        made_[id.value] = true;
        if (length(id) != rows)
            find("{} puts {} values into vector {} of length {}", where_, rows, id.value, length(id));
    }

    void expect_bf16(VectorId id) {
        if (exists(id) && list_.vectors[id.value].fp32)
            find("{} takes or makes fp32 vector {} where only bf16 goes", where_, id.value);
    }

    void check_bias(const std::vector<float>& bias, std::int64_t rows) {
        if (!bias.empty() && std::cmp_not_equal(bias.size(), rows))
            find("{} has a bias of {} values for {} rows", where_, bias.size(), rows);
    }

    void check_start(const SumStart& start, std::int64_t rows) {
        check_bias(start.bias, rows);
        if (!start.partial) return;
        if (!start.bias.empty()) find("{} starts at a bias and at a partial sum", where_);
        const std::uint32_t sum = start.partial->value;
        if (sum >= written_.size()) return find("{} names partial sum {}, which does not exist", where_, sum);
        if (list_.partial_sums[sum].rows != rows)
            find("{} of {} rows starts at partial sum {} of {} rows", where_, rows, sum,
                 list_.partial_sums[sum].rows);
        if (written_[sum] > 0) find("{} reads partial sum {} behind its update", where_, sum);
    }

    void check_products(const std::vector<Product>& products, std::int64_t rows, bool constant_sources) {
        for (const Product& product : products) {
            if (!exists(product.source)) continue;
            if (constant_sources) {
                if (list_.vectors[product.source.value].origin != VectorOrigin::constant)
                    find("{} makes an initial value of vector {}, which is no constant", where_,
                         product.source.value);
            } else {
                read(product.source);
            }
            if (product.computed()) {
                check_matrix(product, rows, constant_sources);
                continue;
            }
            const Shape expected{rows, length(product.source)};
            if (list_.vectors[product.source.value].fp32)
                find("{} sums products with fp32 vector {}", where_, product.source.value);
            if (product.weight.empty() || product.weight.shape() != expected)
                find("{} multiplies vector {} by {} where {} fits", where_, product.source.value,
                     to_text(product.weight.shape()), to_text(expected));
        }
    }

    void check_matrix(const Product& product, std::int64_t rows, bool constant) {
        const std::int64_t columns = length(product.source);
        if (constant || !product.weight.empty())
            find("{} multiplies vector {} by a computed matrix where a constant belongs", where_,
                 product.source.value);
        if (std::cmp_not_equal(product.matrix.size(), product.by_rows ? rows : columns))
            find("{} multiplies vector {} of {} by a matrix of {} {} where {} rows belong", where_,
                 product.source.value, columns, product.matrix.size(), product.by_rows ? "rows" : "columns",
                 rows);
        expect_bf16(product.source);
        for (const VectorId vector : product.matrix) {
            read(vector);
            if (exists(vector) && length(vector) != (product.by_rows ? columns : rows))
                find("{} takes vector {} of {} for a {} of {}", where_, vector.value, length(vector),
                     product.by_rows ? "row" : "column", product.by_rows ? columns : rows);
        }
    }

    void check(const WorkBody& body) {
        std::visit(
            Overloaded{[&](const LinearWork& w) {
                           check_start(w.start, w.rows);
                           check_products(w.products, w.rows, false);
                           if (is_splat(w.result) && w.start.partial)
                               find("{} makes a splat of a partial sum", where_);
                           if (is_splat(w.result) && std::ranges::any_of(w.products, &Product::computed))
                               find("{} makes a splat with a computed matrix", where_);
                           make(w.result, w.rows);
                           expect_bf16(w.result);
                       },
                       [&](const LstmWork& w) { check_lstm(w); },
                       [&](const PartialSumWork& w) { check_partial(w); },
                       [&](const PointwiseWork& w) { check_pointwise(w); },
                       [&](const ReduceWork& w) {
                           read(w.source);
                           if (is_splat(w.source)) find("{} reduces a splat", where_);
                           make(w.result, 1);
                           expect_bf16(w.source);
                           expect_bf16(w.result);
                           if (!is_splat(w.result)) find("{} gives no splat", where_);
                       }},
            body);
    }

    void check_pointwise(const PointwiseWork& work) {
        bool splats = true;
        for (const VectorId source : reads(work)) {
            read(source);
            splats = splats && is_splat(source);
            if (exists(source) && exists(work.result) && !is_splat(source) &&
                length(source) != length(work.result))
                find("{} combines vectors of different lengths", where_);
        }
        if (splats != is_splat(work.result))
            find("{} {}", where_, splats ? "makes a vector of splats" : "makes a splat of a vector");
        const bool changes = exists(work.result) && exists(work.a) &&
                             list_.vectors[work.result.value].fp32 != list_.vectors[work.a.value].fp32;
        if (!work.b && work.epilogue.activation == Activation::none && !changes)
            find("{} does nothing", where_);
        if (work.c.has_value() != (work.op == PointwiseOp::select) || (work.c && !work.b))
            find("{} has a mask without a choice, or a choice without one", where_);
        if (exists(work.result)) make(work.result, length(work.result));
    }

    void check_lstm(const LstmWork& work) {
        check_start(work.start, 4 * work.hidden);
        check_products(work.products, 4 * work.hidden, false);
        make(work.result, work.hidden);
        expect_bf16(work.result);
        if (work.cell.value >= list_.cells.size())
            return find("{} names cell {}, which does not exist", where_, work.cell.value);
        const Cell& cell = list_.cells[work.cell.value];
        if (cell.length != work.hidden || std::cmp_not_equal(cell.initial.size(), cell.length))
            find("{} of {} hidden values works on cell {} of {}", where_, work.hidden, work.cell.value,
                 cell.length);
        const bool starts = cell_uses_[work.cell]++ == 0 && !cell.carried;
        if (work.first != starts)
            find("{} {} cell {} from its initial values", where_, work.first ? "restarts" : "does not start",
                 work.cell.value);
    }

    void check_partial(const PartialSumWork& work) {
        check_start(work.start, work.rows);
        check_products(work.products, work.rows, false);
        check_products(work.initial_products, work.rows, true);
        check_bias(work.initial_bias, work.rows);
        if (work.gates && work.rows % 4 != 0) find("{} has gates of {} rows", where_, work.rows);
        if (work.result.value >= written_.size())
            return find("{} names partial sum {}, which does not exist", where_, work.result.value);
        ++written_[work.result.value];
        if (list_.partial_sums[work.result.value].rows != work.rows)
            find("{} writes {} rows into partial sum {}", where_, work.rows, work.result.value);
    }

    void check_vectors(const std::vector<VectorId>& vectors, nnir::ValueId value, const std::string& what) {
        const VectorLayout layout = vector_layout(graph_.value(value).type);
        if (std::cmp_not_equal(vectors.size(), layout.count))
            find("{} has {} vectors, not {}", what, vectors.size(), layout.count);
        for (const VectorId vector : vectors) {
            read(vector);
            if (exists(vector) && length(vector) != layout.length)
                find("{} has a vector of length {}, not {}", what, length(vector), layout.length);
        }
    }

    void check_io(const std::vector<IoVectors>& io, const std::vector<nnir::ValueId>& values,
                  const std::string& side) {
        if (io.size() != values.size())
            return find("the list has {} {}s, not {}", io.size(), side, values.size());
        for (std::size_t k = 0; k < io.size(); ++k) {
            if (io[k].value != values[k]) find("{} {} is another value than the graph's", side, k);
            check_vectors(io[k].vectors, values[k], fmt::format("{} {}", side, k));
            check_io_formats(io[k], graph_.value(values[k]).type.format == nnir::NumberFormat::fp32,
                             fmt::format("{} {}", side, k), side == "input");
        }
    }

    /// A tensor goes in one format; fp32 only where its value is, and an input always as its value is.
    void check_io_formats(const IoVectors& io, bool fp32, const std::string& what, bool is_input) {
        std::size_t wide = 0;
        for (const VectorId vector : io.vectors) {
            if (!fp32) expect_bf16(vector);
            wide += exists(vector) && list_.vectors[vector.value].fp32 ? 1U : 0U;
        }
        if (wide != 0 && wide != io.vectors.size()) find("{} is in fp32 in part", what);
        if (is_input && fp32 && wide != io.vectors.size()) find("{} is not in fp32, as its value is", what);
    }

    /// What a state becomes has the size that it is read in.
    void check_update(const StateBinding& binding, const std::string& what) {
        if (binding.read.size() != binding.written.size())
            return find("{} is read as {} vectors and written as {}", what, binding.read.size(),
                        binding.written.size());
        for (std::size_t v = 0; v < binding.read.size(); ++v)
            if (exists(binding.read[v]) && exists(binding.written[v]) &&
                length(binding.read[v]) != length(binding.written[v]))
                find("{} is read as {} values and written as {}", what, length(binding.read[v]),
                     length(binding.written[v]));
    }

    void check_states() {
        if (list_.states.size() != graph_.states.size())
            return find("{} states are bound, not {}", list_.states.size(), graph_.states.size());
        for (std::size_t k = 0; k < list_.states.size(); ++k) {
            const StateBinding& binding = list_.states[k];
            const nnir::State& state = graph_.states[k];
            const std::string what = "state '" + state.name + "'";
            if (binding.state != state.id) find("binding {} is not of {}", k, what);
            if ((binding.written.empty() ? 0 : 1) + (binding.cell ? 1 : 0) + (binding.folded ? 1 : 0) != 1)
                find("{} lives in no memory or in several", what);
            if (!binding.written.empty()) check_vectors(binding.written, state.written, what);
            for (const VectorId vector : binding.read)
                if (exists(vector) && list_.vectors[vector.value].origin != VectorOrigin::state)
                    find("{} is read as vector {}, which is no state", what, vector.value);
            if (!binding.read.empty()) check_update(binding, what);
            if (binding.cell &&
                (binding.cell->value >= list_.cells.size() || !list_.cells[binding.cell->value].carried))
                find("{} is bound to a cell that is not carried", what);
        }
    }

    const WorkList& list_;
    const nnir::Graph& graph_;
    std::vector<bool> made_;
    std::vector<int> written_;
    std::map<CellId, int> cell_uses_;
    std::string where_;
    std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> verify_work(const WorkList& list, const nnir::Graph& graph) {
    return Verifier(list, graph).run();
}

}  // namespace lockstep::lowering
