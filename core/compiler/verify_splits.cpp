#include <map>
#include <set>

#include <fmt/format.h>

#include "core/compiler/split_sums.h"
#include "core/compiler/work_view.h"

namespace lockstep::compiler {

using lowering::LinearWork;
using lowering::PointwiseWork;
using lowering::VectorId;

namespace {

/// Adds up what the work of a task makes a vector of.
class SplitJudge {
  public:
    SplitJudge(std::size_t known_vectors, const CompileTask& split) : known_(known_vectors), split_(split) {
        for (std::uint32_t w = 0; w < split.list.work.size(); ++w)
            if (const VectorId result = result_of(split.list.work[w]); result.valid())
                maker_[result.value] = w;
    }

    std::vector<std::string> judge(std::size_t work, const LinearWork& whole) {
        findings_.clear();
        times_.assign(split_.tiling.vector_blocks[whole.products.front().source.value], 0);
        biases_ = 0;
        follow(whole.result, whole, true);
        for (std::size_t block = 0; block < times_.size(); ++block)
            if (times_[block] != 1)
                findings_.push_back(fmt::format("work {}: block {} of its source is added {} times", work,
                                                block, times_[block]));
        if (biases_ != (whole.start.bias.empty() ? 0 : 1))
            findings_.push_back(fmt::format("work {}: its bias is added {} times", work, biases_));
        return findings_;
    }
    bool is_split(VectorId result) const {
        const auto made = maker_.find(result.value);
        if (made == maker_.end()) return true;
        const auto* linear = std::get_if<LinearWork>(&split_.list.work[made->second].body);
        return linear == nullptr || (made->second < split_.tiling.source_parts.size() &&
                                     split_.tiling.source_parts[made->second].blocks != 0);
    }

  private:
    void follow(VectorId vector, const LinearWork& whole, bool last) {
        const auto made = maker_.find(vector.value);
        if (made == maker_.end()) {
            findings_.push_back(fmt::format("nothing makes vector {}", vector.value));
            return;
        }
        const lowering::Work& work = split_.list.work[made->second];
        const lowering::Epilogue expected = last ? whole.epilogue : lowering::Epilogue{};
        if (const lowering::Epilogue* epilogue = epilogue_of(work);
            epilogue == nullptr || *epilogue != expected)
            findings_.push_back(fmt::format("work {}: another epilogue than it should have", made->second));
        if (const auto* sum = std::get_if<LinearWork>(&work.body)) {
            if (sum->products.size() != 1 || sum->products[0].source != whole.products[0].source ||
                !(sum->products[0].weight.storage() == whole.products[0].weight.storage()) ||
                sum->rows != whole.rows) {
                findings_.push_back(fmt::format("work {}: no part of the sum", made->second));
                return;
            }
            const BlockRange part = part_of(split_.tiling, made->second, sum->products[0].source);
            for (std::uint32_t block = part.first; block < part.first + part.blocks; ++block)
                ++times_.at(block);
            if (!sum->start.bias.empty()) ++biases_;
            return;
        }
        const auto* addition = std::get_if<PointwiseWork>(&work.body);
        if (addition == nullptr || addition->op != lowering::PointwiseOp::add || !addition->b ||
            addition->a.value < known_ || addition->b->value < known_) {
            findings_.push_back(fmt::format("work {}: no addition of partial sums", made->second));
            return;
        }
        follow(addition->a, whole, false);
        follow(*addition->b, whole, false);
    }

    std::size_t known_;
    const CompileTask& split_;
    std::map<std::uint32_t, std::uint32_t> maker_;
    std::vector<int> times_;  ///< by block of the source
    int biases_ = 0;
    std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> verify_splits(const lowering::WorkList& list, const CompileTask& split) {
    SplitJudge judge(list.vectors.size(), split);
    std::vector<std::string> findings;
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        const auto* linear = std::get_if<LinearWork>(&list.work[w].body);
        if (linear == nullptr || linear->products.size() != 1 || !judge.is_split(linear->result)) continue;
        const std::vector<std::string> found = judge.judge(w, *linear);
        findings.insert(findings.end(), found.begin(), found.end());
    }
    return findings;
}

}  // namespace lockstep::compiler
