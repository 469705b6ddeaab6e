// SPDX-License-Identifier: MIT
#include "ui/charts/annotation_marks.h"

#include "ui/format/format.h"

#include <QCoreApplication>

namespace cachescope::ui {

namespace {

using requestlog::Annotation;
using requestlog::AnnotationKind;

/** Context for translations of free functions. */
struct AnnotationWords
{
    Q_DECLARE_TR_FUNCTIONS(AnnotationWords)
};

QString originWords(const std::string &origin)
{
    if (origin == "window")
        return AnnotationWords::tr("in the window");
    if (origin == "command")
        return AnnotationWords::tr("by command");
    if (origin == "rule")
        return AnnotationWords::tr("by a rule");
    if (origin == "team")
        return AnnotationWords::tr("by another member of the team");
    return AnnotationWords::tr("over the admin API");
}

ChartMark settingMark(const Annotation &annotation)
{
    const QString path = format::text(annotation.subject);
    const QString value = format::text(annotation.after);
    return { annotation.at, AnnotationWords::tr("setting changed"),
             value.isEmpty() ? AnnotationWords::tr("The setting %1 was changed.").arg(path)
                             : AnnotationWords::tr("The setting %1 was set to %2.").arg(path, value),
             Token::Accent, Token::AccentText };
}

ChartMark priceMark(const Annotation &annotation)
{
    const QString book = format::text(annotation.after);
    QString detail = AnnotationWords::tr("The prices changed.");
    if (annotation.subject == "book")
        detail = AnnotationWords::tr("The price book of %1 is in force, before it was that of %2.")
                     .arg(book, format::text(annotation.before));
    else if (annotation.count > 0)
        detail = AnnotationWords::tr(
                     "%n request(s) were priced anew with the book of %1.", nullptr,
                     static_cast<int>(annotation.count))
                     .arg(book);
    return { annotation.at, AnnotationWords::tr("prices changed"), detail, Token::Write, Token::WriteText };
}

ChartMark invalidationMark(const Annotation &annotation)
{
    const auto count = static_cast<int>(annotation.count);
    const QString who = originWords(annotation.subject);
    return { annotation.at, AnnotationWords::tr("invalidated %n entries", nullptr, count),
             annotation.undone
                 ? AnnotationWords::tr("%n entries were invalidated %1, and brought back.", nullptr, count).arg(who)
                 : AnnotationWords::tr("%n entries were invalidated %1.", nullptr, count).arg(who),
             Token::Accent, Token::AccentText };
}

ChartMark alertMark(const Annotation &annotation)
{
    const QString rule = format::text(annotation.subject);
    const QString name = annotation.after.empty()
        ? rule
        : AnnotationWords::tr("%1 (%2)").arg(rule, format::text(annotation.after));
    return {
        annotation.at, AnnotationWords::tr("alert: %1").arg(rule),
        annotation.end > 0
            ? AnnotationWords::tr("The alert %1 fired until %2.").arg(name, format::dayAndClock(annotation.end))
            : AnnotationWords::tr("The alert %1 fires.").arg(name),
        Token::Error, Token::ErrorText
    };
}

ChartMark markOf(const Annotation &annotation)
{
    switch (annotation.kind) {
    case AnnotationKind::Setting:
        return settingMark(annotation);
    case AnnotationKind::Prices:
        return priceMark(annotation);
    case AnnotationKind::Invalidation:
        return invalidationMark(annotation);
    case AnnotationKind::Alert:
        return alertMark(annotation);
    }
    Q_UNREACHABLE();
}

} // namespace

QVector<ChartMark> annotationMarks(const std::vector<Annotation> &annotations, MarkWords words)
{
    QVector<ChartMark> marks;
    for (const Annotation &annotation : annotations) {
        marks.append(markOf(annotation));
        if (words == MarkWords::OnHover)
            marks.last().words.clear();
    }
    return marks;
}

} // namespace cachescope::ui
