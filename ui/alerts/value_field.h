// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit> // First: see ui/format/format.h.

#include <functional>
#include <optional>

namespace cachescope::ui {

/**
 * A short field for one figure with its unit ("10 min", "60 %"). Takes the value when it is left or Enter is
 * pressed; what cannot be read is marked, and the value stays.
 */
class ValueField final : public QLineEdit
{
    Q_OBJECT

public:
    using Read = std::function<std::optional<double>(const QString &)>;
    using Write = std::function<QString(double)>;

    ValueField(const QString &name, Read read, Write write, int width, QWidget *parent = nullptr);

    void setForm(Read read, Write write); ///< For another unit.
    void setValue(double value); ///< Tells nobody; leaves alone what is being typed.
    double value() const { return m_value; }

Q_SIGNALS:
    void edited();

protected:
    bool event(QEvent *event) override;

private:
    void take();

    Read m_read;
    Write m_write;
    double m_value = 0;
};

} // namespace cachescope::ui
