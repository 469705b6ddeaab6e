// SPDX-License-Identifier: MIT
#include "requestlog/local_time.h"
#include "requestlog/spend_forecast.h"

#include <QtTest>

#include <cmath>
#include <ctime>
#include <random>

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

constexpr std::int64_t hour = 3'600'000'000;

base::Money units(double amount)
{
    return base::Money::fromPico(std::llround(amount * 1e12));
}

/** Days of a month with the same cost on each, 0 at weekends when asked for. */
class Days
{
public:
    explicit Days(base::UnixMicros monthBegin)
        : m_begin(localDayStart(monthBegin))
    { }

    ForecastBasis basis(int today, int daysBefore, const std::function<double(base::UnixMicros)> &cost) const
    {
        ForecastBasis basis;
        basis.now = addLocalDays(m_begin, today) + 12 * hour;
        for (int i = -daysBefore; i < today; ++i)
            basis.past.push_back(day(i, cost));
        const int length = 30;
        for (int i = 0; i < length; ++i) {
            SpendDay one = i < today ? basis.past[static_cast<std::size_t>(i + daysBefore)]
                                     : day(i, [](auto) { return 0.0; });
            if (i >= today)
                one.sums.calls = 0;
            basis.month.push_back(one);
        }
        return basis;
    }
    SpendDay day(int index, const std::function<double(base::UnixMicros)> &cost) const
    {
        SpendDay day;
        day.begin = addLocalDays(m_begin, index);
        day.end = addLocalDays(m_begin, index + 1);
        day.sums.calls = 10;
        day.sums.billed = units(cost(day.begin));
        return day;
    }

private:
    base::UnixMicros m_begin;
};

bool isWeekend(base::UnixMicros begin)
{
    const std::time_t noon = begin / 1'000'000 + 12 * 3600;
    std::tm parts = {};
    ::localtime_r(&noon, &parts);
    return parts.tm_wday == 0 || parts.tm_wday == 6;
}

} // namespace

class TestSpendForecast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "Europe/Berlin");
        ::tzset();
        m_november = *fromLocal(2026, 11, 1, 0, 0, 0);
    }

    void needsFiveDays()
    {
        const Days days(m_november);
        const auto even = [](auto) { return 2.0; };
        QVERIFY(!forecastMonth(days.basis(4, 0, even)));
        QVERIFY(forecastMonth(days.basis(5, 0, even)));
        QVERIFY(forecastMonth(days.basis(0, 5, even)));
        ForecastBasis over = days.basis(6, 0, even);
        over.now = over.month.back().end;
        QVERIFY(!forecastMonth(over));
        // Days before the first call are no data.
        ForecastBasis late = days.basis(10, 0, even);
        for (int i = 0; i < 6; ++i)
            late.past[static_cast<std::size_t>(i)].sums = {};
        QCOMPARE(daysOfData(late.past), 4);
        QVERIFY(!forecastMonth(late));
    }

    void evenDaysGoOn()
    {
        const auto forecast = forecastMonth(Days(m_november).basis(10, 0, [](auto) { return 3.0; }));
        QVERIFY(forecast);
        QCOMPARE(forecast->paid, 30.0);
        // Ten days, half of today, nineteen more.
        QCOMPARE(forecast->end().expected, 30 + 1.5 + 19 * 3.0);
        QCOMPARE(forecast->end().high - forecast->end().low, 0.0);
        QCOMPARE(forecast->days.size(), std::size_t(20));
        QCOMPARE(forecast->days.front().day, std::size_t(10));
    }

    void weekendsAreTheirOwn()
    {
        const auto week = [](base::UnixMicros begin) { return isWeekend(begin) ? 0.0 : 10.0; };
        // 17 November 2026 is a Tuesday: 12 working days passed, 9.5 to come of today to the 30th.
        const auto forecast = forecastMonth(Days(m_november).basis(16, 0, week));
        QVERIFY(forecast);
        QCOMPARE(forecast->paid, 110.0);
        QCOMPARE(forecast->end().expected, 110 + 5 + 9 * 10.0);
    }

    void bandHoldsFourInFive()
    {
        std::mt19937 random(7);
        std::normal_distribution<double> workday(40, 8), weekend(6, 8);
        const Days days(m_november);
        int held = 0;
        constexpr int months = 2'000;
        for (int month = 0; month < months; ++month) {
            std::vector<double> costs;
            const auto cost = [&](base::UnixMicros begin) {
                return std::max(0.0, isWeekend(begin) ? weekend(random) : workday(random));
            };
            const ForecastBasis basis = days.basis(10 + month % 10, month % 15, cost);
            const auto forecast = forecastMonth(basis);
            QVERIFY(forecast);
            double real = forecast->paid;
            for (const ForecastDay &day : forecast->days)
                real += (&day == &forecast->days.front() ? 0.5 : 1) * cost(basis.month[day.day].begin);
            held += real >= forecast->end().low && real <= forecast->end().high ? 1 : 0;
        }
        const double share = static_cast<double>(held) / months;
        QVERIFY2(share > 0.76 && share < 0.86, qPrintable(QString::number(share)));
    }

    void bandNeverFallsBelowWhatIsPaid()
    {
        std::mt19937 random(3);
        const auto forecast = forecastMonth(
            Days(m_november).basis(6, 0, [&random](auto) { return random() % 10 == 0 ? 500.0 : 1.0; }));
        QVERIFY(forecast);
        for (const ForecastDay &day : forecast->days)
            QVERIFY(day.low >= forecast->paid && day.high >= day.expected);
    }

private:
    base::UnixMicros m_november = 0;
};

QTEST_GUILESS_MAIN(TestSpendForecast)
#include "tst_spend_forecast.moc"
