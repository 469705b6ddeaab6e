// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "base/result.h"
#include "ui/prompt/prompt_snapshot.h"

#include <QTextCursor>
#include <QTextDocument>

#include <memory>
#include <vector>

namespace cachescope::ui {

class PromptLayout;

/**
 * A prompt being edited: a QTextDocument with the segments' text, and the bytes it began with. Typing changes the
 * text alone; what changes the file elsewhere (marks, fixes) goes through `replaceBytes`. Both can be undone, in
 * the order in which they were done. GUI thread.
 */
class PromptDocument : public QObject
{
    Q_OBJECT

public:
    /** Reads a prompt. NUL bytes and more than 256 MiB are errors; anything else can be edited. */
    static base::Result<std::unique_ptr<PromptDocument>> open(std::string bytes, FileFrame frame = {});
    ~PromptDocument() override;

    QTextDocument *text() const { return m_text; }
    PromptLayout *layout() const { return m_layout; }
    const prompt::Prompt &base() const { return *m_base; }
    display::LineEnds lineEnds() const { return m_ends; }
    quint64 version() const { return m_version; } ///< Grows with every change.
    PromptSnapshot snapshot() const;
    std::string fileBytes() const { return snapshot().fileBytes(); }

    std::size_t segmentCount() const { return m_base->segments().size(); }
    int begin(std::size_t segment) const;
    int end(std::size_t segment) const; ///< Behind its last character.
    std::size_t segmentAt(int position) const;
    bool isEditable(std::size_t segment) const;
    /** True when a break between two segments lies in [begin, end). */
    bool crossesSegments(int begin, int end) const { return segmentAt(begin) != segmentAt(end); }
    /** UTF-16 units of the real text from a segment's begin to a position in it. */
    int realOffset(std::size_t segment, int position) const;
    /** True for the first line of something, false for the rest of a line broken for display. */
    bool beginsLine(const QTextBlock &block) const;

    /** Makes these the prompt's bytes, as one undo step. */
    base::Result<> replaceBytes(std::string bytes);
    /** Forgets the undo steps and begins anew with these bytes of the file. */
    base::Result<> reload(std::string bytes);

    void undo(QTextCursor *cursor);
    void redo(QTextCursor *cursor);

Q_SIGNALS:
    /** The text changed inside segments, as QTextDocument::contentsChange has it. */
    void edited(int position, int removed, int added);
    /** Segments were made anew: everything derived from them is void. */
    void rebuilt();
    void versionChanged();

private:
    struct Base;
    class BaseSwap;
    /** A place where document and real text differ in length; `difference` is added behind it. */
    struct OddPlace
    {
        int position = 0;
        int difference = 0;
    };

    PromptDocument();
    void takeOver(std::shared_ptr<const prompt::Prompt> base, const ShownPrompt &shown);
    void swapBase(const Base &base);
    void setBegins(const std::vector<int> &begins);
    std::vector<int> begins() const;
    void onContentsChange(int position, int removed, int added);
    void findOddPlaces(int from, int to);
    void finishRebuild();
    void bump();

    QTextDocument *m_text;
    PromptLayout *m_layout;
    std::shared_ptr<const prompt::Prompt> m_base;
    std::shared_ptr<const FileFrame> m_frame;
    display::LineEnds m_ends = display::LineEnds::Lf;
    std::vector<QTextCursor> m_begins; ///< The document moves them along.
    std::vector<OddPlace> m_odd; ///< Ascending.
    quint64 m_version = 1;
    bool m_swapped = false; ///< Under undo or redo: the base was changed, too.
    std::vector<int> m_swappedBegins;
    bool m_replacing = false;
};

} // namespace cachescope::ui
