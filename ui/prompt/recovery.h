// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.
#include <QTimer>

#include "ui/prompt/prompt_session.h"

#include <optional>
#include <vector>

namespace cachescope::ui {

/** An unsaved prompt as it was found in the recovery folder. */
struct RecoveredPrompt
{
    PromptSession::Origin origin;
    std::string bytes;
    QString copy; ///< The copy's file, without ending.
};

/**
 * Copies of prompts that are not saved, so that a crash or a kill loses at most some seconds. One copy per session,
 * for its owner's eyes only (0600); written five seconds after a change on a worker, removed when the prompt is
 * saved or closed by the user.
 */
class Recovery : public QObject
{
    Q_OBJECT

public:
    static constexpr int delayMs = 5000;

    /** `folder` is made when it is needed. Empty: nothing is kept. */
    explicit Recovery(QString folder, QObject *parent = nullptr);

    /** What an earlier run left, oldest first; a damaged copy is left where it is. */
    std::vector<RecoveredPrompt> found() const;
    /** Keeps a copy of this session from now on; `copy` names one that is there already. */
    void watch(PromptSession &session, const QString &copy = {});
    /** The user closed it: the copy goes. */
    void forget(PromptSession &session);
    void writeNow(PromptSession &session); ///< Without waiting for the five seconds.
    /** Writes all copies on this thread: the program ends, and unsaved prompts come back with the next start. */
    void flush();

Q_SIGNALS:
    /** A copy could not be written; the sentence says why. Told once per folder trouble. */
    void failed(const QString &sentence);
    void written();

private:
    struct Watched
    {
        PromptSession *session = nullptr;
        QString copy;
        QTimer *timer = nullptr;
    };
    Watched *find(const PromptSession &session);
    void onChange(PromptSession &session);
    void remove(const QString &copy);

    QString m_folder;
    std::vector<Watched> m_watched;
    bool m_told = false;
};

} // namespace cachescope::ui
