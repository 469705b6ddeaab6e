// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "cache/selector.h"

#include <optional>

namespace cachescope::ui {

/**
 * What is typed above the list, as a selector: words of the request and conditions of the log's filter language
 * (`model:gpt*`, `project:shop`, `cost>0.01`). Eight or more hexadecimal digits alone are a key.
 */
cache::Selector searchSelector(const QString &text, std::optional<cache::EntryCondition> condition);

/** A selector of the history (JSON with the admin API's names) in words: "model gpt-5-mini, older than 1 d". */
QString selectorWords(const std::string &json);

} // namespace cachescope::ui
