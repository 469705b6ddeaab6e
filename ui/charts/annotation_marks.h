// SPDX-License-Identifier: MIT
#pragma once

#include <QVector> // First: see ui/format/format.h.

#include "requestlog/annotations.h"
#include "ui/charts/chart_frame.h"

#include <vector>

namespace cachescope::ui {

/** Whether marks carry words beside them, or tell on hover only. */
enum class MarkWords
{
    Shown,
    OnHover
};

/** Annotations of the log as marks for a chart, in the user's words. */
QVector<ChartMark> annotationMarks(const std::vector<requestlog::Annotation> &annotations, MarkWords words);

} // namespace cachescope::ui
