import { formatCount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Rates } from '../rates.ts';

/** The rates, in one sentence, where there are any. */
export function ratesModel(messages: Messages, { perMinute, perDomain }: Rates): { rates?: string } {
  const total = perMinute === undefined ? '' : formatCount(perMinute);
  const domain = perDomain === undefined ? '' : formatCount(perDomain);
  if (total === '' && domain === '') return {};
  const form = total === '' ? 'domain' : domain === '' ? 'total' : 'both';
  return { rates: messages(`dispatch.rates.${form}`, { total, domain }) };
}
