// SPDX-License-Identifier: MIT
#include "ui/requests/detail_pane.h"

#include "providers/price_book.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/requests/compare_pane.h"
#include "ui/requests/hair_line.h"
#include "ui/requests/message_view.h"
#include "ui/requests/notes_view.h"
#include "ui/requests/prompt_tokens_view.h"
#include "ui/requests/summary_view.h"
#include "ui/requests/timing_view.h"
#include "ui/requests/tokens_view.h"
#include "ui/requests/why_pane.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

namespace cachescope::ui {

namespace {

QToolButton *headButton(const QString &icon, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icons::icon(icon));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFixedSize(24, 24);
    return button;
}

} // namespace

DetailPane::DetailPane(LogService &log, Prices prices, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_prices(std::move(prices))
    , m_contentsQuestion(log)
    , m_originalQuestion(log)
    , m_copyQuestion(log)
    , m_promptQuestion(log)
{
    setProperty("surface", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QWidget(this);
    head->setProperty("surface", QStringLiteral("raised"));
    head->setAttribute(Qt::WA_StyledBackground);
    head->setFixedHeight(metrics::tabHeight);
    setUpHead(head);
    setUpPages();
    column->addWidget(head);
    auto *line = new HairLine(this);
    column->addWidget(line);
    column->addWidget(m_pages, 1);
    m_openParts << line << m_pages;
    showParts();
}

void DetailPane::setUpHead(QWidget *head)
{
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(4, 0, metrics::cardPadding, 0);
    row->setSpacing(metrics::iconGap);
    m_tabs = new QTabBar(head);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false); // they fit any window
    m_tabs->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_tabs->setAccessibleName(tr("Sides of the call"));
    for (const QString &name : { tr("Summary"), tr("Request"), tr("Response"), tr("Tokens && cost"), tr("Why"),
                                 tr("Prompt"), tr("Compare"), tr("Timing"), tr("Notes") })
        m_tabs->addTab(name);
    m_which = makeLabel({}, TextStyle::Control, Tone::Second, head);
    m_pin = headButton(QStringLiteral("pin"), tr("Pin this call (Ctrl+M)"), head);
    m_pin->setCheckable(true);
    auto *copy = headButton(QStringLiteral("copy"), tr("Copy as cURL (Ctrl+Shift+C)"), head);
    auto *more = headButton(QStringLiteral("more"), tr("More for this call"), head);
    m_hint = makeLabel(
        tr("Select a call to see it from all sides. Enter opens it, Esc leaves it."), TextStyle::Control,
        Tone::Third, head);
    m_hint->setContentsMargins(metrics::cardPadding, 0, 0, 0);
    row->addWidget(m_hint);
    row->addWidget(m_tabs);
    row->addStretch();
    row->addWidget(m_which);
    row->addSpacing(metrics::gap);
    row->addWidget(m_pin);
    row->addWidget(copy);
    row->addWidget(more);
    m_openParts << m_tabs << m_which << m_pin << copy << more;
    connect(m_tabs, &QTabBar::currentChanged, this, &DetailPane::showTab);
    connect(m_pin, &QToolButton::clicked, this, [this](bool on) {
        if (m_record)
            Q_EMIT pinChanged(m_record->start.id, on);
    });
    connect(copy, &QToolButton::clicked, this, &DetailPane::copyRequested);
    connect(more, &QToolButton::clicked, this, [this, more] {
        Q_EMIT menuRequested(more->mapToGlobal(QPoint(0, more->height())));
    });
}

void DetailPane::setUpPages()
{
    m_pages = new QStackedWidget(this);
    m_summary = new SummaryView(m_pages);
    m_request = new MessageView(MessageView::Side::Request, m_pages);
    m_response = new MessageView(MessageView::Side::Response, m_pages);
    m_tokens = new TokensView(m_pages);
    m_why = new WhyPane(m_log, m_prices, m_pages);
    m_prompt = new PromptTokensView(m_pages);
    m_compare = new ComparePane(m_log, m_prices, m_pages);
    m_timing = new TimingView(m_pages);
    m_notes = new NotesView(m_pages);
    for (QWidget *page :
         { static_cast<QWidget *>(m_summary), static_cast<QWidget *>(m_request), static_cast<QWidget *>(m_response),
           static_cast<QWidget *>(m_tokens), static_cast<QWidget *>(m_why), static_cast<QWidget *>(m_prompt),
           static_cast<QWidget *>(m_compare), static_cast<QWidget *>(m_timing), static_cast<QWidget *>(m_notes) })
        m_pages->addWidget(page);
    for (MessageView *side : { m_request, m_response })
        connect(side, &MessageView::callRequested, this, &DetailPane::callRequested);
    connect(m_why, &WhyPane::callRequested, this, &DetailPane::callRequested);
    connect(m_why, &WhyPane::reasonRequested, this, &DetailPane::reasonRequested);
    connect(m_why, &WhyPane::fixRequested, this, &DetailPane::fixRequested);
    connect(m_why, &WhyPane::diffRequested, this, [this](qint64 other) {
        m_compare->chooseCall(other);
        openTab(Compare);
    });
    connect(m_prompt, &PromptTokensView::largeWanted, this, [this] { readPrompt(LargeBodies::Read); });
    connect(m_notes, &NotesView::pinChanged, this, &DetailPane::pinChanged);
    connect(m_notes, &NotesView::noteChanged, this, &DetailPane::noteChanged);
}

void DetailPane::setCall(const requestlog::CallRecord &record, const CallTextStyle &style)
{
    const bool same = m_record && m_record->start.id == record.start.id;
    const bool changed = !same || m_record->end.state != record.end.state;
    const bool wasEmpty = !m_record;
    m_record = record;
    m_style = style;
    m_which->setText(tr("#%1 · %2", "number and time of a call")
                         .arg(format::number(record.start.id), format::timeOfDay(record.start.startedAt)));
    m_pin->setChecked(record.pinned);
    if (wasEmpty) {
        showParts();
        Q_EMIT opened();
    }
    if (changed) {
        m_contents.reset();
        m_contentsQuestion.cancel();
        m_originalQuestion.cancel();
        m_promptQuestion.cancel();
        m_filled = 0;
    } else {
        m_filled &= ~((1U << Summary) | (1U << Notes)); // a pin or note may be new
    }
    fillTab();
}

void DetailPane::clear()
{
    if (!m_record)
        return;
    m_notes->saveNow();
    m_record.reset();
    m_contents.reset();
    m_contentsQuestion.cancel();
    m_originalQuestion.cancel();
    showParts();
    Q_EMIT emptied();
}

/** The tabs must be whole; which call it is also stands in the row above. */
void DetailPane::fitHead()
{
    constexpr int buttons = 3 * 24 + 4 * metrics::iconGap + 2 * metrics::cardPadding;
    const int needed = m_tabs->sizeHint().width() + m_which->sizeHint().width() + buttons;
    m_which->setVisible(m_record.has_value() && needed <= width());
}

void DetailPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHead();
}

