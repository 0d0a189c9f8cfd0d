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
        <source>Find operators by name, kind or module</source>
        <translation>Operatoren nach Name, Art oder Modul suchen</translation>
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
        <source>One inference forward</source>
        <translation>Eine Inferenz vor</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>Schritt &amp;zurück</translation>
    </message>
    <message>
        <source>One inference back</source>
        <translation>Eine Inferenz zurück</translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation>A&amp;nfang</translation>
    </message>
    <message>
        <source>Back to before the first inference</source>
        <translation>Zurück vor die erste Inferenz</translation>
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
        <translation>Zustands&amp;rücksetzung im Programm</translation>
    </message>
    <message>
        <source>Give the program instructions that put its state back, and tell what they cost</source>
        <translation>Dem Programm Befehle geben, die seinen Zustand zurücksetzen, und sagen, was sie kosten</translation>
    </message>
    <message>
        <source>Compare &amp;accelerators…</source>
        <translation>Besc&amp;hleuniger vergleichen…</translation>
    </message>
    <message>
        <source>The model on all accelerators: what fits, and how fast, ranked by end-to-end latency</source>
        <translation>Das Modell auf allen Beschleunigern: was passt und wie schnell, gereiht nach der Gesamtlatenz</translation>
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
    <name>lockstep</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>&amp;Copy Image</source>
        <translation>Bild &amp;kopieren</translation>
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
        <source>Save &amp;Visible Values as CSV…</source>
        <translation>&amp;Sichtbare Werte als CSV speichern…</translation>
    </message>
    <message>
        <source>Save All Values as CS&amp;V…</source>
        <translation>&amp;Alle Werte als CSV speichern…</translation>
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
        <source>&lt;b&gt;%1&lt;/b&gt; · core %2 %3, instruction %4</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; · Kern %2 %3, Befehl %4</translation>
    </message>
    <message>
        <source>Node %1 (%2)</source>
        <translation>Knoten %1 (%2)</translation>
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
        <source> · total %1 · avg %2 · min %3 · max %4 cycles</source>
        <translation> · Summe %1 · Mittel %2 · min %3 · max %4 Takte</translation>
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
</context>
<context>
    <name>lockstep::GraphMinimap</name>
    <message>
        <source>Overview of the graph</source>
        <translation>Übersicht des Graphen</translation>
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
        <source>Added: %1</source>
        <translation>Neu: %1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>Entfernt: %1</translation>
    </message>
    <message>
        <source>Changed: %1</source>
        <translation>Geändert: %1</translation>
    </message>
    <message>
        <source>Built from operators that published accelerators run</source>
        <translation>Aus Operatoren zusammengesetzt, die veröffentlichte Beschleuniger ausführen</translation>
    </message>
    <message>
        <source>No published accelerator is known to run it (◇)</source>
        <translation>Von keinem veröffentlichten Beschleuniger ist bekannt, dass er es ausführt (◇)</translation>
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
        <source>unit %1, inference %2</source>
        <translation>Einheit %1, Inferenz %2</translation>
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
        <source>Show A&amp;ll Inferences</source>
        <translation>A&amp;lle Inferenzen zeigen</translation>
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
        <source>zeros</source>
        <translation>Nullen</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>nicht endlich</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>Kerne</translation>
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
        <source>%1, over: %2</source>
        <translation>%1, zu viel: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
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
        <source>%1: %2 of %3 %4</source>
        <translation>%1: %2 von %3 %4</translation>
    </message>
    <message>
        <source>depth as your config gives it</source>
        <translation>Tiefe, wie Ihre Konfiguration sie angibt</translation>
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
</context>
<context>
    <name>lockstep::OpTablePanel</name>
    <message>
        <source>What each operator costs shows here once a model is compiled.</source>
        <translation>Was jeder Operator kostet, erscheint hier, sobald ein Modell übersetzt ist.</translation>
    </message>
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
</context>
<context>
    <name>lockstep::PlotView</name>
    <message>
        <source>; inference %1</source>
        <translation>; Inferenz %1</translation>
    </message>
    <message>
        <source>Set Cursor &amp;A Here</source>
        <translation>Cursor &amp;A hierher</translation>
    </message>
    <message>
        <source>Set Cursor &amp;B Here</source>
        <translation>Cursor &amp;B hierher</translation>
    </message>
    <message>
        <source>&amp;Remove Cursors</source>
        <translation>Cursor &amp;entfernen</translation>
    </message>
    <message>
        <source>Show A&amp;ll Inferences</source>
        <translation>A&amp;lle Inferenzen zeigen</translation>
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
        <source>Click units in the heat map to see them as lines.</source>
        <translation>Klicken Sie Einheiten in der Heatmap an, um sie als Linien zu sehen.</translation>
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
        <source>unit %1, reference</source>
        <translation>Einheit %1, Referenz</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>State that is kept between inferences will appear here, a row per unit and a column per inference: of an LSTM, or what a model carries itself. Partial sums of a convolution are no values that can be shown.</source>
        <translation>Zustand, der zwischen Inferenzen bleibt, erscheint hier, eine Zeile je Einheit und eine Spalte je Inferenz: der eines LSTM, oder was ein Modell selbst fortführt. Teilsummen einer Faltung sind keine Werte, die gezeigt werden können.</translation>
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
        <source>W S zoom · A D pan · drag to measure · click for what released it, Shift+click for the whole chain · F fit</source>
        <translation>W S Zoom · A D verschieben · ziehen zum Messen · klicken zeigt, was es freigab, Umschalt+Klick die ganze Kette · F einpassen</translation>
    </message>
    <message>
        <source>Show &amp;Whole Inference</source>
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
        <source>Choose a streaming axis to see the form that takes one position per inference.</source>
        <translation>Wählen Sie eine Streaming-Achse, um die Form zu sehen, die eine Position je Inferenz nimmt.</translation>
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
        <source>Published, spaced</source>
        <translation>Veröffentlicht, einzeln</translation>
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
        <source>Rows: published cycles, in per cent above or below what is predicted.</source>
        <translation>Zeilen: veröffentlichte Takte, in Prozent über oder unter der Vorhersage.</translation>
    </message>
    <message>
        <source>End to end: %1.</source>
        <translation>Gesamt: %1.</translation>
    </message>
