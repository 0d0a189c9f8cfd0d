<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AxisText</name>
    <message>
        <source>axis %1 (%2)</source>
        <translation>Achse %1 (%2)</translation>
    </message>
    <message>
        <source>%1 = %2</source>
        <translation>%1 = %2</translation>
    </message>
</context>
<context>
    <name>ChangeText</name>
    <message>
        <source>fold %1</source>
        <translation>%1 einklappen</translation>
    </message>
    <message>
        <source>unfold %1</source>
        <translation>%1 ausklappen</translation>
    </message>
    <message numerus="yes">
        <source>fold %n modules</source>
        <translation>
            <numerusform>%n Modul einklappen</numerusform>
            <numerusform>%n Module einklappen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>unfold %n modules</source>
        <translation>
            <numerusform>%n Modul ausklappen</numerusform>
            <numerusform>%n Module ausklappen</numerusform>
        </translation>
    </message>
    <message>
        <source>folding</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>select nothing</source>
        <translation>nichts auswählen</translation>
    </message>
    <message>
        <source>select %1</source>
        <translation>%1 auswählen</translation>
    </message>
    <message>
        <source>select %1[%2]</source>
        <translation>%1[%2] auswählen</translation>
    </message>
    <message>
        <source>select an event</source>
        <translation>ein Ereignis auswählen</translation>
    </message>
    <message>
        <source>select an operator</source>
        <translation>einen Operator auswählen</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open a TorchScript model, a program, a session, a config or input data</source>
        <translation>Ein TorchScript-Modell, ein Programm, eine Sitzung, eine Konfiguration oder Eingabedaten öffnen</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>&amp;Neu laden</translation>
    </message>
    <message>
        <source>Read the model&apos;s file again; settings, layout and plots stay</source>
        <translation>Die Modelldatei noch einmal lesen; Einstellungen, Anordnung und Diagramme bleiben</translation>
    </message>
    <message>
        <source>&amp;Open session…</source>
        <translation>Sitzung ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open a saved session: its models, settings and view</source>
        <translation>Eine gespeicherte Sitzung öffnen: ihre Modelle, Einstellungen und Ansicht</translation>
    </message>
    <message>
        <source>&amp;Save session…</source>
        <translation>Sitzung &amp;speichern…</translation>
    </message>
    <message>
        <source>Save the open models, their settings and the view</source>
        <translation>Die offenen Modelle, ihre Einstellungen und die Ansicht speichern</translation>
    </message>
    <message>
        <source>Save &amp;program…</source>
        <translation>&amp;Programm speichern…</translation>
    </message>
    <message>
        <source>Save the compiled program: it runs without the model</source>
        <translation>Das übersetzte Programm speichern: es läuft ohne das Modell</translation>
    </message>
    <message>
        <source>Report as &amp;HTML…</source>
        <translation>Bericht als &amp;HTML…</translation>
    </message>
    <message>
        <source>One page with figures, tables and plots</source>
        <translation>Eine Seite mit Zahlen, Tabellen und Diagrammen</translation>
    </message>
    <message>
        <source>Report as P&amp;DF…</source>
        <translation>Bericht als P&amp;DF…</translation>
    </message>
    <message>
        <source>The report for printing and sending</source>
        <translation>Der Bericht zum Drucken und Verschicken</translation>
    </message>
    <message>
        <source>Report as &amp;Markdown…</source>
        <translation>Bericht als &amp;Markdown…</translation>
    </message>
    <message>
        <source>The report for wikis and merge requests</source>
        <translation>Der Bericht für Wikis und Merge-Requests</translation>
    </message>
    <message>
        <source>Report as &amp;CSV…</source>
        <translation>Bericht als &amp;CSV…</translation>
    </message>
    <message>
        <source>The report&apos;s tables for a spreadsheet</source>
        <translation>Die Tabellen des Berichts für eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>Report as &amp;JSON…</source>
        <translation>Bericht als &amp;JSON…</translation>
    </message>
    <message>
        <source>The report for tools</source>
        <translation>Der Bericht für Werkzeuge</translation>
    </message>
    <message>
        <source>Chrome &amp;trace…</source>
        <translation>Chrome-&amp;Trace…</translation>
    </message>
    <message>
        <source>The cycle timeline as trace events, which Perfetto opens</source>
        <translation>Die Zeitachse der Takte als Trace-Ereignisse, die Perfetto öffnet</translation>
    </message>
    <message>
        <source>&amp;Outputs as NPY…</source>
        <translation>&amp;Ausgaben als NPY…</translation>
    </message>
    <message>
        <source>The outputs of the run, one row per inference</source>
        <translation>Die Ausgaben des Laufs, eine Zeile je Inferenz</translation>
    </message>
    <message>
        <source>&amp;Close model</source>
        <translation>Modell s&amp;chließen</translation>
    </message>
    <message>
        <source>Close the model that is shown</source>
        <translation>Das gezeigte Modell schließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Leave Lockstep</source>
        <translation>Lockstep verlassen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last change of the view</source>
        <translation>Die letzte Änderung der Ansicht zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>Make the change of the view again</source>
        <translation>Die Änderung der Ansicht noch einmal vornehmen</translation>
    </message>
    <message>
        <source>Selection &amp;back</source>
        <translation>Auswahl &amp;zurück</translation>
    </message>
    <message>
        <source>Select what was selected before</source>
        <translation>Auswählen, was davor ausgewählt war</translation>
    </message>
    <message>
        <source>Selection &amp;forward</source>
        <translation>Auswahl &amp;vor</translation>
    </message>
    <message>
        <source>Select what was selected after</source>
        <translation>Auswählen, was danach ausgewählt war</translation>
    </message>
    <message>
        <source>&amp;Find operator…</source>
        <translation>Operator &amp;suchen…</translation>
    </message>
    <message>
        <source>Copy as &amp;command</source>
        <translation>Als &amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>Copy the lockstep command that prints what is shown</source>
        <translation>Den lockstep-Befehl kopieren, der ausgibt, was gezeigt wird</translation>
    </message>
    <message>
        <source>&amp;Fit graphs</source>
        <translation>Graphen &amp;einpassen</translation>
    </message>
    <message>
        <source>Show the whole graphs</source>
        <translation>Die ganzen Graphen zeigen</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Enlarge the graphs</source>
        <translation>Die Graphen größer zeigen</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Shrink the graphs</source>
        <translation>Die Graphen kleiner zeigen</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <source>Light or dark, as the desktop is</source>
        <translation>Hell oder dunkel, wie der Desktop ist</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>Dark text on a light ground</source>
        <translation>Dunkle Schrift auf hellem Grund</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Light text on a dark ground</source>
        <translation>Helle Schrift auf dunklem Grund</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Put all panels back where they were at first</source>
        <translation>Alle Bereiche dorthin zurücksetzen, wo sie anfangs waren</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>Den ganzen Bildschirm verwenden</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Ausführen</translation>
    </message>
    <message>
        <source>&amp;Step</source>
        <translation>&amp;Schritt</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>Schritt &amp;zurück</translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Go to inference…</source>
        <translation>&amp;Gehe zu Inferenz…</translation>
    </message>
    <message>
        <source>Run forward or back to an inference</source>
        <translation>Vor oder zurück zu einer Inferenz laufen</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>A&amp;bspielen</translation>
    </message>
    <message>
        <source>Step on at the chosen speed until stopped</source>
        <translation>Mit der gewählten Geschwindigkeit weitergehen, bis angehalten wird</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Halt</translation>
    </message>
    <message>
        <source>Stop stepping, and cancel loading or compiling</source>
        <translation>Die Schritte anhalten und Laden oder Übersetzen abbrechen</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>&amp;Langsamer</translation>
    </message>
    <message>
        <source>Play fewer inferences per second</source>
        <translation>Weniger Inferenzen je Sekunde abspielen</translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation>S&amp;chneller</translation>
    </message>
    <message>
        <source>Play more inferences per second</source>
        <translation>Mehr Inferenzen je Sekunde abspielen</translation>
    </message>
    <message>
        <source>&amp;Compile again</source>
        <translation>Neu &amp;übersetzen</translation>
    </message>
    <message>
        <source>Compile the model for the chosen config again</source>
        <translation>Das Modell für die gewählte Konfiguration noch einmal übersetzen</translation>
    </message>
    <message>
        <source>&amp;Using this window</source>
        <translation>&amp;Dieses Fenster</translation>
    </message>
    <message>
        <source>What the parts of this window show</source>
        <translation>Was die Teile dieses Fensters zeigen</translation>
    </message>
    <message>
        <source>&amp;Numerics</source>
        <translation>&amp;Numerik</translation>
    </message>
    <message>
        <source>How the VM computes, to the bit</source>
        <translation>Wie die VM rechnet, auf das Bit genau</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys on one page</source>
        <translation>Alle Tasten auf einer Seite</translation>
    </message>
    <message>
        <source>&amp;About Lockstep</source>
        <translation>Ü&amp;ber Lockstep</translation>
    </message>
    <message>
        <source>Version, licence and libraries</source>
        <translation>Version, Lizenz und Bibliotheken</translation>
    </message>
    <message>
        <source>&amp;Inputs of the model…</source>
        <translation>&amp;Eingaben des Modells…</translation>
    </message>
    <message>
        <source>Give other shapes, values or streaming axes</source>
        <translation>Andere Formen, Werte oder Streaming-Achsen angeben</translation>
    </message>
    <message>
        <source>Run to the run length as fast as possible, and again to a length further; while running: pause</source>
        <translation>So schnell wie möglich bis zur Lauflänge, und dann eine Länge weiter; während des Laufs: anhalten</translation>
    </message>
    <message>
        <source>Compare &amp;deployments…</source>
        <translation>&amp;Einsatzarten vergleichen…</translation>
    </message>
    <message>
        <source>A model that ends in a last-step readout: whole windows, or carried state, side by side</source>
        <translation>Ein Modell, das mit dem letzten Schritt antwortet: ganze Fenster oder fortgeführter Zustand, nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Calibrated</source>
        <translation>&amp;Kalibriert</translation>
    </message>
    <message>
        <source>Predict what the published toolchain does: figures are comparable with published ones</source>
        <translation>Vorhersagen, was die veröffentlichte Werkzeugkette tut: die Zahlen sind mit veröffentlichten vergleichbar</translation>
    </message>
    <message>
        <source>&amp;Quick</source>
        <translation>&amp;Schnell</translation>
    </message>
    <message>
        <source>Take the first program, without a search; not comparable with published figures</source>
        <translation>Das erste Programm nehmen, ohne Suche; nicht mit veröffentlichten Zahlen vergleichbar</translation>
    </message>
    <message>
        <source>&amp;Optimize</source>
        <translation>&amp;Optimieren</translation>
    </message>
    <message>
        <source>Search freely for fewer cycles; not comparable with published figures</source>
        <translation>Frei nach weniger Takten suchen; nicht mit veröffentlichten Zahlen vergleichbar</translation>
    </message>
    <message>
        <source>State rese&amp;t in the program</source>
        <translation>Zustandsrücksetzung i&amp;m Programm</translation>
    </message>
    <message>
        <source>Give the program instructions that put its state back, and tell what they cost</source>
        <translation>Dem Programm Befehle geben, die seinen Zustand zurücksetzen, und sagen, was sie kosten</translation>
    </message>
    <message>
        <source>Compare &amp;accelerators…</source>
        <translation>Beschleunige&amp;r vergleichen…</translation>
    </message>
    <message>
        <source>The model on all accelerators: what fits, and how fast, ranked by end-to-end latency</source>
        <translation>Das Modell auf allen Beschleunigern: was passt und wie schnell, gereiht nach der Gesamtlatenz</translation>
    </message>
    <message>
        <source>&amp;Graph…</source>
        <translation>&amp;Graph…</translation>
    </message>
    <message>
        <source>A graph as SVG, PNG, PDF or DOT: all of it or what is visible</source>
        <translation>Ein Graph als SVG, PNG, PDF oder DOT: ganz oder was sichtbar ist</translation>
    </message>
    <message>
        <source>Find operators by name, kind, shape or module, and operators in a row</source>
        <translation>Operatoren nach Name, Art, Form oder Modul suchen, und Operatoren in einer Reihe</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>&amp;Nächsten suchen</translation>
    </message>
    <message>
        <source>Go to the next operator that was found</source>
        <translation>Zum nächsten gefundenen Operator gehen</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>V&amp;origen suchen</translation>
    </message>
    <message>
        <source>Go to the operator that was found before</source>
        <translation>Zum davor gefundenen Operator gehen</translation>
    </message>
    <message>
        <source>Command &amp;palette…</source>
        <translation>Befehls&amp;palette…</translation>
    </message>
    <message>
        <source>Find any command of the menus by typing a part of it</source>
        <translation>Jeden Befehl der Menüs finden, indem man einen Teil davon eingibt</translation>
    </message>
    <message>
        <source>P&amp;asses</source>
        <translation>&amp;Durchgänge</translation>
    </message>
    <message>
        <source>The graphs before and after each pass, with the reason for each change</source>
        <translation>Die Graphen vor und nach jedem Durchgang, mit dem Grund jeder Änderung</translation>
    </message>
    <message>
        <source>Fold &amp;modules</source>
        <translation>&amp;Module einklappen</translation>
    </message>
    <message>
        <source>Draw each module of the top level as one box</source>
        <translation>Jedes Modul der obersten Ebene als einen Kasten zeichnen</translation>
    </message>
    <message>
        <source>U&amp;nfold modules</source>
        <translation>Module &amp;ausklappen</translation>
    </message>
    <message>
        <source>Draw every operator</source>
        <translation>Jeden Operator zeichnen</translation>
    </message>
    <message>
        <source>Next &amp;heat</source>
        <translation>&amp;Nächste Färbung</translation>
    </message>
    <message>
        <source>Fill the operators of the graphs by the next figure: cycles, critical path, slack…</source>
        <translation>Die Operatoren der Graphen nach der nächsten Zahl färben: Takte, kritischer Pfad, Spielraum…</translation>
    </message>
    <message>
        <source>Run &amp;until…</source>
        <translation>Aus&amp;führen bis…</translation>
    </message>
    <message>
        <source>Run on until a condition or a breakpoint holds</source>
        <translation>Weiterlaufen, bis eine Bedingung oder ein Haltepunkt zutrifft</translation>
    </message>
    <message>
        <source>E&amp;xplain the worst inference</source>
        <translation>Schlechteste Inferenz er&amp;klären</translation>
    </message>
    <message>
        <source>Take the error of the worst inference apart: which nodes add to it, and how</source>
        <translation>Den Fehler der schlechtesten Inferenz zerlegen: welche Knoten dazu beitragen, und wie</translation>
    </message>
    <message>
        <source>&amp;Inputs of the run…</source>
        <translation>E&amp;ingaben des Laufs…</translation>
    </message>
    <message>
        <source>Files, generators, resets and the reference of the run</source>
        <translation>Dateien, Generatoren, Rücksetzungen und die Referenz des Laufs</translation>
    </message>
    <message>
        <source>&amp;New breakpoint…</source>
        <translation>Neuer Halte&amp;punkt…</translation>
    </message>
    <message>
        <source>Stop where a condition on data holds</source>
        <translation>Anhalten, wo eine Bedingung an die Daten zutrifft</translation>
    </message>
    <message>
        <source>Ne&amp;xt hit</source>
        <translation>N&amp;ächster Treffer</translation>
    </message>
    <message>
        <source>Show the next inference where a breakpoint held</source>
        <translation>Die nächste Inferenz zeigen, bei der ein Haltepunkt zutraf</translation>
    </message>
    <message>
        <source>Pre&amp;vious hit</source>
        <translation>&amp;Voriger Treffer</translation>
    </message>
    <message>
        <source>Show the inference before where a breakpoint held</source>
        <translation>Die Inferenz davor zeigen, bei der ein Haltepunkt zutraf</translation>
    </message>
    <message>
        <source>E&amp;dit state…</source>
        <translation>Zustan&amp;d bearbeiten…</translation>
    </message>
    <message>
        <source>Set values of the state in front of the next inference and run on from there</source>
        <translation>Werte des Zustands vor der nächsten Inferenz setzen und von dort weiterlaufen</translation>
    </message>
    <message>
        <source>Co&amp;mpare runs</source>
        <translation>Lä&amp;ufe vergleichen</translation>
    </message>
    <message>
        <source>Lay two runs over each other</source>
        <translation>Zwei Läufe übereinanderlegen</translation>
    </message>
    <message>
        <source>&amp;Reopen last session</source>
        <translation>&amp;Letzte Sitzung wieder öffnen</translation>
    </message>
    <message>
        <source>Open what was open when Lockstep was left last</source>
        <translation>Öffnen, was offen war, als Lockstep zuletzt verlassen wurde</translation>
    </message>
    <message>
        <source>All &amp;weights as NPZ…</source>
        <translation>Alle Ge&amp;wichte als NPZ…</translation>
    </message>
    <message>
        <source>Every weight of the model in one file, by module and attribute</source>
        <translation>Jedes Gewicht des Modells in einer Datei, nach Modul und Attribut</translation>
    </message>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Theme, wheel, motion, and what opens at the start</source>
        <translation>Farben, Rad, Bewegung und was beim Start geöffnet wird</translation>
    </message>
    <message>
        <source>Graphs from left to ri&amp;ght</source>
        <translation>Graphen von links nach &amp;rechts</translation>
    </message>
    <message>
        <source>Lay the graphs out from left to right instead of downwards</source>
        <translation>Die Graphen von links nach rechts anordnen statt nach unten</translation>
    </message>
    <message>
        <source>Ne&amp;xt panel</source>
        <translation>&amp;Nächster Bereich</translation>
    </message>
    <message>
        <source>Go to the next panel that is in front, and on to the graphs</source>
        <translation>Zum nächsten Bereich gehen, der vorn liegt, und weiter zu den Graphen</translation>
    </message>
    <message>
        <source>Pre&amp;vious panel</source>
        <translation>&amp;Voriger Bereich</translation>
    </message>
    <message>
        <source>Go to the panel before, or to the graphs</source>
        <translation>Zum Bereich davor gehen oder zu den Graphen</translation>
    </message>
    <message>
        <source>&amp;Graphs</source>
        <translation>&amp;Graphen</translation>
    </message>
    <message>
        <source>Go to the graphs</source>
        <translation>Zu den Graphen gehen</translation>
    </message>
    <message>
        <source>&amp;Close panel</source>
        <translation>Bereich &amp;schließen</translation>
    </message>
    <message>
        <source>Close the panel that has the keyboard; View › Panels shows it again</source>
        <translation>Den Bereich schließen, der die Tastatur hat; Ansicht › Bereiche zeigt ihn wieder</translation>
    </message>
    <message>
        <source>What &amp;helps…</source>
        <translation>&amp;Was hilft…</translation>
    </message>
    <message>
        <source>What would bring the latency under its target: other accelerators, policies and precisions, each compiled and played</source>
        <translation>Was die Latenz unter ihr Ziel brächte: andere Beschleuniger, Strategien und Genauigkeiten, jeweils übersetzt und abgespielt</translation>
    </message>
    <message>
        <source>Edit accelera&amp;tor…</source>
        <translation>Beschleuniger k&amp;onfigurieren…</translation>
    </message>
    <message>
        <source>An accelerator of your own: every figure of a config in a form, checked as it is typed</source>
        <translation>Ein eigener Beschleuniger: jede Zahl einer Konfiguration in einem Formular, beim Eingeben geprüft</translation>
    </message>
    <message>
        <source>&amp;Keep as variant</source>
        <translation>Als &amp;Variante merken</translation>
    </message>
    <message>
        <source>Put model, accelerator and options that are shown on the list of variants, to hold others against them</source>
        <translation>Modell, Beschleuniger und Optionen, die gezeigt werden, in die Liste der Varianten aufnehmen, um andere damit zu vergleichen</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>&amp;Was ist das?</translation>
    </message>
    <message>
        <source>Then click on anything in the window to read what it is</source>
        <translation>Danach etwas im Fenster anklicken, um zu lesen, was es ist</translation>
    </message>
    <message>
        <source>One inference forward, or as many as stand beside the button</source>
        <translation>Eine Inferenz vor, oder so viele, wie neben dem Knopf stehen</translation>
    </message>
    <message>
        <source>One inference back, or as many as stand beside the button</source>
        <translation>Eine Inferenz zurück, oder so viele, wie neben dem Knopf stehen</translation>
    </message>
    <message>
        <source>Re&amp;wind</source>
        <translation>Zurüc&amp;kspulen</translation>
    </message>
    <message>
        <source>Back to before the first inference; what was run stays</source>
        <translation>Zurück vor die erste Inferenz; was gelaufen ist, bleibt</translation>
    </message>
    <message>
        <source>Step &amp;operator</source>
        <translation>&amp;Operatorschritt</translation>
    </message>
    <message>
        <source>One operator forward in the inference that is shown, in the order of the program; behind the last one, on to the next inference</source>
        <translation>Einen Operator vor in der gezeigten Inferenz, in der Reihenfolge des Programms; nach dem letzten weiter zur nächsten Inferenz</translation>
    </message>
    <message>
        <source>Step operator b&amp;ack</source>
        <translation>Operatorsch&amp;ritt zurück</translation>
    </message>
    <message>
        <source>One operator back in the inference that is shown</source>
        <translation>Einen Operator zurück in der gezeigten Inferenz</translation>
    </message>
    <message>
        <source>&amp;Whole inference</source>
        <translation>Ganze &amp;Inferenz</translation>
    </message>
    <message>
        <source>Leave its operators: the inference is shown as it ended</source>
        <translation>Ihre Operatoren verlassen: die Inferenz wird gezeigt, wie sie endete</translation>
    </message>
    <message>
        <source>Forget what was run: back to before the first inference</source>
        <translation>Vergessen, was gelaufen ist: zurück vor die erste Inferenz</translation>
    </message>
    <message>
        <source>&amp;Watch value</source>
        <translation>W&amp;ert beobachten</translation>
    </message>
    <message>
        <source>Pin the unit or operator that is selected on the list of watched values</source>
        <translation>Die gewählte Einheit oder den gewählten Operator in die Liste der beobachteten Werte aufnehmen</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Walk along the edges</source>
        <translation>An den Kanten entlanggehen</translation>
    </message>
    <message>
        <source>The next and the previous box, once one is selected</source>
        <translation>Der nächste und der vorige Kasten, sobald einer gewählt ist</translation>
    </message>
    <message>
        <source>The first and the last box</source>
        <translation>Der erste und der letzte Kasten</translation>
    </message>
    <message>
        <source>Scroll by a page</source>
        <translation>Um eine Seite scrollen</translation>
    </message>
    <message>
        <source>Zoom in, out, and to full size</source>
        <translation>Vergrößern, verkleinern und volle Größe</translation>
    </message>
    <message>
        <source>Unfold the module, or open the operator</source>
        <translation>Das Modul ausklappen oder den Operator öffnen</translation>
    </message>
    <message>
        <source>Go into the module</source>
        <translation>In das Modul hineingehen</translation>
    </message>
    <message>
        <source>Fold the module around the box, or leave the one that is shown</source>
        <translation>Das Modul um den Kasten einklappen oder das gezeigte verlassen</translation>
    </message>
    <message>
        <source>Let go of the selection</source>
        <translation>Die Auswahl loslassen</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Zoom in and out</source>
        <translation>Vergrößern und verkleinern</translation>
    </message>
    <message>
        <source>To the left and to the right</source>
        <translation>Nach links und nach rechts</translation>
    </message>
    <message>
        <source>The neighbour in the lane</source>
        <translation>Der Nachbar in der Spur</translation>
    </message>
    <message>
        <source>The lane above and below</source>
        <translation>Die Spur darüber und darunter</translation>
    </message>
    <message>
        <source>Follow what released what, back and on</source>
        <translation>Verfolgen, was wodurch freigegeben wurde, zurück und weiter</translation>
    </message>
    <message>
        <source>Centre the event; once more: show everything</source>
        <translation>Das Ereignis in die Mitte; noch einmal: alles zeigen</translation>
    </message>
    <message>
        <source>Measure the event; keep what is measured</source>
        <translation>Das Ereignis messen; die Messung behalten</translation>
    </message>
    <message>
        <source>The table of statistics, or none</source>
        <translation>Die Tabelle der Statistik, oder keine</translation>
    </message>
    <message>
        <source>Let go of event and area</source>
        <translation>Ereignis und Ausschnitt loslassen</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>The inference before and after</source>
        <translation>Die Inferenz davor und danach</translation>
    </message>
    <message>
        <source>The unit above and below, in a heat map</source>
        <translation>Die Einheit darüber und darunter, in einer Heatmap</translation>
    </message>
    <message>
        <source>The first and the last inference</source>
        <translation>Die erste und die letzte Inferenz</translation>
    </message>
    <message>
        <source>Set cursor A or B</source>
        <translation>Cursor A oder B setzen</translation>
    </message>
    <message>
        <source>Move the cursor that was set last</source>
        <translation>Den zuletzt gesetzten Cursor verschieben</translation>
    </message>
    <message>
        <source>Zoom in, out, and show everything</source>
        <translation>Vergrößern, verkleinern und alles zeigen</translation>
    </message>
    <message>
        <source>Remove the cursors</source>
        <translation>Die Cursor entfernen</translation>
    </message>
</context>
<context>
    <name>ComparisonTable</name>
    <message>
        <source>does not fit: %1</source>
        <translation>passt nicht: %1</translation>
    </message>
    <message>
        <source>not taken: %1</source>
        <translation>nicht angenommen: %1</translation>
    </message>
