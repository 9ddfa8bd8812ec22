/** Sums by number, made once and used for every query: clearing costs what was touched. */
export class ScoreBoard {
  /** By unit; 0 for what was not touched. */
  scores = new Float64Array(0);
  /** The units that hold a score, in the order they were met; only the first `count` entries count. */
  touched = new Uint32Array(0);
  count = 0;

  /** Forgets all scores and makes room for units below `limit`. */
  clear(limit: number): void {
    const { scores, touched, count } = this;
    for (let i = 0; i < count; i++) scores[touched[i]!] = 0;
    this.count = 0;
    if (limit <= this.scores.length) return;
    const size = Math.ceil(1.25 * limit);
    this.scores = new Float64Array(size);
    this.touched = new Uint32Array(size);
  }

  /** Adds to a unit's score. A first `value` is above 0. */
  add(unit: number, value: number): void {
    const before = this.scores[unit]!;
    if (before === 0) this.touched[this.count++] = unit;
    this.scores[unit] = before + value;
  }

  /** Forgets all but these units, which hold scores. */
  keep(units: readonly number[]): void {
    const kept = units.map((unit) => this.scores[unit]!);
    for (let i = 0; i < this.count; i++) this.scores[this.touched[i]!] = 0;
    this.count = 0;
    units.forEach((unit, i) => {
      this.add(unit, kept[i]!);
    });
  }

  /**
   * The units with the highest scores, best first; `isBefore` decides between equal ones.
   *
   * @param lessen makes a score less that is not final yet; called once, and only for units that may be among the best
   */
  best(
    limit: number,
    isBefore: (a: number, b: number) => boolean,
    lessen?: (unit: number) => void,
  ): number[] {
    const { scores, touched, count } = this;
    const isBetter = (a: number, b: number) =>
      scores[a]! > scores[b]! || (scores[a]! === scores[b]! && isBefore(a, b));
    const heap: number[] = [];
    /** Of the worst of the heap, when it is full. */
    let least = limit > 0 ? 0 : Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const unit = touched[i]!;
      if (!(scores[unit]! > 0) || scores[unit]! < least) continue;
      lessen?.(unit);
      if (heap.length < limit) {
        heap.push(unit);
        siftUp(heap, isBetter);
      } else if (isBetter(unit, heap[0]!)) {
        heap[0] = unit;
        siftDown(heap, isBetter);
      }
      if (heap.length === limit) least = scores[heap[0]!]!;
    }
    return heap.sort((a, b) => (isBetter(a, b) ? -1 : 1));
  }
}

type IsBetter = (a: number, b: number) => boolean;

/** Brings the last unit to its place in a heap whose first unit is the worst. */
function siftUp(heap: number[], isBetter: IsBetter): void {
  let at = heap.length - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isBetter(heap[above]!, heap[at]!)) return;
    [heap[above], heap[at]] = [heap[at]!, heap[above]!];
    at = above;
  }
}

function siftDown(heap: number[], isBetter: IsBetter): void {
  for (let at = 0; ; ) {
    let worst = at;
    for (const below of [2 * at + 1, 2 * at + 2]) {
      if (below < heap.length && isBetter(heap[worst]!, heap[below]!)) worst = below;
    }
    if (worst === at) return;
    [heap[worst], heap[at]] = [heap[at]!, heap[worst]!];
    at = worst;
  }
}
