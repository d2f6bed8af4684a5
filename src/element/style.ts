/** The look of `<palimpsest-recall>`: paper and ink, after the page's color-scheme. */
const STYLE = `
:host {
  --paper: #faf7f0; --ink: #1c1a17; --soft: #6b655b; --line: #d8d1c2; --extra: #c4420c; --missing: #f1c4a6;
  --random: #7f7f7f; --noise: #0072b2; --signal: #e69f00;
  display: block; box-sizing: border-box; max-inline-size: 46rem; padding: 1rem;
  border: 1px solid var(--palimpsest-line, var(--line)); border-radius: 0.5rem;
  background: var(--palimpsest-paper, var(--paper)); color: var(--palimpsest-ink, var(--ink));
  font: 1rem/1.45 var(--palimpsest-font, Georgia, "Times New Roman", serif); font-variant-numeric: tabular-nums;
  text-align: start;
}
@supports (color: light-dark(black, white)) {
  :host {
    --paper: light-dark(#faf7f0, #1c1a17); --ink: light-dark(#1c1a17, #f3eee3); --soft: light-dark(#6b655b, #a9a294);
    --line: light-dark(#d8d1c2, #45413a); --extra: light-dark(#c4420c, #ff8a4c); --missing: light-dark(#f1c4a6, #6e3a1d);
    --noise: light-dark(#0072b2, #56b4e9);
  }
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.main { --accent: var(--palimpsest-accent, var(--rule)); }
.body { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; margin-block-start: 1rem; }
.gallery {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(2.1rem, 1fr)); gap: 3px; max-block-size: 13rem;
  padding: 3px; overflow-y: auto;
}
.gallery button {
  padding: 2px; border: 1px solid transparent; border-radius: 4px; background: none; color: inherit; cursor: pointer;
}
.gallery button[aria-checked="true"] { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.gallery .lost canvas { opacity: 0.25; }
canvas {
  display: block; inline-size: 100%; aspect-ratio: 1; image-rendering: pixelated; background-color: var(--palimpsest-paper, var(--paper));
  fill: var(--extra); stroke: var(--missing); transition: color 1ms, background-color 1ms, opacity 0.3s;
}
.left { flex: 1 1 14rem; }
.right { flex: 1 1 15rem; min-inline-size: 0; }
.picture { position: relative; border: 1px solid var(--palimpsest-line, var(--line)); touch-action: none; cursor: crosshair; }
.cursor {
  position: absolute; inline-size: calc(100% / 28); block-size: calc(100% / 28); outline: 2px solid var(--ink); box-shadow: 0 0 0 4px var(--paper); display: none;
}
.picture:focus-visible .cursor { display: block; }
:focus-visible { outline: 2px solid var(--palimpsest-ink, var(--ink)); outline-offset: 2px; }
p { margin: 0 0 0.6rem; }
.note { display: flex; gap: 0 1.5em; margin-block-start: 0.4rem; color: var(--soft); font-size: 0.875rem; }
.note i { display: inline-block; inline-size: 0.8em; block-size: 0.8em; vertical-align: -0.05em; border: 1px solid var(--soft); }
.note .extra { background: var(--extra); }
.note .missing { background: var(--missing); }
fieldset { margin: 0 0 0.75rem; padding: 0; border: 0; min-inline-size: 0; }
legend { padding: 0; font-weight: bold; }
label { display: flex; align-items: center; gap: 0.5em; min-block-size: 1.75rem; cursor: pointer; }
label::after { content: ""; inline-size: 1.5em; block-size: 4px; border-radius: 2px; background: var(--rule); }
input { inline-size: 1.1em; block-size: 1.1em; margin: 0; accent-color: var(--ink); }
.random { --rule: var(--random); } .noise { --rule: var(--noise); } .signal { --rule: var(--signal); }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-end: 0.75rem; }
.buttons button {
  flex: 1 1 auto; min-block-size: 2.25rem; padding: 0.25rem 0.8rem; border: 1px solid var(--palimpsest-ink, var(--ink)); border-radius: 0.3rem;
  background: none; color: inherit; font: inherit; cursor: pointer;
}
.buttons .main { background: var(--palimpsest-ink, var(--ink)); color: var(--palimpsest-paper, var(--paper)); }
.buttons button:disabled { border-color: var(--line); background: none; color: var(--soft); cursor: default; }
.bar { block-size: 6px; margin-block-end: 0.4rem; border-radius: 3px; background: var(--line); overflow: hidden; }
.bar div { inline-size: 100%; block-size: 100%; background: var(--accent); transform-origin: 0 0; }
.error { margin: 0; padding: 0.25rem 0.75rem; border-inline-start: 4px solid var(--extra); }
.error:empty { display: none; }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; clip-path: inset(50%); overflow: hidden; white-space: nowrap; }
@media (prefers-reduced-motion: reduce) { canvas { transition-duration: 1ms; } }
@media (forced-colors: active) { canvas, .bar, .note i, label::after { forced-color-adjust: none; } }
`;

let sheet: CSSStyleSheet | undefined;

/** One sheet for all elements of a page; a constructed sheet needs no permission from a content security policy. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE.replace(/\n\s*/g, " "));
  }
  return sheet;
}
