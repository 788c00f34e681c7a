import { acknowledge } from './acknowledge.ts';
import { annexes } from './annexes.ts';
import { dispatch } from './dispatch.ts';
import { dispatchCommunes } from './dispatch-communes.ts';
import { importCirculars } from './import.ts';
import type { Benchmark } from './measure.ts';
import { preview } from './preview.ts';
import { print } from './print.ts';
import { render } from './render.ts';
import { proof } from './proof.ts';
import { search } from './search.ts';
import { signLibrary } from './sign-library.ts';
import { sign } from './sign.ts';
import { verifyJournal } from './verify-journal.ts';

/** Every benchmark, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  print,
  render,
  preview,
  annexes,
  acknowledge,
  dispatch,
  dispatchCommunes,
  sign,
  signLibrary,
  verifyJournal(),
  proof(),
  search,
  importCirculars,
];
