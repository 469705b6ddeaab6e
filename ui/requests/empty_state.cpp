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
    , m_action(makeButton({}, ButtonKind::Normal, {}, ButtonSize::Normal, this))
{
    setProperty("surface", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(metrics::gap);
    m_reason->setWordWrap(true);
    m_reason->setAlignment(Qt::AlignCenter);
    m_reason->setMaximumWidth(460);
    m_reason->setMinimumWidth(300);
    column->addStretch();
    for (QWidget *part : { static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_title),
                           static_cast<QWidget *>(m_reason), static_cast<QWidget *>(m_action) })
        column->addWidget(part, 0, Qt::AlignHCenter);
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
    m_action->setText(content.action);
    m_action->setVisible(!content.action.isEmpty());
    setAccessibleName(content.title);
}

} // namespace cachescope::ui
