// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "ui/format/format.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/prompt_edit.h"

#include <QInputDialog>
#include <QTextBlock>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr qsizetype mostPlaces = 50;

void addBlocks(
    EditorFrame &frame, const QString &words, QList<PalettePlace> &places,
    const std::function<std::function<void()>(int)> &going)
{
    const auto report = frame.session().report();
    if (!report || !frame.session().isChecked())
        return;
    for (const OutlineEntry &entry : report->outline) {
        if (!entry.title.contains(words, Qt::CaseInsensitive) || places.size() >= mostPlaces)
            continue;
        const QString lines = PromptsPage::tr("lines %1\u2013%2").arg(entry.firstLine).arg(entry.lastLine);
        const QString title = entry.isBand ? entry.title : QStringLiteral("    ") + entry.title;
        places.append({ title, lines, going(entry.begin) });
    }
}

} // namespace

/** "@words" are bands, tools and sections, ":12" or "12" is a line, "t:9000" a token. */
QList<PalettePlace> PromptsPage::palettePlaces(const QString &typed)
{
    QList<PalettePlace> places;
    EditorFrame *frame = current();
    if (!frame)
        return places;
    const auto going = [this, wanted = QPointer<EditorFrame>(frame)](int position) {
        return [this, wanted, position] {
            if (!wanted)
                return;
            m_context.navigator.openPage(PageId::Prompts);
            showFrame(*wanted);
            wanted->edit().goTo(position);
            wanted->edit().setFocus();
        };
    };
    const QString text = typed.trimmed();
    if (text.startsWith(u'@')) {
        addBlocks(*frame, text.mid(1).trimmed(), places, going);
        return places;
    }
    bool isNumber = false;
    const bool isToken = text.startsWith(QLatin1String("t:"));
    const QString digits = isToken ? text.mid(2) : text.startsWith(u':') ? text.mid(1) : text;
    const qint64 number = QString(digits).remove(u' ').toLongLong(&isNumber);
    if (!isNumber || number < 0)
        return places;
    if (isToken) {
        const TokenTrack &tokens = frame->edit().tokens();
        if (tokens.isOn())
            places.append({ tr("Token %1 of %2").arg(format::number(number), format::number(tokens.total())),
                            frame->session().title(), going(tokens.positionOf(number)) });
        return places;
    }
    const int lines = frame->edit().document()->blockCount();
    const int line = static_cast<int>(std::clamp(number, qint64{ 1 }, qint64{ lines }));
    places.append({ tr("Line %1 of %2").arg(line).arg(lines), frame->session().title(),
                    going(frame->edit().document()->findBlockByNumber(line - 1).position()) });
    return places;
}

void PromptsPage::goToPlace()
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Go to"));
    dialog->setLabelText(tr("Line (12), token (t:9000) or block (@rules)"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &typed) {
        const QList<PalettePlace> places = palettePlaces(typed);
        if (!places.isEmpty())
            places.front().go();
        else if (EditorFrame *shown = current())
            shown->showMessage(
                QStringLiteral("place"), MessageKind::Info,
                tr("There is no place \u201c%1\u201d here.").arg(typed));
    });
    dialog->open();
}

} // namespace cachescope::ui
