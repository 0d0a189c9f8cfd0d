#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "widgets/panels/error_account.h"

class QComboBox;
class QLabel;
class QSortFilterProxyModel;
class QSpinBox;
class QSplitter;
class QTabWidget;
class QTableView;
class QToolButton;

namespace lockstep {

class ErrorElementsModel;
class ErrorTermsModel;
class HeatMapView;
class PanelHeader;
class WhyBars;

/// The error microscope: the error of one inference as an account that adds up, the values of the selected
/// node element by element, what each node added over time, and how other devices might differ.
class ErrorPanel : public QWidget {
    Q_OBJECT

  public:
    /// Which inference is taken apart.
    enum class Subject { current, worst };

    explicit ErrorPanel(QWidget* parent = nullptr);

    /// What there is to see; null: nothing, with the reason in words.
    void setAccount(std::shared_ptr<const ErrorAccount> account, const QString& reason = {});
    void setEnvelope(std::optional<EnvelopePart> envelope);
    /// Work goes on; what is shown stays until it is done. Empty: it has ended.
    void setBusy(const QString& what);
    /// Lights up the row of a node, and shows its elements.
    void selectNode(std::optional<std::uint32_t> node);

    Subject subject() const;
    void setSubject(Subject subject);
    /// Inferences that the account goes back over at most.
    int stretch() const;
    void setStretch(int inferences);
    const ErrorAccount* account() const { return m_account.get(); }
    /// What the terms of all rows add up to.
    double sum() const;

  Q_SIGNALS:
    void nodeActivated(quint32 node);
    void inferenceActivated(qint64 inference);
    void subjectChanged();
    void stretchChanged();
    void cancelClicked();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void buildHeader();
    QWidget* buildTerms();
    QWidget* buildSide();
    void showColumns();
    void showFigures();
    void showSources();
    void showOverTime();
    void showEnvelope();
    void showElements(std::optional<std::uint32_t> node);
    void currentTermChanged();

    std::shared_ptr<const ErrorAccount> m_account;
    std::optional<EnvelopePart> m_envelope;
    QString m_busy;
    std::optional<std::uint32_t> m_node;  ///< selected, also while there is no account
    PanelHeader* m_header;
    QComboBox* m_subject;
    QSpinBox* m_stretch;
    QComboBox* m_view;
    QToolButton* m_cancel;
    QSplitter* m_splitter;
    QLabel* m_empty;
    ErrorTermsModel* m_terms;
    QSortFilterProxyModel* m_sortedTerms;
    QTableView* m_table;
    QLabel* m_sum;
    QLabel* m_warnings;
    QTabWidget* m_tabs;
    WhyBars* m_sources;
    ErrorElementsModel* m_elements;
    QSortFilterProxyModel* m_sortedElements;
    QTableView* m_elementTable;
    HeatMapView* m_overTime;
    WhyBars* m_devices;
    QLabel* m_devicesNote;
    bool m_following = false;  ///< the selection is set from outside
};

}  // namespace lockstep
