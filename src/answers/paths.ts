/** Where an office answers for one of its territories. */
export function officeAddress(requestId: string, territoryId?: string, rest = ''): string {
  return `/guichet/reponses/${requestId}${territoryId === undefined ? '' : `/${territoryId}`}${rest}`;
}

export function questionnaireAddress(requestId: string, territoryId: string): string {
  return officeAddress(requestId, 'questionnaire', `/${territoryId}`);
}

/** Where an office asks about an act. */
export function askingAddress(instructionId: string): string {
  return `/guichet/questions/poser?texte=${instructionId}`;
}

/** Where staff read what an instruction asks back. */
export function staffAddress(slug: string, rest = ''): string {
  return `/instructions/${slug}/reponses${rest}`;
}
