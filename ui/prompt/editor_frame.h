// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QList>
#include <QWidget> // First: see ui/format/format.h.

#include "ui/prompt/prompt_session.h"

#include <functional>
#include <memory>

class QVBoxLayout;

namespace cachescope::ui {

class FindReplaceBar;
class MessageBar;
class MiniMap;
class PromptEdit;
enum class MessageKind;
enum class TokenDisplay;

/** One tab: the text with its mini map, the search above it, and what is to be said of this file. */
class EditorFrame : public QWidget
{
    Q_OBJECT

public:
    explicit EditorFrame(std::unique_ptr<PromptSession> session, QWidget *parent = nullptr);
    ~EditorFrame() override;

    PromptSession &session() const { return *m_session; }
    PromptEdit &edit() const { return *m_edit; }
    FindReplaceBar &findBar() const { return *m_find; }

    /** The display the user wants; a large prompt shows none until it is turned on. */
    void setTokenDisplay(TokenDisplay display);

    /** An inline message above the text; a later one with the same key takes its place. */
    struct Action
    {
        QString words;
        std::function<void()> run;
    };
    void showMessage(
        const QString &key, MessageKind kind, const QString &sentence, const QList<Action> &actions = {});
    void hideMessage(const QString &key);
    QString messageText(const QString &key) const; ///< Empty when there is none.

    bool hasDisplaysOff() const { return m_session->isLarge(); }
    void turnOnDisplays(); ///< Of a large prompt: they cost time.

Q_SIGNALS:
    void sizeNoteDismissed(); ///< The user does not want to be told any more.

private:
    void onReport();
    void onTokenizer();
    void tellOfSize();
    void tellOfJson();

    std::unique_ptr<PromptSession> m_session;
    QVBoxLayout *m_messages;
    QHash<QString, MessageBar *> m_shown;
    PromptEdit *m_edit;
    MiniMap *m_map;
    FindReplaceBar *m_find;
    TokenDisplay m_wanted;
};

} // namespace cachescope::ui