</context>
<context>
    <name>ConfigFields</name>
    <message>
        <source>Cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>Block size</source>
        <translation>Blockgröße</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Taktfrequenz</translation>
    </message>
    <message>
        <source>Takes fp8 weights</source>
        <translation>Nimmt fp8-Gewichte</translation>
    </message>
    <message>
        <source>Weight store, per core</source>
        <translation>Gewichtsspeicher, je Kern</translation>
    </message>
    <message>
        <source>Tensor RAM, per core</source>
        <translation>Tensor-RAM, je Kern</translation>
    </message>
    <message>
        <source>Accumulator store, per core</source>
        <translation>Akkumulatorspeicher, je Kern</translation>
    </message>
    <message>
        <source>Cell store, per core</source>
        <translation>Zellspeicher, je Kern</translation>
    </message>
    <message>
        <source>Clamp store, per core</source>
        <translation>Clamp-Speicher, je Kern</translation>
    </message>
    <message>
        <source>Descriptors, per core</source>
        <translation>Deskriptoren, je Kern</translation>
    </message>
    <message>
        <source>Longest operand</source>
        <translation>Längster Operand</translation>
    </message>
    <message>
        <source>IO padded to</source>
        <translation>IO aufgefüllt auf</translation>
    </message>
    <message>
        <source>Added to the IO tables</source>
        <translation>Zuschlag zu den IO-Tabellen</translation>
    </message>
    <message>
        <source>Input latency</source>
        <translation>Latenz der Eingabe</translation>
    </message>
    <message>
        <source>Between input blocks</source>
        <translation>Zwischen Eingabeblöcken</translation>
    </message>
    <message>
        <source>Accumulator spacing</source>
        <translation>Abstand am Akkumulator</translation>
    </message>
    <message>
        <source>Product latency</source>
        <translation>Latenz eines Produkts</translation>
    </message>
    <message>
        <source>Bus, per block</source>
        <translation>Bus, je Block</translation>
    </message>
    <message>
        <source>Bus latency</source>
        <translation>Latenz des Busses</translation>
    </message>
    <message>
        <source>Output latency</source>
        <translation>Latenz der Ausgabe</translation>
    </message>
    <message>
        <source>Vector latency</source>
        <translation>Latenz der Vektoreinheit</translation>
    </message>
    <message>
        <source>More to the own vector unit</source>
        <translation>Mehr zur eigenen Vektoreinheit</translation>
    </message>
    <message>
        <source>Vector unit, two operands</source>
        <translation>Vektoreinheit, zwei Operanden</translation>
    </message>
    <message>
        <source>Vector unit, one operand</source>
        <translation>Vektoreinheit, ein Operand</translation>
    </message>
    <message>
        <source>Vector unit, three operands</source>
        <translation>Vektoreinheit, drei Operanden</translation>
    </message>
    <message>
        <source>More for a function</source>
        <translation>Mehr für eine Funktion</translation>
    </message>
    <message>
        <source>LSTM cell latency</source>
        <translation>Latenz der LSTM-Zelle</translation>
    </message>
    <message>
        <source>Computed weights, per block</source>
        <translation>Berechnete Gewichte, je Block</translation>
    </message>
    <message>
        <source>Computed weights, latency</source>
        <translation>Berechnete Gewichte, Latenz</translation>
    </message>
    <message>
        <source>Accumulators of a pass</source>
        <translation>Akkumulatoren eines Durchlaufs</translation>
    </message>
    <message>
        <source>One core if its time is below</source>
        <translation>Ein Kern, wenn seine Zeit darunter liegt</translation>
    </message>
    <message>
        <source>Weights: %1 for %2 bf16 weights</source>
        <translation>Gewichte: %1 für %2 bf16-Gewichte</translation>
    </message>
    <message>
        <source>Tensor RAM %1 · accumulators %2 · cells %3</source>
        <translation>Tensor-RAM %1 · Akkumulatoren %2 · Zellen %3</translation>
    </message>
    <message>
        <source>Peak: %1 products a cycle</source>
        <translation>Spitze: %1 Produkte je Takt</translation>
    </message>
    <message>
        <source>, %1 at %2</source>
        <translation>, %1 bei %2</translation>
    </message>
    <message>
        <source>Every weight used once: %1 at least</source>
        <translation>Jedes Gewicht einmal benutzt: mindestens %1</translation>
    </message>
    <message>
        <source>Without a clock there are cycles and no microseconds.</source>
        <translation>Ohne Taktfrequenz gibt es Takte und keine Mikrosekunden.</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>reference %1</source>
        <translation>Referenz %1</translation>
    </message>
    <message>
        <source>reset every %1</source>
        <translation>alle %1 zurückgesetzt</translation>
    </message>
    <message>
        <source>edited at %1</source>
        <translation>bearbeitet bei %1</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>LSTM</source>
        <translation>LSTM</translation>
    </message>
    <message>
        <source>Two LSTM layers of 256 and a linear head; a sequence of 20 × 128</source>
        <translation>Zwei LSTM-Schichten zu 256 und ein linearer Kopf; eine Folge von 20 × 128</translation>
    </message>
    <message>
        <source>MLP</source>
        <translation>MLP</translation>
    </message>
    <message>
        <source>Three linear layers with ReLU and a residual; 784 values in, 10 out</source>
        <translation>Drei lineare Schichten mit ReLU und einem Residuum; 784 Werte hinein, 10 heraus</translation>
    </message>
    <message>
        <source>CNN</source>
        <translation>CNN</translation>
    </message>
    <message>
        <source>Two causal convolutions along time; 32 channels in, 1 out</source>
        <translation>Zwei kausale Faltungen entlang der Zeit; 32 Kanäle hinein, 1 heraus</translation>
    </message>
    <message>
        <source>The example can&apos;t be written to %1: %2</source>
        <translation>Das Beispiel kann nicht nach %1 geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Free some space or set XDG_CACHE_HOME to a folder that can be written to</source>
        <translation>Platz schaffen oder XDG_CACHE_HOME auf einen Ordner setzen, in den geschrieben werden kann</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>Web page (*.html)</source>
        <translation>Webseite (*.html)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Chrome trace (*.json)</source>
        <translation>Chrome-Trace (*.json)</translation>
    </message>
    <message>
        <source>NumPy array (*.npy)</source>
        <translation>NumPy-Array (*.npy)</translation>
    </message>
    <message>
        <source>Lockstep program (*.lkp)</source>
        <translation>Lockstep-Programm (*.lkp)</translation>
    </message>
    <message>
        <source>NumPy arrays (*.npz)</source>
        <translation>NumPy-Arrays (*.npz)</translation>
    </message>
</context>
<context>
    <name>FileKind</name>
    <message>
        <source>Only files on this computer can be opened</source>
        <translation>Es können nur Dateien auf diesem Rechner geöffnet werden</translation>
    </message>
    <message numerus="yes">
        <source>Drop to open %n files</source>
        <translation>
            <numerusform>Loslassen, um %n Datei zu öffnen</numerusform>
            <numerusform>Loslassen, um %n Dateien zu öffnen</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to open the session %1</source>
        <translation>Loslassen, um die Sitzung %1 zu öffnen</translation>
    </message>
    <message>
        <source>Drop to compile for the accelerator %1</source>
        <translation>Loslassen, um für den Beschleuniger %1 zu übersetzen</translation>
    </message>
    <message>
        <source>Drop to run on the inputs of %1</source>
        <translation>Loslassen, um auf den Eingaben von %1 zu laufen</translation>
    </message>
    <message>
        <source>Drop to open the program %1</source>
        <translation>Loslassen, um das Programm %1 zu öffnen</translation>
    </message>
    <message>
        <source>Drop to open %1</source>
        <translation>Loslassen, um %1 zu öffnen</translation>
    </message>
    <message>
        <source>Drop to open what is in the folder %1</source>
        <translation>Loslassen, um zu öffnen, was im Ordner %1 ist</translation>
    </message>
</context>
<context>
    <name>FolderContents</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n Sitzung</numerusform>
            <numerusform>%n Sitzungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accelerator config(s)</source>
        <translation>
            <numerusform>%n Beschleuniger-Konfiguration</numerusform>
            <numerusform>%n Beschleuniger-Konfigurationen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of input data</source>
        <translation>
            <numerusform>%n Datei mit Eingabedaten</numerusform>
            <numerusform>%n Dateien mit Eingabedaten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraphLinks</name>
    <message>
        <source>cycles</source>
        <translation>Takte</translation>
    </message>
    <message>
        <source>busy cycles of an inference</source>
        <translation>belegte Takte einer Inferenz</translation>
    </message>
    <message>
        <source>critical path</source>
        <translation>kritischer Pfad</translation>
    </message>
    <message>
        <source>share of the critical path</source>
        <translation>Anteil am kritischen Pfad</translation>
    </message>
    <message>
        <source>slack</source>
        <translation>Spielraum</translation>
    </message>
    <message>
        <source>utilisation</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>work in the cycles its units are held</source>
        <translation>Arbeit in den Takten, in denen seine Einheiten belegt sind</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>weights in the weight stores</source>
        <translation>Gewichte in den Gewichtsspeichern</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>not coloured: fused into another one, or without cycles</source>
        <translation>ohne Farbe: mit einem anderen verschmolzen oder ohne Takte</translation>
    </message>
    <message>
        <source>not coloured: no instructions of its own</source>
        <translation>ohne Farbe: keine eigenen Befehle</translation>
    </message>
    <message>
        <source>slack: how much later it could end without delaying the output</source>
        <translation>Spielraum: wie viel später er enden könnte, ohne die Ausgabe zu verzögern</translation>
    </message>
    <message>
        <source>not coloured: the output never waits for it</source>
        <translation>ohne Farbe: die Ausgabe wartet nie auf ihn</translation>
    </message>
    <message>
        <source>not coloured: no weights</source>
        <translation>ohne Farbe: keine Gewichte</translation>
    </message>
</context>
<context>
    <name>HelpGroups</name>
    <message>
        <source>Using Lockstep</source>
        <translation>Mit Lockstep arbeiten</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Numbers and errors</source>
        <translation>Zahlen und Fehler</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Published accelerators run it as it is</source>
        <translation>Veröffentlichte Beschleuniger führen es so aus, wie es ist</translation>
    </message>
    <message>
        <source>Built from operators that published accelerators run</source>
        <translation>Aus Operatoren zusammengesetzt, die veröffentlichte Beschleuniger ausführen</translation>
    </message>
    <message>
        <source>Lockstep&apos;s own; no published accelerator is known to run it</source>
        <translation>Nur in Lockstep; von keinem veröffentlichten Beschleuniger ist bekannt, dass er es ausführt</translation>
    </message>
    <message>
        <source>module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source> · data dimension %1</source>
        <translation> · Datendimension %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>from state %1</source>
        <translation>vom Zustand %1</translation>
    </message>
    <message>
        <source>input of the model</source>
        <translation>Eingabe des Modells</translation>
    </message>
    <message>
        <source>in</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>state %1</source>
        <translation>Zustand %1</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>an %1</translation>
    </message>
    <message>
        <source>output of the model</source>
        <translation>Ausgabe des Modells</translation>
    </message>
    <message>
        <source>nothing reads it</source>
        <translation>nichts liest es</translation>
    </message>
    <message>
        <source>out</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>, line %1</source>
        <translation>, Zeile %1</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>weight blocks</source>
        <translation>Gewichtsblöcke</translation>
    </message>
    <message>
        <source>fused into</source>
        <translation>verschmolzen mit</translation>
    </message>
    <message>
        <source>%1 values, %2 to %3</source>
        <translation>%1 Werte, %2 bis %3</translation>
    </message>
    <message>
        <source>max |Δ| %1</source>
        <translation>max |Δ| %1</translation>
    </message>
    <message>
        <source>unit %1: %2</source>
        <translation>Einheit %1: %2</translation>
    </message>
    <message>
        <source>, reference %1</source>
        <translation>, Referenz %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>(%1)</source>
        <translation>(%1)</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>no finite value</source>
        <translation>kein endlicher Wert</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message numerus="yes">
        <source>in %n inferences</source>
        <translation>
            <numerusform>in %n Inferenz</numerusform>
            <numerusform>in %n Inferenzen</numerusform>
        </translation>
    </message>
    <message>
        <source>, %1 not finite</source>
        <translation>, %1 nicht endlich</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>data dimension</source>
        <translation>Datendimension</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>%1, kept between inferences</source>
        <translation>%1, zwischen Inferenzen behalten</translation>
    </message>
    <message>
        <source>written by</source>
        <translation>geschrieben von</translation>
    </message>
    <message>
        <source>read by</source>
        <translation>gelesen von</translation>
    </message>
    <message>
        <source>at first</source>
        <translation>anfangs</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>%1 in %2 bytes</source>
        <translation>%1 in %2 Bytes</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MACs</translation>
    </message>
    <message>
        <source>%1 an inference</source>
        <translation>%1 je Inferenz</translation>
    </message>
    <message>
        <source>values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n Operator</numerusform>
            <numerusform>%n Operatoren</numerusform>
        </translation>
    </message>
    <message>
        <source>busy cycles</source>
        <translation>belegte Takte</translation>
    </message>
    <message>
        <source>%1 (%2 % of all)</source>
        <translation>%1 (%2 % von allen)</translation>
    </message>
    <message>
        <source>from – to cycle</source>
        <translation>von – bis Takt</translation>
    </message>
    <message>
        <source>for the next inference</source>
        <translation>für die nächste Inferenz</translation>
    </message>
    <message>
        <source>%1 cycles</source>
        <translation>%1 Takte</translation>
    </message>
    <message>
        <source>operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>comes with each inference</source>
        <translation>kommt mit jeder Inferenz</translation>
    </message>
    <message>
        <source>leaves with each inference</source>
        <translation>geht mit jeder Inferenz hinaus</translation>
    </message>
    <message>
        <source>made by</source>
        <translation>erzeugt von</translation>
    </message>
    <message>
        <source>of the run</source>
        <translation>im Lauf</translation>
    </message>
</context>
<context>
    <name>JsonReader</name>
    <message>
        <source>The field %1.%2 can&apos;t be used: %3</source>
        <translation>Das Feld %1.%2 ist nicht verwendbar: %3</translation>
    </message>
    <message>
        <source>Save the session again, or mend the file by hand</source>
        <translation>Die Sitzung neu speichern oder die Datei von Hand berichtigen</translation>
    </message>
    <message>
        <source>it must be a number from %1 to %2</source>
        <translation>es muss eine Zahl von %1 bis %2 sein</translation>
    </message>
    <message>
        <source>it must be a whole number</source>
        <translation>es muss eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <translation>es muss wahr oder falsch sein</translation>
    </message>
    <message>
        <source>it must be a text</source>
        <translation>es muss ein Text sein</translation>
    </message>
    <message>
        <source>it must be a list</source>
        <translation>es muss eine Liste sein</translation>
    </message>
    <message>
        <source>it must be a list of texts</source>
        <translation>es muss eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>it must be an object</source>
        <translation>es muss ein Objekt sein</translation>
    </message>
    <message>
        <source>it must be a list of objects</source>
        <translation>es muss eine Liste von Objekten sein</translation>
    </message>
</context>
<context>
    <name>LatencyText</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>outside the calibrated range</source>
        <translation>außerhalb des kalibrierten Bereichs</translation>
    </message>
    <message>
        <source>as now</source>
        <translation>wie jetzt</translation>
    </message>
</context>
<context>
    <name>NodeScope</name>
    <message>
        <source>This operator</source>
        <translation>Dieser Operator</translation>
    </message>
    <message>
        <source>Module %1</source>
        <translation>Modul %1</translation>
    </message>
</context>
<context>
    <name>PanelText</name>
    <message>
        <source>scalar</source>
        <translation>Skalar</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>The model&apos;s modules and operators as a tree</source>
        <translation>Die Module und Operatoren des Modells als Baum</translation>
    </message>
    <message>
        <source>The accelerator&apos;s memories: what is used, and what is left</source>
        <translation>Die Speicher des Beschleunigers: was belegt ist und was frei bleibt</translation>
    </message>
    <message>
        <source>Everything about the selected operator: shapes, attributes, source, weights</source>
        <translation>Alles über den gewählten Operator: Formen, Attribute, Quelle, Gewichte</translation>
    </message>
    <message>
        <source>What each unit of each core does in which cycle</source>
        <translation>Was jede Einheit jedes Kerns in welchem Takt tut</translation>
    </message>
    <message>
        <source>The operators as a table that can be sorted</source>
        <translation>Die Operatoren als Tabelle, die sortiert werden kann</translation>
    </message>
    <message>
        <source>The instructions of the program, core by core</source>
        <translation>Die Befehle des Programms, Kern für Kern</translation>
    </message>
    <message>
        <source>Why an inference takes so long: critical path and lower bounds</source>
        <translation>Warum eine Inferenz so lange dauert: kritischer Pfad und untere Schranken</translation>
    </message>
    <message>
        <source>Where the error of an inference comes from</source>
        <translation>Woher der Fehler einer Inferenz kommt</translation>
    </message>
    <message>
        <source>Errors, warnings and notes, with what to do about them</source>
        <translation>Fehler, Warnungen und Hinweise, und was zu tun ist</translation>
    </message>
    <message>
        <source>The state over inferences: all units as colours, some as lines</source>
        <translation>Der Zustand über die Inferenzen: alle Einheiten als Farben, einige als Linien</translation>
    </message>
    <message>
        <source>Units of the state that are saturated, dead or worst</source>
        <translation>Einheiten des Zustands, die gesättigt, tot oder am schlechtesten sind</translation>
    </message>
    <message>
        <source>How far the outputs of the VM are from the reference</source>
        <translation>Wie weit die Ausgaben der VM von der Referenz entfernt sind</translation>
    </message>
    <message>
        <source>The error over the whole run: histogram, quantiles, worst inferences</source>
        <translation>Der Fehler über den ganzen Lauf: Histogramm, Quantile, schlechteste Inferenzen</translation>
    </message>
    <message>
        <source>How often the VM decides otherwise than the reference</source>
        <translation>Wie oft die VM anders entscheidet als die Referenz</translation>
    </message>
    <message>
        <source>Where a run stops, and where it would have</source>
        <translation>Wo ein Lauf anhält, und wo er angehalten hätte</translation>
    </message>
    <message>
        <source>Runs that were kept, laid over each other</source>
        <translation>Behaltene Läufe, übereinandergelegt</translation>
    </message>
    <message>
        <source>Models, accelerators and options held against a baseline</source>
        <translation>Modelle, Beschleuniger und Optionen, mit einer Basis verglichen</translation>
    </message>
    <message>
        <source>The values of the state, to read and to edit</source>
        <translation>Die Werte des Zustands, zum Lesen und zum Bearbeiten</translation>
    </message>
    <message>
        <source>Values that were pinned, in the inference that is shown</source>
        <translation>Beobachtete Werte, in der gezeigten Inferenz</translation>
    </message>
</context>
<context>
    <name>PrecisionChoice</name>
    <message>
        <source>None of these operators has weights of its own.</source>
        <translation>Keiner dieser Operatoren hat eigene Gewichte.</translation>
    </message>
    <message>
        <source>%1 of %2 operators cannot (%3). Choose them one by one.</source>
        <translation>%1 von %2 Operatoren können es nicht (%3). Wählen Sie sie einzeln.</translation>
    </message>
    <message>
        <source>bf16</source>
        <translation>bf16</translation>
    </message>
    <message>
        <source>fp32 activations</source>
        <translation>fp32-Aktivierungen</translation>
    </message>
    <message>
        <source>fp8 weights</source>
        <translation>fp8-Gewichte</translation>
    </message>
    <message>
        <source>The chosen accelerator does not convert fp8 weights.</source>
        <translation>Der gewählte Beschleuniger wandelt keine fp8-Gewichte um.</translation>
    </message>
</context>
<context>
    <name>QMainWindow</name>
    <message>
        <source>Modules</source>
        <translation>Module</translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Output error</source>
        <translation>Ausgabefehler</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Disassembly</source>
        <translation>Disassemblierung</translation>
    </message>
    <message>
        <source>Error microscope</source>
        <translation>Fehlermikroskop</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>Error statistics</source>
        <translation>Fehlerstatistik</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Breakpoints</source>
        <translation>Haltepunkte</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>State values</source>
        <translation>Zustandswerte</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachtung</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
</context>
<context>
    <name>QTableView</name>
    <message>
        <source>&amp;Copy rows</source>
        <translation>Zeilen &amp;kopieren</translation>
    </message>
</context>
<context>
    <name>RunContents</name>
    <message>
        <source>&quot;wrong&quot; needs a decision</source>
        <translation>„wrong“ braucht eine Entscheidung</translation>
    </message>
    <message>
        <source>Name one below, as in argmax.</source>
        <translation>Nennen Sie unten eine, etwa argmax.</translation>
    </message>
    <message>
        <source>this compares with a reference, and there is none</source>
        <translation>das vergleicht mit einer Referenz, und es gibt keine</translation>
    </message>
    <message>
        <source>a decision compares with a reference, and there is none</source>
        <translation>eine Entscheidung vergleicht mit einer Referenz, und es gibt keine</translation>
    </message>
    <message>
        <source>breakpoint</source>
        <translation>Haltepunkt</translation>
    </message>
    <message>
        <source>state edit</source>
        <translation>Zustandsänderung</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>This model keeps no state between inferences.</source>
        <translation>Dieses Modell behält zwischen Inferenzen keinen Zustand.</translation>
    </message>
    <message>
        <source>a program alone is read only; open its model to edit</source>
        <translation>ein Programm allein kann nur gelesen werden; öffnen Sie zum Bearbeiten sein Modell</translation>
    </message>
    <message>
        <source>%1 is kept as partial sums, which cannot be read back: states of this program are edited in front of the first inference only (Reset)</source>
        <translation>%1 wird als Teilsummen gehalten, die nicht zurückgelesen werden können: Zustände dieses Programms können nur vor der ersten Inferenz bearbeitet werden (Zurücksetzen)</translation>
    </message>
</context>
<context>
    <name>SessionFile</name>
    <message>
        <source>%1 is no session that can be opened: %2</source>
        <translation>%1 ist keine Sitzung, die geöffnet werden kann: %2</translation>
    </message>
    <message>
        <source>Open the model itself, or save the session again</source>
        <translation>Das Modell selbst öffnen oder die Sitzung neu speichern</translation>
    </message>
    <message>
        <source>a document is not an object</source>
        <translation>ein Dokument ist kein Objekt</translation>
    </message>
    <message>
        <source>a document needs a file</source>
        <translation>ein Dokument braucht eine Datei</translation>
    </message>
    <message>
        <source>an extent is a whole number from 1 on</source>
        <translation>eine Ausdehnung ist eine ganze Zahl ab 1</translation>
    </message>
    <message>
        <source>it does not say that it is one</source>
        <translation>sie sagt nicht, dass sie eine ist</translation>
    </message>
    <message>
        <source>it has version %1, and this Lockstep reads up to %2</source>
        <translation>sie hat Version %1, und dieses Lockstep liest bis %2</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>sie ist zu groß</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; spaced · %2 contiguous (modelled)</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; einzeln · %2 fortlaufend (modelliert)</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1 cycles&lt;/b&gt; spaced · %2 cycles contiguous (modelled; clock not published)</source>
        <translation>&lt;b&gt;%1 Takte&lt;/b&gt; einzeln · %2 Takte fortlaufend (modelliert; Taktfrequenz nicht veröffentlicht)</translation>
    </message>
    <message>
        <source>Compute: %1 cycles for an inference alone, %2 cycles per inference back to back, by playing the program&apos;s instructions.</source>
        <translation>Rechnen: %1 Takte für eine Inferenz allein, %2 Takte je Inferenz ohne Pause, durch Abspielen der Befehle des Programms.</translation>
    </message>
    <message>
        <source>Clock: %1 (%2)</source>
        <translation>Taktfrequenz: %1 (%2)</translation>
    </message>
    <message>
        <source>Mean %1, 99th percentile %2: compute as modelled plus the IO round trip.
%3</source>
        <translation>Mittel %1, 99. Perzentil %2: Rechnen wie modelliert und der Hin- und Rückweg der Ein- und Ausgabe.
%3</translation>
    </message>
    <message>
        <source>end-to-end: no IO figures for this board</source>
        <translation>Gesamtlatenz: keine IO-Zahlen für diese Karte</translation>
    </message>
    <message>
        <source>reference: forward</source>
        <translation>Referenz: forward</translation>
    </message>
    <message>
        <source>reference: stepped</source>
        <translation>Referenz: schrittweise</translation>
    </message>
    <message>
        <source>no reference</source>
        <translation>keine Referenz</translation>
    </message>
    <message>
        <source>error: no inference yet</source>
        <translation>Fehler: noch keine Inferenz</translation>
    </message>
    <message>
        <source>Step or run: every inference is compared with LibTorch</source>
        <translation>Schritt oder Ausführen: jede Inferenz wird mit LibTorch verglichen</translation>
    </message>
    <message>
        <source>error: no reference</source>
        <translation>Fehler: keine Referenz</translation>
    </message>
    <message>
        <source>max |Δ| &lt;b&gt;%1&lt;/b&gt; %2 (%3, %4)</source>
        <translation>max |Δ| &lt;b&gt;%1&lt;/b&gt; %2 (%3, %4)</translation>
    </message>
    <message>
        <source>Over %1 inferences: largest difference %2 at inference %3, relative rms %4; all close at atol %5, rtol %6: %7</source>
        <translation>Über %1 Inferenzen: größte Abweichung %2 bei Inferenz %3, relativer Effektivwert %4; alle nahe bei atol %5, rtol %6: %7</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Stepped and forward agree within %1 on %2 steps</source>
        <translation>Schrittweise und forward stimmen auf %1 überein, über %2 Schritte</translation>
    </message>
    <message>
        <source>weights %1 of %2 %3</source>
        <translation>Gewichte %1 von %2 %3</translation>
    </message>
    <message>
        <source>latency: nothing compiled</source>
        <translation>Latenz: nichts übersetzt</translation>
    </message>
    <message>
        <source>error: nothing run</source>
        <translation>Fehler: nichts gelaufen</translation>
    </message>
    <message>
        <source>still for %1: </source>
        <translation>noch für %1: </translation>
    </message>
    <message>
        <source>The %1 inferences of the warm-up have no valid output and are left out</source>
        <translation>Die %1 Inferenzen des Anlaufs haben keine gültige Ausgabe und zählen nicht mit</translation>
    </message>
    <message>
        <source>warm-up: no valid output in the first %1 inferences</source>
        <translation>Anlauf: keine gültige Ausgabe in den ersten %1 Inferenzen</translation>
    </message>
    <message>
        <source> after a warm-up of %1</source>
        <translation> nach einem Anlauf von %1</translation>
    </message>
    <message>
        <source>How sure the latency is: the nearest published rows</source>
        <translation>Wie sicher die Latenz ist: die nächsten veröffentlichten Zeilen</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; end-to-end (%2, published table)</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; gesamt (%2, veröffentlichte Tabelle)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>target not judged: %1</source>
        <translation>Ziel nicht beurteilt: %1</translation>
    </message>
    <message>
        <source>under</source>
        <translation>darunter</translation>
    </message>
    <message>
        <source>%1 under the target</source>
        <translation>%1 unter dem Ziel</translation>
    </message>
    <message>
        <source>over</source>
        <translation>darüber</translation>
    </message>
    <message>
        <source>%1 over the target</source>
        <translation>%1 über dem Ziel</translation>
    </message>
    <message>
        <source>too close to call</source>
        <translation>zu knapp</translation>
    </message>
    <message>
        <source>%1 from the target: too close to call</source>
        <translation>%1 vom Ziel: zu knapp</translation>
    </message>
    <message>
        <source>still as compiled before: </source>
        <translation>noch wie zuvor übersetzt: </translation>
    </message>
    <message>
        <source>not comparable with published figures</source>
        <translation>nicht mit veröffentlichten Zahlen vergleichbar</translation>
    </message>
    <message>
        <source>Compiled with %1. Published figures are of the published toolchain&apos;s own schedules, so there is no ± either.</source>
        <translation>Übersetzt mit %1. Veröffentlichte Zahlen stammen von Ablaufplänen der veröffentlichten Werkzeugkette, darum gibt es auch kein ±.</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>nicht vergleichbar</translation>
    </message>
    <message>
        <source>reference: file</source>
        <translation>Referenz: Datei</translation>
    </message>
