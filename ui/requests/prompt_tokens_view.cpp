// SPDX-License-Identifier: MIT
#include "ui/requests/prompt_tokens_view.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"
#include "ui/requests/prefix_ruler.h"
#include "ui/requests/prompt_token_model.h"
#include "ui/theme/icons.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

namespace cachescope::ui {

namespace {

constexpr qreal barWidth = 4;
constexpr qreal numberWidth = 44;
constexpr qreal tokensWidth = 84;
constexpr std::array tintTokens{ Token::Tint1, Token::Tint2, Token::Tint3, Token::Tint4 };

/** Text over tinted tokens, with a bar at the left as far as the prefix can be cached. */
class TokenRowDelegate final : public RowDelegate
{
public:
    TokenRowDelegate(const PromptTokenModel *model, QObject *parent)
        : RowDelegate(parent)
        , m_model(model)
    { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const PromptTokenRow &row = m_model->row(index.row());
        const bool selected = option.state & QStyle::State_Selected;
        const bool title = row.kind != PromptTokenRow::Kind::Line;
        const QRectF rect(option.rect);
        painter->save();
        painter->setClipRect(option.rect);
        painter->fillRect(rect, tokenColor(selected ? Token::Selection : title ? Token::Raised : Token::Panel));
        paintBar(painter, rect, row);
        if (row.kind == PromptTokenRow::Kind::Line)
            paintLine(painter, rect, row);
        else
            paintTitle(painter, rect, row);
        paintTokens(painter, rect, row);
        const auto *table = qobject_cast<const TableView *>(option.widget);
        if (table && table->showsFocusRing(index.row())) {
            painter->setPen(QPen(tokenColor(Token::Focus), 2));
            painter->drawRect(rect.adjusted(1, 1, -1, -1));
        }
        painter->restore();
    }

private:
    void paintBar(QPainter *painter, const QRectF &rect, const PromptTokenRow &row) const
    {
        const bool inside = row.tokensUpTo <= m_model->prompt()->prefix.cacheableTokens;
        fillBar(
            painter, QRectF(rect.left(), rect.top(), barWidth, rect.height()),
            tokenColor(inside ? Token::Read : Token::LineStrong), inside ? Fill::Solid : Fill::Hatched);
    }

    void paintTitle(QPainter *painter, const QRectF &rect, const PromptTokenRow &row) const
    {
        constexpr int icon = 14;
        qreal left = rect.left() + barWidth + metrics::gap;
        const bool segment = row.kind == PromptTokenRow::Kind::Segment;
        const QString name = segment ? row.open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")
                                     : QStringLiteral("breakpoint");
        const Token ink = segment ? Token::Text : Token::ReadText;
        icons::paint(painter, QRectF(left, rect.top(), icon, rect.height()), name, tokenColor(ink), icon);
        left += icon + metrics::gap;
        const QFont font = Theme::font(segment ? TextStyle::ControlMedium : TextStyle::Control);
        painter->setFont(font);
        painter->setPen(tokenColor(ink));
        const qreal room = rect.right() - tokensWidth - left;
        painter->drawText(
            QRectF(left, rect.top(), room, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(font).elidedText(row.text, Qt::ElideRight, room));
        painter->fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), tokenColor(Token::Grid));
    }

    void paintLine(QPainter *painter, const QRectF &rect, const PromptTokenRow &row) const
    {
        if (row.line != 0) {
            painter->setFont(Theme::font(TextStyle::Caption));
            painter->setPen(tokenColor(Token::Text3));
            painter->drawText(
                QRectF(rect.left() + barWidth, rect.top(), numberWidth - metrics::gap, rect.height()),
                Qt::AlignRight | Qt::AlignVCenter, QString::number(row.line));
        }
        const QFont font = Theme::font(TextStyle::Code);
        const QFontMetricsF measure(font);
        const qreal left = rect.left() + barWidth + numberWidth;
        int tint = row.firstTint;
        for (const TextSpan token : row.tokens) {
            const qreal from = measure.horizontalAdvance(row.text.left(token.begin));
            const qreal to = measure.horizontalAdvance(row.text.left(token.end));
            painter->fillRect(
                QRectF(left + from, rect.top() + 2, to - from - 1, rect.height() - 4),
                tokenColor(tintTokens[static_cast<std::size_t>(tint++) % tintTokens.size()]));
        }
        painter->setFont(font);
        painter->setPen(tokenColor(Token::Text));
        painter->drawText(
            QRectF(left, rect.top(), rect.right() - left, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
            row.text);
    }

    void paintTokens(QPainter *painter, const QRectF &rect, const PromptTokenRow &row) const
    {
        if (!row.showsTokens)
            return;
        painter->setFont(Theme::font(TextStyle::Caption));
        painter->setPen(tokenColor(Token::Text2));
        const QString about = m_model->prompt()->layout.exact ? QString() : QStringLiteral("~");
        painter->drawText(
            QRectF(rect.right() - tokensWidth, rect.top(), tokensWidth - metrics::gap, rect.height()),
            Qt::AlignRight | Qt::AlignVCenter, about + format::number(row.tokensUpTo));
    }

    const PromptTokenModel *m_model;
};

} // namespace

PromptTokensView::PromptTokensView(QWidget *parent)
    : QWidget(parent)
    , m_model(new PromptTokenModel(this))
    , m_table(new TableView(metrics::logRow, this))
    , m_ruler(new PrefixRuler(this))
    , m_summary(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_message(makeLabel({}, TextStyle::Body, Tone::Second, this))
    , m_large(makeButton(tr("Count it"), ButtonKind::Normal, {}, ButtonSize::Small, this))
    , m_pages(new QStackedWidget(this))
{
    m_table->setItemDelegate(new TokenRowDelegate(m_model, m_table));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // The width must not depend on the rows.
    m_table->setAccessibleName(tr("Prompt with its tokens"));
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    connect(m_table, &QAbstractItemView::activated, this, &PromptTokensView::toggleCurrent);
    connect(m_table, &QAbstractItemView::clicked, this, &PromptTokensView::toggleCurrent);
    connect(m_large, &QPushButton::clicked, this, &PromptTokensView::largeWanted);

    auto *shown = new QWidget(m_pages);
    auto *column = new QVBoxLayout(shown);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::iconGap);
    head->setSpacing(metrics::gap);
    head->addWidget(m_summary);
    head->addWidget(m_ruler);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    auto *empty = new QWidget(m_pages);
    auto *words = new QVBoxLayout(empty);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    words->addStretch();
    words->addWidget(m_message);
    words->addWidget(m_large, 0, Qt::AlignHCenter);
    words->addStretch();
    m_pages->addWidget(shown);
    m_pages->addWidget(empty);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pages);
    setLoading();
}

