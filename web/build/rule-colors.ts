/** The style sheet gets the colors of the rules of connectivity: those of the rules themselves, in the shades of the page's hues. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { RULES } from "../../src/hopfield/rules/index.ts";

const HUES = fileURLToPath(new URL("../styles/colors.css", import.meta.url));

export function ruleColors(): Plugin {
  return {
    name: "rule-colors",
    enforce: "pre",
    transform: {
      filter: { id: /\/styles\/index\.css(\?|$)/ },
      handler(imports) {
        this.addWatchFile(HUES);
        return `${imports}\n${stylesOf(Object.values(RULES), readFileSync(HUES, "utf8"))}`;
      },
    },
  };
}

/**
 * `--rule-<name>` everywhere; `--rule` and `--rule-text` in whatever has a rule as its `data-rule`.
 *
 * @param css  the style sheet that has hues: those in light first, each `--hue-<name>` with its `--text-<name>`
 * @throws RangeError for a color that is no hue.
 */
export function stylesOf(rules: readonly { readonly name: string; readonly color: string }[], css: string): string {
  const declared = [...css.matchAll(/--hue-(\w+): (#\w+);/g)].reverse(); // of a hue in light and dark the first counts
  const hues = new Map(declared.map(([, hue, color]) => [color.toLowerCase(), hue]));
  const styles = rules.map(({ name, color }) => {
    const hue = hues.get(color.toLowerCase());
    if (hue !== undefined) {
      return `:root { --rule-${name}: var(--hue-${hue}); }
[data-rule="${name}"] { --rule: var(--hue-${hue}); --rule-text: var(--text-${hue}); }`;
    }
    throw new RangeError(
      `rule ${name}: color must be one of ${[...hues.keys()].join(", ")}, the hues of web/styles/colors.css, got ${color}; a new hue stands there with its shade for text, in light and dark`,
    );
  });
  return styles.join("\n");
}
