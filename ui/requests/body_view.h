// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "providers/api.h"
#include "ui/requests/body_text.h"

#include <memory>
#include <string>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace cachescope::ui {

class FindBar;
class JsonHighlighter;
class Segment;

/**
 * A body: JSON indented, a stream as what it said, as events or as one document, or the bytes as text. Laid out on
 * a worker; more than 1 MB only when asked for. Long text is shown in parts, and a part is put in slice by slice,
 * so that the window goes on living beside a body of any size. Ctrl+F searches the part. Copy gives the body
 * itself, not its picture.
 */
class BodyView : public QWidget
{
    Q_OBJECT

public:
    explicit BodyView(QWidget *parent = nullptr);

    struct Content
    {
        std::string bytes;
        providers::Api api = providers::Api::Opaque;
        QString missing; ///< Why there is no body, in words; empty when there is one.
        bool truncated = false;
    };
    void setContent(Content content);
    void clear();
    QString shownText() const;
    void openSearch(); ///< Ctrl+F.

    static constexpr std::size_t layoutLimit = std::size_t{ 1 } << 20;
    static constexpr qsizetype partSize = 4'000'000; ///< Characters.
    /** 1 for a body that is shown in one piece. */
    qsizetype partCount() const { return qsizetype(m_parts.size()); }

private:
    enum class Form
    {
        Pretty,
        StreamText,
        Events,
        Document,
        Raw
    };
    void setUpToolBar();
    void setUpText();
    void offerForms();
    void show(Form form);
    void layOut(Form form);
    void present(const QString &text, bool isJson);
    void showPart(qsizetype part);
    void addSlice(quint64 ticket);
    QWidget *makePartRow();
    void showMessage(const QString &words, bool canShow);
    void copyBody();

    std::shared_ptr<const Content> m_content;
    body::Kind m_kind = body::Kind::Empty;
    QVector<Form> m_forms; ///< In the order of the segment.
    Form m_form = Form::Raw;
    quint64 m_ticket = 0;
    bool m_largeAllowed = false;
    QString m_laidOut; ///< All of it.
    QVector<QStringView> m_parts; ///< Of m_laidOut, cut at ends of lines.
    qsizetype m_part = 0;
    QStringView m_waiting; ///< What of the part is not in the document yet.

    QWidget *m_partRow = nullptr;
    QLabel *m_partName = nullptr;
    QPushButton *m_previousPart = nullptr, *m_nextPart = nullptr;
    QWidget *m_toolBar = nullptr;
    Segment *m_segment = nullptr;
    QLabel *m_size = nullptr;
    QToolButton *m_copy = nullptr;
    FindBar *m_find = nullptr;
    QStackedWidget *m_stack = nullptr;
    QPlainTextEdit *m_text = nullptr;
    JsonHighlighter *m_highlighter = nullptr;
    QLabel *m_message = nullptr;
    QPushButton *m_showLarge = nullptr;
};

} // namespace cachescope::ui
