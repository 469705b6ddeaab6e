// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "ui/format/format.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/empty_prompts.h"
#include "ui/prompt/project_lint.h"
#include "ui/prompt/prompt_file.h"
#include "ui/prompt/prompt_samples.h"
#include "ui/prompt/prompt_tabs.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QInputDialog>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>

namespace cachescope::ui {

namespace {

const auto recentKey = QLatin1String("prompts/recent");
constexpr int mostRecent = 8;
const auto messageKey = QLatin1String("prompts.file");

} // namespace

EditorFrame *PromptsPage::openText(std::string bytes, const PromptSession::Origin &origin, const QString &copy)
{
    auto document = PromptDocument::open(std::move(bytes));
    if (!document) {
        m_context.navigator.showMessage(messageKey, MessageKind::Error, format::text(document.error().message));
        return nullptr;
    }
    m_context.navigator.hideMessage(messageKey);
    auto session = std::make_unique<PromptSession>(std::move(*document), origin, m_models);
    m_recovery.watch(*session, copy);
    addFrame(std::move(session));
    watchFile(origin.path);
    readProjectSettings(*current());
    offerCalls(*current());
    return current();
}

void PromptsPage::openFiles(const QStringList &paths)
{
    for (const QString &given : paths) {
        const QString path = QFileInfo(given).absoluteFilePath();
        int open = -1;
        for (int i = 0; i < tabCount() && open < 0; ++i)
            open = frameAt(i)->session().path() == path ? i : -1;
        if (open >= 0) {
            m_tabs->setCurrentIndex(open);
            continue;
        }
        auto bytes = readPromptBytes(path);
        if (!bytes) {
            m_context.navigator.showMessage(messageKey, MessageKind::Error, format::text(bytes.error().message));
            continue;
        }
        if (openText(std::move(*bytes), { path, {}, 0, {}, {} }))
            rememberRecent(path);
    }
}

void PromptsPage::openCall(std::int64_t callId, std::function<void(EditorFrame &)> then)
{
    for (EditorFrame *frame : frames()) {
        if (callId <= 0 || frame->session().origin().callId != callId)
            continue;
        showFrame(*frame);
        if (then)
            then(*frame);
        return;
    }
    struct Answer
    {
        requestlog::CallRecord record;
        requestlog::CallContents contents;
    };
    m_callQuestion.ask(
        Lane::Pages, this,
        [callId](LogSource &log) -> base::Result<Answer> {
            auto rows = log.rows({ callId });
            if (!rows)
                return tl::unexpected(rows.error());
            if (rows->empty())
                return base::failure(base::ErrorCode::NotFound, "This call is not in the log any more.");
            auto contents = log.contents(callId);
            if (!contents)
                return tl::unexpected(contents.error());
            return Answer{ std::move(rows->front()), std::move(*contents) };
        },
        [this, callId, then = std::move(then)](base::Result<Answer> answer) {
            if (!answer) {
                m_context.navigator.showMessage(
                    messageKey, MessageKind::Error, format::text(answer.error().message));
                return;
            }
            if (answer->contents.requestBodyMissing || answer->contents.requestBody.empty()) {
                m_context.navigator.showMessage(
                    messageKey, MessageKind::Warning,
                    tr("The body of request #%1 is not stored, so there is no prompt to open.").arg(callId));
                return;
            }
            PromptSession::Origin origin;
            origin.title = tr("request #%1").arg(callId);
            origin.callId = callId;
            origin.upstream = answer->record.start.upstream;
            origin.target = answer->record.start.target;
            EditorFrame *frame = openText(std::move(answer->contents.requestBody), origin);
            if (frame && then)
                then(*frame);
        });
}

void PromptsPage::newFile()
{
    openText(newPrompt(), {});
}

void PromptsPage::openSample()
{
    PromptSession::Origin origin;
    origin.title = tr("sample");
    openText(samplePrompt(), origin);
}

void PromptsPage::pasteAsPrompt()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (text.trimmed().isEmpty()) {
        m_context.navigator.showMessage(
            messageKey, MessageKind::Info,
            tr("The clipboard holds no text. Copy a cURL command or a request first."));
        return;
    }
    PromptSession::Origin origin;
    origin.title = text.trimmed().startsWith(QLatin1String("curl")) ? tr("pasted cURL") : tr("pasted");
    openText(format::utf8(text), origin);
}

