/** Draws `media/icon.png` (128 x 128, transparent around) from `media/icon.svg` in the headless browser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "../editor/browser.ts";
import { root } from "../lib/run.ts";

const side = 128;
const svg = readFileSync(join(root, "media/icon.svg"), "utf8");
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${side}px;height:${side}px}</style>${svg}`,
  );
  await page.screenshot({ path: join(root, "media/icon.png"), omitBackground: true });
} finally {
  await browser.close();
}
