// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/card.h"

#include "cache/invalidator.h"
#include "ui/data/log_service.h"
#include "ui/shell/page.h"

#include <QAbstractTableModel>

#include <optional>

class QLabel;
class QPushButton;
class QTimer;

namespace cachescope::ui {

class Segment;
class SelectorForm;
class TableView;

/** What an invalidation touches, a row for each version, and the sum. */
class VersionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setEffect(const cache::InvalidateEffect &effect, const std::string &currency);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVector<cache::VersionEffect> m_rows; ///< The last one is the sum.
    std::string m_currency = "USD";
};

/** A share as a bar. */
class ShareBar : public QWidget
{
    Q_OBJECT

public:
    explicit ShareBar(QWidget *parent = nullptr);
    void setShare(double share);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_share = 0;
};

/**
 * Which entries, what it would do, and the one button that does it. Every change of a condition is previewed by the
 * same code that acts (cache::Invalidator); nothing changes until the button is pressed.
 */
class InvalidatePanel : public Card
{
    Q_OBJECT

public:
    explicit InvalidatePanel(const PageContext &context, QWidget *parent = nullptr);

    SelectorForm &form() const { return *m_form; }
    cache::InvalidateAction action() const;
    void setAction(cache::InvalidateAction action);
    /** Reads names and effect anew; for the moment it opens, and after a change. */
    void refresh();
    QString commandText() const; ///< As "Copy as command" copies it; empty without a condition.
    const std::optional<cache::InvalidateEffect> &effect() const { return m_effect; }
    QPushButton *button() const { return m_button; }
    QString effectText() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

Q_SIGNALS:
    void closed();
    void applyRequested(const cachescope::cache::Selector &selector, cachescope::cache::InvalidateAction action);

private:
    QWidget *makeConditions();
    QWidget *makeVersions();
    QWidget *makeEffect();
    void preview();
    void showPreview(const base::Result<cache::InvalidateEffect> &effect);
    void showNothing(const QString &why, bool isError);
    void copyCommand();

    PageContext m_context;
    LatestQuestion m_previewQuestion, m_namesQuestion;
    QTimer *m_timer;
    std::optional<cache::Selector> m_selector; ///< Of the preview that is shown.
    std::optional<cache::InvalidateEffect> m_effect;

    QWidget *m_versionsPart = nullptr;
    SelectorForm *m_form = nullptr;
    Segment *m_action = nullptr;
    QLabel *m_explanation = nullptr;
    VersionModel *m_versions = nullptr;
    TableView *m_table = nullptr;
    QLabel *m_share = nullptr;
    ShareBar *m_bar = nullptr;
    QLabel *m_count = nullptr;
    QLabel *m_money = nullptr;
    QLabel *m_rest = nullptr;
    QLabel *m_undo = nullptr;
    QPushButton *m_button = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace cachescope::ui
