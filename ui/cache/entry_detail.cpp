// SPDX-License-Identifier: MIT
#include "ui/cache/entry_detail.h"

#include "base/redact.h"
#include "insight/key_parts.h"
#include "insight/nearest_entry.h"
#include "proxy/call_controls.h"
#include "ui/cache/hour_bars.h"
#include "ui/cache/key_parts_view.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/labels.h"
#include "ui/requests/body_view.h"
#include "ui/requests/fact_list.h"
#include "ui/requests/hair_line.h"
#include "ui/requests/message_view.h"
#include "ui/shell/backend.h"
#include "ui/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

namespace cachescope::ui {

using cache::EntryRow;

namespace {

constexpr std::int64_t hour = 3'600'000'000;
constexpr int hoursShown = 48;
constexpr std::size_t candidates = 400; ///< Newest entries of the model among which the nearest is looked for.
constexpr int barsHeight = 96;

/** A model's name may hold the stars of a pattern; a star there stands for itself well enough. */
cache::Selector sameModel(const EntryRow &row)
{
    cache::Selector selector;
    selector.model = row.model;
    selector.upstream = row.upstream;
    return selector;
}

QToolButton *makeTool(const QString &iconName, const QString &words, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icons::icon(iconName));
    button->setFixedSize(metrics::smallControlHeight, metrics::smallControlHeight);
    button->setToolTip(words);
    button->setAccessibleName(words);
    return button;
}

} // namespace

EntryDetail::EntryDetail(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_contentsQuestion(context.log)
    , m_nearestQuestion(context.log)
    , m_hitsQuestion(context.log)
    , m_tabs(new QTabBar(this))
    , m_outer(new QStackedWidget(this))
    , m_pages(new QStackedWidget(this))
{
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Sides of the entry"));
    for (const QString &title : { tr("Response"), tr("Request"), tr("Key parts"), tr("Hits") })
        m_tabs->addTab(title);
    m_request = new MessageView(MessageView::Side::Request, this);
    m_keyParts = new KeyPartsView(this);
    for (QWidget *page : { makeResponsePage(), static_cast<QWidget *>(m_request),
                           static_cast<QWidget *>(m_keyParts), makeHitsPage() })
        m_pages->addWidget(page);

    auto *shown = new QWidget(this);
    auto *shownColumn = new QVBoxLayout(shown);
    shownColumn->setContentsMargins(0, 0, 0, 0);
    shownColumn->setSpacing(0);
    shownColumn->addWidget(makeHead());
    shownColumn->addWidget(m_pages, 1);
    auto *hint = makeLabel(
        tr("Select an answer to see what it says, what asked for it and what made its key."), TextStyle::Control,
        Tone::Third, this);
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    hint->setMargin(metrics::screenMargin);
    m_outer->addWidget(hint);
    m_outer->addWidget(shown);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(metrics::iconGap, 0, metrics::iconGap, 0);
    tabRow->addWidget(m_tabs);
    tabRow->addStretch(1);
    column->addLayout(tabRow);
    column->addWidget(new HairLine(this));
    column->addWidget(m_outer, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_keyParts, &KeyPartsView::entryRequested, this, &EntryDetail::entryRequested);
    m_tabs->setCurrentIndex(KeyParts);
    clear();
}

QWidget *EntryDetail::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(metrics::cardPadding, metrics::iconGap, metrics::gap, metrics::iconGap);
    row->setSpacing(metrics::gap);
    m_key = makeLabel({}, TextStyle::Code, Tone::Normal, head);
    m_key->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_badge = new Badge(BadgeKind::Good, QString(), head);
    m_pin = makeTool(QStringLiteral("pin"), tr("Pin: kept by every invalidation, never evicted"), head);
    m_pin->setCheckable(true);
    m_pin->setIcon(icons::icon(QStringLiteral("pin"), Token::Text2, Token::AccentText));
    auto *copy = makeTool(QStringLiteral("copy"), tr("Copy the key"), head);
    row->addWidget(m_key);
    row->addWidget(m_badge);
    row->addStretch(1);
    row->addWidget(m_pin);
    row->addWidget(copy);
    connect(m_pin, &QToolButton::clicked, this, [this] {
        m_pin->setChecked(m_row && m_row->pinned); // Shown once it is done.
        Q_EMIT pinRequested();
    });
    connect(copy, &QToolButton::clicked, this, [this] {
        if (m_row)
            QGuiApplication::clipboard()->setText(format::text(m_row->key()));
    });
    return head;
}

