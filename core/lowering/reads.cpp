#include "core/lowering/reads.h"

#include "core/support/overloaded.h"

namespace lockstep::lowering {
namespace {

std::vector<VectorId> sources(const std::vector<Product>& products) {
    std::vector<VectorId> all;
    for (const Product& product : products) {
        all.push_back(product.source);
        all.insert(all.end(), product.matrix.begin(), product.matrix.end());
    }
    return all;
}

}  // namespace

std::vector<VectorId> reads(const WorkBody& body) {
    return std::visit(Overloaded{[](const LinearWork& w) { return sources(w.products); },
                                 [](const LstmWork& w) { return sources(w.products); },
                                 [](const PartialSumWork& w) { return sources(w.products); },
                                 [](const PointwiseWork& w) {
                                     std::vector<VectorId> all{w.a};
                                     if (w.b) all.push_back(*w.b);
                                     if (w.c) all.push_back(*w.c);
                                     return all;
                                 },
                                 [](const ReduceWork& w) { return std::vector<VectorId>{w.source}; }},
                      body);
}

VectorId result_of(const WorkBody& body) {
    return std::visit(
        Overloaded{[](const LinearWork& w) { return w.result; }, [](const LstmWork& w) { return w.result; },
                   [](const PartialSumWork&) { return VectorId{}; },
                   [](const PointwiseWork& w) { return w.result; },
                   [](const ReduceWork& w) { return w.result; }},
        body);
}

}  // namespace lockstep::lowering
