// SPDX-License-Identifier: MIT
#include "ui/prompt/silence_dialog.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int usualDays = 90;

struct PlaceWords
{
    QString title, detail, impossible;
};

std::array<PlaceWords, 5> placeWords()
{
    const auto words = [](const QString &title, const QString &detail, const QString &impossible) {
        return PlaceWords{ title, detail, impossible };
    };
    return { words(
                 SilenceDialog::tr("This line"), SilenceDialog::tr("a comment above it"),
                 SilenceDialog::tr("it stands on no line of the text")),
             words(
                 SilenceDialog::tr("This block"),
                 SilenceDialog::tr("comments around the section, or in the object of the request"),
                 SilenceDialog::tr("there is no block around it")),
             words(
                 SilenceDialog::tr("This file"), SilenceDialog::tr("a comment at its beginning"),
                 SilenceDialog::tr("it takes no comments")),
             words(
                 SilenceDialog::tr("This file, in the project's settings"), SilenceDialog::tr(".cachescope.json"),
                 SilenceDialog::tr("save the prompt first")),
             words(
                 SilenceDialog::tr("This one problem, as known"), SilenceDialog::tr("the project's baseline"),
                 SilenceDialog::tr("save the prompt first")) };
}

} // namespace

SilenceDialog::SilenceDialog(const QString &rule, const std::array<bool, 5> &possible, QWidget *parent)
    : QDialog(parent)
    , m_rule(rule)
    , m_places(new QButtonGroup(this))
    , m_reason(new QLineEdit(this))
    , m_expires(new QCheckBox(tr("Only until"), this))
    , m_date(new QDateEdit(QDate::currentDate().addDays(usualDays), this))
{
    setWindowTitle(tr("Silence %1").arg(rule));
    setMinimumWidth(440);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::gap);
    column->addWidget(
        makeLabel(tr("Where is %1 to be silent?").arg(rule), TextStyle::CardTitle, Tone::Normal, this));
    const auto words = placeWords();
    for (std::size_t i = 0; i < words.size(); ++i) {
        const QString detail = possible[i] ? words[i].detail : words[i].impossible;
        auto *button
            = new QRadioButton(tr("%1 (%2)", "place, where that is written").arg(words[i].title, detail), this);
        button->setEnabled(possible[i]);
        m_places->addButton(button, static_cast<int>(i));
        column->addWidget(button);
        if (possible[i] && m_places->checkedId() < 0)
            button->setChecked(true);
    }
    column->addSpacing(metrics::gap);
    column->addWidget(makeLabel(tr("Reason"), TextStyle::CaptionMedium, Tone::Third, this));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("For whoever reads it next year"));
    column->addWidget(m_reason);
    auto *expiry = new QHBoxLayout;
    m_date->setAccessibleName(tr("Last day of the silence"));
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    m_date->setMinimumDate(QDate::currentDate());
    m_date->setEnabled(false);
    expiry->addWidget(m_expires);
    expiry->addWidget(m_date);
    expiry->addStretch(1);
    column->addLayout(expiry);
    auto *buttons = new QHBoxLayout;
    QPushButton *cancel = makeButton(tr("Cancel"), ButtonKind::Normal, {}, ButtonSize::Normal, this);
    QPushButton *silence = makeButton(windowTitle(), ButtonKind::Primary, {}, ButtonSize::Normal, this);
    silence->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(silence);
    column->addSpacing(metrics::gap);
    column->addLayout(buttons);
    connect(m_expires, &QCheckBox::toggled, this, &SilenceDialog::showPlace);
    connect(m_places, &QButtonGroup::idToggled, this, &SilenceDialog::showPlace);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(silence, &QPushButton::clicked, this, &SilenceDialog::take);
    showPlace();
}

void SilenceDialog::choose(SilencePlace place)
{
    if (QAbstractButton *button = m_places->button(static_cast<int>(place)); button->isEnabled())
        button->setChecked(true);
}

/** The baseline is a list of fingerprints: it has no room for reasons. */
void SilenceDialog::showPlace()
{
    const bool takesReason = m_places->checkedId() != static_cast<int>(SilencePlace::Baseline);
    m_reason->setEnabled(takesReason);
    m_expires->setEnabled(takesReason);
    m_date->setEnabled(takesReason && m_expires->isChecked());
}

void SilenceDialog::take()
{
    if (m_places->checkedId() < 0)
        return;
    prompt::SilenceWish wish;
    wish.rule = format::utf8(m_rule);
    wish.reason = format::utf8(m_reason->text().trimmed());
    if (m_expires->isChecked())
        wish.until = format::utf8(m_date->date().toString(Qt::ISODate));
    accept();
    Q_EMIT chosen(static_cast<SilencePlace>(m_places->checkedId()), wish);
}

} // namespace cachescope::ui

#include "moc_silence_dialog.cpp"
