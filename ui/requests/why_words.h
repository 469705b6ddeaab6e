// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "insight/insight_facts.h"
#include "requestlog/record.h"
#include "ui/parts/badge.h"

namespace cachescope::ui {

/** "Tools changed": heading and table row. */
QString reasonTitle(requestlog::MissReason reason);
/** "tools changed": the Cause column. Empty where there is nothing to say. */
QString reasonWords(requestlog::MissReason reason);
QString reasonIcon(requestlog::MissReason reason);
/** True for reasons that the Cause column names: faults, and what explains a miss without being one. */
bool isWorthNaming(requestlog::MissReason reason);
/** A sentence or two on what happened, with the names and figures of the call. */
QString reasonStory(const requestlog::CallInsight &insight, const insight::Facts &facts);
/** Why there is no insight, for a call without one; `currently` behind by `pending` calls (-1: not known). */
QString whyNothing(const requestlog::CallRecord &record);

QString certaintyWord(requestlog::Certainty certainty);
BadgeKind certaintyKind(requestlog::Certainty certainty);
/** What the provider's diagnostics say, beside our reason; empty when they say nothing. */
QString providerWords(const requestlog::CallInsight &insight, const insight::Facts &facts);

} // namespace cachescope::ui
