// SPDX-License-Identifier: MIT
#include "ui/requests/body_view.h"

#include "providers/answer.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/segment.h"
#include "ui/requests/find_bar.h"
#include "ui/requests/json_highlighter.h"
#include "ui/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QTextCursor>
#include <QThreadPool>
#include <QTimer>
#include <QToolButton>

namespace cachescope::ui {

namespace {

/** Put into the document in one turn of the event loop; some milliseconds' work. */
constexpr qsizetype sliceSize = 100'000;
constexpr qsizetype highlightLimit = 300'000; ///< Beyond, colouring would block the window.
/** So much of a body tells what it is; the worker looks at all of it. */
constexpr std::size_t lookedAt = 256 * 1024;

/** Where to cut at most `size` characters off: behind a line if there is one, never within a character. */
qsizetype cutAt(QStringView text, qsizetype size)
{
    if (text.size() <= size)
        return text.size();
    const qsizetype line = text.first(size).lastIndexOf(QLatin1Char('\n'));
    if (line > 0)
        return line + 1;
    return text[size].isLowSurrogate() ? size - 1 : size;
}

/** The beginning, without half a character at its end. */
std::string_view beginning(std::string_view bytes)
{
    if (bytes.size() <= lookedAt)
        return bytes;
    std::size_t end = lookedAt;
    while (end > 0 && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80)
        --end;
    return bytes.substr(0, end);
}

} // namespace

BodyView::BodyView(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setUpText();
    setUpToolBar();
    m_find = new FindBar(m_text, this);
    column->addWidget(m_toolBar);
    column->addWidget(m_find);
    column->addWidget(m_stack, 1);
    column->addWidget(makePartRow());
}

QWidget *BodyView::makePartRow()
{
    m_partRow = new QWidget(this);
    auto *row = new QHBoxLayout(m_partRow);
    row->setContentsMargins(metrics::cardPadding, 4, metrics::gap, 4);
    row->setSpacing(metrics::gap);
    m_partName = makeLabel({}, TextStyle::Caption, Tone::Second, m_partRow);
    m_previousPart = makeButton(tr("Previous part"), ButtonKind::Normal, {}, ButtonSize::Small, m_partRow);
    m_nextPart = makeButton(tr("Next part"), ButtonKind::Normal, {}, ButtonSize::Small, m_partRow);
    connect(m_previousPart, &QPushButton::clicked, this, [this] { showPart(m_part - 1); });
    connect(m_nextPart, &QPushButton::clicked, this, [this] { showPart(m_part + 1); });
    row->addWidget(m_partName);
    row->addStretch();
    row->addWidget(m_previousPart);
    row->addWidget(m_nextPart);
    m_partRow->hide();
    return m_partRow;
}

void BodyView::setUpToolBar()
{
    m_toolBar = new QWidget(this);
    auto *row = new QHBoxLayout(m_toolBar);
    row->setContentsMargins(metrics::cardPadding, 4, metrics::gap, 4);
    row->setSpacing(metrics::gap);
    row->addWidget(makeLabel(tr("Body"), TextStyle::CaptionMedium, Tone::Third, this));
    m_size = makeLabel({}, TextStyle::Caption, Tone::Third, this);
    row->addWidget(m_size);
    row->addStretch();
    m_copy = new QToolButton(this);
    m_copy->setIcon(icons::icon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("Copy the body"));
    m_copy->setAccessibleName(tr("Copy the body"));
    connect(m_copy, &QToolButton::clicked, this, &BodyView::copyBody);
    auto *search = new QToolButton(this);
    search->setIcon(icons::icon(QStringLiteral("search")));
    search->setToolTip(tr("Find in this body (Ctrl+F)"));
    search->setAccessibleName(tr("Find in this body"));
    connect(search, &QToolButton::clicked, this, &BodyView::openSearch);
    row->addWidget(search);
    row->addWidget(m_copy);
}

void BodyView::setUpText()
{
    m_stack = new QStackedWidget(this);
    m_text = new QPlainTextEdit(this);
    m_text->setProperty("kind", QStringLiteral("bare"));
    m_text->setReadOnly(true);
    m_text->setUndoRedoEnabled(false);
    m_text->setFont(Theme::font(TextStyle::Code));
    m_text->setAccessibleName(tr("Body"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->document()->setDocumentMargin(metrics::cardPadding);
    m_highlighter = new JsonHighlighter(nullptr);
    m_highlighter->setParent(this);
    auto *message = new QWidget(this);
    auto *column = new QVBoxLayout(message);
    m_message = makeLabel({}, TextStyle::Body, Tone::Second, message);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_showLarge = makeButton(tr("Show it"), ButtonKind::Normal, {}, ButtonSize::Small, message);
    connect(m_showLarge, &QPushButton::clicked, this, [this] {
        m_largeAllowed = true;
        layOut(m_form);
    });
    column->addStretch();
    column->addWidget(m_message);
    column->addWidget(m_showLarge, 0, Qt::AlignHCenter);
    column->addStretch();
    m_stack->addWidget(m_text);
    m_stack->addWidget(message);
}

void BodyView::setContent(Content content)
{
    ++m_ticket; // what is being laid out is of the call before
    m_content = std::make_shared<const Content>(std::move(content));
    m_largeAllowed = false;
    m_kind = body::kindOf(beginning(m_content->bytes));
    m_size->setText(
        m_content->truncated
            ? tr("%1, the copy was cut at its limit").arg(format::bytes(std::int64_t(m_content->bytes.size())))
            : format::bytes(std::int64_t(m_content->bytes.size())));
    m_copy->setEnabled(!m_content->bytes.empty());
    offerForms();
    if (!m_content->missing.isEmpty() || m_kind == body::Kind::Empty) {
        m_size->clear();
        showMessage(m_content->missing.isEmpty() ? tr("This body is empty.") : m_content->missing, false);
        return;
    }
    show(m_forms.front());
}

void BodyView::clear()
{
    ++m_ticket;
    m_content.reset();
    present({}, false);
    m_size->clear();
    m_stack->setCurrentIndex(0);
}

void BodyView::offerForms()
{
    QStringList names;
    m_forms.clear();
    const auto offer = [&](Form form, const QString &name) {
        m_forms << form;
        names << name;
    };
    if (m_kind == body::Kind::EventStream) {
        offer(Form::StreamText, tr("Text"));
        offer(Form::Events, tr("Events"));
        if (m_content->api != providers::Api::Opaque)
            offer(Form::Document, tr("As one answer"));
    } else if (m_kind == body::Kind::Json) {
        offer(Form::Pretty, tr("Indented"));
    }
    offer(Form::Raw, tr("Raw"));
    delete m_segment;
    m_segment = nullptr;
    if (m_forms.size() < 2 || m_kind == body::Kind::Empty)
        return;
    m_segment = new Segment(names, m_toolBar);
    m_segment->setAccessibleName(tr("How to show the body"));
    auto *row = static_cast<QHBoxLayout *>(m_toolBar->layout());
    row->insertWidget(3, m_segment);
    connect(m_segment, &Segment::currentChanged, this, [this](int index) { show(m_forms.value(index)); });
}

void BodyView::show(Form form)
{
    m_form = form;
    if (m_content->bytes.size() > layoutLimit && !m_largeAllowed) {
        showMessage(
            tr("This body has %1. Laying it out may take a moment.")
                .arg(format::bytes(std::int64_t(m_content->bytes.size()))),
            true);
        return;
    }
    layOut(form);
}

void BodyView::layOut(Form form)
{
    const quint64 ticket = ++m_ticket;
    const auto content = m_content;
    const QPointer<BodyView> self(this);
    auto work = [form, content]() -> QString {
        switch (form) {
        case Form::Pretty:
            return body::pretty(content->bytes);
        case Form::StreamText:
            return body::streamText(content->bytes);
        case Form::Events:
            return body::eventList(content->bytes);
        case Form::Document: {
            const auto whole = providers::streamToJson(content->api, content->bytes);
            return whole ? body::pretty(*whole)
                         : tr("This stream cannot be put together without loss; see Text or Events.");
        }
        case Form::Raw:
            break;
        }
        return body::plain(content->bytes);
    };
    QThreadPool::globalInstance()->start([self, ticket, form, work] {
        const QString text = work();
        QMetaObject::invokeMethod(qApp, [self, ticket, form, text] {
            if (!self || self->m_ticket != ticket)
                return;
            const bool json = form == Form::Pretty || form == Form::Document || form == Form::Events
                || (form == Form::Raw && self->m_kind == body::Kind::Json);
            self->present(text, json);
        });
    });
}

void BodyView::present(const QString &text, bool isJson)
{
    m_parts.clear();
    m_laidOut = text;
    m_highlighter->setDocument(nullptr);
    m_text->clear();
    m_highlighter->setDocument(isJson && text.size() < highlightLimit ? m_text->document() : nullptr);
    for (QStringView rest = m_laidOut; !rest.isEmpty() || m_parts.isEmpty();) {
        const qsizetype size = cutAt(rest, partSize);
        m_parts.append(rest.first(size));
        rest = rest.sliced(size);
    }
    showPart(0);
}

void BodyView::showPart(qsizetype part)
{
    m_part = part;
    const qsizetype count = m_parts.size();
    m_partRow->setVisible(count > 1);
    m_partName->setText(tr("Part %1 of %2").arg(part + 1).arg(count));
    m_previousPart->setEnabled(part > 0);
    m_nextPart->setEnabled(part + 1 < count);
    m_stack->setCurrentIndex(0);
    m_waiting = m_parts[part];
    const qsizetype size = cutAt(m_waiting, sliceSize);
    m_text->setPlainText(m_waiting.first(size).toString());
    m_waiting = m_waiting.sliced(size);
    addSlice(++m_ticket);
}

/** Goes on from the event loop until the part is in the document or something else is to be shown. */
void BodyView::addSlice(quint64 ticket)
{
    if (ticket != m_ticket)
        return;
    if (m_waiting.isEmpty()) {
        m_find->updateMatches();
        return;
    }
    QTimer::singleShot(0, this, [this, ticket] {
        if (ticket != m_ticket)
            return;
        const qsizetype size = cutAt(m_waiting, sliceSize);
        QTextCursor end(m_text->document());
        end.movePosition(QTextCursor::End);
        end.insertText(m_waiting.first(size).toString());
        m_waiting = m_waiting.sliced(size);
        addSlice(ticket);
    });
}

void BodyView::showMessage(const QString &words, bool canShow)
{
    m_partRow->hide();
    m_message->setText(words);
    m_showLarge->setVisible(canShow);
    m_stack->setCurrentIndex(1);
}

QString BodyView::shownText() const
{
    return m_stack->currentIndex() == 0 ? m_text->toPlainText() : m_message->text();
}

void BodyView::openSearch()
{
    m_find->open();
}

void BodyView::copyBody()
{
    if (m_content)
        QGuiApplication::clipboard()->setText(format::text(m_content->bytes));
}

} // namespace cachescope::ui
