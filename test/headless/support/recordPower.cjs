/**
 * Loaded before the program: writes a line to `power.log` beside this file for each process started, each socket
 * opened and each name looked up, in every thread.
 */
const fs = require("node:fs");
const path = require("node:path");
const childProcess = require("node:child_process");
const net = require("node:net");
const dgram = require("node:dgram");
const dns = require("node:dns");

const log = path.join(__dirname, "power.log");
const record = (object, name) => {
  const original = object[name];
  object[name] = function recorded(...args) {
    fs.appendFileSync(log, `${name}\n`);
    return original.apply(this, args);
  };
};
record(childProcess.ChildProcess.prototype, "spawn");
for (const name of ["spawnSync", "execFileSync", "execSync"]) record(childProcess, name);
record(net.Socket.prototype, "connect");
record(net.Server.prototype, "listen");
record(dgram, "createSocket");
for (const name of ["lookup", "resolve"]) record(dns, name);
