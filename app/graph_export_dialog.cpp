#include "app/graph_export_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <array>

#include "app/file_dialog.h"
#include "core/support/error.h"
#include "widgets/graph/graph_view.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

constexpr std::array endings = {"svg", "png", "pdf", "dot"};

QString filterOf(GraphFormat format) {
    switch (format) {
        case GraphFormat::svg:
            return GraphExportDialog::tr("SVG picture (*.svg)");
        case GraphFormat::png:
            return GraphExportDialog::tr("PNG picture (*.png)");
        case GraphFormat::pdf:
            return GraphExportDialog::tr("PDF page (*.pdf)");
        case GraphFormat::dot:
            break;
    }
    return GraphExportDialog::tr("Graphviz graph (*.dot)");
}

QComboBox* chooser(const char* name, const QStringList& entries, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(QLatin1String(name));
    box->addItems(entries);
    return box;
}

}  // namespace

GraphExportDialog::GraphExportDialog(TwinGraphView& graphs, const QString& name, QWidget* parent)
    : QDialog(parent),
      m_graphs(graphs),
      m_name(name),
      m_graph(chooser("graphExportGraph", {graphs.leftTitle(), graphs.rightTitle()}, this)),
      m_format(chooser("graphExportFormat", {tr("SVG"), tr("PNG"), tr("PDF"), tr("DOT (Graphviz)")}, this)),
      m_area(chooser("graphExportArea", {tr("Whole graph"), tr("Visible area")}, this)),
      m_scale(new QDoubleSpinBox(this)),
      m_size(new QLabel(this)) {
    setObjectName(QStringLiteral("graphExportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export graph"));
    m_scale->setObjectName(QStringLiteral("graphExportScale"));
    m_scale->setRange(0.5, 4);
    m_scale->setSingleStep(0.5);
    m_scale->setDecimals(1);
    m_scale->setValue(2);
    m_scale->setSuffix(tr(" × screen"));
    m_size->setObjectName(QStringLiteral("graphExportSize"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Graph:"), m_graph);
    form->addRow(tr("&Format:"), m_format);
    form->addRow(tr("&Area:"), m_area);
    form->addRow(tr("&Scale:"), m_scale);
    form->addRow(tr("Size:"), m_size);
    form->addRow(buttons);
    if (!graphs.streamingView()->drawing()) {
        m_graph->setEnabled(false);
    } else {
        m_graph->setCurrentIndex(graphs.streamingView()->hasFocus() ? 1 : 0);
    }
    for (QComboBox* box : {m_graph, m_format, m_area})
        connect(box, &QComboBox::currentIndexChanged, this, &GraphExportDialog::showSize);
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &GraphExportDialog::showSize);
    connect(buttons, &QDialogButtonBox::accepted, this, &GraphExportDialog::askWhere);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showSize();
}

GraphView* GraphExportDialog::view() const {
    return m_graph->currentIndex() == 1 ? m_graphs.streamingView() : m_graphs.canonicalView();
}

GraphExport GraphExportDialog::chosen() const {
    return {.format = static_cast<GraphFormat>(m_format->currentIndex()),
            .visibleOnly = m_area->currentIndex() == 1,
            .scale = m_scale->value()};
}

void GraphExportDialog::showSize() {
    const GraphExport what = chosen();
    m_scale->setEnabled(what.format == GraphFormat::png);
    m_area->setEnabled(what.format != GraphFormat::dot);
    const QSize size = exportSize(*view(), what);
    if (what.format == GraphFormat::dot) {
        m_size->setText(tr("all operators, as text"));
        return;
    }
    QString words = tr("%1 × %2 pixels").arg(countText(size.width()), countText(size.height()));
    // As a picture in memory, where every pixel takes four bytes.
    const double mebibytes = 4.0 * size.width() * size.height() / (1024 * 1024);
    if (what.format == GraphFormat::png && mebibytes > 32)
        words += tr(" (%1 in memory)").arg(figureText(mebibytes, QStringLiteral("MiB")));
    m_size->setText(words);
}

void GraphExportDialog::askWhere() {
    const GraphExport what = chosen();
    const QString ending = QLatin1String(endings[static_cast<std::size_t>(what.format)]);
    QFileDialog* dialog =
        newFileDialog(parentWidget(), QStringLiteral("graphExportFile"), tr("Export graph"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(filterOf(what.format));
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(QStringLiteral("%1.%2").arg(m_name, ending));
    connect(dialog, &QFileDialog::fileSelected, this, &GraphExportDialog::write);
    dialog->open();
}

void GraphExportDialog::write(const QString& file) {
    try {
        Q_EMIT chosenFor(file, graphPicture(*view(), chosen()), chosen());
    } catch (const Error& error) {
        Q_EMIT failed(QStringLiteral("%1. %2").arg(QString::fromStdString(error.failure().message),
                                                   QString::fromStdString(error.failure().advice)));
    }
    accept();
}

}  // namespace lockstep::app
