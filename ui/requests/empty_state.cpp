// SPDX-License-Identifier: MIT
#include "ui/requests/empty_state.h"

#include "ui/parts/labels.h"
#include "ui/theme/icons.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(makeLabel({}, TextStyle::CardTitle, Tone::Normal, this))
    , m_reason(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_action(makeButton(tr("Try again"), ButtonKind::Normal, {}, ButtonSize::Normal, this))
{
    setProperty("surface", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    // A box of fixed width, so that the reason's lines are counted at the width they get.
    auto *outer = new QVBoxLayout(this);
    auto *box = new QWidget(this);
    constexpr int boxWidth = 480;
    box->setFixedWidth(boxWidth);
    outer->addWidget(box, 1, Qt::AlignHCenter);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 24, 0, 24);
    column->setSpacing(metrics::gap);
    m_reason->setWordWrap(true);
    m_reason->setAlignment(Qt::AlignCenter);
    column->addStretch();
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_reason);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::setContent(const Content &content)
{
    if (content == m_content)
        return;
    m_content = content;
    m_icon->setPixmap(icons::icon(content.iconName, Token::Text3).pixmap(16, 16));
    m_title->setText(content.title);
    m_reason->setText(content.reason);
    m_reason->setVisible(!content.reason.isEmpty());
    if (!content.action.isEmpty()) // else hidden
        m_action->setText(content.action);
    m_action->setVisible(!content.action.isEmpty());
    setAccessibleName(content.title);
}

} // namespace cachescope::ui
