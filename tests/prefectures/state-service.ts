/** A service as the State's directory describes one; `changed` is what is dirty about it. */
export function stateService(changed: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    nom: 'Préfecture - Ain',
    pivot: [{ type_service_local: 'prefecture', code_insee_commune: ['01053'] }],
    adresse_courriel: ['prefecture@ain.gouv.example'],
    affectation_personne: [
      {
        fonction: 'Directrice de cabinet',
        personne: { civilite: 'Mme', prenom: 'Camille', nom: 'FICTIF', adresse_courriel: [] },
      },
    ],
    ...changed,
  };
}
