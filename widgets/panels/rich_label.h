#pragma once

#include <QLabel>
#include <array>

namespace lockstep {

/// Rich text that wraps at its width and asks for nothing but the height that this takes. Layouts ask for
/// that height several times in a pass; QLabel breaks the text into lines again for each answer, this keeps
/// the answers of the last widths.
class RichLabel : public QLabel {
    Q_OBJECT

  public:
    explicit RichLabel(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override;

  protected:
    bool event(QEvent* event) override;

  private:
    struct Answer {
        int width = -1;
        int height = 0;
    };
    mutable QString m_text;  ///< that the answers are of
    mutable std::array<Answer, 4> m_answers;
    mutable std::size_t m_next = 0;
};

}  // namespace lockstep