</context>
<context>
    <name>lockstep::app::ConfigsDialog</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>too close to the one above to call</source>
        <translation>zu knapp am Beschleuniger darüber</translation>
    </message>
    <message>
        <source>outside the calibrated range</source>
        <translation>außerhalb des kalibrierten Bereichs</translation>
    </message>
    <message>
        <source>The model on all accelerators</source>
        <translation>Das Modell auf allen Beschleunigern</translation>
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
        <source>Weight blocks</source>
        <translation>Gewichtsblöcke</translation>
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
        <source>does not fit: %1</source>
        <translation>passt nicht: %1</translation>
    </message>
    <message>
        <source>not taken: %1</source>
        <translation>nicht angenommen: %1</translation>
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
    <name>lockstep::app::HelpWindow</name>
    <message>
        <source># Keyboard shortcuts</source>
        <translation># Tastenkürzel</translation>
    </message>
    <message>
        <source>| Keys | Command | What it does |</source>
        <translation>| Tasten | Befehl | Was er tut |</translation>
    </message>
    <message>
        <source>In the timeline: W S zoom, A D pan, `,` and `.` choose the neighbour, F fits. In a graph: arrows walk along the edges, + and − zoom. In plots: + and − zoom, A and B set cursors.</source>
        <translation>In der Zeitachse: W S Zoom, A D verschieben, `,` und `.` wählen den Nachbarn, F passt ein. In einem Graphen: Pfeile gehen die Kanten entlang, + und − zoomen. In Diagrammen: + und − zoomen, A und B setzen Cursor.</translation>
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
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
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
        <source>Inferences done (0 is before the first one):</source>
        <translation>Erledigte Inferenzen (0 ist vor der ersten):</translation>
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
        <source>Open input data</source>
        <translation>Eingabedaten öffnen</translation>
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
        <source>folding</source>
        <translation>Einklappen</translation>
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
        <translation>&amp;Beispiel öffnen</translation>
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
        <translation>&amp;Strategie</translation>
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
    <name>lockstep::app::SelectionLinks</name>
    <message>
        <source>selection</source>
        <translation>Auswahl</translation>
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
        <source>proposed: %1, from %2</source>
        <translation>vorgeschlagen: %1, aus %2</translation>
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
    <name>lockstep::app::TopBar</name>
    <message>
        <source>%1: %2 cores, blocks of %3</source>
        <translation>%1: %2 Kerne, Blöcke zu %3</translation>
    </message>
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
</context>
<context>
    <name>lockstep::app::TransportBar</name>
    <message>
        <source>Inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>Drag to run forward or back to an inference</source>
        <translation>Ziehen, um vor oder zurück zu einer Inferenz zu laufen</translation>
    </message>
    <message>
        <source>Inferences that have been run; plots count them from 0</source>
        <translation>Inferenzen, die gelaufen sind; Diagramme zählen sie ab 0</translation>
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
        <source>Play speed</source>
        <translation>Abspielgeschwindigkeit</translation>
    </message>
    <message>
        <source>Inferences per second when playing</source>
        <translation>Inferenzen je Sekunde beim Abspielen</translation>
    </message>
    <message>
        <source>%1 / s</source>
        <translation>%1 / s</translation>
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
        <source>NPY, NPZ or CSV file…</source>
        <translation>NPY-, NPZ- oder CSV-Datei…</translation>
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
</context>
</TS>
