// SPDX-License-Identifier: MIT
#include "ui/simulator/simulator_page.h"

#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/segment.h"
#include "ui/parts/table_view.h"
#include "ui/requests/empty_state.h"
#include "ui/requests/filter_edit.h"
#include "ui/settings/combo_box.h"
#include "ui/shell/backend.h"
#include "ui/simulator/advice_view.h"
#include "ui/simulator/simulator_charts.h"
#include "ui/simulator/simulator_tables.h"
#include "ui/simulator/variant_dialog.h"
#include "ui/simulator/variant_table.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>

namespace cachescope::ui {

using insight::SweepParameter;
using insight::Variant;

namespace {

constexpr int wideEnoughForTwo = 900; ///< Narrower, the cards stand in one column.
constexpr int wordsFrom = 900; ///< Narrower, the bar's buttons show their icons only.
constexpr std::size_t mostChanged = 500; ///< Calls that one filter lists.
constexpr int mostSavingRows = 9;
constexpr int netCostRow = 40;
constexpr int headerHeight = 52;
constexpr int mostNameWidth = 140; ///< Of a variant, in the table's header.

const auto variantsKey = QLatin1String("simulator/variants");
const auto rangeKey = QLatin1String("simulator/range");
const auto filterKey = QLatin1String("simulator/filter");
const auto messageKey = QLatin1String("simulator");

struct TrafficRange
{
    const char *text; ///< As --since reads it.
    std::int64_t hours;
};
constexpr std::array<TrafficRange, 5> trafficRanges{
    { { "24h", 24 }, { "3d", 72 }, { "7d", 168 }, { "14d", 336 }, { "30d", 720 } }
};
constexpr int usualRange = 3;
constexpr std::int64_t hourMicros = 3'600'000'000;

/** For a POSIX shell. */
QString shellQuoted(const QString &text)
{
    QString quoted = text;
    quoted.replace(u'\'', QStringLiteral("'\\''"));
    return QStringLiteral("'") % quoted % QStringLiteral("'");
}

QFrame *hairLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::NoFrame);
    line->setFixedHeight(1);
    line->setProperty("surface", QStringLiteral("raised"));
    return line;
}

} // namespace

SimulatorPage::SimulatorPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_bar(new QWidget(this))
    , m_parts(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_table(new VariantTable(this))
    , m_sweepTable(new SweepTable(this))
    , m_savings(new SavingTable(this))
    , m_list(new VariantList(this))
{
    setAccessibleName(title());
    buildBar();
    auto *emptyCard = new Card(this);
    emptyCard->body()->addWidget(m_empty);
    auto *emptyPart = new QWidget(this);
    auto *emptyColumn = new QVBoxLayout(emptyPart);
    emptyColumn->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    emptyColumn->addWidget(emptyCard);
    m_parts->addWidget(emptyPart);
    buildReport();
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_parts);
    addActions();
    restoreVariants();
    connect(m_empty, &EmptyState::actionTriggered, this, &SimulatorPage::run);
    connect(&m_run, &SimulationRun::progressed, this, &SimulatorPage::showProgress);
    connect(&m_run, &SimulationRun::finished, this, &SimulatorPage::showAnswer);
    connect(&m_run, &SimulationRun::failed, this, &SimulatorPage::showFailure);
    connect(&m_run, &SimulationRun::stopped, this, [this] {
        showHead();
        if (!m_answer)
            showEmpty(QStringLiteral("simulator"), tr("Stopped"), tr("Nothing was replayed."), tr("Run"));
    });
    showEmpty(
        QStringLiteral("simulator"), tr("Nothing was replayed yet"),
        tr("The log is replayed under other cache settings, to see what they would have cost."), tr("Run"));
}

