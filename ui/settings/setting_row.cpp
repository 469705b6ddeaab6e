// SPDX-License-Identifier: MIT
#include "ui/settings/setting_row.h"

#include "ui/parts/labels.h"
#include "ui/theme/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int flashMs = 1200;
constexpr int rowMargin = 16;
constexpr int leastWordsWidth = 180; ///< Beside controls; narrower, and they go below.

} // namespace

SettingRow::SettingRow(const QString &name, const QString &description, QWidget *parent)
    : QWidget(parent)
    , m_name(makeLabel(name, TextStyle::Body, Tone::Normal, this))
    , m_description(makeLabel(description, TextStyle::Control, Tone::Second, this))
    , m_problem(makeLabel({}, TextStyle::Control, Tone::Error, this))
    , m_reset(new QToolButton(this))
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_head(new QHBoxLayout)
    , m_controlBox(new QWidget(this))
    , m_controls(new QHBoxLayout(m_controlBox))
{
    m_row->setContentsMargins(rowMargin, metrics::gap - 1, rowMargin, metrics::gap);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    m_head->setSpacing(metrics::iconGap);
    m_reset->setIcon(icons::icon(QStringLiteral("undo"), Token::AccentText));
    m_reset->setIconSize({ 14, 14 });
    m_reset->setFixedSize(26, 20);
    m_reset->setToolTip(tr("Back to the default"));
    m_reset->setAccessibleName(tr("Set %1 back to the default").arg(name));
    m_name->setMinimumHeight(20);
    m_head->addWidget(m_name);
    m_head->addWidget(m_reset);
    m_head->addStretch();
    words->addLayout(m_head);
    m_description->setWordWrap(true);
    m_problem->setWordWrap(true);
    words->addWidget(m_description);
    words->addWidget(m_problem);
    words->addStretch();
    constexpr int lowest = 44;
    setMinimumHeight(lowest);
    m_row->addLayout(words, 1);
    m_controls->setContentsMargins(0, 0, 0, 0);
    m_controls->setSpacing(metrics::gap);
    m_row->addWidget(m_controlBox);
    m_description->setVisible(!description.isEmpty());
    m_problem->hide();
    m_reset->hide();
    connect(m_reset, &QToolButton::clicked, this, &SettingRow::resetRequested);
}

QString SettingRow::name() const
{
    return m_name->text();
}

QString SettingRow::description() const
{
    return m_description->text();
}

void SettingRow::setDescription(const QString &description)
{
    m_description->setText(description);
    m_description->setVisible(!description.isEmpty());
}

void SettingRow::addControl(QWidget *control)
{
    if (control->accessibleName().isEmpty())
        control->setAccessibleName(name());
    m_controls->addWidget(control, 0, Qt::AlignVCenter);
}

void SettingRow::addBadge(QWidget *badge)
{
    m_head->insertWidget(1, badge, 0, Qt::AlignVCenter);
    m_head->insertSpacing(1, metrics::iconGap);
}

void SettingRow::setChanged(bool changed)
{
    m_reset->setVisible(changed);
}

bool SettingRow::isChanged() const
{
    return !m_reset->isHidden();
}

void SettingRow::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

QString SettingRow::problem() const
{
    return m_problem->text();
}

void SettingRow::setLast(bool last)
{
    m_last = last;
    update();
}

void SettingRow::flash()
{
    m_flashing = true;
    update();
    QTimer::singleShot(flashMs, this, [this] {
        m_flashing = false;
        update();
    });
}

QSize SettingRow::minimumSizeHint() const
{
    // The narrowest is the one with the controls below, whichever way they are now.
    const int controls = m_controls->minimumSize().width();
    return QSize(std::max(controls, leastWordsWidth) + 2 * rowMargin, QWidget::minimumSizeHint().height());
}

void SettingRow::arrange()
{
    const int controls = m_controls->sizeHint().width();
    const bool below = width() < 2 * rowMargin + leastWordsWidth + metrics::screenMargin + controls;
    m_row->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_row->setSpacing(below ? metrics::gap : metrics::screenMargin);
    m_row->setAlignment(m_controlBox, below ? Qt::AlignLeft : Qt::Alignment());
    m_controlBox->setMinimumWidth(below ? 0 : controls); // Beside words, those wrap instead.
}

void SettingRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

bool SettingRow::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        arrange(); // A control came, went or has other words.
    return QWidget::event(event);
}

void SettingRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_flashing)
        painter.fillRect(rect().adjusted(1, 0, -1, 0), tokenColor(Token::Selection));
    if (!m_last)
        painter.fillRect(QRect(0, height() - 1, width(), 1), tokenColor(Token::Line));
}

} // namespace cachescope::ui
