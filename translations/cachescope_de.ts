<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AlertWords</name>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>month forecast</source>
        <translation>Monatsprognose</translation>
    </message>
    <message>
        <source>prefix read</source>
        <translation>Präfix gelesen</translation>
    </message>
    <message>
        <source>local hit rate</source>
        <translation>lokale Trefferquote</translation>
    </message>
    <message>
        <source>TTFT p95</source>
        <translation>TTFT p95</translation>
    </message>
    <message>
        <source>latency p95</source>
        <translation>Latenz p95</translation>
    </message>
    <message>
        <source>error rate</source>
        <translation>Fehlerquote</translation>
    </message>
    <message>
        <source>rate limit answers</source>
        <translation>Ratenlimit-Antworten</translation>
    </message>
    <message>
        <source>failed at upstream</source>
        <translation>beim Anbieter gescheitert</translation>
    </message>
    <message>
        <source>no traffic</source>
        <translation>kein Verkehr</translation>
    </message>
    <message>
        <source>requests without price</source>
        <translation>Anfragen ohne Preis</translation>
    </message>
    <message>
        <source>dearest request</source>
        <translation>teuerste Anfrage</translation>
    </message>
    <message>
        <source>lost log rows</source>
        <translation>verlorene Logzeilen</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>alle zusammen</translation>
    </message>
    <message>
        <source>each upstream</source>
        <translation>jeden Anbieter</translation>
    </message>
    <message>
        <source>each model</source>
        <translation>jedes Modell</translation>
    </message>
    <message>
        <source>each project</source>
        <translation>jedes Projekt</translation>
    </message>
    <message>
        <source>each client</source>
        <translation>jeden Client</translation>
    </message>
    <message>
        <source>each session</source>
        <translation>jede Sitzung</translation>
    </message>
    <message>
        <source>Local hit ratio low</source>
        <translation>Lokale Trefferquote niedrig</translation>
    </message>
    <message>
        <source>Prefix read fell</source>
        <translation>Präfix-Lesen fiel</translation>
    </message>
    <message>
        <source>Spend per day</source>
        <translation>Ausgaben pro Tag</translation>
    </message>
    <message>
        <source>Spend per hour</source>
        <translation>Ausgaben pro Stunde</translation>
    </message>
    <message>
        <source>Spend per month</source>
        <translation>Ausgaben pro Monat</translation>
    </message>
    <message>
        <source>Month forecast</source>
        <translation>Monatsprognose</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>Latenz p95</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Fehlerquote</translation>
    </message>
    <message>
        <source>Rate limit answers</source>
        <translation>Ratenlimit-Antworten</translation>
    </message>
    <message>
        <source>Upstream down</source>
        <translation>Anbieter ausgefallen</translation>
    </message>
    <message>
        <source>No traffic</source>
        <translation>Kein Verkehr</translation>
    </message>
    <message>
        <source>Model without price</source>
        <translation>Modell ohne Preis</translation>
    </message>
    <message>
        <source>One dear request</source>
        <translation>Eine teure Anfrage</translation>
    </message>
    <message>
        <source>Log drops rows</source>
        <translation>Log verliert Zeilen</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>unter %1</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>schlägt an</translation>
    </message>
    <message>
        <source>recovering</source>
        <translation>erholt sich</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(ohne)</translation>
    </message>
    <message>
        <source>session %1</source>
        <translation>Sitzung %1</translation>
    </message>
    <message>
        <source>project %1</source>
        <translation>Projekt %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weitere</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>all requests</source>
        <translation>alle Anfragen</translation>
    </message>
    <message>
        <source> for %1</source>
        <translation> bei %1</translation>
    </message>
    <message>
        <source>, since %1</source>
        <translation>, seit %1</translation>
    </message>
    <message>
        <source>%1: %2%3.</source>
        <translation>%1: %2%3.</translation>
    </message>
    <message>
        <source>%1: still %2%3.</source>
        <translation>%1: weiterhin %2%3.</translation>
    </message>
    <message>
        <source>%1: recovered, %2.</source>
        <translation>%1: erholt, %2.</translation>
    </message>
    <message>
        <source>%1: no data%2%3.</source>
        <translation>%1: keine Daten%2%3.</translation>
    </message>
    <message>
        <source>%1: this is a test; %2.</source>
        <translation>%1: dies ist ein Test; %2.</translation>
    </message>
    <message>
        <source>warning at %1 of a budget of %2</source>
        <translation>Warnung bei %1 von einem Budget von %2</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>%1 %2%3, %4</source>
        <translation>%1 %2%3, %4</translation>
    </message>
</context>
<context>
    <name>AnnotationWords</name>
    <message>
        <source>in the window</source>
        <translation>im Fenster</translation>
    </message>
    <message>
        <source>by command</source>
        <translation>per Befehl</translation>
    </message>
    <message>
        <source>by a rule</source>
        <translation>durch eine Regel</translation>
    </message>
    <message>
        <source>over the admin API</source>
        <translation>über die Admin-API</translation>
    </message>
    <message>
        <source>setting changed</source>
        <translation>Einstellung geändert</translation>
    </message>
    <message>
        <source>The setting %1 was changed.</source>
        <translation>Die Einstellung %1 wurde geändert.</translation>
    </message>
    <message>
        <source>The setting %1 was set to %2.</source>
        <translation>Die Einstellung %1 wurde auf %2 gesetzt.</translation>
    </message>
    <message>
        <source>The prices changed.</source>
        <translation>Die Preise wurden geändert.</translation>
    </message>
    <message>
        <source>The price book of %1 is in force, before it was that of %2.</source>
        <translation>Das Preisbuch vom %1 gilt, vorher das vom %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) were priced anew with the book of %1.</source>
        <translation>
            <numerusform>%n Anfrage wurde mit dem Buch vom %1 neu berechnet.</numerusform>
            <numerusform>%n Anfragen wurden mit dem Buch vom %1 neu berechnet.</numerusform>
        </translation>
    </message>
    <message>
        <source>prices changed</source>
        <translation>Preise geändert</translation>
    </message>
    <message numerus="yes">
        <source>invalidated %n entries</source>
        <translation>
            <numerusform>%n Eintrag entwertet</numerusform>
            <numerusform>%n Einträge entwertet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries were invalidated %1, and brought back.</source>
        <translation>
            <numerusform>%n Eintrag wurde %1 entwertet und zurückgeholt.</numerusform>
            <numerusform>%n Einträge wurden %1 entwertet und zurückgeholt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries were invalidated %1.</source>
        <translation>
            <numerusform>%n Eintrag wurde %1 entwertet.</numerusform>
            <numerusform>%n Einträge wurden %1 entwertet.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>alert: %1</source>
        <translation>Alarm: %1</translation>
    </message>
    <message>
        <source>The alert %1 fired until %2.</source>
        <translation>Der Alarm %1 schlug bis %2 an.</translation>
    </message>
    <message>
        <source>The alert %1 fires.</source>
        <translation>Der Alarm %1 schlägt an.</translation>
    </message>
    <message>
        <source>by another member of the team</source>
        <translation>von einem anderen Mitglied des Teams</translation>
    </message>
</context>
<context>
    <name>AttachmentWords</name>
    <message>
        <source>another window</source>
        <translation>einem anderen Fenster</translation>
    </message>
    <message>
        <source>Attached to %1, process %2, since %3. Closing this window does not end it.</source>
        <translation>Verbunden mit %1, Prozess %2, seit %3. Er läuft weiter, wenn dieses Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>%1 (process %2) has ended; this window shows the log and waits for it.</source>
        <translation>%1 (Prozess %2) ist beendet; dieses Fenster zeigt das Protokoll und wartet darauf.</translation>
    </message>
    <message>
        <source>%1 (process %2) does not answer; this window shows the log and tries again.</source>
        <translation>%1 (Prozess %2) antwortet nicht; dieses Fenster zeigt das Protokoll und versucht es weiter.</translation>
    </message>
    <message>
        <source>attached to another window, process %1</source>
        <translation>verbunden mit anderem Fenster, Prozess %1</translation>
    </message>
    <message>
        <source>attached to serve, process %1</source>
        <translation>verbunden mit serve, Prozess %1</translation>
    </message>
    <message>
        <source>another version runs</source>
        <translation>eine andere Version läuft</translation>
    </message>
    <message>
        <source>serve has ended; reconnecting</source>
        <translation>serve ist beendet; wird neu verbunden</translation>
    </message>
    <message>
        <source>serve does not answer; reconnecting</source>
        <translation>serve antwortet nicht; wird neu verbunden</translation>
    </message>
</context>
<context>
    <name>BandWords</name>
    <message numerus="yes">
        <source>%n definition(s)</source>
        <extracomment>Definitions of tools.</extracomment>
        <translation>
            <numerusform>%n Definition</numerusform>
            <numerusform>%n Definitionen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BodyText</name>
    <message>
        <source>%1 of encoded data</source>
        <translation>%1 kodierte Daten</translation>
    </message>
    <message>
        <source>%1 of binary data; the first bytes:</source>
        <translation>%1 Binärdaten; die ersten Bytes:</translation>
    </message>
</context>
<context>
    <name>CachePage</name>
    <message>
        <source>All states</source>
        <translation>Alle Zustände</translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation>Frisch</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
</context>
<context>
    <name>CallColumns</name>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Read</source>
        <comment>share of the input read from the provider&apos;s cache</comment>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Input by bucket</source>
        <translation>Input nach Art</translation>
    </message>
    <message>
        <source>Input</source>
        <comment>tokens</comment>
        <translation>Input</translation>
    </message>
    <message>
        <source>Output</source>
        <comment>tokens</comment>
        <translation>Output</translation>
    </message>
    <message>
        <source>TTFT</source>
        <comment>time to first token</comment>
        <translation>TTFT</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Total</source>
        <comment>duration</comment>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>First words</source>
        <translation>Erste Wörter</translation>
    </message>
    <message>
        <source>Fresh</source>
        <comment>tokens</comment>
        <translation>Frisch</translation>
    </message>
    <message>
        <source>Read tokens</source>
        <translation>Gelesene Tokens</translation>
    </message>
    <message>
        <source>Written</source>
        <comment>tokens</comment>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>No cache</source>
        <comment>cost without any cache</comment>
        <translation>Ohne Cache</translation>
    </message>
    <message>
        <source>Saved</source>
        <comment>money</comment>
        <translation>Gespart</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Served model</source>
        <translation>Bedienendes Modell</translation>
    </message>
    <message>
        <source>Number</source>
        <comment>number of the call in the log</comment>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>What became of the call: hit, miss, coalesced, bypass or error</source>
        <translation>Was aus dem Aufruf wurde: Treffer, verfehlt, vereint, Bypass oder Fehler</translation>
    </message>
    <message>
        <source>When the call started, in your time zone</source>
        <translation>Beginn des Aufrufs in der eigenen Zeitzone</translation>
    </message>
    <message>
        <source>Program that made the call, from its User-Agent</source>
        <translation>Aufrufendes Programm, aus seinem User-Agent</translation>
    </message>
    <message>
        <source>Model as asked for</source>
        <translation>Modell wie angefragt</translation>
    </message>
    <message>
        <source>Conversation that the call belongs to, given or inferred</source>
        <translation>Gespräch, zu dem der Aufruf gehört, angegeben oder erschlossen</translation>
    </message>
    <message>
        <source>HTTP status that the client got</source>
        <translation>HTTP-Status, den der Client bekam</translation>
    </message>
    <message>
        <source>Share of the input tokens that the provider read from its cache</source>
        <translation>Anteil der Input-Tokens, den der Anbieter aus seinem Cache las</translation>
    </message>
    <message>
        <source>Input tokens: read, written (hatched), fresh; one scale for all rows. Dashed: answered locally, nothing was sent</source>
        <translation>Input-Tokens: gelesen, geschrieben (schraffiert), frisch; ein Maßstab für alle Zeilen. Gestrichelt: lokal beantwortet, nichts gesendet</translation>
    </message>
    <message>
        <source>Input tokens; ~ marks an estimate</source>
        <translation>Input-Tokens; ~ kennzeichnet eine Schätzung</translation>
    </message>
    <message>
        <source>Output tokens; ~ marks an estimate</source>
        <translation>Output-Tokens; ~ kennzeichnet eine Schätzung</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>Zeit bis zum ersten Token</translation>
    </message>
    <message>
        <source>Time to the first token, then the stream; one scale for all rows</source>
        <translation>Zeit bis zum ersten Token, dann der Stream; ein Maßstab für alle Zeilen</translation>
    </message>
    <message>
        <source>From the call&apos;s start to its end</source>
        <translation>Vom Beginn des Aufrufs bis zu seinem Ende</translation>
    </message>
    <message>
        <source>What the provider bills for the call</source>
        <translation>Was der Anbieter für den Aufruf berechnet</translation>
    </message>
    <message>
        <source>Why the call was dear, not cached, or failed; what a cache saved</source>
        <translation>Warum der Aufruf teuer war, nicht im Cache lag oder scheiterte; was ein Cache sparte</translation>
    </message>
    <message>
        <source>First words of the newest user message</source>
        <translation>Erste Wörter der neuesten Benutzernachricht</translation>
    </message>
    <message>
        <source>What the same call would have cost without any cache</source>
        <translation>Was derselbe Aufruf ganz ohne Cache gekostet hätte</translation>
    </message>
    <message>
        <source>Saved net of write premiums, by the provider&apos;s and the local cache</source>
        <translation>Ersparnis abzüglich Schreibaufschlägen, durch den Cache des Anbieters und den lokalen</translation>
    </message>
    <message>
        <source>Calls made upstream for this one</source>
        <translation>Aufrufe beim Upstream für diesen einen</translation>
    </message>
    <message>
        <source>Bytes of the answer</source>
        <translation>Bytes der Antwort</translation>
    </message>
</context>
<context>
    <name>CallText</name>
    <message>
        <source>no tokens known</source>
        <translation>keine Tokens bekannt</translation>
    </message>
    <message>
        <source>answered locally, %1 input tokens not sent</source>
        <translation>lokal beantwortet, %1 Input-Tokens nicht gesendet</translation>
    </message>
    <message>
        <source>%1 read, %2 written, %3 fresh</source>
        <translation>%1 gelesen, %2 geschrieben, %3 frisch</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>first token after %1, then %2</source>
        <translation>erstes Token nach %1, dann %2</translation>
    </message>
    <message>
        <source>key refused</source>
        <translation>Schlüssel abgelehnt</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>zu groß</translation>
    </message>
    <message>
        <source>rate limit</source>
        <translation>Ratenlimit</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>überlastet</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>keine Verbindung</translation>
    </message>
    <message>
        <source>TLS failed</source>
        <translation>TLS gescheitert</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>provider answered %1</source>
        <translation>Anbieter antwortete %1</translation>
    </message>
    <message>
        <source>hit</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>miss</source>
        <translation>verfehlt</translation>
    </message>
    <message>
        <source>coalesced</source>
        <translation>vereint</translation>
    </message>
    <message>
        <source>bypass</source>
        <translation>Bypass</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>cut by the provider</source>
        <translation>vom Anbieter abgebrochen</translation>
    </message>
    <message>
        <source>stream without its end</source>
        <translation>Stream ohne Ende</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>Client gegangen</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>lost, program ended</source>
        <translation>verloren, Programmende</translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation>%1 gespart</translation>
    </message>
    <message>
        <source>1 retry</source>
        <translation>1 Wiederholung</translation>
    </message>
    <message>
        <source>%1 retries</source>
        <translation>%1 Wiederholungen</translation>
    </message>
    <message>
        <source>no price known</source>
        <translation>kein Preis bekannt</translation>
    </message>
    <message>
        <source>No price is known for %1 at %2. Add one in Settings, Prices.</source>
        <translation>Für %1 bei %2 ist kein Preis bekannt. In Einstellungen, Preise, ergänzen.</translation>
    </message>
    <message>
        <source>%1; without any cache %2</source>
        <translation>%1; ganz ohne Cache %2</translation>
    </message>
    <message>
        <source>%1; Why in the detail below says more</source>
        <translation>%1; mehr dazu unten unter „Warum“</translation>
    </message>
</context>
<context>
    <name>ChartWords</name>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>hit</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>coalesced</source>
        <translation>vereint</translation>
    </message>
    <message>
        <source>miss</source>
        <translation>verfehlt</translation>
    </message>
    <message>
        <source>bypass</source>
        <translation>Bypass</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>cache read</source>
        <translation>Cache gelesen</translation>
    </message>
    <message>
        <source>cache write</source>
        <translation>Cache geschrieben</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>frisch</translation>
    </message>
    <message>
        <source>without cache</source>
        <translation>ohne Cache</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>bezahlt</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckWords</name>
    <message>
        <source>, %1 per day</source>
        <translation>, %1 am Tag</translation>
    </message>
    <message>
        <source>The prefix ends here: {{%1}} differs in every call%2</source>
        <translation>Hier endet der Präfix: {{%1}} ist in jedem Aufruf anders%2</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>behind what changes</source>
        <translation>hinter dem, was sich ändert</translation>
    </message>
    <message>
        <source>below the minimum of %1</source>
        <translation>unter dem Minimum von %1</translation>
    </message>
    <message>
        <source>on stable text</source>
        <translation>auf festem Text</translation>
    </message>
    <message>
        <source>The prompt names no model: counted as for %1.</source>
        <translation>Der Prompt nennt kein Modell: gezählt wie für %1.</translation>
    </message>
    <message>
        <source>%1 is not in the price book: the rules of %2 apply, its cost is unknown.</source>
        <translation>%1 steht nicht im Preisbuch: es gelten die Regeln von %2, die Kosten sind unbekannt.</translation>
    </message>
    <message>
        <source>The edited tool is not valid JSON; the figures are those from before.</source>
        <translation>Das geänderte Werkzeug ist kein gültiges JSON; die Zahlen sind die von vorher.</translation>
    </message>
    <message>
        <source>The prefix ends here: logged calls differ%1</source>
        <translation>Hier endet das Präfix: protokollierte Aufrufe weichen ab%1</translation>
    </message>
    <message>
        <source>The prefix ends here: this differs in every call%1</source>
        <translation>Hier endet das Präfix: dies ist in jedem Aufruf anders%1</translation>
    </message>
    <message>
        <source>below the minimum: %1</source>
        <translation>unter dem Minimum: %1</translation>
    </message>
    <message>
        <source>near the minimum: %1</source>
        <translation>nahe am Minimum: %1</translation>
    </message>
    <message>
        <source>one too many: %1</source>
        <translation>einer zu viel: %1</translation>
    </message>
    <message>
        <source>on changing text: %1</source>
        <translation>auf wechselndem Text: %1</translation>
    </message>
    <message>
        <source>too far from the one before: %1</source>
        <translation>zu weit vom vorigen: %1</translation>
    </message>
    <message>
        <source>longer life behind a shorter one: %1</source>
        <translation>längere Dauer hinter kürzerer: %1</translation>
    </message>
    <message>
        <source>life too short: %1</source>
        <translation>Dauer zu kurz: %1</translation>
    </message>
    <message>
        <source>life too long: %1</source>
        <translation>Dauer zu lang: %1</translation>
    </message>
    <message>
        <source>written, never read: %1</source>
        <translation>geschrieben, nie gelesen: %1</translation>
    </message>
    <message>
        <source>read by %1 of calls</source>
        <translation>von %1 der Aufrufe gelesen</translation>
    </message>
</context>
<context>
    <name>EntryColumns</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>First words</source>
        <translation>Erste Wörter</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>TTL used</source>
        <translation>TTL verbraucht</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespart</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Per answer</source>
        <translation>Je Antwort</translation>
    </message>
    <message>
        <source>As Cache-Status shows it; the command takes it as --key</source>
        <translation>Wie Cache-Status ihn zeigt; der Befehl nimmt ihn als --key</translation>
    </message>
    <message>
        <source>How the prompt begins, and its last question</source>
        <translation>Wie der Prompt beginnt, und seine letzte Frage</translation>
    </message>
    <message>
        <source>When it was last given, or stored</source>
        <translation>Wann sie zuletzt gegeben oder gespeichert wurde</translation>
    </message>
    <message>
        <source>Since the answer was stored</source>
        <translation>Seit die Antwort gespeichert wurde</translation>
    </message>
    <message>
        <source>How much of its lifetime is over</source>
        <translation>Wie viel ihrer Lebensdauer vorbei ist</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>Auf der Platte</translation>
    </message>
    <message>
        <source>What its hits would have cost</source>
        <translation>Was ihre Treffer gekostet hätten</translation>
    </message>
    <message>
        <source>Pinned, stale or expired</source>
        <translation>Angeheftet, veraltet oder abgelaufen</translation>
    </message>
    <message>
        <source>What the call cost that stored it</source>
        <translation>Was der Aufruf gekostet hat, der sie speicherte</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>days</comment>
        <translation>%1 T</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours</comment>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 m</source>
        <comment>minutes</comment>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <source>stale: asked for again on the next call</source>
        <translation>veraltet: wird beim nächsten Aufruf neu gefragt</translation>
    </message>
    <message>
        <source>expired %1 ago</source>
        <translation>vor %1 abgelaufen</translation>
    </message>
    <message>
        <source>fresh, %1 left</source>
        <translation>frisch, noch %1</translation>
    </message>
    <message>
        <source>Last given %1</source>
        <translation>Zuletzt gegeben %1</translation>
    </message>
    <message>
        <source>Not given yet</source>
        <translation>Noch nicht gegeben</translation>
    </message>
    <message>
        <source>Stored %1</source>
        <translation>Gespeichert %1</translation>
    </message>
    <message>
        <source>Pinned; %1</source>
        <translation>Angeheftet; %1</translation>
    </message>
    <message>
        <source>%1 hits at %2</source>
        <translation>%1 Treffer zu %2</translation>
    </message>
    <message>
        <source>The price of this model is not known</source>
        <translation>Der Preis dieses Modells ist nicht bekannt</translation>
    </message>
</context>
<context>
    <name>EntrySearch</name>
    <message>
        <source>key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>prompt begins with “%1”</source>
        <translation>Prompt beginnt mit „%1“</translation>
    </message>
    <message>
        <source>model %1</source>
        <translation>Modell %1</translation>
    </message>
    <message>
        <source>upstream %1</source>
        <translation>Upstream %1</translation>
    </message>
    <message>
        <source>project %1</source>
        <translation>Projekt %1</translation>
    </message>
    <message>
        <source>tag %1</source>
        <translation>Tag %1</translation>
    </message>
    <message>
        <source>namespace %1</source>
        <translation>Namensraum %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>system prompt %1</source>
        <translation>Systemprompt %1</translation>
    </message>
    <message>
        <source>another system prompt than %1</source>
        <translation>anderer Systemprompt als %1</translation>
    </message>
    <message>
        <source>filter %1</source>
        <translation>Filter %1</translation>
    </message>
    <message>
        <source>state %1</source>
        <translation>Zustand %1</translation>
    </message>
    <message>
        <source>older than %1</source>
        <translation>älter als %1</translation>
    </message>
    <message>
        <source>less than %1 left</source>
        <translation>noch weniger als %1</translation>
    </message>
    <message>
        <source>fewer than %1 hits</source>
        <translation>weniger als %1 Treffer</translation>
    </message>
    <message>
        <source>all entries</source>
        <translation>alle Einträge</translation>
    </message>
</context>
<context>
    <name>EpisodeTable</name>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
</context>
<context>
    <name>FileWords</name>
    <message>
        <source>There is no file %1.</source>
        <translation>Es gibt keine Datei %1.</translation>
    </message>
    <message>
        <source>%1 is no file.</source>
        <translation>%1 ist keine Datei.</translation>
    </message>
    <message>
        <source>%1 has %2; the editor opens files up to 256 MB.</source>
        <translation>%1 hat %2; der Editor öffnet Dateien bis 256 MB.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2.</source>
        <translation>%1 ließ sich nicht lesen: %2.</translation>
    </message>
    <message>
        <source>%1 is binary: it holds NUL bytes, which no prompt has.</source>
        <translation>%1 ist binär: die Datei enthält NUL-Bytes, die kein Prompt hat.</translation>
    </message>
    <message>
        <source>%1 could not be saved: %2. What you typed is still here.</source>
        <translation>%1 ließ sich nicht speichern: %2. Das Getippte ist noch da.</translation>
    </message>
</context>
<context>
    <name>PoliciesSection</name>
    <message>
        <source>project %1</source>
        <translation>Projekt %1</translation>
    </message>
    <message>
        <source>client %1</source>
        <translation>Programm %1</translation>
    </message>
    <message>
        <source>provider %1</source>
        <translation>Anbieter %1</translation>
    </message>
    <message>
        <source>model %1</source>
        <translation>Modell %1</translation>
    </message>
    <message>
        <source>path %1</source>
        <translation>Pfad %1</translation>
    </message>
    <message>
        <source>nothing is cached</source>
        <translation>nichts wird aufgehoben</translation>
    </message>
    <message>
        <source>kept for %1</source>
        <translation>%1 aufgehoben</translation>
    </message>
    <message>
        <source>%1 left out of the key</source>
        <translation>%1 nicht im Schlüssel</translation>
    </message>
    <message>
        <source>namespace %1</source>
        <translation>Namensraum %1</translation>
    </message>
    <message>
        <source>tool calls are kept</source>
        <translation>Werkzeugaufrufe werden aufgehoben</translation>
    </message>
    <message>
        <source>tool calls are not kept</source>
        <translation>Werkzeugaufrufe werden nicht aufgehoben</translation>
    </message>
    <message>
        <source>only temperature 0 or a seed</source>
        <translation>nur Temperatur 0 oder ein Seed</translation>
    </message>
    <message>
        <source>streams at their first pace</source>
        <translation>Ströme im ersten Tempo</translation>
    </message>
    <message>
        <source>streams at %1 events a second</source>
        <translation>Ströme mit %1 Ereignissen je Sekunde</translation>
    </message>
    <message>
        <source>stale for %1 while asked anew</source>
        <translation>%1 lang auch veraltet, während neu gefragt wird</translation>
    </message>
    <message>
        <source>%1 % of the hits asked anew to compare</source>
        <translation>%1 % der Treffer zum Vergleich neu gefragt</translation>
    </message>
    <message>
        <source>every call</source>
        <translation>alle Aufrufe</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>which calls: what is done</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>help for the provider&apos;s cache</source>
        <translation>Hilfe für den Cache des Anbieters</translation>
    </message>
</context>
<context>
    <name>ProblemWords</name>
    <message>
        <source>answer cut after %1</source>
        <translation>Antwort nach %1 abgebrochen</translation>
    </message>
    <message>
        <source>stream without its end</source>
        <translation>Stream ohne Ende</translation>
    </message>
    <message>
        <source>client left after %1</source>
        <translation>Client nach %1 gegangen</translation>
    </message>
    <message>
        <source>under way when Cachescope ended</source>
        <translation>lief noch, als Cachescope endete</translation>
    </message>
    <message>
        <source>rate limit</source>
        <translation>Ratenlimit</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>überlastet</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>SettingChoices</name>
    <message>
        <source>12 months</source>
        <translation>12 Monate</translation>
    </message>
    <message>
        <source>%1 years</source>
        <translation>%1 Jahre</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tage</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
</context>
<context>
    <name>SnippetWords</name>
    <message>
        <source>Client lines</source>
        <translation>Clientzeilen</translation>
    </message>
    <message>
        <source>Any tool, by environment</source>
        <translation>Jedes Tool, über die Umgebung</translation>
    </message>
    <message>
        <source>Project in the address</source>
        <translation>Projekt in der Adresse</translation>
    </message>
    <message>
        <source>Is it there?</source>
        <translation>Ist er da?</translation>
    </message>
    <message>
        <source>Coding agents</source>
        <translation>Coding-Agenten</translation>
    </message>
</context>
<context>
    <name>SpendTileWords</name>
    <message>
        <source>%1 so far</source>
        <translation>%1 bisher</translation>
    </message>
    <message numerus="yes">
        <source>%1 requests in %n day(s)</source>
        <translation>
            <numerusform>%1 Anfragen an %n Tag</numerusform>
            <numerusform>%1 Anfragen an %n Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) of %1 without a price</source>
        <translation>
            <numerusform>%n Anfrage an %1 ohne Preis</numerusform>
            <numerusform>%n Anfragen an %1 ohne Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls of %2 models without a price</source>
        <translation>%1 Anfragen an %2 Modelle ohne Preis</translation>
    </message>
    <message>
        <source>This month is over</source>
        <translation>Dieser Monat ist vorbei</translation>
    </message>
    <message>
        <source>Needs %1 whole days of data; %2 so far</source>
        <translation>Braucht %1 ganze Tage mit Daten; bisher %2</translation>
    </message>
    <message>
        <source>80% band %1 to %2</source>
        <translation>80-%-Band %1 bis %2</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) of data</source>
        <translation>
            <numerusform>%n Tag mit Daten</numerusform>
            <numerusform>%n Tage mit Daten</numerusform>
        </translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keins</translation>
    </message>
    <message>
        <source>Click to set one for each month</source>
        <translation>Klicken, um eins je Monat zu setzen</translation>
    </message>
    <message>
        <source>%1 over</source>
        <translation>%1 darüber</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 übrig</translation>
    </message>
    <message>
        <source>%1, forecast uses %2</source>
        <translation>%1, Prognose braucht %2</translation>
    </message>
    <message>
        <source>without cache it had cost %1</source>
        <translation>ohne Cache hätte es %1 gekostet</translation>
    </message>
</context>
<context>
    <name>SpendWords</name>
    <message>
        <source>still to come</source>
        <translation>kommt noch</translation>
    </message>
    <message>
        <source>budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>cache read</source>
        <translation>Cache gelesen</translation>
    </message>
    <message>
        <source>cache write</source>
        <translation>Cache geschrieben</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>frisch</translation>
    </message>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>not split</source>
        <translation>nicht aufgeteilt</translation>
    </message>
    <message>
        <source>without cache</source>
        <translation>ohne Cache</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>bezahlt</translation>
    </message>
    <message>
        <source>forecast</source>
        <translation>Prognose</translation>
    </message>
