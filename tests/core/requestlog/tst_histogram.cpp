// SPDX-License-Identifier: MIT
#include "requestlog/histogram.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace cachescope::requestlog;

class HistogramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyOneHasNoPercentiles()
    {
        Histogram histogram;
        histogram.add(-1);
        QCOMPARE(histogram.count(), 0);
        QCOMPARE(histogram.percentile(0.5), -1);
        QCOMPARE(Histogram::fromBlob("")->count(), 0);
    }

    void oneValueIsWithinTheError()
    {
        for (std::int64_t value = 0; value > -1 && value < (std::int64_t{ 1 } << 60); value = value * 5 / 4 + 1) {
            Histogram histogram;
            histogram.add(value);
            const auto got = static_cast<double>(histogram.percentile(0.5));
            QVERIFY(std::abs(got - static_cast<double>(value)) <= 0.032 * static_cast<double>(value));
        }
    }

    void smallValuesAreExact()
    {
        for (std::int64_t value = 0; value < 32; ++value) {
            Histogram histogram;
            histogram.add(value);
            QCOMPARE(histogram.percentile(0.99), value);
        }
    }

    void percentilesAreByNearestRank()
    {
        Histogram histogram;
        for (std::int64_t value = 1; value <= 20; ++value)
            histogram.add(value);
        QCOMPARE(histogram.percentile(0.5), 10);
        QCOMPARE(histogram.percentile(0.95), 19);
        QCOMPARE(histogram.percentile(0.99), 20);
        QCOMPARE(histogram.percentile(0), 1);
        QCOMPARE(histogram.percentile(1), 20);
    }

    void percentilesOfRandomDataAreWithinTheError()
    {
        std::mt19937 random(1);
        std::lognormal_distribution<double> latency(13, 1.5);
        Histogram histogram;
        std::vector<std::int64_t> values;
        for (int i = 0; i < 20'000; ++i) {
            values.push_back(static_cast<std::int64_t>(latency(random)));
            histogram.add(values.back());
        }
        std::sort(values.begin(), values.end());
        for (const double share : { 0.01, 0.5, 0.95, 0.99, 0.999 }) {
            const auto exact = static_cast<double>(
                values[static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1]);
            QVERIFY(std::abs(static_cast<double>(histogram.percentile(share)) - exact) <= 0.032 * exact);
        }
    }

    void mergingEqualsAddingAll()
    {
        std::mt19937 random(2);
        Histogram all;
        Histogram merged;
        for (int part = 0; part < 50; ++part) {
            Histogram one;
            for (int i = static_cast<int>(random() % 20); i > 0; --i) {
                const auto value = static_cast<std::int64_t>(random() >> random() % 32);
                one.add(value);
                all.add(value);
            }
            merged.merge(*Histogram::fromBlob(one.toBlob()));
        }
        QVERIFY(merged == all);
        QVERIFY(*Histogram::fromBlob(all.toBlob()) == all);
        QVERIFY(all.toBlob().size() < 1500);
    }

    void damagedBlobsAreRefused()
    {
        const std::string cases[] = { std::string("\x05", 1),
                                      std::string("\x05\x00", 2),
                                      std::string("\x85", 1),
                                      std::string("\xff\xff\x7f\x01", 4),
                                      std::string("\x05\x01\x00\x01", 4),
                                      std::string("\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10) };
        for (const std::string &blob : cases)
            QVERIFY(!Histogram::fromBlob(blob));
        std::mt19937 random(3);
        for (int i = 0; i < 20'000; ++i) {
            std::string blob(random() % 12, '\0');
            for (char &c : blob)
                c = static_cast<char>(random());
            if (const auto histogram = Histogram::fromBlob(blob))
                QCOMPARE(Histogram::fromBlob(histogram->toBlob())->count(), histogram->count());
        }
    }
};

QTEST_GUILESS_MAIN(HistogramTest)
#include "tst_histogram.moc"
