import { expect } from 'chai';
import {
  audienceOf,
  missingFrom,
  type CorrectedRecipients,
} from '../../../src/dispatch/preparing/corrected-recipients.ts';
import type { ChosenOffice } from '../../../src/dispatch/audience.ts';

const office = (officeId: string, role: 'to' | 'cc') => ({ officeId, officeName: officeId, role });
const had: CorrectedRecipients = {
  title: 'Le premier texte',
  offices: [office('OFF-01', 'to'), office('OFF-02', 'to'), office('OFF-03', 'cc')],
};
const chosen = (roles: Record<string, 'to' | 'cc'>) =>
  Object.entries(roles).map(([id, role]) => ({ office: { id }, role })) as ChosenOffice[];
const missing = (roles: Record<string, 'to' | 'cc'>) =>
  missingFrom(had, chosen(roles)).map(({ officeId }) => officeId);

describe('the recipients of a rectificatif', () => {
  it('are proposed as those who had what it corrects, each as it had it', () => {
    expect(audienceOf(had)).to.deep.equal({
      ...{ toList: 'chosen', toOffices: ['OFF-01', 'OFF-02'] },
      ...{ ccList: 'chosen', ccOffices: ['OFF-03'] },
    });
    expect(audienceOf({ ...had, offices: [office('OFF-01', 'to')] })).to.include({ ccList: 'none' });
  });

  it('lack who had the first text and has not this one', () => {
    expect(missing({ 'OFF-01': 'to', 'OFF-02': 'to', 'OFF-03': 'cc' })).to.deep.equal([]);
    expect(missing({ 'OFF-01': 'to', 'OFF-09': 'to' })).to.deep.equal(['OFF-02', 'OFF-03']);
  });

  it('lack an office that acknowledged the first text and is only in copy of this one; not the reverse', () => {
    expect(missing({ 'OFF-01': 'cc', 'OFF-02': 'to', 'OFF-03': 'to' })).to.deep.equal(['OFF-01']);
  });
});
