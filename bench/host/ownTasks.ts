/** Reads from a CPU profile of the main thread what the extension's own code took, task by task. */

export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

export interface OwnTask {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Stacks from the extension's outermost function inward, the most sampled first. */
  readonly stacks: readonly string[];
}

export interface OwnTime {
  readonly totalCpuMs: number;
  /** Longest first. */
  readonly tasks: readonly OwnTask[];
}

/**
 * A task is a run of samples with the extension on the stack, garbage collections inside it included. A thread that
 * the system has set aside gives one late sample; its delta counts whole as wall time, as CPU up to two intervals.
 */
export function ownTasks(
  profile: CpuProfile,
  intervalMicros: number,
  isOwn: (url: string) => boolean,
): OwnTime {
  const outermost = outermostOwn(profile, isOwn);
  const tasks: { cpuMs: number; wallMs: number; names: Map<string, number> }[] = [];
  let current: (typeof tasks)[number] | undefined;
  profile.samples.forEach((id, index) => {
    const { name, isCollection } = outermost.get(id)!;
    if (name === undefined && !(isCollection && current)) {
      current = undefined;
      return;
    }
    if (!current) tasks.push((current = { cpuMs: 0, wallMs: 0, names: new Map() }));
    // A sample's delta is the time before it; what follows it is the delta of the next.
    const delta = profile.timeDeltas[index + 1] ?? 0;
    current.wallMs += delta / 1000;
    current.cpuMs += Math.min(delta, 2 * intervalMicros) / 1000;
    if (name !== undefined) current.names.set(name, (current.names.get(name) ?? 0) + 1);
  });
  const sorted = tasks
    .map(({ cpuMs, wallMs, names }) => ({
      cpuMs,
      wallMs,
      stacks: [...names].toSorted(([, a], [, b]) => b - a).map(([name, count]) => `${count} x ${name}`),
    }))
    .toSorted((a, b) => b.cpuMs - a.cpuMs);
  return { totalCpuMs: sorted.reduce((sum, { cpuMs }) => sum + cpuMs, 0), tasks: sorted };
}

/** For each node its stack from the outermost own function inward; `undefined` where there is none. */
function outermostOwn({ nodes }: CpuProfile, isOwn: (url: string) => boolean) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<number, { readonly name: string | undefined; readonly isCollection: boolean }>();
  const visit = (id: number, inherited: string | undefined): void => {
    const { callFrame, children = [] } = byId.get(id)!;
    const frame = callFrame.functionName || "(anonymous)";
    const own = isOwn(callFrame.url) ? frame : undefined;
    const name = inherited === undefined ? own : `${inherited} > ${frame}`;
    found.set(id, { name, isCollection: callFrame.functionName === "(garbage collector)" });
    for (const child of children) visit(child, name);
  };
  const children = new Set(nodes.flatMap((node) => node.children ?? []));
  for (const { id } of nodes) if (!children.has(id)) visit(id, undefined);
  return found;
}
