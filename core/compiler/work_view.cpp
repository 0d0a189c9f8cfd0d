#include "core/compiler/work_view.h"

#include "core/support/overloaded.h"

namespace lockstep::compiler {

using namespace lowering;

std::optional<SumView> sum_of(const Work& work) {
    return std::visit(Overloaded{[](const LinearWork& x) -> std::optional<SumView> {
                                     return SumView{&x.products, &x.start, x.rows, 1};
                                 },
                                 [](const LstmWork& x) -> std::optional<SumView> {
                                     return SumView{&x.products, &x.start, x.hidden, 4};
                                 },
                                 [](const PartialSumWork& x) -> std::optional<SumView> {
                                     const int gates = x.gates ? 4 : 1;
                                     return SumView{&x.products, &x.start, x.rows / gates, gates};
                                 },
                                 [](const auto&) -> std::optional<SumView> { return std::nullopt; }},
                      work.body);
}

VectorId result_of(const Work& work) {
    return std::visit(
        Overloaded{[](const LinearWork& x) { return x.result; }, [](const LstmWork& x) { return x.result; },
                   [](const PartialSumWork&) { return VectorId{}; },
                   [](const PointwiseWork& x) { return x.result; },
                   [](const ReduceWork& x) { return x.result; }},
        work.body);
}

std::vector<VectorId> sources_of(const Work& work) {
    std::vector<VectorId> sources;
    if (const auto sum = sum_of(work)) {
        for (const Product& product : *sum->products) sources.push_back(product.source);
    } else {
        const auto& pointwise = std::get<PointwiseWork>(work.body);
        sources.push_back(pointwise.a);
        if (pointwise.b) sources.push_back(*pointwise.b);
    }
    return sources;
}

const Epilogue* clamp_of(const Work& work) {
    const Epilogue* epilogue =
        std::visit(Overloaded{[](const LinearWork& x) { return &x.epilogue; },
                              [](const PointwiseWork& x) { return &x.epilogue; },
                              [](const auto&) { return static_cast<const Epilogue*>(nullptr); }},
                   work.body);
    return epilogue != nullptr && epilogue->activation == Activation::clamp ? epilogue : nullptr;
}

}  // namespace lockstep::compiler
