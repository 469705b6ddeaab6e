// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_tabs.h"

#include "ui/parts/labels.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

namespace cachescope::ui {

namespace {

constexpr int widestName = 200;
constexpr int padding = 12;
constexpr int markSize = 16;
constexpr int closeSize = 20;
constexpr int dotSize = 6;

/** What a tab shows beside its words; its icon is no widget, so it is kept as data. */
struct TabFacts
{
    QString iconName;
    bool modified = false;
};

TabFacts factsOf(const QVariant &data)
{
    const QVariantList list = data.toList();
    return list.size() == 2 ? TabFacts{ list[0].toString(), list[1].toBool() } : TabFacts{};
}

} // namespace

PromptTabs::PromptTabs(QWidget *parent)
    : QTabBar(parent)
{
    setAccessibleName(tr("Open prompts"));
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(true);
    setMouseTracking(true);
    setFont(Theme::font(TextStyle::ControlMedium));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PromptTabs::addTabFor(int index, const QString &name)
{
    insertTab(index, name);
    auto *close = new QToolButton(this);
    close->setIcon(icons::icon(QStringLiteral("close")));
    close->setFixedSize(closeSize, closeSize);
    close->setIconSize(QSize(14, 14));
    setStyleProperty(close, "kind", QStringLiteral("bare"));
    close->setToolTip(tr("Close (Ctrl+W)"));
    close->setAccessibleName(tr("Close %1").arg(name));
    close->setFocusPolicy(Qt::NoFocus);
    connect(close, &QToolButton::clicked, this, [this, close] {
        for (int i = 0; i < count(); ++i) {
            if (tabButton(i, RightSide) == close)
                Q_EMIT tabCloseRequested(i);
        }
    });
    setTabButton(index, RightSide, close);
}

void PromptTabs::setTab(
    int index, const QString &name, const QString &iconName, bool modified, const QString &toolTip)
{
    setTabText(index, name);
    setTabToolTip(index, toolTip);
    setTabData(index, QVariantList{ iconName, modified });
    setAccessibleTabName(index, modified ? tr("%1, not saved").arg(name) : name);
    update();
}

QSize PromptTabs::tabSizeHint(int index) const
{
    const QFontMetrics face(Theme::font(TextStyle::ControlMedium));
    const int words = std::min(widestName, face.horizontalAdvance(tabText(index)));
    return { padding + markSize + 6 + words + 6 + dotSize + 8 + closeSize + 6, metrics::tabHeight };
}

QSize PromptTabs::minimumTabSizeHint(int index) const
{
    return tabSizeHint(index);
}

void PromptTabs::showEvent(QShowEvent *event)
{
    QTabBar::showEvent(event);
    // Tabs that were added while it was hidden are scrolled to where there is nothing: this lays them out anew.
    setUsesScrollButtons(false);
    setUsesScrollButtons(true);
    updateGeometry();
}

void PromptTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (int i = 0; i < count(); ++i) {
        const QRect tab = tabRect(i);
        const bool open = i == currentIndex();
        const TabFacts facts = factsOf(tabData(i));
        painter.fillRect(tab, tokenColor(open ? Token::Panel : i == m_hovered ? Token::Hover : Token::Window));
        painter.fillRect(tab.right(), tab.top(), 1, tab.height(), tokenColor(Token::Line));
        if (open)
            painter.fillRect(
                tab.left(), tab.top(), tab.width(), 2, tokenColor(hasFocus() ? Token::Focus : Token::Accent));
        qreal x = tab.left() + padding;
        icons::paint(
            &painter, QRectF(x, tab.top(), markSize, tab.height()), facts.iconName,
            tokenColor(open ? Token::Text2 : Token::Text3), 14);
        x += markSize + 6;
        painter.setFont(Theme::font(open ? TextStyle::ControlMedium : TextStyle::Control));
        painter.setPen(tokenColor(open ? Token::Text : Token::Text2));
        const QString words = painter.fontMetrics().elidedText(tabText(i), Qt::ElideMiddle, widestName);
        painter.drawText(QRectF(x, tab.top(), widestName, tab.height()), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += painter.fontMetrics().horizontalAdvance(words) + 7;
        if (facts.modified) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(tokenColor(Token::Text2));
            painter.drawEllipse(QRectF(x, tab.center().y() - dotSize / 2.0, dotSize, dotSize));
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
}

void PromptTabs::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = tabAt(event->position().toPoint());
    update();
    QTabBar::mouseMoveEvent(event);
}

void PromptTabs::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    update();
    QTabBar::leaveEvent(event);
}

void PromptTabs::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton) {
        const int tab = tabAt(event->position().toPoint());
        if (tab >= 0)
            Q_EMIT tabCloseRequested(tab);
        return;
    }
    QTabBar::mouseReleaseEvent(event);
}

} // namespace cachescope::ui

#include "moc_prompt_tabs.cpp"
