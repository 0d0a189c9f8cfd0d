#include "core/lowering/compose_sums.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

/// For each row the column that it picks; nothing if the weight does anything else.
std::optional<std::vector<std::int64_t>> picked_rows(const Tensor& weight) {
    const std::int64_t rows = weight.shape().at(0);
    const std::int64_t columns = weight.shape().at(1);
    std::vector<std::int64_t> picked;
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto line = weight.values().subspan(static_cast<std::size_t>(row * columns),
                                                  static_cast<std::size_t>(columns));
        const auto one = std::ranges::find_if(line, [](float value) { return value != 0; });
        if (one == line.end() || *one != 1 ||
            std::any_of(one + 1, line.end(), [](float v) { return v != 0; }))
            return std::nullopt;
        picked.push_back(one - line.begin());
    }
    return picked;
}

bool has_computed(const std::vector<Product>& products) {
    return std::ranges::any_of(products, &Product::computed);
}

bool is_run(const std::vector<std::int64_t>& rows) {
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (rows[i] != rows[i - 1] + 1) return false;
    return true;
}

Tensor rows_of(const Tensor& weight, const std::vector<std::int64_t>& rows) {
    if (is_run(rows)) return weight.rows(rows.front(), static_cast<std::int64_t>(rows.size()));
    const std::int64_t columns = weight.shape().at(1);
    std::vector<float> values;
    for (const std::int64_t row : rows) {
        const auto line = weight.values().subspan(static_cast<std::size_t>(row * columns),
                                                  static_cast<std::size_t>(columns));
        values.insert(values.end(), line.begin(), line.end());
    }
    return {{static_cast<std::int64_t>(rows.size()), columns}, std::move(values)};
}

std::vector<float> rows_of(const std::vector<float>& values, const std::vector<std::int64_t>& rows) {
    std::vector<float> picked;
    if (!values.empty())
        for (const std::int64_t row : rows) picked.push_back(values.at(static_cast<std::size_t>(row)));
    return picked;
}

std::vector<Product> rows_of(const std::vector<Product>& products, const std::vector<std::int64_t>& rows) {
    std::vector<Product> picked;
    for (const Product& product : products) {
        picked.push_back(product);
        picked.back().weight = rows_of(product.weight, rows);
    }
    return picked;
}

class Composer {
  public:
    explicit Composer(WorkList& list) : list_(list), uses_(list), gone_(list.work.size()) {
        for (std::size_t w = 0; w < list.work.size(); ++w) {
            if (const auto* partial = std::get_if<PartialSumWork>(&list.work[w].body))
                writer_[partial->result] = w;
            note_start(w);
        }
    }

    void run() {
        const std::size_t count = list_.work.size();
        for (std::size_t w = 0; w < count; ++w)
            if (std::holds_alternative<LinearWork>(list_.work[w].body)) compose(w);
        insert_parts();
    }

  private:
    using Rows = std::vector<std::int64_t>;

    const LinearWork& linear(std::size_t w) const { return std::get<LinearWork>(list_.work[w].body); }
    LinearWork& linear(std::size_t w) { return std::get<LinearWork>(list_.work[w].body); }

    void note_start(std::size_t w) {
        const SumStart* start = nullptr;
        if (const auto* x = std::get_if<LinearWork>(&list_.work[w].body)) start = &x->start;
        if (const auto* x = std::get_if<LstmWork>(&list_.work[w].body)) start = &x->start;
        if (const auto* x = std::get_if<PartialSumWork>(&list_.work[w].body)) start = &x->start;
        if (start != nullptr && start->partial) starters_[*start->partial].push_back(w);
    }

    void compose(std::size_t a) {
        const VectorId made = linear(a).result;
        const std::vector<std::size_t>& readers = uses_.readers[made.value];
        if (uses_.leaves[made.value] || readers.empty() || has_computed(linear(a).products)) return;
        if (compose_splat(a, readers)) return;
        std::vector<Rows> parts;
        for (const std::size_t b : readers) {
            const auto* reader = std::get_if<LinearWork>(&list_.work[b].body);
            if (reader == nullptr || reader->products.size() != 1 || reader->products[0].computed() ||
                !reader->start.bias.empty() || reader->start.partial)
                return;
            const bool plain = linear(a).epilogue.activation == Activation::none;
            if (!plain && reader->epilogue.activation != Activation::none) return;
            auto rows = picked_rows(reader->products[0].weight);
            if (!rows) return;
            parts.push_back(std::move(*rows));
        }
        const bool splats = std::ranges::any_of(
            readers, [&](std::size_t b) { return list_.vectors[linear(b).result.value].splat; });
        if (linear(a).start.partial && (splats || !cut_partial_sums(a, parts))) return;
        const bool whole = !splats && covers(parts, linear(a).rows);
        for (std::size_t i = 0; i < readers.size(); ++i) take_rows(a, readers[i], parts[i], whole);
        gone_[a] = true;
    }

    /// result = number * splat + number, and the splat has no other reader.
    bool compose_splat(std::size_t a, const std::vector<std::size_t>& readers) {
        const LinearWork& inner = linear(a);
        if (inner.rows != 1 || readers.size() != 1 || inner.epilogue.activation != Activation::none ||
            inner.start.partial)
            return false;
        auto* outer = std::get_if<LinearWork>(&list_.work[readers[0]].body);
        if (outer == nullptr || outer->products.size() != 1 || outer->products[0].computed() ||
            outer->rows != 1 || outer->start.partial)
            return false;
        const float factor = outer->products[0].weight.values().front();
        const float bias = inner.start.bias.empty() ? 0 : inner.start.bias[0];
        const float added = outer->start.bias.empty() ? 0 : outer->start.bias[0];
        if (bias * factor + added != 0) outer->start.bias = {bias * factor + added};
        outer->products.clear();
        for (const Product& product : inner.products) {
            std::vector<float> values(product.weight.values().begin(), product.weight.values().end());
            for (float& value : values) value *= factor;
            outer->products.push_back({Tensor(product.weight.shape(), std::move(values)), product.source});
        }
        forward(a, readers[0]);
        gone_[a] = true;
        return true;
    }