QWidget *EntryDetail::makeResponsePage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_response = new BodyView(page);
    m_fresh = new FreshCompare(
        [this](const engine::FreshQuestion &question, FreshCompare::Answered answered) {
            m_context.backend.askFresh(question, std::move(answered));
        },
        page);
    column->addWidget(m_response, 1);
    column->addWidget(new HairLine(page));
    column->addWidget(m_fresh);
    connect(m_fresh, &FreshCompare::resultShown, this, [this, column](bool shown) {
        m_response->setVisible(!shown);
        column->setStretchFactor(m_fresh, shown ? 1 : 0);
    });
    return page;
}

QWidget *EntryDetail::makeHitsPage()
{
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *page = new QWidget(scroll);
    page->setProperty("surface", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::cardPadding);
    column->setSpacing(metrics::cardPadding);
    m_facts = new FactList(tr("Use"), page);
    m_hours = new HourBars(barsHeight, page);
    m_hoursText = makeLabel({}, TextStyle::Caption, Tone::Third, page);
    m_hoursText->setWordWrap(true);
    m_hourList = makeLabel({}, TextStyle::Control, Tone::Second, page);
    m_hourList->setWordWrap(true);
    m_hourList->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(m_facts);
    column->addWidget(makeLabel(tr("Hits per hour"), TextStyle::CardTitle, Tone::Normal, page));
    column->addWidget(m_hours);
    column->addWidget(m_hoursText);
    column->addWidget(m_hourList);
    column->addStretch(1);
    scroll->setWidget(page);
    return scroll;
}

void EntryDetail::openTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

EntryDetail::Tab EntryDetail::currentTab() const
{
    return Tab(m_tabs->currentIndex());
}

void EntryDetail::clear()
{
    m_row.reset();
    m_contentsQuestion.cancel();
    m_nearestQuestion.cancel();
    m_hitsQuestion.cancel();
    m_response->clear();
    m_fresh->clear();
    m_keyParts->clear();
    m_outer->setCurrentIndex(0);
    m_tabs->setEnabled(false);
}

void EntryDetail::setEntry(const EntryRow &row, const EntryTextStyle &style)
{
    if (m_row && m_row->id == row.id && m_row->storedAt == row.storedAt)
        return updateEntry(row, style);
    m_row = row;
    m_style = style;
    m_tabs->setEnabled(true);
    m_outer->setCurrentIndex(1);
    showHead();
    showFacts();
    m_response->clear();
    m_fresh->clear();
    m_request->setLoading();
    m_keyParts->clear();
    m_keyParts->setSearching();
    read();
    readHits();
}

void EntryDetail::updateEntry(const EntryRow &row, const EntryTextStyle &style)
{
    const bool used = !m_row || m_row->hits != row.hits;
    m_row = row;
    m_style = style;
    showHead();
    showFacts();
    if (used)
        readHits();
}

void EntryDetail::showHead()
{
    m_key->setText(shortKey(*m_row));
    m_key->setToolTip(format::text(base::toHex(m_row->canonical)));
    const bool over = m_row->state == cache::EntryState::Stale || m_row->expiresAt <= m_style.now;
    const QString word
        = m_row->state == cache::EntryState::Stale ? tr("stale") : conditionText(*m_row, m_style.now);
    m_badge->setContent(over ? BadgeKind::Warning : BadgeKind::Good, word);
    m_badge->setToolTip(conditionText(*m_row, m_style.now));
    m_pin->setChecked(m_row->pinned);
    m_pin->setToolTip(
        m_row->pinned ? tr("Unpin (Ctrl+M)") : tr("Pin: kept by every invalidation, never evicted (Ctrl+M)"));
}

