// SPDX-License-Identifier: MIT
#include "ui/requests/call_text.h"

namespace cachescope::ui {

using requestlog::CallRecord;
using requestlog::CallState;
using requestlog::Outcome;

Token callToken(const CallRecord &record, CallColumn column)
{
    const auto &end = record.end;
    switch (column) {
    case CallColumn::Time:
    case CallColumn::Session:
        return Token::Text2;
    case CallColumn::Status:
        return end.status >= 400 || end.status == 0 ? Token::ErrorText : Token::Text;
    case CallColumn::Read: {
        const auto &used = end.usage.tokens;
        if (answeredLocally(record) || !hasTokens(record) || used.input() == 0)
            return Token::Text3;
        return used.cacheRead == 0 ? Token::Text : Token::ReadText;
    }
    case CallColumn::Input:
    case CallColumn::Output:
    case CallColumn::FirstToken:
        return answeredLocally(record) ? Token::Text3 : Token::Text;
    case CallColumn::Cost:
        return end.billed && *end.billed > base::Money() ? Token::Text : Token::Text3;
    case CallColumn::Cause:
        if (end.outcome == Outcome::Error || (end.state != CallState::Complete && end.state != CallState::Open))
            return Token::ErrorText;
        if (requestlog::isFault(record.reason))
            return Token::ErrorText;
        if (isUnpriced(record) && !answeredLocally(record))
            return Token::WriteText;
        return answeredLocally(record) ? Token::ReadText : Token::Text2;
    case CallColumn::Prompt:
    case CallColumn::Id:
        return Token::Text2;
    case CallColumn::Saved:
        return end.billed && end.withoutCache && *end.withoutCache - *end.billed < base::Money() ? Token::ErrorText
                                                                                                 : Token::Text;
    default:
        return Token::Text;
    }
}

bool isEmphasised(const CallRecord &record, CallColumn column)
{
    const auto &end = record.end;
    switch (column) {
    case CallColumn::Cost:
        return end.billed && *end.billed > base::Money();
    case CallColumn::Status:
        return end.status >= 400;
    case CallColumn::Read:
        return !answeredLocally(record) && end.usage.tokens.input() > 0 && end.usage.tokens.cacheRead == 0;
    default:
        return false;
    }
}

} // namespace cachescope::ui
