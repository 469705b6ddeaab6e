// SPDX-License-Identifier: MIT
#include "ui/requests/compare_pane.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/prompt/compare_view.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include <limits>

namespace cachescope::ui {

using requestlog::CallRecord;

namespace {

constexpr std::size_t pinnedOffered = 10;

QString nameOf(const CallRecord &record)
{
    return QLatin1Char('#') + format::number(record.start.id);
}

base::Result<std::optional<CallRecord>> otherCall(LogSource &source, const CallRecord &record, std::int64_t chosen)
{
    if (chosen == 0)
        return earlierCall(source, record);
    auto rows = source.rows({ chosen });
    if (!rows)
        return tl::unexpected(rows.error());
    return rows->empty() ? std::optional<CallRecord>() : std::optional(std::move(rows->front()));
}

base::Result<std::shared_ptr<const ComparedPrompts>> compareCalls(
    LogSource &source, const CallRecord &older, const CallRecord &newer, const providers::PriceBook &book,
    LargeBodies large)
{
    auto a = readLoggedPrompt(source, older, book, large, newer.start.model);
    if (!a)
        return tl::unexpected(a.error());
    auto b = readLoggedPrompt(source, newer, book, large);
    if (!b)
        return tl::unexpected(b.error());
    auto compared = std::make_shared<ComparedPrompts>();
    compared->comparison = prompt::compare(*a->prompt, a->layout, *b->prompt, b->layout, b->rules);
    compared->a = std::move(a->prompt);
    compared->b = std::move(b->prompt);
    compared->layoutA = std::move(a->layout);
    compared->layoutB = std::move(b->layout);
    compared->nameA = nameOf(older);
    compared->nameB = nameOf(newer);
    return std::shared_ptr<const ComparedPrompts>(std::move(compared));
}

} // namespace

ComparePane::ComparePane(LogService &log, Prices prices, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_prices(std::move(prices))
    , m_question(log)
    , m_pinnedQuestion(log)
    , m_view(new CompareView(this))
    , m_with(new QToolButton(this))
    , m_large(makeButton(tr("Compare all the same"), ButtonKind::Normal, {}, ButtonSize::Small, this))
    , m_menu(new QMenu(this))
{
    m_with->setPopupMode(QToolButton::InstantPopup);
    m_with->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_with->setMenu(m_menu);
    m_with->setAccessibleName(tr("Compared with"));
    m_with->setToolTip(tr("Which call this one is compared with"));
    connect(m_menu, &QMenu::aboutToShow, this, &ComparePane::fillMenu);
    connect(m_large, &QPushButton::clicked, this, [this] { ask(LargeBodies::Read); });
    auto *head = new QHBoxLayout;
    head->setContentsMargins(metrics::cardPadding, metrics::iconGap, metrics::gap, 0);
    head->setSpacing(metrics::gap);
    head->addWidget(makeLabel(tr("Compared with"), TextStyle::Control, Tone::Third, this));
    head->addWidget(m_with);
    head->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_view, 1);
    column->addWidget(m_large, 0, Qt::AlignHCenter);
    m_large->hide();
}

void ComparePane::setCall(const CallRecord &record)
{
    m_record = record;
    ask(LargeBodies::Refuse);
}

void ComparePane::chooseEarlier()
{
    chooseCall(0);
}

void ComparePane::chooseCall(std::int64_t id)
{
    m_chosen = id;
    if (m_record)
        ask(LargeBodies::Refuse);
}

void ComparePane::ask(LargeBodies large)
{
    m_large->hide();
    m_view->setMessage(tr("Comparing …"));
    const bool session = !m_record->start.session.empty();
    m_with->setText(
        m_chosen != 0 ? QLatin1Char('#') + format::number(m_chosen)
            : session ? tr("the newest earlier call of the session")
                      : tr("the newest earlier call of this client and model"));
    m_question.ask(
        Lane::Pages, this,
        [record = *m_record, chosen = m_chosen, book = m_prices(),
         large](LogSource &source) -> base::Result<Outcome> {
            const auto other = otherCall(source, record, chosen);
            if (!other)
                return tl::unexpected(other.error());
            if (!*other)
                return Outcome{};
            const bool older = (*other)->start.startedAt <= record.start.startedAt;
            auto compared = older ? compareCalls(source, **other, record, *book, large)
                                  : compareCalls(source, record, **other, *book, large);
            if (!compared)
                return tl::unexpected(compared.error());
            return Outcome{ std::move(*compared) };
        },
        [this](const base::Result<Outcome> &outcome) { show(outcome); });
}

void ComparePane::show(const base::Result<Outcome> &outcome)
{
    if (!outcome) {
        m_view->setMessage(format::coreText(outcome.error().message));
        m_large->setVisible(outcome.error().code == base::ErrorCode::LimitExceeded);
        return;
    }
    if (outcome->compared)
        m_view->setCompared(outcome->compared);
    else if (m_chosen != 0)
        m_view->setMessage(tr("Call #%1 is not in the log.").arg(format::number(m_chosen)));
    else
        m_view->setMessage(tr("This is the first of its kind: there is no earlier call to compare it with."));
}

void ComparePane::fillMenu()
{
    m_menu->clear();
    connect(m_menu->addAction(tr("Newest earlier call")), &QAction::triggered, this, &ComparePane::chooseEarlier);
    connect(m_menu->addAction(tr("By number …")), &QAction::triggered, this, &ComparePane::askForNumber);
    m_pinnedQuestion.ask(
        Lane::Pages, this,
        [](LogSource &source) -> base::Result<std::vector<std::int64_t>> {
            const auto filter = requestlog::Filter::parse("pinned:yes");
            std::vector<std::int64_t> found;
            const auto done = source.ids(
                { 0, std::numeric_limits<base::UnixMicros>::max() }, *filter, requestlog::SortColumn::Time, false,
                [&found](const std::vector<std::int64_t> &ids) {
                    for (const std::int64_t id : ids) {
                        if (found.size() < pinnedOffered)
                            found.push_back(id);
                    }
                });
            if (!done)
                return tl::unexpected(done.error());
            return found;
        },
        [this](const base::Result<std::vector<std::int64_t>> &pinned) {
            if (!pinned || pinned->empty())
                return; // Without pinned calls the menu is whole as it is.
            m_menu->addSection(tr("Pinned calls"));
            for (const std::int64_t id : *pinned)
                connect(
                    m_menu->addAction(QLatin1Char('#') + format::number(id)), &QAction::triggered, this,
                    [this, id] { chooseCall(id); });
        });
}

void ComparePane::askForNumber()
{
    bool accepted = false;
    const int id = QInputDialog::getInt(
        this, tr("Compare with a call"), tr("Number of the call, as in #4711:"),
        static_cast<int>(std::max<std::int64_t>(1, m_chosen)), 1, std::numeric_limits<int>::max(), 1, &accepted);
    if (accepted)
        chooseCall(id);
}

} // namespace cachescope::ui

#include "moc_compare_pane.cpp"