</context>
<context>
    <name>TwoIcons</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>ValueFormat</name>
    <message>
        <source>3 digits</source>
        <translation>3 Stellen</translation>
    </message>
    <message>
        <source>fp32</source>
        <translation>fp32</translation>
    </message>
    <message>
        <source>bf16</source>
        <translation>bf16</translation>
    </message>
    <message>
        <source>hex</source>
        <translation>hex</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>Three significant digits</source>
        <translation>Drei signifikante Stellen</translation>
    </message>
    <message>
        <source>The shortest decimal number that is exactly this fp32 value</source>
        <translation>Die kürzeste Dezimalzahl, die genau diesen fp32-Wert ergibt</translation>
    </message>
    <message>
        <source>The nearest bf16, ≈ where the value is another one</source>
        <translation>Das nächste bf16, ≈, wo der Wert ein anderer ist</translation>
    </message>
    <message>
        <source>The bits: four digits of a bf16, eight of any other fp32</source>
        <translation>Die Bits: vier Stellen bei einem bf16, acht bei jedem anderen fp32</translation>
    </message>
    <message>
        <source>Sign, exponent and mantissa of the bf16, or of the fp32 where it is none</source>
        <translation>Vorzeichen, Exponent und Mantisse des bf16, oder des fp32, wo es keines ist</translation>
    </message>
    <message>
        <source>Format of values</source>
        <translation>Format der Werte</translation>
    </message>
    <message>
        <source>How values are written: as figures, whole, or as their bits</source>
        <translation>Wie Werte geschrieben werden: mit wenigen Stellen, vollständig oder als ihre Bits</translation>
    </message>