void EntryDetail::showFacts()
{
    const auto text = [this](EntryColumn column) { return entryText(*m_row, column, m_style); };
    const bool hit = m_row->lastHitAt > 0;
    const std::initializer_list<std::pair<QString, QString>> facts{
        { tr("Hits"), text(EntryColumn::Hits) },
        { tr("Last hit"), hit ? format::momentToTheSecond(m_row->lastHitAt, m_style.now) : tr("never") },
        { tr("Saved"), text(EntryColumn::Saved) },
        { tr("Per answer"), text(EntryColumn::Cost) },
        { tr("Stored"), format::momentToTheSecond(m_row->storedAt, m_style.now) },
        { tr("Expires"), format::momentToTheSecond(m_row->expiresAt, m_style.now) },
        { tr("Stored by call"), m_row->filledBy > 0 ? format::number(m_row->filledBy) : QString() },
        { tr("Upstream"), text(EntryColumn::Upstream) },
        { tr("Project"), text(EntryColumn::Project) },
        { tr("Version"), text(EntryColumn::Version) },
        { tr("Namespace"), text(EntryColumn::Namespace) },
        { tr("Tags"), text(EntryColumn::Tags) },
    };
    QVector<Fact> shown;
    for (const auto &[name, value] : facts)
        shown.append({ name, value, Tone::Normal, false, {} });
    m_facts->setFacts(shown);
}

void EntryDetail::read()
{
    using Answer = base::Result<std::shared_ptr<const Contents>>;
    m_contentsQuestion.ask(
        Lane::Cache, this,
        [invalidator = m_context.backend.invalidator(), key = base::toHex(m_row->canonical),
         call = m_row->filledBy](LogSource &log) -> Answer {
            auto contents = std::make_shared<Contents>();
            auto shown = invalidator->entry(key);
            if (!shown)
                return tl::unexpected(shown.error());
            contents->entry = std::move(shown->entry);
            contents->entry.body = base::redactText(std::move(contents->entry.body));
            // A call that has left the log, or whose texts have, is no error of the entry's.
            if (auto rows = log.rows({ call }); rows && !rows->empty())
                contents->call = std::move(rows->front());
            if (auto request = contents->call ? log.contents(call) : base::Result<requestlog::CallContents>())
                contents->request = std::move(*request);
            contents->request.requestBodyMissing
                = contents->request.requestBodyMissing || contents->request.requestBody.empty();
            return std::shared_ptr<const Contents>(std::move(contents));
        },
        [this](const Answer &contents) { onContents(contents); });
}

void EntryDetail::onContents(const base::Result<std::shared_ptr<const Contents>> &contents)
{
    if (!m_row)
        return;
    if (!contents) {
        const QString why = format::coreText(contents.error().message);
        m_response->setContent({ {}, providers::Api::Opaque, why, false });
        m_request->setFailure(why);
        m_keyParts->setNearestFailed(why);
        return;
    }
    const Contents &read = **contents;
    const QString coded = read.entry.contentEncoding.empty()
        ? QString()
        : tr("Stored as it came, coded as %1.").arg(format::text(read.entry.contentEncoding));
    m_response->setContent({ coded.isEmpty() ? read.entry.body : std::string(), read.entry.api, coded, false });
    showRequest(read);
    showKeyParts(read);
    findNearest(read);
    engine::FreshQuestion question{ m_row->upstream,          "POST",        {}, read.request.requestHead,
                                    read.request.requestBody, read.entry.api };
    if (read.call) {
        question.method = read.call->start.method;
        question.target = read.call->start.target;
    } else {
        question.body.clear();
    }
    m_fresh->setSubject({ std::move(question), read.entry.body,
                          m_row->cost ? format::money(m_row->cost, 4, m_style.currency) : QString() });
}

void EntryDetail::showRequest(const Contents &contents)
{
    if (!contents.call) {
        m_request->setFailure(tr("The call that stored this answer has left the log, and its request with it."));
        return;
    }
    m_request->setContents(*contents.call, { contents.request, 0, 0, false });
}