void PromptTokensView::setPrompt(std::shared_ptr<const LoggedPrompt> prompt, const requestlog::CallRecord &record)
{
    fitText();
    m_model->setPrompt(std::move(prompt));
    m_ruler->setPrefix(m_model->prompt()->prefix, m_model->prompt()->layout.exact);
    m_summary->setText(summary(record));
    m_summary->setToolTip(m_summary->text());
    m_table->scrollToTop();
    m_pages->setCurrentIndex(0);
}

void PromptTokensView::setLoading()
{
    m_model->setPrompt(nullptr);
    m_message->setText(tr("Counting tokens …"));
    m_large->hide();
    m_pages->setCurrentIndex(1);
}

void PromptTokensView::setFailure(const base::Error &error)
{
    m_model->setPrompt(nullptr);
    m_message->setText(format::coreText(error.message));
    m_large->setVisible(error.code == base::ErrorCode::LimitExceeded);
    m_pages->setCurrentIndex(1);
}

QString PromptTokensView::summary(const requestlog::CallRecord &record) const
{
    const LoggedPrompt &shown = *m_model->prompt();
    const QString about = shown.layout.exact ? QString() : QStringLiteral("~");
    QString words = tr("%1 tokens of %2", "figure, tokenizer")
                        .arg(about + format::number(shown.layout.total), format::text(shown.layout.tokenizer));
    if (!shown.layout.exact && shown.layout.errorShare > 0)
        words += tr(" (±%1 %)").arg(qRound(shown.layout.errorShare * 100));
    words += QStringLiteral(" · ");
    switch (shown.prefix.end.cause) {
    case prompt::PrefixEnd::Cause::NoMark:
        words += tr("no cache mark: nothing can be cached");
        break;
    case prompt::PrefixEnd::Cause::BelowMinimum:
        words += tr("below the provider's minimum of %1").arg(format::number(shown.prefix.minimumTokens));
        break;
    default:
        words += tr("%1 can be cached").arg(about + format::number(shown.prefix.cacheableTokens));
    }
    const auto &usage = record.end.usage;
    if (usage.source == providers::UsageSource::Reported)
        words += QStringLiteral(" · ")
            + tr("reported: %1 read, %2 written")
                  .arg(
                      format::number(usage.tokens.cacheRead),
                      format::number(
                          usage.tokens.cacheWrite5m + usage.tokens.cacheWrite1h + usage.tokens.cacheWriteOther));
    return words;
}

void PromptTokensView::toggleCurrent()
{
    const int row = m_table->currentIndex().row();
    if (row < 0 || m_model->row(row).kind != PromptTokenRow::Kind::Segment)
        return;
    m_model->toggle(row);
    m_table->setCurrentIndex(m_model->index(row, 0));
}

void PromptTokensView::fitText()
{
    const int current = m_table->currentIndex().row();
    m_model->setTextWidth(m_table->viewport()->width() - barWidth - numberWidth - tokensWidth);
    if (current >= 0 && current < m_model->rowCount())
        m_table->setCurrentIndex(m_model->index(current, 0));
}

bool PromptTokensView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitText();
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int index = m_table->currentIndex().row();
        const bool segment = index >= 0 && m_model->row(index).kind == PromptTokenRow::Kind::Segment;
        if (segment && key == (m_model->row(index).open ? Qt::Key_Left : Qt::Key_Right)) {
            toggleCurrent();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace cachescope::ui

#include "moc_prompt_tokens_view.cpp"