</context>
<context>
    <name>StatusWords</name>
    <message>
        <source>%1/min, %2 open</source>
        <translation>%1/min, %2 offen</translation>
    </message>
    <message>
        <source>Calls a minute in the shown range; calls under way now</source>
        <translation>Aufrufe pro Minute im gezeigten Zeitraum; jetzt laufende Aufrufe</translation>
    </message>
    <message>
        <source>log lag %1 s, %2 dropped</source>
        <translation>Protokoll %1 s zurück, %2 verloren</translation>
    </message>
    <message>
        <source>How long calls wait to be written; calls whose row was lost</source>
        <translation>Wie lange Aufrufe aufs Schreiben warten; Aufrufe, deren Zeile verloren ging</translation>
    </message>
    <message>
        <source>listening on %1</source>
        <translation>lauscht auf %1</translation>
    </message>
    <message>
        <source>not listening</source>
        <translation>lauscht nicht</translation>
    </message>
    <message>
        <source>no requests in this range</source>
        <translation>keine Anfragen in diesem Zeitraum</translation>
    </message>
    <message>
        <source>no requests yet</source>
        <translation>noch keine Anfragen</translation>
    </message>
    <message>
        <source>hits %1</source>
        <translation>Treffer %1</translation>
    </message>
    <message>
        <source>Share of requests answered here</source>
        <translation>Anteil der hier beantworteten Anfragen</translation>
    </message>
    <message>
        <source>read %1</source>
        <translation>gelesen %1</translation>
    </message>
    <message>
        <source>Share of input tokens read from providers&apos; caches</source>
        <translation>Anteil der aus Caches der Anbieter gelesenen Input-Tokens</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 für %2</translation>
    </message>
    <message>
        <source>Spend in the shown range</source>
        <translation>Ausgaben im gezeigten Zeitraum</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) firing</source>
        <translation>
            <numerusform>%n Alarm schlägt an</numerusform>
            <numerusform>%n Alarme schlagen an</numerusform>
        </translation>
    </message>
    <message>
        <source>See the page Alerts</source>
        <translation>Siehe Seite Alarme</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Aufrufer</translation>
    </message>
    <message>
        <source>Keyed hash of the credential; the credential itself is never stored</source>
        <translation>Hash der Zugangsdaten mit Schlüssel; sie selbst werden nie gespeichert</translation>
    </message>
    <message>
        <source>First words</source>
        <translation>Erste Wörter</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Cache key</source>
        <translation>Cacheschlüssel</translation>
    </message>
    <message>
        <source>Answer of</source>
        <translation>Antwort von</translation>
    </message>
    <message>
        <source>call %1</source>
        <translation>Aufruf %1</translation>
    </message>
    <message>
        <source>Kept in the cache</source>
        <translation>Im Cache behalten</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>Served model</source>
        <translation>Bedienendes Modell</translation>
    </message>
    <message>
        <source>Service tier</source>
        <translation>Servicestufe</translation>
    </message>
    <message>
        <source>Ended by</source>
        <translation>Beendet durch</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>Toolaufrufe</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Sent, received</source>
        <translation>Gesendet, erhalten</translation>
    </message>
    <message>
        <source>no price known</source>
        <translation>kein Preis bekannt</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Without cache</source>
        <translation>Ohne Cache</translation>
    </message>
    <message>
        <source>Avoided</source>
        <translation>Vermieden</translation>
    </message>
    <message>
        <source>By an answer from this program&apos;s own cache</source>
        <translation>Durch eine Antwort aus dem eigenen Cache dieses Programms</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Input</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>of these</source>
        <translation>davon</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Output</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>Erstes Token</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Own work</source>
        <translation>Eigene Arbeit</translation>
    </message>
    <message>
        <source>Time that Cachescope itself added</source>
        <translation>Zeit, die Cachescope selbst hinzufügte</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>%1, for it matches %2</source>
        <translation>%1, denn sie passt auf %2</translation>
    </message>
    <message>
        <source>Usage of the stream</source>
        <translation>Verbrauch des Streams</translation>
    </message>
    <message>
        <source>Cache mark</source>
        <translation>Cache-Marke</translation>
    </message>
    <message>
        <source>Cached contents</source>
        <translation>Cached Contents</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>in the head</source>
        <translation>im Kopf</translation>
    </message>
    <message>
        <source>at byte %1</source>
        <translation>an Byte %1</translation>
    </message>
    <message>
        <source>Put in by Cachescope; everything else went byte for byte</source>
        <translation>Von Cachescope eingefügt; alles andere ging Byte für Byte weiter</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>the provider answered %1; then it went as the client wrote it</source>
        <translation>der Anbieter antwortete %1; dann ging es so, wie der Client es schrieb</translation>
    </message>
</context>
<context>
    <name>TileWords</name>
    <message>
        <source>in %1</source>
        <translation>für %1</translation>
    </message>
    <message>
        <source>%1 in the %2</source>
        <translation>%2: %1</translation>
    </message>
    <message>
        <source>as in the %1</source>
        <translation>wie %1</translation>
    </message>
    <message>
        <source>%1 on the %2</source>
        <translation>%1 ggü. %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) without a price</source>
        <translation>
            <numerusform>%n Aufruf ohne Preis</numerusform>
            <numerusform>%n Aufrufe ohne Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>of %1 without caches</source>
        <translation>von %1 ohne Caches</translation>
    </message>
    <message>
        <source>%1 of %2 requests</source>
        <translation>%1 von %2 Anfragen</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 von %2 Tokens</translation>
    </message>
    <message>
        <source>p50 %1, without hits</source>
        <translation>p50 %1, ohne Treffer</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>, %1 at a limit</source>
        <translation>, %1 am Limit</translation>
    </message>
    <message>
        <source>, %1 incomplete</source>
        <translation>, %1 unvollständig</translation>
    </message>
</context>
<context>
    <name>TimingView</name>
    <message>
        <source>Own queues</source>
        <translation>Eigene Warteschlangen</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>To the first byte</source>
        <translation>Bis zum ersten Byte</translation>
    </message>
    <message>
        <source>To the first token</source>
        <translation>Bis zum ersten Token</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Attempt %1: %2</source>
        <translation>Versuch %1: %2</translation>
    </message>
    <message>
        <source>%1 in the queue of the limits</source>
        <translation>%1 in der Schlange der Grenzen</translation>
    </message>
    <message>
        <source>answered by the fallback %1</source>
        <translation>vom Ersatz %1 beantwortet</translation>
    </message>
    <message>
        <source>answered by the fallback %1 with %2</source>
        <translation>vom Ersatz %1 mit %2 beantwortet</translation>
    </message>
    <message>
        <source>no further retry, for all were used</source>
        <translation>keine weitere Wiederholung, denn alle waren verbraucht</translation>
    </message>
    <message>
        <source>no further retry, for the budget was spent</source>
        <translation>keine weitere Wiederholung, denn das Budget war verbraucht</translation>
    </message>
    <message>
        <source>not retried, for the provider asked for a long wait</source>
        <translation>nicht wiederholt, denn der Anbieter bat um eine lange Pause</translation>
    </message>
    <message>
        <source>not retried, for the provider was known to be down</source>
        <translation>nicht wiederholt, denn der Anbieter war bekanntlich gestört</translation>
    </message>
    <message>
        <source>asked by Cachescope to replace a stale answer</source>
        <translation>von Cachescope gefragt, um eine veraltete Antwort zu ersetzen</translation>
    </message>
    <message>
        <source>asked by Cachescope to compare: the answer is the same</source>
        <translation>von Cachescope zum Vergleich gefragt: die Antwort ist dieselbe</translation>
    </message>
    <message>
        <source>asked by Cachescope to compare: the answer differs</source>
        <translation>von Cachescope zum Vergleich gefragt: die Antwort ist eine andere</translation>
    </message>
    <message>
        <source>asked by Cachescope to compare</source>
        <translation>von Cachescope zum Vergleich gefragt</translation>
    </message>
    <message>
        <source>Shared call under way</source>
        <translation>Gemeinsamer Aufruf läuft</translation>
    </message>
    <message>
        <source>went first at the warm gate</source>
        <translation>ging am Warm Gate voraus</translation>
    </message>
    <message>
        <source>waited %1 at the warm gate for the call that writes</source>
        <translation>wartete %1 am Warm Gate auf den Aufruf, der schreibt</translation>
    </message>
    <message>
        <source>waited %1 at the warm gate, then went by itself</source>
        <translation>wartete %1 am Warm Gate, ging dann allein</translation>
    </message>
    <message>
        <source>asked by Cachescope to keep the provider&apos;s cache warm</source>
        <translation>von Cachescope gefragt, um den Cache des Anbieters warm zu halten</translation>
    </message>
    <message>
        <source>asked by Cachescope: cached contents for later calls</source>
        <translation>von Cachescope gefragt: Cached Contents für spätere Aufrufe</translation>
    </message>
    <message>
        <source>asked by Cachescope: cached contents deleted</source>
        <translation>von Cachescope gefragt: Cached Contents gelöscht</translation>
    </message>
    <message>
        <source>Warm gate</source>
        <translation>Warm Gate</translation>
    </message>
</context>
<context>
    <name>TokenCosts</name>
    <message>
        <source>Cache read</source>
        <translation>Cache-Lesen</translation>
    </message>
    <message>
        <source>Cache write, 5 min</source>
        <translation>Cache-Schr., 5 min</translation>
    </message>
    <message>
        <source>Cache write, 1 h</source>
        <translation>Cache-Schr., 1 h</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>Cache-Schreiben</translation>
    </message>
    <message>
        <source>Fresh input</source>
        <translation>Frischer Input</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Output</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>The parts add up to the total</source>
        <translation>Die Teile ergeben zusammen die Summe</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Of input</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>Pro Million</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
</context>
<context>
    <name>ValueWords</name>
    <message>
        <source>Line %1 is no JSON object of values.</source>
        <translation>Zeile %1 ist kein JSON-Objekt mit Werten.</translation>
    </message>
    <message>
        <source>Element %1 of the list is no object of values.</source>
        <translation>Element %1 der Liste ist kein Objekt mit Werten.</translation>
    </message>
    <message>
        <source>The file holds no values. It wants objects such as {&quot;name&quot;: &quot;value&quot;}.</source>
        <translation>Die Datei enthält keine Werte. Gesucht sind Objekte wie {&quot;name&quot;: &quot;Wert&quot;}.</translation>
    </message>
