/** Words as sentences and labels begin with them. */

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
