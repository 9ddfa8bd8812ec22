/** Looks at data that came from elsewhere: each is a guard, and none throws. */

export type Guard<T> = (value: unknown) => value is T;

export const isText =
  (most = Number.POSITIVE_INFINITY): Guard<string> =>
  (value): value is string =>
    typeof value === "string" && value.length <= most;

/** A whole number that is safe, from `least` on. */
export const isWhole =
  (least: number): Guard<number> =>
  (value): value is number =>
    Number.isSafeInteger(value) && (value as number) >= least;

export const isFlag: Guard<boolean> = (value) => typeof value === "boolean";

export const isOneOf =
  <const T extends string>(...values: readonly T[]): Guard<T> =>
  (value): value is T =>
    values.some((one) => one === value);

export const isListOf =
  <T>(isItem: Guard<T>): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(isItem);

export const isMaybe =
  <T>(isValue: Guard<T>): Guard<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || isValue(value);

type Fields<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

/** An object whose fields are as they must be; others are not looked at. */
export const hasFields =
  <T extends object>(fields: Fields<T>): Guard<T> =>
  (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(fields).every(([key, isField]) => (isField as Guard<unknown>)((value as never)[key]));