</context>
<context>
    <name>WhyWords</name>
    <message>
        <source>A list in %1 came in another order. All that follows had to be paid for again.</source>
        <translation>Eine Liste in %1 kam in anderer Reihenfolge. Alles danach musste noch einmal bezahlt werden.</translation>
    </message>
    <message>
        <source>Tools are sent first, so nothing behind them could be read.</source>
        <translation>Werkzeuge stehen ganz vorn; hinter ihnen konnte nichts gelesen werden.</translation>
    </message>
    <message>
        <source>The tools differ from %1 on. They are sent first, so everything behind them had to be paid for again.</source>
        <translation>Die Werkzeuge unterscheiden sich ab %1. Sie stehen ganz vorn, also musste alles dahinter noch einmal bezahlt werden.</translation>
    </message>
    <message>
        <source>The text of %1 differs from the earlier call&apos;s. What stands behind the difference is the same and was paid for again.</source>
        <translation>Der Text von %1 ist anders als beim früheren Aufruf. Was hinter dem Unterschied steht, ist gleich und wurde noch einmal bezahlt.</translation>
    </message>
    <message>
        <source>The entry was last used %1 before this call started; it is kept for %2. Counted from start to start.</source>
        <translation>Der Eintrag wurde zuletzt %1 vor dem Beginn dieses Aufrufs benutzt; gehalten wird er %2. Gezählt von Beginn zu Beginn.</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>Nicht untersucht</translation>
    </message>
    <message>
        <source>Read from the cache</source>
        <translation>Aus dem Cache gelesen</translation>
    </message>
    <message>
        <source>First of its kind</source>
        <translation>Erster seiner Art</translation>
    </message>
    <message>
        <source>Below minimum</source>
        <translation>Unter dem Minimum</translation>
    </message>
    <message>
        <source>No cache mark</source>
        <translation>Keine Cache-Marke</translation>
    </message>
    <message>
        <source>Idle past TTL</source>
        <translation>Pause länger als TTL</translation>
    </message>
    <message>
        <source>Model switched</source>
        <translation>Modell gewechselt</translation>
    </message>
    <message>
        <source>Parameters changed</source>
        <translation>Parameter geändert</translation>
    </message>
    <message>
        <source>Tools changed</source>
        <translation>Werkzeuge geändert</translation>
    </message>
    <message>
        <source>System text changed</source>
        <translation>Systemtext geändert</translation>
    </message>
    <message>
        <source>History rewritten</source>
        <translation>Verlauf umgeschrieben</translation>
    </message>
    <message>
        <source>History compacted</source>
        <translation>Verlauf verdichtet</translation>
    </message>
    <message>
        <source>Breakpoint moved</source>
        <translation>Haltepunkt verschoben</translation>
    </message>
    <message>
        <source>Parallel cold start</source>
        <translation>Paralleler Kaltstart</translation>
    </message>
    <message>
        <source>Provider did not keep it</source>
        <translation>Vom Anbieter nicht behalten</translation>
    </message>
    <message>
        <source>Unknown cause</source>
        <translation>Grund unbekannt</translation>
    </message>
    <message>
        <source>No prompt cache</source>
        <translation>Kein Prompt-Cache</translation>
    </message>
    <message>
        <source>Body not stored</source>
        <translation>Inhalt nicht gespeichert</translation>
    </message>
    <message>
        <source>first of its kind</source>
        <translation>erster seiner Art</translation>
    </message>
    <message>
        <source>below minimum</source>
        <translation>unter dem Minimum</translation>
    </message>
    <message>
        <source>no cache mark</source>
        <translation>keine Cache-Marke</translation>
    </message>
    <message>
        <source>idle past TTL</source>
        <translation>Pause länger als TTL</translation>
    </message>
    <message>
        <source>model switched</source>
        <translation>Modell gewechselt</translation>
    </message>
    <message>
        <source>parameters changed</source>
        <translation>Parameter geändert</translation>
    </message>
    <message>
        <source>tools changed</source>
        <translation>Werkzeuge geändert</translation>
    </message>
    <message>
        <source>system text changed</source>
        <translation>Systemtext geändert</translation>
    </message>
    <message>
        <source>history rewritten</source>
        <translation>Verlauf umgeschrieben</translation>
    </message>
    <message>
        <source>history compacted</source>
        <translation>Verlauf verdichtet</translation>
    </message>
    <message>
        <source>breakpoint moved</source>
        <translation>Haltepunkt verschoben</translation>
    </message>
    <message>
        <source>parallel cold start</source>
        <translation>paralleler Kaltstart</translation>
    </message>
    <message>
        <source>not kept by provider</source>
        <translation>vom Anbieter nicht behalten</translation>
    </message>
    <message>
        <source>unknown cause</source>
        <translation>Grund unbekannt</translation>
    </message>
    <message>
        <source>All that an earlier call had left in the cache and that this one could use was read.</source>
        <translation>Alles, was ein früherer Aufruf im Cache hinterlassen hatte und dieser brauchen konnte, wurde gelesen.</translation>
    </message>
    <message>
        <source>No earlier call begins like this one, so there was nothing to read yet.</source>
        <translation>Kein früherer Aufruf beginnt wie dieser; es gab noch nichts zu lesen.</translation>
    </message>
    <message>
        <source>What this call shares with the earlier one is shorter than the %1 tokens that the provider keeps at least.</source>
        <translation>Was dieser Aufruf mit dem früheren gemeinsam hat, ist kürzer als die %1 Tokens, die der Anbieter mindestens behält.</translation>
    </message>
    <message>
        <source>This provider caches only what a request marks, and this request has no cache mark.</source>
        <translation>Dieser Anbieter behält nur, was die Anfrage markiert, und diese hat keine Cache-Marke.</translation>
    </message>
    <message>
        <source>The earlier call went to %1. Each model has a cache of its own; a switch is no fault.</source>
        <translation>Der frühere Aufruf ging an %1. Jedes Modell hat seinen eigenen Cache; ein Wechsel ist kein Fehler.</translation>
    </message>
    <message>
        <source>The structured-output schema differs. It is part of what the provider&apos;s cache goes by.</source>
        <translation>Das Ausgabeschema ist ein anderes. Es gehört zu dem, wonach sich der Cache des Anbieters richtet.</translation>
    </message>
    <message>
        <source>%1 differs from the earlier call&apos;s. It is part of what the provider&apos;s cache goes by.</source>
        <translation>%1 ist anders als beim früheren Aufruf. Das gehört zu dem, wonach sich der Cache des Anbieters richtet.</translation>
    </message>
    <message>
        <source>An earlier part of the conversation is no longer what it was: %1. What stands behind it is the same and was paid for again.</source>
        <translation>Ein früherer Teil des Gesprächs ist nicht mehr, was er war: %1. Was dahinter steht, ist gleich und wurde noch einmal bezahlt.</translation>
    </message>
    <message>
        <source>The conversation was summed up and goes on from there. That is no fault: what follows can be read again.</source>
        <translation>Das Gespräch wurde zusammengefasst und geht von dort weiter. Das ist kein Fehler: Was folgt, kann wieder gelesen werden.</translation>
    </message>
    <message>
        <source>The text is the same, but no mark stands where the earlier call&apos;s entry ends, or it is out of the look-back&apos;s reach.</source>
        <translation>Der Text ist derselbe, aber wo der Eintrag des früheren Aufrufs endet, steht keine Marke, oder sie ist zu weit entfernt.</translation>
    </message>
    <message>
        <source>This call started before the first of its kind had begun to be answered; until then its entry cannot be read.</source>
        <translation>Dieser Aufruf begann, bevor der erste seiner Art eine Antwort bekam; bis dahin ist dessen Eintrag nicht lesbar.</translation>
    </message>
    <message>
        <source>Text, marks, parameters and time were as they should be. The provider had no entry any more, or on another machine.</source>
        <translation>Text, Marken, Parameter und Zeit waren, wie sie sein sollten. Der Anbieter hatte den Eintrag nicht mehr oder auf einer anderen Maschine.</translation>
    </message>
    <message>
        <source>Nothing that is known of this call explains why less was read.</source>
        <translation>Nichts, was von diesem Aufruf bekannt ist, erklärt, warum weniger gelesen wurde.</translation>
    </message>
    <message>
        <source>No prompt cache is known for this model.</source>
        <translation>Für dieses Modell ist kein Prompt-Cache bekannt.</translation>
    </message>
    <message>
        <source>The request&apos;s text was not stored or is not readable, so there is nothing to compare.</source>
        <translation>Der Text der Anfrage ist nicht gespeichert oder nicht lesbar; es gibt nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>This call is still under way.</source>
        <translation>Dieser Aufruf läuft noch.</translation>
    </message>
    <message>
        <source>Answered by Cachescope itself: nothing was sent, so there was nothing to read.</source>
        <translation>Von Cachescope selbst beantwortet: Nichts wurde gesendet, also gab es nichts zu lesen.</translation>
    </message>
    <message>
        <source>The call failed, so nothing is known of the provider&apos;s cache.</source>
        <translation>Der Aufruf ist gescheitert; vom Cache des Anbieters ist nichts bekannt.</translation>
    </message>
    <message>
        <source>This call carries no prompt that a provider&apos;s cache could keep.</source>
        <translation>Dieser Aufruf trägt keinen Prompt, den der Cache eines Anbieters behalten könnte.</translation>
    </message>
    <message>
        <source>The answer told no token counts, so it cannot be said what was read from the cache.</source>
        <translation>Die Antwort nennt keine Tokenzahlen; was aus dem Cache gelesen wurde, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>Not analysed yet. That happens in the background, seconds after a call has ended.</source>
        <translation>Noch nicht untersucht. Das geschieht im Hintergrund, Sekunden nach dem Ende eines Aufrufs.</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>sicher</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>wahrscheinlich</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>möglich</translation>
    </message>
    <message>
        <source>%1, which agrees</source>
        <translation>%1, das stimmt überein</translation>
    </message>
    <message>
        <source>%1, which differs</source>
        <translation>%1, das weicht ab</translation>
    </message>
    <message>
        <source>What was read all the same came from another call&apos;s entry.</source>
        <translation>Was dennoch gelesen wurde, stammt aus dem Eintrag eines anderen Aufrufs.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Own queues</source>
        <translation>Eigene Schlangen</translation>
    </message>
    <message>
        <source>Wait before the next</source>
        <translation>Pause vor dem nächsten</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AdvancedSection</name>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Where things are, and how much of anything is taken in.</source>
        <translation>Wo alles liegt und wie viel höchstens angenommen wird.</translation>
    </message>
    <message>
        <source>Configuration file</source>
        <translation>Konfigurationsdatei</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>Datenverzeichnis</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Largest body</source>
        <translation>Größter Inhalt</translation>
    </message>
    <message>
        <source>A larger request is refused with 413</source>
        <translation>Eine größere Anfrage wird mit 413 abgelehnt</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>How long a provider may take to accept a connection</source>
        <translation>Wie lange ein Anbieter brauchen darf, eine Verbindung anzunehmen</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>How long a provider may think before its answer begins</source>
        <translation>Wie lange ein Anbieter nachdenken darf, bis seine Antwort beginnt</translation>
    </message>
    <message>
        <source>Idle connections</source>
        <translation>Ruhende Verbindungen</translation>
    </message>
    <message>
        <source>Closed after this time without a call</source>
        <translation>Nach dieser Zeit ohne Aufruf geschlossen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Copy the path: %1</source>
        <translation>Pfad kopieren: %1</translation>
    </message>
    <message>
        <source>Open: %1</source>
        <translation>Öffnen: %1</translation>
    </message>
    <message>
        <source>There is no such file yet; the first change here writes it.</source>
        <translation>Diese Datei gibt es noch nicht; die erste Änderung hier legt sie an.</translation>
    </message>
    <message>
        <source>No program of this desktop opened it.</source>
        <translation>Kein Programm dieses Desktops hat sie geöffnet.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AdviceTable</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Cost now</source>
        <translation>Kosten jetzt</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>Saves a month</source>
        <translation>Spart im Monat</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AdviceView</name>
    <message>
        <source>Recurring prompts</source>
        <translation>Wiederkehrende Prompts</translation>
    </message>
    <message>
        <source>Questions before switching caching on</source>
        <translation>Fragen vor dem Einschalten</translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s), dearest first</source>
        <translation>
            <numerusform>%n Art, teuerste zuerst</numerusform>
            <numerusform>%n Arten, teuerste zuerst</numerusform>
        </translation>
    </message>
    <message>
        <source>No prompt came five times or more in this traffic.</source>
        <translation>Kein Prompt kam in diesem Verkehr fünfmal oder öfter.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AlertAnnouncer</name>
    <message>
        <source>Open Alerts</source>
        <translation>Alarme öffnen</translation>
    </message>
    <message>
        <source>Cachescope alert</source>
        <translation>Cachescope-Alarm</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AlertModel</name>
    <message>
        <source>%1, snoozed</source>
        <translation>%1, stumm</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>zuletzt %1</translation>
    </message>
    <message>
        <source>Snoozed until %1</source>
        <translation>Stumm bis %1</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on with this rule</source>
        <translation>Mit dieser Regel fortfahren</translation>
    </message>
    <message>
        <source>Pause this rule</source>
        <translation>Diese Regel anhalten</translation>
    </message>
    <message>
        <source>More about this rule</source>
        <translation>Mehr zu dieser Regel</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AlertSuggestions</name>
    <message>
        <source>when it is %1 in a day</source>
        <translation>wenn es an einem Tag %1 liegt</translation>
    </message>
    <message>
        <source>when it is %1 over %2, for %3</source>
        <translation>wenn es über %2 %1 liegt, %3 lang</translation>
    </message>
    <message>
        <source>No rules yet</source>
        <translation>Noch keine Regeln</translation>
    </message>
    <message>
        <source>an alert tells when something leaves its limits; these four suit most</source>
        <translation>ein Alarm sagt, wenn etwas seine Grenzen verlässt; diese vier passen meist</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>liest …</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Switch on: %1</source>
        <translation>Einschalten: %1</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>no requests today</source>
        <translation>heute keine Anfragen</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>heute %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AlertsPage</name>
    <message numerus="yes">
        <source>%n firing</source>
        <translation>
            <numerusform>%n schlägt an</numerusform>
            <numerusform>%n schlagen an</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recovering</source>
        <translation>
            <numerusform>%n erholt sich</numerusform>
            <numerusform>%n erholen sich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no data</source>
        <translation>
            <numerusform>%n ohne Daten</numerusform>
            <numerusform>%n ohne Daten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n normal</source>
        <translation>
            <numerusform>%n normal</numerusform>
            <numerusform>%n normal</numerusform>
        </translation>
    </message>
    <message>
        <source>From template</source>
        <translation>Aus Vorlage</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>Neue Alarmregel</translation>
    </message>
    <message>
        <source>Save the alert rule</source>
        <translation>Alarmregel speichern</translation>
    </message>
    <message>
        <source>Take back the last change of a rule</source>
        <translation>Letzte Änderung einer Regel zurücknehmen</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s), checked every 30 s</source>
        <translation>
            <numerusform>%n Regel, alle 30 s geprüft</numerusform>
            <numerusform>%n Regeln, alle 30 s geprüft</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n message(s) not delivered</source>
        <translation>
            <numerusform>, %n Meldung nicht zugestellt</numerusform>
            <numerusform>, %n Meldungen nicht zugestellt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> And %n more.</source>
        <translation>
            <numerusform> Und %n weiterer.</numerusform>
            <numerusform> Und %n weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the requests</source>
        <translation>Anfragen zeigen</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Stumm</translation>
    </message>
    <message numerus="yes">
        <source>Show %n request(s)</source>
        <translation>
            <numerusform>%n Anfrage zeigen</numerusform>
            <numerusform>%n Anfragen zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Another rule has this name.</source>
        <translation>Eine andere Regel heißt so.</translation>
    </message>
    <message>
        <source>The rule needs a name.</source>
        <translation>Die Regel braucht einen Namen.</translation>
    </message>
    <message>
        <source>The rule %1 was removed.</source>
        <translation>Die Regel %1 wurde entfernt.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>for 1 hour</source>
        <translation>1 Stunde lang</translation>
    </message>
    <message>
        <source>for 4 hours</source>
        <translation>4 Stunden lang</translation>
    </message>
    <message>
        <source>for a day</source>
        <translation>einen Tag lang</translation>
    </message>
    <message>
        <source>for a week</source>
        <translation>eine Woche lang</translation>
    </message>
    <message>
        <source>no longer</source>
        <translation>nicht mehr</translation>
    </message>
    <message>
        <source>Go on with this rule</source>
        <translation>Mit dieser Regel fortfahren</translation>
    </message>
    <message>
        <source>Pause this rule</source>
        <translation>Diese Regel anhalten</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Verdoppeln</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>For this window only; the proxy does not know of it.</source>
        <translation>Nur für dieses Fenster; der Proxy weiß nichts davon.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light, dark, or whatever the desktop has</source>
        <translation>Hell, dunkel oder wie der Desktop</translation>
    </message>
    <message>
        <source>Rows of the log</source>
        <translation>Zeilen des Protokolls</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Roomy</source>
        <translation>Großzügig</translation>
    </message>
    <message>
        <source>Compact shows a fifth more calls</source>
        <translation>Kompakt zeigt ein Fünftel mehr Aufrufe</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::BandChart</name>
    <message>
        <source>Cost of each variant with its band</source>
        <translation>Kosten jeder Variante mit ihrem Band</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::BodyView</name>
    <message>
        <source>Body</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Copy the body</source>
        <translation>Inhalt kopieren</translation>
    </message>
    <message>
        <source>Find in this body (Ctrl+F)</source>
        <translation>In diesem Inhalt suchen (Ctrl+F)</translation>
    </message>
    <message>
        <source>Find in this body</source>
        <translation>In diesem Inhalt suchen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>%1, the copy was cut at its limit</source>
        <translation>%1, die Kopie wurde an ihrer Grenze abgeschnitten</translation>
    </message>
    <message>
        <source>This body is empty.</source>
        <translation>Dieser Inhalt ist leer.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>As one answer</source>
        <translation>Als eine Antwort</translation>
    </message>
    <message>
        <source>Indented</source>
        <translation>Eingerückt</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>How to show the body</source>
        <translation>Darstellung des Inhalts</translation>
    </message>
    <message>
        <source>This body has %1. Laying it out may take a moment.</source>
        <translation>Dieser Inhalt hat %1. Ihn darzustellen kann einen Moment dauern.</translation>
    </message>
    <message>
        <source>This stream cannot be put together without loss; see Text or Events.</source>
        <translation>Dieser Stream lässt sich nicht verlustfrei zusammensetzen; siehe Text oder Ereignisse.</translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation>Voriger Teil</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>Nächster Teil</translation>
    </message>
    <message>
        <source>Part %1 of %2</source>
        <translation>Teil %1 von %2</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::BudgetEditor</name>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Budget for each month</source>
        <translation>Budget je Monat</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Kein Budget</translation>
    </message>
    <message>
        <source>It is shown here only; to be told in time, add a rule under Alerts.</source>
        <translation>Es wird nur hier gezeigt; eine Regel unter Alarme meldet sich rechtzeitig.</translation>
    </message>
    <message>
        <source>Type an amount above zero, for example 250.</source>
        <translation>Einen Betrag über null eingeben, etwa 250.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CachePage</name>
    <message>
        <source>States shown: %1</source>
        <translation>Gezeigte Zustände: %1</translation>
    </message>
    <message>
        <source>%1 match, %2, %3 saved</source>
        <translation>%1 passen, %2, %3 gespart</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neuer</numerusform>
            <numerusform>%n neue</numerusform>
        </translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>%1, %2, %3 saved</source>
        <translation>%1, %2, %3 gespart</translation>
    </message>
    <message>
        <source>Provider prefixes</source>
        <translation>Präfixe der Anbieter</translation>
    </message>
    <message>
        <source>%1, inferred</source>
        <translation>%1, erschlossen</translation>
    </message>
    <message>
        <source>%1 entries, %2 of %3</source>
        <translation>%1 Einträge, %2 von %3</translation>
    </message>
    <message>
        <source>%1 provider prefixes, inferred</source>
        <translation>%1 Präfixe der Anbieter, erschlossen</translation>
    </message>
    <message>
        <source>oldest entry %1</source>
        <translation>ältester Eintrag %1</translation>
    </message>
    <message>
        <source>%1 without a known price</source>
        <translation>%1 ohne bekannten Preis</translation>
    </message>
    <message>
        <source>log lag %1, %2 dropped</source>
        <translation>Protokoll %1 zurück, %2 verworfen</translation>
    </message>
    <message>
        <source>The cache cannot be read</source>
        <translation>Der Cache kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Reading the cache…</source>
        <translation>Der Cache wird gelesen …</translation>
    </message>
    <message>
        <source>This search cannot be read</source>
        <translation>Diese Suche ist nicht verständlich</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>No cached answer matches</source>
        <translation>Keine gespeicherte Antwort passt</translation>
    </message>
    <message>
        <source>%1 answers are in the cache.</source>
        <translation>%1 Antworten sind im Cache.</translation>
    </message>
    <message>
        <source>No answer is cached yet</source>
        <translation>Noch ist keine Antwort gespeichert</translation>
    </message>
    <message>
        <source>Stored are whole, successful answers to calls of known APIs, for %1: no errors, no cut or refused answers, no tool calls unless switched on, nothing with what looks like a key. The same question of the same caller then costs nothing.</source>
        <translation>Gespeichert werden ganze, erfolgreiche Antworten auf Aufrufe bekannter APIs, für %1: keine Fehler, keine abgeschnittenen oder verweigerten Antworten, keine Werkzeugaufrufe, solange das nicht eingeschaltet ist, nichts, was wie ein Schlüssel aussieht. Dieselbe Frage desselben Aufrufers kostet dann nichts.</translation>
    </message>
    <message>
        <source>Rules of the cache</source>
        <translation>Regeln des Caches</translation>
    </message>
    <message>
        <source>The cache is switched off</source>
        <translation>Der Cache ist ausgeschaltet</translation>
    </message>
    <message>
        <source>Every call goes to its provider, and nothing is kept.</source>
        <translation>Jeder Aufruf geht zum Anbieter, nichts wird aufgehoben.</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Nothing was invalidated: what matches is pinned.</source>
        <translation>Nichts wurde ungültig: was passt, ist angeheftet.</translation>
    </message>
    <message>
        <source>Nothing was invalidated: no fresh entry matches.</source>
        <translation>Nichts wurde ungültig: kein frischer Eintrag passt.</translation>
    </message>
    <message>
        <source>%1 entries are back. Those that were stored anew meanwhile stay as they are.</source>
        <translation>%1 Einträge sind zurück. Inzwischen neu gespeicherte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>The ten minutes for an undo are over.</source>
        <translation>Die zehn Minuten zum Rückgängigmachen sind vorbei.</translation>
    </message>
    <message>
        <source>This has been undone already.</source>
        <translation>Das ist schon rückgängig gemacht.</translation>
    </message>
    <message numerus="yes">
        <source>Mark %n stale</source>
        <translation>
            <numerusform>%n als veraltet markieren</numerusform>
            <numerusform>%n als veraltet markieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n</source>
        <translation>
            <numerusform>%n entfernen</numerusform>
            <numerusform>%n entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Pin or unpin</source>
        <translation>Anheften oder lösen</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>Antwort zeigen</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Open the call that stored it</source>
        <translation>Aufruf öffnen, der sie speicherte</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>What was invalidated, by whom, and the way back</source>
        <translation>Was ungültig wurde, durch wen, und der Weg zurück</translation>
    </message>
    <message>
        <source>Invalidate</source>
        <translation>Ungültig machen</translation>
    </message>
    <message>
        <source>Set cached answers aside by conditions (Ctrl+Shift+I)</source>
        <translation>Gespeicherte Antworten nach Bedingungen ungültig machen (Strg+Umschalt+I)</translation>
    </message>
    <message>
        <source>Cached answers</source>
        <translation>Gespeicherte Antworten</translation>
    </message>
    <message>
        <source>Local cache or provider prefixes</source>
        <translation>Lokaler Cache oder Präfixe der Anbieter</translation>
    </message>
    <message>
        <source>Words of the request, key, model:, project:, version:</source>
        <translation>Wörter der Anfrage, Schlüssel, model:, project:, version:</translation>
    </message>
    <message>
        <source>Search the cache</source>
        <translation>Cache durchsuchen</translation>
    </message>
    <message>
        <source>Show what came since; the list keeps its place until then</source>
        <translation>Zeigen, was seither kam; bis dahin bleibt die Liste stehen</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>Spalten wählen</translation>
    </message>
    <message>
        <source>The selected answer</source>
        <translation>Die ausgewählte Antwort</translation>
    </message>
    <message>
        <source>History of invalidations</source>
        <translation>Verlauf der Ungültigmachungen</translation>
    </message>
    <message>
        <source>Mark the selected answers stale (Del)</source>
        <translation>Ausgewählte Antworten als veraltet markieren (Entf)</translation>
    </message>
    <message>
        <source>Remove the selected answers (Shift+Del)</source>
        <translation>Ausgewählte Antworten entfernen (Umschalt+Entf)</translation>
    </message>
    <message>
        <source>Pin or unpin the selected answers (Ctrl+M)</source>
        <translation>Ausgewählte Antworten anheften oder lösen (Strg+M)</translation>
    </message>
    <message>
        <source>Open the call that stored the answer</source>
        <translation>Aufruf öffnen, der die Antwort speicherte</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Alle Zustände</translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation>Frisch</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CacheSection</name>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Whole, successful answers to the exact same question of the same caller are given again without asking the provider.</source>
        <translation>Vollständige, erfolgreiche Antworten auf genau dieselbe Frage desselben Aufrufers werden erneut gegeben, ohne den Anbieter zu fragen.</translation>
    </message>
    <message>
        <source>Answer from the cache</source>
        <translation>Aus dem Cache antworten</translation>
    </message>
    <message>
        <source>Off: every call goes to its provider, nothing new is kept</source>
        <translation>Aus: jeder Aufruf geht an seinen Anbieter, nichts Neues wird behalten</translation>
    </message>
    <message>
        <source>Keep answers</source>
        <translation>Antworten behalten</translation>
    </message>
    <message>
        <source>How long an answer serves; fixed when it is stored</source>
        <translation>Wie lange eine Antwort gilt; beim Speichern festgelegt</translation>
    </message>
    <message>
        <source>Answers with tool calls</source>
        <translation>Antworten mit Toolaufrufen</translation>
    </message>
    <message>
        <source>Repeating a tool call repeats what the tool does: off unless you know</source>
        <translation>Ein wiederholter Toolaufruf wiederholt, was das Tool tut: im Zweifel aus lassen</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>On disk, at most</source>
        <translation>Auf der Platte, höchstens</translation>
    </message>
    <message>
        <source>The least used answers go first</source>
        <translation>Die am wenigsten genutzten Antworten gehen zuerst</translation>
    </message>
    <message>
        <source>In memory, at most</source>
        <translation>Im Speicher, höchstens</translation>
    </message>
    <message>
        <source>Answers in memory come back within microseconds</source>
        <translation>Antworten im Arbeitsspeicher kommen in Mikrosekunden zurück</translation>
    </message>
    <message>
        <source>%1 answers, %2 on disk; %3 of them, %4 in memory</source>
        <translation>%1 Antworten, %2 auf der Platte; %3 davon, %4 im Speicher</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CallTable</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Columns of the requests</source>
        <translation>Spalten der Anfragen</translation>
    </message>
    <message>
        <source>Fit all to contents</source>
        <translation>Alle an Inhalt anpassen</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Fit %1 to contents</source>
        <translation>%1 an Inhalt anpassen</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 ausblenden</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CauseCard</name>
    <message>
        <source>What broke the prefix cache</source>
        <translation>Was den Präfix-Cache brach</translation>
    </message>
    <message>
        <source>%1 calls still to be analysed</source>
        <translation>%1 Aufrufe noch nicht untersucht</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <comment>what is known; what is to come</comment>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>Nothing analysed in this range</source>
        <translation>Nichts untersucht in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Calls are looked at in the background, seconds after they end.</source>
        <translation>Aufrufe werden im Hintergrund untersucht, Sekunden nach ihrem Ende.</translation>
    </message>
    <message>
        <source>Nothing broke it in this range</source>
        <translation>Nichts hat ihn in diesem Zeitraum gebrochen</translation>
    </message>
    <message>
        <source>What could be read from the providers&apos; caches was read.</source>
        <translation>Was aus den Caches der Anbieter gelesen werden konnte, wurde gelesen.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CauseTable</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n Anfrage</numerusform>
            <numerusform>%n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 dearer</source>
        <translation>%1, %2 teurer</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) without a known price are not in this sum</source>
        <translation>
            <numerusform>%n Aufruf ohne bekannten Preis ist nicht in dieser Summe</numerusform>
            <numerusform>%n Aufrufe ohne bekannten Preis sind nicht in dieser Summe</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows these requests: %1</source>
        <translation>Zeigt diese Anfragen: %1</translation>
    </message>
    <message>
        <source>Input tokens that could have been read from the provider&apos;s cache and were paid for again</source>
        <translation>Eingabetokens, die aus dem Cache des Anbieters hätten gelesen werden können und noch einmal bezahlt wurden</translation>
    </message>
    <message>
        <source>What these tokens cost beyond reading them</source>
        <translation>Was diese Tokens mehr kosteten, als sie zu lesen</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Tokens again</source>
        <translation>Erneut bezahlt</translation>
    </message>
    <message>
        <source>Extra</source>
        <comment>column: what it cost more</comment>
        <translation>Mehrkosten</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ChartCard</name>
    <message>
        <source>Chart: %1</source>
        <translation>Diagramm: %1</translation>
    </message>
    <message>
        <source>%1: show as table</source>
        <translation>%1: als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Values: %1</source>
        <translation>Werte: %1</translation>
    </message>
    <message>
        <source>Show as chart</source>
        <translation>Als Diagramm zeigen</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>SVG</source>
        <translation>SVG</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ChartTableModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Found commands</source>
        <translation>Gefundene Befehle</translation>
    </message>
    <message>
        <source>A command, #request, @block, :line or t:token</source>
        <translation>Befehl, #Anfrage, @Block, :Zeile oder t:Token</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CompareModel</name>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>order only</source>
        <comment>the same JSON members in another order</comment>
        <translation>nur die Reihenfolge</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>verschoben</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>%1, open</source>
        <translation>%1, offen</translation>
    </message>
    <message>
        <source>%1, closed</source>
        <translation>%1, zugeklappt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>block, how it differs</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>removed, %1</source>
        <translation>entfernt, %1</translation>
    </message>
    <message>
        <source>added, %1</source>
        <translation>hinzugefügt, %1</translation>
    </message>
    <message>
        <source>Close (Enter)</source>
        <translation>Zuklappen (Eingabe)</translation>
    </message>
    <message>
        <source>Open (Enter)</source>
        <translation>Aufklappen (Eingabe)</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ComparePane</name>
    <message>
        <source>Compare all the same</source>
        <translation>Trotzdem vergleichen</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>Which call this one is compared with</source>
        <translation>Mit welchem Aufruf dieser verglichen wird</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>Vergleiche …</translation>
    </message>
    <message>
        <source>the newest earlier call of the session</source>
        <translation>dem jüngsten früheren Aufruf der Sitzung</translation>
    </message>
    <message>
        <source>the newest earlier call of this client and model</source>
        <translation>dem jüngsten früheren Aufruf dieses Clients und Modells</translation>
    </message>
    <message>
        <source>Call #%1 is not in the log.</source>
        <translation>Aufruf #%1 steht nicht im Protokoll.</translation>
    </message>
    <message>
        <source>This is the first of its kind: there is no earlier call to compare it with.</source>
        <translation>Dies ist der erste seiner Art: Es gibt keinen früheren Aufruf zum Vergleichen.</translation>
    </message>
    <message>
        <source>Newest earlier call</source>
        <translation>Jüngster früherer Aufruf</translation>
    </message>
    <message>
        <source>By number …</source>
        <translation>Nach Nummer …</translation>
    </message>
    <message>
        <source>Pinned calls</source>
        <translation>Angeheftete Aufrufe</translation>
    </message>
    <message>
        <source>Compare with a call</source>
        <translation>Mit einem Aufruf vergleichen</translation>
    </message>
    <message>
        <source>Number of the call, as in #4711:</source>
        <translation>Nummer des Aufrufs, wie in #4711:</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CompareRows</name>
    <message>
        <source>%1, equal</source>
        <translation>%1, gleich</translation>
    </message>
    <message numerus="yes">
        <source>%1 to %2, %n blocks, equal</source>
        <translation>
            <numerusform>%1 bis %2, %n Block, gleich</numerusform>
            <numerusform>%1 bis %2, %n Blöcke, gleich</numerusform>
        </translation>
    </message>
    <message>
        <source>the same text as %1 had</source>
        <translation>derselbe Text wie zuvor in %1</translation>
    </message>
    <message numerus="yes">
        <source>%n equal lines</source>
        <translation>
            <numerusform>%n gleiche Zeile</numerusform>
            <numerusform>%n gleiche Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CompareView</name>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>order only</source>
        <translation>nur die Reihenfolge</translation>
    </message>
    <message>
        <source>Previous difference (Shift+F7)</source>
        <translation>Voriger Unterschied (Umschalt+F7)</translation>
    </message>
    <message>
        <source>Next difference (F7)</source>
        <translation>Nächster Unterschied (F7)</translation>
    </message>
    <message>
        <source>Unified</source>
        <translation>Untereinander</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Layout of the comparison</source>
        <translation>Anordnung des Vergleichs</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>the older and the newer prompt</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1: no difference</source>
        <translation>%1: kein Unterschied</translation>
    </message>
    <message>
        <source>%1: begins alike, %2 of %3 tokens</source>
        <translation>%1: beginnt gleich, %2 von %3 Tokens</translation>
    </message>
    <message>
        <source>%1: parts at token %2 of %3, in %4</source>
        <translation>%1: trennt sich bei Token %2 von %3, in %4</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::CountRow</name>
    <message>
        <source>Following</source>
        <translation>Folgt</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Go to the newest call and follow (End)</source>
        <translation>Zum neuesten Aufruf gehen und folgen (End)</translation>
    </message>
    <message>
        <source>Export the calls of this list (Ctrl+E)</source>
        <translation>Aufrufe dieser Liste exportieren (Ctrl+E)</translation>
    </message>
    <message>
        <source>The search failed</source>
        <translation>Die Suche ist gescheitert</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>Searching, %1 found so far</source>
        <translation>Suche läuft, bisher %1 gefunden</translation>
    </message>
    <message>
        <source>Stopped, %1 found until then</source>
        <translation>Angehalten, bis dahin %1 gefunden</translation>
    </message>
    <message>
        <source>The first %1 requests</source>
        <translation>Die ersten %1 Anfragen</translation>
    </message>
    <message>
        <source>%1 of %2 requests</source>
        <translation>%1 von %2 Anfragen</translation>
    </message>
    <message>
        <source>1 request</source>
        <translation>1 Anfrage</translation>
    </message>
    <message>
        <source>%1 requests</source>
        <translation>%1 Anfragen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>money</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>by %1, stands still</source>
        <translation>nach %1, steht still</translation>
    </message>
    <message>
        <source>found in %1</source>
        <translation>gefunden in %1</translation>
    </message>
    <message>
        <source>At least: %1 of these calls have no known price</source>
        <translation>Mindestens: %1 dieser Aufrufe ohne bekannten Preis</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>%1 new</source>
        <comment>calls</comment>
        <translation>%1 neue</translation>
    </message>
    <message>
        <source>found in under %1</source>
        <translation>gefunden in unter %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::DetailPane</name>
    <message>
        <source>Sides of the call</source>
        <translation>Seiten des Aufrufs</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Tokens &amp;&amp; cost</source>
        <translation>Tokens &amp;&amp; Kosten</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Zeitverlauf</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Pin this call (Ctrl+M)</source>
        <translation>Diesen Aufruf anheften (Ctrl+M)</translation>
    </message>
    <message>
        <source>Copy as cURL (Ctrl+Shift+C)</source>
        <translation>Als cURL kopieren (Ctrl+Shift+C)</translation>
    </message>
    <message>
        <source>More for this call</source>
        <translation>Mehr zu diesem Aufruf</translation>
    </message>
    <message>
        <source>Select a call to see it from all sides. Enter opens it, Esc leaves it.</source>
        <translation>Aufruf auswählen, um ihn von allen Seiten zu sehen. Enter öffnet ihn, Esc verlässt ihn.</translation>
    </message>
    <message>
        <source>#%1 · %2</source>
        <comment>number and time of a call</comment>
        <translation>#%1 · %2</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::DifferenceLines</name>
    <message>
        <source>This: %1. %2: %3</source>
        <translation>Diese: %1. %2: %3</translation>
    </message>
    <message>
        <source>this</source>
        <translation>diese</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::EditorFrame</name>
    <message>
        <source>%1: token display, running totals and mini map are off.</source>
        <translation>%1: Token-Anzeige, laufende Summen und Minikarte sind aus.</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Do not show again</source>
        <translation>Nicht mehr zeigen</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3 It is edited as text.</source>
        <translation>Zeile %1, Spalte %2: %3 Es wird als Text bearbeitet.</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::EmptyPrompts</name>
    <message>
        <source>Opened lately</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>See what of a prompt can be cached</source>
        <translation>Sehen, was von einem Prompt in den Cache passt</translation>
    </message>
    <message>
        <source>Open a prompt or a request: its tokens, how far the provider&apos;s cache reaches, what ends it and how to mend that are shown while you write. Files can be dropped here.</source>
        <translation>Einen Prompt oder eine Anfrage öffnen: Tokens, wie weit der Cache des Anbieters reicht, was ihn beendet und was dagegen hilft, stehen da, während man schreibt. Dateien lassen sich hier ablegen.</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>Dateien öffnen …</translation>
    </message>
    <message>
        <source>New prompt</source>
        <translation>Neuer Prompt</translation>
    </message>
    <message>
        <source>Sample with six problems</source>
        <translation>Beispiel mit sechs Problemen</translation>
    </message>
    <message>
        <source>From a logged request</source>
        <translation>Aus einer protokollierten Anfrage</translation>
    </message>
    <message>
        <source>Paste cURL or JSON</source>
        <translation>cURL oder JSON einfügen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::EmptyState</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::EntryDetail</name>
    <message>
        <source>Sides of the entry</source>
        <translation>Seiten des Eintrags</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Key parts</source>
        <translation>Schlüsselteile</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Select an answer to see what it says, what asked for it and what made its key.</source>
        <translation>Wählen Sie eine Antwort, um zu sehen, was sie sagt, was nach ihr fragte und was ihren Schlüssel ausmacht.</translation>
    </message>
    <message>
        <source>Pin: kept by every invalidation, never evicted</source>
        <translation>Anheften: bleibt bei jeder Ungültigmachung, wird nie verdrängt</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Nutzung</translation>
    </message>
    <message>
        <source>Hits per hour</source>
        <translation>Treffer je Stunde</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>Unpin (Ctrl+M)</source>
        <translation>Lösen (Strg+M)</translation>
    </message>
    <message>
        <source>Pin: kept by every invalidation, never evicted (Ctrl+M)</source>
        <translation>Anheften: bleibt bei jeder Ungültigmachung, wird nie verdrängt (Strg+M)</translation>
    </message>
    <message>
        <source>Last hit</source>
        <translation>Letzter Treffer</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespart</translation>
    </message>
    <message>
        <source>Per answer</source>
        <translation>Je Antwort</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Stored by call</source>
        <translation>Gespeichert von Aufruf</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Stored as it came, coded as %1.</source>
        <translation>Gespeichert, wie sie kam, als %1 kodiert.</translation>
    </message>
    <message>
        <source>The call that stored this answer has left the log, and its request with it.</source>
        <translation>Der Aufruf, der diese Antwort speicherte, steht nicht mehr im Protokoll, und seine Anfrage mit ihm.</translation>
    </message>
    <message>
        <source>The request&apos;s body is not in the log (any more), so its fields cannot be listed.</source>
        <translation>Der Rumpf der Anfrage steht nicht (mehr) im Protokoll, darum können seine Felder nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>the request&apos;s body is not in the log.</source>
        <translation>der Rumpf der Anfrage steht nicht im Protokoll.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 hits in the last %2 hours, as the log has them.</source>
        <translation>%1 Treffer in den letzten %2 Stunden, wie das Protokoll sie hat.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::EntryTable</name>
    <message>
        <source>Cached answers</source>
        <translation>Gespeicherte Antworten</translation>
    </message>
    <message>
        <source>Columns of the cached answers</source>
        <translation>Spalten der gespeicherten Antworten</translation>
    </message>
    <message>
        <source>Pin and state</source>
        <translation>Nadel und Zustand</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::EpisodeTable</name>
    <message>
        <source>%1, still</source>
        <translation>%1, noch</translation>
    </message>
    <message>
        <source>show</source>
        <translation>zeigen</translation>
    </message>
    <message>
        <source>Show these requests</source>
        <translation>Diese Anfragen zeigen</translation>
    </message>
    <message>
        <source>Episode</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>Tiefstand</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>~%1 less</source>
        <translation>~%1 weniger</translation>
    </message>
    <message>
        <source>~%1 more</source>
        <translation>~%1 mehr</translation>
    </message>
    <message>
        <source>Estimated: paid %1, this much more or less than at the usual ratio of these seven days</source>
        <translation>Geschätzt: bezahlt %1, um so viel mehr oder weniger als bei der üblichen Quote dieser sieben Tage</translation>
    </message>
    <message>
        <source>Against usual</source>
        <translation>Gegen üblich</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ExportButton</name>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>Als %1 exportieren</translation>
    </message>
    <message>
        <source>The export could not be written to %1: %2. Choose another place.</source>
        <translation>Der Export konnte nicht nach %1 geschrieben werden: %2. Einen anderen Ort wählen.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ExportJob</name>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>HAR</source>
        <translation>HAR</translation>
    </message>
    <message>
        <source>The export could not be written to %1: %2. Choose another place.</source>
        <translation>Der Export konnte nicht nach %1 geschrieben werden: %2. Einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>The export was stopped.</source>
        <translation>Der Export wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FilterBar</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter, for example model:opus* cache:miss cost&gt;0.05 -client:ci</source>
        <translation>Filter, zum Beispiel model:opus* cache:miss cost&gt;0.05 -client:ci</translation>
    </message>
    <message>
        <source>Stop searching</source>
        <translation>Suche anhalten</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation>unfertig</translation>
    </message>
    <message>
        <source>at %1: %2</source>
        <translation>bei %1: %2</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>sucht</translation>
    </message>
    <message>
        <source>slow, still searching</source>
        <translation>langsam, sucht noch</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>gültig</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FilterHelp</name>
    <message>
        <source>Help for the filter</source>
        <translation>Hilfe zum Filter</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>begins with opus; * stands for anything</source>
        <translation>beginnt mit opus; * steht für Beliebiges</translation>
    </message>
    <message>
        <source>one of these values</source>
        <translation>einer dieser Werte</translation>
    </message>
    <message>
        <source>figures with units; a blank means and</source>
        <translation>Zahlen mit Einheiten; ein Leerzeichen heißt und</translation>
    </message>
    <message>
        <source>not</source>
        <translation>nicht</translation>
    </message>
    <message>
        <source>or, with brackets</source>
        <translation>oder, mit Klammern</translation>
    </message>
    <message>
        <source>free text in model, client, project and the first words</source>
        <translation>freier Text in Modell, Client, Projekt und ersten Wörtern</translation>
    </message>
    <message>
        <source>as in mitmproxy: address, method, client (~c), body (~b)</source>
        <translation>wie in mitmproxy: Adresse, Methode, Client (~c), Inhalt (~b)</translation>
    </message>
    <message>
        <source>Use this filter</source>
        <translation>Diesen Filter verwenden</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FindBar</name>
    <message>
        <source>Find in this body</source>
        <translation>In diesem Inhalt suchen</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Vorige Stelle (Shift+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>Suche schließen (Esc)</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>nirgends</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FindReplaceBar</name>
    <message>
        <source>Match letter case</source>
        <translation>Groß- und Kleinschreibung beachten</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>Nur ganze Wörter</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Find and replace</source>
        <translation>Suchen und ersetzen</translation>
    </message>
    <message>
        <source>Find in this prompt</source>
        <translation>In diesem Prompt suchen</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Vorige Stelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>Suche schließen (Esc)</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>Alle ersetzen</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>nirgends</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>%n ersetzt</numerusform>
            <numerusform>%n ersetzt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FindingCard</name>
    <message>
        <source>Newest problems</source>
        <translation>Neueste Probleme</translation>
    </message>
    <message>
        <source>Open in editor</source>
        <translation>Im Editor öffnen</translation>
    </message>
    <message>
        <source>in the log, by the prompt rules</source>
        <translation>im Protokoll, nach den Prompt-Regeln</translation>
    </message>
    <message>
        <source>Not looked at yet</source>
        <translation>Noch nicht angesehen</translation>
    </message>
    <message>
        <source>The prompt rules look at recent requests in the background.</source>
        <translation>Die Prompt-Regeln sehen neuere Anfragen im Hintergrund an.</translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>Keine Probleme gefunden</translation>
    </message>
    <message>
        <source>The prompt rules found nothing in the log&apos;s recent requests.</source>
        <translation>Die Prompt-Regeln fanden in den neueren Anfragen des Protokolls nichts.</translation>
    </message>
    <message>
        <source>one program</source>
        <translation>einem Programm</translation>
    </message>
    <message>
        <source>%1 of %2 in %3; %4 with a fix</source>
        <comment>problems</comment>
        <translation>%1 von %2 in %3; %4 mit Korrektur</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FindingTable</name>
    <message>
        <source>unpriced</source>
        <translation>ohne Preis</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>%1 per day</source>
        <comment>column: money</comment>
        <translation>%1 pro Tag</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FirstRun</name>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>Waiting for the first request</source>
        <translation>Warten auf die erste Anfrage</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>Testanfrage senden</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Send one request</source>
        <translation>Eine Anfrage senden</translation>
    </message>
    <message>
        <source>Change one line in your client. This step turns green by itself.</source>
        <translation>Eine Zeile im Client ändern. Dieser Schritt wird von selbst grün.</translation>
    </message>
    <message>
        <source>No key at hand? Demo data shows every screen with simulated traffic.</source>
        <translation>Kein Schlüssel zur Hand? Demodaten zeigen jede Ansicht mit simuliertem Verkehr.</translation>
    </message>
    <message>
        <source>Show demo data</source>
        <translation>Demodaten zeigen</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Opens a second window with data of its own</source>
        <translation>Öffnet ein zweites Fenster mit eigenen Daten</translation>
    </message>
    <message>
        <source>Show the empty charts; they fill by themselves</source>
        <translation>Leere Diagramme zeigen; sie füllen sich von selbst</translation>
    </message>
    <message>
        <source>Point a client at Cachescope. What it sends reaches the provider byte for byte.</source>
        <translation>Einen Client auf Cachescope richten. Was er sendet, erreicht den Anbieter Byte für Byte.</translation>
    </message>
    <message>
        <source>The proxy does not listen</source>
        <translation>Der Proxy lauscht nicht</translation>
    </message>
    <message>
        <source>Choose another port.</source>
        <translation>Einen anderen Port wählen.</translation>
    </message>
    <message>
        <source>Choose a port</source>
        <translation>Port wählen</translation>
    </message>
    <message>
        <source>Listening on port %1</source>
        <translation>Lauscht auf Port %1</translation>
    </message>
    <message>
        <source>On this computer only. Other programs on the network cannot reach it.</source>
        <translation>Nur auf diesem Rechner. Andere Programme im Netz erreichen ihn nicht.</translation>
    </message>
    <message>
        <source>On %1: other computers can reach it.</source>
        <translation>Auf %1: andere Rechner können ihn erreichen.</translation>
    </message>
    <message>
        <source>No provider key in the environment</source>
        <translation>Kein Anbieterschlüssel in der Umgebung</translation>
    </message>
    <message>
        <source>Clients send their own keys. They pass through and are never written to the log.</source>
        <translation>Clients senden eigene Schlüssel. Sie gehen durch und werden nie ins Protokoll geschrieben.</translation>
    </message>
    <message numerus="yes">
        <source>%n provider(s) have a key</source>
        <translation>
            <numerusform>%n Anbieter hat einen Schlüssel</numerusform>
            <numerusform>%n Anbieter haben einen Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, from the environment. Keys pass through and are never written to the log.</source>
        <translation>%1, aus der Umgebung. Schlüssel gehen durch und werden nie ins Protokoll geschrieben.</translation>
    </message>
    <message numerus="yes">
        <source>Now: bodies for %n day(s), at most %1, secrets hidden.</source>
        <translation>
            <numerusform>Jetzt: Inhalte für %n Tag, höchstens %1, Geheimes verborgen.</numerusform>
            <numerusform>Jetzt: Inhalte für %n Tage, höchstens %1, Geheimes verborgen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Now: times, tokens and money only; no bodies.</source>
        <translation>Jetzt: nur Zeiten, Tokens und Geld; keine Inhalte.</translation>
    </message>
    <message>
        <source>Choose what is kept</source>
        <translation>Wählen, was behalten wird</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>needs a provider&apos;s key in the environment, such as OPENAI_API_KEY</source>
        <translation>braucht einen Anbieterschlüssel in der Umgebung, etwa OPENAI_API_KEY</translation>
    </message>
    <message>
        <source>to %1, %2, a few tokens, well under $0.01</source>
        <translation>an %1, %2, wenige Tokens, weit unter $0.01</translation>
    </message>
    <message>
        <source>sent to %1, waiting…</source>
        <translation>an %1 gesendet, warten …</translation>
    </message>
    <message>
        <source>The first request has arrived</source>
        <translation>Die erste Anfrage ist da</translation>
    </message>
    <message>
        <source>Cachescope sees your client.</source>
        <translation>Cachescope sieht den Client.</translation>
    </message>
    <message>
        <source>It works</source>
        <translation>Es funktioniert</translation>
    </message>
    <message>
        <source>Every call from here on is in the log, with its tokens, its cost and its time.</source>
        <translation>Ab hier steht jeder Aufruf im Protokoll, mit Tokens, Kosten und Zeit.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FixPreview</name>
    <message numerus="yes">
        <source>%n place(s) would change:</source>
        <translation>
            <numerusform>%n Stelle würde sich ändern:</numerusform>
            <numerusform>%n Stellen würden sich ändern:</numerusform>
        </translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FlowSection</name>
    <message>
        <source>Limits and retries</source>
        <translation>Grenzen und Wiederholungen</translation>
    </message>
    <message>
        <source>What happens to calls that the cache cannot answer, on their way to a provider.</source>
        <translation>Was mit Aufrufen geschieht, die der Cache nicht beantworten kann, auf ihrem Weg zum Anbieter.</translation>
    </message>
    <message>
        <source>Limits of each provider</source>
        <translation>Grenzen je Anbieter</translation>
    </message>
    <message>
        <source>Share identical calls</source>
        <translation>Gleiche Aufrufe zusammenlegen</translation>
    </message>
    <message>
        <source>Calls with the same question under way get one answer, live</source>
        <translation>Laufende Aufrufe mit derselben Frage bekommen eine Antwort, während sie entsteht</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>temperature 0 or a seed</source>
        <translation>Temperatur 0 oder ein Seed</translation>
    </message>
    <message>
        <source>all that may be cached</source>
        <translation>alle, die aufgehoben werden dürfen</translation>
    </message>
    <message>
        <source>Batch window</source>
        <translation>Sammelfenster</translation>
    </message>
    <message>
        <source>From a call&apos;s beginning its answer serves identical calls so long, kept or not; 0: off</source>
        <translation>So lange ab Beginn eines Aufrufs dient seine Antwort gleichen Aufrufen, aufgehoben oder nicht; 0: aus</translation>
    </message>
    <message>
        <source>ms</source>
        <comment>milliseconds</comment>
        <translation>ms</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>After 429, 5xx or a lost connection, before the first byte; 0 switches them off</source>
        <translation>Nach 429, 5xx oder verlorener Verbindung, vor dem ersten Byte; 0 schaltet sie ab</translation>
    </message>
    <message>
        <source>%1 % of the calls</source>
        <translation>%1 % der Aufrufe</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>So that a failing provider is not stormed</source>
        <translation>Damit ein gestörter Anbieter nicht bestürmt wird</translation>
    </message>
    <message>
        <source>Providers that are down</source>
        <translation>Gestörte Anbieter</translation>
    </message>
    <message>
        <source>While a provider is down</source>
        <translation>Solange ein Anbieter gestört ist</translation>
    </message>
    <message>
        <source>One call at a time tries whether it is back</source>
        <translation>Ein Aufruf nach dem anderen prüft, ob er wieder da ist</translation>
    </message>
    <message>
        <source>go on as ever</source>
        <translation>weiter wie immer</translation>
    </message>
    <message>
        <source>use the fallback, no retries</source>
        <translation>Ersatz nutzen, keine Wiederholungen</translation>
    </message>
    <message>
        <source>refuse calls at once</source>
        <translation>Aufrufe sofort ablehnen</translation>
    </message>
    <message>
        <source>Down after</source>
        <translation>Gestört nach</translation>
    </message>
    <message>
        <source>Failures in a row, without a success between them</source>
        <translation>Fehlern in Folge, ohne Erfolg dazwischen</translation>
    </message>
    <message>
        <source>Try again after</source>
        <translation>Wieder versuchen nach</translation>
    </message>
    <message>
        <source>Doubled by each trial that fails, up to a minute</source>
        <translation>Verdoppelt mit jedem misslungenen Versuch, bis zu einer Minute</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>Requests and tokens a minute for each key, calls at once, fallback; 0: no limit</source>
        <translation>Anfragen und Token je Minute und Schlüssel, Aufrufe zugleich, Ersatz; 0: keine Grenze</translation>
    </message>
    <message>
        <source>Requests a minute to %1</source>
        <translation>Anfragen je Minute an %1</translation>
    </message>
    <message>
        <source>rpm</source>
        <comment>requests a minute</comment>
        <translation>/min</translation>
    </message>
    <message>
        <source>Tokens a minute to %1</source>
        <translation>Token je Minute an %1</translation>
    </message>
    <message>
        <source>tpm</source>
        <comment>tokens a minute</comment>
        <translation>Token/min</translation>
    </message>
    <message>
        <source>Calls at once to %1</source>
        <translation>Aufrufe zugleich an %1</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>zugleich</translation>
    </message>
    <message>
        <source>no fallback</source>
        <translation>kein Ersatz</translation>
    </message>
    <message>
        <source>Fallback of %1</source>
        <translation>Ersatz für %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::FreshCompare</name>
    <message>
        <source>Compare with a fresh answer</source>
        <translation>Mit einer frischen Antwort vergleichen</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>Einmal fragen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stored and fresh answer</source>
        <translation>Gespeicherte und frische Antwort</translation>
    </message>
    <message>
        <source>This asks %1 once more, past the cache, and costs what such a call costs; its price is not known.</source>
        <translation>Das fragt %1 noch einmal, am Cache vorbei, und kostet, was so ein Aufruf kostet; sein Preis ist nicht bekannt.</translation>
    </message>
    <message>
        <source>This asks %1 once more, past the cache. The stored answer cost %2; a fresh one costs about as much.</source>
        <translation>Das fragt %1 noch einmal, am Cache vorbei. Die gespeicherte Antwort kostete %2; eine frische kostet etwa ebenso viel.</translation>
    </message>
    <message>
        <source>Ask %1 once</source>
        <translation>%1 einmal fragen</translation>
    </message>
    <message>
        <source>Ask %1 once, about %2</source>
        <translation>%1 einmal fragen, etwa %2</translation>
    </message>
    <message>
        <source>Waiting for %1…</source>
        <translation>Warten auf %1 …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The fresh answer says the same.</source>
        <translation>Die frische Antwort sagt dasselbe.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ. − stored, + fresh.</source>
        <translation>
            <numerusform>%n Zeile ist anders. − gespeichert, + frisch.</numerusform>
            <numerusform>%n Zeilen sind anders. − gespeichert, + frisch.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::HeadModel</name>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::HelpSection</name>
    <message>
        <source>Provider caches</source>
        <translation>Caches der Anbieter</translation>
    </message>
    <message>
        <source>Small changes to calls on their way, so that the provider&apos;s own cache serves them. All are off until you switch them on, and each change is shown in the call&apos;s summary. The local cache never sees them.</source>
        <translation>Kleine Änderungen an Aufrufen unterwegs, damit der Cache des Anbieters selbst sie bedient. Alle sind aus, bis Sie sie einschalten, und jede steht in der Zusammenfassung des Aufrufs. Der lokale Cache sieht sie nie.</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>For single projects: &quot;help&quot; in a caching policy</source>
        <translation>Für einzelne Projekte: „help“ in einer Cache-Richtlinie</translation>
    </message>
    <message>
        <source>Calls to this provider</source>
        <translation>Aufrufe an diesen Anbieter</translation>
    </message>
    <message>
        <source>Ask streams for their usage</source>
        <translation>Streams nach ihrem Verbrauch fragen</translation>
    </message>
    <message>
        <source>Adds stream_options.include_usage to chat streams without it, so that their cost is known; the extra chunk is kept from the client. Such answers come uncompressed. Costs nothing</source>
        <translation>Ergänzt stream_options.include_usage in Chat-Streams ohne diese Angabe, damit ihre Kosten bekannt sind; das zusätzliche Stück bekommt der Client nicht. Solche Antworten kommen unkomprimiert. Kostet nichts</translation>
    </message>
    <message>
        <source>Cache key</source>
        <translation>Cacheschlüssel</translation>
    </message>
    <message>
        <source>Adds a prompt_cache_key made of the project and the fixed beginning, so that calls that begin alike meet the same machine. Above some 15 calls a minute for one key it helps less. Costs nothing</source>
        <translation>Ergänzt einen prompt_cache_key aus Projekt und festem Anfang, damit Aufrufe mit gleichem Anfang dieselbe Maschine treffen. Über etwa 15 Aufrufen pro Minute je Schlüssel hilft er weniger. Kostet nichts</translation>
    </message>
    <message>
        <source>Cache marks</source>
        <translation>Cache-Marken</translation>
    </message>
    <message>
        <source>Adds cache_control behind tools, system text and conversation where the client set none. What is written costs a quarter more than plain input (1 hour: twice as much), what is read a tenth or less</source>
        <translation>Ergänzt cache_control hinter Tools, Systemtext und Gespräch, wo der Client keine gesetzt hat. Was geschrieben wird, kostet ein Viertel mehr als einfache Eingabe (1 Stunde: das Doppelte), was gelesen wird, ein Zehntel oder weniger</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>for 5 minutes</source>
        <translation>für 5 Minuten</translation>
    </message>
    <message>
        <source>for an hour</source>
        <translation>für eine Stunde</translation>
    </message>
    <message>
        <source>Cached contents</source>
        <translation>Cached Contents</translation>
    </message>
    <message>
        <source>Makes a cached object of a beginning that comes often enough, and names it in the calls that follow; it lives this long. Writing it costs as much as its input, keeping it is charged by the hour; made only where that pays. 0: off</source>
        <translation>Macht aus einem Anfang, der oft genug kommt, ein Objekt beim Anbieter und nennt es in den folgenden Aufrufen; es lebt so lange. Schreiben kostet so viel wie die Eingabe, Aufbewahren wird nach Stunden berechnet; nur wo sich das lohnt. 0: aus</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>Keep warm</source>
        <translation>Warm halten</translation>
    </message>
    <message>
        <source>Reads marked tools and system text again shortly before they expire, at most this long behind the last call, and only where by the gaps so far that saves more than it costs. The caller&apos;s key stays in memory so long. 0: off</source>
        <translation>Liest markierte Tools und Systemtexte kurz vor ihrem Ablauf erneut, höchstens so lange nach dem letzten Aufruf, und nur wo das nach den bisherigen Abständen mehr spart als kostet. So lange bleibt der Schlüssel des Aufrufers im Speicher. 0: aus</translation>
    </message>
    <message>
        <source>Keep warm for at most</source>
        <translation>Warm halten für höchstens</translation>
    </message>
    <message>
        <source>A day, in cents of a dollar or of what prices are in; then no more pings until the next day (UTC)</source>
        <translation>Pro Tag, in Cent des Dollars oder dessen, worin Preise stehen; dann keine Pings mehr bis zum nächsten Tag (UTC)</translation>
    </message>
    <message>
        <source>cents</source>
        <comment>hundredths of the currency</comment>
        <translation>Cent</translation>
    </message>
    <message>
        <source>Ask for cache diagnostics</source>
        <translation>Nach der Cache-Diagnose fragen</translation>
    </message>
    <message>
        <source>Names the answer of the call before that began alike, so that the provider says why its cache missed; shown in the Why pane. Adds a beta field that a provider may refuse; the call then goes as it came</source>
        <translation>Nennt die Antwort des vorigen Aufrufs mit gleichem Anfang, damit der Anbieter sagt, warum sein Cache nicht traf; zu sehen unter „Warum“. Ergänzt ein Beta-Feld, das ein Anbieter ablehnen kann; dann geht der Aufruf so, wie er kam</translation>
    </message>
    <message>
        <source>Warm gate</source>
        <translation>Warm Gate</translation>
    </message>
    <message>
        <source>Of calls that begin alike and start together one goes first; the others wait for its first byte, at most this long, and read what it wrote. Costs time, saves all writes but one; 0: off</source>
        <translation>Von Aufrufen, die gleich beginnen und zusammen starten, geht einer voraus; die anderen warten höchstens so lange auf sein erstes Byte und lesen, was er schrieb. Kostet Zeit, spart alle Schreibvorgänge bis auf einen; 0: aus</translation>
    </message>
    <message>
        <source>ms</source>
        <comment>milliseconds</comment>
        <translation>ms</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::HistoryPane</name>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>admin API</source>
        <translation>Admin-API</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>%1 stale</source>
        <translation>%1 veraltet</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>rückgängig</translation>
    </message>
    <message>
        <source>can be undone</source>
        <translation>umkehrbar</translation>
    </message>
    <message>
        <source>done</source>
        <translation>getan</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Nothing has been invalidated yet. What you, a command, the admin API or a rule sets aside is listed here.</source>
        <translation>Noch wurde nichts ungültig. Was Sie, ein Befehl, die Admin-API oder eine Regel ungültig macht, steht hier.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>History of invalidations</source>
        <translation>Verlauf der Ungültigmachungen</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>Verlauf schließen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>%1, saving %2 a week, were touched.</source>
        <translation>Betroffen: %1, die %2 in der Woche sparten.</translation>
    </message>
    <message>
        <source>%1 pinned ones were kept.</source>
        <translation>%1 angeheftete blieben.</translation>
    </message>
    <message>
        <source>Undone %1; %2 came back.</source>
        <translation>Rückgängig %1; %2 kamen zurück.</translation>
    </message>
    <message>
        <source>the team</source>
        <translation>das Team</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::HourBars</name>
    <message>
        <source>Hits per hour</source>
        <translation>Treffer je Stunde</translation>
    </message>
    <message>
        <source>%1 hits in %2 hours, at most %3 in one</source>
        <translation>%1 Treffer in %2 Stunden, höchstens %3 in einer</translation>
    </message>
    <message>
        <source>from %1: %2 hits</source>
        <translation>ab %1: %2 Treffer</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::InvalidatePanel</name>
    <message>
        <source>Invalidate</source>
        <translation>Ungültig machen</translation>
    </message>
    <message>
        <source>nothing changes until you press the button</source>
        <translation>nichts ändert sich, bevor Sie den Knopf drücken</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Als Befehl kopieren</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation>Feld schließen</translation>
    </message>
    <message>
        <source>Close the panel (Esc)</source>
        <translation>Feld schließen (Esc)</translation>
    </message>
    <message>
        <source>Choose which entries are meant.</source>
        <translation>Wählen Sie, welche Einträge gemeint sind.</translation>
    </message>
    <message>
        <source>Mark stale</source>
        <translation>Als veraltet markieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Do what</source>
        <translation>Was tun</translation>
    </message>
    <message>
        <source>all at once</source>
        <translation>alle auf einmal</translation>
    </message>
    <message>
        <source>Which entries</source>
        <translation>Welche Einträge</translation>
    </message>
    <message>
        <source>What it touches, by version</source>
        <translation>Was es trifft, nach Version</translation>
    </message>
    <message>
        <source>can be undone for 10 minutes</source>
        <translation>10 Minuten lang umkehrbar</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>Wirkung</translation>
    </message>
    <message>
        <source>This window has no cache to invalidate.</source>
        <translation>Dieses Fenster hat keinen Cache.</translation>
    </message>
    <message>
        <source>Stale entries stay on disk and are asked for again on the next call. Streams that are being replayed are not cut.</source>
        <translation>Veraltete Einträge bleiben auf der Platte und werden beim nächsten Aufruf neu gefragt. Laufende Wiedergaben werden nicht abgeschnitten.</translation>
    </message>
    <message>
        <source>Removed entries are gone from every look-up at once, and erased when the ten minutes for an undo are over. Streams that are being replayed are not cut.</source>
        <translation>Entfernte Einträge werden sofort nicht mehr gefunden und nach den zehn Minuten zum Rückgängigmachen gelöscht. Laufende Wiedergaben werden nicht abgeschnitten.</translation>
    </message>
    <message>
        <source>%1 of %2 entries</source>
        <translation>%1 von %2 Einträgen</translation>
    </message>
    <message>
        <source>%1 entries, %2</source>
        <translation>%1 Einträge, %2</translation>
    </message>
    <message>
        <source>%1 a week dearer</source>
        <translation>%1 die Woche teurer</translation>
    </message>
    <message>
        <source>until they are filled again.</source>
        <translation>bis sie wieder gefüllt sind.</translation>
    </message>
    <message>
        <source>%1 have no known price.</source>
        <translation>%1 haben keinen bekannten Preis.</translation>
    </message>
    <message>
        <source>%1 pinned entries match and are kept.</source>
        <translation>%1 angeheftete Einträge passen und bleiben.</translation>
    </message>
    <message>
        <source>No entry matches.</source>
        <translation>Kein Eintrag passt.</translation>
    </message>
    <message>
        <source>Mark %1 entries stale</source>
        <translation>%1 als veraltet markieren</translation>
    </message>
    <message>
        <source>Remove %1 entries</source>
        <translation>%1 Einträge entfernen</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::InvoiceCard</name>
    <message>
        <source>Invoice</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>invoice</source>
        <translation>rechnung</translation>
    </message>
    <message>
        <source>Close the invoice</source>
        <translation>Rechnung schließen</translation>
    </message>
    <message>
        <source>Invoice and log by day</source>
        <translation>Rechnung und Protokoll je Tag</translation>
    </message>
    <message>
        <source>Import an invoice</source>
        <translation>Rechnung importieren</translation>
    </message>
    <message>
        <source>Costs as CSV (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>Kosten als CSV (*.csv *.tsv *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 lässt sich nicht lesen: %2</translation>
    </message>
    <message>
        <source>%1 is no invoice that can be read. %2</source>
        <translation>%1 ist keine lesbare Rechnung. %2</translation>
    </message>
    <message>
        <source>%1 is in %2, but the price book is in %3: amounts of two currencies cannot be compared.</source>
        <translation>%1 ist in %2, das Preisbuch aber in %3: Beträge zweier Währungen lassen sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>%1, calls of %2</source>
        <translation>%1, Anfragen an %2</translation>
    </message>
    <message>
        <source>every day agrees</source>
        <translation>jeder Tag stimmt</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) differ, in all %1</source>
        <translation>
            <numerusform>%n Tag weicht ab, zusammen %1</numerusform>
            <numerusform>%n Tage weichen ab, zusammen %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::InvoiceTable</name>
    <message>
        <source>agrees</source>
        <translation>stimmt</translation>
    </message>
    <message>
        <source>counted on a neighbouring day: the invoice&apos;s days are UTC</source>
        <translation>am Nachbartag gezählt: Die Tage der Rechnung sind UTC</translation>
    </message>
    <message>
        <source>counted on a neighbouring day: the invoice&apos;s days may be UTC</source>
        <translation>am Nachbartag gezählt: Die Tage der Rechnung sind wohl UTC</translation>
    </message>
    <message>
        <source>calls without a known price</source>
        <translation>Anfragen ohne bekannten Preis</translation>
    </message>
    <message>
        <source>calls that did not pass Cachescope, or fees</source>
        <translation>Anfragen an Cachescope vorbei, oder Gebühren</translation>
    </message>
    <message>
        <source>another price: a discount, or a price card of another date</source>
        <translation>anderer Preis: ein Rabatt oder eine Preisliste anderen Datums</translation>
    </message>
    <message>
        <source>not on the invoice (yet)</source>
        <translation>(noch) nicht auf der Rechnung</translation>
    </message>
    <message>
        <source>less was billed than the price cards say</source>
        <translation>weniger berechnet, als die Preislisten sagen</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Day, UTC</source>
        <translation>Tag, UTC</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Invoice</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Likely reason</source>
        <translation>Wahrscheinlicher Grund</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::KeyPartsView</name>
    <message>
        <source>method, path</source>
        <translation>Methode, Pfad</translation>
    </message>
    <message>
        <source>upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>caller</source>
        <translation>Aufrufer</translation>
    </message>
    <message>
        <source>namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Element</numerusform>
            <numerusform>%n Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>Schema %1: another one makes another key</source>
        <translation>Schema %1: ein anderes macht einen anderen Schlüssel</translation>
    </message>
    <message>
        <source>Keyed hash of the credential; the credential itself is never stored</source>
        <translation>Verschlüsselter Hash des Zugangs; der Zugang selbst wird nie gespeichert</translation>
    </message>
    <message>
        <source>in key</source>
        <translation>im Schlüssel</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>ignoriert</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Nutzung</translation>
    </message>
    <message>
        <source>Parts of the key</source>
        <translation>Teile des Schlüssels</translation>
    </message>
    <message>
        <source>Hits per hour</source>
        <translation>Treffer je Stunde</translation>
    </message>
    <message>
        <source>Looking for the nearest other entry…</source>
        <translation>Der nächste andere Eintrag wird gesucht …</translation>
    </message>
    <message>
        <source>No other entry for this model whose request was kept.</source>
        <translation>Kein anderer Eintrag dieses Modells, dessen Anfrage aufgehoben wurde.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Nearest other entry&lt;/b&gt; %1, differs in %2 at byte %3:</source>
        <translation>&lt;b&gt;Nächster anderer Eintrag&lt;/b&gt; %1, anders in %2 ab Byte %3:</translation>
    </message>
    <message>
        <source>&lt;b&gt;Nearest other entry&lt;/b&gt; %1: its request is the same; another caller, header or address made another key.</source>
        <translation>&lt;b&gt;Nächster anderer Eintrag&lt;/b&gt; %1: dieselbe Anfrage; ein anderer Aufrufer, Kopf oder eine andere Adresse machte einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Nearest other entry&lt;/b&gt; %1, differs in %2:</source>
        <translation>&lt;b&gt;Nächster anderer Eintrag&lt;/b&gt; %1, anders in %2:</translation>
    </message>
    <message>
        <source>The nearest other entry could not be looked for: %1</source>
        <translation>Der nächste andere Eintrag konnte nicht gesucht werden: %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::LegendItem</name>
    <message>
        <source>Click: show only %1. Click again: show all.</source>
        <translation>Klick: nur %1 zeigen. Nochmal: alle zeigen.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::LiveStrip</name>
    <message>
        <source>Calls under way</source>
        <translation>Laufende Aufrufe</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>waiting for first token</source>
        <translation>wartet auf erstes Token</translation>
    </message>
    <message>
        <source>streaming, %1 tokens</source>
        <translation>streamt, %1 Tokens</translation>
    </message>
    <message>
        <source>receiving, %1</source>
        <translation>empfängt, %1</translation>
    </message>
    <message>
        <source>%1, %2 joined</source>
        <translation>%1, %2 vereint</translation>
    </message>
    <message>
        <source>%1 calls under way</source>
        <translation>%1 laufende Aufrufe</translation>
    </message>
    <message>
        <source>No call under way</source>
        <translation>Kein laufender Aufruf</translation>
    </message>
    <message>
        <source>+%1 more</source>
        <translation>+%1 weitere</translation>
    </message>
    <message>
        <source>%1 %2, %3, %4</source>
        <translation>%1 %2, %3, %4</translation>
    </message>
    <message>
        <source>streaming, 1 token</source>
        <translation>strömt, 1 Token</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::LoggedPrompt</name>
    <message>
        <source>This call carries no prompt.</source>
        <translation>Dieser Aufruf enthält keinen Prompt.</translation>
    </message>
    <message>
        <source>The request&apos;s body is not stored: by your settings, or it was cleaned up.</source>
        <translation>Der Text der Anfrage ist nicht gespeichert: laut Ihren Einstellungen, oder er wurde aufgeräumt.</translation>
    </message>
    <message>
        <source>This request has %1. Counting its tokens may take a moment.</source>
        <translation>Diese Anfrage hat %1. Ihre Tokens zu zählen kann einen Moment dauern.</translation>
    </message>
    <message>
        <source>The request&apos;s body is not valid JSON, or was cut.</source>
        <translation>Der Text der Anfrage ist kein gültiges JSON oder wurde abgeschnitten.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::LoggedValues</name>
    <message>
        <source>This prompt has no variables. Write {{name}} where a value is to stand.</source>
        <translation>Dieser Prompt hat keine Variablen. {{name}} schreiben, wo ein Wert stehen soll.</translation>
    </message>
    <message>
        <source>No request like this has its body in the log: values cannot be told.</source>
        <translation>Keine Anfrage dieser Art hat ihren Text im Protokoll: Werte lassen sich nicht sagen.</translation>
    </message>
    <message>
        <source>No request like this is in the log.</source>
        <translation>Im Protokoll ist keine Anfrage dieser Art.</translation>
    </message>
    <message numerus="yes">
        <source>The log has %n request(s) like this, but none has the text beside the variables.</source>
        <translation>
            <numerusform>Das Protokoll hat %n Anfrage dieser Art, aber ohne den Text neben den Variablen.</numerusform>
            <numerusform>Das Protokoll hat %n Anfragen dieser Art, aber keine mit dem Text neben den Variablen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n logged request(s)</source>
        <translation>
            <numerusform>%n protokollierte Anfrage</numerusform>
            <numerusform>%n protokollierte Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) of values</source>
        <translation>
            <numerusform>%n Satz Werte</numerusform>
            <numerusform>%n Sätze Werte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>from the last %n request(s) like this.</source>
        <translation>
            <numerusform>aus der letzten %n Anfrage dieser Art.</numerusform>
            <numerusform>aus den letzten %n Anfragen dieser Art.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found: %1.</source>
        <translation>Nicht gefunden: %1.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::MainWindow</name>
    <message>
        <source>Cachescope – simulated traffic</source>
        <translation>Cachescope – simulierter Verkehr</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>The demo window could not be started.</source>
        <translation>Das Demofenster konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Quit Cachescope</source>
        <translation>Cachescope beenden</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still under way.</source>
        <translation>
            <numerusform>%n Aufruf läuft noch.</numerusform>
            <numerusform>%n Aufrufe laufen noch.</numerusform>
        </translation>
    </message>
    <message>
        <source>They can be finished first; new calls are refused meanwhile.</source>
        <translation>Sie können erst zu Ende laufen; neue Aufrufe werden solange abgelehnt.</translation>
    </message>
    <message numerus="yes">
        <source>Finish %n call(s), then quit</source>
        <translation>
            <numerusform>%n Aufruf abwarten, dann beenden</numerusform>
            <numerusform>%n Aufrufe abwarten, dann beenden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n call(s) now</source>
        <translation>
            <numerusform>%n Aufruf jetzt abbrechen</numerusform>
            <numerusform>%n Aufrufe jetzt abbrechen</numerusform>
        </translation>
    </message>
    <message>
        <source>Open Overview</source>
        <translation>Übersicht öffnen</translation>
    </message>
    <message>
        <source>Open Requests</source>
        <translation>Anfragen öffnen</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>Zum Filter gehen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Choose the range of time</source>
        <translation>Zeitraum wählen</translation>
    </message>
    <message>
        <source>Range: last %1</source>
        <translation>Zeitraum: letzte %1</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom back</source>
        <translation>Zoom zurück</translation>
    </message>
    <message>
        <source>Pause or resume refreshing</source>
        <translation>Aktualisieren anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Bypass the cache, or stop bypassing it</source>
        <translation>Cache umgehen oder nicht mehr umgehen</translation>
    </message>
    <message>
        <source>Stop storing bodies, or store them again</source>
        <translation>Inhalte nicht mehr oder wieder speichern</translation>
    </message>
    <message>
        <source>Open a window with simulated traffic</source>
        <translation>Fenster mit simuliertem Verkehr öffnen</translation>
    </message>
    <message>
        <source>Bodies are stored again.</source>
        <translation>Inhalte werden wieder gespeichert.</translation>
    </message>
    <message>
        <source>Bodies are no longer stored; times, tokens and money still are.</source>
        <translation>Inhalte werden nicht mehr gespeichert; Zeiten, Tokens und Geld weiterhin.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Commands…</source>
        <translation>Befehle …</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Nächster Bereich</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>Farbschema: hell</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>Farbschema: dunkel</translation>
    </message>
    <message>
        <source>Theme: as the desktop</source>
        <translation>Farbschema: wie der Desktop</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>Open Prompts</source>
        <translation>Prompts öffnen</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Open Alerts</source>
        <translation>Alarme öffnen</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Open Spend</source>
        <translation>Ausgaben öffnen</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Open Cache</source>
        <translation>Cache öffnen</translation>
    </message>
    <message>
        <source>Invalidate cached answers</source>
        <translation>Gespeicherte Antworten ungültig machen</translation>
    </message>
    <message>
        <source>Simulator</source>
        <translation>Simulator</translation>
    </message>
    <message>
        <source>Open Simulator</source>
        <translation>Simulator öffnen</translation>
    </message>
    <message>
        <source>Request #%1</source>
        <translation>Anfrage #%1</translation>
    </message>
    <message>
        <source>Request #%1 as a prompt</source>
        <translation>Anfrage #%1 als Prompt</translation>
    </message>
    <message>
        <source>Run the proxy in this window</source>
        <translation>Proxy in diesem Fenster betreiben</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::MessageView</name>
    <message>
        <source>Request head</source>
        <translation>Kopf der Anfrage</translation>
    </message>
    <message>
        <source>Response head</source>
        <translation>Kopf der Antwort</translation>
    </message>
    <message>
        <source>This body is damaged and cannot be shown: %1</source>
        <translation>Dieser Inhalt ist beschädigt und nicht darstellbar: %1</translation>
    </message>
    <message>
        <source>The call is still under way.</source>
        <translation>Der Aufruf läuft noch.</translation>
    </message>
    <message>
        <source>The body was not stored, or has been cleaned up. What is kept, and how long, is set in Settings, What is stored.</source>
        <translation>Der Inhalt wurde nicht gespeichert oder schon aufgeräumt. Was wie lange behalten wird, steht in Einstellungen, Was gespeichert wird.</translation>
    </message>
    <message>
        <source>Show that call</source>
        <translation>Jenen Aufruf zeigen</translation>
    </message>
    <message>
        <source>Request of call #%1, which this one repeats</source>
        <translation>Anfrage von Aufruf #%1, die dieser wiederholt</translation>
    </message>
    <message>
        <source>Answer of call #%1, from the cache</source>
        <translation>Antwort von Aufruf #%1, aus dem Cache</translation>
    </message>
    <message>
        <source>This answer came from the cache. Call #%1, which it is of, has been cleaned up with its text.</source>
        <translation>Diese Antwort kam aus dem Cache. Aufruf #%1, von dem sie stammt, wurde samt Text aufgeräumt.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::MiniHistogram</name>
    <message>
        <source>Matching calls over time</source>
        <translation>Passende Aufrufe im Zeitverlauf</translation>
    </message>
    <message>
        <source>%1 calls in %2 steps</source>
        <translation>%1 Aufrufe in %2 Schritten</translation>
    </message>
    <message>
        <source>from %1: %2 calls</source>
        <translation>ab %1: %2 Aufrufe</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::MiniMap</name>
    <message>
        <source>Overview of the prompt</source>
        <translation>Übersicht des Prompts</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ModelCostModel</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Cold</source>
        <translation>Kalt</translation>
    </message>
    <message>
        <source>Warm</source>
        <translation>Warm</translation>
    </message>
    <message>
        <source>%1 a day</source>
        <translation>%1 am Tag</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ModelPicker</name>
    <message>
        <source>Choose the model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Model name</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>Models and what the next call costs</source>
        <translation>Modelle und was der nächste Aufruf kostet</translation>
    </message>
    <message>
        <source>The prompt&apos;s own model</source>
        <translation>Das Modell des Prompts</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ModelTable</name>
    <message>
        <source>no model</source>
        <comment>row of calls without a model</comment>
        <translation>kein Modell</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n weiteres</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) without a known price are not in this sum</source>
        <translation>
            <numerusform>%n Aufruf ohne bekannten Preis ist nicht in dieser Summe</numerusform>
            <numerusform>%n Aufrufe ohne bekannten Preis sind nicht in dieser Summe</numerusform>
        </translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Input</translation>
    </message>
    <message>
        <source>Read</source>
        <comment>column: share of input read from the provider&apos;s cache</comment>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::MonthPicker</name>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>The month before</source>
        <translation>Der Monat davor</translation>
    </message>
    <message>
        <source>The month after</source>
        <translation>Der Monat danach</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::NotesView</name>
    <message>
        <source>Pin this call</source>
        <translation>Diesen Aufruf anheften</translation>
    </message>
    <message>
        <source>Pinned calls, and calls with a note, are never cleaned up.</source>
        <translation>Angeheftete Aufrufe und solche mit Notiz werden nie aufgeräumt.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>A note on this call</source>
        <translation>Eine Notiz zu diesem Aufruf</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::OutlineModel</name>
    <message>
        <source>%1: lines %2 to %3, %4 tokens</source>
        <translation>%1: Zeilen %2 bis %3, %4 Tokens</translation>
    </message>
    <message>
        <source>%1, has errors</source>
        <translation>%1, mit Fehlern</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Gliederung</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::OutlinePane</name>
    <message>
        <source>Static</source>
        <translation>Statisch</translation>
    </message>
    <message>
        <source>Sampled</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>Beobachtet</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Letzter Lauf</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Gliederung</translation>
    </message>
    <message>
        <source>Prefix, strictest of three</source>
        <translation>Präfix, das strengste von dreien</translation>
    </message>
    <message>
        <source>up to changing text</source>
        <translation>bis zu veränderlichem Text</translation>
    </message>
    <message>
        <source>no changing text</source>
        <translation>kein veränderlicher Text</translation>
    </message>
    <message numerus="yes">
        <source>%n value set(s)</source>
        <translation>
            <numerusform>%n Satz Werte</numerusform>
            <numerusform>%n Sätze Werte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 calls</source>
        <translation>%1 von %2 Aufrufen</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>%1, up to %2</source>
        <translation>%1, bis %2</translation>
    </message>
    <message numerus="yes">
        <source>In the other %n call(s) only %1 tokens matched: %2 had changed.</source>
        <translation>
            <numerusform>Im anderen Aufruf passten nur %1 Token: %2 hatte sich geändert.</numerusform>
            <numerusform>In den anderen %n Aufrufen passten nur %1 Token: %2 hatte sich geändert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::OverviewPage</name>
    <message>
        <source>%1 per minute</source>
        <translation>%1 pro Minute</translation>
    </message>
    <message>
        <source>%1 per %2 min</source>
        <translation>%1 pro %2 min</translation>
    </message>
    <message>
        <source>%1 per hour</source>
        <translation>%1 pro Stunde</translation>
    </message>
    <message>
        <source>%1 per %2 h</source>
        <translation>%1 pro %2 h</translation>
    </message>
    <message>
        <source>%1 per day</source>
        <translation>%1 pro Tag</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Saved, net</source>
        <translation>Gespart, netto</translation>
    </message>
    <message>
        <source>Local hit rate</source>
        <translation>Lokale Trefferquote</translation>
    </message>
    <message>
        <source>Prefix read</source>
        <translation>Präfix gelesen</translation>
    </message>
    <message>
        <source>TTFT p95</source>
        <translation>TTFT p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>by outcome</source>
        <translation>nach Ergebnis</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>Zeit bis erstes Token</translation>
    </message>
    <message>
        <source>without local hits</source>
        <translation>ohne lokale Treffer</translation>
    </message>
    <message>
        <source>no calls</source>
        <translation>keine Aufrufe</translation>
    </message>
    <message>
        <source>Input tokens per minute</source>
        <translation>Input-Tokens pro Minute</translation>
    </message>
    <message>
        <source>by bucket</source>
        <translation>nach Art</translation>
    </message>
    <message>
        <source>Spend in this range</source>
        <translation>Ausgaben im Zeitraum</translation>
    </message>
    <message>
        <source>running total</source>
        <translation>laufende Summe</translation>
    </message>
    <message>
        <source>Dearest models</source>
        <translation>Teuerste Modelle</translation>
    </message>
    <message>
        <source>failed or incomplete</source>
        <translation>gescheitert oder unvollständig</translation>
    </message>
    <message>
        <source>Every call was answered whole.</source>
        <translation>Jeder Aufruf wurde vollständig beantwortet.</translation>
    </message>
    <message>
        <source>Nothing in this range</source>
        <translation>Nichts in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Last request %1</source>
        <translation>Letzte Anfrage %1</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source> The figures are those of %1.</source>
        <translation> Die Zahlen sind die von %1.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>no data yet</source>
        <translation>noch keine Daten</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Input-Tokens</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>none in this range</source>
        <translation>keine in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Newest failures</source>
        <translation>Neueste Fehlschläge</translation>
    </message>
    <message>
        <source>All failures in Requests</source>
        <translation>Alle Fehlschläge unter Anfragen</translation>
    </message>
    <message>
        <source>No failures in this range</source>
        <translation>Keine Fehlschläge in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Marks on charts: settings, invalidations, prices, alerts</source>
        <translation>Marken in Diagrammen: Einstellungen, Entwertungen, Preise, Alarme</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Geschrieben nach %1.</translation>
    </message>
    <message>
        <source>models</source>
        <translation>modelle</translation>
    </message>
    <message>
        <source>failures</source>
        <translation>fehlschläge</translation>
    </message>
    <message>
        <source>Making simulated calls</source>
        <translation>Simulierte Aufrufe werden erzeugt</translation>
    </message>
    <message>
        <source>A month of them is written first; it takes some seconds.</source>
        <translation>Zuerst wird ein Monat davon geschrieben; das dauert einige Sekunden.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PoliciesSection</name>
    <message>
        <source>Caching policies</source>
        <translation>Cache-Richtlinien</translation>
    </message>
    <message>
        <source>Rules for some calls by project, client, provider, model or path. The first that matches wins; a call&apos;s detail says which it met.</source>
        <translation>Regeln für manche Aufrufe nach Projekt, Programm, Anbieter, Modell oder Pfad. Die erste passende gilt; die Einzelheiten eines Aufrufs nennen sie.</translation>
    </message>
    <message>
        <source>No policy yet</source>
        <translation>Noch keine Richtlinie</translation>
    </message>
    <message>
        <source>All calls follow the settings on the Cache page</source>
        <translation>Alle Aufrufe folgen den Einstellungen unter Cache</translation>
    </message>
    <message>
        <source>New policy</source>
        <translation>Neue Richtlinie</translation>
    </message>
    <message>
        <source>Ready-made, off until you choose them</source>
        <translation>Mitgeliefert, aus bis Sie sie wählen</translation>
    </message>
    <message>
        <source>Policy as JSON</source>
        <translation>Richtlinie als JSON</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use the policy %1</source>
        <translation>Richtlinie %1 nutzen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit the policy %1</source>
        <translation>Richtlinie %1 bearbeiten</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Remove the policy %1</source>
        <translation>Richtlinie %1 entfernen</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>order, description</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>name, enabled, projects, clients, upstreams, models, routes, store, ttl_s, volatile_fields, namespace, store_tool_calls, deterministic_only, replay, stale_while_revalidate_s, shadow_share, help</source>
        <translation>name, enabled, projects, clients, upstreams, models, routes, store, ttl_s, volatile_fields, namespace, store_tool_calls, deterministic_only, replay, stale_while_revalidate_s, shadow_share, help</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PrefixModel</name>
    <message>
        <source>%1 tokens read by %2 calls, written by %3.</source>
        <translation>%1 Token von %2 Aufrufen gelesen, von %3 geschrieben.</translation>
    </message>
    <message>
        <source>Session %1.</source>
        <translation>Sitzung %1.</translation>
    </message>
    <message>
        <source>Project %1.</source>
        <translation>Projekt %1.</translation>
    </message>
    <message>
        <source>Caller %1….</source>
        <translation>Aufrufer %1….</translation>
    </message>
    <message>
        <source>Kept for %1 after its last use, by the provider&apos;s rules.</source>
        <translation>Bleibt nach den Regeln des Anbieters %1 über die letzte Nutzung hinaus.</translation>
    </message>
    <message>
        <source>The provider publishes no lifetime; %1 after the last use is assumed.</source>
        <translation>Der Anbieter nennt keine Lebensdauer; angenommen ist %1 nach der letzten Nutzung.</translation>
    </message>
    <message>
        <source>reported</source>
        <translation>gemeldet</translation>
    </message>
    <message>
        <source>by the rules</source>
        <translation>nach den Regeln</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>First words</source>
        <translation>Erste Wörter</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>TTL left</source>
        <translation>TTL übrig</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PrefixPane</name>
    <message>
        <source>Provider prefixes</source>
        <translation>Präfixe der Anbieter</translation>
    </message>
    <message>
        <source>This window has no log to infer them from.</source>
        <translation>Dieses Fenster hat kein Protokoll, aus dem sie zu erschließen wären.</translation>
    </message>
    <message>
        <source>Inferred from the calls in the log; what a provider keeps cannot be looked at. It cannot be deleted from here either: a prefix goes when its time is over.</source>
        <translation>Erschlossen aus den Aufrufen im Protokoll; was ein Anbieter aufhebt, kann niemand ansehen. Löschen lässt es sich von hier auch nicht: Ein Präfix geht, wenn seine Zeit vorbei ist.</translation>
    </message>
    <message>
        <source>Only the newest calls were looked at.</source>
        <translation>Nur die neuesten Aufrufe wurden angesehen.</translation>
    </message>
    <message>
        <source>Provider prefixes could not be inferred</source>
        <translation>Die Präfixe der Anbieter konnten nicht erschlossen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>No provider holds a prefix now</source>
        <translation>Kein Anbieter hält jetzt ein Präfix</translation>
    </message>
    <message>
        <source>Most are kept for five minutes after their last use. They appear with the next call that reads or writes one.</source>
        <translation>Die meisten bleiben fünf Minuten über ihre letzte Nutzung hinaus. Sie erscheinen mit dem nächsten Aufruf, der eines liest oder schreibt.</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen …</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PrefixRuler</name>
    <message>
        <source>Cacheable prefix: %1 of %2 tokens, minimum %3</source>
        <translation>Cachefähiges Präfix: %1 von %2 Tokens, Mindestmaß %3</translation>
    </message>
    <message>
        <source>minimum %1</source>
        <translation>Mindestmaß %1</translation>
    </message>
    <message>
        <source>cacheable %1</source>
        <translation>cachefähig %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PreviewCard</name>
    <message>
        <source>fires above %1</source>
        <translation>schlägt an über %1</translation>
    </message>
    <message>
        <source>fires below %1</source>
        <translation>schlägt an unter %1</translation>
    </message>
    <message>
        <source>recovers at most %1</source>
        <translation>erholt bis %1</translation>
    </message>
    <message>
        <source>recovers at least %1</source>
        <translation>erholt ab %1</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Alerts that the rule would have had</source>
        <translation>Alarme, die die Regel gegeben hätte</translation>
    </message>
    <message>
        <source>No rule chosen</source>
        <translation>Keine Regel gewählt</translation>
    </message>
    <message>
        <source>No preview for this metric</source>
        <translation>Keine Vorschau für diese Größe</translation>
    </message>
    <message>
        <source>The log does not keep what it would have been in the past.</source>
        <translation>Das Log bewahrt nicht auf, was sie früher gewesen wäre.</translation>
    </message>
    <message>
        <source>reading the log…</source>
        <translation>liest das Log …</translation>
    </message>
    <message>
        <source>The preview could not be made</source>
        <translation>Die Vorschau gelang nicht</translation>
    </message>
    <message>
        <source>No such requests in 7 days</source>
        <translation>Keine solchen Anfragen in 7 Tagen</translation>
    </message>
    <message>
        <source>The rule watches from now on; its preview comes with the first requests.</source>
        <translation>Die Regel wacht ab jetzt; ihre Vorschau kommt mit den ersten Anfragen.</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>Diagramm: %1</translation>
    </message>
    <message>
        <source>would not have fired in 7 days</source>
        <translation>hätte in 7 Tagen nicht angeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>would have fired %n time(s) in 7 days, %1 in all</source>
        <translation>
            <numerusform>hätte in 7 Tagen %n Mal angeschlagen, zusammen %1</numerusform>
            <numerusform>hätte in 7 Tagen %n Mal angeschlagen, zusammen %1</numerusform>
        </translation>
    </message>
    <message>
        <source>; the line is %1</source>
        <translation>; die Linie ist %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PricesSection</name>
    <message>
        <source>Prices and models</source>
        <translation>Preise und Modelle</translation>
    </message>
    <message>
        <source>A price that is not known is counted and named, never guessed. The provider&apos;s own usage is kept, so costs can be computed anew.</source>
        <translation>Ein unbekannter Preis wird gezählt und genannt, nie geraten. Die Nutzungsangaben des Anbieters bleiben erhalten, sodass sich Kosten neu berechnen lassen.</translation>
    </message>
    <message>
        <source>Price book</source>
        <translation>Preisbuch</translation>
    </message>
    <message>
        <source>Own prices</source>
        <translation>Eigene Preise</translation>
    </message>
    <message>
        <source>A file in the book&apos;s format; its models come before the shipped ones</source>
        <translation>Datei im Format des Preisbuchs; sie geht ihm vor</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>In which you are billed; figures are never converted</source>
        <translation>In der abgerechnet wird; Beträge werden nie umgerechnet</translation>
    </message>
    <message>
        <source>US dollar</source>
        <translation>US-Dollar</translation>
    </message>
    <message>
        <source>Chinese yuan</source>
        <translation>Chinesischer Yuan</translation>
    </message>
    <message>
        <source>No price book could be read; every cost is unknown.</source>
        <translation>Kein Preisbuch war lesbar; alle Kosten sind unbekannt.</translation>
    </message>
    <message>
        <source>%1 models of %2 providers, book of %3, in %4</source>
        <translation>%1 Modelle von %2 Anbietern, Preisbuch vom %3, in %4</translation>
    </message>
    <message>
        <source>Price books (*.json)</source>
        <translation>Preisbücher (*.json)</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ProblemModel</name>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>safe</source>
        <translation>sicher</translation>
    </message>
    <message>
        <source>unsafe</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>am Tag</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Abhilfe</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ProblemPane</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offene</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Whose problems are listed</source>
        <translation>Wessen Probleme gelistet sind</translation>
    </message>
    <message>
        <source>Apply all safe fixes in one step (Ctrl+Shift+.)</source>
        <translation>Alle sicheren Abhilfen in einem Schritt anwenden (Strg+Umschalt+.)</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Prüft …</translation>
    </message>
    <message>
        <source>No problems found. F1 tells what is checked.</source>
        <translation>Keine Probleme gefunden. F1 sagt, was geprüft wird.</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hint(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 per day in the log</source>
        <translation>%1 am Tag im Protokoll</translation>
    </message>
    <message numerus="yes">
        <source>Fix %n safe</source>
        <translation>
            <numerusform>%n sicheres beheben</numerusform>
            <numerusform>%n sichere beheben</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Als Befehl kopieren</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Choose the folder whose files are checked</source>
        <translation>Den Ordner wählen, dessen Dateien geprüft werden</translation>
    </message>
    <message>
        <source>What does the same in a terminal</source>
        <translation>Was in einem Terminal dasselbe tut</translation>
    </message>
    <message>
        <source>Problems of this file, of all open ones, of the files below a folder, of the logged calls</source>
        <translation>Probleme dieser Datei, aller offenen, der Dateien unter einem Ordner, der aufgezeichneten Aufrufe</translation>
    </message>
    <message>
        <source>Folder: %1</source>
        <translation>Ordner: %1</translation>
    </message>
    <message>
        <source>What several problems make dearer counts once, with the dearest of them</source>
        <translation>Was mehrere Probleme verteuern, zählt einmal, mit dem teuersten von ihnen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ProblemTable</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptEdit</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Text of the prompt; problems with F8, token display with Ctrl+Shift+T</source>
        <translation>Text des Prompts; Probleme mit F8, Token-Anzeige mit Strg+Umschalt+T</translation>
    </message>
    <message numerus="yes">
        <source>Token %1: “%2”, %n byte(s)</source>
        <translation>
            <numerusform>Token %1: „%2“, %n Byte</numerusform>
            <numerusform>Token %1: „%2“, %n Bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) folded</source>
        <translation>
            <numerusform>%n Zeile zugeklappt</numerusform>
            <numerusform>%n Zeilen zugeklappt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <extracomment>Behind the figure of a segment.</extracomment>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>breakpoint %1</source>
        <translation>Haltepunkt %1</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 tokens</source>
        <translation>%1, %2 Tokens</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptGutter</name>
    <message>
        <source>Line numbers and running total of tokens</source>
        <translation>Zeilennummern und laufende Summe der Tokens</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptRuler</name>
    <message>
        <source>Cacheable prefix to scale</source>
        <translation>Cache-fähiger Präfix im Maßstab</translation>
    </message>
    <message>
        <source>stable %1, spoiled %2, tail %3 tokens; minimum %4; cacheable %5</source>
        <translation>fest %1, verdorben %2, Rest %3 Tokens; Minimum %4; cache-fähig %5</translation>
    </message>
    <message>
        <source>first difference %1</source>
        <translation>erster Unterschied %1</translation>
    </message>
    <message>
        <source>minimum %1</source>
        <translation>Minimum %1</translation>
    </message>
    <message>
        <source>breakpoint %1</source>
        <translation>Haltepunkt %1</translation>
    </message>
    <message>
        <source>stable %1</source>
        <translation>fest %1</translation>
    </message>
    <message>
        <source>spoiled %1, paid again</source>
        <translation>verdorben %1, neu bezahlt</translation>
    </message>
    <message>
        <source>spoiled %1</source>
        <translation>verdorben %1</translation>
    </message>
    <message>
        <source>tail %1</source>
        <translation>Rest %1</translation>
    </message>
    <message>
        <source>stable, spoiled, tail</source>
        <translation>fest, verdorben, Rest</translation>
    </message>
    <message>
        <source>cached in steps of %1</source>
        <translation>Cache in Schritten von %1</translation>
    </message>
    <message>
        <source>cached up to a breakpoint</source>
        <translation>Cache bis zum Haltepunkt</translation>
    </message>
    <message>
        <source>no prefix cache known</source>
        <translation>kein Präfix-Cache bekannt</translation>
    </message>
    <message>
        <source>cached to the token</source>
        <translation>Cache auf das Token genau</translation>
    </message>
    <message>
        <source>window %1 of %2</source>
        <translation>Fenster %1 von %2</translation>
    </message>
    <message>
        <source>an empty prompt</source>
        <translation>ein leerer Prompt</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>zählt …</translation>
    </message>
    <message>
        <source>next price step %1</source>
        <translation>nächste Preisstufe %1</translation>
    </message>
    <message>
        <source>dearer from %1 tokens on</source>
        <translation>teurer ab %1 Tokens</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptRun</name>
    <message>
        <source>This is not a valid request: mend the JSON first.</source>
        <translation>Das ist keine gültige Anfrage: erst das JSON richten.</translation>
    </message>
    <message>
        <source>{{%1}} has no value yet. Give it one under Values, then run again.</source>
        <translation>{{%1}} hat noch keinen Wert. Unter Werte einen angeben, dann noch einmal senden.</translation>
    </message>
    <message>
        <source>status %1: %2</source>
        <translation>Status %1: %2</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptSession</name>
    <message>
        <source>untitled</source>
        <translation>unbenannt</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptTabs</name>
    <message>
        <source>Open prompts</source>
        <translation>Prompts öffnen</translation>
    </message>
    <message>
        <source>Close (Ctrl+W)</source>
        <translation>Schließen (Strg+W)</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
    <message>
        <source>%1, not saved</source>
        <translation>%1, nicht gespeichert</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptTokenModel</name>
    <message>
        <source>The cacheable prefix ends here</source>
        <translation>Hier endet das cachefähige Präfix</translation>
    </message>
    <message>
        <source>%1 tokens so far</source>
        <translation>bis hier %1 Tokens</translation>
    </message>
    <message>
        <source>%1, open, %2</source>
        <translation>%1, geöffnet, %2</translation>
    </message>
    <message>
        <source>%1, closed, %2</source>
        <translation>%1, geschlossen, %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>sentence, tokens so far</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptTokensView</name>
    <message>
        <source>Count it</source>
        <translation>Zählen</translation>
    </message>
    <message>
        <source>Prompt with its tokens</source>
        <translation>Prompt mit seinen Tokens</translation>
    </message>
    <message>
        <source>Counting tokens …</source>
        <translation>Zähle Tokens …</translation>
    </message>
    <message>
        <source>%1 tokens of %2</source>
        <comment>figure, tokenizer</comment>
        <translation>%1 Tokens von %2</translation>
    </message>
    <message>
        <source> (±%1 %)</source>
        <translation> (±%1 %)</translation>
    </message>
    <message>
        <source>no cache mark: nothing can be cached</source>
        <translation>keine Cache-Marke: Nichts kann gecacht werden</translation>
    </message>
    <message>
        <source>below the provider&apos;s minimum of %1</source>
        <translation>unter dem Mindestmaß des Anbieters von %1</translation>
    </message>
    <message>
        <source>%1 can be cached</source>
        <translation>%1 können gecacht werden</translation>
    </message>
    <message>
        <source>reported: %1 read, %2 written</source>
        <translation>gemeldet: %1 gelesen, %2 geschrieben</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptToolBar</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Borders</source>
        <translation>Ränder</translation>
    </message>
    <message>
        <source>Tints</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Ids</source>
        <translation>IDs</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>Hitze</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model whose tokens, rules and prices are shown</source>
        <translation>Modell, dessen Tokens, Regeln und Preise gezeigt werden</translation>
    </message>
    <message>
        <source>Values of the variables</source>
        <translation>Werte der Variablen</translation>
    </message>
    <message>
        <source>How tokens are shown</source>
        <translation>Wie Tokens gezeigt werden</translation>
    </message>
    <message>
        <source>How tokens are shown (Ctrl+Shift+T)</source>
        <translation>Wie Tokens gezeigt werden (Strg+Umschalt+T)</translation>
    </message>
    <message>
        <source>Show white space</source>
        <translation>Leerzeichen zeigen</translation>
    </message>
    <message>
        <source>Compare with a logged call or another prompt (Ctrl+Shift+D)</source>
        <translation>Mit einem protokollierten Aufruf oder einem anderen Prompt vergleichen (Strg+Umschalt+D)</translation>
    </message>
    <message>
        <source>Send it through the proxy (Ctrl+Enter)</source>
        <translation>Durch den Proxy senden (Strg+Enter)</translation>
    </message>
    <message>
        <source> (assumed)</source>
        <translation> (angenommen)</translation>
    </message>
    <message>
        <source>Tokens, rules and prices of %1</source>
        <translation>Tokens, Regeln und Preise von %1</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Values: %1</source>
        <translation>Werte: %1</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Läuft …</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::PromptsPage</name>
    <message>
        <source>Not saved yet</source>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>~%1 tokens ± %2</source>
        <translation>~%1 Tokens ± %2</translation>
    </message>
    <message>
        <source>%1: counted with %2</source>
        <translation>%1: gezählt mit %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: estimated, calibrated on %n call(s)</source>
        <translation>
            <numerusform>%1: geschätzt, an %n Aufruf geeicht</numerusform>
            <numerusform>%1: geschätzt, an %n Aufrufen geeicht</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: estimated with %2</source>
        <translation>%1: geschätzt mit %2</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>lint %1</source>
        <translation>Prüfung %1</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>getippt</translation>
    </message>
    <message numerus="yes">
        <source>%n set(s)</source>
        <translation>
            <numerusform>%n Satz</numerusform>
            <numerusform>%n Sätze</numerusform>
        </translation>
    </message>
    <message>
        <source>Breakpoint behind %1 removed.</source>
        <translation>Haltepunkt hinter %1 entfernt.</translation>
    </message>
    <message>
        <source>%1 takes no breakpoints: it caches prefixes by itself.</source>
        <translation>%1 nimmt keine Haltepunkte: Präfixe kommen dort von selbst in den Cache.</translation>
    </message>
    <message>
        <source>A text has no breakpoints; a request has. Run sends it as one message.</source>
        <translation>Ein Text hat keine Haltepunkte, eine Anfrage schon. Senden schickt ihn als eine Nachricht.</translation>
    </message>
    <message>
        <source>The provider takes no breakpoint behind %1.</source>
        <translation>Der Anbieter nimmt hinter %1 keinen Haltepunkt.</translation>
    </message>
    <message>
        <source>Breakpoint set behind %1.</source>
        <translation>Haltepunkt hinter %1 gesetzt.</translation>
    </message>
    <message>
        <source>Values…</source>
        <translation>Werte …</translation>
    </message>
    <message>
        <source>The proxy does not take calls now: %1</source>
        <translation>Der Proxy nimmt gerade keine Aufrufe an: %1</translation>
    </message>
    <message>
        <source>The call failed: %1</source>
        <translation>Der Aufruf schlug fehl: %1</translation>
    </message>
    <message>
        <source>Answered in %1, but the answer told no usage.</source>
        <translation>Antwort nach %1, aber ohne Angaben zum Verbrauch.</translation>
    </message>
    <message>
        <source>Foreseen: %1 cacheable of %2. Reported: %3 read, %4 written, %5 fresh.</source>
        <translation>Vorhergesehen: %1 von %2 cache-fähig. Gemeldet: %3 gelesen, %4 geschrieben, %5 frisch.</translation>
    </message>
    <message>
        <source>Last run, %1</source>
        <translation>Letzter Lauf, %1</translation>
    </message>
    <message>
        <source>foreseen %1, reported %2 read, %3 written</source>
        <translation>vorhergesehen %1, gemeldet %2 gelesen, %3 geschrieben</translation>
    </message>
    <message>
        <source>call of %1</source>
        <translation>Aufruf von %1</translation>
    </message>
    <message>
        <source>No call like this is in the log</source>
        <translation>Kein solcher Aufruf im Protokoll</translation>
    </message>
    <message>
        <source>The file as it was saved</source>
        <translation>Die Datei, wie sie gespeichert ist</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>Andere Datei …</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>%1 on disk</source>
        <translation>%1 auf der Platte</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleicht …</translation>
    </message>
    <message>
        <source>The body of request #%1 is not stored, so there is no prompt to open.</source>
        <translation>Der Inhalt der Anfrage #%1 ist nicht gespeichert, also gibt es keinen Prompt zu öffnen.</translation>
    </message>
    <message>
        <source>request #%1</source>
        <translation>Anfrage #%1</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>The clipboard holds no text. Copy a cURL command or a request first.</source>
        <translation>Die Zwischenablage enthält keinen Text. Erst einen cURL-Befehl oder eine Anfrage kopieren.</translation>
    </message>
    <message>
        <source>pasted cURL</source>
        <translation>eingefügtes cURL</translation>
    </message>
    <message>
        <source>pasted</source>
        <translation>eingefügt</translation>
    </message>
    <message>
        <source>Open prompts</source>
        <translation>Prompts öffnen</translation>
    </message>
    <message>
        <source>Prompts and requests (*.prompt *.txt *.md *.json *.jsonl *.sh)</source>
        <translation>Prompts und Anfragen (*.prompt *.txt *.md *.json *.jsonl *.sh)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save the prompt</source>
        <translation>Prompt speichern</translation>
    </message>
    <message>
        <source>prompt.md</source>
        <translation>prompt.md</translation>
    </message>
    <message>
        <source>request.json</source>
        <translation>anfrage.json</translation>
    </message>
    <message>
        <source>%1 was closed without being saved.</source>
        <translation>%1 wurde geschlossen, ohne gespeichert zu sein.</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) that had not been saved are open again.</source>
        <translation>
            <numerusform>%n Prompt, der nicht gespeichert war, ist wieder offen.</numerusform>
            <numerusform>%n Prompts, die nicht gespeichert waren, sind wieder offen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), one a line, edited as text.</source>
        <translation>
            <numerusform>%n Aufruf, als Text bearbeitet.</numerusform>
            <numerusform>%n Aufrufe, einer je Zeile, als Text bearbeitet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open a call…</source>
        <translation>Aufruf öffnen …</translation>
    </message>
    <message>
        <source>Open a call</source>
        <translation>Aufruf öffnen</translation>
    </message>
    <message>
        <source>Number of the call, 1 to %1</source>
        <translation>Nummer des Aufrufs, 1 bis %1</translation>
    </message>
    <message>
        <source>Call %1, line %2 of the file, is no valid JSON: %3</source>
        <translation>Aufruf %1, Zeile %2 der Datei, ist kein gültiges JSON: %3</translation>
    </message>
    <message>
        <source>%1 was changed by another program, and you changed it here.</source>
        <translation>%1 wurde von einem anderen Programm geändert, und hier auch.</translation>
    </message>
    <message>
        <source>%1 was changed by another program.</source>
        <translation>%1 wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meine behalten</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>New prompt (Ctrl+N)</source>
        <translation>Neuer Prompt (Strg+N)</translation>
    </message>
    <message>
        <source>New prompt</source>
        <translation>Neuer Prompt</translation>
    </message>
    <message>
        <source>Open prompts…</source>
        <translation>Prompts öffnen …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Close the tab</source>
        <translation>Reiter schließen</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>Nächster Reiter</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>Voriger Reiter</translation>
    </message>
    <message>
        <source>Open the clipboard as a prompt</source>
        <translation>Zwischenablage als Prompt öffnen</translation>
    </message>
    <message>
        <source>Open the sample with six problems</source>
        <translation>Beispiel mit sechs Problemen öffnen</translation>
    </message>
    <message>
        <source>Next token display</source>
        <translation>Nächste Token-Anzeige</translation>
    </message>
    <message>
        <source>Show or hide white space</source>
        <translation>Leerzeichen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Go to a line or a token…</source>
        <translation>Gehe zu Zeile oder Token …</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>Nächstes Problem</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>Voriges Problem</translation>
    </message>
    <message>
        <source>Fix what is here</source>
        <translation>Beheben, was hier ist</translation>
    </message>
    <message>
        <source>Fix all that is safe</source>
        <translation>Alles Sichere beheben</translation>
    </message>
    <message>
        <source>Explain the rule</source>
        <translation>Die Regel erklären</translation>
    </message>
    <message>
        <source>Set or remove a breakpoint</source>
        <translation>Haltepunkt setzen oder entfernen</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen …</translation>
    </message>
    <message>
        <source>Run: send it through the proxy</source>
        <translation>Senden: durch den Proxy</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Values of the variables</source>
        <translation>Werte der Variablen</translation>
    </message>
    <message>
        <source>The text has just changed; it is being checked. Try again.</source>
        <translation>Der Text hat sich eben geändert und wird geprüft. Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message numerus="yes">
        <source>Change %n place(s)</source>
        <translation>
            <numerusform>%n Stelle ändern</numerusform>
            <numerusform>%n Stellen ändern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) fixed, safely and in one step.</source>
        <translation>
            <numerusform>%n Problem behoben, sicher und in einem Schritt.</numerusform>
            <numerusform>%n Probleme behoben, sicher und in einem Schritt.</numerusform>
        </translation>
    </message>
    <message>
        <source> (unsafe)</source>
        <translation> (unsicher)</translation>
    </message>
    <message>
        <source>%1: what is this?</source>
        <translation>%1: was ist das?</translation>
    </message>
    <message>
        <source>Nothing to fix here</source>
        <translation>Hier ist nichts zu beheben</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Ausschneiden</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Silence the problem here…</source>
        <translation>Das Problem hier stumm schalten…</translation>
    </message>
    <message>
        <source>Fold or unfold this section</source>
        <translation>Diesen Abschnitt ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Show tokens of a large prompt</source>
        <translation>Tokens eines großen Prompts zeigen</translation>
    </message>
    <message>
        <source>lines %1–%2</source>
        <translation>Zeilen %1–%2</translation>
    </message>
    <message>
        <source>Token %1 of %2</source>
        <translation>Token %1 von %2</translation>
    </message>
    <message>
        <source>Line %1 of %2</source>
        <translation>Zeile %1 von %2</translation>
    </message>
    <message>
        <source>Line (12), token (t:9000) or block (@rules)</source>
        <translation>Zeile (12), Token (t:9000) oder Block (@regeln)</translation>
    </message>
    <message>
        <source>There is no place “%1” here.</source>
        <translation>Die Stelle „%1“ gibt es hier nicht.</translation>
    </message>
    <message>
        <source>%1: silence…</source>
        <translation>%1: stumm schalten…</translation>
    </message>
    <message>
        <source>There is no problem on this line.</source>
        <translation>In dieser Zeile ist kein Problem.</translation>
    </message>
    <message>
        <source>%1 is silent here.</source>
        <translation>%1 schweigt hier.</translation>
    </message>
    <message>
        <source>%1 is silent: written to %2.</source>
        <translation>%1 schweigt: in %2 eingetragen.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s) of calls</source>
        <translation>
            <numerusform>%n Art von Aufrufen</numerusform>
            <numerusform>%n Arten von Aufrufen</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>This prompt is in no folder. Save it, or choose the folder to be checked.</source>
        <translation>Dieser Prompt liegt in keinem Ordner. Speichern Sie ihn, oder wählen Sie den Ordner, der geprüft werden soll.</translation>
    </message>
    <message>
        <source>There is no log yet.</source>
        <translation>Es gibt noch kein Log.</translation>
    </message>
    <message>
        <source>No file in this folder holds a prompt.</source>
        <translation>Keine Datei in diesem Ordner enthält einen Prompt.</translation>
    </message>
    <message>
        <source>The log holds no call whose request is stored.</source>
        <translation>Das Log enthält keinen Aufruf, dessen Anfrage gespeichert ist.</translation>
    </message>
    <message>
        <source>No problems found. F1 tells what is checked.</source>
        <translation>Keine Probleme gefunden. F1 sagt, was geprüft wird.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Folder to be checked</source>
        <translation>Zu prüfender Ordner</translation>
    </message>
    <message>
        <source>Copied. Run it in a terminal: it applies the safe fixes to the files of the folder.</source>
        <translation>Kopiert. In einem Terminal ausgeführt, wendet der Befehl die sicheren Korrekturen auf die Dateien des Ordners an.</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open, and: %1</source>
        <translation>Öffnen, und: %1</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>Meldung kopieren</translation>
    </message>
    <message>
        <source>The provider&apos;s cache was cold: run it again to see it read.</source>
        <translation>Der Cache des Anbieters war kalt: noch einmal senden, um das Lesen zu sehen.</translation>
    </message>
    <message>
        <source>Values from the last %1 requests</source>
        <translation>Werte aus den letzten %1 Anfragen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ProvidersSection</name>
    <message>
        <source>Providers and keys</source>
        <translation>Anbieter und Schlüssel</translation>
    </message>
    <message>
        <source>Keys come with each call from the client, or from an environment variable for callers without one. They are never stored or shown.</source>
        <translation>Schlüssel kommen mit jedem Aufruf vom Client oder, für Aufrufer ohne eigenen, aus einer Umgebungsvariablen. Sie werden nie gespeichert oder gezeigt.</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>OpenAI-compatible or other</source>
        <translation>OpenAI-kompatibel oder andere</translation>
    </message>
    <message>
        <source>Clients reach it at the proxy under /NAME/…</source>
        <translation>Clients erreichen ihn am Proxy unter /NAME/…</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>KEY_VARIABLE</source>
        <translation>KEY_VARIABLE</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>Default for /v1</source>
        <translation>Vorgabe für /v1</translation>
    </message>
    <message>
        <source>Where calls to /v1/… go that name no provider and are not Anthropic&apos;s</source>
        <translation>Wohin Aufrufe an /v1/… gehen, die keinen Anbieter nennen und nicht von Anthropic sind</translation>
    </message>
    <message>
        <source>Proxy on the way out</source>
        <translation>Proxy nach draußen</translation>
    </message>
    <message>
        <source>Empty: direct. &quot;system&quot;, http://host:port or socks5://host:port</source>
        <translation>Leer: direkt. &quot;system&quot;, http://host:port oder socks5://host:port</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>direkt</translation>
    </message>
    <message>
        <source>Address of %1</source>
        <translation>Adresse von %1</translation>
    </message>
    <message>
        <source>Key variable of %1</source>
        <translation>Schlüsselvariable von %1</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check key and address of %1</source>
        <translation>Schlüssel und Adresse von %1 prüfen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>key present</source>
        <translation>Schlüssel da</translation>
    </message>
    <message>
        <source>client&apos;s key</source>
        <translation>vom Client</translation>
    </message>
    <message>
        <source>no key needed</source>
        <translation>ohne Schlüssel</translation>
    </message>
    <message>
        <source>The variable is set; callers without a key use it</source>
        <translation>Die Variable ist gesetzt; Aufrufer ohne Schlüssel nutzen sie</translation>
    </message>
    <message>
        <source>Each client sends its own key</source>
        <translation>Jeder Client sendet seinen eigenen Schlüssel</translation>
    </message>
    <message>
        <source>checking …</source>
        <translation>prüft …</translation>
    </message>
    <message>
        <source>Key and address work</source>
        <translation>Schlüssel und Adresse funktionieren</translation>
    </message>
    <message>
        <source>A name has small letters, digits, - and _ only.</source>
        <translation>Ein Name hat nur Kleinbuchstaben, Ziffern, - und _.</translation>
    </message>
    <message>
        <source>There is a provider with this name; change it above.</source>
        <translation>Einen Anbieter dieses Namens gibt es schon; oben ändern.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ProxySection</name>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Changes apply at once. An arrow marks what differs from the default and sets it back.</source>
        <translation>Änderungen gelten sofort. Ein Pfeil kennzeichnet, was von der Vorgabe abweicht, und setzt es zurück.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Lauschen</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Clients call http://127.0.0.1 with this port. 0 takes a free one at each start.</source>
        <translation>Clients rufen http://127.0.0.1 mit diesem Port auf. 0 nimmt bei jedem Start einen freien.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>127.0.0.1 is reached from this computer only. Another address lets others use your keys.</source>
        <translation>127.0.0.1 ist nur von diesem Rechner erreichbar. Mit einer anderen Adresse können andere die eigenen Schlüssel nutzen.</translation>
    </message>
    <message>
        <source>Further names</source>
        <translation>Weitere Namen</translation>
    </message>
    <message>
        <source>Values of Host that are let in beside the loopback names; commas between</source>
        <translation>Werte von Host, die neben den Loopback-Namen gelten; durch Kommas getrennt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Origins whose pages may call the proxy; none by default; commas between</source>
        <translation>Origins, deren Seiten den Proxy aufrufen dürfen; sonst keine; durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Event loops that carry calls; two carry tens of thousands a second</source>
        <translation>Ereignisschleifen für Aufrufe; zwei tragen Zehntausende pro Sekunde</translation>
    </message>
    <message>
        <source>On</source>
        <comment>proxy</comment>
        <translation>An</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Cache bypassed</source>
        <translation>Cache umgangen</translation>
    </message>
    <message>
        <source>Port in use</source>
        <translation>Port belegt</translation>
    </message>
    <message>
        <source>No upstream</source>
        <translation>Kein Upstream</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Use the next free port</source>
        <translation>Nächsten freien Port nehmen</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>Run the proxy in this window</source>
        <translation>Proxy in diesem Fenster betreiben</translation>
    </message>
    <message>
        <source>Attached</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>%1 Version %2.</source>
        <translation>%1 Version %2.</translation>
    </message>
    <message>
        <source>The window closes and opens again with a proxy of its own</source>
        <translation>Das Fenster schließt sich und öffnet sich wieder mit einem eigenen Proxy</translation>
    </message>
    <message>
        <source>Another process runs the proxy of this data directory; end it first</source>
        <translation>Ein anderer Prozess betreibt den Proxy dieses Datenverzeichnisses; erst muss er beendet werden</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::RangeModel</name>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>6 h</source>
        <translation>6 h</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>part</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>this range</source>
        <translation>diesen Zeitraum</translation>
    </message>
    <message>
        <source>hour before</source>
        <translation>Vorstunde</translation>
    </message>
    <message>
        <source>day before</source>
        <translation>Vortag</translation>
    </message>
    <message>
        <source>week before</source>
        <translation>Vorwoche</translation>
    </message>
    <message>
        <source>time before</source>
        <translation>Zeitraum davor</translation>
    </message>
    <message>
        <source>%1 before</source>
        <translation>%1 davor</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>Letzte %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::RangePicker</name>
    <message>
        <source>Range of time</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Range of time (Ctrl+T)</source>
        <translation>Zeitraum (Ctrl+T)</translation>
    </message>
    <message>
        <source>Earlier (Alt+Left)</source>
        <translation>Früher (Alt+Left)</translation>
    </message>
    <message>
        <source>Later (Alt+Right)</source>
        <translation>Später (Alt+Right)</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>Letzte %1</translation>
    </message>
    <message>
        <source>Zoom back</source>
        <translation>Zoom zurück</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::Recovery</name>
    <message>
        <source>No recovery copy could be written: %1</source>
        <translation>Es ließ sich keine Sicherungskopie schreiben: %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::RequestsPage</name>
    <message>
        <source>The list cannot be ordered by %1.</source>
        <translation>Die Liste lässt sich nicht nach %1 ordnen.</translation>
    </message>
    <message>
        <source>This call is not in the log any more.</source>
        <translation>Dieser Aufruf ist nicht mehr im Protokoll.</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Nur %1</translation>
    </message>
    <message>
        <source>And %1</source>
        <translation>Und %1</translation>
    </message>
    <message>
        <source>Or %1</source>
        <translation>Oder %1</translation>
    </message>
    <message>
        <source>Not %1</source>
        <translation>Nicht %1</translation>
    </message>
    <message>
        <source>Copy the cell</source>
        <translation>Zelle kopieren</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Als cURL kopieren</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>Copy the request id</source>
        <translation>Anfrage-ID kopieren</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Only this session</source>
        <translation>Nur diese Sitzung</translation>
    </message>
    <message>
        <source>First call of the session</source>
        <translation>Erster Aufruf der Sitzung</translation>
    </message>
    <message>
        <source>Export this call as %1 …</source>
        <translation>Diesen Aufruf als %1 exportieren …</translation>
    </message>
    <message>
        <source>Copied as cURL; the key is named as $%1.</source>
        <translation>Als cURL kopiert; der Schlüssel steht darin als $%1.</translation>
    </message>
    <message>
        <source>Copied as cURL without its body, which is not stored any more.</source>
        <translation>Als cURL ohne Inhalt kopiert, der nicht mehr gespeichert ist.</translation>
    </message>
    <message>
        <source>%1 calls as %2 …</source>
        <translation>%1 Aufrufe als %2 …</translation>
    </message>
    <message>
        <source>Keys and tokens are hidden in every format</source>
        <translation>Schlüssel und Token sind in jedem Format verborgen</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>Aufrufe exportieren</translation>
    </message>
    <message>
        <source>Exporting to %1 …</source>
        <translation>Export nach %1 …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>Ansicht speichern</translation>
    </message>
    <message>
        <source>Name for the filter %1</source>
        <translation>Name für den Filter %1</translation>
    </message>
    <message>
        <source>The log could not be read</source>
        <translation>Das Protokoll konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>Nothing found yet.</source>
        <translation>Noch nichts gefunden.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>The search ended before it found anything.</source>
        <translation>Die Suche endete, bevor sie etwas fand.</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>0 found</source>
        <translation>0 gefunden</translation>
    </message>
    <message>
        <source>Waiting for the first request</source>
        <translation>Warten auf die erste Anfrage</translation>
    </message>
    <message>
        <source>Point a client at http://%1 and its calls appear here.</source>
        <translation>Einen Client auf http://%1 richten, und seine Aufrufe erscheinen hier.</translation>
    </message>
    <message>
        <source>Show how</source>
        <translation>Zeigen, wie</translation>
    </message>
    <message>
        <source>0 found for this filter</source>
        <translation>0 gefunden mit diesem Filter</translation>
    </message>
    <message>
        <source>%1 without %2</source>
        <translation>%1 ohne %2</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Nothing in this range</source>
        <translation>Nichts in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Last request %1</source>
        <translation>Letzte Anfrage %1</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Keep this filter under a name in the side bar</source>
        <translation>Diesen Filter unter einem Namen in der Seitenleiste behalten</translation>
    </message>
    <message>
        <source>Help for the filter</source>
        <translation>Hilfe zum Filter</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>Liste exportieren</translation>
    </message>
    <message>
        <source>Filter by cell</source>
        <translation>Nach Zelle filtern</translation>
    </message>
    <message>
        <source>Pin or unpin the call</source>
        <translation>Aufruf anheften oder lösen</translation>
    </message>
    <message>
        <source>Newest call, and follow</source>
        <translation>Neuester Aufruf, und folgen</translation>
    </message>
    <message>
        <source>Save the filter as a view</source>
        <translation>Filter als Ansicht speichern</translation>
    </message>
    <message>
        <source>%1 calls were written to %2.</source>
        <translation>%1 Aufrufe wurden nach %2 geschrieben.</translation>
    </message>
    <message>
        <source>1 call was written to %1.</source>
        <translation>1 Aufruf wurde nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>Compare with an earlier call</source>
        <translation>Mit einem früheren Aufruf vergleichen</translation>
    </message>
    <message>
        <source>Open as a prompt</source>
        <translation>Als Prompt öffnen</translation>
    </message>
    <message>
        <source>Making simulated calls</source>
        <translation>Simulierte Aufrufe werden erzeugt</translation>
    </message>
    <message>
        <source>A month of them is written first; it takes some seconds.</source>
        <translation>Zuerst wird ein Monat davon geschrieben; das dauert einige Sekunden.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::RuleEditor</name>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>A duration such as 90 s, 10 min, 4 h or 1 d</source>
        <translation>Eine Dauer wie 90 s, 10 min, 4 h oder 1 d</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the rule</source>
        <translation>Name der Regel</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wenn</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>of</source>
        <translation>von</translation>
    </message>
    <message>
        <source>Filter of the requests</source>
        <translation>Filter der Anfragen</translation>
    </message>
    <message>
        <source>all requests; filter as in Requests</source>
        <translation>alle Anfragen; Filter wie in Anfragen</translation>
    </message>
    <message>
        <source>over</source>
        <translation>über</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>the last</source>
        <translation>die letzten</translation>
    </message>
    <message>
        <source>this hour</source>
        <translation>diese Stunde</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>diesen Monat</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>is</source>
        <translation>liegt</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>above</source>
        <translation>über</translation>
    </message>
    <message>
        <source>below</source>
        <translation>unter</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>for</source>
        <translation>für</translation>
    </message>
    <message>
        <source>How long before it fires</source>
        <translation>Wie lange, bis er anschlägt</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>Erholt</translation>
    </message>
    <message>
        <source>Recovered at</source>
        <translation>Erholt bei</translation>
    </message>
    <message>
        <source>How long before it is well again</source>
        <translation>Wie lange, bis alles gut ist</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>ab</translation>
    </message>
    <message>
        <source>Least requests</source>
        <translation>Wenigste Anfragen</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Per</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>An alert for</source>
        <translation>Ein Alarm für</translation>
    </message>
    <message>
        <source>remind again after</source>
        <translation>wieder melden nach</translation>
    </message>
    <message>
        <source>Remind again after</source>
        <translation>Wieder melden nach</translation>
    </message>
    <message>
        <source>0 s: never</source>
        <translation>0 s: nie</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Ohne Daten</translation>
    </message>
    <message>
        <source>Without data</source>
        <translation>Ohne Daten</translation>
    </message>
    <message>
        <source>keep the state</source>
        <translation>Zustand behalten</translation>
    </message>
    <message>
        <source>count as normal</source>
        <translation>als normal zählen</translation>
    </message>
    <message>
        <source>fire</source>
        <translation>anschlagen</translation>
    </message>
    <message>
        <source>How long without data</source>
        <translation>Wie lange ohne Daten</translation>
    </message>
    <message>
        <source>then say so</source>
        <translation>dann sagen</translation>
    </message>
    <message>
        <source>Tell by</source>
        <translation>Melden</translation>
    </message>
    <message>
        <source>desktop</source>
        <translation>Desktop</translation>
    </message>
    <message>
        <source>in the window</source>
        <translation>im Fenster</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>To the address in notify.webhook of config.json</source>
        <translation>An die Adresse in notify.webhook von config.json</translation>
    </message>
    <message>
        <source>By the program in notify.command of config.json</source>
        <translation>Mit dem Programm in notify.command von config.json</translation>
    </message>
    <message>
        <source>Save rule</source>
        <translation>Regel speichern</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Ctrl+Z takes it back</source>
        <translation>Strg+Z nimmt es zurück</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>Rule: %1</source>
        <translation>Regel: %1</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>noch nicht gespeichert</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::RulePage</name>
    <message>
        <source>Rules of the linter</source>
        <translation>Regeln des Prüfers</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Page of the rule</source>
        <translation>Seite der Regel</translation>
    </message>
    <message>
        <source>There is no page for %1.</source>
        <translation>Für %1 gibt es keine Seite.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::RulerPane</name>
    <message>
        <source>Cacheable prefix</source>
        <translation>Cache-fähiger Präfix</translation>
    </message>
    <message>
        <source>Calls per day</source>
        <translation>Aufrufe am Tag</translation>
    </message>
    <message>
        <source>How many calls a day the sum is for</source>
        <translation>Für wie viele Aufrufe am Tag die Summe gilt</translation>
    </message>
    <message>
        <source>ends at line %1, {{%2}}</source>
        <translation>endet in Zeile %1, {{%2}}</translation>
    </message>
    <message>
        <source>nothing is cached: no breakpoint stands on stable text</source>
        <translation>nichts kommt in den Cache: kein Haltepunkt auf festem Text</translation>
    </message>
    <message>
        <source>nothing is cached: below the minimum of %1 tokens</source>
        <translation>nichts kommt in den Cache: unter dem Minimum von %1 Tokens</translation>
    </message>
    <message>
        <source>further breakpoints are beyond what is looked back</source>
        <translation>weitere Haltepunkte liegen weiter zurück, als nachgesehen wird</translation>
    </message>
    <message>
        <source>%1 of them are kept</source>
        <translation>%1 davon werden behalten</translation>
    </message>
    <message>
        <source>%1%2 of %3 tokens are stable (%4)</source>
        <translation>%1%2 von %3 Tokens sind fest (%4)</translation>
    </message>
    <message>
        <source>price unknown</source>
        <translation>Preis unbekannt</translation>
    </message>
    <message>
        <source>next call cold %1</source>
        <translation>nächster Aufruf kalt %1</translation>
    </message>
    <message>
        <source>warm %1</source>
        <translation>warm %1</translation>
    </message>
    <message>
        <source>Input only, nothing in the cache yet; the prefix alone is written for %1</source>
        <translation>Nur Eingabe, noch nichts im Cache; allein den Präfix zu schreiben kostet %1</translation>
    </message>
    <message>
        <source>Input only, the prefix read from the cache for %1</source>
        <translation>Nur Eingabe, der Präfix kommt für %1 aus dem Cache</translation>
    </message>
    <message>
        <source>a day: %1</source>
        <translation>am Tag: %1</translation>
    </message>
    <message>
        <source>One cold call and %1 warm ones; all cold it would be %2</source>
        <translation>Ein kalter Aufruf und %1 warme; alle kalt wären es %2</translation>
    </message>
    <message>
        <source>ends at line %1, %2</source>
        <translation>endet in Zeile %1, %2</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SavedViews</name>
    <message>
        <source>Dear misses</source>
        <translation>Teuer verfehlt</translation>
    </message>
    <message>
        <source>Slow to start</source>
        <translation>Langsamer Start</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SavingTable</name>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) cost something else</source>
        <translation>
            <numerusform>%n Aufruf kostet etwas anderes</numerusform>
            <numerusform>%n Aufrufe kosten etwas anderes</numerusform>
        </translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ScopeLint</name>
    <message>
        <source>The log is large: its newest calls were looked at.</source>
        <translation>Das Log ist groß: angesehen wurden seine neuesten Aufrufe.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SelectorForm</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Expires within</source>
        <translation>Läuft ab in</translation>
    </message>
    <message>
        <source>Fewer hits than</source>
        <translation>Weniger Treffer als</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>as in Requests: client:ci cost&gt;0.05</source>
        <translation>wie unter Anfragen: client:ci cost&gt;0.05</translation>
    </message>
    <message>
        <source>6h</source>
        <translation>6h</translation>
    </message>
    <message>
        <source>8 or more digits</source>
        <translation>8 oder mehr Ziffern</translation>
    </message>
    <message>
        <source>16 digits of its hash</source>
        <translation>16 Ziffern seines Hashs</translation>
    </message>
    <message>
        <source>* stands for anything</source>
        <translation>* steht für Beliebiges</translation>
    </message>
    <message>
        <source>Prompt text</source>
        <translation>Prompttext</translation>
    </message>
    <message>
        <source>how the prompt begins, system text first</source>
        <translation>wie der Prompt beginnt, Systemtext zuerst</translation>
    </message>
    <message>
        <source>Older than</source>
        <translation>Älter als</translation>
    </message>
    <message>
        <source>1d</source>
        <translation>1d</translation>
    </message>
    <message>
        <source>Add condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>All entries</source>
        <translation>Alle Einträge</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Everything but pinned entries, when no other condition is set</source>
        <translation>Alles außer Angeheftetem, wenn keine andere Bedingung gesetzt ist</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Drop this condition</source>
        <translation>Bedingung fallen lassen</translation>
    </message>
    <message>
        <source>Drop the condition %1</source>
        <translation>Bedingung %1 fallen lassen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SettingRow</name>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zur Vorgabe</translation>
    </message>
    <message>
        <source>Set %1 back to the default</source>
        <translation>%1 auf die Vorgabe zurücksetzen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SettingsPage</name>
    <message>
        <source>Sections of the settings</source>
        <translation>Abschnitte der Einstellungen</translation>
    </message>
    <message>
        <source>Settings found</source>
        <translation>Gefundene Einstellungen</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung suchen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>section of the settings, setting</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No setting with these words</source>
        <translation>Keine Einstellung mit diesen Wörtern</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SetupStep</name>
    <message>
        <source>Step %1: %2</source>
        <translation>Schritt %1: %2</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ShortcutsSection</name>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>All of them, and everything else, are in the commands, Ctrl+Shift+P.</source>
        <translation>Sie alle und alles andere stehen in den Befehlen, Ctrl+Shift+P.</translation>
    </message>
    <message>
        <source>Requests: open the selected call</source>
        <translation>Anfragen: gewählten Aufruf öffnen</translation>
    </message>
    <message>
        <source>Requests: newest call, and follow</source>
        <translation>Anfragen: neuester Aufruf, und folgen</translation>
    </message>
    <message>
        <source>Requests: leave the selection, stop following</source>
        <translation>Anfragen: Auswahl verlassen, nicht mehr folgen</translation>
    </message>
    <message>
        <source>Requests: earlier filters</source>
        <translation>Anfragen: frühere Filter</translation>
    </message>
    <message>
        <source>Down, in the filter</source>
        <translation>Down, im Filter</translation>
    </message>
    <message>
        <source>Requests: suggestions</source>
        <translation>Anfragen: Vorschläge</translation>
    </message>
    <message>
        <source>Ctrl+Space, in the filter</source>
        <translation>Ctrl+Space, im Filter</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SideBar</name>
    <message>
        <source>Saved views</source>
        <translation>Gespeicherte Ansichten</translation>
    </message>
    <message>
        <source>Upstreams</source>
        <translation>Upstreams</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Side bar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Fold the side bar</source>
        <translation>Seitenleiste einklappen</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>ruht</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>Time to first token, median of the last minutes</source>
        <translation>Zeit bis zum ersten Token, Median der letzten Minuten</translation>
    </message>
    <message>
        <source>Unfold the side bar</source>
        <translation>Seitenleiste ausklappen</translation>
    </message>
    <message>
        <source>down</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>fallback</source>
        <translation>Ersatz</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Failed again and again; one call at a time tries whether it is back. %1</source>
        <translation>Immer wieder gescheitert; ein Aufruf nach dem anderen prüft, ob er wieder da ist. %1</translation>
    </message>
    <message>
        <source>Failed again and again; calls go to %1. %2</source>
        <translation>Immer wieder gescheitert; Aufrufe gehen an %1. %2</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SideRow</name>
    <message>
        <source>open</source>
        <translation>geöffnet</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) firing</source>
        <translation>
            <numerusform>%n Alarm schlägt an</numerusform>
            <numerusform>%n Alarme schlagen an</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SilenceDialog</name>
    <message>
        <source>This line</source>
        <translation>Diese Zeile</translation>
    </message>
    <message>
        <source>A comment above it.</source>
        <translation>Ein Kommentar darüber.</translation>
    </message>
    <message>
        <source>This block</source>
        <translation>Dieser Block</translation>
    </message>
    <message>
        <source>Comments around the section, or one in the object of the request.</source>
        <translation>Kommentare um den Abschnitt, oder einer im Objekt der Anfrage.</translation>
    </message>
    <message>
        <source>This file</source>
        <translation>Diese Datei</translation>
    </message>
    <message>
        <source>A comment at its beginning.</source>
        <translation>Ein Kommentar an ihrem Anfang.</translation>
    </message>
    <message>
        <source>This file, by the project&apos;s settings</source>
        <translation>Diese Datei, durch die Einstellungen des Projekts</translation>
    </message>
    <message>
        <source>An entry in .cachescope.json; the prompt stays as it is.</source>
        <translation>Ein Eintrag in .cachescope.json; der Prompt bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>This one problem, as a known one</source>
        <translation>Dieses eine Problem, als bekanntes</translation>
    </message>
    <message>
        <source>An entry in the project&apos;s baseline, which has no room for a reason.</source>
        <translation>Ein Eintrag in der Liste bekannter Probleme, in der kein Platz für einen Grund ist.</translation>
    </message>
    <message>
        <source>Silence %1</source>
        <translation>%1 stumm schalten</translation>
    </message>
    <message>
        <source>Where is %1 to be silent?</source>
        <translation>Wo soll %1 schweigen?</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>For whoever reads it next year</source>
        <translation>Für den, der es nächstes Jahr liest</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>For good</source>
        <translation>Für immer</translation>
    </message>
    <message numerus="yes">
        <source>Until %1, %n day(s)</source>
        <translation>
            <numerusform>Bis %1, %n Tag</numerusform>
            <numerusform>Bis %1, %n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SimulatorPage</name>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Nothing was replayed.</source>
        <translation>Es wurde nichts nachgespielt.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Nothing was replayed yet</source>
        <translation>Noch nichts nachgespielt</translation>
    </message>
    <message>
        <source>The log is replayed under other cache settings, to see what they would have cost.</source>
        <translation>Das Protokoll wird unter anderen Cache-Einstellungen nachgespielt, um zu sehen, was sie gekostet hätten.</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Traffic: last 24 h</source>
        <translation>Verkehr: letzte 24 h</translation>
    </message>
    <message>
        <source>Traffic: last 3 days</source>
        <translation>Verkehr: letzte 3 Tage</translation>
    </message>
    <message>
        <source>Traffic: last 7 days</source>
        <translation>Verkehr: letzte 7 Tage</translation>
    </message>
    <message>
        <source>Traffic: last 14 days</source>
        <translation>Verkehr: letzte 14 Tage</translation>
    </message>
    <message>
        <source>Traffic: last 30 days</source>
        <translation>Verkehr: letzte 30 Tage</translation>
    </message>
    <message>
        <source>all requests</source>
        <translation>alle Anfragen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Add variant</source>
        <translation>Variante hinzufügen</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Als Befehl kopieren</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut</translation>
    </message>
    <message>
        <source>Copy the command that gives the same numbers</source>
        <translation>Den Befehl kopieren, der dieselben Zahlen ergibt</translation>
    </message>
    <message>
        <source>Run again with the newest traffic</source>
        <translation>Erneut, mit dem neuesten Verkehr</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>net money first, token-weighted</source>
        <translation>Nettokosten zuerst, nach Token gewichtet</translation>
    </message>
    <message>
        <source>Sweep: net cost</source>
        <translation>Reihe: Nettokosten</translation>
    </message>
    <message>
        <source>Setting that is varied</source>
        <translation>Einstellung, die variiert wird</translation>
    </message>
    <message>
        <source>by lifetime</source>
        <translation>nach Lebensdauer</translation>
    </message>
    <message>
        <source>by local lifetime</source>
        <translation>nach lokaler Lebensdauer</translation>
    </message>
    <message>
        <source>by granularity</source>
        <translation>nach Körnung</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Where it saves</source>
        <translation>Wo gespart wird</translation>
    </message>
    <message>
        <source>Variants, as settings</source>
        <translation>Varianten als Einstellungen</translation>
    </message>
    <message>
        <source>Run the simulation</source>
        <translation>Simulation starten</translation>
    </message>
    <message>
        <source>Stop the simulation</source>
        <translation>Simulation anhalten</translation>
    </message>
    <message>
        <source>Add a variant</source>
        <translation>Variante hinzufügen</translation>
    </message>
    <message>
        <source>Copy the simulation as a command</source>
        <translation>Simulation als Befehl kopieren</translation>
    </message>
    <message>
        <source>No log to replay yet</source>
        <translation>Noch kein Protokoll zum Nachspielen</translation>
    </message>
    <message>
        <source>The simulator needs %1 requests and one day of traffic.</source>
        <translation>Der Simulator braucht %1 Anfragen und einen Tag Verkehr.</translation>
    </message>
    <message>
        <source>Reading the log: %1</source>
        <translation>Protokoll wird gelesen: %1</translation>
    </message>
    <message>
        <source>Replaying: %1</source>
        <translation>Wird nachgespielt: %1</translation>
    </message>
    <message>
        <source>Weighing advice</source>
        <translation>Rat wird abgewogen</translation>
    </message>
    <message>
        <source>No requests in this traffic</source>
        <translation>Keine Anfragen in diesem Verkehr</translation>
    </message>
    <message>
        <source>No request matches the filter</source>
        <translation>Keine Anfrage passt zum Filter</translation>
    </message>
    <message>
        <source>Choose a longer stretch of time, or another filter.</source>
        <translation>Wählen Sie einen längeren Zeitraum oder einen anderen Filter.</translation>
    </message>
    <message>
        <source>%1 requests, %2 to %3</source>
        <translation>%1 Anfragen, %2 bis %3</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>%1 anwenden</translation>
    </message>
    <message numerus="yes">
        <source>Show the %n changed request(s)</source>
        <translation>
            <numerusform>Die %n geänderte Anfrage zeigen</numerusform>
            <numerusform>Die %n geänderten Anfragen zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Where %1 costs more</source>
        <translation>Wo %1 mehr kostet</translation>
    </message>
    <message>
        <source>Where %1 saves</source>
        <translation>Wo %1 spart</translation>
    </message>
    <message>
        <source>against A</source>
        <translation>gegen A</translation>
    </message>
    <message>
        <source>done in %1</source>
        <translation>fertig in %1</translation>
    </message>
    <message numerus="yes">
        <source>bands over %n day(s)</source>
        <translation>
            <numerusform>Bänder über %n Tag</numerusform>
            <numerusform>Bänder über %n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>bands over %n hour(s)</source>
        <translation>
            <numerusform>Bänder über %n Stunde</numerusform>
            <numerusform>Bänder über %n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>The log could not be replayed</source>
        <translation>Das Protokoll ließ sich nicht nachspielen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>The %1 requests with the largest difference are listed.</source>
        <translation>Die %1 Anfragen mit dem größten Unterschied sind aufgelistet.</translation>
    </message>
    <message>
        <source>The command is in the clipboard.</source>
        <translation>Der Befehl ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>%1 is in force: %2.</source>
        <translation>%1 gilt jetzt: %2.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The settings are as they were.</source>
        <translation>Die Einstellungen sind wie zuvor.</translation>
    </message>
    <message>
        <source>Simulator</source>
        <translation>Simulator</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SimulatorWords</name>
    <message>
        <source>%1 to %2</source>
        <comment>a range of money</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>lifetime %1</source>
        <translation>Lebensdauer %1</translation>
    </message>
    <message>
        <source>steps of %1 tokens</source>
        <translation>Schritte von %1 Token</translation>
    </message>
    <message>
        <source>matched by message</source>
        <translation>nach Nachricht verglichen</translation>
    </message>
    <message>
        <source>sliding window</source>
        <translation>gleitendes Fenster</translation>
    </message>
    <message>
        <source>tools sorted</source>
        <translation>Werkzeuge sortiert</translation>
    </message>
    <message>
        <source>marks moved</source>
        <translation>Marken versetzt</translation>
    </message>
    <message>
        <source>warm gate %1</source>
        <translation>Warmtor %1</translation>
    </message>
    <message>
        <source>kept warm %1</source>
        <translation>warm gehalten %1</translation>
    </message>
    <message>
        <source>local cache on</source>
        <translation>lokaler Cache an</translation>
    </message>
    <message>
        <source>local cache off</source>
        <translation>lokaler Cache aus</translation>
    </message>
    <message>
        <source>local lifetime %1</source>
        <translation>lokale Lebensdauer %1</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>ohne %1</translation>
    </message>
    <message>
        <source>as now</source>
        <translation>wie jetzt</translation>
    </message>
    <message>
        <source>message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>The model reproduces the log: variant A differs from the actual cost by %1 and from the tokens read by %2, the limit is %3. Advice below can be trusted that far.</source>
        <translation>Das Modell gibt das Protokoll wieder: Variante A weicht um %1 von den wirklichen Kosten und um %2 von den gelesenen Token ab, die Grenze ist %3. So weit ist dem Rat unten zu trauen.</translation>
    </message>
    <message>
        <source>The model does not reproduce the log: variant A differs from the actual cost by %1 and from the tokens read by %2, the limit is %3; the most at %4. No advice can rest on this: choose another stretch of time or a filter.</source>
        <translation>Das Modell gibt das Protokoll nicht wieder: Variante A weicht um %1 von den wirklichen Kosten und um %2 von den gelesenen Token ab, die Grenze ist %3; am meisten bei %4. Darauf lässt sich kein Rat stützen: Wählen Sie einen anderen Zeitraum oder einen Filter.</translation>
    </message>
    <message>
        <source>Too little to go by: %1 requests with body and usage over %2. Advice needs %3 requests and one day.</source>
        <translation>Zu wenig für ein Urteil: %1 Anfragen mit Inhalt und Verbrauch über %2. Rat braucht %3 Anfragen und einen Tag.</translation>
    </message>
    <message>
        <source>Nobody knows what these calls cost, so there is nothing to reproduce.</source>
        <translation>Niemand weiß, was diese Aufrufe kosteten; es gibt nichts wiederzugeben.</translation>
    </message>
    <message>
        <source>%1 is clearly cheaper: %2 in %3 days, about %4 a month</source>
        <translation>%1 ist klar billiger: %2 in %3 Tagen, etwa %4 im Monat</translation>
    </message>
    <message>
        <source>%1 is clearly dearer: %2 in %3 days, about %4 a month</source>
        <translation>%1 ist klar teurer: %2 in %3 Tagen, etwa %4 im Monat</translation>
    </message>
    <message>
        <source>%1 makes no clear difference</source>
        <translation>%1 macht keinen klaren Unterschied</translation>
    </message>
    <message>
        <source>%1 changes nothing here</source>
        <translation>%1 ändert hier nichts</translation>
    </message>
    <message>
        <source>A is the log, replayed as it was</source>
        <translation>A ist das Protokoll, nachgespielt wie es war</translation>
    </message>
    <message>
        <source>%1 is not judged</source>
        <translation>%1 wird nicht beurteilt</translation>
    </message>
    <message>
        <source>The band of its difference reaches across zero: on other days it could be the other way round.</source>
        <translation>Das Band des Unterschieds reicht über null: An anderen Tagen könnte es umgekehrt sein.</translation>
    </message>
    <message>
        <source>The figures stand above, but nothing says how far they can be trusted.</source>
        <translation>Die Zahlen stehen oben, aber nichts sagt, wie weit ihnen zu trauen ist.</translation>
    </message>
    <message>
        <source>The local cache&apos;s hits are not reproduced (off by %1): its settings changed in this time, or entries were removed.</source>
        <translation>Die Treffer des lokalen Caches werden nicht wiedergegeben (Abweichung %1): Seine Einstellungen wurden in dieser Zeit geändert, oder Einträge wurden entfernt.</translation>
    </message>
    <message numerus="yes">
        <source>A band needs %n day(s) or hours with calls.</source>
        <translation>
            <numerusform>Ein Band braucht %n Tag oder Stunde mit Aufrufen.</numerusform>
            <numerusform>Ein Band braucht %n Tage oder Stunden mit Aufrufen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The dearer write is not read often enough.</source>
        <translation>Das teurere Schreiben wird nicht oft genug gelesen.</translation>
    </message>
    <message>
        <source>Send the tools in the order of their names.</source>
        <translation>Senden Sie die Werkzeuge in der Reihenfolge ihrer Namen.</translation>
    </message>
    <message>
        <source>Put cache_control behind the tools, the system text and the newest message.</source>
        <translation>Setzen Sie cache_control hinter die Werkzeuge, den Systemtext und die neueste Nachricht.</translation>
    </message>
    <message>
        <source>Ask for the lifetime in the request: &quot;ttl&quot; in cache_control, prompt_cache_retention.</source>
        <translation>Verlangen Sie die Lebensdauer in der Anfrage: „ttl“ in cache_control, prompt_cache_retention.</translation>
    </message>
    <message>
        <source>Let the first of several equal beginnings go ahead and the others follow its first byte.</source>
        <translation>Lassen Sie von mehreren gleichen Anfängen den ersten vorgehen und die anderen seinem ersten Byte folgen.</translation>
    </message>
    <message>
        <source>Repeat the fixed beginning with one token of output before it expires.</source>
        <translation>Wiederholen Sie den festen Anfang mit einem Token Ausgabe, bevor er verfällt.</translation>
    </message>
    <message>
        <source>The way of matching is the provider&apos;s; this shows what it costs.</source>
        <translation>Wie verglichen wird, bestimmt der Anbieter; dies zeigt, was es kostet.</translation>
    </message>
    <message>
        <source>Output is the same in all variants.</source>
        <translation>Die Ausgabe ist in allen Varianten gleich.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) without a stored body or usage stay as they were.</source>
        <translation>
            <numerusform>%n Anfrage ohne gespeicherten Inhalt oder Verbrauch bleibt, wie sie war.</numerusform>
            <numerusform>%n Anfragen ohne gespeicherten Inhalt oder Verbrauch bleiben, wie sie waren.</numerusform>
        </translation>
    </message>
    <message>
        <source>no provider cache</source>
        <translation>kein Cache beim Anbieter</translation>
    </message>
    <message>
        <source>marks at the best places</source>
        <translation>Marken an den besten Stellen</translation>
    </message>
    <message>
        <source>lifetime of an hour</source>
        <translation>Lebensdauer von einer Stunde</translation>
    </message>
    <message>
        <source>best marks, kept an hour</source>
        <translation>beste Marken, eine Stunde</translation>
    </message>
    <message>
        <source>keep warm for an hour</source>
        <translation>eine Stunde warm halten</translation>
    </message>
    <message>
        <source>warm gate</source>
        <translation>Warmtor</translation>
    </message>
    <message>
        <source>local answers for 7 days</source>
        <translation>lokale Antworten 7 Tage</translation>
    </message>
    <message>
        <source>keep as it is</source>
        <translation>so lassen</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>Yes: %1, band %2.</source>
        <translation>Ja: %1, Band %2.</translation>
    </message>
    <message>
        <source>No: %1, band %2.</source>
        <translation>Nein: %1, Band %2.</translation>
    </message>
    <message>
        <source>No clear difference: %1, band %2.</source>
        <translation>Kein klarer Unterschied: %1, Band %2.</translation>
    </message>
    <message>
        <source>It changes nothing here.</source>
        <translation>Es ändert hier nichts.</translation>
    </message>
    <message>
        <source>Not judged: %1, band %2.</source>
        <translation>Nicht beurteilt: %1, Band %2.</translation>
    </message>
    <message>
        <source>Does this prompt come again, and soon enough?</source>
        <translation>Kommt dieser Prompt wieder, und bald genug?</translation>
    </message>
    <message>
        <source>%1 of the calls follow another within 5 minutes, %2 within an hour; %3 calls a day.</source>
        <translation>%1 der Aufrufe folgen einem anderen binnen 5 Minuten, %2 binnen einer Stunde; %3 Aufrufe am Tag.</translation>
    </message>
    <message>
        <source>Tools and system text are about %1 tokens</source>
        <translation>Werkzeuge und Systemtext sind etwa %1 Token</translation>
    </message>
    <message>
        <source>Is its beginning long enough to be cached?</source>
        <translation>Ist sein Anfang lang genug für den Cache?</translation>
    </message>
    <message>
        <source>; the provider publishes no minimum.</source>
        <translation>; der Anbieter nennt keine Untergrenze.</translation>
    </message>
    <message>
        <source>; the minimum is %1: yes.</source>
        <translation>; die Untergrenze ist %1: ja.</translation>
    </message>
    <message>
        <source>; the minimum is %1: only with the messages.</source>
        <translation>; die Untergrenze ist %1: nur mit den Nachrichten.</translation>
    </message>
    <message>
        <source>Is it cached now?</source>
        <translation>Ist er jetzt im Cache?</translation>
    </message>
    <message>
        <source>%1 of the input is read from the cache, %2 is written to it.</source>
        <translation>%1 der Eingabe werden aus dem Cache gelesen, %2 hineingeschrieben.</translation>
    </message>
    <message>
        <source>Does the write premium pay?</source>
        <translation>Lohnt der Aufschlag fürs Schreiben?</translation>
    </message>
    <message>
        <source>Yes: %1 now, %2 without any cache.</source>
        <translation>Ja: %1 jetzt, %2 ganz ohne Cache.</translation>
    </message>
    <message>
        <source>No: %1 now, %2 without any cache.</source>
        <translation>Nein: %1 jetzt, %2 ganz ohne Cache.</translation>
    </message>
    <message>
        <source>Would other places for the marks pay?</source>
        <translation>Würden andere Stellen für die Marken lohnen?</translation>
    </message>
    <message>
        <source>Would a lifetime of an hour pay?</source>
        <translation>Würde eine Lebensdauer von einer Stunde lohnen?</translation>
    </message>
    <message>
        <source>Would keeping it warm pay?</source>
        <translation>Würde Warmhalten lohnen?</translation>
    </message>
    <message>
        <source>Does the order of the tools cost anything?</source>
        <translation>Kostet die Reihenfolge der Werkzeuge etwas?</translation>
    </message>
    <message>
        <source>Do parallel starts write it several times?</source>
        <translation>Schreiben gleichzeitige Starts ihn mehrmals?</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) began before a first one had its answer.</source>
        <translation>
            <numerusform>%n Aufruf begann, bevor ein erster seine Antwort hatte.</numerusform>
            <numerusform>%n Aufrufe begannen, bevor ein erster seine Antwort hatte.</numerusform>
        </translation>
    </message>
    <message>
        <source>Would a warm gate pay?</source>
        <translation>Würde ein Warmtor lohnen?</translation>
    </message>
    <message>
        <source>Could answers come from here, without asking at all?</source>
        <translation>Könnten Antworten von hier kommen, ganz ohne Frage?</translation>
    </message>
    <message>
        <source>%1 of the calls ask exactly what was asked before; %2 are answered locally.</source>
        <translation>%1 der Aufrufe fragen genau, was schon gefragt wurde; %2 werden lokal beantwortet.</translation>
    </message>
    <message>
        <source>Would keeping answers for 7 days pay?</source>
        <translation>Würde es lohnen, Antworten 7 Tage zu behalten?</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SnippetTabs</name>
    <message>
        <source>Lines to copy into a client</source>
        <translation>Zeilen zum Kopieren in einen Client</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SpendPage</name>
    <message>
        <source>No requests in %1</source>
        <translation>Keine Anfragen im %1</translation>
    </message>
    <message>
        <source>Money shows up here as soon as a call has passed through the proxy.</source>
        <translation>Hier erscheint Geld, sobald eine Anfrage durch den Proxy gegangen ist.</translation>
    </message>
    <message>
        <source>The month before</source>
        <translation>Der Monat davor</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source> The figures are those of %1.</source>
        <translation> Die Zahlen sind die von %1.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Forecast for the month</source>
        <translation>Prognose für den Monat</translation>
    </message>
    <message>
        <source>Saved, net</source>
        <translation>Gespart, netto</translation>
    </message>
    <message>
        <source>tags overlap, the total is %1</source>
        <translation>Tags überlappen, gesamt %1</translation>
    </message>
    <message>
        <source>A call with several tags counts whole with each of them.</source>
        <translation>Eine Anfrage mit mehreren Tags zählt bei jedem ganz.</translation>
    </message>
    <message>
        <source>adds up to %1</source>
        <translation>ergibt zusammen %1</translation>
    </message>
    <message>
        <source>The rows, and the rows within them, give exactly the sum that the days give.</source>
        <translation>Die Zeilen und die Zeilen darin ergeben genau die Summe der Tage.</translation>
    </message>
    <message>
        <source>does not add up to %1</source>
        <translation>ergibt nicht %1</translation>
    </message>
    <message>
        <source>Some calls of this month are no longer in the log; their sums are kept by day, upstream, model, project, client, key and tag only.</source>
        <translation>Manche Anfragen dieses Monats sind nicht mehr im Protokoll; ihre Summen gibt es nur noch nach Tag, Upstream, Modell, Projekt, Client, Schlüssel und Tag.</translation>
    </message>
    <message>
        <source>Back to this month</source>
        <translation>Zurück zu diesem Monat</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Refresh by itself again</source>
        <translation>Wieder selbst aktualisieren</translation>
    </message>
    <message>
        <source>Live, %1 s</source>
        <translation>Live, %1 s</translation>
    </message>
    <message>
        <source>Stop refreshing</source>
        <translation>Nicht mehr aktualisieren</translation>
    </message>
    <message>
        <source>Of %1 nobody has written down what it was for: those calls are from an earlier version.</source>
        <translation>Bei %1 ist nicht festgehalten, wofür: Diese Anfragen stammen aus einer früheren Version.</translation>
    </message>
    <message>
        <source>Recompute</source>
        <translation>Neu berechnen</translation>
    </message>
    <message>
        <source>Computing the prices of %1 anew …</source>
        <translation>Die Preise für %1 werden neu berechnet …</translation>
    </message>
    <message>
        <source>%1 calls priced by the book of %2: %3 changed, %4 have no price; billed %5.</source>
        <translation>%1 Anfragen nach dem Preisbuch vom %2 berechnet: %3 geändert, %4 ohne Preis; bezahlt %5.</translation>
    </message>
    <message>
        <source>month %1</source>
        <translation>Monat %1</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>heute %1</translation>
    </message>
    <message>
        <source>zone %1</source>
        <translation>Zone %1</translation>
    </message>
    <message>
        <source>price cards of %1</source>
        <translation>Preislisten vom %1</translation>
    </message>
    <message>
        <source>all models priced</source>
        <translation>alle Modelle mit Preis</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) without a price</source>
        <translation>
            <numerusform>%n Modell ohne Preis</numerusform>
            <numerusform>%n Modelle ohne Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Cost per day</source>
        <translation>Kosten je Tag</translation>
    </message>
    <message>
        <source>by bucket</source>
        <translation>nach Art</translation>
    </message>
    <message>
        <source>Month to date</source>
        <translation>Monat bis heute</translation>
    </message>
    <message>
        <source>and forecast</source>
        <translation>und Prognose</translation>
    </message>
    <message>
        <source>By</source>
        <comment>spend by upstream</comment>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>Then by</source>
        <translation>Dann nach</translation>
    </message>
    <message>
        <source>nothing else</source>
        <translation>nichts weiter</translation>
    </message>
    <message>
        <source>split</source>
        <comment>tags share a call&apos;s money</comment>
        <translation>geteilt</translation>
    </message>
    <message>
        <source>full</source>
        <comment>each tag has all of it</comment>
        <translation>ganz</translation>
    </message>
    <message>
        <source>Calls with several tags</source>
        <translation>Anfragen mit mehreren Tags</translation>
    </message>
    <message>
        <source>Split: each tag gets an equal part, so the rows add up. Full: each tag gets all of it, so the rows overlap.</source>
        <translation>Geteilt: Jeder Tag bekommt einen gleichen Teil, die Zeilen ergeben die Summe. Ganz: Jeder Tag bekommt alles, die Zeilen überlappen.</translation>
    </message>
    <message>
        <source>then</source>
        <translation>dann</translation>
    </message>
    <message>
        <source>spend</source>
        <translation>ausgaben</translation>
    </message>
    <message>
        <source>Import invoice</source>
        <translation>Rechnung importieren</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Geschrieben nach %1.</translation>
    </message>
    <message>
        <source>Set the budget…</source>
        <translation>Budget setzen…</translation>
    </message>
    <message>
        <source>Import an invoice…</source>
        <translation>Rechnung importieren…</translation>
    </message>
    <message>
        <source>Recompute this month&apos;s prices</source>
        <translation>Preise dieses Monats neu berechnen</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SpendTable</name>
    <message>
        <source>upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>cause</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>no longer in the log</source>
        <comment>sessions</comment>
        <translation>nicht mehr im Protokoll</translation>
    </message>
    <message>
        <source>no project</source>
        <translation>kein Projekt</translation>
    </message>
    <message>
        <source>no tag</source>
        <translation>kein Tag</translation>
    </message>
    <message>
        <source>no session</source>
        <translation>keine Sitzung</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>nicht untersucht</translation>
    </message>
    <message>
        <source>no API key</source>
        <translation>kein API-Schlüssel</translation>
    </message>
    <message>
        <source>no client</source>
        <translation>kein Client</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>%1 tok</source>
        <comment>tokens</comment>
        <translation>%1 Tok.</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) without a known price are not in this sum</source>
        <translation>
            <numerusform>%n Anfrage ohne bekannten Preis fehlt in dieser Summe</numerusform>
            <numerusform>%n Anfragen ohne bekannten Preis fehlen in dieser Summe</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation>Frisch</translation>
    </message>
    <message>
        <source>Write</source>
        <comment>column: cost of writing to the provider&apos;s cache</comment>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Read</source>
        <comment>column: cost of reading from the provider&apos;s cache</comment>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Not split</source>
        <translation>Nicht aufgeteilt</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Saved, net</source>
        <translation>Gespart, netto</translation>
    </message>
    <message>
        <source>%1 per request</source>
        <translation>%1 je Anfrage</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::StatusStrip</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::StorageBar</name>
    <message>
        <source>Room in use</source>
        <translation>Belegter Platz</translation>
    </message>
    <message>
        <source>removes %1 of bodies within ten minutes, the oldest first</source>
        <translation>entfernt in zehn Minuten %1 Inhalte, die ältesten zuerst</translation>
    </message>
    <message>
        <source>%1 of %2 used: %3 in %4 rows, %5 bodies, %6 cache</source>
        <translation>%1 von %2 belegt: %3 in %4 Zeilen, %5 Inhalte, %6 Cache</translation>
    </message>
    <message>
        <source>Effect of these three</source>
        <translation>Wirkung dieser drei</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 von %2 belegt</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>misst …</translation>
    </message>
    <message>
        <source>request rows %1</source>
        <translation>Anfragezeilen %1</translation>
    </message>
    <message>
        <source>bodies %1</source>
        <translation>Inhalte %1</translation>
    </message>
    <message>
        <source>cache %1</source>
        <translation>Cache %1</translation>
    </message>
    <message>
        <source>free %1</source>
        <translation>frei %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::StorageSection</name>
    <message>
        <source>What is stored</source>
        <translation>Was gespeichert wird</translation>
    </message>
    <message>
        <source>Changes apply at once. An arrow marks what differs from the default and sets it back.</source>
        <translation>Änderungen gelten sofort. Ein Pfeil kennzeichnet, was von der Vorgabe abweicht, und setzt es zurück.</translation>
    </message>
    <message>
        <source>Stop storing now</source>
        <translation>Speichern anhalten</translation>
    </message>
    <message>
        <source>Store bodies</source>
        <translation>Inhalte speichern</translation>
    </message>
    <message>
        <source>Requests and answers as they were sent, compressed, repeats only once</source>
        <translation>Anfragen und Antworten wie gesendet, komprimiert, Wiederholtes nur einmal</translation>
    </message>
    <message>
        <source>Keep bodies</source>
        <translation>Inhalte behalten</translation>
    </message>
    <message>
        <source>Pinned ones, and those with a note, stay</source>
        <translation>Angeheftete und solche mit Notiz bleiben</translation>
    </message>
    <message>
        <source>Keep rows</source>
        <translation>Zeilen behalten</translation>
    </message>
    <message>
        <source>Times, tokens and money of each call, without bodies</source>
        <translation>Zeiten, Tokens und Geld jedes Aufrufs, ohne Inhalte</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>The oldest bodies go first, pinned ones never</source>
        <translation>Die ältesten Inhalte gehen zuerst, angeheftete nie</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Geheimes</translation>
    </message>
    <message>
        <source>Hidden before they are written to disk</source>
        <translation>Verborgen, bevor es auf die Platte geschrieben wird</translation>
    </message>
    <message>
        <source>Keys, bearer tokens and cookies never reach the log, the cache, copies or exports, and cannot be shown again later, not even by you</source>
        <translation>Schlüssel, Bearer-Token und Cookies gelangen nie in Protokoll, Cache, Kopien oder Exporte und können auch später nie mehr gezeigt werden, von niemandem</translation>
    </message>
    <message>
        <source>Try the patterns</source>
        <translation>Muster ausprobieren</translation>
    </message>
    <message>
        <source>Paste a header line or a piece of a prompt; it stays in this field</source>
        <translation>Headerzeile oder Stück eines Prompts einfügen; es bleibt in diesem Feld</translation>
    </message>
    <message>
        <source>Text to try the patterns on</source>
        <translation>Text zum Ausprobieren der Muster</translation>
    </message>
    <message>
        <source>The same text as it would be stored</source>
        <translation>Derselbe Text, wie er gespeichert würde</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>nichts gefunden</translation>
    </message>
    <message>
        <source>1 found</source>
        <translation>1 gefunden</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation>Verwaltungsadresse</translation>
    </message>
    <message>
        <source>Token for the admin address</source>
        <translation>Token für die Verwaltungsadresse</translation>
    </message>
    <message>
        <source>Readable by you only, made anew on request</source>
        <translation>Nur für den Besitzer lesbar, auf Wunsch neu erzeugt</translation>
    </message>
    <message>
        <source>Token, hidden but for its end</source>
        <translation>Token, bis auf sein Ende verborgen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Programs that use the present token are turned away from then on</source>
        <translation>Programme mit dem jetzigen Token werden ab dann abgewiesen</translation>
    </message>
    <message>
        <source>Token for metrics, too</source>
        <translation>Token auch für Metriken</translation>
    </message>
    <message>
        <source>Without it anyone on this computer can read the figures at /metrics</source>
        <translation>Ohne ihn kann jeder an diesem Rechner die Zahlen unter /metrics lesen</translation>
    </message>
    <message>
        <source>Store bodies again</source>
        <translation>Inhalte wieder speichern</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SummaryView</name>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Tokens, money, time</source>
        <translation>Tokens, Geld, Zeit</translation>
    </message>
    <message>
        <source>Summary of the call</source>
        <translation>Überblick über den Aufruf</translation>
    </message>
    <message>
        <source>Changed for the provider&apos;s cache</source>
        <translation>Für den Cache des Anbieters geändert</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SweepChart</name>
    <message>
        <source>Net cost over the values of a setting</source>
        <translation>Nettokosten über den Werten einer Einstellung</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>jetzt %1</translation>
    </message>
    <message>
        <source>%1: %2, read %3, local hits %4, older than 24 h %5</source>
        <translation>%1: %2, gelesen %3, lokale Treffer %4, älter als 24 h %5</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::SweepTable</name>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>&gt; 24 h</source>
        <translation>&gt; 24 h</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::Tile</name>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::TimingView</name>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>of this %1 own work</source>
        <translation>davon %1 eigene Arbeit</translation>
    </message>
    <message>
        <source>connection was open already</source>
        <translation>Verbindung war schon offen</translation>
    </message>
    <message>
        <source>Original: call %1, the one that was paid for</source>
        <translation>Original: Aufruf %1, der bezahlte</translation>
    </message>
    <message>
        <source>%1 attempts</source>
        <translation>%1 Versuche</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::TokensView</name>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Tokens and cost</source>
        <translation>Tokens und Kosten</translation>
    </message>
    <message>
        <source>Usage as the provider sent it</source>
        <translation>Nutzung laut Anbieter</translation>
    </message>
    <message>
        <source>The answer told no tokens.</source>
        <translation>Die Antwort nannte keine Tokens.</translation>
    </message>
    <message>
        <source>No price is known for %1 at %2; its cost is unknown, not zero. Add a price in Settings, Prices.</source>
        <translation>Für %1 bei %2 ist kein Preis bekannt; die Kosten sind unbekannt, nicht null. Preis in Einstellungen, Preise, ergänzen.</translation>
    </message>
    <message>
        <source>Prices of %1, read %2, book of %3.</source>
        <translation>Preise von %1, gelesen %2, Preisbuch vom %3.</translation>
    </message>
    <message>
        <source>The answer told no usage: these tokens are an estimate (~).</source>
        <translation>Die Antwort nannte keine Nutzung: diese Tokens sind geschätzt (~).</translation>
    </message>
    <message>
        <source>The provider&apos;s parts exceed its total; they are shown as reported.</source>
        <translation>Die Teile des Anbieters übersteigen seine Summe; sie stehen hier wie gemeldet.</translation>
    </message>
    <message>
        <source>Answered locally: this is what asking the provider would have cost.</source>
        <translation>Lokal beantwortet: so viel hätte die Anfrage beim Anbieter gekostet.</translation>
    </message>
    <message>
        <source>When it was logged, the call cost %1 by the prices of then.</source>
        <translation>Beim Protokollieren kostete der Aufruf nach damaligen Preisen %1.</translation>
    </message>
    <message>
        <source>Billed</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>Without cache</source>
        <translation>Ohne Cache</translation>
    </message>
    <message>
        <source>What the same call would have cost with no cache at all</source>
        <translation>Was derselbe Aufruf ganz ohne Cache gekostet hätte</translation>
    </message>
    <message>
        <source>Prefix saved</source>
        <translation>Präfix gespart</translation>
    </message>
    <message>
        <source>By the provider&apos;s prefix cache, net of write premiums; can be negative</source>
        <translation>Durch den Präfixcache des Anbieters, abzüglich Schreibaufschlägen; kann negativ sein</translation>
    </message>
    <message>
        <source>Avoided</source>
        <translation>Vermieden</translation>
    </message>
    <message>
        <source>By this program&apos;s own cache</source>
        <translation>Durch den eigenen Cache dieses Programms</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Reasoning</translation>
    </message>
    <message>
        <source>%1 of the output</source>
        <translation>%1 des Outputs</translation>
    </message>
    <message>
        <source>Service tier</source>
        <translation>Servicestufe</translation>
    </message>
    <message>
        <source>The provider sent no usage object.</source>
        <translation>Der Anbieter sandte kein Nutzungsobjekt.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::TopBar</name>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Bypass</source>
        <translation>Umgehen</translation>
    </message>
    <message>
        <source>Port in use</source>
        <translation>Port belegt</translation>
    </message>
    <message>
        <source>No upstream</source>
        <translation>Kein Upstream</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Simulated traffic</source>
        <translation>Simulierter Verkehr</translation>
    </message>
    <message>
        <source>Top bar</source>
        <translation>Kopfleiste</translation>
    </message>
    <message>
        <source>A simulated provider answers made-up programs. Nothing leaves this computer.</source>
        <translation>Ein simulierter Anbieter antwortet erfundenen Programmen. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Another program uses port %1, so no client can reach Cachescope.</source>
        <translation>Ein anderes Programm nutzt Port %1, daher erreicht kein Client Cachescope.</translation>
    </message>
    <message>
        <source>Use the next free port</source>
        <translation>Nächsten freien Port nehmen</translation>
    </message>
    <message>
        <source>Listening on port %1 until Cachescope ends. Clients need this port in their address.</source>
        <translation>Lauscht auf Port %1, bis Cachescope endet. Clients brauchen diesen Port in ihrer Adresse.</translation>
    </message>
    <message>
        <source>Ports %1 to %2 are in use, too. Choose another one in Settings.</source>
        <translation>Auch die Ports %1 bis %2 sind belegt. Einen anderen in den Einstellungen wählen.</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>On: answer from the cache, else forward</source>
        <translation>An: aus dem Cache antworten, sonst weiterleiten</translation>
    </message>
    <message>
        <source>Bypass: forward every call</source>
        <translation>Umgehen: jeden Aufruf weiterleiten</translation>
    </message>
    <message>
        <source>Paused: refuse new calls (503)</source>
        <translation>Pausiert: neue Aufrufe ablehnen (503)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Proxy settings…</source>
        <translation>Proxy-Einstellungen …</translation>
    </message>
    <message>
        <source>Cache on</source>
        <translation>Cache an</translation>
    </message>
    <message>
        <source>Cache off</source>
        <translation>Cache aus</translation>
    </message>
    <message>
        <source>Cache bypassed</source>
        <translation>Cache umgangen</translation>
    </message>
    <message>
        <source>Cache in memory only</source>
        <translation>Cache nur im Speicher</translation>
    </message>
    <message>
        <source>Bypassed until switched on</source>
        <translation>Umgangen, bis eingeschaltet</translation>
    </message>
    <message>
        <source>Off: store and serve nothing</source>
        <translation>Aus: nichts speichern oder liefern</translation>
    </message>
    <message>
        <source>Cache settings…</source>
        <translation>Cache-Einstellungen …</translation>
    </message>
    <message>
        <source>To now</source>
        <translation>Bis jetzt</translation>
    </message>
    <message>
        <source>Back to the newest calls</source>
        <translation>Zurück zu den neuesten Aufrufen</translation>
    </message>
    <message>
        <source>Refresh by itself again</source>
        <translation>Wieder selbst aktualisieren</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>This range is refreshed with F5</source>
        <translation>Dieser Zeitraum wird mit F5 aktualisiert</translation>
    </message>
    <message>
        <source>Live, %1 s</source>
        <translation>Live, %1 s</translation>
    </message>
    <message>
        <source>Stop refreshing</source>
        <translation>Nicht mehr aktualisieren</translation>
    </message>
    <message>
        <source>Attached</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>Run the proxy in this window</source>
        <translation>Proxy in diesem Fenster betreiben</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::UndoBar</name>
    <message>
        <source>%1 entries marked stale at %2, %3. They are asked for again on the next call.</source>
        <translation>%1 Einträge um %2 als veraltet markiert, %3. Beim nächsten Aufruf wird neu gefragt.</translation>
    </message>
    <message>
        <source>%1 entries removed at %2, %3. They are erased when the time for an undo is over.</source>
        <translation>%1 Einträge um %2 entfernt, %3. Sie werden gelöscht, wenn die Zeit zum Rückgängigmachen vorbei ist.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>Undo, %1 left</source>
        <translation>Rückgängig, noch %1</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::ValuesDialog</name>
    <message>
        <source>Values of the variables</source>
        <translation>Werte der Variablen</translation>
    </message>
    <message>
        <source>This prompt has no variables. Write {{name}} where a value is to stand.</source>
        <translation>Dieser Prompt hat keine Variablen. {{name}} schreiben, wo ein Wert stehen soll.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Sets from a file…</source>
        <translation>Sätze aus einer Datei …</translation>
    </message>
    <message>
        <source>No values</source>
        <translation>Keine Werte</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use values</source>
        <translation>Werte verwenden</translation>
    </message>
    <message>
        <source>Sets of values</source>
        <translation>Sätze von Werten</translation>
    </message>
    <message>
        <source>Values (*.json *.jsonl)</source>
        <translation>Werte (*.json *.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>One set of values is what Run sends. Many sets, from the log or a file, show how much of the prompt stays the same over all of them.</source>
        <translation>Einen Satz Werte sendet „Senden“. Viele Sätze, aus dem Protokoll oder einer Datei, zeigen, wie viel vom Prompt über alle hinweg gleich bleibt.</translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) of values</source>
        <translation>
            <numerusform>%n Satz Werte</numerusform>
            <numerusform>%n Sätze Werte</numerusform>
        </translation>
    </message>
    <message>
        <source>From the last %1 requests</source>
        <translation>Aus den letzten %1 Anfragen</translation>
    </message>
    <message>
        <source>What the variables held in the newest logged requests that look like this prompt</source>
        <translation>Was die Variablen in den neuesten protokollierten Anfragen enthielten, die aussehen wie dieser Prompt</translation>
    </message>
    <message>
        <source>A JSON object, a list of them, or JSON Lines</source>
        <translation>Ein JSON-Objekt, eine Liste davon oder JSON Lines</translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) from a file.</source>
        <translation>
            <numerusform>%n Satz aus einer Datei.</numerusform>
            <numerusform>%n Sätze aus einer Datei.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen …</translation>
    </message>
    <message>
        <source>The first one is shown; Run sends it.</source>
        <translation>Gezeigt ist der erste; „Senden“ sendet ihn.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::VariantDialog</name>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>what it changes</source>
        <translation>was sie ändert</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>JSON Pointers of fields that do not make another question</source>
        <translation>JSON-Pointer von Feldern, die keine andere Frage ausmachen</translation>
    </message>
    <message>
        <source>Not in the local key</source>
        <translation>Nicht im lokalen Schlüssel</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use variant</source>
        <translation>Variante verwenden</translation>
    </message>
    <message>
        <source>as now</source>
        <translation>wie jetzt</translation>
    </message>
    <message>
        <source>Lifetime at the provider</source>
        <translation>Lebensdauer beim Anbieter</translation>
    </message>
    <message>
        <source>steps of %1 tokens</source>
        <translation>Schritte von %1 Token</translation>
    </message>
    <message>
        <source>by message</source>
        <translation>nach Nachricht</translation>
    </message>
    <message>
        <source>sliding window</source>
        <translation>gleitendes Fenster</translation>
    </message>
    <message>
        <source>Prefixes are matched</source>
        <translation>Präfixe werden verglichen</translation>
    </message>
    <message>
        <source>Order of tools</source>
        <translation>Reihenfolge der Werkzeuge</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>nach Namen</translation>
    </message>
    <message>
        <source>Cache marks</source>
        <translation>Cache-Marken</translation>
    </message>
    <message>
        <source>at the best places</source>
        <translation>an den besten Stellen</translation>
    </message>
    <message>
        <source>Warm gate, at most</source>
        <translation>Warmtor, höchstens</translation>
    </message>
    <message>
        <source>Keep warm for</source>
        <translation>Warm halten für</translation>
    </message>
    <message>
        <source>Local cache</source>
        <translation>Lokaler Cache</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Lifetime of local answers</source>
        <translation>Lebensdauer lokaler Antworten</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::VariantList</name>
    <message>
        <source>as now</source>
        <translation>wie jetzt</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>nach Namen</translation>
    </message>
    <message>
        <source>as sent</source>
        <translation>wie gesendet</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Copy this variant</source>
        <translation>Diese Variante kopieren</translation>
    </message>
    <message>
        <source>Remove this variant</source>
        <translation>Diese Variante entfernen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Lifetime</source>
        <translation>Lebensdauer</translation>
    </message>
    <message>
        <source>Order of tools</source>
        <translation>Reihenfolge der Werkzeuge</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::VariantTable</name>
    <message>
        <source>Net cost</source>
        <translation>Nettokosten</translation>
    </message>
    <message>
        <source>Band over days</source>
        <translation>Band über Tage</translation>
    </message>
    <message>
        <source>Band over hours</source>
        <translation>Band über Stunden</translation>
    </message>
    <message>
        <source>Difference to A</source>
        <translation>Unterschied zu A</translation>
    </message>
    <message>
        <source>Prefix read</source>
        <translation>Präfix gelesen</translation>
    </message>
    <message>
        <source>Local hits</source>
        <translation>Lokale Treffer</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>Cache geschrieben</translation>
    </message>
    <message>
        <source>Cache read</source>
        <translation>Cache gelesen</translation>
    </message>
    <message>
        <source>Fresh input</source>
        <translation>Frische Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Waiting saved</source>
        <translation>Warten gespart</translation>
    </message>
    <message>
        <source>Answers older than 24 h</source>
        <translation>Antworten älter als 24 h</translation>
    </message>
    <message>
        <source>Band of the difference: %1</source>
        <translation>Band des Unterschieds: %1</translation>
    </message>
    <message>
        <source>An estimate: what local answers once took, and how much longer the first byte took the more input was not read from the cache.</source>
        <translation>Eine Schätzung: wie lange lokale Antworten einst dauerten, und wie viel später das erste Byte kam, je mehr Eingabe nicht aus dem Cache gelesen wurde.</translation>
    </message>
    <message>
        <source>from the log</source>
        <translation>aus dem Protokoll</translation>
    </message>
    <message>
        <source>Actual</source>
        <translation>Wirklich</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::VersionModel</name>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Saves a week</source>
        <translation>Spart je Woche</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::Waterfall</name>
    <message>
        <source>Where the time went</source>
        <translation>Wo die Zeit blieb</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::WhyFacts</name>
    <message>
        <source>%1, no longer in the log</source>
        <translation>%1, nicht mehr im Protokoll</translation>
    </message>
    <message>
        <source>%1, %2 earlier</source>
        <translation>%1, %2 früher</translation>
    </message>
    <message>
        <source>no price known</source>
        <translation>kein Preis bekannt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n-mal</numerusform>
            <numerusform>%n-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>show</source>
        <translation>zeigen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>token %1 of %2</source>
        <translation>Token %1 von %2</translation>
    </message>
    <message>
        <source>Diff</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Both requests beside each other</source>
        <translation>Beide Anfragen nebeneinander</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>First difference</source>
        <translation>Erster Unterschied</translation>
    </message>
    <message>
        <source>Could have been read</source>
        <translation>Lesbar gewesen wären</translation>
    </message>
    <message>
        <source>Was read</source>
        <translation>Gelesen wurden</translation>
    </message>
    <message>
        <source>Extra cost</source>
        <translation>Mehrkosten</translation>
    </message>
    <message>
        <source>The provider says</source>
        <translation>Der Anbieter sagt</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Open %1 in the editor</source>
        <translation>%1 im Editor öffnen</translation>
    </message>
    <message>
        <source>Fix %1: %2</source>
        <translation>%1 beheben: %2</translation>
    </message>
    <message>
        <source>Opens the request in the prompt editor, where %1 is shown with what can be done</source>
        <translation>Öffnet die Anfrage im Prompt-Editor, der %1 zeigt und was sich tun lässt</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::WhyPane</name>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Looking it up …</source>
        <translation>Wird nachgesehen …</translation>
    </message>
    <message>
        <source>There is no earlier call to compare it with.</source>
        <translation>Es gibt keinen früheren Aufruf, mit dem er sich vergleichen ließe.</translation>
    </message>
