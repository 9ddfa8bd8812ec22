/** How long a person waits for their own letters: from the key to the editor's lines changing on the screen. */
import type { Workbench } from "./workbench.ts";

/** Times in milliseconds, one per key that changed the text. */
export interface TypingLatency {
  readonly keys: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Runs in the page: notes the time of each key and of the next change of the editor's lines. */
const startScript = `(() => {
  const delays = [];
  let pressedAt;
  const onKey = () => { pressedAt ??= performance.now(); };
  const observer = new MutationObserver(() => {
    if (pressedAt === undefined) return;
    delays.push(performance.now() - pressedAt);
    pressedAt = undefined;
  });
  document.addEventListener("keydown", onKey, true);
  const lines = document.querySelector(".editor-group-container.active .view-lines");
  observer.observe(lines, { childList: true, subtree: true, characterData: true });
  window.__stopTypingClock = () => {
    document.removeEventListener("keydown", onKey, true);
    observer.disconnect();
    return delays;
  };
})()`;

/** Types the text a key at a time and measures each. */
export async function measureTyping(
  workbench: Workbench,
  text: string,
  delayMs = 60,
): Promise<TypingLatency> {
  await workbench.page.evaluate(startScript);
  await workbench.type(text, delayMs);
  await workbench.page.waitForTimeout(500);
  const delays: readonly number[] = await workbench.page.evaluate("window.__stopTypingClock()");
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
  return { keys: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
