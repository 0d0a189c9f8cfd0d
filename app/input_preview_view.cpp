#include "app/input_preview_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/panels/panel_table.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

/// Columns of the first rows that are shown.
constexpr std::size_t mostColumns = 64;
const QString onChange = QStringLiteral(":change");

enum FigureColumn { valueName, least, largest, mean, remark };

}  // namespace

InputPreviewView::InputPreviewView(QWidget* parent)
    : QWidget(parent),
      m_caption(new QLabel(this)),
      m_fit(new QLabel(this)),
      m_options(new QWidget(this)),
      m_columns(new QLineEdit(this)),
      m_resetColumn(new QComboBox(this)),
      m_resetOnChange(new QCheckBox(tr("where it &changes"), this)),
      m_head(makePanelTable(new PanelTableModel({}, this), "previewHead", tr("First rows"), this)),
      m_figureModel(new PanelTableModel({{tr("Value"), false},
                                         {tr("Least"), true},
                                         {tr("Largest"), true},
                                         {tr("Mean"), true},
                                         {tr("Remark"), false}},
                                        this)),
      m_figures(makePanelTable(m_figureModel, "previewFigures", tr("Figures of each value"), this)) {
    m_caption->setObjectName(QStringLiteral("previewCaption"));
    m_caption->setWordWrap(true);
    m_fit->setObjectName(QStringLiteral("previewFit"));
    m_fit->setWordWrap(true);
    makeOptions();
    m_head->horizontalHeader()->setStretchLastSection(false);
    m_head->horizontalHeader()->setSectionsClickable(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_caption);
    layout->addWidget(m_fit);
    layout->addWidget(m_options);
    layout->addWidget(m_head, 3);
    layout->addWidget(m_figures, 2);
    layout->addStretch(0);
    connect(m_head->horizontalHeader(), &QHeaderView::sectionClicked, this, &InputPreviewView::toggleColumn);
    showWords({});
}

void InputPreviewView::makeOptions() {
    m_columns->setObjectName(QStringLiteral("previewColumns"));
    m_columns->setAccessibleName(tr("Columns that are values"));
    m_columns->setPlaceholderText(tr("all"));
    m_columns->setToolTip(tr(
        "Names of the header or numbers from 1, separated by commas, in the order of the input's values; a "
        "click on a column's head adds it or takes it away"));
    m_resetColumn->setObjectName(QStringLiteral("resetColumn"));
    m_resetColumn->setAccessibleName(tr("Column that resets the state"));
    m_resetColumn->setToolTip(
        tr("The state goes back to its initial value in front of a row where this column is not 0"));
    m_resetOnChange->setObjectName(QStringLiteral("resetOnChange"));
    m_resetOnChange->setToolTip(tr("… where it differs from the row before, as a day or a session does"));
    auto* row = new QHBoxLayout(m_options);
    row->setContentsMargins(0, 0, 0, 0);
    auto* columnsLabel = new QLabel(tr("C&olumns"), this);
    columnsLabel->setBuddy(m_columns);
    auto* resetLabel = new QLabel(tr("Rese&ts the state"), this);
    resetLabel->setBuddy(m_resetColumn);
    row->addWidget(columnsLabel);
    row->addWidget(m_columns, 1);
    row->addSpacing(8);
    row->addWidget(resetLabel);
    row->addWidget(m_resetColumn);
    row->addWidget(m_resetOnChange);
    connect(m_columns, &QLineEdit::editingFinished, this, [this] {
        const QString columns = m_columns->text().simplified();
        if (columns != m_shown.columns) Q_EMIT columnsChosen(columns);
    });
    connect(m_resetColumn, &QComboBox::activated, this, &InputPreviewView::resetChosen);
    connect(m_resetOnChange, &QCheckBox::clicked, this, &InputPreviewView::resetChosen);
}

void InputPreviewView::showWords(const QString& words) {
    m_caption->setText(words);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_fit, m_options, m_head, m_figures})
        widget->hide();
}

QString InputPreviewView::resetColumn() const {
    const QString name = m_resetColumn->currentData().toString();
    return name.isEmpty() || !m_resetOnChange->isChecked() ? name : name + onChange;
}

void InputPreviewView::setResetColumn(const QString& words) {
    const bool change = words.endsWith(onChange);
    const QString name = change ? words.chopped(onChange.size()) : words;
    m_resetOnChange->setChecked(change);
    m_resetColumn->clear();
    m_resetColumn->addItem(tr("none"), QString());
    if (!name.isEmpty()) m_resetColumn->addItem(name, name);
    m_resetColumn->setCurrentIndex(m_resetColumn->count() - 1);
}

void InputPreviewView::fillResetColumns() {
    const QString before = m_resetColumn->currentData().toString();
    m_resetColumn->clear();
    m_resetColumn->addItem(tr("none"), QString());
    for (const std::string& name : m_array.header) m_resetColumn->addItem(text(name), text(name));
    m_resetColumn->setCurrentIndex(std::max(0, m_resetColumn->findData(before)));
    m_resetColumn->setEnabled(m_shown.hasState);
    m_resetOnChange->setEnabled(m_shown.hasState && m_resetColumn->currentIndex() > 0);
}