</context>
<context>
    <name>cachescope::ui::WhyShares</name>
    <message>
        <source>tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>newest message</source>
        <translation>neueste Nachricht</translation>
    </message>
    <message>
        <source>message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message>
        <source>messages %1–%2</source>
        <translation>Nachrichten %1–%2</translation>
    </message>
    <message>
        <source>Blocks, by tokens</source>
        <translation>Blöcke nach Tokens</translation>
    </message>
    <message>
        <source>%1: %2 tokens, %3 read, %4 the same and not read, %5 new</source>
        <translation>%1: %2 Tokens, %3 gelesen, %4 gleich und nicht gelesen, %5 neu</translation>
    </message>
    <message>
        <source>read</source>
        <translation>gelesen</translation>
    </message>
    <message>
        <source>same text</source>
        <translation>gleicher Text</translation>
    </message>
    <message>
        <source>paid again</source>
        <translation>erneut bezahlt</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>Input</source>
        <comment>tokens</comment>
        <translation>Eingabe</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>This ) closes nothing</source>
        <translation>Diese ) schließt nichts</translation>
    </message>
    <message>
        <source>Something is missing beside this &quot;or&quot;</source>
        <translation>Neben diesem „or“ fehlt etwas</translation>
    </message>
    <message>
        <source>Something is missing behind this &quot;and&quot;</source>
        <translation>Hinter diesem „and“ fehlt etwas</translation>
    </message>
    <message>
        <source>This filter has too many conditions</source>
        <translation>Dieser Filter hat zu viele Bedingungen</translation>
    </message>
    <message>
        <source>Something to exclude is missing behind this sign</source>
        <translation>Hinter diesem Zeichen fehlt, was ausgeschlossen werden soll</translation>
    </message>
    <message>
        <source>This filter is nested too deeply</source>
        <translation>Dieser Filter ist zu tief geschachtelt</translation>
    </message>
    <message>
        <source>This ( is never closed</source>
        <translation>Diese ( wird nicht geschlossen</translation>
    </message>
    <message>
        <source>There is nothing between ( and )</source>
        <translation>Zwischen ( und ) steht nichts</translation>
    </message>
    <message>
        <source>Known shorthands are ~u, ~m, ~c and ~b</source>
        <translation>Bekannte Kürzel sind ~u, ~m, ~c und ~b</translation>
    </message>
    <message>
        <source>There is no field &quot;%1&quot;; did you mean %2? Text that is meant as it stands goes in quotes</source>
        <translation>Es gibt kein Feld „%1“; war %2 gemeint? Text, der so gemeint ist, kommt in Anführungszeichen</translation>
    </message>
    <message>
        <source>This quotation mark is never closed</source>
        <translation>Dieses Anführungszeichen wird nicht geschlossen</translation>
    </message>
    <message>
        <source>A value is missing behind %1</source>
        <translation>Hinter %1 fehlt ein Wert</translation>
    </message>
    <message>
        <source>This filter has too many values</source>
        <translation>Dieser Filter hat zu viele Werte</translation>
    </message>
    <message>
        <source>A blank is missing behind the quotation mark</source>
        <translation>Hinter dem Anführungszeichen fehlt ein Leerzeichen</translation>
    </message>
    <message>
        <source>There is no text between the quotation marks</source>
        <translation>Zwischen den Anführungszeichen steht kein Text</translation>
    </message>
    <message>
        <source>%1 is no value of %2; did you mean %3?</source>
        <translation>%1 ist kein Wert von %2; war %3 gemeint?</translation>
    </message>
    <message>
        <source>%1 is no value of %2</source>
        <translation>%1 ist kein Wert von %2</translation>
    </message>
    <message>
        <source>%1 is yes or no, not %2</source>
        <translation>%1 ist yes oder no, nicht %2</translation>
    </message>
    <message>
        <source>%1 has no order; write %2:value</source>
        <translation>%1 hat keine Ordnung; schreibe %2:Wert</translation>
    </message>
    <message>
        <source>Only one value can be compared with &lt; or &gt;</source>
        <translation>Mit &lt; oder &gt; lässt sich nur ein Wert vergleichen</translation>
    </message>
    <message>
        <source>Where the call went: upstream:openai,anthropic</source>
        <translation>Wohin der Aufruf ging: upstream:openai,anthropic</translation>
    </message>
    <message>
        <source>Model as asked for: model:opus*, model:gpt-5</source>
        <translation>Modell, wie verlangt: model:opus*, model:gpt-5</translation>
    </message>
    <message>
        <source>Program that called: client:claude-code</source>
        <translation>Programm, das aufrief: client:claude-code</translation>
    </message>
    <message>
        <source>Session of the call: session:abc*</source>
        <translation>Sitzung des Aufrufs: session:abc*</translation>
    </message>
    <message>
        <source>Project: project:shop; project:none for calls without one</source>
        <translation>Projekt: project:shop; project:none für Aufrufe ohne eines</translation>
    </message>
    <message>
        <source>Cache namespace: namespace:eu</source>
        <translation>Namensraum des Caches: namespace:eu</translation>
    </message>
    <message>
        <source>Version given by the client: version:2*</source>
        <translation>Vom Client genannte Version: version:2*</translation>
    </message>
    <message>
        <source>One of the call&apos;s tags: tag:nightly</source>
        <translation>Eine der Marken des Aufrufs: tag:nightly</translation>
    </message>
    <message>
        <source>HTTP status: status:429,5xx, status&gt;=400</source>
        <translation>HTTP-Status: status:429,5xx, status&gt;=400</translation>
    </message>
    <message>
        <source>Shape of the call: kind:openai.chat, kind:embeddings</source>
        <translation>Form des Aufrufs: kind:openai.chat, kind:embeddings</translation>
    </message>
    <message>
        <source>Local cache: hit, miss, coalesced, bypass, error, stored</source>
        <translation>Lokaler Cache: hit, miss, coalesced, bypass, error, stored</translation>
    </message>
    <message>
        <source>Share of the input read from the provider&apos;s cache: prefix&lt;50%, prefix:read, write or none</source>
        <translation>Anteil der Eingabe aus dem Cache des Anbieters: prefix&lt;50%, prefix:read, write oder none</translation>
    </message>
    <message>
        <source>Input tokens at full price: fresh&gt;10k</source>
        <translation>Eingabe-Token zum vollen Preis: fresh&gt;10k</translation>
    </message>
    <message>
        <source>Input tokens read from the provider&apos;s cache: read&gt;100k</source>
        <translation>Eingabe-Token, aus dem Cache des Anbieters gelesen: read&gt;100k</translation>
    </message>
    <message>
        <source>Input tokens written to the provider&apos;s cache: write&gt;0</source>
        <translation>Eingabe-Token, in den Cache des Anbieters geschrieben: write&gt;0</translation>
    </message>
    <message>
        <source>All input tokens: in&gt;100k</source>
        <translation>Alle Eingabe-Token: in&gt;100k</translation>
    </message>
    <message>
        <source>Output tokens: out&gt;=4k</source>
        <translation>Ausgabe-Token: out&gt;=4k</translation>
    </message>
    <message>
        <source>What the call cost: cost&gt;0.05, cost:unknown</source>
        <translation>Was der Aufruf kostete: cost&gt;0.05, cost:unknown</translation>
    </message>
    <message>
        <source>Saved by caches, less write premiums: saved&gt;1, saved&lt;0</source>
        <translation>Durch Caches gespart, abzüglich Schreibaufschlägen: saved&gt;1, saved&lt;0</translation>
    </message>
    <message>
        <source>Time to the first token: ttft&gt;2s, ttft&lt;300ms, ttft:none</source>
        <translation>Zeit bis zum ersten Token: ttft&gt;2s, ttft&lt;300ms, ttft:none</translation>
    </message>
    <message>
        <source>Time to the end: total&gt;1m</source>
        <translation>Zeit bis zum Ende: total&gt;1m</translation>
    </message>
    <message>
        <source>Bytes of request and response: size&gt;1MB</source>
        <translation>Bytes von Anfrage und Antwort: size&gt;1MB</translation>
    </message>
    <message>
        <source>Asked for a stream: stream:yes</source>
        <translation>Verlangte einen Strom: stream:yes</translation>
    </message>
    <message>
        <source>Calls repeated upstream: retry:yes, retry&gt;1</source>
        <translation>Beim Anbieter wiederholte Aufrufe: retry:yes, retry&gt;1</translation>
    </message>
    <message>
        <source>Failed calls: error:yes, error:timeout, error:&quot;no key&quot;</source>
        <translation>Gescheiterte Aufrufe: error:yes, error:timeout, error:&quot;no key&quot;</translation>
    </message>
    <message>
        <source>Why the local cache did not serve: why:no-store</source>
        <translation>Warum der lokale Cache nicht bediente: why:no-store</translation>
    </message>
    <message>
        <source>Cache key or its beginning: key:3f2a</source>
        <translation>Cache-Schlüssel oder sein Anfang: key:3f2a</translation>
    </message>
    <message>
        <source>Your notes: note:odd; note:* for any</source>
        <translation>Eigene Notizen: note:odd; note:* für irgendeine</translation>
    </message>
    <message>
        <source>Pinned calls: pinned:yes</source>
        <translation>Angeheftete Aufrufe: pinned:yes</translation>
    </message>
    <message>
        <source>Start: at:2026-10-24, at&gt;10:30, at&gt;2h (since two hours ago)</source>
        <translation>Beginn: at:2026-10-24, at&gt;10:30, at&gt;2h (seit zwei Stunden)</translation>
    </message>
    <message>
        <source>Number in this log, or X-Cachescope-Request-Id: id:4711</source>
        <translation>Nummer in diesem Protokoll oder X-Cachescope-Request-Id: id:4711</translation>
    </message>
    <message>
        <source>Text in request or response body (slow): body:&quot;as a pirate&quot;</source>
        <translation>Text im Rumpf von Anfrage oder Antwort (langsam): body:&quot;as a pirate&quot;</translation>
    </message>
    <message>
        <source>Text in the header fields (slow): header:retry-after</source>
        <translation>Text in den Kopffeldern (langsam): header:retry-after</translation>
    </message>
    <message>
        <source>How it ended: open, complete, cut, no_terminal_event, client_gone, failed, lost</source>
        <translation>Wie er endete: open, complete, cut, no_terminal_event, client_gone, failed, lost</translation>
    </message>
    <message>
        <source>HTTP method: method:POST</source>
        <translation>HTTP-Methode: method:POST</translation>
    </message>
    <message>
        <source>Part of the address: url:/chat</source>
        <translation>Teil der Adresse: url:/chat</translation>
    </message>
    <message>
        <source>Cannot listen on port %1 of %2: another program uses it. Choose another port.</source>
        <translation>An Port %1 von %2 kann nicht gelauscht werden: Ein anderes Programm benutzt ihn. Wähle einen anderen Port.</translation>
    </message>
    <message>
        <source>Cannot listen on port %1 of %2: this user may not. Ports below 1024 need special rights; choose another port.</source>
        <translation>An Port %1 von %2 kann nicht gelauscht werden: Dieser Benutzer darf es nicht. Ports unter 1024 brauchen besondere Rechte; wähle einen anderen Port.</translation>
    </message>
    <message>
        <source>Cannot listen on port %1 of %2: this machine does not have that address. Set listen.host to one that it has.</source>
        <translation>An Port %1 von %2 kann nicht gelauscht werden: Dieser Rechner hat diese Adresse nicht. Setze listen.host auf eine, die er hat.</translation>
    </message>
    <message>
        <source>Cannot listen on port %1 of %2: %3</source>
        <translation>An Port %1 von %2 kann nicht gelauscht werden: %3</translation>
    </message>
    <message>
        <source>listen.host &quot;%1&quot; is no address; write 127.0.0.1 or another of this machine&apos;s</source>
        <translation>listen.host „%1“ ist keine Adresse; schreibe 127.0.0.1 oder eine andere dieses Rechners</translation>
    </message>
    <message>
        <source>Mend the configuration file first: %1</source>
        <translation>Zuerst muss die Konfigurationsdatei in Ordnung gebracht werden: %1</translation>
    </message>
    <message>
        <source>%1 The defaults are in force; the file was left as it is.</source>
        <translation>%1 Es gelten die Vorgaben; die Datei blieb, wie sie ist.</translation>
    </message>
    <message>
        <source>%1 The shipped prices are in force.</source>
        <translation>%1 Es gelten die mitgelieferten Preise.</translation>
    </message>
    <message>
        <source>%1: the name of the host was not found. Check the address and the network.</source>
        <translation>%1: Der Name des Rechners wurde nicht gefunden. Prüfe Adresse und Netz.</translation>
    </message>
    <message>
        <source>%1: cannot be reached: %2.</source>
        <translation>%1: nicht erreichbar: %2.</translation>
    </message>
    <message>
        <source>%1: there is no key. Set %2.</source>
        <translation>%1: Es gibt keinen Schlüssel. Setze %2.</translation>
    </message>
    <message>
        <source>%1 answers, but not with JSON. Is this the address of an API?</source>
        <translation>%1 antwortet, aber nicht mit JSON. Ist das die Adresse einer API?</translation>
    </message>
    <message>
        <source>%1 answers and accepts the key.</source>
        <translation>%1 antwortet und nimmt den Schlüssel an.</translation>
    </message>
    <message>
        <source>No test call is known for %1. Send one from your client.</source>
        <translation>Für %1 ist kein Probeaufruf bekannt. Sende einen von deinem Client.</translation>
    </message>
    <message>
        <source>The log cannot be written and waits in memory: %1</source>
        <translation>Das Protokoll kann nicht geschrieben werden und wartet im Speicher: %1</translation>
    </message>
    <message>
        <source>The log was damaged and has been set aside as %1; a fresh one begins. (%2)</source>
        <translation>Das Protokoll war beschädigt und liegt nun beiseite als %1; ein neues beginnt. (%2)</translation>
    </message>
    <message>
        <source>%1 was moved or removed while in use; a fresh log begins there.</source>
        <translation>%1 wurde während der Benutzung verschoben oder gelöscht; dort beginnt ein neues Protokoll.</translation>
    </message>
    <message>
        <source>Cached answers on disk cannot be read, memory serves alone: %1</source>
        <translation>Gespeicherte Antworten auf der Platte sind nicht lesbar, es dient nur der Arbeitsspeicher: %1</translation>
    </message>
    <message>
        <source>Answers are cached in memory only: %1</source>
        <translation>Antworten werden nur im Arbeitsspeicher behalten: %1</translation>
    </message>
    <message>
        <source>%1 must begin with https:// or http://</source>
        <translation>%1 muss mit https:// oder http:// beginnen</translation>
    </message>
    <message>
        <source>%1 must be an address without ? and # parts and blanks</source>
        <translation>%1 muss eine Adresse ohne ?- und #-Teile und ohne Leerzeichen sein</translation>
    </message>
    <message>
        <source>%1 must not end with /v1: clients send that part themselves</source>
        <translation>%1 darf nicht mit /v1 enden: diesen Teil senden die Clients selbst</translation>
    </message>
    <message>
        <source>%1 must be a whole number from %2 to %3</source>
        <translation>%1 muss eine ganze Zahl von %2 bis %3 sein</translation>
    </message>
    <message>
        <source>%1 must be the name of an environment variable, not the key itself</source>
        <translation>%1 muss der Name einer Umgebungsvariablen sein, nicht der Schlüssel selbst</translation>
    </message>
    <message>
        <source>%1: cannot be read (%2); check the file.</source>
        <translation>%1: nicht lesbar (%2); prüfe die Datei.</translation>
    </message>
    <message>
        <source>There is no field &quot;%1&quot;. Text that is meant as it stands goes in quotes</source>
        <translation>Es gibt kein Feld „%1“. Text, der so gemeint ist, kommt in Anführungszeichen</translation>
    </message>
    <message>
        <source>%1 is no amount of money</source>
        <translation>%1 ist kein Geldbetrag</translation>
    </message>
    <message>
        <source>%1 is no time; write 2026-10-24, 2026-10-24T10:30, 10:30, today or 2h</source>
        <translation>%1 ist keine Zeit; schreibe 2026-10-24, 2026-10-24T10:30, 10:30, today oder 2h</translation>
    </message>
    <message>
        <source>%1 is no number (units: k, M, G)</source>
        <translation>%1 ist keine Zahl (Einheiten: k, M, G)</translation>
    </message>
    <message>
        <source>%1 is no duration (units: us, ms, s, m, h)</source>
        <translation>%1 ist keine Dauer (Einheiten: us, ms, s, m, h)</translation>
    </message>
    <message>
        <source>%1 is no size (units: B, kB, KiB, MB, MiB, GB, GiB)</source>
        <translation>%1 ist keine Größe (Einheiten: B, kB, KiB, MB, MiB, GB, GiB)</translation>
    </message>
    <message>
        <source>%1 is no HTTP status such as 404 or 4xx</source>
        <translation>%1 ist kein HTTP-Status wie 404 oder 4xx</translation>
    </message>
    <message>
        <source>%1 is no share such as 80%</source>
        <translation>%1 ist kein Anteil wie 80%</translation>
    </message>
    <message>
        <source>%1 must be JSON Pointers that begin with / and name a field, such as &quot;/metadata/user_id&quot;.</source>
        <translation>%1: JSON-Pointer, die mit / beginnen und ein Feld nennen, wie &quot;/metadata/user_id&quot;.</translation>
    </message>
    <message>
        <source>%1 needs a &quot;name&quot;.</source>
        <translation>%1 braucht einen &quot;name&quot;.</translation>
    </message>
    <message>
        <source>%1 must be one of %2.</source>
        <translation>%1 muss eines sein von %2.</translation>
    </message>
    <message>
        <source>%1 is no known setting; did you mean %2?</source>
        <translation>%1 ist keine bekannte Einstellung; meinten Sie %2?</translation>
    </message>
    <message>
        <source>%1 names an upstream that does not exist; known: %2</source>
        <translation>%1 nennt einen Anbieter, den es nicht gibt; bekannt: %2</translation>
    </message>
    <message>
        <source>%1 must be another upstream.</source>
        <translation>%1 muss ein anderer Anbieter sein.</translation>
    </message>
    <message>
        <source>%1 speaks another API than %2.</source>
        <translation>%1 spricht eine andere API als %2.</translation>
    </message>
    <message>
        <source>This must be one policy: a JSON object { … }.</source>
        <translation>Dies muss eine Richtlinie sein: ein JSON-Objekt { … }.</translation>
    </message>
    <message>
        <source>the upstream &quot;%1&quot; has failed again and again and is given a rest; no call was made</source>
        <translation>der Anbieter &quot;%1&quot; ist immer wieder gescheitert und bekommt eine Pause; es wurde kein Aufruf gemacht</translation>
    </message>
    <message>
        <source>the limits set for the upstream &quot;%1&quot; were not free within %2 s; no call was made (rpm, tpm, concurrency and max_wait_s in config.json)</source>
        <translation>die Grenzen für den Anbieter &quot;%1&quot; wurden nicht binnen %2 s frei; es wurde kein Aufruf gemacht (rpm, tpm, concurrency und max_wait_s in config.json)</translation>
    </message>
    <message>
        <source>the shared upstream call ended before the answer did</source>
        <translation>der gemeinsame Aufruf endete vor der Antwort</translation>
    </message>
    <message>
        <source>all clients left before the answer ended</source>
        <translation>alle Programme gingen, bevor die Antwort zu Ende war</translation>
    </message>
    <message>
        <source>The webhook answered with a redirect (%1), which is not followed.</source>
        <translation>Der Webhook antwortete mit einer Umleitung (%1), der nicht gefolgt wird.</translation>
    </message>
    <message>
        <source>The webhook answered %1.</source>
        <translation>Der Webhook antwortete %1.</translation>
    </message>
    <message>
        <source>The webhook was not reached: its host was not found.</source>
        <translation>Der Webhook wurde nicht erreicht: sein Rechner wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The webhook was not reached: the connection was refused.</source>
        <translation>Der Webhook wurde nicht erreicht: die Verbindung wurde abgelehnt.</translation>
    </message>
    <message>
        <source>The webhook was not reached: the TLS handshake failed.</source>
        <translation>Der Webhook wurde nicht erreicht: der TLS-Handschlag schlug fehl.</translation>
    </message>
    <message>
        <source>The webhook was not reached: it did not answer in time.</source>
        <translation>Der Webhook wurde nicht erreicht: er antwortete nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>The webhook was not reached: the connection failed (%1).</source>
        <translation>Der Webhook wurde nicht erreicht: die Verbindung scheiterte (%1).</translation>
    </message>
    <message>
        <source>The alert command could not be started.</source>
        <translation>Der Alarmbefehl ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>The alert command crashed.</source>
        <translation>Der Alarmbefehl stürzte ab.</translation>
    </message>
    <message>
        <source>The alert command took too long and was ended.</source>
        <translation>Der Alarmbefehl dauerte zu lange und wurde beendet.</translation>
    </message>
    <message>
        <source>The alert command ended with code %1.</source>
        <translation>Der Alarmbefehl endete mit Code %1.</translation>
    </message>
    <message>
        <source>%1 wants a number with s, m, h, d or w, such as 24h, not &apos;%2&apos;.</source>
        <translation>%1 verlangt eine Zahl mit s, m, h, d oder w, etwa 24h, nicht &apos;%2&apos;.</translation>
    </message>
    <message>
        <source>%1 wants a whole number, not &apos;%2&apos;.</source>
        <translation>%1 verlangt eine ganze Zahl, nicht &apos;%2&apos;.</translation>
    </message>
    <message>
        <source>key wants the hexadecimal digits that Cache-Status shows (8 to 64), not &apos;%1&apos;.</source>
        <translation>key verlangt die Hexadezimalziffern, die Cache-Status zeigt (8 bis 64), nicht &apos;%1&apos;.</translation>
    </message>
    <message>
        <source>state wants fresh, stale, expired or pinned, not &apos;%1&apos;.</source>
        <translation>state verlangt fresh, stale, expired oder pinned, nicht &apos;%1&apos;.</translation>
    </message>
    <message>
        <source>prefix_text is longer than %1 bytes: no more of a prompt&apos;s beginning is kept beside its answer.</source>
        <translation>prefix_text ist länger als %1 Bytes: Mehr vom Anfang eines Prompts wird neben seiner Antwort nicht aufgehoben.</translation>
    </message>
    <message>
        <source>filter, at character %1: %2</source>
        <translation>Filter, beim Zeichen %1: %2</translation>
    </message>
    <message>
        <source>Rule %1: the system prompt of project %2 changed (%3).</source>
        <translation>Regel %1: Der Systemprompt des Projekts %2 hat sich geändert (%3).</translation>
    </message>
    <message>
        <source>Rule %1: the system prompt of calls without a project changed (%2).</source>
        <translation>Regel %1: Der Systemprompt der Aufrufe ohne Projekt hat sich geändert (%2).</translation>
    </message>
    <message>
        <source>The upstream answered %1: %2</source>
        <translation>Der Upstream antwortete %1: %2</translation>
    </message>
    <message>
        <source>The upstream answered %1.</source>
        <translation>Der Upstream antwortete %1.</translation>
    </message>
    <message>
        <source>The upstream could not be asked: %1.</source>
        <translation>Der Upstream konnte nicht gefragt werden: %1.</translation>
    </message>
    <message>
        <source>The request was not kept, so it cannot be asked again.</source>
        <translation>Die Anfrage wurde nicht aufgehoben, also kann nicht noch einmal gefragt werden.</translation>
    </message>
    <message>
        <source>The request held what looked like a key, which was hidden when it was stored; asked again it would be another question.</source>
        <translation>Die Anfrage enthielt etwas, das wie ein Schlüssel aussah und beim Speichern verborgen wurde; noch einmal gestellt wäre es eine andere Frage.</translation>
    </message>
    <message>
        <source>%1 The shipped prices are shown.</source>
        <translation>%1 Gezeigt werden die mitgelieferten Preise.</translation>
    </message>
    <message>
        <source>%1 The defaults are shown.</source>
        <translation>%1 Gezeigt werden die Voreinstellungen.</translation>
    </message>
    <message>
        <source>%1 was changed after the running Cachescope read it: Settings shows what the file says, which is in force after a restart.</source>
        <translation>%1 wurde geändert, nachdem das laufende Cachescope sie gelesen hat: Die Einstellungen zeigen, was in der Datei steht; es gilt nach einem Neustart.</translation>
    </message>
    <message>
        <source>Nothing was changed: the program that holds this cache does not run. %1</source>
        <translation>Nichts wurde geändert: Das Programm, dem dieser Cache gehört, läuft nicht. %1</translation>
    </message>
    <message>
        <source>Nothing was changed: %1</source>
        <translation>Nichts wurde geändert: %1</translation>
    </message>
    <message>
        <source>The setting %1 was not changed: %2</source>
        <translation>Die Einstellung %1 wurde nicht geändert: %2</translation>
    </message>
    <message>
        <source>The mode was not changed: %1</source>
        <translation>Die Betriebsart wurde nicht geändert: %1</translation>
    </message>
    <message>
        <source>The pin was not set: %1</source>
        <translation>Das Anheften ist misslungen: %1</translation>
    </message>
    <message>
        <source>The note was not kept: %1</source>
        <translation>Die Notiz wurde nicht behalten: %1</translation>
    </message>
    <message>
        <source>The log was not cleaned up: %1</source>
        <translation>Das Protokoll wurde nicht aufgeräumt: %1</translation>
    </message>
    <message>
        <source>The token was not renewed: %1</source>
        <translation>Das Token wurde nicht erneuert: %1</translation>
    </message>
    <message>
        <source>The alert was not snoozed: %1</source>
        <translation>Die Warnung wurde nicht aufgeschoben: %1</translation>
    </message>
    <message>
        <source>The test was not sent: %1</source>
        <translation>Die Probe wurde nicht gesendet: %1</translation>
    </message>
    <message>
        <source>The running Cachescope at %1 does not answer: %2.</source>
        <translation>Das laufende Cachescope unter %1 antwortet nicht: %2.</translation>
    </message>
    <message>
        <source>The running Cachescope refuses this window: %1.</source>
        <translation>Das laufende Cachescope weist dieses Fenster ab: %1.</translation>
    </message>
    <message>
        <source>The running Cachescope is older than this window and cannot be shown by it; restart it with this version.</source>
        <translation>Das laufende Cachescope ist älter als dieses Fenster und lässt sich darin nicht zeigen; es muss mit dieser Version neu gestartet werden.</translation>
    </message>
    <message>
        <source>The running Cachescope is version %1 and cannot be shown by this window, which is of another version; start the window of the same version, or restart what runs with this one.</source>
        <translation>Das laufende Cachescope hat Version %1 und lässt sich in diesem Fenster einer anderen Version nicht zeigen; das Fenster derselben Version starten oder das laufende Programm mit dieser Version neu starten.</translation>
    </message>
    <message>
        <source>What the running Cachescope says of itself cannot be read; restart it.</source>
        <translation>Was das laufende Cachescope über sich sagt, lässt sich nicht lesen; es muss neu gestartet werden.</translation>
    </message>
    <message>
        <source>What answers at %1 is no Cachescope.</source>
        <translation>Was unter %1 antwortet, ist kein Cachescope.</translation>
    </message>
    <message>
        <source>Its proxy cannot be asked either: %1</source>
        <translation>Auch sein Proxy lässt sich nicht fragen: %1</translation>
    </message>
    <message>
        <source>The proxy belongs to another process; change its port in Settings, or restart that process.</source>
        <translation>Der Proxy gehört einem anderen Prozess; seinen Port in den Einstellungen ändern oder jenen Prozess neu starten.</translation>
    </message>
</context>
<context>
    <name>format</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1%</source>
        <comment>percent</comment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>%1%2</source>
        <comment>sign of the currency, amount</comment>
        <translation>%2&#xa0;%1</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>pattern of a date</comment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <comment>pattern of a date</comment>
        <translation>d. MMM HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <comment>pattern of a date</comment>
        <translation>d. MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>d MMMM yyyy, HH:mm:ss.zzz</source>
        <comment>pattern of a date</comment>
        <translation>d. MMMM yyyy, HH:mm:ss.zzz</translation>
    </message>
</context>
</TS>
