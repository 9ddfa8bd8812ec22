/**
 * Coverage of Vitest without its coverage packages: a provider whose part in the workers asks V8 for counts and writes them
 * with the text that was run; where Vite has left no source map in that text, it is asked for one in the end.
 */
export const vitestProvider = String.raw`
const load = (name) => import(name);
const { Session } = await load("node:inspector/promises");
const files = await load("node:fs");
const { threadId } = await load("node:worker_threads");
const join = (folder, name) => folder + "/" + name;
const write = (name, value) => files["writeFileSync"](join(notes, name), JSON.stringify(value));

const { TOUCHSTONE_NOTES: notes, TOUCHSTONE_ROOT: root, TOUCHSTONE_PROVIDER: customProviderModule } = process.env;
const pathOf = (url) => url.replace(/^file:\/\//, "").replace(/[?#].*$/, "");
const own = (url) => pathOf(url).startsWith(root + "/") && !url.includes("/node_modules/");
// This module may be loaded again for each file of tests.
const kept = (process[Symbol.for("touchstone.lines")] ??= { count: 0, session: undefined });

export default {
  async startCoverage() {
    if (kept.session) return;
    const session = new Session();
    kept.session = session;
    session.connect();
    await session.post("Debugger.enable");
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  },
  async takeCoverage() {
    const { session } = kept;
    if (!session) return null;
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const scripts = [];
    for (const { scriptId, url, functions } of result) {
      if (!own(url)) continue;
      const { scriptSource } = await session.post("Debugger.getScriptSource", { scriptId });
      scripts.push({ url, functions, source: scriptSource });
    }
    files["mkdirSync"](notes, { recursive: true });
    write("vitest-" + process.pid + "-" + threadId + "-" + kept.count++ + ".json", { result: scripts });
    return null;
  },
  async stopCoverage() {
    kept.session?.disconnect();
    kept.session = undefined;
  },
  getProvider() {
    let servers = [];
    const mapOf = async (url) => {
      const path = pathOf(url);
      for (const server of servers) {
        for (const { moduleGraph } of Object.values(server.environments ?? {})) {
          const map = moduleGraph?.getModuleById(path)?.transformResult?.map;
          if (map?.mappings) return map;
        }
        const done = await server.transformRequest(path, { ssr: true }).catch(() => undefined);
        if (done?.map?.mappings) return done.map;
      }
      return undefined;
    };
    return {
      name: "touchstone",
      initialize(context) {
        files["mkdirSync"](notes, { recursive: true });
        servers = [context, ...(context.projects ?? [])].map((one) => one.vite ?? one.server).filter(Boolean);
      },
      resolveOptions: () => ({ enabled: true, provider: "custom", customProviderModule, reporter: [], exclude: [], include: [], reportsDirectory: notes }),
      clean() {},
      onAfterSuiteRun() {},
      onTestRunStart() {},
      onTestFailure() {},
      onEnabled() {},
      async generateCoverage() {
        for (const name of files.readdirSync(notes)) {
          const note = JSON.parse(files.readFileSync(join(notes, name), "utf8"));
          for (const script of note.result) {
            const map = script.source.includes("# sourceMapping" + "URL=data:") ? undefined : await mapOf(script.url);
            if (map) script.map = { sources: map.sources, mappings: map.mappings };
          }
          write(name, note);
        }
      },
      async reportCoverage() {},
    };
  },
};
`;
