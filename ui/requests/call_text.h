// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "requestlog/record.h"
#include "ui/requests/call_columns.h"
#include "ui/theme/tokens.h"

namespace cachescope::ui {

/** What the texts need beside the record. */
struct CallTextStyle
{
    std::string currency = "USD";
    base::UnixMicros now = 0; ///< Rows of another day show their date.
};

/** A cell as text: painted, read aloud and copied. Bars give their figures in words. */
QString callText(const requestlog::CallRecord &record, CallColumn column, const CallTextStyle &style);
/** Longer words for the pointer; empty when the cell says it all. */
QString callToolTip(const requestlog::CallRecord &record, CallColumn column, const CallTextStyle &style);
/** The colour of the words; a word or shape always says the same. */
Token callToken(const requestlog::CallRecord &record, CallColumn column);
/** The figure that the eye should find: paid money, a read share of nothing. */
bool isEmphasised(const requestlog::CallRecord &record, CallColumn column);

/** One filter condition that matches this cell's value ("model:gpt-5-mini"), or empty when the column has none. */
QString callFilterTerm(const requestlog::CallRecord &record, CallColumn column);

/** Date, time with milliseconds and zone. */
QString fullTime(base::UnixMicros time);
QString outcomeWord(requestlog::Outcome outcome);
/** Only for what is not simply complete: "cut by the provider", "client left" …; else empty. */
QString stateWords(requestlog::CallState state);
/** "rate limit, 2 retries", "no-store", "saved $0.0010" …; may be empty. */
QString causeText(const requestlog::CallRecord &record, const CallTextStyle &style);
/** The provider was asked and tokens are known. */
bool hasTokens(const requestlog::CallRecord &record);
/** Answered by this program: from its cache, or by joining a call under way. */
bool answeredLocally(const requestlog::CallRecord &record);
/** Will have a reason of the prefix cache in a moment (requestlog::MissReason). */
bool isToBeAnalysed(const requestlog::CallRecord &record);
bool isUnpriced(const requestlog::CallRecord &record);

} // namespace cachescope::ui