</context>
<context>
    <name>lockstep</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save as &amp;PNG…</source>
        <translation>Als &amp;PNG speichern…</translation>
    </message>
    <message>
        <source>Images (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Save as S&amp;VG…</source>
        <translation>Als S&amp;VG speichern…</translation>
    </message>
    <message>
        <source>Vector graphics (*.svg)</source>
        <translation>Vektorgrafik (*.svg)</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2. Choose a folder that you may write to.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Began as soon as the program did</source>
        <translation>Begann mit dem Programm</translation>
    </message>
    <message>
        <source>Waited for its unit, busy with the instruction before</source>
        <translation>Wartete auf seine Einheit, die den Befehl davor ausführte</translation>
    </message>
    <message>
        <source>Waited for an operand block</source>
        <translation>Wartete auf einen Operandenblock</translation>
    </message>
    <message>
        <source>Waited until its accumulator could take a product again</source>
        <translation>Wartete, bis sein Akkumulator wieder ein Produkt nehmen konnte</translation>
    </message>
    <message>
        <source>Waited for the bus</source>
        <translation>Wartete auf den Bus</translation>
    </message>
    <message>
        <source>Waited for an earlier output block to leave</source>
        <translation>Wartete, bis ein früherer Ausgabeblock hinaus war</translation>
    </message>
    <message>
        <source>cycles</source>
        <translation>Takte</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>spaced</source>
        <translation>einzeln</translation>
    </message>
    <message>
        <source>contiguous</source>
        <translation>fortlaufend</translation>
    </message>
    <message>
        <source>assumed clock</source>
        <translation>angenommene Taktfrequenz</translation>
    </message>
    <message>
        <source>core %1 · %2</source>
        <translation>Kern %1 · %2</translation>
    </message>
    <message>
        <source> of %1 (%2)</source>
        <translation> von %1 (%2)</translation>
    </message>
    <message>
        <source>%1 · core %2 %3 · cycles %4 to %5 · %6</source>
        <translation>%1 · Kern %2 %3 · Takte %4 bis %5 · %6</translation>
    </message>
    <message>
        <source>, module %1</source>
        <translation>, Modul %1</translation>
    </message>
    <message>
        <source>Cycles %1 to %2: %3</source>
        <translation>Takte %1 bis %2: %3</translation>
    </message>
    <message>
        <source>The unit worked in %1 of them</source>
        <translation>Die Einheit arbeitete in %1 davon</translation>
    </message>
    <message>
        <source>Result ready at cycle %1</source>
        <translation>Ergebnis bereit in Takt %1</translation>
    </message>
    <message>
        <source>; released by %1 on core %2 %3, cycles %4 to %5</source>
        <translation>; freigegeben durch %1 auf Kern %2 %3, Takte %4 bis %5</translation>
    </message>
    <message>
        <source>, of %1</source>
        <translation>, von %1</translation>
    </message>
    <message>
        <source>State update: only the next inference needs it</source>
        <translation>Zustandsfortschreibung: nur die nächste Inferenz braucht sie</translation>
    </message>
    <message>
        <source>Δ %1, cycles %2 to %3 · %4 events</source>
        <translation>Δ %1, Takte %2 bis %3 · %4 Ereignisse</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>avg</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>&lt;p&gt;Cycles inside the selection&lt;/p&gt;</source>
        <translation>&lt;p&gt;Takte innerhalb der Auswahl&lt;/p&gt;</translation>
    </message>
    <message>
        <source>not comparable with published figures</source>
        <translation>nicht mit veröffentlichten Zahlen vergleichbar</translation>
    </message>
    <message>
        <source>%1 of the latency</source>
        <translation>%1 der Latenz</translation>
    </message>
    <message>
        <source>unit busy</source>
        <translation>Einheit belegt</translation>
    </message>
    <message>
        <source>waits for operand</source>
        <translation>wartet auf Operanden</translation>
    </message>
    <message>
        <source>waits for accumulator</source>
        <translation>wartet auf Akkumulator</translation>
    </message>
    <message>
        <source>waits for bus</source>
        <translation>wartet auf Bus</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source> · total %1 · self %5 · avg %2 · min %3 · max %4 cycles</source>
        <translation> · Summe %1 · selbst %5 · Mittel %2 · min %3 · max %4 Takte</translation>
    </message>
    <message>
        <source>%1, instruction %2</source>
        <translation>%1, Befehl %2</translation>
    </message>
    <message>
        <source>%1 on core %2</source>
        <translation>%1 auf Kern %2</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; (%2) · %3</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; (%2) · %3</translation>
    </message>
    <message>
        <source>&amp;Copy image</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Save as P&amp;DF…</source>
        <translation>Als P&amp;DF speichern…</translation>
    </message>
    <message>
        <source>Documents (*.pdf)</source>
        <translation>Dokumente (*.pdf)</translation>
    </message>
    <message>
        <source>Save &amp;visible values as CSV…</source>
        <translation>&amp;Sichtbare Werte als CSV speichern…</translation>
    </message>
    <message>
        <source>Save &amp;all values as CSV…</source>
        <translation>A&amp;lle Werte als CSV speichern…</translation>
    </message>
</context>
<context>
    <name>lockstep::ActivationView</name>
    <message>
        <source>Result of the operator</source>
        <translation>Ergebnis des Operators</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>The reference is the graph in float64, from the reference&apos;s state</source>
        <translation>Die Referenz ist der Graph in float64, vom Zustand der Referenz aus</translation>
    </message>
    <message>
        <source>The reference&apos;s state in front of this inference is not known.</source>
        <translation>Der Zustand der Referenz vor dieser Inferenz ist unbekannt.</translation>
    </message>
    <message>
        <source>Inference %1</source>
        <translation>Inferenz %1</translation>
    </message>
    <message>
        <source> · max |Δ| %1</source>
        <translation> · max |Δ| %1</translation>
    </message>
    <message>
        <source>Computing what the operator gives…</source>
        <translation>Was der Operator ergibt, wird berechnet…</translation>
    </message>
    <message>
        <source>All operators as NPZ…</source>
        <translation>Alle Operatoren als NPZ…</translation>
    </message>
    <message>
        <source>What every operator gives in this inference, VM and reference, and the outputs and states of the inferences that are kept, as arrays of one file</source>
        <translation>Was jeder Operator in dieser Inferenz ergibt, VM und Referenz, und die Ausgaben und Zustände der behaltenen Inferenzen, als Arrays einer Datei</translation>
    </message>
</context>
<context>
    <name>lockstep::AreaTable</name>
    <message>
        <source>Statistics of the selected cycles</source>
        <translation>Statistik der gewählten Takte</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>self</source>
        <translation>selbst</translation>
    </message>
    <message>
        <source>avg</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max</translation>
    </message>
    <message>
        <source>What the events work for</source>
        <translation>Wofür die Ereignisse arbeiten</translation>
    </message>
    <message>
        <source>Events that touch the area</source>
        <translation>Ereignisse, die den Ausschnitt berühren</translation>
    </message>
    <message>
        <source>Cycles in which units are held, inside the area</source>
        <translation>Takte im Ausschnitt, in denen Einheiten belegt sind</translation>
    </message>
    <message>
        <source>Of these the cycles in which the units work; of an event that the area cuts the same share</source>
        <translation>Davon die Takte, in denen die Einheiten arbeiten; von einem Ereignis, das der Ausschnitt schneidet, derselbe Anteil</translation>
    </message>
    <message>
        <source>Cycles of an event inside the area, on average</source>
        <translation>Takte eines Ereignisses im Ausschnitt, im Mittel</translation>
    </message>
    <message>
        <source>Of the shortest one</source>
        <translation>Des kürzesten</translation>
    </message>
    <message>
        <source>Of the longest one</source>
        <translation>Des längsten</translation>
    </message>
    <message>
        <source>Cycles inside the selection; Ctrl+C copies</source>
        <translation>Takte innerhalb der Auswahl; Strg+C kopiert</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
</context>
<context>
    <name>lockstep::BreakpointsPanel</name>
    <message>
        <source>Stop where</source>
        <translation>Anhalten, wo</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Breakpoints</source>
        <translation>Haltepunkte</translation>
    </message>
    <message>
        <source>Hits of breakpoints</source>
        <translation>Treffer der Haltepunkte</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Look back</source>
        <translation>Zurückschauen</translation>
    </message>
    <message>
        <source>New breakpoint</source>
        <translation>Neuer Haltepunkt</translation>
    </message>
    <message>
        <source>error &gt; 0.01, nan, saturated, NAME[3] &gt; 2 …</source>
        <translation>error &gt; 0.01, nan, saturated, NAME[3] &gt; 2 …</translation>
    </message>
    <message>
        <source>error, rms, relative &gt; X · not-close · nan, nan(NAME) · saturated, saturated(NAME) · NAME &gt; X, NAME[3] &lt; X, abs(NAME) &gt;= X · cycles &gt; N · wrong</source>
        <translation>error, rms, relative &gt; X · not-close · nan, nan(NAME) · saturated, saturated(NAME) · NAME &gt; X, NAME[3] &lt; X, abs(NAME) &gt;= X · cycles &gt; N · wrong</translation>
    </message>
    <message>
        <source>Help on conditions</source>
        <translation>Hilfe zu Bedingungen</translation>
    </message>
    <message>
        <source>What can be written as a condition</source>
        <translation>Was als Bedingung geschrieben werden kann</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>argmax, sign, threshold=X, topk=K</source>
        <translation>argmax, sign, threshold=X, topk=K</translation>
    </message>
    <message>
        <source>What is decided by an output, as in argmax or y=threshold=0.5; several are separated by ; – &quot;wrong&quot; holds where the VM decides otherwise than the reference</source>
        <translation>Was nach einer Ausgabe entschieden wird, etwa argmax oder y=threshold=0.5; mehrere durch ; getrennt – „wrong“ trifft zu, wo die VM anders entscheidet als die Referenz</translation>
    </message>
    <message>
        <source>Space: on or off · F2 or a double click: edit · Del: remove · a run stops behind the inference</source>
        <translation>Leertaste: ein oder aus · F2 oder Doppelklick: bearbeiten · Entf: entfernen · ein Lauf hält nach der Inferenz an</translation>
    </message>
    <message>
        <source>Run again what was run before, looking for these conditions</source>
        <translation>Was schon gelaufen ist, noch einmal laufen lassen und nach diesen Bedingungen suchen</translation>
    </message>
    <message>
        <source>Choose a hit to show its inference everywhere</source>
        <translation>Wählen Sie einen Treffer, um seine Inferenz überall zu zeigen</translation>
    </message>
    <message>
        <source>Inferences where a condition holds will be listed here.</source>
        <translation>Inferenzen, bei denen eine Bedingung zutrifft, stehen dann hier.</translation>
    </message>
    <message>
        <source>No hit yet.</source>
        <translation>Noch kein Treffer.</translation>
    </message>
    <message>
        <source>Hits: %1</source>
        <translation>Treffer: %1</translation>
    </message>
    <message>
        <source>, the first %1 are listed</source>
        <translation>, die ersten %1 sind aufgelistet</translation>
    </message>
    <message>
        <source> – watched from inference %1 on</source>
        <translation> – beobachtet ab Inferenz %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>&amp;Error of the inference over a bound</source>
        <translation>&amp;Fehler der Inferenz über einer Schranke</translation>
    </message>
    <message>
        <source>An output &amp;beyond the tolerance</source>
        <translation>Eine &amp;Ausgabe außerhalb der Toleranz</translation>
    </message>
    <message>
        <source>&amp;NaN or infinity anywhere</source>
        <translation>Irgendwo &amp;NaN oder unendlich</translation>
    </message>
    <message>
        <source>&amp;Saturated units</source>
        <translation>&amp;Gesättigte Einheiten</translation>
    </message>
    <message>
        <source>&amp;Cycles over a bound</source>
        <translation>&amp;Takte über einer Schranke</translation>
    </message>
    <message>
        <source>A &amp;decision that differs</source>
        <translation>Eine andere &amp;Entscheidung</translation>
    </message>
    <message>
        <source>&amp;Value of %1 over a bound</source>
        <translation>&amp;Wert von %1 über einer Schranke</translation>
    </message>
    <message>
        <source>E&amp;rror of %1 over a bound</source>
        <translation>Fehler &amp;von %1 über einer Schranke</translation>
    </message>
    <message>
        <source>NaN or &amp;infinity in %1</source>
        <translation>NaN oder &amp;unendlich in %1</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Conditions to begin with: of the inference, and of the operator that is selected</source>
        <translation>Bedingungen für den Anfang: zur Inferenz und zum gewählten Operator</translation>
    </message>
    <message>
        <source>&quot;wrong&quot; decides by</source>
        <translation>„wrong“ entscheidet nach</translation>
    </message>
</context>
<context>
    <name>lockstep::BudgetBar</name>
    <message>
        <source>in/out</source>
        <translation>ein/aus</translation>
    </message>
    <message>
        <source>host IO</source>
        <translation>Host-IO</translation>
    </message>
    <message>
        <source>Latency budget</source>
        <translation>Latenzbudget</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>unbekannt: %1</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <translation>%1 über %2</translation>
    </message>
    <message>
        <source>%1 left of %2</source>
        <translation>noch %1 von %2</translation>
    </message>
    <message>
        <source>%1, compute alone</source>
        <translation>%1, Rechnen allein</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>%1 % of the target</source>
        <translation>%1 % des Ziels</translation>
    </message>
    <message>
        <source>host IO: %1, %2
%3</source>
        <translation>Host-IO: %1, %2
%3</translation>
    </message>
    <message>
        <source>%1: %2 cycles of the critical path, %3, %4</source>
        <translation>%1: %2 Takte des kritischen Pfads, %3, %4</translation>
    </message>
</context>
<context>
    <name>lockstep::CoreChoice</name>
    <message>
        <source>Operators that the cores are for</source>
        <translation>Operatoren, für die die Kerne gelten</translation>
    </message>
    <message>
        <source>Core %1</source>
        <translation>Kern %1</translation>
    </message>
    <message>
        <source>Pinned to core %1; click to take it away</source>
        <translation>An Kern %1 gebunden; klicken, um ihn wegzunehmen</translation>
    </message>
    <message>
        <source>Pin to core %1</source>
        <translation>An Kern %1 binden</translation>
    </message>
    <message>
        <source>This operator is pinned to %1 by “%2”.</source>
        <translation>Dieser Operator ist durch „%2“ an %1 gebunden.</translation>
    </message>
    <message>
        <source>The compiler chooses; press cores to pin it to them.</source>
        <translation>Der Übersetzer wählt; drücken Sie Kerne, um ihn an sie zu binden.</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>Take this pin away</source>
        <translation>Diese Bindung aufheben</translation>
    </message>
    <message>
        <source>Take the pin of %1 away</source>
        <translation>Die Bindung von %1 aufheben</translation>
    </message>
</context>
<context>
    <name>lockstep::DecisionPanel</name>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Inferences whose decision differs</source>
        <translation>Inferenzen mit anderer Entscheidung</translation>
    </message>
    <message>
        <source>Click, or press Enter: go to this inference</source>
        <translation>Klicken oder Eingabe drücken: zu dieser Inferenz gehen</translation>
    </message>
    <message>
        <source>Decisions by the reference&apos;s margin</source>
        <translation>Entscheidungen nach dem Abstand der Referenz</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>argmax</source>
        <translation>argmax</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>Vorzeichen</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>top k</source>
        <translation>top k</translation>
    </message>
    <message>
        <source>What is made of the output: an error matters where it changes what is done</source>
        <translation>Was aus der Ausgabe gemacht wird: ein Fehler zählt, wo er ändert, was getan wird</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Number of places</source>
        <translation>Anzahl der Plätze</translation>
    </message>
    <message>
        <source>Look back</source>
        <translation>Zurückschauen</translation>
    </message>
    <message>
        <source>Look as well at what was run before the decision was chosen</source>
        <translation>Auch ansehen, was gelaufen ist, bevor die Entscheidung gewählt wurde</translation>
    </message>
    <message>
        <source>Choose what is made of the output: how often the VM decides otherwise than the reference shows here, and where.</source>
        <translation>Wählen Sie, was aus der Ausgabe gemacht wird: wie oft die VM anders entscheidet als die Referenz, erscheint hier, und wo.</translation>
    </message>
    <message>
        <source>Decisions show here once a model is compiled and run.</source>
        <translation>Entscheidungen erscheinen hier, sobald ein Modell übersetzt und gelaufen ist.</translation>
    </message>
    <message>
        <source>No inference with a reference has been looked at yet.</source>
        <translation>Es wurde noch keine Inferenz mit einer Referenz angesehen.</translation>
    </message>
    <message>
        <source>%1 of %2 differ</source>
        <translation>%1 von %2 verschieden</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>alike above a margin of %1</source>
        <translation>gleich über einem Abstand von %1</translation>
    </message>
    <message>
        <source>from inference %1 on</source>
        <translation>ab Inferenz %1</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>unter %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Margin %1 to %2: %3 of %4 inferences differ</source>
        <translation>Abstand %1 bis %2: %3 von %4 Inferenzen verschieden</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>verschieden</translation>
    </message>
    <message>
        <source>alike, by margin</source>
        <translation>gleich, nach Abstand</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>unendlich</translation>
    </message>
</context>
<context>
    <name>lockstep::DisassemblyModel</name>
    <message>
        <source>Number of the instruction in its core, cycle in which it begins, cycle in which its result can be read</source>
        <translation>Nummer des Befehls in seinem Kern, Takt, in dem er beginnt, Takt, in dem sein Ergebnis gelesen werden kann</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>instruction</source>
        <translation>Befehl</translation>
    </message>
</context>
<context>
    <name>lockstep::DisassemblyPanel</name>
    <message>
        <source>Disassembly</source>
        <translation>Disassemblierung</translation>
    </message>
    <message>
        <source>The program&apos;s instructions show here, core by core, once a model is compiled.</source>
        <translation>Die Befehle des Programms erscheinen hier, Kern für Kern, sobald ein Modell übersetzt ist.</translation>
    </message>
    <message>
        <source>&amp;Copy lines</source>
        <translation>Zeilen &amp;kopieren</translation>
    </message>
    <message>
        <source>Find in the disassembly</source>
        <translation>In der Disassemblierung suchen</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Enter: next line that has it, Shift+Enter: the one before</source>
        <translation>Eingabe: nächste Zeile, die es enthält, Umschalt+Eingabe: die davor</translation>
    </message>
    <message>
        <source>Core that is listed</source>
        <translation>Kern, der aufgelistet wird</translation>
    </message>
    <message>
        <source>%1 instructions</source>
        <translation>%1 Befehle</translation>
    </message>
    <message>
        <source>All cores</source>
        <translation>Alle Kerne</translation>
    </message>
    <message>
        <source>Core %1</source>
        <translation>Kern %1</translation>
    </message>
    <message>
        <source>No line has it</source>
        <translation>Keine Zeile enthält es</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen…</translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorElementsModel</name>
    <message>
        <source>Element</source>
        <translation>Element</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>ULP</source>
        <translation>ULP</translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorHistogram</name>
    <message>
        <source>Histogram of the error</source>
        <translation>Histogramm des Fehlers</translation>
    </message>
    <message>
        <source>%1 % at most %2</source>
        <translation>%1 % höchstens %2</translation>
    </message>
    <message>
        <source>exact: %1 of %2 inferences</source>
        <translation>exakt: %1 von %2 Inferenzen</translation>
    </message>
    <message>
        <source>not finite: %1 of %2 inferences</source>
        <translation>nicht endlich: %1 von %2 Inferenzen</translation>
    </message>
    <message>
        <source>max |Δ| from %1 to %2: %3 of %4 inferences</source>
        <translation>max |Δ| von %1 bis %2: %3 von %4 Inferenzen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorPanel</name>
    <message>
        <source>inference %1</source>
        <translation>Inferenz %1</translation>
    </message>
    <message>
        <source>%1 %2 off</source>
        <translation>%1 um %2 daneben</translation>
    </message>
    <message>
        <source>other devices %1 to %2</source>
        <translation>andere Geräte %1 bis %2</translation>
    </message>
    <message>
        <source>The terms add up to %1; measured: %2 (VM − reference of %3).</source>
        <translation>Die Summanden ergeben %1; gemessen: %2 (VM − Referenz bei %3).</translation>
    </message>
    <message>
        <source>First node more than a step of bf16 off: %1 %2.</source>
        <translation>Erster Knoten, der um mehr als einen Schritt von bf16 abweicht: %1 %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 (and %n more)</source>
        <translation>
            <numerusform>%1 (und %n weiterer)</numerusform>
            <numerusform>%1 (und %n weitere)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Sum of the terms</source>
        <translation>Summe der Summanden</translation>
    </message>
    <message>
        <source>Measured error</source>
        <translation>Gemessener Fehler</translation>
    </message>
    <message>
        <source>VM above the reference</source>
        <translation>VM über der Referenz</translation>
    </message>
    <message>
        <source>below</source>
        <translation>darunter</translation>
    </message>
    <message>
        <source>all terms</source>
        <translation>alle Summanden</translation>
    </message>
    <message>
        <source>%1: largest difference from the reference %2</source>
        <translation>%1: größte Abweichung von der Referenz %2</translation>
    </message>
    <message>
        <source>Elements of %1</source>
        <translation>Elemente von %1</translation>
    </message>
    <message>
        <source>Error microscope</source>
        <translation>Fehlermikroskop</translation>
    </message>
    <message>
        <source>Where the error of an inference comes from shows here once a model is compiled and run.</source>
        <translation>Woher der Fehler einer Inferenz kommt, erscheint hier, sobald ein Modell übersetzt und gelaufen ist.</translation>
    </message>
    <message>
        <source>Inference that is taken apart</source>
        <translation>Inferenz, die zerlegt wird</translation>
    </message>
    <message>
        <source>Current inference</source>
        <translation>Aktuelle Inferenz</translation>
    </message>
    <message>
        <source>Worst inference</source>
        <translation>Schlechteste Inferenz</translation>
    </message>
    <message>
        <source>Which inference is taken apart: the one that is looked at, or the one with the largest error</source>
        <translation>Welche Inferenz zerlegt wird: die gezeigte oder die mit dem größten Fehler</translation>
    </message>
    <message>
        <source>Inferences that the account goes back over</source>
        <translation>Inferenzen, über die die Rechnung zurückreicht</translation>
    </message>
    <message>
        <source>over </source>
        <translation>über </translation>
    </message>
    <message>
        <source>Inferences that are taken apart together: what arose earlier reaches the output through the state. What is older stands in the carried state.</source>
        <translation>Inferenzen, die zusammen zerlegt werden: was früher entstand, erreicht die Ausgabe über den Zustand. Was älter ist, steht im fortgeführten Zustand.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>All columns</source>
        <translation>Alle Spalten</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Summanden</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>One node exact</source>
        <translation>Ein Knoten exakt</translation>
    </message>
    <message>
        <source>Which columns the table has</source>
        <translation>Welche Spalten die Tabelle hat</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop taking the error apart</source>
        <translation>Aufhören, den Fehler zu zerlegen</translation>
    </message>
    <message>
        <source>Terms of the error</source>
        <translation>Summanden des Fehlers</translation>
    </message>
    <message>
        <source>Sources of the error</source>
        <translation>Quellen des Fehlers</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Elements</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>added to the error</source>
        <translation>Beitrag zum Fehler</translation>
    </message>
    <message>
        <source>What each node added in each inference, for a model that keeps state.</source>
        <translation>Was jeder Knoten in jeder Inferenz beitrug, bei einem Modell, das Zustand behält.</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Über die Zeit</translation>
    </message>
    <message>
        <source>Error on plausible devices</source>
        <translation>Fehler auf denkbaren Geräten</translation>
    </message>
    <message>
        <source>The same inferences on devices that do what their maker does not publish in another way: a range of assumptions, not a bound.</source>
        <translation>Dieselben Inferenzen auf Geräten, die anders tun, was ihr Hersteller nicht veröffentlicht: eine Spanne von Annahmen, keine Schranke.</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>the VM, as measured</source>
        <translation>die VM, wie gemessen</translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorPlot</name>
    <message>
        <source>Output error</source>
        <translation>Ausgabefehler</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Logarithmic error axis; exact zeros stand in the band below</source>
        <translation>Logarithmische Fehlerachse; Nullen stehen im Band darunter</translation>
    </message>
    <message>
        <source>The error of every inference will appear here. Compile a model for an accelerator and run it (F5).</source>
        <translation>Der Fehler jeder Inferenz erscheint hier. Übersetzen Sie ein Modell für einen Beschleuniger und führen Sie es aus (F5).</translation>
    </message>
    <message>
        <source>the file&apos;s own forward (LibTorch, fp32)</source>
        <translation>forward der Datei selbst (LibTorch, fp32)</translation>
    </message>
    <message>
        <source>the streaming graph stepped with LibTorch (fp32)</source>
        <translation>der Streaming-Graph, schrittweise mit LibTorch (fp32)</translation>
    </message>
    <message>
        <source>no reference</source>
        <translation>keine Referenz</translation>
    </message>
    <message>
        <source>from inference %1: %2</source>
        <translation>ab Inferenz %1: %2</translation>
    </message>
    <message>
        <source>several references, marked below</source>
        <translation>mehrere Referenzen, unten markiert</translation>
    </message>
    <message>
        <source>VM against %1</source>
        <translation>VM gegen %1</translation>
    </message>
    <message>
        <source>, on %1</source>
        <translation>, auf %1</translation>
    </message>
    <message>
        <source>max |Δ|</source>
        <translation>max |Δ|</translation>
    </message>
    <message>
        <source>rms Δ</source>
        <translation>Effektivwert Δ</translation>
    </message>
    <message>
        <source>atol %1: below, every output passes</source>
        <translation>atol %1: darunter besteht jede Ausgabe</translation>
    </message>
    <message>
        <source>stepped</source>
        <translation>schrittweise</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>forward</translation>
    </message>
    <message>
        <source>Tolerance: |VM − reference| ≤ %1 + %2·|reference| for every output</source>
        <translation>Toleranz: |VM − Referenz| ≤ %1 + %2·|Referenz| für jede Ausgabe</translation>
    </message>
    <message>
        <source>max |Δ| %1</source>
        <translation>max |Δ| %1</translation>
    </message>
    <message>
        <source>✓ within tolerance</source>
        <translation>✓ in der Toleranz</translation>
    </message>
    <message>
        <source>✗ outside tolerance</source>
        <translation>✗ außerhalb der Toleranz</translation>
    </message>
    <message>
        <source>rms %1</source>
        <translation>Effektivwert %1</translation>
    </message>
    <message>
        <source>no valid output yet</source>
        <translation>noch keine gültige Ausgabe</translation>
    </message>
    <message>
        <source>; the first %1 inferences are the warm-up</source>
        <translation>; die ersten %1 Inferenzen sind der Anlauf</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>Anlauf</translation>
    </message>
    <message>
        <source>outputs of a file</source>
        <translation>Ausgaben einer Datei</translation>
    </message>
    <message>
        <source>tolerance at the largest output</source>
        <translation>Toleranz bei der größten Ausgabe</translation>
    </message>
    <message>
        <source>atol %1: all below passes; larger outputs may differ by more, up to the dotted line</source>
        <translation>atol %1: darunter besteht alles; größere Ausgaben dürfen mehr abweichen, bis zur gepunkteten Linie</translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorStatisticsPanel</name>
    <message>
        <source>Error statistics</source>
        <translation>Fehlerstatistik</translation>
    </message>
    <message>
        <source>Worst inferences</source>
        <translation>Schlechteste Inferenzen</translation>
    </message>
    <message>
        <source>Click, or press Enter: go to this inference</source>
        <translation>Klicken oder Eingabe drücken: zu dieser Inferenz gehen</translation>
    </message>
    <message>
        <source>How the error is distributed over the run shows here once inferences were compared.</source>
        <translation>Wie sich der Fehler über den Lauf verteilt, erscheint hier, sobald Inferenzen verglichen wurden.</translation>
    </message>
    <message>
        <source>%1 inferences</source>
        <translation>%1 Inferenzen</translation>
    </message>
    <message>
        <source>%1 % ≤ %2</source>
        <translation>%1 % ≤ %2</translation>
    </message>
    <message>
        <source>The largest error of an inference that a share of all inferences does not exceed, at most a 32nd too large</source>
        <translation>Der größte Fehler einer Inferenz, den ein Anteil aller Inferenzen nicht überschreitet, höchstens um ein 32stel zu groß</translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorTermsModel</name>
    <message>
        <source>The reference&apos;s own fp32, against float64</source>
        <translation>Das fp32 der Referenz selbst, gegen float64</translation>
    </message>
    <message>
        <source>The state that the VM had before the stretch, instead of the reference&apos;s</source>
        <translation>Der Zustand, den die VM vor der Strecke hatte, statt dem der Referenz</translation>
    </message>
    <message>
        <source>Inputs become bf16</source>
        <translation>Eingaben werden zu bf16</translation>
    </message>
    <message>
        <source>The whole program against its nodes one by one: fused nodes keep what lies between them in fp32, and sums are split over cores</source>
        <translation>Das ganze Programm gegen seine Knoten einzeln: verschmolzene Knoten behalten in fp32, was zwischen ihnen liegt, und Summen werden auf Kerne verteilt</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Carried state</source>
        <translation>Fortgeführter Zustand</translation>
    </message>
    <message>
        <source>Input rounding</source>
        <translation>Rundung der Eingaben</translation>
    </message>
    <message>
        <source>Weight rounding</source>
        <translation>Rundung der Gewichte</translation>
    </message>
    <message>
        <source>Activation rounding</source>
        <translation>Rundung der Aktivierungen</translation>
    </message>
    <message>
        <source>Accumulation</source>
        <translation>Akkumulation</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>Funktionen</translation>
    </message>
    <message>
        <source>Fusion and order</source>
        <translation>Verschmelzung und Reihenfolge</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>Aktivierungen</translation>
    </message>
    <message>
        <source>first to diverge</source>
        <translation>weicht zuerst ab</translation>
    </message>
    <message>
        <source>fused into %1</source>
        <translation>verschmolzen mit %1</translation>
    </message>
    <message>
        <source>emulated</source>
        <translation>nachgebildet</translation>
    </message>
    <message>
        <source>Over all output elements: at most %1, rms %2</source>
        <translation>Über alle Ausgabeelemente: höchstens %1, Effektivwert %2</translation>
    </message>
    <message>
        <source>It cannot be compiled alone: its weights and results are rounded, its sums are float64</source>
        <translation>Er kann nicht allein übersetzt werden: seine Gewichte und Ergebnisse sind gerundet, seine Summen sind float64</translation>
    </message>
    <message>
        <source>The order in which the terms are taken</source>
        <translation>Die Reihenfolge, in der die Summanden genommen werden</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>What adds to the error; the first node that diverged is set bold</source>
        <translation>Was zum Fehler beiträgt; der Knoten, der zuerst abwich, steht fett</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>Summand</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source>The output with it done as the VM does it minus the output without it, at the output element of the largest error: the column adds up to the error</source>
        <translation>Die Ausgabe mit ihm, gerechnet wie in der VM, minus die Ausgabe ohne ihn, am Ausgabeelement mit dem größten Fehler: die Spalte ergibt zusammen den Fehler</translation>
    </message>
    <message>
        <source>Adds</source>
        <translation>Beitrag</translation>
    </message>
    <message>
        <source>%1: its part of what the node adds</source>
        <translation>%1: sein Teil dessen, was der Knoten beiträgt</translation>
    </message>
    <message>
        <source>Largest difference between the node&apos;s values in the VM and in the reference</source>
        <translation>Größte Differenz zwischen den Werten des Knotens in der VM und in der Referenz</translation>
    </message>
    <message>
        <source>Values |Δ|</source>
        <translation>Werte |Δ|</translation>
    </message>
    <message>
        <source>The difference, of the largest reference value</source>
        <translation>Die Differenz, bezogen auf den größten Referenzwert</translation>
    </message>
    <message>
        <source>Relative</source>
        <translation>Relativ</translation>
    </message>
    <message>
        <source>The difference in steps of bf16 at the largest reference value</source>
        <translation>Die Differenz in Schritten von bf16 am größten Referenzwert</translation>
    </message>
    <message>
        <source>ULP</source>
        <translation>ULP</translation>
    </message>
    <message>
        <source>The output&apos;s error with this node exact and all others as in the VM</source>
        <translation>Der Fehler der Ausgabe, wenn dieser Knoten exakt ist und alle anderen wie in der VM</translation>
    </message>
    <message>
        <source>With it exact</source>
        <translation>Wenn exakt</translation>
    </message>
    <message>
        <source>The output&apos;s error with this node alone as in the VM</source>
        <translation>Der Fehler der Ausgabe, wenn dieser Knoten allein wie in der VM ist</translation>
    </message>
    <message>
        <source>It alone</source>
        <translation>Er allein</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Anmerkungen</translation>
    </message>
    <message>
        <source>rounded with %1</source>
        <translation>gerundet mit %1</translation>
    </message>
</context>
<context>
    <name>lockstep::GraphMinimap</name>
    <message>
        <source>Overview of the graph</source>
        <translation>Übersicht des Graphen</translation>
    </message>
</context>
<context>
    <name>lockstep::GraphSearch</name>
    <message>
        <source>Find operators</source>
        <translation>Operatoren suchen</translation>
    </message>
    <message>
        <source>Words find operators by name, kind or module.
name:h0  op:linear  module:encoder  shape:20x128  attr:layer=1  -op:clamp
linear &gt; * &gt; add: operators in a row; * is any one, ... any number of them.
Enter goes on, Shift+Enter back, Escape closes.</source>
        <translation>Wörter suchen Operatoren nach Name, Art oder Modul.
name:h0  op:linear  module:encoder  shape:20x128  attr:layer=1  -op:clamp
linear &gt; * &gt; add: Operatoren in einer Reihe; * ist irgendeiner, ... beliebig viele davon.
Eingabe geht weiter, Umschalt+Eingabe zurück, Esc schließt.</translation>
    </message>
    <message>
        <source>Words are regular expressions</source>
        <translation>Wörter sind reguläre Ausdrücke</translation>
    </message>
    <message>
        <source>Previous match (Shift+Enter)</source>
        <translation>Voriger Fund (Umschalt+Eingabe)</translation>
    </message>
    <message>
        <source>Next match (Enter)</source>
        <translation>Nächster Fund (Eingabe)</translation>
    </message>
    <message>
        <source>Close the search (Escape)</source>
        <translation>Suche schließen (Esc)</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche läuft…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n gefunden</numerusform>
            <numerusform>%n gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in the right graph, %2 in the left one</source>
        <translation>%1 im rechten Graphen, %2 im linken</translation>
    </message>
    <message>
        <source>Find operators: lstm, op:linear, shape:20x128</source>
        <translation>Operatoren suchen: lstm, op:linear, shape:20x128</translation>
    </message>
</context>
<context>
    <name>lockstep::GraphView</name>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Drop a TorchScript file here, or open one with File, Open.</source>
        <translation>Ziehen Sie eine TorchScript-Datei hierher, oder öffnen Sie eine mit Datei, Öffnen.</translation>
    </message>
    <message>
        <source>Laying out %1 nodes…</source>
        <translation>%1 Knoten werden angeordnet…</translation>
    </message>
    <message>
        <source>Laying out…</source>
        <translation>Wird angeordnet…</translation>
    </message>
    <message>
        <source>Simple layout: %1</source>
        <translation>Einfache Anordnung: %1</translation>
    </message>
    <message>
        <source>Input %1</source>
        <translation>Eingabe %1</translation>
    </message>
    <message>
        <source>Output %1</source>
        <translation>Ausgabe %1</translation>
    </message>
    <message>
        <source>State %1</source>
        <translation>Zustand %1</translation>
    </message>
    <message>
        <source>%1:%2  %3</source>
        <translation>%1:%2  %3</translation>
    </message>
    <message>
        <source>Built from operators that published accelerators run</source>
        <translation>Aus Operatoren zusammengesetzt, die veröffentlichte Beschleuniger ausführen</translation>
    </message>
    <message>
        <source>No published accelerator is known to run it (◇)</source>
        <translation>Von keinem veröffentlichten Beschleuniger ist bekannt, dass er es ausführt (◇)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep the drawing as it is, without a better layout (Escape)</source>
        <translation>Die Zeichnung lassen, wie sie ist, ohne bessere Anordnung (Esc)</translation>
    </message>
    <message>
        <source>The layout was stopped. Fold modules, or choose the graph again.</source>
        <translation>Das Anordnen wurde angehalten. Klappen Sie Module ein, oder wählen Sie den Graphen noch einmal.</translation>
    </message>
    <message>
        <source>Module %1</source>
        <translation>Modul %1</translation>
    </message>
    <message>
        <source>Double click or Enter unfolds it, Ctrl+Enter goes into it</source>
        <translation>Doppelklick oder Eingabe klappt es aus, Strg+Eingabe geht hinein</translation>
    </message>
    <message>
        <source>Module %1: a click folds it</source>
        <translation>Modul %1: ein Klick klappt es ein</translation>
    </message>
</context>
<context>
    <name>lockstep::HeatMapView</name>
    <message>
        <source>unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>all 0</source>
        <translation>alle 0</translation>
    </message>
    <message>
        <source>%1 NaN</source>
        <translation>%1 NaN</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Heat map: %1</source>
        <translation>Heatmap: %1</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>%1, inference %2</source>
        <translation>%1, Inferenz %2</translation>
    </message>
    <message>
        <source>unit %1</source>
        <translation>Einheit %1</translation>
    </message>
    <message>
        <source>B − A: %1 inferences</source>
        <translation>B − A: %1 Inferenzen</translation>
    </message>
    <message>
        <source>%1: %2 → %3, Δ %4</source>
        <translation>%1: %2 → %3, Δ %4</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>inference %1</source>
        <translation>Inferenz %1</translation>
    </message>
    <message>
        <source>, %1 per inference</source>
        <translation>, %1 je Inferenz</translation>
    </message>
    <message>
        <source>&amp;Watch %1</source>
        <translation>%1 be&amp;obachten</translation>
    </message>
    <message>
        <source>Show a&amp;ll inferences</source>
        <translation>Alle &amp;Inferenzen zeigen</translation>
    </message>
</context>
<context>
    <name>lockstep::HistogramView</name>
    <message>
        <source>Histogram of %1</source>
        <translation>Histogramm von %1</translation>
    </message>
    <message>
        <source>%1 values from %2 to %3</source>
        <translation>%1 Werte von %2 bis %3</translation>
    </message>
    <message>
        <source>%1 to %2: %3 values</source>
        <translation>%1 bis %2: %3 Werte</translation>
    </message>
</context>
<context>
    <name>lockstep::InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Weight tensor</source>
        <translation>Gewichtstensor</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Attribute</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Unterstützung</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>Woher es kommt</translation>
    </message>
    <message>
        <source>Choose an operator in a graph, the timeline or the table to see its shapes, weights, source line and state.</source>
        <translation>Wählen Sie einen Operator in einem Graphen, der Zeitachse oder der Tabelle, um seine Formen, Gewichte, Quellzeile und seinen Zustand zu sehen.</translation>
    </message>
    <message>
        <source>What an operator is and where it comes from shows here once a model is open.</source>
        <translation>Was ein Operator ist und woher er kommt, erscheint hier, sobald ein Modell offen ist.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>Aktivierungen</translation>
    </message>
</context>
<context>
    <name>lockstep::MemoryPanel</name>
    <message>
        <source>Weight store</source>
        <translation>Gewichtsspeicher</translation>
    </message>
    <message>
        <source>Tensor RAM</source>
        <translation>Tensor-RAM</translation>
    </message>
    <message>
        <source>Accumulator store</source>
        <translation>Akkumulatorspeicher</translation>
    </message>
    <message>
        <source>Cell store</source>
        <translation>Zellspeicher</translation>
    </message>
    <message>
        <source>Clamp store</source>
        <translation>Clamp-Speicher</translation>
    </message>
    <message>
        <source>Descriptors</source>
        <translation>Deskriptoren</translation>
    </message>
    <message>
        <source>published depth</source>
        <translation>veröffentlichte Tiefe</translation>
    </message>
    <message>
        <source>derived depth</source>
        <translation>abgeleitete Tiefe</translation>
    </message>
    <message>
        <source>fitted depth</source>
        <translation>angepasste Tiefe</translation>
    </message>
    <message>
        <source>assumed depth</source>
        <translation>angenommene Tiefe</translation>
    </message>
    <message>
        <source>How full each memory of the accelerator is shows here once a model is compiled.</source>
        <translation>Wie voll jeder Speicher des Beschleunigers ist, erscheint hier, sobald ein Modell übersetzt ist.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>core %1: %2 of %3 %4</source>
        <translation>Kern %1: %2 von %3 %4</translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>depth as your config gives it</source>
        <translation>Tiefe, wie Ihre Konfiguration sie angibt</translation>
    </message>
    <message>
        <source>core %1 · %2 %3 too many</source>
        <translation>Kern %1 · %2 %3 zu viel</translation>
    </message>
    <message>
        <source>core %1 · %2 %3 free</source>
        <translation>Kern %1 · %2 %3 frei</translation>
    </message>
    <message>
        <source>fullest %1</source>
        <translation>vollster: %1</translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>%1: %2 of %3 %4, %5 percent</source>
        <translation>%1: %2 von %3 %4, %5 Prozent</translation>
    </message>
    <message>
        <source>%1, %2; a bar per core</source>
        <translation>%1, %2; ein Balken je Kern</translation>
    </message>
    <message>
        <source>all cores: %1 of %2 %3</source>
        <translation>alle Kerne: %1 von %2 %3</translation>
    </message>
    <message>
        <source>%1: %2 of %3 %4, %5</source>
        <translation>%1: %2 von %3 %4, %5</translation>
    </message>
    <message>
        <source>Fills the weight store</source>
        <translation>Füllt den Gewichtsspeicher</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Blöcke</translation>
    </message>
    <message>
        <source>Operators that fill the weight store</source>
        <translation>Operatoren, die den Gewichtsspeicher füllen</translation>
    </message>
    <message>
        <source>selected: %1 blocks</source>
        <translation>gewählt: %1 Blöcke</translation>
    </message>
</context>
<context>
    <name>lockstep::ModulePanel</name>
    <message>
        <source>Modules</source>
        <translation>Module</translation>
    </message>
    <message>
        <source>module %1</source>
        <translation>Modul %1</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>The model&apos;s modules and operators show here once a model is open.</source>
        <translation>Die Module und Operatoren des Modells erscheinen hier, sobald ein Modell offen ist.</translation>
    </message>
    <message>
        <source>module %1: %2 parameters, %3 MACs an inference, %4 bytes</source>
        <translation>Modul %1: %2 Parameter, %3 MACs je Inferenz, %4 Bytes</translation>
    </message>
</context>
<context>
    <name>lockstep::OpTableModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 %2: %3 instructions</source>
        <translation>%1 %2: %3 Befehle</translation>
    </message>
    <message>
        <source>%1 busy cycles only for the next inference</source>
        <translation>%1 belegte Takte nur für die nächste Inferenz</translation>
    </message>
    <message>
        <source>Cycles in which a unit worked for it, over all cores and units</source>
        <translation>Takte, in denen eine Einheit dafür arbeitete, über alle Kerne und Einheiten</translation>
    </message>
    <message>
        <source>Of the busy cycles of all operators; they overlap, so they do not add up to the latency</source>
        <translation>Anteil an den belegten Takten aller Operatoren; sie überlappen und ergeben darum zusammen nicht die Latenz</translation>
    </message>
    <message>
        <source>First cycle of its first instruction</source>
        <translation>Erster Takt seines ersten Befehls</translation>
    </message>
    <message>
        <source>Cycle in which its last unit is free again</source>
        <translation>Takt, in dem seine letzte Einheit wieder frei ist</translation>
    </message>
    <message>
        <source>Weight blocks over all cores</source>
        <translation>Gewichtsblöcke über alle Kerne</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source>Busy cycles</source>
        <translation>Belegte Takte</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>First cycle</source>
        <translation>Erster Takt</translation>
    </message>
    <message>
        <source>Last cycle</source>
        <translation>Letzter Takt</translation>
    </message>
    <message>
        <source>Weight blocks</source>
        <translation>Gewichtsblöcke</translation>
    </message>
    <message>
        <source>Fused into</source>
        <translation>Verschmolzen mit</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie es ist</translation>
    </message>
    <message>
        <source>composed</source>
        <translation>zusammengesetzt</translation>
    </message>
    <message>
        <source>Lockstep only</source>
        <translation>nur Lockstep</translation>
    </message>
    <message>
        <source>Whether the published accelerators run it as it is, run what it is built from, or are not known to run it</source>
        <translation>Ob die veröffentlichten Beschleuniger es so ausführen, ausführen, woraus es besteht, oder ob das von keinem bekannt ist</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>%1 bytes of parameters, %2 of values that it makes</source>
        <translation>%1 Bytes Parameter, %2 Bytes Werte, die er erzeugt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Of what is listed; a weight that several operators share counts once</source>
        <translation>Über das Aufgelistete; ein Gewicht, das mehrere Operatoren teilen, zählt einmal</translation>
    </message>
    <message>
        <source>Sum of %1</source>
        <translation>Summe über %1</translation>
    </message>
    <message>
        <source>Values of its weights, biases and constants</source>
        <translation>Werte in seinen Gewichten, Biases und Konstanten</translation>
    </message>
    <message>
        <source>Multiply-accumulates of its products of matrices in one inference; a recurrent cell of the streaming form counts its one position</source>
        <translation>Multiply-Accumulates seiner Matrixprodukte in einer Inferenz; eine rekurrente Zelle der Streaming-Form zählt ihre eine Position</translation>
    </message>
    <message>
        <source>Parameters as they are stored (bf16: 2 bytes, fp8: 1, biases: 4) and the values that it makes in one inference, without padding to blocks</source>
        <translation>Parameter, wie sie gespeichert sind (bf16: 2 Bytes, fp8: 1, Biases: 4), und die Werte, die er in einer Inferenz erzeugt, nicht auf Blöcke aufgefüllt</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MACs</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
</context>
<context>
    <name>lockstep::OpTablePanel</name>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>%1 cycles over all operators − %2 at the same time + %3 in flight = %4 cycles spaced</source>
        <translation>%1 Takte über alle Operatoren − %2 gleichzeitig + %3 unterwegs = %4 Takte einzeln</translation>
    </message>
    <message>
        <source>Operators run on several cores and units at once, so their cycles add up to more than the latency. “In flight” are cycles in which no unit takes new work.</source>
        <translation>Operatoren laufen auf mehreren Kernen und Einheiten zugleich, darum ergeben ihre Takte mehr als die Latenz. „Unterwegs“ sind Takte, in denen keine Einheit neue Arbeit nimmt.</translation>
    </message>
    <message>
        <source>What each operator costs and holds shows here once a model is open.</source>
        <translation>Was jeder Operator kostet und enthält, erscheint hier, sobald ein Modell offen ist.</translation>
    </message>
    <message>
        <source>Filter operators</source>
        <translation>Operatoren filtern</translation>
    </message>
    <message>
        <source>Not compiled: what the operators hold and compute, without cycles.</source>
        <translation>Nicht übersetzt: was die Operatoren enthalten und rechnen, ohne Takte.</translation>
    </message>
</context>
<context>
    <name>lockstep::PassBar</name>
    <message>
        <source>Pass</source>
        <translation>Durchgang</translation>
    </message>
    <message>
        <source>The graph before and after each pass (Left, Right)</source>
        <translation>Der Graph vor und nach jedem Durchgang (Links, Rechts)</translation>
    </message>
    <message>
        <source>What the pass changed, and why</source>
        <translation>Was der Durchgang geändert hat, und warum</translation>
    </message>
    <message>
        <source>Back to the NNIR and its streaming form (Escape)</source>
        <translation>Zurück zum NNIR und seiner Streaming-Form (Esc)</translation>
    </message>
    <message>
        <source>Close the passes</source>
        <translation>Die Durchgänge schließen</translation>
    </message>
    <message>
        <source>No passes</source>
        <translation>Keine Durchgänge</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <translation>%1 von %2 · %3</translation>
    </message>
    <message>
        <source>Nothing changed</source>
        <translation>Nichts geändert</translation>
    </message>
    <message numerus="yes">
        <source>%n changes and why</source>
        <translation>
            <numerusform>%n Änderung und warum</numerusform>
            <numerusform>%n Änderungen und warum</numerusform>
        </translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>List…</source>
        <translation>Liste…</translation>
    </message>
    <message>
        <source>All changes of all passes with their reasons, to read, filter and copy</source>
        <translation>Alle Änderungen aller Durchgänge mit ihren Gründen, zum Lesen, Filtern und Kopieren</translation>
    </message>
</context>
<context>
    <name>lockstep::PassList</name>
    <message>
        <source>Pass</source>
        <translation>Durchgang</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What the passes did, and why</source>
        <translation>Was die Durchgänge getan haben, und warum</translation>
    </message>
    <message>
        <source>Filter: linear, padding, lstm…</source>
        <translation>Filter: linear, padding, lstm…</translation>
    </message>
    <message>
        <source>Filter the changes</source>
        <translation>Die Änderungen filtern</translation>
    </message>
    <message>
        <source>Show in the graphs</source>
        <translation>In den Graphen zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n changes</source>
        <translation>
            <numerusform>%1 von %n Änderung</numerusform>
            <numerusform>%1 von %n Änderungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::PlotChart</name>
    <message>
        <source>B − A: %1 inference</source>
        <translation>B − A: %1 Inferenz</translation>
    </message>
    <message>
        <source>B − A: %1 inferences</source>
        <translation>B − A: %1 Inferenzen</translation>
    </message>
    <message>
        <source>%1: %2 → %3, Δ %4</source>
        <translation>%1: %2 → %3, Δ %4</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>+∞</source>
        <translation>+∞</translation>
    </message>
    <message>
        <source>−∞</source>
        <translation>−∞</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>negativ</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>%1 value is not on the axis: %2</source>
        <translation>%1 Wert ist nicht auf der Achse: %2</translation>
    </message>
    <message>
        <source>%1 values are not on the axis: %2</source>
        <translation>%1 Werte sind nicht auf der Achse: %2</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>inference %1</source>
        <translation>Inferenz %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, %1 per inference</source>
        <translation>, %1 je Inferenz</translation>
    </message>
</context>
<context>
    <name>lockstep::PlotStatisticsWindow</name>
    <message>
        <source>Statistics: %1</source>
        <translation>Statistik: %1</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>Kurve</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Kleinster</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Größter</translation>
    </message>
    <message>
        <source>Rms</source>
        <translation>Effektivwert</translation>
    </message>
    <message>
        <source>Not finite</source>
        <translation>Nicht endlich</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the table as text</source>
        <translation>Die Tabelle als Text kopieren</translation>
    </message>
    <message>
        <source>Inferences %1 to %2, between the cursors</source>
        <translation>Inferenzen %1 bis %2, zwischen den Cursorn</translation>
    </message>
    <message>
        <source>Inferences %1 to %2, those that are seen</source>
        <translation>Inferenzen %1 bis %2, die zu sehen sind</translation>
    </message>
</context>
<context>
    <name>lockstep::PlotView</name>
    <message>
        <source>; inference %1</source>
        <translation>; Inferenz %1</translation>
    </message>
    <message>
        <source>A|B</source>
        <translation>A|B</translation>
    </message>
    <message>
        <source>Cursors A and B with their difference: drag them, or press A and B where they are to be</source>
        <translation>Cursor A und B mit ihrer Differenz: ziehen Sie sie, oder drücken Sie A und B, wo sie stehen sollen</translation>
    </message>
    <message>
        <source>Σ</source>
        <translation>Σ</translation>
    </message>
    <message>
        <source>Statistics of the inferences that are seen, or between the cursors</source>
        <translation>Statistik der Inferenzen, die zu sehen sind oder zwischen den Cursorn liegen</translation>
    </message>
    <message>
        <source>&amp;Statistics…</source>
        <translation>S&amp;tatistik…</translation>
    </message>
    <message>
        <source>Set cursor &amp;A here</source>
        <translation>Cursor &amp;A hier setzen</translation>
    </message>
    <message>
        <source>Set cursor &amp;B here</source>
        <translation>Cursor &amp;B hier setzen</translation>
    </message>
    <message>
        <source>&amp;Remove cursors</source>
        <translation>Cursor &amp;entfernen</translation>
    </message>
    <message>
        <source>Show a&amp;ll inferences</source>
        <translation>Alle &amp;Inferenzen zeigen</translation>
    </message>
</context>
<context>
    <name>lockstep::PrecisionChoice</name>
    <message>
        <source>Operators that the precision is for</source>
        <translation>Operatoren, für die die Genauigkeit gilt</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>No %1. %2</source>
        <translation>Keine %1. %2</translation>
    </message>
</context>
<context>
    <name>lockstep::ProblemsPanel</name>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Copy with details</source>
        <translation>Mit Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>No problems. What can&apos;t be read, streamed or compiled shows here, with the operator and what to do.</source>
        <translation>Keine Probleme. Was nicht gelesen, umgeformt oder übersetzt werden kann, erscheint hier, mit dem Operator und dem, was zu tun ist.</translation>
    </message>
</context>
<context>
    <name>lockstep::RunsPanel</name>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Inferences</source>
        <translation>Inferenzen</translation>
    </message>
    <message>
        <source>max |Δ|</source>
        <translation>max |Δ|</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
    <message>
        <source>Apart from</source>
        <translation>Verschieden ab</translation>
    </message>
    <message>
        <source>max |A − B|</source>
        <translation>max |A − B|</translation>
    </message>
    <message>
        <source>at inference</source>
        <translation>bei Inferenz</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Differences between two runs</source>
        <translation>Unterschiede zwischen zwei Läufen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Run A</source>
        <translation>Lauf A</translation>
    </message>
    <message>
        <source>Run B</source>
        <translation>Lauf B</translation>
    </message>
    <message>
        <source>Run this one again: its accelerator, inputs and edits (Return)</source>
        <translation>Diesen noch einmal laufen lassen: sein Beschleuniger, seine Eingaben und Bearbeitungen (Eingabe)</translation>
    </message>
    <message>
        <source>Take this run off the list (Del)</source>
        <translation>Diesen Lauf aus der Liste nehmen (Entf)</translation>
    </message>
    <message>
        <source>How far two runs come apart will appear here. A run is kept when its inputs, accelerator, precision or states are changed.</source>
        <translation>Wie weit zwei Läufe auseinandergehen, erscheint hier. Ein Lauf wird behalten, wenn seine Eingaben, sein Beschleuniger, seine Genauigkeit oder seine Zustände geändert werden.</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>This run: %1</source>
        <translation>Dieser Lauf: %1</translation>
    </message>
    <message>
        <source>There is one run only.</source>
        <translation>Es gibt nur einen Lauf.</translation>
    </message>
    <message>
        <source>A and B are the same run.</source>
        <translation>A und B sind derselbe Lauf.</translation>
    </message>
    <message>
        <source>outputs</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>inferences %1 to %2</source>
        <translation>den Inferenzen %1 bis %2</translation>
    </message>
    <message>
        <source>Apart from inference %1 on (of %2).</source>
        <translation>Verschieden ab Inferenz %1 (von %2).</translation>
    </message>
    <message>
        <source>The same in every bit over %1.</source>
        <translation>In %1 auf jedes Bit gleich.</translation>
    </message>
    <message>
        <source> States in one of them only: %1.</source>
        <translation> Zustände in nur einem davon: %1.</translation>
    </message>
    <message>
        <source>A − B: %1</source>
        <translation>A − B: %1</translation>
    </message>
    <message>
        <source>rms</source>
        <translation>Effektivwert</translation>
    </message>
    <message>
        <source>max %1</source>
        <translation>max %1</translation>
    </message>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
</context>
<context>
    <name>lockstep::SourceView</name>
    <message>
        <source>Source lines of the model</source>
        <translation>Quellzeilen des Modells</translation>
    </message>
    <message>
        <source>A line chooses the operators that come from it</source>
        <translation>Eine Zeile wählt die Operatoren, die aus ihr stammen</translation>
    </message>
</context>
<context>
    <name>lockstep::StatePlot</name>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>The layer and its hidden (h) or cell (c) state</source>
        <translation>Die Schicht und ihr verborgener (h) oder Zellzustand (c)</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1, VM</source>
        <translation>%1, VM</translation>
    </message>
    <message>
        <source>%1, reference</source>
        <translation>%1, Referenz</translation>
    </message>
    <message>
        <source>%1, VM − reference</source>
        <translation>%1, VM − Referenz</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>The reference has no state to compare with in this run.</source>
        <translation>Die Referenz hat in diesem Lauf keinen Zustand zum Vergleichen.</translation>
    </message>
    <message>
        <source>%1 units × %2 inference</source>
        <translation>%1 Einheiten × %2 Inferenz</translation>
    </message>
    <message>
        <source>%1 units × %2 inferences</source>
        <translation>%1 Einheiten × %2 Inferenzen</translation>
    </message>
    <message>
        <source>unit %1</source>
        <translation>Einheit %1</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>The units that are lines: choose one to take it away. Drag units here from the state values or a state of the graph, or click them in the heat map</source>
        <translation>Die Einheiten, die Linien sind: wählen Sie eine, um sie wegzunehmen. Ziehen Sie Einheiten aus den Zustandswerten oder einem Zustand des Graphen hierher, oder klicken Sie sie in der Heatmap an</translation>
    </message>
    <message>
        <source>Click units in the heat map, or drag them here, to see them as lines.</source>
        <translation>Klicken Sie Einheiten in der Heatmap an, oder ziehen Sie sie hierher, um sie als Linien zu sehen.</translation>
    </message>
    <message>
        <source>No unit is a line</source>
        <translation>Keine Einheit ist eine Linie</translation>
    </message>
    <message>
        <source>&amp;Remove all</source>
        <translation>Alle &amp;entfernen</translation>
    </message>
    <message>
        <source>kept: %1 to %2 of %3</source>
        <translation>behalten: %1 bis %2 von %3</translation>
    </message>
    <message>
        <source>The model keeps no state between inferences, or only partial sums of a convolution, which are no values that can be shown.</source>
        <translation>Das Modell behält zwischen Inferenzen keinen Zustand, oder nur Teilsummen einer Faltung, und das sind keine Werte, die gezeigt werden können.</translation>
    </message>
    <message>
        <source>State that is kept between inferences will appear here, a row per unit and a column per inference: of an LSTM, or what a model carries itself.</source>
        <translation>Zustand, der zwischen Inferenzen behalten wird, erscheint hier, eine Zeile je Einheit und eine Spalte je Inferenz: der eines LSTM, oder was ein Modell selbst fortführt.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>The lines show the size of the difference on a logarithmic axis; exact zeros stand in the band below</source>
        <translation>Die Linien zeigen den Betrag der Differenz auf einer logarithmischen Achse; Nullen stehen im Band darunter</translation>
    </message>
    <message>
        <source>%1 unit %2</source>
        <translation>%1 Einheit %2</translation>
    </message>
    <message>
        <source>&amp;Keep these lines with other states</source>
        <translation>Diese Linien bei anderen Zuständen &amp;behalten</translation>
    </message>
</context>
<context>
    <name>lockstep::StatesPanel</name>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Δ</source>
        <translation>Δ</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Values of the state</source>
        <translation>Werte des Zustands</translation>
    </message>
    <message>
        <source>Remove edits</source>
        <translation>Bearbeitungen entfernen</translation>
    </message>
    <message>
        <source>F2 or a double click: type over a value of the VM to run on from there</source>
        <translation>F2 oder Doppelklick: einen Wert der VM überschreiben und von dort weiterlaufen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Go back to the run without edited states; undo brings them back</source>
        <translation>Zurück zum Lauf ohne bearbeitete Zustände; Rückgängig bringt sie wieder</translation>
    </message>
    <message>
        <source>edited values: %1</source>
        <translation>bearbeitete Werte: %1</translation>
    </message>
    <message>
        <source>The states in front of an inference will appear here, value by value. Open a model that keeps state and run it (F5).</source>
        <translation>Die Zustände vor einer Inferenz erscheinen hier, Wert für Wert. Öffnen Sie ein Modell, das Zustand behält, und führen Sie es aus (F5).</translation>
    </message>
    <message>
        <source> – </source>
        <translation> – </translation>
    </message>
    <message>
        <source>edited: %1 instead of %2</source>
        <translation>bearbeitet: %1 statt %2</translation>
    </message>
    <message>
        <source>&amp;Plot this unit</source>
        <translation>Diese Einheit &amp;zeichnen</translation>
    </message>
    <message>
        <source>Show it as a line in the state plot; dragging it there does the same</source>
        <translation>Sie als Linie im Diagramm des Zustands zeigen; sie dorthin zu ziehen tut dasselbe</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Beobachten</translation>
    </message>
    <message>
        <source>Put it on the list of watched values</source>
        <translation>Sie in die Liste der beobachteten Werte aufnehmen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number that fp32 holds; write it as in -0.25, 1e-3, or as bits: 0x3F80 of a bf16, 0x3F800000 of an fp32.</source>
        <translation>„%1“ ist keine Zahl, die fp32 fasst; schreiben Sie sie wie -0.25, 1e-3 oder als Bits: 0x3F80 für ein bf16, 0x3F800000 für ein fp32.</translation>
    </message>
    <message>
        <source>After inference %1, in front of %2</source>
        <translation>Nach Inferenz %1, vor %2</translation>
    </message>
    <message>
        <source>In front of inference 0</source>
        <translation>Vor Inferenz 0</translation>
    </message>
    <message>
        <source>F2 changes a value of the VM</source>
        <translation>F2 ändert einen Wert der VM</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
</context>
<context>
    <name>lockstep::TensorMap</name>
    <message>
        <source>Values as colours</source>
        <translation>Werte als Farben</translation>
    </message>
    <message>
        <source>A pixel shows the extreme of several values</source>
        <translation>Ein Bildpunkt zeigt das Extrem mehrerer Werte</translation>
    </message>
</context>
<context>
    <name>lockstep::TensorView</name>
    <message>
        <source>Values and NPY…</source>
        <translation>Werte und NPY…</translation>
    </message>
    <message>
        <source>The tensor in a window: as colours, as numbers, and as a file</source>
        <translation>Der Tensor in einem Fenster: als Farben, als Zahlen und als Datei</translation>
    </message>
    <message>
        <source>values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>%1 (figures from %2 evenly spaced ones)</source>
        <translation>%1 (Zahlen aus %2 gleichmäßig verteilten)</translation>
    </message>
    <message>
        <source>mean ± deviation</source>
        <translation>Mittel ± Abweichung</translation>
    </message>
    <message>
        <source>least … most</source>
        <translation>kleinster … größter</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>Nullen</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>nicht endlich</translation>
    </message>
</context>
<context>
    <name>lockstep::TensorWindow</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Values as numbers</source>
        <translation>Werte als Zahlen</translation>
    </message>
    <message>
        <source>Save NPY (fp32)…</source>
        <translation>NPY speichern (fp32)…</translation>
    </message>
    <message>
        <source>The values as the model holds them</source>
        <translation>Die Werte, wie das Modell sie hält</translation>
    </message>
    <message>
        <source>Save NPY (bf16 bits)…</source>
        <translation>NPY speichern (bf16-Bits)…</translation>
    </message>
    <message>
        <source>Each value rounded to bf16, as its 16 bits (uint16)</source>
        <translation>Jeder Wert auf bf16 gerundet, als seine 16 Bits (uint16)</translation>
    </message>
    <message>
        <source>The table shows the first %1 of %2 columns.</source>
        <translation>Die Tabelle zeigt die ersten %1 von %2 Spalten.</translation>
    </message>
    <message>
        <source>Save tensor</source>
        <translation>Tensor speichern</translation>
    </message>
    <message>
        <source>NumPy array (*.npy)</source>
        <translation>NumPy-Array (*.npy)</translation>
    </message>
</context>
<context>
    <name>lockstep::TimelinePainter</name>
    <message>
        <source>cycles</source>
        <translation>Takte</translation>
    </message>
    <message>
        <source>µs</source>
        <translation>µs</translation>
    </message>
    <message>
        <source>critical path</source>
        <translation>kritischer Pfad</translation>
    </message>
    <message>
        <source>core %1</source>
        <translation>Kern %1</translation>
    </message>
    <message>
        <source>spaced %1</source>
        <translation>einzeln %1</translation>
    </message>
    <message>
        <source>contiguous %1</source>
        <translation>fortlaufend %1</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>inference %1</source>
        <translation>Inferenz %1</translation>
    </message>
</context>
<context>
    <name>lockstep::TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>The instructions of one inference will appear here, a lane per core and unit. Open a model and choose an accelerator to compile it.</source>
        <translation>Die Befehle einer Inferenz erscheinen hier, eine Spur je Kern und Einheit. Öffnen Sie ein Modell und wählen Sie einen Beschleuniger, um es zu übersetzen.</translation>
    </message>
    <message>
        <source>Timeline of inference %1</source>
        <translation>Zeitachse der Inferenz %1</translation>
    </message>
    <message>
        <source>Timeline of the kept run</source>
        <translation>Zeitachse des gemerkten Laufs</translation>
    </message>
    <message>
        <source>Kept: %1, %2 cycles</source>
        <translation>Gemerkt: %1, %2 Takte</translation>
    </message>
    <message>
        <source> → %1 cycles now</source>
        <translation> → jetzt %1 Takte</translation>
    </message>
    <message>
        <source>%1 is not in the kept run</source>
        <translation>%1 ist nicht im gemerkten Lauf</translation>
    </message>
    <message>
        <source>%1: %2 busy cycles from %3 to %4, kept %5 from %6 to %7</source>
        <translation>%1: %2 belegte Takte von %3 bis %4, gemerkt %5 von %6 bis %7</translation>
    </message>
    <message>
        <source>Several inferences in a row</source>
        <translation>Mehrere Inferenzen hintereinander</translation>
    </message>
    <message>
        <source>The next input is let in when the program has ended: contiguous</source>
        <translation>Die nächste Eingabe kommt herein, wenn das Programm zu Ende ist: fortlaufend</translation>
    </message>
    <message>
        <source>With a pause as long as the inference between them: each is spaced</source>
        <translation>Mit einer Pause dazwischen, so lang wie die Inferenz: jede ist einzeln</translation>
    </message>
    <message>
        <source>One inference</source>
        <translation>Eine Inferenz</translation>
    </message>
    <message>
        <source>From the first input beat to the last work</source>
        <translation>Von der ersten Übertragung der Eingabe bis zur letzten Arbeit</translation>
    </message>
    <message>
        <source>3 back to back</source>
        <translation>3 fortlaufend</translation>
    </message>
    <message>
        <source>10 back to back</source>
        <translation>10 fortlaufend</translation>
    </message>
    <message>
        <source>Its lanes stay below those of every later program, on the same axis</source>
        <translation>Seine Spuren bleiben unter denen jedes späteren Programms, auf derselben Achse</translation>
    </message>
    <message>
        <source>W, S, Ctrl+wheel</source>
        <translation>W, S, Strg+Rad</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>A, D, Shift+wheel, Shift+drag</source>
        <translation>A, D, Umschalt+Rad, Umschalt+Ziehen</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>verschieben</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>ziehen</translation>
    </message>
    <message>
        <source>measure and sum up</source>
        <translation>messen und summieren</translation>
    </message>
    <message>
        <source>click, Shift+click</source>
        <translation>Klick, Umschalt+Klick</translation>
    </message>
    <message>
        <source>what released it, the whole chain</source>
        <translation>was es freigab, die ganze Kette</translation>
    </message>
    <message>
        <source>← → or , .</source>
        <translation>← → oder , .</translation>
    </message>
    <message>
        <source>the neighbour in the lane</source>
        <translation>der Nachbar in der Spur</translation>
    </message>
    <message>
        <source>↑ ↓</source>
        <translation>↑ ↓</translation>
    </message>
    <message>
        <source>the lane above, below</source>
        <translation>die Spur darüber, darunter</translation>
    </message>
    <message>
        <source>[ ]</source>
        <translation>[ ]</translation>
    </message>
    <message>
        <source>what released it, what it released</source>
        <translation>was es freigab, was es freigegeben hat</translation>
    </message>
    <message>
        <source>F, F again</source>
        <translation>F, noch einmal F</translation>
    </message>
    <message>
        <source>centre what is selected, show all</source>
        <translation>das Gewählte in die Mitte, alles zeigen</translation>
    </message>
    <message>
        <source>M, Shift+M</source>
        <translation>M, Umschalt+M</translation>
    </message>
    <message>
        <source>measure the selected event, keep the measure</source>
        <translation>das gewählte Ereignis messen, die Messung behalten</translation>
    </message>
    <message>
        <source>Q</source>
        <translation>Q</translation>
    </message>
    <message>
        <source>table of statistics on and off</source>
        <translation>Tabelle der Statistik ein und aus</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>let go; again: drop what was kept</source>
        <translation>loslassen; noch einmal: das Gemerkte verwerfen</translation>
    </message>
    <message>
        <source>1 inference</source>
        <translation>1 Inferenz</translation>
    </message>
    <message>
        <source>%1 spaced</source>
        <translation>%1 einzeln</translation>
    </message>
    <message>
        <source>%1 back to back</source>
        <translation>%1 fortlaufend</translation>
    </message>
    <message>
        <source>W S zoom · A D pan · drag to measure · click for what released it, Shift+click for the whole chain · F fit · ? all keys</source>
        <translation>W S Zoom · A D verschieben · ziehen zum Messen · klicken zeigt, was es freigab, Umschalt+Klick die ganze Kette · F einpassen · ? alle Tasten</translation>
    </message>
    <message>
        <source>3 spaced, with a pause between them</source>
        <translation>3 einzeln, mit einer Pause dazwischen</translation>
    </message>
    <message>
        <source>Inferences in a row</source>
        <translation>Inferenzen hintereinander</translation>
    </message>
    <message>
        <source>As many as were run, one behind the other</source>
        <translation>Höchstens so viele, wie gelaufen sind, eine hinter der anderen</translation>
    </message>
    <message>
        <source>in a row</source>
        <translation>hintereinander</translation>
    </message>
    <message>
        <source>Number in a row…</source>
        <translation>Anzahl hintereinander…</translation>
    </message>
    <message>
        <source>Spaced</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Hold this run against a later one, on the same axis</source>
        <translation>Diesen Lauf mit einem späteren vergleichen, auf derselben Achse</translation>
    </message>
    <message>
        <source>&amp;Keep this run to compare</source>
        <translation>Diesen Lauf zum Vergleichen &amp;merken</translation>
    </message>
    <message>
        <source>&amp;Align at the selected operator</source>
        <translation>Am gewählten Operator &amp;ausrichten</translation>
    </message>
    <message>
        <source>&amp;Drop the kept run</source>
        <translation>Den gemerkten Lauf &amp;verwerfen</translation>
    </message>
    <message>
        <source>state update, after the output</source>
        <translation>Zustandsfortschreibung, nach der Ausgabe</translation>
    </message>
    <message>
        <source>&amp;Keys of the Timeline (?)</source>
        <translation>&amp;Tasten der Zeitachse (?)</translation>
    </message>
    <message>
        <source>Show &amp;whole inference</source>
        <translation>&amp;Ganze Inferenz zeigen</translation>
    </message>
</context>
<context>
    <name>lockstep::TwinGraphView</name>
    <message>
        <source>NNIR</source>
        <translation>NNIR</translation>
    </message>
    <message>
        <source>Streaming form</source>
        <translation>Streaming-Form</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>Im Gleichschritt</translation>
    </message>
    <message>
        <source>Selection, hover, pan and zoom of the two graphs go together</source>
        <translation>Auswahl, Zeigen, Verschieben und Zoom der beiden Graphen gehen zusammen</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Show the whole of both graphs</source>
        <translation>Beide Graphen ganz zeigen</translation>
    </message>
    <message>
        <source>Graph of the streaming form</source>
        <translation>Graph der Streaming-Form</translation>
    </message>
    <message>
        <source>NNIR graph</source>
        <translation>NNIR-Graph</translation>
    </message>
    <message>
        <source>The streaming form appears here.</source>
        <translation>Hier erscheint die Streaming-Form.</translation>
    </message>
    <message>
        <source>The selected node has no counterpart in the streaming form</source>
        <translation>Der gewählte Knoten hat in der Streaming-Form kein Gegenstück</translation>
    </message>
    <message>
        <source>The selected node has no counterpart in the NNIR</source>
        <translation>Der gewählte Knoten hat im NNIR kein Gegenstück</translation>
    </message>
    <message>
        <source>Module that is shown</source>
        <translation>Modul, das gezeigt wird</translation>
    </message>
    <message>
        <source>Backspace leaves the module</source>
        <translation>Die Rücktaste verlässt das Modul</translation>
    </message>
    <message>
        <source>whole model</source>
        <translation>ganzes Modell</translation>
    </message>
    <message>
        <source>&amp;Unfold</source>
        <translation>&amp;Ausklappen</translation>
    </message>
    <message>
        <source>&amp;Go into</source>
        <translation>&amp;Hineingehen</translation>
    </message>
    <message>
        <source>Unfold &amp;all %1 identical</source>
        <translation>Alle %1 &amp;gleichen ausklappen</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>%1 einklappen</translation>
    </message>
    <message>
        <source>Go into %1</source>
        <translation>In %1 hineingehen</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>Färbung</translation>
    </message>
    <message>
        <source>Fill the operators by what they cost</source>
        <translation>Die Operatoren nach dem färben, was sie kosten</translation>
    </message>
    <message>
        <source>Kind of operator</source>
        <translation>Art des Operators</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>Logarithmische Skala</translation>
    </message>
    <message>
        <source>Heat: %1</source>
        <translation>Färbung: %1</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>Step through what the passes made of the model, and why</source>
        <translation>Schritt für Schritt ansehen, was die Durchgänge aus dem Modell gemacht haben, und warum</translation>
    </message>
    <message>
        <source>Before %1</source>
        <translation>Vor %1</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>Nach %1</translation>
    </message>
    <message>
        <source>The selected node has no counterpart here</source>
        <translation>Der gewählte Knoten hat hier kein Gegenstück</translation>
    </message>
    <message>
        <source>Streaming form…</source>
        <translation>Streaming-Form…</translation>
    </message>
    <message>
        <source>No streaming form</source>
        <translation>Keine Streaming-Form</translation>
    </message>
    <message>
        <source>Choose a streaming axis to see the form that takes one position per inference</source>
        <translation>Eine Streaming-Achse wählen, um die Form zu sehen, die eine Position je Inferenz nimmt</translation>
    </message>
    <message>
        <source>%1: %2 for every operator</source>
        <translation>%1: %2 für jeden Operator</translation>
    </message>
</context>
<context>
    <name>lockstep::UnitModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>dead: it never moves</source>
        <translation>tot: sie bewegt sich nie</translation>
    </message>
    <message>
        <source>saturated in %1 %</source>
        <translation>gesättigt in %1 %</translation>
    </message>
    <message>
        <source>Inferences at the lower end of what the unit can give</source>
        <translation>Inferenzen am unteren Ende dessen, was die Einheit geben kann</translation>
    </message>
    <message>
        <source>Inferences at the upper end of what the unit can give</source>
        <translation>Inferenzen am oberen Ende dessen, was die Einheit geben kann</translation>
    </message>
    <message>
        <source>State or gate</source>
        <translation>Zustand oder Gate</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>At the low end</source>
        <translation>Am unteren Ende</translation>
    </message>
    <message>
        <source>At the high end</source>
        <translation>Am oberen Ende</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Kleinster</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Größter</translation>
    </message>
</context>
<context>
    <name>lockstep::UnitPanel</name>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>Dead and saturated units</source>
        <translation>Tote und gesättigte Einheiten</translation>
    </message>
    <message>
        <source>Share from which on a unit counts as saturated</source>
        <translation>Anteil, ab dem eine Einheit als gesättigt gilt</translation>
    </message>
    <message>
        <source>saturated in </source>
        <translation>gesättigt in </translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>A unit is listed if it is saturated in at least so many inferences of a hundred: a gate at its end once rounded to bf16, a cell whose tanh is 1</source>
        <translation>Eine Einheit wird aufgelistet, wenn sie in mindestens so vielen von hundert Inferenzen gesättigt ist: ein Gate, das auf bf16 gerundet an seinem Ende ist, eine Zelle, deren tanh 1 ist</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>Ganzer Lauf</translation>
    </message>
    <message>
        <source>Look through every inference of the run; Stop cancels it</source>
        <translation>Jede Inferenz des Laufs durchsehen; Halt bricht ab</translation>
    </message>
    <message>
        <source>Units that never move, and units that are saturated, show here once a model with state is run.</source>
        <translation>Einheiten, die sich nie bewegen, und gesättigte Einheiten erscheinen hier, sobald ein Modell mit Zustand gelaufen ist.</translation>
    </message>
    <message>
        <source>None of %1 units is dead, and none is saturated so often.</source>
        <translation>Keine von %1 Einheiten ist tot, und keine ist so oft gesättigt.</translation>
    </message>
    <message>
        <source>%1 dead</source>
        <translation>%1 tot</translation>
    </message>
    <message>
        <source>%1 saturated</source>
        <translation>%1 gesättigt</translation>
    </message>
    <message>
        <source>of %1 units</source>
        <translation>von %1 Einheiten</translation>
    </message>
    <message>
        <source>in the last %1 inferences</source>
        <translation>in den letzten %1 Inferenzen</translation>
    </message>
    <message>
        <source>in %1 inferences</source>
        <translation>in %1 Inferenzen</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Beobachten</translation>
    </message>
    <message>
        <source>Put it on the list of watched values</source>
        <translation>Sie in die Liste der beobachteten Werte aufnehmen</translation>
    </message>
</context>
<context>
    <name>lockstep::VariantsPanel</name>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>Beschleuniger</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation>Takte</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Weight blocks</source>
        <translation>Gewichtsblöcke</translation>
    </message>
    <message>
        <source>Worst error</source>
        <translation>Größter Fehler</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Keep what is shown (Ctrl+D) to hold other models, accelerators and options against it.</source>
        <translation>Merken Sie, was gezeigt wird (Strg+D), um andere Modelle, Beschleuniger und Optionen damit zu vergleichen.</translation>
    </message>
    <message>
        <source>Keep what is shown</source>
        <translation>Gezeigtes merken</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Switch the window to this variant (Return)</source>
        <translation>Das Fenster auf diese Variante umschalten (Eingabe)</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Hold the others against this one</source>
        <translation>Die anderen mit dieser vergleichen</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen…</translation>
    </message>
    <message>
        <source>Graphs, timelines and errors of this variant beside the baseline&apos;s</source>
        <translation>Graphen, Zeitachsen und Fehler dieser Variante neben denen der Basis</translation>
    </message>
    <message>
        <source>Compile again</source>
        <translation>Neu übersetzen</translation>
    </message>
    <message>
        <source>Read its files and compile it once more</source>
        <translation>Ihre Dateien lesen und sie noch einmal übersetzen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take it off the list (Delete)</source>
        <translation>Sie aus der Liste nehmen (Entf)</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Als CSV kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n Variante</numerusform>
            <numerusform>%n Varianten</numerusform>
        </translation>
    </message>
    <message>
        <source>compiling…</source>
        <translation>wird übersetzt…</translation>
    </message>
    <message>
        <source> · file changed since</source>
        <translation> · Datei seitdem geändert</translation>
    </message>
</context>
<context>
    <name>lockstep::WatchPanel</name>
    <message>
        <source>Watch</source>
        <translation>Beobachtung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Δ</source>
        <translation>Δ</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Watched values</source>
        <translation>Beobachtete Werte</translation>
    </message>
    <message>
        <source>Value to watch</source>
        <translation>Wert, der beobachtet werden soll</translation>
    </message>
    <message>
        <source>NAME[3], Return adds it</source>
        <translation>NAME[3], mit Eingabe hinzufügen</translation>
    </message>
    <message>
        <source>An element of an output, of a state or of what an operator gives, as in lstm.c0[17]</source>
        <translation>Ein Element einer Ausgabe, eines Zustands oder dessen, was ein Operator ergibt, etwa lstm.c0[17]</translation>
    </message>
    <message>
        <source>Del takes a value off the list, Alt+↑ and Alt+↓ move it · ▲ ▼ changed in the last inference</source>
        <translation>Entf nimmt einen Wert aus der Liste, Alt+↑ und Alt+↓ verschieben ihn · ▲ ▼ in der letzten Inferenz geändert</translation>
    </message>
    <message>
        <source>&amp;Remove from the list</source>
        <translation>Aus der Liste &amp;entfernen</translation>
    </message>
    <message>
        <source>Values that you pin will stand here, as they are in the inference that is shown: choose a unit of a state or an operator and press Shift+F9, use &quot;Watch&quot; in its menu, or type a name above.</source>
        <translation>Werte, die Sie beobachten, stehen dann hier, wie sie in der gezeigten Inferenz sind: wählen Sie eine Einheit eines Zustands oder einen Operator und drücken Sie Umschalt+F9, nehmen Sie „Beobachten“ im Menü dazu, oder geben Sie oben einen Namen ein.</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
</context>
<context>
    <name>lockstep::WhyBars</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>lockstep::WhyPanel</name>
    <message>
        <source>waits for input</source>
        <translation>wartet auf Eingabe</translation>
    </message>
    <message>
        <source>for a result</source>
        <translation>auf ein Ergebnis</translation>
    </message>
    <message>
        <source>for the bus</source>
        <translation>auf den Bus</translation>
    </message>
    <message>
        <source>for an accumulator</source>
        <translation>auf einen Akkumulator</translation>
    </message>
    <message>
        <source>for its turn</source>
        <translation>bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>core %1 %2</source>
        <translation>Kern %1 %2</translation>
    </message>
    <message>
        <source>Critical path</source>
        <translation>Kritischer Pfad</translation>
    </message>
    <message>
        <source>Why an inference takes as long as it does shows here once a model is compiled.</source>
        <translation>Warum eine Inferenz so lange dauert, erscheint hier, sobald ein Modell übersetzt ist.</translation>
    </message>
    <message>
        <source>Roofline</source>
        <translation>Roofline</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Least cycles that are possible</source>
        <translation>So wenige Takte sind möglich</translation>
    </message>
    <message>
        <source>What holds it</source>
        <translation>Was es aufhält</translation>
    </message>
    <message>
        <source>How busy the units are</source>
        <translation>Wie beschäftigt die Einheiten sind</translation>
    </message>
    <message>
        <source>%1 of %2 cycles: %3</source>
        <translation>%1 von %2 Takten: %3</translation>
    </message>
    <message>
        <source>%1 of %2 cycles busy; contiguous: %3</source>
        <translation>%1 von %2 Takten belegt; fortlaufend: %3</translation>
    </message>
    <message>
        <source>%1: %2 cycles</source>
        <translation>%1: %2 Takte</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>belegt</translation>
    </message>
    <message>
        <source>Compiled with %1: not comparable with published figures.</source>
        <translation>Übersetzt mit %1: nicht mit veröffentlichten Zahlen vergleichbar.</translation>
    </message>
    <message>
        <source>Bounds and units</source>
        <translation>Schranken und Einheiten</translation>
    </message>
</context>
<context>
    <name>lockstep::WhyPathModel</name>
    <message>
        <source>end</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Cycles %1 to %2: %3
%4</source>
        <translation>Takte %1 bis %2: %3
%4</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation>Takte</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Why not earlier</source>
        <translation>Warum nicht früher</translation>
    </message>
</context>
<context>
    <name>lockstep::WorstModel</name>
    <message>
        <source>✓ within</source>
        <translation>✓ in der Toleranz</translation>
    </message>
    <message>
        <source>✗ outside</source>
        <translation>✗ außerhalb</translation>
    </message>
    <message>
        <source>The largest error, of the inference&apos;s largest reference output</source>
        <translation>Der größte Fehler, bezogen auf die größte Referenzausgabe der Inferenz</translation>
    </message>
    <message>
        <source>Whether every output is within the tolerance</source>
        <translation>Ob jede Ausgabe in der Toleranz ist</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>max |Δ|</source>
        <translation>max |Δ|</translation>
    </message>
    <message>
        <source>rms Δ</source>
        <translation>Effektivwert Δ</translation>
    </message>
    <message>
        <source>Relative</source>
        <translation>Relativ</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
</context>
<context>
    <name>lockstep::WrongDecisionModel</name>
    <message>
        <source>How far the reference was from deciding otherwise</source>
        <translation>Wie weit die Referenz davon entfernt war, anders zu entscheiden</translation>
    </message>
    <message>
        <source>The row of the last axis, or the value, that is decided on</source>
        <translation>Die Zeile der letzten Achse oder der Wert, über den entschieden wird</translation>
    </message>
    <message>
        <source>Inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>max |Δ|</source>
        <translation>max |Δ|</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ActivationWatch</name>
    <message>
        <source>Fused into %1: shown is what it gives when its result is written.</source>
        <translation>Verschmolzen mit %1: gezeigt wird, was er ergibt, wenn sein Ergebnis geschrieben wird.</translation>
    </message>
    <message>
        <source>The program hands this value on unrounded and does not write it: shown is what is written when it is asked for, with which the outputs differ in their last bits.</source>
        <translation>Das Programm gibt diesen Wert ungerundet weiter und schreibt ihn nicht: gezeigt wird, was geschrieben wird, wenn man ihn verlangt; die Ausgaben weichen dabei in den letzten Bits ab.</translation>
    </message>
    <message>
        <source>As the program wrote it.</source>
        <translation>Wie das Programm ihn geschrieben hat.</translation>
    </message>
    <message>
        <source>From a program that writes it too; its outputs are the run&apos;s, bit for bit.</source>
        <translation>Aus einem Programm, das auch ihn schreibt; dessen Ausgaben sind Bit für Bit die des Laufs.</translation>
    </message>
    <message>
        <source>It is not in the form that is compiled, and computes nothing there.</source>
        <translation>Er ist nicht in der Form, die übersetzt wird, und rechnet dort nichts.</translation>
    </message>
    <message>
        <source>What it computes shows here once the model is run (F5).</source>
        <translation>Was er rechnet, erscheint hier, sobald das Modell gelaufen ist (F5).</translation>
    </message>
    <message>
        <source>Look at an inference that was run to see what it computes there.</source>
        <translation>Sehen Sie eine gelaufene Inferenz an, um zu sehen, was er dort rechnet.</translation>
    </message>
    <message>
        <source>Reading inference %1</source>
        <translation>Inferenz %1 wird gelesen</translation>
    </message>
    <message>
        <source>Computing what an operator gives</source>
        <translation>Was ein Operator ergibt, wird berechnet</translation>
    </message>
    <message>
        <source>Stopped. Choose an inference to see what the operator computes.</source>
        <translation>Angehalten. Wählen Sie eine Inferenz, um zu sehen, was der Operator rechnet.</translation>
    </message>
    <message>
        <source>Not recorded, and no program gives it: %1</source>
        <translation>Nicht aufgezeichnet, und kein Programm gibt es aus: %1</translation>
    </message>
    <message>
        <source>Its result is a window that the program keeps as partial sums only: it has no values to show.</source>
        <translation>Sein Ergebnis ist ein Fenster, das das Programm nur als Teilsummen hält: es hat keine Werte, die gezeigt werden können.</translation>
    </message>
    <message>
        <source>Save what every operator gives</source>
        <translation>Speichern, was jeder Operator ergibt</translation>
    </message>
    <message>
        <source>NumPy arrays (*.npz)</source>
        <translation>NumPy-Arrays (*.npz)</translation>
    </message>
</context>
<context>
    <name>lockstep::app::BackgroundExport</name>
    <message>
        <source>Writing %1</source>
        <translation>%1 wird geschrieben</translation>
    </message>
    <message>
        <source>Stopped: %1 was not written.</source>
        <translation>Angehalten: %1 wurde nicht geschrieben.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::BandDialog</name>
    <message>
        <source>Compute, spaced: &lt;b&gt;%1 %2&lt;/b&gt;</source>
        <translation>Rechnen, einzeln: &lt;b&gt;%1 %2&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Compute, spaced: &lt;b&gt;%1 cycles %2&lt;/b&gt;; the clock is not published</source>
        <translation>Rechnen, einzeln: &lt;b&gt;%1 Takte %2&lt;/b&gt;; die Taktfrequenz ist nicht veröffentlicht</translation>
    </message>
    <message>
        <source>End to end: &lt;b&gt;%1 %2&lt;/b&gt;</source>
        <translation>Gesamt: &lt;b&gt;%1 %2&lt;/b&gt;</translation>
    </message>
    <message>
        <source>End to end: %1</source>
        <translation>Gesamt: %1</translation>
    </message>
    <message>
        <source>Target: %1</source>
        <translation>Ziel: %1</translation>
    </message>
    <message>
        <source>Nearest published rows</source>
        <translation>Nächste veröffentlichte Zeilen</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>Fortlaufend</translation>
    </message>
    <message>
        <source>How sure the latency is: %1</source>
        <translation>Wie sicher die Latenz ist: %1</translation>
    </message>
    <message>
        <source>The program lies %1.</source>
        <translation>Das Programm liegt %1.</translation>
    </message>
    <message>
        <source>End to end: %1.</source>
        <translation>Gesamt: %1.</translation>
    </message>
    <message>
        <source>Published − predicted, spaced</source>
        <translation>Veröffentlicht − vorhergesagt, einzeln</translation>
    </message>
    <message>
        <source>Each row: published minus predicted cycles, in per cent of the predicted. The distance tells how unlike the two programs are; 0 is alike.</source>
        <translation>Jede Zeile: veröffentlichte minus vorhergesagte Takte, in Prozent der vorhergesagten. Der Abstand sagt, wie unähnlich die beiden Programme sind; 0 heißt gleich.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Type a part of a command</source>
        <translation>Einen Teil eines Befehls eingeben</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>%1 › %2</source>
        <translation>%1 › %2</translation>
    </message>
    <message>
        <source>%1, in %2</source>
        <translation>%1, in %2</translation>
    </message>
    <message>
        <source>%1, in %2, %3</source>
        <translation>%1, in %2, %3</translation>
    </message>
    <message>
        <source>No command has these letters in this order.</source>
        <translation>Kein Befehl hat diese Buchstaben in dieser Reihenfolge.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ConfigForm</name>
    <message>
        <source>my_%1</source>
        <translation>my_%1</translation>
    </message>
    <message>
        <source>Give a name.</source>
        <translation>Geben Sie einen Namen an.</translation>
    </message>
    <message>
        <source>Another name: this one is a preset&apos;s.</source>
        <translation>Ein anderer Name: so heißt schon ein mitgelieferter Beschleuniger.</translation>
    </message>
    <message>
        <source>Not saved in a file yet.</source>
        <translation>Noch nicht in einer Datei gespeichert.</translation>
    </message>
    <message>
        <source>Accelerator %1[*]</source>
        <translation>Beschleuniger %1[*]</translation>
    </message>
    <message>
        <source>given</source>
        <translation>angegeben</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>Beschleuniger</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>Open accelerator config</source>
        <translation>Beschleuniger-Konfiguration öffnen</translation>
    </message>
    <message>
        <source>Accelerator configs (*.json)</source>
        <translation>Beschleuniger-Konfigurationen (*.json)</translation>
    </message>
    <message>
        <source>The name of the file has to end in .json.</source>
        <translation>Der Name der Datei muss auf .json enden.</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save accelerator config</source>
        <translation>Beschleuniger-Konfiguration speichern</translation>
    </message>
    <message>
        <source>Machine and memories</source>
        <translation>Maschine und Speicher</translation>
    </message>
    <message>
        <source>Cycles of the units</source>
        <translation>Takte der Einheiten</translation>
    </message>
    <message>
        <source>Start &amp;from</source>
        <translation>Beginnen &amp;mit</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>&amp;Use this accelerator</source>
        <translation>Diesen Beschleuniger &amp;verwenden</translation>
    </message>
    <message>
        <source>Recent configs</source>
        <translation>Zuletzt benutzte Konfigurationen</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>measured on the V80</source>
        <translation>auf der V80 gemessen</translation>
    </message>
    <message>
        <source>IO tables</source>
        <translation>IO-Tabellen</translation>
    </message>
    <message>
        <source>of its own</source>
        <translation>eigene</translation>
    </message>
    <message>
        <source>Cycles that were fitted to a published card; choosing one fills the fields</source>
        <translation>Takte, die an eine veröffentlichte Karte angepasst wurden; eine zu wählen füllt die Felder</translation>
    </message>
    <message>
        <source>Machine family</source>
        <translation>Maschinenfamilie</translation>
    </message>
    <message>
        <source>Totals appear when every field is valid.</source>
        <translation>Summen erscheinen, wenn jedes Feld gültig ist.</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) not valid: the reason stands beside.</source>
        <translation>
            <numerusform>%n Feld ungültig: der Grund steht daneben.</numerusform>
            <numerusform>%n Felder ungültig: der Grund steht daneben.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::ConfigsDialog</name>
    <message>
        <source>too close to the one above to call</source>
        <translation>zu knapp am Beschleuniger darüber</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>Beschleuniger</translation>
    </message>
    <message>
        <source>End to end</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Cycles, spaced</source>
        <translation>Takte, einzeln</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Anmerkungen</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>Neu vergleichen</translation>
    </message>
    <message>
        <source>Use this accelerator</source>
        <translation>Diesen Beschleuniger verwenden</translation>
    </message>
    <message>
        <source>Compiling the model for every accelerator…</source>
        <translation>Das Modell wird für jeden Beschleuniger übersetzt…</translation>
    </message>
    <message>
        <source>The comparison was stopped.</source>
        <translation>Der Vergleich wurde angehalten.</translation>
    </message>
    <message>
        <source>Ranked by end-to-end latency: the mean of one inference alone, IO included. ± holds nine in ten published figures of programs like this one.</source>
        <translation>Gereiht nach der Gesamtlatenz: dem Mittel einer Inferenz allein, mit Ein- und Ausgabe. ± umfasst neun von zehn veröffentlichten Zahlen ähnlicher Programme.</translation>
    </message>
    <message>
        <source>Compiled with %1: not comparable with published figures, so there is no ±.</source>
        <translation>Übersetzt mit %1: nicht mit veröffentlichten Zahlen vergleichbar, darum ohne ±.</translation>
    </message>
    <message>
        <source>The model is compiled in another way now: these figures are those of before.</source>
        <translation>Das Modell wird jetzt anders übersetzt: diese Zahlen sind von vorher.</translation>
    </message>
    <message>
        <source> (in use)</source>
        <translation> (in Gebrauch)</translation>
    </message>
    <message>
        <source>How full the fullest core is</source>
        <translation>Wie voll der vollste Kern ist</translation>
    </message>
    <message>
        <source>Of an inference alone</source>
        <translation>Einer Inferenz allein</translation>
    </message>
    <message>
        <source>Of an inference alone, without IO</source>
        <translation>Einer Inferenz allein, ohne Ein- und Ausgabe</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>Fortlaufend</translation>
    </message>
    <message>
        <source>Cycles from one inference to the next, back to back</source>
        <translation>Takte von einer Inferenz zur nächsten, ohne Pause</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervall</translation>
    </message>
    <message>
        <source>From one inference to the next, back to back</source>
        <translation>Von einer Inferenz zur nächsten, ohne Pause</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Sums</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Clamps</source>
        <translation>Clamps</translation>
    </message>
    <message>
        <source>Descriptors</source>
        <translation>Deskriptoren</translation>
    </message>
    <message>
        <source>%1: %2 of %3 %4, %5</source>
        <translation>%1: %2 von %3 %4, %5</translation>
    </message>
    <message>
        <source>Compare accelerators</source>
        <translation>Beschleuniger vergleichen</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV speichern…</translation>
    </message>
    <message>
        <source>The table as it is sorted; Ctrl+C copies the chosen rows</source>
        <translation>Die Tabelle, wie sie sortiert ist; Strg+C kopiert die gewählten Zeilen</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>Vergleich speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::DocumentController</name>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>Reading the inputs of %1</source>
        <translation>Die Eingaben von %1 werden gelesen</translation>
    </message>
    <message>
        <source>Transforming %1 for streaming</source>
        <translation>%1 wird zum Streaming umgeformt</translation>
    </message>
    <message>
        <source>Compiling %1 for %2</source>
        <translation>%1 wird für %2 übersetzt</translation>
    </message>
    <message>
        <source>Preparing the run</source>
        <translation>Der Lauf wird vorbereitet</translation>
    </message>
    <message>
        <source>Running to inference %1</source>
        <translation>Lauf bis Inferenz %1</translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation>Der Lauf wird gelesen</translation>
    </message>
    <message>
        <source>Comparing deployments of %1</source>
        <translation>Die Einsatzarten von %1 werden verglichen</translation>
    </message>
    <message>
        <source>Comparing accelerators for %1</source>
        <translation>Beschleuniger für %1 werden verglichen</translation>
    </message>
    <message>
        <source>Looking for breakpoints</source>
        <translation>Haltepunkte werden gesucht</translation>
    </message>
    <message>
        <source>Laying runs over each other</source>
        <translation>Läufe werden übereinandergelegt</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ErrorMicroscope</name>
    <message>
        <source>Where the error of an inference comes from shows here once a model is compiled and run.</source>
        <translation>Woher der Fehler einer Inferenz kommt, erscheint hier, sobald ein Modell übersetzt und gelaufen ist.</translation>
    </message>
    <message>
        <source>A program holds no model that its error could be held against. Open its model.</source>
        <translation>Ein Programm enthält kein Modell, mit dem sein Fehler verglichen werden könnte. Öffnen Sie sein Modell.</translation>
    </message>
    <message>
        <source>No inference has a reference yet. %1</source>
        <translation>Noch hat keine Inferenz eine Referenz. %1</translation>
    </message>
    <message>
        <source>taking inference %1 apart…</source>
        <translation>Inferenz %1 wird zerlegt…</translation>
    </message>
    <message>
        <source>Reading inference %1</source>
        <translation>Inferenz %1 wird gelesen</translation>
    </message>
    <message>
        <source>Taking an error apart</source>
        <translation>Ein Fehler wird zerlegt</translation>
    </message>
    <message>
        <source>Comparing plausible devices</source>
        <translation>Denkbare Geräte werden verglichen</translation>
    </message>
    <message>
        <source>Stopped. Look at an inference to have its error taken apart.</source>
        <translation>Angehalten. Sehen Sie eine Inferenz an, um ihren Fehler zerlegen zu lassen.</translation>
    </message>
    <message>
        <source>Look at an inference to have its error taken apart.</source>
        <translation>Sehen Sie eine Inferenz an, um ihren Fehler zerlegen zu lassen.</translation>
    </message>
    <message>
        <source>Every output of inference %1 is NaN or infinite in both: there is no error to take apart.</source>
        <translation>Jede Ausgabe der Inferenz %1 ist in beiden NaN oder unendlich: es gibt keinen Fehler, der zerlegt werden könnte.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ErrorPage</name>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>and %1 more; all of them are in the problems panel</source>
        <translation>und %1 weitere; alle stehen im Bereich Probleme</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Open another file…</source>
        <translation>Andere Datei öffnen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Method to import</source>
        <translation>Methode zum Importieren</translation>
    </message>
    <message>
        <source>Import another method:</source>
        <translation>Andere Methode importieren:</translation>
    </message>
    <message>
        <source>Import it</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Lines to run in your own Python</source>
        <translation>Zeilen für Ihr eigenes Python</translation>
    </message>
    <message>
        <source>Copy these lines</source>
        <translation>Diese Zeilen kopieren</translation>
    </message>
