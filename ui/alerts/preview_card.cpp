// SPDX-License-Identifier: MIT
#include "ui/alerts/preview_card.h"

#include "ui/alerts/alert_words.h"
#include "ui/alerts/episode_table.h"
#include "ui/charts/chart_link.h"
#include "ui/charts/time_chart.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/table_view.h"
#include "ui/requests/empty_state.h"
#include "ui/shell/backend.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cmath>

namespace cachescope::ui {

namespace {

using insight::AlertComparison;
using insight::AlertRule;
using insight::AlertUnit;

constexpr int rowsShown = 3;
constexpr std::size_t mostSteps = 504; ///< Twenty minutes each.

ChartUnit chartUnit(AlertUnit unit)
{
    switch (unit) {
    case AlertUnit::Money:
        return ChartUnit::Money;
    case AlertUnit::Share:
        return ChartUnit::Share;
    case AlertUnit::Seconds:
        return ChartUnit::Seconds;
    case AlertUnit::Count:
        break;
    }
    return ChartUnit::Count;
}

QVector<ChartLevel> levelsOf(const AlertRule &rule, std::string_view currency)
{
    const AlertUnit unit = insight::factsOf(rule.metric).unit;
    const bool above = rule.is == AlertComparison::Above;
    const QString limit = alerts::valueText(unit, rule.limit, currency);
    QVector<ChartLevel> levels{ { rule.limit,
                                  above ? PreviewCard::tr("fires above %1").arg(limit)
                                        : PreviewCard::tr("fires below %1").arg(limit),
                                  SeriesShape::DashedLine, Token::Error, Token::ErrorText,
                                  above ? ChartLevel::Shade::Above : ChartLevel::Shade::Below } };
    if (rule.recovered != rule.limit) {
        const QString recovered = alerts::valueText(unit, rule.recovered, currency);
        levels.append({ rule.recovered,
                        above ? PreviewCard::tr("recovers at most %1").arg(recovered)
                              : PreviewCard::tr("recovers at least %1").arg(recovered),
                        SeriesShape::DottedLine, Token::Text3, Token::Text2, ChartLevel::Shade::None });
    }
    return levels;
}

} // namespace

ChartFrame previewFrame(const insight::AlertPreview &preview, const AlertRule &rule, const QString &currency)
{
    ChartFrame frame;
    frame.currency = currency;
    frame.begin = preview.range.begin;
    const std::size_t together = std::max<std::size_t>(1, (preview.values.size() + mostSteps - 1) / mostSteps);
    frame.step = preview.step * static_cast<std::int64_t>(together);
    frame.buckets = static_cast<int>((preview.values.size() + together - 1) / together);
    QVector<double> values(frame.buckets, std::nan(""));
    for (std::size_t i = 0; i < preview.values.size(); ++i) {
        double &worst = values[static_cast<qsizetype>(i / together)];
        const double value = preview.values[i];
        if (std::isnan(worst))
            worst = value;
        else if (!std::isnan(value))
            worst = rule.is == AlertComparison::Above ? std::max(worst, value) : std::min(worst, value);
    }
    frame.values.append(values);
    return frame;
}

PreviewCard::PreviewCard(const PageContext &context, QWidget *parent)
    : Card(tr("Preview"), parent)
    , m_context(context)
    , m_question(context.log)
    , m_link(new ChartLink(this))
    , m_parts(new QStackedWidget(this))
    , m_chartPart(new QWidget(this))
    , m_empty(new EmptyState(this))
    , m_episodes(new EpisodeTable(this))
    , m_view(new TableView(metrics::listRow, this))
{
    auto *column = new QVBoxLayout(m_chartPart);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_view->setModel(m_episodes);
    m_view->setAccessibleName(tr("Alerts that the rule would have had"));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setFixedHeight(metrics::tableHeader + rowsShown * metrics::listRow);
    QHeaderView *header = m_view->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents); // Twenty rows at most.
    header->setSectionResizeMode(EpisodeTable::Whom, QHeaderView::Stretch);
    column->addWidget(m_view);
    m_parts->addWidget(m_chartPart);
    m_parts->addWidget(m_empty);
    body()->addWidget(m_parts, 1);
    body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    connect(m_view, &TableView::activated, this, [this](const QModelIndex &index) { openEpisode(index.row()); });
    connect(m_view, &TableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == EpisodeTable::Show)
            openEpisode(index.row());
    });
    showEmpty(QStringLiteral("alerts"), tr("No rule chosen"), {});
}

