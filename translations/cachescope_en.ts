<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlertWords</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AnnotationWords</name>
    <message numerus="yes">
        <source>%n request(s) were priced anew with the book of %1.</source>
        <translation>
            <numerusform>%n request was priced anew with the book of %1.</numerusform>
            <numerusform>%n requests were priced anew with the book of %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>invalidated %n entries</source>
        <translation>
            <numerusform>invalidated %n entry</numerusform>
            <numerusform>invalidated %n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries were invalidated %1, and brought back.</source>
        <translation>
            <numerusform>%n entry was invalidated %1, and brought back.</numerusform>
            <numerusform>%n entries were invalidated %1, and brought back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries were invalidated %1.</source>
        <translation>
            <numerusform>%n entry was invalidated %1.</numerusform>
            <numerusform>%n entries were invalidated %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BandWords</name>
    <message numerus="yes">
        <source>%n definition(s)</source>
        <extracomment>Definitions of tools.</extracomment>
        <translation>
            <numerusform>%n definition</numerusform>
            <numerusform>%n definitions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChartWords</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SpendTileWords</name>
    <message numerus="yes">
        <source>%1 requests in %n day(s)</source>
        <translation>
            <numerusform>%1 requests in %n day</numerusform>
            <numerusform>%1 requests in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) of %1 without a price</source>
        <translation>
            <numerusform>%n call of %1 without a price</numerusform>
            <numerusform>%n calls of %1 without a price</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) of data</source>
        <translation>
            <numerusform>%n day of data</numerusform>
            <numerusform>%n days of data</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusWords</name>
    <message numerus="yes">
        <source>%n alert(s) firing</source>
        <translation>
            <numerusform>%n alert firing</numerusform>
            <numerusform>%n alerts firing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TileWords</name>
    <message numerus="yes">
        <source>%n call(s) without a price</source>
        <translation>
            <numerusform>%n call without a price</numerusform>
            <numerusform>%n calls without a price</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AdviceView</name>
    <message numerus="yes">
        <source>%n kind(s), dearest first</source>
        <translation>
            <numerusform>%n kind, dearest first</numerusform>
            <numerusform>%n kinds, dearest first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AlertModel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AlertsPage</name>
    <message numerus="yes">
        <source>%n firing</source>
        <translation>
            <numerusform>%n firing</numerusform>
            <numerusform>%n firing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recovering</source>
        <translation>
            <numerusform>%n recovering</numerusform>
            <numerusform>%n recovering</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no data</source>
        <translation>
            <numerusform>%n no data</numerusform>
            <numerusform>%n no data</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n normal</source>
        <translation>
            <numerusform>%n normal</numerusform>
            <numerusform>%n normal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s), checked every 30 s</source>
        <translation>
            <numerusform>%n rule, checked every 30 s</numerusform>
            <numerusform>%n rules, checked every 30 s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n message(s) not delivered</source>
        <translation>
            <numerusform>, %n message not delivered</numerusform>
            <numerusform>, %n messages not delivered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> And %n more.</source>
        <translation>
            <numerusform> And %n more.</numerusform>
            <numerusform> And %n more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n request(s)</source>
        <translation>
            <numerusform>Show %n request</numerusform>
            <numerusform>Show %n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CachePage</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mark %n stale</source>
        <translation>
            <numerusform>Mark %n stale</numerusform>
            <numerusform>Mark %n stale</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n</source>
        <translation>
            <numerusform>Remove %n</numerusform>
            <numerusform>Remove %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CauseTable</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) without a known price are not in this sum</source>
        <translation>
            <numerusform>%n call without a known price is not in this sum</numerusform>
            <numerusform>%n calls without a known price are not in this sum</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CompareRows</name>
    <message numerus="yes">
        <source>%1 to %2, %n blocks, equal</source>
        <translation>
            <numerusform>%1 to %2, %n block, equal</numerusform>
            <numerusform>%1 to %2, %n blocks, equal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n equal lines</source>
        <translation>
            <numerusform>%n equal line</numerusform>
            <numerusform>%n equal lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FindReplaceBar</name>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>%n replaced</numerusform>
            <numerusform>%n replaced</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FirstRun</name>
    <message numerus="yes">
        <source>%n provider(s) have a key</source>
        <translation>
            <numerusform>%n provider has a key</numerusform>
            <numerusform>%n providers have a key</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Now: bodies for %n day(s), at most %1, secrets hidden.</source>
        <translation>
            <numerusform>Now: bodies for %n day, at most %1, secrets hidden.</numerusform>
            <numerusform>Now: bodies for %n days, at most %1, secrets hidden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FixPreview</name>
    <message numerus="yes">
        <source>%n place(s) would change:</source>
        <translation>
            <numerusform>%n place would change:</numerusform>
            <numerusform>%n places would change:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FreshCompare</name>
    <message numerus="yes">
        <source>%n line(s) differ. − stored, + fresh.</source>
        <translation>
            <numerusform>%n line differs. − stored, + fresh.</numerusform>
            <numerusform>%n lines differ. − stored, + fresh.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::InvoiceCard</name>
    <message numerus="yes">
        <source>%n day(s) differ, in all %1</source>
        <translation>
            <numerusform>%n day differs, in all %1</numerusform>
            <numerusform>%n days differ, in all %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::KeyPartsView</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::LoggedValues</name>
    <message numerus="yes">
        <source>The log has %n request(s) like this, but none has the text beside the variables.</source>
        <translation>
            <numerusform>The log has %n request like this, but without the text beside the variables.</numerusform>
            <numerusform>The log has %n requests like this, but none has the text beside the variables.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n logged request(s)</source>
        <translation>
            <numerusform>%n logged request</numerusform>
            <numerusform>%n logged requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) of values</source>
        <translation>
            <numerusform>%n set of values</numerusform>
            <numerusform>%n sets of values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>from the last %n request(s) like this.</source>
        <translation>
            <numerusform>from the last %n request like this.</numerusform>
            <numerusform>from the last %n requests like this.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n call(s) are still under way.</source>
        <translation>
            <numerusform>%n call is still under way.</numerusform>
            <numerusform>%n calls are still under way.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Finish %n call(s), then quit</source>
        <translation>
            <numerusform>Finish %n call, then quit</numerusform>
            <numerusform>Finish %n calls, then quit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n call(s) now</source>
        <translation>
            <numerusform>End %n call now</numerusform>
            <numerusform>End %n calls now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ModelTable</name>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n other</numerusform>
            <numerusform>%n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) without a known price are not in this sum</source>
        <translation>
            <numerusform>%n call without a known price is not in this sum</numerusform>
            <numerusform>%n calls without a known price are not in this sum</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::OutlinePane</name>
    <message numerus="yes">
        <source>%n value set(s)</source>
        <translation>
            <numerusform>%n value set</numerusform>
            <numerusform>%n value sets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In the other %n call(s) only %1 tokens matched: %2 had changed.</source>
        <translation>
            <numerusform>In the other call only %1 tokens matched: %2 had changed.</numerusform>
            <numerusform>In the other %n calls only %1 tokens matched: %2 had changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PreviewCard</name>
    <message numerus="yes">
        <source>would have fired %n time(s) in 7 days, %1 in all</source>
        <translation>
            <numerusform>would have fired once in 7 days, %1 in all</numerusform>
            <numerusform>would have fired %n times in 7 days, %1 in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ProblemPane</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hint(s)</source>
        <translation>
            <numerusform>%n info</numerusform>
            <numerusform>%n infos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fix %n safe</source>
        <translation>
            <numerusform>Fix %n safe</numerusform>
            <numerusform>Fix %n safe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptEdit</name>
    <message numerus="yes">
        <source>Token %1: “%2”, %n byte(s)</source>
        <translation>
            <numerusform>Token %1: “%2”, %n byte</numerusform>
            <numerusform>Token %1: “%2”, %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) folded</source>
        <translation>
            <numerusform>%n line folded</numerusform>
            <numerusform>%n lines folded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptsPage</name>
    <message numerus="yes">
        <source>%1: estimated, calibrated on %n call(s)</source>
        <translation>
            <numerusform>%1: estimated, calibrated on %n call</numerusform>
            <numerusform>%1: estimated, calibrated on %n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s)</source>
        <translation>
            <numerusform>%n set</numerusform>
            <numerusform>%n sets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) that had not been saved are open again.</source>
        <translation>
            <numerusform>%n prompt that had not been saved is open again.</numerusform>
            <numerusform>%n prompts that had not been saved are open again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %n place(s)</source>
        <translation>
            <numerusform>Change %n place</numerusform>
            <numerusform>Change %n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) fixed, safely and in one step.</source>
        <translation>
            <numerusform>%n problem fixed, safely and in one step.</numerusform>
            <numerusform>%n problems fixed, safely and in one step.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), one a line, edited as text.</source>
        <translation>
            <numerusform>%n call, edited as text.</numerusform>
            <numerusform>%n calls, one a line, edited as text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s) of calls</source>
        <translation>
            <numerusform>%n kind of calls</numerusform>
            <numerusform>%n kinds of calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SavingTable</name>
    <message numerus="yes">
        <source>%n call(s) cost something else</source>
        <translation>
            <numerusform>%n call costs something else</numerusform>
            <numerusform>%n calls cost something else</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SideBar</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SideRow</name>
    <message numerus="yes">
        <source>%n alert(s) firing</source>
        <translation>
            <numerusform>%n alert firing</numerusform>
            <numerusform>%n alerts firing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SilenceDialog</name>
    <message numerus="yes">
        <source>Until %1, %n day(s)</source>
        <translation>
            <numerusform>Until %1, %n day</numerusform>
            <numerusform>Until %1, %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SimulatorPage</name>
    <message numerus="yes">
        <source>Show the %n changed request(s)</source>
        <translation>
            <numerusform>Show the %n changed request</numerusform>
            <numerusform>Show the %n changed requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>bands over %n day(s)</source>
        <translation>
            <numerusform>bands over %n day</numerusform>
            <numerusform>bands over %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>bands over %n hour(s)</source>
        <translation>
            <numerusform>bands over %n hour</numerusform>
            <numerusform>bands over %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SimulatorWords</name>
    <message numerus="yes">
        <source>A band needs %n day(s) or hours with calls.</source>
        <translation>
            <numerusform>A band needs %n day or hour with calls.</numerusform>
            <numerusform>A band needs %n days or hours with calls.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) without a stored body or usage stay as they were.</source>
        <translation>
            <numerusform>%n request without a stored body or usage stays as it was.</numerusform>
            <numerusform>%n requests without a stored body or usage stay as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) began before a first one had its answer.</source>
        <translation>
            <numerusform>%n call began before a first one had its answer.</numerusform>
            <numerusform>%n calls began before a first one had its answer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SpendPage</name>
    <message numerus="yes">
        <source>%n model(s) without a price</source>
        <translation>
            <numerusform>%n model without a price</numerusform>
            <numerusform>%n models without a price</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SpendTable</name>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n other</numerusform>
            <numerusform>%n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) without a known price are not in this sum</source>
        <translation>
            <numerusform>%n call without a known price is not in this sum</numerusform>
            <numerusform>%n calls without a known price are not in this sum</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ValuesDialog</name>
    <message numerus="yes">
        <source>%n set(s) of values</source>
        <translation>
            <numerusform>%n set of values</numerusform>
            <numerusform>%n sets of values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) from a file.</source>
        <translation>
            <numerusform>%n set from a file.</numerusform>
            <numerusform>%n sets from a file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::WhyFacts</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
</TS>
