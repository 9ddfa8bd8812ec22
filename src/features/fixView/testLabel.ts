/** `pytest:tests/test_sum.py::TestSum::test_empty` as `TestSum > test_empty`; a person knows the rest. */
export const testLabel = (id: string): string => {
  const names = id.split("::").slice(1);
  return names.length > 0 ? names.join(" > ") : id;
};
