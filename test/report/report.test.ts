/** Reports as HTML and Markdown: text is escaped, and figures are inline. */
import { expect, test } from "vitest";
import { reportHtml } from "../../src/report/html.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import type { Report } from "../../src/report/report.ts";

const REPORT: Report = {
  title: "A <title>",
  introduction: ["First & last."],
  sections: [
    {
      title: "Section",
      claims: [
        {
          claim: "P(C = 1|J) < α_c",
          published: "≈ 2",
          measured: "2.10 ± 0.05",
          error: "0.03",
          seeds: 3,
          verdict: "differs",
          explanation: "Because.",
        },
      ],
      figures: [
        { name: "one", svg: '<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>', alt: "What it shows" },
      ],
    },
    {
      title: "On conditions",
      claims: [
        {
          claim: "The error falls as e^{−λT}",
          published: "≈ 1",
          measured: "1.00",
          seeds: 1,
          verdict: "agrees",
          finding: "holds when ξ_ij is free",
          explanation: "Because.",
        },
      ],
      figures: [],
    },
    { title: "Of figures", text: ["More & less."], claims: [], figures: [] },
  ],
  figures: [],
  notes: ["A note."],
  command: "palimpsest reproduce ek22 --seed 1",
};

test("HTML: escaped, figures inline, no address and no script", () => {
  const html = reportHtml(REPORT);
  expect(html).toContain("A &lt;title&gt;");
  expect(html).toContain("P(C = 1|J) &lt; α<sub>c</sub>");
  expect(html).toContain('<svg role="img" aria-label="What it shows">');
  expect(html).toContain('class="verdict differs"');
  expect(html).toContain("2.10 ± 0.05<small>s.e. 0.03</small>");
  expect(html).toContain("falls as e<sup>−λT</sup>");
  expect(html).toContain('<b class="agrees">Holds when ξ<sub>ij</sub> is free.</b> Because.');
  expect(html).toContain("<h2>Of figures</h2>\n<p>More &amp; less.</p>\n</section>");
  expect(html).not.toMatch(/https?:|<script|<link|@import|url\((?!#)/);
});

test("Markdown: a cell's bar does not end the cell", () => {
  const text = reportMarkdown(REPORT);
  expect(text).toContain("P(C = 1\\|J) \\< α\\_c | ≈ 2 | 2.10 ± 0.05 | 0.03 | 3 | **differs** |");
  expect(text).toContain("![What it shows](one.png)");
  expect(text).toContain("**Holds when ξ\\_ij is free.** Because.");
});
