import type { Role } from '../../web/route.ts';

/** Who reads instructions and what hangs on them. The administrator keeps house and reads none. */
export const actReaders: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
/** Who reads what is said while a text is written: not those who audit it. */
export const workReaders: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher'];
