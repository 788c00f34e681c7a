/** The words and choices of an acknowledgement, the same as on the page that a mail's link opens. */
export {
  acknowledgementForm,
  createAcknowledgementText,
  namedFault,
  receiptName,
} from '../acknowledgements/acknowledgements.ts';
