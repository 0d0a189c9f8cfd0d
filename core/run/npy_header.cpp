#include "core/run/npy_header.h"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "core/run/npy.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr std::size_t max_header_bytes = 1U << 16U;
constexpr std::size_t max_axes = 32;

/// Reads the Python literal `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
class HeaderReader {
  public:
    HeaderReader(std::string_view text, const std::string& where) : text_(text), where_(where) {}

    NpyHeader read() {
        NpyHeader header;
        std::set<std::string, std::less<>> seen;
        expect('{');
        while (!accept('}')) {
            const std::string key(quoted());
            expect(':');
            if (!seen.insert(key).second) fail("the key '" + key + "' stands twice");
            if (key == "descr")
                read_type(header);
            else if (key == "fortran_order")
                header.fortran_order = read_bool();
            else if (key == "shape")
                header.shape = read_shape();
            else
                fail("unknown key '" + key + "'");
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skip_space();
        if (at_ != text_.size()) fail("text behind the dictionary");
        for (const char* key : {"descr", "fortran_order", "shape"})
            if (!seen.contains(key)) fail(fmt::format("the key '{}' is missing", key));
        return header;
    }

  private:
    [[noreturn]] void fail(const std::string& reason) const {
        throw Error(FailureKind::bad_input, where_ + ": broken NPY header: " + reason,
                    "Write the array again with numpy.save.");
    }
    void skip_space() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
    }
    bool accept(char c) {
        skip_space();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!accept(c)) fail(fmt::format("'{}' expected at byte {} of the dictionary", c, at_));
    }
    std::string_view quoted() {
        skip_space();
        if (at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) fail("a quoted word expected");
        const char quote = text_[at_++];
        const std::size_t end = text_.find(quote, at_);
        if (end == std::string_view::npos) fail("a quote is not closed");
        const std::string_view word = text_.substr(at_, end - at_);
        at_ = end + 1;
        return word;
    }
    bool read_bool() {
        skip_space();
        for (const auto& [word, value] : {std::pair{std::string_view("True"), true}, {"False", false}}) {
            if (text_.substr(at_).starts_with(word)) {
                at_ += word.size();
                return value;
            }
        }
        fail("fortran_order is neither True nor False");
    }
    Shape read_shape() {
        Shape shape;
        expect('(');
        while (!accept(')')) {
            skip_space();
            std::int64_t size = 0;
            const char* begin = text_.data() + at_;
            const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), size);
            if (error != std::errc{} || size < 0) fail("a size of the shape is not a number of values");
            at_ += static_cast<std::size_t>(end - begin);
            shape.push_back(size);
            if (shape.size() > max_axes) fail("more than 32 axes");
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return shape;
    }
    void read_type(NpyHeader& header) {
        skip_space();
        if (at_ < text_.size() && text_[at_] == '[') fail("structured arrays are not read");
        const std::string_view type = quoted();
        static const std::set<std::string_view> known = {"f2", "f4", "f8", "i1", "i2", "i4",
                                                         "i8", "u1", "u2", "u4", "u8", "b1"};
        const bool has_order =
            !type.empty() && std::string_view("<>|=").find(type[0]) != std::string_view::npos;
        const std::string_view bare = has_order ? type.substr(1) : type;
        if (!known.contains(bare)) {
            throw Error(FailureKind::bad_input,
                        fmt::format("{}: the element type '{}' is not read", where_, type),
                        "Convert it first: numpy.save(file, array.astype(numpy.float32)).");
        }
        header.kind = bare[0];
        header.item_size = static_cast<std::size_t>(bare[1] - '0');
        header.big_endian = has_order && type[0] == '>';
    }

    std::string_view text_;
    const std::string& where_;
    std::size_t at_ = 0;
};

std::size_t little_endian(std::string_view bytes) {
    std::size_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
    return value;
}

[[noreturn]] void fail(const std::string& where, const std::string& reason) {
    throw Error(FailureKind::bad_input, where + ": " + reason, "Give a file written by numpy.save.");
}

}  // namespace

NpyHeader parse_npy_header(std::string_view bytes, const std::string& where, std::int64_t max_values) {
    if (!bytes.starts_with("\x93NUMPY")) fail(where, "not an NPY file (its first bytes are not \\x93NUMPY)");
    if (bytes.size() < 10) fail(where, "the file ends inside the NPY header");
    const int version = static_cast<unsigned char>(bytes[6]);
    if (version < 1 || version > 3)
        fail(where, fmt::format("NPY version {} is not known (1 to 3 are)", version));
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    if (bytes.size() < 8 + length_bytes) fail(where, "the file ends inside the NPY header");
    const std::size_t length = little_endian(bytes.substr(8, length_bytes));
    if (length > max_header_bytes)
        fail(where, fmt::format("a header of {} bytes (at most 65536 are read)", length));
    const std::size_t begin = 8 + length_bytes;
    if (bytes.size() - begin < length) fail(where, "the file ends inside the NPY header");
    NpyHeader header = HeaderReader(bytes.substr(begin, length), where).read();
    header.data_offset = begin + length;

    std::int64_t count = 1;
    for (const std::int64_t size : header.shape) {
        if (size == 0) fail(where, "the array is empty (shape " + to_text(header.shape) + ")");
        if (count > max_values / size)
            fail(where,
                 fmt::format("the shape {} has more than {} values", to_text(header.shape), max_values));
        count *= size;
    }
    return header;
}

}  // namespace lockstep
