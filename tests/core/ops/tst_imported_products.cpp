#include <QtTest>

#include <cmath>

#include "../passes/imported_graphs.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/passes/data_dimension.h"
#include "core/passes/import_nnir.h"
#include "core/support/error.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using B = ImportedBuilder;
using Ints = std::vector<std::int64_t>;

namespace {

/// A factor of a product: an input of the model, or a constant.
struct Factor {
    std::string argument;
    Shape shape;
    bool constant = false;
};

Factor input(std::string argument, Shape shape) {
    return {std::move(argument), std::move(shape), false};
}
Factor constant(std::string argument, Shape shape) {
    return {std::move(argument), std::move(shape), true};
}

/// What an operator is asked to compute: beta * bias + alpha * the Einstein sum of its factors. The equation
/// has plain letters only.
struct Product {
    std::string op;
    std::vector<Factor> factors;
    std::string equation;
    Shape result;
    std::vector<ImportedArgument> rest = {};
    std::optional<Factor> bias = {};
    double alpha = 1;
    double beta = 1;
    std::string spelled = {};  ///< the equation as the model writes it, if it is written otherwise
};

/// The sum over all values of all letters, term by term.
RealTensor naive(const std::string& equation, const std::vector<RealTensor>& factors, const Shape& result) {
    std::vector<std::string> letters(1);
    for (const char c : equation.substr(0, equation.find("->"))) {
        if (c == ',') {
            letters.emplace_back();
        } else {
            letters.back() += c;
        }
    }
    const std::string out = equation.substr(equation.find("->") + 2);
    std::map<char, std::int64_t> extents;
    for (std::size_t k = 0; k < factors.size(); ++k)
        for (std::size_t axis = 0; axis < letters[k].size(); ++axis)
            extents[letters[k][axis]] = std::max(extents[letters[k][axis]], factors[k].shape[axis]);
    std::int64_t count = 1;
    for (const auto& [letter, extent] : extents) count *= extent;
    RealTensor sum(result);
    for (std::int64_t n = 0; n < count; ++n) {
        std::map<char, std::int64_t> at_letter;
        std::int64_t rest = n;
        for (const auto& [letter, extent] : extents) {
            at_letter[letter] = rest % extent;
            rest /= extent;
        }
        const auto position = [&](const std::string& names, const Shape& shape) {
            std::int64_t index = 0;
            for (std::size_t axis = 0; axis < names.size(); ++axis)
                index = index * shape[axis] + (shape[axis] == 1 ? 0 : at_letter[names[axis]]);
            return index;
        };
        double product = 1;
        for (std::size_t k = 0; k < factors.size(); ++k)
            product *= factors[k][position(letters[k], factors[k].shape)];
        sum[position(out, result)] += product;
    }
    return sum;
}

}  // namespace

Q_DECLARE_METATYPE(Product)

/// Matrix products in all the ways people write them, against sums over every letter.
class TestImportedProducts : public QObject {
    Q_OBJECT

    struct Made {
        ImportedGraph imported;
        std::vector<RealTensor> inputs;
        RealTensor expected;
    };

    static Made make(const Product& p) {
        Made made;
        B b;
        std::vector<ImportedArgument> arguments;
        ImportedArgument list{"tensors", ImportedAttribute(std::monostate()), {}};
        std::uint64_t seed = 5;
        const auto argument = [&](const Factor& factor) {
            const Tensor tensor = sample_tensor(factor.shape, seed++);
            if (factor.constant) {
                list.list.emplace_back(tensor);
                return std::pair(B::known(factor.argument, tensor), RealTensor(tensor));
            }
            const std::uint32_t id = b.input("x" + std::to_string(seed), factor.shape);
            list.list.emplace_back(id);
            made.inputs.emplace_back(tensor);
            return std::pair(B::value(factor.argument, id), RealTensor(tensor));
        };
        std::optional<RealTensor> bias;
        if (p.bias) {
            const auto [given, value] = argument(*p.bias);
            arguments.push_back(given);
            bias = value;
        }
        std::vector<RealTensor> factors;
        for (const Factor& factor : p.factors) {
            const auto [given, value] = argument(factor);
            if (p.op != "aten::einsum") arguments.push_back(given);
            factors.push_back(value);
        }
        if (p.op == "aten::einsum") {
            arguments.push_back(B::known("equation", p.spelled.empty() ? p.equation : p.spelled));
            arguments.push_back(list);
        }
        arguments.insert(arguments.end(), p.rest.begin(), p.rest.end());
        made.expected = naive(p.equation, factors, p.result);
        for (std::size_t k = 0; k < made.expected.values.size(); ++k) {
            made.expected.values[k] *= p.alpha;
            // A bias stretches along the axes in front, or is given in full.
            if (bias) made.expected.values[k] += p.beta * bias->values[k % bias->values.size()];
        }
        made.imported = b.finish({b.add(p.op, arguments, p.result)});
        return made;
    }

