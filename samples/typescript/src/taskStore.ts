import { changeState, type Task, type TaskChange, type TaskState } from "./task.ts";

export class TaskStore {
  private readonly tasks = new Map<string, Task>();
  private readonly changes: TaskChange[] = [];
  private nextNumber = 1;

  add(title: string, labels: readonly string[] = []): Task {
    const task: Task = { id: `T-${this.nextNumber++}`, title, state: "open", labels };
    this.tasks.set(task.id, task);
    return task;
  }

  find(taskId: string): Task | undefined {
    return this.tasks.get(taskId);
  }

  list(state?: TaskState): readonly Task[] {
    return [...this.tasks.values()].filter((task) => state === undefined || task.state === state);
  }

  assign(taskId: string, assignee: string): Task | undefined {
    const task = this.tasks.get(taskId);
    if (!task) return undefined;
    const changed = { ...task, assignee };
    this.tasks.set(taskId, changed);
    return changed;
  }

  change(taskId: string, to: TaskState, changedAt: number): Task | undefined {
    const task = this.tasks.get(taskId);
    if (!task) return undefined;
    const changed = changeState(task, to);
    this.tasks.set(taskId, changed);
    this.changes.push({ taskId, from: task.state, to, changedAt });
    return changed;
  }

  changesOf(taskId: string): readonly TaskChange[] {
    return this.changes.filter((change) => change.taskId === taskId);
  }
}