</context>
<context>
    <name>lockstep::app::FolderDialog</name>
    <message>
        <source>Open from %1</source>
        <translation>Aus %1 öffnen</translation>
    </message>
    <message>
        <source>%1, and more that was not looked at: the folder is large or deep. Mark what is to be opened.</source>
        <translation>%1, und mehr, das nicht angesehen wurde: der Ordner ist groß oder tief. Markieren Sie, was geöffnet werden soll.</translation>
    </message>
    <message>
        <source>%1. Mark what is to be opened.</source>
        <translation>%1. Markieren Sie, was geöffnet werden soll.</translation>
    </message>
    <message>
        <source>Files of the folder</source>
        <translation>Dateien des Ordners</translation>
    </message>
    <message>
        <source>Sessions: what is open is closed</source>
        <translation>Sitzungen: was offen ist, wird geschlossen</translation>
    </message>
    <message>
        <source>Models and programs</source>
        <translation>Modelle und Programme</translation>
    </message>
    <message>
        <source>Accelerator configs</source>
        <translation>Beschleuniger-Konfigurationen</translation>
    </message>
    <message>
        <source>Input data</source>
        <translation>Eingabedaten</translation>
    </message>
</context>
<context>
    <name>lockstep::app::GraphExportDialog</name>
    <message>
        <source>SVG picture (*.svg)</source>
        <translation>SVG-Bild (*.svg)</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>PDF page (*.pdf)</source>
        <translation>PDF-Seite (*.pdf)</translation>
    </message>
    <message>
        <source>Graphviz graph (*.dot)</source>
        <translation>Graphviz-Graph (*.dot)</translation>
    </message>
    <message>
        <source>SVG</source>
        <translation>SVG</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>DOT (Graphviz)</source>
        <translation>DOT (Graphviz)</translation>
    </message>
    <message>
        <source>Whole graph</source>
        <translation>Ganzer Graph</translation>
    </message>
    <message>
        <source>Visible area</source>
        <translation>Sichtbarer Ausschnitt</translation>
    </message>
    <message>
        <source>Export graph</source>
        <translation>Graph exportieren</translation>
    </message>
    <message>
        <source> × screen</source>
        <translation> × Bildschirm</translation>
    </message>
    <message>
        <source>&amp;Graph:</source>
        <translation>&amp;Graph:</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <source>&amp;Area:</source>
        <translation>&amp;Ausschnitt:</translation>
    </message>
    <message>
        <source>&amp;Scale:</source>
        <translation>&amp;Maßstab:</translation>
    </message>
    <message>
        <source>Size:</source>
        <translation>Größe:</translation>
    </message>
    <message>
        <source>all operators, as text</source>
        <translation>alle Operatoren, als Text</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Bildpunkte</translation>
    </message>
    <message>
        <source> (%1 in memory)</source>
        <translation> (%1 im Speicher)</translation>
    </message>
