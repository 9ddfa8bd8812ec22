import type { Task, TaskState } from "./task.ts";
import type { TaskStore } from "./taskStore.ts";

export interface Summary {
  readonly open: number;
  readonly started: number;
  readonly done: number;
  readonly overdue: readonly Task[];
}

const countOf = (store: TaskStore, state: TaskState): number => store.list(state).length;

export function summarize(store: TaskStore, today: string): Summary {
  return {
    open: countOf(store, "open"),
    started: countOf(store, "started"),
    done: countOf(store, "done"),
    overdue: store.list().filter((task) => isOverdue(task, today)),
  };
}

export function isOverdue(task: Task, today: string): boolean {
  return task.dueOn !== undefined && task.dueOn < today && task.state !== "done";
}
