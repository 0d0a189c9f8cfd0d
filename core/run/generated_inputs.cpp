#include "core/run/generated_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <mutex>
#include <numbers>
#include <optional>

#include "core/numerics/random.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// Sums of a walk, each exact: a draw of random_input is a whole number of 65536ths. What is kept of them has
/// a bound: marks of 8 MiB (two at least), and two places, for whoever reads ahead and whoever follows.
class WalkSums {
  public:
    WalkSums(std::uint64_t seed, std::uint64_t first_element, std::size_t size)
        : seed_(seed),
          element_(first_element),
          size_(size),
          most_marks_(std::clamp<std::size_t>(mark_sums / std::max<std::size_t>(size, 1), 2, 4096)) {
        for (Place& place : places_) place.sums.assign(size, 0);
    }

    /// The sums over inferences 0 … index, in 65536ths.
    std::vector<std::int64_t> at(std::int64_t index) {
        const std::scoped_lock lock(mutex_);
        Place& place = nearest(index);
        while (place.at < index) {
            ++place.at;
            for (std::size_t e = 0; e < size_; ++e)
                place.sums[e] +=
                    std::llround(static_cast<double>(random_input(seed_, static_cast<std::uint64_t>(place.at),
                                                                  element_ + e)) *
                                 65536);
            remember(place);
        }
        return place.sums;
    }

  private:
    static constexpr std::size_t mark_sums = std::size_t{1} << 20U;

    struct Place {
        std::int64_t at = -1;
        std::vector<std::int64_t> sums;
    };

    /// A place at or before `index`: one of the two, or the older of them put to a mark.
    Place& nearest(std::int64_t index) {
        Place* best = nullptr;
        for (Place& place : places_)
            if (place.at <= index && (best == nullptr || place.at > best->at)) best = &place;
        const std::size_t marks = std::min(static_cast<std::size_t>((index + 1) / every_), marks_.size());
        const std::int64_t marked = static_cast<std::int64_t>(marks) * every_ - 1;
        if (best == nullptr || best->at < marked) {
            best = &places_[older_];
            best->at = marked;
            if (marks == 0)
                std::ranges::fill(best->sums, 0);
            else
                best->sums = marks_[marks - 1];
        }
        older_ = best == places_.data() ? 1 : 0;
        return *best;
    }

    /// Marks stand in front of inferences every_, 2 * every_, ….
    void remember(const Place& place) {
        if ((place.at + 1) % every_ != 0 || (place.at + 1) / every_ != std::ssize(marks_) + 1) return;
        marks_.push_back(place.sums);
        if (marks_.size() < most_marks_) return;
        for (std::size_t k = 0; 2 * k + 1 < marks_.size(); ++k) marks_[k] = std::move(marks_[2 * k + 1]);
        marks_.resize(marks_.size() / 2);
        every_ *= 2;
    }

    std::mutex mutex_;
    std::uint64_t seed_;
    std::uint64_t element_;
    std::size_t size_;
    std::size_t most_marks_;
    std::int64_t every_ = 64;
    std::array<Place, 2> places_;
    std::size_t older_ = 0;
    std::vector<std::vector<std::int64_t>> marks_;
};

/// One input that is made.
struct MadePart {
    InputGenerator generator;
    std::size_t first = 0;  ///< element over all inputs
    std::size_t size = 0;
    bool held = false;
    std::unique_ptr<WalkSums> walk;

