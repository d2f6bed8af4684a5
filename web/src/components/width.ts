/** Widths of the page and of its elements, as hooks. */
import { useEffect, useState } from "preact/hooks";

const narrow = matchMedia("(max-width: 40rem)");

/** Whether the page is at most as wide as on a phone. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(narrow.matches);
  useEffect(() => {
    const follow = (): void => setNarrow(narrow.matches);
    narrow.addEventListener("change", follow);
    return () => narrow.removeEventListener("change", follow);
  }, []);
  return isNarrow;
}

/** Width of an element before it is measured, px. */
const INITIAL = 480;

/** The width in px that an element has in the page. */
export function useWidth(element: { readonly current: Element | null }): number {
  const [width, setWidth] = useState(INITIAL);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width > 0) setWidth(Math.round(contentRect.width));
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
