/** The page of the chat panel alone in a browser, with the policy it has in the editor; what it says is kept, and tests say what the editor would. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../../scripts/editor/browser.ts";
import { root } from "../../../scripts/lib/run.ts";
import type { FromPanel, ToPanel } from "../../../src/core/chat/panelMessages.ts";
import { renderPanelPage } from "../../../src/core/chat/panelPage.ts";
import { patienceMs } from "./workbench.ts";

const nonce = "0123456789abcdef0123456789abcdef";
const types = { js: "text/javascript", css: "text/css" } as const;

/** Colours that the editor would give. */
const colours =
  ":root { --vscode-foreground: #333; --vscode-font-size: 13px; --vscode-font-family: sans-serif; --vscode-editor-font-family: monospace; --vscode-input-background: #fff; --vscode-textCodeBlock-background: #eee; }\n";

export interface ChatPage {
  readonly page: Page;
  /** Where the page is from: `http://127.0.0.1:1234`. */
  readonly origin: string;
  /** Says it as the editor does. Resolves when the page has heard it. */
  tell(message: ToPanel): Promise<void>;
  /** The same of what is no message of the editor. */
  tellAnything(message: unknown): Promise<void>;
  /** Resolves when what was said is on the screen. */
  frame(): Promise<void>;
  /** All that the page has said, in order. */
  heard(): Promise<readonly FromPanel[]>;
  /** Processor time of the page's main thread until now: scripts, layout, painting. Milliseconds. */
  busyMs(): Promise<number>;
  close(): Promise<void>;
}

/** @param body in place of the panel's script, to see what the policy alone does */
export async function openChatPage(body?: string, browser?: Browser): Promise<ChatPage> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    const file = { "/chat.js": "dist/chat.js", "/chat.css": "media/chat.css" }[pathname];
    if (file) {
      const text = readFileSync(join(root, file), "utf8");
      const extension = pathname.endsWith("js") ? "js" : "css";
      response.setHeader("content-type", types[extension]);
      response.end(extension === "css" ? colours + text : text);
      return;
    }
    if (pathname !== "/") {
      response.writeHead(404).end();
      return;
    }
    const source = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const html = renderPanelPage({ nonce, source, style: "/chat.css", script: "/chat.js" });
    response.setHeader("content-type", "text/html");
    response.end(body === undefined ? html : html.replace(/<body>.*<\/body>/s, `<body>${body}</body>`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = browser ?? (await launchBrowser());
  const page = await own.newPage({ viewport: { width: 420, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  await page.addInitScript(
    "window.heard = []; window.acquireVsCodeApi = () => ({ postMessage: (message) => window.heard.push(message) });",
  );
  await page.goto(`${origin}/`, { waitUntil: "load" });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const tellAnything = (message: unknown): Promise<void> =>
    page.evaluate(`new Promise((resolve) => {
      // The page's own listener came before this one, and is called before it.
      window.addEventListener("message", () => resolve(), { once: true });
      window.postMessage(${JSON.stringify(message)}, "*");
    })`);
  return {
    page,
    origin,
    tell: tellAnything,
    tellAnything,
    heard: () => page.evaluate("window.heard"),
    frame: () =>
      page.evaluate(
        "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))",
      ),
    async busyMs() {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
    },
    async close() {
      await page.close();
      if (!browser) await own.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
