// SPDX-License-Identifier: MIT
#include "ui/prompt/rule_page.h"

#include "prompt/lint/lint.h"
#include "ui/format/format.h"
#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QListWidget>
#include <QTextBrowser>

namespace cachescope::ui {

namespace {

constexpr int listWidth = 230;

} // namespace

RulePage::RulePage(QWidget *parent)
    : QDialog(parent)
    , m_rules(new QListWidget(this))
    , m_page(new QTextBrowser(this))
{
    setWindowTitle(tr("Rules of the linter"));
    resize(860, 560);
    m_rules->setAccessibleName(tr("Rules"));
    m_rules->setFixedWidth(listWidth);
    m_rules->setFont(Theme::font(TextStyle::Control));
    for (const prompt::RuleInfo &rule : prompt::ruleCatalogue()) {
        auto *item
            = new QListWidgetItem(format::text(rule.id) + QStringLiteral("  ") + format::text(rule.name), m_rules);
        item->setData(Qt::UserRole, format::text(rule.id));
        item->setToolTip(format::text(rule.summary));
    }
    m_page->setAccessibleName(tr("Page of the rule"));
    m_page->setOpenLinks(false);
    m_page->document()->setDocumentMargin(metrics::screenMargin);
    m_page->setFont(Theme::font(TextStyle::Body));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rules);
    row->addWidget(m_page, 1);
    m_page->setProperty("kind", QStringLiteral("bare"));
    connect(m_rules, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item)
            showRule(item->data(Qt::UserRole).toString());
    });
    connect(m_page, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        // Pages name each other by file: "DYN002.md". Other links lead out.
        const QString rule = link.fileName().section(u'.', 0, 0);
        if (link.isRelative() && !prompt::rulePage(format::utf8(rule)).empty())
            showRule(rule);
        else if (!link.isRelative())
            QDesktopServices::openUrl(link);
    });
}

void RulePage::showRule(const QString &id)
{
    const QString page = format::text(prompt::rulePage(format::utf8(id)));
    m_page->setMarkdown(page.isEmpty() ? tr("There is no page for %1.").arg(id) : page);
    for (int i = 0; i < m_rules->count(); ++i) {
        if (m_rules->item(i)->data(Qt::UserRole).toString() == id && m_rules->currentRow() != i) {
            const QSignalBlocker quiet(m_rules);
            m_rules->setCurrentRow(i);
        }
    }
}

QString RulePage::shownText() const
{
    return m_page->toPlainText();
}

} // namespace cachescope::ui

#include "moc_rule_page.cpp"
