import type { AccessEvents } from '../../journal/access-events.ts';
import { elsewhere, type Places } from './place.ts';

/** Of those who read, never of what they read; see places.ts. */
export const accessPlaces: Places<AccessEvents> = {
  'mission.recorded': elsewhere,
  'mission.ended': elsewhere,
  'access-token.created': elsewhere,
  'access-token.revoked': elsewhere,
};
