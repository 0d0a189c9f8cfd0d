#include "app/variant_links.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <algorithm>

#include "app/variant_dialog.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/variants_panel.h"

namespace lockstep::app {

VariantLinks::VariantLinks(ViewStore& store, DocumentController& controller, const Actions& actions,
                           const Docks& docks, QWidget* window)
    : QObject(window),
      m_store(store),
      m_controller(controller),
      m_docks(docks),
      m_actions(actions),
      m_window(window) {
    VariantsPanel* panel = docks.variants;
    connect(panel, &VariantsPanel::keepWanted, actions[Command::keepVariant], &QAction::trigger);
    connect(actions[Command::keepVariant], &QAction::triggered, this, &VariantLinks::keep);
    connect(panel, &VariantsPanel::openWanted, this, &VariantLinks::open);
    connect(panel, &VariantsPanel::compareWanted, this, &VariantLinks::compare);
    connect(panel, &VariantsPanel::makeWanted, this, &VariantLinks::make);
    connect(panel, &VariantsPanel::renamed, this, &VariantLinks::rename);
    connect(panel, &VariantsPanel::removeWanted, this, &VariantLinks::remove);
    connect(panel, &VariantsPanel::moveWanted, this, &VariantLinks::move);
    connect(panel, &VariantsPanel::copyWanted, this, &VariantLinks::copy);
    connect(panel, &VariantsPanel::baselineChosen, this, [this](int row) {
        m_baseline = row;
        show();
        Q_EMIT changed();
    });
    connect(actions[Command::stop], &QAction::triggered, this, [this] { m_runner.cancel(); });
    connect(&controller, &DocumentController::busyChanged, this, &VariantLinks::showCanKeep);
    for (const auto signal : {&DocumentController::compiledChanged, &DocumentController::failuresChanged,
                              &DocumentController::documentsChanged})
        connect(&controller, signal, this, &VariantLinks::keepCompiled, Qt::QueuedConnection);
    connect(&controller, &DocumentController::busyChanged, this, &VariantLinks::keepCompiled);
    connect(&controller, &DocumentController::compiledChanged, this, &VariantLinks::show);
    connect(&controller, &DocumentController::failuresChanged, this, &VariantLinks::show);
    connect(&controller, &DocumentController::currentChanged, this, &VariantLinks::show);
    connect(&store, &ViewStore::changed, this, [this](const ViewState& before, const ViewState& after) {
        if (before.targetUs != after.targetUs || compileRequest(before) != compileRequest(after)) show();
    });
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this](const QString& file) {
        for (KeptVariant& variant : m_list)
            if (variant.made.document.file == file || variant.made.document.view.config == file)
                variant.outdated = true;
        watch();
        show();
    });
    show();
}

VariantLinks::~VariantLinks() = default;

KeptVariant* VariantLinks::find(quint64 id) {
    const auto found =
        std::ranges::find_if(m_list, [id](const KeptVariant& variant) { return variant.id == id; });
    return found == m_list.end() ? nullptr : &*found;
}

QString VariantLinks::freeName(const QString& wish, quint64 except) const {
    QString name = wish;
    const auto taken = [&] {
        return std::ranges::any_of(m_list, [&](const KeptVariant& variant) {
            return variant.id != except && variant.made.name == name;
        });
    };
    for (int i = 2; taken(); ++i) name = QStringLiteral("%1 (%2)").arg(wish).arg(i);
    return name;
}

bool VariantLinks::canKeep() const {
    const Document* document = m_controller.current();
    // While it is compiled, what is asked for and what is there are not the same.
    return document != nullptr && !m_controller.isPreparing() &&
           (document->compiled || document->failures.contains(Stage::compile));
}

void VariantLinks::keep() {
    if (!canKeep()) return;
    add(*m_controller.current());
    showList();
}

void VariantLinks::add(const Document& document) {
    KeptVariant variant = variantOf(document);
    variant.id = m_nextId++;
    variant.made.name = freeName(variant.made.name, variant.id);
    m_list.push_back(std::move(variant));
    watch();
    show();
    m_docks.variants->selectRow(static_cast<int>(m_list.size()) - 1);
    Q_EMIT changed();
}