void SimulatorPage::buildBar()
{
    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    m_range = new ComboBox(m_bar);
    m_range->setAccessibleName(tr("Traffic"));
    m_range->addItems({ tr("Traffic: last 24 h"), tr("Traffic: last 3 days"), tr("Traffic: last 7 days"),
                        tr("Traffic: last 14 days"), tr("Traffic: last 30 days") });
    m_range->setCurrentIndex(m_context.session.value(rangeKey, usualRange).toInt());
    m_filter = new FilterEdit(m_bar);
    m_filter->setProperty("kind", {}); // Stands alone here: with the frame of a field.
    m_filter->setPlaceholderText(tr("all requests"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setMinimumWidth(120);
    m_filter->setMaximumWidth(280);
    m_filter->setText(m_context.session.value(filterKey).toString());
    m_count = makeLabel({}, TextStyle::Control, Tone::Second, m_bar);
    m_add = makeButton(tr("Add variant"), ButtonKind::Normal, QStringLiteral("plus"), ButtonSize::Normal, m_bar);
    m_copy = makeButton(
        tr("Copy as command"), ButtonKind::Normal, QStringLiteral("terminal"), ButtonSize::Normal, m_bar);
    m_again = makeButton(tr("Run again"), ButtonKind::Normal, QStringLiteral("play"), ButtonSize::Normal, m_bar);
    m_add->setToolTip(tr("Add variant"));
    m_copy->setToolTip(tr("Copy the command that gives the same numbers"));
    m_again->setToolTip(tr("Run again with the newest traffic"));
    row->addWidget(m_range);
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    row->addStretch(1);
    row->addWidget(m_add);
    row->addWidget(m_copy);
    row->addWidget(m_again);
    connect(m_add, &QPushButton::clicked, this, &SimulatorPage::addVariant);
    connect(m_copy, &QPushButton::clicked, this, &SimulatorPage::copyCommand);
    connect(m_again, &QPushButton::clicked, this, &SimulatorPage::run);
    connect(m_range, &QComboBox::activated, this, [this](int index) {
        m_context.session.setValue(rangeKey, index);
        run();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        m_filter->setErrorShown(!m_filter->parsed());
        if (!m_filter->parsed())
            return;
        m_context.session.setValue(filterKey, m_filter->text());
        run();
    });
}

void SimulatorPage::buildReport()
{
    auto *content = new QWidget(this);
    content->setProperty("surface", QStringLiteral("window"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::cardPadding);
    auto *top = new QHBoxLayout;
    top->setSpacing(metrics::cardPadding);
    m_view = new Segment({ tr("Variants"), tr("Advice") }, content);
    m_view->setAccessibleName(tr("What is shown"));
    m_head = new QVBoxLayout;
    m_head->setSpacing(0);
    top->addLayout(m_head, 1);
    top->addWidget(m_view, 0, Qt::AlignVCenter);
    column->addLayout(top);

    m_progress = new Card(content);
    auto *progressRow = new QHBoxLayout;
    progressRow->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::gap);
    progressRow->setSpacing(metrics::cardPadding);
    m_progressWords = makeLabel({}, TextStyle::Control, Tone::Second, m_progress);
    m_progressBar = new QProgressBar(m_progress);
    m_progressBar->setRange(0, 1000);
    m_progressBar->setTextVisible(false);
    m_progressBar->setFixedHeight(6);
    m_progressBar->setAccessibleName(tr("Progress"));
    QPushButton *stop
        = makeButton(tr("Stop"), ButtonKind::Normal, QStringLiteral("stop"), ButtonSize::Small, m_progress);
    connect(stop, &QPushButton::clicked, &m_run, &SimulationRun::stop);
    progressRow->addWidget(m_progressWords);
    progressRow->addWidget(m_progressBar, 1);
    progressRow->addWidget(stop);
    static_cast<Card *>(m_progress)->body()->addLayout(progressRow);
    m_head->addWidget(m_progress);
    m_progress->hide();

    m_views = new QStackedWidget(content);
    auto *what = new QWidget(m_views);
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, what);
    m_columns->setContentsMargins(0, 0, 0, 0);
    m_columns->setSpacing(metrics::cardPadding);
    m_columns->addWidget(buildVariants(), 1);
    auto *right = new QVBoxLayout;
    right->setSpacing(metrics::cardPadding);
    right->addWidget(buildSweep());
    right->addWidget(buildSavings());
    right->addWidget(buildList());
    right->addStretch(1);
    m_columns->addLayout(right, 1);
    m_views->addWidget(what);
    m_advice = new AdviceView(m_views);
    m_views->addWidget(m_advice);
    column->addWidget(m_views, 1);
    connect(m_view, &Segment::currentChanged, m_views, &QStackedWidget::setCurrentIndex);

    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    m_parts->addWidget(scroll);
}

Card *SimulatorPage::buildVariants()
{
    auto *card = new Card(tr("Variants"), this);
    card->setCaption(tr("net money first, token-weighted"));
    m_tableView = new TableView(metrics::listRow, card);
    m_tableView->setAccessibleName(tr("Variants"));
    m_tableView->setModel(m_table);
    m_tableView->setItemDelegate(new VariantDelegate(m_tableView));
    m_tableView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tableView->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_tableView->horizontalHeader();
    header->setFixedHeight(headerHeight);
    header->setSectionsClickable(true);
    header->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    header->setTextElideMode(Qt::ElideNone); // Two lines; eliding knows one.
    connect(header, &QHeaderView::sectionClicked, this, [this](int section) {
        if (section >= VariantTable::firstVariant)
            choose(section - VariantTable::firstVariant);
    });
    connect(m_tableView, &TableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() >= VariantTable::firstVariant)
            choose(index.column() - VariantTable::firstVariant);
    });
    card->body()->addWidget(m_tableView);
    card->body()->addWidget(hairLine(card));
    m_bands = new BandChart(card);
    card->body()->addWidget(m_bands);
    card->body()->addWidget(hairLine(card));

    auto *words = new QVBoxLayout;
    words->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::cardPadding);
    words->setSpacing(metrics::gap);
    m_verdict = makeLabel({}, TextStyle::CardTitle, Tone::Normal, card);
    m_why = makeLabel({}, TextStyle::Control, Tone::Second, card);
    m_note = makeLabel({}, TextStyle::Caption, Tone::Third, card);
    for (QLabel *label : { m_verdict, m_why, m_note })
        label->setWordWrap(true);
    m_apply = makeButton({}, ButtonKind::Primary, {}, ButtonSize::Normal, card);
    m_changed = makeButton({}, ButtonKind::Normal, {}, ButtonSize::Normal, card);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    buttons->addWidget(m_apply);
    buttons->addWidget(m_changed);
    buttons->addStretch(1);
    words->addWidget(m_verdict);
    words->addWidget(m_why);
    words->addLayout(buttons);
    words->addWidget(m_note);
    card->body()->addLayout(words);
    card->body()->addStretch(1);
    connect(m_apply, &QPushButton::clicked, this, &SimulatorPage::applyChosen);
    connect(m_changed, &QPushButton::clicked, this, &SimulatorPage::openChanged);
    return card;
}

