// SPDX-License-Identifier: MIT
#include "ui/spend/invoice_card.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/export_button.h"
#include "ui/parts/labels.h"
#include "ui/parts/table_view.h"
#include "ui/spend/invoice_report.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>

#include <algorithm>

namespace cachescope::ui {

namespace {
constexpr qint64 mostBytes = 64 << 20;
constexpr int leastReasonWidth = 160;
const auto messageKey = QLatin1String("spend.invoice");
} // namespace

InvoiceCard::InvoiceCard(const PageContext &context, QWidget *parent)
    : Card(tr("Invoice"), parent)
    , m_context(context)
    , m_question(context.log)
    , m_table(new InvoiceTable(this))
    , m_view(new TableView(metrics::standardRow, this))
    , m_badge(new Badge(BadgeKind::Neutral, {}, this))
    , m_export(new ExportButton(tr("invoice"), ExportButton::Words::Shown, this))
{
    hide();
    QPushButton *shut = makeButton({}, ButtonKind::Quiet, QStringLiteral("close"), ButtonSize::Small, this);
    shut->setAccessibleName(tr("Close the invoice"));
    shut->setToolTip(tr("Close the invoice"));
    head()->addWidget(m_badge);
    head()->addWidget(m_export);
    head()->addWidget(shut);
    m_export->addTable(m_table);
    m_view->setAccessibleName(tr("Invoice and log by day"));
    m_view->setModel(m_table);
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_view->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(InvoiceTable::Reason, QHeaderView::Stretch);
    m_view->keepReadable(InvoiceTable::Reason, leastReasonWidth, { InvoiceTable::Logged });
    body()->addWidget(m_view);
    body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    connect(shut, &QPushButton::clicked, this, &InvoiceCard::hide);
    connect(m_view, &TableView::activated, this, [this](const QModelIndex &index) {
        m_context.navigator.openRequests(m_table->filter(), m_table->range(index.row()));
    });
}

void InvoiceCard::choose(const std::string &currency)
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Import an invoice"), {}, tr("Costs as CSV (*.csv *.tsv *.txt);;All files (*)"));
    if (!path.isEmpty())
        open(path, currency);
}

void InvoiceCard::open(const QString &path, const std::string &currency)
{
    m_context.navigator.hideMessage(messageKey);
    const QString name = QFileInfo(path).fileName();
    QFile file(path);
    if (file.size() > mostBytes || !file.open(QIODevice::ReadOnly))
        return showProblem(tr("%1 cannot be read: %2").arg(name, file.errorString()));
    const QByteArray bytes = file.readAll();
    const auto invoice = requestlog::readInvoice({ bytes.constData(), static_cast<std::size_t>(bytes.size()) });
    if (!invoice)
        return showProblem(
            tr("%1 is no invoice that can be read. %2").arg(name, format::coreText(invoice.error().message)));
    if (!invoice->currency.empty() && invoice->currency != currency)
        return showProblem(
            tr("%1 is in %2, but the price book is in %3: amounts of two currencies cannot be compared.")
                .arg(name, format::text(invoice->currency), format::text(currency)));
    m_question.ask(
        Lane::Dashboard, this, [invoice = *invoice](LogSource &log) { return compareWithLog(log, invoice); },
        [this, name, invoice = *invoice, currency](const base::Result<requestlog::InvoiceComparison> &comparison) {
            if (comparison)
                show(name, invoice, *comparison, currency);
            else
                showProblem(format::coreText(comparison.error().message));
        });
}

void InvoiceCard::show(
    const QString &name, const requestlog::Invoice &invoice, const requestlog::InvoiceComparison &comparison,
    const std::string &currency)
{
    m_table->setComparison(invoice, comparison, currency);
    setCaption(
        invoice.upstream().empty() ? name : tr("%1, calls of %2").arg(name, format::text(invoice.upstream())));
    const auto differing = std::count_if(comparison.days.begin(), comparison.days.end(), [](const auto &day) {
        return day.reason != requestlog::InvoiceReason::Agrees;
    });
    if (differing == 0) {
        m_badge->setContent(BadgeKind::Good, tr("every day agrees"));
    } else {
        const base::Money difference = comparison.difference();
        const QString sign = difference > base::Money() ? QStringLiteral("+") : QString();
        m_badge->setContent(
            BadgeKind::Warning,
            tr("%n day(s) differ, in all %1", nullptr, static_cast<int>(differing))
                .arg(sign % format::money(difference, 2, currency)));
    }
    m_export->setFileName(QFileInfo(name).completeBaseName() % QStringLiteral("-compared"));
    m_view->setFixedHeight(metrics::tableHeader + m_table->rowCount() * metrics::standardRow + 1);
    setVisible(true);
    Q_EMIT opened();
}

void InvoiceCard::showProblem(const QString &sentence)
{
    m_context.navigator.showMessage(messageKey, MessageKind::Error, sentence);
}

} // namespace cachescope::ui

#include "moc_invoice_card.cpp"
