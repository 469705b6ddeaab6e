// SPDX-License-Identifier: MIT
#include "ui/overview/finding_card.h"

#include "ui/format/format.h"
#include "ui/overview/finding_table.h"
#include "ui/parts/labels.h"
#include "ui/parts/table_view.h"
#include "ui/requests/empty_state.h"
#include "ui/requests/hair_line.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <map>

namespace cachescope::ui {

namespace {

constexpr int leastProblemWidth = 150;
constexpr int whereWidth = 170;
constexpr int leastCardWidth = 240;
constexpr int footHeight = 44;

} // namespace

FindingCard::FindingCard(QWidget *parent)
    : Card(tr("Newest problems"), parent)
    , m_table(new FindingTable(this))
    , m_view(new TableView(metrics::listRow, this))
    , m_none(new EmptyState(this))
    , m_parts(new QStackedWidget(this))
    , m_foot(new QWidget(this))
    , m_summary(makeLabel({}, TextStyle::Control, Tone::Second, m_foot))
    , m_open(makeButton(
          tr("Open in editor"), ButtonKind::Normal, QStringLiteral("prompts"), ButtonSize::Normal, m_foot))
{
    setCaption(tr("in the log, by the prompt rules"));
    setMinimumWidth(leastCardWidth);
    m_view->setAccessibleName(tr("Newest problems"));
    m_view->setModel(m_table);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_view->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents); // Forty rows at most: cheap.
    header->setSectionResizeMode(FindingTable::Problem, QHeaderView::Stretch);
    header->setSectionResizeMode(FindingTable::Where, QHeaderView::Fixed);
    header->resizeSection(FindingTable::Where, whereWidth);
    m_view->keepReadable(FindingTable::Problem, leastProblemWidth, { FindingTable::Where });
    m_parts->addWidget(m_view);
    m_parts->addWidget(m_none);
    m_summary->setMinimumWidth(40);
    auto *foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(metrics::cardPadding, 0, metrics::gap, 0);
    foot->addWidget(m_summary, 1);
    foot->addWidget(m_open);
    m_foot->setFixedHeight(footHeight);
    body()->addWidget(m_parts, 1);
    body()->addWidget(new HairLine(this));
    body()->addWidget(m_foot);
    body()->setContentsMargins(0, 0, 0, 0);
    connect(m_view, &TableView::activated, this, [this](const QModelIndex &index) {
        const insight::LogProblem &problem = m_table->problem(index.row());
        Q_EMIT ruleRequested(problem.callId, format::text(problem.rule));
    });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT ruleRequested(m_openCall, m_openRule); });
    setProblems(nullptr, "USD");
}

void FindingCard::setProblems(
    const std::shared_ptr<const std::vector<insight::LogProblem>> &problems, std::string_view currency)
{
    const bool none = !problems || problems->empty();
    m_table->setProblems(none ? std::vector<insight::LogProblem>() : *problems, currency);
    m_parts->setCurrentIndex(none ? 1 : 0);
    if (!problems)
        m_none->setContent({ QStringLiteral("clock"),
                             tr("Not looked at yet"),
                             tr("The prompt rules look at recent requests in the background."),
                             {} });
    else if (none)
        m_none->setContent({ QStringLiteral("check"),
                             tr("No problems found"),
                             tr("The prompt rules found nothing in the log's recent requests."),
                             {} });
    showFoot();
}

/** Which program has most of the problems, and how many of them can be mended with a click. */
void FindingCard::showFoot()
{
    const int rows = m_table->rowCount();
    m_foot->setVisible(rows > 0);
    if (rows == 0)
        return;
    std::map<std::string, int> ofClient;
    for (int row = 0; row < rows; ++row)
        ++ofClient[m_table->problem(row).client];
    const auto most = std::max_element(
        ofClient.begin(), ofClient.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    int fixable = 0;
    m_openCall = 0;
    for (int row = 0; row < rows; ++row) {
        const insight::LogProblem &problem = m_table->problem(row);
        if (problem.client != most->first)
            continue;
        fixable += problem.hasFix ? 1 : 0;
        if (m_openCall == 0) {
            m_openCall = problem.callId;
            m_openRule = format::text(problem.rule);
        }
    }
    const QString client = most->first.empty() ? tr("one program") : format::text(most->first);
    m_summary->setText(
        tr("%1 of %2 in %3; %4 with a fix", "problems")
            .arg(format::number(most->second), format::number(rows), client, format::number(fixable)));
    m_summary->setToolTip(m_summary->text());
}

} // namespace cachescope::ui

#include "moc_finding_card.cpp"
