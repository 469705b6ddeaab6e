// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/card.h"

#include "insight/alert_preview.h"
#include "ui/charts/chart_frame.h"
#include "ui/data/log_service.h"
#include "ui/shell/page.h"

#include <atomic>
#include <memory>

class QStackedWidget;

namespace cachescope::ui {

class ChartLink;
class EmptyState;
class EpisodeTable;
class TableView;
class TimeChart;

/** What a rule would have done in the last seven days: its value with limit and alerts, and the alerts as a table.
 */
class PreviewCard : public Card
{
    Q_OBJECT

public:
    explicit PreviewCard(const PageContext &context, QWidget *parent = nullptr);
    ~PreviewCard() override;

    /** Plays the rule over the log, off this thread; the answer for an older question is dropped. */
    void preview(const insight::AlertRule &rule);
    void stop();
    bool isBusy() const { return m_question.isActive(); }

Q_SIGNALS:
    void shown(); ///< A preview has come.

private:
    void take(const insight::AlertRule &rule, const base::Result<insight::AlertPreview> &preview);
    void showEmpty(const QString &iconName, const QString &title, const QString &reason);
    void showChart(const insight::AlertRule &rule, const insight::AlertPreview &preview);
    void openEpisode(int row);

    PageContext m_context;
    LatestQuestion m_question;
    std::shared_ptr<std::atomic<bool>> m_cancelled;
    ChartLink *m_link;
    QStackedWidget *m_parts;
    QWidget *m_chartPart;
    TimeChart *m_chart = nullptr; ///< Made anew for another unit.
    ChartUnit m_unit = ChartUnit::Share;
    QString m_seriesName;
    EmptyState *m_empty;
    EpisodeTable *m_episodes;
    TableView *m_view;
};

/** The values as a chart can show them: the worst of each step, at most some hundred steps. */
ChartFrame previewFrame(
    const insight::AlertPreview &preview, const insight::AlertRule &rule, const QString &currency);

} // namespace cachescope::ui
