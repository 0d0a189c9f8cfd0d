#include "widgets/panels/tensor_window.h"

#include <QAbstractTableModel>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/panels/panel_text.h"
#include "widgets/panels/tensor_map.h"
#include "widgets/plots/export_menu.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

/// Reads the values where they are.
class TensorModel : public QAbstractTableModel {
  public:
    TensorModel(Tensor tensor, QObject* parent) : QAbstractTableModel(parent), m_tensor(std::move(tensor)) {
        m_columns = m_tensor.shape().empty() ? 1 : std::max<std::int64_t>(m_tensor.shape().back(), 1);
        m_rows = m_tensor.size() / m_columns;
    }

    int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(std::min<std::int64_t>(m_rows, 10'000'000));
    }
    int columnCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(std::min(m_columns, TensorWindow::mostColumns));
    }
    QVariant data(const QModelIndex& index, int role) const override {
        if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
        const float value =
            m_tensor.values()[static_cast<std::size_t>(index.row() * m_columns + index.column())];
        if (role == Qt::ToolTipRole) return QString::number(static_cast<double>(value), 'g', 9);
        return valueText(value, m_format);
    }
    void setFormat(ValueFormat format) {
        beginResetModel();
        m_format = format;
        endResetModel();
    }
    /// The places on the axes before the last one.
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (role != Qt::DisplayRole) return {};
        if (orientation == Qt::Horizontal || m_tensor.shape().size() < 2) return section;
        QStringList places;
        std::int64_t rest = section;
        for (std::size_t axis = m_tensor.shape().size() - 1; axis-- > 0;) {
            places.prepend(QString::number(rest % m_tensor.shape()[axis]));
            rest /= m_tensor.shape()[axis];
        }
        return places.join(QStringLiteral(", "));
    }

  private:
    Tensor m_tensor;
    ValueFormat m_format = ValueFormat::figures;
    std::int64_t m_rows = 0;
    std::int64_t m_columns = 1;
};

}  // namespace

TensorWindow::TensorWindow(const Tensor& tensor, const QString& name, QWidget* parent, ValueFormat format)
    : QDialog(parent),
      m_tensor(tensor),
      m_name(name),
      m_map(new TensorMap(this)),
      m_table(new QTableView(this)) {
    setObjectName(QStringLiteral("tensorWindow"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1, %2").arg(name, shapeText(tensor.shape())));
    resize(760, 520);
    m_map->setTensor(tensor, name);
    m_table->setObjectName(QStringLiteral("tensorTable"));
    m_table->setAccessibleName(tr("Values as numbers"));
    m_table->setModel(new TensorModel(tensor, m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setFont(themeFont(font(), TextSize::small));
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 4);
    auto* parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(m_map);
    parts->addWidget(m_table);
    parts->setStretchFactor(1, 1);
    auto* values = new QPushButton(tr("Save NPY (fp32)…"), this);
    values->setObjectName(QStringLiteral("tensorSaveValues"));
    values->setToolTip(tr("The values as the model holds them"));
    auto* bits = new QPushButton(tr("Save NPY (bf16 bits)…"), this);
    bits->setObjectName(QStringLiteral("tensorSaveBits"));
    bits->setToolTip(tr("Each value rounded to bf16, as its 16 bits (uint16)"));
    values->setAutoDefault(false);
    bits->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    const std::int64_t columns = tensor.shape().empty() ? 1 : tensor.shape().back();
    auto* note = new QLabel(columns > mostColumns ? tr("The table shows the first %1 of %2 columns.")
                                                        .arg(countText(mostColumns), countText(columns))
                                                  : QString(),
                            this);
    note->setForegroundRole(QPalette::PlaceholderText);
    auto* formats = makeFormatChooser(this);
    connect(formats, &QComboBox::currentIndexChanged, this, [this, formats] {
        setFormat(formatOfWord(formats->currentData().toString()).value_or(ValueFormat::figures));
    });
    showFormat(*formats, format);
    setFormat(format);
    row->addWidget(formats);
    row->addWidget(note, 1);
    row->addWidget(values);
    row->addWidget(bits);
    auto* column = new QVBoxLayout(this);
    column->addWidget(parts, 1);
    column->addLayout(row);
    connect(values, &QPushButton::clicked, this, [this] { save(NpyKind::float32); });
    connect(bits, &QPushButton::clicked, this, [this] { save(NpyKind::bf16_bits); });
}

void TensorWindow::setFormat(ValueFormat format) {
    static_cast<TensorModel*>(m_table->model())->setFormat(format);
    const QFontMetrics metrics = m_table->fontMetrics();
    m_table->horizontalHeader()->setDefaultSectionSize(metrics.horizontalAdvance(widestValue(format)) +
                                                       2 * metrics.horizontalAdvance(u'0'));
}

void TensorWindow::save(NpyKind kind) {
    auto* dialog = new QFileDialog(this, tr("Save tensor"));
    dialog->setObjectName(QStringLiteral("tensorFile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("NumPy array (*.npy)"));
    dialog->setDefaultSuffix(QStringLiteral("npy"));
    QString name = m_name;
    name.replace(QLatin1Char('/'), QLatin1Char('_'));
    dialog->selectFile(name + QStringLiteral(".npy"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, kind](const QString& file) {
        const QString problem = writeFile(file, tensorNpy(m_tensor, kind));
        if (problem.isEmpty()) return;
        auto* box = new QMessageBox(QMessageBox::Warning, tr("Save tensor"), problem, QMessageBox::Ok, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    dialog->open();
}

}  // namespace lockstep