QString InputPreviewView::caption() const {
    const QString name = QFileInfo(m_shown.file).fileName();
    QString words = m_array.header.empty() ? QStringLiteral("%1: %2").arg(name, shapeText(m_array.shape))
                                           : tr("%1: %2 columns").arg(name).arg(m_array.header.size());
    words += QStringLiteral(", ");
    words += m_array.rows ? tr("%1 inferences").arg(countText(*m_array.rows))
                          : tr("about %1 inferences").arg(countText(m_array.about_rows));
    if (m_array.looked_at < m_array.about_rows)
        words += tr("; the figures are of the first %1").arg(countText(m_array.looked_at));
    if (m_array.resets > 0)
        words += tr("; the state goes back %1 times in them").arg(countText(m_array.resets));
    return words;
}

void InputPreviewView::showArray(const ArrayPreview& array, const Shown& shown) {
    m_array = array;
    m_shown = shown;
    m_caption->setText(caption());
    const ThemeColors& colours = themeColors(palette());
    QPalette tone = palette();
    tone.setColor(QPalette::WindowText, shown.problem.isEmpty() ? colours.text : colours.error);
    m_fit->setPalette(tone);
    m_fit->setText(!shown.problem.isEmpty() ? shown.problem
                   : shown.judged           ? tr("✓ the shape fits")
                                            : tr("Windows or positions: judged when the run begins."));
    m_columns->setText(shown.columns);
    fillResetColumns();
    showHead();
    showFigures();
    m_options->setVisible(!array.header.empty());
    m_fit->show();
    m_head->show();
    m_figures->show();
}

void InputPreviewView::showHead() {
    const bool isTable = !m_array.header.empty();
    const QStringList chosen = m_shown.columns.split(QLatin1Char(','), Qt::SkipEmptyParts);
    const QString reset = m_resetColumn->currentData().toString();
    QList<PanelTableModel::Column> columns;
    for (std::size_t k = 0;
         k < std::min(mostColumns, isTable ? m_array.header.size() : m_array.columns.size()); ++k) {
        const QString name = text(isTable ? m_array.header[k] : m_array.columns[k].name);
        const bool taken = chosen.isEmpty()
                               ? name != reset
                               : chosen.contains(name) || chosen.contains(QString::number(k + 1));
        columns << PanelTableModel::Column{isTable && taken ? QStringLiteral("✓ ") + name : name, true};
    }
    auto* model = new PanelTableModel(columns, this);
    model->setRows(static_cast<int>(m_array.head.size()), [this](int row, int column, int role) {
        const auto& cells = m_array.head[static_cast<std::size_t>(row)];
        if (role != Qt::DisplayRole || static_cast<std::size_t>(column) >= cells.size()) return QVariant();
        return QVariant(text(cells[static_cast<std::size_t>(column)]));
    });
    // A view leaves both to who set the model.
    const QAbstractItemModel* before = m_head->model();
    const QItemSelectionModel* selection = m_head->selectionModel();
    m_head->setModel(model);
    delete selection;
    delete before;
}

QString InputPreviewView::remarks(const ColumnFigures& figures) const {
    QStringList words;
    if (figures.is_constant()) words << tr("constant");
    if (figures.bf16_loses()) words << tr("bf16 loses its spread: subtract an offset before");
    if (figures.non_finite > 0) words << tr("%1 not finite").arg(countText(figures.non_finite));
    return words.join(QStringLiteral(", "));
}

void InputPreviewView::showFigures() {
    m_figureModel->setRows(static_cast<int>(m_array.columns.size()), [this](int row, int column, int role) {
        const ColumnFigures& each = m_array.columns[static_cast<std::size_t>(row)];
        if (role == Qt::ForegroundRole && column == remark) return QVariant(themeColors(palette()).warning);
        if (role != Qt::DisplayRole) return QVariant();
        if (column == valueName) return QVariant(text(each.name));
        if (column == remark) return QVariant(remarks(each));
        if (each.count == 0) return QVariant(QStringLiteral("–"));
        const double figure = column == least ? each.minimum : column == largest ? each.maximum : each.mean;
        return QVariant(QString::number(figure, 'g', 6));
    });
}

void InputPreviewView::toggleColumn(int column) {
    if (m_array.header.empty()) return;
    const QString name = text(m_array.header[static_cast<std::size_t>(column)]);
    QStringList names = m_shown.columns.split(QLatin1Char(','), Qt::SkipEmptyParts);
    // All but the one that resets are taken until the first choice.
    if (names.isEmpty()) {
        for (const std::string& each : m_array.header)
            if (text(each) != m_resetColumn->currentData().toString()) names << text(each);
    }
    if (!names.removeOne(name) && !names.removeOne(QString::number(column + 1))) names << name;
    Q_EMIT columnsChosen(names.join(QLatin1Char(',')));
}

}  // namespace lockstep::app
