#pragma once

#include <QListWidget>
#include <map>
#include <memory>

#include "core/import/imported_graph.h"
#include "core/passes/pipeline.h"

namespace lockstep {

/// The author's source as far as the model's file quotes it: the lines that operators come from, with their
/// numbers; what lies between them is left out. A line that is chosen chooses the operators that come from
/// it.
class SourceView : public QListWidget {
    Q_OBJECT

  public:
    explicit SourceView(QWidget* parent = nullptr);

    /// Either may be null.
    void setModel(const std::shared_ptr<const ModelGraphs>& graphs,
                  const std::shared_ptr<const ImportedGraph>& imported);
    /// Shows the file with this line marked and in the middle; 0 or an unknown file: nothing.
    void showLine(const std::string& file, int line);
    /// The line that is marked; 0: none.
    int line() const { return m_line; }

    QSize sizeHint() const override;

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fill();
    void choose(const QListWidgetItem* item);

    std::map<std::string, std::map<int, std::string>> m_files;  ///< quoted lines by file
    std::string m_file;
    int m_line = 0;
};

}  // namespace lockstep
