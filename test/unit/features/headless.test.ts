import fc from "fast-check";
import { expect, test } from "vitest";
import { environmentSecrets } from "../../../src/features/headless/environmentSecrets.ts";
import { checkSettings, HeadlessSettings } from "../../../src/features/headless/headlessSettings.ts";
import { nameRoots, toAbsolute, toRelative } from "../../../src/features/headless/rootPaths.ts";
import { RpcError } from "../../../src/ports/rpc.ts";

/** The value, or the type of the error. */
function check<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return error instanceof RpcError ? `${error.type}: ${error.message}` : String(error);
  }
}

const one = nameRoots(["/home/me/shop"]);
const two = nameRoots(["/home/me/shop", "/srv/shop"]);

for (const [path, roots, expected] of [
  ["src/a.py", one, "/home/me/shop/src/a.py"],
  ["./src//a.py", one, "/home/me/shop/src/a.py"],
  ["shop/a.py", two, "/home/me/shop/a.py"],
  ["shop-2/a.py", two, "/srv/shop/a.py"],
  ["a.py", nameRoots(["/"]), "/a.py"],
] as const) {
  test(`finds ${path} of ${roots.length}`, () => {
    expect(check(() => toAbsolute(path, roots))).toBe(expected);
    const back = toRelative(expected, roots);
    expect(back && toAbsolute(back, roots)).toBe(expected);
  });
}

for (const path of ["/etc/passwd", "../a", "src/../../a", "C:/a", "c:a", "a\\..\\b", "a\0b", "", ".", "/"]) {
  test(`refuses the path ${JSON.stringify(path)}`, () => {
    expect(check(() => toAbsolute(path, one))).toMatch(/^invalidPath: Cannot use the path/);
  });
}

test("refuses a path of no root when there are several", () => {
  expect(check(() => toAbsolute("src/a.py", two))).toMatch(/must begin with one of "shop\/", "shop-2\/"$/);
});

test("no path leads out of the root", () => {
  const part = fc.constantFrom("a", "..", ".", "", "\\", "C:", "b.py", "\0", "~");
  fc.assert(
    fc.property(fc.array(part), fc.constantFrom("/", "\\"), (parts, separator) => {
      const path = check(() => toAbsolute(parts.join(separator), one));
      expect(path).toMatch(/^(invalidPath: |\/home\/me\/shop\/)/);
      expect(path.split(":")[0]).not.toMatch(/\/\.\.(\/|$)/);
    }),
  );
});

test("tells nothing of a source outside the roots", () => {
  expect(toRelative("/home/me/shopping/a.py", one)).toBeUndefined();
});

for (const [given, expected] of [
  [{ "completion.minimumConfidence": 2 }, 'The setting "completion.minimumConfidence" must be a number'],
  [{ "model.endpoint": "ftp://x" }, 'The setting "model.endpoint" must be a base URL'],
  [{ "model.endpoint": 7 }, 'The setting "model.endpoint" must be a text'],
  [{ "touchstone.log.level": "loud" }, 'The setting "log.level" must be one of'],
  [{ "model.headers": { a: 1 } }, 'The setting "model.headers" must be an object of texts'],
] as const) {
  test(`refuses the setting ${JSON.stringify(given)}`, () => {
    expect(check(() => checkSettings(given))).toContain(`invalidSetting: ${expected}`);
  });
}

test("takes settings, tidies the endpoint, and tells unknown names", () => {
  const { values, unknown } = checkSettings({
    "model.endpoint": "http://127.0.0.1:1234/v1/",
    "model.nmae": "x",
    toString: 1,
  });
  expect(values["model.endpoint"]).toBe("http://127.0.0.1:1234/v1");
  expect(unknown).toEqual(["model.nmae", "toString"]);
});

test("gives the key to the endpoint's origin alone", async () => {
  const settings = new HeadlessSettings();
  const secrets = environmentSecrets("a key", settings);
  expect(await secrets.apiKey("https://host.example")).toBeUndefined();
  settings.replace(checkSettings({ "model.endpoint": "https://host.example/v1" }).values);
  expect(await secrets.apiKey("https://host.example")).toBe("a key");
  expect(await secrets.apiKey("https://other.example")).toBeUndefined();
  expect(await secrets.apiKey("http://host.example")).toBeUndefined();
  await expect(secrets.setApiKey("https://host.example", "x")).rejects.toThrow("TOUCHSTONE_API_KEY");
});
