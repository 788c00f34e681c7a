import type { DispatchEvents } from '../../journal/dispatch-events.ts';
import { at, elsewhere, type Places } from './place.ts';

const ofCampaign = at('dispatch', (_data, to) => [to.campaign()]);
const ofOffice = at<{ office: string }>('dispatch', ({ office }, to) => [to.office(office)]);
const ofLadder = at('dispatch', (_data, to) => [to.ladder()]);
const ofLetter = at<{ escalation: string }>('dispatch', ({ escalation }, to) => [to.letter(escalation)]);
/** What a notice says is in the message itself; what was made of it, in the office's story. */
const ofMessage = at<{ office: string; message: string; sha256?: string }>('dispatch', (data, to) => [
  to.message(data.message, data.sha256),
  to.office(data.office),
]);

/** Where the events of a dispatch stand in a story; see places.ts. */
export const dispatchPlaces: Places<DispatchEvents> = {
  'preparation.overruled': ofCampaign,
  'preparation.tried': ofCampaign,
  'preparation.scheduled': ofCampaign,
  'preparation.moved': ofCampaign,
  'preparation.cancelled': ofCampaign,
  'preparation.held': ofCampaign,
  'preparation.abandoned': ofCampaign,
  'campaign.opened': at('dispatch', ({ sha256 }, to) => [to.signed(sha256), to.campaign()]),
  'campaign.paused': ofCampaign,
  'campaign.resumed': ofCampaign,
  'campaign.cancelled': ofCampaign,
  'campaign.closed': ofCampaign,
  'campaign.statement-sealed': at('dispatch', ({ sha256 }, to) => [to.statement(sha256)]),
  'delivery.planned': ofOffice,
  'delivery.accepted': ofOffice,
  'delivery.deferred': ofOffice,
  'delivery.refused': ofOffice,
  'delivery.unknown': ofOffice,
  'delivery.delivered': ofOffice,
  'delivery.bounced': ofMessage,
  'delivery.taken': ofMessage,
  'delivery.resent': ofOffice,
  'delivery.retried': ofOffice,
  'message.received': elsewhere,
  'notice.received': ofMessage,
  'message.tied': ofMessage,
  'message.set-aside': elsewhere,
  'answer.written': ofMessage,
  'answer.ended': ofOffice,
  'ladder.planned': ofLadder,
  'ladder.changed': ofLadder,
  'reminder.planned': ofOffice,
  'reminder.dropped': ofOffice,
  'reminder.crossed': ofOffice,
  'escalation.prepared': ofLetter,
  'escalation.written': ofLetter,
  'escalation.set-aside': ofLetter,
  'escalation.resumed': ofLetter,
  'escalation.sent': ofLetter,
};
