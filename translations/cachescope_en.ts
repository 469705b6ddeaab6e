<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>cachescope::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
</TS>
