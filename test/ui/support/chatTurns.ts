/** Questions in the chat panel and their turns: asked, awaited, read. */
import type { Frame, Locator } from "playwright-core";
import { patienceMs } from "./workbench.ts";

/** Tests of the project run for some commands, in rounds; a machine under load takes this long for them. */
export const commandMs = 240_000;

/** Asks by one Enter, also where the list of commands is open. @returns the new turn */
export async function ask(page: Frame, question: string): Promise<Locator> {
  const last = await page
    .locator(".turn")
    .evaluateAll((all) => Math.max(-1, ...all.map((one) => Number(one.getAttribute("data-turn")))));
  await page.locator("textarea").fill(question);
  if (/^\/\S+$/.test(question)) await page.locator("[role=option]").first().waitFor();
  await page.locator("textarea").press("Enter");
  const turn = page.locator(`.turn[data-turn="${last + 1}"]`);
  await turn.waitFor({ timeout: patienceMs });
  return turn;
}

/** Until it is told below the turn how it ended. */
export const ended = (turn: Locator): Promise<void> =>
  turn.locator(".foot:not(:has(.busy))", { hasText: /./ }).waitFor({ timeout: commandMs });

/** The text of the answer once it is whole. */
export const answerOf = async (turn: Locator): Promise<string> => {
  await ended(turn);
  return (await turn.locator(".answer").textContent()) ?? "";
};