</context>
<context>
    <name>lockstep::app::GraphLinks</name>
    <message>
        <source>heat</source>
        <translation>Färbung</translation>
    </message>
    <message>
        <source>%1 runs in %2</source>
        <translation>%1 läuft in %2</translation>
    </message>
    <message>
        <source>none of them is fused</source>
        <translation>keiner davon ist verschmolzen</translation>
    </message>
    <message>
        <source>%1 cycles</source>
        <translation>%1 Takte</translation>
    </message>
    <message>
        <source>%1 percent of the latency</source>
        <translation>%1 Prozent der Latenz</translation>
    </message>
    <message>
        <source>error in bf16 steps</source>
        <translation>Fehler in bf16-Schritten</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>largest error in steps of bf16 (ULP)</source>
        <translation>größter Fehler in Schritten von bf16 (ULP)</translation>
    </message>
    <message>
        <source>largest error of the values</source>
        <translation>größter Fehler der Werte</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>not coloured: the machine never has its result</source>
        <translation>ohne Farbe: die Maschine hat sein Ergebnis nie</translation>
    </message>
    <message>
        <source>of inference %1</source>
        <translation>der Inferenz %1</translation>
    </message>
    <message>
        <source>%1: measured once an inference was run with a reference</source>
        <translation>%1: gemessen, sobald eine Inferenz mit einer Referenz gelaufen ist</translation>
    </message>
