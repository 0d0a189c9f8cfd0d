#include "core/nnir/op_help.h"

#include "core/nnir/op.h"

namespace lockstep::nnir {
namespace {

std::string support_text(const Support& support) {
    std::string text;
    switch (support.level) {
        case SupportLevel::published:
            text = "Supported by the published accelerators";
            break;
        case SupportLevel::composed:
            text = "Built from operators that the published accelerators support";
            break;
        case SupportLevel::lockstep_only:
            text = "Ours only: no published accelerator is known to run it";
            break;
    }
    return text + (support.note.empty() ? "" : "; " + support.note) + ".";
}

std::string format_text(const Formats& formats) {
    if (formats.fp32) return "It may be computed in fp32.\n\n";
    return formats.fp8_weights ? "Its weights may be stored as fp8.\n\n" : std::string();
}

}  // namespace

std::string operator_help() {
    std::string text =
        "# Operators of NNIR\n\n"
        "What a model is lowered to. A file's own operators are mapped to these; what has no mapping is "
        "reported when the "
        "model is opened.\n";
    for (const Op* op : all_ops()) {
        const OpInfo& info = op->info();
        text += "\n## " + info.name + "\n\n" + info.summary + "\n\n" + support_text(info.support) + "\n\n" +
                format_text(info.formats);
        text += "| attribute | meaning |\n|---|---|\n";
        for (const AttributeInfo& attribute : info.attributes)
            text += "| `" + attribute.name + "`" + (attribute.optional ? " (optional)" : "") + " | " +
                    attribute.summary + " |\n";
        std::string imported;
        for (const ImportRule& rule : op->imports())
            imported += (imported.empty() ? "" : ", ") + ("`" + rule.op + "`");
        if (!imported.empty()) text += "\nMade from " + imported + ".\n";
    }
    return text;
}

}  // namespace lockstep::nnir
