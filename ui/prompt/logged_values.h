// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "ui/prompt/prompt_report.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::ui {

/** Values of a template's variables from the log's newest requests that were made from it. Reads on a worker; GUI
 * thread. */
class LoggedValues : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostRequests = 200;
    /** What the log gave. */
    struct Answer
    {
        std::vector<ValueSet> sets; ///< Newest first; empty: `words` says why.
        QString name; ///< For the chip: "187 logged requests".
        QString words; ///< A sentence.
    };

    using QObject::QObject;
    ~LoggedValues() override;

    /** Looks for requests like the prompt; `model` empty: of any model. An earlier question is dropped. */
    void ask(const std::string &database, const PromptSnapshot &snapshot, const std::string &model);

Q_SIGNALS:
    void answered(const cachescope::ui::LoggedValues::Answer &answer);

private:
    using Flag = std::shared_ptr<std::atomic<bool>>;
    Flag m_running; ///< True: the answer is not wanted any more.
};

} // namespace cachescope::ui