    void values(std::uint64_t seed, std::int64_t index, std::span<float> out) const {
        if (held) index = 0;
        using enum InputGenerator::Kind;
        switch (generator.kind) {
            case random:
                for (std::size_t e = 0; e < size; ++e)
                    out[e] = random_input(seed, static_cast<std::uint64_t>(index), first + e);
                return;
            case constant:
                std::ranges::fill(out, static_cast<float>(generator.value));
                return;
            case sine: {
                const double turns = std::fmod(static_cast<double>(index), generator.value) / generator.value;
                for (std::size_t e = 0; e < size; ++e)
                    out[e] = static_cast<float>(
                        generator.size *
                        sine_of_turns(turns + static_cast<double>(e) / static_cast<double>(size)));
                return;
            }
            case walk: {
                const std::vector<std::int64_t> sums = this->walk->at(index);
                for (std::size_t e = 0; e < size; ++e)
                    out[e] = static_cast<float>(generator.value * (static_cast<double>(sums[e]) / 65536));
                return;
            }
        }
    }
};

class GeneratedInputs final : public InputSource {
  public:
    GeneratedInputs(const std::vector<IoTensor>& inputs, const std::vector<const InputGenerator*>& chosen,
                    std::shared_ptr<const InputSource> stored, std::uint64_t seed)
        : seed_(seed), stored_(std::move(stored)) {
        const bool streamed = std::ranges::any_of(
            inputs, [](const IoTensor& input) { return input.streaming_axis.has_value(); });
        std::size_t element = 0;
        std::size_t in_file = 0;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const auto size = static_cast<std::size_t>(element_count(inputs[i].shape));
            if (chosen[i] == nullptr) {
                from_files_.push_back({element, in_file, size});
                in_file += size;
            } else {
                MadePart part{.generator = *chosen[i],
                              .first = element,
                              .size = size,
                              .held = streamed && !inputs[i].streaming_axis,
                              .walk = nullptr};
                if (part.generator.kind == InputGenerator::Kind::walk)
                    part.walk = std::make_unique<WalkSums>(seed, element, size);
                made_.push_back(std::move(part));
            }
            element += size;
        }
        stored_size_ = in_file;
        describe();
    }

    void values(std::int64_t index, std::span<float> values) const override {
        for (const MadePart& part : made_) part.values(seed_, index, values.subspan(part.first, part.size));
        if (!stored_) return;
        std::vector<float> read(stored_size_);
        stored_->values(index, read);
        for (const Place& place : from_files_)
            std::ranges::copy(std::span(read).subspan(place.in_file, place.size),
                              values.subspan(place.first, place.size).begin());
    }
    std::optional<std::int64_t> count() const override { return stored_ ? stored_->count() : std::nullopt; }
    std::string description() const override { return description_; }
    bool is_random() const override {
        return !stored_ && std::ranges::all_of(made_, [](const MadePart& part) {
            return part.generator.kind == InputGenerator::Kind::random;
        });
    }
    std::shared_ptr<const std::vector<std::int64_t>> resets() const override {
        return stored_ ? stored_->resets() : nullptr;
    }

  private:
    struct Place {
        std::size_t first;
        std::size_t in_file;
        std::size_t size;
    };

    void describe() {
        bool seeded = false;
        std::string kinds;
        for (const MadePart& part : made_) {
            using enum InputGenerator::Kind;
            seeded = seeded || part.generator.kind == random || part.generator.kind == walk;
            const bool is_told = std::ranges::any_of(made_, [&part](const MadePart& other) {
                return &other < &part && other.generator.text == part.generator.text;
            });
            if (!is_told) kinds += (kinds.empty() ? "" : ", ") + part.generator.text;
        }
        description_ = "made inputs (" + kinds + ")";
        if (seeded) description_ += fmt::format(", seed {}", seed_);
        if (stored_) description_ += "; " + stored_->description();
    }

    std::uint64_t seed_;
    std::shared_ptr<const InputSource> stored_;
    std::vector<MadePart> made_;
    std::vector<Place> from_files_;
    std::size_t stored_size_ = 0;
    std::string description_;
};

}  // namespace

