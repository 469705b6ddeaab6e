// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.
#include <QStringList>

#include "ui/prompt/problem_model.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::ui {

class PromptModels;

/** Lints what is not open: the files below a folder, or the calls of the log. Works on a worker, GUI thread. */
class ScopeLint : public QObject
{
    Q_OBJECT

public:
    /** What a run found. */
    struct Result
    {
        std::vector<std::shared_ptr<const OutsideProblem>> problems;
        int looked = 0; ///< Files, or kinds of calls.
        QStringList notes; ///< What could not be read.
    };

    explicit ScopeLint(QObject *parent = nullptr);
    ~ScopeLint() override;

    /** As `cachescope lint FOLDER` does, with evidence from the log where `database` names one. */
    void lintFolder(const QString &folder, const PromptModels &models, const std::string &database);
    /** The newest call of each kind that the log has seen lately, with the evidence of its calls. */
    void lintLog(const PromptModels &models, const std::string &database);
    void stop();

    bool isRunning() const { return m_running != nullptr; }
    const Result &result() const { return m_result; }

Q_SIGNALS:
    void changed(); ///< A run began or ended.

private:
    using Flag = std::shared_ptr<std::atomic<bool>>;
    void start(std::function<Result(const Flag &)> work);

    Flag m_running; ///< Of the run under way; true: it is not wanted any more.
    Result m_result;
};

} // namespace cachescope::ui
