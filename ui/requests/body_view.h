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
 * a worker; more than 1 MB only when asked for. Ctrl+F searches. Copy gives the body itself, not its picture.
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
    void showMessage(const QString &words, bool canShow);
    void copyBody();

    std::shared_ptr<const Content> m_content;
    body::Kind m_kind = body::Kind::Empty;
    QVector<Form> m_forms; ///< In the order of the segment.
    Form m_form = Form::Raw;
    quint64 m_ticket = 0;
    bool m_largeAllowed = false;

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
