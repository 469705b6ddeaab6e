// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "ui/prompt/project_lint.h"
#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_models.h"
#include "ui/prompt/prompt_report.h"

#include <QTimer>

#include <memory>

namespace cachescope::ui {

/**
 * One open prompt: its document, the file it came from, and what the newest check found. Checks run on a worker
 * 150 ms after the last key; a result for an older text is dropped. GUI thread.
 */
class PromptSession : public QObject
{
    Q_OBJECT

public:
    /** Where a prompt came from. */
    struct Origin
    {
        QString path; ///< Empty: never saved.
        QString title; ///< For tabs; empty: the file's name.
        std::int64_t callId = 0; ///< Of a logged request.
        std::string upstream, target; ///< Of that request.
    };

    PromptSession(std::unique_ptr<PromptDocument> document, Origin origin, PromptModels &models);
    ~PromptSession() override;

    PromptDocument &document() const { return *m_document; }
    const Origin &origin() const { return m_origin; }
    QString title() const;
    QString path() const { return m_origin.path; }
    bool isModified() const;
    bool isLarge() const { return m_large; }
    void allowLarge() { m_large = false; }

    /** Null before the first check. Its version says of which text it tells. */
    std::shared_ptr<const PromptReport> report() const { return m_report; }
    bool isChecked() const { return m_report && m_report->version == m_document->version(); }

    const std::string &chosenModel() const { return m_model; }
    void chooseModel(const std::string &model); ///< Empty: the prompt's own.
    ModelChoice model() const;
    /** How the present model's tokens are counted; null with a reason when its tokenizer cannot be had. */
    tokens::TokenizerPtr tokenizer() const { return m_tokenizer; }
    const tokens::ModelTokens &counted() const { return m_counted; }

    const std::vector<ValueSet> &values() const { return m_values; }
    /** What the values are called; empty: typed, or so many sets. */
    const QString &valuesName() const { return m_valuesName; }
    void setValues(std::vector<ValueSet> values, const QString &name = {});
    void setLog(std::shared_ptr<const prompt::LogEvidence> log);
    const std::shared_ptr<const prompt::LogEvidence> &log() const { return m_log; }
    /** The project's settings with the present model, as the linter takes them. */
    prompt::LintSettings lintSettings() const;
    void setProject(std::optional<ProjectLint> project);

    /** Writes the file; remembers what was written, so that its own change is no news. */
    base::Result<> save();
    base::Result<> saveAs(const QString &path);
    /** True when the file is not what was last read or written. False when there is none. */
    bool differsFromDisk() const;
    /** Forgets the changes and shows the file as it is. */
    base::Result<> reload();
    /** The file's present content is known and not wanted. */
    void keepMine();

    void checkNow();

Q_SIGNALS:
    void reportChanged();
    void tokenizerChanged();
    void stateChanged(); ///< Title, path, modified.

private:
    void resolveModel();
    void startCheck();
    void takeReport(const std::shared_ptr<const PromptReport> &report);
    void rememberDisk(const std::string &bytes);

    std::unique_ptr<PromptDocument> m_document;
    Origin m_origin;
    PromptModels &m_models;
    std::string m_model;
    tokens::TokenizerPtr m_tokenizer;
    tokens::ModelTokens m_counted;
    std::vector<ValueSet> m_values;
    QString m_valuesName;
    std::shared_ptr<const prompt::LogEvidence> m_log;
    std::optional<ProjectLint> m_project;
    std::shared_ptr<const PromptReport> m_report;
    QTimer m_pause; ///< After the last key.
    bool m_checking = false;
    bool m_again = false; ///< Something changed while a check ran.
    bool m_large = false;
    QByteArray m_diskDigest; ///< Of the file as it was last read or written.
};

} // namespace cachescope::ui
