#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "core/nnir/graph.h"
#include "core/passes/precision.h"

class QComboBox;
class QLabel;

namespace lockstep {

/// One precision that can be chosen for some nodes, or why it cannot.
struct PrecisionOffer {
    nnir::Precision precision = nnir::Precision::bf16;
    QString name;      ///< "fp32 activations"
    QString obstacle;  ///< for people; empty: it can be chosen
};

/// What the rules make of the node.
nnir::Precision chosenPrecision(const nnir::Graph& graph, const std::vector<PrecisionRule>& rules,
                                const nnir::Node& node);

/// What a pattern can be given in this graph; `fp8`: the accelerator converts fp8 weights.
std::vector<PrecisionOffer> precisionOffers(const nnir::Graph& graph, const QString& pattern, bool fp8);

/// The rules with one more for this pattern, in place of an earlier one for the same; bf16 without another
/// rule behind which it has to stand is no rule.
std::vector<PrecisionRule> withRule(std::vector<PrecisionRule> rules, const PrecisionRule& rule);

/// Chooses the precision of a node or of a module around it. What is not possible is greyed, with the reason
/// as its tooltip.
class PrecisionChoice : public QWidget {
    Q_OBJECT

  public:
    explicit PrecisionChoice(QWidget* parent = nullptr);

    /// The form that is compiled, and what is asked for in it. Hides itself for a node that it does not have.
    void setNode(std::shared_ptr<const nnir::Graph> graph, std::optional<std::uint32_t> node);
    void setRules(const std::vector<PrecisionRule>& rules);
    void setFp8Allowed(bool allowed);

    QComboBox* scope() const { return m_scope; }
    QComboBox* precision() const { return m_precision; }

  Q_SIGNALS:
    void ruleChosen(const lockstep::PrecisionRule& rule);

  private:
    void refreshScopes();
    void refreshOffers();
    void choose(int index);
    QString pattern() const;

    std::shared_ptr<const nnir::Graph> m_graph;
    std::optional<std::uint32_t> m_node;
    std::vector<PrecisionRule> m_rules;
    bool m_fp8Allowed = false;
    QComboBox* m_scope;
    QComboBox* m_precision;
    QLabel* m_hint;
};

}  // namespace lockstep
