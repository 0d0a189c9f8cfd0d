#pragma once

#include <QObject>
#include <vector>

class QFrame;
class QHBoxLayout;
class QToolButton;
class QVBoxLayout;
class QWidget;

namespace lockstep::app {

/// Lets a bar be narrower than its fields: those that are needed less move into a » at its end, the first
/// that was named first, and come back when there is room. A bar asks it for its least width.
class RowFold : public QObject {
    Q_OBJECT

  public:
    /// `row` is the layout of `bar`; the button comes to its end. `name` is that of the fields, as "Model".
    RowFold(QWidget* bar, QHBoxLayout* row, const QString& name);

    /// A field of the row that may move; all are named once, before the bar is shown.
    void add(QWidget* field);
    /// Pixels, with all that may move in the ».
    int leastWidth() const;
    bool isFolded(const QWidget* field) const;
    QToolButton* button() const { return m_button; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Field {
        QWidget* widget;
        int place;  ///< in the row with everything in it
        bool folded = false;
    };

    void fit();
    void move(Field& field, bool folded);
    void open();
    int widthOf(const Field& field) const;
    int buttonWidth() const;
    bool anyFolded() const;

    QWidget* m_bar;
    QHBoxLayout* m_row;
    QToolButton* m_button;
    QFrame* m_popup;
    QVBoxLayout* m_column;
    std::vector<Field> m_fields;
    bool m_fitting = false;
};

}  // namespace lockstep::app
