// SPDX-License-Identifier: MIT
#include "ui/alerts/value_field.h"

#include "ui/parts/labels.h"

#include <QKeyEvent>

namespace cachescope::ui {

ValueField::ValueField(const QString &name, Read read, Write write, int width, QWidget *parent)
    : QLineEdit(parent)
    , m_read(std::move(read))
    , m_write(std::move(write))
{
    setAccessibleName(name);
    setFixedWidth(width);
    connect(this, &QLineEdit::editingFinished, this, &ValueField::take);
    connect(this, &QLineEdit::textEdited, this, [this] { setStyleProperty(this, "state", QString()); });
}

void ValueField::setForm(Read read, Write write)
{
    m_read = std::move(read);
    m_write = std::move(write);
}

void ValueField::setValue(double value)
{
    m_value = value;
    if (hasFocus() && isModified())
        return;
    setText(m_write(value));
    setCursorPosition(0);
    setStyleProperty(this, "state", QString());
}

void ValueField::take()
{
    if (!isModified())
        return;
    const auto read = m_read(text());
    if (!read) {
        setStyleProperty(this, "state", QStringLiteral("error"));
        return;
    }
    setModified(false);
    const bool changed = *read != m_value;
    m_value = *read;
    setText(m_write(m_value));
    if (changed)
        Q_EMIT edited();
}

bool ValueField::event(QEvent *event)
{
    // The field's own undo comes first; without any, Ctrl+Z is the page's.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Undo)
        && !isUndoAvailable()) {
        event->ignore();
        return true;
    }
    return QLineEdit::event(event);
}

} // namespace cachescope::ui

#include "moc_value_field.cpp"
