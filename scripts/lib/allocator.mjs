/**
 * Variables for the memory allocator of glibc, which otherwise keeps what indexing has given back: arrays from 128 KiB on
 * are returned as soon as they are free. Other systems know nothing of these names.
 */
export const allocator = {
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
  MALLOC_ARENA_MAX: "2",
};