</context>
<context>
    <name>lockstep::app::HelpWindow</name>
    <message>
        <source># Keyboard shortcuts</source>
        <translation># Tastenkürzel</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Help pages</source>
        <translation>Hilfeseiten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Was sie tun</translation>
    </message>
    <message>
        <source>**Panels**: show a panel and go to it, in the order of View › Panels</source>
        <translation>**Bereiche**: einen Bereich zeigen und zu ihm gehen, in der Reihenfolge von Ansicht › Bereiche</translation>
    </message>
    <message>
        <source>**Timeline bookmarks**: go to one, keep one</source>
        <translation>**Lesezeichen der Zeitachse**: zu einem gehen, eines merken</translation>
    </message>
    <message>
        <source>While the keyboard is in: %1</source>
        <translation>Solange die Tastatur hier ist: %1</translation>
    </message>
    <message>
        <source>No page has these words.</source>
        <translation>Keine Seite enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Help page</source>
        <translation>Hilfeseite</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Search in help</source>
        <translation>In der Hilfe suchen</translation>
    </message>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Pages that have all these words; Enter goes on in the page, Shift+Enter back</source>
        <translation>Seiten, die alle diese Wörter enthalten; Eingabe geht auf der Seite weiter, Umschalt+Eingabe zurück</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Back (%1): to the page that was read before</source>
        <translation>Zurück (%1): zur Seite, die davor gelesen wurde</translation>
    </message>
    <message>
        <source>Forward (%1): to the page that was read after this one</source>
        <translation>Vor (%1): zur Seite, die nach dieser gelesen wurde</translation>
    </message>
