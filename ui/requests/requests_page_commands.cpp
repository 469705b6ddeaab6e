// SPDX-License-Identifier: MIT
#include "ui/requests/requests_page.h"

#include "requestlog/export.h"
#include "ui/data/saved_views.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/requests/call_model.h"
#include "ui/requests/call_table.h"
#include "ui/requests/curl_text.h"
#include "ui/requests/detail_pane.h"
#include "ui/requests/export_job.h"
#include "ui/requests/filter_bar.h"
#include "ui/requests/filter_help.h"
#include "ui/requests/filter_join.h"
#include "ui/shell/backend.h"

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

#include <limits>

namespace cachescope::ui {

using requestlog::ExportFormat;

void RequestsPage::joinFilter(const QString &condition, FilterJoin join)
{
    if (!condition.isEmpty())
        m_filter->setText(joinedFilter(m_filter->text(), condition, join));
}

void RequestsPage::filterByCell()
{
    const QModelIndex cell = m_table->currentIndex();
    if (const auto *record = m_model->record(cell.row()))
        joinFilter(callFilterTerm(*record, CallColumn(cell.column())), FilterJoin::And);
}

void RequestsPage::copyCell()
{
    QGuiApplication::clipboard()->setText(m_table->currentIndex().data().toString());
}

void RequestsPage::showCellMenu(const QModelIndex &cell, const QPoint &at)
{
    const auto *record = m_model->record(cell.row());
    if (record == nullptr)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString term = callFilterTerm(*record, CallColumn(cell.column()));
    if (!term.isEmpty()) {
        const auto add = [&](const QString &text, FilterJoin join) {
            connect(
                menu->addAction(text), &QAction::triggered, this, [this, term, join] { joinFilter(term, join); });
        };
        add(tr("Only %1").arg(term), FilterJoin::Only);
        if (!m_filter->text().trimmed().isEmpty()) {
            add(tr("And %1").arg(term), FilterJoin::And);
            add(tr("Or %1").arg(term), FilterJoin::Or);
        }
        add(tr("Not %1").arg(term), FilterJoin::Not);
        menu->addSeparator();
    }
    connect(menu->addAction(tr("Copy the cell")), &QAction::triggered, this, &RequestsPage::copyCell);
    addCallActions(*menu);
    menu->popup(at);
}

void RequestsPage::showReasonToday(int reason)
{
    const auto name = requestlog::missReasonName(static_cast<requestlog::MissReason>(reason));
    const QDateTime midnight = QDate::currentDate().startOfDay();
    m_context.navigator.openRequests(
        QStringLiteral("why:") + format::text(name),
        requestlog::TimeRange{ midnight.toMSecsSinceEpoch() * 1000,
                               midnight.addDays(1).toMSecsSinceEpoch() * 1000 });
}

void RequestsPage::showCallMenu(const QPoint &at)
{
    if (!m_detail->hasCall())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCallActions(*menu);
    menu->popup(at);
}

void RequestsPage::addCallActions(QMenu &menu)
{
    const int row = m_table->selectedRow();
    const auto *record = m_model->record(row);
    if (record == nullptr)
        return;
    const auto action = [&](const QString &text, const QKeySequence &shortcut, auto run) {
        QAction *made = menu.addAction(text);
        made->setShortcut(shortcut);
        made->setShortcutContext(Qt::WidgetShortcut); // shown; the page's own action acts on the keys
        connect(made, &QAction::triggered, this, run);
    };
    action(tr("Open as a prompt"), QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { openAsPrompt(); });
    action(tr("Copy as cURL"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copyAsCurl(); });
    action(tr("Copy as JSON"), {}, [text = format::text(requestlog::toJson(*record))] {
        QGuiApplication::clipboard()->setText(text);
    });
    action(tr("Copy the request id"), {}, [text = format::text(record->start.uid.toString())] {
        QGuiApplication::clipboard()->setText(text);
    });
    menu.addSeparator();
    action(tr("Compare with an earlier call"), QKeySequence(Qt::CTRL | Qt::Key_D), [this] { compareCall(); });
    const std::int64_t id = record->start.id;
    action(
        record->pinned ? tr("Unpin") : tr("Pin"), QKeySequence(Qt::CTRL | Qt::Key_M),
        [this, id, pinned = record->pinned] { setPinned(id, !pinned); });
    if (!record->start.session.empty()) {
        action(tr("Only this session"), {}, [this, term = callFilterTerm(*record, CallColumn::Session)] {
            joinFilter(term, FilterJoin::Only);
        });
        action(tr("First call of the session"), QKeySequence(Qt::ALT | Qt::Key_Home), [this] {
            goToFirstOfSession();
        });
    }
    menu.addSeparator();
    for (const auto format : { ExportFormat::JsonLines, ExportFormat::Har }) {
        action(tr("Export this call as %1 …").arg(ExportJob::formatName(format)), {}, [this, id, format] {
            const auto filter = requestlog::Filter::parse("id:" + std::to_string(id));
            if (filter)
                exportTo(format, *filter, { 0, std::numeric_limits<base::UnixMicros>::max() });
        });
    }
}

void RequestsPage::openAsPrompt()
{
    if (const auto *record = m_model->record(m_table->selectedRow()))
        m_context.navigator.openPrompt(record->start.id);
}

void RequestsPage::copyAsCurl()
{
    m_detail->withContents([this](const auto &record, const auto &contents) {
        if (!contents) {
            m_context.navigator.showMessage(
                QStringLiteral("requests.copy"), MessageKind::Error, format::coreText(contents.error().message));
            return;
        }
        const auto &upstreams = m_context.backend.configuration().upstreams;
        const auto upstream = upstreams.find(record.start.upstream);
        const std::string variable = upstream == upstreams.end() || upstream->second.keyEnvironment.empty()
            ? "API_KEY"
            : upstream->second.keyEnvironment;
        const QString proxy = QStringLiteral("http://") + format::text(m_context.backend.proxyState().address);
        QGuiApplication::clipboard()->setText(
            asCurl(record, *contents, proxy, QLatin1Char('$') + format::text(variable)));
        const bool whole = !contents->requestBodyMissing;
        m_context.navigator.showMessage(
            QStringLiteral("requests.copy"), whole ? MessageKind::Good : MessageKind::Warning,
            whole ? tr("Copied as cURL; the key is named as $%1.").arg(format::text(variable))
                  : tr("Copied as cURL without its body, which is not stored any more."));
    });
}

void RequestsPage::togglePin()
{
    if (const auto *record = m_model->record(m_table->selectedRow()))
        setPinned(record->start.id, !record->pinned);
}

void RequestsPage::compareCall()
{
    m_detail->openTab(DetailPane::Compare);
}

void RequestsPage::setPinned(qint64 callId, bool pinned)
{
    m_context.backend.setPinned(callId, pinned);
    if (const auto row = m_model->rowOf(callId)) {
        if (const auto *record = m_model->record(*row))
            m_model->setMark(callId, pinned, std::string(record->note));
    }
}

void RequestsPage::setNote(qint64 callId, const QString &note)
{
    m_context.backend.setNote(callId, format::utf8(note));
    if (const auto row = m_model->rowOf(callId)) {
        if (const auto *record = m_model->record(*row))
            m_model->setMark(callId, record->pinned, format::utf8(note));
    }
}

void RequestsPage::goToFirstOfSession()
{
    const auto *record = m_model->record(m_table->selectedRow());
    if (record == nullptr || record->start.session.empty())
        return;
    const auto filter = requestlog::Filter::parse(format::utf8(callFilterTerm(*record, CallColumn::Session)));
    if (!filter)
        return;
    m_wantedQuestion.ask(
        Lane::Pages, this,
        [filter = *filter](LogSource &source) -> base::Result<std::int64_t> {
            std::int64_t first = 0;
            const requestlog::TimeRange ever{ 0, std::numeric_limits<base::UnixMicros>::max() };
            const auto done = source.ids(ever, filter, requestlog::SortColumn::Time, true, [&](const CallIds &ids) {
                if (first == 0 && !ids.empty())
                    first = ids.front();
            });
            if (!done)
                return tl::unexpected(done.error());
            return first;
        },
        [this](const base::Result<std::int64_t> &first) {
            if (first && *first > 0)
                openCall(*first);
        });
}

void RequestsPage::exportList()
{
    if (m_model->rowCount() + m_model->waiting() > 0)
        exportTo(ExportFormat::JsonLines, m_filter->filter(), m_model->query().range);
}

void RequestsPage::showExportMenu(QPushButton *anchor)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString count = format::number(m_model->rowCount() + m_model->waiting());
    for (const auto format : { ExportFormat::JsonLines, ExportFormat::Csv, ExportFormat::Har }) {
        QAction *action = menu->addAction(tr("%1 calls as %2 …").arg(count, ExportJob::formatName(format)));
        connect(action, &QAction::triggered, this, [this, format] {
            exportTo(format, m_filter->filter(), m_model->query().range);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Keys and tokens are hidden in every format"))->setEnabled(false);
    menu->popup(anchor->mapToGlobal(QPoint(0, anchor->height() + 4)));
}

void RequestsPage::exportTo(ExportFormat format, const requestlog::Filter &filter, requestlog::TimeRange range)
{
    auto *dialog = new QFileDialog(this, tr("Export calls"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ExportJob::suffix(format));
    dialog->setNameFilter(
        QStringLiteral("%1 (*.%2)").arg(ExportJob::formatName(format), ExportJob::suffix(format)));
    dialog->selectFile(QStringLiteral("cachescope-calls.") + ExportJob::suffix(format));
    connect(dialog, &QFileDialog::fileSelected, this, [this, format, filter, range](const QString &path) {
        m_context.navigator.showMessage(
            QStringLiteral("requests.export"), MessageKind::Info, tr("Exporting to %1 …").arg(path), tr("Stop"),
            [this] {
                m_export->stop();
                m_context.navigator.hideMessage(QStringLiteral("requests.export"));
            });
        m_export->start({ path, format, range, filter });
    });
    dialog->open();
}

void RequestsPage::saveView()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save view"));
    dialog->setLabelText(tr("Name for the filter %1").arg(m_filter->text()));
    dialog->setTextValue(m_filter->text());
    dialog->setOkButtonText(tr("Save view"));
    constexpr int nameWidth = 360; // so that a usual filter is seen whole
    dialog->findChild<QLineEdit *>()->setMinimumWidth(nameWidth);
    dialog->findChild<QDialogButtonBox *>()
        ->button(QDialogButtonBox::Ok)
        ->setProperty("kind", QStringLiteral("primary"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, filter = m_filter->text()](const QString &name) {
        if (!name.trimmed().isEmpty())
            m_context.views.save({ name.trimmed(), filter, {} });
    });
    dialog->open();
}

void RequestsPage::showFilterHelp()
{
    if (m_help == nullptr) {
        m_help = new FilterHelp(this);
        connect(m_help, &FilterHelp::exampleChosen, this, &RequestsPage::setFilter);
    }
    m_help->openBelow(m_helpButton);
}

} // namespace cachescope::ui
