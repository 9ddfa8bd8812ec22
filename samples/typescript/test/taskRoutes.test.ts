import assert from "node:assert/strict";
import { test } from "node:test";
import { createTask, finishTask, type RouteContext, showTask, startTask } from "../src/taskRoutes.ts";
import { TaskStore } from "../src/taskStore.ts";

const makeContext = (): RouteContext => ({ store: new TaskStore(), now: () => 1000 });

test("createTask answers with the new task", () => {
  const context = makeContext();
  const response = createTask(context, { params: {}, body: { title: "Write the letter" } });
  assert.equal(response.status, 201);
});

test("createTask refuses a task with no title", () => {
  const context = makeContext();
  const response = createTask(context, { params: {}, body: {} });
  assert.equal(response.status, 400);
});

test("showTask knows no task that was not made", () => {
  const context = makeContext();
  const response = showTask(context, { params: { taskId: "T-9" }, body: undefined });
  assert.equal(response.status, 404);
});

test("startTask starts an open task", () => {
  const context = makeContext();
  const task = context.store.add("Write the letter");
  const response = startTask(context, { params: { taskId: task.id }, body: undefined });
  assert.equal(response.status, 200);
});

test("finishTask refuses a task that was not started", () => {
  const context = makeContext();
  const task = context.store.add("Write the letter");
  const response = finishTask(context, { params: { taskId: task.id }, body: undefined });
  assert.equal(response.status, 409);
});