Card *SimulatorPage::buildSweep()
{
    auto *card = new Card(tr("Sweep: net cost"), this);
    m_sweep = new ComboBox(card);
    m_sweep->setAccessibleName(tr("Setting that is varied"));
    m_sweep->addItems({ tr("by lifetime"), tr("by local lifetime"), tr("by granularity") });
    auto *asTable = new QToolButton(card);
    asTable->setIcon(icons::icon(QStringLiteral("table")));
    asTable->setCheckable(true);
    asTable->setToolTip(tr("Show as table"));
    asTable->setAccessibleName(tr("Show as table"));
    card->head()->addWidget(asTable);
    card->head()->addWidget(m_sweep);
    m_sweepChart = new SweepChart(card);
    auto *view = new TableView(metrics::standardRow, card);
    view->setAccessibleName(tr("Sweep"));
    view->setModel(m_sweepTable);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents); // Eight rows: cheap.
    m_sweepParts = new QStackedWidget(card);
    m_sweepParts->addWidget(m_sweepChart);
    m_sweepParts->addWidget(view);
    m_sweepParts->setFixedHeight(230);
    card->body()->addWidget(m_sweepParts);
    card->body()->setContentsMargins(1, 0, 1, metrics::cardRadius - 1);
    connect(asTable, &QToolButton::toggled, this, [this](bool on) { m_sweepParts->setCurrentIndex(on ? 1 : 0); });
    connect(m_sweep, &QComboBox::activated, this, [this] { run(); });
    return card;
}

