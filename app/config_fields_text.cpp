#include "app/config_fields_text.h"

#include <QCoreApplication>
#include <array>
#include <utility>

#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ConfigFields)
};

constexpr std::array<std::pair<const char*, const char*>, 31> labels = {{
    {"cores", QT_TRANSLATE_NOOP("ConfigFields", "Cores")},
    {"block_size", QT_TRANSLATE_NOOP("ConfigFields", "Block size")},
    {"clock_mhz", QT_TRANSLATE_NOOP("ConfigFields", "Clock")},
    {"fp8_weights", QT_TRANSLATE_NOOP("ConfigFields", "Takes fp8 weights")},
    {"weight_store_depth", QT_TRANSLATE_NOOP("ConfigFields", "Weight store, per core")},
    {"tensor_ram_depth", QT_TRANSLATE_NOOP("ConfigFields", "Tensor RAM, per core")},
    {"accumulator_store_depth", QT_TRANSLATE_NOOP("ConfigFields", "Accumulator store, per core")},
    {"cell_state_depth", QT_TRANSLATE_NOOP("ConfigFields", "Cell store, per core")},
    {"clamp_store_depth", QT_TRANSLATE_NOOP("ConfigFields", "Clamp store, per core")},
    {"descriptor_count", QT_TRANSLATE_NOOP("ConfigFields", "Descriptors, per core")},
    {"max_read_size", QT_TRANSLATE_NOOP("ConfigFields", "Longest operand")},
    {"io_size", QT_TRANSLATE_NOOP("ConfigFields", "IO padded to")},
    {"io_offset_us", QT_TRANSLATE_NOOP("ConfigFields", "Added to the IO tables")},
    {"timing/input_latency", QT_TRANSLATE_NOOP("ConfigFields", "Input latency")},
    {"timing/input_interval", QT_TRANSLATE_NOOP("ConfigFields", "Between input blocks")},
    {"timing/accumulator_spacing", QT_TRANSLATE_NOOP("ConfigFields", "Accumulator spacing")},
    {"timing/product_latency", QT_TRANSLATE_NOOP("ConfigFields", "Product latency")},
    {"timing/bus_interval", QT_TRANSLATE_NOOP("ConfigFields", "Bus, per block")},
    {"timing/bus_latency", QT_TRANSLATE_NOOP("ConfigFields", "Bus latency")},
    {"timing/output_latency", QT_TRANSLATE_NOOP("ConfigFields", "Output latency")},
    {"timing/vector_latency", QT_TRANSLATE_NOOP("ConfigFields", "Vector latency")},
    {"timing/vector_chain_latency", QT_TRANSLATE_NOOP("ConfigFields", "More to the own vector unit")},
    {"timing/vector_interval_two", QT_TRANSLATE_NOOP("ConfigFields", "Vector unit, two operands")},
    {"timing/vector_interval_one", QT_TRANSLATE_NOOP("ConfigFields", "Vector unit, one operand")},
    {"timing/vector_interval_three", QT_TRANSLATE_NOOP("ConfigFields", "Vector unit, three operands")},
    {"timing/table_latency", QT_TRANSLATE_NOOP("ConfigFields", "More for a function")},
    {"timing/cell_latency", QT_TRANSLATE_NOOP("ConfigFields", "LSTM cell latency")},
    {"timing/load_interval", QT_TRANSLATE_NOOP("ConfigFields", "Computed weights, per block")},
    {"timing/load_latency", QT_TRANSLATE_NOOP("ConfigFields", "Computed weights, latency")},
    {"timing/accumulators", QT_TRANSLATE_NOOP("ConfigFields", "Accumulators of a pass")},
    {"timing/one_core_threshold", QT_TRANSLATE_NOOP("ConfigFields", "One core if its time is below")},
}};

}  // namespace

QString fieldLabel(const std::string& key) {
    for (const auto& [name, label] : labels)
        if (key == name) return Words::tr(label);
    return text(key);
}

QString bytesText(qint64 bytes) {
    const auto value = static_cast<double>(bytes);
    if (bytes < 1024) return countText(bytes, QStringLiteral("B"));
    if (bytes < 1024 * 1024) return figureText(value / 1024, QStringLiteral("KiB"));
    return figureText(value / (1024 * 1024), QStringLiteral("MiB"));
}

QString amountsText(const AcceleratorConfig& config) {
    const ConfigAmounts amounts = config_amounts(config);
    QStringList lines;
    lines << Words::tr("Weights: %1 for %2 bf16 weights")
                 .arg(bytesText(amounts.weight_bytes), countText(amounts.weights));
    lines << Words::tr("Tensor RAM %1 · accumulators %2 · cells %3")
                 .arg(bytesText(amounts.tensor_bytes), bytesText(amounts.accumulator_bytes),
                      bytesText(amounts.cell_bytes));
    QString peak = Words::tr("Peak: %1 products a cycle").arg(countText(amounts.products_per_cycle));
    if (amounts.peak_gflops)
        peak += Words::tr(", %1 at %2")
                    .arg(*amounts.peak_gflops >= 1000
                             ? figureText(*amounts.peak_gflops / 1000, QStringLiteral("TFLOP/s"))
                             : figureText(*amounts.peak_gflops, QStringLiteral("GFLOP/s")),
                         figureText(config.clock_mhz->value, QStringLiteral("MHz")));
    lines << peak;
    if (amounts.fill_us)
        lines << Words::tr("Every weight used once: %1 at least")
                     .arg(figureText(*amounts.fill_us, QStringLiteral("µs")));
    else
        lines << Words::tr("Without a clock there are cycles and no microseconds.");
    return lines.join(QLatin1Char('\n'));
}

}  // namespace lockstep::app