</context>
<context>
    <name>lockstep::app::InputDialog</name>
    <message>
        <source>Inputs of the run</source>
        <translation>Eingaben des Laufs</translation>
    </message>
    <message>
        <source>Seed of what is random</source>
        <translation>Startwert des Zufälligen</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>Diese verwenden</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>What the outputs of the VM are held against</source>
        <translation>Womit die Ausgaben der VM verglichen werden</translation>
    </message>
    <message>
        <source>Of the reference</source>
        <translation>Zur Referenz</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Startwert</translation>
    </message>
    <message>
        <source>R&amp;eference</source>
        <translation>&amp;Referenz</translation>
    </message>
    <message>
        <source>outputs.npy</source>
        <translation>outputs.npy</translation>
    </message>
    <message>
        <source>one inference in …, as 1000</source>
        <translation>eine Inferenz von …, etwa 1000</translation>
    </message>
    <message>
        <source>Source of %1</source>
        <translation>Quelle von %1</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Konstante</translation>
    </message>
    <message>
        <source>Sine</source>
        <translation>Sinus</translation>
    </message>
    <message>
        <source>Random walk</source>
        <translation>Zufallsbewegung</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Values of %1</source>
        <translation>Werte von %1</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>Choose a file for %1</source>
        <translation>Datei für %1 wählen</translation>
    </message>
    <message>
        <source>forward, then stepped</source>
        <translation>forward, dann schrittweise</translation>
    </message>
    <message>
        <source>forward only</source>
        <translation>nur forward</translation>
    </message>
    <message>
        <source>stepped only</source>
        <translation>nur schrittweise</translation>
    </message>
    <message>
        <source>sampled</source>
        <translation>Stichproben</translation>
    </message>
    <message>
        <source>outputs of a file</source>
        <translation>Ausgaben einer Datei</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Input data</source>
        <translation>Eingabedaten</translation>
    </message>
    <message>
        <source>Input data (*.npy *.npz *.csv)</source>
        <translation>Eingabedaten (*.npy *.npz *.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>value, as in 0.5</source>
        <translation>Wert, etwa 0.5</translation>
    </message>
    <message>
        <source>period in inferences, and size: 50 or 50,0.5</source>
        <translation>Periode in Inferenzen und Größe: 50 oder 50,0.5</translation>
    </message>
    <message>
        <source>step, as in 0.1</source>
        <translation>Schritt, etwa 0.1</translation>
    </message>
    <message>
        <source>a .npy, .npz or .csv file</source>
        <translation>eine .npy-, .npz- oder .csv-Datei</translation>
    </message>
    <message>
        <source>%1: no file is chosen</source>
        <translation>%1: keine Datei gewählt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>This model has no inputs.</source>
        <translation>Dieses Modell hat keine Eingaben.</translation>
    </message>
    <message>
        <source>%1 is made, any number of inferences.</source>
        <translation>%1 wird erzeugt, für beliebig viele Inferenzen.</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen…</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 wird gelesen</translation>
    </message>
    <message>
        <source>there is no array &quot;%1&quot; in the archive</source>
        <translation>das Archiv enthält kein Array „%1“</translation>
    </message>
    <message>
        <source>from the archive</source>
        <translation>aus dem Archiv</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source>The reference is an NPY file of outputs.</source>
        <translation>Die Referenz ist eine NPY-Datei mit Ausgaben.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::InputPreviewView</name>
    <message>
        <source>where it &amp;changes</source>
        <translation>wo sie sich ä&amp;ndert</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>Erste Zeilen</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Kleinster</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>Größter</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Figures of each value</source>
        <translation>Zahlen zu jedem Wert</translation>
    </message>
    <message>
        <source>Columns that are values</source>
        <translation>Spalten, die Werte sind</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Names of the header or numbers from 1, separated by commas, in the order of the input&apos;s values; a click on a column&apos;s head adds it or takes it away</source>
        <translation>Namen aus der Kopfzeile oder Nummern ab 1, durch Kommas getrennt, in der Reihenfolge der Werte der Eingabe; ein Klick auf einen Spaltenkopf nimmt die Spalte dazu oder weg</translation>
    </message>
    <message>
        <source>Column that resets the state</source>
        <translation>Spalte, die den Zustand zurücksetzt</translation>
    </message>
    <message>
        <source>The state goes back to its initial value in front of a row where this column is not 0</source>
        <translation>Der Zustand geht auf seinen Anfangswert zurück, vor jeder Zeile, in der diese Spalte nicht 0 ist</translation>
    </message>
    <message>
        <source>… where it differs from the row before, as a day or a session does</source>
        <translation>… in der sie anders ist als in der Zeile davor, wie bei Tagen oder Sitzungen</translation>
    </message>
    <message>
        <source>C&amp;olumns</source>
        <translation>S&amp;palten</translation>
    </message>
    <message>
        <source>Rese&amp;ts the state</source>
        <translation>Setzt den Zustand &amp;zurück</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1: %2 columns</source>
        <translation>%1: %2 Spalten</translation>
    </message>
    <message>
        <source>%1 inferences</source>
        <translation>%1 Inferenzen</translation>
    </message>
    <message>
        <source>about %1 inferences</source>
        <translation>etwa %1 Inferenzen</translation>
    </message>
    <message>
        <source>; the figures are of the first %1</source>
        <translation>; die Zahlen gelten für die ersten %1</translation>
    </message>
    <message>
        <source>; the state goes back %1 times in them</source>
        <translation>; der Zustand geht darin %1-mal zurück</translation>
    </message>
    <message>
        <source>✓ the shape fits</source>
        <translation>✓ die Form passt</translation>
    </message>
    <message>
        <source>Windows or positions: judged when the run begins.</source>
        <translation>Fenster oder Positionen: das entscheidet sich, wenn der Lauf beginnt.</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>konstant</translation>
    </message>
    <message>
        <source>bf16 loses its spread: subtract an offset before</source>
        <translation>bf16 verliert die Streuung: ziehen Sie vorher einen Versatz ab</translation>
    </message>
    <message>
        <source>%1 not finite</source>
        <translation>%1 nicht endlich</translation>
    </message>
</context>
<context>
    <name>lockstep::app::JobRunner</name>
    <message>
        <source>%1 failed unexpectedly</source>
        <translation>%1 ist unerwartet gescheitert</translation>
    </message>
    <message>
        <source>This is a fault of Lockstep; please report it with the details</source>
        <translation>Das ist ein Fehler von Lockstep; bitte melden Sie ihn mit den Einzelheiten</translation>
    </message>
</context>
<context>
    <name>lockstep::app::MainWindow</name>
    <message>
        <source>Lockstep</source>
        <translation>Lockstep</translation>
    </message>
    <message>
        <source>Model and run</source>
        <translation>Modell und Lauf</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>streaming axis</source>
        <translation>Streaming-Achse</translation>
    </message>
    <message>
        <source>accelerator</source>
        <translation>Beschleuniger</translation>
    </message>
    <message>
        <source>latency target</source>
        <translation>Latenzziel</translation>
    </message>
    <message>
        <source>run length</source>
        <translation>Lauflänge</translation>
    </message>
    <message>
        <source>inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>%1 has changed on disk.</source>
        <translation>%1 hat sich auf der Platte geändert.</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederherstellen: %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>Go to inference</source>
        <translation>Gehe zu Inferenz</translation>
    </message>
    <message>
        <source>About Lockstep</source>
        <translation>Über Lockstep</translation>
    </message>
    <message>
        <source>&lt;b&gt;Lockstep %1&lt;/b&gt;&lt;br&gt;Latency and accuracy of streaming models on FPGA accelerators.</source>
        <translation>&lt;b&gt;Lockstep %1&lt;/b&gt;&lt;br&gt;Latenz und Genauigkeit von Streaming-Modellen auf FPGA-Beschleunigern.</translation>
    </message>
    <message>
        <source>MIT licence. Built with Qt %1, LibTorch (in the import worker), Graphviz, nlohmann/json, CLI11, fmt, libzip, libseccomp and OpenSSL. Lockstep never uses a network.</source>
        <translation>MIT-Lizenz. Gebaut mit Qt %1, LibTorch (im Import-Prozess), Graphviz, nlohmann/json, CLI11, fmt, libzip, libseccomp und OpenSSL. Lockstep benutzt nie ein Netz.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Models, programs, sessions (*.pt *.pth *.ts *.lkp *.lockstep)</source>
        <translation>Modelle, Programme, Sitzungen (*.pt *.pth *.ts *.lkp *.lockstep)</translation>
    </message>
    <message>
        <source>Accelerator configs (*.json)</source>
        <translation>Beschleuniger-Konfigurationen (*.json)</translation>
    </message>
    <message>
        <source>Input data (*.npy *.npz *.csv)</source>
        <translation>Eingabedaten (*.npy *.npz *.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A program is compiled for its accelerator already; open its model to try another one.</source>
        <translation>Ein Programm ist schon für seinen Beschleuniger übersetzt; öffnen Sie sein Modell, um einen anderen zu versuchen.</translation>
    </message>
    <message>
        <source>The next model is compiled for %1.</source>
        <translation>Das nächste Modell wird für %1 übersetzt.</translation>
    </message>
    <message>
        <source>Open the model first that is to run on %1.</source>
        <translation>Öffnen Sie zuerst das Modell, das auf %1 laufen soll.</translation>
    </message>
    <message>
        <source>Open session</source>
        <translation>Sitzung öffnen</translation>
    </message>
    <message>
        <source>Lockstep session (*.lockstep)</source>
        <translation>Lockstep-Sitzung (*.lockstep)</translation>
    </message>
    <message>
        <source>Save session</source>
        <translation>Sitzung speichern</translation>
    </message>
    <message>
        <source>Open accelerator config</source>
        <translation>Beschleuniger-Konfiguration öffnen</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source>Only files on this computer can be opened: Lockstep uses no network.</source>
        <translation>Es können nur Dateien auf diesem Rechner geöffnet werden: Lockstep benutzt kein Netz.</translation>
    </message>
    <message>
        <source>busy cycles</source>
        <translation>belegte Takte</translation>
    </message>
    <message>
        <source>%1 (%2 % of all)</source>
        <translation>%1 (%2 % von allen)</translation>
    </message>
    <message>
        <source>from – to cycle</source>
        <translation>von – bis Takt</translation>
    </message>
    <message>
        <source>for the next inference</source>
        <translation>für die nächste Inferenz</translation>
    </message>
    <message>
        <source>%1 cycles</source>
        <translation>%1 Takte</translation>
    </message>
    <message>
        <source>%1 – Lockstep</source>
        <translation>%1 – Lockstep</translation>
    </message>
    <message>
        <source>%1 can&apos;t be opened</source>
        <translation>%1 kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>A program holds no graph. Its operators are in the list on the left.</source>
        <translation>Ein Programm enthält keinen Graphen. Seine Operatoren stehen in der Liste links.</translation>
    </message>
    <message>
        <source>The model&apos;s graph shows here.</source>
        <translation>Hier erscheint der Graph des Modells.</translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n Operator</numerusform>
            <numerusform>%n Operatoren</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>Probleme (%1)</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Show problem</source>
        <translation>Problem zeigen</translation>
    </message>
    <message>
        <source>working…</source>
        <translation>in Arbeit…</translation>
    </message>
    <message>
        <source>Reading, transforming or compiling; the line at the bottom says how far</source>
        <translation>Lesen, Umformen oder Übersetzen; die Zeile unten sagt, wie weit</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>passt nicht</translation>
    </message>
    <message>
        <source>not compiled</source>
        <translation>nicht übersetzt</translation>
    </message>
    <message>
        <source>read in %1</source>
        <translation>gelesen in %1</translation>
    </message>
    <message>
        <source>compiled in %1</source>
        <translation>übersetzt in %1</translation>
    </message>
    <message>
        <source>resets</source>
        <translation>Rücksetzungen</translation>
    </message>
    <message>
        <source>deployment</source>
        <translation>Einsatzart</translation>
    </message>
    <message>
        <source>Open its model to see what was compiled.</source>
        <translation>Öffnen Sie sein Modell, um zu sehen, was übersetzt wurde.</translation>
    </message>
    <message>
        <source>The model keeps its own state: each inference is one step already, without a streaming axis.</source>
        <translation>Das Modell behält seinen eigenen Zustand: jede Inferenz ist schon ein Schritt, ohne Streaming-Achse.</translation>
    </message>
    <message>
        <source>The model answers with the last position of a window. It can also take one position per inference, its state carried on.</source>
        <translation>Das Modell antwortet mit der letzten Position eines Fensters. Es kann auch eine Position je Inferenz nehmen und seinen Zustand fortführen.</translation>
    </message>
    <message>
        <source>Compare deployments</source>
        <translation>Einsatzarten vergleichen</translation>
    </message>
    <message>
        <source>These look like state that is passed in and out: %1. Kept between inferences, it starts at zero.</source>
        <translation>Das sieht wie Zustand aus, der hinein- und herausgereicht wird: %1. Zwischen Inferenzen behalten, beginnt er bei null.</translation>
    </message>
    <message>
        <source>Keep as state</source>
        <translation>Als Zustand behalten</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>pin</source>
        <translation>Bindung</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>%1 of %2 cores used; program of %3
%4</source>
        <translation>%1 von %2 Kernen benutzt; Programm für %3
%4</translation>
    </message>
    <message>
        <source>decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>The inputs come from %1.</source>
        <translation>Die Eingaben kommen aus %1.</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>Vorschau…</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>state edits</source>
        <translation>Zustandsänderungen</translation>
    </message>
    <message>
        <source>run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>breakpoints</source>
        <translation>Haltepunkte</translation>
    </message>
    <message>
        <source>state edit</source>
        <translation>Zustandsänderung</translation>
    </message>
    <message>
        <source>Stopped at inference %1: %2</source>
        <translation>Angehalten bei Inferenz %1: %2</translation>
    </message>
    <message>
        <source>Show hits</source>
        <translation>Treffer zeigen</translation>
    </message>
    <message>
        <source>Breakpoints (%1)</source>
        <translation>Haltepunkte (%1)</translation>
    </message>
    <message>
        <source>Breakpoints</source>
        <translation>Haltepunkte</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>%1 wird geschrieben…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Nothing that can be opened was found in the first %1 entries of %2. Drop the file itself.</source>
        <translation>In den ersten %1 Einträgen von %2 wurde nichts gefunden, das geöffnet werden kann. Ziehen Sie die Datei selbst hierher.</translation>
    </message>
    <message>
        <source>The folder %1 holds nothing that can be opened: no model (.pt, .pth, .ts), program (.lkp), session (.lockstep), accelerator config (.json) or input data (.npy, .npz, .csv).</source>
        <translation>Der Ordner %1 enthält nichts, das geöffnet werden kann: kein Modell (.pt, .pth, .ts), kein Programm (.lkp), keine Sitzung (.lockstep), keine Beschleuniger-Konfiguration (.json) und keine Eingabedaten (.npy, .npz, .csv).</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schrittweite</translation>
    </message>
    <message>
        <source>Inference, 0 to %1 (the inputs hold %2):</source>
        <translation>Inferenz, 0 bis %1 (die Eingaben enthalten %2):</translation>
    </message>
    <message>
        <source>Inference, from 0 on:</source>
        <translation>Inferenz, ab 0:</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehen</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>Save weights</source>
        <translation>Gewichte speichern</translation>
    </message>
    <message>
        <source>NumPy arrays (*.npz)</source>
        <translation>NumPy-Arrays (*.npz)</translation>
    </message>
    <message>
        <source>Looking through %1</source>
        <translation>%1 wird durchsucht</translation>
    </message>
    <message>
        <source>Lockstep ended without being closed (%1). It had open: %2.</source>
        <translation>Lockstep endete, ohne geschlossen zu werden (%1). Offen war: %2.</translation>
    </message>
    <message>
        <source>still of %1: not compiled for %2</source>
        <translation>noch von %1: für %2 nicht übersetzt</translation>
    </message>
</context>
<context>
    <name>lockstep::app::MemoryWatch</name>
    <message>
        <source>Finding out what the model needs of the memories</source>
        <translation>Was in den Speichern nötig wäre, wird ermittelt</translation>
    </message>
    <message>
        <source>Does not fit %1. It would need:</source>
        <translation>Passt nicht auf %1. Nötig wäre:</translation>
    </message>
    <message>
        <source>Does not fit. %1</source>
        <translation>Passt nicht. %1</translation>
    </message>
</context>
<context>
    <name>lockstep::app::Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Se&amp;ssion</source>
        <translation>&amp;Sitzung</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>E&amp;xport</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Ausführen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Bereiche</translation>
    </message>
    <message>
        <source>Open e&amp;xample</source>
        <translation>Beis&amp;piel öffnen</translation>
    </message>
    <message>
        <source>Open re&amp;cent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
    <message>
        <source>C&amp;lear the list</source>
        <translation>Die Liste &amp;leeren</translation>
    </message>
    <message>
        <source>P&amp;olicy</source>
        <translation>S&amp;trategie</translation>
    </message>
    <message>
        <source>&amp;Panel</source>
        <translation>Be&amp;reich</translation>
    </message>
</context>
<context>
    <name>lockstep::app::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>lockstep::app::NodeMenu</name>
    <message>
        <source>Show in the &amp;timeline</source>
        <translation>In der &amp;Zeitachse zeigen</translation>
    </message>
    <message>
        <source>Show in the &amp;disassembly</source>
        <translation>In der &amp;Disassemblierung zeigen</translation>
    </message>
    <message>
        <source>Show in &amp;Why</source>
        <translation>In &amp;Warum zeigen</translation>
    </message>
    <message>
        <source>Show in the &amp;operators</source>
        <translation>In den &amp;Operatoren zeigen</translation>
    </message>
    <message>
        <source>Copy &amp;name</source>
        <translation>&amp;Namen kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;module path</source>
        <translation>&amp;Modulpfad kopieren</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>&amp;Genauigkeit</translation>
    </message>
    <message>
        <source>&amp;Cores</source>
        <translation>&amp;Kerne</translation>
    </message>
    <message>
        <source>The compiler chooses</source>
        <translation>Der Übersetzer wählt</translation>
    </message>
    <message>
        <source>Core %1</source>
        <translation>Kern %1</translation>
    </message>
    <message>
        <source>&amp;Break here</source>
        <translation>Hier an&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Beobachten</translation>
    </message>
    <message>
        <source>Save its weights as NP&amp;Z…</source>
        <translation>&amp;Seine Gewichte als NPZ speichern…</translation>
    </message>
</context>
<context>
    <name>lockstep::app::OperatorStepper</name>
    <message>
        <source>operator %1 of %2 · cycle %3</source>
        <translation>Operator %1 von %2 · Takt %3</translation>
    </message>
    <message>
        <source>operator %1 of %2: %3, cycle %4 – %5</source>
        <translation>Operator %1 von %2: %3, Takt %4 – %5</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>lockstep::app::PanelActions</name>
    <message>
        <source>Show the panel and go to it</source>
        <translation>Den Bereich zeigen und zu ihm gehen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation>%1 (%2): %3</translation>
    </message>
</context>
<context>
    <name>lockstep::app::PanelMenu</name>
    <message>
        <source>Graphs</source>
        <translation>Graphen</translation>
    </message>
    <message>
        <source>More, as with the right mouse button…</source>
        <translation>Mehr, wie mit der rechten Maustaste…</translation>
    </message>
    <message>
        <source>What the right mouse button offers in this panel: copies, exports, cursors</source>
        <translation>Was die rechte Maustaste in diesem Bereich anbietet: Kopieren, Exportieren, Cursor</translation>
    </message>
</context>
<context>
    <name>lockstep::app::PolicyButton</name>
    <message>
        <source>optimize</source>
        <translation>optimiert</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>kalibriert</translation>
    </message>
    <message numerus="yes">
        <source>, %n seeds</source>
        <translation>
            <numerusform>, %n Startwert</numerusform>
            <numerusform>, %n Startwerte</numerusform>
        </translation>
    </message>
    <message>
        <source>, state reset</source>
        <translation>, Zustandsrücksetzung</translation>
    </message>
    <message>
        <source>Policy of the compiler</source>
        <translation>Strategie des Übersetzers</translation>
    </message>
    <message>
        <source>Seeds of the search</source>
        <translation>Startwerte der Suche</translation>
    </message>
    <message>
        <source>Tries of the search, of which the best program is kept</source>
        <translation>Versuche der Suche, von denen das beste Programm bleibt</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message numerus="yes">
        <source>, %n pins</source>
        <translation>
            <numerusform>, %n Bindung</numerusform>
            <numerusform>, %n Bindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>How the model is compiled: as the published toolchain is predicted to do it</source>
        <translation>Wie das Modell übersetzt wird: so, wie es die veröffentlichte Werkzeugkette voraussichtlich tut</translation>
    </message>
    <message>
        <source>How the model is compiled: its figures are not comparable with published ones</source>
        <translation>Wie das Modell übersetzt wird: seine Zahlen sind nicht mit veröffentlichten vergleichbar</translation>
    </message>
    <message>
        <source>Pins</source>
        <translation>Bindungen</translation>
    </message>
    <message>
        <source>Take away %1</source>
        <translation>%1 aufheben</translation>
    </message>
    <message>
        <source>Only calibrated figures compare with published ones</source>
        <translation>Nur kalibrierte Zahlen sind mit veröffentlichten vergleichbar</translation>
    </message>
</context>
<context>
    <name>lockstep::app::PreferencesDialog</name>
    <message>
        <source>Panels slide into their places, menus open gradually</source>
        <translation>Bereiche gleiten an ihren Platz, Menüs öffnen sich allmählich</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>As the desktop is</source>
        <translation>Wie der Desktop ist</translation>
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
        <source>scrolls; with Ctrl it zooms</source>
        <translation>scrollt; mit Strg zoomt es</translation>
    </message>
    <message>
        <source>zooms; with Shift it scrolls sideways</source>
        <translation>zoomt; mit Umschalt scrollt es seitwärts</translation>
    </message>
    <message>
        <source>Offer the last session on the welcome page</source>
        <translation>Die letzte Sitzung auf der Startseite anbieten</translation>
    </message>
    <message>
        <source>Reopen the last session</source>
        <translation>Die letzte Sitzung wieder öffnen</translation>
    </message>
    <message>
        <source>Neither keep nor offer it</source>
        <translation>Sie weder behalten noch anbieten</translation>
    </message>
    <message>
        <source>What a crash leaves is offered in any case.</source>
        <translation>Was ein Absturz hinterlässt, wird in jedem Fall angeboten.</translation>
    </message>
    <message>
        <source>&amp;Theme:</source>
        <translation>&amp;Farben:</translation>
    </message>
    <message>
        <source>&amp;Wheel over a graph:</source>
        <translation>&amp;Rad über einem Graphen:</translation>
    </message>
    <message>
        <source>At the &amp;start:</source>
        <translation>Beim &amp;Start:</translation>
    </message>
    <message>
        <source>Ask whether to compare them</source>
        <translation>Fragen, ob sie verglichen werden sollen</translation>
    </message>
    <message>
        <source>Compare them</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Open each by itself</source>
        <translation>Jedes für sich öffnen</translation>
    </message>
    <message>
        <source>M&amp;otion:</source>
        <translation>Be&amp;wegung:</translation>
    </message>
    <message>
        <source>Several &amp;models at once:</source>
        <translation>&amp;Mehrere Modelle zugleich:</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ReadoutDialog</name>
    <message>
        <source>%1 positions</source>
        <translation>%1 Positionen</translation>
    </message>
    <message>
        <source>1 position</source>
        <translation>1 Position</translation>
    </message>
    <message>
        <source>%1 cycles</source>
        <translation>%1 Takte</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Einsatzart</translation>
    </message>
    <message>
        <source>Latency, spaced</source>
        <translation>Latenz, einzeln</translation>
    </message>
    <message>
        <source>Use this deployment</source>
        <translation>Diese Einsatzart verwenden</translation>
    </message>
    <message>
        <source>Compiling the deployments and running them on the inputs…</source>
        <translation>Die Einsatzarten werden übersetzt und laufen auf den Eingaben…</translation>
    </message>
    <message>
        <source>The model answers with the last position of a window of %1. Carried state is another function than the one that was trained on windows: from the second window on it has seen more than a window.</source>
        <translation>Das Modell antwortet mit der letzten Position eines Fensters von %1. Fortgeführter Zustand ist eine andere Funktion als die, die auf Fenstern trainiert wurde: vom zweiten Fenster an hat er mehr als ein Fenster gesehen.</translation>
    </message>
    <message>
        <source>Differences in LibTorch&apos;s fp32 over %1 positions of %2.</source>
        <translation>Abweichungen im fp32 von LibTorch über %1 Positionen von %2.</translation>
    </message>
    <message>
        <source>Whole window</source>
        <translation>Ganzes Fenster</translation>
    </message>
    <message>
        <source>Carried state</source>
        <translation>Fortgeführter Zustand</translation>
    </message>
    <message>
        <source>Carried state, reset every %1</source>
        <translation>Fortgeführter Zustand, alle %1 zurückgesetzt</translation>
    </message>
    <message>
        <source>once in %1 inferences</source>
        <translation>einmal in %1 Inferenzen</translation>
    </message>
    <message>
        <source>in each inference</source>
        <translation>in jeder Inferenz</translation>
    </message>
    <message>
        <source>nothing: it is what was trained</source>
        <translation>nichts: es ist, was trainiert wurde</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>at most %1; rms %2, %3 % of the outputs&apos; rms</source>
        <translation>höchstens %1; Effektivwert %2, %3 % des Effektivwerts der Ausgaben</translation>
    </message>
    <message>
        <source>at most %1 in the middle of a window</source>
        <translation>höchstens %1 mitten in einem Fenster</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>at most %1 at the end of a window, %2 in the middle</source>
        <translation>höchstens %1 am Ende eines Fensters, %2 in der Mitte</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Three ways to deploy the model</source>
        <translation>Drei Arten, das Modell einzusetzen</translation>
    </message>
    <message>
        <source>An inference takes</source>
        <translation>Eine Inferenz nimmt</translation>
    </message>
    <message>
        <source>and answers</source>
        <translation>und antwortet</translation>
    </message>
    <message>
        <source>Differs from the whole window by</source>
        <translation>Weicht vom ganzen Fenster ab um</translation>
    </message>
    <message>
        <source>What the deployments answer on the inputs will appear here.</source>
        <translation>Was die Einsatzarten auf den Eingaben antworten, erscheint hier.</translation>
    </message>
    <message>
        <source>The deployments could not be compared.</source>
        <translation>Die Einsatzarten konnten nicht verglichen werden.</translation>
    </message>
    <message>
        <source>By how much the answers differ is not known: %1.</source>
        <translation>Wie sehr die Antworten abweichen, ist nicht bekannt: %1.</translation>
    </message>
    <message>
        <source>Random inputs say little about real ones: choose a file of yours as inputs.</source>
        <translation>Zufällige Eingaben sagen wenig über echte: wählen Sie eine eigene Datei als Eingaben.</translation>
    </message>
    <message>
        <source> (in use)</source>
        <translation> (in Gebrauch)</translation>
    </message>
    <message>
        <source>Nothing to compare: give inputs that are a window or longer.</source>
        <translation>Nichts zu vergleichen: geben Sie Eingaben, die ein Fenster oder länger sind.</translation>
    </message>
    <message>
        <source>whole window</source>
        <translation>ganzes Fenster</translation>
    </message>
    <message>
        <source>carried state</source>
        <translation>fortgeführter Zustand</translation>
    </message>
    <message>
        <source>reset every %1</source>
        <translation>alle %1 zurückgesetzt</translation>
    </message>
    <message>
        <source>%1 [%2], which differs most</source>
        <translation>%1 [%2], das am meisten abweicht</translation>
    </message>
</context>
<context>
    <name>lockstep::app::RefusalPage</name>
    <message>
        <source>What can&apos;t be imported</source>
        <translation>Was nicht importiert werden kann</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source>Source line</source>
        <translation>Quellzeile</translation>
    </message>
    <message>
        <source>Why, and what to do instead</source>
        <translation>Warum, und was stattdessen zu tun ist</translation>
    </message>
    <message>
        <source>Other inputs…</source>
        <translation>Andere Eingaben…</translation>
    </message>
    <message>
        <source>Give other shapes, values or axes</source>
        <translation>Andere Formen, Werte oder Achsen angeben</translation>
    </message>
    <message>
        <source>Open another file…</source>
        <translation>Andere Datei öffnen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>%1 of %2 operators could be imported; the others are marked</source>
        <translation>%1 von %2 Operatoren konnten importiert werden; die anderen sind markiert</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ReloadChange</name>
    <message>
        <source>%1 cycles as before</source>
        <translation>%1 Takte wie zuvor</translation>
    </message>
    <message>
        <source>%1 → %2 cycles (%3 %)</source>
        <translation>%1 → %2 Takte (%3 %)</translation>
    </message>
    <message>
        <source>worst error %1 as before</source>
        <translation>größter Fehler %1 wie zuvor</translation>
    </message>
    <message>
        <source>worst error %1 → %2</source>
        <translation>größter Fehler %1 → %2</translation>
    </message>
    <message>
        <source>%1 was read again: %2.</source>
        <translation>%1 wurde neu gelesen: %2.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::RemedyDialog</name>
    <message>
        <source>on %1</source>
        <translation>auf %1</translation>
    </message>
    <message>
        <source>compiled %1</source>
        <translation>übersetzt: %1</translation>
    </message>
    <message>
        <source>precision %1</source>
        <translation>Genauigkeit %1</translation>
    </message>
    <message>
        <source>not comparable with published figures</source>
        <translation>nicht mit veröffentlichten Zahlen vergleichbar</translation>
    </message>
    <message>
        <source>changes the outputs: run it and look at the error</source>
        <translation>ändert die Ausgaben: ausführen und den Fehler ansehen</translation>
    </message>
    <message>
        <source>What would bring it under the target</source>
        <translation>Was es unter das Ziel brächte</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>End to end</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Cycles, spaced</source>
        <translation>Takte, einzeln</translation>
    </message>
    <message>
        <source>Against now</source>
        <translation>Gegenüber jetzt</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Weight blocks</source>
        <translation>Gewichtsblöcke</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Anmerkungen</translation>
    </message>
    <message>
        <source>Ways that were tried</source>
        <translation>Wege, die versucht wurden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Compile it so</source>
        <translation>So übersetzen</translation>
    </message>
    <message>
        <source>Compiling the model in other ways, and playing each…</source>
        <translation>Das Modell wird auf anderen Wegen übersetzt und jeweils abgespielt…</translation>
    </message>
    <message>
        <source>Now: %1.</source>
        <translation>Jetzt: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n way(s) to be under it, band included.</source>
        <translation>
            <numerusform>%n Weg unter das Ziel, ± eingeschlossen.</numerusform>
            <numerusform>%n Wege unter das Ziel, ± eingeschlossen.</numerusform>
        </translation>
    </message>
    <message>
        <source>None of what can be tried is under it with its whole band.</source>
        <translation>Nichts, was versucht werden kann, liegt mit seinem ganzen ± unter dem Ziel.</translation>
    </message>
    <message>
        <source>Stopped: what was tried so far is listed.</source>
        <translation>Angehalten: was bisher versucht wurde, ist aufgelistet.</translation>
    </message>
    <message>
        <source>The model is compiled in another way now: “Against now” is against the way before.</source>
        <translation>Das Modell wird jetzt anders übersetzt: „Gegenüber jetzt“ heißt gegenüber vorher.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::RemedyFinder</name>
    <message>
        <source>Looking for what helps</source>
        <translation>Was hilft, wird gesucht</translation>
    </message>
    <message>
        <source>Trying %1</source>
        <translation>%1 wird versucht</translation>
    </message>
</context>
<context>
    <name>lockstep::app::RowFold</name>
    <message>
        <source>More of: %1</source>
        <translation>Mehr von: %1</translation>
    </message>
    <message>
        <source>The fields that have no room here</source>
        <translation>Die Felder, die hier keinen Platz haben</translation>
    </message>
</context>
<context>
    <name>lockstep::app::RunUntilDialog</name>
    <message>
        <source>Run until</source>
        <translation>Ausführen bis</translation>
    </message>
    <message>
        <source>error &gt; 0.01, nan, NAME[3] &gt; 2 … or nothing: breakpoints only</source>
        <translation>error &gt; 0.01, nan, NAME[3] &gt; 2 … oder nichts: nur Haltepunkte</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>&amp;Condition</source>
        <translation>&amp;Bedingung</translation>
    </message>
    <message>
        <source>For at most so many &amp;inferences</source>
        <translation>Höchstens so viele &amp;Inferenzen</translation>
    </message>
    <message>
        <source>The inputs end at this inference.</source>
        <translation>Die Eingaben enden bei dieser Inferenz.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::SeveralModels</name>
    <message>
        <source>&amp;Do not ask again</source>
        <translation>&amp;Nicht mehr fragen</translation>
    </message>
    <message>
        <source>Co&amp;mpare them</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>Preferences (Ctrl+,) have it, too</source>
        <translation>Auch in den Einstellungen (Strg+,)</translation>
    </message>
    <message>
        <source>Open them, and put each on the list of variants, the first as baseline</source>
        <translation>Alle öffnen und jedes in die Liste der Varianten aufnehmen, das erste als Basis</translation>
    </message>
    <message>
        <source>Open &amp;each by itself</source>
        <translation>&amp;Jedes für sich öffnen</translation>
    </message>
    <message>
        <source>Open none of them</source>
        <translation>Keines davon öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n models: compare them, or open each by itself?</source>
        <translation>
            <numerusform>%n Modell: vergleichen oder für sich öffnen?</numerusform>
            <numerusform>%n Modelle: vergleichen oder jedes für sich öffnen?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::ShapeForm</name>
    <message>
        <source>Read the model</source>
        <translation>Modell lesen</translation>
    </message>
    <message>
        <source>for example 20, 128</source>
        <translation>zum Beispiel 20, 128</translation>
    </message>
    <message>
        <source>Shape of %1</source>
        <translation>Form von %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What are the inputs of %1?</source>
        <translation>Was sind die Eingaben von %1?</translation>
    </message>
    <message>
        <source>Streaming axis of %1</source>
        <translation>Streaming-Achse von %1</translation>
    </message>
    <message>
        <source>The axis along which the sequence arrives, one position per inference</source>
        <translation>Die Achse, entlang der die Folge eintrifft, eine Position je Inferenz</translation>
    </message>
    <message>
        <source>streams along</source>
        <translation>strömt entlang</translation>
    </message>
    <message>
        <source>kept as state</source>
        <translation>als Zustand behalten</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>Wert von %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 needs a shape, like 20, 128</source>
        <translation>%1 braucht eine Form wie 20, 128</translation>
    </message>
    <message>
        <source>%1 needs %2</source>
        <translation>%1 braucht %2</translation>
    </message>
    <message>
        <source>Inputs of the model</source>
        <translation>Eingaben des Modells</translation>
    </message>
    <message>
        <source>Proposed: %1, from %2</source>
        <translation>Vorgeschlagen: %1, aus %2</translation>
    </message>
</context>
<context>
    <name>lockstep::app::SpeedBox</name>
    <message>
        <source>max</source>
        <translation>max</translation>
    </message>
    <message>
        <source>%1 / s</source>
        <translation>%1 / s</translation>
    </message>
    <message>
        <source>Play speed</source>
        <translation>Abspielgeschwindigkeit</translation>
    </message>
    <message>
        <source>How fast Play goes, from an inference in ten seconds to as fast as possible</source>
        <translation>Wie schnell Abspielen geht, von einer Inferenz in zehn Sekunden bis so schnell wie möglich</translation>
    </message>
    <message>
        <source>Play speed in inferences per second</source>
        <translation>Abspielgeschwindigkeit in Inferenzen je Sekunde</translation>
    </message>
    <message>
        <source>Inferences per second when playing: any number from 0.1 on, or max for as fast as possible</source>
        <translation>Inferenzen je Sekunde beim Abspielen: jede Zahl ab 0.1, oder max für so schnell wie möglich</translation>
    </message>
</context>
<context>
    <name>lockstep::app::StatusLine</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Outside the calibrated range</source>
        <translation>Außerhalb des kalibrierten Bereichs</translation>
    </message>
    <message>
        <source>how sure?</source>
        <translation>wie sicher?</translation>
    </message>
</context>
<context>
    <name>lockstep::app::TargetLinks</name>
    <message>
        <source>what helps</source>
        <translation>was hilft</translation>
    </message>
</context>
<context>
    <name>lockstep::app::TimelineBookmarks</name>
    <message>
        <source>Timeline &amp;bookmarks</source>
        <translation>&amp;Lesezeichen der Zeitachse</translation>
    </message>
    <message>
        <source>&amp;Keep as</source>
        <translation>&amp;Merken als</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Show the cycles of the timeline that were kept under %1</source>
        <translation>Die Takte der Zeitachse zeigen, die unter %1 gemerkt wurden</translation>
    </message>
    <message>
        <source>Bookmark &amp;%1</source>
        <translation>Lesezeichen &amp;%1</translation>
    </message>
    <message>
        <source>Keep position and zoom of the timeline under %1</source>
        <translation>Stelle und Zoom der Zeitachse unter %1 merken</translation>
    </message>
    <message>
        <source>bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>&amp;%1 (nothing kept)</source>
        <translation>&amp;%1 (nichts gemerkt)</translation>
    </message>
    <message>
        <source>&amp;%1: from cycle %2</source>
        <translation>&amp;%1: ab Takt %2</translation>
    </message>
</context>
<context>
    <name>lockstep::app::TopBar</name>
    <message>
        <source>, %1 (%2)</source>
        <translation>, %1 (%2)</translation>
    </message>
    <message>
        <source>, clock not published</source>
        <translation>, Taktfrequenz nicht veröffentlicht</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The models that are open</source>
        <translation>Die offenen Modelle</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>Beschleuniger</translation>
    </message>
    <message>
        <source>Latency target in microseconds</source>
        <translation>Latenzziel in Mikrosekunden</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source> µs</source>
        <translation> µs</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Write the latency report, the trace or the outputs to a file</source>
        <translation>Den Latenzbericht, den Trace oder die Ausgaben in eine Datei schreiben</translation>
    </message>
    <message>
        <source>input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>stream</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>accelerator</source>
        <translation>Beschleuniger</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Open config file…</source>
        <translation>Konfigurationsdatei öffnen…</translation>
    </message>
    <message>
        <source>Streaming axis of input %1</source>
        <translation>Streaming-Achse der Eingabe %1</translation>
    </message>
    <message>
        <source>The axis along which the sequence arrives, one position per inference</source>
        <translation>Die Achse, entlang der die Folge eintrifft, eine Position je Inferenz</translation>
    </message>
    <message>
        <source>Streaming axis of %1</source>
        <translation>Streaming-Achse von %1</translation>
    </message>
    <message>
        <source>Shapes of the inputs</source>
        <translation>Formen der Eingaben</translation>
    </message>
    <message>
        <source>Shape of each input; click to give others</source>
        <translation>Form jeder Eingabe; klicken, um andere anzugeben</translation>
    </message>
    <message numerus="yes">
        <source>%n inputs</source>
        <translation>
            <numerusform>%n Eingabe</numerusform>
            <numerusform>%n Eingaben</numerusform>
        </translation>
    </message>
    <message>
        <source>Latency target, end to end: the word beside it says whether the figure with its ± is under or over it; 0 means none. Remembered for each model</source>
        <translation>Latenzziel, gesamt: das Wort daneben sagt, ob die Zahl mit ihrem ± darunter oder darüber liegt; 0 heißt keins. Wird für jedes Modell gemerkt</translation>
    </message>
    <message>
        <source>Target: %1</source>
        <translation>Ziel: %1</translation>
    </message>
    <message>
        <source>Edit accelerator…</source>
        <translation>Beschleuniger konfigurieren…</translation>
    </message>
    <message>
        <source>%1 · %2 cores, blocks of %3</source>
        <translation>%1 · %2 Kerne, Blöcke zu %3</translation>
    </message>
</context>
<context>
    <name>lockstep::app::TransportBar</name>
    <message>
        <source>Inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>run to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Run length in inferences</source>
        <translation>Lauflänge in Inferenzen</translation>
    </message>
    <message>
        <source>How far Run goes: beyond the example sequence, the reference is stepped</source>
        <translation>Wie weit Ausführen geht: jenseits der Beispielfolge ist die Referenz schrittweise</translation>
    </message>
    <message>
        <source>inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>Inputs of the run</source>
        <translation>Eingaben des Laufs</translation>
    </message>
    <message>
        <source>Where the values of the inputs come from</source>
        <translation>Woher die Werte der Eingaben kommen</translation>
    </message>
    <message>
        <source>Random, seed</source>
        <translation>Zufall, Startwert</translation>
    </message>
    <message>
        <source>Seed of the random inputs</source>
        <translation>Startwert der zufälligen Eingaben</translation>
    </message>
    <message>
        <source>The same seed gives the same inputs on every machine</source>
        <translation>Derselbe Startwert gibt auf jedem Rechner dieselben Eingaben</translation>
    </message>
    <message>
        <source>%1 done</source>
        <translation>%1 fertig</translation>
    </message>
    <message>
        <source>reset every</source>
        <translation>Reset alle</translation>
    </message>
    <message>
        <source>Inferences between two resets of the state</source>
        <translation>Inferenzen zwischen zwei Rücksetzungen des Zustands</translation>
    </message>
    <message>
        <source>Put the state of the VM and of the reference back to its initial value after so many inferences</source>
        <translation>Den Zustand der VM und der Referenz nach so vielen Inferenzen auf den Anfangswert zurücksetzen</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Drag to look at any inference that was run, or to run on</source>
        <translation>Ziehen, um eine gelaufene Inferenz anzusehen oder weiterzulaufen</translation>
    </message>
    <message>
        <source>Inferences up to the one that is shown, of those that were run; plots count them from 0</source>
        <translation>Inferenzen bis zur gezeigten, von denen, die gelaufen sind; Diagramme zählen sie ab 0</translation>
    </message>
    <message>
        <source>Files, generators, reference…</source>
        <translation>Dateien, Generatoren, Referenz…</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 von %2 fertig</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>Inferences that a step goes</source>
        <translation>Inferenzen je Schritt</translation>
    </message>
    <message>
        <source>Inferences that a step goes, forward and back</source>
        <translation>Inferenzen je Schritt, vor und zurück</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
</context>
<context>
    <name>lockstep::app::UnitSurvey</name>
    <message>
        <source>Units that never move, and units that are saturated, show here once a model with state is run.</source>
        <translation>Einheiten, die sich nie bewegen, und gesättigte Einheiten erscheinen hier, sobald ein Modell mit Zustand gelaufen ist.</translation>
    </message>
    <message>
        <source>looking at %1 inferences…</source>
        <translation>%1 Inferenzen werden angesehen…</translation>
    </message>
    <message>
        <source>Looking for dead and saturated units</source>
        <translation>Tote und gesättigte Einheiten werden gesucht</translation>
    </message>
    <message>
        <source>The program keeps no state, and has no gates.</source>
        <translation>Das Programm behält keinen Zustand und hat keine Gates.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::VariantDialog</name>
    <message>
        <source>+ added</source>
        <translation>+ neu</translation>
    </message>
    <message>
        <source>– removed</source>
        <translation>– entfernt</translation>
    </message>
    <message>
        <source>~ changed</source>
        <translation>~ geändert</translation>
    </message>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>Cycles of the critical path by module</source>
        <translation>Takte des kritischen Pfads nach Modul</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Largest error of each inference</source>
        <translation>Größter Fehler jeder Inferenz</translation>
    </message>
    <message>
        <source>Two variants</source>
        <translation>Zwei Varianten</translation>
    </message>
    <message>
        <source>The errors show here once both variants were run (F5) before they were kept.</source>
        <translation>Die Fehler erscheinen hier, wenn beide Varianten gelaufen sind (F5), bevor sie gemerkt wurden.</translation>
    </message>
    <message>
        <source>&amp;Graphs</source>
        <translation>&amp;Graphen</translation>
    </message>
    <message>
        <source>&amp;Timelines</source>
        <translation>&amp;Zeitachsen</translation>
    </message>
    <message>
        <source>&amp;Errors</source>
        <translation>&amp;Fehler</translation>
    </message>
    <message>
        <source>&amp;Modules</source>
        <translation>&amp;Module</translation>
    </message>
    <message>
        <source>Copy report as Markdown</source>
        <translation>Bericht als Markdown kopieren</translation>
    </message>
    <message>
        <source>Graph of the baseline</source>
        <translation>Graph der Basis</translation>
    </message>
    <message>
        <source>Graph of the variant</source>
        <translation>Graph der Variante</translation>
    </message>
    <message>
        <source>A program holds no graph.</source>
        <translation>Ein Programm enthält keinen Graphen.</translation>
    </message>
    <message>
        <source>What is other in the graph</source>
        <translation>Was im Graphen anders ist</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegen %2</translation>
    </message>
    <message>
        <source>Baseline: %1</source>
        <translation>Basis: %1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen…</translation>
    </message>
    <message>
        <source>Cycles %1 (change %2), latency %3 (change %4), worst error %5 (change %6).</source>
        <translation>Takte %1 (Änderung %2), Latenz %3 (Änderung %4), größter Fehler %5 (Änderung %6).</translation>
    </message>
    <message>
        <source>Graph: %1.</source>
        <translation>Graph: %1.</translation>
    </message>
    <message>
        <source>Cycles before</source>
        <translation>Takte vorher</translation>
    </message>
    <message>
        <source>Cycles after</source>
        <translation>Takte nachher</translation>
    </message>
</context>
<context>
    <name>lockstep::app::VariantLinks</name>
    <message>
        <source>variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>Compiling %1</source>
        <translation>%1 wird übersetzt</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ViewDetails</name>
    <message>
        <source>view of the graphs</source>
        <translation>Ansicht der Graphen</translation>
    </message>
    <message>
        <source>view of the timeline</source>
        <translation>Ansicht der Zeitachse</translation>
    </message>
    <message>
        <source>view of the plots</source>
        <translation>Ansicht der Diagramme</translation>
    </message>
    <message>
        <source>lines of the state</source>
        <translation>Linien des Zustands</translation>
    </message>
</context>
<context>
    <name>lockstep::app::WatchList</name>
    <message>
        <source>format of values</source>
        <translation>Format der Werte</translation>
    </message>
    <message>
        <source>watch list</source>
        <translation>Beobachtungsliste</translation>
    </message>
    <message>
        <source>%1 has %2 values: [0] to [%3]</source>
        <translation>%1 hat %2 Werte: [0] bis [%3]</translation>
    </message>
    <message>
        <source>It shows once the model is run (F5).</source>
        <translation>Er erscheint hier, sobald das Modell gelaufen ist (F5).</translation>
    </message>
    <message>
        <source>This model has no output, state or operator&apos;s value of the name %1.</source>
        <translation>Dieses Modell hat keine Ausgabe, keinen Zustand und keinen Wert eines Operators mit dem Namen %1.</translation>
    </message>
    <message>
        <source>The program keeps it as partial sums only: it has no values to show.</source>
        <translation>Das Programm hält ihn nur als Teilsummen: er hat keine Werte, die gezeigt werden können.</translation>
    </message>
    <message>
        <source>Reading inference %1</source>
        <translation>Inferenz %1 wird gelesen</translation>
    </message>
    <message>
        <source>Computing what an operator gives</source>
        <translation>Was ein Operator ergibt, wird berechnet</translation>
    </message>
</context>
<context>
    <name>lockstep::app::WelcomePage</name>
    <message>
        <source>Lockstep</source>
        <translation>Lockstep</translation>
    </message>
    <message>
        <source>What an FPGA accelerator runs of your PyTorch model, how fast, and how exactly: before any hardware is there.</source>
        <translation>Was ein FPGA-Beschleuniger von Ihrem PyTorch-Modell ausführt, wie schnell und wie genau: bevor es Hardware gibt.</translation>
    </message>
    <message>
        <source>Open an example</source>
        <translation>Ein Beispiel öffnen</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>Eine Datei öffnen…</translation>
    </message>
    <message>
        <source>or drop one anywhere on this window</source>
        <translation>oder irgendwo auf dieses Fenster ziehen</translation>
    </message>
    <message>
        <source>Three steps</source>
        <translation>Drei Schritte</translation>
    </message>
    <message>
        <source>&lt;b&gt;1. Open a model&lt;/b&gt;&lt;br&gt;A TorchScript file, traced or scripted. Lockstep shows the graph that the accelerator will run. The file is read in a sandbox.</source>
        <translation>&lt;b&gt;1. Ein Modell öffnen&lt;/b&gt;&lt;br&gt;Eine TorchScript-Datei, aufgezeichnet oder als Skript. Lockstep zeigt den Graphen, den der Beschleuniger ausführen wird. Die Datei wird abgeschottet gelesen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;2. Choose how it streams and for what&lt;/b&gt;&lt;br&gt;Pick the axis along which the sequence arrives and an accelerator; the model is compiled at once, with its latency and memories.</source>
        <translation>&lt;b&gt;2. Wählen, wie es strömt und wofür&lt;/b&gt;&lt;br&gt;Wählen Sie die Achse, entlang der die Folge eintrifft, und einen Beschleuniger; das Modell wird sofort übersetzt, mit Latenz und Speichern.</translation>
    </message>
    <message>
        <source>&lt;b&gt;3. Step it&lt;/b&gt;&lt;br&gt;F10 runs one inference in the bit-accurate VM, beside LibTorch. Look at state, error and timeline, and export the latency report.</source>
        <translation>&lt;b&gt;3. Schritt für Schritt&lt;/b&gt;&lt;br&gt;F10 führt eine Inferenz in der bitgenauen VM aus, neben LibTorch. Sehen Sie Zustand, Fehler und Zeitachse an, und exportieren Sie den Latenzbericht.</translation>
    </message>
    <message>
        <source>Reopen last session</source>
        <translation>Letzte Sitzung wieder öffnen</translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>changed %1</source>
        <translation>geändert am %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
</context>
</TS>