Card *SimulatorPage::buildSavings()
{
    auto *card = m_savingCard = new Card(tr("Where it saves"), this);
    m_savingSum = makeLabel({}, TextStyle::CardTitle, Tone::Normal, card);
    card->head()->addWidget(m_savingSum);
    m_savingView = new TableView(metrics::listRow, card);
    m_savingView->setAccessibleName(tr("Where it saves"));
    m_savingView->setModel(m_savings);
    m_savingView->setItemDelegateForColumn(SavingTable::Share, new ShareDelegate(m_savingView));
    QHeaderView *header = m_savingView->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(SavingTable::Client, QHeaderView::Stretch);
    header->setSectionResizeMode(SavingTable::Share, QHeaderView::Fixed);
    header->resizeSection(SavingTable::Share, 120);
    m_savingView->keepReadable(SavingTable::Client, 90, { SavingTable::Share });
    card->body()->addWidget(m_savingView);
    card->body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    connect(m_savingView, &TableView::activated, this, [this](const QModelIndex &index) {
        m_context.navigator.openRequests(m_savings->filter(index.row()), m_ranOver);
    });
    return card;
}

Card *SimulatorPage::buildList()
{
    auto *card = new Card(tr("Variants, as settings"), this);
    m_listView = new TableView(metrics::listRow, card);
    m_listView->setAccessibleName(tr("Variants, as settings"));
    m_listView->setModel(m_list);
    QHeaderView *header = m_listView->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(VariantList::Name, QHeaderView::Stretch);
    for (const int column : { VariantList::Letter, VariantList::Copy, VariantList::Remove }) {
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, 32);
    }
    m_listView->keepReadable(VariantList::Name, 110, { VariantList::Other, VariantList::Tools });
    card->body()->addWidget(m_listView);
    card->body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    connect(m_listView, &TableView::clicked, this, &SimulatorPage::listClicked);
    connect(m_listView, &TableView::activated, this, [this](const QModelIndex &index) {
        if (index.column() != VariantList::Copy && index.column() != VariantList::Remove)
            editVariant(index.row());
    });
    return card;
}

void SimulatorPage::addActions()
{
    const auto add = [this](const QString &name, auto &&what) {
        auto *action = new QAction(name, this);
        connect(action, &QAction::triggered, this, what);
        m_actions << action;
    };
    add(tr("Run the simulation"), [this] { run(); });
    add(tr("Stop the simulation"), [this] { m_run.stop(); });
    add(tr("Add a variant"), [this] { addVariant(); });
    add(tr("Copy the simulation as a command"), [this] { copyCommand(); });
}

void SimulatorPage::activate()
{
    arrange();
    if (!m_answer && !m_run.isRunning())
        run();
}

void SimulatorPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

SimulatorPage::Showing SimulatorPage::showing() const
{
    return static_cast<Showing>(m_parts->currentIndex());
}

requestlog::TimeRange SimulatorPage::range() const
{
    const auto index = static_cast<std::size_t>(
        std::clamp(m_range->currentIndex(), 0, static_cast<int>(trafficRanges.size()) - 1));
    const base::UnixMicros now = m_context.clock.wall();
    return { now - trafficRanges[index].hours * hourMicros, now + 1 };
}

QString SimulatorPage::since() const
{
    const auto index = static_cast<std::size_t>(
        std::clamp(m_range->currentIndex(), 0, static_cast<int>(trafficRanges.size()) - 1));
    return QString::fromLatin1(trafficRanges[index].text);
}

