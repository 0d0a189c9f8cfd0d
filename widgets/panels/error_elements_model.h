#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "widgets/panels/error_account.h"

namespace lockstep {

/// The values of one node in the inference that is taken apart, element by element: VM, reference, their
/// difference, and that in steps of bf16.
class ErrorElementsModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { element, vm, reference, difference, steps, columnTotal };
    static constexpr int sortRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    /// Nothing is shown of a node that the account does not have.
    void setNode(std::shared_ptr<const ErrorAccount> account, std::optional<std::uint32_t> node);
    /// "LstmCell h_1"; empty without a node.
    QString title() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Output {
        std::size_t first = 0;
        QString name;
        Shape shape;
    };

    double value(int row, int column) const;
    QString elementName(int row) const;

    std::shared_ptr<const ErrorAccount> m_account;
    const NodeError* m_node = nullptr;  ///< of the account
    std::vector<Output> m_outputs;
};

}  // namespace lockstep
