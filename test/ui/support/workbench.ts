/**
 * Drives a VS Code workbench in a page as a person does: keys, the command palette, what is on the screen. Tests, the
 * tour and the real-repository suite share it.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Locator, Page } from "playwright-core";

/** A machine under load takes this long to show what an idle one shows at once. */
export const patienceMs = 60_000;
/** For a window to stand and its extensions to run: they load 20 MB of scripts first, which a machine with other work takes minutes for. */
export const startMs = 180_000;

export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(patienceMs);
    page.setDefaultNavigationTimeout(startMs);
  }

  /** Opens the address and waits until the workbench and its extension host stand. */
  async open(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: "commit" });
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: startMs });
    const explorer = this.page.locator(".explorer-folders-view .monaco-list-row, .explorer-viewlet").first();
    await explorer.waitFor({ timeout: startMs });
  }

  /** Opens a file by its path from the workspace folder, the cursor at `line` and `column`, both from 1. */
  async openFile(path: string, at?: { readonly line: number; readonly column: number }): Promise<void> {
    const name = path.split("/").at(-1)!;
    await this.quickOpen(path, this.quickInput.locator(".monaco-list-row", { hasText: name }).first());
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
    await this.page.locator(".editor-group-container.active .view-line").first().waitFor();
    if (at) await this.goTo(at.line, at.column);
  }

  /** Puts the cursor of the active editor at `line` and `column`, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.locator(".editor-group-container.active .monaco-editor .view-lines").first().click();
    await this.page.keyboard.press("Control+G");
    await this.quickInput.locator("input").fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.quickInput.waitFor({ state: "hidden" });
    await this.page.getByText(`Ln ${line}, Col ${column}`).waitFor();
  }

  /** Runs a command by its title as the palette shows it. */
  async runCommand(title: string): Promise<void> {
    const row = this.quickInput.locator(".monaco-list-row", { hasText: title }).first();
    await this.quickOpen(`>${title}`, row);
  }

  /** Opens *Search Repository*, until its box takes keys. */
  async openSearch(): Promise<void> {
    await this.runCommand("Touchstone: Search Repository");
    const box = this.page.getByPlaceholder("Name of a symbol, words of the code");
    await box.and(this.page.locator(":focus")).waitFor();
  }

  /** Fills the quick input and takes `row` once it is there; while extensions start, a list may come empty: ask again. */
  private async quickOpen(text: string, row: Locator): Promise<void> {
    const deadline = Date.now() + startMs;
    for (let tryMs = 5_000; ; tryMs *= 1.5) {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press(text.startsWith(">") ? "F1" : "Control+P");
      try {
        // A box that is just closing takes no text.
        await this.quickInput.locator("input").fill(text, { timeout: tryMs });
        await row.waitFor({ timeout: tryMs });
        // The key before may close the box late, with what was typed in it.
        await row.click({ timeout: 2 * tryMs });
        await this.quickInput.waitFor({ state: "hidden", timeout: 5_000 }).catch(() => {});
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** The box of the palette, of quick open and of questions. */
  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget");
  }

  /** Answers an input box that asks for a text. */
  async answer(text: string): Promise<void> {
    await this.quickInput.locator("input").fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Types as a person does, a key at a time. */
  async type(text: string, delayMs = 30): Promise<void> {
    await this.page.keyboard.type(text, { delay: delayMs });
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Opens the menu of actions at the cursor until this one is in it: it may open before every extension has said what it can do. */
  async openActions(offer: Locator): Promise<void> {
    for (let tries = 1; tries < 10; tries++) {
      await this.press("Control+.");
      const isThere = await offer
        .first()
        .waitFor({ timeout: 10_000 })
        .then(
          () => true,
          () => false,
        );
      if (isThere) return;
      await this.press("Escape");
    }
    await this.press("Control+.");
    await offer.first().waitFor();
  }

  /** Takes an item of the menu that opens: one that has just opened takes no clicks, since the one that opened it may still be going on. */
  async chooseInMenu(title: string): Promise<void> {
    const item = this.page.locator(".monaco-menu .action-item", { hasText: title }).first();
    await item.waitFor();
    const deadline = Date.now() + patienceMs;
    for (let isOpen = true; isOpen && Date.now() < deadline; ) {
      await item.click({ timeout: 5_000 }).catch(() => {});
      isOpen = await item.waitFor({ state: "hidden", timeout: 2_000 }).then(
        () => false,
        () => true,
      );
    }
  }

  /** The pieces of the suggestion on the screen: those within the cursor's line, and the lines after it. */
  get ghostText(): Locator {
    return this.page.locator(".monaco-editor .ghost-text-decoration, .monaco-editor .ghost-text .view-line");
  }

  /** Waits for a suggestion and returns its text; blanks are plain. */
  async waitForSuggestion(timeoutMs = patienceMs): Promise<string> {
    await this.ghostText.first().waitFor({ timeout: timeoutMs });
    const firstLine = await this.page.locator(".monaco-editor .ghost-text-decoration").allTextContents();
    const more = await this.page.locator(".monaco-editor .ghost-text .view-line").allTextContents();
    return plain([firstLine.join(""), ...more].join("\n"));
  }

  async waitForNoSuggestion(): Promise<void> {
    await this.ghostText.first().waitFor({ state: "hidden", timeout: patienceMs });
  }

  /** What the cursor's line shows, suggestion included; blanks are plain. */
  async currentLine(): Promise<string> {
    const position = await this.page.locator("#status\\.editor\\.selection").textContent();
    const line = /Ln (\d+)/.exec(position ?? "")?.[1];
    const number = this.page.locator(".editor-group-container.active .margin-view-overlays .line-numbers", {
      hasText: new RegExp(`^${line}$`),
    });
    // The status bar may still name the line of the editor before, which this one does not show.
    const box = await number
      .first()
      .boundingBox({ timeout: 1_000 })
      .catch(() => null);
    // All at one time: lines go when another file is shown.
    const lines = await this.page
      .locator(".editor-group-container.active .view-lines .view-line")
      .evaluateAll((all) =>
        all.map((line) => ({ y: line.getBoundingClientRect().y, text: line.textContent ?? "" })),
      );
    return plain(lines.find(({ y }) => box && Math.abs(y - box.y) < 3)?.text ?? "");
  }

  /** Waits until the cursor's line reads so: a tab is active before its text and its cursor are there. @returns the line */
  async waitForLine(pattern: RegExp): Promise<string> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const line = await this.currentLine();
      if (pattern.test(line) || Date.now() > deadline) return line;
      await this.page.waitForTimeout(100);
    }
  }

  /** Touchstone's item in the status bar. */
  get statusItem(): Locator {
    return this.page.locator('.statusbar-item[id^="touchstone.touchstone"]').first();
  }

  /** Waits until the status-bar item, with its tooltip's label, reads so. */
  async waitForStatus(pattern: RegExp, timeoutMs = patienceMs): Promise<string> {
    const deadline = Date.now() + timeoutMs;
    let seen = "";
    while (Date.now() < deadline) {
      seen = await this.readStatus();
      if (pattern.test(seen)) return seen;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`Wait for status ${pattern}: the status bar says "${seen}" after ${timeoutMs} ms`);
  }

  /** Waits until Touchstone has files in its index and no longer indexes. */
  waitForIndex(timeoutMs = startMs): Promise<string> {
    return this.waitForStatus(
      /^Touchstone(?!: (?:indexing|restarting)).*\b[1-9][\d,.]* files indexed/,
      timeoutMs,
    );
  }

  /** Waits for `awaited` and returns each text of the status-bar item seen until then, in order. */
  async watchStatus(awaited: () => Promise<unknown>): Promise<readonly string[]> {
    const seen: string[] = [];
    let isDone = false;
    const waiting = awaited().finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const text =
        (await this.statusItem.count()) === 0 ? "" : plain((await this.statusItem.textContent()) ?? "");
      if (text !== "" && text !== seen.at(-1)) seen.push(text);
      await this.page.waitForTimeout(50);
    }
    await waiting;
    return seen;
  }

  /** Text and accessible label of the status-bar item; empty when it is not there. */
  async readStatus(): Promise<string> {
    if ((await this.statusItem.count()) === 0) return "";
    const label = await this.statusItem.locator("[aria-label]").first().getAttribute("aria-label");
    return `${plain((await this.statusItem.textContent()) ?? "")} ${label ?? ""}`.trim();
  }

  /** Notifications on the screen, oldest last. */
  get notifications(): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item");
  }

  async screenshot(path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }
}

/** The editor shows blanks as no-break spaces. */
const plain = (text: string): string => text.replaceAll("\u00a0", " ");
