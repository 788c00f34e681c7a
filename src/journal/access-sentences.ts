import type { AccessEvents } from './access-events.ts';
import { byUser, type Params, type Words } from './sentence-words.ts';

/** What the sentences of the auditors' access need; see sentences.ts. */
export const accessParams: {
  [Type in keyof AccessEvents]: (data: AccessEvents[Type], words: Words) => Params;
} = {
  'mission.recorded': (data, words) => ({
    ...byUser(data, words),
    ...{ from: words.day(data.beginsOn), until: words.day(data.endsOn) },
  }),
  'mission.ended': byUser,
  'access-token.created': (data, words) => ({ ...byUser(data, words), until: words.day(data.expiresOn) }),
  'access-token.revoked': byUser,
};
