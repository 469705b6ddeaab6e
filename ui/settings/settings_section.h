// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea> // First: see ui/format/format.h.

#include "config/config.h"
#include "ui/settings/setting_controls.h"

#include <QVector>

#include <functional>
#include <string>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace cachescope::ui {

class Backend;
class Card;
class SettingRow;

/** A value of config.json: where it is, how to read it, how to write it. */
struct Setting
{
    std::string path; ///< "cache.ttl_s"
    std::function<QVariant(const config::Config &)> read;
    std::function<std::string(const QVariant &)> toJson;
};

namespace settingjson {
std::string boolean(const QVariant &value);
std::string whole(const QVariant &value);
std::string text(const QVariant &value); ///< Quoted and escaped.
std::string list(const QVariant &value); ///< Words between commas as an array of strings.
} // namespace settingjson

/**
 * A page of settings: title, one line about it, cards with rows. Rows bound to a value of the configuration write
 * it at once and follow it when it changes elsewhere.
 */
class SettingsSection : public QScrollArea
{
    Q_OBJECT

public:
    SettingsSection(Backend &backend, const QString &title, const QString &caption, QWidget *parent = nullptr);

    QString title() const;
    const QVector<SettingRow *> &rows() const { return m_rows; }
    virtual void refresh(); ///< Shows what is now; when the page is opened and when the configuration changed.

protected:
    Backend &backend() const { return m_backend; }
    QHBoxLayout *titleRow() const { return m_titleRow; }
    Card *addCard(const QString &heading = {}); ///< Below what is there; further headings between cards.
    void addWidget(QWidget *widget);
    SettingRow *addRow(Card *card, const QString &name, const QString &description, QWidget *control = nullptr);
    /** A row whose control shows and writes a value of the configuration. */
    SettingRow *addSetting(
        Card *card, const QString &name, const QString &description, SettingControl *control, Setting setting);
    bool change(SettingRow *row, const std::string &path, const std::string &json);

private:
    struct Bound
    {
        SettingRow *row;
        SettingControl *control;
        Setting setting;
    };

    Backend &m_backend;
    QLabel *m_title;
    QHBoxLayout *m_titleRow;
    QVBoxLayout *m_column;
    QVector<SettingRow *> m_rows;
    QVector<Bound> m_bound;
    Card *m_lastCard = nullptr;
};

} // namespace cachescope::ui
