// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.
#include <QPointer>

#include "ui/prompt/prompt_report.h"

#include <vector>

namespace cachescope::ui {

class EditorFrame;

/** A problem of a file or of a logged call that is not open. */
struct OutsideProblem
{
    ShownFinding shown; ///< Line and column are those of the file.
    QString path; ///< Of the file; empty for a call.
    std::int64_t callId = 0;
    QString where; ///< The file below its folder; whose calls, and of which model.
};

/** The problems of a scope, dearest first, then by place. */
class ProblemModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Icon,
        Rule,
        Message,
        Place,
        Money,
        Safety,
        FixTitle,
        ColumnCount
    };
    /** A problem, and the tab it is in or what is not open. */
    struct Row
    {
        QPointer<EditorFrame> frame{};
        std::shared_ptr<const PromptReport> report{};
        int finding = -1; ///< Index in the report; -1: where its JSON stops.
        std::shared_ptr<const OutsideProblem> outside{}; ///< Null in open prompts.
        const ShownFinding &shown() const
        {
            return outside    ? outside->shown
                : finding < 0 ? *report->parseProblem
                              : report->findings[static_cast<std::size_t>(finding)];
        }
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<Row> rows, const std::string &currency, bool namesFiles);
    const Row *rowAt(int row) const;
    const std::vector<Row> &rows() const { return m_rows; }
    int rowOfFinding(const EditorFrame *frame, int finding) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const Row &row, int column) const;

    std::vector<Row> m_rows;
    std::string m_currency = "USD";
    bool m_namesFiles = false;
};

/** "error", "warning", "info" as the window names them. */
QString severityWord(prompt::Severity severity);
/** Icon and colour of a severity. */
QString severityIcon(prompt::Severity severity);

} // namespace cachescope::ui