void EntryDetail::showKeyParts(const Contents &contents)
{
    insight::KeyPartsInput input;
    input.upstream = m_row->upstream;
    input.nameSpace = m_row->nameSpace;
    input.version = m_row->version;
    input.project = m_row->project;
    input.tags = m_row->tags;
    const std::string credential = contents.entry.credential.substr(0, 12);
    input.credential = credential;
    input.api = contents.entry.api;
    input.requestHead = contents.request.requestHead;
    input.body = contents.request.requestBody;
    input.method = "POST";
    std::string client;
    if (contents.call) {
        input.method = contents.call->start.method;
        input.target = contents.call->start.target;
        client = contents.call->start.client;
    }
    input.volatileFields
        = proxy::matchPolicy(
              m_context.backend.configuration().cache, { m_row->project, m_row->model, m_row->upstream, client })
              .volatileFields;
    m_keyParts->setParts(
        insight::keyParts(input),
        contents.request.requestBodyMissing
            ? tr("The request's body is not in the log (any more), so its fields cannot be listed.")
            : QString());
}

void EntryDetail::findNearest(const Contents &contents)
{
    if (contents.request.requestBodyMissing) {
        m_keyParts->setNearestFailed(tr("the request's body is not in the log."));
        return;
    }
    using Answer = base::Result<std::optional<insight::NearestEntry>>;
    m_nearestQuestion.ask(
        Lane::Search, this,
        [invalidator = m_context.backend.invalidator(),
         question = insight::NearestQuestion{ *m_row, contents.request.requestBody }](
            LogSource &log, JobControl &control) -> Answer {
            auto found = invalidator->entryIds(
                sameModel(question.row), cache::EntrySort::LastUse, cache::SortOrder::Descending);
            if (!found)
                return tl::unexpected(found.error());
            found->ids.resize(std::min(found->ids.size(), candidates));
            auto rows = invalidator->entryRows(found->ids);
            if (!rows)
                return tl::unexpected(rows.error());
            return insight::nearestEntry(question, std::move(*rows), [&](std::int64_t call) {
                return control.isCancelled() ? base::Result<requestlog::CallContents>(
                           base::failure(base::ErrorCode::Cancelled, "Cancelled."))
                                             : log.contents(call);
            });
        },
        [this](const Answer &nearest) {
            if (nearest)
                m_keyParts->setNearest(*nearest);
            else
                m_keyParts->setNearestFailed(format::coreText(nearest.error().message));
        });
}

void EntryDetail::readHits()
{
    // Whole hours, so that a refresh moves no bar.
    const base::UnixMicros end = (m_style.now / hour + 1) * hour;
    const requestlog::TimeRange range{ end - hoursShown * hour, end };
    const auto filter = requestlog::Filter::parse("cache:hit key:" + m_row->key());
    if (!filter)
        return;
    using Answer = base::Result<std::vector<requestlog::SeriesPoint>>;
    m_hitsQuestion.ask(
        Lane::Dashboard, this,
        [range, filter = *filter](LogSource &log) -> Answer { return log.series(range, hoursShown, filter); },
        [this](const Answer &points) {
            if (points)
                showHours(*points);
            else
                m_hoursText->setText(format::coreText(points.error().message));
        });
}

void EntryDetail::showHours(const std::vector<requestlog::SeriesPoint> &points)
{
    m_hours->setPoints(points);
    m_keyParts->setHits(points);
    QStringList hours;
    std::int64_t sum = 0;
    for (auto point = points.rbegin(); point != points.rend(); ++point) {
        const std::int64_t count = point->totals.requests();
        sum += count;
        if (count > 0)
            hours << tr("%1: %2").arg(format::dayAndClock(point->begin), format::number(count));
    }
    m_hoursText->setText(
        tr("%1 hits in the last %2 hours, as the log has them.").arg(format::number(sum)).arg(hoursShown));
    m_hourList->setText(hours.join(QLatin1Char('\n')));
}

} // namespace cachescope::ui

#include "moc_entry_detail.cpp"
