/** How the page looks: light and dark, wide and narrow, on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171b);
  --soft: light-dark(#f5f6f8, #1c2026);
  --ink: light-dark(#1b1f24, #e4e7eb);
  --dim: light-dark(#5a6370, #98a2b0);
  --line: light-dark(#dfe3e8, #2d333c);
  --link: light-dark(#1d56c0, #83aefc);
  --ok: light-dark(#1a7f4b, #4cc38a);
  --bad: light-dark(#bd2f26, #ff7b72);
  --warn: light-dark(#9a5b00, #e2a336);
  --busy: light-dark(#2f6fd6, #5b9bff);
  --idle: light-dark(#8b95a3, #737d8c);
  --teal: light-dark(#1f8a8a, #45b8b5);
  --pale: light-dark(#a9c4ee, #35507d);
  --faint: light-dark(#cfd6df, #3b434f);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main, nav > div, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--busy); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: var(--mono); font-size: .87em; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; }
.note { color: var(--dim); font-size: .87rem; font-weight: 400; }
.unseen, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: absolute; z-index: 3; top: .5rem; left: .5rem; padding: .4rem .8rem; background: var(--paper); }
:root:not(.scripts) .scripted { display: none; }
button, input, select { font: inherit; font-size: .87rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .6rem; }
button { cursor: pointer; }
button:hover { border-color: var(--dim); }

nav { position: sticky; z-index: 2; top: 0; background: var(--paper); border-bottom: 1px solid var(--line); }
nav > div { display: flex; gap: 1.1rem; align-items: center; min-height: 3rem; overflow-x: auto; scrollbar-width: none; white-space: nowrap; }
nav a { color: var(--dim); text-decoration: none; font-size: .9rem; }
nav a:hover { color: var(--ink); }
nav button { margin-left: auto; }

header { padding-top: 2rem; }
header h1 { margin: .5rem 0 .3rem; font-size: 2rem; letter-spacing: -.015em; }
.over { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; margin: 0; color: var(--dim); font-size: .87rem; overflow-wrap: anywhere; }
.lead { margin: 0 0 .4rem; font-size: 1.05rem; max-width: 48rem; overflow-wrap: anywhere; }
header .note { margin: 0; }
time { white-space: nowrap; }
.notice { margin: 1rem 0 0; padding: .6rem .9rem; border-left: 3px solid var(--busy); border-radius: 0 6px 6px 0; background: var(--soft); }
.command { padding: .15rem .45rem; border: 1px solid var(--line); border-radius: 5px; background: var(--soft); user-select: all; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: .9rem; margin: 1.5rem 0 0; }
.tile { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
.tile dt { color: var(--dim); font-size: .82rem; }
.tile dd { margin: 0; }
.tile b { display: block; overflow-wrap: anywhere; font-size: 1.55rem; font-weight: 600; letter-spacing: -.01em; line-height: 1.3; }
.tile dd span { color: var(--dim); font-size: .82rem; }
.tile .bar { height: 5px; margin: .2rem 0 .3rem; }

.status { white-space: nowrap; font-size: .87rem; font-weight: 600; color: var(--dim); }
.status::before { content: "○"; margin-right: .35em; }
.status.ok, .status.completed { color: var(--ok); }
.status.ok::before, .status.completed::before { content: "✓"; }
.status.failed, .status.stopped { color: var(--bad); }
.status.failed::before { content: "✕"; }
.status.stopped::before { content: "■"; }
.status.completed_with_failures, .status.waiting, .status.paused { color: var(--warn); }
.status.completed_with_failures::before { content: "!"; }
.status.waiting::before { content: "◌"; }
.status.paused::before { content: "‖"; }
.status.skipped::before { content: "–"; }
.status.running { color: var(--busy); }
.status.running::before { content: "●"; }
.over .status { padding: .15rem .65rem; border: 1px solid currentColor; border-radius: 99px; }

section { margin-top: 2.8rem; }
h2 { margin: 0 0 .7rem; font-size: 1.25rem; letter-spacing: -.005em; }
h2 + .note { margin: -.4rem 0 .8rem; }
.card { padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: 8px; background: var(--soft); }
.lines { margin: 0; padding-left: 2.4rem; font-size: .9rem; overflow-wrap: anywhere; }
.lines li { white-space: pre-wrap; }
ul.lines { list-style: none; padding-left: 1.2rem; }
.wide { overflow-x: auto; }
details > summary { cursor: pointer; }

.failure { margin: 0 0 .8rem; padding: .7rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 6px; }
.failure.skipped { border-left-color: var(--idle); }
.failure h3 { margin: 0; font-size: .95rem; }
.failure h3 code { padding: .1rem .4rem; border-radius: 4px; background: var(--soft); }
.message { margin: .35rem 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 16rem; overflow-y: auto; }
.agents li, ul.agents { list-style: none; }
ul.agents { margin: .4rem 0 0; padding: 0; columns: 22rem; column-gap: 2rem; font-size: .9rem; }
ul.agents li { break-inside: avoid; overflow-wrap: anywhere; }
.call { display: inline-block; min-width: 1.6rem; color: var(--dim); font-size: .82rem; font-variant-numeric: tabular-nums; }
.next { margin: 1rem 0 0; }

.prose { max-width: none; overflow-wrap: anywhere; }
.prose > :first-child { margin-top: 0; }
.prose > :last-child { margin-bottom: 0; }
.prose h3, .prose h4, .prose h5, .prose h6 { margin: 1.3rem 0 .4rem; }
.prose h3 { font-size: 1.15rem; } .prose h4 { font-size: 1.02rem; } .prose h5, .prose h6 { font-size: .95rem; }
.prose p, .prose ul, .prose ol, .prose blockquote, .prose pre { margin: .55rem 0; }
.prose pre { padding: .7rem .9rem; border-radius: 6px; background: var(--paper); border: 1px solid var(--line); }
.prose :not(pre) > code { padding: .08rem .3rem; border-radius: 4px; background: var(--paper); border: 1px solid var(--line); }
.prose blockquote { padding-left: 1rem; border-left: 3px solid var(--line); color: var(--dim); }
.prose table { margin: .5rem 0; } .prose hr { border: 0; border-top: 1px solid var(--line); }

table { border-collapse: collapse; font-size: .88rem; }
th, td { padding: .35rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--dim); font-weight: 500; font-size: .82rem; white-space: nowrap; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }

.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 .7rem; color: var(--dim); font-size: .82rem; }
.key::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .45em; border-radius: 2px; background: var(--idle); }
.key.running::before { background: var(--busy); } .key.waiting::before { background: var(--warn); } .key.queued::before { background: var(--faint); } .key.failed::before { background: var(--bad); }
.key.output::before { background: var(--busy); } .key.input::before { background: var(--teal); } .key.cacheWrite::before { background: var(--warn); } .key.cacheRead::before { background: var(--pale); } .key.usd::before { background: var(--ok); }
rect.ok, rect.usd { fill: var(--ok); } rect.failed { fill: var(--bad); } rect.skipped { fill: var(--idle); } rect.open { fill: var(--busy); }
rect.running, path.running, rect.output { fill: var(--busy); } rect.waiting, rect.cacheWrite { fill: var(--warn); } rect.queued { fill: var(--faint); }
rect.input { fill: var(--teal); } rect.cacheRead { fill: var(--pale); } rect.unknown { fill: var(--faint); }
.bar { display: block; width: 100%; height: 10px; border-radius: 2px; background: var(--soft); }

.timeline { font-size: .87rem; }
.axis, .lane summary, .lane li { display: grid; grid-template-columns: minmax(0, 23rem) minmax(0, 1fr); gap: 0 1rem; align-items: center; }
.axis { color: var(--dim); font-size: .78rem; font-variant-numeric: tabular-nums; }
.axis div { position: relative; height: 1.3rem; }
.axis i { position: absolute; font-style: normal; }
.lane { border-top: 1px solid var(--line); }
.lane summary { padding: .35rem 0; list-style: none; }
.lane summary::-webkit-details-marker { display: none; }
.lane summary .what::before { content: "▸"; margin-right: -.1rem; color: var(--dim); }
.lane[open] summary .what::before { content: "▾"; }
.lane ul { margin: 0 0 .6rem; padding: 0; list-style: none; }
.lane li { height: 1.45rem; content-visibility: auto; contain-intrinsic-height: auto 1.45rem; }
.lane > .note { margin: .2rem 0 .4rem 1.1em; }
.what { display: flex; gap: .6rem; align-items: baseline; min-width: 0; white-space: nowrap; }
.what .name { overflow: hidden; text-overflow: ellipsis; }
.what .note { margin-left: auto; font-variant-numeric: tabular-nums; }
.lane li .what { padding-left: 1.1em; }
.what a, .agents a { text-decoration: none; }
.what a:hover, .agents a:hover { text-decoration: underline; }
.what.failed a, .what.failed { color: var(--bad); }
.track { width: 100%; height: 100%; min-height: 12px; background: repeating-linear-gradient(to right, var(--line) 0 1px, transparent 1px var(--step)); }
.density { height: 24px; }

.chart { width: 100%; min-width: 44rem; margin-bottom: 1.2rem; table-layout: fixed; }
.chart tbody th { overflow-wrap: anywhere; }
.chart .plot { vertical-align: middle; }
.chart .number { white-space: normal; }

.controls { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; margin-bottom: .7rem; font-size: .87rem; color: var(--dim); }
.controls input { width: 16rem; max-width: 60vw; }
table.agents { width: 100%; }
.agents tbody th { min-width: 14rem; max-width: 30rem; overflow-wrap: anywhere; }
.agents tbody tr:hover { background: var(--soft); }
.agents td:nth-child(5) { color: var(--dim); white-space: nowrap; max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
.agents td:nth-child(3) { min-width: 7rem; max-width: 14rem; overflow-wrap: anywhere; }
.why { display: block; color: var(--dim); font-size: .82rem; font-weight: 400; max-height: 4.6em; overflow: hidden; }
.sort { padding: 0; border: 0; background: none; color: inherit; font-size: inherit; font-weight: inherit; }
:root:not(.scripts) .sort { cursor: default; pointer-events: none; }
.sort:hover { color: var(--ink); }
th[aria-sort] .sort { color: var(--ink); font-weight: 600; }
th[aria-sort="ascending"] .sort::after { content: " ↑"; } th[aria-sort="descending"] .sort::after { content: " ↓"; }

.conversation { border: 1px solid var(--line); border-radius: 6px; margin-bottom: .4rem; content-visibility: auto; contain-intrinsic-height: auto 2.4rem; }
.conversation > summary { padding: .4rem .8rem; overflow-wrap: anywhere; }
.conversation[open] > summary { border-bottom: 1px solid var(--line); }
.rest { margin-top: .8rem; } .rest > summary { margin-bottom: .6rem; }
.items { padding: .8rem; }
.entry { margin-bottom: .7rem; padding-left: .8rem; border-left: 3px solid var(--line); }
.entry h4 { margin: 0 0 .15rem; color: var(--dim); font-size: .8rem; font-weight: 600; }
.entry.said { border-left-color: var(--busy); } .entry.told, .entry.reminded { border-left-color: var(--warn); }
.entry pre, .thought pre { font-family: inherit; font-size: .92rem; }
.tool, .thought { margin: 0 0 .7rem; padding-left: .8rem; border-left: 3px solid var(--faint); font-size: .9rem; overflow-wrap: anywhere; }
.tool pre { margin-top: .4rem; padding: .5rem .7rem; border-radius: 5px; background: var(--soft); max-height: 24rem; overflow: auto; }
pre.bad { color: var(--bad); }

.code { font-size: .92rem; width: 100%; }
.code td { padding: 0 .6rem; border: 0; white-space: pre; line-height: 1.5; }
.code td { vertical-align: baseline; height: 1.5em; }
.code .line, .code .calls { width: 1%; text-align: right; color: var(--dim); font: .78rem var(--mono); user-select: none; font-variant-numeric: tabular-nums; }
.code .reached { background: color-mix(in srgb, var(--ok) 11%, transparent); } .code .reached .calls { color: var(--ok); font-weight: 600; }
.code .missed { background: color-mix(in srgb, var(--warn) 14%, transparent); } .code .missed .calls { color: var(--warn); font-weight: 600; }
.code tr:target { outline: 2px solid var(--busy); }
section > details.card { margin-top: .8rem; } .card > summary { font-size: .9rem; }
footer { padding-block: 2.5rem; }

@media (max-width: 46rem) {
  main, nav > div, footer { padding: 0 1rem; }
  header h1 { font-size: 1.6rem; }
  .tiles { grid-template-columns: 1fr 1fr; gap: .6rem; }
  .axis > span { display: none; }
  .axis, .lane summary, .lane li { grid-template-columns: minmax(0, 1fr); }
  .lane li { height: auto; contain-intrinsic-height: auto 2.7rem; margin-bottom: .2rem; }
  .track { height: 12px; } .density { height: 24px; }
  .card { padding: .8rem; }
}
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { font-size: 10.5pt; }
  nav, .skip, .scripted, .conversation:not([open]), .rest:not([open]), #conversations:not(:has(.conversation[open])) { display: none !important; }
  main, footer { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  .message, .tool pre, .why { max-height: none; }
  .lane li, .conversation { content-visibility: visible; }
  .failure, .tile, tr, .lane li { break-inside: avoid; }
  h2, h3, .lane summary { break-after: avoid; }
  th, td { padding: .2rem .4rem; }
  .agents tbody th { min-width: 10rem; }
  .agents tbody td:nth-child(3), .agents tbody td:nth-child(5) { min-width: 4rem; max-width: 6rem; white-space: normal; overflow-wrap: anywhere; }
  .code td { white-space: pre-wrap; overflow-wrap: anywhere; }
  svg, .reached, .missed, .key::before { print-color-adjust: exact; }
}
`;
