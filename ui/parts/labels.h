// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/theme.h"

#include <QString>

class QLabel;
class QPushButton;
class QWidget;

namespace cachescope::ui {

/** Which of the text colours a label has; follows the theme through the stylesheet. */
enum class Tone
{
    Normal,
    Second,
    Third,
    Error,
    Good,
    Warning,
    Link
};

/** A plain-text label in one of the window's text styles. Owned by `parent`. */
QLabel *makeLabel(const QString &text, TextStyle style, Tone tone = Tone::Normal, QWidget *parent = nullptr);
void setTone(QLabel *label, Tone tone);

enum class ButtonKind
{
    Normal,
    Primary, ///< Filled; at most one per screen.
    Quiet, ///< Without border.
    Destructive, ///< Its words say verb and amount.
    Good, ///< For a moment after something worked ("Copied").
    Link
};
enum class ButtonSize
{
    Normal, ///< 28 high
    Small ///< 24 high
};

/** A styled push button; `iconName` may be empty. Owned by `parent`. */
QPushButton *makeButton(
    const QString &text, ButtonKind kind = ButtonKind::Normal, const QString &iconName = {},
    ButtonSize size = ButtonSize::Normal, QWidget *parent = nullptr);
void setButtonKind(QPushButton *button, ButtonKind kind, const QString &iconName = {});

/** Sets a style property and has the stylesheet looked at again. */
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);

} // namespace cachescope::ui
