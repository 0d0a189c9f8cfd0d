#include "core/layout/text_width.h"

#include <array>
#include <cstdint>
#include <vector>

namespace lockstep {
namespace {

/// Advances of U+0020 to U+007E in thousandths of the font size.
constexpr std::array<std::uint16_t, 95> advances = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
constexpr std::uint16_t multiplication_sign = 838;
constexpr std::uint16_t middle_dot = 318;
constexpr std::uint16_t other = 700;
constexpr std::uint16_t full_width = 1000;

/// Start and advance of every code point; a broken byte counts as one.
struct Glyph {
    std::size_t at = 0;
    double advance = 0;
};

std::vector<Glyph> glyphs(std::string_view text) {
    std::vector<Glyph> found;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t code = lead < 0xC0 ? lead : lead & (0xFFU >> (length + 1));
        std::size_t used = 1;
        while (used < length && i + used < text.size() &&
               (static_cast<unsigned char>(text[i + used]) & 0xC0U) == 0x80U) {
            code = code << 6U | (static_cast<unsigned char>(text[i + used]) & 0x3FU);
            ++used;
        }
        std::uint16_t advance = other;
        if (code >= 0x20 && code < 0x7F) advance = advances[code - 0x20];
        if (code == 0xD7) advance = multiplication_sign;
        if (code == 0xB7) advance = middle_dot;
        if (code >= 0x1100) advance = full_width;
        found.push_back({i, advance / 1000.0});
        i += used;
    }
    return found;
}

}  // namespace

double text_width(std::string_view utf8, double size) {
    double width = 0;
    for (const Glyph& glyph : glyphs(utf8)) width += glyph.advance;
    return width * size;
}

std::string elide_middle(std::string_view utf8, double size, double width) {
    if (text_width(utf8, size) <= width) return std::string(utf8);
    const std::vector<Glyph> all = glyphs(utf8);
    double left = width / size - full_width / 1000.0;
    std::size_t head = 0;
    std::size_t tail = all.size();
    // From both ends in turn, so that neither the module's start nor its last name is lost.
    for (bool take_head = true; head < tail; take_head = !take_head) {
        const double advance = take_head ? all[head].advance : all[tail - 1].advance;
        if (advance > left) break;
        left -= advance;
        if (take_head) {
            ++head;
        } else {
            --tail;
        }
    }
    std::string text(utf8.substr(0, head < all.size() ? all[head].at : utf8.size()));
    text += "\u2026";
    if (tail < all.size()) text += utf8.substr(all[tail].at);
    return text;
}

}  // namespace lockstep
