import { dispatch } from './dispatch.ts';
import type { Benchmark } from './measure.ts';
import { print } from './print.ts';
import { finish, render } from './render.ts';
import { search } from './search.ts';
import { sign } from './sign.ts';
import { verifyJournal } from './verify-journal.ts';

/** Every benchmark, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  print,
  render,
  finish,
  dispatch,
  sign,
  verifyJournal(),
  search,
];