    /// Every row of the sum belongs to exactly one part, and the parts are runs in order.
    static bool covers(const std::vector<Rows>& parts, std::int64_t rows) {
        std::int64_t next = 0;
        for (const Rows& part : parts) {
            if (!is_run(part) || part.front() != next) return false;
            next += static_cast<std::int64_t>(part.size());
        }
        return parts.size() > 1 && next == rows;
    }

    void forward(std::size_t a, std::size_t b) {
        add_nodes(list_.work[b], list_.work[a].nodes);
        for (const Product& product : linear(b).products) uses_.readers[product.source.value].push_back(b);
    }

    void take_rows(std::size_t a, std::size_t b, const Rows& rows, bool whole) {
        LinearWork& part = linear(b);
        const LinearWork& sum = linear(a);
        part.products = rows_of(sum.products, rows);
        if (!sum.start.partial) part.start.bias = rows_of(sum.start.bias, rows);
        if (sum.epilogue.activation != Activation::none) part.epilogue = sum.epilogue;
        if (whole) list_.work[b].together = a + 1;
        forward(a, b);
    }

    /// Cuts the partial sums that the sum starts from, and those that these start from, into the same parts.
    bool cut_partial_sums(std::size_t a, const std::vector<Rows>& parts) {
        if (!covers(parts, linear(a).rows)) return false;
        std::vector<PartialSumId> chain;
        for (std::optional<PartialSumId> next = linear(a).start.partial; next;) {
            if (!writer_.contains(*next) || std::ranges::find(chain, *next) != chain.end()) return false;
            const auto& partial = std::get<PartialSumWork>(list_.work[writer_[*next]].body);
            if (starters_[*next].size() != 1 || partial.gates) return false;
            chain.push_back(*next);
            next = partial.start.partial;
        }
        std::map<PartialSumId, std::vector<PartialSumId>> ids;
        for (const PartialSumId sum : chain)
            for (const Rows& part : parts) {
                ids[sum].push_back(PartialSumId{static_cast<std::uint32_t>(list_.partial_sums.size())});
                list_.partial_sums.push_back(
                    {static_cast<std::int64_t>(part.size()), list_.partial_sums[sum.value].name});
            }
        for (std::size_t i = 0; i < parts.size(); ++i)
            linear(uses_.readers[linear(a).result.value][i]).start.partial = ids[chain.front()][i];
        for (const PartialSumId sum : chain) {
            const std::size_t w = writer_[sum];
            for (std::size_t i = 0; i < parts.size(); ++i) {
                Work part = list_.work[w];
                auto& body = std::get<PartialSumWork>(part.body);
                body.result = ids[sum][i];
                body.rows = static_cast<std::int64_t>(parts[i].size());
                body.products = rows_of(body.products, parts[i]);
                body.initial_products = rows_of(body.initial_products, parts[i]);
                body.start.bias = rows_of(body.start.bias, parts[i]);
                body.initial_bias = rows_of(body.initial_bias, parts[i]);
                if (body.start.partial) body.start.partial = ids[*body.start.partial][i];
                part.together = w + 1;
                parts_[w].push_back(std::move(part));
            }
            gone_[w] = true;
        }
        return true;
    }

    /// Takes away what was cut, puts the parts in its place, and numbers the partial sums anew.
    void insert_parts() {
        std::vector<Work> kept;
        for (std::size_t w = 0; w < list_.work.size(); ++w) {
            if (!gone_[w]) kept.push_back(std::move(list_.work[w]));
            for (Work& part : parts_[w]) kept.push_back(std::move(part));
        }
        list_.work = std::move(kept);
        std::vector<std::uint32_t> number(list_.partial_sums.size(), PartialSumId::invalid);
        std::vector<PartialSum> sums;
        for (const Work& work : list_.work)
            if (const auto* partial = std::get_if<PartialSumWork>(&work.body)) {
                number[partial->result.value] = static_cast<std::uint32_t>(sums.size());
                sums.push_back(list_.partial_sums[partial->result.value]);
            }
        const auto renumber = [&](SumStart& start) {
            if (start.partial) start.partial->value = number[start.partial->value];
        };
        for (Work& work : list_.work) {
            if (auto* x = std::get_if<LinearWork>(&work.body)) renumber(x->start);
            if (auto* x = std::get_if<LstmWork>(&work.body)) renumber(x->start);
            if (auto* x = std::get_if<PartialSumWork>(&work.body)) {
                renumber(x->start);
                x->result.value = number[x->result.value];
            }
        }
        list_.partial_sums = std::move(sums);
    }

    WorkList& list_;
    Uses uses_;
    std::vector<bool> gone_;
    std::map<PartialSumId, std::size_t> writer_;
    std::map<PartialSumId, std::vector<std::size_t>> starters_;
    std::map<std::size_t, std::vector<Work>> parts_;  ///< what comes in place of a work
};

}  // namespace

void compose_sums(WorkList& list) {
    Composer(list).run();
}

}  // namespace lockstep::lowering
