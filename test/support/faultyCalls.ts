/** An object whose methods fail on demand, to see what happens when the disk refuses at any one call. */

export interface FaultyCalls {
  /** Calls made so far, of all wrapped objects. */
  count: number;
  /** The call that fails, 1-based. */
  failAt: number;
  /** Whether every later call fails too, as if the process had ended there. */
  readonly isFatal: boolean;
}

/** A disk that is full. */
class DiskFull extends Error {
  readonly code = "ENOSPC";
}

/** The same object, except that the call counted as `failAt` does nothing and throws. */
export function withFaults<T extends object>(target: T, calls: FaultyCalls): T {
  return new Proxy(target, {
    get(owner, name, receiver) {
      const value = Reflect.get(owner, name, receiver);
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => {
        calls.count++;
        if (calls.count === calls.failAt || (calls.isFatal && calls.count > calls.failAt)) {
          throw new DiskFull(`Cannot do call ${calls.count}: the disk is full`);
        }
        return value.apply(owner, parameters);
      };
    },
  });
}
