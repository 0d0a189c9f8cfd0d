<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AxisText</name>
    <message>
        <source>axis %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 = %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a TorchScript model, a program, a session, a config or input data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the model&apos;s file again; settings, layout and plots stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a saved session: its models, settings and view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the open models, their settings and the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;program…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the compiled program: it runs without the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report as &amp;HTML…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One page with figures, tables and plots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report as P&amp;DF…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report for printing and sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report as &amp;Markdown…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report for wikis and merge requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report as &amp;CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report&apos;s tables for a spreadsheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report as &amp;JSON…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report for tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chrome &amp;trace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cycle timeline as trace events, which Perfetto opens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Outputs as NPY…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outputs of the run, one row per inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the model that is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave Lockstep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the last change of the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the change of the view again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selection &amp;back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select what was selected before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selection &amp;forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select what was selected after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find operator…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find operators by name, kind or module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the lockstep command that prints what is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit graphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole graphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enlarge the graphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shrink the graphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark, as the desktop is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark text on a light ground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light text on a dark ground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put all panels back where they were at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One inference forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One inference back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to before the first inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go to inference…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run forward or back to an inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step on at the chosen speed until stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop stepping, and cancel loading or compiling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play fewer inferences per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play more inferences per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compile again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compile the model for the chosen config again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Using this window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the parts of this window show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Numerics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the VM computes, to the bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys on one page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Lockstep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version, licence and libraries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Inputs of the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give other shapes, values or streaming axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run to the run length as fast as possible, and again to a length further; while running: pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare &amp;deployments…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model that ends in a last-step readout: whole windows, or carried state, side by side</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>LSTM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two LSTM layers of 256 and a linear head; a sequence of 20 × 128</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MLP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three linear layers with ReLU and a residual; 784 values in, 10 out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CNN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two causal convolutions along time; 32 channels in, 1 out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The example can&apos;t be written to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space or set XDG_CACHE_HOME to a folder that can be written to</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>Web page (*.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chrome trace (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NumPy array (*.npy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lockstep program (*.lkp)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileKind</name>
    <message>
        <source>Only files on this computer can be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Drop to open %n files</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to open the session %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to compile for the accelerator %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to run on the inputs of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to open the program %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to open %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published accelerators run it as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built from operators that published accelerators run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lockstep&apos;s own; no published accelerator is known to run it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · data dimension %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from state %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing reads it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, line %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fused into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 values, %2 to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |Δ| %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, reference %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JsonReader</name>
    <message>
        <source>The field %1.%2 can&apos;t be used: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the session again, or mend the file by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a number from %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a list of texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a list of objects</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PanelText</name>
    <message>
        <source>scalar</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PrecisionChoice</name>
    <message>
        <source>None of these operators has weights of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 operators cannot (%3). Choose them one by one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bf16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fp32 activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fp8 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen accelerator does not convert fp8 weights.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QMainWindow</name>
    <message>
        <source>Modules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SessionFile</name>
    <message>
        <source>%1 is no session that can be opened: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the model itself, or save the session again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a document is not an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a document needs a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an extent is a whole number from 1 on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say that it is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has version %1, and this Lockstep reads up to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a core is a whole number from 0 on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; spaced · %2 contiguous (modelled)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;%1 cycles&lt;/b&gt; spaced · %2 cycles contiguous (modelled; clock not published)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute: %1 cycles for an inference alone, %2 cycles per inference back to back, by playing the program&apos;s instructions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock: %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean %1, 99th percentile %2: compute as modelled plus the IO round trip.
%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>end-to-end: no IO figures for this board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reference: forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reference: stepped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error: no inference yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step or run: every inference is compared with LibTorch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error: no reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |Δ| &lt;b&gt;%1&lt;/b&gt; %2 (%3, %4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over %1 inferences: largest difference %2 at inference %3, relative rms %4; all close at atol %5, rtol %6: %7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stepped and forward agree within %1 on %2 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights %1 of %2 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>latency: nothing compiled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error: nothing run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>still for %1: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 inferences of the warm-up have no valid output and are left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warm-up: no valid output in the first %1 inferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> after a warm-up of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sure the latency is: the nearest published rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; end-to-end (%2, published table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target not judged: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>under</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 under the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 over the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too close to call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 from the target: too close to call</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep</name>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as &amp;PNG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as S&amp;VG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vector graphics (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;Visible Values as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save All Values as CS&amp;V…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2. Choose a folder that you may write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Began as soon as the program did</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waited for its unit, busy with the instruction before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waited for an operand block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waited until its accumulator could take a product again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waited for the bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waited for an earlier output block to leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contiguous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>assumed clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>core %1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · core %2 %3 · cycles %4 to %5 · %6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; · core %2 %3, instruction %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, module %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycles %1 to %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The unit worked in %1 of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result ready at cycle %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; released by %1 on core %2 %3, cycles %4 to %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State update: only the next inference needs it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Δ %1, cycles %2 to %3 · %4 events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · total %1 · avg %2 · min %3 · max %4 cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>avg</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Cycles inside the selection&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::ErrorPlot</name>
    <message>
        <source>Output error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic error axis; exact zeros stand in the band below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The error of every inference will appear here. Compile a model for an accelerator and run it (F5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file&apos;s own forward (LibTorch, fp32)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the streaming graph stepped with LibTorch (fp32)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from inference %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several references, marked below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VM against %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |Δ|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rms Δ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>atol %1: below, every output passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stepped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tolerance: |VM − reference| ≤ %1 + %2·|reference| for every output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |Δ| %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ within tolerance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ outside tolerance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rms %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no valid output yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; the first %1 inferences are the warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::GraphMinimap</name>
    <message>
        <source>Overview of the graph</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::GraphView</name>
    <message>
        <source>Graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a TorchScript file here, or open one with File, Open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laying out %1 nodes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laying out…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simple layout: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1:%2  %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built from operators that published accelerators run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No published accelerator is known to run it (◇)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::HeatMapView</name>
    <message>
        <source>unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 NaN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit %1, inference %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show A&amp;ll Inferences</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::HistogramView</name>
    <message>
        <source>Histogram of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 values from %2 to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2: %3 values</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Support</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an operator in a graph, the timeline or the table to see its shapes, weights, source line and state.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What an operator is and where it comes from shows here once a model is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (figures from %2 evenly spaced ones)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean ± deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::MemoryPanel</name>
    <message>
        <source>Weight store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor RAM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accumulator store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clamp store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Descriptors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>published depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>derived depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fitted depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>assumed depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How full each memory of the accelerator is shows here once a model is compiled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, over: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>core %1: %2 of %3 %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3 %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>depth as your config gives it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::ModulePanel</name>
    <message>
        <source>Modules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>module %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s modules and operators show here once a model is open.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::OpTableModel</name>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2: %3 instructions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 busy cycles only for the next inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycles in which a unit worked for it, over all cores and units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the busy cycles of all operators; they overlap, so they do not add up to the latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First cycle of its first instruction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycle in which its last unit is free again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight blocks over all cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Busy cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First cycle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last cycle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fused into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>composed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lockstep only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the published accelerators run it as it is, run what it is built from, or are not known to run it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::OpTablePanel</name>
    <message>
        <source>What each operator costs shows here once a model is compiled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cycles over all operators − %2 at the same time + %3 in flight = %4 cycles spaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operators run on several cores and units at once, so their cycles add up to more than the latency. “In flight” are cycles in which no unit takes new work.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::PlotChart</name>
    <message>
        <source>B − A: %1 inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B − A: %1 inferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 → %3, Δ %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+∞</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>−∞</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>negative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 value is not on the axis: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 values are not on the axis: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inference %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::PlotView</name>
    <message>
        <source>; inference %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set Cursor &amp;A Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set Cursor &amp;B Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove Cursors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show A&amp;ll Inferences</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::PrecisionChoice</name>
    <message>
        <source>Operators that the precision is for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Module %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No %1. %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::ProblemsPanel</name>
    <message>
        <source>error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy with details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No problems. What can&apos;t be read, streamed or compiled shows here, with the operator and what to do.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::StatePlot</name>
    <message>
        <source>Units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer and its hidden (h) or cell (c) state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click units in the heat map to see them as lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, VM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, VM − reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference has no state to compare with in this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 units × %2 inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 units × %2 inferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit %1, reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State that is kept between inferences will appear here, a row per unit and a column per inference: of an LSTM, or what a model carries itself. Partial sums of a convolution are no values that can be shown.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::TimelinePainter</name>
    <message>
        <source>cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>µs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>critical path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>core %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spaced %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contiguous %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instructions of one inference will appear here, a lane per core and unit. Open a model and choose an accelerator to compile it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline of inference %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>W S zoom · A D pan · drag to measure · click for what released it, Shift+click for the whole chain · F fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;Whole Inference</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::TwinGraphView</name>
    <message>
        <source>NNIR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Streaming form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selection, hover, pan and zoom of the two graphs go together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole of both graphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graph of the streaming form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NNIR graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a streaming axis to see the form that takes one position per inference.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The streaming form appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The selected node has no counterpart in the streaming form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The selected node has no counterpart in the NNIR</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::WhyBars</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::WhyPanel</name>
    <message>
        <source>waits for input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for a result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for the bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for an accumulator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for its turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>core %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Critical path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why an inference takes as long as it does shows here once a model is compiled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roofline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least cycles that are possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What holds it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How busy the units are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 cycles: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 cycles busy; contiguous: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>busy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::WhyPathModel</name>
    <message>
        <source>end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycles %1 to %2: %3
%4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why not earlier</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::BandDialog</name>
    <message>
        <source>Compute, spaced: &lt;b&gt;%1 %2&lt;/b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute, spaced: &lt;b&gt;%1 cycles %2&lt;/b&gt;; the clock is not published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End to end: &lt;b&gt;%1 %2&lt;/b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End to end: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest published rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published, spaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sure the latency is: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program lies %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows: published cycles, in per cent above or below what is predicted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End to end: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::DocumentController</name>
    <message>
        <source>Opening %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the inputs of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transforming %1 for streaming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compiling %1 for %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running to inference %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing deployments of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::ErrorPage</name>
    <message>
        <source>in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more; all of them are in the problems panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import another method:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines to run in your own Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy these lines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::HelpWindow</name>
    <message>
        <source># Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>| Keys | Command | What it does |</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the timeline: W S zoom, A D pan, `,` and `.` choose the neighbour, F fits. In a graph: arrows walk along the edges, + and − zoom. In plots: + and − zoom, A and B set cursors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::JobRunner</name>
    <message>
        <source>%1 failed unexpectedly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a fault of Lockstep; please report it with the details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::MainWindow</name>
    <message>
        <source>Lockstep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model and run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>streaming axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accelerator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>latency target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has changed on disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inferences done (0 is before the first one):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Lockstep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Lockstep %1&lt;/b&gt;&lt;br&gt;Latency and accuracy of streaming models on FPGA accelerators.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MIT licence. Built with Qt %1, LibTorch (in the import worker), Graphviz, nlohmann/json, CLI11, fmt, libzip, libseccomp and OpenSSL. Lockstep never uses a network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models, programs, sessions (*.pt *.pth *.ts *.lkp *.lockstep)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accelerator configs (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input data (*.npy *.npz *.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program is compiled for its accelerator already; open its model to try another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next model is compiled for %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the model first that is to run on %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lockstep session (*.lockstep)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open accelerator config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open input data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only files on this computer can be opened: Lockstep uses no network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>busy cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2 % of all)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from – to cycle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for the next inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Lockstep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program holds no graph. Its operators are in the list on the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s graph shows here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>working…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading, transforming or compiling; the line at the bottom says how far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not compiled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compiled in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 cores used; program of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deployment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open its model to see what was compiled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model keeps its own state: each inference is one step already, without a streaming axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model answers with the last position of a window. It can also take one position per inference, its state carried on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare deployments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These look like state that is passed in and out: %1. Kept between inferences, it starts at zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep as state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>precision</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::Menus</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;ssion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open e&amp;xample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open re&amp;cent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lear the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::ReadoutDialog</name>
    <message>
        <source>%1 positions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cycles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency, spaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this deployment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compiling the deployments and running them on the inputs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model answers with the last position of a window of %1. Carried state is another function than the one that was trained on windows: from the second window on it has seen more than a window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences in LibTorch&apos;s fp32 over %1 positions of %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carried state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carried state, reset every %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>once in %1 inferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in each inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing: it is what was trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1; rms %2, %3 % of the outputs&apos; rms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1 in the middle of a window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1 at the end of a window, %2 in the middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three ways to deploy the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An inference takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differs from the whole window by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the deployments answer on the inputs will appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The deployments could not be compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By how much the answers differ is not known: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random inputs say little about real ones: choose a file of yours as inputs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (in use)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to compare: give inputs that are a window or longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>carried state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reset every %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 [%2], which differs most</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::RefusalPage</name>
    <message>
        <source>What can&apos;t be imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why, and what to do instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other inputs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give other shapes, values or axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 operators could be imported; the others are marked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::SelectionLinks</name>
    <message>
        <source>selection</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::ShapeForm</name>
    <message>
        <source>Read the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for example 20, 128</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What are the inputs of %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Streaming axis of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis along which the sequence arrives, one position per inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>streams along</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept as state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proposed: %1, from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs a shape, like 20, 128</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::StatusLine</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outside the calibrated range</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::TopBar</name>
    <message>
        <source>%1: %2 cores, blocks of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, clock not published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models that are open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency target in microseconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> µs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the latency report, the trace or the outputs to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accelerator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open config file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Streaming axis of input %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis along which the sequence arrives, one position per inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Streaming axis of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shapes of the inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of each input; click to give others</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n inputs</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Latency target, end to end: the word beside it says whether the figure with its ± is under or over it; 0 means none. Remembered for each model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::TransportBar</name>
    <message>
        <source>Inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to run forward or back to an inference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inferences that have been run; plots count them from 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run length in inferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far Run goes: beyond the example sequence, the reference is stepped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inferences per second when playing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 / s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inputs of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the values of the inputs come from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random, seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the random inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed gives the same inputs on every machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NPY, NPZ or CSV file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reset every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inferences between two resets of the state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the state of the VM and of the reference back to its initial value after so many inferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lockstep::app::WelcomePage</name>
    <message>
        <source>Lockstep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What an FPGA accelerator runs of your PyTorch model, how fast, and how exactly: before any hardware is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>or drop one anywhere on this window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;1. Open a model&lt;/b&gt;&lt;br&gt;A TorchScript file, traced or scripted. Lockstep shows the graph that the accelerator will run. The file is read in a sandbox.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;2. Choose how it streams and for what&lt;/b&gt;&lt;br&gt;Pick the axis along which the sequence arrives and an accelerator; the model is compiled at once, with its latency and memories.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;3. Step it&lt;/b&gt;&lt;br&gt;F10 runs one inference in the bit-accurate VM, beside LibTorch. Look at state, error and timeline, and export the latency report.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
