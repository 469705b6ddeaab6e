// SPDX-License-Identifier: MIT
#pragma once

#include "../requests/page_fixture.h"

#include "ui/prompt/editor_frame.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_file.h"
#include "ui/prompt/prompts_page.h"

#include <QAction>
#include <QPushButton>
#include <QtTest>

namespace cachescope::ui::test {

/** A page over a real log in a folder of its own. */
struct PromptsRig
{
    PageWorld world;
    QTemporaryDir folder;
    std::unique_ptr<PromptsPage> page;

    PromptsRig() { open(); }
    void open()
    {
        page = std::make_unique<PromptsPage>(world.context());
        page->resize(1200, 800);
        page->show();
    }
    QString file(const QString &name, const std::string &bytes) const
    {
        const QString path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).absolutePath());
        const auto written = writePromptBytes(path, bytes);
        return written ? path : QString();
    }
    PromptSession &session() const { return page->current()->session(); }
    PromptEdit &edit() const { return page->current()->edit(); }
    std::string bytes() const { return session().document().fileBytes(); }
    bool checked() const
    {
        return QTest::qWaitFor([this] { return page->current() && session().isChecked(); }, 20'000);
    }
    /** Runs an action by its words. */
    bool act(const QString &words) const
    {
        for (QAction *action : page->pageActions()) {
            if (action->text() == words) {
                action->trigger();
                return true;
            }
        }
        return false;
    }
    /** Presses a button of an inline message or dialog by its words. */
    bool press(const QString &words, const QWidget *in = nullptr) const
    {
        const QWidget *place = in ? in : page->current();
        for (QPushButton *button : place->findChildren<QPushButton *>()) {
            if (button->text() == words && button->isEnabled()) {
                button->click();
                return true;
            }
        }
        return false;
    }
    template <typename Dialog> Dialog *dialog() const
    {
        for (Dialog *found : page->findChildren<Dialog *>()) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
};

} // namespace cachescope::ui::test