void VariantLinks::showList() {
    QDockWidget* dock = m_docks.dockOf(m_docks.variants);
    dock->show();
    dock->raise();
}

void VariantLinks::keepWhenCompiled(const std::vector<quint64>& documents) {
    m_awaited.insert(m_awaited.end(), documents.begin(), documents.end());
    keepCompiled();
}

void VariantLinks::keepCompiled() {
    if (m_awaited.empty() || m_controller.isPreparing()) return;
    // In their order: the first one is the baseline of a list that was empty.
    bool added = false;
    while (!m_awaited.empty()) {
        const auto& documents = m_controller.documents();
        const auto found = std::ranges::find_if(
            documents, [&](const auto& document) { return document->id == m_awaited.front(); });
        const bool open = found != documents.end();
        const bool refused = open && (*found)->failures.contains(Stage::compile);
        // What is neither compiled nor refused by a stage waits for its shapes.
        if (open && !(*found)->compiled && (*found)->failures.empty()) break;
        if (open && ((*found)->compiled || refused)) {
            add(**found);
            added = true;
        }
        m_awaited.erase(m_awaited.begin());
    }
    if (added) showList();
}

void VariantLinks::open(int row) {
    const KeptVariant variant = m_list.at(static_cast<std::size_t>(row));
    const SessionDocument& made = variant.made.document;
    const auto& documents = m_controller.documents();
    const auto found =
        std::ranges::find_if(documents, [&](const auto& document) { return document->file == made.file; });
    if (found == documents.end()) {
        ViewState view = made.view;
        view.theme = m_store.state().theme;
        view.docks = {};
        m_controller.open(made.file, made.isProgram, made.options, view, true);
        return;
    }
    // The document stays as it is, with its layout, selection and cursors: only what is computed changes.
    m_controller.setCurrent(static_cast<int>(found - documents.begin()));
    if (made.isProgram) return;
    m_store.change(tr("variant"), ViewStore::Group::single, [&](ViewState& state) {
        state.streamingAxes = made.view.streamingAxes;
        state.everyStep = made.view.everyStep;
        state.config = made.view.config;
        state.precision = made.view.precision;
        state.pins = made.view.pins;
        state.build = made.view.build;
        state.input = made.view.input;
        state.reference = made.view.reference;
        state.resetEvery = made.view.resetEvery;
        state.edits = made.view.edits;
    });
    if (!sameOptions(m_controller.current()->options, made.options))
        m_controller.setOptions(made.options, made.view.streamingAxes);
}

void VariantLinks::make(int row) {
    KeptVariant& variant = m_list.at(static_cast<std::size_t>(row));
    variant.making = true;
    const quint64 id = variant.id;
    m_runner.start(
        QStringLiteral("variant%1").arg(id), tr("Compiling %1").arg(variant.made.name),
        [made = variant.made](const JobControl& control) { return makeVariant(made, control); },
        [this, id](const MadeVariant& made) {
            KeptVariant* found = find(id);
            if (found == nullptr) return;
            found->making = found->outdated = false;
            found->compiled = made.compiled;
            found->recording.reset();
            found->figures.failure.reset();
            found->refused.reset();
            found->figures.report = made.report;
            found->figures.graph = made.graph;
            show();
        },
        [this, id](const Failure& failure) {
            KeptVariant* found = find(id);
            if (found == nullptr) return;
            found->making = false;
            // Figures that were there stay; what was stopped is as it was.
            if (failure.kind != FailureKind::cancelled) {
                if (found->figures.report) {
                    found->outdated = true;
                    found->refused = failure;
                } else {
                    found->outdated = false;
                    found->figures.failure = failure;
                }
            }
            show();
        });
    show();
}

void VariantLinks::rename(int row, const QString& name) {
    KeptVariant& variant = m_list.at(static_cast<std::size_t>(row));
    if (name.trimmed().isEmpty()) return;
    variant.made.name = freeName(name.trimmed(), variant.id);
    show();
    Q_EMIT changed();
}

void VariantLinks::remove(int row) {
    m_runner.drop(QStringLiteral("variant%1").arg(m_list.at(static_cast<std::size_t>(row)).id));
    m_list.erase(m_list.begin() + row);
    if (m_baseline > row || m_baseline >= static_cast<int>(m_list.size()))
        m_baseline = std::max(0, m_baseline - 1);
    watch();
    show();
    Q_EMIT changed();
}