double sine_of_turns(double turns) {
    turns -= std::floor(turns);
    const int quarter = static_cast<int>(turns * 4);
    const double x = (turns - quarter * 0.25) * 2 * std::numbers::pi;
    // Taylor series on [0, pi/2): the first term left out is below 1e-13.
    const bool cosine = quarter % 2 == 1;
    double term = cosine ? 1 : x;
    double sum = term;
    for (int k = cosine ? 1 : 2; k < 20; k += 2) {
        term *= -x * x / (k * (k + 1));
        sum += term;
    }
    return quarter >= 2 ? -sum : sum;
}

InputGenerator input_generator(std::string_view text) {
    const auto fail = [text] {
        throw Error(FailureKind::usage, fmt::format("--generate takes [NAME=]WHAT, not \"{}\"", text),
                    "WHAT is random, constant:X, sine:PERIOD, sine:PERIOD,SIZE or walk:STEP.");
    };
    const auto number = [&fail](std::string_view word) {
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (word.empty() || error != std::errc{} || end != word.data() + word.size() ||
            !std::isfinite(static_cast<float>(value)))
            fail();
        return value;
    };
    InputGenerator made;
    std::string_view what = text;
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
        made.name = text.substr(0, equals);
        what = text.substr(equals + 1);
        if (made.name.empty()) fail();
    }
    made.text = what;
    const std::size_t colon = what.find(':');
    const std::string_view kind = what.substr(0, colon);
    const std::string_view rest = colon == std::string_view::npos ? "" : what.substr(colon + 1);
    if (kind == "random" && colon == std::string_view::npos) return made;
    if (kind == "constant") {
        made.kind = InputGenerator::Kind::constant;
        made.value = number(rest);
    } else if (kind == "sine") {
        made.kind = InputGenerator::Kind::sine;
        const std::size_t comma = rest.find(',');
        made.value = number(rest.substr(0, comma));
        if (comma != std::string_view::npos) made.size = number(rest.substr(comma + 1));
        if (made.value <= 0) fail();
    } else if (kind == "walk") {
        made.kind = InputGenerator::Kind::walk;
        made.value = number(rest);
    } else {
        fail();
    }
    return made;
}

std::shared_ptr<const InputSource> generated_inputs(const std::vector<IoTensor>& inputs,
                                                    const std::vector<InputGenerator>& generators,
                                                    const std::vector<InputFile>& files, std::uint64_t seed) {
    std::vector<const InputGenerator*> chosen(inputs.size(), nullptr);
    const InputGenerator* for_all = nullptr;
    for (const InputGenerator& generator : generators) {
        const InputGenerator** slot = &for_all;
        if (!generator.name.empty()) {
            const auto at = std::ranges::find(inputs, generator.name, &IoTensor::name);
            if (at == inputs.end()) {
                std::string names;
                for (const IoTensor& input : inputs) names += (names.empty() ? "" : ", ") + input.name;
                throw Error(FailureKind::bad_input,
                            fmt::format("the model has no input \"{}\" to generate (its inputs: {})",
                                        generator.name, names),
                            "Use one of these names.");
            }
            slot = &chosen[static_cast<std::size_t>(at - inputs.begin())];
        }
        if (*slot != nullptr) {
            throw Error(FailureKind::bad_input,
                        generator.name.empty()
                            ? std::string("two generators for all inputs")
                            : fmt::format("input \"{}\" is generated twice", generator.name),
                        "Give one generator for an input.");
        }
        *slot = &generator;
    }
    if (for_all != nullptr) {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const bool from_file = std::ranges::any_of(
                files, [&](const InputFile& file) { return file.name == inputs[i].name; });
            if (chosen[i] == nullptr && !from_file) chosen[i] = for_all;
        }
    }
    std::vector<IoTensor> rest;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (chosen[i] == nullptr) rest.push_back(inputs[i]);
    std::shared_ptr<const InputSource> stored;
    if (!rest.empty() || !files.empty()) stored = file_inputs(rest, files);
    return std::make_shared<GeneratedInputs>(inputs, chosen, std::move(stored), seed);
}

}  // namespace lockstep
