// SPDX-License-Identifier: MIT
#include "ui/cache/prefix_table.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"
#include "ui/requests/empty_state.h"
#include "ui/requests/hair_line.h"
#include "ui/shell/backend.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace cachescope::ui {

using insight::ProviderPrefix;

namespace {

constexpr int tickMs = 1000;
constexpr std::int64_t second = 1'000'000;

double shareLeft(const ProviderPrefix &prefix, base::UnixMicros now)
{
    const std::int64_t lifetime = std::max<std::int64_t>(1, prefix.expires - prefix.lastUsed);
    return std::clamp(double(prefix.expires - now) / double(lifetime), 0.0, 1.0);
}

/** "4:12", "1:02:30". */
QString countdown(std::int64_t micros)
{
    constexpr std::int64_t minute = 60, hour = 3600;
    const std::int64_t seconds = std::max<std::int64_t>(0, micros / second);
    const auto two = [](std::int64_t number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    if (seconds < hour)
        return QStringLiteral("%1:%2").arg(QString::number(seconds / minute), two(seconds % minute));
    return QStringLiteral("%1:%2:%3")
        .arg(QString::number(seconds / hour), two(seconds % hour / minute), two(seconds % minute));
}

QString toolTipOf(const ProviderPrefix &prefix)
{
    QStringList words{
        format::text(prefix.firstWords),
        PrefixModel::tr("%1 tokens read by %2 calls, written by %3.")
            .arg(format::number(prefix.readTokens), format::number(prefix.reads), format::number(prefix.writes))
    };
    if (!prefix.session.empty())
        words << PrefixModel::tr("Session %1.").arg(format::text(prefix.session));
    if (!prefix.project.empty())
        words << PrefixModel::tr("Project %1.").arg(format::text(prefix.project));
    if (!prefix.credential.empty())
        words << PrefixModel::tr("Caller %1\u2026.").arg(format::text(prefix.credential));
    words << (prefix.lifetimeKnown
                  ? PrefixModel::tr("Kept for %1 after its last use, by the provider's rules.")
                  : PrefixModel::tr("The provider publishes no lifetime; %1 after the last use is assumed."))
                 .arg(countdown(std::chrono::microseconds(prefix.lifetime).count()));
    return words.join(QLatin1Char('\n'));
}

} // namespace

void PrefixModel::setPrefixes(std::vector<ProviderPrefix> prefixes, base::UnixMicros now)
{
    beginResetModel();
    m_prefixes = std::move(prefixes);
    m_now = now;
    endResetModel();
}

void PrefixModel::setNow(base::UnixMicros now)
{
    m_now = now;
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (m_prefixes[std::size_t(row)].isAlive(now))
            continue;
        beginRemoveRows({}, row, row);
        m_prefixes.erase(m_prefixes.begin() + row);
        endRemoveRows();
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Left), index(rowCount() - 1, LeftBar));
}

const ProviderPrefix *PrefixModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_prefixes[std::size_t(row)] : nullptr;
}

int PrefixModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_prefixes.size());
}

int PrefixModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QString PrefixModel::textOf(const ProviderPrefix &prefix, int column) const
{
    switch (column) {
    case Model:
        return format::text(prefix.model);
    case Upstream:
        return format::text(prefix.upstream);
    case FirstWords:
        return format::text(prefix.firstWords).simplified();
    case Tokens:
        return (prefix.reported ? QString() : QStringLiteral("~")) + format::number(prefix.tokens);
    case Reads:
        return format::number(prefix.reads);
    case Last:
        return format::momentToTheSecond(prefix.lastUsed, m_now);
    case Left:
        return countdown(prefix.expires - m_now);
    case LeftBar:
        return format::percent(shareLeft(prefix, m_now));
    default:
        return prefix.reported ? tr("reported") : tr("by the rules");
    }
}

QVariant PrefixModel::data(const QModelIndex &index, int role) const
{
    const ProviderPrefix *prefix = index.isValid() ? at(index.row()) : nullptr;
    if (prefix == nullptr)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return textOf(*prefix, column);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return toolTipOf(*prefix);
    case Qt::TextAlignmentRole: {
        const bool right = column == Tokens || column == Reads || column == Last || column == Left;
        return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case ToneRole:
        return int(column == Model || column == Tokens || column == Left ? Token::Text : Token::Text2);
    case ElideMiddleRole:
        return column == Model;
    case ShareRole:
        return shareLeft(*prefix, m_now);
    case ShareTokenRole:
        return int(shareLeft(*prefix, m_now) < 0.15 ? Token::Write : Token::Read);
    default:
        return {};
    }
}

