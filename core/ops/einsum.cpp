#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "core/nnir/axes.h"
#include "core/ops/moves.h"
#include "core/ops/products.h"
#include "core/ops/rules.h"

/// Einstein sums of one or more operands: transposes, sums, products of elements and matrix products.
namespace lockstep::ops {
namespace {

using namespace nnir;

/// An operand whose axes have letters, each once. Axes of an ellipsis have the letters '0', '1', … from its
/// last one backwards.
struct Labelled {
    Term term;
    std::string letters;
};

bool has(const std::string& letters, char letter) {
    return letters.find(letter) != std::string::npos;
}

class Einsum {
  public:
    Einsum(ImportContext& c, std::string equation) : c_(c), equation_(std::move(equation)) {}

    ValueId run(const std::vector<ImportContext::Item>& items) {
        std::string text;
        for (const char letter : equation_)
            if (letter != ' ') text += letter;
        const std::size_t arrow = text.find("->");
        std::vector<Labelled> operands = read_operands(text.substr(0, arrow), items);
        const std::string result = arrow == std::string::npos ? implicit_result(operands)
                                                              : expanded(text.substr(arrow + 2), ellipsis_);
        for (const char letter : result)
            if (!extents_.contains(letter) || std::count(result.begin(), result.end(), letter) > 1) refuse();
        Labelled all = operands.front();
        for (std::size_t k = 1; k < operands.size(); ++k) {
            std::string needed = result;
            for (std::size_t later = k + 1; later < operands.size(); ++later)
                needed += operands[later].letters;
            all = combined(all, operands[k], needed);
        }
        all = summed(all, result);
        return computed(c_, ordered(all, result));
    }

  private:
    [[noreturn]] void refuse() const { c_.refuse("the equation '" + equation_ + "' is not supported"); }

    /// The letters with those of `axes` axes in place of an ellipsis.
    std::string expanded(const std::string& letters, int axes) const {
        const std::size_t dots = letters.find("...");
        if (dots == std::string::npos) return letters;
        std::string all = letters.substr(0, dots);
        for (int axis = axes; axis-- > 0;) all += static_cast<char>('0' + axis);
        return all + letters.substr(dots + 3);
    }

    std::vector<Labelled> read_operands(const std::string& text,
                                        const std::vector<ImportContext::Item>& items) {
        std::vector<Labelled> operands;
        std::size_t first = 0;
        for (const ImportContext::Item& item : items) {
            const std::size_t comma = std::min(text.find(',', first), text.size());
            if (first > text.size()) refuse();
            const std::string letters = text.substr(first, comma - first);
            first = comma + 1;
            if (std::holds_alternative<std::monostate>(item)) refuse();
            const auto* id = std::get_if<ValueId>(&item);
            const Term term = id != nullptr ? Term(*id) : Term(std::get<Tensor>(item));
            const Shape& shape = shape_of(c_, term);
            const int named =
                static_cast<int>(letters.size()) - (letters.find("...") == std::string::npos ? 0 : 3);
            const int dotted = rank(shape) - named;
            constexpr int most_dotted = 10;
            if (dotted < 0 || dotted > most_dotted) refuse();
            ellipsis_ = std::max(ellipsis_, dotted);
            Labelled operand{term, expanded(letters, dotted)};
            if (rank(shape) != static_cast<int>(operand.letters.size())) refuse();
            read_extents(operand.letters, shape);
            operands.push_back(std::move(operand));
        }
        if (operands.empty() || first <= text.size()) refuse();
        for (Labelled& operand : operands) stretch(operand);
        return operands;
    }

    void read_extents(const std::string& letters, const Shape& shape) {
        for (std::size_t axis = 0; axis < letters.size(); ++axis) {
            const char letter = letters[axis];
            const bool known = std::isalnum(static_cast<unsigned char>(letter)) != 0;
            // A letter twice in one operand is its diagonal.
            if (!known || std::count(letters.begin(), letters.end(), letter) > 1) refuse();
            std::int64_t& extent = extents_.try_emplace(letter, 1).first->second;
            if (extent != 1 && shape[axis] != 1 && extent != shape[axis]) refuse();
            extent = std::max(extent, shape[axis]);
        }
    }

    /// Extents of 1 stretch.
    void stretch(Labelled& operand) {
        Shape wide;
        for (const char letter : operand.letters) wide.push_back(extents_.at(letter));
        if (wide == shape_of(c_, operand.term)) return;
        if (const auto* id = std::get_if<ValueId>(&operand.term)) {
            operand.term = add_expand(c_, *id, wide);
            return;
        }
        const Tensor narrow = std::get<Tensor>(operand.term);
        std::vector<float> values;
        for (const std::int64_t position : stretched_positions(narrow.shape(), wide))
            values.push_back(narrow.values()[at(position)]);
        operand.term = Tensor(wide, std::move(values));
    }

