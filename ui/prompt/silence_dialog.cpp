// SPDX-License-Identifier: MIT
#include "ui/prompt/silence_dialog.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/settings/combo_box.h"

#include <QDate>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

/** What a place is called, and where the silence is written then. */
std::pair<QString, QString> wordsOf(SilencePlace place)
{
    switch (place) {
    case SilencePlace::Line:
        return { SilenceDialog::tr("This line"), SilenceDialog::tr("A comment above it.") };
    case SilencePlace::Block:
        return { SilenceDialog::tr("This block"),
                 SilenceDialog::tr("Comments around the section, or one in the object of the request.") };
    case SilencePlace::File:
        return { SilenceDialog::tr("This file"), SilenceDialog::tr("A comment at its beginning.") };
    case SilencePlace::Project:
        return { SilenceDialog::tr("This file, by the project's settings"),
                 SilenceDialog::tr("An entry in .cachescope.json; the prompt stays as it is.") };
    case SilencePlace::Baseline:
        return { SilenceDialog::tr("This one problem, as a known one"),
                 SilenceDialog::tr("An entry in the project's baseline, which has no room for a reason.") };
    }
    Q_UNREACHABLE();
}

} // namespace

SilenceDialog::SilenceDialog(const QString &rule, const std::array<bool, 5> &possible, QWidget *parent)
    : QDialog(parent)
    , m_rule(rule)
    , m_places(new ComboBox(this))
    , m_detail(makeLabel({}, TextStyle::Caption, Tone::Second, this))
    , m_reason(new QLineEdit(this))
    , m_expiry(new ComboBox(this))
{
    setWindowTitle(tr("Silence %1").arg(rule));
    setMinimumWidth(420);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::iconGap);
    const auto caption = [this, column](const QString &words) {
        column->addSpacing(metrics::gap);
        column->addWidget(makeLabel(words, TextStyle::CaptionMedium, Tone::Third, this));
    };
    column->addWidget(
        makeLabel(tr("Where is %1 to be silent?").arg(rule), TextStyle::CardTitle, Tone::Normal, this));
    m_places->setAccessibleName(tr("Where"));
    for (std::size_t i = 0; i < possible.size(); ++i) {
        if (possible[i])
            m_places->addItem(wordsOf(static_cast<SilencePlace>(i)).first, static_cast<int>(i));
    }
    column->addWidget(m_places);
    column->addWidget(m_detail);
    caption(tr("Reason"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("For whoever reads it next year"));
    column->addWidget(m_reason);
    caption(tr("How long"));
    m_expiry->setAccessibleName(tr("How long"));
    m_expiry->addItem(tr("For good"), 0);
    for (const int days : { 30, 90, 365 })
        m_expiry->addItem(
            tr("Until %1, %n day(s)", nullptr, days)
                .arg(QLocale().toString(QDate::currentDate().addDays(days), QLocale::ShortFormat)),
            days);
    column->addWidget(m_expiry);
    auto *buttons = new QHBoxLayout;
    QPushButton *cancel = makeButton(tr("Cancel"), ButtonKind::Normal, {}, ButtonSize::Normal, this);
    QPushButton *silence = makeButton(windowTitle(), ButtonKind::Primary, {}, ButtonSize::Normal, this);
    silence->setDefault(true);
    silence->setEnabled(m_places->count() > 0);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(silence);
    column->addSpacing(2 * metrics::gap);
    column->addLayout(buttons);
    connect(m_places, &QComboBox::currentIndexChanged, this, &SilenceDialog::showPlace);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(silence, &QPushButton::clicked, this, &SilenceDialog::take);
    m_reason->setFocus();
    showPlace();
}

SilencePlace SilenceDialog::place() const
{
    return static_cast<SilencePlace>(m_places->currentData().toInt());
}

void SilenceDialog::choose(SilencePlace place)
{
    if (const int index = m_places->findData(static_cast<int>(place)); index >= 0)
        m_places->setCurrentIndex(index);
}

void SilenceDialog::expireAfter(int days)
{
    m_expiry->setCurrentIndex(std::max(0, m_expiry->findData(days)));
}

void SilenceDialog::showPlace()
{
    const bool takesReason = place() != SilencePlace::Baseline;
    m_detail->setText(wordsOf(place()).second);
    m_reason->setEnabled(takesReason);
    m_expiry->setEnabled(takesReason);
}

void SilenceDialog::take()
{
    prompt::SilenceWish wish;
    wish.rule = format::utf8(m_rule);
    wish.reason = format::utf8(m_reason->text().trimmed());
    if (const int days = m_expiry->currentData().toInt(); days > 0)
        wish.until = format::utf8(QDate::currentDate().addDays(days).toString(Qt::ISODate));
    accept();
    Q_EMIT chosen(place(), wish);
}

} // namespace cachescope::ui

#include "moc_silence_dialog.cpp"
