// SPDX-License-Identifier: MIT
#include "ui/shell/side_bar.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"
#include "ui/shell/side_row.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

/** The mark of the program: lines under a lens on the accent. */
class Logo final : public QWidget
{
public:
    explicit Logo(QWidget *parent)
        : QWidget(parent)
    {
        setFixedSize(20, 20);
        setAccessibleName(QStringLiteral("Cachescope"));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokenColor(Token::Accent));
        painter.drawRoundedRect(rect(), 5, 5);
        icons::paint(&painter, rect(), QStringLiteral("logo"), tokenColor(Token::OnAccent));
    }
};

QLabel *sectionTitle(const QString &text, QWidget *parent)
{
    QLabel *label = makeLabel(text, TextStyle::CaptionMedium, Tone::Third, parent);
    label->setContentsMargins(8, 16, 0, 4);
    return label;
}

void clear(QVBoxLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QVBoxLayout *column(int spacing)
{
    auto *layout = new QVBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace

SideBar::SideBar(QWidget *parent)
    : QWidget(parent)
    , m_pages(column(2))
    , m_viewsTitle(sectionTitle(tr("Saved views"), this))
    , m_views(column(0))
    , m_upstreamsTitle(sectionTitle(tr("Upstreams"), this))
    , m_upstreams(column(0))
    , m_commands(new SideRow(SideRow::Look::Entry, tr("Commands"), QStringLiteral("search"), this))
{
    setFixedWidth(metrics::sideBarWidth);
    setAccessibleName(tr("Side bar"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addLayout(m_pages);
    layout->addWidget(m_viewsTitle);
    layout->addLayout(m_views);
    layout->addWidget(m_upstreamsTitle);
    layout->addLayout(m_upstreams);
    layout->addStretch(1);
    m_commands->setDetail(QStringLiteral("Ctrl+Shift+P"));
    m_commands->setDetailMargin(2); // Both words and keys have to fit.
    layout->addWidget(m_commands);
    connect(m_commands, &SideRow::clicked, this, &SideBar::paletteClicked);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    showDetails();
}

QWidget *SideBar::makeHead()
{
    auto *head = new QWidget(this);
    head->setFixedHeight(metrics::topBarHeight);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(8, 0, 4, 0);
    row->setSpacing(metrics::gap);
    m_logo = new Logo(head);
    m_name = makeLabel(QStringLiteral("Cachescope"), TextStyle::CardTitle, Tone::Normal, head);
    m_fold = makeButton({}, ButtonKind::Quiet, QStringLiteral("menu"), ButtonSize::Small, head);
    m_fold->setFixedWidth(metrics::smallControlHeight);
    m_fold->setAccessibleName(tr("Fold the side bar"));
    m_fold->setToolTip(tr("Fold the side bar"));
    row->addWidget(m_logo);
    row->addWidget(m_name);
    row->addStretch(1);
    row->addWidget(m_fold);
    connect(m_fold, &QPushButton::clicked, this, &SideBar::foldToggled);
    return head;
}

void SideBar::addPage(PageId page, const QString &title, const QString &iconName)
{
    auto *row = new SideRow(SideRow::Look::Page, title, iconName, this);
    row->setFolded(m_folded);
    connect(row, &SideRow::clicked, this, [this, page] { Q_EMIT pageClicked(page); });
    m_pages->addWidget(row);
    m_pageRows.insert(static_cast<int>(page), row);
}

void SideBar::setAlarm(PageId page, int count)
{
    if (SideRow *row = m_pageRows.value(static_cast<int>(page)))
        row->setAlarm(count);
}

void SideBar::setCurrentPage(PageId page)
{
    for (auto it = m_pageRows.begin(); it != m_pageRows.end(); ++it)
        it.value()->setCurrent(it.key() == static_cast<int>(page));
}

void SideBar::setViews(const QVector<SavedView> &views)
{
    clear(m_views);
    m_viewRows.clear();
    for (const SavedView &view : views) {
        auto *row = new SideRow(SideRow::Look::Entry, view.name, QStringLiteral("filter"), this);
        row->setToolTip(view.filter);
        row->setFolded(m_folded);
        row->setContextMenuPolicy(Qt::ActionsContextMenu);
        auto *remove = new QAction(tr("Remove \u201c%1\u201d").arg(view.name), row);
        row->addAction(remove);
        // Queued: the signal leads to this row's end, and it must not end inside its own handler.
        connect(
            remove, &QAction::triggered, this, [this, name = view.name] { Q_EMIT viewRemoved(name); },
            Qt::QueuedConnection);
        connect(row, &SideRow::clicked, this, [this, filter = view.filter] { Q_EMIT viewClicked(filter); });
        m_views->addWidget(row);
        m_viewRows.insert(view.name, row);
    }
    showDetails();
}

void SideBar::setPageCount(PageId page, int count)
{
    if (SideRow *row = m_pageRows.value(static_cast<int>(page)))
        row->setBadge(count > 0 ? format::number(count) : QString());
}

void SideBar::setViewCount(const QString &name, std::int64_t count)
{
    if (SideRow *row = m_viewRows.value(name))
        row->setDetail(count < 0 ? QString() : format::number(count));
}

void SideBar::showHealth(SideRow *row, const proxy::UpstreamHealth &health)
{
    using State = proxy::UpstreamHealth::State;
    switch (health.state) {
    case State::Idle:
        row->setDot(SideRow::Dot::Ring, Token::Text3);
        row->setDetail(tr("idle"));
        break;
    case State::Ok:
        row->setDot(SideRow::Dot::Disc, Token::Read);
        row->setDetail(health.firstTokenP50Micros < 0 ? tr("ok") : format::seconds(health.firstTokenP50Micros, 1));
        break;
    case State::Failing:
        row->setDot(SideRow::Dot::Cross, Token::Error);
        row->setDetail(tr("failing"));
        break;
    }
    using Breaker = proxy::UpstreamHealth::Breaker;
    if (health.breaker != Breaker::Closed) {
        row->setDot(SideRow::Dot::Cross, Token::Error);
        row->setDetail(health.fallback.empty() ? tr("down") : tr("fallback"));
    } else if (health.waiting > 0) {
        row->setDetail(tr("%n waiting", nullptr, health.waiting));
    }
    if (health.breaker != Breaker::Closed) {
        row->setToolTip(
            health.fallback.empty() ? tr("Failed again and again; one call at a time tries whether it is back. %1")
                                          .arg(format::text(health.lastError))
                                    : tr("Failed again and again; calls go to %1. %2")
                                          .arg(format::text(health.fallback), format::text(health.lastError)));
        return;
    }
    row->setToolTip(
        health.lastError.empty() ? tr("Time to first token, median of the last minutes")
                                 : format::text(health.lastError));
}

void SideBar::setUpstreams(const QVector<Upstream> &upstreams)
{
    const bool same = upstreams.size() == m_upstreamRows.size()
        && std::all_of(upstreams.begin(), upstreams.end(),
                       [this](const Upstream &upstream) { return m_upstreamRows.contains(upstream.name); });
    if (!same) {
        clear(m_upstreams);
        m_upstreamRows.clear();
        for (const Upstream &upstream : upstreams) {
            auto *row = new SideRow(SideRow::Look::Entry, upstream.name, {}, this);
            row->setFolded(m_folded);
            connect(row, &SideRow::clicked, this, [this, name = upstream.name] { Q_EMIT upstreamClicked(name); });
            m_upstreams->addWidget(row);
            m_upstreamRows.insert(upstream.name, row);
        }
    }
    for (const Upstream &upstream : upstreams)
        showHealth(m_upstreamRows.value(upstream.name), upstream.health);
    showDetails();
}

void SideBar::setFolded(bool folded)
{
    m_folded = folded;
    setFixedWidth(folded ? metrics::sideBarFolded : metrics::sideBarWidth);
    for (SideRow *row : m_pageRows)
        row->setFolded(folded);
    m_commands->setFolded(folded);
    m_fold->setAccessibleName(folded ? tr("Unfold the side bar") : tr("Fold the side bar"));
    m_fold->setToolTip(m_fold->accessibleName());
    showDetails();
}

void SideBar::showDetails()
{
    m_logo->setVisible(!m_folded);
    m_name->setVisible(!m_folded);
    m_viewsTitle->setVisible(!m_folded && !m_viewRows.isEmpty());
    m_upstreamsTitle->setVisible(!m_folded && !m_upstreamRows.isEmpty());
    for (SideRow *row : m_viewRows)
        row->setVisible(!m_folded);
    for (SideRow *row : m_upstreamRows)
        row->setVisible(!m_folded);
}

void SideBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Side));
    painter.fillRect(width() - 1, 0, 1, height(), tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_side_bar.cpp"
