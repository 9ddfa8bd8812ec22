import { badRequest, conflict, created, notFound, ok, type Request, type Response } from "./response.ts";
import { canChange } from "./task.ts";
import type { TaskStore } from "./taskStore.ts";

export interface RouteContext {
  readonly store: TaskStore;
  readonly now: () => number;
}

export function listTasks(context: RouteContext): Response {
  return ok(context.store.list());
}

export function createTask(context: RouteContext, request: Request): Response {
  const title = readTitle(request.body);
  if (title === undefined) return badRequest("A task needs a title");
  return created(context.store.add(title));
}

export function showTask(context: RouteContext, request: Request): Response {
  const task = context.store.find(request.params.taskId ?? "");
  if (!task) return notFound(`No task "${request.params.taskId}"`);
  return ok(task);
}

export function startTask(context: RouteContext, request: Request): Response {
  const task = context.store.find(request.params.taskId ?? "");
  if (!task) return notFound(`No task "${request.params.taskId}"`);
  if (!canChange(task, "started")) return conflict(`Task "${task.id}" is ${task.state}`);
  return ok(context.store.change(task.id, "started", context.now()));
}

export function finishTask(context: RouteContext, request: Request): Response {
  const task = context.store.find(request.params.taskId ?? "");
  if (!task) return notFound(`No task "${request.params.taskId}"`);
  if (!canChange(task, "done")) return conflict(`Task "${task.id}" is ${task.state}`);
  return ok(context.store.change(task.id, "done", context.now()));
}

function readTitle(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("title" in body)) return undefined;
  return typeof body.title === "string" && body.title.trim() !== "" ? body.title.trim() : undefined;
}
