// SPDX-License-Identifier: MIT
#include "ui/settings/settings_section.h"

#include "base/clock.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/attachment_text.h"
#include "ui/shell/backend.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>

namespace cachescope::ui {

namespace {

constexpr int widestContent = 820;
constexpr int sideMargin = 32;

} // namespace

namespace settingjson {

std::string boolean(const QVariant &value)
{
    return value.toBool() ? "true" : "false";
}

std::string whole(const QVariant &value)
{
    return std::to_string(value.toLongLong());
}

std::string text(const QVariant &value)
{
    const QByteArray array = QJsonDocument(QJsonArray{ value.toString() }).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2).toStdString();
}

std::string list(const QVariant &value)
{
    QJsonArray array;
    for (const QString &word : value.toString().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!word.trimmed().isEmpty())
            array.append(word.trimmed());
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace settingjson

SettingsSection::SettingsSection(Backend &backend, const QString &title, const QString &caption, QWidget *parent)
    : QScrollArea(parent)
    , m_backend(backend)
    , m_titleRow(new QHBoxLayout)
{
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(title);
    auto *content = new QWidget(this);
    content->setProperty("surface", QStringLiteral("panel"));
    content->setAttribute(Qt::WA_StyledBackground);
    auto *outer = new QHBoxLayout(content);
    outer->setContentsMargins(sideMargin, metrics::screenMargin, sideMargin, sideMargin);
    auto *inner = new QWidget(content);
    inner->setMaximumWidth(widestContent);
    outer->addWidget(inner, 1000);
    outer->addStretch(1);
    m_column = new QVBoxLayout(inner);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(metrics::cardPadding);
    m_title = makeLabel(title, TextStyle::ScreenTitle, Tone::Normal, inner);
    m_titleRow->setSpacing(metrics::gap);
    auto *words = new QVBoxLayout;
    words->setSpacing(metrics::iconGap);
    words->addWidget(m_title);
    auto *about = makeLabel(caption, TextStyle::Control, Tone::Second, inner);
    about->setWordWrap(true);
    words->addWidget(about);
    m_titleRow->addLayout(words, 1);
    m_column->addLayout(m_titleRow);
    m_column->addStretch();
    setWidget(content);
}

QString SettingsSection::title() const
{
    return m_title->text();
}

void SettingsSection::addWidget(QWidget *widget)
{
    m_column->insertWidget(m_column->count() - 1, widget);
}

Card *SettingsSection::addCard(const QString &heading)
{
    if (!heading.isEmpty()) {
        m_column->insertSpacing(m_column->count() - 1, metrics::gap);
        addWidget(makeLabel(heading, TextStyle::ScreenTitle, Tone::Normal, widget()));
    }
    auto *card = new Card(widget());
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum); // room below stays below
    card->setAccessibleName(heading.isEmpty() ? title() : heading);
    addWidget(card);
    return card;
}

SettingRow *SettingsSection::addRow(Card *card, const QString &name, const QString &description, QWidget *control)
{
    if (m_lastCard == card && !m_rows.isEmpty())
        m_rows.last()->setLast(false);
    auto *row = new SettingRow(name, description, card);
    row->setLast(true);
    if (control != nullptr)
        row->addControl(control);
    card->body()->addWidget(row);
    m_lastCard = card;
    m_rows << row;
    return row;
}

SettingRow *SettingsSection::addSetting(
    Card *card, const QString &name, const QString &description, SettingControl *control, Setting setting)
{
    SettingRow *row = addRow(card, name, description, control);
    m_bound.append({ row, control, setting });
    connect(control, &SettingControl::edited, this, [this, row, setting](const QVariant &value) {
        change(row, setting.path, setting.toJson(value));
    });
    connect(row, &SettingRow::resetRequested, this, [this, row, path = setting.path] { change(row, path, {}); });
    return row;
}

bool SettingsSection::change(SettingRow *row, const std::string &path, const std::string &json)
{
    const auto changed = m_backend.changeSetting(path, json);
    row->setProblem(changed ? QString() : format::coreText(changed.error().message));
    refresh(); // a refused value goes back to what is in force
    return changed.has_value();
}

void SettingsSection::refresh()
{
    const config::Config &now = m_backend.configuration();
    const config::Config defaults = config::defaults();
    const QString why = attachmenttext::whyNoControl(m_backend, base::SystemClock::instance().wall());
    for (const Bound &bound : m_bound) {
        bound.control->setEnabled(why.isEmpty());
        bound.row->setToolTip(why);
        const QVariant value = bound.setting.read(now);
        bound.control->setValue(value);
        bound.row->setChanged(value != bound.setting.read(defaults));
    }
}

} // namespace cachescope::ui
