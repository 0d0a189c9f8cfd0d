#include "widgets/plots/error_plot.h"

#include <QCheckBox>
#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/report/palette.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/plot_view.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

QColor shade(const OpColour& colour, bool dark) {
    const Rgb& rgb = dark ? colour.dark_mark : colour.light_mark;
    return {rgb.r, rgb.g, rgb.b};
}

constexpr std::int64_t blockSize = 64;  ///< inferences

/// The extremes of a figure in blocks of inferences: a million of them are drawn from a sixty-fourth. Each
/// block is looked at once, when it is first drawn; one where an inference has no reference or no finite
/// error gives nothing.
class Blocks {
  public:
    Blocks(std::shared_ptr<const Recording> recording, double InferenceRecord::*figure)
        : m_recording(std::move(recording)),
          m_figure(figure),
          m_known(m_recording->inferences.size() / blockSize),
          m_blocks(m_known.size()) {}

    std::optional<CurveBlock> at(std::size_t index) {
        if (index >= m_blocks.size()) return std::nullopt;
        if (!m_known[index]) {
            m_known[index] = true;
            m_blocks[index] = look(index * blockSize);
        }
        return m_blocks[index];
    }

  private:
    std::optional<CurveBlock> look(std::size_t begin) const {
        CurveBlock block;
        for (std::size_t i = begin; i < begin + blockSize; ++i) {
            const InferenceRecord& record = m_recording->inferences[i];
            const double value = record.*m_figure;
            if (!record.has_error() || !std::isfinite(value)) return std::nullopt;
            const CurvePoint point{static_cast<double>(i), value};
            if (i == begin || value < block.least.y) block.least = point;
            if (i == begin || value > block.most.y) block.most = point;
            if (value > 0 && (block.leastPositive == 0 || value < block.leastPositive))
                block.leastPositive = value;
        }
        return block;
    }

    std::shared_ptr<const Recording> m_recording;
    double InferenceRecord::*m_figure;
    std::vector<bool> m_known;
    std::vector<std::optional<CurveBlock>> m_blocks;
};

/// A figure of all inferences that have a reference.
Curve curveOf(const std::shared_ptr<const Recording>& recording, double InferenceRecord::*figure) {
    const auto record = [recording](std::int64_t i) -> const InferenceRecord& {
        return recording->inferences[static_cast<std::size_t>(i - recording->inferences.front().index)];
    };
    const auto blocks = std::make_shared<Blocks>(recording, figure);
    const bool whole = recording->inferences.front().index == 0;
    return {
        .first = recording->inferences.front().index,
        .count = static_cast<std::int64_t>(recording->inferences.size()),
        .value = [record, figure](std::int64_t i) { return record(i).*figure; },
        .present = [record](std::int64_t i) { return record(i).has_error(); },
        .blockSize = whole ? blockSize : 0,
        .block = [blocks](std::int64_t i) { return blocks->at(static_cast<std::size_t>(i / blockSize)); }};
}

/// Two inferences with a reference have some without between them.
bool isSampled(const Recording& recording) {
    bool before = false;
    bool gap = false;
    for (const InferenceRecord& record : recording.inferences) {
        const bool has = record.reference != ReferenceKind::none;
        if (has && gap) return true;
        gap = before && !has;
        before = before || has;
    }
    return false;
}

/// The first inference of every run of inferences with one kind of reference. Where it is sampled, what lies
/// between two samples belongs to their run.
std::vector<const InferenceRecord*> referenceRuns(const Recording& recording) {
    std::vector<const InferenceRecord*> runs;
    for (const InferenceRecord& record : recording.inferences) {
        if (!runs.empty() && runs.back()->reference == record.reference) continue;
        const std::size_t count = runs.size();
        const bool gap = count >= 2 && runs[count - 1]->reference == ReferenceKind::none &&
                         runs[count - 2]->reference == record.reference;
        if (gap) {
            runs.pop_back();
        } else {
            runs.push_back(&record);
        }
    }
    // Behind the last sample too, as far as the others lie apart.
    if (runs.size() >= 2 && runs.back()->reference == ReferenceKind::none && isSampled(recording))
        runs.pop_back();
    return runs;
}

}  // namespace

ErrorPlot::ErrorPlot(QWidget* parent)
    : QWidget(parent),
      m_plot(new PlotView(tr("Output error"), this)),
      m_logarithmic(new QCheckBox(tr("Log"))) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    setFocusProxy(m_plot);
    m_logarithmic->setToolTip(tr("Logarithmic error axis; exact zeros stand in the band below"));
    m_plot->header()->addControl(m_logarithmic);
    m_plot->setEmptyText(
        tr("The error of every inference will appear here. Compile a model for an accelerator and run it "
           "(F5)."));
    connect(m_logarithmic, &QCheckBox::toggled, m_plot, &PlotView::setLogarithmic);
    connect(m_plot, &PlotView::inferenceChosen, this, &ErrorPlot::inferenceChosen);
    m_logarithmic->setChecked(true);
}

void ErrorPlot::setRecording(std::shared_ptr<const Recording> recording) {
    m_recording = std::move(recording);
    showRecording();
}

void ErrorPlot::setTolerance(double atol, double rtol) {
    m_atol = atol;
    m_rtol = rtol;
    showRecording();
}

void ErrorPlot::setInputDescription(const QString& inputs) {
    if (inputs == m_inputs) return;
    m_inputs = inputs;
    showRecording();
}

