export type TaskState = "open" | "started" | "done" | "archived";

export interface Task {
  readonly id: string;
  readonly title: string;
  readonly state: TaskState;
  readonly assignee?: string;
  readonly dueOn?: string;
  readonly labels: readonly string[];
}

export interface TaskChange {
  readonly taskId: string;
  readonly from: TaskState;
  readonly to: TaskState;
  readonly changedAt: number;
}

const allowed: Readonly<Record<TaskState, readonly TaskState[]>> = {
  open: ["started", "archived"],
  started: ["open", "done", "archived"],
  done: ["started", "archived"],
  archived: [],
};

export function canChange(task: Task, to: TaskState): boolean {
  return allowed[task.state].includes(to);
}

export function changeState(task: Task, to: TaskState): Task {
  if (!canChange(task, to)) throw new Error(`Cannot change task "${task.id}": it is ${task.state}`);
  return { ...task, state: to };
}
