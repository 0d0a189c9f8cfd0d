#include <QFile>
#include <QTest>

#include "core/numerics/function.h"
#include "tests/core/numerics/function_pictures.h"

using namespace lockstep;

/// help/numerics.md shows the errors that the functions have: `numerics_pictures resources/help` makes its
/// pictures and prints its figures.
class TestNumericsPage : public QObject {
    Q_OBJECT

    static QString text_of(const char* name) {
        QFile file(QStringLiteral(LOCKSTEP_RESOURCES "/help/%1").arg(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

  private Q_SLOTS:
    void picturesAreThoseOfTheFunctions() {
        QCOMPARE(text_of("numerics_functions.svg"),
                 QString::fromStdString(function_pictures::functions_picture()));
        QCOMPARE(text_of("numerics_tables.svg"), QString::fromStdString(function_pictures::tables_picture()));
    }

    void figuresAreThoseOfTheFunctions() {
        const QString page = text_of("numerics.md");
        QVERIFY(page.contains(QLatin1String("](numerics_functions.svg)")));
        QVERIFY(page.contains(QLatin1String("](numerics_tables.svg)")));
        QVERIFY2(page.contains(QString::fromStdString(function_pictures::table_rows())),
                 function_pictures::table_rows().c_str());
        for (std::size_t k = 0; k < all_functions.size(); ++k) {
            const QString start = QStringLiteral("\n| %1 | ").arg(QLatin1String(name(all_functions[k])));
            // The table of errors is the last one in which the function has a row of five columns.
            QStringList rows;
            for (const QString& line : page.split(u'\n'))
                if ((u'\n' + line).startsWith(start) && line.count(u'|') == 6) rows << line;
            const std::string wanted = function_pictures::bf16_columns(static_cast<int>(k));
            QVERIFY2(rows.size() == 1 && rows.front().endsWith(QString::fromStdString(wanted)),
                     qPrintable(start + QString::fromStdString(wanted)));
        }
    }
};

QTEST_APPLESS_MAIN(TestNumericsPage)
#include "tst_numerics_page.moc"