  private Q_SLOTS:
    void equalsTheSum_data() {
        QTest::addColumn<Product>("product");
        const auto row = [](const char* name, const Product& product) { QTest::newRow(name) << product; };
        row("matmul, weight [in, out]", {"aten::matmul",
                                         {input("self", {2, 4, 3}), constant("other", {3, 5})},
                                         "btk,kn->btn",
                                         {2, 4, 5}});
        row("matmul, weight on the left",
            {"aten::matmul", {constant("self", {5, 3}), input("other", {3, 4})}, "mk,kn->mn", {5, 4}});
        row("matmul, weight on the left of a batch", {"aten::matmul",
                                                      {constant("self", {5, 3}), input("other", {2, 3, 4})},
                                                      "mk,bkn->bmn",
                                                      {2, 5, 4}});
        row("matmul, vector and matrix",
            {"aten::matmul", {input("self", {3}), constant("other", {3, 5})}, "k,kn->n", {5}});
        row("matmul, matrix and vector",
            {"aten::matmul", {input("self", {4, 3}), constant("other", {3})}, "mk,k->m", {4}});
        row("matmul, constant matrix and vector",
            {"aten::matmul", {constant("self", {4, 3}), input("other", {3})}, "mk,k->m", {4}});
        row("matmul, two vectors",
            {"aten::matmul", {constant("self", {3}), input("other", {3})}, "k,k->", {}});
        row("matmul, one matrix for each of a batch",
            {"aten::matmul",
             {input("self", {2, 4, 3}), constant("other", {2, 3, 5})},
             "btk,bkn->btn",
             {2, 4, 5}});
        row("matmul, a batch of weights and one value",
            {"aten::matmul",
             {input("self", {4, 3}), constant("other", {2, 3, 5})},
             "tk,bkn->btn",
             {2, 4, 5}});
        row("matmul, batches that stretch", {"aten::matmul",
                                             {input("self", {2, 1, 4, 3}), constant("other", {6, 3, 5})},
                                             "abtk,bkn->abtn",
                                             {2, 6, 4, 5}});
        row("mm", {"aten::mm", {constant("self", {2, 3}), input("mat2", {3, 4})}, "mk,kn->mn", {2, 4}});
        row("bmm", {"aten::bmm",
                    {input("self", {2, 4, 3}), constant("mat2", {2, 3, 1})},
                    "bmk,bkn->bmn",
                    {2, 4, 1}});
        row("mv", {"aten::mv", {constant("self", {4, 3}), input("vec", {3})}, "mk,k->m", {4}});
        row("dot", {"aten::dot", {input("self", {3}), constant("tensor", {3})}, "k,k->", {}});
        row("inner",
            {"aten::inner", {input("self", {2, 3}), constant("other", {4, 3})}, "ak,bk->ab", {2, 4}});
        row("outer", {"aten::outer", {constant("self", {2}), input("vec2", {3})}, "a,b->ab", {2, 3}});
        const ImportedArgument alpha = B::known("alpha", 0.5);
        const ImportedArgument beta = B::known("beta", std::int64_t{3});
        row("addmm", {"aten::addmm",
                      {input("mat1", {4, 3}), constant("mat2", {3, 5})},
                      "mk,kn->mn",
                      {4, 5},
                      {},
                      constant("self", {5})});
        row("addmm with factors", {"aten::addmm",
                                   {constant("mat1", {4, 3}), input("mat2", {3, 5})},
                                   "mk,kn->mn",
                                   {4, 5},
                                   {alpha, beta},
                                   constant("self", {5}),
                                   0.5,
                                   3});
        row("addmm with a computed bias", {"aten::addmm",
                                           {input("mat1", {4, 3}), constant("mat2", {3, 5})},
                                           "mk,kn->mn",
                                           {4, 5},
                                           {beta},
                                           input("self", {4, 5}),
                                           1,
                                           3});
        row("addmv", {"aten::addmv",
                      {constant("mat", {4, 3}), input("vec", {3})},
                      "mk,k->m",
                      {4},
                      {alpha},
                      constant("self", {4}),
                      0.5});
        row("baddbmm", {"aten::baddbmm",
                        {input("batch1", {2, 4, 3}), constant("batch2", {2, 3, 5})},
                        "bmk,bkn->bmn",
                        {2, 4, 5},
                        {},
                        constant("self", {2, 4, 5})});
        row("addbmm", {"aten::addbmm",
                       {input("batch1", {2, 4, 3}), constant("batch2", {2, 3, 5})},
                       "bmk,bkn->mn",
                       {4, 5},
                       {},
                       constant("self", {4, 5})});
        row("tensordot", {"aten::tensordot",
                          {input("self", {2, 3, 4}), constant("other", {4, 5, 3})},
                          "ajk,kbj->ab",
                          {2, 5},
                          {B::known("dims_self", Ints{1, 2}), B::known("dims_other", Ints{-1, 0})}});
        const auto einsum = [&](const std::string& equation, Factor a, Factor b, Shape result,
                                const std::string& spelled = {}) {
            const std::string name = spelled.empty() ? equation : spelled;
            Product p{"aten::einsum", {std::move(a), std::move(b)}, equation, std::move(result)};
            p.spelled = spelled;
            row(("einsum " + name).c_str(), p);
        };
        einsum("bti,oi->bto", input("", {2, 4, 3}), constant("", {5, 3}), {2, 4, 5});
        einsum("oi,bit->bto", constant("", {5, 3}), input("", {2, 3, 4}), {2, 4, 5});
        einsum("bthd,hde->bthe", input("", {1, 4, 2, 3}), constant("", {2, 3, 5}), {1, 4, 2, 5});
        einsum("tij,ijo->to", input("", {4, 2, 3}), constant("", {2, 3, 5}), {4, 5});
        einsum("ti,i->ti", input("", {4, 3}), constant("", {3}), {4, 3});
        einsum("ti,o->iot", input("", {4, 3}), constant("", {2}), {3, 2, 4});
        einsum("abk,kn->abn", input("", {2, 4, 3}), constant("", {3, 5}), {2, 4, 5}, "... k, k n -> ... n");
        einsum("ij,jk->ik", input("", {4, 3}), constant("", {3, 5}), {4, 5}, "ij,jk");
        einsum("ti,so->to", input("", {4, 3}), constant("", {2, 5}), {4, 5});
        einsum("ti,ti->t", input("", {4, 3}), constant("", {4, 3}), {4});
        einsum("ti,ui->tu", input("", {4, 3}), constant("", {1, 3}), {4, 1});
        Product three{"aten::einsum",
                      {input("", {4, 3}), constant("", {3, 2}), constant("", {2, 5})},
                      "ti,ij,jo->to",
                      {4, 5}};
        row("einsum of three", three);
        row("einsum of one", {"aten::einsum", {input("", {4, 3, 2})}, "tij->it", {3, 4}});
        einsum("bqd,bkd->bqk", input("", {2, 4, 3}), input("", {2, 5, 3}), {2, 4, 5});
        einsum("ti,ti->t", input("", {4, 3}), input("", {4, 3}), {4});
        row("matmul of two computed values", {"aten::matmul",
                                              {input("self", {1, 2, 4, 3}), input("other", {5, 1, 3, 2})},
                                              "abtk,cdkn->cbtn",
                                              {5, 2, 4, 2}});
        row("linear with a computed bias", {"aten::linear",
                                            {input("input", {4, 3}), constant("weight", {5, 3})},
                                            "ti,oi->to",
                                            {4, 5},
                                            {},
                                            input("bias", {4, 5})});
        row("linear with a constant input",
            {"aten::linear", {constant("input", {4, 3}), input("weight", {5, 3})}, "ti,oi->to", {4, 5}});
    }
    void equalsTheSum() {
        QFETCH(Product, product);
        const Made made = make(product);
        const Graph graph = import_nnir(made.imported);
        graph_checks::check_sound(graph);
        // Constants are fp32: what is folded into them is rounded once.
        const double off = graph_checks::difference(evaluate(graph, made.inputs).outputs, {made.expected});
        QVERIFY2(off <= 1e-6, qPrintable(QString::number(off)));
        const Graph solved = solve_data_dimensions(graph);
        graph_checks::check_lowering(solved, 1);
    }

