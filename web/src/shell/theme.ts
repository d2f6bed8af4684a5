/** Light or dark: as the system has it until the visitor chooses; remembered on this device. */
import { effect, signal } from "@preact/signals";

export type Theme = "light" | "dark";

const KEY = "palimpsest-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function remembered(): Theme | null {
  try {
    const text = localStorage.getItem(KEY);
    return text === "light" || text === "dark" ? text : null;
  } catch {
    return null; // storage may be forbidden
  }
}

const chosen = signal(remembered());
const isSystemDark = signal(system.matches);
system.addEventListener("change", () => {
  isSystemDark.value = system.matches;
});

/** The theme in which the page is shown. */
export const theme = signal<Theme>("light");

effect(() => {
  theme.value = chosen.value ?? (isSystemDark.value ? "dark" : "light");
  document.documentElement.dataset["theme"] = theme.value;
});

/** Changes to the other theme, and remembers the choice. */
export function switchTheme(): void {
  chosen.value = theme.peek() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, chosen.peek()!);
  } catch {
    // it holds until the page is left
  }
}
