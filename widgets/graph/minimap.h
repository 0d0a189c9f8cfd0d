#pragma once

#include <QPixmap>
#include <QWidget>
#include <memory>

#include "widgets/graph/graph_geometry.h"

namespace lockstep {

/// The whole drawing in a corner, with the part that the view shows; press and drag to go there.
class GraphMinimap : public QWidget {
    Q_OBJECT

  public:
    explicit GraphMinimap(QWidget* parent);

    /// Takes the drawing's proportions, within a share of a view of this size.
    void setDrawing(std::shared_ptr<const GraphGeometry> drawing, const QSize& view);
    void setShown(const QRectF& scene);

  Q_SIGNALS:
    /// The scene position that is to be the middle of the view.
    void moved(const QPointF& scene);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

  private:
    double scale() const;
    void paintPicture();

    std::shared_ptr<const GraphGeometry> m_drawing;
    QRectF m_shown;
    QPixmap m_picture;  ///< boxes and edges; made again when drawing, size, palette or pixel ratio change
};

}  // namespace lockstep