    /// Without an arrow: the ellipsis, then the letters that occur once, in alphabetical order.
    std::string implicit_result(const std::vector<Labelled>& operands) const {
        std::string result = expanded("...", ellipsis_);
        for (const auto& [letter, extent] : extents_) {
            const auto uses = std::count_if(operands.begin(), operands.end(),
                                            [l = letter](const Labelled& o) { return has(o.letters, l); });
            if (uses == 1 && std::isalpha(static_cast<unsigned char>(letter)) != 0) result += letter;
        }
        return result;
    }

    Shape extents(const std::string& letters) const {
        Shape shape;
        for (const char letter : letters) shape.push_back(extents_.at(letter));
        return shape;
    }

    /// The axes in the order of the letters.
    Term ordered(const Labelled& operand, const std::string& letters) const {
        std::vector<std::int64_t> order;
        for (const char letter : letters)
            order.push_back(static_cast<std::int64_t>(operand.letters.find(letter)));
        return permuted(c_, operand.term, order);
    }

    /// Sums over the letters that are not needed.
    Labelled summed(const Labelled& operand, const std::string& needed) const {
        std::string kept;
        std::string gone;
        for (const char letter : operand.letters) (has(needed, letter) ? kept : gone) += letter;
        if (gone.empty()) return operand;
        std::vector<std::int64_t> axes;
        for (const char letter : gone)
            axes.push_back(static_cast<std::int64_t>(operand.letters.find(letter)));
        if (const auto* id = std::get_if<ValueId>(&operand.term))
            return {reduce(c_, "sum", *id, axes, false), kept};
        const std::int64_t count = element_count(extents(gone));
        const Tensor rows = std::get<Tensor>(ordered(operand, kept + gone));
        std::vector<float> values;
        for (std::int64_t r = 0; r < element_count(extents(kept)); ++r) {
            double sum = 0;
            for (const float v : rows.values().subspan(at(r * count), at(count))) sum += double{v};
            values.push_back(static_cast<float>(sum));
        }
        return {Tensor(extents(kept), std::move(values)), kept};
    }

    /// The product of two operands, summed over the letters that nothing else needs.
    Labelled combined(const Labelled& first, const Labelled& second, const std::string& needed) const {
        const Labelled a = summed(first, needed + second.letters);
        const Labelled b = summed(second, needed + first.letters);
        std::string batch;
        std::string inner;
        std::string rows;
        std::string columns;
        for (const char letter : a.letters)
            (!has(b.letters, letter) ? rows : has(needed, letter) ? batch : inner) += letter;
        for (const char letter : b.letters)
            if (!has(a.letters, letter)) columns += letter;
        if (inner.empty()) {
            const Term left =
                reshaped(c_, ordered(a, batch + rows), extended(extents(batch + rows), columns.size()));
            Shape wide = extents(batch);
            wide.insert(wide.end(), rows.size(), 1);
            for (const char letter : columns) wide.push_back(extents_.at(letter));
            const Term right = reshaped(c_, ordered(b, batch + columns), wide);
            return {pointwise(c_, "multiply", left, right), batch + rows + columns};
        }
        if (std::holds_alternative<Tensor>(a.term) && std::holds_alternative<Tensor>(b.term))
            c_.refuse("the equation '" + equation_ +
                      "' multiplies two constants first; write the computed factor first");
        // The computed side keeps its free axes apart, so that a sequence stays an axis of its own.
        if (std::holds_alternative<Tensor>(a.term)) return product(b, a, batch, columns, inner, rows);
        return product(a, b, batch, rows, inner, columns);
    }

    Labelled product(const Labelled& a, const Labelled& b, const std::string& batch, const std::string& rows,
                     const std::string& inner, const std::string& columns) const {
        const std::int64_t k = element_count(extents(inner));
        const std::int64_t n = element_count(extents(columns));
        const bool single = batch.empty() && std::holds_alternative<Tensor>(b.term);
        Shape left = extents(batch);
        const Shape free = extents(rows);
        if (single) {
            left.insert(left.end(), free.begin(), free.end());
        } else {
            left.push_back(element_count(free));
        }
        left.push_back(k);
        const Term factor = reshaped(c_, ordered(a, batch + rows + inner), left);
        Shape right = extents(batch);
        right.insert(right.end(), {n, k});
        const Term weight = reshaped(c_, ordered(b, batch + columns + inner), right);
        const ValueId y = std::holds_alternative<Tensor>(weight)
                              ? times_transposed(c_, computed(c_, factor), std::get<Tensor>(weight))
                              : matrix_product(c_, factor, transposed(c_, weight));
        return {add_reshape(c_, y, extents(batch + rows + columns)), batch + rows + columns};
    }

    static Shape extended(Shape shape, std::size_t ones) {
        shape.insert(shape.end(), ones, 1);
        return shape;
    }

    ImportContext& c_;
    std::string equation_;
    std::map<char, std::int64_t> extents_;
    int ellipsis_ = 0;
};

}  // namespace

void import_einsum(ImportContext& c) {
    c.set_output(0, Einsum(c, c.string("equation", "")).run(c.items("tensors")));
}

}  // namespace lockstep::ops
