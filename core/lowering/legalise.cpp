#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "core/lowering/compose_sums.h"
#include "core/lowering/fold_scales.h"
#include "core/lowering/keep_outputs.h"
#include "core/lowering/lowering_builder.h"
#include "core/lowering/reads.h"
#include "core/lowering/vectors.h"
#include "core/lowering/verify_work.h"
#include "core/nnir/op.h"
#include "core/support/error.h"

namespace lockstep::lowering {
namespace {

/// How often each vector is read, by work or as an output or a state.
std::vector<int> count_reads(const WorkList& list) {
    std::vector<int> count(list.vectors.size(), 0);
    for (const Work& work : list.work)
        for (const VectorId vector : reads(work.body)) ++count[vector.value];
    for (const IoVectors& output : list.outputs)
        for (const VectorId vector : output.vectors) ++count[vector.value];
    for (const StateBinding& state : list.states)
        for (const VectorId vector : state.written) ++count[vector.value];
    return count;
}

/// The epilogue of work that has one; null for work that has none.
Epilogue* epilogue_of(WorkBody& body) {
    if (auto* linear = std::get_if<LinearWork>(&body)) return &linear->epilogue;
    if (auto* pointwise = std::get_if<PointwiseWork>(&body)) return &pointwise->epilogue;
    return nullptr;
}

void set_result(WorkBody& body, VectorId result) {
    if (auto* linear = std::get_if<LinearWork>(&body)) linear->result = result;
    if (auto* pointwise = std::get_if<PointwiseWork>(&body)) pointwise->result = result;
}

/// How many matrices each vector is multiplied by, rows alone (sums, means) left out.
std::vector<int> count_matrices(const WorkList& list) {
    std::vector<int> count(list.vectors.size(), 0);
    for (const Work& work : list.work)
        if (const auto* linear = std::get_if<LinearWork>(&work.body); linear != nullptr && linear->rows > 1)
            for (const Product& product : linear->products) ++count[product.source.value];
    return count;
}

/// It only makes bf16 of an fp32 vector.
bool rounds(const WorkList& list, const PointwiseWork& work) {
    return !work.b && work.epilogue.activation == Activation::none && list.vectors[work.a.value].fp32 &&
           !list.vectors[work.result.value].fp32;
}

/// Takes the rounding of these outputs away, and the work for it where nothing else reads what it makes.
void keep_outputs(WorkList& list, const std::set<nnir::ValueId>& fp32_outputs) {
    if (fp32_outputs.empty()) return;
    std::map<VectorId, VectorId> exact;
    for (const Work& work : list.work)
        if (const auto* rounding = std::get_if<PointwiseWork>(&work.body);
            rounding != nullptr && rounds(list, *rounding))
            exact[rounding->result] = rounding->a;
    for (IoVectors& output : list.outputs) {
        if (!fp32_outputs.contains(output.value)) continue;
        for (VectorId& vector : output.vectors)
            if (const auto found = exact.find(vector); found != exact.end()) vector = found->second;
    }
    const std::vector<int> read = count_reads(list);
    std::erase_if(list.work, [&](const Work& work) {
        const auto* rounding = std::get_if<PointwiseWork>(&work.body);
        return rounding != nullptr && exact.contains(rounding->result) && read[rounding->result.value] == 0;
    });
}

/// Moves a clamp or function that stands alone, or a rounding to bf16, into the work that makes its operand,
/// where nothing else reads that operand.
void fuse_epilogues(WorkList& list) {
    const std::vector<int> read_count = count_reads(list);
    const std::vector<int> matrices = count_matrices(list);
    const auto shares_input = [&](const LinearWork& linear) {
        return std::ranges::any_of(
            linear.products, [&](const Product& product) { return matrices[product.source.value] > 1; });
    };
    std::map<VectorId, std::size_t> maker;
    std::vector<bool> fused(list.work.size(), false);
    for (std::size_t k = 0; k < list.work.size(); ++k) {
        Work& work = list.work[k];
        const auto* single = std::get_if<PointwiseWork>(&work.body);
        const bool alone = single != nullptr && !single->b &&
                           (single->epilogue.activation != Activation::none || rounds(list, *single));
        const auto made_by = alone ? maker.find(single->a) : maker.end();
        if (made_by != maker.end() && read_count[single->a.value] == 1) {
            Work& producer = list.work[made_by->second];
            Epilogue* epilogue = epilogue_of(producer.body);
            // The vector unit takes a function on its own behind pointwise work (published recurrent layers
            // show one more pass), and behind a matrix that shares its input with another one: the two are
            // one wide matrix then, of which the function is for a part (published SwiGLUs show it).
            const auto* sum = std::get_if<LinearWork>(&producer.body);
            const bool plain = single->epilogue.activation == Activation::none;
            if ((sum == nullptr || shares_input(*sum)) && !plain &&
                single->epilogue.activation != Activation::clamp)
                epilogue = nullptr;
            // Between two formats only a rounding can go, into what the vector unit makes.
            if (list.vectors[single->a.value].fp32 != list.vectors[single->result.value].fp32 &&
                !(plain && std::holds_alternative<PointwiseWork>(producer.body)))
                epilogue = nullptr;
            if (epilogue != nullptr && (plain || epilogue->activation == Activation::none)) {
                if (!plain) *epilogue = single->epilogue;
                set_result(producer.body, single->result);
                for (const nnir::NodeId node : work.nodes)
                    if (std::find(producer.nodes.begin(), producer.nodes.end(), node) == producer.nodes.end())
                        producer.nodes.push_back(node);
                maker[single->result] = made_by->second;
                fused[k] = true;
                continue;
            }
        }
        if (const VectorId result = result_of(work.body); result.valid()) maker[result] = k;
    }
    std::vector<Work> kept;
    for (std::size_t k = 0; k < list.work.size(); ++k)
        if (!fused[k]) kept.push_back(std::move(list.work[k]));
    list.work = std::move(kept);
}

/// Drops the vectors that nothing makes or reads any more and numbers the rest anew.
void drop_unused_vectors(WorkList& list) {
    std::vector<bool> used(list.vectors.size(), false);
    const auto visit_all = [&](auto&& visit) {
        const auto visit_products = [&](std::vector<Product>& products) {
            for (Product& p : products) {
                visit(p.source);
                for (VectorId& vector : p.matrix) visit(vector);
            }
        };
        for (Work& work : list.work) {
            if (auto* w = std::get_if<LinearWork>(&work.body)) {
                visit(w->result);
                visit_products(w->products);
            } else if (auto* l = std::get_if<LstmWork>(&work.body)) {
                visit(l->result);
                visit_products(l->products);
            } else if (auto* s = std::get_if<PartialSumWork>(&work.body)) {
                visit_products(s->products);
                visit_products(s->initial_products);
            } else if (auto* p = std::get_if<PointwiseWork>(&work.body)) {
                visit(p->result);
                visit(p->a);
                if (p->b) visit(*p->b);
                if (p->c) visit(*p->c);
            } else if (auto* r = std::get_if<ReduceWork>(&work.body)) {
                visit(r->result);
                visit(r->source);
            }
        }
        for (auto* io : {&list.inputs, &list.outputs})
            for (IoVectors& tensor : *io)
                for (VectorId& vector : tensor.vectors) visit(vector);
        for (StateBinding& state : list.states) {
            for (VectorId& vector : state.written) visit(vector);
            for (VectorId& vector : state.read) visit(vector);
        }
    };
    visit_all([&](VectorId& vector) { used[vector.value] = true; });
    std::vector<std::uint32_t> number(list.vectors.size(), VectorId::invalid);
    std::vector<Vector> kept;
    for (std::size_t k = 0; k < list.vectors.size(); ++k) {
        if (!used[k]) continue;
        number[k] = static_cast<std::uint32_t>(kept.size());
        kept.push_back(std::move(list.vectors[k]));
    }
    list.vectors = std::move(kept);
    visit_all([&](VectorId& vector) { vector.value = number[vector.value]; });
}

}  // namespace

WorkList legalise(const nnir::Graph& graph) {
    return legalise(graph, {});
}

WorkList legalise(const nnir::Graph& graph, const std::set<nnir::ValueId>& fp32_outputs) {
    Builder builder(graph);
    Failure failure{
        .kind = FailureKind::unsupported, .message = {}, .advice = {}, .details = {}, .nodes = {}};
    for (const nnir::Node& node : graph.nodes) {
        builder.begin_node(node);
        try {
            node.op->lower(builder, node);
        } catch (const Error& error) {
            const Failure& found = error.failure();
            if (found.kind != FailureKind::unsupported) throw;
            if (failure.nodes.empty()) failure.advice = found.advice;
            failure.nodes.insert(failure.nodes.end(), found.nodes.begin(), found.nodes.end());
            // What reads the node's outputs is lowered from stand-ins, to find all that cannot be lowered.
            for (const nnir::ValueId output : node.outputs) {
                const VectorLayout layout = vector_layout(graph.value(output).type);
                std::vector<VectorId> vectors;
                for (std::int64_t k = 0; k < layout.count; ++k)
                    vectors.push_back(builder.new_vector(layout.length));
                builder.set_vectors(output, std::move(vectors));
            }
        }
    }
    if (!failure.nodes.empty()) {
        failure.message = failure.nodes.size() == 1 ? "an operator cannot be lowered to the accelerator"
                                                    : std::to_string(failure.nodes.size()) +
                                                          " operators cannot be lowered to the accelerator";
        throw Error(std::move(failure));
    }
    WorkList list = builder.finish();
    keep_outputs(list, fp32_outputs);
    fuse_epilogues(list);
    fold_across(list);
    fold_scales(list);
    fold_behind(list);
    scale_first(list);
    compose_places(list);
    compose_sums(list);
    start_from_states(list);
    fuse_sums(list);
    fuse_epilogues(list);  // what comes behind a sum of two products
    hoist_states(list);
    outer_products(list);
    drop_unused_vectors(list);
    const std::vector<std::string> findings = verify_work(list, graph);
    if (!findings.empty())
        throw Error(FailureKind::internal, "the legalised work is not sound: " + findings.front());
    return list;
}

}  // namespace lockstep::lowering
