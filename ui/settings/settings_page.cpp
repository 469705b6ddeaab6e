// SPDX-License-Identifier: MIT
#include "ui/settings/settings_page.h"

#include "ui/parts/labels.h"
#include "ui/requests/hair_line.h"
#include "ui/settings/advanced_section.h"
#include "ui/settings/appearance_section.h"
#include "ui/settings/cache_section.h"
#include "ui/settings/flow_section.h"
#include "ui/settings/help_section.h"
#include "ui/settings/nav_delegate.h"
#include "ui/settings/policies_section.h"
#include "ui/settings/prices_section.h"
#include "ui/settings/providers_section.h"
#include "ui/settings/proxy_section.h"
#include "ui/settings/setting_row.h"
#include "ui/settings/shortcuts_section.h"
#include "ui/settings/storage_section.h"
#include "ui/shell/backend.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QStackedWidget>

namespace cachescope::ui {

namespace {

constexpr int listWidth = 188;
constexpr int searchWidth = 270;
constexpr int rowRole = Qt::UserRole;
constexpr int sectionRole = Qt::UserRole + 1;

} // namespace

SettingsPage::SettingsPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_list(new QListWidget(this))
    , m_stack(new QStackedWidget(this))
    , m_search(new QLineEdit)
    , m_found(new QListWidget(m_stack))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto *side = new QWidget(this);
    side->setProperty("surface", QStringLiteral("raised"));
    side->setAttribute(Qt::WA_StyledBackground);
    side->setFixedWidth(listWidth);
    auto *sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(metrics::gap, metrics::cardPadding, metrics::gap, metrics::gap);
    sideColumn->addWidget(m_list);
    for (QListWidget *list : { m_list, m_found }) {
        list->setItemDelegate(new NavDelegate(list));
        list->setMouseTracking(true);
    }
    m_list->setStyleSheet(QStringLiteral("QListWidget { background: transparent; }"));
    m_list->setAccessibleName(tr("Sections of the settings"));
    m_found->setAccessibleName(tr("Settings found"));
    row->addWidget(side);
    row->addWidget(m_stack, 1);
    m_stack->addWidget(m_found);

    Backend &backend = context.backend;
    addSection(QStringLiteral("proxy"), new ProxySection(backend, m_stack));
    addSection(QStringLiteral("providers"), new ProvidersSection(backend, m_stack));
    addSection(QStringLiteral("cache"), new CacheSection(backend, m_stack));
    addSection(QStringLiteral("policies"), new PoliciesSection(backend, m_stack));
    addSection(QStringLiteral("flow"), new FlowSection(backend, m_stack));
    addSection(QStringLiteral("help"), new HelpSection(backend, m_stack));
    addSection(QStringLiteral("storage"), new StorageSection(context, m_stack));
    addSection(QStringLiteral("prices"), new PricesSection(backend, m_stack));
    addSection(QStringLiteral("appearance"), new AppearanceSection(backend, context.session, m_stack));
    addSection(QStringLiteral("shortcuts"), new ShortcutsSection(backend, m_stack));
    addSection(QStringLiteral("advanced"), new AdvancedSection(backend, m_stack));

    m_search->setPlaceholderText(tr("Find a setting"));
    m_search->setAccessibleName(tr("Find a setting"));
    m_search->setFixedWidth(searchWidth);
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icons::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::showFound);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (m_found->count() > 0)
            Q_EMIT m_found->itemActivated(m_found->item(std::max(0, m_found->currentRow())));
    });
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int index) {
        if (index < 0)
            return;
        m_sections[index]->refresh();
        m_stack->setCurrentWidget(m_sections[index]);
    });
    const auto open = [this](QListWidgetItem *item) {
        openRow(item->data(sectionRole).toInt(), item->data(rowRole).value<SettingRow *>());
    };
    connect(m_found, &QListWidget::itemActivated, this, open);
    connect(m_found, &QListWidget::itemClicked, this, open);
    connect(&backend, &Backend::configurationChanged, this, &SettingsPage::refresh);
    connect(&backend, &Backend::proxyStateChanged, this, &SettingsPage::refresh);
    m_list->setCurrentRow(0);
}

SettingsPage::~SettingsPage()
{
    delete m_search;
}

void SettingsPage::addSection(const QString &key, SettingsSection *section)
{
    m_keys << key;
    m_sections << section;
    m_stack->addWidget(section);
    m_list->addItem(section->title());
}

void SettingsPage::activate()
{
    refresh();
}

void SettingsPage::refresh()
{
    if (m_list->currentRow() >= 0)
        m_sections[m_list->currentRow()]->refresh();
}

QWidget *SettingsPage::topBarWidget()
{
    return m_search;
}

void SettingsPage::focusFind()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void SettingsPage::openSection(const QString &key)
{
    const auto index = int(m_keys.indexOf(key));
    m_list->setCurrentRow(std::max(0, index));
    m_stack->setCurrentWidget(m_sections[std::max(0, index)]);
    refresh();
}

QString SettingsPage::currentSection() const
{
    return m_keys.value(m_list->currentRow());
}

SettingsSection *SettingsPage::section(const QString &key) const
{
    return m_sections.value(m_keys.indexOf(key));
}

void SettingsPage::showFound(const QString &wanted)
{
    m_found->clear();
    const QString words = wanted.trimmed();
    if (words.isEmpty()) {
        m_stack->setCurrentWidget(m_sections[std::max(0, m_list->currentRow())]);
        return;
    }
    for (int i = 0; i < m_sections.size(); ++i) {
        for (SettingRow *row : m_sections[i]->rows()) {
            const QString all
                = m_sections[i]->title() + QLatin1Char(' ') + row->name() + QLatin1Char(' ') + row->description();
            if (!all.contains(words, Qt::CaseInsensitive))
                continue;
            auto *item = new QListWidgetItem(
                tr("%1: %2", "section of the settings, setting").arg(m_sections[i]->title(), row->name()), m_found);
            item->setToolTip(row->description());
            item->setData(sectionRole, i);
            item->setData(rowRole, QVariant::fromValue(row));
        }
    }
    if (m_found->count() == 0) {
        auto *none = new QListWidgetItem(tr("No setting with these words"), m_found);
        none->setFlags(Qt::NoItemFlags);
    } else {
        m_found->setCurrentRow(0);
    }
    m_stack->setCurrentWidget(m_found);
}

void SettingsPage::openRow(int section, SettingRow *row)
{
    if (row == nullptr)
        return;
    m_search->clear();
    m_list->setCurrentRow(section);
    m_stack->setCurrentWidget(m_sections[section]);
    m_sections[section]->ensureWidgetVisible(row);
    row->flash();
    row->setFocus(Qt::OtherFocusReason);
}

} // namespace cachescope::ui
