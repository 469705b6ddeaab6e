// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "prompt/lint/cache_marks.h"
#include "ui/format/format.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/model_picker.h"
#include "ui/prompt/outline_pane.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_run.h"
#include "ui/prompt/prompt_tool_bar.h"
#include "ui/prompt/ruler_pane.h"
#include "ui/shell/backend.h"

#include <cstdlib>

namespace cachescope::ui {

namespace {

const auto runKey = QLatin1String("run");

using Verdict = OutlinePane::Run::Verdict;

/** Whether the provider kept what was foreseen. */
Verdict verdictOf(const PromptReport &report, const providers::TokenUsage &usage)
{
    const std::int64_t foreseen = report.strictest.cacheableTokens;
    // Cold is as good as warm: what was written now is what the next call reads.
    const std::int64_t kept = usage.cacheRead > 0 ? usage.cacheRead : usage.cacheWrite();
    if (kept == 0)
        return foreseen == 0                                         ? Verdict::Agrees
            : report.rules.mode == providers::CachingMode::Automatic ? Verdict::Cold
                                                                     : Verdict::Differs;
    const double least = 0.02 + report.layout.errorShare;
    const bool agrees = std::abs(double(kept - foreseen)) <= least * double(std::max(kept, foreseen));
    return agrees ? Verdict::Agrees : Verdict::Differs;
}

} // namespace

void PromptsPage::chooseModel()
{
    EditorFrame *frame = current();
    if (!frame || !frame->session().report())
        return;
    auto *picker = new ModelPicker(frame->session().report(), m_models, m_ruler->callsPerDay(), this);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &ModelPicker::chosen, frame, [this, frame](const QString &model) {
        frame->session().chooseModel(format::utf8(model));
        observe(*frame);
    });
    const QWidget *chip = m_tools->modelButton();
    picker->move(chip->mapToGlobal(QPoint(0, chip->height() + 2)));
    picker->show();
}

void PromptsPage::toggleBreakpoint()
{
    EditorFrame *frame = current();
    if (!frame || !frame->session().report() || !isUpToDate(*frame))
        return;
    const QString key = QStringLiteral("fix");
    const std::size_t index = frame->session().document().segmentAt(frame->edit().textCursor().position());
    toggleBreakpointAt(*frame, index, key);
}

void PromptsPage::toggleBreakpointAt(EditorFrame &frame, std::size_t index, const QString &key)
{
    const auto report = frame.session().report();
    const prompt::Prompt &prompt = *report->prompt;
    if (index >= prompt.segments().size())
        return;
    const prompt::Segment &segment = prompt.segments()[index];
    if (segment.mark) {
        const prompt::PlacedMark mark{ index, segment.mark->source, segment.mark->ttl, 0, false };
        applyEdits(
            frame, { prompt::markRemoval(prompt, mark) },
            tr("Breakpoint behind %1 removed.").arg(format::text(segment.label)));
        return;
    }
    if (report->rules.maxMarks == 0) {
        frame.showMessage(
            key, MessageKind::Info,
            tr("%1 takes no breakpoints: it caches prefixes by itself.").arg(format::text(report->choice.model)));
        return;
    }
    auto edits = prompt::markSegment(prompt, index, prompt::newMark(prompt, {}));
    if (edits.empty()) {
        frame.showMessage(
            key, MessageKind::Info,
            prompt.form() == prompt::PromptForm::PlainText || prompt.form() == prompt::PromptForm::Template
                ? tr("A text has no breakpoints; a request has. Run sends it as one message.")
                : tr("The provider takes no breakpoint behind %1.").arg(format::text(segment.label)));
        return;
    }
    prompt::sortEdits(edits);
    applyEdits(frame, edits, tr("Breakpoint set behind %1.").arg(format::text(segment.label)));
}

void PromptsPage::run()
{
    EditorFrame *frame = current();
    if (!frame || !frame->session().report())
        return;
    if (m_run->isRunning()) {
        m_run->stop();
        return;
    }
    if (!isUpToDate(*frame))
        return;
    const auto report = frame->session().report();
    const ValueSet values = frame->session().values().empty() ? ValueSet{} : frame->session().values().front();
    const auto plan = planRun(*report->prompt, report->choice, values);
    if (!plan) {
        frame->showMessage(
            runKey, MessageKind::Warning, format::text(plan.error().message),
            { { tr("Values\u2026"), [this] { chooseValues(); } } });
        return;
    }
    const auto state = m_context.backend.proxyState();
    if (state.kind != engine::ProxyState::Kind::On && state.kind != engine::ProxyState::Kind::Bypass) {
        frame->showMessage(
            runKey, MessageKind::Error,
            tr("The proxy does not take calls now: %1").arg(format::text(state.message)));
        return;
    }
    frame->hideMessage(runKey);
    m_runFrame = frame;
    m_runReport = report;
    m_tools->setRunning(true);
    m_run->start(format::text(state.address), *plan);
}

void PromptsPage::onRunFinished(const RunOutcome &outcome)
{
    m_tools->setRunning(false);
    EditorFrame *frame = m_runFrame;
    if (!frame || !m_runReport)
        return;
    if (!outcome.ok) {
        frame->showMessage(runKey, MessageKind::Error, tr("The call failed: %1").arg(outcome.error));
        return;
    }
    if (!outcome.usageReported) {
        frame->showMessage(
            runKey, MessageKind::Info,
            tr("Answered in %1, but the answer told no usage.").arg(format::duration(outcome.micros)));
        return;
    }
    const std::int64_t foreseen = m_runReport->strictest.cacheableTokens;
    const std::int64_t read = outcome.usage.cacheRead, written = outcome.usage.cacheWrite();
    const Verdict verdict = verdictOf(*m_runReport, outcome.usage);
    QString words = tr("Foreseen: %1 cacheable of %2. Reported: %3 read, %4 written, %5 fresh.")
                        .arg(
                            format::number(foreseen), format::number(m_runReport->layout.total),
                            format::number(read), format::number(written), format::number(outcome.usage.fresh));
    if (verdict == Verdict::Cold)
        words += u' ' + tr("The provider's cache was cold: run it again to see it read.");
    frame->showMessage(runKey, verdict == Verdict::Agrees ? MessageKind::Good : MessageKind::Info, words);
    m_runs[frame]
        = OutlinePane::Run{ tr("Last run, %1").arg(format::duration(outcome.micros)),
                            tr("foreseen %1, reported %2 read, %3 written")
                                .arg(format::number(foreseen), format::number(read), format::number(written)),
                            verdict };
    showRun();
}

void PromptsPage::showRun()
{
    const auto found = m_runs.find(current());
    m_outline->setRun(found == m_runs.end() ? std::nullopt : std::optional(found->second));
}

} // namespace cachescope::ui
