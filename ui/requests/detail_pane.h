// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/data/log_service.h"
#include "ui/requests/call_text.h"
#include "ui/requests/logged_prompt.h"
#include "ui/requests/shown_contents.h"

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace cachescope::providers {
class PriceBook;
}

namespace cachescope::ui {

class ComparePane;
class MessageView;
class NotesView;
class PromptTokensView;
class SummaryView;
class TimingView;
class TokensView;
class WhyPane;

/** The selected call from all sides. Contents are read only when a side that shows them is open. */
class DetailPane : public QWidget
{
    Q_OBJECT

public:
    enum Tab
    {
        Summary,
        Request,
        Response,
        Tokens,
        Why, ///< What the provider's prefix cache gave, and why.
        Prompt, ///< The request's text over its tokens.
        Compare, ///< With an earlier request.
        Timing,
        Notes
    };
    using Prices = std::function<std::shared_ptr<const providers::PriceBook>()>;
    using UseContents
        = std::function<void(const requestlog::CallRecord &, const base::Result<requestlog::CallContents> &)>;

    DetailPane(LogService &log, Prices prices, QWidget *parent = nullptr);

    void setCall(const requestlog::CallRecord &record, const CallTextStyle &style);
    void clear(); ///< No call is selected.
    void saveNote(); ///< What is being typed, now.
    bool hasCall() const { return m_record.has_value(); }
    void openTab(Tab tab);
    PromptTokensView &promptTokens() const { return *m_prompt; }
    ComparePane &comparison() const { return *m_compare; }
    WhyPane &why() const { return *m_why; }
    Tab tab() const;
    void openSearch(); ///< Ctrl+F: in the body that is shown, or the answer's.
    MessageView &message(Tab tab) const { return tab == Request ? *m_request : *m_response; }
    /** Reads the contents of the present call (a hit's are its original's) and hands them on; for copying. */
    void withContents(UseContents use);

Q_SIGNALS:
    void opened(); ///< A call is shown after none.
    void emptied(); ///< No call is shown any more: the pane is one line of words.
    void pinChanged(qint64 callId, bool pinned);
    void noteChanged(qint64 callId, const QString &note);
    void copyRequested(); ///< As cURL.
    void callRequested(qint64 callId); ///< Another call, which this one names.
    void menuRequested(const QPoint &globalPosition);
    void reasonRequested(int reason); ///< requestlog::MissReason: all of today.
    void fixRequested(qint64 callId, const QString &rule);
    void tabChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHead();
    void setUpHead(QWidget *head);
    void setUpPages();
    void showParts();
    void showTab();
    void fillTab();
    void readContents();
    void readOriginal();
    void readPrompt(LargeBodies large);
    void showContents();

    LogService &m_log;
    Prices m_prices;
    LatestQuestion m_contentsQuestion;
    LatestQuestion m_originalQuestion;
    LatestQuestion m_copyQuestion;
    LatestQuestion m_promptQuestion;
    std::optional<requestlog::CallRecord> m_record;
    CallTextStyle m_style;
    std::shared_ptr<const ShownContents> m_contents;
    quint32 m_filled = 0; ///< Bit per tab that shows the present call.

    QTabBar *m_tabs = nullptr;
    QLabel *m_which = nullptr;
    QToolButton *m_pin = nullptr;
    QLabel *m_hint = nullptr;
    QList<QWidget *> m_openParts; ///< Of the head and below; hidden while no call is selected.
    QStackedWidget *m_pages = nullptr;
    SummaryView *m_summary = nullptr;
    MessageView *m_request = nullptr;
    MessageView *m_response = nullptr;
    TokensView *m_tokens = nullptr;
    WhyPane *m_why = nullptr;
    PromptTokensView *m_prompt = nullptr;
    ComparePane *m_compare = nullptr;
    TimingView *m_timing = nullptr;
    NotesView *m_notes = nullptr;
};

} // namespace cachescope::ui