void SimulatorPage::run()
{
    const std::string database = m_context.backend.databasePath();
    if (database.empty() || !QFileInfo::exists(format::text(database))) {
        showEmpty(
            QStringLiteral("simulator"), tr("No log to replay yet"),
            tr("The simulator needs %1 requests and one day of traffic.")
                .arg(format::number(insight::fewestRequests)),
            tr("Run"));
        return;
    }
    if (!m_filter->parsed()) {
        m_filter->setErrorShown(true);
        return;
    }
    SimulationAsk ask;
    ask.database = database;
    // The same calls again, unless another stretch was chosen: what was read is still there.
    const requestlog::TimeRange now = range();
    const bool sameLength = m_answer && now.end - now.begin == m_ranOver.end - m_ranOver.begin;
    const bool again = sender() == m_again || !sameLength;
    if (again)
        m_ranOver = now;
    ask.range = m_ranOver;
    ask.filter = *m_filter->parsed();
    ask.variants = m_variants;
    ask.sweep = static_cast<SweepParameter>(m_sweep->currentIndex());
    ask.prices = m_context.backend.prices();
    const config::Config &configuration = m_context.backend.configuration();
    ask.tokenizers = configuration.tokenizers;
    ask.localCacheOn = configuration.cache.enabled;
    ask.localLifetime = configuration.cache.ttl;
    m_context.navigator.hideMessage(messageKey);
    m_run.start(ask);
    m_parts->setCurrentIndex(static_cast<int>(Showing::Report));
    m_views->setVisible(m_answer != nullptr);
    m_view->setVisible(m_answer != nullptr);
    showProgress(SimulationRun::Phase::Reading, 0);
}

void SimulatorPage::showProgress(SimulationRun::Phase phase, double share)
{
    switch (phase) {
    case SimulationRun::Phase::Reading:
        m_progressWords->setText(tr("Reading the log: %1").arg(format::percent(share)));
        break;
    case SimulationRun::Phase::Replaying:
        m_progressWords->setText(tr("Replaying: %1").arg(format::percent(share)));
        break;
    case SimulationRun::Phase::Advising:
        m_progressWords->setText(tr("Weighing advice"));
        break;
    }
    m_progressBar->setValue(static_cast<int>(share * 1000));
    for (int i = 0; i < m_head->count(); ++i) {
        if (QWidget *widget = m_head->itemAt(i)->widget())
            widget->setVisible(widget == m_progress);
    }
}

void SimulatorPage::showHead()
{
    for (int i = m_head->count(); i-- > 0;) {
        QWidget *widget = m_head->itemAt(i)->widget();
        if (widget == nullptr || widget == m_progress)
            continue;
        m_head->removeWidget(widget);
        widget->deleteLater();
    }
    m_progress->hide();
    if (!m_answer)
        return;
    using State = insight::Reproduction::State;
    const insight::Reproduction &found = m_answer->report.reproduction;
    const MessageKind kind = found.state == State::Reproduced ? MessageKind::Good
        : found.state == State::NotReproduced                 ? MessageKind::Error
                                                              : MessageKind::Warning;
    auto *message = new MessageBar(
        kind, SimulatorWords::reproduction(found), MessageBar::Closing::Fixed, m_progress->parentWidget());
    m_head->addWidget(message);
}

void SimulatorPage::showAnswer(const SimulationAnswerPointer &answer)
{
    if (answer->report.calls == 0) {
        m_answer.reset();
        m_count->clear();
        showEmpty(
            QStringLiteral("filter"),
            m_filter->text().isEmpty() ? tr("No requests in this traffic") : tr("No request matches the filter"),
            tr("Choose a longer stretch of time, or another filter."), tr("Run again"));
        return;
    }
    m_answer = answer;
    const auto prices = m_context.backend.prices();
    m_currency = SimulatorWords::currencyOf(answer->report, prices ? prices->currency() : "USD");
    m_parts->setCurrentIndex(static_cast<int>(Showing::Report));
    m_views->show();
    m_view->show();
    m_count->setText(tr("%1 requests, %2 to %3")
                         .arg(
                             format::number(answer->report.calls), format::day(answer->report.begin),
                             format::day(answer->report.end)));
    showHead();
    m_table->setAnswer(answer, m_currency);
    m_bands->setAnswer(answer, m_currency);
    m_sweepChart->setAnswer(answer, m_currency);
    m_sweepTable->setAnswer(answer, m_currency);
    m_advice->setAnswer(answer, m_currency);
    const int last = static_cast<int>(answer->report.variants.size()) - 1;
    m_chosen = answer->report.best ? static_cast<int>(*answer->report.best) : std::clamp(m_chosen, 0, last);
    if (m_chosen == 0 && last > 0)
        m_chosen = 1;
    fitRows();
    fitColumns();
    showChosen();
    Q_EMIT statusChanged();
}

