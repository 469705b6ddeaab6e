// SPDX-License-Identifier: MIT
#include <QDateTime>
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 cannot read some headers of C++20
#include "price_cases.h"
#include "providers/answer.h"
#include "providers/price_book.h"
#endif

using namespace cachescope;
using namespace cachescope::providers;

/** From the bytes of an answer to its money, by hand for each convention, tier and schedule. */
class TestPriceCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWhatTheProvidersPageSays_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(test::priceCases().size()); ++i)
            QTest::newRow(test::priceCases()[std::size_t(i)].name) << i;
    }

    void isWhatTheProvidersPageSays()
    {
        QFETCH(int, index);
        const test::PriceCase &of = test::priceCases()[std::size_t(index)];
        AnswerObserver observer(of.api, 200, "application/json");
        observer.feed(of.answer);
        const auto usage = observer.finish().usage;
        QVERIFY(usage.source == UsageSource::Reported);
        PriceContext context;
        context.startedAt
            = QDateTime::fromString(QString::fromLatin1(of.when), Qt::ISODate).toMSecsSinceEpoch() * 1'000;
        context.serviceTier = of.tier;
        context.inferenceGeo = of.geo;
        const auto cost = PriceBook::shipped()->cost(of.upstream, of.model, usage.tokens, context);
        QVERIFY(cost);
        QCOMPARE(QByteArray::fromStdString(cost->input.toDecimal()), QByteArray(of.fresh));
        QCOMPARE(QByteArray::fromStdString(cost->cacheRead.toDecimal()), QByteArray(of.read));
        QCOMPARE(QByteArray::fromStdString(cost->cacheWrite.toDecimal()), QByteArray(of.write));
        QCOMPARE(QByteArray::fromStdString(cost->output.toDecimal()), QByteArray(of.output));
        QCOMPARE(QByteArray::fromStdString(cost->billed.toDecimal()), QByteArray(of.billed));
        QCOMPARE(QByteArray::fromStdString(cost->withoutCache.toDecimal()), QByteArray(of.without));
        QCOMPARE((cost->input + cost->cacheRead + cost->cacheWrite + cost->output).pico(), cost->billed.pico());
    }
};

QTEST_GUILESS_MAIN(TestPriceCases)
#include "tst_price_cases.moc"
