// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_tool_bar.h"

#include "ui/parts/chip_button.h"
#include "ui/parts/labels.h"
#include "ui/parts/segment.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace cachescope::ui {

namespace {

constexpr int wordsFrom = 900; ///< Narrower, buttons show their icons only.

} // namespace

PromptToolBar::PromptToolBar(QWidget *parent)
    : QWidget(parent)
    , m_model(new ChipButton(this))
    , m_values(new ChipButton(this))
    , m_display(new Segment({ tr("Off"), tr("Borders"), tr("Tints"), tr("Ids"), tr("Heat") }, this))
    , m_whiteSpace(new QToolButton(this))
    , m_compare(makeButton(tr("Compare"), ButtonKind::Normal, QStringLiteral("diff"), ButtonSize::Normal, this))
    , m_run(makeButton(tr("Run"), ButtonKind::Primary, QStringLiteral("play"), ButtonSize::Normal, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    m_model->setAccessibleName(tr("Model"));
    m_model->setToolTip(tr("Model whose tokens, rules and prices are shown"));
    m_values->setAccessibleName(tr("Values of the variables"));
    m_display->setAccessibleName(tr("How tokens are shown"));
    m_display->setToolTip(tr("How tokens are shown (Ctrl+Shift+T)"));
    m_whiteSpace->setText(QStringLiteral("\u00B7\u2192"));
    m_whiteSpace->setCheckable(true);
    m_whiteSpace->setFixedHeight(metrics::controlHeight);
    m_whiteSpace->setToolTip(tr("Show white space"));
    m_whiteSpace->setAccessibleName(tr("Show white space"));
    m_compare->setToolTip(tr("Compare with a logged call or another prompt (Ctrl+Shift+D)"));
    m_compare->setAccessibleName(tr("Compare"));
    m_run->setToolTip(tr("Send it through the proxy (Ctrl+Enter)"));
    row->addWidget(m_model);
    row->addWidget(m_values);
    row->addStretch(1);
    row->addWidget(m_display);
    row->addWidget(m_whiteSpace);
    row->addWidget(m_compare);
    row->addWidget(m_run);
    connect(m_model, &ChipButton::clicked, this, &PromptToolBar::modelClicked);
    connect(m_values, &ChipButton::clicked, this, &PromptToolBar::valuesClicked);
    connect(m_display, &Segment::currentChanged, this, [this](int index) {
        Q_EMIT tokenDisplayChanged(static_cast<TokenDisplay>(index));
    });
    connect(m_whiteSpace, &QToolButton::toggled, this, &PromptToolBar::whiteSpaceToggled);
    connect(m_compare, &QPushButton::clicked, this, &PromptToolBar::compareClicked);
    connect(m_run, &QPushButton::clicked, this, &PromptToolBar::runClicked);
    setModel({}, false);
    setValues({});
}

void PromptToolBar::setModel(const QString &model, bool assumed)
{
    m_modelName = model;
    m_assumed = assumed;
    const QFontMetrics face(Theme::font(TextStyle::ControlMedium));
    const int room = width() < wordsFrom ? 120 : 200;
    const QString shown = face.elidedText(model, Qt::ElideMiddle, room);
    m_model->setContent({ ChipButton::Mark::None,
                          {},
                          Token::Text2,
                          model.isEmpty() ? tr("Model") : shown + (assumed ? tr(" (assumed)") : QString()),
                          {} });
    m_model->setToolTip(model.isEmpty() ? QString() : tr("Tokens, rules and prices of %1").arg(model));
}

void PromptToolBar::setValues(const QString &words)
{
    m_values->setContent({ ChipButton::Mark::None,
                           {},
                           Token::Text2,
                           words.isEmpty() ? tr("Values") : tr("Values: %1").arg(words),
                           {} });
}

void PromptToolBar::setTokenDisplay(TokenDisplay display)
{
    m_display->setCurrent(static_cast<int>(display));
}

TokenDisplay PromptToolBar::tokenDisplay() const
{
    return static_cast<TokenDisplay>(m_display->current());
}

void PromptToolBar::setWhiteSpaceShown(bool shown)
{
    m_whiteSpace->setChecked(shown);
}

void PromptToolBar::setUsable(bool usable)
{
    for (QWidget *widget : { static_cast<QWidget *>(m_model), static_cast<QWidget *>(m_values),
                             static_cast<QWidget *>(m_compare), static_cast<QWidget *>(m_run) })
        widget->setEnabled(usable);
}

void PromptToolBar::setRunning(bool running)
{
    m_run->setEnabled(!running);
    m_run->setText(running ? tr("Running\u2026") : tr("Run"));
}

QWidget *PromptToolBar::modelButton() const
{
    return m_model;
}

QWidget *PromptToolBar::valuesButton() const
{
    return m_values;
}

void PromptToolBar::resizeEvent(QResizeEvent *)
{
    m_compare->setText(width() < wordsFrom ? QString() : tr("Compare"));
    setModel(m_modelName, m_assumed);
}

} // namespace cachescope::ui

#include "moc_prompt_tool_bar.cpp"
