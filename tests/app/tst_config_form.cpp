#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QTabWidget>

#include <nlohmann/json.hpp>

#include "app/config_form.h"
#include "tests/app/window_driver.h"
#include "widgets/theme_numbers.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// The user's own accelerator: made in the form by keyboard and mouse, saved, used.
class TestConfigForm : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    ConfigForm* form() const { return find<ConfigForm>("configForm"); }
    QLineEdit* field(const char* key) const {
        return form()->findChild<QLineEdit*>(QStringLiteral("config:") + QLatin1String(key));
    }
    QLabel* note(const char* key) const {
        return form()->findChild<QLabel*>(QStringLiteral("config:%1:note").arg(QLatin1String(key)));
    }
    QPushButton* button(const char* name) const {
        return form()->findChild<QPushButton*>(QLatin1String(name));
    }
    void openForm() {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(form() != nullptr && form()->isVisible(), patience);
    }
    void type(const char* key, const QString& words) {
        field(key)->setFocus();
        field(key)->selectAll();
        QTest::keyClicks(field(key), words);
    }
    void picture(const char* name) {
        const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
        QDir().mkpath(folder);
        QTest::qWait(50);
        QVERIFY(form()->grab().save(folder + u'/' + QLatin1String(name)));
    }
    QMessageBox* question() const { return form()->findChild<QMessageBox*>(QStringLiteral("configUnsaved")); }

  private Q_SLOTS:
    void init() { openWindow({1280, 800}); }
    void cleanup() { closeWindow(); }

    /// Every field has a label with a buddy, an accessible name, and says its unit.
    void fieldsAreNamed() {
        openForm();
        QSet<QWidget*> buddies;
        for (const QLabel* label : form()->findChildren<QLabel*>())
            if (label->buddy() != nullptr) buddies << label->buddy();
        int fields = 0;
        for (const ConfigField& each : config_field_list()) {
            const QString name = QStringLiteral("config:") + QString::fromStdString(each.key);
            auto* input = form()->findChild<QWidget*>(name);
            QVERIFY2(input != nullptr, each.key.c_str());
            QVERIFY(buddies.contains(input));
            QVERIFY(!input->accessibleName().isEmpty());
            QVERIFY(input->focusPolicy() & Qt::TabFocus);
            ++fields;
        }
        QCOMPARE(fields, static_cast<int>(config_field_list().size()));
        QVERIFY(form()->config().has_value());
        picture("config-form-light.png");
    }

    void whatMayNotBeIsSaidAtTheField() {
        openForm();
        type("cores", QStringLiteral("33"));
        QVERIFY(note("cores")->text().contains(QStringLiteral("from 1 to 32 cores")));
        QVERIFY(field("cores")->accessibleDescription().contains(QStringLiteral("from 1 to 32")));
        QVERIFY(!form()->config());
        QVERIFY(!button("configUse")->isEnabled() && !button("configSave")->isEnabled());
        type("block_size", QStringLiteral("12"));
        QVERIFY(note("block_size")->text().contains(QStringLiteral("multiple of 8")));
        QVERIFY(form()->findChild<QLabel*>(QStringLiteral("configSummary"))->text().contains(u'2'));
        // The page is marked; a field of the other page too.
        auto* tabs = form()->findChild<QTabWidget*>();
        QVERIFY(tabs->tabText(0).contains(u'!') && !tabs->tabText(1).contains(u'!'));
        find<QAction>("themeDark")->trigger();
        picture("config-form-wrong-dark.png");
        type("cores", QStringLiteral("4"));
        type("block_size", QStringLiteral("64"));
        QVERIFY(form()->config().has_value());
        // What follows from the figures follows at once: 4 cores of 64 x 64.
        QVERIFY(form()
                    ->findChild<QLabel*>(QStringLiteral("configAmounts"))
                    ->text()
                    .contains(countText(4 * 64 * 64)));
        // A preset's name is a preset's.
        auto* name = form()->findChild<QLineEdit*>(QStringLiteral("configName"));
        name->setText(QStringLiteral("v80_c6b32"));
        QVERIFY(!form()->config());
        QVERIFY(!form()->findChild<QLabel*>(QStringLiteral("configNameNote"))->text().isEmpty());
    }

    /// Used at once: the model in the window is compiled for it, and again after another change.
    void used() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        openForm();
        type("clock_mhz", QStringLiteral("450"));
        type("cores", QStringLiteral("3"));
        QTest::keyClick(field("cores"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->compiled.program->config.cores.value == 3,
                                 patience);
        const AcceleratorConfig& config = document().compiled->compiled.program->config;
        QCOMPARE(config.clock_mhz->value, 450.0);
        QCOMPARE(config.cores.basis, Basis::given);
        QCOMPARE(config.name, std::string("my_v80_c6b32"));
        QVERIFY(QFileInfo::exists(m_window->store().state().config));
        QCOMPARE(settings::recentConfigs().front(), m_window->store().state().config);
        QVERIFY(!form()->isWindowModified());
        const std::shared_ptr<const CompileResult> before = document().compiled;
        type("clock_mhz", QStringLiteral("225"));
        QTest::mouseClick(button("configUse"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled != before, patience);
        QCOMPARE(document().compiled->compiled.program->config.clock_mhz->value, 225.0);
        QCOMPARE(document().compiled->compiled.timeline->spaced, before->compiled.timeline->spaced);
    }

    void savedOpenedAndAskedAbout() {
        openForm();
        type("timing/bus_latency", QStringLiteral("17"));
        QVERIFY(form()->isWindowModified());
        QTest::mouseClick(button("configSave"), Qt::LeftButton);
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = form()->findChild<QFileDialog*>(QStringLiteral("configFormSave"))) != nullptr);
        const QString saved = file("mine.json");
        Q_EMIT dialog->fileSelected(saved);
        dialog->close();
        QVERIFY(!form()->isWindowModified());
        const AcceleratorConfig read = find_config(saved.toStdString());
        QCOMPARE(read.timing.bus_latency.value, 17);
        QVERIFY(read == *form()->config());
        // Changes are asked about: cancelled, then thrown away.
        type("cores", QStringLiteral("2"));
        form()->close();
        QTRY_VERIFY(question() != nullptr && question()->isVisible());
        QTest::mouseClick(question()->button(QMessageBox::Cancel), Qt::LeftButton);
        QTRY_VERIFY(question() == nullptr);
        QVERIFY(form()->isVisible());
        QCOMPARE(field("cores")->text(), QStringLiteral("2"));
        // Starting from a preset asks as well; saved this time.
        form()
            ->findChild<QMenu*>(QStringLiteral("configStart"))
            ->findChild<QAction*>(QStringLiteral("ia_840f_c3b64"))
            ->trigger();
        QTRY_VERIFY(question() != nullptr && question()->isVisible());
        QTest::mouseClick(question()->button(QMessageBox::Save), Qt::LeftButton);
        QTRY_COMPARE(field("block_size")->text(), QStringLiteral("64"));
        QCOMPARE(find_config(saved.toStdString()).cores.value, 2);
        type("cores", QStringLiteral("1"));
        QTest::keyClick(form(), Qt::Key_Escape);
        QTRY_VERIFY(question() != nullptr && question()->isVisible());
        QTest::mouseClick(question()->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY(!form()->isVisible());
    }

    /// A family of cycle figures fills the fields of the units.
    void families() {
        openForm();
        auto* family = form()->findChild<QComboBox*>(QStringLiteral("configFamily"));
        choose(family, 0);
        QVERIFY(form()->config()->family.empty());
        for (int i = 1; i < family->count(); ++i) {
            choose(family, i);
            const AcceleratorConfig made = *form()->config();
            QCOMPARE(QString::fromStdString(made.family), family->itemData(i).toString());
            // As a file that names the family alone.
            nlohmann::json json = config_to_json(made);
            json.erase("timing");
            QVERIFY(config_from_json(json, "file").timing == made.timing);
        }
    }

    /// An editor changes the file that the model is compiled for: it is compiled again, and what that changed
    /// is told.
    void theFileIsWatched() {
        const auto write = [&](int cores) {
            QFile out(file("own.json"));
            QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
            out.write(QStringLiteral("{\"base\": \"v80_c6b32\", \"cores\": %1}").arg(cores).toUtf8());
        };
        write(6);
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        drop(*m_window, file("own.json"));
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->request.config == file("own.json"),
                                 patience);
        write(2);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().compiled->compiled.program->config.cores.value == 2,
                                 patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("→")), patience);
    }

    /// The window does not close over changes of the form.
    void closingAsks() {
        openForm();
        type("cores", QStringLiteral("2"));
        m_window->close();
        QVERIFY(m_window->isVisible());
        QTRY_VERIFY(question() != nullptr && question()->isVisible());
        QTest::mouseClick(question()->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY(!form()->isVisible());
        m_window->close();
        QVERIFY(!m_window->isVisible());
    }

    /// A file that is no config changes nothing, and neither does one that is gone at the next start.
    void brokenFiles() {
        QFile broken(file("broken.json"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{\"cores\": 6}");
        broken.close();
        const QString before = m_window->store().state().config;
        drop(*m_window, broken.fileName());
        QCOMPARE(m_window->store().state().config, before);
        QVERIFY(m_window->message().contains(QStringLiteral("is missing")));
        settings::setConfig(file("gone.json"));
        QCOMPARE(settings::config(QStringLiteral("v80_c6b32")), QStringLiteral("v80_c6b32"));
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestConfigForm test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_config_form.moc"
