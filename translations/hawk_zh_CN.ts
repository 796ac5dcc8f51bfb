<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;New Workspace...</source>
        <translation>新建工作区(&amp;N)...</translation>
    </message>
    <message>
        <source>Create a workspace in an empty folder</source>
        <translation>在空文件夹中创建工作区</translation>
    </message>
    <message>
        <source>&amp;Open Workspace...</source>
        <translation>打开工作区(&amp;O)...</translation>
    </message>
    <message>
        <source>Open a workspace folder</source>
        <translation>打开一个工作区文件夹</translation>
    </message>
    <message>
        <source>Open &amp;Demo</source>
        <translation>打开演示(&amp;D)</translation>
    </message>
    <message>
        <source>Open the demo workspace and start its loop</source>
        <translation>打开演示工作区并启动循环</translation>
    </message>
    <message>
        <source>&amp;Close Workspace</source>
        <translation>关闭工作区(&amp;C)</translation>
    </message>
    <message>
        <source>Close the workspace</source>
        <translation>关闭当前工作区</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Stop the run and leave; it can be resumed</source>
        <translation>停止运行并退出；之后可以继续</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Start a new run over all operators</source>
        <translation>对所有算子开始新的运行</translation>
    </message>
    <message>
        <source>Run This &amp;Operator</source>
        <translation>运行此算子(&amp;O)</translation>
    </message>
    <message>
        <source>Start a new run over the selected operator</source>
        <translation>只对选中的算子开始新的运行</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Finish the step in flight, then pause</source>
        <translation>完成当前步骤后暂停</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Stop now; the run can be resumed</source>
        <translation>立即停止；之后可以继续</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>继续(&amp;E)</translation>
    </message>
    <message>
        <source>Continue the newest unfinished run</source>
        <translation>继续最近一次未完成的运行</translation>
    </message>
    <message>
        <source>&amp;Edit Candidate</source>
        <translation>编辑候选(&amp;E)</translation>
    </message>
    <message>
        <source>Change a copy of this kernel by hand</source>
        <translation>手工修改此内核的副本</translation>
    </message>
    <message>
        <source>&amp;Judge Edit</source>
        <translation>评判修改(&amp;J)</translation>
    </message>
    <message>
        <source>Judge the edited kernel; it becomes a candidate</source>
        <translation>评判修改后的内核；它将成为一个候选</translation>
    </message>
    <message>
        <source>D&amp;iscard Edit</source>
        <translation>放弃修改(&amp;I)</translation>
    </message>
    <message>
        <source>Forget the changes to this kernel</source>
        <translation>丢弃对此内核的修改</translation>
    </message>
    <message>
        <source>&amp;Find...</source>
        <translation>查找(&amp;F)...</translation>
    </message>
    <message>
        <source>Find text in the kernel</source>
        <translation>在内核源码中查找文本</translation>
    </message>
    <message>
        <source>&amp;Undo Decision</source>
        <translation>撤销决定(&amp;U)</translation>
    </message>
    <message>
        <source>Undo the newest decision about knowledge</source>
        <translation>撤销最近一次关于知识的决定</translation>
    </message>
    <message>
        <source>&amp;Redo Decision</source>
        <translation>重做决定(&amp;R)</translation>
    </message>
    <message>
        <source>Decide again what was undone</source>
        <translation>重新执行被撤销的决定</translation>
    </message>
    <message>
        <source>&amp;Compare With This</source>
        <translation>与此候选比较(&amp;C)</translation>
    </message>
    <message>
        <source>Show the selected candidate&apos;s changes against this one</source>
        <translation>显示选中候选相对于此候选的改动</translation>
    </message>
    <message>
        <source>Compare With &amp;First Correct</source>
        <translation>与首个正确候选比较(&amp;F)</translation>
    </message>
    <message>
        <source>Show the changes against the first correct candidate</source>
        <translation>显示相对于首个正确候选的改动</translation>
    </message>
    <message>
        <source>Go to &amp;Best</source>
        <translation>转到最佳(&amp;B)</translation>
    </message>
    <message>
        <source>Select the fastest correct candidate of the operator</source>
        <translation>选择该算子最快的正确候选</translation>
    </message>
    <message>
        <source>Go to &amp;Parent</source>
        <translation>转到父候选(&amp;P)</translation>
    </message>
    <message>
        <source>Select the candidate this one was made from</source>
        <translation>选择此候选的来源候选</translation>
    </message>
    <message>
        <source>&amp;Next Finding</source>
        <translation>下一个问题(&amp;N)</translation>
    </message>
    <message>
        <source>Go to the next finding</source>
        <translation>转到下一个问题</translation>
    </message>
    <message>
        <source>Pre&amp;vious Finding</source>
        <translation>上一个问题(&amp;V)</translation>
    </message>
    <message>
        <source>Go to the previous finding</source>
        <translation>转到上一个问题</translation>
    </message>
    <message>
        <source>&amp;Approve</source>
        <translation>批准(&amp;A)</translation>
    </message>
    <message>
        <source>Approve the entry: it may be retrieved</source>
        <translation>批准此条目：允许被检索</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>拒绝(&amp;R)</translation>
    </message>
    <message>
        <source>Reject the entry: it is never retrieved</source>
        <translation>拒绝此条目：不再被检索</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Undo the newest decision</source>
        <translation>撤销最近一次决定</translation>
    </message>
    <message>
        <source>Ne&amp;xt Entry</source>
        <translation>下一条目(&amp;X)</translation>
    </message>
    <message>
        <source>Select the next entry of the list</source>
        <translation>选择列表中的下一条目</translation>
    </message>
    <message>
        <source>Pre&amp;vious Entry</source>
        <translation>上一条目(&amp;V)</translation>
    </message>
    <message>
        <source>Select the previous entry of the list</source>
        <translation>选择列表中的上一条目</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Show a shorter time</source>
        <translation>显示更短的时间范围</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Show a longer time</source>
        <translation>显示更长的时间范围</translation>
    </message>
    <message>
        <source>Show &amp;Whole Timeline</source>
        <translation>显示完整时间线(&amp;W)</translation>
    </message>
    <message>
        <source>Show the kernel from start to end</source>
        <translation>显示内核从开始到结束的全过程</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>恢复布局(&amp;R)</translation>
    </message>
    <message>
        <source>Put every pane back where it was</source>
        <translation>将所有面板放回原处</translation>
    </message>
    <message>
        <source>&amp;Command Palette...</source>
        <translation>命令面板(&amp;C)...</translation>
    </message>
    <message>
        <source>Find and run any command</source>
        <translation>查找并执行任意命令</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>Use the system&apos;s light or dark theme</source>
        <translation>使用系统的浅色或深色主题</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Use the light theme</source>
        <translation>使用浅色主题</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Use the dark theme</source>
        <translation>使用深色主题</translation>
    </message>
    <message>
        <source>&amp;English</source>
        <translation>英语(&amp;E)</translation>
    </message>
    <message>
        <source>Show all texts in English</source>
        <translation>以英语显示所有文字</translation>
    </message>
    <message>
        <source>&amp;Chinese</source>
        <translation>中文(&amp;C)</translation>
    </message>
    <message>
        <source>Show all texts in Simplified Chinese</source>
        <translation>以简体中文显示所有文字</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>List every shortcut</source>
        <translation>列出所有快捷键</translation>
    </message>
    <message>
        <source>&amp;About Hawk Workbench</source>
        <translation>关于 Hawk Workbench(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>Copy &amp;Prompt</source>
        <translation>复制提示词(&amp;P)</translation>
    </message>
    <message>
        <source>Copy the whole prompt as it is sent</source>
        <translation>按发送的原样复制整个提示词</translation>
    </message>
    <message>
        <source>Find in Prompt &amp;and Reply...</source>
        <translation>在提示词和回复中查找(&amp;A)...</translation>
    </message>
    <message>
        <source>Find text in what a model was asked and said</source>
        <translation>在模型的提问和回答中查找文字</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Fold every part of prompt and reply</source>
        <translation>折叠提示词和回复的所有部分</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Unfold every part of prompt and reply</source>
        <translation>展开提示词和回复的所有部分</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Show each new prompt as it goes out</source>
        <translation>每发出一个新提示词就显示它</translation>
    </message>
    <message>
        <source>&amp;Models...</source>
        <translation>语言模型(&amp;M)...</translation>
    </message>
    <message>
        <source>Set up language models and test their connection</source>
        <translation>设置语言模型并测试连接</translation>
    </message>
    <message>
        <source>P&amp;rice Table...</source>
        <translation>价格表(&amp;R)...</translation>
    </message>
    <message>
        <source>See and change what language models cost</source>
        <translation>查看和修改语言模型的价格</translation>
    </message>
</context>
<context>
    <name>CandidateColumns</name>
    <message>
        <source>Against the first correct candidate of the operator</source>
        <translation>相对于该算子的首个正确候选</translation>
    </message>
    <message>
        <source>Modelled time, summed over the cases</source>
        <translation>各用例建模时间之和</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>改动内容</translation>
    </message>
</context>
<context>
    <name>ConfirmText</name>
    <message>
        <source>There are changes that are not saved.</source>
        <translation>有尚未保存的更改。</translation>
    </message>
    <message>
        <source>&amp;Discard Changes</source>
        <translation>放弃更改(&amp;D)</translation>
    </message>
</context>
<context>
    <name>Convert</name>
    <message>
        <source>Learned from a repair: candidate #%1 failed, #%2 passed</source>
        <translation>从一次修复中学得：候选 #%1 失败，#%2 通过</translation>
    </message>
    <message>
        <source>Learned from a speed-up: candidate #%1 was slower than #%2</source>
        <translation>从一次加速中学得：候选 #%1 慢于 #%2</translation>
    </message>
    <message>
        <source>Replayed with fresh inputs on %1: the effect was reproduced.</source>
        <translation>已在 %1 上用新输入重放：效果得到复现。</translation>
    </message>
    <message>
        <source>Replayed with fresh inputs on %1: the effect was not reproduced.</source>
        <translation>已在 %1 上用新输入重放：效果未能复现。</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>之前：%1</translation>
    </message>
    <message>
        <source>After: %1</source>
        <translation>之后：%1</translation>
    </message>
    <message>
        <source>Gain: %1</source>
        <translation>收益：%1</translation>
    </message>
    <message>
        <source>%1 to %2, about %3 tokens</source>
        <translation>%1 发给 %2，约 %3 个词元</translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out</source>
        <translation>输入 %1 个词元，输出 %2 个</translation>
    </message>
</context>
<context>
    <name>CoreText</name>
    <message>
        <source>correct on %1 cases, %2 µs modelled</source>
        <translation>%1 个用例全部正确，建模用时 %2 µs</translation>
    </message>
    <message>
        <source>correct on %1 cases, %2 µs modelled (not every profile is trusted)</source>
        <translation>%1 个用例全部正确，建模用时 %2 µs（并非所有剖析都可信）</translation>
    </message>
    <message>
        <source>rejected: %1</source>
        <translation>已拒绝：%1</translation>
    </message>
    <message>
        <source>does not compile</source>
        <translation>无法编译</translation>
    </message>
    <message>
        <source>does not compile: %1</source>
        <translation>无法编译：%1</translation>
    </message>
    <message>
        <source>case %1: %2</source>
        <translation>用例 %1：%2</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>fatal: %1</source>
        <translation>致命：%1</translation>
    </message>
    <message>
        <source>only device code: the entry, Ascend C headers, no host library, process, file, network or assembly</source>
        <translation>仅含设备代码：入口与 Ascend C 头文件，不含主机库、进程、文件、网络或汇编</translation>
    </message>
    <message>
        <source>only names that the Ascend C headers declare</source>
        <translation>只使用 Ascend C 头文件声明的名称</translation>
    </message>
    <message>
        <source>a plan that resolves on every case</source>
        <translation>在每个用例上都能解析的启动方案</translation>
    </message>
    <message>
        <source>compiles for every element type</source>
        <translation>对每种元素类型都能编译</translation>
    </message>
    <message>
        <source>every block returns within its limits, without a fatal finding</source>
        <translation>每个块都在限制内返回，且没有致命问题</translation>
    </message>
    <message>
        <source>every output within the tolerance of the fp64 golden, inputs unchanged</source>
        <translation>每个输出都在 fp64 基准的容差之内，输入未被改动</translation>
    </message>
    <message>
        <source>no error-level finding of the hardware rules</source>
        <translation>没有违反硬件规则的错误级问题</translation>
    </message>
    <message>
        <source>a complete trace with proven ordering</source>
        <translation>完整且顺序得到证明的跟踪</translation>
    </message>
    <message>
        <source>every input byte that matters is read from global memory, every output byte written</source>
        <translation>每个有影响的输入字节都从全局内存读取，每个输出字节都已写入</translation>
    </message>
    <message>
        <source>no faster than the chip&apos;s bandwidth and arithmetic allow</source>
        <translation>不快于芯片带宽与算力所允许的速度</translation>
    </message>
    <message>
        <source>a task that a constant or a copy cannot pass</source>
        <translation>常量或复制无法通过的任务</translation>
    </message>
    <message>
        <source>no change to what judges</source>
        <translation>评判程序没有变化</translation>
    </message>
    <message>
        <source>two runs with other addresses, block order and poison (not-a-number, then finite) agree bit by bit</source>
        <translation>更换地址、块顺序和填充值（先非数、后有限值）的两次运行逐位一致</translation>
    </message>
    <message>
        <source>float32 results with the errors of float32 arithmetic, measured against the CPU in the same precision</source>
        <translation>float32 结果的误差与 float32 运算相当，以同精度的 CPU 为准</translation>
    </message>
    <message>
        <source>what the specification says of changed inputs</source>
        <translation>规格对输入变化的规定</translation>
    </message>
    <message>
        <source>host code that only hands on: all computation is in the kernel</source>
        <translation>主机代码只负责传递：全部计算都在内核中</translation>
    </message>
    <message>
        <source>nothing a candidate cannot contain</source>
        <translation>没有候选不得包含的内容</translation>
    </message>
    <message>
        <source>every AscendC name is declared</source>
        <translation>所有 AscendC 名称均已声明</translation>
    </message>
    <message>
        <source>resolves on %1 cases</source>
        <translation>在 %1 个用例上可以解析</translation>
    </message>
    <message>
        <source>%1 builds for the element types</source>
        <translation>为各元素类型编译 %1 次</translation>
    </message>
    <message>
        <source>%1 builds for the element types, from the cache</source>
        <translation>为各元素类型编译 %1 次，取自缓存</translation>
    </message>
    <message>
        <source>%1 of %2 cases finished</source>
        <translation>%2 个用例中有 %1 个运行完成</translation>
    </message>
    <message>
        <source>%1 of %2 cases match</source>
        <translation>%2 个用例中有 %1 个结果一致</translation>
    </message>
    <message>
        <source>%1 of %2 cases break no rule</source>
        <translation>%2 个用例中有 %1 个未违反规则</translation>
    </message>
    <message>
        <source>%1 of %2 cases have a trusted profile</source>
        <translation>%2 个用例中有 %1 个剖析可信</translation>
    </message>
    <message>
        <source>%1 of %2 cases finished; %3</source>
        <translation>%2 个用例中有 %1 个运行完成；%3</translation>
    </message>
    <message>
        <source>%1 of %2 cases match; %3</source>
        <translation>%2 个用例中有 %1 个结果一致；%3</translation>
    </message>
    <message>
        <source>%1 of %2 cases break no rule; %3</source>
        <translation>%2 个用例中有 %1 个未违反规则；%3</translation>
    </message>
    <message>
        <source>%1 of %2 cases have a trusted profile; %3</source>
        <translation>%2 个用例中有 %1 个剖析可信；%3</translation>
    </message>
    <message>
        <source>reads %1 of %2 B of inputs, writes %3 of %4 B of outputs, in %5 of %6 cases with a whole trace</source>
        <translation>读取输入 %2 B 中的 %1 B，写入输出 %4 B 中的 %3 B；%6 个用例中有 %5 个跟踪完整</translation>
    </message>
    <message>
        <source>%1 µs modelled against a bound of %2 µs</source>
        <translation>建模 %1 µs，极限 %2 µs</translation>
    </message>
    <message>
        <source>outputs vary, every input matters</source>
        <translation>输出有变化，每个输入都有影响</translation>
    </message>
    <message>
        <source>the judging programs are the same as before the build</source>
        <translation>评判程序与编译之前相同</translation>
    </message>
    <message>
        <source>the judging programs changed during the judgement</source>
        <translation>评判程序在评判期间发生了变化</translation>
    </message>
    <message>
        <source>both runs gave the same bytes on %1</source>
        <translation>两次运行的字节相同：%1</translation>
    </message>
    <message>
        <source>%1 float32 outputs have the error statistics of their type</source>
        <translation>%1 个 float32 输出的误差统计符合其类型</translation>
    </message>
    <message>
        <source>no float32 output has the 64 elements that a distribution of errors needs</source>
        <translation>没有 float32 输出达到统计误差分布所需的 64 个元素</translation>
    </message>
    <message>
        <source>case %1 has no trusted time</source>
        <translation>用例 %1 没有可信的时间</translation>
    </message>
    <message>
        <source>its trace cannot be read: %1</source>
        <translation>其跟踪无法读取：%1</translation>
    </message>
    <message>
        <source>its trace ends after %1 operations, the most that a run records</source>
        <translation>其跟踪在 %1 个操作后结束，这是一次运行记录的上限</translation>
    </message>
    <message>
        <source>its trace is cut off</source>
        <translation>其跟踪不完整</translation>
    </message>
    <message>
        <source>within 10 % of the chip&apos;s bound on every case</source>
        <translation>每个用例都在芯片极限的 10 % 以内</translation>
    </message>
    <message>
        <source>refinements without gain: %1</source>
        <translation>连续 %1 次优化没有收益</translation>
    </message>
    <message>
        <source>nothing left to try</source>
        <translation>没有可再尝试的方案</translation>
    </message>
    <message>
        <source>the synthesizer has no further idea for this operator</source>
        <translation>合成器对该算子没有更多方案</translation>
    </message>
    <message>
        <source>the synthesizer has no further idea for this operator; last: %1</source>
        <translation>合成器对该算子没有更多方案；最近一次：%1</translation>
    </message>
    <message>
        <source>all %1 attempts are used up</source>
        <translation>%1 次尝试已用完</translation>
    </message>
    <message>
        <source>all %1 s of working time are used up</source>
        <translation>%1 s 的工作时间已用完</translation>
    </message>
    <message>
        <source>Ended at the cap of %1 tokens: %2 used, the next prompt takes about %3</source>
        <translation>已达 %1 个词元的上限而结束：已用 %2，下一个提示词约需 %3</translation>
    </message>
    <message>
        <source>Ended at the cap of %1 %2: %3 used, the next prompt takes about %4</source>
        <translation>已达 %1 %2 的上限而结束：已用 %3，下一个提示词约需 %4</translation>
    </message>
    <message>
        <source>Ended: the cap of %1 cannot be held, a reply came without a known price (the price table can give it)</source>
        <translation>已结束：无法保证 %1 的上限，有回复的价格未知（可在价格表中给出）</translation>
    </message>
    <message>
        <source>the cap is reached</source>
        <translation>已达上限</translation>
    </message>
    <message>
        <source>writing %1, attempt %2</source>
        <translation>正在编写 %1，第 %2 次尝试</translation>
    </message>
    <message>
        <source>judging %1, %2</source>
        <translation>正在评判 %1，%2</translation>
    </message>
    <message>
        <source>%1: asked %2, %3 tokens sent</source>
        <translation>%1：已询问 %2，发送 %3 个词元</translation>
    </message>
    <message>
        <source>%1: %2 tokens received</source>
        <translation>%1：已收到 %2 个词元</translation>
    </message>
    <message>
        <source>%1: %2 tokens received, still thinking</source>
        <translation>%1：已收到 %2 个词元，仍在思考</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1，第 %2 次尝试</translation>
    </message>
    <message>
        <source>build</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>second run</source>
        <translation>第二次运行</translation>
    </message>
    <message>
        <source>case %1</source>
        <translation>用例 %1</translation>
    </message>
    <message>
        <source>first draft</source>
        <translation>初稿</translation>
    </message>
    <message>
        <source>first draft, nothing known</source>
        <translation>初稿，没有任何先验知识</translation>
    </message>
    <message>
        <source>edited by hand</source>
        <translation>手工修改</translation>
    </message>
    <message>
        <source>written by hand</source>
        <translation>手工编写</translation>
    </message>
    <message>
        <source>undoes decision %1</source>
        <translation>撤销第 %1 号决定</translation>
    </message>
    <message>
        <source>takes decision %1 again</source>
        <translation>重做第 %1 号决定</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Close the other program, or open the workspace read-only.</source>
        <translation>请关闭另一个程序，或以只读方式打开工作区。</translation>
    </message>
    <message>
        <source>Use a newer Hawk Workbench, or open another workspace.</source>
        <translation>请使用更新版本的 Hawk Workbench，或打开其他工作区。</translation>
    </message>
    <message>
        <source>Check the name, or create a new workspace.</source>
        <translation>请检查名称，或新建一个工作区。</translation>
    </message>
    <message>
        <source>Run &quot;hawk doctor&quot; in a terminal: it says what is missing.</source>
        <translation>请在终端运行 &quot;hawk doctor&quot;：它会说明缺少什么。</translation>
    </message>
    <message>
        <source>Copy the details if you report this.</source>
        <translation>如需报告此问题，请复制详细信息。</translation>
    </message>
</context>
<context>
    <name>ModelCheckText</name>
    <message>
        <source>Give the model a name.</source>
        <translation>请给模型起一个名称。</translation>
    </message>
    <message>
        <source>A name has letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos;, at most 64.</source>
        <translation>名称只能用字母、数字、&apos;.&apos;、&apos;_&apos; 和 &apos;-&apos;，最多 64 个。</translation>
    </message>
    <message>
        <source>Another model has this name.</source>
        <translation>已有模型使用此名称。</translation>
    </message>
    <message>
        <source>Name the environment variable that holds the key.</source>
        <translation>请填写存放密钥的环境变量名。</translation>
    </message>
    <message>
        <source>The name, not the key itself: letters, digits and &apos;_&apos;.</source>
        <translation>是变量名而不是密钥本身：字母、数字和 &apos;_&apos;。</translation>
    </message>
    <message>
        <source>Name the file that holds the key.</source>
        <translation>请填写存放密钥的文件。</translation>
    </message>
    <message>
        <source>The address begins with http:// or https://.</source>
        <translation>地址以 http:// 或 https:// 开头。</translation>
    </message>
    <message>
        <source>For a local vLLM server: http://localhost:8000/v1</source>
        <translation>本机 vLLM 服务：http://localhost:8000/v1</translation>
    </message>
    <message>
        <source>The address must not hold a user name or password.</source>
        <translation>地址中不能有用户名或密码。</translation>
    </message>
    <message>
        <source>Name under Key where a secret is kept.</source>
        <translation>请在“密钥”处说明机密存放在哪里。</translation>
    </message>
    <message>
        <source>Give the id by which the server knows the model.</source>
        <translation>请填写服务器所用的模型标识。</translation>
    </message>
    <message>
        <source>Give the command: it reads the prompt and prints the reply.</source>
        <translation>请填写命令：它读入提示词并打印回复。</translation>
    </message>
    <message>
        <source>No other model is named %1.</source>
        <translation>没有名为 %1 的其他模型。</translation>
    </message>
</context>
<context>
    <name>ModelDraftText</name>
    <message>
        <source>A header is a line &quot;Name: value&quot;.</source>
        <translation>请求头每行写作“名称: 值”。</translation>
    </message>
    <message>
        <source>A secret one is written &quot;Name: env=VARIABLE&quot; or &quot;Name: file=PATH&quot;.</source>
        <translation>机密的写作“名称: env=变量”或“名称: file=路径”。</translation>
    </message>
    <message>
        <source>The further members must be a JSON object.</source>
        <translation>附加成员必须是一个 JSON 对象。</translation>
    </message>
    <message>
        <source>For example {&quot;reasoning_effort&quot;: &quot;high&quot;}</source>
        <translation>例如 {&quot;reasoning_effort&quot;: &quot;high&quot;}</translation>
    </message>
</context>
<context>
    <name>ModelPresetText</name>
    <message>
        <source>vLLM on this machine</source>
        <translation>本机的 vLLM</translation>
    </message>
    <message>
        <source>llama.cpp server on this machine</source>
        <translation>本机的 llama.cpp 服务</translation>
    </message>
    <message>
        <source>Ollama on this machine</source>
        <translation>本机的 Ollama</translation>
    </message>
    <message>
        <source>KernelGen-LM, raw completions</source>
        <translation>KernelGen-LM，原始补全</translation>
    </message>
    <message>
        <source>OpenAI-compatible service</source>
        <translation>兼容 OpenAI 的服务</translation>
    </message>
    <message>
        <source>Anthropic service</source>
        <translation>Anthropic 服务</translation>
    </message>
    <message>
        <source>Command on this machine</source>
        <translation>本机的命令</translation>
    </message>
    <message>
        <source>By hand: copy and paste</source>
        <translation>手工：复制与粘贴</translation>
    </message>
</context>
<context>
    <name>ModelViewText</name>
    <message>
        <source>%1 in, %2 out, %3 per million tokens</source>
        <translation>每百万词元输入 %1，输出 %2，单位 %3</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>set</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>not usable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>OpenAI-compatible chat</source>
        <translation>兼容 OpenAI 的对话</translation>
    </message>
    <message>
        <source>OpenAI-compatible raw completions</source>
        <translation>兼容 OpenAI 的原始补全</translation>
    </message>
    <message>
        <source>Anthropic messages</source>
        <translation>Anthropic 消息</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>By hand: copy and paste</source>
        <translation>手工：复制与粘贴</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>in the keychain</source>
        <translation>在钥匙串中</translation>
    </message>
    <message>
        <source>keychain: %1</source>
        <translation>钥匙串：%1</translation>
    </message>
    <message>
        <source>variable %1: %2</source>
        <translation>变量 %1：%2</translation>
    </message>
    <message>
        <source>file %1: %2</source>
        <translation>文件 %1：%2</translation>
    </message>
    <message>
        <source>typed in, for this session</source>
        <translation>已输入，仅限本次会话</translation>
    </message>
    <message>
        <source>to be typed in each session</source>
        <translation>每次会话都需输入</translation>
    </message>
</context>
<context>
    <name>OutlineText</name>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Earlier reply</source>
        <translation>先前的回复</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Not judged</source>
        <translation>未评判</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Build failed</source>
        <translation>编译失败</translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation>运行崩溃</translation>
    </message>
    <message>
        <source>Wrong values</source>
        <translation>数值错误</translation>
    </message>
    <message>
        <source>Rule broken</source>
        <translation>违反规则</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>This candidate has not been judged yet.</source>
        <translation>此候选尚未评判。</translation>
    </message>
    <message>
        <source>The static check refused it: forbidden construct or bad launch plan.</source>
        <translation>静态检查未通过：含禁用写法或启动方案有误。</translation>
    </message>
    <message>
        <source>The kernel does not compile.</source>
        <translation>内核无法编译。</translation>
    </message>
    <message>
        <source>The run ended early: crash, time-out, limit or deadlock.</source>
        <translation>运行提前结束：崩溃、超时、超限或死锁。</translation>
    </message>
    <message>
        <source>It ran, but the output differs from the reference.</source>
        <translation>可以运行，但输出与参考结果不一致。</translation>
    </message>
    <message>
        <source>The values are right, but a hardware rule is broken: it would fail on the chip.</source>
        <translation>数值正确，但违反了硬件规则：在芯片上会失败。</translation>
    </message>
    <message>
        <source>It passed every gate on every case.</source>
        <translation>在所有用例上通过了全部关卡。</translation>
    </message>
    <message>
        <source>Fatal</source>
        <translation>致命</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>modelled</source>
        <translation>建模</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>From the emulator&apos;s cost model, not from a device.</source>
        <translation>来自仿真器的成本模型，并非设备实测。</translation>
    </message>
    <message>
        <source>Measured on a device.</source>
        <translation>在设备上实测。</translation>
    </message>
    <message>
        <source>From a recorded run.</source>
        <translation>来自录制的运行。</translation>
    </message>
    <message>
        <source>No workspace</source>
        <translation>未打开工作区</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Pausing after this step</source>
        <translation>当前步骤完成后暂停</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>起草</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>优化</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Hand edit</source>
        <translation>手工修改</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Drafting</source>
        <translation>起草中</translation>
    </message>
    <message>
        <source>Refining</source>
        <translation>优化中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Attempts used up</source>
        <translation>尝试次数用尽</translation>
    </message>
    <message>
        <source>Out of reach</source>
        <translation>超出能力范围</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>待审</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>隔离中</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>运行时</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>性能</translation>
    </message>
    <message>
        <source>Static check</source>
        <translation>静态检查</translation>
    </message>
    <message>
        <source>Launch plan</source>
        <translation>启动方案</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Compare with reference</source>
        <translation>与参考结果比较</translation>
    </message>
    <message>
        <source>Hardware rules</source>
        <translation>硬件规则</translation>
    </message>
    <message>
        <source>Determinism</source>
        <translation>确定性</translation>
    </message>
    <message>
        <source>Plausibility</source>
        <translation>合理性</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>性能剖析</translation>
    </message>
    <message>
        <source>approved it</source>
        <translation>批准了它</translation>
    </message>
    <message>
        <source>rejected it</source>
        <translation>拒绝了它</translation>
    </message>
    <message>
        <source>retired it</source>
        <translation>停用了它</translation>
    </message>
    <message>
        <source>put it into quarantine</source>
        <translation>将其隔离</translation>
    </message>
    <message>
        <source>proposed it</source>
        <translation>提出了它</translation>
    </message>
    <message>
        <source>edited it</source>
        <translation>编辑了它</translation>
    </message>
    <message>
        <source>undid a decision</source>
        <translation>撤销了一个决定</translation>
    </message>
    <message>
        <source>decided again</source>
        <translation>重新作出决定</translation>
    </message>
    <message>
        <source>Run started</source>
        <translation>运行开始</translation>
    </message>
    <message>
        <source>Operator started</source>
        <translation>算子开始</translation>
    </message>
    <message>
        <source>Knowledge retrieved</source>
        <translation>检索到知识</translation>
    </message>
    <message>
        <source>Candidate written</source>
        <translation>候选已生成</translation>
    </message>
    <message>
        <source>Candidate judged</source>
        <translation>候选已评判</translation>
    </message>
    <message>
        <source>Entry proposed</source>
        <translation>提出新条目</translation>
    </message>
    <message>
        <source>Operator finished</source>
        <translation>算子结束</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Run ended</source>
        <translation>运行结束</translation>
    </message>
    <message>
        <source>Scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>Vector</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>Cube</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>MTE1 (L1 out)</source>
        <translation>MTE1（L1 搬出）</translation>
    </message>
    <message>
        <source>MTE2 (copy in)</source>
        <translation>MTE2（搬入）</translation>
    </message>
    <message>
        <source>MTE3 (copy out)</source>
        <translation>MTE3（搬出）</translation>
    </message>
    <message>
        <source>FixPipe</source>
        <translation>FixPipe</translation>
    </message>
    <message>
        <source>Form of the reply</source>
        <translation>回复格式</translation>
    </message>
    <message>
        <source>API names</source>
        <translation>API 名称</translation>
    </message>
    <message>
        <source>API signatures</source>
        <translation>API 签名</translation>
    </message>
    <message>
        <source>Task hygiene</source>
        <translation>任务规范</translation>
    </message>
    <message>
        <source>Inputs unchanged</source>
        <translation>输入未被改动</translation>
    </message>
    <message>
        <source>Guard bands</source>
        <translation>保护带</translation>
    </message>
    <message>
        <source>Poisoned memory</source>
        <translation>毒化内存</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Metamorphic checks</source>
        <translation>蜕变检查</translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation>已询问模型</translation>
    </message>
    <message>
        <source>Reply received</source>
        <translation>收到回复</translation>
    </message>
    <message>
        <source>Memory traffic</source>
        <translation>内存流量</translation>
    </message>
    <message>
        <source>Changed inputs</source>
        <translation>输入变化</translation>
    </message>
    <message>
        <source>Host code only hands on</source>
        <translation>主机代码只传递</translation>
    </message>
    <message>
        <source>Judging programs</source>
        <translation>评判程序</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Tiling</source>
        <translation>切分</translation>
    </message>
    <message>
        <source>from a document</source>
        <translation>来自文档</translation>
    </message>
    <message>
        <source>from public sources</source>
        <translation>来自公开源码</translation>
    </message>
    <message>
        <source>fitted</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>a guess</source>
        <translation>推测</translation>
    </message>
    <message>
        <source>emulator</source>
        <translation>模拟器</translation>
    </message>
    <message>
        <source>Answer format</source>
        <translation>回答格式</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识</translation>
    </message>
    <message>
        <source>What failed before</source>
        <translation>此前的失败</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>父候选</translation>
    </message>
    <message>
        <source>Profile of the parent</source>
        <translation>父候选的剖析</translation>
    </message>
    <message>
        <source>Already tried from this parent</source>
        <translation>由此父候选已尝试的</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
</context>
<context>
    <name>hawk::ui::CandidateController</name>
    <message>
        <source>The candidate could not be read</source>
        <translation>无法读取该候选</translation>
    </message>
    <message>
        <source>The candidate to compare with could not be read</source>
        <translation>无法读取用于比较的候选</translation>
    </message>
</context>
<context>
    <name>hawk::ui::CandidatesPane</name>
    <message>
        <source>Compare the shown candidate with #%1</source>
        <translation>将当前候选与 #%1 比较</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>谱系</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Views of the candidates</source>
        <translation>候选视图</translation>
    </message>
    <message>
        <source>Candidates by lineage</source>
        <translation>按谱系排列的候选</translation>
    </message>
    <message>
        <source>Candidates as a table</source>
        <translation>候选表格</translation>
    </message>
    <message>
        <source>Filter by id, verdict, stage, text</source>
        <translation>按编号、判定、阶段或文本筛选</translation>
    </message>
    <message>
        <source>Filter candidates</source>
        <translation>筛选候选</translation>
    </message>
    <message>
        <source>No candidates here.
Press F5 to run the loop, or choose another operator.</source>
        <translation>这里还没有候选。
按 F5 运行循环，或选择其他算子。</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选</translation>
    </message>
</context>
<context>
    <name>hawk::ui::CaseModel</name>
    <message>
        <source>T_HW: the least time the chip needs for the compulsory traffic and arithmetic</source>
        <translation>T_HW：芯片完成必需的数据搬运与计算所需的最短时间</translation>
    </message>
    <message>
        <source>T_HW divided by the modelled time: 100 % is the hardware bound</source>
        <translation>T_HW 除以建模时间：100 % 即达到硬件极限</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>用例</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Bound</source>
        <translation>极限</translation>
    </message>
    <message>
        <source>Of bound</source>
        <translation>达到极限</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>%1 (hidden)</source>
        <translation>%1（隐藏）</translation>
    </message>
    <message>
        <source>%1 untrusted</source>
        <translation>%1 不可信</translation>
    </message>
</context>
<context>
    <name>hawk::ui::CodeEditor</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hawk::ui::CodePane</name>
    <message>
        <source>No candidate selected</source>
        <translation>未选择候选</translation>
    </message>
    <message>
        <source>Choose one in the list of candidates.</source>
        <translation>请在候选列表中选择一个。</translation>
    </message>
    <message>
        <source>Editing a copy of #%1 %2</source>
        <translation>正在编辑 #%1 %2 的副本</translation>
    </message>
    <message>
        <source>%1 against the first correct</source>
        <translation>相对首个正确候选 %1</translation>
    </message>
    <message>
        <source>Select a candidate to see what it changed.</source>
        <translation>选择一个候选以查看其改动。</translation>
    </message>
    <message>
        <source>Your edit</source>
        <translation>您的修改</translation>
    </message>
    <message>
        <source>#%1 as stored</source>
        <translation>已存储的 #%1</translation>
    </message>
    <message>
        <source>This is a first draft: it has no parent. Compare it with another candidate with Ctrl+D in the list of candidates.</source>
        <translation>这是首个草稿，没有父候选。可在候选列表中按 Ctrl+D 与其他候选比较。</translation>
    </message>
    <message>
        <source>#%1 (parent)</source>
        <translation>#%1（父候选）</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源码</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>Launch plan</source>
        <translation>启动方案</translation>
    </message>
    <message>
        <source>Views of the kernel</source>
        <translation>内核视图</translation>
    </message>
    <message>
        <source>Kernel source</source>
        <translation>内核源码</translation>
    </message>
    <message>
        <source>Compare &amp;with</source>
        <translation>比较对象(&amp;W)</translation>
    </message>
    <message>
        <source>its parent</source>
        <translation>其父候选</translation>
    </message>
    <message>
        <source>the first correct candidate</source>
        <translation>首个正确候选</translation>
    </message>
    <message>
        <source>a chosen candidate</source>
        <translation>选定的候选</translation>
    </message>
    <message>
        <source>Find in the kernel; Enter for the next, Esc to leave</source>
        <translation>在内核中查找；回车查找下一个，Esc 退出</translation>
    </message>
    <message>
        <source>Find in the kernel</source>
        <translation>在内核中查找</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
</context>
<context>
    <name>hawk::ui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>匹配的命令</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ConnectionResult</name>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>处理办法：%1</translation>
    </message>
    <message>
        <source>answered in %1</source>
        <translation>%1 内回答</translation>
    </message>
    <message>
        <source>calls itself %1</source>
        <translation>自称 %1</translation>
    </message>
    <message>
        <source>about %1 tokens in, %2 out</source>
        <translation>约输入 %1 个词元，输出 %2 个</translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out</source>
        <translation>输入 %1 个词元，输出 %2 个</translation>
    </message>
    <message>
        <source>Testing...</source>
        <translation>正在测试...</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>测试已取消。</translation>
    </message>
    <message>
        <source>read from the keychain</source>
        <translation>从密钥环读取</translation>
    </message>
    <message>
        <source>read from the variable %1</source>
        <translation>从变量 %1 读取</translation>
    </message>
    <message>
        <source>read from the file %1</source>
        <translation>从文件 %1 读取</translation>
    </message>
    <message>
        <source>typed in, for this session</source>
        <translation>已输入，仅用于本次会话</translation>
    </message>
    <message>
        <source>no key is sent</source>
        <translation>不发送密钥</translation>
    </message>
    <message>
        <source>the server has %1</source>
        <translation>服务器提供 %1</translation>
    </message>
    <message>
        <source>the server does not list this model; it has: %1</source>
        <translation>服务器未列出此模型；它有：%1</translation>
    </message>
    <message>
        <source>Did you mean %1?</source>
        <translation>您是否要用 %1？</translation>
    </message>
    <message>
        <source>the server answers, but has no list of models</source>
        <translation>服务器有应答，但没有模型列表</translation>
    </message>
    <message>
        <source>%1 says: %2</source>
        <translation>%1 回答：%2</translation>
    </message>
</context>
<context>
    <name>hawk::ui::DiffView</name>
    <message>
        <source>Kernel before the change</source>
        <translation>改动前的内核</translation>
    </message>
    <message>
        <source>Kernel after the change</source>
        <translation>改动后的内核</translation>
    </message>
    <message>
        <source>The two kernels are identical.</source>
        <translation>两个内核完全相同。</translation>
    </message>
    <message>
        <source>%1 lines added, %2 removed, %3 changed</source>
        <translation>新增 %1 行，删除 %2 行，修改 %3 行</translation>
    </message>
</context>
<context>
    <name>hawk::ui::EditController</name>
    <message>
        <source>The edit could not be judged</source>
        <translation>无法评判该修改</translation>
    </message>
</context>
<context>
    <name>hawk::ui::EntryModel</name>
    <message>
        <source>How often the candidate got past what had failed, of the times the entry was used</source>
        <translation>使用该条目后，候选越过先前失败之处的次数</translation>
    </message>
    <message>
        <source>Mean speed-up of the refinements that used the entry</source>
        <translation>使用该条目的优化的平均加速比</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>About</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>展示</translation>
    </message>
    <message>
        <source>Helped</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>收益</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
</context>
<context>
    <name>hawk::ui::EntryView</name>
    <message>
        <source>Not shown to a synthesizer yet.</source>
        <translation>尚未展示给合成器。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>展示</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Helped</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Did not</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>收益</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>价值</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Select an entry to read when it applies, why, and what to do.</source>
        <translation>选择一个条目，查看其适用条件、原因和做法。</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Show #%1 (before)</source>
        <translation>查看 #%1（之前）</translation>
    </message>
    <message>
        <source>Show #%1 (after)</source>
        <translation>查看 #%1（之后）</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Symptom</source>
        <translation>现象</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Consequence</source>
        <translation>后果</translation>
    </message>
    <message>
        <source>When not to apply</source>
        <translation>不适用情形</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>做法</translation>
    </message>
    <message>
        <source>Families</source>
        <translation>算子类别</translation>
    </message>
    <message>
        <source>APIs</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Error texts</source>
        <translation>错误文本</translation>
    </message>
    <message>
        <source>Bottlenecks</source>
        <translation>瓶颈</translation>
    </message>
    <message>
        <source>Element types</source>
        <translation>元素类型</translation>
    </message>
    <message>
        <source>Chips</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>Applies when</source>
        <translation>适用条件</translation>
    </message>
    <message>
        <source>Effect so far</source>
        <translation>迄今效果</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ErrorDialog</name>
    <message>
        <source>Hawk Workbench</source>
        <translation>Hawk Workbench</translation>
    </message>
    <message>
        <source>&amp;Copy Details</source>
        <translation>复制详细信息(&amp;C)</translation>
    </message>
</context>
<context>
    <name>hawk::ui::EventLogModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ExchangeController</name>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>The exchange could not be read</source>
        <translation>无法读取这次问答</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <translation>进行中：%1</translation>
    </message>
    <message>
        <source>the run ended before a reply came</source>
        <translation>回复到来之前运行已结束</translation>
    </message>
    <message>
        <source>the run ended before a reply came: %1</source>
        <translation>回复到来之前运行已结束：%1</translation>
    </message>
</context>
<context>
    <name>hawk::ui::FindingModel</name>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>做法</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>核块</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>次数</translation>
    </message>
</context>
<context>
    <name>hawk::ui::FindingsPane</name>
    <message>
        <source>Findings of the candidate</source>
        <translation>候选的问题</translation>
    </message>
    <message>
        <source>Select a candidate to see what is wrong with it.</source>
        <translation>选择一个候选以查看其问题。</translation>
    </message>
    <message>
        <source>No findings: no rule was broken.</source>
        <translation>没有问题：未违反任何规则。</translation>
    </message>
    <message>
        <source>No findings. The gates in the verdict pane say why it failed.</source>
        <translation>没有具体问题。判定面板中的关卡说明了失败原因。</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>hawk::ui::FoldingView</name>
    <message>
        <source>about %1 tokens</source>
        <translation>约 %1 个词元</translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>省略 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hawk::ui::GateModel</name>
    <message>
        <source>Gate</source>
        <translation>关卡</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>观测</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Observed: %1
Expected: %2</source>
        <translation>观测：%1
期望：%2</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>未判定</translation>
    </message>
    <message>
        <source>The judge could not decide this: %1
That neither speaks for the candidate nor against it.</source>
        <translation>评判未能判定这一项：%1
这既不支持也不反对该候选。</translation>
    </message>
</context>
<context>
    <name>hawk::ui::HitModel</name>
    <message>
        <source>Rank and BM25 score over API names, error signatures and code</source>
        <translation>在 API 名称、错误特征和代码上的排名与 BM25 得分</translation>
    </message>
    <message>
        <source>Rank and similarity of bottleneck, resources, operator family and situation</source>
        <translation>瓶颈、资源、算子类别与情境的排名与相似度</translation>
    </message>
    <message>
        <source>Reciprocal rank fusion of both ranks</source>
        <translation>两个排名的倒数排名融合</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Syntax</source>
        <translation>语法轴</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>硬件轴</translation>
    </message>
    <message>
        <source>Fused</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>used</source>
        <translation>已使用</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已展示</translation>
    </message>
    <message>
        <source>not shown</source>
        <translation>未展示</translation>
    </message>
</context>
<context>
    <name>hawk::ui::KnowledgeController</name>
    <message>
        <source>The decision could not be stored</source>
        <translation>无法保存该决定</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>There is no decision to undo</source>
        <translation>没有可撤销的决定</translation>
    </message>
    <message>
        <source>There is no decision to take again</source>
        <translation>没有可重做的决定</translation>
    </message>
    <message>
        <source>The entry could not be read</source>
        <translation>无法读取该条目</translation>
    </message>
</context>
<context>
    <name>hawk::ui::KnowledgePane</name>
    <message>
        <source>Queue (%1)</source>
        <translation>待审 (%1)</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>待审</translation>
    </message>
    <message>
        <source>Retrieved</source>
        <translation>检索结果</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Knowledge lists</source>
        <translation>知识列表</translation>
    </message>
    <message>
        <source>Entries retrieved for the candidate</source>
        <translation>为该候选检索到的条目</translation>
    </message>
    <message>
        <source>Entries waiting for a decision</source>
        <translation>等待决定的条目</translation>
    </message>
    <message>
        <source>All entries</source>
        <translation>全部条目</translation>
    </message>
    <message>
        <source>Search entries</source>
        <translation>搜索条目</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Nothing was retrieved for this candidate.
A first draft is written without knowledge.</source>
        <translation>没有为此候选检索知识。
首个草稿不使用知识。</translation>
    </message>
    <message>
        <source>Nothing waits for a decision.
What the loop learns from repairs and speed-ups arrives here.</source>
        <translation>没有等待决定的条目。
循环从修复和加速中学到的内容会出现在这里。</translation>
    </message>
    <message>
        <source>No entry matches.</source>
        <translation>没有匹配的条目。</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识</translation>
    </message>
</context>
<context>
    <name>hawk::ui::LogPane</name>
    <message>
        <source>Event log</source>
        <translation>事件日志</translation>
    </message>
    <message>
        <source>Nothing has happened yet. Press F5 to run the loop.</source>
        <translation>尚无事件。按 F5 运行循环。</translation>
    </message>
</context>
<context>
    <name>hawk::ui::MainWindow</name>
    <message>
        <source>Judging your edit...</source>
        <translation>正在评判您的修改...</translation>
    </message>
    <message>
        <source>Your edit is candidate #%1: %2</source>
        <translation>您的修改成为候选 #%1：%2</translation>
    </message>
    <message>
        <source>Open &amp;Read-Only</source>
        <translation>以只读方式打开(&amp;R)</translation>
    </message>
    <message>
        <source>Choose &amp;Another...</source>
        <translation>选择其他(&amp;A)...</translation>
    </message>
    <message>
        <source>Stop the run before opening another workspace.</source>
        <translation>请先停止运行，再打开其他工作区。</translation>
    </message>
    <message>
        <source>Choose an empty folder for the workspace</source>
        <translation>为工作区选择一个空文件夹</translation>
    </message>
    <message>
        <source>Choose a workspace folder</source>
        <translation>选择工作区文件夹</translation>
    </message>
    <message>
        <source>Hawk Workbench</source>
        <translation>Hawk Workbench</translation>
    </message>
    <message>
        <source>(read-only)</source>
        <translation>（只读）</translation>
    </message>
    <message>
        <source>There are hand edits that have not been judged. Leave and lose them?</source>
        <translation>还有未评判的手工修改。要退出并放弃它们吗？</translation>
    </message>
    <message>
        <source>Stopping the run, then closing...</source>
        <translation>正在停止运行，随后关闭...</translation>
    </message>
    <message>
        <source>About Hawk Workbench</source>
        <translation>关于 Hawk Workbench</translation>
    </message>
    <message>
        <source>Hawk Workbench %1</source>
        <translation>Hawk Workbench %1</translation>
    </message>
    <message>
        <source>From an operator specification to a correct, fast Ascend C kernel.
Free software under the GNU General Public License, version 3 or later.
Times marked &quot;modelled&quot; come from the emulator&apos;s cost model, not from a device.</source>
        <translation>从算子规格到正确、高速的 Ascend C 内核。
依据 GNU 通用公共许可证第 3 版或更新版本发布的自由软件。
标注“建模”的时间来自仿真器的成本模型，并非设备实测。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Candidate</source>
        <translation>候选(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panes</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ManualReply</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>You are the model for %1. Copy the prompt, give it to whom you like, and paste the whole reply here.</source>
        <translation>您是 %1 的模型。复制提示词，交给任何人，然后把完整回复粘贴到这里。</translation>
    </message>
    <message>
        <source>Your reply</source>
        <translation>您的回复</translation>
    </message>
    <message>
        <source>Paste the reply here</source>
        <translation>在此粘贴回复</translation>
    </message>
    <message>
        <source>&amp;Copy Prompt</source>
        <translation>复制提示词(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Submit Reply</source>
        <translation>提交回复(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Give Up</source>
        <translation>放弃(&amp;G)</translation>
    </message>
    <message>
        <source>End the run here; it can be resumed</source>
        <translation>在此结束运行；之后可以继续</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ModelController</name>
    <message>
        <source>The models could not be read</source>
        <translation>无法读取模型设置</translation>
    </message>
    <message>
        <source>There is no keychain on this desktop.</source>
        <translation>此桌面没有钥匙串。</translation>
    </message>
    <message>
        <source>The key could not be kept</source>
        <translation>无法保存密钥</translation>
    </message>
    <message>
        <source>The model could not be saved</source>
        <translation>无法保存模型</translation>
    </message>
    <message>
        <source>The model could not be removed</source>
        <translation>无法移除模型</translation>
    </message>
    <message>
        <source>The key could not be taken out of the keychain</source>
        <translation>无法从钥匙串中移除密钥</translation>
    </message>
    <message>
        <source>The default could not be changed</source>
        <translation>无法更改默认模型</translation>
    </message>
    <message>
        <source>The connection could not be tested</source>
        <translation>无法测试连接</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ModelForm</name>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>How you call the model here and on the command line</source>
        <translation>在此处和命令行中如何称呼该模型</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>类型(&amp;K)</translation>
    </message>
    <message>
        <source>How the model is spoken to</source>
        <translation>与模型交流的方式</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>Where the API&apos;s paths begin, for example http://localhost:8000/v1</source>
        <translation>API 路径的起点，例如 http://localhost:8000/v1</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>The id by which the server knows the model</source>
        <translation>服务器所用的模型标识</translation>
    </message>
    <message>
        <source>C&amp;ommand</source>
        <translation>命令(&amp;O)</translation>
    </message>
    <message>
        <source>A shell command that reads the prompt and prints the reply</source>
        <translation>读入提示词并打印回复的 shell 命令</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Where the command runs; empty: where the workbench runs</source>
        <translation>命令在何处运行；留空则为工作台所在处</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Off: the prompt as one text. On: messages and parameters as JSON</source>
        <translation>关闭：整个提示词作为一段文本。开启：以 JSON 给出消息和参数</translation>
    </message>
    <message>
        <source>Key is in</source>
        <translation>密钥存放于</translation>
    </message>
    <message>
        <source>Where the key is kept. It is never written into models.json</source>
        <translation>密钥存放的位置。它绝不会写入 models.json</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Name of the variable, or path of the file; the file must be readable by you alone</source>
        <translation>变量名或文件路径；文件必须只有您可读</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Typed in once; empty keeps the key that is there</source>
        <translation>输入一次即可；留空则保留已有的密钥</translation>
    </message>
    <message>
        <source>0 to 2; sent only when given</source>
        <translation>0 到 2；填写时才发送</translation>
    </message>
    <message>
        <source>the server&apos;s</source>
        <translation>由服务器决定</translation>
    </message>
    <message>
        <source>Top &amp;p</source>
        <translation>核采样(&amp;P)</translation>
    </message>
    <message>
        <source>0 to 1; sent only when given</source>
        <translation>0 到 1；填写时才发送</translation>
    </message>
    <message>
        <source>&amp;Longest reply</source>
        <translation>最长回复(&amp;L)</translation>
    </message>
    <message>
        <source>In tokens, reasoning included</source>
        <translation>以词元计，包括推理</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>种子(&amp;S)</translation>
    </message>
    <message>
        <source>Sent only when given; not every server heeds it</source>
        <translation>填写时才发送；并非所有服务器都遵从</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Further &amp;members</source>
        <translation>附加成员(&amp;M)</translation>
    </message>
    <message>
        <source>A JSON object put into the request, for example {&quot;reasoning_effort&quot;: &quot;high&quot;}</source>
        <translation>放入请求的 JSON 对象，例如 {&quot;reasoning_effort&quot;: &quot;high&quot;}</translation>
    </message>
    <message>
        <source>P&amp;rompt template</source>
        <translation>提示词模板(&amp;R)</translation>
    </message>
    <message>
        <source>What stands around the prompt of a raw completion</source>
        <translation>原始补全的提示词前后的内容</translation>
    </message>
    <message>
        <source>Price &amp;in</source>
        <translation>输入价格(&amp;I)</translation>
    </message>
    <message>
        <source>Per million tokens of the prompt; empty: the price table&apos;s</source>
        <translation>每百万个提示词元；留空则取价格表</translation>
    </message>
    <message>
        <source>the table&apos;s</source>
        <translation>取价格表</translation>
    </message>
    <message>
        <source>Price &amp;out</source>
        <translation>输出价格(&amp;O)</translation>
    </message>
    <message>
        <source>Per million tokens of the reply; empty: the price table&apos;s</source>
        <translation>每百万个回复词元；留空则取价格表</translation>
    </message>
    <message>
        <source>Price in, &amp;cached</source>
        <translation>缓存输入价格(&amp;C)</translation>
    </message>
    <message>
        <source>Per million tokens the server had in its cache</source>
        <translation>每百万个服务器已缓存的词元</translation>
    </message>
    <message>
        <source>as in</source>
        <translation>同输入价格</translation>
    </message>
    <message>
        <source>C&amp;urrency</source>
        <translation>货币(&amp;U)</translation>
    </message>
    <message>
        <source>Three letters; USD when empty</source>
        <translation>三个字母；留空为 USD</translation>
    </message>
    <message>
        <source>&amp;Headers</source>
        <translation>请求头(&amp;H)</translation>
    </message>
    <message>
        <source>One a line, &quot;Name: value&quot;; a secret one is &quot;Name: env=VARIABLE&quot; or &quot;Name: file=PATH&quot;</source>
        <translation>每行一个“名称: 值”；机密的写作“名称: env=变量”或“名称: file=路径”</translation>
    </message>
    <message>
        <source>&amp;Proxy</source>
        <translation>代理(&amp;P)</translation>
    </message>
    <message>
        <source>http://host:port, or none; empty: the system&apos;s</source>
        <translation>http://主机:端口，或 none；留空用系统设置</translation>
    </message>
    <message>
        <source>&amp;CA file</source>
        <translation>CA 文件(&amp;C)</translation>
    </message>
    <message>
        <source>Certificates to trust, PEM; empty: the system&apos;s</source>
        <translation>受信任的证书，PEM；留空用系统证书</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Off for a server that cannot stream</source>
        <translation>服务器不支持流式时关闭</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Seconds; a model may think for minutes</source>
        <translation>秒；模型可能思考数分钟</translation>
    </message>
    <message>
        <source>Seconds without a byte in the middle of a reply</source>
        <translation>回复中途没有任何字节的秒数</translation>
    </message>
    <message>
        <source>&amp;Retries</source>
        <translation>重试次数(&amp;R)</translation>
    </message>
    <message>
        <source>After a failure that may pass; none of them costs an attempt</source>
        <translation>可能自行恢复的失败之后重试；不消耗尝试次数</translation>
    </message>
    <message>
        <source>Side &amp;by side</source>
        <translation>并发数(&amp;B)</translation>
    </message>
    <message>
        <source>Requests at the same time</source>
        <translation>同时进行的请求数</translation>
    </message>
    <message>
        <source>Re&amp;quests per minute</source>
        <translation>每分钟请求数(&amp;Q)</translation>
    </message>
    <message>
        <source>At most; empty: no limit</source>
        <translation>上限；留空为不限</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Prompt and reply; empty: no limit</source>
        <translation>提示词与回复合计；留空为不限</translation>
    </message>
    <message>
        <source>Conte&amp;xt</source>
        <translation>上下文(&amp;X)</translation>
    </message>
    <message>
        <source>Tokens that prompt and reply may take together</source>
        <translation>提示词与回复合计可用的词元数</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Fa&amp;llbacks</source>
        <translation>后备模型(&amp;L)</translation>
    </message>
    <message>
        <source>Models to ask when this one fails, in order, with commas between</source>
        <translation>此模型失败时依次询问的模型，以逗号分隔</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Sampling and price</source>
        <translation>采样与价格</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Settings of the model</source>
        <translation>模型设置</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无密钥</translation>
    </message>
    <message>
        <source>the keychain</source>
        <translation>钥匙串</translation>
    </message>
    <message>
        <source>the keychain (there is none here)</source>
        <translation>钥匙串（此处没有）</translation>
    </message>
    <message>
        <source>an environment variable</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>a file only I can read</source>
        <translation>只有我可读的文件</translation>
    </message>
    <message>
        <source>the window, for this session</source>
        <translation>窗口中，仅限本次会话</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>own, from models.json</source>
        <translation>自定义，取自 models.json</translation>
    </message>
    <message>
        <source>as JSON</source>
        <translation>以 JSON 给出</translation>
    </message>
    <message>
        <source>streamed as they are written</source>
        <translation>边写边传</translation>
    </message>
    <message>
        <source>Temp&amp;erature</source>
        <translation>温度(&amp;E)</translation>
    </message>
    <message>
        <source>Connect within (s)</source>
        <translation>连接时限（秒）</translation>
    </message>
    <message>
        <source>&amp;First byte within (s)</source>
        <translation>首字节时限（秒）(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Silence of at most (s)</source>
        <translation>最长静默（秒）(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Whole reply within (s)</source>
        <translation>完整回复时限（秒）(&amp;W)</translation>
    </message>
    <message>
        <source>Tokens per m&amp;inute</source>
        <translation>每分钟词元数(&amp;I)</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ModelListModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>%1 (default)</source>
        <translation>%1（默认）</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 (bundled)</source>
        <translation>%1（自带）</translation>
    </message>
    <message>
        <source>costs nothing</source>
        <translation>免费</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ModelListPanel</name>
    <message>
        <source>Language models</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>复制一份(&amp;U)</translation>
    </message>
    <message>
        <source>R&amp;emove</source>
        <translation>移除(&amp;E)</translation>
    </message>
    <message>
        <source>Make &amp;Default</source>
        <translation>设为默认(&amp;D)</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ModelsDialog</name>
    <message>
        <source>New model</source>
        <translation>新模型</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1，已修改</translation>
    </message>
    <message>
        <source>&amp;Cancel Test</source>
        <translation>取消测试(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Test Connection</source>
        <translation>测试连接(&amp;T)</translation>
    </message>
    <message>
        <source>There is nothing to test: you are the model</source>
        <translation>无需测试：您就是模型</translation>
    </message>
    <message>
        <source>Reads the key, asks the server for its models, and asks the model for one word</source>
        <translation>读取密钥，向服务器询问其模型，并请模型回答一个词</translation>
    </message>
    <message>
        <source>The key that is typed in is used for the test, and kept when you save.</source>
        <translation>输入的密钥将用于测试，并在保存时存好。</translation>
    </message>
    <message>
        <source>Remove the model %1?</source>
        <translation>要移除模型 %1 吗？</translation>
    </message>
    <message>
        <source>Its settings go, and its key in the keychain when no other model uses it.</source>
        <translation>其设置将被移除；若没有其他模型使用，钥匙串中的密钥也会移除。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Language Models</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Re&amp;vert</source>
        <translation>还原(&amp;V)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Price Table...</source>
        <translation>价格表(&amp;P)...</translation>
    </message>
    <message>
        <source>What a million tokens of each model costs; yours to change</source>
        <translation>每个模型每百万词元的价格；可以修改</translation>
    </message>
    <message>
        <source>This model&apos;s own price, per million tokens; it comes before the price table.</source>
        <translation>此模型自带的价格（每百万词元），先于价格表。</translation>
    </message>
    <message>
        <source>No price is known for this model: its costs are not counted. Give one here, per million tokens, or in the price table.</source>
        <translation>此模型价格未知，不计费用。可在此处（每百万词元）或价格表中填写。</translation>
    </message>
    <message>
        <source>Counted with the price table: %1.</source>
        <translation>按价格表计费：%1。</translation>
    </message>
    <message>
        <source>No model is set up.
Add a server, a command, or yourself: the loop then asks it for kernels.

To see it at work without one, choose %1 under &quot;Written by&quot;.</source>
        <translation>尚未设置模型。
添加服务器、命令或您自己：循环会向其请求内核。

没有模型也想看看效果，请在“编写者”中选择 %1。</translation>
    </message>
    <message>
        <source>%1, bundled</source>
        <translation>%1，自带</translation>
    </message>
    <message>
        <source>Comes with the program and needs no service: a script that makes the mistakes models make, and repairs what it is told. Duplicate it to change it.</source>
        <translation>随程序提供，不需要服务：一个会犯模型常犯的错误、并按提示修复的脚本。要修改它，请先复制一份。</translation>
    </message>
    <message>
        <source>It costs nothing.</source>
        <translation>免费。</translation>
    </message>
</context>
<context>
    <name>hawk::ui::OperatorModel</name>
    <message>
        <source>Time of the first correct kernel divided by the time of the best one</source>
        <translation>首个正确内核的时间除以最佳内核的时间</translation>
    </message>
    <message>
        <source>Modelled time of the best correct kernel, summed over the cases</source>
        <translation>最佳正确内核在各用例上的建模时间之和</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Best time</source>
        <translation>最佳时间</translation>
    </message>
    <message>
        <source>Speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%2), %n cases</source>
        <translation>
            <numerusform>%1（%2），%n 个用例</numerusform>
        </translation>
    </message>
    <message>
        <source>Cap reached</source>
        <translation>已达上限</translation>
    </message>
</context>
<context>
    <name>hawk::ui::OperatorsPane</name>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>No workspace is open.
Open the demo from the File menu, or create a workspace with Ctrl+N.</source>
        <translation>没有打开的工作区。
请从“文件”菜单打开演示，或按 Ctrl+N 新建工作区。</translation>
    </message>
</context>
<context>
    <name>hawk::ui::PipeBars</name>
    <message>
        <source>%1: busy %2, waiting %3, %4 operations, %5</source>
        <translation>%1：忙 %2，等待 %3，%4 个操作，%5</translation>
    </message>
    <message>
        <source>Pipe utilisation</source>
        <translation>流水线利用率</translation>
    </message>
</context>
<context>
    <name>hawk::ui::PriceController</name>
    <message>
        <source>Give the id by which the server knows the model.</source>
        <translation>请填写服务器所用的模型标识。</translation>
    </message>
    <message>
        <source>* stands for any text: deepseek-*</source>
        <translation>* 代表任意文本：deepseek-*</translation>
    </message>
    <message>
        <source>Give the price of a million tokens of the prompt.</source>
        <translation>请填写每百万提示词元的价格。</translation>
    </message>
    <message>
        <source>Give the price of a million tokens of the reply.</source>
        <translation>请填写每百万回复词元的价格。</translation>
    </message>
    <message>
        <source>There is a price of yours for this model already.</source>
        <translation>您已经为这个模型设置了价格。</translation>
    </message>
    <message>
        <source>The price could not be saved</source>
        <translation>无法保存价格</translation>
    </message>
    <message>
        <source>The price could not be removed</source>
        <translation>无法移除价格</translation>
    </message>
</context>
<context>
    <name>hawk::ui::PriceForm</name>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>The id by which the server knows the model; * stands for any text</source>
        <translation>服务器所用的模型标识；* 代表任意文本</translation>
    </message>
    <message>
        <source>C&amp;urrency</source>
        <translation>货币(&amp;U)</translation>
    </message>
    <message>
        <source>Three capital letters; USD when empty</source>
        <translation>三个大写字母；留空为 USD</translation>
    </message>
    <message>
        <source>&amp;In</source>
        <translation>输入(&amp;I)</translation>
    </message>
    <message>
        <source>Per million tokens of the prompt</source>
        <translation>每百万提示词元</translation>
    </message>
    <message>
        <source>&amp;Out</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>Per million tokens of the reply</source>
        <translation>每百万回复词元</translation>
    </message>
    <message>
        <source>In, &amp;cached</source>
        <translation>输入，命中缓存(&amp;C)</translation>
    </message>
    <message>
        <source>Per million tokens of the prompt that the server had in its cache</source>
        <translation>服务器缓存命中的提示部分，每百万词元</translation>
    </message>
    <message>
        <source>Cache &amp;write</source>
        <translation>写入缓存(&amp;W)</translation>
    </message>
    <message>
        <source>Per million tokens of the prompt that are written to the server&apos;s cache</source>
        <translation>写入服务器缓存的提示部分，每百万词元</translation>
    </message>
    <message>
        <source>Sour&amp;ce</source>
        <translation>来源(&amp;C)</translation>
    </message>
    <message>
        <source>Where the figures come from</source>
        <translation>这些价格的出处</translation>
    </message>
    <message>
        <source>Da&amp;te</source>
        <translation>日期(&amp;T)</translation>
    </message>
    <message>
        <source>Of the source</source>
        <translation>来源的日期</translation>
    </message>
    <message>
        <source>as in</source>
        <translation>同输入价格</translation>
    </message>
</context>
<context>
    <name>hawk::ui::PriceListModel</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>In, cached</source>
        <translation>输入，命中缓存</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>写入缓存</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>Counts for</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>From</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>您的价格</translation>
    </message>
    <message>
        <source>bundled</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>never used: %1 comes first</source>
        <translation>不会用到：%1 在前</translation>
    </message>
</context>
<context>
    <name>hawk::ui::PricesDialog</name>
    <message>
        <source>Remove your price for %1?</source>
        <translation>移除您为 %1 设置的价格？</translation>
    </message>
    <message>
        <source>The bundled price counts again, if there is one.</source>
        <translation>如有内置价格，将重新采用。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Per million tokens. The first price that fits a model counts; yours come before the bundled ones.</source>
        <translation>每百万词元的价格。按顺序采用第一个匹配的价格；您的价格先于内置价格。</translation>
    </message>
    <message>
        <source>Never used: the price for %1 comes first.</source>
        <translation>不会用到：%1 的价格在它之前。</translation>
    </message>
    <message>
        <source>Yours. Removing it brings back the bundled price, if there is one.</source>
        <translation>您的价格。移除后恢复内置价格（如有）。</translation>
    </message>
    <message>
        <source>Bundled. What you change is kept as a price of yours, which comes first.</source>
        <translation>内置价格。修改后另存为您的价格，并优先采用。</translation>
    </message>
    <message>
        <source>New price</source>
        <translation>新价格</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1，已修改</translation>
    </message>
    <message>
        <source>Prices of Language Models</source>
        <translation>语言模型的价格</translation>
    </message>
    <message>
        <source>Filter by model</source>
        <translation>按模型筛选</translation>
    </message>
    <message>
        <source>Price table</source>
        <translation>价格表</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>R&amp;emove</source>
        <translation>移除(&amp;E)</translation>
    </message>
    <message>
        <source>Re&amp;vert</source>
        <translation>还原(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ProjectController</name>
    <message>
        <source>The workspace could not be read</source>
        <translation>无法读取工作区</translation>
    </message>
</context>
<context>
    <name>hawk::ui::PromptPane</name>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer, not usable</source>
        <translation>回答，不可用</translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out</source>
        <translation>输入 %1 个词元，输出 %2 个</translation>
    </message>
    <message>
        <source>%1 tokens in</source>
        <translation>输入 %1 个词元</translation>
    </message>
    <message>
        <source>repair turn</source>
        <translation>修正轮</translation>
    </message>
    <message>
        <source>%1 tokens of the prompt came from the server&apos;s cache</source>
        <translation>提示词中有 %1 个词元来自服务器缓存</translation>
    </message>
    <message>
        <source>Tokens are estimated by length: the server gave no figures</source>
        <translation>词元数按长度估算：服务器未给出数字</translation>
    </message>
    <message>
        <source>First byte after %1</source>
        <translation>首字节用时 %1</translation>
    </message>
    <message>
        <source>The model ended with: %1</source>
        <translation>模型结束原因：%1</translation>
    </message>
    <message>
        <source>No reply: %1</source>
        <translation>没有回复：%1</translation>
    </message>
    <message>
        <source>The answer could not be used: %1</source>
        <translation>回答无法使用：%1</translation>
    </message>
    <message>
        <source>Your reply</source>
        <translation>您的回复</translation>
    </message>
    <message>
        <source>Reply, as it comes</source>
        <translation>实时回复</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Prompt &amp;&amp; Reply (asks you)</source>
        <translation>提示词 &amp;&amp; 回复（等您回答）</translation>
    </message>
    <message>
        <source>Prompt &amp;&amp; Reply</source>
        <translation>提示词 &amp;&amp; 回复</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>问答</translation>
    </message>
    <message>
        <source>No exchange with a model</source>
        <translation>没有与模型的问答</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find in prompt and reply</source>
        <translation>在提示词和回复中查找</translation>
    </message>
    <message>
        <source>From a recording: nothing was asked, nothing is owed.</source>
        <translation>来自录制：没有询问，也没有费用。</translation>
    </message>
    <message>
        <source>about %1 tokens</source>
        <translation>约 %1 个词元</translation>
    </message>
    <message>
        <source>Reply: nothing has come yet</source>
        <translation>回复：尚无内容</translation>
    </message>
</context>
<context>
    <name>hawk::ui::RunBar</name>
    <message>
        <source>Opening the workspace...</source>
        <translation>正在打开工作区...</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Run controls</source>
        <translation>运行控制</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>The chip the emulator stands for</source>
        <translation>仿真器所代表的芯片</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed on the same workspace gives the same run</source>
        <translation>相同工作区上相同的种子得到相同的运行</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>编写者</translation>
    </message>
    <message>
        <source>Who writes the kernels</source>
        <translation>由谁编写核函数</translation>
    </message>
    <message>
        <source>The built-in synthesizer, or a language model of Tools &gt; Models</source>
        <translation>内置合成器，或“工具 &gt; 语言模型”中的一个模型</translation>
    </message>
    <message>
        <source>%1 (bundled)</source>
        <translation>%1（自带）</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n operators</source>
        <translation>
            <numerusform>%1 / %n 个算子</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>%n 次尝试</numerusform>
        </translation>
    </message>
    <message>
        <source>Ended at the cap</source>
        <translation>因达到上限而结束</translation>
    </message>
</context>
<context>
    <name>hawk::ui::RunController</name>
    <message>
        <source>The run ended early</source>
        <translation>运行提前结束</translation>
    </message>
</context>
<context>
    <name>hawk::ui::RunLimits</name>
    <message>
        <source>%1 attempts for each of %2 operators, as long as the %3 earlier replies were</source>
        <translation>%2 个算子各 %1 次尝试，长度同先前的 %3 个回复</translation>
    </message>
    <message>
        <source>%1 attempts for each of %2 operators, the longest prompts, replies of %3 tokens</source>
        <translation>%2 个算子各 %1 次尝试，最长的提示词，回复 %3 个词元</translation>
    </message>
    <message>
        <source>At most about %1 tokens (%2). No price is known for this model, so money is not counted.</source>
        <translation>最多约 %1 个词元（%2）。此模型的价格未知，因此不计费用。</translation>
    </message>
    <message>
        <source>At most about %1 and %2 tokens (%3). Operators that are done early need less.</source>
        <translation>最多约 %1，%2 个词元（%3）。提前完成的算子用得更少。</translation>
    </message>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>%n 次尝试</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>Limits of a run: %1</source>
        <translation>运行限额：%1</translation>
    </message>
    <message>
        <source>&amp;Money at most, %1</source>
        <translation>费用上限，%1(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Money at most</source>
        <translation>费用上限(&amp;M)</translation>
    </message>
    <message>
        <source>The built-in synthesizer asks nobody and costs nothing.</source>
        <translation>内置合成器不询问任何模型，也不产生费用。</translation>
    </message>
    <message>
        <source>What a run may use: attempts, tokens, money</source>
        <translation>一次运行的限额：尝试次数、词元、费用</translation>
    </message>
    <message>
        <source>&amp;Attempts per operator</source>
        <translation>每个算子的尝试次数(&amp;A)</translation>
    </message>
    <message>
        <source>Attempts per operator</source>
        <translation>每个算子的尝试次数</translation>
    </message>
    <message>
        <source>The most attempts an operator gets in a run</source>
        <translation>一个算子在一次运行中最多的尝试次数</translation>
    </message>
    <message>
        <source>Tokens at most</source>
        <translation>词元上限</translation>
    </message>
    <message>
        <source>Prompts and replies of the whole run; what is under way is not cut off</source>
        <translation>整个运行的提示词与回复合计；进行中的不会被打断</translation>
    </message>
    <message>
        <source>no cap</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Money at most</source>
        <translation>费用上限</translation>
    </message>
    <message>
        <source>Of the whole run, at the price that is known</source>
        <translation>整个运行，按已知价格计算</translation>
    </message>
    <message>
        <source>To&amp;kens at most</source>
        <translation>词元上限(&amp;K)</translation>
    </message>
    <message>
        <source>At most about %1 tokens (%2). The bundled script costs nothing.</source>
        <translation>最多约 %1 个词元（%2）。自带的脚本不产生费用。</translation>
    </message>
</context>
<context>
    <name>hawk::ui::SegmentModel</name>
    <message>
        <source>Pipe</source>
        <translation>流水线</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Start (cycles)</source>
        <translation>开始（周期）</translation>
    </message>
    <message>
        <source>Length (cycles)</source>
        <translation>时长（周期）</translation>
    </message>
    <message>
        <source>Stall (cycles)</source>
        <translation>停顿（周期）</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节数</translation>
    </message>
</context>
<context>
    <name>hawk::ui::ShortcutList</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
</context>
<context>
    <name>hawk::ui::SpendingMeter</name>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 / %2 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>已用 %1，上限 %2</translation>
    </message>
    <message>
        <source>%1 tokens, prompts and replies</source>
        <translation>%1 个词元，提示词与回复合计</translation>
    </message>
    <message>
        <source>Cap: %1 tokens, %2 used</source>
        <translation>上限：%1 个词元，已用 %2</translation>
    </message>
    <message>
        <source>%1 at the price that was known</source>
        <translation>%1，按当时已知的价格</translation>
    </message>
    <message>
        <source>No price is known: money is not counted</source>
        <translation>价格未知：不计费用</translation>
    </message>
    <message>
        <source>Cap: %1, %2 used</source>
        <translation>上限：%1，已用 %2</translation>
    </message>
    <message>
        <source>Replayed: these are the figures of the recording, nothing is spent</source>
        <translation>重放：这些是录制时的数字，没有新的花费</translation>
    </message>
    <message>
        <source>Tokens and money: %1</source>
        <translation>词元与费用：%1</translation>
    </message>
    <message>
        <source>Cap reached</source>
        <translation>已达上限</translation>
    </message>
    <message>
        <source>Cap nearly reached</source>
        <translation>接近上限</translation>
    </message>
    <message>
        <source>Nothing more is asked: the run ends. A new run with a higher cap goes on from what is known.</source>
        <translation>不再发出询问：运行结束。以更高的上限重新运行，会在已知的基础上继续。</translation>
    </message>
    <message>
        <source>The run ends when the next prompt does not fit below the cap.</source>
        <translation>下一个提示词超出上限时，运行即结束。</translation>
    </message>
</context>
<context>
    <name>hawk::ui::TimelinePane</name>
    <message numerus="yes">
        <source>%1 modelled, %n cores</source>
        <translation>
            <numerusform>%1 建模，%n 个核</numerusform>
        </translation>
    </message>
    <message>
        <source>Untrusted: %1</source>
        <translation>不可信：%1</translation>
    </message>
    <message>
        <source>Select a candidate to see when its pipes work and wait.</source>
        <translation>选择一个候选，查看其流水线何时工作、何时等待。</translation>
    </message>
    <message>
        <source>This candidate left no trace: it did not run to a profile.</source>
        <translation>此候选没有留下轨迹：未运行到性能剖析。</translation>
    </message>
    <message>
        <source>Replaying the trace...</source>
        <translation>正在重放轨迹...</translation>
    </message>
    <message>
        <source>Cas&amp;e</source>
        <translation>用例(&amp;E)</translation>
    </message>
    <message>
        <source>Case of the timeline</source>
        <translation>时间线的用例</translation>
    </message>
    <message>
        <source>C&amp;ore</source>
        <translation>核(&amp;O)</translation>
    </message>
    <message>
        <source>Core of the timeline</source>
        <translation>时间线的核</translation>
    </message>
    <message>
        <source>Compare with &amp;first correct</source>
        <translation>与首个正确候选比较(&amp;F)</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Show the segments as a list</source>
        <translation>以列表显示各段</translation>
    </message>
    <message>
        <source>Segments of the core</source>
        <translation>该核的各段</translation>
    </message>
    <message>
        <source>Pipe timeline</source>
        <translation>流水线时间线</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
</context>
<context>
    <name>hawk::ui::TimelineView</name>
    <message>
        <source>core %1, µs</source>
        <translation>核 %1，µs</translation>
    </message>
    <message>
        <source>Before: #%1, first correct, %2</source>
        <translation>之前：#%1，首个正确，%2</translation>
    </message>
    <message>
        <source>Now: #%1, %2</source>
        <translation>现在：#%1，%2</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>%1 cycles (%2), starts at %3</source>
        <translation>%1 周期（%2），开始于 %3</translation>
    </message>
    <message>
        <source>waited %1 cycles for its inputs</source>
        <translation>等待输入 %1 周期</translation>
    </message>
</context>
<context>
    <name>hawk::ui::VerdictPane</name>
    <message>
        <source>No candidate selected</source>
        <translation>未选择候选</translation>
    </message>
    <message>
        <source>Select a candidate to see how it was judged.</source>
        <translation>选择一个候选，查看其评判过程。</translation>
    </message>
    <message>
        <source>this is the first correct candidate</source>
        <translation>这是首个正确候选</translation>
    </message>
    <message>
        <source>%1, from %2</source>
        <translation>%1，原为 %2</translation>
    </message>
    <message>
        <source>%1, reached to %2</source>
        <translation>%1，达到 %2</translation>
    </message>
    <message>
        <source>in %1, %2</source>
        <translation>用时 %1，%2</translation>
    </message>
    <message>
        <source>Time untrusted: %1</source>
        <translation>时间不可信：%1</translation>
    </message>
    <message>
        <source>%1 of %2 cores</source>
        <translation>使用 %1 / %2 个核</translation>
    </message>
    <message>
        <source>UB peak %1</source>
        <translation>UB 峰值 %1</translation>
    </message>
    <message>
        <source>read %1, wrote %2</source>
        <translation>读 %1，写 %2</translation>
    </message>
    <message>
        <source>mean transfer %1</source>
        <translation>平均搬运 %1</translation>
    </message>
    <message>
        <source>confidence of the costs: %1</source>
        <translation>成本可信度：%1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <source>Hardware bound</source>
        <translation>硬件极限</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>T_HW: the least time the chip needs for the compulsory traffic and arithmetic</source>
        <translation>T_HW：芯片完成必需的数据搬运与计算所需的最短时间</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>关卡</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>用例</translation>
    </message>
    <message>
        <source>Profile of</source>
        <translation>性能剖析</translation>
    </message>
    <message>
        <source>Case of the profile</source>
        <translation>剖析的用例</translation>
    </message>
    <message>
        <source>Gates with their evidence</source>
        <translation>关卡及其证据</translation>
    </message>
    <message>
        <source>Cases with their times</source>
        <translation>用例及其时间</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Not decided: %1</source>
        <translation>未判定：%1</translation>
    </message>
    <message>
        <source>Gates, not decided: %1</source>
        <translation>关卡，未判定：%1</translation>
    </message>
</context>
<context>
    <name>hawk::ui::WorkspaceController</name>
    <message>
        <source>The workspace %1 could not be opened</source>
        <translation>无法打开工作区 %1</translation>
    </message>
</context>
</TS>