    void refuses_data() {
        QTest::addColumn<Product>("product");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a diagonal") << Product{"aten::einsum",
                                               {input("", {3, 3}), constant("", {3})},
                                               "ii,i->i",
                                               {3}}
                                    << QStringLiteral("'ii,i->i' is not supported");
        QTest::newRow("a letter from nowhere")
            << Product{"aten::einsum", {input("", {3}), constant("", {3})}, "i,i->z", {1}}
            << QStringLiteral("'i,i->z' is not supported");
        QTest::newRow("bilinear") << Product{"aten::bilinear",
                                             {input("input1", {2, 3}), input("input2", {2, 3}),
                                              constant("weight", {4, 3})},
                                             "bi,bi,oi->b",
                                             {2}}
                                  << QStringLiteral("no stack of matrices");
        QTest::newRow("matrices that do not fit")
            << Product{"aten::matmul",
                       {input("self", {2, 3}), constant("other", {2, 3})},
                       "ab,ab->ab",
                       {2, 3}}
            << QStringLiteral("do not fit");
    }
    void refuses() {
        QFETCH(Product, product);
        QFETCH(QString, reason);
        try {
            import_nnir(make(product).imported);
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), 1U);
            QVERIFY2(QString::fromStdString(error.failure().nodes[0].reason).contains(reason),
                     error.failure().nodes[0].reason.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestImportedProducts)
#include "tst_imported_products.moc"
