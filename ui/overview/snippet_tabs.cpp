// SPDX-License-Identifier: MIT
#include "ui/overview/snippet_tabs.h"

#include "ui/parts/labels.h"
#include "ui/parts/painting.h"

#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int rowHeight = 44;
constexpr int nameWidth = 148;
constexpr int copiedForMs = 2000;

/** One line of code, elided at its end; the address in the accent's colour. */
class CodeLine final : public QWidget
{
public:
    CodeLine(const Snippet &snippet, QWidget *parent)
        : QWidget(parent)
        , m_snippet(snippet)
    {
        setAccessibleName(snippet.code);
        setToolTip(snippet.code);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }
    QSize minimumSizeHint() const override { return QSize(80, 20); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QFont font = Theme::font(TextStyle::Code);
        painter.setFont(font);
        const QFontMetrics measure(font);
        const QString shown = measure.elidedText(m_snippet.code, Qt::ElideRight, width());
        const qsizetype at = m_snippet.code.indexOf(m_snippet.address);
        const qsizetype end = at + m_snippet.address.size();
        int left = 0;
        const auto draw = [&](QStringView part, Token color) {
            const QString text = part.toString();
            painter.setPen(tokenColor(color));
            painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
            left += measure.horizontalAdvance(text);
        };
        const QStringView view(shown);
        draw(view.left(at), Token::Text);
        draw(view.mid(at, end - at), Token::AccentText);
        draw(view.mid(end), Token::Text);
    }

private:
    Snippet m_snippet;
};

/** A row with a line below it. */
class LinedRow final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(0, height() - 1, width(), 1, tokenColor(Token::Grid));
    }
};

} // namespace

SnippetTabs::SnippetTabs(QWidget *parent)
    : QFrame(parent)
    , m_tabs(new QTabWidget(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(m_tabs);
    m_tabs->setAccessibleName(tr("Lines to copy into a client"));
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->tabBar()->setDrawBase(false);
}

void SnippetTabs::setAddress(const QString &address)
{
    if (address == m_address)
        return;
    m_address = address;
    const int open = m_tabs->currentIndex();
    while (m_tabs->count() > 0) {
        QWidget *page = m_tabs->widget(0);
        m_tabs->removeTab(0);
        page->deleteLater();
    }
    for (const SnippetGroup &group : clientSnippets(address))
        m_tabs->addTab(makePage(group), group.title);
    m_tabs->setCurrentIndex(std::max(0, open));
}

QWidget *SnippetTabs::makePage(const SnippetGroup &group)
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (const Snippet &snippet : group.snippets)
        column->addWidget(makeRow(snippet, &snippet == &group.snippets.last() ? Ending::Last : Ending::Lined));
    column->addStretch(1);
    return page;
}

QWidget *SnippetTabs::makeRow(const Snippet &snippet, Ending ending)
{
    QWidget *row = ending == Ending::Lined ? new LinedRow : new QWidget;
    row->setFixedHeight(rowHeight);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 0, 8, 0);
    layout->setSpacing(metrics::gap);
    QLabel *name = makeLabel(snippet.name, TextStyle::Control, Tone::Second, row);
    // Room for the longest name, whatever the font; no fixed width for words.
    name->setMinimumWidth(std::max(nameWidth - 8, name->sizeHint().width()));
    layout->addWidget(name);
    layout->addWidget(new CodeLine(snippet, row), 1);
    QPushButton *button
        = makeButton(tr("Copy"), ButtonKind::Normal, QStringLiteral("copy"), ButtonSize::Small, row);
    button->setAccessibleName(tr("Copy: %1").arg(snippet.name));
    layout->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, code = snippet.code, button] { copy(code, button); });
    return row;
}

void SnippetTabs::copy(const QString &code, QPushButton *button)
{
    QGuiApplication::clipboard()->setText(code);
    button->setText(tr("Copied"));
    setButtonKind(button, ButtonKind::Good, QStringLiteral("check"));
    QTimer::singleShot(copiedForMs, button, [button] {
        button->setText(tr("Copy"));
        setButtonKind(button, ButtonKind::Normal, QStringLiteral("copy"));
    });
}

void SnippetTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRoundedPanel(
        &painter, rect(), tokenColor(Token::Panel), tokenColor(Token::LineStrong), metrics::controlRadius);
    const QRectF head(1, 1, width() - 2, m_tabs->tabBar()->height());
    painter.fillRect(head.adjusted(4, 0, -4, 0), tokenColor(Token::Raised));
    painter.fillRect(head.adjusted(0, 4, 0, 0), tokenColor(Token::Raised));
}

} // namespace cachescope::ui

#include "moc_snippet_tabs.cpp"