PreviewCard::~PreviewCard()
{
    stop();
}

void PreviewCard::stop()
{
    if (m_cancelled)
        *m_cancelled = true;
    m_question.cancel();
}

void PreviewCard::preview(const AlertRule &rule)
{
    stop();
    const std::string path = m_context.backend.databasePath();
    if (!insight::canPreview(rule.metric) || path.empty()) {
        setCaption({});
        return showEmpty(
            QStringLiteral("info"), tr("No preview for this metric"),
            tr("The log does not keep what it would have been in the past."));
    }
    setCaption(tr("reading the log…"));
    if (m_chart)
        m_chart->setStale(true);
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_question.ask(
        Lane::Search, this,
        [path, rule, now = m_context.clock.wall(), cancelled = m_cancelled](LogSource &) {
            return insight::previewAlert(path, rule, now, cancelled);
        },
        [this, rule](const base::Result<insight::AlertPreview> &preview) { take(rule, preview); });
}

void PreviewCard::take(const AlertRule &rule, const base::Result<insight::AlertPreview> &preview)
{
    if (!preview) {
        setCaption({});
        showEmpty(
            QStringLiteral("error"), tr("The preview could not be made"),
            format::coreText(preview.error().message));
    } else if (preview->values.empty()) {
        setCaption({});
        showEmpty(
            QStringLiteral("clock"), tr("No such requests in 7 days"),
            tr("The rule watches from now on; its preview comes with the first requests."));
    } else {
        showChart(rule, *preview);
    }
    Q_EMIT shown();
}

void PreviewCard::showEmpty(const QString &iconName, const QString &title, const QString &reason)
{
    m_empty->setContent({ iconName, title, reason, {} });
    m_parts->setCurrentWidget(m_empty);
}

void PreviewCard::showChart(const AlertRule &rule, const insight::AlertPreview &preview)
{
    const auto prices = m_context.backend.prices();
    const std::string currency(prices ? prices->currency() : "USD");
    const ChartUnit unit = chartUnit(insight::factsOf(rule.metric).unit);
    const QString name = alerts::metricName(rule.metric);
    if (!m_chart || m_unit != unit || m_seriesName != name) {
        delete m_chart;
        m_unit = unit;
        m_seriesName = name;
        const ChartSeries line{ name, Token::Read, Token::ReadText, SeriesShape::SolidLine, false };
        m_chart = new TimeChart({ line }, unit, PointPlace::Middle, m_chartPart);
        m_chart->setLink(m_link);
        m_chart->setAccessibleName(tr("Chart: %1").arg(name));
        static_cast<QVBoxLayout *>(m_chartPart->layout())->insertWidget(0, m_chart, 1);
    }
    m_chart->setStale(false);
    m_chart->setLevels(levelsOf(rule, currency));
    QVector<ChartSpan> spans;
    for (const insight::AlertPreviewEpisode &episode : preview.episodes) {
        if (episode.entity == preview.entity)
            spans.append({ episode.begin, episode.end });
    }
    m_chart->setSpans(spans);
    m_chart->setFrame(previewFrame(preview, rule, format::text(currency)));
    m_episodes->setEpisodes(preview.episodes, rule, currency, m_context.clock.wall());
    const bool each = rule.per != insight::AlertPer::Nothing;
    m_view->setColumnHidden(EpisodeTable::Whom, !each);
    m_view->horizontalHeader()->setSectionResizeMode(
        EpisodeTable::Lasted, each ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
    const QString fired = preview.fired == 0
        ? tr("would not have fired in 7 days")
        : tr("would have fired %n time(s) in 7 days, %1 in all", nullptr, preview.fired)
              .arg(longDuration(preview.firedMicros));
    const QString whom = rule.per == insight::AlertPer::Nothing
        ? QString()
        : tr("; the line is %1").arg(alerts::entityText(rule.per, preview.entity));
    setCaption(fired % whom);
    m_parts->setCurrentWidget(m_chartPart);
}

void PreviewCard::openEpisode(int row)
{
    const insight::AlertPreviewEpisode &episode = m_episodes->episode(row);
    m_context.navigator.openRequests(
        format::text(insight::alertCallsFilter(m_episodes->rule(), episode.entity)), episode.calls);
}

} // namespace cachescope::ui

#include "moc_preview_card.cpp"
