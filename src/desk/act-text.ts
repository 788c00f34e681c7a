/** The words and choices of an acknowledgement, the same as on the page that a mail's link opens. */
export { capacities, createAcknowledgementText, receiptName } from '../acknowledgements/acknowledgements.ts';
