#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "core/tensor/tensor.h"
#include "widgets/background.h"
#include "widgets/theme_maps.h"

namespace lockstep {

/// A tensor as a picture: rows of its last axis below each other, red above and blue below zero, on the scale
/// of its largest magnitude, which the bar below says. Where values are more than pixels a pixel shows the
/// extreme one. The picture is made beside the window.
class TensorMap : public QWidget {
    Q_OBJECT

  public:
    explicit TensorMap(QWidget* parent = nullptr);

    void setTensor(const Tensor& tensor, const QString& name);
    bool isReady() const { return m_picture.has_value(); }
    /// "[3, 17] = 0.0125" of the value under a point; empty where there is none.
    QString reading(QPointF point) const;
    /// The colour of what is not finite.
    static constexpr QRgb oddColor = oddCell;

    QSize sizeHint() const override { return {200, 120}; }
    QSize minimumSizeHint() const override { return {60, 60}; }

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Picture {
        QImage image;
        double largest = 0;
        bool grouped = false;  ///< a pixel stands for several values
    };
    static Picture paint(const Tensor& tensor, QSize most, bool dark, const std::stop_token& stop);
    void request();
    QRectF mapRect() const;
    std::int64_t columns() const;
    std::int64_t rows() const;

    Tensor m_tensor;
    std::optional<Picture> m_picture;
    Background<Picture> m_job;
};

}  // namespace lockstep