void PromptsPage::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Open prompts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        { tr("Prompts and requests (*.prompt *.txt *.md *.json *.jsonl *.sh)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::filesSelected, this, &PromptsPage::openFiles);
    dialog->open();
}

bool PromptsPage::save()
{
    EditorFrame *frame = current();
    if (!frame)
        return false;
    if (frame->session().path().isEmpty()) {
        saveAs();
        return false;
    }
    if (const auto saved = frame->session().save(); !saved) {
        frame->showMessage(QStringLiteral("save"), MessageKind::Error, format::text(saved.error().message));
        return false;
    }
    frame->hideMessage(QStringLiteral("save"));
    if (m_problems->scope() == ProblemPane::Scope::Folder)
        lintScope();
    return true;
}

void PromptsPage::saveAs()
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    auto *dialog = new QFileDialog(this, tr("Save the prompt"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const bool isText = frame->session().document().base().form() == prompt::PromptForm::PlainText
        || frame->session().document().base().form() == prompt::PromptForm::Template;
    dialog->selectFile(
        frame->session().path().isEmpty() ? (isText ? tr("prompt.md") : tr("request.json"))
                                          : frame->session().path());
    connect(dialog, &QFileDialog::fileSelected, frame, [this, frame](const QString &path) {
        if (const auto saved = frame->session().saveAs(path); !saved) {
            frame->showMessage(QStringLiteral("save"), MessageKind::Error, format::text(saved.error().message));
            return;
        }
        frame->hideMessage(QStringLiteral("save"));
        rememberRecent(path);
        watchFile(path);
    });
    dialog->open();
}

void PromptsPage::closeTab(int index)
{
    EditorFrame *frame = frameAt(index);
    if (!frame)
        return;
    // Undo in place of a question: what was not saved comes back with one click.
    const bool modified = frame->session().isModified();
    if (modified) {
        const PromptSession::Origin origin = frame->session().origin();
        const std::string bytes = frame->session().document().fileBytes();
        m_context.navigator.showMessage(
            QStringLiteral("prompts.closed"), MessageKind::Info,
            tr("%1 was closed without being saved.").arg(frame->session().title()), tr("Open it again"),
            [this, origin, bytes] {
                m_context.navigator.hideMessage(QStringLiteral("prompts.closed"));
                if (EditorFrame *again = openText(bytes, origin))
                    again->session().document().text()->setModified(true);
            });
    }
    m_recovery.forget(frame->session());
    m_runs.erase(frame);
    if (!frame->session().path().isEmpty())
        m_watcher.removePath(frame->session().path());
    const QSignalBlocker quiet(m_tabs);
    m_tabs->removeTab(index);
    m_frames->removeWidget(frame);
    frame->deleteLater();
    onTabChanged();
}

/** Prompts that an earlier run did not save: they come back as they were, marked as changed. */
void PromptsPage::restoreUnsaved()
{
    int restored = 0;
    for (RecoveredPrompt &prompt : m_recovery.found()) {
        EditorFrame *frame = openText(std::move(prompt.bytes), prompt.origin, prompt.copy);
        if (!frame)
            continue;
        frame->session().keepMine();
        frame->hideMessage(QStringLiteral("disk"));
        ++restored;
    }
    if (restored > 0)
        m_context.navigator.showMessage(
            QStringLiteral("prompts.recovery"), MessageKind::Info,
            tr("%n prompt(s) that had not been saved are open again.", nullptr, restored));
}

void PromptsPage::readProjectSettings(EditorFrame &frame)
{
    const auto project = projectSettingsFor(frame.session().path());
    if (!project) {
        frame.showMessage(QStringLiteral("project"), MessageKind::Warning, format::text(project.error().message));
        return;
    }
    frame.hideMessage(QStringLiteral("project"));
    frame.session().setProject(*project);
}

/** JSON Lines are edited as text; each call can be opened as a prompt of its own. */
void PromptsPage::offerCalls(EditorFrame &frame)
{
    const std::string &bytes = frame.session().document().base().bytes();
    const QString path = frame.session().path();
    if (path.isEmpty() || !frame.session().document().base().problem())
        return;
    const auto file = prompt::readPromptFile(bytes);
    if (!file || !file->jsonLines)
        return;
    const int lines = static_cast<int>(file->items.size());
    frame.showMessage(
        QStringLiteral("lines"), MessageKind::Info, tr("%n call(s), one a line, edited as text.", nullptr, lines),
        { { tr("Open a call\u2026"), [this, path, lines, &frame] {
               auto *dialog = new QInputDialog(this);
               dialog->setAttribute(Qt::WA_DeleteOnClose);
               dialog->setInputMode(QInputDialog::IntInput);
               dialog->setWindowTitle(tr("Open a call"));
               dialog->setLabelText(tr("Number of the call, 1 to %1").arg(lines));
               dialog->setIntRange(1, lines);
               connect(dialog, &QInputDialog::intValueSelected, &frame, [this, path](int line) {
                   openLine(path, line);
               });
               dialog->open();
           } } });
}

void PromptsPage::openLine(const QString &path, int number)
{
    auto bytes = readPromptBytes(path);
    const auto file = bytes ? prompt::readPromptFile(std::move(*bytes))
                            : base::Result<prompt::PromptFile>(tl::unexpected(bytes.error()));
    if (!file || number < 1 || number > static_cast<int>(file->items.size()))
        return;
    const prompt::PromptFile::Item &item = file->items[static_cast<std::size_t>(number - 1)];
    if (!item.prompt) {
        m_context.navigator.showMessage(
            messageKey, MessageKind::Warning,
            tr("Call %1, line %2 of the file, is no valid JSON: %3")
                .arg(number)
                .arg(item.line)
                .arg(item.problem ? format::text(item.problem->message) : QString()));
        return;
    }
    PromptSession::Origin origin;
    origin.title = QFileInfo(path).fileName() + QStringLiteral(" #%1").arg(number);
    openText(item.prompt->bytes(), origin);
}

void PromptsPage::watchFile(const QString &path)
{
    if (!path.isEmpty() && QFileInfo::exists(path))
        m_watcher.addPath(path);
}

void PromptsPage::onFileChanged(const QString &path)
{
    watchFile(path); // Editors replace files, and with the old one the watch is gone.
    for (EditorFrame *frame : frames()) {
        if (frame->session().path() == path)
            askAboutDisk(*frame);
    }
}

void PromptsPage::askAboutDisk(EditorFrame &frame)
{
    const QString key = QStringLiteral("disk");
    if (!frame.session().differsFromDisk()) {
        frame.hideMessage(key);
        return;
    }
    const QString sentence = frame.session().isModified()
        ? tr("%1 was changed by another program, and you changed it here.").arg(frame.session().title())
        : tr("%1 was changed by another program.").arg(frame.session().title());
    frame.showMessage(
        key, MessageKind::Warning, sentence,
        { { tr("Reload"),
            [&frame, key] {
                if (const auto reloaded = frame.session().reload(); !reloaded)
                    frame.showMessage(
                        QStringLiteral("save"), MessageKind::Error, format::text(reloaded.error().message));
                frame.hideMessage(key);
            } },
          { tr("Keep mine"),
            [&frame, key] {
                frame.session().keepMine();
                frame.hideMessage(key);
            } },
          { tr("Compare"), [this, &frame] { compareWithDisk(frame); } } });
}

QStringList PromptsPage::recentFiles() const
{
    QStringList files = m_context.session.value(recentKey).toStringList();
    files.removeIf([](const QString &path) { return !QFileInfo::exists(path); });
    return files;
}

void PromptsPage::rememberRecent(const QString &path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    m_context.session.setValue(recentKey, QStringList(files.mid(0, mostRecent)));
    m_empty->setRecentFiles(recentFiles());
}

void PromptsPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void PromptsPage::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    openFiles(paths);
    event->acceptProposedAction();
}

} // namespace cachescope::ui