void SimulatorPage::fitRows()
{
    QHeaderView *rows = m_tableView->verticalHeader();
    for (int row = 0; row < m_table->rowCount(); ++row)
        m_tableView->setRowHeight(row, row == VariantTable::NetCost ? netCostRow : metrics::listRow);
    m_tableView->setFixedHeight(headerHeight + rows->length() + 2);
    const int savings = std::min(m_savings->rowCount(), mostSavingRows);
    m_savingView->setFixedHeight(metrics::tableHeader + std::max(savings, 1) * metrics::listRow + 4);
    m_listView->setFixedHeight(metrics::tableHeader + std::clamp(m_list->rowCount(), 2, 8) * metrics::listRow + 4);
}

void SimulatorPage::fitColumns()
{
    QHeaderView *header = m_tableView->horizontalHeader();
    const int columns = m_table->columnCount();
    if (columns == 0)
        return;
    header->setSectionResizeMode(QHeaderView::Interactive);
    const auto *view = static_cast<const QAbstractItemView *>(m_tableView); // Public there.
    const int names = view->sizeHintForColumn(0);
    header->resizeSection(0, names);
    // Equal widths as long as the figures fit; then the table scrolls.
    int least = 72;
    const QFontMetrics words(Theme::font(TextStyle::CaptionMedium));
    for (int column = 1; column < columns; ++column) {
        const QString name
            = m_table->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().section(u'\n', 1);
        const int named = std::min(words.horizontalAdvance(name) + 2 * metrics::gap, mostNameWidth);
        least = std::max({ least, view->sizeHintForColumn(column), named });
    }
    const int room = (m_tableView->viewport()->width() - names) / std::max(columns - 1, 1);
    for (int column = 1; column < columns; ++column)
        header->resizeSection(column, std::max(least, room));
    const bool scrolls = least > room;
    m_tableView->setHorizontalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    const int bar = scrolls ? 12 : 0;
    m_tableView->setFixedHeight(headerHeight + m_tableView->verticalHeader()->length() + 2 + bar);
}

void SimulatorPage::choose(int variant)
{
    if (!m_answer || variant < 0 || variant >= static_cast<int>(m_answer->report.variants.size()))
        return;
    m_chosen = variant;
    showChosen();
}

bool SimulatorPage::canApply(const Variant &variant) const
{
    Variant rest = variant;
    rest.local = insight::LocalCache::AsNow;
    rest.localLifetime.reset();
    return rest.isAsNow() && variant.changesLocalCache();
}

void SimulatorPage::showChosen()
{
    const auto index = static_cast<std::size_t>(m_chosen);
    const insight::VariantReport &variant = m_answer->report.variants[index];
    const QString letter = format::text(insight::letterOf(index));
    m_table->setChosen(m_chosen);
    m_verdict->setText(SimulatorWords::verdict(m_answer->report, index, m_currency));
    const QString why = SimulatorWords::explanation(m_answer->report, index);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_note->setText(SimulatorWords::leftOut(m_answer->report.leftOut));
    const bool trusted = m_answer->report.reproduction.state == insight::Reproduction::State::Reproduced;
    m_apply->setVisible(trusted && canApply(variant.result.variant));
    m_apply->setText(tr("Apply %1").arg(letter));
    const auto changed = static_cast<int>(variant.changedCalls.size());
    m_changed->setVisible(changed > 0);
    m_changed->setText(tr("Show the %n changed request(s)", nullptr, changed));
    m_savingCard->setTitle(
        variant.difference > base::Money() ? tr("Where %1 costs more").arg(letter)
                                           : tr("Where %1 saves").arg(letter));
    m_savingCard->setCaption(tr("against A"));
    m_savings->setAnswer(m_answer, index, m_currency);
    m_savingSum->setText(SimulatorWords::signedMoney(variant.difference, m_currency));
    setTone(
        m_savingSum,
        variant.verdict == insight::Verdict::Cheaper      ? Tone::Good
            : variant.verdict == insight::Verdict::Dearer ? Tone::Error
                                                          : Tone::Normal);
    fitRows();
    QMetaObject::invokeMethod(this, &SimulatorPage::fitColumns, Qt::QueuedConnection);
}

