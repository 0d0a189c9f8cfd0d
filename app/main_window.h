#pragma once

#include <QMainWindow>

#include "app/actions.h"
#include "app/command_text.h"
#include "app/docks.h"
#include "app/document_controller.h"
#include "app/view_store.h"
#include "widgets/theme.h"

class QStackedWidget;
class QToolBar;

namespace lockstep {
struct TwinNode;
class TwinGraphView;
}  // namespace lockstep

namespace lockstep::app {

class ActivationWatch;
class BackgroundExport;
class DropOverlay;
class ErrorMicroscope;
class ErrorPage;
class GraphLinks;
class HelpWindow;
class InputDialog;
class MessageBar;
class OperatorStepper;
class PanelActions;
class BandDialog;
class CommandPalette;
class ConfigForm;
class ConfigsDialog;
class ReadoutDialog;
class RefusalPage;
class SelectionLinks;
class SessionKeeper;
struct Session;
class ShapeForm;
class StatusLine;
class TopBar;
class TransportBar;
class UnitSurvey;
class VariantLinks;
class SeveralModels;
class ViewDetails;
class WatchList;
class WelcomePage;

/// The window: holds its parts and leads what they say to each other. The work is done by DocumentController,
/// what is shown is held by ViewStore.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens models, programs, sessions, configs and input files, each as its kind wants.
    void openFiles(const QStringList& files);
    /// Without asking whether several models are to be compared.
    void openEach(const QStringList& files);
    void compareModels(const QStringList& files);
    /// What a window begins with: these files or, without any, what the preferences say.
    void begin(const QStringList& files);
    void openExample(int index);
    /// Opens a model with everything said; see DocumentController::open.
    void openModel(const QString& file, const ModelOptions& options, const ViewState& view, bool axesGiven);

    DocumentController& controller() { return *m_controller; }
    ViewStore& store() { return *m_store; }
    SelectionLinks& links() { return *m_links; }
    TwinGraphView& graphs() { return *m_graphs; }
    VariantLinks& variants() { return *m_variants; }
    ErrorMicroscope& microscope() { return *m_microscope; }
    OperatorStepper& operators() { return *m_operators; }
    const Actions& actions() const { return *m_actions; }
    const Docks& docks() const { return m_docks; }
    /// What the message bar says; empty if it is hidden.
    QString message() const;

  protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void changeEvent(QEvent* event) override;
    QMenu* createPopupMenu() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    // main_window.cpp: building and leading
    void buildCentre();
    void buildBars();
    void connectController();
    void connectBars();
    void restoreWindow();
    void viewChanged(const ViewState& before, const ViewState& after);

    // main_window_actions.cpp: what the commands do
    void connectActions();
    void connectRunActions();
    void updateActions();
    /// What has the keyboard, as a command can print it.
    Looked looked() const;
    void goToDialog();
    void compareDeployments();
    void about();
    void showHelp(const QString& page);

    // main_window_run.cpp: what is run, and where it stops
    void connectRun();
    void changeBreakpoints(const std::function<void(std::vector<Breakpoint>&)>& edit);
    void chooseInputs(const QString& file);
    void runUntilDialog();
    void goToHit(int direction);
    void editState(const QString& state, qint64 unit, double value);
    void connectOperators();
    void stepOperator(int direction);
    void showWatch();
    void showRuns();
    /// Where the run went on.
    void compareAgain();
    void showStateValues();
    void showStop(const Hit& hit, const QString& condition);
    void showGoal();
    void showTransport();

    // main_window_compile.cpp: how the model is compiled
    void connectCompile();
    void changeBuild(const std::function<void(BuildOptions&)>& edit);
    void choosePrecision(const PrecisionRule& chosen);
    void choosePin(const CorePin& chosen);
    /// False, and said, if it is a file that is none.
    bool chooseConfig(const QString& config);
    /// Shows what is asked for: policy, precisions, pins.
    void showPolicy();
    void policyChanged(const ViewState& before, const ViewState& after);
    void showNodeMenu(const TwinNode& node, const QPoint& at);
    void compareConfigs();
    void editConfig();

    // main_window_files.cpp: what opens and saves
    void openDialog();
    void openOne(const QString& file);
    /// Opens what is in it, or offers it.
    void openFolder(const QString& folder);
    void openSessionFile(const QString& file);
    void openSession(const Session& session);
    Session session() const;
    void reopenSession();
    void showPreferences();
    void applyPreferences();
    /// Offers what was open in a window that ended badly.
    void offerAbandoned();
    void openSessionDialog();
    void saveSessionDialog();
    void chooseConfigFile();
    void exportDialog(Command command);
    void writeExport(Command command, const QString& file);
    void showError(const Failure& failure);
    void askForInputs(const ModelProbe& probe);

    // main_window_errors.cpp: where errors come from, and what they change
    void connectErrors();
    void connectExports();
    void showErrors();
    void showDecisions();

    // main_window_views.cpp: what the views show
    void showPage();
    void showModel(bool fresh);
    void showProgram();
    /// The inspector's cycles, in the colours of the theme.
    void showCosts();
    /// What else could be done with a model that was just opened: a message with a button.
    void offer();
    void showRecording();
    void showProblems();
    void showFailure(Stage stage);
    void showCompileState();
    void showStatus();
    /// How sure the latency is: the nearest published rows.
    void showBand();
    void showBars();
    void showPanels(bool visible);
    void syncView(const std::function<void(ViewState&)>& edit);

    ViewStore* m_store;
    DocumentController* m_controller;
    ThemeSwitch* m_theme;
    Actions* m_actions;
    Docks m_docks;
    QToolBar* m_toolBar = nullptr;
    TopBar* m_topBar = nullptr;
    TransportBar* m_transport = nullptr;
    StatusLine* m_statusLine = nullptr;
    MessageBar* m_message = nullptr;
    QStackedWidget* m_pages = nullptr;
    WelcomePage* m_welcome = nullptr;
    ErrorPage* m_errorPage = nullptr;
    RefusalPage* m_refusalPage = nullptr;
    ShapeForm* m_shapeForm = nullptr;
    TwinGraphView* m_graphs = nullptr;
    DropOverlay* m_overlay = nullptr;
    SelectionLinks* m_links = nullptr;
    ErrorMicroscope* m_microscope = nullptr;
    PanelActions* m_panels = nullptr;
    GraphLinks* m_graphLinks = nullptr;
    UnitSurvey* m_unitSurvey = nullptr;
    ActivationWatch* m_activations = nullptr;
    OperatorStepper* m_operators = nullptr;
    WatchList* m_watch = nullptr;
    BackgroundExport* m_exports = nullptr;
    ViewDetails* m_details = nullptr;
    SeveralModels* m_several = nullptr;
    QString m_offer;  ///< what a crash left, as it was told
    HelpWindow* m_help = nullptr;
    ReadoutDialog* m_readoutDialog = nullptr;
    SessionKeeper* m_keeper = nullptr;
    CommandPalette* m_palette = nullptr;
    BandDialog* m_bandDialog = nullptr;
    ConfigsDialog* m_configsDialog = nullptr;
    ConfigForm* m_configForm = nullptr;
    VariantLinks* m_variants = nullptr;
    InputDialog* m_inputDialog = nullptr;
    bool m_panelsShown = true;
    QByteArray m_panelsState;       ///< of the panels while they are hidden
    bool m_asking = false;          ///< the shape form is wanted for the document in front
    bool m_layoutRestored = false;  ///< the panels are where the user left them
    qint64 m_autoLength = 20;       ///< the run length that was set last without being asked for
    std::function<void()> m_messageAction;
};

}  // namespace lockstep::app
