// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "insight/block_shares.h"
#include "ui/data/log_service.h"
#include "ui/prompt/compared_prompts.h"
#include "ui/requests/logged_prompt.h"
#include "ui/requests/why_facts.h"

#include <functional>
#include <memory>
#include <optional>

namespace cachescope::ui {

class CompareView;
class WhyShares;

/** Why the provider's prefix cache gave a call what it gave: the reason, the place, the parts. */
class WhyPane : public QWidget
{
    Q_OBJECT

public:
    using Prices = std::function<std::shared_ptr<const providers::PriceBook>()>;
    WhyPane(LogService &log, Prices prices, QWidget *parent = nullptr);

    void setCall(const requestlog::CallRecord &record, const CallTextStyle &style);
    /** More calls were analysed: looks again if this one was not. */
    void insightsChanged();
    const WhyFacts &facts() const { return *m_facts; }

Q_SIGNALS:
    void callRequested(qint64 callId);
    void reasonRequested(int reason);
    void fixRequested(qint64 callId, const QString &rule);
    void diffRequested(qint64 otherCallId);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /** What the log says; the comparison is null where there is none, with `message` saying why. */
    struct Answer
    {
        WhyAnswer why;
        std::shared_ptr<const ComparedPrompts> compared;
        std::vector<insight::BlockShare> shares;
        std::string message;
    };
    static base::Result<Answer> read(
        LogSource &source, const requestlog::CallRecord &record, const providers::PriceBook &book,
        base::UnixMicros midnight);
    static void compare(LogSource &source, const providers::PriceBook &book, Answer &answer);
    void ask();
    void show(const base::Result<Answer> &answer);

    LogService &m_log;
    Prices m_prices;
    LatestQuestion m_question;
    std::optional<requestlog::CallRecord> m_record;
    CallTextStyle m_style;
    bool m_analysed = false;
    std::string m_rule;
    std::int64_t m_comparedWith = 0;
    WhyFacts *m_facts;
    CompareView *m_compare;
    WhyShares *m_shares;
    QWidget *m_right;
};

} // namespace cachescope::ui
