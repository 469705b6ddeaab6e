// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include <QLineEdit>
#include <QPointer>
#include <QVector>

class QListWidget;
class QStackedWidget;

namespace cachescope::ui {

class SettingRow;
class SettingsSection;

/** Everything that can be set, by section; each change applies at once. */
class SettingsPage : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(const PageContext &context, QWidget *parent = nullptr);
    ~SettingsPage() override;

    PageId id() const override { return PageId::Settings; }
    QString title() const override { return tr("Settings"); }
    QString iconName() const override { return QStringLiteral("settings"); }
    void activate() override;
    void refresh() override;
    bool usesRange() const override { return false; }
    QWidget *topBarWidget() override;
    void focusFilter() override { focusFind(); }
    void focusFind() override;

    /** "proxy", "providers", "cache", "storage", "prices", "appearance", "shortcuts", "advanced". */
    void openSection(const QString &key);
    QString currentSection() const;
    QStringList sections() const { return m_keys; } ///< Their keys, from top to bottom.
    SettingsSection *section(const QString &key) const;

private:
    void addSection(const QString &key, SettingsSection *section);
    void showFound(const QString &wanted);
    void openRow(int section, SettingRow *row);

    PageContext m_context;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    QPointer<QLineEdit> m_search; ///< Lives in the top bar while the page is open.
    QListWidget *m_found;
    QVector<SettingsSection *> m_sections;
    QStringList m_keys;
};

} // namespace cachescope::ui
