export { readAmount, writeAmount } from '../kernel/amount.ts';