/** All sides of a call, or one line while there is none: the list above gets the room. */
void DetailPane::showParts()
{
    const bool open = m_record.has_value();
    m_hint->setVisible(!open);
    for (QWidget *part : std::as_const(m_openParts))
        part->setVisible(open);
    constexpr int lowest = 120;
    setMinimumHeight(open ? lowest : metrics::tabHeight);
    setMaximumHeight(open ? QWIDGETSIZE_MAX : metrics::tabHeight);
    fitHead();
}

void DetailPane::saveNote()
{
    m_notes->saveNow();
}

DetailPane::Tab DetailPane::tab() const
{
    return Tab(m_tabs->currentIndex());
}

void DetailPane::openTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void DetailPane::showTab()
{
    m_pages->setCurrentIndex(m_tabs->currentIndex());
    fillTab();
    Q_EMIT tabChanged();
}

/** Fills the open side if it does not show the present call yet; the others wait until they are opened. */
void DetailPane::fillTab()
{
    if (!m_record)
        return;
    const auto tab = Tab(m_tabs->currentIndex());
    const quint32 bit = 1U << tab;
    if (m_filled & bit)
        return;
    m_filled |= bit;
    switch (tab) {
    case Summary:
        return m_summary->setRecord(*m_record, m_style);
    case Request:
    case Response:
        return m_contents ? showContents() : readContents();
    case Tokens:
        return m_tokens->setRecord(*m_record, *m_prices(), m_style);
    case Why:
        return m_why->setCall(*m_record, m_style);
    case Prompt:
        return readPrompt(LargeBodies::Refuse);
    case Compare:
        return m_compare->setCall(*m_record);
    case Timing:
        m_timing->setRecord(*m_record);
        return readOriginal();
    case Notes:
        return m_notes->setRecord(*m_record);
    }
}

void DetailPane::readContents()
{
    m_request->setLoading();
    m_response->setLoading();
    m_contentsQuestion.ask(
        Lane::Pages, this, [record = *m_record](LogSource &source) { return readShownContents(source, record); },
        [this](base::Result<ShownContents> contents) {
            if (contents) {
                m_contents = std::make_shared<const ShownContents>(std::move(*contents));
                return showContents();
            }
            m_filled &= ~((1U << Request) | (1U << Response)); // opening it again tries again
            m_request->setFailure(format::coreText(contents.error().message));
            m_response->setFailure(format::coreText(contents.error().message));
        });
}

void DetailPane::showContents()
{
    const auto tab = Tab(m_tabs->currentIndex());
    if (tab == Request)
        m_request->setContents(*m_record, *m_contents);
    else if (tab == Response)
        m_response->setContents(*m_record, *m_contents);
}

void DetailPane::readPrompt(LargeBodies large)
{
    if (!m_record)
        return;
    m_prompt->setLoading();
    m_promptQuestion.ask(
        Lane::Pages, this,
        [record = *m_record, book = m_prices(), large](LogSource &source) {
            return readLoggedPrompt(source, record, *book, large);
        },
        [this, record = *m_record](base::Result<LoggedPrompt> read) {
            if (read)
                m_prompt->setPrompt(std::make_shared<const LoggedPrompt>(std::move(*read)), record);
            else
                m_prompt->setFailure(read.error());
        });
}

void DetailPane::readOriginal()
{
    if (m_record->end.hitOf == 0)
        return;
    m_originalQuestion.ask(
        Lane::Pages, this, [id = m_record->end.hitOf](LogSource &source) { return source.rows({ id }); },
        [this](const base::Result<std::vector<requestlog::CallRecord>> &rows) {
            // A call that has been cleaned up has no timing left to show; the own one stands alone.
            if (rows && !rows->empty())
                m_timing->setOriginal(rows->front());
        });
}

void DetailPane::openSearch()
{
    if (m_tabs->currentIndex() == Request)
        return m_request->openSearch();
    openTab(Response);
    m_response->openSearch();
}

void DetailPane::withContents(UseContents use)
{
    if (!m_record)
        return;
    m_copyQuestion.ask(
        Lane::Pages, this, [record = *m_record](LogSource &source) { return readShownContents(source, record); },
        [record = *m_record, use](base::Result<ShownContents> shown) {
            use(record, std::move(shown).map([](ShownContents &&found) { return std::move(found.contents); }));
        });
}

} // namespace cachescope::ui