void VariantLinks::move(int from, int to) {
    const quint64 base = m_list.at(static_cast<std::size_t>(m_baseline)).id;
    KeptVariant moved = std::move(m_list.at(static_cast<std::size_t>(from)));
    m_list.erase(m_list.begin() + from);
    m_list.insert(m_list.begin() + to, std::move(moved));
    for (std::size_t i = 0; i < m_list.size(); ++i)
        if (m_list[i].id == base) m_baseline = static_cast<int>(i);
    show();
    Q_EMIT changed();
}

void VariantLinks::compare(int row) {
    if (m_dialog == nullptr) m_dialog = new VariantDialog(m_window);
    const std::vector<Variant> variants = variantsFor(m_list, m_store.state().targetUs);
    const auto at = [&](int index) {
        const auto i = static_cast<std::size_t>(index);
        return VariantDialog::Side{variants[i], m_list[i].compiled, m_list[i].recording};
    };
    m_dialog->compare(at(m_baseline), at(row));
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void VariantLinks::copy(bool markdown) {
    if (m_list.empty()) return;
    const std::vector<Variant> variants = variantsFor(m_list, m_store.state().targetUs);
    const auto base = static_cast<std::size_t>(m_baseline);
    QApplication::clipboard()->setText(
        text(markdown ? variants_markdown(variants, base) : variants_csv(variants, base)));
}

void VariantLinks::watch() {
    const QStringList watched = m_watcher.files();
    QStringList wanted;
    for (const KeptVariant& variant : m_list)
        for (const QString& file : {variant.made.document.file, variant.made.document.view.config})
            if (QFileInfo::exists(file) && QFileInfo(file).isAbsolute()) wanted << file;
    for (const QString& file : watched)
        if (!wanted.contains(file)) m_watcher.removePath(file);
    for (const QString& file : std::as_const(wanted))
        if (!m_watcher.files().contains(file)) m_watcher.addPath(file);
}

void VariantLinks::showCanKeep() {
    m_docks.variants->setCanKeep(canKeep());
    m_actions[Command::keepVariant]->setEnabled(canKeep());
}

void VariantLinks::show() {
    showCanKeep();
    const Document* document = m_controller.current();
    QList<VariantMark> marks;
    for (const KeptVariant& variant : m_list) {
        const SessionDocument& made = variant.made.document;
        QString tip = QDir::toNativeSeparators(made.file) + QLatin1Char('\n') + made.view.config;
        if (const QString options = optionWords(made.view); !options.isEmpty())
            tip += QLatin1Char('\n') + options;
        for (const std::optional<Failure>& failure : {variant.figures.failure, variant.refused})
            if (failure) tip += QLatin1Char('\n') + text(failure->message);
        marks << VariantMark{.tip = tip,
                             .shown = document != nullptr && shows(*document, variant),
                             .outdated = variant.outdated,
                             .making = variant.making};
    }
    m_docks.variants->setVariants(m_list.empty()
                                      ? DocumentTable{}
                                      : variants_table(variantsFor(m_list, m_store.state().targetUs),
                                                       static_cast<std::size_t>(m_baseline)),
                                  m_baseline, marks);
}

std::vector<SessionVariant> VariantLinks::saved() const {
    std::vector<SessionVariant> variants;
    for (const KeptVariant& variant : m_list) variants.push_back(variant.made);
    return variants;
}

void VariantLinks::restore(const std::vector<SessionVariant>& variants, int baseline) {
    for (const KeptVariant& variant : m_list) m_runner.drop(QStringLiteral("variant%1").arg(variant.id));
    m_list.clear();
    for (const SessionVariant& saved : variants) {
        KeptVariant variant;
        variant.id = m_nextId++;
        variant.made = saved;
        m_list.push_back(std::move(variant));
    }
    m_baseline = std::clamp(baseline, 0, std::max(0, static_cast<int>(m_list.size()) - 1));
    watch();
    show();
    for (int row = 0; row < static_cast<int>(m_list.size()); ++row) make(row);
}

}  // namespace lockstep::app
