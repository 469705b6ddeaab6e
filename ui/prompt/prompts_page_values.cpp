// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "ui/format/format.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/prompt_tool_bar.h"
#include "ui/prompt/value_sets.h"
#include "ui/prompt/values_dialog.h"
#include "ui/shell/backend.h"

namespace cachescope::ui {

namespace {

const auto valuesKey = QLatin1String("values");

} // namespace

void PromptsPage::chooseValues()
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    const auto report = frame->session().report();
    const QStringList names = variableNames(report ? *report->prompt : frame->session().document().base());
    auto *dialog = new ValuesDialog(names, frame->session().values(), frame->session().valuesName(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ValuesDialog::chosen, frame, [this, frame](const auto &values, const QString &name) {
        frame->session().setValues(values, name);
        showValues();
    });
    connect(dialog, &ValuesDialog::logAsked, frame, [this, frame, dialog] {
        askForLoggedValues(
            *frame, dialog, [dialog](const LoggedValues::Answer &answer) { dialog->setLogged(answer); });
    });
    dialog->open();
}

void PromptsPage::takeLoggedValues()
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    askForLoggedValues(*frame, frame, [this, frame](const LoggedValues::Answer &answer) {
        frame->showMessage(valuesKey, answer.sets.empty() ? MessageKind::Warning : MessageKind::Good, answer.words);
        if (answer.sets.empty())
            return;
        frame->session().setValues(answer.sets, answer.name);
        showValues();
    });
}

/** The answer comes while `owner` lives. */
void PromptsPage::askForLoggedValues(
    EditorFrame &frame, QObject *owner, std::function<void(const LoggedValues::Answer &)> then)
{
    auto *question = new LoggedValues(owner);
    connect(question, &LoggedValues::answered, owner, [question, then = std::move(then)](const auto &answer) {
        question->deleteLater();
        then(answer);
    });
    const ModelChoice choice = frame.session().model();
    question->ask(
        m_context.backend.databasePath(), frame.session().document().snapshot(),
        choice.assumed ? std::string() : choice.model);
}

void PromptsPage::showValues()
{
    const EditorFrame *frame = current();
    const int sets = frame ? static_cast<int>(frame->session().values().size()) : 0;
    const QString words = sets == 0 ? QString() : sets == 1 ? tr("typed") : tr("%n set(s)", nullptr, sets);
    const QString name = frame ? frame->session().valuesName() : QString();
    m_tools->setValues(name.isEmpty() ? words : name);
}

} // namespace cachescope::ui