QStringList SimulatorPage::statusFacts() const
{
    if (!m_answer)
        return {};
    return { tr("done in %1").arg(format::seconds(static_cast<std::int64_t>(m_answer->seconds * 1e6), 1)),
             m_answer->report.clustersAreDays
                 ? tr("bands over %n day(s)", nullptr, static_cast<int>(m_answer->report.clusters))
                 : tr("bands over %n hour(s)", nullptr, static_cast<int>(m_answer->report.clusters)) };
}

void SimulatorPage::showEmpty(
    const QString &icon, const QString &heading, const QString &reason, const QString &action)
{
    m_empty->setContent({ icon, heading, reason, action });
    m_parts->setCurrentIndex(static_cast<int>(Showing::Empty));
}

void SimulatorPage::showFailure(const QString &sentence)
{
    showHead();
    if (!m_answer) {
        showEmpty(QStringLiteral("error"), tr("The log could not be replayed"), sentence, tr("Run again"));
        return;
    }
    m_context.navigator.showMessage(messageKey, MessageKind::Error, sentence, tr("Retry"), [this] { run(); });
}

void SimulatorPage::setVariants(std::vector<Variant> variants)
{
    m_variants = std::move(variants);
    saveVariants();
    m_list->setVariants(m_variants);
    fitRows();
    run();
}

void SimulatorPage::restoreVariants()
{
    const QStringList saved
        = m_context.session
              .value(variantsKey, QStringList{ QStringLiteral("ttl=1h"), QStringLiteral("tools=sorted") })
              .toStringList();
    for (const QString &text : saved) {
        if (auto variant = insight::parseVariant(format::utf8(text)))
            m_variants.push_back(*std::move(variant));
    }
    m_list->setVariants(m_variants);
    fitRows();
}

void SimulatorPage::saveVariants()
{
    QStringList texts;
    for (const Variant &variant : m_variants) {
        const QString name = variant.name.empty() ? QString() : format::text(variant.name) % QStringLiteral(":");
        texts << name % format::text(insight::settingsOf(variant));
    }
    m_context.session.setValue(variantsKey, texts);
}

void SimulatorPage::addVariant()
{
    auto *dialog = new VariantDialog({}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &VariantDialog::chosen, this, [this](const Variant &variant) {
        std::vector<Variant> variants = m_variants;
        variants.push_back(variant);
        setVariants(std::move(variants));
    });
    dialog->open();
}

void SimulatorPage::editVariant(int row)
{
    if (row <= 0 || static_cast<std::size_t>(row) > m_variants.size())
        return;
    const auto index = static_cast<std::size_t>(row - 1);
    auto *dialog = new VariantDialog(m_variants[index], this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &VariantDialog::chosen, this, [this, index](const Variant &variant) {
        std::vector<Variant> variants = m_variants;
        if (index >= variants.size() || variants[index] == variant)
            return;
        variants[index] = variant;
        setVariants(std::move(variants));
    });
    dialog->open();
}

void SimulatorPage::listClicked(const QModelIndex &index)
{
    const auto row = static_cast<std::size_t>(index.row());
    std::vector<Variant> variants = m_variants;
    if (index.column() == VariantList::Copy) {
        Variant copy = row == 0 ? Variant() : variants[row - 1];
        if (!copy.name.empty())
            copy.name += " 2";
        variants.push_back(std::move(copy));
    } else if (index.column() == VariantList::Remove && row > 0) {
        variants.erase(variants.begin() + static_cast<std::ptrdiff_t>(row - 1));
    } else {
        choose(index.row());
        return;
    }
    setVariants(std::move(variants));
}

