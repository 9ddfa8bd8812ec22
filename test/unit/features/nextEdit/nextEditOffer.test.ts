import { expect, test } from "vitest";
import type { EditPlace, NextEdits } from "../../../../src/core/completion/nextEdit/editPlace.ts";
import { NextEditOffer } from "../../../../src/features/nextEdit/nextEditOffer.ts";
import { FakeClock, settle } from "../../../support/fakeClock.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const place = (line: number): EditPlace => ({
  path: "/a.py",
  start: { line, column: 0 },
  end: { line, column: 4 },
  old: "load",
  text: "read",
  score: 1,
});
const rename = (...lines: number[]): NextEdits => ({ summary: "load → read", places: lines.map(place) });

type Scene = ReturnType<typeof scene>;

function scene(answers: readonly (NextEdits | undefined | Promise<NextEdits>)[], isEnabled = true) {
  const clock = new FakeClock();
  const shown: string[] = [];
  let asked = 0;
  const offer = new NextEditOffer(
    {
      engine: { nextEdits: async () => answers[Math.min(asked++, answers.length - 1)] },
      clock,
      log: quietLog,
      isEnabled: () => isEnabled,
    },
    (offered) => shown.push(offered ? `${offered.place.start.line} of ${offered.left}` : "nothing"),
  );
  const type = async (pauseMs: number, isAccepted = false) => {
    offer.edited("/a.py", "python", isAccepted);
    await clock.advance(pauseMs);
  };
  return { offer, shown, type, clock, asked: () => asked };
}

async function check(
  answers: Parameters<typeof scene>[0],
  act: (scene: Scene) => Promise<void>,
  ...shown: readonly string[]
): Promise<Scene> {
  const made = scene(answers);
  await act(made);
  expect(made.shown).toEqual(shown);
  return made;
}

test("offers the first place after a pause", () => check([rename(4, 7)], ({ type }) => type(400), "4 of 2"));

test("asks nothing while somebody types", async () => {
  const { asked } = await check([rename(4)], async ({ type }) => {
    for (const _ of "load") await type(100);
  });
  expect(asked()).toBe(0);
});

test("another edit takes the offer away until the next pause", () =>
  check(
    [rename(4), undefined],
    async ({ type }) => {
      await type(400);
      await type(400);
    },
    "4 of 1",
    "nothing",
  ));

test("an answer that comes after a further edit is not shown", async () => {
  let answer: (edits: NextEdits) => void = () => undefined;
  const late = new Promise<NextEdits>((resolve) => {
    answer = resolve;
  });
  await check([late, undefined], async ({ type }) => {
    await type(400);
    await type(10);
    answer(rename(4));
    await settle();
  });
});

test("the next place follows an accepted one at once", () =>
  check(
    [rename(4, 7), rename(7)],
    async ({ type }) => {
      await type(400);
      await type(0, true);
    },
    "4 of 2",
    "nothing",
    "7 of 1",
  ));

test("what was dismissed does not come again by more edits of the same kind", () =>
  check(
    [rename(4, 7), rename(7)],
    async ({ type, offer }) => {
      await type(400);
      offer.dismiss();
      await type(400);
    },
    "4 of 2",
    "nothing",
  ));

test("another change is offered after one was dismissed", () =>
  check(
    [rename(4), { summary: "get → put", places: [place(9)] }],
    async ({ type, offer }) => {
      await type(400);
      offer.dismiss();
      await type(400);
    },
    "4 of 1",
    "nothing",
    "9 of 1",
  ));

test("asks nothing where it is switched off", async () => {
  const made = scene([rename(4)], false);
  await made.type(400);
  expect([made.asked(), made.shown]).toEqual([0, []]);
});