void ErrorPlot::setCurrentInference(std::optional<std::int64_t> inference) {
    m_plot->setCurrentInference(inference);
}
void ErrorPlot::setRange(AxisRange* range) {
    m_plot->setRange(range);
}
void ErrorPlot::setLogarithmic(bool logarithmic) {
    m_logarithmic->setChecked(logarithmic);
}
QString ErrorPlot::caption() const {
    return m_plot->header()->caption();
}

QString ErrorPlot::referenceText() const {
    const auto describe = [](ReferenceKind kind) {
        switch (kind) {
            case ReferenceKind::forward:
                return tr("the file's own forward (LibTorch, fp32)");
            case ReferenceKind::stepped:
                return tr("the streaming graph stepped with LibTorch (fp32)");
            case ReferenceKind::file:
                return tr("outputs of a file");
            case ReferenceKind::none:
                break;
        }
        return tr("no reference");
    };
    QStringList parts;
    const std::int64_t warmUp = m_recording->reference.warm_up;
    for (const InferenceRecord* run : referenceRuns(*m_recording)) {
        if (warmUp > 0 && run->reference == ReferenceKind::none) continue;
        const QString kind = describe(run->reference);
        parts += parts.isEmpty() ? kind : tr("from inference %1: %2").arg(run->index).arg(kind);
    }
    // A run that switches to and fro is not told in one line.
    if (parts.size() > 3) parts = QStringList{tr("several references, marked below")};
    QString text = tr("VM against %1").arg(parts.join(QStringLiteral("; ")));
    if (parts.isEmpty()) text = tr("no valid output yet");
    if (!m_inputs.isEmpty()) text += tr(", on %1").arg(m_inputs);
    if (warmUp > 0) text += tr("; the first %1 inferences are the warm-up").arg(warmUp);
    return text;
}

void ErrorPlot::showRecording() {
    if (!m_recording || m_recording->inferences.empty()) {
        m_plot->setSeries({});
        m_plot->setMarks({});
        m_plot->setFigure({});
        m_plot->header()->setCaption({});
        return;
    }
    const ThemeColors& style = themeColors(palette());
    const std::vector<InferenceRecord>& inferences = m_recording->inferences;
    m_plot->range()->setLimits(static_cast<double>(inferences.front().index) - 0.5,
                               static_cast<double>(inferences.back().index) + 0.5);
    std::vector<PlotSeries> series;
    series.push_back({.name = tr("max |Δ|"),
                      .curve = curveOf(m_recording, &InferenceRecord::max_abs_error),
                      .colour = shade(palette::vermillion, style.dark)});
    // Of one output the rms is that one difference: a second line would hide the first.
    if (m_recording->output_size != 1)
        series.push_back({.name = tr("rms Δ"),
                          .curve = curveOf(m_recording, &InferenceRecord::rms_error),
                          .colour = shade(palette::blue, style.dark),
                          .line = Qt::DashLine});
    // A model's tolerance grows with its outputs: what is between the two lines may pass or not.
    if (m_rtol > 0) {
        Curve most = curveOf(m_recording, &InferenceRecord::reference_max_abs);
        const auto allowed = [atol = m_atol, rtol = m_rtol](double size) { return atol + rtol * size; };
        most.value = [of = most.value, allowed](std::int64_t i) { return allowed(of(i)); };
        most.block = [of = most.block, allowed](std::int64_t i) {
            std::optional<CurveBlock> block = of(i);
            if (!block) return block;
            block->least.y = block->leastPositive = allowed(block->least.y);
            block->most.y = allowed(block->most.y);
            return block;
        };
        series.push_back({.name = tr("tolerance at the largest output"),
                          .curve = std::move(most),
                          .colour = style.quietText,
                          .line = Qt::DotLine,
                          .width = 1});
    }
    m_plot->setSeries(std::move(series));
    m_plot->setLevels({{m_atol,
                        m_rtol > 0 ? tr("atol %1: all below passes; larger outputs may differ by more, up to "
                                        "the dotted line")
                                         .arg(figureText(m_atol))
                                   : tr("atol %1: below, every output passes").arg(figureText(m_atol)),
                        style.quietText}});
    std::vector<PlotMark> marks;
    for (const InferenceRecord* run : referenceRuns(*m_recording)) {
        if (run == &inferences.front()) continue;
        const QString kind = run->reference == ReferenceKind::stepped   ? tr("stepped")
                             : run->reference == ReferenceKind::forward ? tr("forward")
                             : m_recording->reference.warm_up > 0       ? tr("warm-up")
                                                                        : tr("no reference");
        marks.push_back({static_cast<double>(run->index) - 0.5, kind});
    }
    m_plot->setMarks(std::move(marks));
    m_plot->header()->setCaption(referenceText());
    const bool any = std::any_of(inferences.begin(), inferences.end(), [](const InferenceRecord& record) {
        return record.reference != ReferenceKind::none;
    });
    if (!any) {
        m_plot->setFigure({tr("no reference")});
        return;
    }
    const ErrorSummary& error = m_recording->error;
    m_plot->header()->setToolTip(tr("Tolerance: |VM − reference| ≤ %1 + %2·|reference| for every output")
                                     .arg(figureText(m_atol), figureText(m_rtol)));
    m_plot->setFigure({tr("max |Δ| %1").arg(figureText(error.max_abs)),
                       error.allclose ? tr("✓ within tolerance") : tr("✗ outside tolerance"),
                       tr("rms %1").arg(figureText(error.rms))});
}

void ErrorPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showRecording();
    QWidget::changeEvent(event);
}

}  // namespace lockstep
