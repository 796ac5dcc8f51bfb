<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>hawk::ui::CodeEditor</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hawk::ui::FoldingView</name>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n left out</numerusform>
            <numerusform>%n left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hawk::ui::OperatorModel</name>
    <message numerus="yes">
        <source>%1 (%2), %n cases</source>
        <translation>
            <numerusform>%1 (%2), %n case</numerusform>
            <numerusform>%1 (%2), %n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hawk::ui::RunBar</name>
    <message numerus="yes">
        <source>%1 of %n operators</source>
        <translation>
            <numerusform>%1 of %n operator</numerusform>
            <numerusform>%1 of %n operators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hawk::ui::RunLimits</name>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hawk::ui::TimelinePane</name>
    <message numerus="yes">
        <source>%1 modelled, %n cores</source>
        <translation>
            <numerusform>%1 modelled, %n core</numerusform>
            <numerusform>%1 modelled, %n cores</numerusform>
        </translation>
    </message>
</context>
</TS>