void SimulatorPage::openChanged()
{
    const insight::VariantReport &variant = m_answer->report.variants[static_cast<std::size_t>(m_chosen)];
    QStringList ids;
    for (const std::uint32_t call : variant.changedCalls) {
        if (static_cast<std::size_t>(ids.size()) >= mostChanged)
            break;
        ids << QString::number(m_answer->logIds[call]);
    }
    if (variant.changedCalls.size() > mostChanged)
        m_context.navigator.showMessage(
            messageKey, MessageKind::Info,
            tr("The %1 requests with the largest difference are listed.").arg(format::number(mostChanged)));
    m_context.navigator.openRequests(QStringLiteral("id:") % ids.join(u','), m_ranOver);
}

QString SimulatorPage::command() const
{
    QString text = QStringLiteral("cachescope simulate --since ") % since();
    if (const std::string directory = m_context.backend.dataDirectory(); !directory.empty())
        text += QStringLiteral(" --data-dir ") % shellQuoted(format::text(directory));
    if (const std::string file = m_context.backend.configFile();
        !file.empty() && QFileInfo::exists(format::text(file)))
        text += QStringLiteral(" --config ") % shellQuoted(format::text(file));
    if (!m_filter->text().isEmpty())
        text += QStringLiteral(" --filter ") % shellQuoted(m_filter->text());
    for (const Variant &variant : m_variants) {
        const QString name = variant.name.empty() ? QString() : format::text(variant.name) % QStringLiteral(":");
        text += QStringLiteral(" --variant ") % shellQuoted(name % format::text(insight::settingsOf(variant)));
    }
    constexpr std::array parameters{ "lifetime", "local-lifetime", "granularity" };
    text += QStringLiteral(" --sweep ")
        % QString::fromLatin1(parameters[static_cast<std::size_t>(std::max(m_sweep->currentIndex(), 0))]);
    return text;
}

void SimulatorPage::copyCommand()
{
    QGuiApplication::clipboard()->setText(command());
    m_context.navigator.showMessage(messageKey, MessageKind::Good, tr("The command is in the clipboard."));
}

void SimulatorPage::applyChosen()
{
    const Variant &variant = m_answer->report.variants[static_cast<std::size_t>(m_chosen)].result.variant;
    const config::Cache before = m_context.backend.configuration().cache;
    const auto set = [this](bool enabled, std::chrono::seconds lifetime) -> base::Result<> {
        const config::Cache &now = m_context.backend.configuration().cache;
        if (now.enabled != enabled) {
            if (auto changed = m_context.backend.changeSetting("cache.enabled", enabled ? "true" : "false");
                !changed)
                return changed;
        }
        if (now.ttl == lifetime)
            return {};
        return m_context.backend.changeSetting("cache.ttl_s", std::to_string(lifetime.count()));
    };
    const bool enabled
        = variant.local == insight::LocalCache::AsNow ? before.enabled : variant.local == insight::LocalCache::On;
    const auto applied = set(enabled, variant.localLifetime.value_or(before.ttl));
    if (!applied) {
        m_context.navigator.showMessage(messageKey, MessageKind::Error, format::text(applied.error().message));
        return;
    }
    m_context.navigator.showMessage(
        messageKey, MessageKind::Good,
        tr("%1 is in force: %2.")
            .arg(
                format::text(insight::letterOf(static_cast<std::size_t>(m_chosen))),
                SimulatorWords::describe(variant)),
        tr("Undo"), [this, set, before] {
            const auto undone = set(before.enabled, before.ttl);
            m_context.navigator.showMessage(
                messageKey, undone ? MessageKind::Info : MessageKind::Error,
                undone ? tr("The settings are as they were.") : format::text(undone.error().message));
        });
}

void SimulatorPage::arrange()
{
    const bool wide = width() >= wideEnoughForTwo;
    m_columns->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const bool words = width() >= wordsFrom;
    m_add->setText(words ? tr("Add variant") : QString());
    m_copy->setText(words ? tr("Copy as command") : QString());
    m_add->setAccessibleName(tr("Add variant"));
    m_copy->setAccessibleName(tr("Copy as command"));
    m_count->setVisible(words && width() >= wideEnoughForTwo + 100);
    // The table gets its width, and the page its scroll bar, only after this.
    QMetaObject::invokeMethod(this, &SimulatorPage::fitColumns, Qt::QueuedConnection);
}

void SimulatorPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

} // namespace cachescope::ui

#include "moc_simulator_page.cpp"
