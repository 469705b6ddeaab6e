// SPDX-License-Identifier: MIT
#include "ui/settings/setting_row.h"

#include "ui/parts/labels.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>

namespace cachescope::ui {

namespace {

constexpr int flashMs = 1200;
constexpr int rowMargin = 16;

} // namespace

SettingRow::SettingRow(const QString &name, const QString &description, QWidget *parent)
    : QWidget(parent)
    , m_name(makeLabel(name, TextStyle::Body, Tone::Normal, this))
    , m_description(makeLabel(description, TextStyle::Control, Tone::Second, this))
    , m_problem(makeLabel({}, TextStyle::Control, Tone::Error, this))
    , m_reset(new QToolButton(this))
    , m_controls(new QHBoxLayout)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(rowMargin, metrics::gap - 1, rowMargin, metrics::gap);
    row->setSpacing(metrics::screenMargin);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    auto *head = new QHBoxLayout;
    head->setSpacing(metrics::iconGap);
    m_reset->setIcon(icons::icon(QStringLiteral("undo"), Token::AccentText));
    m_reset->setIconSize({ 14, 14 });
    m_reset->setFixedSize(26, 20);
    m_reset->setToolTip(tr("Back to the default"));
    m_reset->setAccessibleName(tr("Set %1 back to the default").arg(name));
    m_name->setMinimumHeight(20);
    head->addWidget(m_name);
    head->addWidget(m_reset);
    head->addStretch();
    words->addLayout(head);
    m_description->setWordWrap(true);
    m_problem->setWordWrap(true);
    words->addWidget(m_description);
    words->addWidget(m_problem);
    words->addStretch();
    constexpr int lowest = 44;
    setMinimumHeight(lowest);
    row->addLayout(words, 1);
    m_controls->setSpacing(metrics::gap);
    row->addLayout(m_controls);
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

void SettingRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_flashing)
        painter.fillRect(rect().adjusted(1, 0, -1, 0), tokenColor(Token::Selection));
    if (!m_last)
        painter.fillRect(QRect(0, height() - 1, width(), 1), tokenColor(Token::Line));
}

} // namespace cachescope::ui
