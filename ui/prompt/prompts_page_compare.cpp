// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "insight/observe_family.h"
#include "ui/format/format.h"
#include "ui/prompt/compare_view.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/prompt_file.h"
#include "ui/prompt/prompt_tool_bar.h"
#include "ui/shell/backend.h"

#include <QCoreApplication>
#include <QDialog>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QPointer>
#include <QThreadPool>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int observedCalls = 200;
constexpr std::size_t observedBytes = std::size_t{ 8 } << 20; ///< Of their prompts, whose tokens are kept.
constexpr std::chrono::seconds observingTime{ 3 };

} // namespace

/** Looks in the log for calls of this kind, in the background; their evidence sharpens prefix and problems. */
void PromptsPage::observe(EditorFrame &frame)
{
    const std::string database = m_context.backend.databasePath();
    if (database.empty())
        return;
    const ModelChoice choice = frame.session().model();
    insight::FamilyQuery query;
    query.calls = observedCalls;
    query.keptBytes = observedBytes;
    query.time = observingTime;
    if (!choice.assumed)
        query.model = choice.model;
    const QPointer<EditorFrame> wanted(&frame);
    QThreadPool::globalInstance()->start(
        [wanted, database, query, snapshot = frame.session().document().snapshot()] {
            const auto now = prompt::Prompt::parse(snapshot.promptBytes());
            const auto reader = requestlog::Reader::open(database);
            if (!now || !reader)
                return; // Without a log there is nothing to observe.
            auto seen = insight::observeFamily(**reader, **now, query);
            if (!seen || seen->evidence.calls.empty())
                return;
            auto evidence = std::make_shared<const prompt::LogEvidence>(std::move(seen->evidence));
            QMetaObject::invokeMethod(qApp, [wanted, evidence] {
                if (wanted)
                    wanted->session().setLog(evidence);
            });
        });
}

void PromptsPage::showCompareMenu()
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto &log = frame->session().log();
    int shown = 0;
    constexpr int mostCalls = 5;
    for (std::size_t i = 0; log && i < log->calls.size() && shown < mostCalls; ++i) {
        const prompt::ObservedCall &call = log->calls[i];
        if (!call.prompt)
            continue;
        const QString name
            = tr("call of %1").arg(format::momentToTheSecond(call.startedMs * 1000, m_context.clock.wall()));
        connect(menu->addAction(name), &QAction::triggered, frame, [this, frame, name, other = call.prompt] {
            compareWith(*frame, name, other);
        });
        ++shown;
    }
    if (shown == 0)
        menu->addAction(tr("No call like this is in the log"))->setEnabled(false);
    menu->addSeparator();
    for (int i = 0; i < tabCount(); ++i) {
        EditorFrame *other = frameAt(i);
        if (other == frame)
            continue;
        const QString name = other->session().title();
        connect(menu->addAction(name), &QAction::triggered, frame, [this, frame, other, name] {
            compareWithBytes(*frame, name, other->session().document().snapshot().promptBytes());
        });
    }
    if (!frame->session().path().isEmpty())
        connect(menu->addAction(tr("The file as it was saved")), &QAction::triggered, frame, [this, frame] {
            compareWithDisk(*frame);
        });
    connect(menu->addAction(tr("Another file\u2026")), &QAction::triggered, frame, [this, frame] {
        auto *dialog = new QFileDialog(this, tr("Compare with"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, frame, [this, frame](const QString &path) {
            if (auto bytes = readPromptBytes(path))
                compareWithBytes(*frame, QFileInfo(path).fileName(), std::move(*bytes));
            else
                frame->showMessage(
                    QStringLiteral("compare"), MessageKind::Error, format::text(bytes.error().message));
        });
        dialog->open();
    });
    const QWidget *tools = m_tools;
    menu->popup(tools->mapToGlobal(QPoint(tools->width() - menu->sizeHint().width(), tools->height() + 2)));
}

void PromptsPage::compareWithDisk(EditorFrame &frame)
{
    if (auto bytes = readPromptBytes(frame.session().path()))
        compareWithBytes(frame, tr("%1 on disk").arg(frame.session().title()), std::move(*bytes));
    else
        frame.showMessage(QStringLiteral("compare"), MessageKind::Error, format::text(bytes.error().message));
}

void PromptsPage::compareWithBytes(EditorFrame &frame, const QString &name, std::string bytes)
{
    const auto other = prompt::Prompt::parse(std::move(bytes));
    if (!other) {
        frame.showMessage(QStringLiteral("compare"), MessageKind::Error, format::text(other.error().message));
        return;
    }
    compareWith(frame, name, *other);
}

void PromptsPage::compareWith(EditorFrame &frame, const QString &name, std::shared_ptr<const prompt::Prompt> other)
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("%1 and %2").arg(name, frame.session().title()));
    dialog->resize(1040, 640);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(0, 0, 0, 0);
    auto *view = new CompareView(dialog);
    column->addWidget(view);
    view->setMessage(tr("Comparing\u2026"));
    dialog->show();
    const QPointer<CompareView> wanted(view);
    const ModelChoice choice = frame.session().model();
    const auto rules = providers::cachingRules(*m_models.prices(), choice.upstream, choice.model);
    QThreadPool::globalInstance()->start([wanted, name, title = frame.session().title(), other, choice, rules,
                                          models = m_models.table(),
                                          snapshot = frame.session().document().snapshot()] {
        const auto now = prompt::Prompt::parse(snapshot.promptBytes());
        const auto compared = now
            ? comparePrompts(other, name, *now, title, choice.model, *models, rules)
            : base::Result<std::shared_ptr<const ComparedPrompts>>(tl::unexpected(now.error()));
        QMetaObject::invokeMethod(qApp, [wanted, compared] {
            if (!wanted)
                return;
            if (compared)
                wanted->setCompared(*compared);
            else
                wanted->setMessage(format::text(compared.error().message));
        });
    });
}

} // namespace cachescope::ui
