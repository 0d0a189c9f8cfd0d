#pragma once

#include "core/ops/recurrent.h"

/// Recurrent layers whose only state is h: GRU and RNN. A formula tells them apart.
namespace lockstep::ops {

class CellFormula {
  public:
    virtual ~CellFormula() = default;
    virtual std::int64_t gates() const = 0;
    /// "GRU"
    virtual std::string name() const = 0;
    /// Replaces h of one row by the next one, in float64.
    virtual void step(const nnir::Attributes& attributes, const double* x, double* h) const = 0;
    /// The next h of one row; `h` is the one before, absent where it is all zeros.
    virtual lowering::VectorId lower(lowering::Builder& builder, RecurrentRow& row,
                                     const nnir::Attributes& attributes,
                                     std::optional<lowering::VectorId> h) const = 0;
    virtual std::string torch_layer(const nnir::Attributes& attributes) const = 0;
    virtual std::string torch_cell(const nnir::Attributes& attributes) const = 0;
    /// Throws as infer does if attributes of its own are wrong.
    virtual void check(const nnir::OpInfo&, const nnir::Attributes&, const nnir::Value&) const {}
};

/// A layer over a whole sequence, and its cell on one position.
class RecurrentLayer : public nnir::Op {
  public:
    RecurrentLayer(nnir::OpInfo info, const CellFormula& formula, std::string cell)
        : info_(std::move(info)), formula_(formula), cell_(std::move(cell)) {}

    const nnir::OpInfo& info() const override { return info_; }
    std::vector<nnir::ValueType> infer(const nnir::Attributes& attributes,
                                       std::span<const nnir::Value> inputs) const override;
    nnir::DataDims data_dims(const nnir::BoundNode& node, const nnir::DataDims& known) const override;
    nnir::StreamRule stream(const nnir::BoundNode& node, std::span<const int> axes) const override;
    void lower(lowering::Builder& builder, const nnir::Node& node) const override;
    std::vector<nnir::RealTensor> reference(const nnir::Attributes& attributes,
                                            std::span<const nnir::RealTensor> inputs) const override;
    void torch_source(nnir::TorchSource& source, const nnir::BoundNode& node) const override;
    std::vector<nnir::Sample> samples() const override;

  private:
    nnir::OpInfo info_;
    const CellFormula& formula_;
    std::string cell_;
};

class RecurrentCell : public nnir::Op {
  public:
    RecurrentCell(nnir::OpInfo info, const CellFormula& formula)
        : info_(std::move(info)), formula_(formula) {}

    const nnir::OpInfo& info() const override { return info_; }
    std::vector<nnir::ValueType> infer(const nnir::Attributes& attributes,
                                       std::span<const nnir::Value> inputs) const override;
    nnir::DataDims data_dims(const nnir::BoundNode& node, const nnir::DataDims& known) const override;
    nnir::StreamRule stream(const nnir::BoundNode& node, std::span<const int> axes) const override;
    void lower(lowering::Builder& builder, const nnir::Node& node) const override;
    std::vector<nnir::RealTensor> reference(const nnir::Attributes& attributes,
                                            std::span<const nnir::RealTensor> inputs) const override;
    void torch_source(nnir::TorchSource& source, const nnir::BoundNode& node) const override;
    std::vector<nnir::ImportRule> imports() const override { return {}; }
    std::vector<nnir::Sample> samples() const override;

  private:
    nnir::OpInfo info_;
    const CellFormula& formula_;
};

/// A cell on positions: features stand in the last axis and are their data dimension; the sequence may be any
/// other axis if h has it too.
nnir::StreamRule cell_stream(const nnir::BoundNode& node, std::span<const int> axes);

const CellFormula& gru_formula();
const CellFormula& rnn_formula();

}  // namespace lockstep::ops
