/**
 * Stands in for the extension's main module: loads the real bundle, activates it, and writes what that cost.
 *
 * CPU is that of the extension host's main thread, user and system, in milliseconds. `TOUCHSTONE_BENCH` is a JSON
 * object: `result` is the file to write, `profileMs` for how long to take a CPU profile of the main thread (0: none),
 * `load: false` leaves the extension out, for comparison.
 */
const { writeFileSync, renameSync } = require("node:fs");
const { Session } = require("node:inspector/promises");
const { monitorEventLoopDelay, performance } = require("node:perf_hooks");

const options = JSON.parse(process.env.TOUCHSTONE_BENCH);
const cpuMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const write = (value) => {
  writeFileSync(`${options.result}.part`, JSON.stringify(value));
  renameSync(`${options.result}.part`, options.result);
};

let real;

async function recordTrace(costs) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 500 });
  await session.post("Profiler.start");
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = performance.eventLoopUtilization();
  const cpuBefore = cpuMs();
  setTimeout(async () => {
    delay.disable();
    const { utilization } = performance.eventLoopUtilization(before);
    const { profile } = await session.post("Profiler.stop");
    const ms = (nanoseconds) => nanoseconds / 1e6;
    write({
      ...costs,
      profile,
      hostCpuMs: cpuMs() - cpuBefore,
      utilization,
      delayMs: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) },
    });
  }, options.profileMs);
}

exports.activate = async (context) => {
  const costs = { loadMs: 0, activateMs: 0 };
  if (options.profileMs > 0) await recordTrace(costs);
  if (options.load !== false) {
    const start = cpuMs();
    real = require("./dist/extension.cjs");
    costs.loadMs = cpuMs() - start;
    const loaded = cpuMs();
    await real.activate(context);
    costs.activateMs = cpuMs() - loaded;
  }
  if (options.profileMs === 0) write(costs);
};
exports.deactivate = () => real?.deactivate?.();
