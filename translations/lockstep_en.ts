<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>ChangeText</name>
    <message numerus="yes">
        <source>fold %n modules</source>
        <translation>
            <numerusform>fold %n module</numerusform>
            <numerusform>fold %n modules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>unfold %n modules</source>
        <translation>
            <numerusform>unfold %n module</numerusform>
            <numerusform>unfold %n modules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileKind</name>
    <message numerus="yes">
        <source>Drop to open %n files</source>
        <translation>
            <numerusform>Drop to open %n file</numerusform>
            <numerusform>Drop to open %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderContents</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accelerator config(s)</source>
        <translation>
            <numerusform>%n accelerator config</numerusform>
            <numerusform>%n accelerator configs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of input data</source>
        <translation>
            <numerusform>%n file of input data</numerusform>
            <numerusform>%n files of input data</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n inferences</source>
        <translation>
            <numerusform>in %n inference</numerusform>
            <numerusform>in %n inferences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n operator</numerusform>
            <numerusform>%n operators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorPanel</name>
    <message numerus="yes">
        <source>%1 (and %n more)</source>
        <translation>
            <numerusform>%1 (and %n more)</numerusform>
            <numerusform>%1 (and %n more)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::GraphSearch</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::PassBar</name>
    <message numerus="yes">
        <source>%n changes and why</source>
        <translation>
            <numerusform>%n change and why</numerusform>
            <numerusform>%n changes and why</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::PassList</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n changes</source>
        <translation>
            <numerusform>%1 of %n change</numerusform>
            <numerusform>%1 of %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::VariantsPanel</name>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n variant</numerusform>
            <numerusform>%n variants</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::ConfigForm</name>
    <message numerus="yes">
        <source>%n field(s) not valid: the reason stands beside.</source>
        <translation>
            <numerusform>%n field is not valid: the reason stands beside it.</numerusform>
            <numerusform>%n fields are not valid: the reasons stand beside them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::MainWindow</name>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n operator</numerusform>
            <numerusform>%n operators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::PolicyButton</name>
    <message numerus="yes">
        <source>, %n seeds</source>
        <translation>
            <numerusform>, %n seed</numerusform>
            <numerusform>, %n seeds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n pins</source>
        <translation>
            <numerusform>, %n pin</numerusform>
            <numerusform>, %n pins</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::RemedyDialog</name>
    <message numerus="yes">
        <source>%n way(s) to be under it, band included.</source>
        <translation>
            <numerusform>%n way to be under it, band included.</numerusform>
            <numerusform>%n ways to be under it, band included.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::SeveralModels</name>
    <message numerus="yes">
        <source>%n models: compare them, or open each by itself?</source>
        <translation>
            <numerusform>%n model: compare it, or open it by itself?</numerusform>
            <numerusform>%n models: compare them, or open each by itself?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lockstep::app::TopBar</name>
    <message numerus="yes">
        <source>%n inputs</source>
        <translation>
            <numerusform>%n input</numerusform>
            <numerusform>%n inputs</numerusform>
        </translation>
    </message>
</context>
</TS>
