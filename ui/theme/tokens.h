// SPDX-License-Identifier: MIT
#pragma once

#include <QRgb>

#include <array>
#include <cstddef>

namespace cachescope::ui {

/** Light or dark: the two faces every token has. */
enum class Scheme
{
    Light,
    Dark
};

/**
 * Every colour of the window, by what it is for. Nothing else in the program names a colour. `…Text` tokens are for
 * words (4.5:1 on their grounds), the plain series tokens fill shapes (3:1).
 */
enum class Token
{
    Window, ///< Ground behind cards.
    Side, ///< Side bar, status bar.
    Panel, ///< Cards, tables, fields, top bar.
    Raised, ///< Headers, total and group rows, folds.
    Hover, ///< Under the pointer.
    Selection, ///< Selected row, segment that is on.
    Line, ///< Panes and cards.
    LineStrong, ///< Fields, buttons, chart base line.
    Grid, ///< Row lines, chart grid, the empty part of bars.
    Text, ///< Figures and labels.
    Text2, ///< Second column.
    Text3, ///< Captions, units, headers.
    TextOff, ///< Disabled only.
    Accent, ///< Main button, tab line, tick.
    AccentText, ///< Links, variables.
    OnAccent, ///< Words and ticks on accent.
    Focus, ///< The 2 px ring.
    Badge, ///< Neutral badge.
    Tip, ///< Tooltip ground.
    TipText,
    TipLabel,
    Fresh, ///< Fresh input, miss, paid, information.
    FreshText,
    Read, ///< Cache read, hit, safe, normal.
    ReadText,
    Write, ///< Cache write (always hatched), warning.
    WriteText,
    Output, ///< Output tokens.
    OutputText,
    Error, ///< Error, limit, dearer.
    ErrorText,
    Coalesced, ///< Joined calls (hatched).
    Bypass, ///< Bypassed calls.
    ReadGround, ///< Grounds of badges and diff lines.
    ErrorGround,
    WriteGround,
    FreshGround,
    Spoiled, ///< Hatched ground of a spoiled prefix.
    Tint1, ///< Alternating token tints.
    Tint2,
    Tint3,
    Tint4,
    Count
};

struct TokenColors
{
    const char *name; ///< As in the design's table; also the placeholder in the stylesheet.
    QRgb light;
    QRgb dark;
};

inline constexpr std::array<TokenColors, static_cast<std::size_t>(Token::Count)> tokenTable{ {
    { "window", 0xFFF3F4F6, 0xFF14171C },       { "side", 0xFFE9EBEF, 0xFF0F1216 },
    { "panel", 0xFFFFFFFF, 0xFF1B1F26 },        { "raised", 0xFFF8F9FB, 0xFF20252D },
    { "hover", 0xFFEEF0F4, 0xFF262C35 },        { "selection", 0xFFE3E6FA, 0xFF2B3362 },
    { "line", 0xFFDCE0E6, 0xFF2C323B },         { "line.strong", 0xFFC3CAD3, 0xFF414A56 },
    { "grid", 0xFFE8EBEF, 0xFF282E37 },         { "text", 0xFF1A212B, 0xFFE6E9EE },
    { "text.2", 0xFF465160, 0xFFA9B3C0 },       { "text.3", 0xFF5C6774, 0xFF98A2B0 },
    { "text.off", 0xFFA3ACB8, 0xFF5B6572 },     { "accent", 0xFF4754C8, 0xFF5C69DC },
    { "accent.text", 0xFF3D49B8, 0xFFA3AEFF },  { "on.accent", 0xFFFFFFFF, 0xFFFFFFFF },
    { "focus", 0xFF4754C8, 0xFF8D99FF },        { "badge", 0xFFDDE1E8, 0xFF2B323C },
    { "tip", 0xFF1E2530, 0xFF2D343F },          { "tip.text", 0xFFF2F4F7, 0xFFF2F4F7 },
    { "tip.label", 0xFFAEB8C5, 0xFFAEB8C5 },    { "fresh", 0xFF0072B2, 0xFF4DA3D9 },
    { "fresh.text", 0xFF00649C, 0xFF62B0E2 },   { "read", 0xFF00805E, 0xFF33B18A },
    { "read.text", 0xFF00704F, 0xFF45C29B },    { "write", 0xFFA66F00, 0xFFE69F00 },
    { "write.text", 0xFF855900, 0xFFEBAF2A },   { "output", 0xFFB65D92, 0xFFCC79A7 },
    { "output.text", 0xFF9A4779, 0xFFDB93BA },  { "error", 0xFFB84E00, 0xFFD55E00 },
    { "error.text", 0xFFA84600, 0xFFF08A45 },   { "coalesced", 0xFF6E7F14, 0xFFB3C152 },
    { "bypass", 0xFF77828F, 0xFF8591A0 },       { "read.ground", 0xFFE2F3EC, 0xFF17352C },
    { "error.ground", 0xFFFBEADF, 0xFF3B2416 }, { "write.ground", 0xFFFAF0DA, 0xFF372C12 },
    { "fresh.ground", 0xFFE2EFF8, 0xFF16303F }, { "spoiled", 0xFFF3D9C6, 0xFF4A2E1B },
    { "tint.1", 0xFFDCEBFA, 0xFF1F3A57 },       { "tint.2", 0xFFFCE9CF, 0xFF55401B },
    { "tint.3", 0xFFDDF3E1, 0xFF1F4A2E },       { "tint.4", 0xFFEFE3F7, 0xFF452B57 },
} };

/** The colour of a token in a scheme. */
constexpr QRgb tokenRgb(Token token, Scheme scheme)
{
    const TokenColors &colors = tokenTable[static_cast<std::size_t>(token)];
    return scheme == Scheme::Light ? colors.light : colors.dark;
}

/** Distances and heights in pixels at 96 dpi: the 4 px grid. */
namespace metrics {
inline constexpr int iconGap = 4; ///< Icon to word.
inline constexpr int gap = 8; ///< Between controls; cell padding.
inline constexpr int cardPadding = 12; ///< In cards and between them.
inline constexpr int screenMargin = 16;
inline constexpr int sideBarWidth = 176;
inline constexpr int sideBarFolded = 48;
inline constexpr int topBarHeight = 48;
inline constexpr int cardHead = 36;
inline constexpr int tabHeight = 32;
inline constexpr int controlHeight = 28;
inline constexpr int smallControlHeight = 24;
inline constexpr int statusBarHeight = 24;
inline constexpr int logRow = 22;
inline constexpr int standardRow = 24;
inline constexpr int listRow = 28;
inline constexpr int tableHeader = 24;
inline constexpr int barRadius = 2;
inline constexpr int badgeRadius = 4;
inline constexpr int controlRadius = 6;
inline constexpr int cardRadius = 8;
} // namespace metrics

} // namespace cachescope::ui