QVariant PrefixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = section == Tokens || section == Reads || section == Last || section == Left;
        return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (section) {
    case Model:
        return tr("Model");
    case Upstream:
        return tr("Upstream");
    case FirstWords:
        return tr("First words");
    case Tokens:
        return tr("Tokens");
    case Reads:
        return tr("Reads");
    case Last:
        return tr("Last used");
    case Left:
        return tr("TTL left");
    case LeftBar:
        return {};
    default:
        return tr("Known");
    }
}

PrefixPane::PrefixPane(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_question(context.log)
    , m_model(new PrefixModel(this))
    , m_timer(new QTimer(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new TableView(metrics::standardRow, m_stack))
    , m_empty(new EmptyState(m_stack))
    , m_words(makeLabel({}, TextStyle::Caption, Tone::Third, this))
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Provider prefixes"));
    m_table->setItemDelegateForColumn(PrefixModel::LeftBar, new ShareDelegate(this));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->setSectionResizeMode(PrefixModel::FirstWords, QHeaderView::Stretch);
    for (const auto &[column, width] : { std::pair(PrefixModel::Model, 128), std::pair(PrefixModel::Upstream, 84),
                                         std::pair(PrefixModel::Tokens, 72), std::pair(PrefixModel::Reads, 56),
                                         std::pair(PrefixModel::Last, 80), std::pair(PrefixModel::Left, 72),
                                         std::pair(PrefixModel::LeftBar, 72), std::pair(PrefixModel::Source, 88) })
        m_table->setColumnWidth(column, width);
    m_table->keepReadable(
        PrefixModel::FirstWords, 140, { PrefixModel::Source, PrefixModel::LeftBar, PrefixModel::Upstream });
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_words->setWordWrap(true);
    m_words->setMargin(metrics::gap);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_words);
    column->addWidget(new HairLine(this));
    column->addWidget(m_stack, 1);
    m_timer->setInterval(tickMs);
    connect(m_timer, &QTimer::timeout, this, [this] {
        const int before = m_model->rowCount();
        m_model->setNow(m_context.clock.wall());
        if (m_model->rowCount() != before)
            showState({});
    });
    connect(m_empty, &EmptyState::actionTriggered, this, &PrefixPane::refresh);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const ProviderPrefix *prefix = m_model->at(index.row()))
            m_context.navigator.openCall(prefix->newestCall);
    });
    showState({});
}

void PrefixPane::setActive(bool active)
{
    if (active)
        m_timer->start();
    else
        m_timer->stop();
}

void PrefixPane::refresh()
{
    if (m_question.isActive())
        return;
    const std::string path = m_context.backend.databasePath();
    if (path.empty())
        return showState(tr("This window has no log to infer them from."));
    insight::PrefixQuery query;
    query.now = m_context.clock.wall();
    m_question.ask(
        Lane::Search, this,
        [path, query, prices = m_context.backend.prices()](
            LogSource &, JobControl &control) -> base::Result<insight::PrefixReport> {
            auto reader = requestlog::Reader::open(path);
            if (!reader)
                return tl::unexpected(reader.error());
            return insight::providerPrefixes(
                **reader, *prices, query, [&control] { return control.isCancelled(); });
        },
        [this](const base::Result<insight::PrefixReport> &report) { onReport(report); });
}

void PrefixPane::onReport(const base::Result<insight::PrefixReport> &report)
{
    if (!report)
        return showState(format::coreText(report.error().message));
    m_known = true;
    m_stoppedEarly = report->stoppedEarly;
    const int row = m_table->currentIndex().row();
    const bool selected = m_table->selectionModel()->hasSelection();
    m_model->setPrefixes(report->prefixes, m_context.clock.wall());
    if (selected && row < m_model->rowCount())
        m_table->selectRow(row);
    showState({});
}

void PrefixPane::showState(const QString &error)
{
    QString words
        = tr("Inferred from the calls in the log; what a provider keeps cannot be looked at. It cannot be "
             "deleted from here either: a prefix goes when its time is over.");
    if (m_stoppedEarly)
        words += u' ' + tr("Only the newest calls were looked at.");
    m_words->setText(words);
    if (!error.isEmpty()) {
        m_empty->setContent(
            { QStringLiteral("warning"), tr("Provider prefixes could not be inferred"), error, tr("Try again") });
        m_stack->setCurrentWidget(m_empty);
    } else if (m_model->rowCount() == 0) {
        m_empty->setContent(
            m_known
                ? EmptyState::Content{ QStringLiteral("cache"),
                                       tr("No provider holds a prefix now"),
                                       tr("Most are kept for five minutes after their last use. They appear with "
                                          "the next call that reads or writes one."),
                                       {} }
                : EmptyState::Content{ QStringLiteral("clock"), tr("Reading the log\u2026"), {}, {} });
        m_stack->setCurrentWidget(m_empty);
    } else {
        m_stack->setCurrentWidget(m_table);
    }
    Q_EMIT countChanged();
}

} // namespace cachescope::ui

#include "moc_prefix_table.cpp"
