// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/data/log_service.h"
#include "ui/prompt/compared_prompts.h"
#include "ui/requests/logged_prompt.h"

#include <functional>
#include <optional>

class QMenu;
class QPushButton;
class QToolButton;

namespace cachescope::ui {

class CompareView;

/** A call's prompt beside that of an earlier one: the newest of its session, or one that was chosen. */
class ComparePane : public QWidget
{
    Q_OBJECT

public:
    using Prices = std::function<std::shared_ptr<const providers::PriceBook>()>;
    ComparePane(LogService &log, Prices prices, QWidget *parent = nullptr);

    /** Compares this call; a choice of another call to compare with stays for the next ones. */
    void setCall(const requestlog::CallRecord &record);
    void chooseEarlier(); ///< Back to the newest earlier call of the session.
    void chooseCall(std::int64_t id);
    const CompareView &view() const { return *m_view; }

private:
    struct Outcome
    {
        std::shared_ptr<const ComparedPrompts> compared; ///< Null: there is nothing to compare with.
    };
    void ask(LargeBodies large);
    void fillMenu();
    void askForNumber();
    void show(const base::Result<Outcome> &outcome);

    LogService &m_log;
    Prices m_prices;
    LatestQuestion m_question, m_pinnedQuestion;
    std::optional<requestlog::CallRecord> m_record;
    std::int64_t m_chosen = 0; ///< 0: the newest earlier one.
    CompareView *m_view;
    QToolButton *m_with;
    QPushButton *m_large;
    QMenu *m_menu;
};

} // namespace cachescope::ui
