// SPDX-License-Identifier: MIT
#include "ui/prompt/editor_marks.h"

namespace cachescope::ui {

namespace {

/** False when the place was typed over. */
bool shiftRange(int &begin, int &end, int position, int removed, int added)
{
    if (end <= position)
        return true;
    if (begin >= position + removed) {
        begin += added - removed;
        end += added - removed;
        return true;
    }
    return false;
}

void shiftPlace(int &place, int position, int removed, int added)
{
    if (place > position)
        place = place >= position + removed ? place + added - removed : position;
}

} // namespace

void EditorMarks::shift(int position, int removed, int added)
{
    std::erase_if(
        squiggles, [=](Squiggle &mark) { return !shiftRange(mark.begin, mark.end, position, removed, added); });
    std::erase_if(
        variables, [=](VariableBox &box) { return !shiftRange(box.begin, box.end, position, removed, added); });
    shiftPlace(stableEnd, position, removed, added);
    shiftPlace(spoiledEnd, position, removed, added);
    shiftPlace(notePlace, position, removed, added);
}

} // namespace cachescope::ui
